/* What the fuzz targets share: see fuzz.h. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "parse/html.h"
#include "text/utf8.h"

static char folder[256];

void fuzz_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

char *fuzz_string(struct arena *arena, const uint8_t *data, size_t n)
{
	return arena_strndup(
	    arena, n ? (const char *)data : "", strnlen((const char *)data, n));
}

char *fuzz_text(struct arena *arena, const uint8_t *data, size_t n)
{
	const char *at = fuzz_string(arena, data, n);
	const char *end = at + strlen(at);
	struct buf text;
	char *copy;

	buf_init(&text, 3 * n + 1);
	while (at < end)
		html_put_char(&text, utf8_next(&at, end));
	copy = arena_strdup(arena, buf_text(&text));
	buf_free(&text);
	fuzz_check(utf8_valid(copy, strlen(copy)));
	return copy;
}

char *fuzz_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (!end) {
		*text = line + strlen(line);
		return line;
	}
	*end = '\0';
	*text = end + 1;
	return line;
}

char *fuzz_source_path(struct arena *arena, const char *path)
{
	const char *top = getenv("HEARSAY_SRCDIR");

	return arena_printf(arena, "%s/%s", top ? top : ".", path);
}

static void folder_remove(void)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	char path[1024];

	while (dir && (e = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

const char *fuzz_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	if (folder[0])
		return folder;
	snprintf(folder, sizeof(folder), "%s/hearsay-fuzz-XXXXXX",
	    tmp ? tmp : "/tmp");
	if (!mkdtemp(folder)) {
		perror(folder);
		abort();
	}
	atexit(folder_remove);
	return folder;
}

void fuzz_write(const char *path, const void *data, size_t n)
{
	FILE *f = fopen(path, "we");

	if (!f || fwrite(data, 1, n, f) != n || fclose(f)) {
		perror(path);
		abort();
	}
}
