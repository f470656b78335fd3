/*
 * Two words are forms of one where they begin alike and the rests of both are
 * endings of one set. What the sets lack is no form: there is no "r" of
 * "charger" among them.
 */
#include "judge/kinform.h"

#include <string.h>

#define LONGEST 40

struct endings {
	size_t common;	   /* so many bytes must be the same */
	const char *words; /* between spaces; "." is none at all */
};

static const struct endings sets[] = {
    {3, " . s es ed d ing ings ' "},	      /* launch, launches */
    {4, " e es ed ing "},		      /* replace, replacing */
    {3, " y ies ied ying "},		      /* battery, supply */
    {5, " . e es n en em "},		      /* Telefon, Telefone */
    {5, " e es en er em "},		      /* günstige, günstiges */
    {4, " o a os as i e es "},		      /* plegable, inalámbrica */
    {3, " é ée és ées er "},		      /* supprimé */
    {4, " . o a ar ado ada ados adas ando "}, /* Spanish verbs, Portuguese */
};

static const char *const adjectives[] = {"bar", "los", "lich", "ig", "isch"};

static bool is_ending(const char *set, const char *s, size_t n)
{
	char key[12] = " ";

	if (n + 3 > sizeof(key))
		return false;
	if (n == 0)
		return strstr(set, " . ") != NULL;
	memcpy(key + 1, s, n);
	memcpy(key + 1 + n, " ", 2);
	return strstr(set, key) != NULL;
}

/* "Drop", "dropped": the last letter twice, then a verb's ending. */
static bool is_doubled(const char *s, size_t n, const char *rest, size_t rest_n)
{
	return n >= 3 && rest_n > 2 && rest[0] == s[n - 1] &&
	       is_ending(" ed ing ", rest + 1, rest_n - 1);
}

/* "Faltbar", "faltbarer": not of any word, or a charger would charge. */
static bool is_adjective(
    const char *s, size_t n, const char *rest, size_t rest_n)
{
	if (rest_n != 2 || memcmp(rest, "er", 2) != 0)
		return false;
	for (size_t i = 0; i < sizeof(adjectives) / sizeof(*adjectives); i++) {
		size_t len = strlen(adjectives[i]);

		if (n > len + 2 && memcmp(s + n - len, adjectives[i], len) == 0)
			return true;
	}
	return false;
}

bool kin_inflects(const char *a, size_t a_n, const char *b, size_t b_n)
{
	size_t same = 0, a_rest, b_rest;

	while (same < a_n && same < b_n && a[same] == b[same])
		same++;
	a_rest = a_n - same;
	b_rest = b_n - same;
	if (a_rest == 0 && b_rest == 0)
		return a_n > 0;
	if (same < 3 || (a[0] >= '0' && a[0] <= '9'))
		return false;
	if ((a_rest == 0 && (is_doubled(a, a_n, b + same, b_rest) ||
				is_adjective(a, a_n, b + same, b_rest))) ||
	    (b_rest == 0 && (is_doubled(b, b_n, a + same, a_rest) ||
				is_adjective(b, b_n, a + same, a_rest))))
		return true;
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		if (same >= sets[i].common &&
		    is_ending(sets[i].words, a + same, a_rest) &&
		    is_ending(sets[i].words, b + same, b_rest))
			return true;
	return false;
}

struct offer {
	const char *word;
	size_t n;
	bool (*on_form)(void *ctx, const char *form, size_t n);
	void *ctx;
};

/* The first `stem` bytes of the word with the ending: is it that? */
static bool offer_form(
    const struct offer *o, size_t stem, const char *ending, size_t ending_n)
{
	char form[LONGEST];

	if (stem < 3 || stem >= sizeof(form) || ending_n > sizeof(form) - stem)
		return false;
	memcpy(form, o->word, stem);
	memcpy(form + stem, ending, ending_n);
	return kin_inflects(form, stem + ending_n, o->word, o->n) &&
	       o->on_form(o->ctx, form, stem + ending_n);
}

/* The stem with each ending of the set that goes with the word's own. */
static bool offer_set(
    const struct offer *o, size_t stem, const struct endings *set)
{
	const char *at = set->words + 1;

	if (stem < set->common ||
	    !is_ending(set->words, o->word + stem, o->n - stem))
		return false;
	while (*at != '\0') {
		size_t n = strcspn(at, " ");

		if (offer_form(o, stem, at, n == 1 && *at == '.' ? 0 : n))
			return true;
		at += n + 1;
	}
	return false;
}

void kin_forms(const char *word, size_t n,
    bool (*on_form)(void *ctx, const char *form, size_t n), void *ctx)
{
	struct offer o = {word, n, on_form, ctx};

	if (n < 4 || n + 4 > LONGEST || (unsigned char)word[0] >= 0xe0)
		return;
	for (size_t stem = n; stem >= 3 && stem + 5 > n; stem--) {
		for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
			if (offer_set(&o, stem, &sets[i]))
				return;
		if (n - stem >= 3 && word[stem] == word[stem - 1] &&
		    offer_form(&o, stem, "", 0))
			return; /* "dropped" */
	}
}
