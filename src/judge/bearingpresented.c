/*
 * Another name for the claimed thing, without a word on the claimed one: what
 * its maker presents is the sort of thing that was to have the name, new, and
 * named otherwise. Nothing follows where the maker may well have both: where
 * one name is a model of the other's series, where the two are of different
 * series that are sold side by side, where the claim tells of the thing what
 * the maker does not say of the one he shows ("low-cost", "with a pen").
 */
#include "judge/bearing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/likeness.h"
#include "judge/wordform.h"
#include "model/doc.h"
#include "text/date.h"
#include "text/token.h"

#define LASTS_S	     (600 * DAY_S) /* that long a name stands for the thing */
#define YEAR_S	     (365 * DAY_S) /* ... and a number */
#define TIER_NEAR    40		   /* bytes beside the name */
#define RENAMED_NEAR 24		   /* bytes behind the verb */
#define COUNT_TO     40 /* up to that, numbers of a series count on */

struct asked { /* while one claim is held against one presentation */
	struct likeness like;
	const struct name *value;     /* the claimed one */
	const struct board_claim *of; /* whose words tell of the thing */
	int64_t waited_s;
};

/* "Galaxy S" of "Galaxy S30": a series that the lexicon knows. */
static const struct product *series_of(
    struct asked *a, const struct name *name, const struct name_pieces *p)
{
	char words[80] = "";
	size_t n = 0;

	if (name && name->product)
		return name->product;
	for (size_t i = 0; i < p->n && !p->v[i].number; i++) {
		if (n + p->v[i].n + 2 >= sizeof(words))
			return NULL;
		if (n)
			words[n++] = ' ';
		memcpy(words + n, p->v[i].s, p->v[i].n);
		n += p->v[i].n;
		words[n] = '\0';
	}
	return n ? lexicon_product(a->like.lex, words) : NULL;
}

/* "Its flagship": the series has one model of a kind a year. */
static bool is_of_top(struct asked *a)
{
	return kin_has(lexicon_kin(a->like.lex), "flagship", a->like.claim,
	    a->like.claim_n);
}

/* One that counts on from the claimed number: 10, where 9 was claimed. */
static bool counts_on(struct asked *a, const struct told *t)
{
	const struct name_piece *claimed = name_number(&a->like.claimed);
	const struct name_piece *real = name_number(&a->like.real);
	double from, to;

	if (!claimed || !real || a->waited_s > YEAR_S ||
	    (t->lacks_tier && !t->rare) ||
	    !name_same_but_numbers(&a->like.claimed, &a->like.real, false))
		return false;
	from = strtod(claimed->s, NULL);
	to = strtod(real->s, NULL);
	return to > from && (t->said > 0 || is_of_top(a) ||
				(to - from <= 1 && to < COUNT_TO));
}

/* "HTC 10", where "One M10" was claimed: of one year, and there is one. */
static bool keeps_number(const struct asked *a)
{
	const struct name_piece *claimed = name_number(&a->like.claimed);
	const struct name_piece *real = name_number(&a->like.real);

	return claimed && real && name_piece_same(claimed, real);
}

/* Does the new name begin right behind there? */
static bool stands_near(const struct asked *a, uint32_t at)
{
	size_t left = a->like.scene_n - at;
	const struct name_piece *first = a->like.real.v;

	return a->like.real.n > 0 &&
	       memmem(a->like.scene + at,
		   left < RENAMED_NEAR ? left : RENAMED_NEAR, first->s,
		   first->n) != NULL;
}

/* "The P series is now called Pura", where "P70" was claimed. */
static bool is_line_renamed(struct asked *a)
{
	static const char *const lines[] = {
	    " series", " line", "系列", " 系列"};
	struct phrases_found f =
	    phrases_find(a->like.phrases, LANG_ANY, &a->like.arena,
		a->like.scene, a->like.scene_n, 0, (uint32_t)a->like.scene_n);
	size_t n = 0, length;
	char line[64];

	while (n < a->like.claimed.n && !a->like.claimed.v[n].number)
		n++;
	if (n == 0 || n == a->like.claimed.n)
		return false;
	length = (size_t)(a->like.claimed.v[n - 1].s +
			  a->like.claimed.v[n - 1].n - a->like.claimed.v[0].s);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const struct phrase_hit *h = NULL;
		const char *at;

		snprintf(line, sizeof(line), "%.*s%s", (int)length,
		    a->like.claimed.v[0].s, lines[i]);
		at = strstr(a->like.scene, line);
		if (!at ||
		    (at > a->like.scene && isalnum((unsigned char)at[-1])))
			continue;
		while ((h = phrase_next(&f, PHRASE_CALLED, h)) != NULL)
			if (a->like.scene + h->start > at &&
			    stands_near(a, h->end))
				return true;
	}
	return false;
}

/* Does a year of the claim rule out that it comes now? */
static bool is_of_another_year(struct asked *a, int64_t at)
{
	struct tokens tokens;
	struct token t;
	struct civil now;

	date_to_civil(at, &now);
	token_start(&tokens, a->like.claim, a->like.claim_n);
	while (token_next(&tokens, &t)) {
		const char *w = arena_strndup(
		    &a->like.arena, a->like.claim + t.start, t.end - t.start);

		if (word_is_year(w) &&
		    !likeness_at_name(&a->like, a->like.claim + t.start) &&
		    strtol(w, NULL, 10) != now.year)
			return true;
	}
	return false;
}

/* "What follows the A8 will be called A9": the A8 is but named with it. */
static bool follows_subject(
    const struct asked *a, const struct name_pieces *subject)
{
	return claim_says(a->of, PHRASE_SUCCESSOR) &&
	       name_same_but_numbers(subject, &a->like.claimed, false) &&
	       name_same_but_numbers(subject, &a->like.real, false);
}

/* What was said to get the name is a product: it must be spoken of, too. */
static bool is_of_subject(struct asked *a)
{
	const struct name *subject = a->of->product;
	struct name_pieces p;

	if (!subject)
		return true;
	p = name_pieces_of(a->like.lex, &a->like.arena, subject->text);
	if (name_is_within(&p, &a->like.claimed) || follows_subject(a, &p))
		return true;
	if (name_is_within(&a->like.real, &p))
		return false; /* it is the old name that is shown */
	for (size_t i = 0; i < p.n; i++)
		if (!name_has_piece(&a->like.real, &p.v[i]) &&
		    memmem(a->like.scene, a->like.scene_n, p.v[i].s,
			p.v[i].n) == NULL)
			return false;
	/* "macOS 27" is not what comes as version 26.2. */
	return !a->of->version ||
	       word_in(a->like.scene, a->like.scene_n, a->of->version->text) ||
	       strpbrk(a->like.told, "0123456789") == NULL;
}

/*
 * "Its bigger brother, the X", "the X, its cheapest phone": of several that are
 * shown it is this one.
 */
static bool is_tier_near(struct asked *a)
{
	struct phrases_found f =
	    phrases_find(a->like.phrases, LANG_ANY, &a->like.arena,
		a->like.told, a->like.told_n, 0, (uint32_t)a->like.told_n);
	const char *name = a->like.shown, *at = a->like.told;
	size_t n = strlen(name);

	for (; (at = strstr(at, name)) != NULL; at += n) {
		uint32_t start = (uint32_t)(at - a->like.told);
		uint32_t from = start > TIER_NEAR ? start - TIER_NEAR : 0;

		if (phrase_within(
			&f, PHRASE_TIER, from, start + (uint32_t)n + TIER_NEAR))
			return true;
	}
	return false;
}

static bool says_first(struct asked *a, const char *s, size_t n)
{
	return word_in(s, n, "first") ||
	       kin_has(lexicon_kin(a->like.lex), "first", s, n);
}

/* "Its first foldable", and so says the maker: there is but one. */
static bool is_first_of_sort(struct asked *a, const struct told *t)
{
	return t->rare && t->sort && t->missing == 0 &&
	       says_first(a, a->like.claim, a->like.head_n) &&
	       says_first(a, a->like.own, a->like.own_n);
}

/* Of two models of one series it is this that was told of. */
static bool is_told_well(struct asked *a, const struct told *t)
{
	return t->missing == 0 && !t->lacks_tier &&
	       ((t->tier && is_tier_near(a)) || (t->rare && t->said >= 2) ||
		   is_first_of_sort(a, t));
}

/* Both may be sold at once: one is a model of the other, or of its series. */
static bool may_have_both(struct asked *a, const struct told *t)
{
	if (name_is_within(&a->like.claimed, &a->like.real) ||
	    name_is_within(&a->like.real, &a->like.claimed))
		return true;
	/* "Watch Pro" and "Watch Ultra"; not where only one is "rugged". */
	return name_same_but_numbers(&a->like.claimed, &a->like.real, true) &&
	       !name_same_but_numbers(&a->like.claimed, &a->like.real, false) &&
	       !is_told_well(a, t);
}

/* "Mate 80" and "Pura 80": two series that are known. */
static bool are_series(
    struct asked *a, const struct name *real, const struct told *t)
{
	const struct product *of = series_of(a, a->value, &a->like.claimed);
	const struct product *to = series_of(a, real, &a->like.real);
	const char *shorter;

	if (!of || !to || of == to || of->rumored_name)
		return false;
	if (is_first_of_sort(a, t))
		return false;
	/* "Xiaomi 23 Fold" is of the series that has everything. */
	if (strcmp(to->name, to->vendor) == 0 && t->rare && !t->missing)
		return false;
	/* "iPhone" and "iPhone SE", "Pixel Fold" and "Pixel" */
	shorter = strlen(of->name) < strlen(to->name) ? of->name : to->name;
	return strncmp(to->name, of->name, strlen(shorter)) != 0 ||
	       !is_told_well(a, t);
}

static bool says_later_one(const struct asked *a)
{
	struct phrase_set says =
	    phrases_of(a->like.phrases, a->like.claim, a->like.claim_n);

	return phrase_in(&says, PHRASE_LATER_ONE);
}

/* "Its smartphone", and this is its first one. */
static bool is_first_of_all(const struct asked *a)
{
	return !says_later_one(a) &&
	       word_in(a->like.told, a->like.told_n, "first") &&
	       word_in(a->like.told, a->like.told_n, "phone") &&
	       word_in(a->like.claim, a->like.head_n, "phone");
}

/* A watch is no phone, whatever else is said of it. */
static bool is_other_device(struct asked *a)
{
	struct phrase_set told =
	    phrases_of(a->like.phrases, a->like.told, a->like.told_n);

	return word_in(a->like.claim, a->like.head_n, "phone") &&
	       phrase_in(&told, PHRASE_NO_PHONE) &&
	       strstr(a->like.told, "phone") == NULL;
}

static bool is_the_thing(struct asked *a, const struct name *real)
{
	struct told t = likeness_tell(&a->like);

	if (is_line_renamed(a))
		return true;
	if (may_have_both(a, &t) || are_series(a, real, &t))
		return false;
	if (counts_on(a, &t))
		return true;
	if (t.lacks_tier || is_other_device(a))
		return false;
	if (!t.said && !t.missing)
		return is_first_of_all(a);
	if (!t.sort || t.missing > (t.rare && t.said >= 2))
		return false;
	if (keeps_number(a))
		return true;
	/* One of many of its kind: "its next tablet". */
	if (!t.rare && t.said < 2)
		return !says_later_one(a);
	/* Of one series, another number is another year's. */
	return !name_number(&a->like.claimed) || !name_number(&a->like.real) ||
	       !name_same_but_numbers(&a->like.claimed, &a->like.real, false);
}

/* Was it shown before the claim came up, or long before now? */
static bool is_old(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	for (size_t i = 0; i < p->fact_count; i++) {
		const struct board_claim *o = ref_claim(p->facts[i]);

		if (o != c && o->told_at < c->told_at - 30 * DAY_S &&
		    ((o->presents && o->value->key == c->value->key) ||
			(o->product && o->product->key == c->value->key &&
			    o->told_at < r->pub.first_at)))
			return true;
	}
	return false;
}

static bool is_asked(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	return r->value && c->value && r->pub.aspect == ASPECT_NAME &&
	       of->modality != MODALITY_DENIED &&
	       !claim_says(of, PHRASE_RENAMES) && !of->somewhere &&
	       (!r->vendor || r->vendor == c->vendor) &&
	       c->told_at > r->pub.first_at &&
	       c->told_at - r->last_at < LASTS_S &&
	       (!window_given(&r->window) ||
		   r->window.from < c->told_at + 30 * DAY_S) &&
	       r->value->key != c->value->key &&
	       !name_is_in(c->text, r->value) &&
	       !name_is_in(of->text, c->value);
}

/* Is it the thing by what this one of the carriers says of it? */
static bool is_thing_of(const struct partition *p, const struct live *r,
    const struct board_claim *of, const struct board_claim *c)
{
	struct asked a = {
	    .value = r->value, .of = of, .waited_s = c->told_at - r->last_at};
	bool is;

	likeness_begin(&a.like, p->lexicon, of->text, r->value->text, c->text,
	    c->value->text);
	if (!r->refs[0].item->asked)
		likeness_drop_source(
		    &a.like, of->origin ? of->origin->text : NULL);
	is = !is_of_another_year(&a, c->told_at) && is_of_subject(&a) &&
	     is_the_thing(&a, c->value);
	likeness_end(&a.like);
	return is;
}

/* Does it say of something that it is to have the name? */
static bool gives_name(const struct live *r, const struct board_claim *of)
{
	return of == founder(r) ||
	       (of->aspect == ASPECT_NAME && !of->in_use && !of->somewhere &&
		   of->modality != MODALITY_DENIED &&
		   name_is_in(of->text, r->value));
}

enum happening bears_on_presented(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	if (!p->lexicon || !is_asked(r, c) || is_old(p, r, c))
		return HAPPENS_NOTHING;
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_claim *of = ref_claim(r->refs[i]);

		if (r->members[i].part != PART_CARRIES || !gives_name(r, of))
			continue;
		if (is_thing_of(p, r, of, c))
			return HAPPENS_OTHER_NAME;
		if (r->refs[0].item->asked)
			break; /* what is asked about is told by that alone */
	}
	return HAPPENS_NOTHING;
}
