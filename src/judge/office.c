/*
 * Whose office it is: "Aqua's head of design", "CEO of Aqua", "the company's
 * spokesman"; and where no house is named, whether it can be the one that the
 * item is about. "Brightwire CEO", "a former boss of Aqua" are not.
 */
#include <string.h>

#include "judge/place.h"

#define OWNER_BYTES 32 /* between an office and whose it is */

static bool verb_between(const struct place *at, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind == USE_VERB && m->start >= from &&
		    m->end <= to && !verb_is_name(at, m))
			return true;
	}
	return false;
}

/* The nearest house before the office: "Aqua India's head". */
static const struct match *owner_before(const struct place *at, uint32_t start)
{
	const struct match *owner = NULL;

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		size_t n;
		const char *gap;

		if (m->use->kind != USE_VENDOR || m->end > start)
			continue;
		gap = place_gap(at, m->end, start, &n);
		if (n <= OWNER_BYTES && !bytes_hold(gap, n, ".;:!?\"") &&
		    !verb_between(at, m->end, start))
			owner = m;
	}
	return owner;
}

/* Where the house of an office stands behind it: "CEO of ", or 0. */
static uint32_t of_whom(const struct place *at, uint32_t end)
{
	const struct phrase_hit *of = phrase_behind(
	    passage_phrases(at->r, at->p), PHRASE_OF, at->side->folded, end);

	while (of != NULL) {
		const struct phrase_hit *more =
		    phrase_behind(passage_phrases(at->r, at->p), PHRASE_OF,
			at->side->folded, of->end);
		if (more == NULL || more->end <= of->end)
			break;
		of = more;
	}
	return of != NULL && of->end + 1 < at->p->end ? of->end + 1 : 0;
}

/* "Head of products of Aqua": the house behind the office. */
static const struct match *owner_behind(const struct place *at, uint32_t end)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		size_t n;
		const char *gap;

		if (m->use->kind != USE_VENDOR || m->start < end)
			continue;
		gap = place_gap(at, end, m->start, &n);
		return n <= OWNER_BYTES && !bytes_hold(gap, n, ",.;:!?\"") &&
			       !verb_between(at, end, m->start) &&
			       phrase_before(f, PHRASE_OF, at->side->folded,
				   m->start) != NULL
			   ? m
			   : NULL;
	}
	return NULL;
}

/* "Of the company": "the" may be a part of what stands for it. */
static bool is_company(const struct place *at, uint32_t start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c != NULL && c->class == CUE_COMPANY && m->end > start &&
		    m->start <= start)
			return true;
	}
	/* "Of" may be one word with the article: "des Unternehmens" */
	return phrase_within(passage_phrases(at->r, at->p), PHRASE_THE_HOUSES,
	    place_back(at, start, 12), place_ahead(at, start, 16));
}

/* The house of an office, on either side of it; *other: of a stranger's. */
static const struct match *owner_of(
    const struct place *at, uint32_t start, uint32_t end, bool *other)
{
	const struct match *owner = owner_before(at, start);
	uint32_t whom;

	*other = false;
	if (owner != NULL)
		return owner;
	whom = of_whom(at, end);
	owner = whom > 0 ? owner_behind(at, end) : NULL;
	if (owner == NULL)
		*other = (whom > 0 && !is_company(at, whom)) ||
			 office_is_of_stranger(at, start);
	return owner;
}

/*
 * Words of other houses and of people who are nobody's voice. Where the
 * house's name stands right before the office, what follows is whom it speaks
 * to or of: "Aqua's head of design answered the analyst".
 */
static bool is_of_others(const struct place *at, uint32_t start, uint32_t end)
{
	const struct match *owner = owner_before(at, start);
	bool own = owner != NULL &&
		   place_is_ours(at, place_vendor(at, owner)) &&
		   strncmp(at->side->folded + owner->end, "'s ", 3) == 0;

	return place_phrase(at, PHRASE_OTHERS,
		   own ? place_back(at, owner->start, 20)
		       : place_back(at, start, 44),
		   own ? end : place_ahead(at, end, 60)) ||
	       place_phrase_ends(at, PHRASE_OUTSIDER, start);
}

/* An office of nobody's in a text of shops and carriers is one of theirs. */
static bool is_among_others(const struct place *at)
{
	const struct passage *before = at->p - 1;
	struct reading *r = at->r;

	if (phrase_in(&passage_phrases(r, at->p)->classes, PHRASE_OTHERS))
		return true;
	if (at->p == r->passages)
		return false;
	return phrase_in(&passage_phrases(r, &r->passages[0])->classes,
		   PHRASE_OTHERS) ||
	       phrase_in(&passage_phrases(r, (struct passage *)before)->classes,
		   PHRASE_OTHERS);
}

/* The sentence, or the one before it, names the house or what it makes. In
 * the first ones of the text a headline that does will do. */
static bool is_about_house(const struct place *at)
{
	size_t nth = (size_t)(at->p - at->r->passages);
	const struct passage *where[] = {at->p, nth > 0 ? at->p - 1 : at->p,
	    nth < 3 ? at->r->passages : at->p};

	for (size_t k = 0; k < sizeof(where) / sizeof(*where); k++) {
		const struct passage *p = where[k];
		const struct side *side = passage_side(at->r, p);

		for (size_t i = 0; i < p->mentions; i++)
			if (place_is_ours(
				at, side->mentions[p->mention + i].vendor))
				return true;
		for (size_t i = 0; i < p->matches; i++) {
			const char *v =
			    place_vendor(at, &side->matches[p->match + i]);

			if (v != NULL && place_is_ours(at, v))
				return true;
		}
	}
	return false;
}

/* "The company's spokesman", "ein Sprecher des Konzerns". */
static bool is_the_houses(const struct place *at, uint32_t start, uint32_t end)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const struct phrase_hit *branch;

	/* "the company's China president" */
	while (!place_phrase_ends(at, PHRASE_THE_HOUSES, start)) {
		branch =
		    phrase_before(f, PHRASE_BRANCH, at->side->folded, start);
		if (branch == NULL || branch->start >= start)
			break;
		start = branch->start;
	}
	return place_phrase_ends(at, PHRASE_THE_HOUSES, start) ||
	       phrase_behind(passage_phrases(at->r, at->p), PHRASE_THE_HOUSES,
		   at->side->folded, end) != NULL;
}

/* "Aqua Chat lead", "AquaOS product manager": of what the house makes. */
static bool is_of_product(const struct place *at, uint32_t start)
{
	const struct phrase_hit *branch =
	    phrase_before(passage_phrases(at->r, at->p), PHRASE_BRANCH,
		at->side->folded, start);

	if (branch != NULL)
		start = branch->start;
	for (size_t i = 0; i < at->p->mentions; i++) {
		const struct mention *m =
		    &at->side->mentions[at->p->mention + i];

		if (m->end + 1 == start && place_is_ours(at, m->vendor))
			return true;
	}
	return false;
}

bool office_is_ours(const struct place *at, uint32_t start, uint32_t end)
{
	const struct match *owner;
	bool other;

	if (is_of_others(at, start, end))
		return false;
	owner = owner_of(at, start, end, &other);
	if (owner != NULL)
		return place_is_ours(at, place_vendor(at, owner)) &&
		       !is_not_for_house(at, owner);
	if (is_of_product(at, start))
		return true;
	if (is_the_houses(at, start, end))
		return is_about_house(at) && !is_among_others(at);
	/* "Director", "president": of nobody's that is named, no maker's. */
	return !other && place_phrase(at, PHRASE_BARE, start, end) &&
	       is_about_house(at) && !is_among_others(at);
}
