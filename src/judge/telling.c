/*
 * What a sentence of a rumor claims, without the words that tell it: "according
 * to X", "X says that", ", sources tell Y". Where a rumor's own sentence is
 * what official word is compared with, none of that is looked for.
 */
#include "judge/telling.h"

#include <string.h>

/* Does the match tell whose word it is, or how it is known? */
static bool tells(const struct drawn *d, const struct match *m)
{
	const struct cue *cue = match_cue(d->r, m);

	switch (m->use->kind) {
	case USE_VERB:
	case USE_ATTRIBUTION:
	case USE_TIPSTER:
	case USE_PERSON:
		return true;
	case USE_CUE:
		return cue != NULL && cue->class <= CUE_SUGGEST &&
		       cue->class != CUE_MODAL && cue->class != CUE_FORECAST;
	case USE_WINDOW:
	case USE_SLOT:
	case USE_VENDOR:
	case USE_PRODUCT:
	case USE_REGION:
		break;
	}
	return false;
}

static const struct match *match_of(const struct drawn *d, size_t i)
{
	return &d->side->matches[d->p->match + i];
}

static bool told_within(const struct drawn *d, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = match_of(d, i);

		if (m->start >= from && m->end <= to && tells(d, m))
			return true;
	}
	return d->p->cue_end > d->p->source_start &&
	       d->p->source_start >= from && d->p->cue_end <= to;
}

/* Is a product, a house or a trigger of a claim in it? */
static bool matter_within(const struct drawn *d, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = match_of(d, i);

		if (m->start >= from && m->end <= to &&
		    (m->use->kind == USE_PRODUCT ||
			m->use->kind == USE_VENDOR || m->use->kind == USE_SLOT))
			return true;
	}
	return false;
}

#define JOINT_NEAR 24 /* bytes between a verb of saying and its "that" */

/* "A poster claims that": where that ends, or 0. */
static uint32_t joint_end(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const joints[] = {
	    " that ", " dass ", ", dass ", " que ", " che ", " bahwa "};
	const char *s = d->side->folded;

	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
		size_t n = strlen(joints[i]);
		const char *at = memmem(s + from, to - from, joints[i], n);
		uint32_t place;

		if (at == NULL)
			continue;
		place = (uint32_t)(at - s);
		if (told_within(d,
			place > from + JOINT_NEAR ? place - JOINT_NEAR : from,
			place + 1))
			return place + (uint32_t)n;
	}
	return 0;
}

/* The next mark between two parts of the sentence, or `to`. */
static uint32_t mark_next(
    const struct drawn *d, uint32_t from, uint32_t to, uint32_t *after)
{
	const char *s = d->side->folded;

	for (uint32_t i = from; i < to; i++) {
		if ((s[i] == ',' || s[i] == ':') && i + 1 < to &&
		    (s[i + 1] == ' ' || (unsigned char)s[i + 1] >= 0x80)) {
			*after = i + 1;
			return i;
		}
		if (i + 3 <= to && (memcmp(s + i, "\xef\xbc\x8c", 3) == 0 ||
				       memcmp(s + i, "\xef\xbc\x9a", 3) == 0)) {
			*after = i + 3;
			return i;
		}
	}
	*after = to;
	return to;
}

/* "The Ledger, March 5:", as Chinese has it; "Exclusive:". */
static bool is_dateline(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const ends[] = {"\xe6\xb6\x88\xe6\x81\xaf",
	    "\xe8\xae\xaf", "exclusive", "exklusiv", "exclusiva", "esclusiva",
	    "exclusif", "\xe7\x8b\xac\xe5\xae\xb6", "just in", "breaking",
	    "scoop"};
	const char *s = d->side->folded;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t n = strlen(ends[i]);

		if (to >= from + n && memcmp(s + to - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* "According to X, ...", "X: ...", "X says ...". */
static uint32_t lead_end(const struct drawn *d, uint32_t from, uint32_t to)
{
	const struct passage *p = d->p;
	uint32_t joint = joint_end(d, from, to), mark, after;

	if (joint != 0 && to - joint > (to - from) / 3)
		return joint;
	mark = mark_next(d, from, to, &after);
	if (mark < to && !matter_within(d, from, mark) &&
	    (told_within(d, from, mark) || is_dateline(d, from, mark)))
		return after;
	if (p->cue_end > p->source_start && p->source_start < from + 30 &&
	    p->source_start >= from && p->cue_end < from + (to - from) / 2 &&
	    !matter_within(d, from, p->cue_end))
		return p->cue_end;
	return from;
}

#define CITES 12 /* bytes of ", citing ": whoever is cited */

/* ", X reports", ", according to X", " citing X". */
static uint32_t tail_start(const struct drawn *d, uint32_t from, uint32_t to)
{
	uint32_t half = from + (to - from) / 3, last = to, after = from;

	for (uint32_t at = from; at < to; at = after) {
		uint32_t mark = mark_next(d, at, to, &after);

		if (mark < to && mark > half)
			last = mark;
	}
	if (last < to && told_within(d, last, to) &&
	    (!matter_within(d, last, to) || told_within(d, last, last + CITES)))
		return last;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = match_of(d, i);

		if (m->use->kind == USE_ATTRIBUTION && m->start > half &&
		    m->end <= to && !matter_within(d, m->end, to))
			return m->start;
	}
	return to;
}

struct telling telling_of(const struct drawn *d)
{
	struct telling t = {d->p->start, d->p->end};

	for (int i = 0; i < 3; i++)
		t.from = lead_end(d, t.from, t.to);
	for (int i = 0; i < 2; i++)
		t.to = tail_start(d, t.from, t.to);
	return t;
}

bool telling_has(const struct drawn *d, const struct telling *t, uint32_t at)
{
	if (at < t->from || at >= t->to)
		return true;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = match_of(d, i);
		const struct cue *cue = match_cue(d->r, m);

		if (at < m->start || at >= m->end)
			continue;
		if (m->use->kind == USE_ATTRIBUTION ||
		    m->use->kind == USE_TIPSTER ||
		    (cue != NULL && cue->class <= CUE_HEDGE_LAST))
			return true;
	}
	return false;
}

bool telling_is_plan(const struct drawn *d, const struct telling *t)
{
	return (drawn_says_in(d, PHRASE_PLANS, t->from, t->to) ||
		   drawn_says_in(d, PHRASE_ACTS, t->from, t->to)) &&
	       !drawn_says(d, PHRASE_LEAKED);
}
