/* Tables of the lexicon as files: see tsv.h. */
#include "judge/tsv.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/caps.h"
#include "text/utf8.h"

int tsv_error(const struct tsv_row *row, struct err *err, const char *fmt, ...)
{
	char why[768];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return err_set(err, "%s:%u: %s", row->file, row->line, why);
}

static int file_read(const char *path, struct buf *out, struct err *err)
{
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return err_set(err, "%s: %s", path, strerror(errno));
	char part[16384];
	size_t n;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	int failed = ferror(f);
	fclose(f);
	if (failed)
		return err_set(err, "%s: %s", path, strerror(errno));
	if (!buf_ok(out))
		return err_set(err, "%s: larger than %u bytes", path,
		    (unsigned)CAP_LEXICON);
	return 0;
}

static size_t columns_count(const char *columns)
{
	size_t n = 1;
	for (; *columns != '\0'; columns++)
		n += *columns == '\t';
	return n;
}

static void row_split(struct arena *arena, char *line, struct tsv_row *row)
{
	row->cells = 0;
	for (size_t i = 0; i < TSV_COLUMNS; i++)
		row->cell[i] = "";
	for (char *cell = line; cell != NULL;) {
		char *tab = strchr(cell, '\t');
		if (tab != NULL)
			*tab = '\0';
		if (row->cells < TSV_COLUMNS)
			row->cell[row->cells] = arena_strdup(arena, cell);
		row->cells++;
		cell = tab != NULL ? tab + 1 : NULL;
	}
}

static int row_take(struct arena *arena, const struct tsv_table *table,
    struct tsv_row *row, char *line, void *ctx, struct err *err)
{
	size_t len = strlen(line);
	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	if (!utf8_valid(line, len))
		return tsv_error(row, err, "not UTF-8");
	if (row->line == 1) {
		if (line[0] == '#' && strcmp(line + 1, table->columns) == 0)
			return 0;
		return tsv_error(row, err,
		    "the first line must be \"#\" and the columns \"%s\"",
		    table->columns);
	}
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	row_split(arena, line, row);
	size_t want = columns_count(table->columns);
	if (row->cells != want)
		return tsv_error(row, err,
		    "%zu columns where there must be "
		    "%zu",
		    row->cells, want);
	return table->on_row(ctx, row, err);
}

int tsv_read(struct arena *arena, const char *dir,
    const struct tsv_table *table, void *ctx, struct err *err)
{
	struct buf content;
	buf_init(&content, CAP_LEXICON);
	char *path = arena_printf(arena, "%s/%s", dir, table->file);
	int rc = file_read(path, &content, err);
	struct tsv_row row = {.file = table->file};
	char *line = content.data;
	while (rc == 0 && line != NULL && *line != '\0') {
		char *end = strchr(line, '\n');
		if (end != NULL)
			*end = '\0';
		row.line++;
		rc = row_take(arena, table, &row, line, ctx, err);
		line = end != NULL ? end + 1 : NULL;
	}
	if (rc == 0 && row.line == 0)
		rc = err_set(err, "%s:1: empty", table->file);
	buf_free(&content);
	return rc;
}

int tsv_alternative(struct arena *arena, const char **at, const char **out)
{
	const char *s = *at;
	while (*s == ' ' || *s == '|')
		s++;
	if (*s == '\0')
		return 0;
	size_t n = strcspn(s, "|");
	*at = s + n;
	while (n > 0 && s[n - 1] == ' ')
		n--;
	*out = arena_strndup(arena, s, n);
	return 1;
}
