/*
 * Dates as text. A feed's date is read without a format in mind: its numbers
 * and words are taken as they come, then settled into the one day and time
 * that they can mean, or none.
 */
#include "text/date.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text/date_words.h"

#define MOST_NUMBERS 4

struct number {
	int value, digits;
	char before; /* '-', '/' or '.' where it hangs on the one before */
};

struct reading {
	struct number numbers[MOST_NUMBERS];
	size_t number_count;
	int month_name;	      /* 1-12, or 0 */
	int year, month, day; /* year 0: not known yet */
	bool has_time;
	int hour, minute, second;
	enum day_half half;
	bool has_offset;
	int offset_minutes; /* east of Greenwich */
	const struct zone *zone;
	bool bad; /* what was read cannot exist */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

static int digits_value(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n && i < 9; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

static int full_year(int value, size_t digits)
{
	if (digits <= 2)
		return value + (value < 50 ? 2000 : 1900); /* RFC 5322 4.3 */
	return digits == 3 ? value + 1900 : value;
}

/* The day of the year, from 1. */
static void set_ordinal(struct reading *r, int year, int ordinal)
{
	struct civil c;
	int64_t at = date_days(year, 1, 1) + ordinal - 1;

	date_to_civil(at * 86400, &c);
	r->bad |= ordinal < 1 || c.year != year;
	r->year = year;
	r->month = c.month;
	r->day = c.day;
}

/* ISO 8601 weeks: week 1 has the year's first Thursday. */
static void set_week(struct reading *r, int year, int week, int day)
{
	int64_t jan4 = date_days(year, 1, 4);
	int64_t monday = jan4 - (date_weekday(jan4 * 86400) + 6) % 7;
	struct civil c;

	date_to_civil((monday + (week - 1) * 7 + day - 1) * 86400, &c);
	r->bad |= week < 1 || week > 53 || day < 1 || day > 7;
	r->year = c.year;
	r->month = c.month;
	r->day = c.day;
}

static void set_date(struct reading *r, int year, int month, int day)
{
	r->year = year;
	r->month = month;
	r->day = day;
	r->bad |= year < 1 || month < 1 || day < 1;
}

static bool ends_date(const char *s)
{
	return !*s || *s == 'T' || *s == 't' || *s == ' ';
}

/* What may follow "YYYY" and "YYYY-": NULL where this is no ISO date. */
static const char *read_iso_after_year(
    struct reading *r, int year, const char *s)
{
	size_t n = count_digits(s), m;

	if (*s == 'W' && count_digits(s + 1) >= 2) {
		m = s[3] == '-' ? 4 : 3;
		if (is_digit(s[m])) {
			set_week(r, year, digits_value(s + 1, 2), s[m] - '0');
			return s + m + 1;
		}
		set_week(r, year, digits_value(s + 1, 2), 1);
		return s + 3;
	}
	if (n == 3 && ends_date(s + 3)) {
		set_ordinal(r, year, digits_value(s, 3));
		return s + 3;
	}
	if (n == 4 && ends_date(s + 4)) {
		set_date(r, year, digits_value(s, 2), digits_value(s + 2, 2));
		return s + 4;
	}
	if (n != 1 && n != 2)
		return NULL;
	if (!s[n]) {
		set_date(r, year, digits_value(s, n), 1);
		return s + n;
	}
	m = s[n] == '-' ? count_digits(s + n + 1) : 0;
	if (m != 1 && m != 2)
		return NULL;
	set_date(r, year, digits_value(s, n), digits_value(s + n + 1, m));
	return s + n + 1 + m;
}

/* Digits: 20031231, 2003335, 031231, 03335, 20031231T101455, 2003W493. */
static const char *read_iso_run(struct reading *r, const char *s, size_t n)
{
	int year4 = digits_value(s, 4),
	    year2 = full_year(digits_value(s, 2), 2);

	if (n == 14) {
		r->has_time = true;
		r->hour = digits_value(s + 8, 2);
		r->minute = digits_value(s + 10, 2);
		r->second = digits_value(s + 12, 2);
	}
	if (n == 8 || n == 14)
		set_date(
		    r, year4, digits_value(s + 4, 2), digits_value(s + 6, 2));
	else if (n == 7)
		set_ordinal(r, year4, digits_value(s + 4, 3));
	else if (n == 6)
		set_date(
		    r, year2, digits_value(s + 2, 2), digits_value(s + 4, 2));
	else if (n == 5)
		set_ordinal(r, year2, digits_value(s + 2, 3));
	else if (n == 4 && !s[4])
		set_date(r, year4, 1, 1);
	else if (n == 4 && s[4] == 'W')
		return read_iso_after_year(r, year4, s + 4);
	else
		return NULL;
	return ends_date(s + n) || n == 14 ? s + n : NULL;
}

/* "-03-12" and "-0312": a year of this century and a month. */
static const char *read_iso_century(struct reading *r, const char *s)
{
	size_t n = count_digits(s);

	if (n == 4 && !s[4]) {
		set_date(r, full_year(digits_value(s, 2), 2),
		    digits_value(s + 2, 2), 1);
		return s + 4;
	}
	if (n == 2 && s[2] == '-' && count_digits(s + 3) == 2 && !s[5]) {
		set_date(r, full_year(digits_value(s, 2), 2),
		    digits_value(s + 3, 2), 1);
		return s + 5;
	}
	return NULL;
}

/* An ISO 8601 date at the beginning; what follows it, or NULL. */
static const char *read_iso_date(struct reading *r, const char *s)
{
	size_t n = count_digits(s);

	if (*s == '-')
		return read_iso_century(r, s + 1);
	if (n == 4 && s[4] == '-')
		return read_iso_after_year(r, digits_value(s, 4), s + 5);
	if (n == 2 && s[2] == '-' && count_digits(s + 3) == 3 && !s[6]) {
		set_ordinal(r, full_year(digits_value(s, 2), 2),
		    digits_value(s + 3, 3));
		return s + 6;
	}
	if (n == 2 && s[2] == '-' && count_digits(s + 3) == 2 && s[5] == '-' &&
	    count_digits(s + 6) == 2 && digits_value(s + 3, 2) <= 12) {
		set_date(r, full_year(digits_value(s, 2), 2),
		    digits_value(s + 3, 2), digits_value(s + 6, 2));
		return s + 8;
	}
	return read_iso_run(r, s, n);
}

/* "hh:mm", "hh:mm:ss", a fraction: what follows, or NULL where it is none. */
static const char *read_time(struct reading *r, const char *s)
{
	size_t n = count_digits(s), m = count_digits(s + n + 1);
	bool first = !r->has_time;

	if (n > 2 || m < 1 || m > 2)
		return NULL;
	if (first) {
		r->has_time = true;
		r->hour = digits_value(s, n);
		r->minute = digits_value(s + n + 1, m);
	}
	s += n + 1 + m;
	if (*s == ':' && is_digit(s[1])) {
		n = count_digits(++s);
		if (n > 2)
			return NULL;
		if (first)
			r->second = digits_value(s, n);
		s += n;
	} else if (*s == ':' && s[1] && !isspace((unsigned char)s[1])) {
		return NULL;
	}
	if ((*s == '.' || *s == ',') && is_digit(s[1]))
		s += 1 + count_digits(s + 1);
	return s;
}

/* The first digit of a fraction, in seconds of the unit it divides. */
static int fraction_seconds(const char *s, int unit_seconds)
{
	if ((*s != '.' && *s != ',') || !is_digit(s[1]))
		return 0;
	return (s[1] - '0') * unit_seconds / 10;
}

/* "T1014", "T101455", "T10", "T10,5": the basic form, after a date. */
static const char *read_basic_time(struct reading *r, const char *s)
{
	size_t n = count_digits(s);
	int rest = 0;

	if (n != 2 && n != 4 && n != 6)
		return NULL;
	r->has_time = true;
	r->hour = digits_value(s, 2);
	r->minute = n >= 4 ? digits_value(s + 2, 2) : 0;
	r->second = n == 6 ? digits_value(s + 4, 2) : 0;
	s += n;
	if (n < 6)
		rest = fraction_seconds(s, n == 2 ? 3600 : 60);
	r->minute += rest / 60;
	r->second += rest % 60;
	if ((*s == '.' || *s == ',') && is_digit(s[1]))
		s += 1 + count_digits(s + 1);
	return s;
}

/* "+01:00", "-0500", "+1", "+01:00:00"; s is at the sign. */
static const char *read_offset(struct reading *r, const char *s)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes = 0;
	size_t n = count_digits(++s);

	if (!n || n > 4)
		return NULL;
	hours = digits_value(s, n <= 2 ? n : n - 2);
	if (n > 2)
		minutes = digits_value(s + n - 2, 2);
	s += n;
	if (n <= 2 && *s == ':' && count_digits(s + 1) == 2) {
		minutes = digits_value(s + 1, 2);
		s += 3;
		if (*s == ':' && count_digits(s + 1) == 2)
			s += 3;
	}
	r->bad |= hours > 24 || minutes > 59;
	r->has_offset = true;
	r->offset_minutes = sign * (hours * 60 + minutes);
	return s;
}

/* The units that CJK dates write after their numbers. */
static const struct unit {
	const char *word;
	char what; /* y M d h m s */
} units[] = {
    {"年", 'y'},
    {"년", 'y'},
    {"月", 'M'},
    {"월", 'M'},
    {"日", 'd'},
    {"號", 'd'},
    {"号", 'd'},
    {"일", 'd'},
    {"时", 'h'},
    {"時", 'h'},
    {"点", 'h'},
    {"點", 'h'},
    {"시", 'h'},
    {"分", 'm'},
    {"분", 'm'},
    {"秒", 's'},
    {"초", 's'},
};

static const struct unit *unit_at(const char *s)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strncmp(s, units[i].word, strlen(units[i].word)) == 0)
			return &units[i];
	}
	return NULL;
}

static void set_unit(struct reading *r, char what, int value, size_t digits)
{
	switch (what) {
	case 'y':
		r->year = full_year(value, digits);
		break;
	case 'M':
		r->month = value;
		break;
	case 'd':
		r->day = value;
		break;
	case 'h':
		r->has_time = true;
		r->hour = value;
		break;
	case 'm':
		r->minute = value;
		break;
	default:
		r->second = value;
		break;
	}
}

/* "10.30", "10.30.15" after a date, as several languages write the time. */
static const char *read_dotted_time(struct reading *r, const char *s)
{
	size_t n = count_digits(s), seconds;
	bool dated = r->year || r->number_count >= 3 ||
		     (r->month_name && r->number_count >= 2);

	if (!dated || r->has_time || n > 2 || count_digits(s + n + 1) != 2)
		return NULL;
	seconds = s[n + 3] == '.' ? count_digits(s + n + 4) : 0;
	if (seconds && seconds != 2)
		return NULL;
	r->has_time = true;
	r->hour = digits_value(s, n);
	r->minute = digits_value(s + n + 1, 2);
	r->second = seconds ? digits_value(s + n + 4, 2) : 0;
	return s + n + 3 + (seconds ? 3 : 0);
}

/* "2015-01-12" behind a time: its hyphens are no signs of an offset. */
static const char *read_later_date(struct reading *r, const char *s)
{
	size_t month = count_digits(s + 5), day;

	if (r->year || !r->has_time || month < 1 || month > 2 ||
	    s[5 + month] != '-')
		return NULL;
	day = count_digits(s + 6 + month);
	if (day < 1 || day > 2)
		return NULL;
	set_date(r, digits_value(s, 4), digits_value(s + 5, month),
	    digits_value(s + 6 + month, day));
	return s + 6 + month + day;
}

/* A run of digits; what follows it, or NULL where it makes no sense. */
static const char *read_number(struct reading *r, const char *s, char before)
{
	size_t n = count_digits(s);
	const struct unit *u = unit_at(s + n);

	const char *after = s[n] == '.' ? read_dotted_time(r, s) : NULL;

	if (!after && n == 4 && s[n] == '-')
		after = read_later_date(r, s);
	if (after)
		return after;
	if (s[n] == ':' || (s[n] == 'h' && count_digits(s + n + 1) == 2))
		return read_time(r, s); /* "19h48" is French */
	if (n > 4 && !(n == 6 && r->year && !r->has_time))
		return NULL;
	if (u) {
		set_unit(r, u->what, digits_value(s, n), n);
		if (date_word_is_korean(u->word, strlen(u->word)) && !r->zone)
			r->zone = date_word_zone("kst");
		return s + n + strlen(u->word);
	}
	if (r->number_count < MOST_NUMBERS)
		r->numbers[r->number_count++] =
		    (struct number){digits_value(s, n), (int)n, before};
	return s + n;
}

static bool is_word_byte(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static size_t word_length(const char *s)
{
	size_t n = 0;

	while (is_word_byte(s[n]) ||
	       (n && (s[n] == '_' || s[n] == '/' || s[n] == '.') &&
		   is_word_byte(s[n + 1])))
		n++;
	return n;
}

/* "Etc/GMT+5" is five hours west: POSIX signs are the other way round. */
static const char *read_etc_zone(struct reading *r, const char *s)
{
	r->zone = date_word_zone("utc");
	if ((*s != '+' && *s != '-') || !is_digit(s[1]))
		return s;
	s = read_offset(r, s);
	r->offset_minutes = -r->offset_minutes;
	return s;
}

static const char *read_word(struct reading *r, const char *s)
{
	size_t n = word_length(s);
	char word[64];
	int month;
	enum day_half half;
	const struct zone *zone;

	if ((*s == 'T' || *s == 't') && is_digit(s[1]) && r->year &&
	    !r->has_time && s[1 + count_digits(s + 1)] != ':')
		return read_basic_time(r, s + 1);
	date_word_fold(s, n, word, sizeof(word));
	if (strncmp(word, "etc/", 4) == 0)
		return read_etc_zone(r, s + n);
	if (strncmp(word, "utc/", 4) == 0 || strncmp(word, "gmt/", 4) == 0)
		word[3] = '\0';
	half = date_word_half(word);
	zone = date_word_zone(word);
	if (half != HALF_NONE) {
		r->half = half;
		if (date_word_is_korean(s, n) && !r->zone)
			r->zone = date_word_zone("kst");
	} else if (zone && (r->has_time || r->year || r->number_count)) {
		r->zone = zone;
	} else {
		month = date_word_month(word);
		if (month)
			r->month_name = month;
	}
	return s + n;
}

static bool is_separator(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* Whether "-" or "+" begins an offset, not the next part of the date. */
static bool is_offset(const struct reading *r, const char *begin, const char *s)
{
	if ((*s != '+' && *s != '-') || !is_digit(s[1]) || !r->has_time ||
	    r->has_offset)
		return false;
	if (s == begin)
		return true;
	if (is_digit(s[-1]) && s[1 + count_digits(s + 1)] == '-')
		return false;
	/* "10:00 12-Jan-2015", as against "10:00 GMT-0500" */
	return r->year || r->zone || !r->month_name || !is_word_byte(s[-1]);
}

/* Reads all that is there; false at what no date has. */
static bool scan(struct reading *r, const char *s)
{
	const char *begin = s;
	char before;

	while (s && *s) {
		before = s > begin && is_separator(s[-1]) ? s[-1] : 0;
		/* PHP writes a date of zeros as one of the year -1. */
		r->bad |= !r->has_time && strncmp(s, " -0001 ", 7) == 0;
		if (*s == '(') {
			s += strcspn(s, ")");
		} else if (is_offset(r, begin, s)) {
			s = read_offset(r, s);
		} else if (is_digit(*s)) {
			s = read_number(r, s, before);
		} else if (is_word_byte(*s)) {
			s = read_word(r, s);
		} else {
			s++;
		}
	}
	return s != NULL;
}

/* Which number is the year, the month and the day. */
static bool settle_named(struct reading *r)
{
	int year = 0, day = -1;

	r->month = r->month_name;
	for (size_t i = 0; i < r->number_count; i++) {
		const struct number *n = &r->numbers[i];

		if (!year && (n->digits >= 3 || (day >= 0 && n->digits == 2)))
			year = full_year(n->value, (size_t)n->digits);
		else if (day < 0 && n->digits <= 2)
			day = n->value;
	}
	r->bad |= day == 0;
	r->day = day > 0 ? day : 1;
	r->year = year;
	return year > 0;
}

static bool settle_numbers(struct reading *r)
{
	const struct number *n = r->numbers;
	bool month_first;

	if (r->number_count < 3)
		return false;
	if (n[0].digits >= 3) {
		set_date(r, full_year(n[0].value, (size_t)n[0].digits),
		    n[1].value, n[2].value);
		return true;
	}
	/* 10/30/2023 is American unless it cannot be; dots are European. */
	month_first = n[1].before == '/' && n[0].value <= 12;
	set_date(r, full_year(n[2].value, (size_t)n[2].digits),
	    n[month_first ? 0 : 1].value, n[month_first ? 1 : 0].value);
	return true;
}

static bool settle_date(struct reading *r)
{
	if (r->year)
		return r->month > 0;
	if (r->month_name)
		return settle_named(r);
	return settle_numbers(r);
}

static int64_t to_seconds(struct reading *r)
{
	struct civil c;
	int64_t at;

	if (r->half == HALF_PM && r->hour < 12)
		r->hour += 12;
	else if (r->half == HALF_AM && r->hour == 12)
		r->hour = 0;
	if (!r->day)
		r->day = 1;
	if (r->bad || r->month < 1 || r->month > 12 || r->day < 1 ||
	    r->year < 1 || r->year > 9999 ||
	    r->day > date_month_days(r->year, r->month) || r->minute > 59 ||
	    r->second > 60)
		return DATE_NONE;
	if (r->hour > 24 || (r->hour == 24 && (r->minute || r->second)))
		return DATE_NONE;
	c = (struct civil){
	    r->year, r->month, r->day, r->hour, r->minute, r->second};
	at = date_from_civil(&c);
	if (r->has_offset)
		at -= r->offset_minutes * 60;
	else if (r->zone && r->has_time)
		at -= 60 * (r->zone->minutes +
			       60 * date_in_summer_time(r->zone, at, r->year));
	date_to_civil(at, &c);
	return c.year < 1 || c.year > 9999 ? DATE_NONE : at;
}

/*
 * Ten digits are seconds since 1970, with a fraction at times, and thirteen
 * are milliseconds.
 */
static bool read_epoch(const char *s, int64_t *at)
{
	size_t n = count_digits(s);

	if (n != 10 && n != 13)
		return false;
	if (s[n] && (s[n] != '.' || s[n + 1 + count_digits(s + n + 1)]))
		return false;
	*at = 0;
	for (size_t i = 0; i < 10; i++)
		*at = *at * 10 + (s[i] - '0');
	return true;
}

#define LONGEST 200

int64_t date_parse(const char *s)
{
	struct reading r = {0};
	const char *rest;
	char text[LONGEST + 1];
	int64_t at;
	size_t n;

	if (!s)
		return DATE_NONE;
	while (isspace((unsigned char)*s))
		s++;
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (!n || n > LONGEST)
		return DATE_NONE;
	memcpy(text, s, n);
	text[n] = '\0';
	if (read_epoch(text, &at))
		return at;
	rest = read_iso_date(&r, text);
	if (!rest) {
		r = (struct reading){0};
		rest = text;
	}
	if (!scan(&r, rest) || !settle_date(&r))
		return DATE_NONE;
	return to_seconds(&r);
}

/* --- as HTTP writes them --- */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static int english_month(const char *s)
{
	for (int i = 0; i < 12; i++) {
		if (strncmp(s, months + 3 * i, 3) == 0)
			return i + 1;
	}
	return 0;
}

int64_t date_parse_http(const char *s)
{
	struct reading r = {0};
	char month[4] = "", zone[4] = "";
	int end = 0;
	const char *comma;

	if (!s)
		return DATE_NONE;
	comma = strchr(s, ',');
	if (comma) {
		if (sscanf(comma + 1, " %2d %3[A-Za-z] %4d %2d:%2d:%2d %3s%n",
			&r.day, month, &r.year, &r.hour, &r.minute, &r.second,
			zone, &end) != 7 &&
		    sscanf(comma + 1, " %2d-%3[A-Za-z]-%4d %2d:%2d:%2d %3s%n",
			&r.day, month, &r.year, &r.hour, &r.minute, &r.second,
			zone, &end) != 7)
			return DATE_NONE;
		if (strcmp(zone, "GMT") != 0 || comma[1 + end])
			return DATE_NONE;
		if (r.year < 100)
			r.year += r.year < 70 ? 2000 : 1900;
	} else if (sscanf(s, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n",
		       month, &r.day, &r.hour, &r.minute, &r.second, &r.year,
		       &end) != 6 ||
		   s[end]) {
		return DATE_NONE;
	}
	if (r.hour < 0 || r.minute < 0 || r.second < 0)
		return DATE_NONE;
	r.has_time = true;
	r.month = english_month(month);
	return to_seconds(&r);
}

/* --- writing --- */

/* A time whose year has no four digits is written as the first of year 1. */
static struct civil four_digit_civil(int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return c.year < 0 || c.year > 9999 ? (struct civil){1, 1, 1, 0, 0, 0}
					   : c;
}

void date_format_http(int64_t at, char out[DATE_HTTP_SIZE])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	struct civil c = four_digit_civil(at);

	snprintf(out, DATE_HTTP_SIZE, "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT",
	    days + 3 * date_weekday(date_from_civil(&c)), (unsigned)c.day % 100,
	    months + 3 * (c.month - 1), (unsigned)c.year % 10000,
	    (unsigned)c.hour % 100, (unsigned)c.minute % 100,
	    (unsigned)c.second % 100);
}

void date_format_rfc3339(int64_t at, char out[DATE_RFC3339_SIZE])
{
	struct civil c = four_digit_civil(at);

	snprintf(out, DATE_RFC3339_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
	    (unsigned)c.year % 10000, (unsigned)c.month % 100,
	    (unsigned)c.day % 100, (unsigned)c.hour % 100,
	    (unsigned)c.minute % 100, (unsigned)c.second % 100);
}
