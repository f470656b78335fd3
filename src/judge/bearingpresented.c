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

#include "base/arena.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/namepieces.h"
#include "judge/wordform.h"
#include "model/doc.h"
#include "text/date.h"
#include "text/token.h"

#define LASTS_S	     (600 * DAY_S) /* that long a name stands for the thing */
#define YEAR_S	     (365 * DAY_S) /* ... and a number */
#define TIER_NEAR    40		   /* bytes beside the name */
#define SAID	     8
#define RENAMED_NEAR 24 /* bytes behind the verb */
#define COUNT_TO     40 /* up to that, numbers of a series count on */

struct asked { /* while one claim is held against one presentation */
	struct arena arena;
	const struct lexicon *lex;
	const struct phrases *phrases;
	const struct live *r;
	const struct board_claim *of; /* whose words tell of the thing */
	const char *claim, *scene, *told, *own; /* folded */
	size_t claim_n, head_n, scene_n, told_n, own_n;
	struct name_pieces claimed, real;
	struct kin_phrase said[SAID]; /* of the claim, by whole phrases */
	size_t said_count;
	size_t name_at, name_n; /* where the claim has the name */
	const char *shown;	/* the real one, folded */
	int64_t waited;
};

static const char *folded(struct asked *a, const char *s, size_t *n)
{
	return han_fold(lexicon_han(a->lex), &a->arena, s, strlen(s), n);
}

/* --- names --- */

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
	return n ? lexicon_product(a->lex, words) : NULL;
}

/* --- what the claim tells of the thing --- */

static bool is_class(
    const struct asked *a, enum phrase class, const char *w, size_t n)
{
	return phrase_is(a->phrases, class, w, n);
}

/* The last place, where a line is named before its model. */
static void name_find(struct asked *a, const char *name)
{
	const char *at = a->claim;

	a->name_at = a->claim_n;
	while ((at = strstr(at, name)) != NULL)
		a->name_at = (size_t)(at++ - a->claim);
}

/* Is it the claimed name itself that stands there? */
static bool is_of_name(const struct asked *a, const char *w)
{
	size_t at = (size_t)(w - a->claim);

	return at >= a->name_at && at < a->name_at + a->name_n;
}

/* "The next iPad will be called iPad Fold": it is no phone, then. */
static bool is_piece(const struct asked *a, const char *w, size_t n)
{
	const struct name_piece word = {.s = w, .n = n};

	return name_has_piece(&a->claimed, &word);
}

/* Words in which any name is told of any thing. */
static bool is_idle(struct asked *a, const char *w, size_t n)
{
	char *word = arena_strndup(&a->arena, w, n);

	if (isdigit((unsigned char)*w))
		return word_is_year(word);
	if (n < 3)
		return true;
	if (is_class(a, PHRASE_TIER, w, n) || is_class(a, PHRASE_FURTHER, w, n))
		return false;
	return is_class(a, PHRASE_NAMING, w, n) ||
	       is_class(a, PHRASE_LIGHT, w, n) ||
	       is_class(a, PHRASE_GRAMMAR, w, n) ||
	       is_class(a, PHRASE_PREPOSITION, w, n) ||
	       is_class(a, PHRASE_PLAIN, w, n) ||
	       is_class(a, PHRASE_LATER_ONE, w, n) ||
	       is_class(a, PHRASE_MAY_COME, w, n) ||
	       is_class(a, PHRASE_ATTACHED, w, n) ||
	       lexicon_vendor(a->lex, word) != NULL ||
	       word_weight(a->phrases, word) < 0.2;
}

/* Is the word one of a phrase that says it otherwise as a whole? */
static bool is_said(
    struct asked *a, const char *w, size_t n, const char *s, size_t s_n)
{
	const struct kin *kin = lexicon_kin(a->lex);
	const char *word = arena_strndup(&a->arena, w, n);
	size_t at = (size_t)(w - a->claim);

	if (word_in(s, s_n, word) || kin_has(kin, word, s, s_n))
		return true;
	for (size_t i = 0; i < a->said_count; i++)
		if (at >= a->said[i].start && at < a->said[i].end &&
		    kin_row_in(a->said[i].row, s, s_n))
			return true;
	return false;
}

struct told { /* of the words that tell which thing it is */
	size_t said, missing;
	bool rare;	 /* one that is said is no common sort of thing */
	bool sort;	 /* the noun is said of the thing itself */
	bool tier;	 /* what makes it one of several: "smaller" */
	bool lacks_tier; /* ... that is not said of this one */
};

/* "Low-cost", "smaller": of what was to have the name, and of this one? */
static void tier_take(struct asked *a, struct told *out)
{
	struct phrases_found f = phrases_find(a->phrases, LANG_ANY, &a->arena,
	    a->claim, a->claim_n, 0, (uint32_t)a->claim_n);

	for (size_t i = 0; i < f.n; i++) {
		const struct phrase_hit *h = &f.hits[i];
		const char *w = a->claim + h->start;
		size_t n = h->end - h->start;

		if ((h->class != PHRASE_TIER && h->class != PHRASE_FURTHER) ||
		    is_of_name(a, w))
			continue;
		out->tier |= h->class == PHRASE_TIER;
		out->lacks_tier |= memmem(a->told, a->told_n, w, n) == NULL &&
				   !is_said(a, w, n, a->told, a->told_n);
	}
}

/* "4.7", and the "inch" behind it. */
static bool is_measure(const struct asked *a, const char *w)
{
	return isdigit((unsigned char)*w) ||
	       (w >= a->claim + 2 && isdigit((unsigned char)w[-2]));
}

/* "A keyboard phone": the phone is what must be said of it. */
static bool is_phone_too(const struct asked *a, const char *behind)
{
	return (strncmp(behind, " phone", 6) == 0 ||
		   strncmp(behind, " smartphone", 11) == 0) &&
	       strstr(a->told, "phone") != NULL;
}

/* "首款折叠屏或命名为": Chinese has its words in the rows alone. */
static void han_tell(struct asked *a, struct told *out)
{
	struct kin_phrase found[SAID];
	size_t n = kin_han_words(
	    lexicon_kin(a->lex), a->claim, a->claim_n, found, SAID);

	for (size_t i = 0; i < n; i++) {
		const char *w = a->claim + found[i].start;
		size_t length = found[i].end - found[i].start;

		if (is_of_name(a, w) || is_idle(a, w, length))
			continue;
		out->sort = kin_row_in(found[i].row, a->told, a->told_n);
		if (kin_row_in(found[i].row, a->scene, a->scene_n)) {
			out->said++;
			out->rare |=
			    !is_class(a, PHRASE_COMMON_SORT, w, length);
		} else {
			out->missing++;
		}
	}
}

/* "A language model", and it speaks more languages. */
static bool lacks_noun(const struct asked *a, const char *behind)
{
	size_t n = 1;

	if (*behind != ' ')
		return false;
	while (behind[n] >= 'a' && behind[n] <= 'z')
		n++;
	return is_class(a, PHRASE_THING_NOUN, behind + 1, n - 1) &&
	       memmem(a->told, a->told_n, behind + 1, n - 1) == NULL;
}

static struct told tell(struct asked *a)
{
	struct told out = {.sort = true};
	struct tokens tokens;
	struct token t;

	token_start(&tokens, a->claim, a->claim_n);
	while (token_next(&tokens, &t)) {
		const char *w = a->claim + t.start;
		size_t n = t.end - t.start;
		bool head = t.start < a->head_n;

		if (n > 2 && memcmp(w + n - 2, "'s", 2) == 0)
			n -= 2;
		if (t.kind == TOKEN_CJK || is_of_name(a, w))
			continue;
		if (n >= 3 && is_piece(a, w, n)) {
			out.missing += !is_said(a, w, n, a->scene, a->scene_n);
			continue;
		}
		if (is_idle(a, w, n))
			continue;
		/* The last is the noun; of "language model" it is not. */
		if (head && !is_measure(a, w))
			out.sort = is_phone_too(a, w + n) ||
				   (is_said(a, w, n, a->own, a->own_n) &&
				       !lacks_noun(a, w + n));
		if (is_said(a, w, n, a->scene, a->scene_n)) {
			out.said++;
			out.rare |= !is_class(a, PHRASE_COMMON_SORT, w, n);
			continue;
		}
		out.missing++;
	}
	han_tell(a, &out);
	tier_take(a, &out);
	return out;
}

/* --- the two held against each other --- */

static bool ends_phrase(const char *s, size_t n)
{
	return strchr(",;:", *s) != NULL ||
	       (*s == '.' && (n == 1 || s[1] == ' '));
}

/* The text without what is attached: "with a keyboard", "for your watch". */
static const char *without_attached(
    struct asked *a, const char *s, size_t n, size_t *out_n)
{
	struct phrases_found f =
	    phrases_find(a->phrases, LANG_EN, &a->arena, s, n, 0, (uint32_t)n);
	char *out = arena_strndup(&a->arena, s, n);

	for (const struct phrase_hit *h = NULL;
	     (h = phrase_next(&f, PHRASE_ATTACHED, h)) != NULL;)
		for (uint32_t i = h->start; i < n && !ends_phrase(s + i, n - i);
		     i++)
			out[i] = ' ';
	*out_n = n;
	return out;
}

/* "It is our first phone": of the thing itself, too. */
static bool says_what_it_is(const char *s)
{
	static const char *const openings[] = {"it is our ", "it's our ",
	    "it is the first ", "it's the first ", "it is a ", "it's a ",
	    "it is an ", "it's an "};

	for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++)
		if (strncmp(s, openings[i], strlen(openings[i])) == 0)
			return true;
	return false;
}

/*
 * The sentences with the name, the headline, and the one that begins the text
 * below a headline with the name: not "it is the hub of your office".
 */
static const char *own_sentences(struct asked *a, size_t *out_n)
{
	char *out = arena_strndup(&a->arena, a->told, a->told_n);
	const char *at = a->scene, *end = a->scene + a->scene_n, *stop;
	bool before = true;

	for (; at < end; at = stop) {
		bool has;

		stop = memmem(at, (size_t)(end - at), ". ", 2);
		stop = stop ? stop + 2 : end;
		has = memmem(at, (size_t)(stop - at), a->shown,
			  strlen(a->shown)) != NULL;
		if (!has && !before && !says_what_it_is(at))
			memset(out + (at - a->scene), ' ', (size_t)(stop - at));
		before = at == a->scene && has;
	}
	*out_n = a->told_n;
	return out;
}

/* "With a pen": the claim's words up to there tell the sort. */
static size_t head_length(struct asked *a)
{
	struct phrases_found f = phrases_find(a->phrases, LANG_EN, &a->arena,
	    a->claim, a->claim_n, 0, (uint32_t)a->claim_n);
	const struct phrase_hit *h = phrase_next(&f, PHRASE_ATTACHED, NULL);

	while (h && h->start == 0)
		h = phrase_next(&f, PHRASE_ATTACHED, h);
	return h ? h->start : a->claim_n;
}

/* "Its flagship": the series has one model of a kind a year. */
static bool is_of_top(struct asked *a)
{
	return kin_has(lexicon_kin(a->lex), "flagship", a->claim, a->claim_n);
}

/* One that counts on from the claimed number: 10, where 9 was claimed. */
static bool counts_on(struct asked *a, const struct told *t)
{
	const struct name_piece *claimed = name_number(&a->claimed);
	const struct name_piece *real = name_number(&a->real);
	double from, to;

	if (!claimed || !real || a->waited > YEAR_S ||
	    (t->lacks_tier && !t->rare) ||
	    !name_same_but_numbers(&a->claimed, &a->real, false))
		return false;
	from = strtod(claimed->s, NULL);
	to = strtod(real->s, NULL);
	return to > from && (t->said > 0 || is_of_top(a) ||
				(to - from <= 1 && to < COUNT_TO));
}

/* "HTC 10", where "One M10" was claimed: of one year, and there is one. */
static bool keeps_number(const struct asked *a)
{
	const struct name_piece *claimed = name_number(&a->claimed);
	const struct name_piece *real = name_number(&a->real);

	return claimed && real && name_piece_same(claimed, real);
}

/* Does the new name begin right behind there? */
static bool stands_near(const struct asked *a, uint32_t at)
{
	size_t left = a->scene_n - at;
	const struct name_piece *first = a->real.v;

	return a->real.n > 0 &&
	       memmem(a->scene + at, left < RENAMED_NEAR ? left : RENAMED_NEAR,
		   first->s, first->n) != NULL;
}

/* "The P series is now called Pura", where "P70" was claimed. */
static bool is_line_renamed(struct asked *a)
{
	static const char *const lines[] = {
	    " series", " line", "系列", " 系列"};
	struct phrases_found f = phrases_find(a->phrases, LANG_ANY, &a->arena,
	    a->scene, a->scene_n, 0, (uint32_t)a->scene_n);
	size_t n = 0, length;
	char line[64];

	while (n < a->claimed.n && !a->claimed.v[n].number)
		n++;
	if (n == 0 || n == a->claimed.n)
		return false;
	length = (size_t)(a->claimed.v[n - 1].s + a->claimed.v[n - 1].n -
			  a->claimed.v[0].s);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const struct phrase_hit *h = NULL;
		const char *at;

		snprintf(line, sizeof(line), "%.*s%s", (int)length,
		    a->claimed.v[0].s, lines[i]);
		at = strstr(a->scene, line);
		if (!at || (at > a->scene && isalnum((unsigned char)at[-1])))
			continue;
		while ((h = phrase_next(&f, PHRASE_CALLED, h)) != NULL)
			if (a->scene + h->start > at && stands_near(a, h->end))
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
	token_start(&tokens, a->claim, a->claim_n);
	while (token_next(&tokens, &t)) {
		const char *w = arena_strndup(
		    &a->arena, a->claim + t.start, t.end - t.start);

		if (word_is_year(w) && !is_of_name(a, a->claim + t.start) &&
		    strtol(w, NULL, 10) != now.year)
			return true;
	}
	return false;
}

/* What was said to get the name is a product: it must be spoken of, too. */
static bool is_of_subject(struct asked *a)
{
	const struct name *subject = a->of->product;
	struct name_pieces p;

	if (!subject)
		return true;
	p = name_pieces_of(a->lex, &a->arena, subject->text);
	if (name_is_within(&p, &a->claimed))
		return true;
	if (name_is_within(&a->real, &p))
		return false; /* it is the old name that is shown */
	for (size_t i = 0; i < p.n; i++)
		if (!name_has_piece(&a->real, &p.v[i]) &&
		    memmem(a->scene, a->scene_n, p.v[i].s, p.v[i].n) == NULL)
			return false;
	/* "macOS 27" is not what comes as version 26.2. */
	return !a->of->version ||
	       word_in(a->scene, a->scene_n, a->of->version->text) ||
	       strpbrk(a->told, "0123456789") == NULL;
}

/*
 * "Its bigger brother, the X", "the X, its cheapest phone": of several that are
 * shown it is this one.
 */
static bool is_tier_near(struct asked *a)
{
	struct phrases_found f = phrases_find(a->phrases, LANG_ANY, &a->arena,
	    a->told, a->told_n, 0, (uint32_t)a->told_n);
	const char *name = a->shown, *at = a->told;
	size_t n = strlen(name);

	for (; (at = strstr(at, name)) != NULL; at += n) {
		uint32_t start = (uint32_t)(at - a->told);
		uint32_t from = start > TIER_NEAR ? start - TIER_NEAR : 0;

		if (phrase_within(
			&f, PHRASE_TIER, from, start + (uint32_t)n + TIER_NEAR))
			return true;
	}
	return false;
}

/* Of two models of one series it is this that was told of. */
static bool is_told_well(struct asked *a, const struct told *t)
{
	return t->missing == 0 && !t->lacks_tier &&
	       ((t->tier && is_tier_near(a)) || (t->rare && t->said >= 2));
}

/* Both may be sold at once: one is a model of the other, or of its series. */
static bool may_have_both(struct asked *a, const struct told *t)
{
	if (name_is_within(&a->claimed, &a->real) ||
	    name_is_within(&a->real, &a->claimed))
		return true;
	/* "Watch Pro" and "Watch Ultra"; not where only one is "rugged". */
	return name_same_but_numbers(&a->claimed, &a->real, true) &&
	       !name_same_but_numbers(&a->claimed, &a->real, false) &&
	       !is_told_well(a, t);
}

/* "Mate 80" and "Pura 80": two series that are known. */
static bool are_series(
    struct asked *a, const struct name *real, const struct told *t)
{
	const struct product *of = series_of(a, a->r->value, &a->claimed);
	const struct product *to = series_of(a, real, &a->real);
	const char *shorter;

	if (!of || !to || of == to || of->rumored_name)
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
	struct phrase_set says = phrases_of(a->phrases, a->claim, a->claim_n);

	return phrase_in(&says, PHRASE_LATER_ONE);
}

/* "Its smartphone", and this is its first one. */
static bool is_first_of_all(const struct asked *a)
{
	return !says_later_one(a) && word_in(a->told, a->told_n, "first") &&
	       word_in(a->told, a->told_n, "phone") &&
	       word_in(a->claim, a->head_n, "phone");
}

/* A watch is no phone, whatever else is said of it. */
static bool is_other_device(struct asked *a)
{
	struct phrase_set told = phrases_of(a->phrases, a->told, a->told_n);

	return word_in(a->claim, a->head_n, "phone") &&
	       phrase_in(&told, PHRASE_NO_PHONE) &&
	       strstr(a->told, "phone") == NULL;
}

static bool is_the_thing(struct asked *a, const struct name *real)
{
	struct told t = tell(a);

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
	return !name_number(&a->claimed) || !name_number(&a->real) ||
	       !name_same_but_numbers(&a->claimed, &a->real, false);
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
	       strcasestr(c->text, r->value->text) == NULL &&
	       strcasestr(of->text, c->value->text) == NULL;
}

/*
 * "Its round earbuds could be called X, Ledger says": what stands behind the
 * name is who says so, and when; whose word it is tells nothing of the thing.
 */
static void tail_drop(struct asked *a, const struct board_claim *of)
{
	size_t n = 0;
	const char *origin =
	    of->origin ? folded(a, of->origin->text, &n) : NULL;
	char *claim = arena_strndup(&a->arena, a->claim, a->claim_n), *at;

	if (a->name_at > 0 && a->name_at < a->claim_n)
		a->claim_n = a->name_at + a->name_n;
	claim[a->claim_n] = '\0';
	at = origin && n > 0 ? strstr(claim, origin) : NULL;
	if (at)
		memset(at, ' ', n);
	a->claim = claim;
	if (a->head_n > a->claim_n)
		a->head_n = a->claim_n;
}

/* Is it the thing by what this one of the carriers says of it? */
static bool is_thing_of(const struct partition *p, const struct live *r,
    const struct board_claim *of, const struct board_claim *c)
{
	struct asked a = {.lex = p->lexicon,
	    .r = r,
	    .of = of,
	    .waited = c->told_at - r->last_at};
	bool is;

	arena_init(&a.arena);
	a.phrases = lexicon_phrases(a.lex);
	a.claim = folded(&a, of->text, &a.claim_n);
	a.said_count =
	    kin_phrases(lexicon_kin(a.lex), a.claim, a.claim_n, a.said, SAID);
	name_find(&a, folded(&a, r->value->text, &a.name_n));
	a.scene = folded(&a, c->text, &a.scene_n);
	a.shown = folded(&a, c->value->text, &(size_t){0});
	a.told = without_attached(&a, a.scene, a.scene_n, &a.told_n);
	a.own = own_sentences(&a, &a.own_n);
	a.head_n = head_length(&a);
	if (!r->refs[0].item->asked)
		tail_drop(&a, of);
	a.claimed = name_pieces_of(a.lex, &a.arena, r->value->text);
	a.real = name_pieces_of(a.lex, &a.arena, c->value->text);
	is = !is_of_another_year(&a, c->told_at) && is_of_subject(&a) &&
	     is_the_thing(&a, c->value);
	arena_free(&a.arena);
	return is;
}

/* Does it say of something that it is to have the name? */
static bool gives_name(const struct live *r, const struct board_claim *of)
{
	return of == founder(r) ||
	       (of->aspect == ASPECT_NAME && !of->in_use && !of->somewhere &&
		   of->modality != MODALITY_DENIED &&
		   strcasestr(of->text, r->value->text) != NULL);
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
