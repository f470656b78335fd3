/*
 * Tables of the lexicon as files: UTF-8, tab-separated, the first line '#'
 * and the names of the columns. Empty lines and further lines that begin
 * with '#' are comments. Whatever is wrong is said with file and line.
 */
#ifndef HEARSAY_JUDGE_TSV_H
#define HEARSAY_JUDGE_TSV_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define TSV_COLUMNS 10

struct tsv_row {
	const char *file; /* its name within the folder */
	unsigned line;
	const char *cell[TSV_COLUMNS]; /* never NULL; in the arena */
	size_t cells;
};

struct tsv_table {
	const char *file;
	const char *columns; /* tab-separated, as the header must be */
	int (*on_row)(void *ctx, const struct tsv_row *, struct err *);
};

/* 0, or -1 with "file:line: what is wrong". */
int tsv_read(struct arena *, const char *dir, const struct tsv_table *,
    void *ctx, struct err *);

/* Sets "file:line: ..." and returns -1. */
int tsv_error(const struct tsv_row *, struct err *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Takes the next alternative of a cell ("a|b|c"): 1, or 0 at the end. *at
 * begins as the cell. The alternative is trimmed and in the arena.
 */
int tsv_alternative(struct arena *, const char **at, const char **out);

#endif
