/*
 * What becomes of a business: it is closed or left, bought or sold. No trigger
 * opens such a claim by itself: phones are sold every day, and anything closes.
 * It takes a verb and, as its object or its subject, a word for a business, a
 * place as a market, a brand, shares or another house.
 */
#include "judge/draw.h"

#include <string.h>

#define UNIT_NEAR 48 /* bytes: "its loss-making phone and tablet business" */

uint32_t unit_behind(const struct drawn *d, uint32_t at)
{
	const struct phrases_found *found = passage_phrases(d->r, d->p);
	const struct phrase_hit *unit = NULL;
	const char *s = d->side->folded;

	while ((unit = phrase_next(found, PHRASE_UNIT, unit)) != NULL)
		if (unit->start >= at && unit->start - at <= UNIT_NEAR &&
		    strcspn(s + at, ",;:.!?\"\n") >= unit->start - at &&
		    !drawn_says_in(d, PHRASE_NO_OBJECT, at, unit->start))
			return unit->start;
	return 0;
}

#define OBJECT_NEAR 24 /* bytes: "leave several European countries" */

bool leaves_place(const struct drawn *d, uint32_t verb, uint32_t verb_end)
{
	if (!drawn_says_in(d, PHRASE_LEAVES, verb, verb_end))
		return false;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == USE_REGION && m->start >= verb_end &&
		    m->start - verb_end < OBJECT_NEAR)
			return true;
	}
	return false;
}

/* "Is to be", "wird": nothing but what helps the verb stands between. */
static bool subject_stands(
    const struct drawn *d, uint32_t end, const struct match *verb)
{
	const char *s = d->side->folded;
	uint32_t at = verb->start;
	const struct phrase_hit *helper =
	    phrase_before(passage_phrases(d->r, d->p), PHRASE_HELPER, s, at);

	while (helper != NULL && helper->start >= end) {
		at = helper->start;
		helper = phrase_before(
		    passage_phrases(d->r, d->p), PHRASE_HELPER, s, at);
	}
	return at < verb->start && at <= end + 1;
}

/* "The phone division will be closed", 将手机业务关闭: it stands before. */
static bool owned_stands(
    const struct drawn *d, enum phrase class, const struct phrase_hit *verb)
{
	const struct phrases_found *found = passage_phrases(d->r, d->p);
	const struct phrase_hit *unit = NULL;

	while ((unit = phrase_next(found, class, unit)) != NULL) {
		struct match passive = {verb->start, verb->end, NULL};

		if (unit->end > verb->start)
			break;
		if (d->r->lang == LANG_ZH
			? verb->start == unit->end
			: subject_stands(d, unit->end, &passive))
			return true;
	}
	return false;
}

static bool unit_before(const struct drawn *d, const struct phrase_hit *verb)
{
	return owned_stands(d, PHRASE_UNIT, verb);
}

/* What a sentence says of a business, yes or no. */
static void fate_claim(
    struct drawn *d, enum aspect aspect, const char *fate, uint32_t verb)
{
	struct match trigger = {verb, verb, NULL};
	struct claim c = claim_begin(d, aspect, NULL);

	/* "Why Aqua should buy Teal" */
	if (!d->official &&
	    (d->own_guess || (d->attribution < 0 && d->hedge < HEDGED_FROM)))
		return;
	/* "We know of rumors about a sale": nobody says so. */
	if (!d->official && passage_has(d->p, CUE_RUMOR_NOUN) &&
	    (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK)))
		return;

	c.vendor = d->r->vendor;
	c.value = fate;
	negation_take(d, &trigger, &c);
	if (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK))
		c.modality = MODALITY_DENIED;
	claim_add(d, &c);
}

/*
 * "Gives up its hardware business", "leaves the German market": a verb of
 * closing or leaving, and a business or a place as what it closes or leaves.
 */
void market_claim(struct drawn *d)
{
	const struct phrases_found *found = passage_phrases(d->r, d->p);
	const struct phrase_hit *verb = NULL;

	if (d->trigger[ASPECT_DISCONTINUATION] != NULL)
		return;
	while ((verb = phrase_next(found, PHRASE_CLOSES, verb)) != NULL)
		if ((d->p->mentions == 0 &&
			(leaves_place(d, verb->start, verb->end) ||
			    unit_before(d, verb))) ||
		    unit_behind(d, verb->end) > 0) {
			fate_claim(d, ASPECT_DISCONTINUATION, "market exit",
			    verb->start);
			return;
		}
}

/* "Part of", "all of": between a verb and the house. */
static bool is_share(const struct drawn *d, uint32_t from, uint32_t to)
{
	return drawn_says_in(d, PHRASE_PIECE, from, to) ||
	       drawn_says_in(d, PHRASE_WHOLE, from, to);
}

/* "Is sold", "will be bought": and not "has sold". */
static bool is_passive(const struct drawn *d, uint32_t verb)
{
	static const char *const forms[] = {" is ", " are ", " was ", " were ",
	    " be ", " been ", " being ", " wird ", " wurde ", NULL};

	return span_ends(d->side->folded, d->p->start, verb, forms);
}

/* "Sells Aqua", "buys all of Aqua", "only parts of Aqua are sold". */
static bool is_house_traded(
    const struct drawn *d, const struct phrase_hit *verb)
{
	const struct match stands = {verb->start, verb->end, NULL};
	const char *s = d->side->folded;

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		uint32_t at = verb->end;

		if (m->use->kind != USE_VENDOR)
			continue;
		if (m->end <= verb->start &&
		    (is_share(d, d->p->start, m->start) ||
			is_passive(d, verb->start)) &&
		    subject_stands(d, m->end, &stands))
			return true;
		while (at < m->start && s[at] == ' ')
			at++;
		if (m->start >= at &&
		    (m->start == at || (m->start - at <= OBJECT_NEAR &&
					   is_share(d, at, m->start))))
			return true;
	}
	return false;
}

/* "Aqua is not for sale", "the A9 and the A8 are": a house or product before.
 */
static bool owned_before(const struct drawn *d, const struct phrase_hit *verb)
{
	const struct match stands = {verb->start, verb->end, NULL};

	for (size_t i = 0; i < d->p->mentions; i++)
		if (subject_stands(
			d, d->side->mentions[d->p->mention + i].end, &stands))
			return true;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);

		if ((m->use->kind == USE_VENDOR ||
			(cue != NULL && cue->class == CUE_COMPANY)) &&
		    m->end <= verb->start && subject_stands(d, m->end, &stands))
			return true;
	}
	return false;
}

static bool holding_near(const struct drawn *d, const struct phrase_hit *verb)
{
	const struct phrases_found *found = passage_phrases(d->r, d->p);
	const struct phrase_hit *h = NULL;
	const char *s = d->side->folded;

	while ((h = phrase_next(found, PHRASE_HOLDING, h)) != NULL)
		if (h->start >= verb->end &&
		    h->start - verb->end <= UNIT_NEAR &&
		    strcspn(s + verb->end, ",;:.!?\"\n") >=
			h->start - verb->end)
			return true;
	return false;
}

/*
 * "Buys the phone business of", "a part of Aqua is sold": a verb of trading
 * with a business, shares, a brand or a house as what is traded.
 */
void sale_claim(struct drawn *d)
{
	const struct phrases_found *found = passage_phrases(d->r, d->p);
	const struct phrase_hit *verb = NULL;

	if (d->trigger[ASPECT_OTHER] != NULL)
		return;
	while ((verb = phrase_next(found, PHRASE_TRADES, verb)) != NULL)
		if (unit_before(d, verb) || unit_behind(d, verb->end) > 0 ||
		    owned_stands(d, PHRASE_HOLDING, verb) ||
		    is_house_traded(d, verb) || holding_near(d, verb) ||
		    (drawn_says_in(
			 d, PHRASE_FOR_SALE, verb->start, verb->end) &&
			owned_before(d, verb))) {
			fate_claim(d, ASPECT_OTHER, "acquisition", verb->start);
			return;
		}
}
