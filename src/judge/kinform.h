/*
 * The usual forms of one word: plurals, endings of verbs and adjectives, as
 * English, German and the Romance languages have them. Nearer than word_same():
 * "charger" is no form of "charge". All of it is folded.
 */
#ifndef HEARSAY_JUDGE_KINFORM_H
#define HEARSAY_JUDGE_KINFORM_H

#include <stdbool.h>
#include <stddef.h>

/* Are the two the same word, in whichever form? */
bool kin_inflects(const char *a, size_t a_n, const char *b, size_t b_n);

/*
 * Offers what the word may be a form of, until on_form() says that it is:
 * "replace" for "replacing".
 */
void kin_forms(const char *word, size_t n,
    bool (*on_form)(void *ctx, const char *form, size_t n), void *ctx);

#endif
