/*
 * The polling rules that are arithmetic, by their numbers in doc/polling.md,
 * with a clock that stands where the test puts it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "core/schedule.h"

#define NOW  INT64_C(1700000000) /* Tuesday 2023-11-14T22:13:20Z */
#define HOUR INT64_C(3600)
#define DAY  INT64_C(86400)

static const struct schedule_policy policy = {.interval_s = HOUR,
    .floor_s = 900,
    .ceiling_s = DAY,
    .stale_after_s = 365 * DAY};

static struct feed feed;
static struct rng rng;

static int fresh_feed(void **state)
{
	(void)state;
	feed = (struct feed){.id = 1, .url = mem_strdup("https://a.example/f")};
	rng.state = 7;
	return 0;
}

static int free_feed(void **state)
{
	(void)state;
	feed_release(&feed);
	return 0;
}

static struct poll_answer ok(void)
{
	return (struct poll_answer){
	    .outcome = POLL_FRESH, .status = 200, .max_age_s = -1};
}

static struct poll_answer failure(enum poll_outcome outcome, int status)
{
	return (struct poll_answer){
	    .outcome = outcome, .status = status, .max_age_s = -1};
}

/* Seconds until the next poll, after this answer now. */
static int64_t wait_after(const struct poll_answer *a)
{
	schedule_answer(&feed, &policy, a, NOW, &rng);
	return feed.due_at - NOW;
}

static void give_validators(void)
{
	schedule_validators(
	    &feed, 200, "\"v1\"", "Mon, 13 Nov 2023 10:00:00 GMT");
}

#define assert_within(value, low, high) \
	assert_in_range((uint64_t)(value), (uint64_t)(low), (uint64_t)(high))
/* Around the hour, day ... with the jitter of rule 14. */
#define assert_about(value, s) assert_within(value, (s)*9 / 10, (s)*11 / 10)

/* Rules 1 and 2: byte for byte, whatever is in them. */
static void rule_1_2_validators_verbatim(void **state)
{
	(void)state;
	schedule_validators(&feed, 200, "W/\"a b\\\"", "yesterday, noon");
	assert_string_equal(feed.validators.etag, "W/\"a b\\\"");
	assert_string_equal(feed.validators.last_modified, "yesterday, noon");
}

/* Rule 3: one that a 200 no longer carries is cleared. */
static void rule_3_pair(void **state)
{
	(void)state;
	give_validators();
	schedule_validators(&feed, 200, "\"v2\"", NULL);
	assert_string_equal(feed.validators.etag, "\"v2\"");
	assert_null(feed.validators.last_modified);
}

/* Rule 5: a 304 keeps what it does not carry, and its max-age counts. */
static void rule_5_not_modified(void **state)
{
	struct poll_answer a = {
	    .outcome = POLL_UNCHANGED, .status = 304, .max_age_s = 7200};

	(void)state;
	give_validators();
	schedule_validators(&feed, 304, "\"v2\"", NULL);
	assert_string_equal(feed.validators.etag, "\"v2\"");
	assert_string_equal(
	    feed.validators.last_modified, "Mon, 13 Nov 2023 10:00:00 GMT");
	assert_within(wait_after(&a), 7200, 7920);
	assert_string_equal(feed.due_reason, "max-age 7200 s");
	assert_int_equal(feed.state, FEED_OK);
}

/* Rule 6: they outlive failures and refusals. */
static void rule_6_survive(void **state)
{
	static const struct {
		enum poll_outcome outcome;
		int status;
	} cases[] = {{POLL_FAILED, 500}, {POLL_LIMITED, 429},
	    {POLL_NOT_A_FEED, 200}, {POLL_REFUSED, 404}, {POLL_GONE, 410}};

	(void)state;
	give_validators();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct poll_answer a =
		    failure(cases[i].outcome, cases[i].status);

		wait_after(&a);
		assert_string_equal(feed.validators.etag, "\"v1\"");
		assert_non_null(feed.validators.last_modified);
	}
}

/* Rule 10: ten starts in a row, and the next request is where it was. */
static void rule_10_restarts(void **state)
{
	struct poll_answer a = ok();
	int64_t due;

	(void)state;
	give_validators();
	wait_after(&a);
	due = feed.due_at;
	for (int i = 1; i <= 10; i++) {
		schedule_start(&feed, NOW + i, 300, &rng);
		assert_int_equal(feed.due_at, due);
	}
	assert_int_equal(feed.polled_at, NOW);
}

/* Rule 11: an hour; a day without validators; faster only by both sides. */
static void rule_11_interval(void **state)
{
	struct poll_answer a = ok();

	(void)state;
	assert_about(wait_after(&a), DAY);
	assert_string_equal(feed.due_reason, "no validator: once a day");
	give_validators();
	assert_about(wait_after(&a), HOUR);
	/* The user asks, the feed does not allow. */
	feed.interval_s = 1200;
	assert_about(wait_after(&a), HOUR);
	/* Both do. */
	a.max_age_s = 600;
	assert_about(wait_after(&a), 1200);
	/* The floor. */
	feed.interval_s = 60;
	assert_within(wait_after(&a), 900, 990);
	/* Slower is the user's to say. */
	feed.interval_s = 5 * HOUR;
	assert_about(wait_after(&a), 5 * HOUR);
}

/* Rule 12: max-age less Age, ttl, sy:update: the longest, to the ceiling. */
static void rule_12_longest(void **state)
{
	struct poll_answer a = ok();

	(void)state;
	give_validators();
	a.max_age_s = 4 * HOUR;
	a.age_s = HOUR;
	assert_within(wait_after(&a), 3 * HOUR, 3 * HOUR * 11 / 10);
	feed.hints.ttl_s = 5 * HOUR;
	assert_within(wait_after(&a), 5 * HOUR, 5 * HOUR * 11 / 10);
	assert_string_equal(feed.due_reason, "ttl 18000 s");
	feed.hints.update_s = 6 * HOUR;
	assert_within(wait_after(&a), 6 * HOUR, 6 * HOUR * 11 / 10);
	feed.hints.update_s = 365 * DAY;
	assert_within(wait_after(&a), DAY, DAY * 11 / 10);
	assert_string_equal(feed.due_reason, "ceiling 86400 s");
	/* An Age beyond max-age asks for nothing. */
	feed.hints = (struct feed_hints){0};
	a.age_s = 100 * DAY;
	assert_about(wait_after(&a), HOUR);
}

/* Rule 12: no poll in hours and days that the feed asks to be spared. */
static void rule_12_skip(void **state)
{
	struct poll_answer a = ok();
	int64_t at;

	(void)state;
	give_validators();
	feed.hints.skip_hours = 1u << 23 | 1u << 0; /* 23:00 to 00:59 UTC */
	at = NOW + wait_after(&a);
	assert_int_equal(at % DAY, HOUR); /* 01:00 */
	assert_string_equal(feed.due_reason, "skipHours or skipDays");
	feed.hints.skip_days = 1u << 3 | 1u << 4; /* Wednesday, Thursday */
	at = NOW + wait_after(&a);
	assert_int_equal((at / DAY + 4) % 7, 5); /* Friday */
	/* One who asks for never is not obeyed. */
	feed.hints.skip_days = 0x7f;
	assert_within(wait_after(&a), 900, 2 * HOUR);
}

/* Whatever a time was set by, it is out of those hours and days. */
static void rule_12_skip_everywhere(void **state)
{
	static const struct {
		enum poll_outcome outcome;
		int status;
		const char *retry_after;
	} cases[] = {{POLL_FAILED, 500, NULL}, {POLL_REFUSED, 404, NULL},
	    {POLL_NOT_A_FEED, 200, NULL}, {POLL_LIMITED, 429, NULL},
	    {POLL_LIMITED, 429, "3600"}, {POLL_LOST, 0, NULL}};

	(void)state;
	feed.hints.skip_hours = 0x3ffff | 7u << 21; /* but 18:00 to 20:59 */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct poll_answer a =
		    failure(cases[i].outcome, cases[i].status);

		a.retry_after = cases[i].retry_after;
		wait_after(&a);
		assert_int_equal(feed.due_at % DAY, 18 * HOUR);
	}
	/* The pause itself is the server's to say. */
	assert_int_equal(feed.paused_until, 0);
	schedule_pause(&feed, NOW + DAY, "its host asked to wait");
	assert_int_equal(feed.paused_until, NOW + DAY);
	assert_int_equal(feed.due_at % DAY, 18 * HOUR);
	feed.due_at = feed.paused_until = 0;
	schedule_start(&feed, NOW, 300, &rng);
	assert_int_equal(feed.due_at % DAY, 18 * HOUR);
}

/*
 * What was due while the machine slept, or by a clock that was behind, is due
 * now, unless now is what the feed wants to be spared.
 */
static void rule_12_skip_what_is_late(void **state)
{
	const int64_t eleven = NOW - NOW % DAY + 23 * HOUR;

	(void)state;
	feed.due_at = NOW;
	feed.hints.skip_hours = 1u << 23;
	assert_true(schedule_is_due(&feed, NOW));
	assert_true(schedule_is_due(&feed, eleven - 1));
	assert_int_equal(feed.due_at, NOW);
	assert_null(feed.due_reason);
	assert_false(schedule_is_due(&feed, eleven));
	assert_int_equal(feed.due_at, eleven + HOUR);
	assert_string_equal(feed.due_reason, "skipHours or skipDays");
	assert_true(schedule_is_due(&feed, feed.due_at));
}

static void rule_12_hints_of_document(void **state)
{
	const char *days[] = {"Saturday", "SUNDAY", "Caturday"};
	struct doc d = {.ttl_seconds = 7200,
	    .update_period_seconds = -1,
	    .skip_hours = 0xff000006,
	    .skip_days = {days, 3}};

	(void)state;
	schedule_hints(&feed, &d, NOW);
	assert_int_equal(feed.hints.ttl_s, 7200);
	assert_int_equal(feed.hints.update_s, 0);
	assert_int_equal(feed.hints.skip_hours, 6);
	assert_int_equal(feed.hints.skip_days, 1u << 6 | 1u);
}

/* Rule 13: a feed that publishes rarely is asked less often, to a bound. */
static void rule_13_rhythm(void **state)
{
	struct entry entries[12];
	struct doc d = {.ttl_seconds = -1,
	    .update_period_seconds = -1,
	    .entries = entries,
	    .entry_count = 12};
	struct poll_answer a = ok();

	(void)state;
	give_validators();
	for (int i = 0; i < 12; i++)
		entries[i] = (struct entry){
		    .published = NOW - (i + 1) * 10 * 60, .updated = DATE_NONE};
	schedule_hints(&feed, &d, NOW);
	assert_int_equal(feed.newest_item_at, NOW - 600);
	assert_about(wait_after(&a), HOUR);
	for (int i = 0; i < 12; i++)
		entries[i].published = NOW - (i + 1) * 8 * HOUR;
	schedule_hints(&feed, &d, NOW);
	assert_int_equal(feed.hints.rhythm_s, 8 * HOUR);
	assert_int_equal(feed.hints.median_gap_s, 8 * HOUR);
	assert_about(wait_after(&a), 2 * HOUR);
	for (int i = 0; i < 12; i++)
		entries[i].published = NOW - (i + 1) * 30 * DAY;
	entries[1].published = NOW - 59 * DAY; /* one gap of 29, one of 31 */
	schedule_hints(&feed, &d, NOW);
	assert_int_equal(feed.hints.median_gap_s, 30 * DAY);
	assert_about(wait_after(&a), 4 * HOUR);
}

/* Rule 14: within ten per cent, never below the floor, and not all alike. */
static void rule_14_jitter(void **state)
{
	struct poll_answer a = ok();
	int64_t least = INT64_MAX, most = 0, wait;

	(void)state;
	give_validators();
	for (int i = 0; i < 1000; i++) {
		wait = wait_after(&a);
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
	}
	assert_within(least, 3240, 3300);
	assert_within(most, 3900, 3960);
	a.max_age_s = 0;
	feed.interval_s = 900;
	for (int i = 0; i < 1000; i++)
		assert_true(wait_after(&a) >= 900);
}

static void rule_14_spread(void **state)
{
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		feed.due_at = 0;
		schedule_start(&feed, NOW, 300, &rng);
		least = feed.due_at < least ? feed.due_at : least;
		most = feed.due_at > most ? feed.due_at : most;
	}
	assert_within(least - NOW, 0, 5);
	assert_within(most - NOW, 295, 300);
	feed.due_at = 0;
	schedule_start(&feed, NOW, 0, &rng);
	assert_int_equal(feed.due_at, NOW);
}

/* Rule 15: what each Retry-After asks for. */
static void rule_15_retry_after(void **state)
{
	static const struct {
		const char *value;
		int64_t wait;
	} cases[] = {{"120", 120}, {" 120 ", 120}, {"0", -1}, {"-5", -1},
	    {"", -1}, {"soon", -1}, {"12 parsecs", -1}, {"1.5", -1},
	    {"Tue, 14 Nov 2023 22:23:20 GMT", 600},
	    {"Tuesday, 14-Nov-23 22:23:20 GMT", 600},
	    {"Tue Nov 14 22:23:20 2023", 600},
	    {"Tue, 14 Nov 2023 22:13:20 GMT", -1},
	    {"Mon, 13 Nov 2023 22:13:20 GMT", -1},
	    {"99999999999999999999999999", INT64_MAX / 10}};

	(void)state;
	assert_int_equal(schedule_retry_after(NULL, NOW), -1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    schedule_retry_after(cases[i].value, NOW), cases[i].wait);
}

static void rule_15_outcomes(void **state)
{
	static const struct {
		int status;
		const char *retry_after;
		enum poll_outcome outcome;
	} cases[] = {{200, NULL, POLL_FRESH}, {304, NULL, POLL_UNCHANGED},
	    {410, NULL, POLL_GONE}, {429, NULL, POLL_LIMITED},
	    {429, "60", POLL_LIMITED}, {503, "60", POLL_LIMITED},
	    {503, NULL, POLL_FAILED}, {503, "garbage", POLL_FAILED},
	    {500, "60", POLL_FAILED}, {403, NULL, POLL_REFUSED},
	    {404, NULL, POLL_REFUSED}, {401, NULL, POLL_REFUSED},
	    {204, NULL, POLL_FAILED}, {302, NULL, POLL_FAILED}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(schedule_outcome(cases[i].status,
				     cases[i].retry_after, NOW),
		    cases[i].outcome);
}

/* Rule 16: never shortened up to seven days, and cut beyond. */
static void rule_16_long(void **state)
{
	struct poll_answer a = failure(POLL_LIMITED, 429);

	(void)state;
	a.retry_after = "604800";
	assert_false(schedule_answer(&feed, &policy, &a, NOW, &rng));
	assert_within(feed.due_at - NOW, 7 * DAY, 7 * DAY + 360);
	a.retry_after = "604801";
	assert_true(schedule_answer(&feed, &policy, &a, NOW, &rng));
	assert_within(feed.due_at - NOW, 7 * DAY, 7 * DAY + 360);
	a.retry_after = "7200";
	for (int i = 0; i < 100; i++)
		assert_within(wait_after(&a), 7200, 7560);
	assert_int_equal(feed.paused_until, feed.due_at);
	/* And not below the floor either. */
	a.retry_after = "1";
	assert_true(wait_after(&a) >= 900);
}

/* Rule 17: an hour at least, doubling to a day. */
static void rule_17_429(void **state)
{
	static const int64_t hours[] = {1, 2, 4, 8, 16, 24, 24};
	struct poll_answer a = failure(POLL_LIMITED, 429);

	(void)state;
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++) {
		int64_t wait = wait_after(&a);

		assert_within(wait, hours[i] * HOUR, hours[i] * HOUR * 11 / 10);
		assert_int_equal(feed.paused_until, feed.due_at);
	}
	assert_int_equal(feed.state, FEED_LIMITED);
}

/* Rule 18: another feed of the host waits too, and not less than it would. */
static void rule_18_host(void **state)
{
	(void)state;
	feed.due_at = NOW + 60;
	schedule_pause(&feed, NOW + 3600, "its host asked to wait");
	assert_int_equal(feed.due_at, NOW + 3600);
	assert_string_equal(feed.due_reason, "its host asked to wait");
	schedule_pause(&feed, NOW + 1800, "its host asked to wait");
	assert_int_equal(feed.paused_until, NOW + 3600);
	feed.due_at = NOW + 9000;
	schedule_pause(&feed, NOW + 7200, "its host asked to wait");
	assert_int_equal(feed.due_at, NOW + 9000);
}

/* Rule 19: a pause survives a restart, even of a feed that was due. */
static void rule_19_pause_survives(void **state)
{
	(void)state;
	feed.polled_at = NOW - 10;
	feed.due_at = NOW - 5;
	feed.paused_until = NOW + 6 * DAY;
	schedule_start(&feed, NOW, 300, &rng);
	assert_int_equal(feed.due_at, NOW + 6 * DAY);
}

/* Rule 21: x-ratelimit-reset as seconds or as a moment, when none is left. */
static void rule_21_rate_limit(void **state)
{
	struct poll_answer a = ok();

	(void)state;
	give_validators();
	a.rate_limit_remaining = "5";
	a.rate_limit_reset = "20000";
	assert_about(wait_after(&a), HOUR);
	a.rate_limit_remaining = "0";
	assert_int_equal(wait_after(&a), 20000);
	assert_int_equal(feed.paused_until, NOW + 20000);
	a.rate_limit_reset = "1700030000";
	assert_int_equal(wait_after(&a), 30000);
	a.rate_limit_reset = "whenever";
	assert_about(wait_after(&a), HOUR);
	a.rate_limit_reset = "99999999999999999999";
	assert_int_equal(wait_after(&a), 7 * DAY);
	a.rate_limit_remaining = NULL;
	assert_about(wait_after(&a), HOUR);
}

/* Rule 22: 403 and 404 slow down. */
static void rule_22_refused(void **state)
{
	static const int64_t hours[] = {4, 12, 24, 24};
	struct poll_answer a = failure(POLL_REFUSED, 403);

	(void)state;
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++)
		assert_within(wait_after(&a), hours[i] * HOUR * 9 / 10,
		    hours[i] * HOUR * 11 / 10);
	assert_int_equal(feed.state, FEED_REFUSED);
	assert_string_equal(feed.state_reason, "HTTP status 403");
}

/* Rule 23: doubling to a day; one success ends it. */
static void rule_23_back_off(void **state)
{
	static const int64_t minutes[] = {
	    30, 60, 120, 240, 480, 960, 1440, 1440};
	struct poll_answer a = failure(POLL_FAILED, 0), well = ok();

	(void)state;
	a.error = "no route to host";
	give_validators();
	for (size_t i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++) {
		assert_within(wait_after(&a), minutes[i] * 54,
		    minutes[i] < 1440 ? minutes[i] * 66 : DAY);
		assert_int_equal(feed.failures, i + 1);
	}
	assert_int_equal(feed.state, FEED_FAILING);
	assert_string_equal(feed.state_reason, "no route to host");
	assert_int_equal(feed.failing_since, NOW);
	assert_about(wait_after(&well), HOUR);
	assert_int_equal(feed.failures, 0);
	assert_int_equal(feed.failing_since, 0);
	assert_null(feed.state_reason);
	assert_within(wait_after(&a), 30 * 54, 30 * 66);
}

/* A request that is lost with net says nothing of the feed. */
static void lost_request(void **state)
{
	struct poll_answer a = ok(), lost = failure(POLL_LOST, 0);

	(void)state;
	give_validators();
	schedule_answer(&feed, &policy, &a, NOW - HOUR, &rng);
	assert_within(wait_after(&lost), 60, 300);
	assert_int_equal(feed.state, FEED_OK);
	assert_int_equal(feed.failures, 0);
	assert_int_equal(feed.failing_since, 0);
	assert_int_equal(feed.last_status, 200);
	assert_string_equal(feed.due_reason, "the request was lost: once more");
}

/* Rule 24: 410 stops it, and a start does not begin again. */
static void rule_24_gone(void **state)
{
	struct poll_answer a = failure(POLL_GONE, 410);

	(void)state;
	schedule_answer(&feed, &policy, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_GONE);
	assert_int_equal(feed.due_at, 0);
	schedule_start(&feed, NOW + DAY, 300, &rng);
	assert_int_equal(feed.due_at, 0);
	schedule_pause(&feed, NOW + DAY, "its host asked to wait");
	assert_int_equal(feed.due_at, 0);
}

/* Rules 8 and 25: a new address is believed when it has lasted. */
static void rule_25_moved(void **state)
{
	char *old = NULL;

	(void)state;
	give_validators();
	assert_false(schedule_moved(&feed, "https://b.example/f", NOW, &old));
	assert_string_equal(feed.moved_to, "https://b.example/f");
	assert_false(
	    schedule_moved(&feed, "https://b.example/f", NOW + 2 * DAY, &old));
	/* Elsewhere: it begins anew. */
	assert_false(
	    schedule_moved(&feed, "https://c.example/f", NOW + 3 * DAY, &old));
	assert_false(
	    schedule_moved(&feed, "https://c.example/f", NOW + 5 * DAY, &old));
	/* Not at all, for once: too. */
	assert_false(schedule_moved(&feed, NULL, NOW + 6 * DAY, &old));
	assert_null(feed.moved_to);
	assert_false(
	    schedule_moved(&feed, "https://c.example/f", NOW + 7 * DAY, &old));
	assert_string_equal(feed.url, "https://a.example/f");
	assert_true(
	    schedule_moved(&feed, "https://c.example/f", NOW + 10 * DAY, &old));
	assert_string_equal(feed.url, "https://c.example/f");
	assert_string_equal(old, "https://a.example/f");
	assert_null(feed.validators.etag);
	assert_null(feed.validators.last_modified);
	free(old);
}

/* Rule 33: a command obeys the floor and the pause. */
static void rule_33_by_hand(void **state)
{
	int64_t from;

	(void)state;
	assert_true(schedule_may_poll(&feed, &policy, NOW, &from));
	feed.polled_at = NOW - 600;
	assert_false(schedule_may_poll(&feed, &policy, NOW, &from));
	assert_int_equal(from, NOW + 300);
	assert_true(schedule_may_poll(&feed, &policy, NOW + 300, &from));
	feed.paused_until = NOW + DAY;
	assert_false(schedule_may_poll(&feed, &policy, NOW + 300, &from));
	assert_int_equal(from, NOW + DAY);
}

/* Rule 35: a clock that was ahead leaves no feed waiting for years. */
static void rule_35_clock_was_ahead(void **state)
{
	struct poll_answer a = ok();

	(void)state;
	feed.polled_at = feed.failing_since = NOW + 1000 * DAY;
	feed.due_at = NOW + 1001 * DAY;
	assert_true(schedule_bring_back(&feed, &policy, 0, NOW));
	assert_int_equal(feed.polled_at, NOW);
	assert_int_equal(feed.failing_since, NOW);
	assert_within(feed.due_at - NOW, DAY, DAY * 11 / 10);
	assert_false(schedule_bring_back(&feed, &policy, 0, NOW));
	feed.paused_until = feed.due_at = NOW + 1000 * DAY;
	assert_true(schedule_bring_back(&feed, &policy, 0, NOW));
	assert_int_equal(feed.due_at, NOW + 7 * DAY);
	/* Not into what is to be spared, and not past a limit that holds. */
	feed.hints.skip_days = 1u << 4; /* Thursday */
	feed.paused_until = 0;
	feed.due_at = NOW + 40 * DAY;
	assert_true(schedule_bring_back(&feed, &policy, 0, NOW));
	assert_int_equal(feed.due_at, NOW - NOW % DAY + 3 * DAY);
	feed.hints.skip_days = 0;
	a.rate_limit_remaining = "0";
	a.rate_limit_reset = "400000";
	assert_int_equal(wait_after(&a), 400000);
	assert_false(schedule_bring_back(&feed, &policy, 0, NOW + 3600));
}

/* A machine that starts with its clock behind forgets no pause. */
static void rule_35_start_with_the_clock_behind(void **state)
{
	(void)state;
	feed.polled_at = NOW;
	feed.paused_until = feed.due_at = NOW + 2 * DAY;
	schedule_start(&feed, NOW - 40 * DAY, 300, &rng);
	assert_int_equal(feed.due_at, NOW + 2 * DAY);
	assert_int_equal(feed.paused_until, NOW + 2 * DAY);
}

/* It became due, the clock was set back before its turn came: it waits. */
static void rule_35_set_back_when_due(void **state)
{
	(void)state;
	feed.due_at = NOW;
	assert_false(schedule_is_due(&feed, NOW - HOUR));
	assert_int_equal(feed.due_at, NOW);
	assert_null(feed.due_reason);
	feed.paused_until = NOW + 60;
	assert_false(schedule_is_due(&feed, NOW));
	assert_int_equal(feed.due_at, NOW + 60);
}

/* What a wrong clock paused for an hour is not paused for a week. */
static void rule_35_a_pause_is_as_long_as_it_was(void **state)
{
	(void)state;
	feed.polled_at = NOW + 40 * DAY;
	feed.paused_until = feed.due_at = feed.polled_at + HOUR;
	assert_true(schedule_bring_back(&feed, &policy, feed.polled_at, NOW));
	assert_int_equal(feed.paused_until, NOW + HOUR);
	/* Ahead by a day: the end alone would not tell. */
	feed.paused_until = NOW + DAY + 2 * HOUR;
	assert_true(schedule_bring_back(&feed, &policy, NOW + DAY, NOW));
	assert_int_equal(feed.paused_until, NOW + 2 * HOUR);
	assert_false(schedule_bring_back(&feed, &policy, NOW - HOUR, NOW));
	assert_int_equal(feed.paused_until, NOW + 2 * HOUR);
}

/* A pause that is over is not found again when the clock goes back. */
static void rule_35_pause_is_over(void **state)
{
	struct poll_answer limited = failure(POLL_LIMITED, 429);
	struct poll_answer broken = failure(POLL_FAILED, 500);

	(void)state;
	schedule_answer(&feed, &policy, &limited, NOW, &rng);
	assert_true(feed.paused_until > NOW);
	schedule_answer(&feed, &policy, &broken, NOW + 2 * HOUR, &rng);
	assert_int_equal(feed.paused_until, 0);
}

/* A feed whose newest item is years old is well, and says so. */
static void state_stale(void **state)
{
	struct poll_answer a = ok();

	(void)state;
	feed.newest_item_at = NOW - 800 * DAY;
	schedule_answer(&feed, &policy, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_STALE);
	assert_string_equal(
	    feed.state_reason, "its newest item is of 2021-09-05");
	a.outcome = POLL_UNCHANGED;
	schedule_answer(&feed, &policy, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_STALE);
	feed.newest_item_at = NOW - 365 * DAY;
	schedule_answer(&feed, &policy, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_OK);
	assert_null(feed.state_reason);
}

/* The threshold is the operator's; 0 calls nothing stale. */
static void state_stale_by_the_policy(void **state)
{
	struct schedule_policy p = policy;
	struct poll_answer a = ok();

	(void)state;
	feed.newest_item_at = NOW - 40 * DAY;
	p.stale_after_s = 30 * DAY;
	schedule_answer(&feed, &p, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_STALE);
	p.stale_after_s = 0;
	schedule_answer(&feed, &p, &a, NOW, &rng);
	assert_int_equal(feed.state, FEED_OK);
}

/* What a pause is for, as long as it lasts. */
static void a_pause_has_a_reason(void **state)
{
	struct poll_answer a = failure(POLL_LIMITED, 429), well = ok();

	(void)state;
	wait_after(&a);
	assert_string_equal(feed.pause_reason,
	    "HTTP 429 without a Retry-After: back-off after 1 in a row");
	a.retry_after = "7200";
	wait_after(&a);
	assert_string_equal(feed.pause_reason, "HTTP 429: Retry-After 7200 s");
	a.retry_after = "2592000";
	wait_after(&a);
	assert_string_equal(feed.pause_reason,
	    "HTTP 429: Retry-After 2592000 s, cut to seven days");
	wait_after(&well);
	assert_null(feed.pause_reason);
	schedule_pause(&feed, NOW + 9 * HOUR, "its host asked to wait");
	assert_string_equal(feed.pause_reason, "its host asked to wait");
}

/* Rule 31: a delta was not asked for, so that one that comes is no answer. */
static void rule_31_no_delta(void **state)
{
	struct poll_answer a = failure(schedule_outcome(226, NULL, NOW), 226);

	(void)state;
	give_validators();
	assert_about(wait_after(&a), HOUR / 2);
	assert_int_equal(feed.state, FEED_FAILING);
	assert_string_equal(feed.state_reason,
	    "HTTP status 226: a delta, which was not asked for");
	assert_string_equal(feed.validators.etag, "\"v1\"");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh_feed, free_feed)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(rule_1_2_validators_verbatim),
	    TEST(rule_3_pair), TEST(rule_5_not_modified), TEST(rule_6_survive),
	    TEST(rule_10_restarts), TEST(rule_11_interval),
	    TEST(rule_12_longest), TEST(rule_12_skip),
	    TEST(rule_12_skip_everywhere), TEST(rule_12_skip_what_is_late),
	    TEST(rule_12_hints_of_document), TEST(rule_13_rhythm),
	    TEST(rule_14_jitter), TEST(rule_14_spread),
	    TEST(rule_15_retry_after), TEST(rule_15_outcomes),
	    TEST(rule_16_long), TEST(rule_17_429), TEST(rule_18_host),
	    TEST(rule_19_pause_survives), TEST(rule_21_rate_limit),
	    TEST(rule_22_refused), TEST(rule_23_back_off), TEST(rule_24_gone),
	    TEST(rule_25_moved), TEST(lost_request), TEST(rule_33_by_hand),
	    TEST(rule_35_set_back_when_due),
	    TEST(rule_35_a_pause_is_as_long_as_it_was),
	    TEST(rule_35_clock_was_ahead),
	    TEST(rule_35_start_with_the_clock_behind),
	    TEST(rule_35_pause_is_over), TEST(state_stale),
	    TEST(state_stale_by_the_policy), TEST(a_pause_has_a_reason),
	    TEST(rule_31_no_delta)};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
