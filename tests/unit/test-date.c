/* Dates: the calendar, HTTP's forms, and every line of dates.case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/date.h"

static FILE *open_case(const char *name)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char path[4096];
	FILE *f;

	snprintf(
	    path, sizeof(path), "%s/tests/cases/%s", top ? top : ".", name);
	f = fopen(path, "r");
	if (!f)
		fail_msg("%s cannot be opened", path);
	return f;
}

static void every_case_reads_as_it_says(void **state)
{
	FILE *f = open_case("dates.case");
	char line[512], got[DATE_RFC3339_SIZE], *want;
	int number = 0, wrong = 0, cases = 0;
	int64_t at;

	(void)state;
	while (fgets(line, sizeof(line), f)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		want = strchr(line, '\t');
		if (*line == '#' || !want)
			continue;
		*want++ = '\0';
		at = date_parse(line);
		snprintf(got, sizeof(got), "none");
		if (at != DATE_NONE)
			date_format_rfc3339(at, got);
		cases++;
		if (strcmp(got, want) == 0)
			continue;
		wrong++;
		print_error("dates.case:%d: \"%s\" is %s, want %s\n", number,
		    line, got, want);
	}
	fclose(f);
	assert_int_equal(wrong, 0);
	assert_true(cases > 100);
}

static void every_day_of_the_calendar_returns(void **state)
{
	struct civil c;
	int64_t at = -62135596800, last = 253402300799;
	int weekday = 1; /* 0001-01-01 was a Monday */

	(void)state;
	for (; at < last; at += 86400, weekday = (weekday + 1) % 7) {
		date_to_civil(at + 3661, &c);
		if (date_from_civil(&c) != at + 3661 || c.hour != 1 ||
		    date_weekday(at) != weekday)
			fail_msg("%lld does not return", (long long)at);
	}
	assert_int_equal(c.year, 9999);
	assert_int_equal(date_month_days(2000, 2), 29);
	assert_int_equal(date_month_days(1900, 2), 28);
}

static void http_dates_have_three_forms_and_no_other(void **state)
{
	const int64_t want = 784111777; /* the example of RFC 9110 */

	(void)state;
	assert_int_equal(
	    date_parse_http("Sun, 06 Nov 1994 08:49:37 GMT"), want);
	assert_int_equal(
	    date_parse_http("Sunday, 06-Nov-94 08:49:37 GMT"), want);
	assert_int_equal(date_parse_http("Sun Nov  6 08:49:37 1994"), want);
	assert_int_equal(
	    date_parse_http("Sun, 06 Nov 1994 08:49:37 CET"), DATE_NONE);
	assert_int_equal(
	    date_parse_http("Sun, 06 Nov 1994 08:49:37 GMT x"), DATE_NONE);
	assert_int_equal(
	    date_parse_http("Sun, 31 Nov 1994 08:49:37 GMT"), DATE_NONE);
	assert_int_equal(date_parse_http("1994-11-06T08:49:37Z"), DATE_NONE);
	assert_int_equal(date_parse_http("120"), DATE_NONE);
	assert_int_equal(date_parse_http(NULL), DATE_NONE);
}

static void http_dates_are_written_as_they_are_read(void **state)
{
	char text[DATE_HTTP_SIZE];

	(void)state;
	date_format_http(784111777, text);
	assert_string_equal(text, "Sun, 06 Nov 1994 08:49:37 GMT");
	for (int64_t at = 0; at < DATE_LAST; at += 86400 * 997 + 86399) {
		date_format_http(at, text);
		assert_int_equal(date_parse_http(text), at);
	}
}

/* Whatever the bytes: a result in range, and no bad access. */
static void no_cut_or_changed_date_harms(void **state)
{
	static const char *const samples[] = {
	    "Tue, 05 Mar 2024 06:30:15.5 GMT+01:00 (x)",
	    "2024-03-05T06:30:15.123-08:00:00", "2024년 03월 05일 오후 6:30",
	    "20240305T063015Z"};
	char text[80];
	int64_t at;

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(char *); i++) {
		size_t n = strlen(samples[i]);

		for (size_t cut = 0; cut <= n; cut++) {
			for (int byte = 1; byte < 256; byte++) {
				memcpy(text, samples[i], n + 1);
				if (cut < n)
					text[cut] = (char)byte;
				at = date_parse(text);
				assert_true(
				    at == DATE_NONE ||
				    (at >= -62135596800 && at <= 253402300799));
			}
			memcpy(text, samples[i], cut);
			text[cut] = '\0';
			date_parse(text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_reads_as_it_says),
	    cmocka_unit_test(every_day_of_the_calendar_returns),
	    cmocka_unit_test(http_dates_have_three_forms_and_no_other),
	    cmocka_unit_test(http_dates_are_written_as_they_are_read),
	    cmocka_unit_test(no_cut_or_changed_date_harms),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
