/*
 * The name that is given by a verb with two objects: "will call its next phone
 * the iPhone 9", "renames the A series to Nova", "drops X in favour of Y". The
 * thing comes first and its name last, however long the thing's description
 * is; so the last word with capitals before the clause ends is the name, unless
 * it stands after a preposition and says where or for whom.
 */
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"

/* What ends the clause in which the name stands. */
static uint32_t clause_end(const char *s, uint32_t from, uint32_t end)
{
	static const char *const marks[] = {", ", "; ", ". ", " - ", " (",
	    " instead of ", " rather than ", " and not ", " when ", " because ",
	    " after ", " once "};

	for (uint32_t at = from; at < end; at++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			size_t n = strlen(marks[i]);

			if (at + n <= end && memcmp(s + at, marks[i], n) == 0)
				return at;
		}
	return end;
}

/* " to ", " as ": behind it stands what something is turned into. */
static bool stands_after_goal(const char *s, uint32_t from, uint32_t at)
{
	static const char *const goals[] = {" to ", " as ", " into ",
	    " to the ", " as the ", " in favour of ", " in favor of ", NULL};

	return span_ends(s, from, at, goals);
}

static bool stands_after_place(const char *s, uint32_t from, uint32_t at)
{
	static const char *const places[] = {" in ", " for ", " from ", " on ",
	    " with ", " of ", " by ", " at ", " in the ", " for the ",
	    " from the ", " on the ", " with the ", " of the ", " by the ",
	    " at the ", NULL};

	return span_ends(s, from, at, places);
}

/* "Its next iPhone system": a name that goes on is not the last object. */
static bool ends_object(const char *s, uint32_t at, uint32_t end)
{
	static const char *const joints[] = {" in ", " for ", " from ", " on ",
	    " with ", " at ", " as ", " next ", " this ", " later ", NULL};

	if (at >= end || s[at] != ' ')
		return true;
	for (size_t i = 0; joints[i] != NULL; i++)
		if (strncmp(s + at, joints[i], strlen(joints[i])) == 0)
			return true;
	return false;
}

/* "Rename X to Y" says the goal; "call X Y" does not. */
static bool asks_for_goal(const char *verb, size_t n)
{
	static const char *const verbs[] = {
	    "rename", "renaming", "rebrand", "favour", "favor", NULL};

	return span_has(verb, n, verbs);
}

/* "Is renamed to Y" has its thing in front, and the name last all the same. */
static bool takes_two_objects(const char *verb, size_t n)
{
	static const char *const active[] = {"will call", "to call",
	    "could call", "may call", "might call", "would call", "calls it",
	    "will name", "to name", "and call", "and name", NULL};

	return asks_for_goal(verb, n) || span_has(verb, n, active);
}

const char *naming_goal(struct reading *r, const struct passage *p,
    uint32_t verb, uint32_t verb_end)
{
	const struct side *side = passage_side(r, p);
	const char *s = side->folded, *name, *given = NULL, *last = NULL;
	size_t names = 0;
	bool goal = asks_for_goal(s + verb, verb_end - verb);
	uint32_t end = clause_end(s, verb_end, p->end), next;

	if (!takes_two_objects(s + verb, verb_end - verb))
		return NULL;
	for (uint32_t at = verb_end; at < end; at = next) {
		next = at + 1;
		if (s[at] != ' ')
			continue;
		name = capital_after(r, side, next, end);
		if (name == NULL)
			continue;
		if (goal && stands_after_goal(s, verb, next))
			given = name;
		names++;
		next += (uint32_t)strlen(name);
		if (!stands_after_place(s, verb, at + 1) &&
		    ends_object(s, next, end))
			last = name;
	}
	/* "Renames its Your Phone app Phone Link" */
	return goal && (given != NULL || names < 2) ? given : last;
}
