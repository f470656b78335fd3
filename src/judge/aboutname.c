/*
 * Does official word call the thing by the claimed name? That it calls it
 * something else is told where rumors are (bearingpresented.c).
 */
#include "judge/about.h"

#include <ctype.h>
#include <string.h>

#include "judge/han.h"
#include "judge/phrase.h"

/* "A9" goes on in "A90" and in "A9+". */
static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '+';
}

/* Does a name end there? "Tide" is that of "TideOS", too. */
static bool name_ends(const char *at, const char *end)
{
	static const char os[] = "os";

	if (end - at >= 2 && memcmp(at, os, 2) == 0)
		at += 2;
	return at == end || !is_name_char(*at) || !is_name_char(at[-1]);
}

const char *about_find_name(const struct drawn *d, const char *name)
{
	size_t n;
	const char *s =
	    han_fold(d->r->lex->han, d->r->arena, name, strlen(name), &n);
	const char *from = d->side->folded + d->p->start, *at = from;
	const char *end = d->side->folded + d->p->end;

	for (; (at = memmem(at, (size_t)(end - at), s, n)) != NULL; at++)
		if ((at == from || !is_name_char(at[-1]) ||
			!is_name_char(*at)) &&
		    name_ends(at + n, end))
			return at;
	return NULL;
}

/* "Is now called Aqua Drop": does a verb of naming stand before it? */
static bool is_called(const struct drawn *d, uint32_t name)
{
	return phrase_before(passage_phrases(d->r, d->p), PHRASE_CALLED,
		   d->side->folded, name) != NULL;
}

/* Is what gets the name spoken of, or new and without one? */
static bool is_spoken_of(const struct reading *r, const struct claim *of)
{
	const char *product;
	size_t n;

	if (of->product == NULL || lexicon_product(r->lex, of->product) == NULL)
		return true;
	product = han_fold(
	    r->lex->han, r->arena, of->product, strlen(of->product), &n);
	return strstr(r->side[FIELD_TITLE].folded, product) != NULL ||
	       strstr(r->side[FIELD_TEXT].folded, product) != NULL;
}

/* "A first look at the A9 Pro Fold", by its maker: a model has one name. */
static bool is_shown_so(const struct drawn *d, const struct claim *of)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && strcmp(m->name, m->row->name) != 0 &&
		    text_same(m->name, of->value) &&
		    text_same(m->vendor, of->vendor))
			return role_is_official(d->r) && !d->p->question &&
			       polarity_count(d) == 0;
	}
	return false;
}

bool about_named_so(const struct drawn *d, const struct claim *of)
{
	const char *at;

	if (of->aspect != ASPECT_NAME || of->value == NULL || !d->official ||
	    d->modality != MODALITY_ASSERTED)
		return false;
	at = about_find_name(d, of->value);
	if (at == NULL)
		return false;
	return is_shown_so(d, of) ||
	       ((passage_has(d->p, CUE_ANNOUNCE) ||
		    passage_has(d->p, CUE_RELEASE)) &&
		   is_spoken_of(d->r, of)) ||
	       (polarity_count(d) == 0 &&
		   is_called(d, (uint32_t)(at - d->side->folded)));
}
