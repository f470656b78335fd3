/*
 * What an official claim means to a claimed time: it must be of the same
 * release, then the two windows tell.
 */
#include "judge/bearing.h"

#include <string.h>

#include "model/doc.h"

/* "MIUI 15" cannot come once the line goes on under another name. */
static bool is_superseded(const struct live *r, const struct board_claim *c)
{
	return r->version && !strchr(r->version->text, '.') &&
	       c->modality == MODALITY_ASSERTED &&
	       is_real_follower(c->product, r->subject);
}

static bool same_release(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return (product_same(r->subject, c->product) ||
		   is_of_line(r->subject, c->product) || names_model(r, c) ||
		   is_nameless_too(p, r, c)) &&
	       version_same(r->version, c->version) &&
	       !(r->stage && c->stage && r->stage != c->stage);
}

static bool says_new(const struct board_claim *c)
{
	return claim_says(c, PHRASE_NEW);
}

#define LINE_WORDS 0.35

/* A version, a model with a number, or much the same words. */
static bool is_that_one(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return r->version ||
	       strpbrk(r->subject ? r->subject->text : "", "0123456789") ||
	       best_coverage(p, r, c) >= LINE_WORDS;
}

static bool is_named_system(const struct board_claim *c)
{
	return c->grade == GRADE_A && c->named_here && c->product &&
	       c->product->product &&
	       (!strcmp(c->product->product->kind, "os") ||
		   !strcmp(c->product->product->kind, "skin"));
}

/*
 * One release, and not any news of a line that is always on sale: a version,
 * a model with a number, the maker's own word on a system by its name, or
 * much the same words.
 */
static bool is_that_release(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	if (is_named_system(c))
		return true;
	/* When it comes, in its own channel: "this fall". */
	if (c->grade == GRADE_A && c->product &&
	    c->window.to - c->window.from > 2 * DAY_S)
		return true;
	if (c->grade == GRADE_A && c->named_here && says_new(c) &&
	    says_new(founder(r)))
		return true;
	return is_that_one(p, r, c);
}

/* The beta of a phone is that of the system it runs. */
static bool is_same_beta(const struct live *r, const struct board_claim *c)
{
	return r->stage && r->stage == c->stage &&
	       product_near(r->subject, c->product);
}

static bool is_inside(const struct window *inner, const struct window *outer)
{
	return inner->from >= outer->from && inner->to <= outer->to;
}

/* Who asks for no beta asks for what all can have. */
static bool same_stage(const struct live *r, const struct board_claim *c)
{
	return r->stage == c->stage ||
	       (r->stage != STAGE_BETA && c->stage != STAGE_BETA);
}

/*
 * A later time, told before the claimed one is over, also takes back what was
 * announced before. Where the beta comes later, so does the release.
 */
static enum happening bears_later(
    const struct live *r, const struct board_claim *c)
{
	return same_stage(r, c) || c->stage == STAGE_BETA ? HAPPENS_PUT_OFF
							  : HAPPENS_NOTHING;
}

/* In time, but not only where it was said to come, or not everywhere. */
static bool is_elsewhere(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (!carried->place || !carried->is_only)
		return false;
	return c->everywhere ||
	       (c->place && carried->place->key != c->place->key);
}

/*
 * "The phone and its system come on the 10th", and one of them comes on the
 * 11th: the rumor is about the other.
 */
static bool is_other_half(const struct live *r, const struct board_claim *c)
{
	if (!r->subject || !c->product || !c->named_here || c->stage ||
	    c->modality != MODALITY_ASSERTED ||
	    product_same(r->subject, c->product) ||
	    product_is_model(r->subject, c->product) ||
	    c->window.from <= r->window.to)
		return false;
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const char *said = ref_claim(r->refs[i])->text;

		if (r->members[i].part == PART_CARRIES &&
		    (strcasestr(said, c->product->text) != NULL ||
			(product_near(r->subject, c->product) &&
			    strcasestr(said, " phones and ") != NULL)))
			return true;
	}
	return false;
}

/* One feature, whichever product or version it was filed under. */
static bool is_same_feature(const struct live *r, const struct board_claim *c)
{
	return c->feature && founder(r)->feature == c->feature &&
	       !founder(r)->numbers.n && c->modality == MODALITY_ASSERTED;
}

/* Kinds of devices, each by what its words have in common. */
static const char *const kinds[][8] = {
    {"foldable", "folding", "fold", "faltba", "faltphone", "plegable", "pliant",
	"\xe6\x8a\x98\xe5\x8f\xa0"},
    {"flip phone", "clamshell", "flip"},
    {"tablet", "\xe5\xb9\xb3\xe6\x9d\xbf"},
    {"watch", "\xe6\x89\x8b\xe8\xa1\xa8"},
    {"earbuds"},
    {"laptop"},
    {"headphone", "headset"},
};

#define KINDS	   (sizeof(kinds) / sizeof(*kinds))
#define KIND_WORDS (sizeof(kinds[0]) / sizeof(*kinds[0]))

static bool is_of_kind(const char *text, size_t kind)
{
	for (size_t i = 0; i < KIND_WORDS && kinds[kind][i]; i++)
		if (strcasestr(text, kinds[kind][i]))
			return true;
	return false;
}

/*
 * "No foldable this year", of a house whose foldable was said to come in
 * spring: the kind is denied, and with it the one.
 */
static bool denies_kind(const struct live *r, const struct board_claim *c)
{
	if (c->product || c->modality != MODALITY_DENIED ||
	    r->vendor != c->vendor || !is_inside(&r->window, &c->window))
		return false;
	for (size_t i = 0; i < KINDS; i++) {
		if (!is_of_kind(c->text, i))
			continue;
		for (size_t k = 0; k < r->pub.member_count; k++)
			if (r->members[k].part == PART_CARRIES &&
			    is_of_kind(ref_claim(r->refs[k])->text, i))
				return true;
	}
	return false;
}

/* "A foldable Pixel", and it is a Pixel that comes: any, where it has no kind.
 */
static bool is_of_other_kind(const struct live *r, const struct board_claim *c)
{
	for (size_t i = 0; i < KINDS; i++)
		if (is_of_kind(founder(r)->text, i) &&
		    !is_of_kind(c->text, i) && c->product &&
		    c->product != r->subject &&
		    !is_of_kind(c->product->text, i))
			return true;
	return false;
}

/* "The next generation of X", where X itself was to come. */
static bool is_of_next(const struct live *r, const struct board_claim *c)
{
	return claim_says(c, PHRASE_SUCCESSOR) &&
	       !claim_says(founder(r), PHRASE_SUCCESSOR) && !r->version &&
	       !strpbrk(r->subject ? r->subject->text : "", "0123456789");
}

/* "It will not come this year": then in time is wrong, and later is right. */
static enum happening bears_on_absence(
    const struct live *r, const struct board_claim *c)
{
	const struct window *w = &r->window;

	if (c->modality == MODALITY_DENIED)
		return window_overlap(w, &c->window) > 0 ? HAPPENS_OFFICIAL_WORD
							 : HAPPENS_NOTHING;
	if (r->stage != c->stage && c->stage == STAGE_BETA)
		return HAPPENS_NOTHING;
	if (is_inside(&c->window, w))
		return HAPPENS_OTHER_DATE;
	return c->window.from > w->to ? HAPPENS_OFFICIAL_WORD : HAPPENS_NOTHING;
}

/* The day of an event is not yet the day on which an update goes out. */
static bool is_event_only(const struct live *r, const struct board_claim *c)
{
	return claim_says(founder(r), PHRASE_ROLLED_OUT) &&
	       claim_says(c, PHRASE_EVENT) && !claim_says(c, PHRASE_ROLLED_OUT);
}

/*
 * "A phone with AquaOS", whose product is the system: that the system itself
 * comes is no word on the phone.
 */
static bool is_of_no_phone(const struct live *r, const struct board_claim *c)
{
	return claim_says(founder(r), PHRASE_PHONE_WITH) &&
	       product_same(r->subject, c->product) && r->subject &&
	       r->subject->product && c->devices == 0 &&
	       !claim_says(c, PHRASE_A_PHONE);
}

/* "Shown on the 19th and sold from the 26th", as it was asked: the second of
 * the days; or NULL. */
static const struct window *second_day(const struct live *r)
{
	const struct board_item *item = r->refs[0].item;

	for (size_t i = 0; item->asked && i < item->claim_count; i++) {
		const struct board_claim *c = &item->claims[i];

		if (aspect_is_of_time(c->aspect) && window_given(&c->window) &&
		    product_same(r->subject, c->product) &&
		    c->window.from > r->window.to)
			return &c->window;
	}
	return NULL;
}

/* "There will be no X": then it comes at no time, whatever that is the end of.
 */
static bool says_none_comes(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return c->aspect == ASPECT_DISCONTINUATION && c->negates &&
	       c->modality == MODALITY_ASSERTED && c->named_here &&
	       r->refs[0].item->asked && product_same(r->subject, c->product) &&
	       (!r->version || c->version) && same_release(p, r, c);
}

/*
 * Shown and to be had are two times: "previewed today" is not earlier than a
 * release that was claimed, nor is the sale later than the day of showing. A
 * day that is set for showing it is, though, when it comes for most who ask.
 */
static bool is_other_step(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *f = founder(r);
	bool shown = claim_says(f, PHRASE_SHOWN),
	     had = claim_says(f, PHRASE_HAD);

	return shown != had && claim_says(c, PHRASE_SHOWN) != shown &&
	       claim_says(c, PHRASE_HAD) != had && (shown || c->of_today);
}

#define EVENT_NEAR (21 * DAY_S) /* two of one house are farther apart */

/* "The event for its next phone", and "an event on the 9th". */
static bool is_same_event(const struct live *r, const struct board_claim *c)
{
	int64_t apart = c->window.from - r->window.from;

	return r->vendor == c->vendor && claim_says(founder(r), PHRASE_EVENT) &&
	       claim_says(c, PHRASE_EVENT) &&
	       c->modality == MODALITY_ASSERTED &&
	       (!c->product || product_near(r->subject, c->product)) &&
	       r->window.to - r->window.from < 4 * DAY_S &&
	       c->window.to - c->window.from < 4 * DAY_S &&
	       apart > -EVENT_NEAR && apart < EVENT_NEAR;
}

static bool says_late(const struct board_claim *c)
{
	return claim_says(c, PHRASE_HELD_UP) || claim_says(c, PHRASE_PUT_OFF);
}

/* "Delayed to May or later", and it takes longer: how long, nobody said. */
static bool is_late_too(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *f = founder(r);

	if (!says_late(f) || !claim_says(c, PHRASE_HELD_UP) ||
	    c->modality != MODALITY_ASSERTED || f->modality == MODALITY_DENIED)
		return false;
	if (window_given(&r->window) && !claim_says(f, PHRASE_EARLIEST))
		return false;
	return !window_given(&c->window) || !window_given(&r->window) ||
	       c->window.to >= r->window.from;
}

/* "It takes longer than thought": no time, or one that is not over with the
 * claimed one. Who says himself that it is late is not contradicted. */
static bool is_held_up(const struct live *r, const struct board_claim *c)
{
	return c->modality == MODALITY_ASSERTED &&
	       claim_says(c, PHRASE_HELD_UP) && window_given(&r->window) &&
	       !says_late(founder(r)) &&
	       founder(r)->modality != MODALITY_DENIED &&
	       (!window_given(&c->window) || (c->window.from <= r->window.to &&
						 c->window.to > r->window.to));
}

/* In India, where it is Malaysia that is told of. */
static bool is_of_other_place(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *f = founder(r);

	return f->where && c->where && f->where->key != c->where->key &&
	       strcmp(f->where->text, "global") != 0 &&
	       strcmp(c->where->text, "global") != 0 && !c->everywhere &&
	       !f->everywhere && !second_day(r);
}

#define SOON_S (120 * DAY_S) /* of one release: put off, and no other one */

/* "The Ring goes on sale in April": a line by its name alone is what was to be
 * sold in March, where a time ahead is given and nothing else is told of it. */
static bool is_sold_later(const struct live *r, const struct board_claim *c)
{
	return c->named_here && r->subject && c->product &&
	       r->subject->key == c->product->key && !c->of_today &&
	       c->modality == MODALITY_ASSERTED && claim_says(c, PHRASE_HAD) &&
	       claim_says(founder(r), PHRASE_HAD) && !c->feature &&
	       !founder(r)->feature && !c->where == !founder(r)->where &&
	       c->window.from > r->window.to &&
	       c->window.from - r->window.to < SOON_S;
}

/*
 * "Android 17 comes to the Aqua 9 in May": the phone is what its maker speaks
 * of, and that the phone is sold then is no word on the system.
 */
static bool is_of_no_system(const struct live *r, const struct board_claim *c)
{
	static const char *const systems[] = {
	    "android", "wear os", "windows 1", "安卓"};
	const char *claimed = founder(r)->text;

	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++)
		if (r->subject && strcasestr(claimed, systems[i]) &&
		    !strcasestr(r->subject->text, systems[i]))
			return !strcasestr(c->text, systems[i]) &&
			       !claim_says(c, PHRASE_ROLLED_OUT) &&
			       claim_says(c, PHRASE_HAD);
	return false;
}

/* "Pre-orders open on the 5th": what can be had that day is a place in line. */
static bool is_reserved(const struct live *r, const struct board_claim *c)
{
	return claim_says(c, PHRASE_PRE_ORDER) && !claim_says(c, PHRASE_HAD) &&
	       !claim_says(founder(r), PHRASE_PRE_ORDER) &&
	       claim_says(founder(r), PHRASE_HAD);
}

/* How the official time lies to the claimed one. */
static enum happening bears_at_time(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	const struct window *w = &r->window, *said = &c->window;

	if (is_inside(said, w) && (is_event_only(r, c) || is_reserved(r, c)))
		return HAPPENS_NOTHING;
	/* Who asks for the release is not answered by a beta. */
	if (is_inside(said, w) && r->refs[0].item->asked &&
	    c->stage == STAGE_BETA && r->stage == STAGE_NONE)
		return HAPPENS_NOTHING;
	if (is_inside(said, w))
		return is_elsewhere(founder(r), c) ? HAPPENS_OFFICIAL_PART
						   : with_limits(founder(r), c);
	if (is_other_step(r, c))
		return HAPPENS_NOTHING;
	if (said->from > w->to) {
		const struct window *sold = second_day(r);

		if (sold && said->from >= sold->from)
			return is_inside(said, sold) ? HAPPENS_NOTHING
						     : HAPPENS_OTHER_HALF;
		return bears_later(r, c);
	}
	/* News of the line, without a version, is not of that version; and of
	 * a line that has none, earlier news may be of anything. */
	if (said->to < w->from && same_stage(r, c) &&
	    (!r->version || c->version) &&
	    (is_that_one(p, r, c) || is_named_system(c)))
		return HAPPENS_OTHER_DATE;
	return HAPPENS_NOTHING; /* the official window is the wider one */
}

enum happening bears_on_date(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	const struct window *w = &r->window;

	if (is_superseded(r, c))
		return HAPPENS_REPLACED;
	/* What takes nothing's place comes at no time. */
	if (c->aspect == ASPECT_SUCCESSOR && c->modality == MODALITY_DENIED &&
	    founder(r)->beside & 1u << ASPECT_SUCCESSOR)
		return HAPPENS_REPLACED;
	if (window_given(w) && says_none_comes(p, r, c))
		return founder(r)->modality == MODALITY_DENIED
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_DENIAL;
	if (!aspect_is_of_time(c->aspect) || is_of_other_place(r, c))
		return HAPPENS_NOTHING;
	if (is_late_too(r, c) && same_release(p, r, c))
		return HAPPENS_OFFICIAL_WORD;
	if (!window_given(w))
		return HAPPENS_NOTHING;
	if (is_held_up(r, c) && same_release(p, r, c) && same_stage(r, c))
		return HAPPENS_PUT_OFF;
	if (!window_given(&c->window))
		return HAPPENS_NOTHING;
	if (denies_kind(r, c))
		return founder(r)->modality == MODALITY_DENIED
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_DENIAL;
	if (is_of_next(r, c) || is_of_no_phone(r, c) ||
	    is_of_other_kind(r, c) || is_of_no_system(r, c))
		return HAPPENS_NOTHING;
	if (!same_release(p, r, c)) {
		if ((is_same_beta(r, c) || is_same_feature(r, c)) &&
		    is_inside(&c->window, w))
			return HAPPENS_OFFICIAL_WORD;
		return is_other_half(r, c)   ? HAPPENS_OTHER_HALF
		       : is_same_event(r, c) ? bears_at_time(p, r, c)
					     : HAPPENS_NOTHING;
	}
	if (founder(r)->modality == MODALITY_DENIED)
		return bears_on_absence(r, c);
	/* What was over when the rumor came up is another release. */
	if (c->window.to < r->pub.first_at - DAY_S)
		return HAPPENS_NOTHING;
	if (!is_that_release(p, r, c))
		return is_sold_later(r, c) ? bears_later(r, c)
					   : HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return window_overlap(w, &c->window) <= 0 ? HAPPENS_NOTHING
		       : claim_says(c, PHRASE_MAKERS)	  ? HAPPENS_OTHER_VALUE
							  : HAPPENS_DENIAL;
	return bears_at_time(p, r, c);
}
