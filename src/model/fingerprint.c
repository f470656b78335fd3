/* Everything of a value that is stored, mixed into one number. */
#include "model/fingerprint.h"

#include <string.h>
#include <xxhash.h>

static uint64_t mix(uint64_t h, int64_t v)
{
	return XXH3_64bits_withSeed(&v, sizeof(v), h);
}

static uint64_t mix_real(uint64_t h, double v)
{
	return XXH3_64bits_withSeed(&v, sizeof(v), h);
}

/* No text and an empty one are the same where they are stored. */
static uint64_t mix_text(uint64_t h, const char *s)
{
	return s && *s ? XXH3_64bits_withSeed(s, strlen(s), h) : mix(h, -1);
}

static uint64_t mix_span(uint64_t h, struct span s)
{
	return mix(mix(h, s.start), s.end);
}

static uint64_t mix_attribution(uint64_t h, const struct attribution *a)
{
	h = mix(mix(h, (int64_t)a->field), (int64_t)a->kind);
	h = mix_span(mix_span(mix_span(h, a->source), a->cue), a->content);
	h = mix_text(mix_text(mix_text(h, a->id), a->name), a->vendor);
	return mix(h, a->via);
}

static uint64_t mix_claim(uint64_t h, const struct claim *c)
{
	h = mix(mix(mix(h, (int64_t)c->aspect), (int64_t)c->modality),
	    (int64_t)c->grade);
	h = mix_text(mix_text(h, c->vendor), c->product);
	h = mix_text(mix_text(h, c->version), c->value);
	h = mix(mix(h, c->window.from), c->window.to);
	h = mix(mix(mix(h, c->attribution), c->own_guess), c->background);
	h = mix(mix(h, c->titled), c->by);
	h = mix_span(mix(h, (int64_t)c->field), c->sentence);
	h = mix(mix_text(h, c->text), (int64_t)c->word_count);
	for (size_t i = 0; i < c->word_count; i++)
		h = mix_text(h, c->words[i]);
	return h;
}

uint64_t analysis_fingerprint(const struct analysis *a)
{
	uint64_t h = mix(1, (int64_t)a->class);

	h = mix_text(mix_real(h, a->rumor_score), a->lang);
	h = mix(mix(h, a->settles), a->noise);
	for (size_t i = 0; i < a->hedge_count; i++) {
		const struct hedge *e = &a->hedges[i];

		h = mix_span(mix(h, (int64_t)e->field), e->span);
		h = mix_real(mix_text(h, e->class), e->weight);
	}
	for (size_t i = 0; i < a->attribution_count; i++)
		h = mix_attribution(h, &a->attributions[i]);
	for (size_t i = 0; i < a->claim_count; i++)
		h = mix_claim(h, &a->claims[i]);
	return h;
}

static uint64_t mix_member(uint64_t h, const struct rumor_member *m)
{
	h = mix(mix(mix(h, m->item), m->claim), (int64_t)m->part);
	h = mix_text(mix_text(h, m->origin), m->sentence);
	return mix(mix(h, m->root), m->published_at);
}

static uint64_t mix_transition(uint64_t h, const struct transition *t)
{
	h = mix(mix(mix(h, t->at), (int64_t)t->from), (int64_t)t->to);
	h = mix(mix(mix(h, t->item), (int64_t)t->grade), t->ruling);
	return mix_text(mix_text(h, t->rule), t->sentence);
}

uint64_t rumor_fingerprint(const struct rumor *r)
{
	uint64_t h = mix(3, r->id);

	h = mix_text(mix_text(mix_text(h, r->vendor), r->subject), r->version);
	h = mix_text(
	    mix_text(mix_text(h, r->value), r->statement), r->evidence);
	h = mix(mix(h, (int64_t)r->aspect), (int64_t)r->status);
	h = mix(mix(mix(h, r->first_at), r->settled_at), r->settled_by);
	h = mix(h, r->deadline);
	for (size_t i = 0; i < r->origin_count; i++) {
		const struct rumor_origin *o = &r->origins[i];

		h = mix(mix_text(h, o->name), (int64_t)o->kind);
		h = mix(mix(h, o->first_item), o->first_at);
		h = mix(h, (int64_t)o->carriers);
	}
	for (size_t i = 0; i < r->member_count; i++)
		h = mix_member(h, &r->members[i]);
	for (size_t i = 0; i < r->transition_count; i++)
		h = mix_transition(h, &r->transitions[i]);
	return h;
}
