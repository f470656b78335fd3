/*
 * Which rumor a claim belongs to. First what forbids it (another product,
 * version, name, number or time), then what speaks for it (the same value,
 * the same time, the same rare words, the same story).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/fold.h"
#include "model/doc.h"

bool product_same(const struct name *a, const struct name *b)
{
	if (!a || !b)
		return false;
	return a->key == b->key || (a->product && a->product == b->product);
}

static bool is_named(const struct name *n, const char *canonical)
{
	if (!canonical || !n)
		return false;
	return !strcmp(n->product ? n->product->name : n->text, canonical);
}

bool product_follows(const struct name *newer, const struct name *older)
{
	if (!newer || !older)
		return false;
	return (newer->product &&
		   is_named(older, newer->product->predecessor)) ||
	       (older->product && is_named(newer, older->product->successor));
}

/* An operating system stands for the phones that run it, and they for it. */
static bool is_system(const struct name *n)
{
	return n->product && (!strcmp(n->product->kind, "os") ||
				 !strcmp(n->product->kind, "skin"));
}

/* "Pixel" and "Pixel 8". */
bool product_is_model(const struct name *a, const struct name *b)
{
	size_t n, m;

	if (!a || !b)
		return false;
	n = strlen(a->key);
	m = strlen(b->key);
	return !strncmp(a->key, b->key, n < m ? n : m);
}

bool product_near(const struct name *a, const struct name *b)
{
	if (product_same(a, b))
		return true;
	if (!a || !b)
		return false;
	return product_is_model(a, b) || is_system(a) != is_system(b);
}

bool product_kin(const struct name *a, const struct name *b)
{
	if (product_same(a, b) || product_follows(a, b) ||
	    product_follows(b, a))
		return true;
	return a && b && a->product && b->product && a->product->predecessor &&
	       b->product->predecessor &&
	       !strcmp(a->product->predecessor, b->product->predecessor);
}

bool version_same(const struct name *a, const struct name *b)
{
	size_t n, m;

	if (!a || !b || a->key == b->key)
		return true;
	/* "7" and "7.0" are one version, "7" and "7.1" are two. */
	n = strlen(a->text);
	m = strlen(b->text);
	if (n + 2 == m)
		return !strncmp(a->text, b->text, n) &&
		       !strcmp(b->text + n, ".0");
	if (m + 2 == n)
		return !strncmp(a->text, b->text, m) &&
		       !strcmp(a->text + m, ".0");
	return false;
}

bool window_given(const struct window *w)
{
	return w->from != DATE_NONE && w->to != DATE_NONE;
}

double window_overlap(const struct window *a, const struct window *b)
{
	int64_t from, to, low, high;

	if (!window_given(a) || !window_given(b))
		return 0;
	from = a->from > b->from ? a->from : b->from;
	to = a->to < b->to ? a->to : b->to;
	low = a->from < b->from ? a->from : b->from;
	high = a->to > b->to ? a->to : b->to;
	if (to < from || high < low)
		return 0;
	return (double)(to - from + 1) / (double)(high - low + 1);
}

bool claim_is_deal(const struct board_claim *c)
{
	static const char *const fates[] = {
	    "market exit", "acquisition", "spin-off"};

	for (size_t i = 0; c->value && i < sizeof(fates) / sizeof(*fates); i++)
		if (!strcmp(c->value->text, fates[i]))
			return true;
	return false;
}

void claim_read_deal(struct board *b, struct board_claim *c, enum lang lang)
{
	struct arena a;
	struct deal deal;

	if (!b->lexicon || !claim_is_deal(c))
		return;
	arena_init(&a);
	deal = deal_read(
	    b->lexicon, &a, lang, c->text, c->aspect == ASPECT_DISCONTINUATION);
	/* Of its own house nobody need say it. */
	if (deal.trade &&
	    (!c->vendor || !deal_is_house(deal.trade, c->vendor->text)))
		c->trade = intern_name(b, deal.trade);
	c->party = intern_name(b, deal.party);
	c->share = deal.share;
	arena_free(&a);
}

bool claim_is_fate(const struct board_claim *c)
{
	static const char *const fates[] = {
	    "bankruptcy", "layoffs", "acquisition", "spinoff"};

	for (size_t i = 0; c->aspect == ASPECT_OTHER && c->value && i < 4; i++)
		if (!strcmp(c->value->key, fates[i]))
			return true;
	return false;
}

static size_t words_common(const struct words *a, const struct words *b)
{
	size_t i = 0, j = 0, common = 0;

	while (i < a->n && j < b->n) {
		if (a->v[i] == b->v[j]) {
			common++;
			i++;
			j++;
		} else if (a->v[i] < b->v[j]) {
			i++;
		} else {
			j++;
		}
	}
	return common;
}

static bool is_list(const struct name *value)
{
	return strchr(value->text, ',') != NULL;
}

/* "no android apps": the key of what there is none of, or NULL. */
static const char *denied_key(const struct name *value)
{
	return strncmp(value->text, "no ", 3) ? NULL : value->key + 2;
}

/* Of "no X" and "X" one excludes the other. */
static bool is_opposite(const struct name *a, const struct name *b)
{
	const char *no_a = denied_key(a), *no_b = denied_key(b);

	if (!no_a == !no_b)
		return false;
	return no_a ? strstr(b->key, no_a) != NULL
		    : strstr(a->key, no_b) != NULL;
}

static bool is_security(const struct name *value)
{
	return strstr(value->text, " security") != NULL;
}

#define PRICE_LEAST 50 /* from there on a coin more or less is none */

static bool has_bound(const struct board_claim *c)
{
	return claim_says(c, PHRASE_MORE_THAN) ||
	       claim_says(c, PHRASE_LESS_THAN) ||
	       claim_says(c, PHRASE_AT_LEAST) || claim_says(c, PHRASE_AT_MOST);
}

/* "1,499 USD" is what "about 1,500 USD" comes to; not "more than 1,500". */
static bool is_same_price(
    const struct board_claim *a, const struct board_claim *b)
{
	char *unit_a, *unit_b;
	long of_a = strtol(a->value->text, &unit_a, 10);
	long of_b = strtol(b->value->text, &unit_b, 10);

	return of_a >= PRICE_LEAST && labs(of_a - of_b) <= 1 &&
	       *unit_a == ' ' && unit_a[1] >= 'A' && unit_a[1] <= 'Z' &&
	       !strcmp(unit_a, unit_b) && !has_bound(a) && !has_bound(b);
}

/*
 * A camera and a fingerprint sensor under the display, or "no satellite calls"
 * and satellite: of things of the lexicon one is the other only where all of
 * its name is in it, and neither or both are denied.
 */
static bool are_other_things(
    const struct board_claim *a, const struct board_claim *b, size_t common)
{
	if (!a->value->thing || !b->value->thing)
		return false;
	return (common < a->value_words.n && common < b->value_words.n) ||
	       !denied_key(a->value) != !denied_key(b->value);
}

static bool has_han(const char *s)
{
	while (*s && (unsigned char)*s < 0xe0)
		s++;
	return *s != '\0';
}

/* A name in two scripts: "HyperOS" and its Chinese name. */
static bool is_same_name(const struct name *a, const struct name *b)
{
	return a->product && a->product == b->product &&
	       has_han(a->text) != has_han(b->text);
}

enum values values_compare(
    const struct board_claim *a, const struct board_claim *b)
{
	size_t numbers, words;

	if (!a->value || !b->value)
		return VALUES_UNKNOWN;
	if (a->value->key == b->value->key)
		return VALUES_SAME;
	if (is_same_price(a, b) || is_same_name(a->value, b->value))
		return VALUES_SAME;
	if (is_opposite(a->value, b->value))
		return VALUES_OPPOSITE;
	/* "5 years" and "5 years security": the smaller part of it. */
	if (is_security(a->value) != is_security(b->value))
		return words_common(&a->numbers, &b->numbers) ? VALUES_OVERLAP
							      : VALUES_DIFFER;
	/* The numbers of one must be among the other's: 8 Gen 2, 8+ Gen 1 */
	numbers = words_common(&a->numbers, &b->numbers);
	if (a->numbers.n && b->numbers.n && numbers < a->numbers.n &&
	    numbers < b->numbers.n)
		return numbers && is_list(a->value) && is_list(b->value)
			   ? VALUES_OVERLAP
			   : VALUES_DIFFER;
	words = words_common(&a->value_words, &b->value_words);
	if (are_other_things(a, b, words))
		return VALUES_DIFFER;
	if (!words)
		return strstr(a->value->key, b->value->key) ||
			       strstr(b->value->key, a->value->key)
			   ? VALUES_OVERLAP
			   : VALUES_DIFFER;
	if (words == a->value_words.n || words == b->value_words.n)
		return VALUES_SAME;
	return VALUES_OVERLAP;
}

static double word_weight(const struct partition *p, uint32_t word)
{
	size_t df = word < p->df_cap ? p->df[word] : 0;
	struct word_weight *known = &p->weights[df % WEIGHTS_KEPT];

	if (known->of != df || known->claims != p->folded_claims ||
	    known->weight <= 0)
		*known = (struct word_weight){df, p->folded_claims,
		    log(1 + (double)(p->folded_claims + 1) / ((double)df + 1))};
	return known->weight;
}

double words_coverage(
    const struct partition *p, const struct words *a, const struct words *b)
{
	double of_a = 0, of_b = 0, common = 0, w, least;
	size_t i = 0, j = 0;

	while (i < a->n || j < b->n) {
		bool in_a = i < a->n && (j == b->n || a->v[i] <= b->v[j]);
		bool in_b = j < b->n && (i == a->n || b->v[j] <= a->v[i]);

		w = word_weight(p, in_a ? a->v[i] : b->v[j]);
		if (in_a) {
			of_a += w;
			i++;
		}
		if (in_b) {
			of_b += w;
			j++;
		}
		if (in_a && in_b)
			common += w;
	}
	least = of_a < of_b ? of_a : of_b;
	return least > 0 ? common / least : 0;
}

/* --- what one aspect asks of two claims: 0 forbids, 1 is the same --- */

/* What is known beside the claims' own words. */
struct kinship {
	bool same_sentence;
	bool same_origin;
	bool same_source; /* one item, or one origin in one story */
	double words;	  /* coverage */
	bool same_story;
	bool is_copy;
};

static bool of_asked(const struct live *r)
{
	return r->refs[0].item->asked;
}

#define ALIKE	   0.6 /* two sentences that say one thing */
#define ONE_SOURCE 0.3 /* who has much to tell does not mean one thing */

static double fit_words(const struct kinship *k)
{
	if (k->is_copy)
		return 0.5 + k->words / 2;
	if (k->same_story || (k->same_origin && k->words >= ONE_SOURCE))
		return 0.5 + 0.5 * k->words;
	return k->words >= ALIKE ? k->words : 0;
}

/* One line of products has one end and one successor at a time. */
static double fit_line(const struct live *r, const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	(void)k;
	(void)of;
	return !r->subject || !c->product ? 0.6 : 1;
}

static double fit_name(const struct live *r, const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	(void)r;
	switch (values_compare(of, c)) {
	case VALUES_SAME:
		return 1;
	case VALUES_UNKNOWN:
		return fit_words(k);
	case VALUES_OVERLAP:
	case VALUES_DIFFER:
	case VALUES_OPPOSITE:
		return 0;
	}
	return 0;
}

#define ASKED_LONG_S (180 * DAY_S) /* "this year": any time of it */

static double fit_date(const struct live *r, const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	const struct window *w = &r->window;
	double overlap;

	if (r->stage && c->stage && r->stage != c->stage)
		return 0;
	if (window_given(w) && window_given(&c->window)) {
		/* "In the first half of 2027", asked about 2027. */
		if (of_asked(r) && w->to - w->from > ASKED_LONG_S &&
		    c->window.from >= w->from && c->window.to <= w->to)
			return 0.8;
		/* A month in the headline, its third week in the text. */
		overlap = window_overlap(w, &c->window);
		if (k->same_source && overlap > 0)
			return 0.8;
		return overlap >= 0.5 ? 0.5 + overlap / 2 : 0;
	}
	(void)of;
	return fit_words(k);
}

static double fit_number(const struct live *r, const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	(void)r;
	switch (values_compare(of, c)) {
	case VALUES_SAME:
		return 1;
	case VALUES_UNKNOWN:
		return fit_words(k);
	case VALUES_OVERLAP:
		return k->words >= ALIKE ? k->words : 0;
	case VALUES_DIFFER:
	case VALUES_OPPOSITE:
		return 0;
	}
	return 0;
}

/* "Dark mode" and "call recording", in whatever words and whichever story. */
static bool are_two_things(
    const struct board_claim *of, const struct board_claim *c)
{
	return of->value && c->value && of->value->thing && c->value->thing &&
	       values_compare(of, c) != VALUES_SAME;
}

/*
 * "A dock for the tablet" and "the tablet gets the M9": what is told without a
 * name of ours is not whatever else its story has, but what says it again.
 */
static bool is_thing_beside(const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	return c->aspect == ASPECT_FEATURE && !of->value != !c->value &&
	       !k->is_copy && !k->same_source && k->words < ALIKE;
}

static double fit_value(const struct live *r, const struct board_claim *of,
    const struct board_claim *c, const struct kinship *k)
{
	if (are_two_things(of, c) || is_thing_beside(of, c, k))
		return 0;
	switch (values_compare(of, c)) {
	case VALUES_SAME:
		return 0.9 + 0.1 * k->words;
	case VALUES_UNKNOWN:
		/* A price is no detail of whatever its story is about. */
		if (of->aspect == ASPECT_OTHER &&
		    (of->numbers.n > 0) != (c->numbers.n > 0))
			return 0;
		return fit_words(k);
	case VALUES_OVERLAP:
		return k->same_story ? 0.7 : fit_words(k);
	case VALUES_DIFFER:
		/* Two numbers are two claims; two phrases may be one. */
		if (of->numbers.n && c->numbers.n)
			return 0;
		if (claim_is_fate(of) && claim_is_fate(c))
			return 0;
		/* What is asked about is not whatever the story has. */
		if (of_asked(r) && k->words < 0.9)
			return 0;
		return fit_words(k);
	case VALUES_OPPOSITE:
		return 0;
	}
	return 0;
}

typedef double fit_fn(const struct live *, const struct board_claim *of,
    const struct board_claim *, const struct kinship *);

static fit_fn *const fits[ASPECT_COUNT] = {
    [ASPECT_OTHER] = fit_value,
    [ASPECT_DISCONTINUATION] = fit_line,
    [ASPECT_SUCCESSOR] = fit_line,
    [ASPECT_NAME] = fit_name,
    [ASPECT_RELEASE_DATE] = fit_date,
    [ASPECT_ELIGIBILITY] = fit_value,
    [ASPECT_FEATURE] = fit_value,
    [ASPECT_ROLLOUT] = fit_date,
    [ASPECT_EXCLUSIVITY] = fit_value,
    [ASPECT_REGION] = fit_value,
    [ASPECT_SUPPORT_LENGTH] = fit_number,
};

/* A line of products carries these aspects through a change of name. */
static bool aspect_is_of_line(enum aspect a)
{
	return a == ASPECT_SUCCESSOR || a == ASPECT_NAME ||
	       a == ASPECT_DISCONTINUATION;
}

/* "No MIUI 15" and "MIUI 14 is the last" are one claim about the line. */
static bool versions_allow(const struct live *r, const struct board_claim *c)
{
	return aspect_is_of_line(c->aspect) ||
	       version_same(r->version, c->version);
}

/* Near is enough within a story; elsewhere it must be the same. */
static bool products_allow(const struct live *r, const struct board_item *item,
    const struct board_claim *c)
{
	const struct board_claim *of = ref_claim(r->refs[0]);

	if (c->aspect == ASPECT_DISCONTINUATION && r->value != c->value)
		return false; /* the end of a business, or of a product */
	/* Two businesses of one house. */
	if (of->trade && c->trade &&
	    deal_other_trade(of->trade->text, c->trade->text))
		return false;
	/* Of two houses of one family each has its own fate. */
	if ((!r->subject || !c->product) && r->vendor != c->vendor &&
	    !c->together)
		return false;
	if (!r->subject || !c->product)
		return true;
	if (c->aspect == ASPECT_NAME && r->value && r->value == c->value)
		return true; /* whatever it is the name of */
	if (c->aspect == ASPECT_FEATURE && r->value && r->value == c->value &&
	    !c->numbers.n && product_near(r->subject, c->product))
		return true; /* a line and its edition, a system and its phone
			      */
	if (aspect_is_of_line(c->aspect) && product_kin(r->subject, c->product))
		return true;
	if (product_same(r->subject, c->product))
		return true;
	if (aspect_is_of_line(c->aspect)
		? !product_is_model(r->subject, c->product)
		: !product_near(r->subject, c->product))
		return false;
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (r->refs[i].item->story == item->story ||
		    (c->origin && ref_claim(r->refs[i])->origin == c->origin))
			return true;
	return false;
}

/*
 * Young enough to take a claim of that time? What is asked about has no age. A
 * settled one takes what restates it for longer, and the very same value does
 * not grow old.
 */
static bool is_young(const struct board *b, const struct live *r,
    const struct board_claim *c, int64_t at)
{
	int64_t until = r->last_at + b->policy.join_window_s;

	if (of_asked(r))
		return true; /* whenever it comes up */
	if (r->pub.settled_at || aspect_is_of_line(c->aspect) ||
	    (r->value && r->value == c->value))
		until += 4 * b->policy.join_window_s;
	return at <= until;
}

#define FIT_ENOUGH 0.5

/*
 * How well the claim fits one of the rumor's. The words in common are what
 * takes long to tell: they are weighed only where they could bring the fit
 * above `best`. A fit never falls as words grow.
 */
static double fit_member(const struct partition *p, const struct live *r,
    const struct board_claim *of, const struct board_claim *c,
    struct kinship *k, double best)
{
	double most, least;

	if (k->same_sentence && c->aspect != ASPECT_NAME)
		return 1;
	k->words = 1;
	most = fits[c->aspect](r, of, c, k);
	if (most < FIT_ENOUGH || most <= best)
		return 0;
	k->words = 0;
	least = fits[c->aspect](r, of, c, k);
	if (least >= most)
		return most;
	k->words = words_coverage(p, &of->words, &c->words);
	return fits[c->aspect](r, of, c, k);
}

/* Is the member's claim one of the rumor's? */
static bool is_told(const struct live *r, size_t i)
{
	return !r->refs[i].whole && (r->members[i].part == PART_CARRIES ||
					r->members[i].part == PART_RESTATES);
}

static struct kinship kinship_of(const struct board_item *item,
    const struct board_claim *c, const struct board_item *other,
    const struct board_claim *of)
{
	struct kinship k = {
	    .same_sentence = other == item && !strcmp(of->text, c->text),
	    .same_origin = of->origin && of->origin == c->origin,
	    .same_story = other->story && other->story == item->story,
	    .is_copy = item->copy_of == other->id ||
		       (item->copy_of && item->copy_of == other->copy_of),
	};

	k.same_source = other == item || (k.same_origin && k.same_story);
	return k;
}

/* Two numbers of one thing are two rumors. */
static bool is_another_number(
    const struct board_claim *of, const struct board_claim *c)
{
	return of->numbers.n && c->numbers.n &&
	       values_compare(of, c) == VALUES_DIFFER;
}

/* What is lost abroad is not what is lost at home; everywhere is both. */
static bool is_of_other_place(
    const struct board_claim *of, const struct board_claim *c)
{
	return c->aspect == ASPECT_FEATURE && of->abroad != c->abroad &&
	       !of->everywhere && !c->everywhere;
}

/* A fit that is no better than `best` may be told as less. */
static double fit_rumor(const struct partition *p, const struct live *r,
    const struct board_item *item, const struct board_claim *c, double best)
{
	double fit;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_item *other = r->refs[i].item;
		const struct board_claim *of = ref_claim(r->refs[i]);
		struct kinship k;

		if (!is_told(r, i))
			continue;
		if (is_of_other_place(of, c))
			continue;
		if (is_another_number(of, c))
			return 0;
		k = kinship_of(item, c, other, of);
		fit = fit_member(p, r, of, c, &k, best);
		if (fit > best)
			best = fit;
	}
	return best;
}

static bool may_take(const struct board *b, const struct live *r,
    const struct board_item *item, const struct board_claim *c)
{
	return r->pub.aspect == c->aspect && products_allow(r, item, c) &&
	       versions_allow(r, c) && is_young(b, r, c, item->published_at);
}

/*
 * A rumor that a user made of several has all their faces: a claim belongs
 * to it that belonged to any of them.
 */
static double fit_merged(const struct board *b, const struct partition *p,
    const struct live *r, const struct board_item *item,
    const struct board_claim *c, double best)
{
	double fit;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_claim *of = ref_claim(r->refs[i]);
		struct live face = *r;
		struct kinship k;

		face.pub.aspect = of->aspect;
		face.subject = of->product;
		face.version = of->version;
		face.value = of->value;
		face.window = of->window;
		face.stage = of->stage;
		if (!is_told(r, i) || !may_take(b, &face, item, c) ||
		    is_another_number(of, c) || is_of_other_place(of, c))
			continue;
		k = kinship_of(item, c, r->refs[i].item, of);
		fit = fit_member(p, &face, of, c, &k, best);
		if (fit > best)
			best = fit;
	}
	return best;
}

struct live *unify_find(const struct board *b, const struct partition *p,
    const struct board_item *item, const struct board_claim *c)
{
	struct live *found = NULL;
	double best = 0, fit;

	for (size_t i = p->rumor_count; i-- > 0;) {
		struct live *r = p->rumors[i];

		if (r->merged)
			fit = fit_merged(b, p, r, item, c, best);
		else if (may_take(b, r, item, c))
			fit = fit_rumor(p, r, item, c, best);
		else
			continue;
		/* What a user asks about has it before all others. */
		if (fit >= FIT_ENOUGH && of_asked(r))
			return r;
		if (fit >= FIT_ENOUGH && fit > best) {
			best = fit;
			found = r;
		}
	}
	return found;
}

bool unify_fits(const struct board *b, const struct partition *p,
    const struct live *r, const struct board_item *item,
    const struct board_claim *c)
{
	return may_take(b, r, item, c) &&
	       fit_rumor(p, r, item, c, 0) >= FIT_ENOUGH;
}
