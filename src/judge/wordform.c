/*
 * Words compared across their forms, by tables and by how they begin. Nothing
 * here knows of items or claims.
 */
#include "judge/wordform.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "text/prose.h"
#include "text/token.h"

#define STEM_BYTES 5 /* "launch", "launches", "launching" */

bool word_is_number(const char *w)
{
	return isdigit((unsigned char)w[0]) != 0;
}

size_t number_plain(const char *s, size_t n, char *out, size_t size)
{
	size_t at = 0, len = 0;

	for (; at < n && len + 1 < size; at++) {
		bool mark = s[at] == ',' || s[at] == '.';
		size_t run = at + 1;

		while (mark && run < n && isdigit((unsigned char)s[run]))
			run++;
		if (mark && (run - at - 1 == 0))
			break;
		if (mark && run - at - 1 == 3 && len <= 3 && out[0] != '0')
			continue; /* of thousands */
		if (!mark && !isdigit((unsigned char)s[at]))
			break;
		out[len++] = mark ? '.' : s[at];
	}
	out[len] = '\0';
	return at;
}

/* "7500", "7,500" and "7,500mAh"; "60" and "60W", but not "5" and "5G" */
static bool same_number(const char *w, const char *s, size_t n)
{
	char a[16], b[16];
	size_t used = number_plain(s, n, b, sizeof(b));

	number_plain(w, strlen(w), a, sizeof(a));
	return used > 0 && strcmp(a, b) == 0 &&
	       (used == n || n - used >= 2 || s[used] == 'w');
}

/* "tag" and "tags": of short words nothing else is a form. */
static bool is_plural(const char *a, size_t a_n, const char *b, size_t b_n)
{
	size_t n = a_n < b_n ? a_n : b_n;
	const char *longer = a_n < b_n ? b : a;

	return n >= 3 && (a_n == n + 1 || b_n == n + 1) &&
	       memcmp(a, b, n) == 0 && longer[n] == 's' &&
	       longer[n - 1] != 's' && (unsigned char)a[0] < 0x80 &&
	       !word_is_number(a);
}

/* "Kabellos", "wireless": what is without the thing. */
static bool lacks_it(const char *ending, size_t n)
{
	return (n >= 3 && n <= 5 && memcmp(ending, "los", 3) == 0) ||
	       (n == 4 && memcmp(ending, "less", 4) == 0);
}

bool word_same(const char *w, const char *s, size_t n)
{
	size_t len = strlen(w), common = 0;

	if (len == n && memcmp(w, s, n) == 0)
		return true;
	if (word_is_number(w) && word_is_number(s))
		return same_number(w, s, n);
	if (is_plural(w, len, s, n))
		return true;
	if (word_is_number(w) || len < 4 || n < 4)
		return false;
	while (common < len && common < n && w[common] == s[common])
		common++;
	if (common < 4 || (unsigned char)w[0] >= 0x80 ||
	    lacks_it(w + common, len - common) !=
		lacks_it(s + common, n - common))
		return false;
	return common >= STEM_BYTES ||
	       (len - common <= 3 && n - common <= 3 && common == 4);
}

bool word_in(const char *s, size_t n, const char *word)
{
	struct tokens tokens;
	struct token t;

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		/* Not the "end" of "high-end". */
		if (t.start > 0 && s[t.start - 1] == '-' &&
		    t.end - t.start < 5 && strlen(word) > 5)
			continue;
		if (word_same(word, s + t.start, t.end - t.start))
			return true;
	}
	return false;
}

/* A pair of characters of which one is grammar is no word. */
static bool has_particle(const char *pair)
{
	static const char *const particles[] = {"的", "了", "将", "在", "是",
	    "和", "与", "也", "及", "或", "被", "把", "为", "就", "都", "要",
	    NULL};

	return span_has(pair, strlen(pair), particles);
}

double word_weight(const struct phrases *ph, const char *word)
{
	size_t n = strlen(word);

	if (word_is_number(word))
		return 1.5;
	if (phrase_is(ph, PHRASE_GRAMMAR, word, n))
		return 0;
	if ((unsigned char)word[0] >= 0xe0)
		return has_particle(word) ? 0 : 1;
	return phrase_is(ph, PHRASE_PLAIN, word, n) ? 0.3 : 1;
}

/* "Drop", which is a loss where "the" follows; "longer" behind "no". */
static bool is_in_loss(const struct phrases *ph, const char *word)
{
	char phrase[40];
	int n = snprintf(phrase, sizeof(phrase), "no %s the", word);

	if (n < 0 || (size_t)n >= sizeof(phrase))
		return false;
	return phrase_is(ph, PHRASE_LOSS, phrase + 3, (size_t)n - 3) ||
	       phrase_is(ph, PHRASE_LOSS, phrase, (size_t)n - 4);
}

bool word_is_negation(const struct phrases *ph, const char *word)
{
	size_t n = strlen(word);

	return phrase_is(ph, PHRASE_LOSS, word, n) ||
	       phrase_is(ph, PHRASE_NONE, word, n) || is_in_loss(ph, word);
}

bool word_is_year(const char *word)
{
	return strlen(word) == 4 && word[0] == '2' && word[1] == '0' &&
	       word_is_number(word);
}
