/*
 * Cues and the rumor score: the strongest cue of each class in the title and
 * in the lead, who speaks there, and the source's role, in a logistic sum
 * whose weights are flag.tsv.
 */
#include <math.h>
#include <string.h>

#include "judge/reading.h"
#include "text/prose.h"

#define DECIDES 0.5

static bool cue_counts(const struct cue *c, enum field field)
{
	return c->scope == SCOPE_ANY ||
	       (c->scope == SCOPE_TITLE) == (field == FIELD_TITLE);
}

double passage_hedge(const struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	double most = 0;
	for (size_t i = 0; i < p->matches; i++) {
		const struct cue *c =
		    match_cue(r, &side->matches[p->match + i]);
		if (c != NULL && c->class <= CUE_SPOTTED &&
		    cue_counts(c, p->field) && c->weight > most)
			most = c->weight;
	}
	return most;
}

/* "Should be announced in May" is no announcement. */
static bool is_to_come(
    const struct side *side, const struct match *m, const struct cue *c)
{
	static const char *const before[] = {"to ", " be ", " will ", " would ",
	    " should ", " could ", " may ", " might ", "n't ", " not yet ",
	    NULL};
	static const char *const behind[] = {
	    " werden soll", " werden könnte", " werden wird", NULL};
	size_t left = side->folded_n - m->end;

	if (c->class <= CUE_NOISE_LAST || c->class > CUE_OFFICIAL_LAST)
		return false;
	if (span_ends(side->folded, 0, m->start, before))
		return true;
	for (size_t i = 0; behind[i] != NULL; i++)
		if (left >= strlen(behind[i]) &&
		    memcmp(side->folded + m->end, behind[i],
			strlen(behind[i])) == 0)
			return true;
	return false;
}

/* What a leaker says was announced is why he speaks, and not his news. */
static bool is_in_leak(
    const struct reading *r, enum field field, const struct match *m)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];

		if (p->field == field && p->start <= m->start &&
		    m->end <= p->end)
			return p->source >= 0 && p->speaks &&
			       r->attributions[p->source].id != NULL &&
			       r->attributions[p->source].kind ==
				   ORIGIN_TIPSTER;
	}
	return false;
}

/* The weight of what is official goes where somebody else says it. */
static bool is_beside(const struct reading *r, enum field field,
    const struct match *m, const struct cue *c)
{
	return is_to_come(&r->side[field], m, c) ||
	       (c->class > CUE_NOISE_LAST && c->class <= CUE_OFFICIAL_LAST &&
		   field == FIELD_TEXT && is_in_leak(r, field, m));
}

static void cues_weigh(const struct reading *r, double *x)
{
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];
		double *base =
		    x + (f == FIELD_TITLE ? FEATURE_TITLE : FEATURE_TEXT);
		for (size_t i = 0; i < side->match_count; i++) {
			const struct match *m = &side->matches[i];
			const struct cue *c = match_cue(r, m);
			if (c == NULL || !cue_counts(c, (enum field)f) ||
			    (f == FIELD_TEXT && m->start > FLAG_LEAD_BYTES) ||
			    is_beside(r, (enum field)f, m, c))
				continue;
			if (c->weight > base[c->class])
				base[c->class] = c->weight;
		}
	}
}

static void sources_weigh(const struct reading *r, double *x)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];
		if (p->source < 0 || p->start > FLAG_LEAD_BYTES)
			continue;
		bool title = p->field == FIELD_TITLE;
		switch (r->attributions[p->source].kind) {
		case ORIGIN_TIPSTER: {
			/* a person of no table may be any expert */
			const char *id = r->attributions[p->source].id;
			double *to = &x[title ? FEATURE_TITLE_TIPSTER
					      : FEATURE_LEAD_TIPSTER];
			double w = id != NULL ? 1 : 0.4;
			if (w > *to)
				*to = w;
			break;
		}
		case ORIGIN_OFFICIAL:
			if (p->speaks)
				x[title ? FEATURE_TITLE_OFFICIAL
					: FEATURE_LEAD_OFFICIAL] = 1;
			break;
		case ORIGIN_ANONYMOUS:
			x[FEATURE_LEAD_ANONYMOUS] = 1;
			break;
		case ORIGIN_NONE:
		case ORIGIN_OUTLET:
		case ORIGIN_DOCUMENT:
			break;
		}
	}
}

static void headline_weigh(const struct reading *r, double *x)
{
	const struct side *side = &r->side[FIELD_TITLE];
	for (size_t i = 0; i < side->match_count; i++) {
		const struct use *use = side->matches[i].use;
		if (use->kind != USE_ATTRIBUTION)
			continue;
		enum frame f = r->lex->attributions[use->row].frame;
		if (f == FRAME_HEADLINE_COLON)
			x[FEATURE_HEADLINE_COLON] = 1;
		if (f == FRAME_HEADLINE_TAIL)
			x[FEATURE_HEADLINE_TAIL] = 1;
	}
	if (r->passage_count > 0 && r->passages[0].field == FIELD_TITLE &&
	    r->passages[0].question)
		x[FEATURE_TITLE_QUESTION] = 1;
	x[FEATURE_TITLE_PRODUCT] = side->mention_count > 0;
	x[FEATURE_PRODUCT] =
	    x[FEATURE_TITLE_PRODUCT] || r->side[FIELD_TEXT].mention_count > 0;
}

static enum source_role role_of(const struct reading *r)
{
	return r->item->source != NULL ? r->item->source->role : ROLE_PRESS;
}

static void hedges_list(struct reading *r)
{
	struct analysis *a = r->out;
	size_t cap = 0;
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];
		for (size_t i = 0; i < side->match_count; i++) {
			const struct match *m = &side->matches[i];
			const struct cue *c = match_cue(r, m);
			if (c == NULL || c->class > CUE_HEDGE_LAST ||
			    !cue_counts(c, (enum field)f))
				continue;
			a->hedges = arena_room(r->arena, a->hedges,
			    a->hedge_count, &cap, sizeof(*a->hedges));
			a->hedges[a->hedge_count++] = (struct hedge){
			    .field = (enum field)f,
			    .span = span_of(side, m->start, m->end),
			    .class = cue_name(c->class),
			    .weight = c->weight,
			};
		}
	}
}

/* A headline in which the maker, or a check, rejects what was said. */
static bool denial_leads(const struct reading *r)
{
	if (r->passage_count == 0 || r->passages[0].field != FIELD_TITLE)
		return false;
	const struct passage *p = &r->passages[0];
	if (passage_has(p, CUE_DEBUNK) && r->out->rumor_score < DECIDES)
		return true;
	if (!passage_has(p, CUE_DENY))
		return false;
	return p->source < 0
		   ? r->out->rumor_score < DECIDES
		   : r->attributions[p->source].kind == ORIGIN_OFFICIAL;
}

void features_of(struct reading *r, double *x)
{
	memset(x, 0, FEATURE_COUNT * sizeof(*x));
	x[FEATURE_BIAS] = 1;
	cues_weigh(r, x);
	sources_weigh(r, x);
	headline_weigh(r, x);
	sentences_weigh(r, x);
	x[FEATURE_ROLE_TIPSTER] = role_of(r) == ROLE_TIPSTER;
	x[FEATURE_ROLE_OFFICIAL] = role_of(r) == ROLE_OFFICIAL;
}

void read_flag(struct reading *r)
{
	double x[FEATURE_COUNT], sum = 0;
	features_of(r, x);
	for (int i = 0; i < FEATURE_COUNT; i++)
		sum += x[i] * r->lex->weights[i];
	r->out->rumor_score = 1 / (1 + exp(-sum));
	for (int c = CUE_REVIEW; c <= CUE_OPINION; c++)
		if (x[FEATURE_TITLE + c] >= 0.75 ||
		    (c == CUE_SATIRE && x[FEATURE_TEXT + c] >= 0.75))
			r->out->noise |= c != CUE_OPINION;
	r->out->ours = r->vendor != NULL;
	hedges_list(r);
	if (denial_leads(r)) {
		r->out->class = CLASS_DENIAL;
		return;
	}
	if (role_of(r) == ROLE_OFFICIAL)
		r->out->class = CLASS_OFFICIAL;
	else if (r->out->rumor_score >= DECIDES)
		r->out->class = CLASS_RUMOR;
}
