/*
 * Dates as feeds, HTTP and we write them. Everything is seconds since 1970,
 * years 0001 to 9999; the calendar behind it is text/calendar.h.
 */
#ifndef HEARSAY_TEXT_DATE_H
#define HEARSAY_TEXT_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "model/doc.h" /* DATE_NONE */
#include "text/calendar.h"

#define DATE_FIRST INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define DATE_LAST  INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

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
