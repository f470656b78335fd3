/*
 * Time windows: "the third week of July", "early 2024", "10 月 8 日" against
 * the day of publication. A window is a first and a last second; a date
 * without a year is the one nearest to the future of its text.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/reading.h"
#include "text/date.h"

#define DAY 86400

/* --- the calendar --- */

static int64_t day_at(int year, int month, int day)
{
	while (month > 12) {
		month -= 12;
		year++;
	}
	while (month < 1) {
		month += 12;
		year--;
	}
	struct civil c = {.year = year, .month = month, .day = day};
	return date_from_civil(&c);
}

static int64_t day_start(int64_t at)
{
	struct civil c;
	date_to_civil(at, &c);
	return day_at(c.year, c.month, c.day);
}

static struct window months(int year, int month, int count)
{
	return (struct window){
	    day_at(year, month, 1), day_at(year, month + count, 1) - 1};
}

static int64_t edge_at(const struct window_edge *e, int64_t p)
{
	struct civil c;
	int64_t from = 0, to = 0;
	date_to_civil(p, &c);
	switch (e->unit) {
	case EDGE_DAY:
		from = day_start(p) + (int64_t)e->offset * DAY;
		to = from + DAY - 1;
		break;
	case EDGE_WEEK:
		from = day_start(p) -
		       (int64_t)((date_weekday(p) + 6) % 7) * DAY +
		       (int64_t)e->offset * 7 * DAY;
		to = from + 7 * DAY - 1;
		break;
	case EDGE_MONTH:
		from = day_at(c.year, c.month + e->offset, 1);
		to = day_at(c.year, c.month + e->offset + 1, 1) - 1;
		break;
	case EDGE_QUARTER: {
		int first = (c.month - 1) / 3 * 3 + 1 + 3 * e->offset;
		from = day_at(c.year, first, 1);
		to = day_at(c.year, first + 3, 1) - 1;
		break;
	}
	case EDGE_YEAR:
		from = day_at(c.year + e->offset, 1, 1);
		to = day_at(c.year + e->offset + 1, 1, 1) - 1;
		break;
	}
	return (e->last ? to : from) + (int64_t)e->days * DAY;
}

static struct window rule_window(const struct window_row *row, int64_t p)
{
	struct window w = {edge_at(&row->from, p), edge_at(&row->to, p)};
	if (row->to.unit == EDGE_DAY)
		w.to += DAY - 1;
	else if (!row->to.last)
		w.to += DAY - 1;
	return w;
}

/* --- reading around a match --- */

struct reader {
	const struct reading *r;
	const struct side *side;
	const struct passage *p;
	struct civil now;
	int64_t at;
};

static bool digit_at(const struct reader *rd, uint32_t i)
{
	return i < rd->p->end && rd->side->folded[i] >= '0' &&
	       rd->side->folded[i] <= '9';
}

static int number_of(const char *s, size_t n)
{
	int v = 0;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

/* The number that ends just before `at`, spaces let pass; -1 for none. */
static int number_before(const struct reader *rd, uint32_t at, uint32_t *start)
{
	const char *s = rd->side->folded;
	while (at > rd->p->start && (s[at - 1] == ' ' || s[at - 1] == '.'))
		at--;
	uint32_t end = at;
	while (at > rd->p->start && digit_at(rd, at - 1))
		at--;
	if (at == end || end - at > 4)
		return -1;
	if (at > rd->p->start && (s[at - 1] == '.' || s[at - 1] == '/'))
		return -1;
	*start = at;
	return number_of(s + at, end - at);
}

static int number_after(const struct reader *rd, uint32_t at, uint32_t *end)
{
	const char *s = rd->side->folded;
	while (
	    at < rd->p->end && (s[at] == ' ' || s[at] == ',' || s[at] == '.'))
		at++;
	uint32_t start = at;
	while (digit_at(rd, at))
		at++;
	if (at == start || at - start > 4)
		return -1;
	*end = at;
	return number_of(s + start, at - start);
}

static bool word_before(const struct reader *rd, uint32_t *at, const char *word)
{
	uint32_t i = *at, n = (uint32_t)strlen(word);
	while (i > rd->p->start && rd->side->folded[i - 1] == ' ')
		i--;
	if (i < rd->p->start + n ||
	    memcmp(rd->side->folded + i - n, word, n) != 0)
		return false;
	if ((unsigned char)word[0] < 0x80 && i - n > rd->p->start &&
	    rd->side->folded[i - n - 1] != ' ' &&
	    rd->side->folded[i - n - 1] != '(')
		return false;
	*at = i - n;
	return true;
}

static bool word_of_before(
    const struct reader *rd, uint32_t *at, const char *const *words)
{
	for (; *words != NULL; words++)
		if (word_before(rd, at, *words))
			return true;
	return false;
}

/* A month without a year: this year, unless it is long past. */
static int year_of_month(const struct reader *rd, int month)
{
	int ago = rd->now.month - month;
	return ago >= 5	    ? rd->now.year + 1
	       : ago <= -10 ? rd->now.year - 1
			    : rd->now.year;
}

static bool year_plausible(const struct reader *rd, int year)
{
	return year >= rd->now.year - 15 && year <= rd->now.year + 8;
}

static uint32_t ordinal_end(const struct reader *rd, uint32_t at)
{
	static const char *const tails[] = {"st", "nd", "rd", "th", "º"};
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		uint32_t n = (uint32_t)strlen(tails[i]);
		if (at + n <= rd->p->end &&
		    memcmp(rd->side->folded + at, tails[i], n) == 0)
			return at + n;
	}
	return at;
}

/* "8" of "8 october", "the 8th of october", "8 to 10 october". */
static int day_before(
    const struct reader *rd, uint32_t at, uint32_t *start, int *first)
{
	static const char *const links[] = {"of", "de", NULL};
	static const char *const ranges[] = {
	    "to", "and", "-", "bis", "y", "und", "et", "e", NULL};
	uint32_t i = at;
	word_of_before(rd, &i, links);
	static const char *const tails[] = {"th", "st", "nd", "rd"};
	for (size_t t = 0; t < 4; t++) {
		uint32_t k = i;
		while (k > rd->p->start && rd->side->folded[k - 1] == ' ')
			k--;
		if (k >= rd->p->start + 3 &&
		    memcmp(rd->side->folded + k - 2, tails[t], 2) == 0 &&
		    digit_at(rd, k - 3))
			i = k - 2;
	}
	int day = number_before(rd, i, start);
	if (day < 1 || day > 31)
		return -1;
	*first = day;
	i = *start;
	if (word_of_before(rd, &i, ranges) ||
	    (i > rd->p->start && rd->side->folded[i - 1] == '-' && i--)) {
		uint32_t s;
		int from = number_before(rd, i, &s);
		if (from >= 1 && from < day) {
			*first = from;
			*start = s;
		}
	}
	return day;
}

/* "between january 8 and 10", "january 8 to 10": the last day, or -1. */
static int range_last(
    const struct reader *rd, uint32_t start, uint32_t at, uint32_t *end)
{
	static const char *const links[] = {" to ", " through ", " until ",
	    " and ", " y ", " und ", " et ", " e "};
	static const char *const between[] = {
	    "between", "entre", "zwischen", "tra", NULL};
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		uint32_t n = (uint32_t)strlen(links[i]), before = start;
		if (at + n >= rd->p->end ||
		    memcmp(rd->side->folded + at, links[i], n) != 0 ||
		    !digit_at(rd, at + n))
			continue;
		if (i > 2 && !word_of_before(rd, &before, between))
			return -1; /* "on june 3 and 9" are two days */
		return number_after(rd, at + n, end);
	}
	return -1;
}

/* "Signed a deal in June and will": the verb says that it is over. */
static bool told_as_past(const struct reader *rd, uint32_t at)
{
	const struct phrases_found *f = passage_phrases(rd->r, rd->p);
	const char *s = rd->side->folded;
	uint32_t from = at > rd->p->start + 70 ? at - 70 : rd->p->start;

	for (uint32_t i = at; i > from; i--)
		if (strchr(",;:.!?\"", s[i - 1]) != NULL) {
			from = i;
			break;
		}
	return !phrase_within(f, PHRASE_IS_OPEN, from, at) &&
	       phrase_within(f, PHRASE_DID, from, at);
}

static bool follows(const struct reader *rd, uint32_t at, const char *words)
{
	size_t n = strlen(words);
	return at + n <= rd->p->end &&
	       memcmp(rd->side->folded + at, words, n) == 0;
}

/* "March next year", "marzo del próximo año": how many years on; or 0. */
static int years_on(const struct reader *rd, uint32_t at, uint32_t *end)
{
	static const char *const words[] = {" next year", " of next year",
	    ", next year", " des kommenden jahres", " kommenden jahres",
	    " des nächsten jahres", " nächsten jahres", " del próximo año",
	    " del año que viene", " de l'année prochaine", " del prossimo anno",
	    " dell'anno prossimo", " do próximo ano", " do ano que vem",
	    " tahun depan"};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (follows(rd, at, words[i])) {
			*end = at + (uint32_t)strlen(words[i]);
			return 1;
		}
	return 0;
}

/* A month's name: with its day or days and its year where they stand. */
static int month_window(const struct reader *rd, const struct match *m,
    int month, struct window_hit *out)
{
	static const char *const cues[] = {"in", "by", "of", "this", "next",
	    "until", "since", "for", "early", "mid", "late", "during", "before",
	    "mid-", "to", "from", "and", "or", "around", "on", "until", NULL};
	uint32_t start = m->start, end = m->end, e, i = m->start;
	int first = 0, day = day_before(rd, m->start, &start, &first);
	int year = -1, n = number_after(rd, m->end, &e);
	if (n >= 1 && n <= 31 && day < 0) {
		day = first = n;
		end = ordinal_end(rd, e);
		if (end < rd->p->end && rd->side->folded[end] == '-') {
			int last = number_after(rd, end + 1, &e);
			if (last > day && last <= 31) {
				day = last;
				end = e;
			}
		}
		int last = range_last(rd, m->start, end, &e);
		if (last > day && last <= 31) {
			day = last;
			end = ordinal_end(rd, e);
		}
		n = number_after(rd, end, &e);
	}
	if (n >= 2000 && year_plausible(rd, n)) {
		year = n;
		end = e;
	} else if (end + 4 < rd->p->end &&
		   memcmp(rd->side->folded + end, " of ", 4) == 0) {
		n = number_after(rd, end + 4, &e);
		if (n >= 2000 && year_plausible(rd, n)) {
			year = n;
			end = e;
		}
	}
	/* "may" and "march" are verbs too */
	bool verb = m->end - m->start <= 3 || month == 3;
	if (verb && rd->r->lang == LANG_EN && month != 6 && month != 7 &&
	    day < 0 && year < 0 && !word_of_before(rd, &i, cues))
		return -1;
	if (rd->r->lang == LANG_EN &&
	    rd->side->text[rd->side->map[m->start]] >= 'a')
		return -1;
	if (year < 0 && years_on(rd, end, &end) > 0)
		n = year = rd->now.year + 1;
	if (year < 0)
		year = year_of_month(rd, month);
	if (year > rd->now.year - 1 && told_as_past(rd, start) &&
	    day_at(year, month, 1) > rd->at && n < 2000)
		year--;
	out->start = start;
	out->end = end;
	if (day > 0) {
		out->window.from = day_at(year, month, first);
		out->window.to = day_at(year, month, day) + DAY - 1;
	} else {
		out->window = months(year, month, 1);
	}
	return 0;
}

static int year_after(const struct reader *rd, uint32_t *end)
{
	uint32_t at = *end, e;
	static const char *const links[] = {" of", " de", " del"};
	for (size_t i = 0; i < 3; i++) {
		uint32_t n = (uint32_t)strlen(links[i]);
		if (at + n < rd->p->end &&
		    memcmp(rd->side->folded + at, links[i], n) == 0)
			at += n;
	}
	int n = number_after(rd, at, &e);
	if (n < 2000 || !year_plausible(rd, n))
		return -1;
	*end = e;
	return n;
}

/* Quarter, half or season: of the year that is named, or the next one that
 * is not over. */
static int part_of_year(const struct reader *rd, const struct match *m,
    int month, int count, struct window_hit *out)
{
	out->start = m->start;
	out->end = m->end;
	int year = year_after(rd, &out->end);
	uint32_t i = m->start;
	bool next = word_before(rd, &i, "next") ||
		    follows(rd, m->end, " of next year") ||
		    follows(rd, m->end, " next year") ||
		    follows(rd, m->end, " des kommenden jahres") ||
		    follows(rd, m->end, " del próximo año") ||
		    word_before(rd, &i, "明年");
	if (year < 0) {
		year = rd->now.year + (next ? 1 : 0);
		if (!next && months(year, month, count).to < rd->at)
			year++;
	}
	out->window = months(year, month, count);
	return 0;
}

static int season_window(
    const struct reader *rd, const struct match *m, int n, struct window_hit *o)
{
	/* "fall" and "spring" are verbs: an English season has a cue. */
	static const char *const cues[] = {"this", "next", "in", "the",
	    "in the", "by", "im", "en", "early", "late", NULL};
	static const int first[] = {3, 6, 9, 12};
	uint32_t i = m->start, e = m->end;
	if (rd->r->lang == LANG_EN && !word_of_before(rd, &i, cues) &&
	    year_after(rd, &e) < 0)
		return -1;
	return part_of_year(rd, m, first[n], 3, o);
}

/* zh: "2024 年 10 月 8 日", "10 月底", "1 月 8 日至 10 日". */
static int zh_month_window(
    const struct reader *rd, const struct match *m, struct window_hit *out)
{
	static const struct {
		const char *word;
		int from, to;
	} parts[] = {{"初", 1, 10}, {"上旬", 1, 10}, {"中旬", 11, 20},
	    {"下旬", 21, 31}, {"底", 21, 31}, {"末", 21, 31}};
	uint32_t start, s2, e;
	int month = number_before(rd, m->start, &start);
	if (month < 1 || month > 12)
		return -1;
	out->start = start;
	out->end = m->end;
	int year = -1;
	uint32_t i = start;
	if (word_before(rd, &i, "明年") || word_before(rd, &i, "来年")) {
		year = rd->now.year + 1;
		out->start = i;
	} else if (word_before(rd, &i, "今年")) {
		year = rd->now.year;
		out->start = i;
	} else if (word_before(rd, &i, "年")) {
		int y = number_before(rd, i, &s2);
		if (y >= 2000) {
			year = y;
			out->start = s2;
		}
	}
	if (year < 0)
		year = year_of_month(rd, month);
	int day = number_after(rd, m->end, &e);
	uint32_t k = e;
	while (day >= 0 && k < rd->p->end && rd->side->folded[k] == ' ')
		k++;
	uint32_t e2, k2 = k;
	int until =
	    day >= 1 && k < rd->p->end &&
		    (rd->side->folded[k] == '-' || rd->side->folded[k] == '~')
		? number_after(rd, k + 1, &e2)
		: -1;
	if (until > day && until <= 31) {
		out->end = e2;
		out->window.from = day_at(year, month, day);
		out->window.to = day_at(year, month, until) + DAY - 1;
		return 0;
	}
	if (day >= 1 && day <= 31 &&
	    (follows(rd, k2, "日") || follows(rd, k2, "号"))) {
		out->end = k + 3;
		out->window.from = day_at(year, month, day);
		out->window.to = out->window.from + DAY - 1;
		uint32_t t = out->end;
		if (follows(rd, t, "至") || follows(rd, t, "到")) {
			int last = number_after(rd, t + 3, &e);
			if (last > day && last <= 31) {
				out->end = e;
				out->window.to =
				    day_at(year, month, last) + DAY - 1;
			}
		}
		return 0;
	}
	out->window = months(year, month, 1);
	for (size_t p = 0; p < sizeof(parts) / sizeof(*parts); p++)
		if (follows(rd, m->end, parts[p].word)) {
			int last = date_month_days(year, month);
			out->end += (uint32_t)strlen(parts[p].word);
			out->window.from = day_at(year, month, parts[p].from);
			out->window.to =
			    day_at(year, month,
				parts[p].to < last ? parts[p].to : last) +
			    DAY - 1;
			break;
		}
	return 0;
}

/* "National Day", "2031年国庆": of the year that is named, or the next. */
static int holiday_window(const struct reader *rd, const struct match *m,
    const struct window_row *row, struct window_hit *out)
{
	uint32_t i = m->start, s;
	out->start = m->start;
	out->end = m->end;
	int year = year_after(rd, &out->end);
	if (year < 0 && (word_before(rd, &i, "年") || i == m->start)) {
		int y = number_before(rd, i, &s);
		if (y >= 2000 && year_plausible(rd, y)) {
			year = y;
			out->start = s;
		}
	}
	i = m->start;
	bool next =
	    word_before(rd, &i, "明年") || word_before(rd, &i, "next year's");
	bool given = year > 0;
	if (!given)
		year = rd->now.year + (next ? 1 : 0);
	out->window.from = day_at(year, row->n / 100, row->n % 100);
	out->window.to =
	    out->window.from + (int64_t)(row->to.days + 1) * DAY - 1;
	if (!given && !next && out->window.to < rd->at - 7 * DAY) {
		out->window.from = day_at(year + 1, row->n / 100, row->n % 100);
		out->window.to =
		    out->window.from + (int64_t)(row->to.days + 1) * DAY - 1;
	}
	return 0;
}

static int weekday_window(
    const struct reader *rd, const struct match *m, int n, struct window_hit *o)
{
	static const char *const cues[] = {"next", "this", "coming", NULL};
	uint32_t i = m->start;
	if (!word_of_before(rd, &i, cues))
		return -1;
	int ahead = (n - date_weekday(rd->at) + 7) % 7;
	int64_t day =
	    day_start(rd->at) + (int64_t)(ahead == 0 ? 7 : ahead) * DAY;
	*o = (struct window_hit){
	    .start = m->start, .end = m->end, .window = {day, day + DAY - 1}};
	return 0;
}

/* "in three weeks", "within 10 days". */
static int unit_window(const struct reader *rd, const struct match *m, int days,
    struct window_hit *out)
{
	static const char *const words[] = {"one", "two", "three", "four",
	    "five", "six", "seven", "eight", "nine", "ten"};
	uint32_t start = m->start;
	int n = number_before(rd, m->start, &start);
	for (int i = 0; i < 10 && n < 0; i++) {
		uint32_t at = m->start;
		if (word_before(rd, &at, words[i])) {
			n = i + 1;
			start = at;
		}
	}
	if (n < 1 || n > 60)
		return -1;
	uint32_t at = start;
	bool within = word_before(rd, &at, "within");
	if (!within && !word_before(rd, &at, "in") &&
	    !word_before(rd, &at, "in about"))
		return -1;
	int64_t span = (int64_t)n * days * DAY, today = day_start(rd->at);
	out->start = at;
	out->end = m->end;
	out->window.from = within ? today : today + span - span / 4;
	out->window.to = today + span + (within ? 0 : span / 4) + DAY - 1;
	return 0;
}

/* "in 2024", "2024年": the years that no word announces. */
static size_t years_find(
    const struct reader *rd, struct window_hit *out, size_t n, size_t cap)
{
	static const char *const cues[] = {"in", "by", "early", "mid", "late",
	    "until", "till", "to", "for", "bis", "auf", "hasta", "of", "during",
	    "en", "im", "nel", "em", "tahun", "mid-", "before", "throughout",
	    "ende", "anfang", "del", "de", "fin", "since", NULL};
	for (uint32_t i = rd->p->start; i + 4 <= rd->p->end && n < cap; i++) {
		const char *s = rd->side->folded + i;
		if (s[0] != '2' || s[1] != '0' ||
		    (i > rd->p->start && digit_at(rd, i - 1)) ||
		    !digit_at(rd, i + 2) || !digit_at(rd, i + 3) ||
		    digit_at(rd, i + 4))
			continue;
		int year = number_of(s, 4);
		uint32_t at = i, e = i + 4;
		if (follows(rd, e, " "))
			e++;
		bool zh = follows(rd, e, "年");
		if (!year_plausible(rd, year) ||
		    (!zh && !word_of_before(rd, &at, cues)))
			continue;
		bool taken = false;
		for (size_t k = 0; k < n; k++)
			taken |= i >= out[k].start && i < out[k].end;
		if (taken)
			continue;
		out[n++] = (struct window_hit){.start = i,
		    .end = zh ? e + 3 : i + 4,
		    .window = months(year, 1, 12)};
	}
	return n;
}

/* --- words before a window that narrow it --- */

static void narrow(struct window *w, int part)
{
	int64_t third = (w->to + 1 - w->from) / 3;
	third -= third % DAY;
	if (part == 0)
		w->to = w->from + third - 1;
	else if (part == 2)
		w->from = w->to + 1 - third;
	else {
		w->from += third;
		w->to -= third;
	}
}

static void week_of(struct window *w, int n)
{
	if (n == 5) {
		w->from = w->to + 1 - 7 * DAY;
		return;
	}
	w->from += (int64_t)(n - 1) * 7 * DAY;
	w->to = w->from + 7 * DAY - 1;
}

/* The gap between a modifier and its window: spaces, hyphens, "of the". */
static bool gap_is_empty(const struct reader *rd, uint32_t from, uint32_t to)
{
	static const char *const gaps[] = {"", " ", "-", " of ", " of the ",
	    " de ", " the ", " in ", " this ", " ~ ", " im "};
	if (to < from)
		return false;
	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (to - from == strlen(gaps[i]) &&
		    memcmp(rd->side->folded + from, gaps[i], to - from) == 0)
			return true;
	return false;
}

/* "Around October 8": that day, or not far from it. */
static void widen(struct window *w)
{
	int64_t more = w->to - w->from < 4 * DAY ? 4 * DAY : 7 * DAY;
	if (w->to - w->from > 31 * DAY)
		return; /* "around the first quarter" is as wide as that */
	w->from -= more;
	w->to += more;
}

static void modify(const struct reader *rd, struct window_hit *hit)
{
	bool middle = false;
	uint32_t after = hit->end;
	while (follows(rd, after, " "))
		after++;
	if (follows(rd, after, "前后") || follows(rd, after, "左右"))
		widen(&hit->window);
	for (size_t i = rd->p->matches; i-- > 0;) {
		const struct match *m = &rd->side->matches[rd->p->match + i];
		if (m->use->kind != USE_WINDOW || m->end > hit->start ||
		    !gap_is_empty(rd, m->end, hit->start))
			continue;
		const struct window_row *row =
		    &rd->r->lex->windows[m->use->row];
		bool day = hit->window.to - hit->window.from < 4 * DAY;
		if (row->kind == WINDOW_PART && !day) {
			narrow(&hit->window, row->n);
			middle = row->n == 1;
		} else if (row->kind == WINDOW_WEEK_OF && !day)
			week_of(&hit->window, row->n);
		else if (row->kind == WINDOW_AROUND)
			widen(&hit->window);
		else if (row->kind == WINDOW_UNTIL &&
			 passage_has(rd->p, CUE_NEGATED)) {
			hit->window.to += 30 * DAY;
			hit->not_before = true;
		} else if (row->kind == WINDOW_UNTIL &&
			   passage_has(rd->p, CUE_DELAY)) {
			hit->start = m->start; /* put off to that very time */
		} else if ((row->kind == WINDOW_BY ||
			       row->kind == WINDOW_UNTIL) &&
			   hit->window.to > rd->at) {
			if (day && follows(rd, m->start, "before"))
				hit->window.to = hit->window.from - 1;
			if (middle)
				hit->window.to -=
				    (hit->window.to - hit->window.from) / 2 /
				    DAY * DAY;
			hit->window.from = day_start(rd->at);
		} else if (row->kind == WINDOW_NOT_BEFORE) {
			hit->window.to += 30 * DAY;
			hit->not_before = true;
		} else
			continue;
		hit->start = m->start;
	}
}

static int match_window(
    const struct reader *rd, const struct match *m, struct window_hit *out)
{
	const struct window_row *row = &rd->r->lex->windows[m->use->row];
	switch (row->kind) {
	case WINDOW_RULE:
		*out = (struct window_hit){.start = m->start,
		    .end = m->end,
		    .window = rule_window(row, rd->at)};
		return 0;
	case WINDOW_MONTH:
		return month_window(rd, m, row->n, out);
	case WINDOW_SEASON:
		return season_window(rd, m, row->n, out);
	case WINDOW_QUARTER:
		return part_of_year(rd, m, row->n * 3 - 2, 3, out);
	case WINDOW_HALF:
		return part_of_year(rd, m, row->n * 6 - 5, 6, out);
	case WINDOW_UNIT:
		return unit_window(rd, m, row->n, out);
	case WINDOW_MONTH_WORD:
		return zh_month_window(rd, m, out);
	case WINDOW_HOLIDAY:
		return holiday_window(rd, m, row, out);
	case WINDOW_WEEKDAY:
		return weekday_window(rd, m, row->n, out);
	case WINDOW_YEAR_WORD:
	case WINDOW_QUARTER_WORD:
	case WINDOW_PART:
	case WINDOW_WEEK_OF:
	case WINDOW_NOT_BEFORE:
	case WINDOW_BY:
	case WINDOW_UNTIL:
	case WINDOW_AROUND:
	case WINDOW_KIND_COUNT:
		break;
	}
	return -1;
}

/* "after 17 November" says when it was not. */
static bool is_after(const struct reader *rd, uint32_t start)
{
	static const char *const words[] = {"after", "since", "nach", "seit",
	    "después del", "desde", "après", "depuis", "dopo il", "ago", NULL};
	return word_of_before(rd, &start, words);
}

/* "In the week after 17 November": the days that follow it. */
static bool follows_week_after(const struct reader *rd, struct window_hit *hit)
{
	static const char *const words[] = {
	    "week after", "woche nach", "semana después del", NULL};
	uint32_t at = hit->start;
	if (!word_of_before(rd, &at, words))
		return false;
	hit->start = at;
	hit->window.from = hit->window.to + 1;
	hit->window.to += 7 * DAY;
	return true;
}

size_t windows_find(const struct reading *r, const struct passage *p,
    struct window_hit *out, size_t cap)
{
	struct reader rd = {
	    .r = r, .side = passage_side(r, p), .p = p, .at = r->published_at};
	size_t n = 0;
	if (r->published_at == DATE_NONE)
		return 0;
	date_to_civil(rd.at, &rd.now);
	for (size_t i = 0; i < p->matches && n < cap; i++) {
		const struct match *m = &rd.side->matches[p->match + i];
		out[n] = (struct window_hit){.window = {0}};
		if (m->use->kind != USE_WINDOW ||
		    match_window(&rd, m, &out[n]) != 0)
			continue;
		/* "Next year's March": the longer one has both. */
		if (n > 0 && out[n].start <= out[n - 1].start &&
		    out[n].end > out[n - 1].end) {
			out[n - 1] = out[n];
			continue;
		}
		if (n > 0 && out[n].start < out[n - 1].end)
			continue;
		if (!follows_week_after(&rd, &out[n]) &&
		    is_after(&rd, out[n].start))
			continue;
		n++;
	}
	n = years_find(&rd, out, n, cap);
	for (size_t i = 0; i < n; i++)
		modify(&rd, &out[i]);
	return windows_join(r, p, out, n);
}
