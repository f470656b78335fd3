/* The database beside what the world knows. */
#include "ledger.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/map.h"
#include "base/mem.h"
#include "judge/judge.h"
#include "polite.h"
#include "simtime.h"

#define STORED_WITHIN_S (8 * HOUR) /* an entry may wait for its page */
#define LATEST		100
#define LATE_S		(15 * MINUTE)
#define STEADY_S	(12 * HOUR) /* then a clock is taken to be right */
#define MAIL_WITHIN_S	(26 * HOUR) /* its server being well: the retries */

const struct ledger_digest ledger_digests[] = {
    {"morning", "Europe/Berlin", 7, 30, -1},
    {"night", "America/New_York", 2, 30, -1},	  /* in the gap of spring */
    {"island", "Australia/Lord_Howe", 2, 15, -1}, /* half an hour's DST */
    {"islet", "Australia/Lord_Howe", 1, 45, -1},
    {"midnight", "Africa/Cairo", 0, 15, -1}, /* its gap is at midnight */
    {"twice", "Europe/Berlin", 2, 30, -1},   /* in the hour that comes again */
    {"week", "Asia/Shanghai", 8, 0, 1},
};
const size_t ledger_digest_count =
    sizeof(ledger_digests) / sizeof(ledger_digests[0]);

static struct {
	const char *path;
	sqlite3 *db;
	struct delivery {
		size_t site;
		uint64_t n;
		int64_t published, at;
	} * deliveries;
	size_t delivery_count, delivery_cap;
	uint64_t *known; /* of each site: the next number not seen yet */
	struct map mails, hooks;
	int64_t last_event;
	struct map states; /* of feeds and rumors: what was told last */
	int64_t looked_wall, fake_until;
	int64_t twins; /* items that are stored twice, told already */
	int64_t latest, latest_count; /* of the items of the last look */
} ledger;

/* --- SQL --- */

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(ledger.db, sql, -1, &q, NULL)) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(ledger.db));
		abort();
	}
	return q;
}

static int64_t number(const char *sql, int64_t value)
{
	sqlite3_stmt *q = prepare(sql);
	int64_t n = -1;

	if (sqlite3_bind_parameter_count(q))
		sqlite3_bind_int64(q, 1, value);
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

static const char *text_at(sqlite3_stmt *q, int column)
{
	const unsigned char *s = sqlite3_column_text(q, column);

	return s ? (const char *)s : "";
}

/* Anew each time: a daemon that ends takes its write-ahead log with it. */
static void open_database(void)
{
	if (sqlite3_open_v2(
		ledger.path, &ledger.db, SQLITE_OPEN_READONLY, NULL)) {
		fprintf(
		    stderr, "%s: %s\n", ledger.path, sqlite3_errmsg(ledger.db));
		abort();
	}
	sqlite3_busy_timeout(ledger.db, 1000);
}

static void close_database(void)
{
	sqlite3_close(ledger.db);
	ledger.db = NULL;
}

void ledger_start(const char *database)
{
	ledger.path = database;
	ledger.known = mem_array(world_sites(), sizeof(*ledger.known));
	ledger.looked_wall = simtime_wall();
}

void ledger_stop(void)
{
	free(ledger.deliveries);
	free(ledger.known);
	map_free(&ledger.mails);
	map_free(&ledger.hooks);
	for (size_t i = 0; i < ledger.states.used; i++)
		free(ledger.states.entries[i].value);
	map_free(&ledger.states);
}

/* --- what was shown is stored, once --- */

void ledger_delivered(const struct site *s, uint64_t n, int64_t published)
{
	if (n < ledger.known[s->index])
		return;
	ledger.known[s->index] = n + 1;
	counts.delivered++;
	if (!s->undated && published < simtime_wall() - sim.keep_s + 2 * DAY)
		return; /* too old to be taken */
	ledger.deliveries = mem_room(ledger.deliveries, ledger.delivery_count,
	    &ledger.delivery_cap, sizeof(*ledger.deliveries));
	ledger.deliveries[ledger.delivery_count++] =
	    (struct delivery){s->index, n, published, simtime_true()};
}

static void check_delivery(sqlite3_stmt *q, const struct delivery *d)
{
	const struct site *s = world_site(d->site);
	struct post p = {.n = d->n};
	char url[96];
	int64_t n;

	posts_link(s, &p, url, sizeof(url));
	sqlite3_bind_text(q, 1, s->slug, -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, url, -1, SQLITE_TRANSIENT);
	n = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
	sqlite3_reset(q);
	if (n != 1)
		violation("%s: post %" PRIu64 " is stored %" PRId64 " times",
		    s->slug, d->n, n);
}

static void check_deliveries(bool all)
{
	sqlite3_stmt *q =
	    prepare("SELECT count(*) FROM item i JOIN feed f ON f.id = i.feed"
		    " WHERE f.slug = ?1 AND i.canonical_url = ?2");
	int64_t now = simtime_true();
	size_t kept = 0;

	for (size_t i = 0; i < ledger.delivery_count; i++) {
		struct delivery *d = &ledger.deliveries[i];

		if (all || now - d->at >= STORED_WITHIN_S)
			check_delivery(q, d);
		else
			ledger.deliveries[kept++] = *d;
	}
	ledger.delivery_count = kept;
	sqlite3_finalize(q);
}

static void check_twins(void)
{
	sqlite3_stmt *q = prepare(
	    "SELECT f.slug, i.canonical_url, count(*), max(i.first_seen_at)"
	    " FROM item i JOIN feed f ON f.id = i.feed"
	    " GROUP BY i.feed, i.canonical_url HAVING count(*) > 1"
	    " ORDER BY max(i.first_seen_at) DESC");
	int64_t twins = 0, fresh;

	while (sqlite3_step(q) == SQLITE_ROW)
		twins++;
	fresh = twins - ledger.twins;
	sqlite3_reset(q);
	if (fresh > 0 && sqlite3_step(q) == SQLITE_ROW)
		violation("%" PRId64 " items more are stored twice, as %s of "
			  "%s, %" PRId64 " times",
		    fresh, text_at(q, 1), text_at(q, 0),
		    (int64_t)sqlite3_column_int64(q, 2));
	ledger.twins = twins;
	sqlite3_finalize(q);
}

/* Whatever the clock says: what has just come is not old. */
static void check_latest(void)
{
	char sql[128];
	int64_t n;

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM item WHERE id <= ? AND id > %" PRId64,
	    ledger.latest - LATEST);
	n = number(sql, ledger.latest);
	if (n < ledger.latest_count)
		violation("%" PRId64 " of the latest items are gone",
		    ledger.latest_count - n);
	ledger.latest = number("SELECT ifnull(max(id), 0) FROM item", 0);
	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM item WHERE id > %" PRId64,
	    ledger.latest - LATEST);
	ledger.latest_count = number(sql, 0);
}

/* --- nothing is told twice --- */

/* anew: what was before does not count. */
static void note_state(
    const char *kind, int64_t subject, const char *to, bool anew)
{
	char key[48];
	char *before;

	snprintf(key, sizeof(key), "%s %" PRId64, kind, subject);
	before = map_get(&ledger.states, key);
	if (before && !anew && !strcmp(before, to))
		violation("event: %s is %s twice", key, to);
	free(map_put(&ledger.states, key, mem_strdup(to)));
}

static void check_event(const char *kind, int64_t subject, const char *detail)
{
	char from[32] = "", to[32] = "";

	if (!strcmp(kind, "rumor-settled")) {
		note_state(kind, subject, detail, false);
	} else if (!strcmp(kind, "feed-state") ||
		   !strcmp(kind, "rumor-status")) {
		if (sscanf(detail, "%31s %31s", from, to) != 2)
			violation("event: \"%s\" tells no change", detail);
		/*
		 * What contests a verdict is told beside it; a feed at another
		 * address begins anew.
		 */
		else if (strcmp(from, to))
			note_state(kind, subject, to, !strcmp(from, "new"));
	}
}

static void check_events(void)
{
	sqlite3_stmt *q =
	    prepare("SELECT id, kind, subject, detail FROM event WHERE id > ?"
		    " ORDER BY id");

	sqlite3_bind_int64(q, 1, ledger.last_event);
	while (sqlite3_step(q) == SQLITE_ROW) {
		ledger.last_event = sqlite3_column_int64(q, 0);
		check_event(
		    text_at(q, 1), sqlite3_column_int64(q, 2), text_at(q, 3));
	}
	sqlite3_finalize(q);
}

static void check_rumors(void)
{
	int64_t n;

	if (!sim_settled_since() ||
	    simtime_true() - sim_settled_since() < 2 * MINUTE)
		return;
	n = number("SELECT count(*) FROM rumor WHERE deadline > 0 AND"
		   " deadline < ? AND status IN ('open', 'corroborated')",
	    simtime_wall() - judge_default_policy.board.deadline_grace_s -
		HOUR);
	if (n)
		violation(
		    "%" PRId64 " rumors are open after their deadline", n);
}

/* --- mail --- */

static void took(struct map *m, const char *what, const char *id)
{
	if (map_get(m, id))
		violation("%s %s was taken twice", what, id);
	map_put(m, id, ledger.known);
}

void ledger_mailed(const struct mail_request *q)
{
	static const char field[] = "\r\nMessage-ID: ";
	const char *at =
	    memmem(q->message, q->message_len, field, sizeof(field) - 1);
	char id[128];

	if (!at) {
		violation("a mail without Message-ID to %s", q->to);
		return;
	}
	at += sizeof(field) - 1;
	snprintf(id, sizeof(id), "%.*s", (int)strcspn(at, "\r"), at);
	took(&ledger.mails, "mail", id);
}

void ledger_hooked(const char *id)
{
	took(&ledger.hooks, "post", id);
}

static void check_outbox(int64_t patience)
{
	int64_t n;

	if (!world_mail_is_well(patience) || !sim_settled_since() ||
	    simtime_true() - sim_settled_since() < patience)
		return; /* who is down sends nothing */
	n = number("SELECT count(*) FROM mail WHERE sent_at = 0"
		   " AND queued_at < ?",
	    simtime_wall() - patience);
	if (n)
		violation("%" PRId64 " mails are left in the outbox", n);
}

/* --- digests: the first minute of a day at which the reader's clock shows it
 */

static int64_t due_on(const struct ledger_digest *d, int64_t from)
{
	int64_t at;

	for (at = from; at < from + 40 * HOUR; at += 60) {
		time_t t = (time_t)at;
		struct tm tm;

		localtime_r(&t, &tm);
		if (tm.tm_hour * 60 + tm.tm_min >= d->hour * 60 + d->minute)
			return at;
	}
	return at;
}

/* Noon is in no change of any zone: a day's midnight is found from there. */
static int64_t midnight_before(int64_t at)
{
	time_t t = (time_t)(at - at % 60);
	struct tm tm;
	int day;

	localtime_r(&t, &tm);
	for (day = tm.tm_mday; tm.tm_mday == day; localtime_r(&t, &tm))
		t -= 60;
	return (int64_t)t + 60;
}

static bool has_mail(
    const struct ledger_digest *d, int64_t from, int64_t to, int64_t *n)
{
	sqlite3_stmt *q = prepare("SELECT count(*) FROM mail WHERE digest = ?1"
				  " AND period_to >= ?2 AND period_to <= ?3");

	sqlite3_bind_text(q, 1, d->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 2, from);
	sqlite3_bind_int64(q, 3, to);
	*n = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
	sqlite3_finalize(q);
	/* One that a wrong clock made early comes again. */
	return *n == 1 || (*n == 2 && from <= ledger.fake_until);
}

/* Every due time from..to has its mail, and the day has no other. */
static void check_digest(
    const struct ledger_digest *d, int64_t from, int64_t to)
{
	int64_t day, due, n;
	struct tm tm;
	time_t t;

	setenv("TZ", d->zone, 1);
	tzset();
	for (day = midnight_before(from); day < to;
	     day = midnight_before(day + 36 * HOUR)) {
		due = due_on(d, day);
		t = (time_t)due;
		localtime_r(&t, &tm);
		if (due <= from || due > to ||
		    (d->weekday >= 0 && tm.tm_wday != d->weekday))
			continue;
		/* In a gap it may come as much later as the gap is long. */
		if (tm.tm_hour * 60 + tm.tm_min != d->hour * 60 + d->minute
			? !has_mail(d, due, due + HOUR, &n)
			: !has_mail(d, due, due, &n))
			violation("digest %s of %04d-%02d-%02d: %" PRId64
				  " mails",
			    d->name, tm.tm_year + 1900, tm.tm_mon + 1,
			    tm.tm_mday, n);
		else if (!has_mail(d, day, day + 22 * HOUR, &n) && n != 1)
			violation("digest %s of %04d-%02d-%02d: %" PRId64
				  " mails that day",
			    d->name, tm.tm_year + 1900, tm.tm_mon + 1,
			    tm.tm_mday, n);
	}
	unsetenv("TZ");
	tzset();
}

static void check_digests(void)
{
	int64_t to = simtime_wall() - LATE_S;

	if (!sim_settled_since() || to <= ledger.looked_wall ||
	    simtime_true() - sim_settled_since() < STEADY_S + HOUR)
		return;
	for (size_t i = 0; i < ledger_digest_count; i++)
		check_digest(&ledger_digests[i], ledger.looked_wall, to);
	ledger.looked_wall = to;
}

void ledger_wall_moved(int64_t from)
{
	if (from > ledger.fake_until && from >= simtime_wall())
		ledger.fake_until = from + DAY;
	ledger.looked_wall = simtime_wall() + LATE_S;
}

/* --- behind a violation --- */

void ledger_explain(const struct site *s)
{
	bool own = !ledger.db;
	sqlite3_stmt *q;

	if (own)
		open_database();
	q = prepare("SELECT url, state, failures, due_reason, pause_reason,"
		    " datetime(polled_at, 'unixepoch'),"
		    " datetime(due_at, 'unixepoch'),"
		    " datetime(paused_until, 'unixepoch')"
		    " FROM feed WHERE slug = ?1");
	sqlite3_bind_text(q, 1, s->slug, -1, SQLITE_STATIC);
	while (sqlite3_step(q) == SQLITE_ROW)
		explain("  stored: %s, %s, %s failures, asked %s, due %s (%s),"
			" paused until %s (%s)",
		    text_at(q, 0), text_at(q, 1), text_at(q, 2), text_at(q, 5),
		    text_at(q, 6), text_at(q, 3), text_at(q, 7), text_at(q, 4));
	sqlite3_finalize(q);
	if (own)
		close_database();
}

/* --- the whole --- */

static void look(void)
{
	check_deliveries(false);
	check_latest();
	check_events();
	check_rumors();
	check_digests();
	check_outbox(MAIL_WITHIN_S);
	if (simtime_true() / DAY % 7 == 0)
		check_twins();
	for (size_t i = 0; i < world_sites(); i++) {
		world_live(world_site(i));
		polite_look(world_site(i));
	}
}

void ledger_look(void)
{
	open_database();
	look();
	close_database();
}

void ledger_close(void)
{
	int64_t bad;

	open_database();
	look();
	check_deliveries(true);
	check_twins();
	check_outbox(HOUR);
	bad = number("SELECT count(*) FROM pragma_integrity_check"
		     " WHERE integrity_check != 'ok'",
		  0) +
	      number("SELECT count(*) FROM pragma_foreign_key_check", 0);
	if (bad)
		violation("the database: %" PRId64 " faults", bad);
	close_database();
}

void ledger_size(struct ledger_size *s)
{
	int64_t page = 0, all = 0, unused = 0;

	open_database();
	page = number("PRAGMA page_size", 0);
	all = number("PRAGMA page_count", 0);
	unused = number("PRAGMA freelist_count", 0);
	*s = (struct ledger_size){.file_bytes = all * page,
	    .used_bytes = (all - unused) * page,
	    .items = number("SELECT count(*) FROM item", 0),
	    .rumors = number("SELECT count(*) FROM rumor", 0),
	    .open_rumors = number("SELECT count(*) FROM rumor WHERE status"
				  " IN ('open', 'corroborated')",
		0),
	    .stories = number("SELECT count(*) FROM story", 0),
	    .events = number("SELECT count(*) FROM event", 0),
	    .mails = number("SELECT count(*) FROM mail", 0)};
	close_database();
}
