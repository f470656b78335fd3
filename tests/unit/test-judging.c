/*
 * Documents through the judge into the store: what they cause, that it comes
 * whole or not at all, and that the judge agrees with the store after a
 * rollback and after a restart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/judging.h"
#include "text/date.h"
#include "storefix.h"
#include "treelexicon.h"

#define YEAR (365 * DAY)

static struct lexicon *lexicon;

struct fix {
	struct storefix *s;
	struct judging *judging;
	struct feed tipster, official;
	struct judging_news news;
	int64_t now;
};

static int64_t at(const char *date)
{
	return date_parse(date);
}

static struct feed make_feed(struct storefix *s, const char *slug,
    enum source_role role, const char *vendor)
{
	struct feed f = {.source = {.slug = slug,
			     .title = slug,
			     .role = role,
			     .vendor = vendor,
			     .lang = "en"}};

	f.id = f.source.id = storefix_feed(s, slug, role, vendor);
	return f;
}

static int set_up(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	void *s;

	if (storefix_setup(&s))
		return -1;
	f->s = s;
	f->now = at("2023-10-12T06:00:00Z");
	f->tipster = make_feed(f->s, "ledger", ROLE_PRESS, NULL);
	f->official = make_feed(f->s, "maker", ROLE_OFFICIAL, "Xiaomi");
	f->judging = judging_new(f->s->store);
	*state = f;
	return judging_use(f->judging, lexicon, f->now, &f->s->err);
}

static int tear_down(void **state)
{
	struct fix *f = *state;
	void *s = f->s;

	judging_free(f->judging);
	free(f);
	return storefix_teardown(&s);
}

static struct entry entry(
    const char *id, const char *title, const char *text, int64_t published)
{
	return (struct entry){.id = id,
	    .title = title,
	    .content_text = text,
	    .published = published,
	    .updated = DATE_NONE};
}

static struct entry leak(void)
{
	return entry("leak",
	    "Tipster: MIUI 14 may be the last MIUI, a successor is in the works",
	    "Xiaomi is preparing a new operating system that will replace "
	    "MIUI, according to tipster Digital Chat Station.",
	    at("2023-10-08T09:40:00Z"));
}

static struct entry debut(void)
{
	return entry("debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    at("2023-10-17T07:00:00Z"));
}

static int take(struct fix *f, const struct feed *feed, struct entry *entries,
    size_t n, bool backlog)
{
	struct doc d = {.entries = entries, .entry_count = n};

	f->news = (struct judging_news){0};
	if (judging_document(f->judging, feed, &d, f->now, f->now - YEAR,
		backlog, &f->news, &f->s->err))
		return -1;
	return judging_advance(f->judging, f->now, &f->news, &f->s->err);
}

static void take_and_commit(
    struct fix *f, const struct feed *feed, struct entry e, bool backlog)
{
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(take(f, feed, &e, 1, backlog), 0);
	assert_int_equal(store_commit(f->s->store, &f->s->err), 0);
}

static int64_t count(struct fix *f, const char *table_and_where)
{
	return storefix_count(f->s, table_and_where);
}

static void test_rumor_and_verdict(void **state)
{
	struct fix *f = *state;
	int64_t rumors;

	take_and_commit(f, &f->tipster, leak(), true);
	assert_int_equal(f->news.new_items, 1);
	assert_false(f->news.settled);
	rumors = count(f, "rumor");
	assert_true(rumors >= 1);
	assert_int_equal(count(f, "rumor WHERE status = 'open'"), rumors);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-new'"), rumors);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-settled'"), 0);

	f->now = at("2023-10-17T18:00:00Z");
	take_and_commit(f, &f->official, debut(), false);
	assert_true(f->news.settled);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-settled'"), 1);
	assert_int_equal(count(f, "rumor"), rumors);

	/* The same again is nothing new. */
	take_and_commit(f, &f->official, debut(), false);
	assert_int_equal(f->news.new_items, 0);
	assert_false(f->news.settled);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-settled'"), 1);
}

/* A first poll's backlog settles, and is no news. */
static void test_backlog(void **state)
{
	struct fix *f = *state;

	f->now = at("2023-10-17T18:00:00Z");
	take_and_commit(f, &f->tipster, leak(), true);
	take_and_commit(f, &f->official, debut(), true);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
	assert_false(f->news.settled);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-settled'"), 0);
}

/* Nor is a verdict of last week. */
static void test_old_verdict(void **state)
{
	struct fix *f = *state;

	f->now = at("2023-10-25T18:00:00Z");
	take_and_commit(f, &f->tipster, leak(), true);
	take_and_commit(f, &f->official, debut(), false);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-settled'"), 0);
}

/* Rolled back, nothing of it is left; then it comes as if for the first time.
 */
static void test_rollback(void **state)
{
	struct fix *f = *state;
	struct entry e = debut();

	take_and_commit(f, &f->tipster, leak(), true);
	f->now = at("2023-10-17T18:00:00Z");
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(take(f, &f->official, &e, 1, false), 0);
	store_rollback(f->s->store);
	assert_int_equal(judging_rebuild(f->judging, f->now, &f->s->err), 0);
	assert_int_equal(count(f, "item"), 1);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 0);
	take_and_commit(f, &f->official, debut(), false);
	assert_true(f->news.settled);
	assert_int_equal(count(f, "item"), 2);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
}

/* A judge built from the store settles what another had opened. */
static void test_restart(void **state)
{
	struct fix *f = *state;
	int64_t rumors;

	take_and_commit(f, &f->tipster, leak(), true);
	rumors = count(f, "rumor");
	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	f->now = at("2023-10-17T18:00:00Z");
	assert_int_equal(
	    judging_use(f->judging, lexicon, f->now, &f->s->err), 0);
	take_and_commit(f, &f->official, debut(), false);
	assert_int_equal(count(f, "rumor"), rumors);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
	assert_int_equal(count(f, "event WHERE kind = 'rumor-new'"), rumors);
}

/* Headlines of nothing, as many as make the judge look at what it holds. */
static void take_many(struct fix *f, size_t n)
{
	struct entry *e = calloc(n, sizeof(*e));
	char(*id)[16] = calloc(n, sizeof(*id));

	for (size_t i = 0; i < n; i++) {
		snprintf(id[i], sizeof(*id), "n%zu", i);
		e[i] = entry(id[i], id[i], NULL, f->now - (int64_t)i);
	}
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(take(f, &f->tipster, e, n, true), 0);
	assert_int_equal(store_commit(f->s->store, &f->s->err), 0);
	free(id);
	free(e);
}

static void tidy(struct fix *f)
{
	if (judging_tidy(f->judging))
		assert_int_equal(
		    judging_ready(f->judging, f->now, &f->s->err), 0);
}

/*
 * In a year of work the judge forgets what bears on nothing; an open rumor is
 * still the same when its answer comes.
 */
static void test_forgets(void **state)
{
	struct fix *f = *state;
	int64_t rumors;

	take_and_commit(f, &f->tipster, leak(), true);
	rumors = count(f, "rumor");
	assert_true(rumors > 0);
	take_many(f, 998);
	tidy(f);
	assert_int_equal(judging_size(f->judging), 999);
	f->now += 100 * DAY;
	tidy(f); /* too few to be worth it */
	assert_int_equal(judging_size(f->judging), 999);
	take_and_commit(
	    f, &f->tipster, entry("x", "x", NULL, f->now - YEAR / 2), true);
	tidy(f);
	assert_int_equal(judging_size(f->judging), 1);
	assert_int_equal(count(f, "item"), 1000);
	take_and_commit(f, &f->official, debut(), false);
	assert_int_equal(count(f, "rumor"), rumors);
	assert_int_equal(count(f, "rumor WHERE status = 'confirmed'"), 1);
}

/* What was answered long ago is no question after a restart either. */
static void test_answered_before_a_restart(void **state)
{
	struct fix *f = *state;

	take_and_commit(f, &f->official,
	    entry("news", "HyperOS has satellite calls",
		"Xiaomi HyperOS supports satellite calls.", f->now),
	    true);
	f->now += 140 * DAY;
	assert_int_equal(judging_rebuild(f->judging, f->now, &f->s->err), 0);
	take_and_commit(f, &f->tipster,
	    entry("late", "HyperOS may support satellite calls",
		"Xiaomi HyperOS will support satellite calls, according to "
		"tipster Digital Chat Station.",
		f->now),
	    true);
	assert_int_equal(count(f, "claim WHERE item = 2"), 1);
	assert_int_equal(count(f, "rumor"), 0);
}

/* A judge that could not be built is built before it says anything. */
static void test_rebuild_fails(void **state)
{
	struct fix *f = *state;

	take_and_commit(f, &f->tipster, leak(), true);
	storefix_exec(f->s, "UPDATE claim SET grade = 'E'");
	assert_int_equal(judging_rebuild(f->judging, f->now, &f->s->err), -1);
	assert_non_null(strstr(f->s->err.text, "holds \"E\""));
	assert_int_equal(judging_size(f->judging), 0);
	assert_int_equal(judging_deadline(f->judging, f->now), 0);
	assert_int_equal(judging_ready(f->judging, f->now, &f->s->err), -1);
	storefix_exec(f->s, "UPDATE claim SET grade = 'C'");
	assert_int_equal(judging_ready(f->judging, f->now, &f->s->err), 0);
	assert_int_equal(judging_size(f->judging), 1);
}

/* What retention would let go is not taken, nor is what says nothing. */
static void test_not_taken(void **state)
{
	struct fix *f = *state;

	take_and_commit(f, &f->tipster,
	    entry("old", "An old story", "Of long ago.", f->now - YEAR - 1),
	    true);
	take_and_commit(
	    f, &f->tipster, entry("empty", NULL, NULL, f->now), true);
	assert_int_equal(count(f, "item"), 0);
	take_and_commit(f, &f->tipster,
	    entry("edge", "A story", "Of a year ago.", f->now - YEAR), true);
	assert_int_equal(count(f, "item"), 1);
}

/* An item that comes late gives the step a better sentence, and no news. */
static void test_step_is_told_once(void **state)
{
	struct fix *f = *state;
	struct feed other = make_feed(f->s, "courier", ROLE_PRESS, NULL);
	struct feed third = make_feed(f->s, "herald", ROLE_PRESS, NULL);

	take_and_commit(f, &f->tipster,
	    entry("one",
		"Digital Chat Station: Xiaomi 14 to launch in November",
		"Tipster Digital Chat Station claims that the Xiaomi 14 will "
		"launch in November 2023.",
		at("2023-10-08T09:40:00Z")),
	    false);
	take_and_commit(f, &other,
	    entry("two", "Ice Universe: Xiaomi 14 to launch in November",
		"Tipster Ice Universe claims that the Xiaomi 14 will launch in "
		"November 2023.",
		at("2023-10-10T09:40:00Z")),
	    false);
	assert_int_equal(
	    count(f, "event WHERE detail LIKE 'open corroborated%'"), 1);
	take_and_commit(f, &third,
	    entry("late", "Evan Blass: Xiaomi 14 to launch in November",
		"Tipster Evan Blass claims that the Xiaomi 14 will launch in "
		"November 2023.",
		at("2023-10-09T09:40:00Z")),
	    false);
	assert_int_equal(
	    count(f, "transition WHERE new_status = 'corroborated' AND item ="
		     " (SELECT id FROM item WHERE guid = 'late')"),
	    1);
	assert_int_equal(
	    count(f, "event WHERE detail LIKE 'open corroborated%'"), 1);
}

/* What the status turned to was told without the step: not once more by it. */
static void test_turn_is_told_once(void **state)
{
	struct fix *f = *state;
	struct feed other = make_feed(f->s, "courier", ROLE_PRESS, NULL);
	struct feed third = make_feed(f->s, "herald", ROLE_PRESS, NULL);

	take_and_commit(f, &f->tipster,
	    entry("one",
		"Digital Chat Station: Xiaomi 14 to launch in November",
		"Tipster Digital Chat Station claims that the Xiaomi 14 will "
		"launch in November 2023.",
		at("2023-10-08T09:40:00Z")),
	    false);
	take_and_commit(f, &other,
	    entry("two", "Ice Universe: Xiaomi 14 to launch in November",
		"Tipster Ice Universe claims that the Xiaomi 14 will launch in "
		"November 2023.",
		at("2023-10-10T09:40:00Z")),
	    false);
	storefix_exec(f->s, "UPDATE event SET item = 0, detail ="
			    " 'open corroborated judged-anew 1697090400'"
			    " WHERE detail LIKE 'open corroborated%'");
	take_and_commit(f, &third,
	    entry("three", "Evan Blass: Xiaomi 14 to launch in November",
		"Tipster Evan Blass claims that the Xiaomi 14 will launch in "
		"November 2023.",
		at("2023-10-11T09:40:00Z")),
	    false);
	assert_int_equal(count(f, "transition WHERE new_status ="
				  " 'corroborated'"),
	    1);
	assert_int_equal(
	    count(f, "event WHERE detail LIKE 'open corroborated%'"), 1);
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM rumor_member"), 3);
}

/* The next deadline is in the future, or there is none. */
static void test_deadline(void **state)
{
	struct fix *f = *state;
	int64_t deadline;

	assert_int_equal(judging_deadline(f->judging, f->now), 0);
	take_and_commit(f, &f->tipster,
	    entry("soon", "Xiaomi 14 may launch on November 11, tipster says",
		"The Xiaomi 14 is said to launch on November 11, 2023, "
		"according to tipster Digital Chat Station.",
		at("2023-10-10T09:40:00Z")),
	    true);
	deadline = judging_deadline(f->judging, f->now);
	assert_true(deadline > f->now);
	f->now = deadline;
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &f->news, &f->s->err), 0);
	assert_int_equal(store_commit(f->s->store, &f->s->err), 0);
	assert_int_equal(count(f, "rumor WHERE status = 'expired'"), 1);
	assert_int_equal(judging_deadline(f->judging, f->now), 0);
}

/* --- two stories that are one --- */

/* One event, told as two; then an item that has the words of both. */
static struct entry ferry(size_t i)
{
	static const char *const titles[] = {"Ferry Aurelia sinks off Tovuland",
	    "Rescue boats reach the Aurelia at dawn",
	    "Rescue boats bring forty from ferry Aurelia to Tovuland at dawn",
	    "Ferry Aurelia sinks, rescue boats bring forty to Tovuland",
	    "At dawn rescue boats reach the Aurelia and bring forty"};

	return entry(titles[i], titles[i], NULL,
	    at("2023-10-11T01:00:00Z") + (int64_t)i * 3600);
}

static int64_t story_of(struct fix *f, size_t i)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "SELECT j.story FROM judgement j JOIN item i ON i.id = j.item"
	    " WHERE i.title = '%s'",
	    ferry(i).title);
	return storefix_number(f->s, sql);
}

static void reopen(struct fix *f)
{
	judging_free(f->judging);
	f->judging = judging_new(f->s->store);
	assert_int_equal(
	    judging_use(f->judging, lexicon, f->now, &f->s->err), 0);
}

static void test_two_are_one(void **state)
{
	struct fix *f = *state;
	struct digest_report digest;
	struct story_report story;
	struct item_row item;
	int64_t whole, part;

	for (size_t i = 0; i < 3; i++)
		take_and_commit(f, &f->tipster, ferry(i), false);
	whole = story_of(f, 0);
	part = story_of(f, 1);
	assert_int_equal(story_of(f, 2), part);
	assert_true(whole < part);
	f->now += 3600;
	take_and_commit(f, &f->tipster, ferry(3), false);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(story_of(f, i), whole); /* the older stays */
	assert_int_equal(count(f, "story"), 1);
	assert_int_equal(count(f, "story WHERE item_count = 4"), 1);
	assert_int_equal(count(f, "event WHERE kind = 'story-merged'"), 1);
	assert_int_equal(
	    count(f, "event v JOIN story_merge m ON m.story = v.subject"
		     " AND v.item = m.item AND v.detail = m.part_of"
		     " WHERE v.kind = 'story-merged'"),
	    1);
	/* The number leads there, which tells why. */
	assert_int_equal(store_report_story(f->s->store, &f->s->arena, part,
			     &story, &f->s->err),
	    0);
	assert_int_equal(story.row.id, whole);
	assert_int_equal(story.asked, part);
	assert_int_equal(story.merge_count, 1);
	assert_int_equal(story.merges[0].story, part);
	assert_int_equal(story.merges[0].part_of, whole);
	assert_int_equal(story.merges[0].item, story.items[3].id);
	assert_int_equal(story.merges[0].at, f->now);
	assert_non_null(strstr(story.merges[0].why, "belongs to both: score "));
	/* So does the item that was in the other. */
	assert_int_equal(store_report_item(f->s->store, &f->s->arena,
			     story.items[1].id, &item, &f->s->err),
	    0);
	assert_string_equal(item.placed.rule, "new-event");
	assert_non_null(strstr(item.placed.detail, "where it was, is part of"));
	/* One line of a digest; and none of what was told before. */
	assert_int_equal(store_report_digest(f->s->store, &f->s->arena, 0,
			     f->now, &digest, &f->s->err),
	    0);
	assert_int_equal(digest.story_count, 1);
	assert_int_equal(store_report_digest(f->s->store, &f->s->arena,
			     f->now - 1, f->now, &digest, &f->s->err),
	    0);
	assert_int_equal(digest.story_count, 0);
	/* What comes then goes there; after a restart too. */
	reopen(f);
	take_and_commit(f, &f->tipster, ferry(4), false);
	assert_int_equal(story_of(f, 4), whole);
	assert_int_equal(count(f, "story"), 1);
}

/* All of it in one document; taken back, there is nothing of it. */
static void test_one_of_a_rollback(void **state)
{
	struct fix *f = *state;
	struct entry e[4];

	for (size_t i = 0; i < 4; i++)
		e[i] = ferry(i);
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(take(f, &f->tipster, e, 4, false), 0);
	store_rollback(f->s->store);
	assert_int_equal(judging_rebuild(f->judging, f->now, &f->s->err), 0);
	assert_int_equal(count(f, "story_merge"), 0);
	assert_int_equal(store_begin(f->s->store, &f->s->err), 0);
	assert_int_equal(take(f, &f->tipster, e, 4, false), 0);
	assert_int_equal(store_commit(f->s->store, &f->s->err), 0);
	assert_int_equal(count(f, "story"), 1);
	assert_int_equal(count(f, "story_merge"), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_rumor_and_verdict),
	    TEST(test_backlog), TEST(test_old_verdict), TEST(test_rollback),
	    TEST(test_restart), TEST(test_forgets),
	    TEST(test_answered_before_a_restart), TEST(test_rebuild_fails),
	    TEST(test_not_taken), TEST(test_step_is_told_once),
	    TEST(test_turn_is_told_once), TEST(test_deadline),
	    TEST(test_two_are_one), TEST(test_one_of_a_rollback)};
	int rc;

	lexicon = lexicon_of_tree();
	rc = cmocka_run_group_tests_name("judging", tests, NULL, NULL);
	lexicon_free(lexicon);
	return rc;
}
