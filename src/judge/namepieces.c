/* Names taken apart, and held against each other. */
#include "judge/namepieces.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "judge/han.h"
#include "judge/phrase.h"

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80);
}

/* "5G" counts nothing. */
static bool is_network(const char *s)
{
	return (*s == '4' || *s == '5') && s[1] == 'g' && !is_letter(s[2]);
}

static size_t piece_length(const char *s)
{
	size_t n = 1;

	if (*s == '+')
		return 1;
	if (!isdigit((unsigned char)*s)) {
		while (isalpha((unsigned char)s[n]) || (s[n] & 0x80))
			n++;
		return n;
	}
	while (isdigit((unsigned char)s[n]) ||
	       (s[n] == '.' && isdigit((unsigned char)s[n + 1])))
		n++;
	return is_network(s) ? 2 : n;
}

/* The maker's own name tells nothing, but where only a number follows. */
static size_t house_length(const struct lexicon *lex, const char *s)
{
	size_t n = 0;
	char word[40];
	const char *vendor;

	while (isalpha((unsigned char)s[n]) || (s[n] & 0x80))
		n++;
	if (n == 0 || n >= sizeof(word) || s[n] != ' ' ||
	    isdigit((unsigned char)s[n + 1]))
		return 0;
	memcpy(word, s, n);
	word[n] = '\0';
	vendor = lexicon_vendor(lex, word);
	/* "POCO" is a name of Xiaomi's, and not its own. */
	return vendor && !strcasecmp(vendor, word) ? n + 1 : 0;
}

struct name_pieces name_pieces_of(
    const struct lexicon *lex, struct arena *arena, const char *name)
{
	struct name_pieces out = {.n = 0};
	size_t length;
	const char *s =
	    han_fold(lexicon_han(lex), arena, name, strlen(name), &length);

	s += house_length(lex, s);
	while (*s && out.n < NAME_PIECES) {
		struct name_piece *p = &out.v[out.n];

		if (!is_letter(*s) && *s != '+') {
			s++;
			continue;
		}
		p->s = *s == '+' ? "plus" : s;
		length = piece_length(s);
		p->n = *s == '+' ? 4 : length;
		p->number = isdigit((unsigned char)*s) && !is_network(s);
		p->edition = is_network(s) || phrase_is(lexicon_phrases(lex),
						  PHRASE_EDITION, p->s, p->n);
		s += length;
		out.n++;
	}
	/* What is first is a name, whatever it means further behind. */
	if (out.n)
		out.v[0].edition = false;
	return out;
}

bool name_piece_same(const struct name_piece *a, const struct name_piece *b)
{
	return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

bool name_has_piece(const struct name_pieces *p, const struct name_piece *of)
{
	for (size_t i = 0; i < p->n; i++)
		if (name_piece_same(&p->v[i], of))
			return true;
	return false;
}

bool name_is_within(const struct name_pieces *a, const struct name_pieces *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!name_has_piece(b, &a->v[i]))
			return false;
	return true;
}

const struct name_piece *name_number(const struct name_pieces *p)
{
	const struct name_piece *out = NULL;

	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].number && out)
			return NULL;
		if (p->v[i].number)
			out = &p->v[i];
	}
	return out;
}

bool name_same_but_numbers(
    const struct name_pieces *a, const struct name_pieces *b, bool editions_too)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a->n &&
		       (a->v[i].number || (a->v[i].edition && editions_too)))
			i++;
		while (k < b->n &&
		       (b->v[k].number || (b->v[k].edition && editions_too)))
			k++;
		if (i == a->n || k == b->n)
			return i == a->n && k == b->n;
		if (!name_piece_same(&a->v[i++], &b->v[k++]))
			return false;
	}
}
