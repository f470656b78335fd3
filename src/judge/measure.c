/*
 * Amounts of things: the number, what is counted, and what is said of the
 * number ("more than", "about"). A number counts what stands right behind it;
 * parts of phones ("four cameras") also where a word is in between, and where
 * the number is one in letters.
 */
#include "judge/measure.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/bind.h"
#include "judge/kin.h"
#include "judge/wordform.h"
#include "text/token.h"

#define AMOUNTS	  8  /* of one sentence */
#define SAID_NEAR 16 /* bytes between "more than" and the number */
#define ABOUT	  0.03

struct amount {
	uint32_t start, end;
	const char *text; /* "12 gb" */
	double number;
	enum about_bound bound;
};

/* "Edge 50": behind a word with a capital, of which no table knows. */
static bool is_behind_name(const struct drawn *d, uint32_t at)
{
	const struct side *side = d->side;
	uint32_t from = at;

	if (d->p->field == FIELD_TITLE || at < d->p->start + 2 ||
	    side->folded[at - 1] != ' ')
		return false;
	for (from = at - 1;
	     from > d->p->start && side->folded[from - 1] != ' ';)
		from--;
	return from > d->p->start &&
	       isupper((unsigned char)side->text[side->map[from]]) != 0;
}

/* Is the number at `at` one of a name, a version or a date? */
static bool is_taken(const struct drawn *d, uint32_t at)
{
	if (drawn_mention_at(d, at) != NULL)
		return true;
	for (size_t i = 0; i < d->window_count; i++)
		if (at >= d->windows[i].start && at < d->windows[i].end)
			return true;
	return is_behind_name(d, at);
}

/* What is said of the number that begins there. */
static enum about_bound bound_of(const struct drawn *d, uint32_t at)
{
	static const struct {
		enum phrase class;
		enum about_bound bound;
	} rows[] = {{PHRASE_MORE_THAN, BOUND_MORE},
	    {PHRASE_LESS_THAN, BOUND_LESS}, {PHRASE_AT_LEAST, BOUND_LEAST},
	    {PHRASE_AT_MOST, BOUND_MOST}, {PHRASE_AROUND, BOUND_AROUND}};
	uint32_t from =
	    at > d->p->start + SAID_NEAR ? at - SAID_NEAR : d->p->start;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (drawn_says_in(d, rows[i].class, from, at))
			return rows[i].bound;
	return BOUND_NONE;
}

static bool is_counted(const struct drawn *d, const char *s, size_t n)
{
	return phrase_is(d->r->lex->phrases, PHRASE_COUNTED, s, n);
}

/* Is it the unit that is asked for, in whatever language? */
static bool is_unit(
    const struct drawn *d, const char *unit, const char *s, size_t n)
{
	return unit == NULL || word_same(unit, s, n) ||
	       kin_has(d->r->lex->kin, unit, s, n);
}

static void amount_add(const struct drawn *d, struct amount *out, size_t *n,
    const char *number, uint32_t from, const char *what, size_t length)
{
	uint32_t end = (uint32_t)(what - d->side->folded) + (uint32_t)length;

	if (*n == AMOUNTS)
		return;
	out[(*n)++] = (struct amount){.start = from,
	    .end = end,
	    .number = strtod(number, NULL),
	    .bound = bound_of(d, from),
	    .text = arena_printf(
		d->r->arena, "%s %.*s", number, (int)length, what)};
}

#define NOUN_WORDS 2 /* between a number and the part that it counts */

/*
 * "An 8.4-inch display", "four rear cameras". unit: what must be counted, or
 * NULL.
 */
static size_t amounts_find(
    const struct drawn *d, const char *unit, struct amount *out)
{
	struct tokens tokens;
	struct token t;
	const char *s = d->side->folded + d->p->start, *what;
	char number[16] = "", counting[16] = "";
	uint32_t from = 0;
	size_t n = 0, words = 0;

	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		size_t digits = 0, left;
		uint32_t at = d->p->start + t.start;
		int word = 0;

		what = s + t.start;
		if (word_is_number(what) && !is_taken(d, at))
			digits = number_plain(
			    what, t.end - t.start, number, sizeof(number));
		else
			word = number_in_letters(what, t.end - t.start);
		if (digits > 0 || word > 1) {
			from = at;
			words = 0;
		}
		if (digits > 0)
			memcpy(counting, number, sizeof(number));
		if (digits > 0 && digits < t.end - t.start)
			counting[0] = '\0'; /* "5x" counts no lenses */
		if (word > 1)
			snprintf(counting, sizeof(counting), "%d", word);
		what += digits;
		left = (size_t)(s + t.end - what);
		if (number[0] != '\0' &&
		    (left >= 2 || (left == 1 && *what == 'w')) &&
		    is_unit(d, unit, what, left))
			amount_add(d, out, &n, number, from, what, left);
		else if (counting[0] != '\0' && word == 0 && digits == 0 &&
			 is_counted(d, what, left) &&
			 is_unit(d, unit, what, left))
			amount_add(d, out, &n, counting, from, what, left);
		if (digits != t.end - t.start || s[t.end] == '\0' ||
		    !strchr(" -", s[t.end]))
			number[0] = '\0';
		if (s[t.end] == '\0' || !strchr(" -", s[t.end]) ||
		    words++ > NOUN_WORDS)
			counting[0] = '\0';
	}
	return n;
}

/* "Skips the number 16 and ...", "the moto 70 will have": nothing is counted.
 */
static bool is_thing(const struct drawn *d, const char *amount)
{
	static const char *const verbs[] = {"will", "would", "could", "should",
	    "may", "might", "can", "is", "was", "has", "gets", "wird", "soll"};
	const char *what = strchr(amount, ' ');

	for (size_t i = 0; what != NULL && i < sizeof(verbs) / sizeof(*verbs);
	     i++)
		if (strcmp(what + 1, verbs[i]) == 0)
			return false;
	return what == NULL || !phrase_is(d->r->lex->phrases, PHRASE_END,
				   what + 1, strlen(what + 1));
}

void measure_take(const struct drawn *d, struct about *about)
{
	struct amount found[AMOUNTS];

	if (amounts_find(d, NULL, found) == 0 || !is_thing(d, found[0].text))
		return;
	about->measure = found[0].text;
	about->bound = found[0].bound;
}

bool measure_is_power(const struct drawn *d)
{
	struct amount found[AMOUNTS];

	return amounts_find(d, "watt", found) > 0;
}

void price_bound_take(const struct drawn *d, struct about *about)
{
	uint32_t at = d->p->start, start;

	if (price_next(d->r, d->p, &at, &start) == NULL)
		return;
	if (start > d->p->start && strchr("$", d->side->folded[start - 1]))
		start--;
	about->bound = bound_of(d, start);
}

/* Is the number what was claimed, as far as it is said? */
static bool fits(double number, double claimed, enum about_bound bound)
{
	switch (bound) {
	case BOUND_NONE:
	case BOUND_MOST:
		return fabs(number - claimed) < 1e-9;
	case BOUND_LEAST:
		return number >= claimed;
	case BOUND_MORE:
		return number > claimed;
	case BOUND_LESS:
		return number < claimed;
	case BOUND_AROUND:
		return fabs(number - claimed) <= claimed * ABOUT;
	}
	return false;
}

/* "More than 5,000", where 5,500 was claimed: may be. */
static bool may_be(const struct amount *a, double claimed)
{
	return (a->bound == BOUND_MORE || a->bound == BOUND_LEAST)
		   ? claimed > a->number
		   : (a->bound == BOUND_LESS) && claimed < a->number;
}

/* Is it said of another model than the claimed one? */
static bool is_of_other(const struct drawn *d, const struct about *about,
    const struct spot *spots, size_t n, size_t which)
{
	const struct mention *of = bind_device(d, spots, n, which, NULL);
	const char *product = about->claim->product;

	if (product != NULL && bind_is_shared(d, spots, n, product))
		return false;
	return of != NULL && product != NULL &&
	       strpbrk(product, "0123456789") != NULL &&
	       strpbrk(of->name, "0123456789") != NULL &&
	       strcmp(of->name, product) != 0;
}

const char *measure_of(
    const struct drawn *d, const struct about *about, bool *denied)
{
	struct amount found[AMOUNTS];
	struct spot spots[AMOUNTS];
	size_t n = amounts_find(d, strchr(about->measure, ' ') + 1, found);
	double claimed = strtod(about->measure, NULL);
	const char *other = NULL;

	*denied = false;
	for (size_t i = 0; i < n; i++)
		spots[i] = (struct spot){found[i].start, found[i].end};
	for (size_t i = 0; i < n; i++) {
		if (is_of_other(d, about, spots, n, i) ||
		    may_be(&found[i], claimed))
			continue;
		if (fits(found[i].number, claimed, about->bound) ||
		    (found[i].bound == about->bound &&
			fits(found[i].number, claimed, BOUND_NONE)))
			return about->measure;
		if (other == NULL) /* "45W", where watts were claimed */
			other = arena_printf(d->r->arena, "%.*s %s",
			    (int)strcspn(found[i].text, " "), found[i].text,
			    strchr(about->measure, ' ') + 1);
	}
	*denied = other != NULL && strcmp(other, about->measure) == 0;
	return other;
}

const char *price_as_claimed(const struct drawn *d, const char *price)
{
	const struct about *about = d->r->about;
	const char *claimed = about == NULL ? NULL : about->claim->value;
	const char *unit = strrchr(price, ' '), *of;
	double a, b;

	if (claimed == NULL || about->claim->aspect != ASPECT_OTHER)
		return price;
	of = strrchr(claimed, ' ');
	if (of == NULL || unit == NULL || strcmp(of, unit) != 0)
		return price;
	a = strtod(price, NULL);
	b = strtod(claimed, NULL);
	if ((about->bound == BOUND_NONE || about->bound == BOUND_AROUND) &&
	    fabs(a - b) > 0 && fabs(a - b) <= 1 && b >= 100)
		return claimed; /* "1,499.99" and "1,500" */
	return fits(a, b, about->bound) ? claimed : price;
}
