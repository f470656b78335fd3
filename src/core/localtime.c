/*
 * The calendar of a zone by libc, which knows zones by the environment only.
 */
#include "core/localtime.h"

#include <stdlib.h>

#include "base/mem.h"

#define DAY_MIN (24 * 60)

/* libc knows zones by the environment only: set, used, put back. */
struct zone {
	char *before;
};

static struct zone enter(const char *name)
{
	struct zone z = {.before = mem_strdup(getenv("TZ"))};

	setenv("TZ", name, 1);
	tzset();
	return z;
}

static void leave(struct zone *z)
{
	if (z->before)
		setenv("TZ", z->before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(z->before);
}

void localtime_in(const char *name, int64_t at, struct tm *tm, long *offset_s)
{
	struct zone z = enter(name);
	time_t t = (time_t)at;

	localtime_r(&t, tm);
	*offset_s = tm->tm_gmtoff;
	leave(&z);
}

static int minute_of(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	localtime_r(&t, &tm);
	return tm.tm_hour * 60 + tm.tm_min;
}

/*
 * The moment of the digest's time on the day that is `days` from tm's. In a
 * spring gap libc may answer with the time before it: that is before the
 * reader's clock could show the time, so it is as much later as the gap is
 * long.
 */
static int64_t on_day(
    const struct config_digest *d, const struct tm *today, int days)
{
	struct tm tm = {.tm_year = today->tm_year,
	    .tm_mon = today->tm_mon,
	    .tm_mday = today->tm_mday + days,
	    .tm_hour = d->minute / 60,
	    .tm_min = d->minute % 60,
	    .tm_isdst = -1};
	int64_t at = (int64_t)mktime(&tm);
	int got = tm.tm_hour * 60 + tm.tm_min;
	int short_of = (d->minute - got + DAY_MIN) % DAY_MIN;

	return short_of < DAY_MIN / 2 ? at + (int64_t)short_of * 60 : at;
}

/* Of a time that comes twice the first one; zones repeat up to an hour. */
static int64_t first_of_two(int64_t at, int minute)
{
	static const int64_t repeated[] = {3600, 1800};

	for (size_t i = 0; i < sizeof(repeated) / sizeof(repeated[0]); i++)
		if (minute_of(at - repeated[i]) == minute)
			return at - repeated[i];
	return at;
}

static bool is_due_on(const struct config_digest *d, int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	if (d->when == DIGEST_DAILY)
		return true;
	localtime_r(&t, &tm);
	return tm.tm_wday == d->weekday;
}

/* Due times of the days around, in order, until one fits. */
static int64_t search(
    const struct config_digest *d, int64_t from, int day, int step, bool after)
{
	struct zone z;
	struct tm today;
	time_t t = (time_t)from;
	int64_t at = 0;

	if (d->when == DIGEST_AT_ONCE)
		return 0;
	z = enter(d->timezone);
	localtime_r(&t, &today);
	for (int tries = 0; tries < 10; tries++, day += step) {
		at = on_day(d, &today, day);
		at = first_of_two(at, d->minute);
		if (is_due_on(d, at) && (after ? at > from : at <= from))
			break;
	}
	leave(&z);
	return at;
}

int64_t localtime_next(const struct config_digest *d, int64_t after)
{
	return search(d, after, 0, 1, true);
}

int64_t localtime_last(const struct config_digest *d, int64_t upto)
{
	return search(d, upto, 0, -1, false);
}
