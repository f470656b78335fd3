/* The database as a file: lock, copy, verify, set aside, restore, damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/file.h"
#include "storefix.h"

/* A folder of its own for each, with what the store's has not. */
static int tear_down(void **state)
{
	struct storefix *f = *state;
	char pattern[128];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/*", f->dir);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
		globfree(&found);
	}
	return storefix_teardown(state);
}

static void has(const struct storefix *f, const char *words)
{
	if (!strstr(f->err.text, words))
		fail_msg("\"%s\" says nothing of \"%s\"", f->err.text, words);
}

static void close_store(struct storefix *f)
{
	store_close(f->store);
	f->store = NULL;
}

static char *beside(struct storefix *f, const char *end)
{
	return arena_printf(&f->arena, "%s%s", f->path, end);
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static int64_t items(struct storefix *f)
{
	return storefix_number(f, "SELECT count(*) FROM item");
}

static void put(struct storefix *f, int64_t feed, const char *guid)
{
	struct item item = storefix_item(guid, guid, T0);

	assert_int_equal(storefix_put(f, feed, &item), ITEM_NEW);
}

static void write_at(const char *path, long offset, size_t n)
{
	FILE *file = fopen(path, "r+");

	assert_non_null(file);
	assert_int_equal(fseek(file, offset, SEEK_SET), 0);
	for (size_t i = 0; i < n; i++)
		fputc(0xa5, file);
	fclose(file);
}

/* --- the lock --- */

static void one_process_a_database(void **state)
{
	struct storefix *f = *state;
	int first, second;

	assert_int_equal(store_lock(f->path, &first, &f->err), 0);
	assert_true(first >= 0);
	assert_int_equal(store_lock(f->path, &second, &f->err), -1);
	has(f, "another hearsayd works with it");
	has(f, f->path);
	close(first);
	assert_int_equal(store_lock(f->path, &second, &f->err), 0);
	close(second);
	/* One that cannot be opened locks nothing, so nobody goes on. */
	assert_int_equal(unlink(beside(f, ".lock")), 0);
	assert_int_equal(mkdir(beside(f, ".lock"), 0700), 0);
	assert_int_equal(store_lock(f->path, &first, &f->err), -1);
	has(f, ".lock: Is a directory");
	assert_int_equal(rmdir(beside(f, ".lock")), 0);
	/* Where there is no folder, opening says so. */
	assert_int_equal(store_lock("/none/such/db", &first, &f->err), 0);
	assert_int_equal(first, -1);
}

/* --- a copy --- */

static void a_copy_takes_in_what_is_written_meanwhile(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_feed(f, "press", ROLE_PRESS, NULL);
	struct store_copy *copy;
	struct store_facts facts;
	char guid[16];
	size_t len = 0;
	struct stat st;
	int fd, rc, n = 0;

	assert_int_equal(store_copy_begin(f->store, NULL, &copy, &f->err), 0);
	assert_int_equal(stat(beside(f, ".copy"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	do {
		rc = store_copy_step(copy, 4, &f->err);
		snprintf(guid, sizeof(guid), "n%d", n++);
		if (rc)
			put(f, feed, guid);
	} while (rc > 0);
	assert_int_equal(rc, 0);
	assert_true(n > 5);
	fd = store_copy_bytes(copy, &len, &f->err);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, len);
	assert_int_equal(store_verify(beside(f, ".copy"), &facts, &f->err), 0);
	assert_int_equal(facts.items, n - 1);
	assert_int_equal(facts.latest_at, T0);
	assert_int_equal(store_copy_shrink(copy), 0); /* it is a small one */
	store_copy_free(copy);
	assert_false(is_there(beside(f, ".copy")));
}

static void a_copy_that_is_given_up_leaves_nothing(void **state)
{
	struct storefix *f = *state;
	struct store_copy *copy;

	/* One that was left by a crash is no hindrance. */
	fclose(fopen(beside(f, ".copy"), "w"));
	assert_int_equal(store_copy_begin(f->store, NULL, &copy, &f->err), 0);
	assert_int_equal(store_copy_step(copy, 1, &f->err), 1);
	store_copy_free(copy);
	assert_false(is_there(beside(f, ".copy")));
	/* Nor is the database held. */
	storefix_feed(f, "press", ROLE_PRESS, NULL);
}

/* --- copies that are kept --- */

static char *in_folder(struct storefix *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->dir, name);
}

static void copies_are_known_by_their_names(void **state)
{
	static const char *const names[] = {"a-20231115-000000.db",
	    "a-20231113-235959.db", "a-20400101-000000.db",
	    "a-20231112-000000.db", "a-20231114-100000.db.new",
	    /* Nobody's. */
	    "a-20231111-000000.db.gz", "a-2023111-000000.db", "a-monday.db",
	    "ab-20231112-000000.db", "b-20231112-000000.db", "a-.db", "a.db"};
	static const char *const order[] = {"a-20231114-100000.db.new",
	    "a-20231115-000000.db", "a-20400101-000000.db",
	    "a-20231112-000000.db", "a-20231113-235959.db"};
	struct storefix *f = *state;
	struct kept_copy *kept;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fclose(fopen(in_folder(f, names[i]), "w"));
	/* T0 is 2023-11-14: two of them are of a clock that was ahead. */
	assert_int_equal(store_kept_list(&f->arena, f->dir, "/x/a.db", T0,
			     &kept, &n, &f->err),
	    0);
	assert_int_equal(n, sizeof(order) / sizeof(order[0]));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(kept[i].path, in_folder(f, order[i]));
	assert_false(kept[0].whole);
	assert_true(kept[1].ahead && kept[2].ahead);
	assert_false(kept[4].ahead);
	assert_string_equal(
	    store_kept_name(&f->arena, f->dir, "/x/a.db", kept[4].at),
	    kept[4].path);
	assert_string_equal(store_kept_name(&f->arena, "/y", "known", T0),
	    "/y/known-20231114-221320.db");
	assert_int_equal(store_kept_list(&f->arena, in_folder(f, "none"),
			     "/x/a.db", T0, &kept, &n, &f->err),
	    -1);
	has(f, "none: No such file or directory");
}

/* One that is let go is, from the first moment on, none that anybody takes. */
static void a_copy_is_kept_and_let_go(void **state)
{
	struct storefix *f = *state;
	char *fresh = in_folder(f, "a-20231114-221320.db.new");
	char *name = in_folder(f, "a-20231114-221320.db");
	struct store_copy *copy;
	size_t len;
	int rc;

	assert_int_equal(store_copy_begin(f->store, fresh, &copy, &f->err), 0);
	do
		rc = store_copy_step(copy, 8, &f->err);
	while (rc > 0);
	assert_true(store_copy_bytes(copy, &len, &f->err) >= 0);
	assert_int_equal(store_seal(fresh, &f->err), 0);
	assert_int_equal(store_copy_keep(copy, name, &f->err), 0);
	store_copy_free(copy);
	assert_true(is_there(name));
	assert_false(is_there(fresh));

	write_at(name, 4096L * 3, 4096L * 4);
	assert_int_equal(store_seal(name, &f->err), -1);
	has(f, name);

	assert_int_equal(store_copy_take(name, &copy, &f->err), 0);
	assert_true(is_there(fresh));
	assert_false(is_there(name));
	store_copy_free(copy);
	assert_false(is_there(fresh));
	assert_int_equal(store_copy_take(name, &copy, &f->err), -1);
	has(f, "No such file or directory");
}

/* --- setting aside --- */

static void what_is_set_aside_is_not_begun_anew(void **state)
{
	struct storefix *f = *state;
	char first[STORE_NAME_SIZE], second[STORE_NAME_SIZE];

	close_store(f);
	assert_int_equal(
	    store_set_aside(f->path, "damaged", T0, first, &f->err), 0);
	assert_string_equal(first, beside(f, ".damaged-20231114-221320"));
	assert_true(is_there(first));
	assert_false(is_there(f->path));
	assert_int_equal(store_open(&f->store, f->path, &f->err), STORE_UNFIT);
	has(f, first);
	has(f, "hearsayd --restore FILE");
	assert_false(is_there(f->path));
	/* There may be two of one second. */
	fclose(fopen(f->path, "w"));
	assert_int_equal(
	    store_set_aside(f->path, "damaged", T0, second, &f->err), 0);
	assert_string_equal(second, beside(f, ".damaged-20231114-221320-2"));
	/* Nothing there is nothing to do. */
	assert_int_equal(
	    store_set_aside(f->path, "damaged", T0, second, &f->err), 0);
	assert_string_equal(second, "");
	unlink(first);
	unlink(beside(f, ".damaged-20231114-221320-2"));
	storefix_reopen(f);
}

/* Another database's are its own matter; nor is a log a database. */
static void only_its_own_counts(void **state)
{
	struct storefix *f = *state;

	close_store(f);
	unlink(f->path);
	fclose(fopen(beside(f, "2.damaged-20231114-221320"), "w"));
	fclose(fopen(beside(f, ".damaged-20231114-221320-wal"), "w"));
	assert_int_equal(store_may_begin(f->path, &f->err), 0);
	fclose(fopen(beside(f, ".replaced-20231114-221320"), "w"));
	assert_int_equal(store_may_begin(f->path, &f->err), STORE_UNFIT);
	unlink(beside(f, ".replaced-20231114-221320"));
	storefix_reopen(f);
}

/* --- restoring --- */

/* What the store has now, as a file beside it. */
static char *back_up(struct storefix *f)
{
	char *to = beside(f, ".kept");
	char *sql = arena_printf(&f->arena, "VACUUM INTO '%s'", to);

	storefix_exec(f, sql);
	return to;
}

static void a_backup_is_put_back(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_feed(f, "press", ROLE_PRESS, NULL);
	char aside[STORE_NAME_SIZE], *kept;
	struct store_facts facts;

	put(f, feed, "one");
	kept = back_up(f);
	put(f, feed, "two");
	close_store(f);
	/* The log of a crash is no part of what is put there. */
	fclose(fopen(beside(f, "-wal"), "w"));
	fclose(fopen(beside(f, ".copy"), "w"));
	assert_int_equal(
	    store_restore(f->path, kept, T0, &facts, aside, &f->err), 0);
	assert_int_equal(facts.items, 1);
	assert_false(is_there(beside(f, "-wal")));
	assert_false(is_there(beside(f, ".copy")));
	assert_true(is_there(arena_printf(&f->arena, "%s-wal", aside)));
	storefix_reopen(f);
	assert_int_equal(items(f), 1);
	assert_int_equal(store_verify(aside, &facts, &f->err), 0);
	assert_int_equal(facts.items, 2);
}

/* It was killed when the old one had gone: the next one does it all. */
static void a_restore_is_done_again(void **state)
{
	struct storefix *f = *state;
	char aside[STORE_NAME_SIZE], again[STORE_NAME_SIZE];
	struct store_facts facts;
	char *kept = back_up(f);

	close_store(f);
	assert_int_equal(
	    store_set_aside(f->path, "replaced", T0, aside, &f->err), 0);
	fclose(fopen(beside(f, "-wal"), "w"));
	assert_int_equal(store_open(&f->store, f->path, &f->err), STORE_UNFIT);
	assert_int_equal(
	    store_restore(f->path, kept, T0, &facts, again, &f->err), 0);
	assert_string_equal(again, "");
	assert_true(is_there(aside));
	storefix_reopen(f);
}

static void refuses_to_restore(struct storefix *f, const char *from)
{
	char aside[STORE_NAME_SIZE];
	struct store_facts facts;

	assert_int_equal(
	    store_restore(f->path, from, T0, &facts, aside, &f->err), -1);
	has(f, from);
	assert_false(is_there(beside(f, ".copy")));
}

static void what_is_unfit_is_not_put_back(void **state)
{
	struct storefix *f = *state;
	char *kept = back_up(f);

	write_at(kept, 5 * 4096, 3000);
	refuses_to_restore(f, kept);
	has(f, "damaged");
	refuses_to_restore(f, f->path);
	has(f, "the database itself");
	refuses_to_restore(f, beside(f, ".none"));
	has(f, "No such file");
	assert_int_equal(items(f), 0);
}

/* --- damage --- */

static void damage_is_found_at_the_start(void **state)
{
	struct storefix *f = *state;

	storefix_exec(f, "PRAGMA wal_checkpoint(TRUNCATE)");
	close_store(f);
	write_at(f->path, 7 * 4096, 3000);
	assert_int_equal(
	    store_open(&f->store, f->path, &f->err), STORE_DAMAGED);
	has(f, "the database is damaged");
	assert_true(is_there(f->path)); /* moving it is another's matter */
}

static void count_calls(void *arg)
{
	++*(int *)arg;
}

static void damage_is_found_in_operation(void **state)
{
	struct storefix *f = *state;
	struct status_report r;
	int calls = 0;

	storefix_reopen(f); /* nothing of it is in memory */
	storefix_exec(f, "PRAGMA wal_checkpoint(TRUNCATE)");
	store_on_damage(f->store, count_calls, &calls);
	assert_int_equal(store_report_status(f->store, T0, &r, &f->err), 0);
	assert_false(store_is_damaged(f->store));
	store_rest(f->store);
	sqlite3_db_release_memory(f->store->db);
	for (long page = 1; page < 40; page++)
		write_at(f->path, page * 4096, 4000);
	/* Another process has written: what is cached counts no more. */
	assert_int_equal(
	    store_exec(f->store, "PRAGMA cache_size = 1", &f->err), 0);
	while (!store_exec(f->store, "SELECT * FROM item, event", &f->err) &&
	       !store_exec(
		   f->store, "INSERT INTO counter VALUES ('x', 1)", &f->err))
		fail_msg("nothing was found");
	has(f, "the database is damaged");
	assert_true(store_is_damaged(f->store));
	assert_int_equal(calls, 1);
}

static size_t found(struct storefix *f, const char *words)
{
	struct search_filter filter = {.words = words, .limit = 5};
	struct search_hit *hits;
	size_t n;

	return store_search(f->store, &f->arena, &filter, &hits, &n, &f->err)
		   ? 99
		   : n;
}

/* The index of words is made of the items, so it is no loss. */
static void a_damaged_index_is_made_anew(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_feed(f, "press", ROLE_PRESS, NULL);
	struct item item = storefix_item("two", "Pear phones", T0);
	enum item_news news;

	storefix_told(f, feed, "one", "Orchard phones", T0, 1);
	storefix_reopen(f);
	storefix_exec(f, "UPDATE search_data SET block = x'ffffffff'"
			 " WHERE id > 10");
	assert_int_equal(found(f, "phones"), 99);
	has(f, "the index of words is damaged");
	assert_false(store_is_damaged(f->store));
	assert_int_equal(store_begin(f->store, &f->err), 0);
	assert_int_equal(
	    store_item_put(f->store, feed, &item, NULL, 1, &news, &f->err), 0);
	assert_int_equal(store_commit(f->store, &f->err), 0);
	storefix_judge(f, &item, 2, 0);
	assert_int_equal(found(f, "phones"), 2);
	storefix_exec(
	    f, "INSERT INTO search (search) VALUES ('integrity-check')");
}

/* --- the note of the last backup --- */

static void the_last_backup_is_known(void **state)
{
	struct storefix *f = *state;
	char file[STORE_NAME_SIZE];
	int64_t at = 0;
	FILE *note;

	assert_int_equal(store_backup_last(f->path, file, &at), 1);
	assert_int_equal(
	    store_backup_note(f->path, "/a/b c.db", T0, &f->err), 0);
	assert_int_equal(
	    store_backup_note(f->path, "/a/d e.db", T0 + 1, &f->err), 0);
	assert_int_equal(store_backup_last(f->path, file, &at), 0);
	assert_string_equal(file, "/a/d e.db");
	assert_int_equal(at, T0 + 1);
	note = fopen(beside(f, ".backup"), "w");
	fputs("yesterday", note);
	fclose(note);
	assert_int_equal(store_backup_last(f->path, file, &at), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, storefix_setup, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(one_process_a_database),
	    TEST(a_copy_takes_in_what_is_written_meanwhile),
	    TEST(a_copy_that_is_given_up_leaves_nothing),
	    TEST(copies_are_known_by_their_names),
	    TEST(a_copy_is_kept_and_let_go),
	    TEST(what_is_set_aside_is_not_begun_anew),
	    TEST(only_its_own_counts), TEST(a_backup_is_put_back),
	    TEST(a_restore_is_done_again), TEST(what_is_unfit_is_not_put_back),
	    TEST(damage_is_found_at_the_start),
	    TEST(damage_is_found_in_operation),
	    TEST(a_damaged_index_is_made_anew), TEST(the_last_backup_is_known)};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
