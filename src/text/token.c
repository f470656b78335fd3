/*
 * Words, numbers and pairs of CJK characters; no allocation, no state
 * beyond the position.
 */
#include "text/token.h"

#include <stdbool.h>

#include "text/utf8.h"

void token_start(struct tokens *t, const char *folded, size_t n)
{
	*t = (struct tokens){folded, folded, folded + n};
}

static bool is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

static uint32_t peek(const char *p, const char *end)
{
	return utf8_next(&p, end);
}

/* The character that ends at p. */
static uint32_t before(const char *begin, const char *p)
{
	const char *start = p;

	if (p == begin)
		return 0;
	do
		start--;
	while (start > begin && ((unsigned char)*start & 0xc0) == 0x80);
	return peek(start, p);
}

/* "," with exactly three digits after it: a thousands separator. */
static bool is_thousands(const char *p, const char *end)
{
	return *p == ',' && is_digit(p + 1, end) && is_digit(p + 2, end) &&
	       is_digit(p + 3, end) && !is_digit(p + 4, end);
}

/*
 * The end of the word at p. A point belongs to it between digits ("6.1.2",
 * "v2.0"), so that a version is never torn apart.
 */
static const char *word_end(const char *p, const char *end, bool *number)
{
	bool digit_before = false, point;

	*number = true;
	while (p < end) {
		if (*p >= 'a' && *p <= 'z') { /* as most of it */
			*number = digit_before = false;
			p++;
			continue;
		}
		if (is_digit(p, end)) {
			digit_before = true;
			p++;
			continue;
		}
		point = *p == '.' && is_digit(p + 1, end);
		if (digit_before &&
		    (point || (*number && is_thousands(p, end)))) {
			p++;
			continue;
		}
		if (!utf8_is_word(peek(p, end)))
			break;
		*number = digit_before = false;
		utf8_next(&p, end);
	}
	return p;
}

/*
 * A pair that begins at p; a character by itself where its run holds no
 * other; nothing at the end of a longer run, whose last pair was told.
 */
static bool cjk_token(struct tokens *t, const char *p, struct token *out)
{
	const char *first_end = p, *pair_end;

	utf8_next(&first_end, t->end);
	t->text = first_end;
	pair_end = first_end;
	if (!utf8_is_cjk(utf8_next(&pair_end, t->end))) {
		if (utf8_is_cjk(before(t->begin, p)))
			return false;
		pair_end = first_end;
	}
	*out = (struct token){TOKEN_CJK, (uint32_t)(p - t->begin),
	    (uint32_t)(pair_end - t->begin)};
	return true;
}

int token_next(struct tokens *t, struct token *out)
{
	while (t->text < t->end) {
		const char *p = t->text, *stop;
		uint32_t c = peek(p, t->end);
		bool number;

		if (utf8_is_cjk(c)) {
			if (cjk_token(t, p, out))
				return 1;
			continue;
		}
		if (!utf8_is_word(c)) {
			utf8_next(&t->text, t->end);
			continue;
		}
		stop = word_end(p, t->end, &number);
		*out = (struct token){number ? TOKEN_NUMBER : TOKEN_WORD,
		    (uint32_t)(p - t->begin), (uint32_t)(stop - t->begin)};
		t->text = stop;
		return 1;
	}
	return 0;
}
