/*
 * One word against another in whichever form: "launch" and "launched", "sell"
 * and "sold", "7500" and "7,500mAh". All of them are folded.
 */
#ifndef HEARSAY_JUDGE_WORDFORM_H
#define HEARSAY_JUDGE_WORDFORM_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/phrase.h"

/* A folded letter or digit; a character of Chinese text stands anywhere. */
static inline bool word_has_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c >= 0x80 && c < 0xe0);
}

bool word_is_number(const char *word); /* it begins with a digit */
bool word_is_year(const char *word);

/* Words that say no, in any of their forms. */
bool word_is_negation(const struct phrases *, const char *word);

/* One word, in another form: both begin alike, and differ in the ending. */
bool word_same(const char *word, const char *s, size_t n);

/* Has the text the word, in any of its forms? */
bool word_in(const char *s, size_t n, const char *word);

/*
 * What a word tells of a claim: little where it is of those in which every
 * plan is told, nothing where it is grammar.
 */
double word_weight(const struct phrases *, const char *word);

/*
 * The digits at s without the marks of thousands, in out: "7500" of "7,500mah",
 * "8.4" of "8.4"; how many bytes they cover.
 */
size_t number_plain(const char *s, size_t n, char *out, size_t size);

#endif
