/* store: a new database, an old one, a day's writing, and every report. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "store/pages.h"
#include "store/store.h"

#define T0 INT64_C(1697200000)

static const char *path(void)
{
	static char out[200];

	snprintf(out, sizeof(out), "%s/db", torture_folder());
	return out;
}

/* --- writing --- */

static int put_feed(struct store *s, int64_t *id, struct err *e)
{
	struct feed f = {.url = mem_strdup("https://lamp.example/feed"),
	    .source = {.slug = "lamp", .title = "Lamp", .role = ROLE_PRESS}};
	const struct feed_answer answer = {.at = T0, .status = 200};
	int rc = store_feed_sync(s, &f, e);

	*id = f.id;
	if (!rc) {
		f.answers++;
		rc = store_answer_put(s, &f, &answer, e);
	}
	if (!rc)
		rc = store_feed_save(s, &f, e);
	feed_release(&f);
	return rc;
}

static int put_item(struct store *s, int64_t feed, int n, struct err *e)
{
	struct claim claim = {.text = "HyperOS comes",
	    .product = "HyperOS",
	    .vendor = "Xiaomi",
	    .attribution = -1};
	const struct analysis a = {.class = CLASS_RUMOR,
	    .lang = "en",
	    .claims = &claim,
	    .claim_count = 1};
	const struct placement p = {.story = 1 + n / 2,
	    .score = 0.5,
	    .threshold = 0.25,
	    .reason = {"same-event", "words agree"}};
	char guid[16], link[60];
	struct item item = {.guid = guid,
	    .title = "HyperOS comes",
	    .text = "Xiaomi says so.",
	    .published_at = T0 + n,
	    .first_seen_at = T0 + n};
	enum item_news news;

	snprintf(guid, sizeof(guid), "%d", n);
	snprintf(link, sizeof(link), "https://lamp.example/%d", n);
	return store_item_put(s, feed, &item, link, 7, &news, e) ||
	       store_item_judged(s, &item, &a, &p, e) ||
	       store_item_flag(s, item.id, true, "Ana", e);
}

static int put_rumor(struct store *s, struct err *e)
{
	const struct rumor_origin origin = {
	    .name = "Ana", .first_item = 1, .first_at = T0, .carriers = 1};
	const struct rumor_member member = {
	    .item = 1, .part = PART_CARRIES, .origin = "Ana", .root = true};
	const struct rumor r = {.id = 1,
	    .vendor = "Xiaomi",
	    .subject = "HyperOS",
	    .statement = "HyperOS comes.",
	    .first_at = T0,
	    .origins = &origin,
	    .origin_count = 1,
	    .members = &member,
	    .member_count = 1};
	const struct event ev = {
	    .kind = EVENT_RUMOR_NEW, .subject = 1, .at = T0, .noted_at = T0};
	bool fresh;

	return store_rumor_save(s, &r, e) || store_event(s, &ev, &fresh, e);
}

static int put_mail(struct store *s, struct err *e)
{
	const struct mail m = {.message_id = "<1@example.org>",
	    .recipient = "r@example.org",
	    .sender = "h@example.org",
	    .subject = "1 new rumor",
	    .message = "Subject: x\r\n\r\ny\r\n",
	    .message_len = 18,
	    .digest = "morning",
	    .period_to = T0,
	    .queued_at = T0,
	    .due_at = T0};
	const struct hook_state hook = {.told = 1};
	bool fresh;

	return store_mail_queue(s, &m, &fresh, e) ||
	       store_mail_failed(s, 1, T0 + 60, "greylisted", e) ||
	       store_digest_done(s, "morning", "r@example.org", T0, e) ||
	       store_hook_put(s, "hook", &hook, e);
}

static int put_all(struct store *s, struct err *e)
{
	struct ruling r = {.kind = RULING_SETTLE,
	    .subject = 1,
	    .at = T0,
	    .outcome = RUMOR_DENIED};
	int64_t feed;

	if (store_begin(s, e))
		return -1;
	if (put_feed(s, &feed, e))
		return -1;
	for (int i = 1; i < 4; i++)
		if (put_item(s, feed, i, e))
			return -1;
	if (put_rumor(s, e) || put_mail(s, e) || store_ruling_add(s, &r, e))
		return -1;
	return store_commit(s, e);
}

/* --- reading --- */

static void on_item(void *arg, const struct stored_item *item)
{
	(void)arg;
	made_text(item->item->title);
	made_number(item->story);
}

static int get_lists(struct store *s, struct arena *a, struct err *e)
{
	struct story_filter stories = {.limit = 10};
	struct rumor_filter rumors = {.status = -1, .limit = 10};
	const struct search_filter search = {
	    .words = "HyperOS comes", .limit = 10};
	struct tipster_row *tipsters;
	struct story_row *story;
	struct rumor_row *rumor;
	struct search_hit *hits;
	struct event *events;
	size_t n;

	if (store_report_stories(s, a, &stories, &story, &n, e))
		return -1;
	made_number((int64_t)n);
	if (store_report_rumors(s, a, &rumors, &rumor, &n, e))
		return -1;
	made_number((int64_t)n);
	if (store_report_tipsters(s, a, &tipsters, &n, e))
		return -1;
	made_number((int64_t)n);
	if (store_search(s, a, &search, &hits, &n, e))
		return -1;
	made_number((int64_t)n);
	if (store_events(s, a, 0, 10, &events, &n, e))
		return -1;
	made_number((int64_t)n);
	return 0;
}

static int get_details(struct store *s, struct arena *a, struct err *e)
{
	static const struct replay_since all = {
	    .stories = T0 - 60, .claims = T0 - 60, .word = T0 - 60};
	struct status_report status = {0};
	struct digest_report digest;
	struct story_report story;
	struct rumor_report rumor;
	struct item_row item;
	struct mail *mails;
	size_t n;

	if (store_report_status(s, T0, &status, e) ||
	    store_report_story(s, a, 1, &story, e) < 0 ||
	    store_report_rumor(s, a, 1, &rumor, e) < 0 ||
	    store_report_item(s, a, 1, &item, e) < 0 ||
	    store_report_digest(s, a, T0 - 1, T0 + 1, &digest, e) ||
	    store_mail_due(s, a, T0 + 600, &mails, &n, e) ||
	    store_items_replay(s, &all, on_item, NULL, e))
		return -1;
	made_number((int64_t)story.item_count);
	made_text(rumor.row.statement);
	made_number((int64_t)n);
	return 0;
}

static int get_all(struct store *s, struct err *e)
{
	struct arena a;
	int rc;

	arena_init(&a);
	rc = get_lists(s, &a, e) || get_details(s, &a, e);
	arena_free(&a);
	return rc ? -1 : 0;
}

/* --- the workloads --- */

static int run_write(struct err *e)
{
	struct store *s = NULL;
	int rc = store_open(&s, path(), e);

	if (!rc)
		rc = put_all(s, e);
	if (rc && s)
		store_rollback(s);
	if (!rc)
		rc = get_all(s, e);
	store_close(s);
	return rc ? -1 : 0;
}

/*
 * Opened again it is whole: all that was committed, or nothing. What a report
 * says of it is what the run that wrote it read.
 */
static int whole(struct err *e)
{
	struct store *s = NULL;
	struct arena a;
	size_t n = 0;
	int64_t *rumors;
	int rc = store_open(&s, path(), e);

	arena_init(&a);
	if (!rc)
		rc = store_rumor_ids(s, &a, &rumors, &n, e);
	if (!rc && n)
		rc = get_all(s, e);
	arena_free(&a);
	store_close(s);
	return rc ? -1 : 0;
}

static void write_first(void)
{
	struct err e;

	if (run_write(&e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
}

static int run_read(struct err *e)
{
	struct store *s = NULL;
	int rc = store_open(&s, path(), e);

	if (!rc)
		rc = get_all(s, e);
	store_close(s);
	return rc ? -1 : 0;
}

/* The first schema that there was, brought to today's. */
static void old_first(void)
{
	FILE *f = fopen(torture_source("tests/cases/db/version-1.sql"), "re");
	static char sql[1 << 18];
	sqlite3 *db;

	if (!f || !fread(sql, 1, sizeof(sql) - 1, f) ||
	    sqlite3_open(path(), &db) ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL))
		abort();
	fclose(f);
	sqlite3_close(db);
}

static int run_migrate(struct err *e)
{
	struct store *s = NULL;
	struct arena a;
	int rc = store_open(&s, path(), e);

	arena_init(&a);
	if (!rc)
		rc = get_lists(s, &a, e);
	arena_free(&a);
	store_close(s);
	return rc ? -1 : 0;
}

#define NAMES \
	{ \
		"/db" \
	}

const struct workload torture_store[] = {
    {.room = "store",
	.what = "writing",
	.run = run_write,
	.after = whole,
	.names = NAMES},
    {.room = "store",
	.what = "reading",
	.open = write_first,
	.run = run_read,
	.after = whole,
	.names = NAMES},
    {.room = "store",
	.what = "an old database",
	.open = old_first,
	.run = run_migrate,
	.after = run_migrate,
	.names = NAMES},
    {0},
};
