/*
 * Rulings through the judge into the store: what a user says holds, leaves a
 * trace, survives a restart, and leaves nothing once it is undone. What makes
 * no sense is refused in words, and changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judgefix.h"

/* --- what there is --- */

static int64_t number(struct fix *f, const char *fmt, int64_t id)
{
	char sql[400];

	snprintf(sql, sizeof(sql), "%s%lld", fmt, (long long)id);
	return storefix_number(f->s, sql);
}

static int64_t rumor_with(struct fix *f, const char *aspect)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "SELECT id FROM rumor WHERE aspect = '%s'",
	    aspect);
	return storefix_number(f->s, sql);
}

static bool status_is(struct fix *f, int64_t rumor, const char *status)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM rumor WHERE status = '%s' AND id = %lld",
	    status, (long long)rumor);
	return storefix_number(f->s, sql) == 1;
}

/* The last event of the rumor tells that it is so. */
static bool told_is(struct fix *f, int64_t rumor, const char *status)
{
	char sql[300];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM (SELECT detail FROM event"
	    " WHERE kind IN ('rumor-status') AND subject = %lld"
	    " ORDER BY id DESC LIMIT 1) WHERE detail LIKE '%% %s %%'",
	    (long long)rumor, status);
	return storefix_number(f->s, sql) == 1;
}

/* --- what is said --- */

static int rule(struct fix *f, enum ruling_kind kind, int64_t subject,
    int64_t other, const char *source)
{
	struct rulings with = {
	    .store = f->s->store, .judging = f->judging, .now = f->now};
	int status;

	f->r.kind = kind;
	f->r.subject = subject;
	f->r.other = other;
	f->r.source = source;
	f->r.because = "I was there";
	f->r.uid = 1234;
	f->r.pid = 99;
	f->r.user = "anna";
	status = kind == RULING_UNDO
		     ? rulings_undo(&with, &f->s->arena, &f->r, &f->says)
		     : rulings_make(&with, &f->s->arena, &f->r, &f->says);
	f->settled = with.settled;
	f->now += 60;
	return status;
}

static int settle(struct fix *f, int64_t rumor, enum rumor_status outcome)
{
	f->r = (struct ruling){.outcome = outcome};
	return rule(f, RULING_SETTLE, rumor, 0, NULL);
}

static int split(struct fix *f, enum ruling_kind kind, int64_t subject,
    int64_t item, int claim)
{
	struct ruled_claim *c = arena_alloc(&f->s->arena, sizeof(*c));

	*c = (struct ruled_claim){.item = item, .claim = claim};
	f->r = (struct ruling){.claims = c, .claim_count = 1};
	return rule(f, kind, subject, 0, NULL);
}

static int say(struct fix *f, enum ruling_kind kind, int64_t subject,
    int64_t other, const char *source)
{
	f->r = (struct ruling){0};
	return rule(f, kind, subject, other, source);
}

static int undo(struct fix *f, int64_t action)
{
	return say(f, RULING_UNDO, action, 0, NULL);
}

static void refused(struct fix *f, int status, int want, const char *says)
{
	if (status != want || !strstr(f->says, says))
		fail_msg("%d: %s", status, f->says);
}

static void done(struct fix *f, int status)
{
	if (status != 200)
		fail_msg("%d: %s", status, f->says);
}

/* Undone, there is what there was; also if a restart lies between. */
static void undone_is_as_before(
    struct fix *f, const char *before, int64_t action, bool restarted)
{
	char *now = dump(f);

	assert_string_not_equal(now, before);
	free(now);
	if (restarted)
		restart(f);
	done(f, undo(f, action));
	now = dump(f);
	assert_string_equal(now, before);
	free(now);
	restart(f);
	now = dump(f);
	assert_string_equal(now, before);
	free(now);
}

/* --- tests --- */

static void test_settle(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "successor"), action;
	char *before = dump(f);

	done(f, settle(f, id, RUMOR_CONFIRMED));
	assert_true(f->settled);
	action = f->r.id;
	assert_true(status_is(f, id, "confirmed"));
	assert_true(told_is(f, id, "confirmed"));
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM transition"
				  " WHERE grade = 'U' AND rule = 'user-settled'"
				  " AND sentence = 'I was there'"),
	    1);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM event"
					       " WHERE kind = 'rumor-settled'"
					       " AND detail = 'confirmed 1'"),
	    1);
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM ruling WHERE uid = 1234"
				  " AND pid = 99 AND user = 'anna'"),
	    1);
	/* It holds through a restart, and what comes restates. */
	restart(f);
	take(f, &f->ledger, "more", "A successor of MIUI is coming, leak says",
	    "Xiaomi will replace MIUI, says tipster Digital Chat Station.",
	    "2023-10-12T05:00:00Z");
	assert_true(status_is(f, id, "confirmed"));
	/* Each is refused by its number. */
	refused(f, settle(f, id, RUMOR_DENIED), 409,
	    "is confirmed by action 1: undo that first");
	refused(f, say(f, RULING_REOPEN, id, 0, NULL), 409,
	    "was settled by action 1: undo that instead");
	done(f, undo(f, action));
	assert_true(told_is(f, id, "corroborated"));
	refused(f, undo(f, action), 409, "action 1 was undone by action 2");
	refused(f, undo(f, 2), 409, "action 2 is an undo itself");
	refused(f, undo(f, 99), 404, "there is no action 99");
	refused(f, undo(f, 0), 409, "there is no action to undo");
	refused(f, settle(f, 4711, RUMOR_DENIED), 404, "no rumor 4711");
	/* The same word again is news again. */
	done(f, settle(f, id, RUMOR_CONFIRMED));
	assert_true(f->settled);
	assert_true(told_is(f, id, "confirmed"));
	free(before);
}

static void test_settle_is_undone(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "release-date");

	for (int restarted = 0; restarted < 2; restarted++) {
		char *before = dump(f);

		done(f, settle(f, id, RUMOR_CONTRADICTED));
		undone_is_as_before(f, before, f->r.id, restarted);
		free(before);
	}
}

/* The maker says otherwise afterwards: the verdict stands, and shows it. */
static void test_contested(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "successor");

	done(f, settle(f, id, RUMOR_DENIED));
	f->now = at("2023-10-17T08:00:00Z");
	take(f, &f->maker, "debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    "2023-10-17T07:00:00Z");
	assert_true(status_is(f, id, "denied"));
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM transition"
					       " WHERE rule = 'user-contested'"
					       " AND grade = 'A'"),
	    1);
	done(f, undo(f, 1));
	assert_true(status_is(f, id, "confirmed"));
	/* Reopened, what was said before does not settle it again. */
	done(f, say(f, RULING_REOPEN, id, 0, NULL));
	assert_true(status_is(f, id, "corroborated"));
	restart(f);
	assert_true(status_is(f, id, "corroborated"));
	refused(f, say(f, RULING_REOPEN, id, 0, NULL), 409,
	    "there is nothing to reopen");
	done(f, settle(f, id, RUMOR_PARTLY_CONFIRMED));
	refused(f, undo(f, 3), 409, "rests on action 3: undo 4 first");
	/* Who said it first is another matter. */
	done(f, say(f, RULING_ATTRIBUTE_RUMOR, id, 0, "Ada Lamp"));
	done(f, undo(f, 4));
	done(f, undo(f, 3));
	assert_true(status_is(f, id, "confirmed"));
}

static void test_attribute(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "successor");
	int64_t origins =
	    number(f, "SELECT count(*) FROM rumor_origin WHERE rumor = ", id);
	char *before = dump(f);

	assert_int_equal(origins, 2);
	done(f, say(f, RULING_ATTRIBUTE_ITEM, 2, 0, "Digital Chat Station"));
	assert_int_equal(
	    number(f, "SELECT count(*) FROM rumor_origin WHERE rumor = ", id),
	    1);
	assert_true(status_is(f, id, "open"));
	undone_is_as_before(f, before, f->r.id, true);
	done(f, say(f, RULING_ATTRIBUTE_RUMOR, id, 0, "Ada Lamp"));
	assert_int_equal(
	    number(f,
		"SELECT count(*) FROM rumor_origin WHERE name = 'Ada Lamp'"
		" AND rumor = ",
		id),
	    1);
	undone_is_as_before(f, before, f->r.id, false);
	free(before);
	take(f, &f->maker, "dull", "Opening hours", "The shop opens at ten.",
	    "2023-10-12T05:00:00Z");
	refused(f, say(f, RULING_ATTRIBUTE_ITEM, 5, 0, "Ada"), 409,
	    "item 5 carries no rumor");
	refused(f, say(f, RULING_ATTRIBUTE_ITEM, 77, 0, "Ada"), 404,
	    "there is no item 77");
}

static void test_merge_rumors(void **state)
{
	struct fix *f = *state;
	int64_t a = rumor_with(f, "release-date");
	int64_t b = rumor_with(f, "successor");
	int64_t members =
	    number(f, "SELECT count(*) FROM rumor_member WHERE rumor = ", a) +
	    number(f, "SELECT count(*) FROM rumor_member WHERE rumor = ", b);

	assert_true(b < a); /* the survivor is the one that was named */
	for (int restarted = 0; restarted < 2; restarted++) {
		char *before = dump(f);
		int64_t survivor;

		done(f, say(f, RULING_MERGE_RUMORS, a, b, NULL));
		assert_int_equal(
		    number(f, "SELECT count(*) FROM rumor WHERE id = ", b), 0);
		assert_int_equal(
		    number(f,
			"SELECT count(*) FROM rumor_member WHERE rumor = ", a),
		    members);
		assert_int_equal(store_ruling_survivor(f->s->store, false, b,
				     &survivor, &f->s->err),
		    0);
		assert_int_equal(survivor, a);
		refused(f, settle(f, b, RUMOR_DENIED), 409,
		    "was merged into rumor");
		undone_is_as_before(f, before,
		    f->r.id ? f->r.id : 1 + 2 * restarted, restarted);
		free(before);
	}
	refused(f, say(f, RULING_MERGE_RUMORS, a, a, NULL), 409,
	    "cannot be merged into itself");
	refused(f, say(f, RULING_MERGE_RUMORS, a, 999, NULL), 404,
	    "there is no rumor 999");
	refused(f,
	    say(f, RULING_MERGE_RUMORS, a, rumor_with(f, "feature"), NULL), 409,
	    "are about different vendors (Xiaomi, Samsung)");
}

static void test_split_rumor(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "successor"), other;

	for (int restarted = 0; restarted < 2; restarted++) {
		char *before = dump(f);

		/* The first goes: the number stays with what stays. */
		done(f, split(f, RULING_SPLIT_RUMOR, id, 1, -1));
		other = f->r.other;
		assert_true(other > id);
		assert_int_equal(
		    number(
			f, "SELECT item FROM rumor_member WHERE rumor = ", id),
		    2);
		assert_int_equal(
		    number(f,
			"SELECT item FROM rumor_member WHERE rumor = ", other),
		    1);
		assert_true(status_is(f, id, "open"));
		restart(f);
		assert_true(status_is(f, other, "open"));
		undone_is_as_before(f, before, f->r.id, restarted);
		free(before);
	}
	refused(f, split(f, RULING_SPLIT_RUMOR, id, 3, -1), 409,
	    "item 3 carries no claim of rumor");
	done(f, split(f, RULING_SPLIT_RUMOR, id, 1, -1));
	other = f->r.other;
	done(f, settle(f, other, RUMOR_DENIED));
	refused(f, undo(f, f->r.id - 1), 409, "rests on action");
	done(f, undo(f, f->r.id));
	done(f, undo(f, 0));
	refused(f, split(f, RULING_SPLIT_RUMOR, id, 1, 9), 409,
	    "claim 9 of item 1 is none of rumor");
	refused(f,
	    split(f, RULING_SPLIT_RUMOR, rumor_with(f, "release-date"), 4, -1),
	    409, "nothing would stay");
}

static int64_t story_of(struct fix *f, int64_t item)
{
	return number(f, "SELECT story FROM judgement WHERE item = ", item);
}

static void test_merge_stories(void **state)
{
	struct fix *f = *state;
	int64_t a = story_of(f, 4), b = story_of(f, 3), survivor;

	assert_true(a != b);
	for (int restarted = 0; restarted < 2; restarted++) {
		char *before = dump(f);

		done(f, say(f, RULING_MERGE_STORIES, a, b, NULL));
		assert_int_equal(story_of(f, 3), a);
		assert_int_equal(
		    number(f, "SELECT count(*) FROM story WHERE id = ", b), 0);
		assert_int_equal(
		    number(f, "SELECT item_count FROM story WHERE id = ", a),
		    4);
		assert_int_equal(store_ruling_survivor(f->s->store, true, b,
				     &survivor, &f->s->err),
		    0);
		assert_int_equal(survivor, a);
		refused(f, say(f, RULING_MERGE_STORIES, b, a, NULL), 409,
		    "was merged into story");
		undone_is_as_before(
		    f, before, f->r.id ? f->r.id : 0, restarted);
		free(before);
	}
	refused(f, say(f, RULING_MERGE_STORIES, a, a, NULL), 409,
	    "cannot be merged into itself");
	refused(f, say(f, RULING_MERGE_STORIES, 888, a, NULL), 404,
	    "there is no story 888");
}

/* What comes later is like the one that was merged away: it goes with it. */
static void test_merged_stories_go_on(void **state)
{
	struct fix *f = *state;
	int64_t a = story_of(f, 4), b = story_of(f, 3);

	done(f, say(f, RULING_MERGE_STORIES, a, b, NULL));
	take(f, &f->ledger, "calls2",
	    "Galaxy S24 may get satellite calls: leak",
	    "Samsung gives the Galaxy S24 satellite calls, Ice Universe has "
	    "heard.",
	    "2023-10-10T12:00:00Z");
	assert_int_equal(story_of(f, 5), a);
	/* A changed text is judged again, and stays where it was put. */
	take(f, &f->herald, "calls", "Calls and a case for the Galaxy S24",
	    "By satellite, somebody says.", "2023-10-10T08:00:00Z");
	assert_int_equal(story_of(f, 3), a);
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM revision"), 1);
}

static void test_split_story(void **state)
{
	struct fix *f = *state;
	int64_t id, other;

	take(f, &f->ledger, "calls2", "Galaxy S24 may get satellite calls",
	    "Samsung will give the Galaxy S24 satellite calls, Ice Universe "
	    "claims.",
	    "2023-10-10T12:00:00Z");
	id = story_of(f, 3);
	assert_int_equal(story_of(f, 5), id);
	assert_int_equal(storefix_number(f->s,
			     "SELECT copy_of FROM judgement WHERE item = 5"),
	    3);
	for (int restarted = 0; restarted < 2; restarted++) {
		char *before = dump(f);

		done(f, split(f, RULING_SPLIT_STORY, id, 5, -1));
		other = f->r.other;
		assert_true(other > id);
		assert_int_equal(story_of(f, 5), other);
		assert_int_equal(story_of(f, 3), id);
		assert_int_equal(
		    storefix_number(f->s,
			"SELECT copy_of IS NULL FROM judgement WHERE item = 5"),
		    1);
		undone_is_as_before(f, before, f->r.id, restarted);
		free(before);
	}
	refused(f, split(f, RULING_SPLIT_STORY, id, 1, -1), 409,
	    "item 1 is not in story");
	take(f, &f->maker, "dull", "Opening hours", "The shop opens at ten.",
	    "2023-10-12T05:00:00Z");
	refused(f, split(f, RULING_SPLIT_STORY, story_of(f, 6), 6, -1), 409,
	    "nothing would stay");
	/* A split and a merge of the halves: the last first. */
	done(f, split(f, RULING_SPLIT_STORY, id, 5, -1));
	other = f->r.other;
	done(f, say(f, RULING_MERGE_STORIES, other, id, NULL));
	assert_int_equal(story_of(f, 3), other);
	refused(f, undo(f, f->r.id - 1), 409, "rests on action");
	done(f, undo(f, f->r.id));
	assert_int_equal(story_of(f, 3), id);
	assert_int_equal(story_of(f, 5), other);
}

/* A store that fails in the middle: nothing is said, the judge is as it was. */
static void test_a_failing_store(void **state)
{
	static const char *const stops[] = {
	    "BEFORE INSERT ON event WHEN new.kind = 'ruling'",
	    "BEFORE INSERT ON transition WHEN new.ruling IS NOT NULL"};
	struct fix *f = *state;
	int64_t id = rumor_with(f, "successor");
	char *before = dump(f), *now, sql[256];

	for (size_t i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql),
		    "CREATE TRIGGER stop %s BEGIN"
		    " SELECT raise(ABORT, 'the disk is full'); END",
		    stops[i]);
		storefix_exec(f->s, sql);
		refused(
		    f, settle(f, id, RUMOR_DENIED), 500, "the disk is full");
		storefix_exec(f->s, "DROP TRIGGER stop");
		now = dump(f);
		assert_string_equal(now, before);
		free(now);
		assert_int_equal(
		    storefix_number(f->s, "SELECT count(*) FROM ruling"), 0);
	}
	/* The judge knows nothing of it either. */
	take(f, &f->ledger, "more", "A successor of MIUI is coming, leak says",
	    "Xiaomi will replace MIUI, says tipster Digital Chat Station.",
	    "2023-10-12T05:00:00Z");
	assert_true(status_is(f, id, "corroborated"));
	done(f, settle(f, id, RUMOR_DENIED));
	free(before);
}

/* What is so old that the judge has forgotten it is remembered for this. */
static void test_an_old_rumor(void **state)
{
	struct fix *f = *state;
	int64_t id = rumor_with(f, "release-date");
	char *before;

	f->now = at("2024-01-10T08:00:00Z");
	take(f, &f->maker, "dull", "Opening hours", "The shop opens at ten.",
	    "2024-01-10T07:00:00Z");
	assert_true(status_is(f, id, "expired"));
	f->now += 900 * DAY;
	restart(f);
	assert_null(board_rumor_by_id(judging_judge(f->judging)->board, id));
	before = dump(f);
	done(f, say(f, RULING_REOPEN, id, 0, NULL));
	assert_true(status_is(f, id, "open"));
	assert_true(told_is(f, id, "open"));
	undone_is_as_before(f, before, f->r.id, true);
	free(before);
}

/* --- what is told of it --- */

static const struct item_row *row_of(const struct story_report *r, int64_t item)
{
	for (size_t i = 0; i < r->item_count; i++)
		if (r->items[i].id == item)
			return &r->items[i];
	fail_msg("item %lld is not in story %lld", (long long)item,
	    (long long)r->row.id);
	return NULL;
}

static void test_reports(void **state)
{
	struct fix *f = *state;
	struct story_report story;
	struct rumor_report rumor;
	int64_t a, b, leak, word;

	/* The leak and the announcement are two stories of one rumor. */
	f->now = at("2023-10-20T08:00:00Z");
	take(f, &f->maker, "debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    "2023-10-20T07:00:00Z");
	leak = story_of(f, 1);
	word = story_of(f, 5);
	assert_true(leak != word);
	b = rumor_with(f, "successor");
	assert_int_equal(store_report_rumor(
			     f->s->store, &f->s->arena, b, &rumor, &f->s->err),
	    0);
	assert_int_equal(rumor.story_count, 2);
	assert_int_equal(rumor.stories[0].id, leak);
	assert_int_equal(rumor.stories[0].part, PART_CARRIES);
	assert_int_equal(rumor.stories[1].id, word);
	assert_int_equal(rumor.stories[1].part, PART_SETTLES);
	assert_int_equal(store_report_story(f->s->store, &f->s->arena, word,
			     &story, &f->s->err),
	    0);
	assert_int_equal(story.rumors[0].id, b);
	assert_int_equal(story.rumors[0].part, PART_SETTLES);
	assert_int_equal(story.rumors[0].status, RUMOR_CONFIRMED);
	assert_int_equal(story.rumors[0].other_count, 1);
	assert_int_equal(story.rumors[0].others[0], leak);
	assert_int_equal(row_of(&story, 5)->nearest_other, leak);
	assert_non_null(row_of(&story, 5)->against.rule);
	assert_non_null(row_of(&story, 5)->against.detail);

	/* Why an item is in its story, and not in the nearest other one. */
	assert_int_equal(store_report_story(f->s->store, &f->s->arena, leak,
			     &story, &f->s->err),
	    0);
	assert_string_equal(row_of(&story, 1)->placed.rule, "new-event");
	assert_string_equal(row_of(&story, 2)->placed.rule, "same-event");
	assert_non_null(
	    strstr(row_of(&story, 2)->placed.detail, "needed; in common: "));
	assert_true(row_of(&story, 2)->score > row_of(&story, 2)->threshold);

	/* A changed headline is a revision that is kept. */
	take(f, &f->ledger, "leak", "MIUI 14 is the last MIUI, a tipster says",
	    "Xiaomi is preparing a new operating system that will replace "
	    "MIUI, according to tipster Digital Chat Station.",
	    "2023-10-08T09:40:00Z");
	assert_int_equal(store_report_story(f->s->store, &f->s->arena,
			     story_of(f, 1), &story, &f->s->err),
	    0);
	assert_int_equal(story.revision_count, 1);
	assert_int_equal(story.revisions[0].item, 1);
	assert_string_equal(story.revisions[0].new_title,
	    "MIUI 14 is the last MIUI, a tipster says");
	assert_non_null(strstr(story.revisions[0].old_title, "Tipster: "));

	/* The number of what was merged away leads to what it is part of. */
	a = rumor_with(f, "release-date");
	done(f, say(f, RULING_MERGE_RUMORS, a, b, NULL));
	assert_int_equal(store_report_rumor(
			     f->s->store, &f->s->arena, b, &rumor, &f->s->err),
	    0);
	assert_int_equal(rumor.row.id, a);
	assert_int_equal(rumor.asked, b);
	assert_int_equal(rumor.ruling_count, 1);
	assert_string_equal(rumor.rulings[0].user, "anna");
	done(f, undo(f, f->r.id));
	assert_int_equal(store_report_rumor(
			     f->s->store, &f->s->arena, b, &rumor, &f->s->err),
	    0);
	assert_int_equal(rumor.asked, 0);
	assert_int_equal(rumor.ruling_count, 0);
}

/* What a user has put right, or where the item was put, is left alone. */
static void test_no_merge_against_a_user(void **state)
{
	struct fix *f = *state;
	int64_t whole, part;

	tell_halves(f);
	whole = number(f, "SELECT story FROM judgement WHERE item = ", 5);
	part = number(f, "SELECT story FROM judgement WHERE item = ", 6);
	assert_int_not_equal(whole, part);
	done(f, split(f, RULING_SPLIT_STORY, part, 7, -1));
	tell_both(f);
	assert_int_equal(
	    number(f, "SELECT story FROM judgement WHERE item = ", 6), part);
	assert_int_equal(
	    number(f, "SELECT count(*) FROM story_merge WHERE story > ", 0), 0);
	/* Nor after a restart; and what a split parts stays so. */
	restart(f);
	take(f, &f->ledger, "more",
	    "At dawn rescue boats bring forty from ferry Aurelia to Tovuland",
	    NULL, "2023-10-11T05:00:00Z");
	assert_int_equal(
	    number(f, "SELECT count(*) FROM story_merge WHERE story > ", 0), 0);
}

/* What was merged for good reasons is split by a user all the same. */
static void test_a_merge_is_split(void **state)
{
	struct fix *f = *state;
	struct story_report story;
	int64_t whole, part;

	tell_halves(f);
	part = number(f, "SELECT story FROM judgement WHERE item = ", 6);
	tell_both(f);
	whole = number(f, "SELECT story FROM judgement WHERE item = ", 6);
	assert_int_not_equal(whole, part);
	refused(f, say(f, RULING_MERGE_STORIES, whole, part, NULL), 409,
	    "was merged into story");
	done(f, split(f, RULING_SPLIT_STORY, whole, 6, -1));
	take(f, &f->ledger, "more",
	    "Rescue boats reach ferry Aurelia off Tovuland at dawn", NULL,
	    "2023-10-11T05:00:00Z");
	assert_int_equal(
	    number(f, "SELECT story FROM judgement WHERE item = ", 6),
	    f->r.other);
	/* Its old number leads where most of it is. */
	assert_int_equal(store_report_story(f->s->store, &f->s->arena, part,
			     &story, &f->s->err),
	    0);
	assert_int_equal(story.row.id, whole);
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, judgefix_setup, judgefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_settle),
	    TEST(test_settle_is_undone), TEST(test_contested),
	    TEST(test_attribute), TEST(test_merge_rumors),
	    TEST(test_split_rumor), TEST(test_merge_stories),
	    TEST(test_merged_stories_go_on), TEST(test_split_story),
	    TEST(test_reports), TEST(test_a_failing_store),
	    TEST(test_an_old_rumor), TEST(test_no_merge_against_a_user),
	    TEST(test_a_merge_is_split)};
	int rc;

	judgefix_lexicon = lexicon_of_tree();
	rc = cmocka_run_group_tests_name("rulings", tests, NULL, NULL);
	lexicon_free(judgefix_lexicon);
	return rc;
}
