/* The file itself: opening, refusing, migrating; transactions; feeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/migrate.h"
#include "storefix.h"

/* --- opening --- */

static void refuses(struct storefix *f, const char *path, const char *why)
{
	struct store *s;

	assert_true(store_open(&s, path, &f->err) < 0);
	assert_null(s);
	if (!strstr(f->err.text, why) || !strstr(f->err.text, path))
		fail_msg("\"%s\" says nothing of \"%s\"", f->err.text, why);
}

static void write_file(struct storefix *f, const char *bytes)
{
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fputs(bytes, file);
	fclose(file);
}

/* A setting of the store's own connection. */
static int64_t setting(struct storefix *f, const char *pragma)
{
	struct query q;
	int64_t n;

	assert_int_equal(query_open(&q, f->store, pragma, &f->err), 0);
	assert_int_equal(query_step(&q, &f->err), 1);
	n = get_int(&q);
	query_end(&q);
	return n;
}

static void opens_with_its_settings(void **state)
{
	struct storefix *f = *state;

	assert_int_equal(
	    storefix_number(f, "PRAGMA application_id"), STORE_APPLICATION_ID);
	assert_int_equal(storefix_number(f, "PRAGMA user_version"),
	    (int64_t)store_migration_count);
	assert_int_equal(
	    storefix_number(f, "SELECT count(*) FROM pragma_journal_mode"
			       " WHERE journal_mode = 'wal'"),
	    1);
	assert_int_equal(setting(f, "PRAGMA synchronous"), 3);
	assert_int_equal(setting(f, "PRAGMA foreign_keys"), 1);
	assert_int_equal(setting(f, "PRAGMA trusted_schema"), 0);
	storefix_reopen(f); /* twice is the same */
}

/* Whatever the umask: mail addresses are in it. */
static void is_its_owners_alone(void **state)
{
	static const char *const beside[] = {"", "-wal", "-shm"};
	struct storefix *f = *state;
	mode_t before = umask(0);
	char path[128];
	struct stat st;

	store_close(f->store);
	unlink(f->path);
	assert_int_equal(store_open(&f->store, f->path, &f->err), 0);
	umask(before);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, beside[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
}

static void refuses_garbage(void **state)
{
	struct storefix *f = *state;

	store_close(f->store);
	f->store = NULL;
	write_file(f, "This is a shopping list, and a long one at that: "
		      "bread, butter, and something to put on top of them.\n");
	refuses(f, f->path, "this file is no database of hearsay");
}

static void refuses_another_program(void **state)
{
	struct storefix *f = *state;

	store_close(f->store);
	f->store = NULL;
	unlink(f->path);
	storefix_exec(f, "CREATE TABLE recipe (name TEXT)");
	refuses(f, f->path, "belongs to another program");
	assert_int_equal(
	    storefix_number(f, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void refuses_a_newer_schema(void **state)
{
	struct storefix *f = *state;

	storefix_exec(f, "PRAGMA user_version = 9999");
	store_close(f->store);
	f->store = NULL;
	refuses(f, f->path,
	    "a newer hearsay wrote this database (its schema is 9999");
	assert_int_equal(storefix_number(f, "PRAGMA user_version"), 9999);
}

static void refuses_where_it_cannot_be(void **state)
{
	struct storefix *f = *state;
	char path[160];

	snprintf(path, sizeof(path), "%s/none/db", f->dir);
	refuses(f, path, "/none: No such file or directory");
	refuses(f, f->dir, "this is a directory, not a database");
}

/* Root may write everywhere, so it steps down for this. */
static void refuses_what_it_may_not_write(void **state)
{
	struct storefix *f = *state;
	uid_t self = geteuid();

	store_close(f->store);
	f->store = NULL;
	assert_int_equal(chmod(f->path, 0444), 0);
	assert_int_equal(chmod(f->dir, 0555), 0);
	if (self == 0)
		assert_int_equal(seteuid(65534), 0);
	refuses(f, f->path, "may not");
	if (self == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(f->dir, 0755), 0);
}

/* --- migrations --- */

static char *read_case(const char *name)
{
	char path[512];
	FILE *file;
	char *text = mem_alloc(1 << 20);

	snprintf(path, sizeof(path), "%s/tests/cases/db/%s",
	    getenv("HEARSAY_SRCDIR"), name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s: cannot be read", path);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	return text;
}

/* All of the schema as one text, to compare two files. */
static char *schema_of(struct storefix *f)
{
	struct query q;
	struct buf b;
	int rc;

	assert_int_equal(query_open(&q, f->store,
			     "SELECT name || ': ' || coalesce(sql, '') FROM"
			     " sqlite_schema ORDER BY type, name",
			     &f->err),
	    0);
	buf_init(&b, 1 << 20);
	while ((rc = query_step(&q, &f->err)) > 0)
		buf_printf(&b, "%s\n", get_word(&q));
	assert_int_equal(rc, 0);
	return buf_steal(&b);
}

static void an_old_file_becomes_new(struct storefix *f, const char *name)
{
	char *sql = read_case(name);
	char *fresh = schema_of(f), *migrated;
	struct story_row *stories;
	struct search_hit *hits;
	size_t n;

	store_close(f->store);
	f->store = NULL;
	unlink(f->path);
	storefix_exec(f, sql);
	storefix_reopen(f);
	migrated = schema_of(f);
	assert_string_equal(migrated, fresh);
	assert_int_equal(storefix_number(f, "PRAGMA user_version"),
	    (int64_t)store_migration_count);
	assert_int_equal(store_report_stories(f->store, &f->arena,
			     &(const struct story_filter){.limit = 10},
			     &stories, &n, &f->err),
	    0);
	assert_int_equal(n, 1);
	assert_string_equal(stories[0].headline, "Lantern OS 3 is out");
	/* Whatever words mean today, the index is made of the items. */
	assert_int_equal(
	    store_search(f->store, &f->arena,
		&(const struct search_filter){.words = "lantern", .limit = 10},
		&hits, &n, &f->err),
	    0);
	assert_int_equal(n, 1);
	assert_int_equal(storefix_next_id(f, "story"), 8);
	free(sql);
	free(fresh);
	free(migrated);
}

static void old_files_become_new_ones(void **state)
{
	static const char *const files[] = {"version-1.sql", "version-2.sql",
	    "version-3.sql", "version-4.sql", "version-5.sql", "version-6.sql",
	    "version-7.sql", "version-8.sql", "version-9.sql", "version-10.sql",
	    "version-11.sql", "version-12.sql", "version-13.sql",
	    "version-14.sql", "version-15.sql"};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		an_old_file_becomes_new(*state, files[i]);
}

static void a_broken_step_leaves_the_version(void **state)
{
	struct storefix *f = *state;
	size_t n = store_migration_count;
	const char *steps[32] = {NULL}; /* those taken are not looked at */

	assert_in_range(n, 1, 30);
	steps[n] = "CREATE TABLE one (n INTEGER);";
	steps[n + 1] =
	    "CREATE TABLE two (n INTEGER); CREATE TABLE one (n INTEGER);";
	assert_int_equal(migrate(f->store, steps, n + 2, &f->err), -1);
	assert_non_null(strstr(f->err.text, "table one already exists"));
	assert_int_equal(
	    storefix_number(f, "PRAGMA user_version"), (int64_t)n + 1);
	assert_int_equal(storefix_number(f, "SELECT count(*) FROM sqlite_schema"
					    " WHERE name = 'two'"),
	    0);
}

/* --- transactions --- */

static int64_t events(struct storefix *f)
{
	return storefix_number(f, "SELECT count(*) FROM event");
}

static void note(struct storefix *f, int64_t subject)
{
	struct event ev = {
	    .kind = EVENT_STORY_NEW, .subject = subject, .at = T0};
	bool fresh;

	assert_int_equal(store_event(f->store, &ev, &fresh, &f->err), 0);
	assert_true(fresh);
}

static void a_rollback_leaves_nothing(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_feed(f, "press", ROLE_PRESS, NULL);
	struct search_hit *hits;
	size_t n;

	assert_int_equal(store_begin(f->store, &f->err), 0);
	storefix_told(f, feed, "a", "Orchard leaks", T0, 5);
	note(f, 1);
	store_rollback(f->store);
	assert_int_equal(events(f), 0);
	assert_int_equal(storefix_number(f, "SELECT count(*) FROM item"), 0);
	assert_int_equal(storefix_number(f, "SELECT count(*) FROM story"), 0);
	assert_int_equal(storefix_next_id(f, "story"), 1);
	assert_int_equal(
	    store_search(f->store, &f->arena,
		&(const struct search_filter){.words = "orchard", .limit = 5},
		&hits, &n, &f->err),
	    0);
	assert_int_equal(n, 0);
}

static void a_commit_without_a_transaction_is_told(void **state)
{
	struct storefix *f = *state;

	store_rollback(f->store); /* nothing to do is no error */
	assert_int_equal(store_commit(f->store, &f->err), -1);
	assert_non_null(strstr(f->err.text, "no transaction is active"));
	assert_non_null(strstr(f->err.text, f->path));
}

static void events_happen_once(void **state)
{
	struct storefix *f = *state;
	struct event ev = {.kind = EVENT_RUMOR_STATUS,
	    .subject = 4,
	    .item = 9,
	    .at = T0,
	    .noted_at = T0 + 5,
	    .detail = "open confirmed official-word"};
	struct event *all;
	bool fresh;
	size_t n;

	assert_int_equal(store_event(f->store, &ev, &fresh, &f->err), 0);
	assert_true(fresh);
	ev.noted_at += 60; /* the same once more, found later */
	assert_int_equal(store_event(f->store, &ev, &fresh, &f->err), 0);
	assert_false(fresh);
	ev.item = 10;
	assert_int_equal(store_event(f->store, &ev, &fresh, &f->err), 0);
	assert_true(fresh);
	assert_int_equal(
	    store_events(f->store, &f->arena, 0, 10, &all, &n, &f->err), 0);
	assert_int_equal(n, 2);
	assert_int_equal(all[0].noted_at, T0 + 5);
	assert_string_equal(all[0].detail, "open confirmed official-word");
	assert_int_equal(
	    store_events(f->store, &f->arena, all[0].id, 10, &all, &n, &f->err),
	    0);
	assert_int_equal(n, 1);
	assert_int_equal(all[0].item, 10);
}

/* --- feeds --- */

static struct feed a_feed(const char *slug, const char *url)
{
	return (struct feed){
	    .source = {.slug = slug, .title = "A feed", .role = ROLE_PRESS},
	    .url = mem_strdup(url)};
}

static void sync_feed(struct storefix *f, struct feed *feed)
{
	if (store_feed_sync(f->store, feed, &f->err))
		fail_msg("%s", f->err.text);
}

static void polling_state_survives(void **state)
{
	struct storefix *f = *state;
	struct feed feed = a_feed("one", "https://one.example/feed");
	struct feed again = a_feed("one", "https://one.example/feed");

	sync_feed(f, &feed);
	assert_int_equal(feed.state, FEED_NEW);
	assert_null(feed.validators.etag);
	feed.validators.etag = mem_strdup("W/\"a b\"");
	feed.body_hash = UINT64_MAX - 3;
	feed.state = FEED_LIMITED;
	feed.due_at = T0 + 60;
	feed.failures = 7;
	feed.hints.skip_hours = 0xffffffffu;
	feed.hints.rhythm_s = 3600;
	feed.hints.median_gap_s = 1800;
	feed.pause_reason = mem_strdup("HTTP 429: Retry-After 60 s");
	feed.answers = 12;
	feed.hub = mem_strdup("https://hub.example/");
	feed.sitemap = true;
	assert_int_equal(store_feed_save(f->store, &feed, &f->err), 0);
	storefix_reopen(f);
	sync_feed(f, &again);
	assert_int_equal(again.id, feed.id);
	assert_string_equal(again.validators.etag, "W/\"a b\"");
	assert_true(again.body_hash == UINT64_MAX - 3);
	assert_int_equal(again.state, FEED_LIMITED);
	assert_int_equal(again.due_at, T0 + 60);
	assert_int_equal(again.failures, 7);
	assert_true(again.hints.skip_hours == 0xffffffffu);
	assert_int_equal(again.hints.rhythm_s, 3600);
	assert_int_equal(again.hints.median_gap_s, 1800);
	assert_string_equal(again.pause_reason, "HTTP 429: Retry-After 60 s");
	assert_int_equal(again.answers, 12);
	assert_string_equal(again.hub, "https://hub.example/");
	assert_true(again.sitemap);
	feed_release(&feed);
	feed_release(&again);
}

static void the_last_answers_are_remembered(void **state)
{
	struct storefix *f = *state;
	struct feed one = a_feed("one", "https://one.example/feed");
	struct feed two = a_feed("two", "https://two.example/feed");
	struct answer_row *rows;
	size_t n;

	sync_feed(f, &one);
	sync_feed(f, &two);
	for (int i = 1; i <= 13; i++) {
		struct feed_answer a = {.at = T0 + i,
		    .status = i == 13 ? 0 : 200,
		    .bytes = 100 * i,
		    .new_items = i,
		    .took_ms = 7,
		    .error = i == 13 ? "timed out" : NULL};

		one.answers++;
		assert_int_equal(
		    store_answer_put(f->store, &one, &a, &f->err), 0);
		assert_int_equal(store_feed_save(f->store, &one, &f->err), 0);
	}
	two.answers++;
	assert_int_equal(
	    store_answer_put(f->store, &two,
		&(struct feed_answer){.at = T0, .status = 304}, &f->err),
	    0);
	assert_int_equal(store_feed_save(f->store, &two, &f->err), 0);
	storefix_reopen(f);
	assert_int_equal(
	    store_answers(f->store, &f->arena, one.id, &rows, &n, &f->err), 0);
	assert_int_equal(n, FEED_ANSWERS);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].answer.at, T0 + 13 - (int64_t)i);
	assert_string_equal(rows[0].answer.error, "timed out");
	assert_int_equal(rows[0].answer.status, 0);
	assert_null(rows[1].answer.error);
	assert_int_equal(rows[1].answer.status, 200);
	assert_int_equal(rows[1].answer.bytes, 1200);
	assert_int_equal(rows[1].answer.new_items, 12);
	assert_int_equal(rows[1].answer.took_ms, 7);
	assert_int_equal(
	    store_answers(f->store, &f->arena, 0, &rows, &n, &f->err), 0);
	assert_int_equal(n, FEED_ANSWERS + 1);
	assert_int_equal(rows[n - 1].feed_id, two.id);
	assert_int_equal(rows[n - 1].answer.status, 304);
	feed_release(&one);
	feed_release(&two);
}

static void another_address_is_another_document(void **state)
{
	struct storefix *f = *state;
	struct feed feed = a_feed("one", "https://one.example/feed");

	sync_feed(f, &feed);
	feed.validators.etag = mem_strdup("\"x\"");
	free(feed.url);
	feed.url = mem_strdup("https://one.example/moved");
	assert_int_equal(store_feed_save(f->store, &feed, &f->err), 0);
	feed_release(&feed);
	feed.url = mem_strdup("https://one.example/feed"); /* as configured */
	sync_feed(f, &feed);
	assert_string_equal(feed.url, "https://one.example/moved");
	assert_string_equal(feed.validators.etag, "\"x\"");
	/* Its user writes down where it is, and it moves on. */
	sync_feed(f, &feed);
	assert_string_equal(feed.validators.etag, "\"x\"");
	free(feed.url);
	feed.url = mem_strdup("https://one.example/again");
	assert_int_equal(store_feed_save(f->store, &feed, &f->err), 0);
	feed_release(&feed);
	feed.url = mem_strdup("https://one.example/moved");
	sync_feed(f, &feed);
	assert_string_equal(feed.url, "https://one.example/again");
	assert_string_equal(feed.validators.etag, "\"x\"");
	feed_release(&feed);
	feed.url = mem_strdup("https://other.example/");
	sync_feed(f, &feed);
	assert_string_equal(feed.url, "https://other.example/");
	assert_null(feed.validators.etag);
	feed_release(&feed);
}

static void retired_feeds_are_not_listed(void **state)
{
	struct storefix *f = *state;
	int64_t b = storefix_feed(f, "b", ROLE_PRESS, NULL);
	int64_t a = storefix_feed(f, "a", ROLE_OFFICIAL, "Lantern");
	struct feed *feeds;
	size_t n;

	assert_int_equal(
	    store_feeds(f->store, &f->arena, &feeds, &n, &f->err), 0);
	assert_int_equal(n, 2);
	assert_string_equal(feeds[0].source.slug, "a");
	assert_string_equal(feeds[0].source.vendor, "Lantern");
	assert_int_equal(
	    store_feeds_retire_except(f->store, &b, 1, &f->err), 0);
	assert_int_equal(
	    store_feeds(f->store, &f->arena, &feeds, &n, &f->err), 0);
	assert_int_equal(n, 1);
	assert_int_equal(feeds[0].id, b);
	/* It comes back as itself. */
	assert_int_equal(storefix_feed(f, "a", ROLE_OFFICIAL, "Lantern"), a);
	assert_int_equal(
	    store_feeds(f->store, &f->arena, &feeds, &n, &f->err), 0);
	assert_int_equal(n, 2);
}

static void an_unknown_word_names_its_row(void **state)
{
	struct storefix *f = *state;
	struct feed *feeds;
	size_t n;

	storefix_feed(f, "a", ROLE_PRESS, NULL);
	storefix_exec(f, "UPDATE feed SET state = 'melted'");
	assert_int_equal(
	    store_feeds(f->store, &f->arena, &feeds, &n, &f->err), -1);
	assert_non_null(strstr(f->err.text,
	    "feed 1 holds \"melted\", which this version does not know"));
	storefix_exec(f, "UPDATE feed SET state = 'ok'");
	assert_int_equal(
	    store_feeds(f->store, &f->arena, &feeds, &n, &f->err), 0);
}

static void saving_no_feed_is_told(void **state)
{
	struct storefix *f = *state;
	struct feed feed = a_feed("one", "https://one.example/feed");

	feed.id = 77;
	assert_int_equal(store_feed_save(f->store, &feed, &f->err), -1);
	assert_non_null(strstr(f->err.text, "there is no feed 77 (one)"));
	feed_release(&feed);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, storefix_setup, storefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(opens_with_its_settings),
	    TEST(is_its_owners_alone),
	    TEST(refuses_garbage),
	    TEST(refuses_another_program),
	    TEST(refuses_a_newer_schema),
	    TEST(refuses_where_it_cannot_be),
	    TEST(refuses_what_it_may_not_write),
	    TEST(old_files_become_new_ones),
	    TEST(a_broken_step_leaves_the_version),
	    TEST(a_rollback_leaves_nothing),
	    TEST(a_commit_without_a_transaction_is_told),
	    TEST(events_happen_once),
	    TEST(polling_state_survives),
	    TEST(the_last_answers_are_remembered),
	    TEST(another_address_is_another_document),
	    TEST(retired_feeds_are_not_listed),
	    TEST(an_unknown_word_names_its_row),
	    TEST(saving_no_feed_is_told),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
