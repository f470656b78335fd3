/*
 * Sentence by sentence, for the rumor score: what it rests on where its
 * source has no name or stands far from the headline, and whether it tells of
 * a plan about a product. An article whose headline says nothing may have its
 * rumor anywhere.
 */
#include <string.h>

#include "judge/place.h"
#include "text/prose.h"

#define CERTAINLY_UNSURE 0.84
#define UNSURE		 0.75 /* more than a bare "may" */
#define INTRODUCED	 1.6  /* makes up for the little that a name weighs */
#define CONDITIONAL	 0.9  /* as the same words have in hedges.tsv */

struct weighed { /* one sentence */
	struct place at;
	const struct attribution *source; /* or NULL */
	bool lead, plan;
	double *x;
};

/* "Serait", "sería": in some languages the mood says that others say it. */
static bool is_conditional(const struct reading *r, const struct passage *p)
{
	return phrase_in(&passage_phrases(r, p)->classes, PHRASE_CONDITIONAL);
}

/* How many makers the sentence names, two of them at most. */
static int makers_named(const struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	const struct use *first = NULL;

	for (size_t i = 0; i < p->matches; i++) {
		const struct use *u = side->matches[p->match + i].use;

		if (u->kind != USE_VENDOR)
			continue;
		if (first != NULL && first->row != u->row)
			return 2;
		first = u;
	}
	return first != NULL || passage_has(p, CUE_COMPANY);
}

/* "Leaves the market", "pulls out of Chile". */
static bool leaves_market(const struct reading *r, const struct passage *p)
{
	const struct phrase_set *says = &passage_phrases(r, p)->classes;
	const struct side *side = passage_side(r, p);

	if (!phrase_in(says, PHRASE_LEAVES))
		return false;
	for (size_t i = 0; i < p->matches; i++)
		if (side->matches[p->match + i].use->kind == USE_REGION)
			return true;
	return phrase_in(says, PHRASE_UNIT);
}

/* The sale or the end of a house's trade, which is news without a product. */
static bool is_of_trade(const struct reading *r, const struct passage *p)
{
	const struct phrase_set *says = &passage_phrases(r, p)->classes;
	int makers = makers_named(r, p);

	return (makers > 0 && (phrase_in(says, PHRASE_BUSINESS) ||
				  phrase_in(says, PHRASE_LEAVES_TRADE) ||
				  leaves_market(r, p))) ||
	       (makers > 1 && phrase_in(says, PHRASE_TOGETHER) &&
		   (phrase_in(says, PHRASE_PLANS) ||
		       passage_hedge(r, p) >= UNSURE));
}

/* Is the sentence of a product, or of what its maker does? */
static bool is_of_product(const struct reading *r, const struct passage *p)
{
	return p->mentions > 0 ||
	       (makers_named(r, p) > 0 &&
		   (r->subject != NULL ||
		       phrase_in(
			   &passage_phrases(r, p)->classes, PHRASE_DEVICE)));
}

/* Does a maker's or a product's name stand there? */
static bool is_name_at(
    const struct side *side, const struct passage *p, uint32_t at, bool end)
{
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = &side->matches[p->match + i];

		if ((m->use->kind == USE_VENDOR ||
			m->use->kind == USE_PRODUCT) &&
		    (end ? m->end : m->start) == at)
			return true;
	}
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];

		if ((end ? m->end : m->start) == at)
			return true;
	}
	return false;
}

/* Behind "to": no name, article or number. */
static bool is_verb_at(
    const struct side *side, const struct passage *p, uint32_t at)
{
	static const char *const others[] = {
	    "the ", "a ", "an ", "its ", "our ", "my ", "your ", "new ", NULL};
	const char *s = side->folded + at;

	if (at >= p->end || *s < 'a' || *s > 'z' ||
	    is_name_at(side, p, at, false))
		return false;
	for (size_t i = 0; others[i] != NULL; i++)
		if (strncmp(s, others[i], strlen(others[i])) == 0)
			return false;
	return true;
}

/* "Aqua to end the Lite line": what headlines have for "will". Not so "From
 * Aqua to Wave", "Aqua to the rescue". */
static bool is_headline_of_plan(
    const struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	const char *s = side->folded, *to = s + p->start;

	if (p->field != FIELD_TITLE || r->lang != LANG_EN)
		return false;
	while (
	    (to = memmem(to, (size_t)(s + p->end - to), " to ", 4)) != NULL) {
		uint32_t at = (uint32_t)(to - s);

		to += 4;
		if (is_name_at(side, p, at, true) &&
		    is_verb_at(side, p, at + 4))
			return true;
	}
	return false;
}

/* It tells of something that is to come: a plan, and no fact. */
static bool is_plan(const struct reading *r, const struct passage *p)
{
	const struct phrase_set *says = &passage_phrases(r, p)->classes;

	return is_of_trade(r, p) || is_headline_of_plan(r, p) ||
	       (is_of_product(r, p) &&
		   (passage_hedge(r, p) >= UNSURE || is_conditional(r, p) ||
		       phrase_in(says, PHRASE_PLANS) ||
		       phrase_in(says, PHRASE_CANCELLED) ||
		       phrase_in(says, PHRASE_PUT_OFF)));
}

/* "That is what people at Aqua say": of the sentence before it. */
static bool is_of_plan(const struct reading *r, size_t i)
{
	const struct passage *p = &r->passages[i];

	return is_plan(r, p) ||
	       (i > 0 && p[-1].field == p->field && is_plan(r, p - 1));
}

/* Another house, which reports it; a person counts by himself. */
static bool is_reported(const struct reading *r, const struct passage *p)
{
	const struct attribution *a =
	    p->source < 0 ? NULL : &r->attributions[p->source];

	return a != NULL && a->kind == ORIGIN_OUTLET && p->speaks && !a->via &&
	       !passage_has(p, CUE_ANNOUNCE) && !passage_has(p, CUE_RELEASE) &&
	       !is_own_outlet(r, a->name);
}

/* "The leaker Jo Reed": a person of no table, who is said to be one. */
static bool is_introduced(const struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = place_frame(at, i);

		if (row != NULL && row->frame == FRAME_TITLE_BEFORE &&
		    place_match(at, i)->end == at->p->cue_end)
			return true;
	}
	return false;
}

/* Insiders; or the crowd, where it tells of a plan. */
static bool is_unnamed(const struct attribution *a, bool plan)
{
	return a->kind == ORIGIN_ANONYMOUS && a->id != NULL &&
	       (plan || strcmp(a->id, ATTRIBUTION_INSIDER) == 0);
}

static void reach(double *x, double to)
{
	if (*x < to)
		*x = to;
}

/* Somebody without a name; or the mood in which the press passes it on. */
static void told_weigh(const struct weighed *w)
{
	const struct reading *r = w->at.r;
	const struct passage *p = w->at.p;

	if ((r->subject != NULL || w->plan) &&
	    (is_told_by_nobody(&w->at) ||
		(w->source != NULL && is_unnamed(w->source, w->plan)))) {
		if (!w->lead)
			reach(&w->x[FEATURE_BODY_TOLD], w->plan ? 1 : 0.3);
		else
			w->x[w->plan ? FEATURE_LEAD_TOLD
				     : FEATURE_LEAD_SOURCED] = 1;
	}
	if (w->lead && is_conditional(r, p))
		reach(&w->x[(p->field == FIELD_TITLE ? FEATURE_TITLE
						     : FEATURE_TEXT) +
			    CUE_EVIDENTIAL],
		    CONDITIONAL);
}

/* What was come upon; beside an announcement it may be of that. */
static void found_weigh(const struct weighed *w)
{
	const struct passage *p = w->at.p;
	bool announced = w->x[FEATURE_TEXT + CUE_ANNOUNCE] > 0;

	if (w->at.r->subject != NULL && !passage_has(p, CUE_ANNOUNCE) &&
	    !passage_has(p, CUE_CONFIRM) && is_come_upon(&w->at))
		reach(&w->x[w->lead ? FEATURE_LEAD_FOUND : FEATURE_BODY_FOUND],
		    w->plan && !announced ? 1 : 0.6);
	if (w->lead && w->source != NULL &&
	    w->source->kind == ORIGIN_DOCUMENT && p->mentions > 0 &&
	    !passage_has(p, CUE_OTHER_NEWS))
		w->x[FEATURE_LEAD_DOCUMENT] = 1;
}

/* A plan, by the word of somebody with a name. */
static void foretold_weigh(const struct weighed *w)
{
	const struct passage *p = w->at.p;
	bool speaks = w->source != NULL && p->speaks;
	double known = w->source != NULL && w->source->id != NULL ? 1 : 0.4;

	if (speaks && w->source->kind == ORIGIN_TIPSTER)
		reach(&w->x[w->lead ? FEATURE_LEAD_FORETOLD
				    : FEATURE_BODY_FORETOLD],
		    w->lead && known < 1 && is_introduced(&w->at) ? INTRODUCED
								  : known);
	if (speaks && w->lead && is_of_trade(w->at.r, p))
		w->x[FEATURE_LEAD_TRADE] = 1;
	if (is_reported(w->at.r, p))
		w->x[w->lead ? FEATURE_LEAD_REPORTED : FEATURE_BODY_REPORTED] =
		    1;
	if (p->field == FIELD_TITLE &&
	    (is_reported(w->at.r, p) || is_of_press(&w->at)))
		w->x[FEATURE_TITLE_REPORTED] = 1;
	if (!w->lead && passage_hedge(w->at.r, p) > CERTAINLY_UNSURE)
		w->x[FEATURE_BODY_HEDGED] = 1;
}

void sentences_weigh(struct reading *r, double *x)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];
		struct weighed w = {.at = {r, p, passage_side(r, p)},
		    .source =
			p->source < 0 ? NULL : &r->attributions[p->source],
		    .lead =
			p->field == FIELD_TITLE || p->start <= FLAG_LEAD_BYTES,
		    .plan = is_of_plan(r, i),
		    .x = x};

		if ((w.source != NULL && w.source->kind == ORIGIN_OFFICIAL) ||
		    passage_has(p, CUE_PAST))
			continue;
		told_weigh(&w);
		found_weigh(&w);
		if (w.plan)
			foretold_weigh(&w);
	}
}
