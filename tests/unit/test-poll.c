/*
 * Hosts, where no loopback server can stand for them: what a pause of one
 * feed means for the others. The loop never runs, so nothing is asked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <event2/event.h>

#include "base/mem.h"
#include "core/poll.h"
#include "pollfix.h"
#include "text/date.h"

#define HOUR INT64_C(3600)

static struct config_feed feeds[] = {
    {.source.slug = "a", .url = "https://one.example/a"},
    {.source.slug = "b", .url = "https://ONE.example/b?x=1"},
    {.source.slug = "c", .url = "https://two.example/c"},
    {.source.slug = "d", .url = "http://192.168.1.5/d"},
    {.source.slug = "e", .url = "http://192.168.1.5/e"},
    {.source.slug = "f", .url = "http://[fd00::1]/f"},
    {.source.slug = "g", .url = "http://[fd00::1]/g"},
    {.source.slug = "h", .url = "http://localhost:81/h"},
    {.source.slug = "i", .url = "http://localhost:81/i"},
    {.source.slug = "j", .url = "http://8.8.4.4/j"},
    {.source.slug = "k", .url = "http://8.8.4.4/k"},
};
#define FEEDS (sizeof(feeds) / sizeof(feeds[0]))

static struct config config_of(struct config_feed *of)
{
	return (struct config){.poll = {.interval_s = HOUR,
				   .floor_s = 900,
				   .ceiling_s = DAY,
				   .spread_s = 300,
				   .max_connections = 4},
	    .feeds = of,
	    .feed_count = FEEDS};
}

static int set_up(void **state)
{
	struct config c = config_of(feeds);

	return pollfix_setup(state, &c);
}

static const struct feed *feed(const struct fix *f, const char *slug)
{
	for (size_t i = 0; i < poll_count(f->poll); i++)
		if (!strcmp(poll_feed(f->poll, i)->feed.source.slug, slug))
			return &poll_feed(f->poll, i)->feed;
	fail_msg("no feed %s", slug);
	return NULL;
}

static const struct polled *polled(const struct fix *f, const char *slug)
{
	const struct polled *p = poll_find(f->poll, slug);

	assert_non_null(p);
	return p;
}

static int64_t stored(struct fix *f, const char *column, const char *slug)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "SELECT %s FROM feed WHERE slug = '%s'",
	    column, slug);
	return storefix_number(f->s, sql);
}

/* A copy, as the pipeline has one until all is stored. */
static void pause_host_of(struct fix *f, const char *slug, int64_t until)
{
	struct feed paused;

	feed_copy(&paused, feed(f, slug));
	paused.paused_until = until;
	if (poll_pause_host(
		f->poll, &paused, "its host asked to wait", &f->s->err))
		fail_msg("%s", f->s->err.text);
	feed_release(&paused);
}

static void rule_18_a_public_host_is_paused_whole(void **state)
{
	struct fix *f = *state;

	pause_host_of(f, "a", T0 + 2 * HOUR);
	assert_int_equal(feed(f, "b")->paused_until, T0 + 2 * HOUR);
	assert_int_equal(feed(f, "b")->due_at, T0 + 2 * HOUR);
	assert_string_equal(feed(f, "b")->due_reason, "its host asked to wait");
	assert_int_equal(feed(f, "c")->paused_until, 0);
	assert_true(feed(f, "c")->due_at <= T0 + 300);
	pause_host_of(f, "j", T0 + HOUR);
	assert_int_equal(feed(f, "k")->due_at, T0 + HOUR);
}

static void rule_18_a_private_host_is_many(void **state)
{
	static const char *const pairs[][2] = {
	    {"d", "e"}, {"f", "g"}, {"h", "i"}};
	struct fix *f = *state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		pause_host_of(f, pairs[i][0], T0 + HOUR);
		assert_int_equal(feed(f, pairs[i][1])->paused_until, 0);
		assert_true(feed(f, pairs[i][1])->due_at <= T0 + 300);
	}
}

static void rule_19_the_pause_of_a_host_is_stored(void **state)
{
	struct fix *f = *state;

	pause_host_of(f, "a", T0 + 2 * HOUR);
	assert_int_equal(storefix_number(f->s, "SELECT paused_until FROM feed"
					       " WHERE slug = 'b'"),
	    T0 + 2 * HOUR);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM feed"
					       " WHERE paused_until <> 0"),
	    1);
}

/* The shorter of two pauses does not end the longer. */
static void rule_18_a_pause_is_not_shortened(void **state)
{
	struct fix *f = *state;

	pause_host_of(f, "a", T0 + 5 * HOUR);
	pause_host_of(f, "a", T0 + HOUR);
	assert_int_equal(feed(f, "b")->due_at, T0 + 5 * HOUR);
}

/* Its pages wait too; on a private host only what was told to wait does. */
static void rule_18_holds_for_what_is_no_feed(void **state)
{
	struct fix *f = *state;

	pause_host_of(f, "a", T0 + 2 * HOUR);
	pause_host_of(f, "d", T0 + 2 * HOUR);
	assert_int_equal(
	    poll_host_paused(f->poll, "https://One.Example:444/page"),
	    T0 + 2 * HOUR);
	assert_int_equal(
	    poll_host_paused(f->poll, "https://two.example/page"), 0);
	assert_int_equal(
	    poll_host_paused(f->poll, "http://192.168.1.5/page"), 0);
	f->clock.stepped_at = T0 + 3 * HOUR;
	assert_int_equal(
	    poll_host_paused(f->poll, "https://one.example/page"), 0);
}

/* A feed at another address is asked soon, and holds up no other. */
static void another_address_is_asked_and_so_are_others(void **state)
{
	struct fix *f = *state;
	struct config_feed changed[FEEDS];
	struct config c = config_of(changed);

	memcpy(changed, feeds, sizeof(feeds));
	changed[2].url = "https://three.example/c";
	assert_int_equal(poll_configure(f->poll, &c, &f->s->err), 0);
	assert_true(poll_next_at(f->poll) >= T0);
	assert_true(poll_next_at(f->poll) < T0 + 300);
	f->clock.stepped_at = T0 + 300;
	poll_stepped(f->poll);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	assert_int_equal(poll_busy(f->poll), FEEDS);
}

/* Another address on a host that asked to wait, and a feed that is new there.
 */
static void rule_18_holds_for_what_is_new_there(void **state)
{
	struct fix *f = *state;
	const struct config_feed more = {
	    .source.slug = "l", .url = "https://one.example/l"};
	struct config_feed changed[FEEDS];
	struct config c = {.poll = {.interval_s = HOUR,
			       .floor_s = 900,
			       .ceiling_s = DAY,
			       .max_connections = 4},
	    .feeds = changed,
	    .feed_count = FEEDS};

	pause_host_of(f, "a", T0 + 2 * HOUR);
	memcpy(changed, feeds, sizeof(feeds));
	changed[1].url = "https://one.example/elsewhere";
	assert_int_equal(poll_configure(f->poll, &c, &f->s->err), 0);
	assert_string_equal(feed(f, "b")->url, "https://one.example/elsewhere");
	assert_int_equal(feed(f, "b")->due_at, T0 + 2 * HOUR);
	pause_host_of(f, "a", T0 + 2 * HOUR);
	assert_int_equal(poll_add(f->poll, &more, 1, 0, &f->s->err), 0);
	assert_int_equal(feed(f, "l")->due_at, T0 + 2 * HOUR);
}

/* The same, where the configuration changed while the daemon was down. */
static void rule_19_holds_for_what_is_new_at_a_start(void **state)
{
	struct fix *f = *state;
	struct config_feed changed[FEEDS];
	struct config c = config_of(changed);

	pause_host_of(f, "j", T0 + 5 * HOUR);
	poll_free(f->poll);
	memcpy(changed, feeds, sizeof(feeds));
	/* The only one that is known to wait, and one from another host. */
	changed[10].url = "http://8.8.4.4/other";
	changed[2].url = "http://8.8.4.4/third";
	changed[3].url = "http://192.168.1.5/other";
	f->poll = pollfix_new(f);
	assert_int_equal(poll_configure(f->poll, &c, &f->s->err), 0);
	assert_int_equal(feed(f, "k")->due_at, T0 + 5 * HOUR);
	assert_int_equal(feed(f, "c")->due_at, T0 + 5 * HOUR);
	assert_string_equal(feed(f, "c")->due_reason, "its host asked to wait");
	assert_true(feed(f, "d")->due_at <= T0 + 300);
}

/* One that was removed while it waited, and is added again. */
static void rule_19_holds_for_what_was_removed(void **state)
{
	struct fix *f = *state;
	const struct config_feed again = {
	    .source.slug = "again", .url = "http://8.8.4.4/again"};

	pause_host_of(f, "j", T0 + 5 * HOUR);
	assert_int_equal(poll_remove(f->poll, polled(f, "k"), &f->s->err), 0);
	assert_int_equal(poll_add(f->poll, &again, 1, 0, &f->s->err), 0);
	assert_int_equal(feed(f, "again")->due_at, T0 + 5 * HOUR);
}

/* Rule 12: a feed that waits for its host till what it wants to be spared. */
static void rule_12_what_is_ready_is_spared(void **state)
{
	struct fix *f = *state;
	struct polled *c;

	f->clock.stepped_at = T0 + 300;
	poll_stepped(f->poll);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	assert_int_equal(poll_busy(f->poll), FEEDS);
	for (size_t i = 0; i < FEEDS; i++) {
		c = (struct polled *)(uintptr_t)poll_feed(f->poll, i);
		c->feed.hints.skip_days = 0x7f & ~(1u << 3); /* Wednesday */
	}
	f->clock.stepped_at = T0 + 2 * DAY;
	poll_resume(f->poll);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	assert_int_equal(poll_busy(f->poll), 0);
	assert_int_equal(date_weekday(feed(f, "c")->due_at), 3);
	assert_int_equal(feed(f, "c")->due_at % DAY, 0);
	assert_int_equal(stored(f, "due_at", "c"), feed(f, "c")->due_at);
	assert_int_equal(poll_next_at(f->poll), feed(f, "c")->due_at);
}

/* Rule 35, of the list: in memory and in the store. */
static void rule_35_all_feeds_are_brought_back(void **state)
{
	struct fix *f = *state;

	pause_host_of(f, "a", T0 + 500 * DAY);
	assert_int_equal(feed(f, "b")->due_at, T0 + 500 * DAY);
	assert_int_equal(poll_bring_back(f->poll, &f->s->err), 0);
	assert_int_equal(feed(f, "b")->due_at, T0 + 7 * DAY);
	assert_int_equal(storefix_number(f->s, "SELECT due_at FROM feed"
					       " WHERE slug = 'b'"),
	    T0 + 7 * DAY);
}

/* The others of the host wait as long as it asked one of them to. */
static void rule_35_a_hosts_pause_is_as_long_as_it_was(void **state)
{
	struct fix *f = *state;
	struct polled *a = (struct polled *)(uintptr_t)polled(f, "a");

	a->feed.polled_at = T0 + 40 * DAY;
	a->feed.paused_until = a->feed.polled_at + HOUR;
	pause_host_of(f, "a", a->feed.paused_until);
	assert_int_equal(feed(f, "b")->paused_until, T0 + 40 * DAY + HOUR);
	assert_int_equal(poll_bring_back(f->poll, &f->s->err), 0);
	assert_int_equal(feed(f, "a")->paused_until, T0 + HOUR);
	assert_int_equal(feed(f, "b")->paused_until, T0 + HOUR);
	assert_int_equal(stored(f, "paused_until", "b"), T0 + HOUR);
}

/* --- the user's word --- */

static void a_held_feed_is_in_no_queue(void **state)
{
	struct fix *f = *state;
	int64_t from;

	assert_int_equal(poll_hold(f->poll, polled(f, "c"), 0, &f->s->err), 0);
	assert_int_equal(polled(f, "c")->node.slot, 0);
	assert_int_equal(poll_now(f->poll, "c", &from), POLL_NOW_HELD);
	assert_int_equal(stored(f, "held_at", "c"), T0);
	assert_int_equal(stored(f, "held_until", "c"), 0);
	assert_int_equal(poll_unhold(f->poll, polled(f, "c"), &f->s->err), 0);
	assert_int_equal(polled(f, "c")->node.key, feed(f, "c")->due_at);
	assert_int_equal(stored(f, "held_at", "c"), 0);
	assert_int_equal(poll_now(f->poll, "c", &from), POLL_NOW_OK);
	/* Due, and waiting for its host: it goes from there, too. */
	assert_int_equal(poll_hold(f->poll, polled(f, "c"), 0, &f->s->err), 0);
	assert_false(polled(f, "c")->ready);
	assert_int_equal(poll_busy(f->poll), 0);
}

static void a_hold_may_have_an_end(void **state)
{
	struct fix *f = *state;

	assert_int_equal(
	    poll_hold(f->poll, polled(f, "c"), T0 + DAY, &f->s->err), 0);
	assert_int_equal(polled(f, "c")->node.key, T0 + DAY);
	assert_int_equal(stored(f, "held_until", "c"), T0 + DAY);
	assert_true(feed_is_held(feed(f, "c"), T0 + DAY - 1));
	assert_false(feed_is_held(feed(f, "c"), T0 + DAY));
}

static const struct config_feed fresh[] = {
    {.source = {.slug = "bb", .title = "B B"},
	.url = "https://new.example/b",
	.added_at = T0,
	.folder = "News\nPhones"},
    {.source = {.slug = "zz"}, .url = "https://new.example/z", .added_at = T0},
};

static void added_feeds_stand_in_order(void **state)
{
	struct fix *f = *state;

	assert_int_equal(poll_add(f->poll, fresh, 2, 60, &f->s->err), 0);
	assert_int_equal(poll_count(f->poll), FEEDS + 2);
	assert_string_equal(poll_feed(f->poll, 2)->feed.source.slug, "bb");
	assert_string_equal(
	    poll_feed(f->poll, FEEDS + 1)->feed.source.slug, "zz");
	assert_string_equal(feed(f, "bb")->folder, "News\nPhones");
	assert_true(feed(f, "bb")->due_at >= T0);
	assert_true(feed(f, "bb")->due_at <= T0 + 60);
	assert_int_equal(stored(f, "added_at", "zz"), T0);
	assert_true(polled(f, "zz")->node.slot > 0);
}

static void all_are_added_or_none(void **state)
{
	struct fix *f = *state;

	storefix_exec(f->s, "CREATE TRIGGER full BEFORE INSERT ON feed"
			    " WHEN NEW.slug = 'zz'"
			    " BEGIN SELECT RAISE(ABORT, 'no room'); END");
	assert_int_equal(poll_add(f->poll, fresh, 2, 60, &f->s->err), -1);
	assert_non_null(strstr(f->s->err.text, "no room"));
	assert_int_equal(poll_count(f->poll), FEEDS);
	assert_null(poll_find(f->poll, "bb"));
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM feed"), FEEDS);
}

static void a_removed_feed_keeps_its_items(void **state)
{
	struct fix *f = *state;
	struct item item = storefix_item("guid-1", "A title", T0);

	assert_int_equal(poll_add(f->poll, fresh, 2, 60, &f->s->err), 0);
	storefix_put(f->s, feed(f, "bb")->id, &item);
	assert_int_equal(poll_remove(f->poll, polled(f, "bb"), &f->s->err), 0);
	assert_null(poll_find(f->poll, "bb"));
	assert_int_equal(poll_count(f->poll), FEEDS + 1);
	assert_int_equal(stored(f, "retired", "bb"), 1);
	assert_int_equal(stored(f, "added_at", "bb"), 0);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM item"), 1);
}

static void note_call(void *arg)
{
	++*(int *)arg;
}

/* Its answer is there already: it is busy until that is stored. */
static void an_adopted_feed_is_not_asked(void **state)
{
	struct fix *f = *state;
	struct poll_job *job;
	int calls = 0;

	assert_int_equal(poll_add(f->poll, fresh, 1, 60, &f->s->err), 0);
	job = poll_adopt(f->poll, polled(f, "bb"));
	job->done = note_call;
	job->arg = &calls;
	assert_int_equal(job->count, 1);
	assert_true(polled(f, "bb")->busy);
	assert_int_equal(polled(f, "bb")->node.slot, 0);
	/* A command removes it meanwhile: it goes when the answer is done. */
	assert_int_equal(poll_remove(f->poll, polled(f, "bb"), &f->s->err), 0);
	poll_done(job);
	assert_int_equal(calls, 1);
	assert_null(poll_find(f->poll, "bb"));
}

/* An end while requests are under way; under sanitizers nothing is left. */
static void what_is_not_done_goes_with_the_polling(void **state)
{
	struct fix *f = *state;
	struct config c = config_of(feeds);

	assert_int_equal(poll_adopt(f->poll, polled(f, "a"))->count, 1);
	assert_int_equal(poll_adopt(f->poll, polled(f, "c"))->count, 1);
	poll_done(poll_adopt(f->poll, polled(f, "d")));
	assert_int_equal(poll_remove(f->poll, polled(f, "a"), &f->s->err), 0);
	poll_free(f->poll);
	f->poll = pollfix_new(f);
	assert_int_equal(poll_configure(f->poll, &c, &f->s->err), 0);
	assert_false(polled(f, "c")->busy);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, pollfix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rule_18_a_public_host_is_paused_whole),
	    TEST(rule_18_a_private_host_is_many),
	    TEST(rule_18_a_pause_is_not_shortened),
	    TEST(rule_18_holds_for_what_is_no_feed),
	    TEST(another_address_is_asked_and_so_are_others),
	    TEST(rule_35_all_feeds_are_brought_back),
	    TEST(rule_35_a_hosts_pause_is_as_long_as_it_was),
	    TEST(rule_18_holds_for_what_is_new_there),
	    TEST(rule_19_holds_for_what_is_new_at_a_start),
	    TEST(rule_19_holds_for_what_was_removed),
	    TEST(rule_12_what_is_ready_is_spared),
	    TEST(a_held_feed_is_in_no_queue),
	    TEST(a_hold_may_have_an_end),
	    TEST(added_feeds_stand_in_order),
	    TEST(all_are_added_or_none),
	    TEST(a_removed_feed_keeps_its_items),
	    TEST(an_adopted_feed_is_not_asked),
	    TEST(rule_19_the_pause_of_a_host_is_stored),
	    TEST(what_is_not_done_goes_with_the_polling),
	};

	return cmocka_run_group_tests_name("poll", tests, NULL, NULL);
}
