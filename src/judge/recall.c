/*
 * Official word in words of its own. Makers seldom say a thing as the rumor
 * said it: the headline names the phone, the next sentence its part, a third
 * that it is gone, and none of them has the claim's verb. So the claim is taken
 * apart into terms, each with what it weighs: names, numbers, the words of the
 * matter, and light ones in which every plan is told. They are
 * looked for in a sentence, the one before it and the headline together; the
 * sentence must have a part of them by itself, the head of the matter must be
 * there, and every number. The product must be the claimed one throughout.
 *
 * It is asked last, of official word only, and where no other reading of the
 * sentence has made the claim.
 */
#include "judge/recall.h"

#include <string.h>

#include "judge/about.h"
#include "judge/measure.h"
#include "judge/phrase.h"
#include "judge/polarity.h"
#include "judge/wordform.h"
#include "text/date.h"

/* --- the item --- */

struct tally {
	double of, has, here; /* weights: all, found, found in the sentence */
	double loose;	      /* ... found, but apart from what they describe */
	size_t matter, found; /* words of the matter */
	size_t apart;	      /* ... found, and loose */
	size_t bare;  /* what describes the first head, and is missing */
	size_t named; /* products of the claim, in the sentence */
	bool head, must;
};

static struct view view_of(const struct drawn *d)
{
	const struct passage *first = d->r->passages, *before = d->p - 1;
	struct view v = {.here = d->p, .from = about_answer_start(d)};

	if (d->p == first || v.from > d->p->start)
		return v;
	if (before->field == d->p->field && before->speaker == d->p->speaker &&
	    !before->question)
		v.before = before;
	if (first->field == FIELD_TITLE && !first->question)
		v.title = first;
	return v;
}

/* In the text's language or another: "EU" is in the row of Europe. */
static bool passage_names_region(
    const struct reading *r, const struct passage *p, const char *region)
{
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m =
		    &r->side[p->field].matches[p->match + i];

		if (m->use->kind == USE_REGION &&
		    text_same(r->lex->regions[m->use->row].name, region))
			return true;
	}
	return false;
}

bool recall_says(const struct reading *r, const struct passage *p,
    uint32_t from, const struct about_term *t)
{
	const char *s;
	size_t n;

	if (p == NULL)
		return false;
	s = r->side[p->field].folded + from;
	n = p->end - from;
	/* "Europe", and by kin.tsv "European" */
	if (t->region != NULL && passage_names_region(r, p, t->region))
		return true;
	if (t->vendor != NULL)
		return recall_names_vendor(r, p, t->vendor);
	if (t->product != NULL)
		return recall_names(r, p, t->product, t->version);
	return word_in(s, n, t->word) || about_has_kin(r, t->word, s, n);
}

bool recall_leaves_out(const struct reading *r, const struct about_term *t)
{
	const struct about *about = r->about;

	if (t->product != NULL &&
	    text_same(t->product, about->claim->product) &&
	    recall_is_version(about->claim->version, t->version))
		return true; /* asked for by itself */
	if ((t->vendor == NULL &&
		about_is_of_name(r, about->claim->vendor, t->word)) ||
	    about_is_this_year(r, t->word))
		return true;
	/* "Outside China": everywhere else, whichever is named. */
	if (t->region != NULL && about->claim->aspect == ASPECT_REGION &&
	    text_same(about->claim->value, "global"))
		return true;
	return about->besides != NULL &&
	       strstr(about->besides, t->word) != NULL;
}

/* Chinese claims are pairs of characters, and a name is some of them. */
static bool is_latin(const char *word)
{
	return (unsigned char)word[0] < 0xe0;
}

/* The number of the claimed amount: measure.c asks for it. */
static bool is_measured(const struct about *about, const struct about_term *t)
{
	return about->measure != NULL && word_is_number(t->word) &&
	       strncmp(about->measure, t->word, strlen(t->word)) == 0;
}

bool recall_there(
    const struct reading *r, const struct view *v, const struct about_term *t)
{
	return recall_says(r, v->here, v->from, t) ||
	       (v->before != NULL &&
		   recall_says(r, v->before, v->before->start, t)) ||
	       (v->title != NULL &&
		   recall_says(r, v->title, v->title->start, t));
}

/* "A floating taskbar": does it describe what the claim is about, and is no
 * part of the thing's own name? */
static bool is_description(
    const struct about *about, const struct about_term *t)
{
	const struct about_term *head = &about->terms[t->of];

	return head->head && head != t && !t->verb && !head->verb && !t->must &&
	       !t->time && !t->leads && !t->opens && t->weight > ABOUT_LIGHT &&
	       t->product == NULL && t->vendor == NULL;
}

static struct tally tally_of(const struct reading *r, const struct view *v)
{
	const struct about *about = r->about;
	struct tally out = {.head = true, .must = true};

	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];
		bool here, there;

		if (t->product != NULL && is_latin(t->word) &&
		    recall_says(r, v->here, v->from, t))
			out.named++;
		if (recall_leaves_out(r, t) || is_measured(about, t))
			continue;
		here = recall_says(r, v->here, v->from, t);
		there = recall_there(r, v, t);
		out.of += t->weight;
		out.has += there ? t->weight : 0;
		out.here += here ? t->weight : 0;
		out.bare += !there && is_description(about, t);
		if (there && stands_apart(r, v, t, &about->terms[t->of])) {
			out.loose += t->weight;
			out.apart++;
		}
		if (t->weight > ABOUT_LIGHT) {
			out.matter++;
			out.found += there;
		}
		out.head &= there || !t->head;
		out.must &= there || !t->must;
	}
	return out;
}

#define SHORT 3 /* words: such a claim has none to spare */

/* What stands apart says nothing of the claim: "a transparent back and a new
 * display". A long one is passed over in part. */
static void tie(struct tally *t)
{
	t->has -= t->loose;
	t->found -= t->apart;
	t->must &= (t->loose <= 0 && t->bare == 0) || t->matter > SHORT;
}

#define ENOUGH	     0.6
#define ENOUGH_LONG  0.45 /* of many words: the more there are */
#define ENOUGH_TOP   0.75 /* whatever stands first in it */
#define ENOUGH_TOLD  0.75 /* of a rumor's sentence, quoted by the press */
#define ENOUGH_LIGHT 0.6  /* where every word is light */
#define HERE	     0.2
#define HERE_DENY    0.5 /* of a no */
#define ALL	     0.9

/* "Meet Aqua Ring", where it was claimed that there will be one. */
static bool is_brought_out(const struct drawn *d)
{
	const struct claim *c = d->r->about->claim;

	return c->product != NULL &&
	       recall_names(d->r, d->p, c->product, c->version) &&
	       (passage_has(d->p, CUE_ANNOUNCE) ||
		   passage_has(d->p, CUE_RELEASE));
}

/* A long claim has details that official word passes over. */
static double enough(const struct tally *t)
{
	double least =
	    ENOUGH - (t->matter > 3 ? 0.04 * (double)(t->matter - 3) : 0);

	return t->of * (least > ENOUGH_LONG ? least : ENOUGH_LONG);
}

/* "Jo Reed on foldables": a headline of the press may be no more than a
 * topic. */
static bool is_topic(const struct drawn *d, const struct tally *t)
{
	return d->p->field == FIELD_TITLE && !role_is_official(d->r) &&
	       t->found < 2 && t->named == 0 &&
	       !passage_has(d->p, CUE_ANNOUNCE) &&
	       !passage_has(d->p, CUE_RELEASE) &&
	       !passage_has(d->p, CUE_CONFIRM);
}

#define MATTER_LONG 5	/* words: such a claim has details */
#define HOW	    0.8 /* of a claim that says how a common part is */

/* "A camera bar on the left": that there is a camera bar is no news. */
static bool says_how(const struct drawn *d, const struct tally *t)
{
	const struct about *about = d->r->about;

	if (d->r->lang == LANG_ZH)
		return true; /* by few of its words another script is known */
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *term = &about->terms[i];

		if (term->head && term->product == NULL &&
		    phrase_is(d->r->lex->phrases, PHRASE_COMMON_PART,
			term->word, strlen(term->word)))
			return t->found >= t->matter ||
			       t->matter >= MATTER_LONG ||
			       t->has >= t->of * HOW;
	}
	return true;
}

static bool is_said(const struct drawn *d, const struct tally *t, bool denied)
{
	if (is_topic(d, t) || (!denied && !says_how(d, t)))
		return false;
	if (!t->must || (!t->head && t->has < t->of * ENOUGH_TOP))
		return false;
	/* A sentence as it was told has words that nobody has to say again. */
	if (d->r->about->told && !role_is_official(d->r) &&
	    (!t->head || t->found < 2 || t->has < t->of * ENOUGH_TOLD))
		return false;
	if (t->matter == 0 && !denied && !about_denies(d->r->about) &&
	    is_brought_out(d))
		return true;
	if (t->matter == 0)
		return t->has >= t->of * ENOUGH_LIGHT &&
		       t->here >= t->of * HERE_DENY && t->of > 2 * ABOUT_LIGHT;
	if (t->found + t->named < 2 && t->found < t->matter)
		return false;
	/* Whose no it is must be plain, or all of it is there. */
	return t->has >= enough(t) &&
	       t->here >=
		   t->of * (denied && t->has < t->of * ALL ? HERE_DENY : HERE);
}

#define NAMED 0.5 /* where the lexicon's name for the thing is said */

/* The thing itself is named by the lexicon's name for it. */
static bool is_named(const struct tally *t)
{
	return t->must && t->head && t->has >= t->of * NAMED;
}

/* --- the numbers, the names --- */

bool recall_has_numbers(const struct drawn *d)
{
	const struct reading *r = d->r;
	struct view v = view_of(d);

	if (about_has_kind(r->about) || about_denies(r->about))
		return true;
	for (size_t i = 0; i < r->about->term_count; i++) {
		const struct about_term *t = &r->about->terms[i];

		if (word_is_number(t->word) && t->product == NULL && !t->time &&
		    !word_is_year(t->word) && !is_measured(r->about, t) &&
		    !recall_there(r, &v, t))
			return false;
	}
	return true;
}

bool recall_is_apart(const struct drawn *d, bool words)
{
	struct view v = view_of(d);
	struct tally t = tally_of(d->r, &v);

	if (about_denies(d->r->about))
		return false;
	/* "Sideloading stays open", where it was to be limited. */
	if (!words && d->r->lang == LANG_EN && t.matter > SHORT &&
	    t.has < t.of * NAMED)
		return true;
	if (!words && d->r->lang == LANG_EN && t.bare > 0 && t.matter <= SHORT)
		return true;
	return t.loose > 0 &&
	       (t.matter <= SHORT || (words && t.has - t.loose < enough(&t)));
}

bool recall_says_how(const struct drawn *d)
{
	struct view v = view_of(d);
	struct tally t = tally_of(d->r, &v);

	return d->r->about->measure != NULL || says_how(d, &t);
}

static bool is_other_name(const struct reading *r, const struct about_term *t)
{
	return !t->time && !recall_leaves_out(r, t) &&
	       (t->name ||
		   (t->must && (t->product != NULL || t->vendor != NULL ||
				   t->region != NULL)));
}

bool recall_has_names(const struct drawn *d)
{
	const struct reading *r = d->r;
	struct view v = view_of(d);
	size_t matter = 0, missing = 0;

	if (d->p > r->passages && d->p[-1].field == d->p->field)
		v.before = d->p - 1; /* whoever says it */
	for (size_t i = 0; i < r->about->term_count; i++) {
		const struct about_term *t = &r->about->terms[i];

		matter += t->weight > ABOUT_LIGHT;
		missing += is_other_name(r, t) && !recall_there(r, &v, t);
	}
	return missing == 0 || matter >= MATTER_LONG;
}

/* --- a rumor's own sentence --- */

/* Its maker's item, or a sentence that itself names who says it. */
static bool is_own_word(const struct drawn *d)
{
	return role_is_official(d->r) ||
	       (d->p->source >= 0 && d->p->source == d->attribution);
}

/* Does the item speak of the matter at all: of half of its words? */
static bool has_half(const struct reading *r)
{
	double of = 0, has = 0;

	for (size_t i = 0; i < r->about->term_count; i++) {
		const struct about_term *t = &r->about->terms[i];
		bool said = false;

		if (is_measured(r->about, t)) /* may be another one */
			continue;
		for (size_t k = 0; k < r->passage_count && !said; k++)
			said = recall_says(
			    r, &r->passages[k], r->passages[k].start, t);
		of += t->weight;
		has += said ? t->weight : 0;
	}
	return of > 0 && has >= of / 2;
}

bool recall_answers_told(const struct drawn *d)
{
	struct view v = view_of(d);
	struct tally t = tally_of(d->r, &v);

	if (role_is_official(d->r)) /* "aluminum", where titanium was told */
		return (has_half(d->r) || about_kind_says(d) == SAYS_NO) &&
		       recall_names_product(d, t.found);
	return is_own_word(d) && t.found >= 2 &&
	       recall_names_product(d, t.found);
}

/* --- the claim --- */

static bool is_of_time(const struct claim *c)
{
	return c->aspect == ASPECT_RELEASE_DATE || c->aspect == ASPECT_ROLLOUT;
}

/*
 * When it is and what it is called are told by a time and a name, who is left
 * out by a word for that.
 */
static bool is_dated(const struct drawn *d)
{
	const struct about *about = d->r->about;

	return about->claim->window.from != DATE_NONE &&
	       is_of_time(about->claim) && !about_denies(about) &&
	       d->window_count == 1 && !drawn_says(d, PHRASE_ADMISSION) &&
	       !drawn_says(d, PHRASE_PRE_ORDER) &&
	       !drawn_says(d, PHRASE_EVENT) && !drawn_tells_later(d);
}

static bool is_told_by_words(const struct about *about)
{
	const struct claim *c = about->claim;

	if (c->aspect == ASPECT_ELIGIBILITY && c->value != NULL &&
	    strncmp(c->value, "no ", 3) == 0)
		return false;
	/* "None this year": the no is the matter, and not the year. */
	return c->aspect != ASPECT_NAME && c->aspect != ASPECT_SUPPORT_LENGTH &&
	       (c->window.from == DATE_NONE || c->aspect == ASPECT_OTHER ||
		   about_denies(about));
}

/* "In spring", of what was to come by the fall, whatever it is. */
static bool is_of_other_time(const struct drawn *d)
{
	const struct window *w = &d->r->about->claim->window;

	if (w->from == DATE_NONE || d->window_count == 0)
		return false;
	for (size_t i = 0; i < d->window_count; i++)
		if (d->windows[i].window.from <= w->to &&
		    d->windows[i].window.to >= w->from)
			return false;
	return true;
}

static const char *without_no(const char *value)
{
	return strncmp(value, "no ", 3) == 0 ? value + 3 : value;
}

/* Of the same kind and value, or of its opposite: it knows better. */
static bool is_same_matter(const struct claim *c, const struct claim *of)
{
	if (c->aspect != of->aspect || !text_same(c->product, of->product))
		return false;
	if (of->aspect != ASPECT_OTHER && of->aspect != ASPECT_FEATURE)
		return !is_of_time(of);
	return c->value != NULL && of->value != NULL &&
	       (about_same_coin(c->value, of->value) ||
		   strcmp(without_no(c->value), without_no(of->value)) == 0);
}

static bool says_no(const struct claim *c)
{
	return (c->modality == MODALITY_DENIED) !=
	       (strncmp(c->value, "no ", 3) == 0);
}

/* Of the same value, is one a yes and the other a no? */
static bool is_contrary(const struct claim *c, const struct about *about)
{
	return says_no(c) != (says_no(about->claim) || about_denies(about));
}

/*
 * "We are winding down the service": of what the sentence before, or the
 * headline, is about; and "returns to all markets", with the value that was
 * claimed.
 */
static bool is_same_end(const struct claim *c, const struct claim *of)
{
	if (c->modality != MODALITY_ASSERTED || !text_same(c->value, of->value))
		return false;
	return of->aspect == ASPECT_DISCONTINUATION ||
	       (of->aspect == ASPECT_REGION && of->value != NULL);
}

enum reading_of { NOT_READ, READ_SAME, READ_BETTER };

/*
 * What other readings of the sentence have made of the matter: nothing, the
 * same value and no more ("with X"), or the claim itself or its contrary.
 */
static enum reading_of other_reading(
    const struct drawn *d, size_t before, bool denied)
{
	enum reading_of out = NOT_READ;
	const struct claim *of = d->r->about->claim;

	for (size_t i = before; i < d->r->claim_count; i++) {
		const struct claim *c = &d->r->claims[i];
		bool feature = of->aspect == ASPECT_FEATURE;

		if (c->words == of->words)
			return READ_BETTER;
		if (!is_same_matter(c, of))
			continue;
		if (denied || !(feature ? !is_contrary(c, d->r->about)
					: is_same_end(c, of)))
			return READ_BETTER;
		out = READ_SAME;
	}
	return out;
}

/*
 * The thing may stand in the sentence before, and only what becomes of it in
 * this one.
 */
static bool is_denied(const struct drawn *d)
{
	const struct about *about = d->r->about;
	enum says says = about_says(d, about);
	bool no = says == SAYS_NO ||
		  (says == SAYS_NOTHING && polarity_count(d) % 2 != 0);

	/* "Can be added later": it comes without. */
	no |= about_denies(about) && drawn_says(d, PHRASE_OPTIONAL);
	/* In Chinese the words of the claim do not tell of which clause it is.
	 */
	if (d->r->lang == LANG_ZH && !(about->told && says != SAYS_NOTHING))
		no |= polarity_count(d) > 0;
	return d->modality == MODALITY_DENIED || no != about_denies(about);
}

/* "There is no stylus in it": nor one that is stored in its frame. */
static bool is_none(const struct drawn *d)
{
	const struct about *about = d->r->about;

	if (d->r->lang != LANG_EN || about_denies(about) ||
	    (about->claim->aspect != ASPECT_FEATURE &&
		about->claim->aspect != ASPECT_OTHER))
		return false;
	for (size_t i = 0; i < about->term_count; i++)
		if (about->terms[i].head && !about->terms[i].must &&
		    about->terms[i].weight > ABOUT_LIGHT &&
		    polarity_none_of(d, &about->thing, about->terms[i].word))
			return true;
	return false;
}

/* "We are looking into it": it does not come yet, if that was claimed. */
static bool is_only_looked_at(const struct drawn *d)
{
	return drawn_says(d, PHRASE_STUDY) && !d->r->about->of_study &&
	       !is_denied(d); /* "is not working on one" */
}

/* An end is not denied by what does not speak of it. */
static bool may_deny(const struct drawn *d)
{
	enum aspect a = d->r->about->claim->aspect;

	return d->modality == MODALITY_DENIED ||
	       (a != ASPECT_DISCONTINUATION && a != ASPECT_SUCCESSOR);
}

/* The house whose deed is claimed speaks, whosever the product is. */
static bool is_official(const struct drawn *d)
{
	const struct attribution *a = drawn_speaker(d);
	const char *vendor = d->r->about->claim->vendor;

	return d->official ||
	       (a != NULL && a->kind == ORIGIN_OFFICIAL && vendor != NULL &&
		   (text_same(a->vendor, vendor) ||
		       text_same(a->vendor, lexicon_house(d->r->lex, vendor))));
}

/* "With the Z9 chip", where another one was claimed. */
static bool names_other_chip(const struct drawn *d)
{
	const char *claimed = d->r->about->claim->value, *said;
	uint32_t at = d->p->start;

	if (claimed == NULL || !value_is_chip(claimed))
		return false;
	said = chip_next(d->r, d->p, &at);
	return said != NULL && !text_same(said, claimed);
}

void recall_claim(struct drawn *d, size_t before)
{
	const struct about *about = d->r->about;
	struct claim c;
	struct view v;
	struct tally t;
	enum reading_of other;
	bool denied, dated, none, other_bound = false;

	if (about == NULL || !is_official(d) || d->p->question ||
	    (about->told && !recall_answers_told(d)) ||
	    d->modality == MODALITY_HEDGED)
		return;
	dated = is_dated(d);
	if (!(is_told_by_words(about) || dated) || is_only_looked_at(d) ||
	    (!is_of_time(about->claim) && is_of_other_time(d)) ||
	    tells_of_talk(d, d->p->end))
		return;
	if (about->measure != NULL &&
	    !text_same(measure_of(d, about, &other_bound), about->measure))
		return; /* another amount, or none: that is not told by words */
	if (about_kind_says(d) == SAYS_NO)
		return; /* aluminium, and titanium grey */
	none = about->measure == NULL && is_none(d);
	denied = about->measure != NULL ? other_bound : none || is_denied(d);
	/* "The reports of a sale, ..., she said": she speaks of reports. */
	if (!denied && drawn_says(d, PHRASE_WHAT_IS_TOLD))
		return;
	/* "The thinnest one on the market": nothing ends. */
	if (!denied && about->claim->aspect == ASPECT_DISCONTINUATION &&
	    polarity_count(d) == 0)
		return;
	if (about_same_coin(about->claim->value, about->claim->value) ||
	    names_other_chip(d))
		return; /* whose it is, and whether it is one, is told elsewhere
			 */
	/* Which kind it is of, and where alone, is not told by other words. */
	if ((about_has_kind(about) && about_kind_says(d) != SAYS_YES) ||
	    about_lacks_degree(d) ||
	    (about->only && about->claim->aspect == ASPECT_REGION &&
		!polarity_says_only(d)))
		return;
	other = other_reading(d, before, denied);
	if ((denied && !may_deny(d)) || other == READ_BETTER)
		return;
	if (other == NOT_READ && !denied && about_lacks_name(d))
		return;
	v = view_of(d);
	t = tally_of(d->r, &v);
	t.found += about->measure != NULL; /* the very amount */
	if (about->measure != NULL)
		t.bare = 0; /* how many tells which */
	if (!denied && !about_denies(about))
		tie(&t);
	if (!(other == READ_SAME
		    ? is_named(&t)
		    : (none && t.must) || is_said(d, &t, denied)) ||
	    !recall_is_of_product(d, t.found))
		return;
	c = about_begin(d, about);
	c.value = about->claim->value;
	about_same_words(&c, about);
	c.grade = role_is_official(d->r) ? GRADE_A : GRADE_B;
	c.background = false;
	c.answers = !dated;
	if (dated) /* when is told by the time */
		c.window = d->windows[0].window;
	if (denied)
		c.modality = MODALITY_DENIED;
	claim_add(d, &c);
}
