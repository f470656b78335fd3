/*
 * The words of dates: names of months in the languages that feeds come in,
 * halves of the day, and zones. Words are given in lower case (see
 * date_word_fold); the tables stand in date_words.c for anyone to extend.
 */
#ifndef HEARSAY_TEXT_DATE_WORDS_H
#define HEARSAY_TEXT_DATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum dst_rule { DST_NONE, DST_US, DST_EU, DST_AU, DST_NZ };

struct zone {
	const char *name;
	int minutes; /* east of Greenwich, in standard time */
	enum dst_rule dst;
};

enum day_half { HALF_NONE, HALF_AM, HALF_PM };

/*
 * Copies a word of UTF-8 in lower case (Latin, Greek, Cyrillic). Returns its
 * length; what does not fit in size is cut.
 */
size_t date_word_fold(const char *s, size_t n, char *out, size_t size);

int date_word_month(const char *folded); /* 1-12, or 0 */
enum day_half date_word_half(const char *folded);
const struct zone *date_word_zone(const char *folded); /* NULL: unknown */
bool date_word_is_korean(const char *s, size_t n);

#endif
