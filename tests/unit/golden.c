/* Comparing with a golden file, or writing it anew. */
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOLDEN_MAX (1u << 20)

static void path_of(char *path, size_t size, const char *name)
{
	const char *top = getenv("HEARSAY_SRCDIR");

	snprintf(path, size, "%s/tests/golden/%s", top ? top : ".", name);
}

static void update(const char *path, const struct buf *got)
{
	FILE *f = fopen(path, "we");

	if (!f)
		fail_msg("cannot write %s", path);
	fwrite(buf_text(got), 1, got->len, f);
	fclose(f);
	print_message("# wrote %s\n", path);
}

static void read_file(const char *path, struct buf *b)
{
	char part[8192];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		fail_msg(
		    "cannot open %s (HEARSAY_GOLDEN_UPDATE=1 makes it)", path);
	do {
		n = fread(part, 1, sizeof(part), f);
		buf_add(b, part, n);
	} while (n);
	fclose(f);
}

static void compare(const char *name, const char *got, const char *want)
{
	int line = 1;

	while (*got || *want) {
		size_t g = strcspn(got, "\n"), w = strcspn(want, "\n");

		if (g != w || memcmp(got, want, g) != 0 || got[g] != want[w])
			fail_msg("%s:%d: expected \"%.*s\", got \"%.*s\"", name,
			    line, (int)w, want, (int)g, got);
		got += g + (got[g] == '\n');
		want += w + (want[w] == '\n');
		line++;
	}
}

void golden_check(const char *name, struct buf *got)
{
	char path[4096];
	struct buf want;

	assert_true(buf_ok(got));
	path_of(path, sizeof(path), name);
	if (getenv("HEARSAY_GOLDEN_UPDATE")) {
		update(path, got);
	} else {
		buf_init(&want, GOLDEN_MAX);
		read_file(path, &want);
		compare(name, buf_text(got), buf_text(&want));
		buf_free(&want);
	}
	buf_free(got);
}
