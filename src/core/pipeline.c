/* Answers to results, results to transactions. */
#include "core/pipeline.h"

#include <event2/event.h>
#include <inttypes.h>
#include <malloc.h>
#include <xxhash.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/judging.h"
#include "core/pages.h"
#include "core/schedule.h"
#include "parse/parse.h"

#define BYTES_IN_FLIGHT (2u << 20) /* of bodies at the parsers */
#define RESULTS_WAITING 256	   /* parsed or not, and not stored yet */
/*
 * Results wait a moment for those that are about to come: together they are
 * one transaction, and few pages of the database hold many feeds.
 */
#define TURN_WAIT_MS  10
#define TURN_RESULTS  128	 /* so many do not wait */
#define TURN_BYTES    (2u << 20) /* of documents; nor do these */
#define BAD_DOCUMENTS 256	 /* hashes remembered */
#define BAD_FOR_S     86400
#define TRIM_STEP     50 /* items a step of retention: some 10 ms */
#define TRIM_EVERY_S  3600
#define STORE_RETRY_S 900 /* after a commit failed */
#define BUILD_AFTER_S 1	  /* the judge, at a start */
#define REST_AFTER_S  2	  /* documents leave much that is free */

/* An answer on its way to the store. */
struct result {
	struct result *next;
	struct pipeline *pipeline;
	struct poll_job *job;
	struct arena arena;
	struct poll_answer answer;
	const char *etag, *last_modified;
	const char *moved_to; /* a permanent redirect, or NULL */
	uint64_t hash;	      /* of the body; 0 none */
	size_t body_len;
	bool end_unsure; /* the body alone can tell that it is whole */
	bool is_sitemap;
	struct doc *doc; /* of a fresh one */
};

/*
 * A document during which its reader died. Once can be bad luck (somebody
 * killed it, memory was short); after the second time it is left alone for
 * a day, so that it costs a life a day at most.
 */
struct bad_document {
	uint64_t hash;
	unsigned deaths;
	int64_t until;
	char why[160];
};

struct pipeline {
	struct pipeline_setup setup;
	struct poll *poll;
	struct pages *pages;
	struct page_policy page_policy;
	struct judging *judging;
	int64_t keep_s, trim_at;
	struct result *first, **last;	 /* to be stored, in order of arrival */
	size_t turn_results, turn_bytes; /* how many, and their documents */
	struct pipeline_work *works, **last_work; /* and these behind them */
	struct event *store_turn;
	struct event *build;
	struct event *rest; /* memory goes back when no document came a while */
	struct alarm *deadline; /* the next one of an open rumor */
	bool clock_moved;
	size_t waiting, bytes_in_flight, next_parser;
	struct bad_document bad[BAD_DOCUMENTS]; /* a ring */
	size_t bad_count;
};

/* --- from the answer to a result --- */

static void result_free(struct result *r)
{
	arena_free(&r->arena);
	free(r);
}

static void store_later(struct result *r)
{
	static const struct timeval wait = {.tv_usec = TURN_WAIT_MS * 1000};
	struct pipeline *p = r->pipeline;

	*p->last = r;
	p->last = &r->next;
	p->turn_results++;
	p->turn_bytes += r->body_len;
	if (p->turn_results == p->waiting && poll_asking(p->poll) == 0)
		event_active(p->store_turn, 0, 0); /* no other will come */
	else if (p->turn_results >= TURN_RESULTS || p->turn_bytes >= TURN_BYTES)
		event_active(p->store_turn, 0, 0);
	else if (!evtimer_pending(p->store_turn, NULL))
		evtimer_add(p->store_turn, &wait);
}

void pipeline_store(struct pipeline *p, struct pipeline_work *w)
{
	w->next = NULL;
	*p->last_work = w;
	p->last_work = &w->next;
	event_active(p->store_turn, 0, 0);
}

static void fail(struct result *r, enum poll_outcome outcome, const char *why)
{
	r->answer.outcome = outcome;
	r->answer.error = arena_strdup(&r->arena, why);
	r->doc = NULL;
	store_later(r);
}

static struct bad_document *find_bad(struct pipeline *p, uint64_t hash)
{
	for (size_t i = 0; i < BAD_DOCUMENTS && i < p->bad_count; i++)
		if (p->bad[i].hash == hash)
			return &p->bad[i];
	return NULL;
}

static void note_bad(struct pipeline *p, uint64_t hash, const char *why)
{
	struct bad_document *b = find_bad(p, hash);

	if (!b) {
		b = &p->bad[p->bad_count++ % BAD_DOCUMENTS];
		*b = (struct bad_document){.hash = hash};
	}
	b->deaths++;
	b->until = clock_wall(p->setup.clock) + BAD_FOR_S;
	snprintf(b->why, sizeof(b->why), "%s", why);
}

static bool is_left_alone(struct pipeline *p, const struct bad_document *b)
{
	return b && b->deaths >= 2 && clock_wall(p->setup.clock) < b->until;
}

static void parser_died(struct result *r, const char *why)
{
	char text[160];

	snprintf(
	    text, sizeof(text), "the document stopped its reader: %s", why);
	log_warn("feed %s: %s (%zu bytes, hash %016" PRIx64 ")",
	    r->job->feeds[0]->feed.source.slug, text, r->body_len, r->hash);
	note_bad(r->pipeline, r->hash, text);
	fail(r, POLL_NOT_A_FEED, text);
}

static bool is_sitemap(const struct doc *d)
{
	return d->format && !strcmp(d->format, "sitemap");
}

/* A sitemap is for robots: what their rules forbid is not used. */
static void on_robots(void *arg, const char *refusal)
{
	struct result *r = arg;

	if (refusal)
		fail(r, POLL_REFUSED, refusal);
	else
		store_later(r);
}

/* The sitemaps of an index, the newest first: which one is the user's choice.
 */
static const char *index_words(struct arena *a, const struct doc *d)
{
	const struct entry *newest = NULL;

	for (size_t i = 0; i < d->entry_count; i++)
		if (d->entries[i].link &&
		    (!newest || d->entries[i].updated > newest->updated))
			newest = &d->entries[i];
	return arena_printf(a,
	    "an index of %zu sitemaps, not one of pages: name one of them "
	    "instead, as %.200s",
	    d->entry_count, newest ? newest->link : "(none)");
}

static void on_parsed(void *arg, const struct frame *f, const char *why)
{
	struct result *r = arg;
	struct pipeline *p = r->pipeline;
	struct parse_reply reply;

	p->bytes_in_flight -= r->body_len;
	poll_resume(p->poll);
	if (!f) {
		parser_died(r, why);
		return;
	}
	if (f->type != MSG_PARSED || parse_reply_read(f, &r->arena, &reply)) {
		parser_died(r, "its answer made no sense");
		return;
	}
	if (reply.result) {
		fail(r, POLL_NOT_A_FEED,
		    reply.error ? reply.error : "not a feed");
		return;
	}
	if (r->end_unsure && reply.doc.ends_early) { /* rule 30 */
		fail(r, POLL_FAILED, "the document came cut short");
		return;
	}
	r->is_sitemap = is_sitemap(&reply.doc);
	if (reply.doc.is_index) {
		fail(r, POLL_NOT_A_FEED, index_words(&r->arena, &reply.doc));
		return;
	}
	r->doc = arena_copy(&r->arena, &reply.doc, sizeof(reply.doc));
	if (p->pages && is_sitemap(r->doc))
		pages_ask_robots(
		    p->pages, r->job->feeds[0]->feed.url, on_robots, r);
	else
		store_later(r);
}

static void parse(struct result *r, const struct fetch_reply *reply)
{
	struct pipeline *p = r->pipeline;
	struct parse_request ask = {.base_url = reply->final_url,
	    .content_type = reply->content_type,
	    .body = reply->body,
	    .body_len = reply->body_len};
	struct child *parser =
	    p->setup.parsers[p->next_parser++ % p->setup.parser_count];
	struct buf b;

	p->bytes_in_flight += r->body_len;
	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &ask);
	child_ask(parser, MSG_PARSE, b.data, b.len, on_parsed, r);
	buf_free(&b);
}

/* Is this the body that every feed of the job has seen already? */
static bool body_is_known(const struct result *r)
{
	for (size_t i = 0; i < r->job->count; i++)
		if (r->job->feeds[i]->feed.body_hash != r->hash)
			return false;
	return true;
}

static void take_body(struct result *r, const struct fetch_reply *reply)
{
	const struct bad_document *bad;

	r->body_len = reply->body_len;
	r->end_unsure = reply->end_unsure;
	r->hash = XXH3_64bits(reply->body, reply->body_len);
	bad = find_bad(r->pipeline, r->hash);
	if (is_left_alone(r->pipeline, bad)) {
		fail(r, POLL_NOT_A_FEED, bad->why);
		return;
	}
	if (body_is_known(r)) {
		r->answer.outcome = POLL_UNCHANGED;
		store_later(r);
		return;
	}
	parse(r, reply);
}

static void take_reply(struct result *r, const struct fetch_reply *reply)
{
	int64_t now = clock_wall(r->pipeline->setup.clock);
	struct arena *a = &r->arena;

	r->answer = (struct poll_answer){.status = (int)reply->status,
	    .max_age_s = reply->max_age_s,
	    .age_s = reply->age_s,
	    .retry_after = arena_strdup(a, reply->retry_after),
	    .rate_limit_remaining =
		arena_strdup(a, reply->rate_limit_remaining),
	    .rate_limit_reset = arena_strdup(a, reply->rate_limit_reset)};
	if (reply->result != FETCH_HTTP) {
		fail(r, POLL_FAILED, reply->error ? reply->error : "no answer");
		return;
	}
	r->etag = arena_strdup(a, reply->etag);
	r->last_modified = arena_strdup(a, reply->last_modified);
	if (reply->moved_permanently)
		r->moved_to = arena_strdup(a, reply->final_url);
	r->answer.outcome =
	    schedule_outcome(r->answer.status, r->answer.retry_after, now);
	if (r->answer.outcome == POLL_FRESH)
		take_body(r, reply);
	else
		store_later(r);
}

/*
 * A request that got lost with net is made once more soon; one that is lost
 * twice in a row may be what net dies of.
 */
static enum poll_outcome note_lost(struct poll_job *job, bool lost)
{
	bool again = false;

	for (size_t i = 0; i < job->count; i++) {
		again |= job->feeds[i]->lost;
		job->feeds[i]->lost = lost;
	}
	return again ? POLL_FAILED : POLL_LOST;
}

void pipeline_answered(void *pipeline, struct poll_job *job,
    const struct fetch_reply *reply, const char *why)
{
	struct pipeline *p = pipeline;
	struct result *r = mem_alloc(sizeof(*r));
	char text[160];

	r->pipeline = p;
	r->job = job;
	arena_init(&r->arena);
	p->waiting++;
	if (reply) {
		note_lost(job, false);
		take_reply(r, reply);
		return;
	}
	snprintf(text, sizeof(text), "net did not answer: %s", why);
	r->answer.max_age_s = -1;
	fail(r, note_lost(job, true), text);
}

void pipeline_clear(void *pipeline, const char *url,
    void (*done)(void *, const char *refusal), void *arg)
{
	struct pipeline *p = pipeline;

	pages_ask_robots(p->pages, url, done, arg);
}

void pipeline_refused(void *pipeline, struct poll_job *job, const char *refusal)
{
	struct pipeline *p = pipeline;
	struct result *r = mem_alloc(sizeof(*r));

	r->pipeline = p;
	r->job = job;
	arena_init(&r->arena);
	p->waiting++;
	r->answer.max_age_s = -1;
	fail(r, POLL_REFUSED, refusal);
}

bool pipeline_may_ask(void *pipeline)
{
	const struct pipeline *p = pipeline;

	return p->bytes_in_flight < BYTES_IN_FLIGHT &&
	       p->waiting < RESULTS_WAITING;
}

/* --- from the result to the store --- */

static void note_state(struct pipeline *p, const struct feed *before,
    const struct feed *after, int64_t now, struct err *e, int *rc)
{
	char detail[96];
	bool fresh;
	struct event ev = {.kind = EVENT_FEED_STATE,
	    .subject = after->id,
	    .at = now,
	    .noted_at = now,
	    .detail = detail};

	if (before->state == after->state)
		return;
	/* The time makes each change an event of its own. */
	snprintf(detail, sizeof(detail), "%s %s %" PRId64,
	    feed_state_name(before->state), feed_state_name(after->state), now);
	if (after->state == FEED_GONE)
		log_warn("feed %s: the server says it is gone for good (410); "
			 "remove it, or give it its new address",
		    after->source.slug);
	else if (after->failing_since && !before->failing_since)
		log_info("feed %s: %s", after->source.slug,
		    after->state_reason ? after->state_reason : "fails");
	else if (before->failing_since && !after->failing_since)
		log_info("feed %s: well again", after->source.slug);
	*rc = store_event(p->setup.store, &ev, &fresh, e);
}

static int note_answer(struct pipeline *p, const struct result *r,
    struct feed *f, int64_t now, size_t fresh, struct err *e)
{
	struct feed_answer a = {.at = now,
	    .status = r->answer.status,
	    .bytes = (int64_t)r->body_len,
	    .new_items = (int64_t)fresh,
	    .took_ms = r->job->took_ms,
	    .error = f->failing_since ? f->state_reason : NULL};

	if (r->answer.outcome == POLL_LOST)
		a.error = r->answer.error;
	f->answers++;
	return store_answer_put(p->setup.store, f, &a, e);
}

/* The document, without the entries that wait for their pages. */
static int judge_document(struct pipeline *p, struct result *r,
    const struct feed *f, int64_t now, bool backlog, struct judging_news *news,
    struct err *e)
{
	struct pagetake take = {.store = p->setup.store,
	    .arena = &r->arena,
	    .policy = p->page_policy,
	    .feed = f,
	    .now = now,
	    .oldest = now - p->keep_s,
	    .backlog = backlog};
	struct doc doc = *r->doc;

	if (p->pages && pagetake_applies(f, r->doc)) {
		pages_wanted(p->pages);
		if (pagetake_document(&take, r->doc, &doc, e))
			return -1;
	}
	return judging_document(
	    p->judging, f, &doc, now, take.oldest, backlog, news, e);
}

/* Applies a result to one feed: f is a copy, kept where all commits. */
static int apply(struct pipeline *p, struct result *r, struct feed *f,
    int64_t now, struct judging_news *news, struct err *e)
{
	struct feed before = *f;
	bool backlog = !f->succeeded_at;
	bool well = r->answer.outcome == POLL_FRESH ||
		    r->answer.outcome == POLL_UNCHANGED;
	size_t fresh = news->new_items + news->revised_items;
	char *old = NULL;
	int rc = 0;

	if (well)
		schedule_validators(
		    f, r->answer.status, r->etag, r->last_modified);
	f->sitemap |= r->is_sitemap;
	if (r->doc) {
		f->sitemap = r->is_sitemap;
		schedule_hints(f, r->doc, now);
		f->body_hash = r->hash;
	}
	if (schedule_answer(
		f, poll_policy(p->poll), &r->answer, now, p->setup.rng))
		log_warn("feed %s: its server asks to wait for longer than "
			 "seven days; that is cut to seven",
		    f->source.slug);
	if (well && schedule_moved(f, r->moved_to, now, &old)) {
		log_warn("feed %s has moved from %s to %s for three days: it "
			 "is asked there now%s",
		    f->source.slug, old, f->url,
		    f->added_at ? "" : "; put that into its file");
		free(old);
	}
	if (r->doc)
		rc = judge_document(p, r, f, now, backlog, news, e);
	fresh = news->new_items + news->revised_items - fresh;
	if (!rc)
		note_state(p, &before, f, now, e, &rc);
	if (!rc)
		rc = note_answer(p, r, f, now, fresh, e);
	if (!rc)
		rc = store_feed_save(p->setup.store, f, e);
	if (!rc && r->answer.status == 429)
		rc = poll_pause_host(p->poll, f, "its host asked to wait", e);
	return rc;
}

/* The feeds of one result. The copies are what is committed. */
static int apply_all(struct pipeline *p, struct result *r, struct feed *copies,
    int64_t now, struct judging_news *news, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < r->job->count; i++)
		feed_copy(&copies[i], &r->job->feeds[i]->feed);
	for (size_t i = 0; i < r->job->count && !rc; i++)
		rc = apply(p, r, &copies[i], now, news, e);
	return rc;
}

/* What has been committed becomes what is in memory. */
static void adopt(struct result *r, struct feed *copies)
{
	for (size_t i = 0; i < r->job->count; i++) {
		struct feed *f = &r->job->feeds[i]->feed;
		/* A reload may have changed the source meanwhile. */
		struct source source = f->source;
		int64_t interval_s = f->interval_s;
		bool fulltext = f->fulltext;

		feed_release(f);
		*f = copies[i];
		f->source = source;
		f->interval_s = interval_s;
		f->fulltext = fulltext;
	}
}

/* Nothing could be stored: the feeds stay as they were, and wait a while. */
static void give_up(struct result *r, int64_t now)
{
	for (size_t i = 0; i < r->job->count; i++)
		r->job->feeds[i]->feed.due_at = now + STORE_RETRY_S;
}

static size_t job_feeds(const struct result *r)
{
	size_t n = 0;

	for (; r; r = r->next)
		n += r->job->count;
	return n;
}

/* What is stored together. */
struct turn {
	struct result *first;
	struct feed *copies; /* of all its feeds */
	size_t feed_count;
	struct pipeline_work *works;
	/* The one that could not be applied, where it was one. */
	struct result *bad;
	struct pipeline_work *bad_work;
	int64_t now;
	bool judges; /* there are documents in it, or a deadline has passed */
	struct judging_news news;
};

/* All of it in one transaction, or nothing of any. */
static int store_once(struct pipeline *p, struct turn *t, struct err *e)
{
	struct store *s = p->setup.store;
	struct feed *copies = t->copies;
	struct judging_news *news = &t->news;
	int64_t now = t->now;

	t->bad = NULL;
	t->bad_work = NULL;
	if (t->judges && judging_ready(p->judging, now, e))
		return -1;
	if (store_begin(s, e))
		return -1;
	for (struct result *r = t->first; r; r = r->next) {
		if (apply_all(p, r, copies, now, news, e)) {
			t->bad = r;
			goto undo;
		}
		copies += r->job->count;
	}
	for (struct pipeline_work *w = t->works; w; w = w->next) {
		if (w->apply(w, p->judging, now, now - p->keep_s, news, e)) {
			t->bad_work = w;
			goto undo;
		}
	}
	if (t->judges && judging_advance(p->judging, now, news, e))
		goto undo;
	if (!store_commit(s, e))
		return 0;
undo:
	store_rollback(s);
	return -1;
}

static void leave_out(struct turn *t, const struct err *e)
{
	struct pipeline_work **at = &t->works, *bad = t->bad_work;

	log_error("a page cannot be stored: %s", e->text);
	while (*at != bad)
		at = &(*at)->next;
	*at = bad->next;
	bad->end(bad, false);
}

static void make_failure(struct result *bad, const struct err *e)
{
	log_error("feed %s: cannot be stored: %s",
	    bad->job->feeds[0]->feed.source.slug, e->text);
	bad->doc = NULL;
	bad->answer.outcome = POLL_FAILED;
	bad->answer.error = arena_strdup(&bad->arena, e->text);
}

/*
 * A document that cannot be stored becomes a failure of its feed, and takes
 * nothing else with it: the turn is undone, and done again without it.
 */
static int store_all(struct pipeline *p, struct turn *t, struct err *e)
{
	struct err again;

	while (store_once(p, t, e)) {
		for (size_t i = 0; i < t->feed_count; i++)
			feed_release(&t->copies[i]);
		t->news = (struct judging_news){0};
		if (judging_rebuild(p->judging, t->now, &again)) {
			log_error(
			    "the judge cannot be built anew: %s", again.text);
			return -1;
		}
		if (t->bad_work)
			leave_out(t, e);
		else if (t->bad && t->bad->doc)
			make_failure(t->bad, e);
		else
			return -1;
	}
	return 0;
}

/* Lets go of old items, a few at a time, when there is nothing else to do. */
static void trim(struct pipeline *p, int64_t now)
{
	struct err e;
	size_t removed = 0;
	bool left = false, pages_left = false;

	p->trim_at = now + TRIM_EVERY_S;
	if (store_begin(p->setup.store, &e))
		return;
	if (store_trim(p->setup.store, now - p->keep_s, TRIM_STEP, &removed,
		&left, &e) ||
	    store_pages_trim(
		p->setup.store, now - p->keep_s, TRIM_STEP, &pages_left, &e) ||
	    store_commit(p->setup.store, &e)) {
		store_rollback(p->setup.store);
		log_error("old items cannot be let go: %s", e.text);
		return;
	}
	if (removed)
		log_info("%zu old items let go", removed);
	if (left || pages_left) {
		p->trim_at = now;
		event_active(p->store_turn, 0, 0);
	}
}

/* What is done once an hour, when there is nothing else to do. */
static void keep_house(struct pipeline *p, int64_t now)
{
	struct err e;

	if (now < p->trim_at)
		return;
	trim(p, now);
	if (now < p->trim_at && judging_tidy(p->judging, now, &e))
		log_error("the judge cannot be built anew: %s", e.text);
}

static void rest_soon(struct pipeline *p)
{
	static const struct timeval after = {.tv_sec = REST_AFTER_S};

	evtimer_add(p->rest, &after);
}

static void on_rest(evutil_socket_t fd, short what, void *arg)
{
	struct pipeline *p = arg;

	(void)fd;
	(void)what;
	if (p->waiting) {
		rest_soon(p);
		return;
	}
	store_rest(p->setup.store);
	malloc_trim(0);
}

/* Rumors whose time is over turn without any item: wake then. */
static void on_deadline(void *arg)
{
	struct pipeline *p = arg;

	p->clock_moved = true;
	event_active(p->store_turn, 0, 0);
}

static void end_results(struct pipeline *p, struct result *first,
    struct feed *copies, int64_t now, bool stored)
{
	struct result *next;

	for (struct result *r = first; r; r = next) {
		next = r->next;
		if (stored)
			adopt(r, copies);
		else
			give_up(r, now);
		copies += r->job->count;
		p->waiting--;
		poll_done(r->job);
		result_free(r);
	}
}

static void end_works(struct pipeline_work *first, bool stored)
{
	struct pipeline_work *next;

	for (struct pipeline_work *w = first; w; w = next) {
		next = w->next;
		w->end(w, stored);
	}
}

static struct turn take_turn(struct pipeline *p, int64_t now)
{
	struct turn t = {.first = p->first, .works = p->works, .now = now};

	t.judges = p->clock_moved || t.works;
	for (const struct result *r = t.first; r && !t.judges; r = r->next)
		t.judges = r->doc != NULL;
	t.feed_count = job_feeds(t.first);
	t.copies = mem_array(t.feed_count + 1, sizeof(*t.copies));
	p->first = NULL;
	p->last = &p->first;
	p->turn_results = p->turn_bytes = 0;
	p->works = NULL;
	p->last_work = &p->works;
	p->clock_moved = false;
	return t;
}

static void on_store_turn(evutil_socket_t fd, short what, void *arg)
{
	struct pipeline *p = arg;
	int64_t now = clock_wall(p->setup.clock);
	struct turn t;
	struct err e;
	int rc;

	(void)fd;
	(void)what;
	if (!p->first && !p->works && !p->clock_moved) {
		keep_house(p, now);
		return;
	}
	if (p->works || p->turn_bytes)
		rest_soon(p);
	t = take_turn(p, now);
	rc = store_all(p, &t, &e);
	if (rc)
		log_error("nothing of this turn could be stored: %s", e.text);
	end_results(p, t.first, t.copies, now, rc == 0);
	end_works(t.works, rc == 0);
	free(t.copies);
	if (t.judges)
		alarm_set(p->deadline, judging_deadline(p->judging, now));
	p->setup.committed(p->setup.arg, rc == 0 && t.news.settled);
	if (!rc && !p->waiting && now >= p->trim_at)
		event_active(p->store_turn, 0, 0);
}

/*
 * The judge is built from the store when the first document wants it, or when
 * a start has come to rest: answers that bring nothing new do not wait for it.
 */
static void on_build(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	on_deadline(arg);
}

/* --- the whole --- */

struct pipeline *pipeline_new(const struct pipeline_setup *setup,
    const struct lexicon *lexicon, int64_t keep_s)
{
	static const struct timeval build_after = {.tv_sec = BUILD_AFTER_S};
	struct pipeline *p = mem_alloc(sizeof(*p));

	p->setup = *setup;
	p->keep_s = keep_s;
	p->last = &p->first;
	p->last_work = &p->works;
	p->rest = evtimer_new(setup->base, on_rest, p);
	p->judging = judging_new(setup->store);
	p->store_turn = event_new(setup->base, -1, 0, on_store_turn, p);
	event_priority_set(p->store_turn, 2); /* after what has arrived */
	p->deadline = alarm_new(setup->base, setup->clock, on_deadline, p);
	p->build = evtimer_new(setup->base, on_build, p);
	event_priority_set(p->build, 2);
	evtimer_add(p->build, &build_after);
	judging_prepare(p->judging, lexicon);
	rest_soon(p);
	return p;
}

void pipeline_free(struct pipeline *p)
{
	struct result *next;

	if (!p)
		return;
	for (struct result *r = p->first; r; r = next) {
		next = r->next;
		result_free(r);
	}
	judging_free(p->judging);
	alarm_free(p->deadline);
	event_free(p->store_turn);
	event_free(p->rest);
	event_free(p->build);
	free(p);
}

void pipeline_set_poll(struct pipeline *p, struct poll *poll)
{
	p->poll = poll;
}

void pipeline_set_pages(struct pipeline *p, struct pages *pages)
{
	p->pages = pages;
}

void pipeline_set_page_policy(
    struct pipeline *p, const struct page_policy *policy)
{
	p->page_policy = *policy;
}

int pipeline_use(struct pipeline *p, const struct lexicon *lexicon,
    int64_t keep_s, struct err *e)
{
	int64_t now = clock_wall(p->setup.clock);

	p->keep_s = keep_s;
	if (judging_use(p->judging, lexicon, now, e))
		return -1;
	alarm_set(p->deadline, judging_deadline(p->judging, now));
	rest_soon(p);
	return 0;
}

void pipeline_stepped(struct pipeline *p)
{
	if (evtimer_pending(p->build, NULL)) /* no deadline is known yet */
		on_deadline(p);
	alarm_stepped(p->deadline);
}

struct judging *pipeline_judging(struct pipeline *p)
{
	return p->judging;
}

void pipeline_changed(struct pipeline *p, bool settled)
{
	int64_t now = clock_wall(p->setup.clock);

	alarm_set(p->deadline, judging_deadline(p->judging, now));
	p->setup.committed(p->setup.arg, settled);
}
