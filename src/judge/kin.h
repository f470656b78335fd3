/*
 * Words that say the same ("charger", "power adapter", "Netzteil"): the rows
 * of kin.tsv. Where a claim that is looked for has one of them, a text may
 * have any other of its row.
 */
#ifndef HEARSAY_JUDGE_KIN_H
#define HEARSAY_JUDGE_KIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "judge/tsv.h"

struct han;
struct kin;

#define KIN_FILE    "kin.tsv"
#define KIN_COLUMNS "words\tnote"

struct kin *kin_new(const struct han *); /* which outlives it */
void kin_free(struct kin *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int kin_add(struct kin *, const struct tsv_row *, struct err *);

/* Does the folded text have a word or phrase of the word's row? */
/* Where the first of them stands, and of how many bytes; NULL: none does. */
const char *kin_find(const struct kin *, const char *word, const char *s,
    size_t n, size_t *length);
bool kin_has(const struct kin *, const char *word, const char *s, size_t n);

#endif
