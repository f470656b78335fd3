/*
 * The claim of an item that reports a rumor in words that open none. Of what
 * a leak is about the tables have the commonest matters; of the rest the
 * sentence that reports it is the claim: aspect `other`, without a value, so
 * that its words tell what it is. Made only where the item as a whole is
 * unconfirmed news, and nothing else in it could open a rumor.
 */
#include "judge/matter.h"

#include <string.h>

#include "judge/about.h"
#include "judge/byline.h"
#include "judge/telling.h"
#include "judge/wordform.h"
#include "text/date.h"
#include "text/token.h"

#define LEAD_BYTES   320 /* the news stands in it */
#define MATTER_LEAST 2	 /* words that tell something */

/* Is it a part of what the lexicon knows: a house, a hedge, a verb of saying?
 */
static bool is_known(const struct drawn *d, uint32_t at)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (at >= m->start && at < m->end && m->use->kind != USE_SLOT)
			return true;
	}
	return drawn_mention_at(d, at) != NULL;
}

/* Words that are of this matter and not of every plan. */
static size_t matter_words(const struct drawn *d, const struct telling *told)
{
	const struct phrases *ph = d->r->lex->phrases;
	const char *s = d->side->folded + d->p->start;
	struct tokens tokens;
	struct token t;
	size_t n = 0;

	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		size_t len = t.end - t.start;
		const char *word = arena_strndup(d->r->arena, s + t.start, len);
		uint32_t at = d->p->start + t.start;

		n += !telling_has(d, told, at) &&
		     (len > 2 || t.kind == TOKEN_NUMBER) &&
		     word_weight(ph, word) >= 1 &&
		     !phrase_is(ph, PHRASE_LIGHT, word, len) &&
		     !is_known(d, at);
	}
	return n;
}

#define VAGUE_S (200 * DAY) /* "in 2033": when, but hardly */

/* A date that says as good as nothing is not what the item claims. */
static bool is_vague(const struct claim *c)
{
	return (c->aspect == ASPECT_RELEASE_DATE ||
		   c->aspect == ASPECT_ROLLOUT) &&
	       (c->window.from == DATE_NONE ||
		   c->window.to - c->window.from > VAGUE_S);
}

static bool may_open(const struct claim *c)
{
	return !is_vague(c) && !c->background && !c->own_guess &&
	       c->grade > GRADE_B && c->modality != MODALITY_ASSERTED;
}

/* Does the headline or the sentence open a rumor by itself? */
static bool has_claim(const struct reading *r, const struct passage *p)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];

		if (may_open(c) && (p == NULL || c->field == FIELD_TITLE ||
				       (c->field == p->field &&
					   c->sentence.start <= p->span.start)))
			return true;
	}
	return false;
}

/* Whose product, or who, is named first in what is claimed; or NULL. */
static const char *vendor_named(const struct drawn *d)
{
	struct telling t = telling_of(d);

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct mention *of = drawn_mention_at(d, m->start);

		if (m->start < t.from || m->start >= t.to)
			continue;
		if (of != NULL)
			return of->vendor;
		if (m->use->kind == USE_VENDOR &&
		    !byline_on_network(d->r->lex->vendors[m->use->row].name,
			d->side->folded, m->start))
			return d->r->lex->vendors[m->use->row].name;
	}
	return NULL;
}

/*
 * Of whom the sentence is: "Teal could be taking aim at the Aqua 9" is Teal's
 * matter. "The phone giant" is the one that the headline is about.
 */
static const char *vendor_of(const struct drawn *d)
{
	const char *vendor = vendor_named(d);
	struct drawn title;

	if (vendor != NULL || d->p->field == FIELD_TITLE ||
	    d->r->passages[0].field != FIELD_TITLE)
		return vendor;
	title = drawn_begin(d->r, &d->r->passages[0]);
	return vendor_named(&title);
}

/* Does the item say where it has it from: a name, a leak, "reportedly"? */
static bool is_heard(const struct reading *r)
{
	static const uint64_t heard =
	    CUE_BIT(CUE_RUMOR_NOUN) | CUE_BIT(CUE_LEAK) |
	    CUE_BIT(CUE_EVIDENTIAL) | CUE_BIT(CUE_SPOTTED);

	if (r->item->source != NULL && r->item->source->role == ROLE_TIPSTER)
		return true;
	for (size_t i = 0; i < r->attribution_count; i++)
		if (r->attributions[i].kind != ORIGIN_OFFICIAL &&
		    !r->attributions[i].via && !r->attributions[i].aside)
			return true;
	for (size_t i = 0; i < r->passage_count; i++)
		if ((r->passages[i].cues & heard) != 0 &&
		    (r->passages[i].field == FIELD_TITLE ||
			r->passages[i].start <= LEAD_BYTES))
			return true;
	return false;
}

static bool has_crowd(const struct reading *r)
{
	for (size_t i = 0; i < r->attribution_count; i++)
		if (text_same(r->attributions[i].id, ATTRIBUTION_CROWD))
			return true;
	return false;
}

/* By more than "people say"; and where the item is sober, the sentence itself
 * says whose word it is. */
static bool is_attributed(const struct drawn *d)
{
	const struct attribution *a = drawn_speaker(d);

	if ((a == NULL || a->kind == ORIGIN_ANONYMOUS) && has_crowd(d->r))
		return false;
	return d->r->out->class == CLASS_RUMOR ||
	       (a != NULL && d->p->source == d->attribution &&
		   (a->id != NULL || a->kind == ORIGIN_ANONYMOUS) &&
		   (a->kind == ORIGIN_TIPSTER || a->kind == ORIGIN_OUTLET ||
		       a->kind == ORIGIN_ANONYMOUS));
}

/* "It returns, says Jo Reed": what a tipster tells is to come, whatever the
 * verb. */
static bool is_tipsters(const struct drawn *d)
{
	const struct attribution *a = drawn_speaker(d);

	return a != NULL && a->id != NULL && a->kind == ORIGIN_TIPSTER &&
	       d->p->source == d->attribution;
}

static bool tells_matter(const struct drawn *d)
{
	struct telling t = telling_of(d);

	return is_attributed(d) && (is_tipsters(d) || telling_is_plan(d, &t)) &&
	       !d->p->question && !d->own_guess && !d->background &&
	       !d->official && d->modality == MODALITY_HEDGED &&
	       !drawn_says(d, PHRASE_LEAKED) && vendor_of(d) != NULL &&
	       matter_words(d, &t) >= MATTER_LEAST;
}

#define DAY_NEAR 10 /* bytes: "on", "in early", "am", "le" */

/*
 * The product that comes on the day that the sentence names: "expect Android 30
 * on September 3". It stands right before it.
 */
static const struct mention *comes_then(const struct drawn *d)
{
	const struct window_hit *w = &d->windows[0];

	if (d->window_count != 1 || w->window.from <= d->r->published_at)
		return NULL;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		const char *between = d->side->folded + m->end;

		if (w->start >= m->end && w->start - m->end <= DAY_NEAR &&
		    memchr(between, ',', w->start - m->end) == NULL &&
		    memchr(between, '.', w->start - m->end) == NULL)
			return m;
	}
	return NULL;
}

static void matter_add(struct drawn *d)
{
	const struct reading *r = d->r;
	const struct mention *subject =
	    d->subject != NULL ? d->subject : r->subject;
	const struct mention *then = comes_then(d);
	const char *vendor = vendor_of(d);
	struct claim c;

	if (then != NULL && text_same(then->vendor, vendor))
		subject = then;
	else
		then = NULL;

	if (subject != NULL && !text_same(subject->vendor, vendor))
		subject = NULL;
	c = claim_begin(
	    d, then != NULL ? ASPECT_RELEASE_DATE : ASPECT_OTHER, subject);
	c.vendor = vendor;
	if (d->window_count == 1 && d->windows[0].window.from > r->published_at)
		c.window = d->windows[0].window;
	claim_add(d, &c);
}

/*
 * How much the sentence says by itself: a product or a house, a time to come,
 * a plan. "The last beta is out" says less than what comes after it, and when.
 */
static int says_much(const struct drawn *d)
{
	struct telling t = telling_of(d);

	return 2 * (d->p->mentions > 0) + (vendor_named(d) != NULL) +
	       (d->window_count > 0 &&
		   d->windows[0].window.from > d->r->published_at) +
	       telling_is_plan(d, &t);
}

/* Of the sentences that tell it the one that says most; of equals the first. */
static void matter_prefer(struct drawn *best, int *most, const struct drawn *d)
{
	int much = says_much(d);

	if (much <= *most)
		return;
	*most = much;
	*best = *d;
}

void matter_claim(struct reading *r)
{
	struct drawn title, best, d;
	bool titled = false;
	int most = -1;

	if (r->about != NULL || r->whole != NULL ||
	    (r->out->class != CLASS_RUMOR && r->out->class != CLASS_OTHER) ||
	    r->out->noise || !is_heard(r))
		return;
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];

		if (p->field == FIELD_TEXT && p->start > LEAD_BYTES)
			break;
		if (!passage_draw(r, p, &d))
			continue;
		if (p->field == FIELD_TITLE) {
			titled = tells_matter(&d);
			title = d;
		} else if (has_claim(r, p)) {
			break;
		} else if (tells_matter(&d)) {
			matter_prefer(&best, &most, &d);
		}
	}
	if (most >= 0)
		matter_add(&best);
	else if (titled && !has_claim(r, NULL))
		matter_add(&title);
}

/*
 * An official speaks, and no sentence of it makes a claim: what it says may
 * still answer a rumor, in the rumor's words. The claim that is made of it says
 * nothing by itself (it is background); with it the item is of its house.
 */
void word_claim(struct reading *r)
{
	struct drawn d;
	struct claim c;

	if (r->about != NULL || r->whole != NULL || r->vendor == NULL ||
	    r->out->class == CLASS_RUMOR)
		return;
	for (size_t i = 0; i < r->claim_count; i++)
		if (r->claims[i].grade <= GRADE_B &&
		    text_same(r->claims[i].vendor, r->vendor))
			return;
	for (size_t i = 0; i < r->passage_count; i++) {
		if (r->passages[i].question ||
		    !passage_draw(r, &r->passages[i], &d) || !d.official)
			continue;
		c = claim_begin(&d, ASPECT_OTHER, NULL);
		c.vendor = r->vendor;
		c.background = true;
		claim_add(&d, &c);
		return;
	}
}
