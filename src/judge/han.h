/*
 * Traditional Chinese read as simplified: the rows of han.tsv. All that
 * judgement compares is folded by han_fold(), the tables and the texts, so
 * that "華碩證實" has what "华硕证实" has. A character is as many bytes as the
 * one it becomes: places in the folded text lead back as before.
 */
#ifndef HEARSAY_JUDGE_HAN_H
#define HEARSAY_JUDGE_HAN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "judge/tsv.h"

struct han;

#define HAN_FILE    "han.tsv"
#define HAN_COLUMNS "traditional\tsimplified\tnote"

struct han *han_new(void);
void han_free(struct han *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int han_add(struct han *, const struct tsv_row *, struct err *);

/* Folds by the table, in place, what utf8_fold() has made. NULL: no rows. */
void han_simplify(const struct han *, char *folded, size_t n);

/* utf8_fold() and that. */
char *han_fold(
    const struct han *, struct arena *, const char *s, size_t n, size_t *out_n);

#endif
