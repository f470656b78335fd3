/*
 * UTF-8 (RFC 3629) at the border, and folding for comparison. Beyond the
 * parse role all text is valid UTF-8, checked once.
 */
#ifndef HEARSAY_TEXT_UTF8_H
#define HEARSAY_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

bool utf8_valid(const char *s, size_t n);

/*
 * Decodes one character of valid text and moves *s past it; U+FFFD and one
 * byte for anything else. 0 at the end.
 */
static inline uint32_t utf8_next(const char **s, const char *end);

/* The largest length <= n that does not cut a character of s in two. */
size_t utf8_cut(const char *s, size_t n);

/* Drops in place what is not UTF-8: for words that were cut anywhere. */
void utf8_scrub(char *s);

static inline bool utf8_is_cjk(uint32_t c);  /* Han, kana, Hangul */
static inline bool utf8_is_word(uint32_t c); /* letter, mark, digit; not CJK */
bool utf8_is_bidi_control(uint32_t c);	     /* U+202A-202E, U+2066-2069 */

/*
 * Folds for matching: NFKC, case folded, typographic quotes and dashes to
 * ASCII, default-ignorable characters dropped. map, where it is not NULL,
 * receives for each byte of the result the offset in s of the character it
 * comes from, and one entry more for the end.
 */
char *utf8_fold(
    struct arena *, const char *s, size_t n, size_t *out_n, uint32_t **map);

/* Columns on a terminal; East Asian wide characters take two. */
size_t utf8_width(const char *s);

/*
 * Appends s with control and bidirectional characters made visible, so that
 * text from a feed can go to a terminal.
 */
void utf8_put_visible(struct buf *, const char *s);

/* --- most text is ASCII: that is answered in place --- */

uint32_t utf8_next_wide(const char **s, const char *end);
bool utf8_is_cjk_wide(uint32_t c);
bool utf8_is_word_wide(uint32_t c);

static inline uint32_t utf8_next(const char **s, const char *end)
{
	if (*s < end && (unsigned char)**s < 0x80)
		return (unsigned char)*(*s)++;
	return utf8_next_wide(s, end);
}

static inline bool utf8_is_cjk(uint32_t c)
{
	return c >= 0x1100 && utf8_is_cjk_wide(c);
}

static inline bool utf8_is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		       (c >= '0' && c <= '9');
	return utf8_is_word_wide(c);
}

#endif
