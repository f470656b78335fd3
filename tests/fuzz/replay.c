/*
 * A fuzz target without a fuzzer: each file of its corpus goes through the
 * target once, a TAP line each. A file on the command line is taken instead,
 * to see what one input does.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/caps.h"
#include "base/mem.h"
#include "fuzz.h"

static int is_input(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static int read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "re");
	char part[16384];
	size_t n;

	if (!f)
		return -1;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	n = (size_t)ferror(f);
	fclose(f);
	return n || !buf_ok(out) ? -1 : 0;
}

/* In memory of just its size, so that a sanitizer sees a step past it. */
static bool replay(const char *path)
{
	struct buf in;
	uint8_t *own;
	int failed;

	buf_init(&in, CAP_BODY);
	failed = read_file(path, &in);
	if (!failed) {
		own = mem_alloc(in.len ? in.len : 1);
		memcpy(own, buf_text(&in), in.len);
		LLVMFuzzerTestOneInput(own, in.len);
		free(own);
	}
	buf_free(&in);
	return !failed;
}

/* "tests/fuzz/fuzz-html" has its corpus in tests/fuzz/corpus/html. */
static char *corpus_of(struct arena *arena, const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;
	char *path;

	if (!strncmp(name, "fuzz-", 5))
		name += 5;
	path = arena_printf(arena, "tests/fuzz/corpus/%s", name);
	return fuzz_source_path(arena, path);
}

static int replay_all(struct arena *arena, const char *dir)
{
	struct dirent **files = NULL;
	int n = scandir(dir, &files, is_input, alphasort), bad = 0;

	if (n <= 0) {
		printf("Bail out! %s: no corpus\n", dir);
		return 1;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		const char *name = files[i]->d_name;
		/* Named before, so that a crash tells its input. */
		fprintf(stderr, "# %s\n", name);
		if (replay(arena_printf(arena, "%s/%s", dir, name))) {
			printf("ok %d - %s\n", i + 1, name);
		} else {
			printf("not ok %d - %s cannot be read\n", i + 1, name);
			bad = 1;
		}
		fflush(stdout);
		free(files[i]);
	}
	free(files);
	return bad;
}

int main(int argc, char **argv)
{
	struct arena arena;
	int status = 0;

	arena_init(&arena);
	if (argc == 1)
		status = replay_all(&arena, corpus_of(&arena, argv[0]));
	for (int i = 1; i < argc; i++) {
		if (!replay(argv[i])) {
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
			status = 1;
		}
	}
	arena_free(&arena);
	return status;
}
