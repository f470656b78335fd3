/* What goes with the time and what stays; times that lie ahead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/db.h"
#include "storefix.h"

static size_t trim(struct storefix *f, int64_t before, size_t most, bool *left)
{
	size_t removed;

	if (store_trim(f->store, before, most, &removed, left, &f->err))
		fail_msg("%s", f->err.text);
	return removed;
}

static void old_items_go_and_evidence_stays(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	int64_t kept = storefix_told(f, feed, "kept", "evidence", T0, 1);
	struct item_row row;
	bool left;

	for (int i = 0; i < 5; i++) {
		char guid[16];

		snprintf(guid, sizeof(guid), "g%d", i);
		storefix_told(f, feed, guid, "orchard", T0 + i, 1);
	}
	storefix_told(f, feed, "now", "meadow", T0 + 100 * DAY, 2);
	storefix_member(f, 1, RUMOR_DENIED, kept, 0);
	assert_int_equal(trim(f, T0 + 50 * DAY, 2, &left), 2);
	assert_true(left);
	assert_int_equal(trim(f, T0 + 50 * DAY, 3, &left), 3);
	assert_false(left);
	assert_int_equal(trim(f, T0 + 50 * DAY, 3, &left), 0);
	assert_int_equal(storefix_found(f, "orchard"), 0);
	assert_int_equal(storefix_found(f, "evidence"), 1);
	assert_int_equal(storefix_found(f, "meadow"), 1);
	assert_int_equal(storefix_count(f, "item"), 2);
	assert_int_equal(storefix_count(f, "judgement"), 2);
	assert_int_equal(
	    store_report_item(f->store, &f->arena, kept, &row, &f->err), 0);
	assert_int_equal(
	    storefix_number(f, "SELECT item_count FROM story WHERE id = 1"), 1);
	/* Ids of what is gone are not used again. */
	assert_int_equal(storefix_next_id(f, "story"), 3);
}

/* An entry that its feed still shows would be new at the next poll. */
static void what_the_feed_still_shows_stays(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item("a", "orchard", T0);
	bool left;

	storefix_told(f, feed, "b", "orchard", T0, 1);
	storefix_put(f, feed, &a);
	a.first_seen_at = T0 + 100 * DAY;
	assert_int_equal(storefix_put(f, feed, &a), ITEM_KNOWN);
	assert_int_equal(trim(f, T0 + 50 * DAY, 10, &left), 1);
	a.first_seen_at = T0 + 101 * DAY;
	assert_int_equal(storefix_put(f, feed, &a), ITEM_KNOWN);
	/* Once its feed is gone nothing asks for it any more. */
	assert_int_equal(
	    store_feeds_retire_except(f->store, NULL, 0, &f->err), 0);
	assert_int_equal(trim(f, T0 + 50 * DAY, 10, &left), 1);
	assert_int_equal(storefix_found(f, "orchard"), 0);
}

static void note(
    struct storefix *f, enum event_kind kind, int64_t subject, int64_t noted_at)
{
	struct event ev = {.kind = kind,
	    .subject = subject,
	    .at = noted_at,
	    .noted_at = noted_at,
	    .detail = "a b"};
	bool fresh;

	if (store_event(f->store, &ev, &fresh, &f->err))
		fail_msg("%s", f->err.text);
}

/* But those of rumors, of stories that are there, and a user's word stay. */
static void old_events_go(void **state)
{
	static const enum event_kind kinds[] = {EVENT_FEED_STATE,
	    EVENT_MAIL_SENT, EVENT_MAIL_FAILED, EVENT_CONFIG_RELOADED,
	    EVENT_STORY_NEW, EVENT_RUMOR_NEW, EVENT_RUMOR_STATUS,
	    EVENT_RUMOR_SETTLED, EVENT_RULING, EVENT_REJUDGED};
	struct storefix *f = *state;
	size_t removed;

	storefix_told(f, storefix_press(f), "a", "One", T0, 7);
	note(f, EVENT_STORY_NEW, 7, T0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		note(f, kinds[i], 3, T0);
		note(f, kinds[i], 4, T0 + 90 * DAY);
	}
	assert_int_equal(
	    store_event_trim(f->store, T0 + DAY, 3, &removed, &f->err), 0);
	assert_int_equal(removed, 3);
	assert_int_equal(
	    store_event_trim(f->store, T0 + DAY, 99, &removed, &f->err), 0);
	assert_int_equal(removed, 2);
	assert_int_equal(storefix_count(f, "event WHERE subject = 3"), 5);
	assert_int_equal(storefix_count(f, "event WHERE subject = 4"), 10);
	assert_int_equal(storefix_count(f, "event WHERE subject = 7"), 1);
}

/* What a wrong clock noted is of when it was right again. */
static void times_ahead_are_brought_back(void **state)
{
	struct storefix *f = *state;
	int64_t now = T0 + 10 * DAY, since = now - 3600;
	int64_t ahead = T0 + 50 * DAY;
	int64_t feed = storefix_press(f);
	struct item right = storefix_item("a", "One", T0 + 9 * DAY);
	struct item wrong = storefix_item("b", "Two", ahead);
	size_t n;

	storefix_put(f, feed, &right);
	storefix_put(f, feed, &wrong);
	note(f, EVENT_RUMOR_NEW, 1, T0 + 9 * DAY);
	note(f, EVENT_RUMOR_NEW, 2, ahead);
	assert_int_equal(
	    store_digest_done(f->store, "day", "a@b", ahead, &f->err), 0);
	assert_int_equal(
	    store_digest_done(f->store, "week", "a@b", T0 + 8 * DAY, &f->err),
	    0);
	assert_int_equal(
	    store_bring_back(f->store, since, now, 3600, &n, &f->err), 0);
	assert_int_equal(n, 4);
	assert_int_equal(
	    storefix_count(f, "item WHERE seen_at > first_seen_at"), 0);
	assert_int_equal(
	    storefix_number(f, "SELECT seen_at FROM item WHERE guid = 'b'"),
	    since);
	assert_int_equal(
	    storefix_number(f, "SELECT seen_at FROM item WHERE guid = 'a'"),
	    T0 + 9 * DAY);
	assert_int_equal(
	    storefix_number(f, "SELECT noted_at FROM event WHERE subject = 2"),
	    since);
	assert_int_equal(storefix_number(f, "SELECT period_to FROM"
					    " digest_progress WHERE"
					    " digest = 'day'"),
	    since);
	assert_int_equal(storefix_number(f, "SELECT period_to FROM"
					    " digest_progress WHERE"
					    " digest = 'week'"),
	    T0 + 8 * DAY);
	assert_int_equal(
	    store_bring_back(f->store, since, now, 3600, &n, &f->err), 0);
	assert_int_equal(n, 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, storefix_setup, storefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(old_items_go_and_evidence_stays),
	    TEST(what_the_feed_still_shows_stays),
	    TEST(old_events_go),
	    TEST(times_ahead_are_brought_back),
	};

	return cmocka_run_group_tests_name("store-retain", tests, NULL, NULL);
}
