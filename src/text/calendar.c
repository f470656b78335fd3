/*
 * The calendar, proleptic Gregorian, and the summer time of zones that are
 * named by a place, by the rules in force now. Arithmetic alone: no table of
 * the system is asked.
 */
#include "text/calendar.h"

#include "text/date_words.h"

int date_month_days(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* Years are counted from March, in eras of 400. */
int64_t date_days(int64_t y, int m, int d)
{
	int64_t era, in_era, in_year;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	in_era = y - era * 400;
	in_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
	       in_year - 719468;
}

int64_t date_from_civil(const struct civil *c)
{
	return date_days(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
	       c->minute * 60 + c->second;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

void date_to_civil(int64_t at, struct civil *c)
{
	int64_t days = floor_div(at, 86400), rest = at - days * 86400;
	int64_t z = days + 719468, era = floor_div(z, 146097);
	int64_t in_era = z - era * 146097;
	int64_t year_of_era =
	    (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year =
	    in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * in_year + 2) / 153;

	c->day = (int)(in_year - (153 * m + 2) / 5 + 1);
	c->month = (int)(m < 10 ? m + 3 : m - 9);
	c->year = (int)(year_of_era + era * 400 + (c->month <= 2));
	c->hour = (int)(rest / 3600);
	c->minute = (int)(rest / 60 % 60);
	c->second = (int)(rest % 60);
}

int date_weekday(int64_t at)
{
	int64_t days = floor_div(at, 86400) + 4; /* 1970 began on a Thursday */

	return (int)(days - floor_div(days, 7) * 7);
}

/* --- summer time, for zones named by a place --- */

/* The day of the nth Sunday (from 1) of a month; 5 is the last one. */
static int nth_sunday(int year, int month, int nth)
{
	struct civil first = {year, month, 1, 0, 0, 0};
	int day = 1 + (7 - date_weekday(date_from_civil(&first))) % 7;

	day += (nth - 1) * 7;
	while (day > date_month_days(year, month))
		day -= 7;
	return day;
}

static int64_t sunday_at(int year, int month, int nth, int hour)
{
	struct civil c = {
	    year, month, nth_sunday(year, month, nth), hour, 0, 0};

	return date_from_civil(&c);
}

bool date_in_summer_time(const struct zone *z, int64_t local, int year)
{
	switch (z->dst) {
	case DST_NONE:
		return false;
	case DST_US: /* Energy Policy Act of 2005: in force since 2007 */
		if (year < 2007)
			return local >= sunday_at(year, 4, 1, 2) &&
			       local < sunday_at(year, 10, 5, 1);
		return local >= sunday_at(year, 3, 2, 2) &&
		       local < sunday_at(year, 11, 1, 1);
	case DST_EU:
		local -= z->minutes * 60;
		return local >= sunday_at(year, 3, 5, 1) &&
		       local < sunday_at(year, 10, 5, 1);
	case DST_AU:
		return local < sunday_at(year, 4, 1, 2) ||
		       local >= sunday_at(year, 10, 1, 2);
	case DST_NZ:
		return local < sunday_at(year, 4, 1, 2) ||
		       local >= sunday_at(year, 9, 5, 2);
	}
	return false;
}
