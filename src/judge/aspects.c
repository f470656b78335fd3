/*
 * The claims of a sentence, aspect by aspect: most are a trigger with its
 * subject and value; regions, support, prices and lists of devices have rules
 * of their own here, successors and names in successor.c, dates in release.c.
 */
#include "judge/bind.h"
#include "judge/draw.h"
#include "judge/grant.h"
#include "judge/term.h"
#include "judge/kinds.h"
#include "judge/measure.h"
#include "judge/polarity.h"

#include <stdlib.h>
#include <string.h>

#include "text/prose.h"

#define ABLE_BYTES 48 /* from "last" to the end of "that runs" */

/* "The last version that runs X": an ability ends, not the product. */
static bool last_able(const struct drawn *d, const struct match *trigger)
{
	return drawn_says_of(d, PHRASE_LAST, trigger) &&
	       drawn_says_in(
		   d, PHRASE_ABLE, trigger->start, trigger->start + ABLE_BYTES);
}

/* "the last MIUI": of the product, not of its betas. */
static bool last_of_product(const struct drawn *d, const struct match *trigger)
{
	if (last_able(d, trigger))
		return false;
	static const char *const open[] = {"the last", "the end of",
	    "there will be no", "will be no", "won't be a", "end", "ends",
	    "ending", "drop", "drops", "dropping", "dropped", "not release a",
	    "not launch a", "not make a", "not announce a", "won't release a",
	    "won't launch a", "won't make a", "won't announce a",
	    "not making a", "not release another", "not launch another"};
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;
	bool is_open = false;
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		is_open |= n == strlen(open[i]) && memcmp(s, open[i], n) == 0;
	if (!is_open)
		return true;
	static const char *const kinds[] = {" version", " official", " major",
	    " big", " release", " update", " generation"};
	/* "Over the last ten years every AquaOS had a name" */
	static const char *const times[] = {" year", " month", " week", " day",
	    " decade", " hour", " few ", NULL};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strncmp(s + n, kinds[i], strlen(kinds[i])) == 0)
			return true;
	for (size_t i = 0; i < d->p->mentions; i++) {
		uint32_t start = d->side->mentions[d->p->mention + i].start;
		if (start > trigger->end && start - trigger->end < 20)
			return !span_has(s + n, start - trigger->end, times);
	}
	return false;
}

/* "Kills your Android apps", "abandons Android", said of a phone maker: no
 * product of the maker ends. */
static bool ends_another(const struct drawn *d, const struct match *trigger)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (m->start > trigger->end && m->start - trigger->end < 12)
			return mention_is_kind(d, m) ||
			       !drawn_of_vendor(d->r, m);
	}
	return false;
}

/* " will ", " is to be ": nothing but what joins a subject and its verb. */
static bool is_verb_gap(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const gaps[] = {" ", " will ", " would ", " is ",
	    " is to ", " to ", " to be ", " will be ", " would be ", " could ",
	    " could be ", " may ", " may be ", " has been ", " is being ",
	    " wird ", " soll ", " se ", " sera ", "将", "将被", "会"};
	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (to - from == strlen(gaps[i]) &&
		    memcmp(d->side->folded + from, gaps[i], to - from) == 0)
			return true;
	return false;
}

/* What stands in the trigger's clause or before it; what follows in another
 * clause is another matter. */
static const struct mention *clause_subject(
    const struct drawn *d, const struct match *trigger)
{
	const char *s = d->side->folded;
	if (d->r->lex->slots[trigger->use->row].aspect ==
	    ASPECT_DISCONTINUATION)
		for (size_t i = 0; i < d->p->mentions; i++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + i];
			if (m->start > trigger->end &&
			    m->start - trigger->end < 12)
				return m; /* "the end of X" */
			if (m->end < trigger->start &&
			    trigger->start - m->end < 10 && !m->device &&
			    is_verb_gap(d, m->end, trigger->start))
				return m; /* "X will no longer be" */
		}
	if (d->subject == NULL || d->subject->start < d->p->start ||
	    d->p->mentions == 0 || d->subject < d->side->mentions ||
	    d->subject >= d->side->mentions + d->side->mention_count ||
	    d->subject->start <= trigger->start)
		return d->subject;
	for (uint32_t i = trigger->end; i < d->subject->start; i++)
		if (s[i] == ',' || s[i] == ';' || strncmp(s + i, "，", 3) == 0)
			return d->r->subject != d->subject ? d->r->subject
							   : NULL;
	return d->subject;
}

/* "Shuts down its phone business": a trade ends, and no product. */
static bool ends_business(const struct drawn *d, const struct match *trigger)
{
	return d->p->mentions == 0 &&
	       (drawn_says(d, PHRASE_BUSINESS) ||
		   unit_behind(d, trigger->end) > 0 ||
		   leaves_place(d, trigger->start, trigger->end));
}

static const struct match *any_place(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		if (m->use->kind == USE_REGION)
			return m;
	}
	return NULL;
}

/* "In South Korea only": a place that is the only one. */
static const struct match *only_place(const struct drawn *d)
{
	return drawn_says(d, PHRASE_ONLY_THERE) ? any_place(d) : NULL;
}

void region_claim(struct drawn *d)
{
	struct claim c;
	const struct match *place = only_place(d);

	if (place == NULL && d->official &&
	    d->trigger[ASPECT_RELEASE_DATE] != NULL &&
	    (role_is_official(d->r) || d->p->source == d->attribution))
		place = any_place(d); /* where it starts, or is out */
	if (d->trigger[ASPECT_REGION] != NULL || place == NULL) {
		plain_claim(d, ASPECT_REGION);
		return;
	}
	c = claim_begin(d, ASPECT_REGION, d->subject);
	c.value = value_of(d->r, d->p, ASPECT_REGION, place, d->subject);
	claim_add(d, &c);
}

/* Support and prices are of a device where the item has one. */
static const struct mention *device_of(const struct drawn *d)
{
	if (d->phone != NULL)
		return d->phone;
	return d->r->phone != NULL ? d->r->phone : d->subject;
}

/* A chip is of a phone: software that is named beside it has none. */
static bool part_take(const struct drawn *d, struct claim *c)
{
	const struct mention *m = device_of(d);
	if (m == NULL || !m->device)
		return false;
	c->product = m->name;
	c->version = NULL;
	c->vendor = m->vendor;
	return true;
}

/* "Could ditch the side button": the product goes on without it. */
static void part_claim(struct drawn *d, const struct match *trigger)
{
	struct claim c = claim_begin(d, ASPECT_FEATURE, d->subject);
	c.value = end_part(d, trigger);
	if (c.value == NULL)
		return;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

/* "The A has the Z9, the A Pro the Z9 Max": each phone its own. */
static void more_chips(struct drawn *d, const struct claim *first)
{
	uint32_t at = d->p->start, before;
	const char *value = chip_next(d->r, d->p, &at);

	for (int n = 0; n < 3 && value != NULL; n++) {
		const struct mention *of = NULL;
		struct claim c = *first;

		before = at;
		value = chip_next(d->r, d->p, &at);
		for (size_t i = 0; value != NULL && i < d->p->mentions; i++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + i];

			if (m->device && m->start >= before && m->end <= at)
				of = m;
		}
		if (of == NULL || text_same(of->name, first->product))
			continue;
		c.product = of->name;
		c.vendor = of->vendor;
		c.value = value;
		claim_add(d, &c);
	}
}

/* A thing of the lexicon, "headphone jack": is it there, or none? */
static void thing_claim(struct drawn *d, const struct match *trigger,
    const char *means, struct claim *c)
{
	c->value = means;
	if (d->modality != MODALITY_DENIED &&
	    polarity_at(d, trigger->start, trigger->end, c->product) == SAYS_NO)
		c->value = arena_printf(d->r->arena, "no %s", means);
	claim_add(d, c);
}

/* "Charger", "alert slider": a part of a device, which it has or has not. */
static const char *thing_meant(const struct drawn *d, const struct match *m)
{
	const char *means = d->r->lex->slots[m->use->row].value;

	if (d->subject == NULL || !d->subject->device)
		return NULL;
	return means != NULL && !trigger_is_bare(d->r->lex, m) &&
		       strncmp(means, "no ", 3) != 0 && d->gone == NULL
		   ? means
		   : NULL;
}

/* A material beside nothing that is made of it. */
static bool is_other_kind(const struct drawn *d, const struct match *trigger)
{
	const char *s = d->side->folded;
	const struct kinds *kinds = d->r->lex->kinds;
	bool kind = false;
	size_t n;

	for (size_t i = 0; i < kinds_count(kinds); i++) {
		const struct kind *k = kinds_at(kinds, i);

		if (kind_find(k, s + trigger->start,
			trigger->end - trigger->start, &n) == NULL)
			continue;
		if (kind_has_beside(
			k, s + d->p->start, d->p->end - d->p->start))
			return false;
		kind = true;
	}
	return kind;
}

/* "September is off the table": a time is, and no product. */
static bool is_of_time(const struct drawn *d, const struct match *trigger)
{
	for (size_t i = 0; i < d->window_count; i++) {
		const struct phrase_hit *h =
		    phrase_behind(passage_phrases(d->r, d->p), PHRASE_RULED_OUT,
			d->side->folded, d->windows[i].end);

		if (h != NULL && h->end >= trigger->end)
			return true;
	}
	return false;
}

void plain_claim(struct drawn *d, enum aspect aspect)
{
	const struct match *trigger = d->trigger[aspect];
	const struct mention *of = NULL;
	enum end_of end = END_UNKNOWN;
	if (trigger == NULL)
		return;
	if (aspect == ASPECT_DISCONTINUATION) {
		end = end_of_what(d, trigger, &of);
		if (end == END_FEATURE)
			d->gone = trigger;
		if (end == END_PART || end == END_OTHER || end == END_FEATURE) {
			if (end == END_PART)
				part_claim(d, trigger);
			d->trigger[aspect] = NULL; /* nothing ends */
			return;
		}
		if (ends_another(d, trigger) || is_of_time(d, trigger))
			return;
	}
	if (!last_of_product(d, trigger))
		return;
	/* "You may have one already": of another thing. */
	if (trigger_is_thing(d, trigger) && aspect == ASPECT_FEATURE &&
	    polarity_at(d, trigger->start, trigger->end, NULL) == SAYS_NOTHING)
		return;
	/* "Comes in Titanium Gray": a color is no frame. */
	if (aspect == ASPECT_FEATURE && d->official &&
	    is_other_kind(d, trigger))
		return;
	struct claim c = claim_begin(
	    d, aspect, of != NULL ? of : clause_subject(d, trigger));
	c.value = value_of(d->r, d->p, aspect, trigger, d->subject);
	const char *means = d->r->lex->slots[trigger->use->row].value;
	if (aspect == ASPECT_FEATURE && thing_meant(d, trigger) != NULL &&
	    !value_is_chip(c.value)) {
		thing_claim(d, trigger, thing_meant(d, trigger), &c);
		return;
	}
	if (aspect == ASPECT_FEATURE && c.value != NULL &&
	    value_is_chip(c.value) && !part_take(d, &c)) {
		/* "The X300 has it": a model by its number alone */
		if (!d->official || d->subject != NULL)
			return;
	}
	if (aspect == ASPECT_DISCONTINUATION && means == NULL &&
	    ends_business(d, trigger))
		means = "market exit";
	if (aspect == ASPECT_DISCONTINUATION && means != NULL &&
	    end != END_PRODUCT) {
		c.product = c.version = NULL; /* the vendor itself */
		c.vendor = d->r->vendor;
		c.value = means;
	}
	negation_take(d, trigger, &c);
	/* "All new features": none is named. */
	if (aspect == ASPECT_FEATURE && c.value == NULL &&
	    strncmp(d->side->folded + trigger->start, "new feature", 11) == 0)
		return;
	bool removed = aspect == ASPECT_FEATURE &&
		       !trigger_is_thing(d, trigger) && is_removed(d, trigger);
	if (aspect == ASPECT_FEATURE && d->gone != NULL) {
		struct claim going = {.aspect = ASPECT_DISCONTINUATION};
		/* "is not going away": the no belongs to the verb */
		negation_take(d, d->gone, &going);
		removed = going.modality != MODALITY_DENIED;
		c.modality = d->modality;
	}
	bool lacks = aspect == ASPECT_FEATURE ||
		     (aspect == ASPECT_REGION && !d->official &&
			 drawn_says(d, PHRASE_NOT));
	if (lacks && c.value != NULL && c.modality == MODALITY_DENIED &&
	    d->modality != MODALITY_DENIED) {
		/* that a thing will be missing is a claim of its own; that it
		 * will not go is one too */
		if (!removed && strncmp(c.value, "no ", 3) != 0)
			c.value = arena_printf(d->r->arena, "no %s", c.value);
		c.modality = d->modality;
	} else if (removed && c.value != NULL &&
		   strncmp(c.value, "no ", 3) != 0) {
		c.value = arena_printf(d->r->arena, "no %s", c.value);
	}
	claim_add(d, &c);
	if (aspect == ASPECT_FEATURE && c.value != NULL &&
	    value_is_chip(c.value))
		more_chips(d, &c);
}

/* A thing by a name of its own, and no "no X". */
static const char *thing_named(const struct drawn *d, const struct match *m)
{
	const struct slot_row *slot;

	if (m->use->kind != USE_SLOT || trigger_is_half(d, m))
		return NULL;
	slot = &d->r->lex->slots[m->use->row];
	return slot->aspect == ASPECT_FEATURE && slot->value != NULL &&
		       !trigger_is_bare(d->r->lex, m) &&
		       strncmp(slot->value, "no ", 3) != 0
		   ? slot->value
		   : NULL;
}

/* "With an oven mode, and the Z9 inside": the chip beside the thing. */
static void chip_beside(struct drawn *d)
{
	uint32_t at = d->p->start;

	if (chip_next(d->r, d->p, &at) == NULL)
		return;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind != USE_SLOT ||
		    d->r->lex->slots[m->use->row].aspect != ASPECT_FEATURE ||
		    d->r->lex->slots[m->use->row].value != NULL)
			continue;
		d->trigger[ASPECT_FEATURE] = m;
		plain_claim(d, ASPECT_FEATURE);
		return;
	}
}

void feature_claims(struct drawn *d)
{
	const struct match *first = d->trigger[ASPECT_FEATURE];
	const char *thing = first != NULL ? thing_named(d, first) : NULL;

	plain_claim(d, ASPECT_FEATURE);
	if (thing == NULL)
		return;
	for (size_t i = 0; i < d->p->matches && d->official; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const char *other = thing_named(d, m);

		if (m->start < first->end || other == NULL ||
		    strcmp(other, thing) == 0)
			continue;
		d->trigger[ASPECT_FEATURE] = m;
		plain_claim(d, ASPECT_FEATURE);
	}
	chip_beside(d);
	d->trigger[ASPECT_FEATURE] = first;
}

/* Of the item's phones the one with the highest number: "older" is older
 * than that. */
static const char *newest_model(const struct reading *r, const char *other)
{
	const char *best = other;
	long most = 0;
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++) {
			const struct mention *m = &r->side[f].mentions[i];
			const char *digits =
			    m->name + strcspn(m->name, "0123456789");
			long n = strtol(digits, NULL, 10);
			if (m->device && drawn_of_vendor(r, m) && n > most) {
				most = n;
				best = m->name;
			}
		}
	return best;
}

/* "Five years of security updates and three of new versions": a claim for
 * each term that differs from the first. */
static void more_years(struct drawn *d, const struct claim *first)
{
	uint32_t at = d->p->start;
	const char *value = years_next(d->r, d->p, &at);
	for (int n = 0; n < 3 && value != NULL; n++) {
		struct claim c = *first;
		value = years_next(d->r, d->p, &at);
		if (value == NULL || text_same(value, first->value))
			continue;
		c.value = value;
		claim_add(d, &c);
	}
}

void support_claim(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_SUPPORT_LENGTH];
	if (trigger == NULL || !drawn_says(d, PHRASE_CARE) ||
	    (d->official && term_is_none(d)))
		return;
	struct claim c = claim_begin(d, ASPECT_SUPPORT_LENGTH, device_of(d));
	if (c.vendor != NULL && d->r->vendor != NULL &&
	    strcmp(c.vendor, d->r->vendor) != 0 && role_is_official(d->r)) {
		/* "Seven years of Android", says a maker of phones. */
		c.vendor = d->r->vendor;
		c.product = c.version = NULL;
		c.background = false;
		c.grade = GRADE_A;
		c.modality = MODALITY_ASSERTED;
	}
	c.value =
	    value_of(d->r, d->p, ASPECT_SUPPORT_LENGTH, trigger, d->subject);
	if (c.value == NULL && drawn_says(d, PHRASE_LONGER))
		c.value = "longer";
	if (c.value == NULL && drawn_says(d, PHRASE_OLDER)) {
		c.value = "older"; /* than the device of the item */
		c.product = newest_model(d->r, c.product);
	}
	negation_take(d, trigger, &c);
	if (c.value == NULL && !(d->official && c.modality == MODALITY_DENIED))
		return;
	claim_add(d, &c);
	more_years(d, &c);
}

/* "She has the Pro at the same $899": an amount beside a device. */
static bool price_stands(const struct drawn *d)
{
	return device_of(d) != NULL &&
	       value_of(d->r, d->p, ASPECT_OTHER, NULL, NULL) != NULL;
}

#define PRICES	   4  /* of one sentence */
#define PRICE_NEAR 14 /* bytes before and behind it */

/* "Save $100", "$40 a month". */
static bool is_no_price(const struct drawn *d, const struct spot *at)
{
	uint32_t from = at->start > d->p->start + PRICE_NEAR
			    ? at->start - PRICE_NEAR
			    : d->p->start;
	uint32_t to =
	    at->end + PRICE_NEAR < d->p->end ? at->end + PRICE_NEAR : d->p->end;

	return drawn_says_in(d, PHRASE_NOT_PRICE, from, at->start) ||
	       drawn_says_in(d, PHRASE_NOT_PRICE, at->end, to);
}

static void price_claim(
    struct drawn *d, const char *value, const struct mention *of)
{
	struct claim c = claim_begin(d, ASPECT_OTHER, of);

	c.value = price_as_claimed(d, value);
	claim_add(d, &c);
}

/* A claim for each amount, of the device that it belongs to. */
static size_t price_claims(struct drawn *d)
{
	const char *values[PRICES];
	struct spot spots[PRICES];
	uint32_t at = d->p->start;
	size_t n = 0;
	const struct mention *of = device_of(d), *row[PRICES];
	size_t models;
	bool of_device = of != NULL && of->device; /* and no subscription */

	while (n < PRICES && (values[n] = price_next(
				  d->r, d->p, &at, &spots[n].start)) != NULL) {
		spots[n].end = at;
		n += !of_device || !is_no_price(d, &spots[n]);
	}
	for (size_t i = 0; i < n; i++)
		price_claim(d, values[i], bind_device(d, spots, n, i, of));
	/* "The A9 and the A9 Max cost 999": both of them. */
	models = bind_row(d, spots, n, row, PRICES);
	for (size_t i = 0; i + 1 < models; i++)
		price_claim(d, values[0], row[i]);
	return n;
}

/* What befalls a company befalls no product, unless the sentence names one
 * that is taken from it. */
static void company_take(const struct drawn *d, struct claim *c)
{
	static const char *const fates[] = {
	    "bankruptcy", "layoffs", "acquisition"};
	bool parting = text_same(c->value, "spin-off");
	/* One model is not parted from its maker. */
	bool of_company =
	    parting &&
	    (d->p->mentions == 0 || d->subject == NULL ||
		(d->subject->device &&
		    strcmp(d->subject->name, d->subject->row->name) != 0));

	for (size_t i = 0; i < sizeof(fates) / sizeof(*fates); i++)
		of_company = of_company || text_same(c->value, fates[i]);
	if (of_company) {
		c->product = c->version = NULL;
		c->vendor = d->r->vendor;
	} else if (parting && d->subject) {
		c->product = d->subject->name;
		c->version = NULL;
	}
}

void other_claim(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_OTHER];
	if (trigger == NULL) {
		if ((d->attribution >= 0 || d->inherited ||
			role_is_official(d->r)) &&
		    price_stands(d))
			price_claims(d);
		return;
	}
	if (measure_is_power(d))
		return;
	const char *means = trigger->use->kind == USE_SLOT
				? d->r->lex->slots[trigger->use->row].value
				: NULL;
	if (price_claims(d) > 0 && means == NULL)
		return;
	struct claim c = claim_begin(d, ASPECT_OTHER, device_of(d));
	c.value = means;
	if (c.value == NULL) {
		if (drawn_says(d, PHRASE_MONEY) && !drawn_says(d, PHRASE_FEE))
			return;
		c.value =
		    arena_strndup(d->r->arena, d->side->folded + trigger->start,
			trigger->end - trigger->start);
	}
	company_take(d, &c);
	negation_take(d, trigger, &c);
	/* "We do not charge developers", "no fees" */
	if (d->official && c.modality == MODALITY_ASSERTED && means != NULL &&
	    polarity_at(d, trigger->start, trigger->end, NULL) == SAYS_NO)
		c.modality = MODALITY_DENIED;
	claim_add(d, &c);
}

#define SUPPORT_NEAR 12 /* bytes between "support" and the phone */

/* "AquaOS 9 will support the Aqua 5", "runs on the Aqua 5": the verb, or NULL.
 */
static const struct match *supports_device(const struct drawn *d)
{
	static const char *const verbs[] = {
	    "support", "run on", "runs on", NULL};
	static const char *const relative[] = {" that ", " which ", NULL};
	const struct match *verb = d->trigger[ASPECT_FEATURE];

	if (verb == NULL ||
	    span_ends(d->side->folded, d->p->start, verb->start, relative) ||
	    !trigger_is_bare(d->r->lex, verb) || d->r->lang != LANG_EN ||
	    !span_has(
		d->side->folded + verb->start, verb->end - verb->start, verbs))
		return NULL;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && m->start >= verb->end &&
		    m->start - verb->end <= SUPPORT_NEAR)
			return verb;
	}
	return NULL;
}

static bool leaves_without(const struct drawn *d, const struct match *trigger)
{
	return trigger != NULL && trigger->use->kind == USE_SLOT &&
	       text_same(d->r->lex->slots[trigger->use->row].value, "no");
}

static bool eligibility_by_words(struct drawn *d)
{
	size_t phones = 0;
	for (size_t i = 0; i < d->p->mentions; i++)
		phones += d->side->mentions[d->p->mention + i].device;
	const struct match *trigger = d->trigger[ASPECT_ELIGIBILITY];
	/* "Will be available for Aqua 6 and later" */
	bool later =
	    d->official && phones > 0 && drawn_says(d, PHRASE_AND_LATER);
	if (trigger == NULL && later)
		trigger = d->trigger[ASPECT_RELEASE_DATE];
	if (trigger == NULL)
		trigger = supports_device(d);
	if ((trigger == NULL && !later) || d->subject == NULL ||
	    d->subject->device)
		return false;
	struct claim c = claim_begin(d, ASPECT_ELIGIBILITY, d->subject);
	if (phones > 0) {
		c.value = value_of(
		    d->r, d->p, ASPECT_ELIGIBILITY, trigger, d->subject);
		bool excludes = d->excludes;
		if (!excludes)
			negation_take(d, trigger, &c);
		/* "Will not run on the Aqua 5": that one is left out. */
		if (c.modality == MODALITY_DENIED && !d->official &&
		    d->modality != MODALITY_DENIED && supports_device(d)) {
			c.modality = d->modality;
			excludes = true;
		}
		if (excludes && c.value != NULL)
			c.value = arena_printf(d->r->arena, "no %s", c.value);
		claim_add(d, &c);
		return true;
	}
	c.value = devices_listed(d->r, d->p);
	if (c.value == NULL)
		return false;
	/* "Ends support for older phones", and the next sentence names them. */
	if (leaves_without(d, trigger))
		c.value = arena_printf(d->r->arena, "no %s", c.value);
	else
		negation_take(d, trigger, &c);
	claim_add(d, &c);
	return true;
}

/*
 * "The Galaxy S31 will get Android 40", whose maker is another: by what the
 * sentence grants (grant.h).
 */
static bool eligibility_by_grants(struct drawn *d)
{
	struct grants grants = {.n = 0};
	const struct mention *soft = NULL, *phone = NULL;
	const struct match *thing = d->trigger[ASPECT_FEATURE];
	struct claim c;

	/* When, which system it comes with, something in it: other matters. */
	if (d->window_count > 0 || aboard_stands(d) ||
	    (thing != NULL && !trigger_is_bare(d->r->lex, thing)))
		return false;
	grants_read(d, &grants);
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && phone == NULL)
			phone = m;
		if (grants.n > 0 && soft == NULL && !m->device &&
		    text_same(m->name, grants.v[0].soft))
			soft = m;
	}
	if (soft == NULL || phone == NULL || soft->version == NULL)
		return false;
	c = claim_begin(d, ASPECT_ELIGIBILITY, soft);
	c.vendor = phone->vendor;
	c.value = value_of(d->r, d->p, ASPECT_ELIGIBILITY, NULL, d->subject);
	/* "AquaOS 8 is the last for the A5": it does not get the next. */
	if (grants.v[0].says == GRANT_LAST)
		c.version = arena_printf(
		    d->r->arena, "%ld", strtol(soft->version, NULL, 10) + 1);
	if (c.value != NULL &&
	    (grants.v[0].says == GRANT_NOT || grants.v[0].says == GRANT_LAST))
		c.value = arena_printf(d->r->arena, "no %s", c.value);
	claim_add(d, &c);
	return true;
}

/* "AquaOS 9 will drop Aqua 5 and 6": that is no end of the Aqua 5. "AquaOS 8
 * is the last for the Aqua 5": that is none of AquaOS. */
void eligibility_excludes(struct drawn *d)
{
	struct grants grants = {.n = 0};

	if (d->trigger[ASPECT_DISCONTINUATION] == NULL)
		return;
	grants_read(d, &grants);
	for (size_t i = 0; i < grants.n; i++)
		if ((grants.v[i].says == GRANT_LAST ||
			(grants.v[i].says == GRANT_NOT && !d->official)) &&
		    grants.v[i].soft != NULL && grants.v[i].version > 0)
			d->trigger[ASPECT_DISCONTINUATION] = NULL;
}

void eligibility_claim(struct drawn *d)
{
	if (eligibility_by_words(d) || d->official || !eligibility_by_grants(d))
		return;
	/* That it comes is said of those devices. */
	d->trigger[ASPECT_RELEASE_DATE] = NULL;
	d->trigger[ASPECT_ROLLOUT] = NULL;
}

bool feature_is_part(const struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_FEATURE];
	const char *value =
	    trigger == NULL
		? NULL
		: value_of(d->r, d->p, ASPECT_FEATURE, trigger, d->subject);
	return value != NULL && value_is_chip(value);
}
