/*
 * "Four Android upgrades and five years of patches" are two terms, of two
 * kinds, of one device. A number is read from its unit, so that in "from three
 * to five years" it is the five; what it is years of stands behind it, up to
 * the next number, or before it ("patches for five years"). Years are held
 * against a day ("through August 2031") by the day on which they are told.
 */
#include "judge/term.h"

#include <stdlib.h>
#include <string.h>

#include "judge/answer.h"
#include "judge/lineup.h"
#include "judge/noword.h"
#include "text/date.h"

enum kind_of_care {
	CARE_ANY,      /* updates, or both kinds */
	CARE_VERSIONS, /* of the system */
	CARE_FIXES     /* security patches */
};

struct term {
	const char *device;
	bool series;
	enum kind_of_care kind;
	int years;     /* 0: told by a day */
	int64_t until; /* 0: told by years */
	const struct passage *p;
};

struct terms {
	struct term *v;
	size_t n, cap;
	size_t others; /* numbers of years that are no terms */
};

#define NUMBERS 8 /* of one sentence */

struct number {
	uint32_t start, end; /* of the number */
	uint32_t unit;	     /* where its unit ends */
	int n;
	bool versions; /* it counts those, and no years */
};

struct scan {
	const struct drawn *d;
	const struct phrases_found *f;
	const char *s;
	struct number v[NUMBERS];
	size_t n;
};

/* --- its numbers --- */

#define UNIT_NEAR 26 /* bytes: " major generations of Android " */

static bool is_word_start(const struct scan *scan, uint32_t i)
{
	unsigned char c;

	if (i == scan->d->p->start)
		return true;
	c = (unsigned char)scan->s[i - 1];
	return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

/* The last number before a unit; of "4.5" and "1,000" none. */
static bool number_before(
    const struct scan *scan, uint32_t unit, struct number *out)
{
	uint32_t from = unit > scan->d->p->start + UNIT_NEAR
			    ? unit - UNIT_NEAR
			    : scan->d->p->start;

	for (uint32_t i = unit; i-- > from;) {
		uint32_t end;
		int n;

		if (strchr(",;:.()", scan->s[i]) != NULL)
			return false;
		n = is_word_start(scan, i)
			? small_number(scan->s, i, unit + 1, &end)
			: -1;
		if (n < 1 || end > unit || drawn_mention_at(scan->d, i) != NULL)
			continue; /* "Droid 12 is the last version" */
		*out = (struct number){.start = i, .end = end, .n = n};
		return true;
	}
	return false;
}

static void number_add(struct scan *scan, const struct number *number)
{
	for (size_t i = 0; i < scan->n; i++)
		if (scan->v[i].start == number->start)
			return; /* "seven generations of OS upgrades" */
	if (scan->n < NUMBERS)
		scan->v[scan->n++] = *number;
}

/* "Used to offer two years", "up from five": what was until now. */
static bool is_of_before(const struct scan *scan, uint32_t at)
{
	uint32_t start = scan->d->p->start;

	return phrase_within(
	    scan->f, PHRASE_UNTIL_NOW, at > start + 24 ? at - 24 : start, at);
}

static void numbers_take(struct scan *scan)
{
	for (size_t i = 0; i < scan->f->n; i++) {
		const struct phrase_hit *h = &scan->f->hits[i];
		struct number number;

		if (h->class == PHRASE_DECADE)
			number = (struct number){
			    .start = h->start, .end = h->end, .n = 10};
		else if ((h->class != PHRASE_YEARS &&
			     h->class != PHRASE_UPGRADES) ||
			 !number_before(scan, h->start, &number))
			continue;
		number.unit = h->end;
		number.versions = h->class == PHRASE_UPGRADES;
		if (!is_of_before(scan, number.start))
			number_add(scan, &number);
	}
}

/* --- of what, and whose --- */

/* Where the clause ends that the byte is in, or begins. */
static uint32_t clause_end(const struct scan *scan, uint32_t at)
{
	const struct phrase_hit *h = NULL;
	const char *mark = memchr(scan->s + at, ';', scan->d->p->end - at);
	uint32_t end =
	    mark != NULL ? (uint32_t)(mark - scan->s) : scan->d->p->end;

	while ((h = phrase_next(scan->f, PHRASE_CONTRAST, h)) != NULL)
		if (h->start >= at && h->start < end)
			end = h->start;
	return end;
}

/* Of the system; "software updates" are of both kinds. */
static bool has_versions(const struct scan *scan, uint32_t from, uint32_t to)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, PHRASE_VERSIONS, h)) != NULL)
		if (h->start >= from && h->end <= to &&
		    strncmp(scan->s + h->start, "software", 8) != 0)
			return true;
	return false;
}

static bool kind_in(
    const struct scan *scan, uint32_t from, uint32_t to, enum kind_of_care *out)
{
	bool fixes = phrase_within(scan->f, PHRASE_FIXES, from, to);
	bool versions = has_versions(scan, from, to);

	*out = fixes == versions ? CARE_ANY
	       : fixes		 ? CARE_FIXES
				 : CARE_VERSIONS;
	return fixes || versions ||
	       phrase_within(scan->f, PHRASE_CARE, from, to);
}

/* What is told of a number: behind it, else before it; false: nothing on care,
 * as of a battery. */
static bool kind_take(const struct scan *scan, size_t i, enum kind_of_care *out)
{
	const struct number *number = &scan->v[i];
	uint32_t from = i > 0 ? scan->v[i - 1].unit : scan->d->p->start;
	uint32_t to = clause_end(scan, number->end);

	if (i + 1 < scan->n && scan->v[i + 1].start < to)
		to = scan->v[i + 1].start;
	/* "We keep parts for ten years": what for stands before it. */
	if (phrase_before(scan->f, PHRASE_FOR_TIME, scan->s, number->start) !=
	    NULL)
		return kind_in(scan, from, number->start, out);
	if (kind_in(scan, number->end, to, out) ||
	    kind_in(scan, from, number->start, out)) {
		if (number->versions)
			*out = CARE_VERSIONS;
		return true;
	}
	return number->versions;
}

/* "Seven years for the A9": a device right behind, and before the next number.
 */
static const struct mention *device_behind(const struct scan *scan, size_t i)
{
	uint32_t to = i + 1 < scan->n ? scan->v[i + 1].start
				      : clause_end(scan, scan->v[i].unit);
	const struct passage *p = scan->d->p;

	for (size_t k = 0; k < p->mentions; k++) {
		const struct mention *m =
		    &scan->d->side->mentions[p->mention + k];

		if (m->device && m->start >= scan->v[i].unit && m->end <= to &&
		    phrase_before(scan->f, PHRASE_FOR, scan->s, m->start) !=
			NULL)
			return m;
	}
	return NULL;
}

static const struct mention *last_device(
    const struct reading *r, const struct passage *p, uint32_t before)
{
	const struct mention *out = NULL;

	for (size_t k = 0; k < p->mentions; k++) {
		const struct mention *m =
		    &r->side[p->field].mentions[p->mention + k];

		if (m->device && m->start < before)
			out = m;
	}
	return out;
}

/* "Seven years of updates come to the A9"; not so "others promise seven years,
 * the A9 gets ..." */
static const struct mention *device_in_clause(const struct scan *scan, size_t i)
{
	const struct passage *p = scan->d->p;
	uint32_t from = scan->v[i].unit, to = clause_end(scan, from);

	for (size_t k = 0; k < p->mentions; k++) {
		const struct mention *m =
		    &scan->d->side->mentions[p->mention + k];

		if (m->device && m->start >= from && m->end <= to)
			return memchr(scan->s + from, ',', m->start - from) ==
				       NULL
				   ? m
				   : NULL;
	}
	return NULL;
}

/* In its sentence: behind it, else before it. */
static const struct mention *device_here(const struct scan *scan, size_t i)
{
	const struct mention *m = device_behind(scan, i);

	if (m == NULL)
		m = last_device(scan->d->r, scan->d->p, scan->v[i].start);
	return m != NULL ? m : device_in_clause(scan, i);
}

static void term_put(const struct scan *scan, struct terms *out,
    struct term *term, const struct mention *m)
{
	term->device = m != NULL ? m->name : NULL;
	term->series = m != NULL && phrase_behind(scan->f, PHRASE_SERIES,
					scan->s, m->end) != NULL;
	term->p = scan->d->p;
	out->v = arena_room(
	    scan->d->r->arena, out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = *term;
}

/* Of all devices of the sentence before: "It keeps them up to date". */
static bool term_before(
    const struct scan *scan, struct terms *out, struct term *term)
{
	const struct passage *p = scan->d->p;
	size_t n = out->n;

	if (p == scan->d->r->passages || p[-1].field != p->field)
		return false;
	for (size_t i = 0; i < p[-1].mentions; i++) {
		const struct mention *m =
		    &scan->d->side->mentions[p[-1].mention + i];

		if (m->device)
			term_put(scan, out, term, m);
	}
	return out->n > n;
}

/* Without a device in its sentence it is, in the maker's own item, of the
 * sentence before, or of the headline: in others "at present it promises four"
 * stands there. */
static void term_add(
    const struct scan *scan, struct terms *out, struct term *term, size_t i)
{
	const struct reading *r = scan->d->r;
	const struct mention *m = device_here(scan, i);

	if (m == NULL && role_is_official(r)) {
		if (term_before(scan, out, term))
			return;
		m = last_device(r, r->passages, r->passages[0].end);
	}
	/* Where no table has the claim's device, it is not asked for. */
	if (m != NULL || r->whole != NULL || r->about == NULL ||
	    r->about->care == NULL || r->about->care->v[0].device == NULL)
		term_put(scan, out, term, m);
}

#define UNTIL_NEAR  16		/* bytes: " at least the end of" */
#define UNTIL_LEAST (300 * DAY) /* from now on: less is when it comes */

/* "2031" at `at`: the end of that year, or 0. */
static int64_t year_at(const struct scan *scan, uint32_t at)
{
	const char *s = scan->s + at;
	size_t n = strspn(s, "0123456789");

	if (n != 4 || at + n > scan->d->p->end || !is_word_start(scan, at))
		return 0;
	return date_from_civil(&(struct civil){.year = (int)strtol(s, NULL, 10),
	    .month = 12,
	    .day = 31,
	    .hour = 23});
}

/* The last day that is named right behind "until", and where; or 0. */
static int64_t day_behind(
    const struct scan *scan, const struct phrase_hit *h, uint32_t *end)
{
	const struct drawn *d = scan->d;
	uint32_t to = h->end + UNTIL_NEAR;

	for (size_t i = 0; i < d->window_count; i++)
		if (d->windows[i].end > h->end && d->windows[i].start < to) {
			*end = d->windows[i].end;
			return d->windows[i].window.to;
		}
	for (uint32_t i = h->end; i < to && i < d->p->end; i++) {
		int64_t day = year_at(scan, i);

		if (day != 0) {
			*end = i + 4;
			return day;
		}
	}
	return 0;
}

/* "Through August 2031": the day, where no number of years is told; of each
 * kind one ("new versions until 2028, patches until 2030"). */
static void until_take(struct scan *scan, struct terms *out)
{
	const struct phrase_hit *h = NULL;
	uint32_t from = scan->d->p->start, end = from;

	while ((h = phrase_next(scan->f, PHRASE_UP_TO, h)) != NULL) {
		struct term term = {.until = day_behind(scan, h, &end)};

		if (h->start < from ||
		    term.until < scan->d->r->published_at + UNTIL_LEAST)
			continue;
		if (!kind_in(scan, from, h->start, &term.kind) &&
		    !kind_in(scan, end, clause_end(scan, end), &term.kind))
			continue;
		scan->v[0] =
		    (struct number){.start = h->start, .end = end, .unit = end};
		from = end;
		term_add(scan, out, &term, 0);
	}
}

/* "Until now it was three years. The A9 gets seven.": a number at the very end,
 * of the unit that the sentence before has. */
static bool last_number(const struct scan *scan, struct number *out)
{
	const struct passage *p = scan->d->p;
	uint32_t to = p->end, from;

	if (p == scan->d->r->passages || p[-1].field != p->field ||
	    !phrase_in(
		&passage_phrases(scan->d->r, p - 1)->classes, PHRASE_YEARS))
		return false;
	while (to > p->start && strchr(" .!", scan->s[to - 1]) != NULL)
		to--;
	for (from = to; from > p->start && scan->s[from - 1] != ' ';)
		from--;
	out->n = small_number(scan->s, from, to + 1, &out->end);
	out->start = from;
	out->unit = out->end;
	return out->n > 0 && out->end == to;
}

/* "After five years it no longer gets patches": that is no promise. */
static bool is_denied(const struct scan *scan, size_t i)
{
	const struct drawn *d = scan->d;
	struct noword_hit no[NUMBERS];
	uint32_t to = clause_end(scan, scan->v[i].end);
	size_t n;

	if (i + 1 < scan->n && scan->v[i + 1].start < to)
		to = scan->v[i + 1].start;
	n = nowords_find(d->r->lex->nowords, d->r->lang, scan->s,
	    i > 0 ? scan->v[i - 1].unit : d->p->start, to, no, NUMBERS);
	for (size_t k = 0; k < n; k++)
		if (no[k].class == NOWORD_NOT || no[k].class == NOWORD_NO)
			return d->r->whole == NULL;
	return false;
}

static void terms_read(const struct drawn *d, struct terms *out)
{
	struct scan scan = {
	    .d = d, .f = passage_phrases(d->r, d->p), .s = d->side->folded};
	struct phrases_found any;

	numbers_take(&scan);
	/* A short sentence may be taken for one of another language. */
	if (scan.n == 0 && d->r->whole != NULL) {
		any = phrases_find(d->r->lex->phrases, LANG_ANY, d->r->arena,
		    d->side->folded, d->side->folded_n, d->p->start, d->p->end);
		scan.f = &any;
		numbers_take(&scan);
	}
	for (size_t i = 0; i < scan.n; i++) {
		struct term term = {.years = scan.v[i].n};

		if (!is_denied(&scan, i) && kind_take(&scan, i, &term.kind))
			term_add(&scan, out, &term, i);
		else
			out->others++;
	}
	if (scan.n == 0 && last_number(&scan, &scan.v[0])) {
		struct term term = {.years = scan.v[0].n};

		term_add(&scan, out, &term, 0);
	} else if (scan.n == 0) {
		until_take(&scan, out);
	}
}

bool term_is_none(const struct drawn *d)
{
	struct terms terms = {.n = 0};

	terms_read(d, &terms);
	return terms.n == 0 && terms.others > 0;
}

void term_take(const struct drawn *d, struct about *about)
{
	struct terms *t;

	if (about->care != NULL || drawn_says(d, PHRASE_LONGER))
		return;
	t = arena_alloc(d->r->arena, sizeof(*t));
	*t = (struct terms){.n = 0};
	terms_read(d, t);
	if (t->n > 0)
		about->care = t;
}

/* --- is the claim right? --- */

enum same { SAME_UNKNOWN, SAME_YES, SAME_NO, SAME_MORE };

static int year_of(int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return c.year;
}

#define YEAR_S	   (365 * DAY + DAY / 4)
#define NEAR_DAYS  (20 * DAY)
#define NEAR_YEARS 0.6 /* that a day may be off from whole years */

static bool is_year_end(int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return c.month == 12 && c.day == 31;
}

/* Years, told on a day, against the day up to which they go. */
static enum same same_by_day(int years, int64_t told_at, int64_t until)
{
	double off = (double)(until - told_at) / YEAR_S - years;
	int whole = year_of(until) - year_of(told_at) - years;

	if (is_year_end(until))
		return whole == 0		 ? SAME_YES
		       : whole > 1 || whole < -1 ? SAME_NO
						 : SAME_UNKNOWN;
	return off > -NEAR_YEARS && off < NEAR_YEARS ? SAME_YES : SAME_NO;
}

/* A year against a year, a month against a month. */
static enum same same_day(int64_t a, int64_t b)
{
	bool same = is_year_end(a) || is_year_end(b)
			? year_of(a) == year_of(b)
			: llabs(a - b) <= NEAR_DAYS;

	return same ? SAME_YES : SAME_NO;
}

static enum same same_term(
    const struct reading *r, const struct term *claim, const struct term *said)
{
	int64_t at = r->published_at;

	if (claim->years > 0 && said->years > 0)
		return claim->years == said->years  ? SAME_YES
		       : claim->years < said->years ? SAME_MORE
						    : SAME_NO;
	if (claim->until != 0 && said->until != 0)
		return same_day(claim->until, said->until);
	return claim->years > 0 ? same_by_day(claim->years, at, said->until)
				: same_by_day(said->years, at, claim->until);
}

/* Is that term of the claimed device? */
static bool is_of_device(
    const struct reading *r, const struct term *claim, const struct term *said)
{
	if (claim->device == NULL)
		return true;
	/* Of which it is said is not known, where the claim has a term of no
	 * device besides. */
	if (said->device == NULL)
		return false;
	return lineup_same(r->lex->lineups, claim->device, said->device) ||
	       (said->series && lineup_is_edition(claim->device, said->device));
}

/* What the item says of one kind: yes where any of its terms says so. */
static enum same same_kind(const struct reading *r, const struct terms *all,
    const struct term *claim, enum kind_of_care kind, const struct term **by)
{
	enum same out = SAME_UNKNOWN;

	for (size_t i = 0; i < all->n; i++) {
		enum same one;

		if (all->v[i].kind != kind ||
		    !is_of_device(r, claim, &all->v[i]))
			continue;
		one = same_term(r, claim, &all->v[i]);
		if (one == SAME_UNKNOWN || out == SAME_YES)
			continue;
		out = one;
		*by = &all->v[i];
	}
	return out;
}

static bool is_no(enum same same)
{
	return same == SAME_NO || same == SAME_MORE;
}

/* "Seven years of updates": of versions and of patches; of one of them it may
 * be more. */
static enum answer answer_any(enum same versions, enum same fixes)
{
	if (versions == SAME_UNKNOWN && fixes == SAME_UNKNOWN)
		return ANSWER_NONE;
	if (versions == SAME_YES && fixes != SAME_NO)
		return ANSWER_YES;
	if (versions == SAME_MORE && fixes == SAME_YES)
		return ANSWER_YES;
	return versions == SAME_YES || fixes == SAME_YES ? ANSWER_PART
							 : ANSWER_NO;
}

static enum answer answer_term(const struct reading *r, const struct terms *all,
    const struct term *claim, const struct term **by)
{
	enum same any = same_kind(r, all, claim, CARE_ANY, by);
	enum same versions = same_kind(r, all, claim, CARE_VERSIONS, by);
	enum same fixes = same_kind(r, all, claim, CARE_FIXES, by);

	if (any == SAME_YES)
		return ANSWER_YES;
	if (claim->kind == CARE_ANY)
		return is_no(any) && versions != SAME_YES && fixes != SAME_YES
			   ? ANSWER_NO
			   : answer_any(versions, fixes);
	if (claim->kind == CARE_FIXES)
		return fixes == SAME_YES	    ? ANSWER_YES
		       : is_no(fixes) || is_no(any) ? ANSWER_NO
						    : ANSWER_NONE;
	if (versions == SAME_YES)
		return ANSWER_YES;
	/* The years are right, and of patches only. */
	if (is_no(versions) && fixes == SAME_YES)
		return ANSWER_PART;
	return is_no(versions) || is_no(any) ? ANSWER_NO : ANSWER_NONE;
}

static enum answer answer_of(
    const struct reading *r, const struct terms *all, const struct term **by)
{
	const struct terms *claimed = r->about->care;
	struct answers sum = {0};

	for (size_t i = 0; i < claimed->n; i++)
		answers_count(&sum, answer_term(r, all, &claimed->v[i], by));
	return answers_sum(&sum);
}

static void terms_of_item(struct reading *r, struct terms *all)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d;

		if (answer_is_official(r, &r->passages[i], &d))
			terms_read(&d, all);
	}
}

void term_claim(struct reading *r)
{
	struct terms all = {.n = 0};
	const struct term *by = NULL;
	enum answer answer;

	if (r->about == NULL || r->about->care == NULL)
		return;
	terms_of_item(r, &all);
	if (all.n + all.others == 0)
		return;
	answers_drop(r, ASPECT_SUPPORT_LENGTH);
	answer = answer_of(r, &all, &by);
	if (answer != ANSWER_NONE && by != NULL)
		answer_add(r, by->p, answer, false);
}
