/*
 * The calendar (proleptic Gregorian, UTC) as arithmetic: seconds since 1970
 * and what a person calls them, years 0001 to 9999.
 */
#ifndef HEARSAY_TEXT_CALENDAR_H
#define HEARSAY_TEXT_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
};

int64_t date_from_civil(const struct civil *); /* no check of the fields */
void date_to_civil(int64_t at, struct civil *);
int date_weekday(int64_t at); /* 0 Sunday */
int date_month_days(int year, int month);
int64_t date_days(int64_t year, int month, int day); /* since 1970-01-01 */

/*
 * Whether a local standard time lies in the summer time of its zone
 * (text/date_words.h); the year is that of the local time.
 */
bool date_in_summer_time(const struct zone *, int64_t local, int year);

#endif
