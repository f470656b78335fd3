/*
 * Whom a person works for, or with: "Jo Reed of Lantern Research", "the
 * Ledger's Jo Reed", "Lantern analyst Jo Reed", "together with the Ledger".
 * The two have it from one place, whichever of them others name.
 */
#include <string.h>

#include "judge/place.h"

#define GAP_BYTES 44 /* ", a senior analyst at " */

static const char *const joints[] = {" of ", " at ", " from ", " with ",
    " for ", " (", " von ", " vom ", " bei ", " mit ", " de ", " del ", " con ",
    " chez ", " avec ", " di ", " da ", " com ", " dari ", NULL};

/* Between a person and a house: they are one party. */
static bool joins(const struct place *at, uint32_t from, uint32_t to)
{
	size_t n;
	const char *gap = place_gap(at, from, to, &n);

	return n <= GAP_BYTES && !bytes_hold(gap, n, ".;:!?\"") &&
	       span_has(gap, n, joints);
}

/* "The Ledger's ", "Lantern analyst ", "the Ledger in partnership with ". */
static bool introduces(const struct place *at, uint32_t from, uint32_t to)
{
	size_t n;
	const char *gap = place_gap(at, from, to, &n);

	if (n > GAP_BYTES || bytes_hold(gap, n, ".,;:!?\""))
		return false;
	return strncmp(gap, "'s ", 3) == 0 ||
	       phrase_within(
		   passage_phrases(at->r, at->p), PHRASE_ROLE, from, to);
}

static bool verb_between(const struct place *at, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind == USE_VERB && m->start >= from &&
		    m->end <= to)
			return true;
	}
	return false;
}

static bool is_house(const struct tipster *t)
{
	return strcmp(t->origin_class, "outlet") == 0 ||
	       strcmp(t->origin_class, "supply_chain") == 0 ||
	       strcmp(t->origin_class, "analyst") == 0;
}

/* "Jo Reed of Lantern Research": a house of no table. */
static const char *unlisted_house(const struct place *at, uint32_t end)
{
	static const char *const before[] = {" of ", " at ", " from ", " with ",
	    ", analyst at ", ", an analyst at ", ", an analyst with ",
	    ", analyst with ", " von ", " de ", " di ", NULL};

	for (size_t i = 0; before[i] != NULL; i++) {
		size_t n = strlen(before[i]);
		uint32_t to;

		if (end + n >= at->p->end ||
		    memcmp(at->side->folded + end, before[i], n) != 0)
			continue;
		to = latin_name_end(at, end + (uint32_t)n);
		return to > end + n + 1
			   ? original(at->r, at->side, end + (uint32_t)n, to)
			   : NULL;
	}
	return NULL;
}

const char *affiliation_of(const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct tipster *t;

		if (m->use->kind != USE_TIPSTER)
			continue;
		t = &at->r->lex->tipsters[m->use->row];
		if (!is_house(t))
			continue;
		if ((m->start >= end && joins(at, end, m->start) &&
			!verb_between(at, end, m->start)) ||
		    (m->end <= start && introduces(at, m->end, start)))
			return t->name;
	}
	return unlisted_house(at, end);
}
