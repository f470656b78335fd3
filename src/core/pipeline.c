/* What is stored together, and what is done between. */
#include "core/pipeline.h"

#include <event2/event.h>
#include <malloc.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/judging.h"
#include "core/result.h"

/*
 * Results wait a moment for those that are about to come: together they are
 * one transaction, and few pages of the database hold many feeds.
 */
#define TURN_WAIT_MS 10
#define TURN_RESULTS 128	/* so many do not wait */
#define TURN_BYTES   (2u << 20) /* of documents; nor do these */
#define TRIM_STEP    50		/* items a step of retention: some 10 ms */
#define TRIM_EVENTS  500
#define TRIM_EVERY_S (6 * 3600) /* all that is old and stays is looked at */
#define TIDY_EVERY_S 3600
/*
 * A mail that told a verdict is what a correction of it answers, and a verdict
 * bears on the board for 400 days.
 */
#define MAIL_KEPT_S   (INT64_C(400) * 86400)
#define BUILD_AFTER_S 1 /* the judge, at a start */
#define REST_AFTER_S  2 /* documents leave much that is free */

/* --- the turn --- */

void result_store(struct result *r)
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
		if (result_apply(p, r, copies, now, news, e)) {
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

static void end_results(struct pipeline *p, struct result *first,
    struct feed *copies, int64_t now, bool stored)
{
	struct result *next;

	for (struct result *r = first; r; r = next) {
		next = r->next;
		if (stored)
			result_adopt(r, copies);
		else
			result_give_up(r, now);
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

/* --- between turns --- */

static int64_t mail_kept_s(const struct pipeline *p)
{
	return p->keep_s > MAIL_KEPT_S ? p->keep_s : MAIL_KEPT_S;
}

/* Lets go of what is old, a little at a time, when nothing else is to do. */
static void trim(struct pipeline *p, int64_t now)
{
	struct store *s = p->setup.store;
	int64_t before = now - p->keep_s;
	static const struct timeval at_once = {0};
	size_t items = 0, mails = 0, events = 0;
	bool left = false, pages_left = false;
	struct err e;

	p->trim_at = now + TRIM_EVERY_S;
	if (store_begin(s, &e))
		return;
	if (store_trim(s, before, TRIM_STEP, &items, &left, &e) ||
	    store_pages_trim(s, before, TRIM_STEP, &pages_left, &e) ||
	    store_mail_trim(s, now - mail_kept_s(p), TRIM_STEP, &mails, &e) ||
	    store_event_trim(s, before, TRIM_EVENTS, &events, &e) ||
	    store_commit(s, &e)) {
		store_rollback(s);
		log_error("what is old cannot be let go: %s", e.text);
		return;
	}
	if (items)
		log_info("%zu old items let go", items);
	if (left || pages_left || mails == TRIM_STEP || events == TRIM_EVENTS) {
		/* By the clock: what is activated here would run before all
		 * that has come in meanwhile. */
		p->trim_at = now;
		evtimer_add(p->store_turn, &at_once);
	}
}

/* Further ahead than it is set the time was set by a wrong clock. */
static bool is_due(int64_t at, int64_t every_s, int64_t now)
{
	return now >= at || at > now + every_s;
}

static bool house_is_due(const struct pipeline *p, int64_t now)
{
	return is_due(p->trim_at, TRIM_EVERY_S, now) ||
	       is_due(p->tidy_at, TIDY_EVERY_S, now);
}

/* What is done now and then, when there is nothing else to do. */
static void keep_house(struct pipeline *p, int64_t now)
{
	struct err e;

	if (is_due(p->trim_at, TRIM_EVERY_S, now))
		trim(p, now);
	if (now >= p->trim_at || !is_due(p->tidy_at, TIDY_EVERY_S, now))
		return;
	p->tidy_at = now + TIDY_EVERY_S;
	if (judging_tidy(p->judging, now, &e))
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
	if (!rc && !p->waiting && house_is_due(p, now))
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
