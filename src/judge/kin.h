/*
 * Words that say the same ("charger", "power adapter", "Netzteil"): the rows
 * of kin.tsv. Where a claim that is looked for has one of them, a text may
 * have any other of its row, in any of its usual forms: a row need not have
 * plurals and endings.
 */
#ifndef HEARSAY_JUDGE_KIN_H
#define HEARSAY_JUDGE_KIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "judge/tsv.h"

struct han;
struct kin;
struct kin_row;

#define KIN_FILE    "kin.tsv"
#define KIN_COLUMNS "words\tnote"

struct kin *kin_new(const struct han *); /* which outlives it */
void kin_free(struct kin *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int kin_add(struct kin *, const struct tsv_row *, struct err *);

/* The row that has the folded word, or a form of it; or NULL. */
const struct kin_row *kin_row(const struct kin *, const char *word);

/* One of the row's words, always the same. */
const char *kin_row_word(const struct kin_row *);

/* Does the folded text have a word or phrase of the row? NULL has none. */
bool kin_row_in(const struct kin_row *, const char *s, size_t n);

/*
 * Does the folded text have a word or phrase of the word's row; where does the
 * first of them stand, and of how many bytes? NULL: none does.
 */
const char *kin_find(const struct kin *, const char *word, const char *s,
    size_t n, size_t *length);
bool kin_has(const struct kin *, const char *word, const char *s, size_t n);

/*
 * The phrases of two words and more in the folded text ("headphone jack"), at
 * most `cap` of them; what each of their words means alone is not meant.
 */
struct kin_phrase {
	const struct kin_row *row;
	size_t start, end;
};
size_t kin_phrases(const struct kin *, const char *s, size_t n,
    struct kin_phrase *out, size_t cap);

/* The Chinese words of rows in the folded text, the longest at each place. */
size_t kin_han_words(const struct kin *, const char *s, size_t n,
    struct kin_phrase *out, size_t cap);

#endif
