/*
 * When a digest is due, by the reader's own clock: across both changes of
 * daylight saving, on weekdays, and after the daemon was down.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "core/localtime.h"
#include "text/date.h"

static int64_t utc(const char *s)
{
	int64_t at = date_parse(s);

	assert_true(at != DATE_NONE);
	return at;
}

static struct config_digest daily(const char *zone, int hour, int minute)
{
	return (struct config_digest){.name = "d",
	    .when = DIGEST_DAILY,
	    .minute = hour * 60 + minute,
	    .timezone = zone};
}

static void check_next(
    const struct config_digest *d, const char *after, const char *want)
{
	char got[DATE_RFC3339_SIZE];

	date_format_rfc3339(localtime_next(d, utc(after)), got);
	assert_string_equal(got, want);
}

static void check_last(
    const struct config_digest *d, const char *upto, const char *want)
{
	char got[DATE_RFC3339_SIZE];

	date_format_rfc3339(localtime_last(d, utc(upto)), got);
	assert_string_equal(got, want);
}

static void test_daily(void **state)
{
	struct config_digest d = daily("Europe/Berlin", 7, 30);

	(void)state;
	/* Summer: +02:00. */
	check_next(&d, "2023-10-12T04:00:00Z", "2023-10-12T05:30:00Z");
	check_next(&d, "2023-10-12T05:29:59Z", "2023-10-12T05:30:00Z");
	check_next(&d, "2023-10-12T05:30:00Z", "2023-10-13T05:30:00Z");
	check_last(&d, "2023-10-12T05:29:59Z", "2023-10-11T05:30:00Z");
	check_last(&d, "2023-10-12T05:30:00Z", "2023-10-12T05:30:00Z");
	/* Winter: +01:00. */
	check_next(&d, "2023-12-31T23:00:00Z", "2024-01-01T06:30:00Z");
	/* Far from Greenwich the local day is another one. */
	d = daily("Pacific/Auckland", 7, 30);
	check_next(&d, "2023-07-01T12:00:00Z", "2023-07-01T19:30:00Z");
	d = daily("America/Los_Angeles", 23, 45);
	check_next(&d, "2023-07-01T12:00:00Z", "2023-07-02T06:45:00Z");
	check_last(&d, "2023-07-02T06:44:00Z", "2023-07-01T06:45:00Z");
}

/* 2023-10-29, 03:00 becomes 02:00 in Berlin; 2024-03-31, 02:00 becomes 03:00.
 */
static void test_daylight_saving(void **state)
{
	struct config_digest d = daily("Europe/Berlin", 7, 30);

	(void)state;
	check_next(&d, "2023-10-28T12:00:00Z", "2023-10-29T06:30:00Z");
	check_next(&d, "2024-03-30T12:00:00Z", "2024-03-31T05:30:00Z");
	/* A time that comes twice is due once, the first time. */
	d = daily("Europe/Berlin", 2, 30);
	check_next(&d, "2023-10-28T12:00:00Z", "2023-10-29T00:30:00Z");
	check_next(&d, "2023-10-29T00:30:00Z", "2023-10-30T01:30:00Z");
	check_last(&d, "2023-10-29T12:00:00Z", "2023-10-29T00:30:00Z");
	/* A time that does not come is due as much later. */
	check_next(&d, "2024-03-30T12:00:00Z", "2024-03-31T01:30:00Z");
	check_next(&d, "2024-03-31T01:30:00Z", "2024-04-01T00:30:00Z");
	d = daily("America/New_York", 2, 30);
	check_next(&d, "2024-03-09T12:00:00Z", "2024-03-10T07:30:00Z");
	check_next(&d, "2024-11-03T05:00:00Z", "2024-11-03T07:30:00Z");
}

/* Half an hour in Lord Howe, and at midnight in Cairo. */
static void test_odd_changes(void **state)
{
	struct config_digest d = daily("Australia/Lord_Howe", 1, 45);

	(void)state;
	/* 2024-04-07, 02:00 becomes 01:30. */
	check_next(&d, "2024-04-06T12:00:00Z", "2024-04-06T14:45:00Z");
	check_next(&d, "2024-04-06T14:45:00Z", "2024-04-07T15:15:00Z");
	check_last(&d, "2024-04-07T12:00:00Z", "2024-04-06T14:45:00Z");
	/* 2024-10-06, 02:00 becomes 02:30. */
	d = daily("Australia/Lord_Howe", 2, 15);
	check_next(&d, "2024-10-05T12:00:00Z", "2024-10-05T15:45:00Z");
	check_next(&d, "2024-10-05T15:45:00Z", "2024-10-06T15:15:00Z");
	/* 2024-04-26, 00:00 becomes 01:00: due that day, not the day before. */
	d = daily("Africa/Cairo", 0, 15);
	check_next(&d, "2024-04-24T22:15:00Z", "2024-04-25T22:15:00Z");
	check_next(&d, "2024-04-25T22:15:00Z", "2024-04-26T21:15:00Z");
}

static void test_weekly(void **state)
{
	struct config_digest d = daily("Europe/Berlin", 7, 30);

	(void)state;
	d.when = DIGEST_WEEKLY;
	d.weekday = 1;
	/* 2023-10-16 is a Monday. */
	check_next(&d, "2023-10-12T04:00:00Z", "2023-10-16T05:30:00Z");
	check_next(&d, "2023-10-16T05:30:00Z", "2023-10-23T05:30:00Z");
	check_last(&d, "2023-10-16T05:29:00Z", "2023-10-09T05:30:00Z");
	check_last(&d, "2023-10-22T23:59:59Z", "2023-10-16T05:30:00Z");
	/* Across the change, by the reader's clock. */
	check_next(&d, "2023-10-23T12:00:00Z", "2023-10-30T06:30:00Z");
}

/* Down for five days: what is due is the last one, once. */
static void test_due_while_down(void **state)
{
	struct config_digest d = daily("Europe/Berlin", 7, 30);
	int64_t told = utc("2023-10-12T05:30:00Z");
	int64_t now = utc("2023-10-17T18:00:00Z");
	int64_t due = localtime_last(&d, now);

	(void)state;
	assert_true(due > told);
	assert_int_equal(due, utc("2023-10-17T05:30:00Z"));
	told = due;
	assert_false(localtime_last(&d, now) > told);
	assert_int_equal(localtime_next(&d, now), utc("2023-10-18T05:30:00Z"));
}

static void test_at_once(void **state)
{
	struct config_digest d = daily("UTC", 0, 0);

	(void)state;
	d.when = DIGEST_AT_ONCE;
	assert_int_equal(localtime_next(&d, 1700000000), 0);
	assert_int_equal(localtime_last(&d, 1700000000), 0);
}

/* The process's own zone is as it was. */
static void test_zone_is_restored(void **state)
{
	struct config_digest d = daily("Asia/Shanghai", 7, 30);
	struct tm tm;
	long offset;

	(void)state;
	setenv("TZ", "America/New_York", 1);
	localtime_in("Asia/Shanghai", 1700000000, &tm, &offset);
	assert_int_equal(offset, 8 * 3600);
	assert_int_equal(tm.tm_hour, 6);
	localtime_next(&d, 1700000000);
	assert_string_equal(getenv("TZ"), "America/New_York");
	unsetenv("TZ");
	localtime_in("Asia/Shanghai", 1700000000, &tm, &offset);
	assert_null(getenv("TZ"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_daily),
	    cmocka_unit_test(test_daylight_saving),
	    cmocka_unit_test(test_odd_changes), cmocka_unit_test(test_weekly),
	    cmocka_unit_test(test_due_while_down),
	    cmocka_unit_test(test_at_once),
	    cmocka_unit_test(test_zone_is_restored)};

	if (access("/usr/share/zoneinfo/Europe/Berlin", R_OK)) {
		printf("1..0 # SKIP the tz database is not installed\n");
		return 0;
	}
	return cmocka_run_group_tests_name("digest-time", tests, NULL, NULL);
}
