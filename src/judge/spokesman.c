/*
 * Who speaks for the maker that the item is about, where the sentence does not
 * name it: "a spokesperson told us", "the company's COO", and the man whose
 * office stood in the sentence before.
 */
#include <string.h>

#include "judge/phrase.h"
#include "judge/place.h"

#define TELLS_BYTES 40 /* between a spokesman and what he does */

static bool names_vendor(const struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++)
		if (place_match(at, i)->use->kind == USE_VENDOR)
			return true;
	return false;
}

/* "For the Commission", "of the court": somebody else's. */
static bool is_of_others(const struct place *at, uint32_t end)
{
	return place_continues(at, end, "for ") ||
	       place_continues(at, end, "of ") ||
	       place_continues(at, end, "at ") ||
	       place_continues(at, end, "from ") ||
	       place_continues(at, end, "der ") ||
	       place_continues(at, end, "des ") ||
	       place_continues(at, end, "de ") ||
	       place_continues(at, end, "del ") ||
	       place_continues(at, end, "di ");
}

/* Only an article before it: "an EU spokesperson" is of the EU. */
static bool stands_alone(const struct place *at, uint32_t start)
{
	return phrase_before(passage_phrases(at->r, at->p), PHRASE_ANY_ONE,
		   at->side->folded, start) != NULL;
}

static const struct match *verb_near(
    const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind != USE_VERB || verb_is_to_come(at, m) ||
		    at->r->lex->verbs[m->use->row] == FORCE_REPORT)
			continue;
		if ((m->start >= end && m->start - end <= TELLS_BYTES) ||
		    (m->end <= start && start - m->end <= 12))
			return m;
	}
	return NULL;
}

/* "A spokesperson told us": of the maker that the item is about. */
void spokesman_take(struct place *at, const struct match *who)
{
	const struct match *verb;
	struct attribution a = {.kind = ORIGIN_OFFICIAL};

	if (at->r->vendor == NULL || at->p->source >= 0 || at->p->question ||
	    names_vendor(at) || passage_has(at->p, CUE_SILENCE) ||
	    !stands_alone(at, who->start) || is_of_others(at, who->end))
		return;
	verb = verb_near(at, who->start, who->end);
	if (verb == NULL && phrase_next(passage_phrases(at->r, at->p),
				PHRASE_STATEMENT, NULL) == NULL)
		return;
	a.name = a.vendor = at->r->vendor;
	source_take(at, &a, true, who, verb);
}

/* "Aqua's chairman confirms it", and then only his name. */
bool was_introduced(const struct place *at)
{
	const struct passage *before = at->p - 1;
	const struct reading *r = at->r;
	bool office = false, vendor = false;

	if (r->vendor == NULL || at->p == r->passages)
		return false;
	for (size_t i = 0; i < before->matches; i++) {
		const struct match *m =
		    &r->side[before->field].matches[before->match + i];
		const struct cue *c = match_cue(r, m);

		if (m->use->kind == USE_PERSON)
			return false; /* he has a name */
		office |= c != NULL && c->class == CUE_OFFICE;
		vendor |=
		    m->use->kind == USE_VENDOR &&
		    strcmp(r->lex->vendors[m->use->row].name, r->vendor) == 0;
	}
	return office && vendor;
}
