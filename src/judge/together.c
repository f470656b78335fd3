/*
 * Do words of a claim stand together in a sentence as they do in the claim?
 * "A transparent back and a new display" has both words of "a transparent
 * display", and says nothing of one.
 */
#include <string.h>

#include "judge/about.h"
#include "judge/recall.h"
#include "judge/wordform.h"

/* What ends all that is said of a noun ... */
static const char *const ends[] = {", ", "; ", ": ", " (", ") ", ". ", " - ",
    " \xe2\x80\x93 ", " \xe2\x80\x94 ", " and ", " but ", " while ", " und ",
    " aber ", " y ", " et ", " e ", " dan ", "\xef\xbc\x8c", "\xe3\x80\x81",
    "\xef\xbc\x9b", NULL};

/* ... and, besides, the words that describe it. */
static const char *const phrase_ends[] = {
    " with ", " mit ", " con ", " avec ", " com ", " dengan ", NULL};

static size_t first_of(
    const char *s, size_t n, const char *const *words, size_t best)
{
	for (; *words != NULL; words++) {
		const char *at = memmem(s, n, *words, strlen(*words));

		if (at != NULL && (size_t)(at - s) < best)
			best = (size_t)(at - s);
	}
	return best;
}

static bool says(const struct reading *r, const struct about_term *t,
    const char *s, size_t n)
{
	return word_in(s, n, t->word) || about_has_kin(r, t->word, s, n);
}

static bool together(const struct reading *r, const struct passage *p,
    uint32_t from, const struct about_term *t, const struct about_term *head)
{
	const char *s, *end;

	if (p == NULL)
		return false;
	s = r->side[p->field].folded + from;
	end = r->side[p->field].folded + p->end;
	while (s < end) {
		size_t left = (size_t)(end - s);
		size_t n = first_of(s, left, ends, left);

		if (!t->leads)
			n = first_of(s, left, phrase_ends, n);

		if (says(r, t, s, n) && says(r, head, s, n))
			return true;
		s += n + 1;
	}
	return false;
}

bool stands_apart(const struct reading *r, const struct view *v,
    const struct about_term *t, const struct about_term *head)
{
	if (t == head || t->verb || head->verb || t->weight <= ABOUT_LIGHT ||
	    t->product != NULL || t->vendor != NULL || t->region != NULL ||
	    t->must || t->time || t->name)
		return false;
	/* A noun that is told by other words has none of its own; German
	 * phrases end with a verb. */
	if (!recall_there(r, v, head))
		return !t->leads && r->lang == LANG_EN;
	return !together(r, v->here, v->from, t, head) &&
	       !(v->before != NULL &&
		   together(r, v->before, v->before->start, t, head)) &&
	       !(v->title != NULL &&
		   together(r, v->title, v->title->start, t, head));
}
