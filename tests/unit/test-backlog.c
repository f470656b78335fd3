/*
 * Many items at once: their rumors are folded and written in steps, with the
 * loop, a stop or a ruling between any two of them. What comes of it is what
 * would have come of all at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judgefix.h"

#define YEAR (365 * DAY)

/* Two documents that reach back behind what the judge was told already. */
static void tell_backlog(struct fix *f)
{
	struct entry press[] = {
	    {.id = "old",
		.title = "Leak: HyperOS may drop the old cleaner app",
		.content_text = "Xiaomi will remove the cleaner app from "
				"HyperOS, says tipster Kacper Skrzypek.",
		.published = at("2023-10-07T08:00:00Z"),
		.updated = DATE_NONE},
	    {.id = "early",
		.title = "A successor of MIUI is said to be in the works",
		.content_text = "Tipster Digital Chat Station says that Xiaomi "
				"will replace MIUI with a system of its own.",
		.published = at("2023-10-08T05:00:00Z"),
		.updated = DATE_NONE},
	    {.id = "watch",
		.title = "Galaxy Watch 7 may get a cheaper version, leak says",
		.content_text = "Samsung will make a cheaper version of the "
				"Galaxy Watch 7, Ice Universe claims.",
		.published = at("2023-10-09T06:00:00Z"),
		.updated = DATE_NONE}};
	struct entry maker = {.id = "word",
	    .title = "Xiaomi HyperOS, the successor of MIUI",
	    .content_text = "Xiaomi HyperOS replaces MIUI. The new operating "
			    "system comes with the Xiaomi 14 series.",
	    .published = at("2023-10-11T12:00:00Z"),
	    .updated = DATE_NONE};
	struct doc docs[] = {{.entries = press, .entry_count = 3},
	    {.entries = &maker, .entry_count = 1}};
	struct judging_news news = {0};

	assert_int_equal(judging_document(f->judging, &f->ledger, &docs[0],
			     f->now, f->now - YEAR, true, &news, &f->s->err),
	    0);
	assert_int_equal(judging_document(f->judging, &f->maker, &docs[1],
			     f->now, f->now - YEAR, true, &news, &f->s->err),
	    0);
	assert_int_equal(news.new_items, 4);
}

static void begin(struct fix *f)
{
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
}

static void commit(struct fix *f)
{
	assert_int_equal(store_commit(f->s->store, &f->s->err), 0);
}

/* What is there after all of it came at once; the caller's. */
static char *all_at_once(void)
{
	struct judging_news news = {0};
	void *state;
	struct fix *f;
	char *all;

	assert_int_equal(judgefix_setup(&state), 0);
	f = state;
	begin(f);
	tell_backlog(f);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &news, &f->s->err), 0);
	commit(f);
	assert_false(judging_owes(f->judging));
	all = dump(f);
	judgefix_teardown(&state);
	return all;
}

static void put_off(struct fix *f)
{
	begin(f);
	tell_backlog(f);
	assert_int_equal(judging_put_off(f->judging, &f->s->err), 0);
	commit(f);
	assert_true(judging_owes(f->judging));
	assert_false(judging_is_halfway(f->judging));
	assert_int_equal(storefix_count(f->s, "unfolded"), 4);
}

/* One step, and the transaction that it is in. */
static int go_on(struct fix *f)
{
	struct judging_news news = {0};
	int rc;

	begin(f);
	rc = judging_advance_some(f->judging, f->now, 0, &news, &f->s->err);
	assert_true(rc >= 0);
	commit(f);
	assert_false(news.settled); /* nothing of a backlog is told at once */
	return rc;
}

static void check_done(struct fix *f, const char *want)
{
	char *all = dump(f);

	assert_string_equal(all, want);
	free(all);
	assert_false(judging_owes(f->judging));
	assert_int_equal(storefix_count(f->s, "unfolded"), 0);
	assert_int_equal(storefix_count(f->s, "event WHERE kind = 'rumor-new'"),
	    storefix_count(f->s, "rumor"));
}

static void steps_make_what_one_would(void **state)
{
	struct fix *f = *state;
	char *want = all_at_once(), *before;
	int steps = 1;

	put_off(f);
	before = dump(f);
	assert_string_not_equal(before, want);
	free(before);
	while (go_on(f))
		steps++;
	assert_true(steps > 5);
	check_done(f, want);
	free(want);
}

/* After any number of steps; and twice, with nothing done in between. */
static void a_stop_between_steps_loses_nothing(void **state)
{
	char *want = all_at_once();
	bool left = true;

	(void)state;
	for (int stop = 0; left; stop++) {
		void *mine;
		struct fix *f;

		assert_int_equal(judgefix_setup(&mine), 0);
		f = mine;
		put_off(f);
		left = true;
		for (int i = 0; i < stop && left; i++)
			left = go_on(f) > 0;
		restart(f);
		assert_int_equal(judging_owes(f->judging), left);
		restart(f);
		while (left && go_on(f))
			;
		check_done(f, want);
		judgefix_teardown(&mine);
	}
	free(want);
}

/* A judge that is built in steps is the one that is built at once. */
static void building_in_steps_changes_nothing(void **state)
{
	struct fix *f = *state;
	struct judging_news news = {0};
	char *want = all_at_once();
	int steps = 1;

	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	judging_prepare(f->judging, judgefix_lexicon);
	while (judging_build_some(f->judging, f->now, 0, &f->s->err) > 0) {
		assert_true(judging_is_building(f->judging));
		assert_null(judging_judge(f->judging));
		steps++;
	}
	assert_true(steps >= 2);
	assert_non_null(judging_judge(f->judging));
	assert_int_equal(judging_size(f->judging), 4);
	begin(f);
	tell_backlog(f);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &news, &f->s->err), 0);
	commit(f);
	check_done(f, want);
	free(want);
}

/* Who needs it at once has it; and who lets it go leaves nothing behind. */
static void a_half_built_judge_is_finished_or_let_go(void **state)
{
	struct fix *f = *state;

	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	judging_prepare(f->judging, judgefix_lexicon);
	assert_int_equal(
	    judging_build_some(f->judging, f->now, 0, &f->s->err), 1);
	assert_int_equal(judging_ready(f->judging, f->now, &f->s->err), 0);
	assert_false(judging_is_building(f->judging));
	assert_int_equal(judging_size(f->judging), 4);
	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	judging_prepare(f->judging, judgefix_lexicon);
	assert_int_equal(
	    judging_build_some(f->judging, f->now, 0, &f->s->err), 1);
}

static void a_judge_that_cannot_be_built_tells_why(void **state)
{
	struct fix *f = *state;
	int rc = 1;

	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	judging_prepare(f->judging, judgefix_lexicon);
	storefix_exec(f->s, "UPDATE claim SET grade = 'E' WHERE item = 4");
	while (rc > 0)
		rc = judging_build_some(f->judging, f->now, 0, &f->s->err);
	assert_int_equal(rc, -1);
	assert_non_null(strstr(f->s->err.text, "holds \"E\""));
	assert_false(judging_is_building(f->judging));
	assert_int_equal(judging_size(f->judging), 0);
}

/* Others wait while it is half done; who cannot wait has the rest at once. */
static void the_rest_may_come_at_once(void **state)
{
	struct fix *f = *state;
	struct judging_news news = {0};
	char *want = all_at_once();

	put_off(f);
	assert_int_equal(go_on(f), 1);
	assert_int_equal(go_on(f), 1);
	assert_true(judging_is_halfway(f->judging));
	begin(f);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &news, &f->s->err), 0);
	commit(f);
	check_done(f, want);
	free(want);
}

static void a_roll_back_owes_what_was_stored(void **state)
{
	struct fix *f = *state;
	struct judging_news news = {0};
	char *want = all_at_once();

	put_off(f);
	begin(f);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &news, &f->s->err), 0);
	store_rollback(f->s->store);
	assert_int_equal(judging_rebuild(f->judging, f->now, &f->s->err), 0);
	assert_true(judging_owes(f->judging));
	while (go_on(f))
		;
	check_done(f, want);
	free(want);
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, judgefix_setup, judgefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(steps_make_what_one_would),
	    cmocka_unit_test(a_stop_between_steps_loses_nothing),
	    TEST(the_rest_may_come_at_once),
	    TEST(building_in_steps_changes_nothing),
	    TEST(a_half_built_judge_is_finished_or_let_go),
	    TEST(a_judge_that_cannot_be_built_tells_why),
	    TEST(a_roll_back_owes_what_was_stored)};
	int rc;

	judgefix_lexicon = lexicon_of_tree();
	rc = cmocka_run_group_tests_name("backlog", tests, NULL, NULL);
	lexicon_free(judgefix_lexicon);
	return rc;
}
