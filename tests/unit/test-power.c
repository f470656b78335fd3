/*
 * The power goes, or the disk fails, at each moment of a store's life. What a
 * commit has acknowledged is there afterwards, what it has not is there whole
 * or not at all, and nothing is there twice: the file is, row by row, as it
 * was after the last commit that was acknowledged, or after the one that was
 * under way.
 *
 * HEARSAY_EVERY=N looks at each Nth moment only, or at all of them (1).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/judging.h"
#include "faultvfs.h"
#include "store/db.h"
#include "store/migrate.h"
#include "text/date.h"
#include "treelexicon.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DAY	 86400
#define YEAR	 (365 * DAY)
#define STEPS	 40

static struct lexicon *lexicon;

/* A server of mail: what it has taken, in order. */
struct taken {
	size_t moment;
	int64_t id;
	uint64_t hash;
};

struct life {
	char dir[64], path[96];
	struct store *store;
	struct judging *judging;
	struct err err;
	struct arena arena;
	struct feed press, maker;
	struct taken taken[32];
	size_t taken_n;
	size_t trimmed; /* the moment from which old mails may be gone */
	/* after each step: how far the recording had come, and what stood */
	size_t moment[STEPS], steps;
	uint64_t content[STEPS];
};

static int64_t at(const char *date)
{
	return date_parse(date);
}

static size_t every(size_t usually)
{
	const char *s = getenv("HEARSAY_EVERY");
	long n = s ? strtol(s, NULL, 10) : 0;

	return n > 0 ? (size_t)n : usually;
}

/* --- looking at a file --- */

static uint64_t hash_row(struct query *q, uint64_t h)
{
	for (int i = 0, n = sqlite3_column_count(q->stmt); i < n; i++) {
		const void *p = sqlite3_column_blob(q->stmt, i);
		size_t len = (size_t)sqlite3_column_bytes(q->stmt, i);
		int type = sqlite3_column_type(q->stmt, i);

		h = XXH3_64bits_withSeed(&type, sizeof(type), h);
		if (p)
			h = XXH3_64bits_withSeed(p, len, h);
	}
	return h;
}

static void must(const struct life *l, int rc)
{
	if (rc < 0)
		fail_msg("%s", l->err.text);
}

/* Every row of every table, the index of words and all. */
static uint64_t content_of(struct life *l)
{
	struct query tables, rows;
	char *sql[96];
	size_t n = 0;
	uint64_t h = 1;
	int rc;

	must(l, query_open(&tables, l->store,
		    "SELECT format('SELECT * FROM \"%w\" ORDER BY 1, 2', name)"
		    " FROM sqlite_schema WHERE type = 'table' AND"
		    " rootpage > 0 ORDER BY name",
		    &l->err));
	while ((rc = query_step(&tables, &l->err)) > 0)
		sql[n++] = mem_strdup(get_word(&tables));
	must(l, rc);
	for (size_t i = 0; i < n; i++) {
		struct store *s = l->store;

		rows = (struct query){.store = s};
		assert_int_equal(
		    sqlite3_prepare_v2(s->db, sql[i], -1, &rows.stmt, NULL),
		    SQLITE_OK);
		while ((rc = sqlite3_step(rows.stmt)) == SQLITE_ROW)
			h = hash_row(&rows, h);
		assert_int_equal(rc, SQLITE_DONE);
		sqlite3_finalize(rows.stmt);
		h = XXH3_64bits_withSeed(sql[i], strlen(sql[i]), h);
		free(sql[i]);
	}
	return h;
}

static const char *word_of(struct life *l, const char *sql)
{
	struct query q;
	const char *word = "";

	must(l, query_open(&q, l->store, sql, &l->err));
	if (query_step(&q, &l->err) > 0) {
		word = arena_strdup(&l->arena, get_word(&q));
		query_end(&q);
	}
	return word;
}

static void is_sound(struct life *l)
{
	assert_string_equal(word_of(l, "PRAGMA integrity_check"), "ok");
	assert_string_equal(word_of(l, "PRAGMA foreign_key_check"), "");
	must(l, store_exec(l->store,
		    "INSERT INTO search (search) VALUES ('integrity-check')",
		    &l->err));
	assert_string_equal(
	    word_of(l, "SELECT count(*) FROM (SELECT 1 FROM event"
		       " GROUP BY kind, subject, item, detail"
		       " HAVING count(*) > 1)"),
	    "0");
}

/* --- a life of the store, one commit a step --- */

static int open_all(struct life *l)
{
	int rc = store_open(&l->store, l->path, &l->err);

	if (rc == STORE_DAMAGED) /* a fault is none */
		fail_msg("%s", l->err.text);
	if (rc)
		return -1;
	l->judging = judging_new(l->store);
	/* Small, so that there are many checkpoints. */
	return store_exec(
		   l->store, "PRAGMA wal_autocheckpoint = 40", &l->err) ||
		       judging_use(l->judging, lexicon,
			   at("2023-10-12T06:00:00Z"), &l->err)
		   ? -1
		   : 0;
}

static void close_all(struct life *l)
{
	judging_free(l->judging);
	store_close(l->store);
	l->judging = NULL;
	l->store = NULL;
}

static int add_feed(struct life *l, struct feed *f, const char *slug,
    enum source_role role, const char *vendor)
{
	feed_release(f);
	*f = (struct feed){.source = {.slug = slug,
			       .title = slug,
			       .role = role,
			       .vendor = vendor,
			       .lang = "en"},
	    .url = mem_strdup("https://example.org/feed")};
	if (store_feed_sync(l->store, f, &l->err))
		return -1;
	f->source.id = f->id;
	return 0;
}

static int add_press(struct life *l)
{
	return add_feed(l, &l->press, "press", ROLE_PRESS, NULL);
}

static int add_maker(struct life *l)
{
	return add_feed(l, &l->maker, "maker", ROLE_OFFICIAL, "Xiaomi");
}

/* Document, validators and all that it causes; as core's pipeline does. */
static int take(struct life *l, struct feed *feed, struct entry *e, size_t n,
    const char *now)
{
	struct doc d = {.entries = e, .entry_count = n};
	struct judging_news news = {0};
	struct feed f = *feed;
	int rc = 0;

	f.state = FEED_OK;
	f.answers = 1;
	f.polled_at = at(now);
	if (judging_ready(l->judging, at(now), &l->err) ||
	    store_begin(l->store, &l->err))
		return -1;
	if (judging_document(l->judging, feed, &d, at(now), at(now) - YEAR,
		false, &news, &l->err) ||
	    judging_advance(l->judging, at(now), &news, &l->err) ||
	    store_feed_save(l->store, &f, &l->err) ||
	    store_commit(l->store, &l->err))
		rc = -1;
	if (!rc)
		return 0;
	store_rollback(l->store);
	faultvfs_fail(FAULT_NONE, 0, false); /* a rebuild only reads */
	judging_rebuild(l->judging, at(now), &(struct err){0});
	return -1;
}

static struct entry entry(
    const char *id, const char *title, const char *text, const char *date)
{
	return (struct entry){.id = id,
	    .title = title,
	    .content_text = text,
	    .published = at(date),
	    .updated = DATE_NONE};
}

static int take_leak(struct life *l)
{
	struct entry e[] = {
	    entry("leak",
		"Tipster: MIUI 14 may be the last MIUI, a successor is coming",
		"Xiaomi is preparing a new operating system that will replace "
		"MIUI, according to tipster Digital Chat Station.",
		"2023-10-08T09:40:00Z"),
	    entry("case", "A case with a window", "Leather, in four colours.",
		"2023-10-09T09:40:00Z")};

	return take(l, &l->press, e, COUNT(e), "2023-10-12T06:00:00Z");
}

static int take_debut(struct life *l)
{
	struct entry e = entry("debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    "2023-10-17T07:00:00Z");

	return take(l, &l->maker, &e, 1, "2023-10-17T18:00:00Z");
}

/* Long texts, that fill pages and bring checkpoints by themselves. */
static int take_long(struct life *l, int round, const char *now)
{
	struct entry e[6];
	char id[6][16], title[6][64], *text[6];
	int rc;

	for (int i = 0; i < 6; i++) {
		snprintf(id[i], sizeof(id[i]), "n%d.%d", round, i);
		snprintf(title[i], sizeof(title[i]),
		    "Camera sample number %d of evening %d", i, round);
		text[i] = mem_alloc(6001);
		for (size_t k = 0; k < 6000; k++)
			text[i][k] =
			    k % 7 ? (char)('a' + (k * 7 + (size_t)i) % 26)
				  : ' ';
		e[i] = entry(id[i], title[i], text[i], now);
	}
	rc = take(l, &l->press, e, 6, now);
	for (int i = 0; i < 6; i++)
		free(text[i]);
	return rc;
}

static int take_first_evening(struct life *l)
{
	return take_long(l, 1, "2023-01-12T20:00:00Z");
}

static int take_second_evening(struct life *l)
{
	return take_long(l, 2, "2023-01-13T20:00:00Z");
}

/* As core's digests do: mail and progress in one transaction. */
static int queue(struct life *l, const char *id, const char *to, int64_t now)
{
	char text[9000];
	struct mail m = {.message_id = id,
	    .recipient = to,
	    .sender = "hearsay@example.org",
	    .subject = "A digest",
	    .message = text,
	    .message_len = sizeof(text),
	    .digest = "morning",
	    .period_to = now,
	    .queued_at = now,
	    .due_at = now};
	bool fresh;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(' ' + (i * 31 + (size_t)id[1]) % 90);
	if (!store_begin(l->store, &l->err) &&
	    !store_mail_queue(l->store, &m, &fresh, &l->err) &&
	    !store_digest_done(l->store, "morning", to, now, &l->err) &&
	    !store_commit(l->store, &l->err))
		return 0;
	store_rollback(l->store);
	return -1;
}

static int queue_first(struct life *l)
{
	return queue(l, "<1@example.org>", "one@example.org",
	    at("2023-10-13T07:30:00Z"));
}

static int queue_second(struct life *l)
{
	return queue(l, "<2@example.org>", "two@example.org",
	    at("2023-10-13T07:30:00Z"));
}

/* The server takes the mail; only then it is noted, as core's outbox does. */
static int send_one(struct life *l)
{
	int64_t now = at("2023-10-13T07:31:00Z");
	struct event ev = {.kind = EVENT_MAIL_SENT,
	    .at = now,
	    .noted_at = now,
	    .detail = "one@example.org"};
	struct mail *due;
	size_t n;
	bool fresh;

	if (store_mail_due(l->store, &l->arena, now, &due, &n, &l->err))
		return -1;
	if (!n)
		return 0; /* it was known to be sent */
	assert_true(l->taken_n < COUNT(l->taken));
	ev.subject = due[0].id;
	l->taken[l->taken_n++] = (struct taken){faultvfs_moment(), due[0].id,
	    XXH3_64bits(due[0].message, due[0].message_len)};
	if (!store_begin(l->store, &l->err) &&
	    !store_mail_sent(l->store, due[0].id, now, &l->err) &&
	    !store_event(l->store, &ev, &fresh, &l->err) &&
	    !store_commit(l->store, &l->err))
		return 0;
	store_rollback(l->store);
	return -1;
}

static int fail_one(struct life *l)
{
	return store_mail_failed(l->store, 2, at("2023-10-13T07:30:00Z"),
	    "450 come back later", &l->err);
}

static int hold_feed(struct life *l)
{
	return store_feed_hold(
	    l->store, l->press.id, at("2023-10-18T00:00:00Z"), 0, &l->err);
}

static int tell_hook(struct life *l)
{
	struct hook_state h = {.told = 3, .last_error = "it was late"};

	return store_hook_put(l->store, "chat", &h, &l->err);
}

static int trim(struct life *l)
{
	size_t items = 0, mails = 0;
	bool left;
	int64_t now = at("2024-11-20T00:00:00Z");

	if (!l->trimmed)
		l->trimmed = faultvfs_moment();
	if (!store_begin(l->store, &l->err) &&
	    !store_trim(l->store, now - YEAR, 5, &items, &left, &l->err) &&
	    !store_mail_trim(l->store, now - YEAR, 5, &mails, &l->err) &&
	    !store_commit(l->store, &l->err))
		return 0;
	store_rollback(l->store);
	return -1;
}

static int checkpoint(struct life *l)
{
	return store_exec(l->store, "PRAGMA wal_checkpoint(TRUNCATE)", &l->err);
}

static int restart(struct life *l)
{
	close_all(l);
	return open_all(l);
}

static const struct {
	const char *what;
	int (*run)(struct life *);
} steps[] = {{"a new file", restart}, {"add a feed", add_press},
    {"add another", add_maker}, {"take old news", take_first_evening},
    {"take a leak", take_leak}, {"queue a mail", queue_first},
    {"queue another", queue_second}, {"send a mail", send_one},
    {"note a failure", fail_one}, {"checkpoint", checkpoint},
    {"take the debut", take_debut}, {"restart", restart},
    {"take more old news", take_second_evening}, {"hold a feed", hold_feed},
    {"tell a hook", tell_hook}, {"trim", trim}, {"trim on", trim},
    {"send the other", send_one}, {"checkpoint again", checkpoint},
    {"trim the rest", trim}};
_Static_assert(COUNT(steps) <= STEPS, "each has a place in struct life");

static void be_born(struct life *l)
{
	*l = (struct life){0};
	snprintf(l->dir, sizeof(l->dir), "/tmp/hearsay-power-XXXXXX");
	assert_non_null(mkdtemp(l->dir));
	snprintf(l->path, sizeof(l->path), "%s/db", l->dir);
	arena_init(&l->arena);
	faultvfs_begin();
}

static void die(struct life *l)
{
	close_all(l);
	faultvfs_end();
	arena_free(&l->arena);
	feed_release(&l->press);
	feed_release(&l->maker);
	unlink(l->path); /* store_open() makes it, private, for the VFS */
	rmdir(l->dir);
}

static void run_step(struct life *l, size_t i)
{
	if (steps[i].run(l))
		fail_msg("%s: %s", steps[i].what, l->err.text);
	l->moment[i] = faultvfs_moment();
	l->content[i] = content_of(l);
	l->steps = i + 1;
}

/* --- the power goes --- */

/* Mail: the server has it, and we know it or shall send the same again. */
static void owes_what_it_should(
    struct life *l, const struct life *lived, size_t moment)
{
	for (size_t i = 0; i < lived->taken_n; i++) {
		const struct taken *t = &lived->taken[i];
		struct query q;
		size_t len;
		const void *message;
		int rc;

		if (t->moment > moment)
			continue;
		rc = query_find(&q, l->store,
		    "SELECT sent_at, message FROM mail WHERE id = ?", t->id,
		    &l->err);
		must(l, rc);
		if (rc) {
			assert_true(moment > lived->trimmed);
			continue;
		}
		if (!get_int(&q)) {
			message = get_blob(&q, &l->arena, &len);
			assert_true(XXH3_64bits(message, len) == t->hash);
		}
		query_end(&q);
	}
}

static size_t steps_done(const struct life *lived, size_t moment)
{
	size_t n = 0;

	while (n < lived->steps && lived->moment[n] <= moment)
		n++;
	return n;
}

/* The disk is as after step `done` (from 1), or as after the one behind it. */
static void look_at_image(
    struct life *lived, struct disk *d, size_t done, size_t moment)
{
	struct life l = {0};
	uint64_t content;

	memcpy(l.path, lived->path, sizeof(l.path));
	arena_init(&l.arena);
	faultvfs_mount(d);
	if (store_open(&l.store, l.path, &l.err))
		fail_msg("moment %zu: %s", moment, l.err.text);
	is_sound(&l);
	content = content_of(&l);
	if ((!done || content != lived->content[done - 1]) &&
	    (done == lived->steps || content != lived->content[done]))
		fail_msg("moment %zu: the file is neither as it was before "
			 "\"%s\" nor as after it",
		    moment, done < lived->steps ? steps[done].what : "the end");
	owes_what_it_should(&l, lived, moment);
	store_close(l.store);
	arena_free(&l.arena);
}

static void power_cuts(void **state)
{
	struct life l;
	struct recording *r;
	size_t n = 0, by = every(3);

	(void)state;
	be_born(&l);
	faultvfs_record();
	for (size_t i = 0; i < COUNT(steps); i++)
		run_step(&l, i);
	assert_int_equal(l.taken_n, 2);
	assert_string_equal(word_of(&l, "SELECT count(*) FROM item"), "3");
	assert_int_not_equal(l.taken[0].id, l.taken[1].id);
	assert_string_equal(word_of(&l, "SELECT count(*) FROM event WHERE"
					" kind = 'rumor-settled'"),
	    "1");
	r = faultvfs_recorded();
	close_all(&l);
	for (size_t m = 0; m <= recording_length(r); m += by)
		for (int how = 0; how < CUT_KINDS; how++, n++)
			look_at_image(&l,
			    recording_cut(r, m, (enum cut)how, m * 4),
			    steps_done(&l, m), m);
	print_message(
	    "# %zu power cuts at %zu moments\n", n, recording_length(r) + 1);
	recording_free(r);
	die(&l);
}

/* The power goes again, while the file is being recovered. */
static void cuts_while_recovering(void **state)
{
	struct life l;
	struct recording *r, *again;
	size_t n = 0, by = every(3) * 13;

	(void)state;
	be_born(&l);
	faultvfs_record();
	for (size_t i = 0; i < COUNT(steps); i++)
		run_step(&l, i);
	r = faultvfs_recorded();
	close_all(&l);
	for (size_t m = 300; m <= recording_length(r); m += by) {
		struct store *s;
		size_t done = steps_done(&l, m);

		faultvfs_mount(recording_cut(r, m, CUT_MIXES, m));
		faultvfs_record();
		must(&l, store_open(&s, l.path, &l.err));
		store_close(s); /* which brings all of the log home */
		again = faultvfs_recorded();
		for (size_t k = 0; k <= recording_length(again); k += 5, n++)
			look_at_image(
			    &l, recording_cut(again, k, CUT_MIXES, k), done, m);
		recording_free(again);
	}
	print_message("# %zu cuts while recovering\n", n);
	recording_free(r);
	die(&l);
}

/* What there is to know, without numbers that were used up. */
static const char *knowledge_of(struct life *l)
{
	return word_of(l,
	    "SELECT group_concat(x, char(10)) FROM ("
	    "SELECT 'item ' || f.slug || i.guid || i.title x FROM item i"
	    " JOIN feed f ON f.id = i.feed"
	    " UNION ALL SELECT 'rumor ' || statement || status FROM rumor"
	    " UNION ALL SELECT 'event ' || kind || detail || at FROM event"
	    " UNION ALL SELECT 'mail ' || message_id || sent_at FROM mail"
	    " UNION ALL SELECT 'told ' || recipient || period_to"
	    "  FROM digest_progress"
	    " UNION ALL SELECT 'hook ' || name || told FROM hook"
	    " ORDER BY 1)");
}

/*
 * After the power has come back the same is done again that was under way,
 * and all that follows: a document is fetched again, a mail that was not noted
 * is sent again. In the end it is as if nothing had been.
 */
static void life_goes_on(void **state)
{
	struct life l;
	struct recording *r;
	size_t n = 0;
	const char *end;

	(void)state;
	be_born(&l);
	faultvfs_record();
	for (size_t i = 0; i < COUNT(steps); i++)
		run_step(&l, i);
	end = knowledge_of(&l);
	assert_non_null(strstr(end, "event rumor-settled"));
	r = faultvfs_recorded();
	close_all(&l);
	for (size_t m = 0; m <= recording_length(r); m += every(3) * 11, n++) {
		size_t done = steps_done(&l, m);

		faultvfs_mount(recording_cut(r, m, CUT_MIXES, m));
		faultvfs_record();
		l.taken_n = 0;
		must(&l, open_all(&l));
		must(&l, add_press(&l)); /* as each start does */
		must(&l, add_maker(&l));
		for (size_t i = done; i < COUNT(steps); i++)
			if (steps[i].run(&l))
				fail_msg("moment %zu, %s: %s", m, steps[i].what,
				    l.err.text);
		assert_string_equal(knowledge_of(&l), end);
		recording_free(faultvfs_recorded());
		close_all(&l);
	}
	print_message("# %zu lives went on\n", n);
	recording_free(r);
	die(&l);
}

/* --- an older file becomes a new one --- */

static void write_old_file(struct life *l, int version)
{
	char path[512];
	char *sql = mem_alloc(1 << 20);
	sqlite3 *db;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/cases/db/version-%d.sql",
	    getenv("HEARSAY_SRCDIR"), version);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(sql, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	faultvfs_mount(NULL);
	assert_int_equal(sqlite3_open(l->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(sql);
}

static size_t cut_a_migration(int version)
{
	struct life l;
	struct recording *r;
	size_t n = 0, by = every(7);

	be_born(&l);
	write_old_file(&l, version);
	faultvfs_record();
	must(&l, store_open(&l.store, l.path, &l.err));
	l.content[0] = content_of(&l);
	l.steps = 1; /* from any moment on it is this in the end */
	r = faultvfs_recorded();
	close_all(&l);
	for (size_t m = 0; m <= recording_length(r); m += by)
		for (int how = 0; how < CUT_KINDS; how++, n++)
			look_at_image(&l,
			    recording_cut(r, m, (enum cut)how, m + 1), 1, m);
	recording_free(r);
	die(&l);
	return n;
}

static void cuts_while_migrating(void **state)
{
	size_t n = 0;

	(void)state;
	for (int v = 1; v < (int)store_migration_count; v++)
		n += cut_a_migration(v);
	print_message("# %zu power cuts in migrations\n", n);
}

/* --- the disk fails --- */

static void live_with(
    struct life *l, enum fault fault, size_t nth, bool lasting)
{
	be_born(l);
	faultvfs_fail(fault, nth, lasting);
	faultvfs_record();
	for (size_t i = 0; i < COUNT(steps); i++) {
		if (!steps[i].run(l))
			continue;
		assert_true(faultvfs_failed());
		if (!strstr(l->err.text, l->path))
			fail_msg("\"%s\" names no file", l->err.text);
		/* The operator has mended it: it goes on where it was. */
		faultvfs_fail(FAULT_NONE, 0, false);
		if (steps[i].run(l))
			fail_msg("fault %d, call %zu: %s a second time: %s",
			    (int)fault, nth, steps[i].what, l->err.text);
	}
}

/* Returns whether the nth call was ever made. */
static bool fail_once(
    const struct life *well, enum fault fault, size_t nth, bool lasting)
{
	struct life l;
	struct recording *r;
	bool failed;

	live_with(&l, fault, nth, lasting);
	failed = faultvfs_failed();
	faultvfs_fail(FAULT_NONE, 0, false);
	is_sound(&l);
	l.content[0] = content_of(&l);
	if (l.content[0] != well->content[well->steps - 1])
		fail_msg("fault %d, call %zu: what stands in the end is not "
			 "what would have stood without",
		    (int)fault, nth);
	/* And it is on the disk, whatever a sync said that had failed. */
	r = faultvfs_recorded();
	close_all(&l);
	look_at_image(&l, recording_cut(r, recording_length(r), CUT_LOSES, 0),
	    1, SIZE_MAX);
	recording_free(r);
	die(&l);
	return failed;
}

static void faults(void **state)
{
	static const struct {
		enum fault fault;
		size_t by;
	} kinds[] = {{FAULT_WRITE, 41}, {FAULT_FULL, 41}, {FAULT_SYNC, 5},
	    {FAULT_READ, 61}};
	struct life well;
	size_t n = 0;

	(void)state;
	be_born(&well);
	faultvfs_record();
	for (size_t i = 0; i < COUNT(steps); i++)
		run_step(&well, i);
	die(&well);
	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t nth = 0, by = every(kinds[k].by);; nth += by, n++)
			if (!fail_once(&well, kinds[k].fault, nth, n % 2))
				break;
	print_message("# %zu lives with a fault\n", n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(power_cuts),
	    cmocka_unit_test(cuts_while_recovering),
	    cmocka_unit_test(life_goes_on),
	    cmocka_unit_test(cuts_while_migrating),
	    cmocka_unit_test(faults),
	};
	int rc;

	lexicon = lexicon_of_tree();
	log_open("power", LOG_LEVEL_ERROR, false);
	rc = cmocka_run_group_tests_name("power", tests, NULL, NULL);
	lexicon_free(lexicon);
	return rc;
}
