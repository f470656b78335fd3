/*
 * The store: items that are new and items that are known, thirty to a
 * transaction, beside SQLite alone with one table and the same settings. Ours
 * keeps an index of words, a story and an analysis with each new item. CPU is
 * counted: how long the disk takes is the disk's.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "bench.h"
#include "store/store.h"

#define ROWS	  3000
#define PER_WRITE 30
#define REPEATS	  10 /* of the known rows, a turn */

struct row {
	char guid[48], url[64], title[96], text[900];
};

static struct row *rows;

static void make_rows(void)
{
	rows = mem_array(ROWS, sizeof(*rows));
	for (unsigned i = 0; i < ROWS; i++) {
		snprintf(rows[i].guid, sizeof(rows[i].guid),
		    "https://a.example/?p=%u", i);
		snprintf(rows[i].url, sizeof(rows[i].url),
		    "https://a.example/2023/11/%u", i);
		snprintf(rows[i].title, sizeof(rows[i].title),
		    "Lantern OS %u.%u is out, and lamp %u has it", i % 17,
		    i % 9, i);
		bench_text(rows[i].text, sizeof(rows[i].text), i);
	}
}

static void remove_file(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char whole[512];

	for (size_t i = 0; i < 3; i++) {
		snprintf(whole, sizeof(whole), "%s%s", path, ends[i]);
		unlink(whole);
	}
}

/* --- ours --- */

static void check(int rc, const struct err *e)
{
	if (rc)
		bench_fail("store: %s", e->text);
}

static void judge(struct store *s, const struct item *item, int64_t story)
{
	struct err e;
	struct hedge hedge = {.class = "modal", .weight = 1};
	struct attribution said = {
	    .kind = ORIGIN_TIPSTER, .name = "Night Lamp"};
	struct claim claim = {.aspect = ASPECT_NAME,
	    .product = "Lantern OS",
	    .text = "Lantern OS 4 may be called Glow.",
	    .words = (const char *const[]){"call", "glow"},
	    .word_count = 2};
	struct analysis a = {.class = CLASS_RUMOR,
	    .lang = "en",
	    .hedges = &hedge,
	    .hedge_count = 1,
	    .attributions = &said,
	    .attribution_count = 1,
	    .claims = &claim,
	    .claim_count = 1};
	struct placement p = {
	    .story = story, .reason = {"same-event", "9 of 12 words agree"}};

	check(store_item_judged(s, item, &a, &p, &e), &e);
}

static void put(struct store *s, int64_t feed, unsigned i, enum item_news want)
{
	struct err e;
	enum item_news news;
	struct item item = {.guid = rows[i].guid,
	    .url = rows[i].url,
	    .title = rows[i].title,
	    .text = rows[i].text,
	    .published_at = 1700000000 + i,
	    .first_seen_at = 1700000000 + i};

	check(
	    store_item_put(s, feed, &item, rows[i].url, i + 1, &news, &e), &e);
	if (news != want)
		bench_fail("store: row %u is not what it should be", i);
	if (news == ITEM_NEW)
		judge(s, &item, i / 3 + 1);
}

static double ours(struct store *s, int64_t feed, enum item_news want)
{
	double start = bench_cpu_s();
	struct err e;

	for (unsigned i = 0; i < ROWS; i++) {
		if (i % PER_WRITE == 0)
			check(store_begin(s, &e), &e);
		put(s, feed, i, want);
		if (i % PER_WRITE == PER_WRITE - 1)
			check(store_commit(s, &e), &e);
	}
	return bench_cpu_s() - start;
}

static void time_ours(const char *path, double *fresh, double *known)
{
	struct feed f = {.source = {.slug = "a", .title = "A"}};
	struct store *s;
	struct err e;

	remove_file(path);
	f.url = mem_strdup("https://a.example/feed");
	check(store_open(&s, path, &e), &e);
	check(store_feed_sync(s, &f, &e), &e);
	*fresh = ours(s, f.id, ITEM_NEW) / ROWS * 1e6;
	*known = 0;
	for (int i = 0; i < REPEATS; i++)
		*known += ours(s, f.id, ITEM_KNOWN) / REPEATS / ROWS * 1e6;
	store_close(s);
	feed_release(&f);
	remove_file(path);
}

/* --- SQLite alone --- */

static void sql(sqlite3 *db, const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL))
		bench_fail("sqlite: %s: %s", text, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *text)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL))
		bench_fail("sqlite: %s: %s", text, sqlite3_errmsg(db));
	return stmt;
}

static double bare(sqlite3 *db, sqlite3_stmt *stmt, int texts)
{
	double start = bench_cpu_s();

	for (unsigned i = 0; i < ROWS; i++) {
		const char *const text[] = {
		    rows[i].guid, rows[i].url, rows[i].title, rows[i].text};

		if (i % PER_WRITE == 0)
			sql(db, "BEGIN IMMEDIATE");
		sqlite3_bind_int(stmt, 1, 1);
		for (int k = 0; k < texts; k++)
			sqlite3_bind_text(
			    stmt, k + 2, text[k], -1, SQLITE_STATIC);
		sqlite3_step(stmt);
		sqlite3_reset(stmt);
		if (i % PER_WRITE == PER_WRITE - 1)
			sql(db, "COMMIT");
	}
	return bench_cpu_s() - start;
}

static void time_bare(const char *path, double *fresh, double *known)
{
	sqlite3 *db;
	sqlite3_stmt *insert, *select;

	remove_file(path);
	if (sqlite3_open(path, &db))
		bench_fail("sqlite: %s: %s", path, sqlite3_errmsg(db));
	sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		"CREATE TABLE item (id INTEGER PRIMARY KEY, feed INTEGER,"
		" guid TEXT, url TEXT, title TEXT, text TEXT,"
		" UNIQUE (feed, guid))");
	insert = prepared(db, "INSERT INTO item (feed, guid, url, title, text)"
			      " VALUES (?, ?, ?, ?, ?)");
	select = prepared(db, "SELECT id FROM item WHERE feed = ? AND guid = ?"
			      " ORDER BY id");
	*fresh = bare(db, insert, 4) / ROWS * 1e6;
	*known = 0;
	for (int i = 0; i < REPEATS; i++)
		*known += bare(db, select, 1) / REPEATS / ROWS * 1e6;
	sqlite3_finalize(insert);
	sqlite3_finalize(select);
	sqlite3_close(db);
	remove_file(path);
}

int main(void)
{
	double fresh[BENCH_TURNS], known[BENCH_TURNS];
	double bare_fresh[BENCH_TURNS], bare_known[BENCH_TURNS];
	char path[] = "/tmp/hearsay-bench-XXXXXX";
	int fd = mkstemp(path);
	struct bench_row row = {.unit = "us CPU", .fewer = true};

	if (fd < 0)
		bench_fail("%s: cannot be made", path);
	close(fd);
	make_rows();
	for (int i = 0; i < BENCH_TURNS; i++) {
		time_ours(path, &fresh[i], &known[i]);
		time_bare(path, &bare_fresh[i], &bare_known[i]);
	}
	free(rows);
	row.what = "store, a new item judged and indexed";
	row.ours = bench_median(fresh, BENCH_TURNS);
	row.against = "the goal, 8,000 rows/s";
	row.theirs = 1e6 / 8000;
	row.goal = 1;
	bench_print(&row);
	row.against = "SQLite alone, one table";
	row.theirs = bench_median(bare_fresh, BENCH_TURNS);
	row.goal = 0;
	bench_print(&row);
	row.what = "store, a known item";
	row.ours = bench_median(known, BENCH_TURNS);
	row.against = "the goal, 150,000 rows/s";
	row.theirs = 1e6 / 150000;
	row.goal = 1;
	bench_print(&row);
	row.against = "SQLite alone, one look-up";
	row.theirs = bench_median(bare_known, BENCH_TURNS);
	row.goal = 0;
	bench_print(&row);
	return 0;
}
