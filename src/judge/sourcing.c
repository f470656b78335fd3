/*
 * What a sentence rests on that names nobody, as a grammar of parts whose
 * words are rows of phrases.tsv: somebody, and how he knows ("a person who has
 * seen the plan"); an informant, and that it is his word; a trader, and whom
 * he tells ("two shops tell us"); or what was come upon, and where it lay ("a
 * line in the bug tracker"). The parts stand in any order, in one clause.
 */
#include <string.h>

#include "judge/place.h"
#include "text/prose.h"

struct pair {
	enum phrase who, how;
	uint32_t reach; /* bytes between them */
};

static const struct pair first_hand[] = {
    {PHRASE_SOMEBODY, PHRASE_KNOWS, 40},
    {PHRASE_INFORMANT, PHRASE_KNOWS, 40},
    {PHRASE_TRADER, PHRASE_KNOWS, 40},
    {PHRASE_INFORMANT, PHRASE_TO_US, 40},
    {PHRASE_TRADER, PHRASE_TO_US, 40},
};

static const struct pair told[] = {
    {PHRASE_INFORMANT, PHRASE_AS_TOLD, 40},
    {PHRASE_HELP_DESK, PHRASE_AS_TOLD, 60},
};

static const struct pair found[] = {
    {PHRASE_COMES_UPON, PHRASE_LAY_IN, 100},
};

/* Of one clause: nothing but commas may stand between the parts. */
static bool are_near(const struct place *at, const struct phrase_hit *a,
    const struct phrase_hit *b, uint32_t reach)
{
	const struct phrase_hit *first = a->start <= b->start ? a : b;
	const struct phrase_hit *then = first == a ? b : a;

	if (then->start < first->end || then->start - first->end > reach)
		return false;
	return !bytes_hold(
	    at->side->folded + first->end, then->start - first->end, ".;:!?");
}

/* "They won't tell us why", "to tell us": nobody has told. */
static bool is_unsaid(const struct place *at, const struct phrase_hit *how)
{
	static const char *const before[] = {
	    "n't ", "not ", "never ", "to ", "will ", NULL};

	return how->class == PHRASE_TO_US &&
	       span_ends(at->side->folded, at->p->start, how->start, before);
}

static bool has_pair(const struct place *at, const struct pair *pair)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const struct phrase_hit *who = NULL, *how;

	if (!phrase_in(&f->classes, pair->who) ||
	    !phrase_in(&f->classes, pair->how))
		return false;
	while ((who = phrase_next(f, pair->who, who)) != NULL)
		for (how = phrase_next(f, pair->how, NULL); how != NULL;
		     how = phrase_next(f, pair->how, how))
			if (!is_unsaid(at, how) &&
			    are_near(at, who, how, pair->reach))
				return true;
	return false;
}

static bool has_any(const struct place *at, const struct pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_pair(at, &pairs[i]))
			return true;
	return false;
}

static bool is_first_hand(const struct place *at)
{
	return has_any(
	    at, first_hand, sizeof(first_hand) / sizeof(*first_hand));
}

bool is_told_by_nobody(const struct place *at)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);

	return phrase_in(&f->classes, PHRASE_HEARS) || is_first_hand(at) ||
	       has_any(at, told, sizeof(told) / sizeof(*told));
}

bool is_of_press(const struct place *at)
{
	static const struct pair paper = {PHRASE_MEDIUM, PHRASE_AS_TOLD, 16};

	return has_pair(at, &paper);
}

bool is_come_upon(const struct place *at)
{
	return has_any(at, found, sizeof(found) / sizeof(*found));
}

#define DESK_BYTES 20 /* between a house and its desk, or a country */

static bool is_beside(uint32_t start, uint32_t end, const struct match *m)
{
	return m->end <= start
		   ? start - m->end <= DESK_BYTES
		   : m->start >= end && m->start - end <= DESK_BYTES;
}

/*
 * "Aqua's support account in Chile wrote": whoever answers customers there, by
 * the house and the country that stand beside it.
 */
static bool desk_take(struct place *at)
{
	static const struct pair desks[] = {
	    {PHRASE_HELP_DESK, PHRASE_AS_TOLD, 60},
	    {PHRASE_HELP_DESK, PHRASE_TO_US, 24},
	};
	const struct phrase_hit *desk =
	    phrase_next(passage_phrases(at->r, at->p), PHRASE_HELP_DESK, NULL);
	const char *house = NULL, *where = NULL;
	struct attribution a = {.kind = ORIGIN_TIPSTER};

	if (!has_any(at, desks, sizeof(desks) / sizeof(*desks)) ||
	    passage_has(at->p, CUE_SPOKESPERSON))
		return false;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (!is_beside(desk->start, desk->end, m))
			continue;
		if (m->use->kind == USE_VENDOR && !vendor_is_in_name(at, m))
			house = place_vendor(at, m);
		if (m->use->kind == USE_REGION)
			where = at->r->lex->regions[m->use->row].name;
	}
	if (house == NULL)
		return false;
	a.name = arena_printf(at->r->arena, "%s%s%s support", house,
	    where != NULL ? " " : "", where != NULL ? where : "");
	source_take(at, &a, true, NULL, NULL);
	source_prefer(at, &a);
	return true;
}

void sourcing_take(struct place *at)
{
	struct attribution a = {
	    .kind = ORIGIN_ANONYMOUS, .id = ATTRIBUTION_INSIDER};

	if (desk_take(at) || at->p->source >= 0 || speaks_officially(at->p) ||
	    passage_has(at->p, CUE_PAST) || place_answers(at, at->p->end) ||
	    !is_first_hand(at))
		return;
	source_take(at, &a, true, NULL, NULL);
}
