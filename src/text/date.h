/*
 * Dates as feeds write them, and the calendar (proleptic Gregorian, UTC).
 * Everything is seconds since 1970, years 0001 to 9999.
 */
#ifndef HEARSAY_TEXT_DATE_H
#define HEARSAY_TEXT_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "model/doc.h" /* DATE_NONE */

#define DATE_FIRST INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define DATE_LAST  INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
};

int64_t date_from_civil(const struct civil *); /* no check of the fields */
void date_to_civil(int64_t at, struct civil *);
int date_weekday(int64_t at); /* 0 Sunday */
int date_month_days(int year, int month);

/*
 * Reads RFC 822/2822/5322, RFC 3339, ISO 8601, asctime and the common
 * deviations of feeds, with names of months and days in several languages;
 * unknown zones are UTC, a date without a time is midnight. DATE_NONE where
 * it cannot be read or cannot exist.
 */
int64_t date_parse(const char *s);

/* HTTP dates (RFC 9110 section 5.6.7), all three forms; or DATE_NONE. */
int64_t date_parse_http(const char *s);

#define DATE_HTTP_SIZE 30 /* "Sun, 06 Nov 1994 08:49:37 GMT" and the NUL */
void date_format_http(int64_t at, char out[DATE_HTTP_SIZE]);

#define DATE_RFC3339_SIZE 21 /* "2024-01-31T09:05:00Z" and the NUL */
void date_format_rfc3339(int64_t at, char out[DATE_RFC3339_SIZE]);

#endif
