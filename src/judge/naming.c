/*
 * The name that is given by a verb with two objects: "will call its next phone
 * the iPhone 9", "renames the A series to Nova", "drops X in favour of Y". The
 * thing comes first and its name last, however long the thing's description
 * is; so the last word with capitals before the clause ends is the name, unless
 * it stands after a preposition and says where or for whom.
 */
#include <string.h>

#include "judge/reading.h"

/* What ends the clause in which the name stands. */
static uint32_t clause_end(
    const struct phrases_found *f, const char *s, uint32_t from, uint32_t end)
{
	static const char *const marks[] = {", ", "; ", ". ", " - ", " ("};
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(f, PHRASE_CLAUSE_ENDS, h)) != NULL)
		if (h->start > from && h->start <= end) {
			end = h->start - 1;
			break;
		}
	for (uint32_t at = from; at < end; at++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			size_t n = strlen(marks[i]);

			if (at + n <= end && memcmp(s + at, marks[i], n) == 0)
				return at;
		}
	return end;
}

/* "Its next iPhone system": a name that goes on is not the last object. */
static bool ends_object(
    const struct phrases_found *f, const char *s, uint32_t at, uint32_t end)
{
	return at >= end || s[at] != ' ' ||
	       phrase_behind(f, PHRASE_JOINT, s, at) != NULL;
}

/* "Squeeze it to call the Assistant": who is called gets no name. */
static bool is_summoned(
    struct reading *r, const struct side *side, uint32_t verb_end, uint32_t end)
{
	static const char to_call[] = "to call";
	uint32_t n = sizeof(to_call) - 1;
	const char *s = side->folded + verb_end;

	return r->lang == LANG_EN && verb_end >= n && end > verb_end + 5 &&
	       memcmp(s - n, to_call, n) == 0 && memcmp(s, " the ", 5) == 0 &&
	       capital_after(r, side, verb_end + 5, end) != NULL;
}

const char *naming_goal(struct reading *r, const struct passage *p,
    uint32_t verb, uint32_t verb_end)
{
	const struct side *side = passage_side(r, p);
	const char *s = side->folded, *name;
	const char *given = NULL, *first = NULL, *last = NULL;
	size_t names = 0;
	const struct phrases_found *f = passage_phrases(r, p);
	/* "Rename X to Y" says the goal; "call X Y" does not. */
	bool goal = r->lang == LANG_EN &&
		    phrase_within(f, PHRASE_RENAMES, verb, verb_end);
	uint32_t end = clause_end(f, s, verb_end, p->end), next;

	if (!goal && !phrase_within(f, PHRASE_CALLS_IT, verb, verb_end))
		return NULL;
	/* "Calls it the joke of the week": only what stands right behind. */
	if (verb_end > verb + 3 && memcmp(s + verb_end - 3, " it", 3) == 0 &&
	    capital_after(r, side, verb_end + 1, end) == NULL)
		return NULL;
	if (is_summoned(r, side, verb_end, end))
		return NULL;
	for (uint32_t at = verb_end; at < end; at = next) {
		next = at + 1;
		if (s[at] != ' ')
			continue;
		name = capital_after(r, side, next, end);
		if (name == NULL)
			continue;
		if (goal && phrase_before(f, PHRASE_GOAL, s, next) != NULL)
			given = name;
		first = names++ == 0 ? name : first;
		next += (uint32_t)strlen(name);
		if (phrase_before(f, PHRASE_PLACED, s, at + 1) == NULL &&
		    ends_object(f, s, next, end))
			last = name;
	}
	/* "Renames its Your Phone app Phone Link"; not "its Phones by Year". */
	return goal && (given != NULL || last == first) ? given : last;
}
