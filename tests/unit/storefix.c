/* What the tests of the store share. */
#include "storefix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <xxhash.h>

#include "base/mem.h"

int storefix_setup(void **state)
{
	struct storefix *f = mem_alloc(sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/hearsay-store-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof(f->path), "%s/db", f->dir);
	arena_init(&f->arena);
	if (store_open(&f->store, f->path, &f->err))
		fail_msg("%s", f->err.text);
	*state = f;
	return 0;
}

int storefix_teardown(void **state)
{
	struct storefix *f = *state;
	static const char *const ends[] = {"", "-wal", "-shm"};
	char path[128];

	store_close(f->store);
	arena_free(&f->arena);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		unlink(path);
	}
	rmdir(f->dir);
	free(f);
	return 0;
}

void storefix_reopen(struct storefix *f)
{
	store_close(f->store);
	if (store_open(&f->store, f->path, &f->err))
		fail_msg("%s", f->err.text);
}

/* --- past the store --- */

static sqlite3 *open_beside(struct storefix *f)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	return db;
}

int64_t storefix_number(struct storefix *f, const char *sql)
{
	sqlite3 *db = open_beside(f);
	sqlite3_stmt *stmt;
	int64_t n;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL))
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

int64_t storefix_next_id(struct storefix *f, const char *table)
{
	int64_t id;

	if (store_next_id(f->store, table, &id, &f->err))
		fail_msg("%s", f->err.text);
	return id;
}

void storefix_exec(struct storefix *f, const char *sql)
{
	sqlite3 *db = open_beside(f);

	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		fail_msg("%.200s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* --- feeds and items --- */

int64_t storefix_feed(struct storefix *f, const char *slug,
    enum source_role role, const char *vendor)
{
	char url[128];
	struct feed feed = {.source = {.slug = slug,
				.title = slug,
				.role = role,
				.vendor = vendor,
				.lang = "en"}};
	int64_t id;

	snprintf(url, sizeof(url), "https://%s.example/feed", slug);
	feed.url = mem_strdup(url);
	if (store_feed_sync(f->store, &feed, &f->err))
		fail_msg("%s", f->err.text);
	id = feed.id;
	feed_release(&feed);
	return id;
}

struct item storefix_item(const char *guid, const char *title, int64_t at)
{
	return (struct item){.guid = guid,
	    .title = title,
	    .text = "",
	    .published_at = at,
	    .first_seen_at = at};
}

enum item_news storefix_put_link(
    struct storefix *f, int64_t feed, struct item *item, const char *link)
{
	enum item_news news;
	uint64_t hash = XXH3_64bits_withSeed(item->text, strlen(item->text),
	    XXH3_64bits(item->title, strlen(item->title)));

	if (store_item_put(f->store, feed, item, link, hash, &news, &f->err))
		fail_msg("%s", f->err.text);
	assert_true(item->id > 0);
	return news;
}

enum item_news storefix_put(struct storefix *f, int64_t feed, struct item *item)
{
	return storefix_put_link(f, feed, item, NULL);
}

void storefix_judge(
    struct storefix *f, const struct item *item, int64_t story, int64_t copy_of)
{
	struct analysis a = {.class = CLASS_OTHER, .lang = "en"};
	struct placement p = {.story = story,
	    .copy_of = copy_of,
	    .score = 0.5,
	    .threshold = 0.25,
	    .reason = {"same-event", "words agree"}};

	if (store_item_judged(f->store, item, &a, &p, &f->err))
		fail_msg("%s", f->err.text);
}

int64_t storefix_told(struct storefix *f, int64_t feed, const char *guid,
    const char *title, int64_t at, int64_t story)
{
	struct item item = storefix_item(guid, title, at);

	assert_int_equal(storefix_put(f, feed, &item), ITEM_NEW);
	storefix_judge(f, &item, story, 0);
	return item.id;
}

int64_t storefix_count(struct storefix *f, const char *table)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	return storefix_number(f, sql);
}

int64_t storefix_press(struct storefix *f)
{
	return storefix_feed(f, "press", ROLE_PRESS, NULL);
}

void storefix_member(struct storefix *f, int64_t rumor,
    enum rumor_status status, int64_t a, int64_t b)
{
	struct rumor_member m[] = {{.item = a}, {.item = b}};
	struct rumor r = {.id = rumor,
	    .status = status,
	    .members = m,
	    .member_count = b ? 2 : 1};

	assert_int_equal(store_rumor_save(f->store, &r, &f->err), 0);
}

size_t storefix_found(struct storefix *f, const char *query)
{
	struct search_hit *hits;
	size_t n;

	if (store_search(f->store, &f->arena,
		&(const struct search_filter){.words = query, .limit = 10},
		&hits, &n, &f->err))
		fail_msg("%s: %s", query, f->err.text);
	return n;
}
