/*
 * What a maker puts in writing: its documentation, the notes of a release,
 * a page of its support. Who quotes such a paper quotes the maker, where it
 * is published and not found: a page that appears before its time, or a
 * string in code, is a leak.
 */
#include <ctype.h>
#include <string.h>

#include "judge/place.h"

#define OWNER_BYTES 30 /* between the house or its product and the paper */
#define VERB_BYTES  40 /* between the paper and what it says */

static bool is_near(const struct place *at, uint32_t from, uint32_t to)
{
	size_t n;
	const char *gap = place_gap(at, from, to, &n);

	return !bytes_hold(gap, n, ",.;:!?()");
}

/* Whose it is: the house that the item is about, or a product of it. */
static bool owner_before(
    const struct place *at, uint32_t paper, uint32_t *start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind != USE_VENDOR || m->end > paper ||
		    paper - m->end > OWNER_BYTES ||
		    strcmp(at->r->lex->vendors[m->use->row].name,
			at->r->vendor) != 0)
			continue;
		*start = m->start;
		return is_near(at, m->end, paper);
	}
	for (size_t i = 0; i < at->p->mentions; i++) {
		const struct mention *m =
		    &at->side->mentions[at->p->mention + i];

		if (m->end > paper || paper - m->end > OWNER_BYTES ||
		    strcmp(m->vendor, at->r->vendor) != 0)
			continue;
		*start = m->start;
		return is_near(at, m->end, paper);
	}
	return false;
}

/* "The release notes of iOS 30", "a page from Samsung". */
static bool owner_behind(const struct place *at, uint32_t paper, uint32_t *end)
{
	static const char *const links[] = {" of ", " from ", " by ", " for ",
	    " of the ", " from the ", " for the ", " on ", " von ", " zu ",
	    " de ", " di ", " da ", " dari ", " du ", " del ", " della "};
	const char *s = at->side->folded;

	for (size_t k = 0; k < sizeof(links) / sizeof(*links); k++) {
		uint32_t n = (uint32_t)strlen(links[k]);

		if (paper + n >= at->p->end ||
		    memcmp(s + paper, links[k], n) != 0)
			continue;
		for (size_t i = 0; i < at->p->mentions; i++) {
			const struct mention *m =
			    &at->side->mentions[at->p->mention + i];

			if (m->start == paper + n &&
			    !strcmp(m->vendor, at->r->vendor)) {
				*end = m->end;
				return true;
			}
		}
		for (size_t i = 0; i < at->p->matches; i++) {
			const struct match *m = place_match(at, i);

			if (m->use->kind == USE_VENDOR &&
			    m->start == paper + n &&
			    !strcmp(at->r->lex->vendors[m->use->row].name,
				at->r->vendor)) {
				*end = m->end;
				return true;
			}
		}
	}
	return false;
}

/* It says something, or what follows is according to it. */
static bool is_read(const struct place *at, uint32_t start, uint32_t end)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const char *s = at->side->folded + end;
	size_t left = at->p->end - end;
	size_t n = left < VERB_BYTES ? left : VERB_BYTES;
	uint32_t from = start > at->p->start + 24 ? start - 24 : at->p->start;

	for (size_t i = 0; i < n; i++)
		if (strchr(",.;:", s[i]) != NULL)
			n = i;
	if (phrase_within(f, PHRASE_READS, end, end + (uint32_t)n))
		return true;
	return phrase_within(f, PHRASE_READ_IN, from, start);
}

static bool is_found(const struct passage *p)
{
	return passage_has(p, CUE_SPOTTED) || passage_has(p, CUE_LEAK) ||
	       passage_has(p, CUE_SUGGEST) || passage_has(p, CUE_EVIDENTIAL) ||
	       passage_has(p, CUE_FINDING) || passage_has(p, CUE_RUMOR_NOUN);
}

void paper_take(struct place *at, const struct match *m)
{
	struct match source = {m->start, m->end, m->use};
	struct attribution a = {.kind = ORIGIN_OFFICIAL};

	/* A helper who tells one customer there has not put it in writing. */
	if (at->r->vendor == NULL || at->p->question || is_found(at->p) ||
	    is_told_by_nobody(at))
		return;
	if (!owner_before(at, m->start, &source.start) &&
	    !owner_behind(at, m->end, &source.end))
		return;
	if (!is_read(at, source.start, source.end))
		return;
	a.name = a.vendor = at->r->vendor;
	source_take(at, &a, true, &source, NULL);
}
