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
#define TURN_WAIT_MS  10
#define TURN_RESULTS  128	 /* so many do not wait */
#define TURN_BYTES    (2u << 20) /* of documents; nor do these */
#define TURN_SLICE_MS 20	 /* then it stores what it has */
#define TRIM_STEP     50	 /* items a step of retention: some 10 ms */
#define TRIM_EVENTS   500
#define TRIM_EVERY_S  (6 * 3600) /* all that is old and stays is looked at */
#define TIDY_EVERY_S  3600
/*
 * A mail that told a verdict is what a correction of it answers, and a verdict
 * bears on the board for 400 days.
 */
#define MAIL_KEPT_S   (INT64_C(400) * 86400)
#define BUILD_AFTER_S 1 /* the judge, at a start */
#define REST_AFTER_S  2 /* documents leave much that is free */
/*
 * An item that comes late has its vendor's rumors judged again, from the
 * first. While more is to come that takes no more than a part of the time.
 */
#define FOLD_SHARE    5
#define FOLD_MOST_MS  5000  /* a rumor waits so long at the most */
#define FOLD_RETRY_MS 60000 /* after a commit failed */

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

/* What is stored together; later: what it has left to the next. */
struct turn {
	struct result *first, *later;
	struct feed *copies; /* of all its feeds */
	size_t feed_count;
	struct pipeline_work *works, *later_works;
	/* The one that could not be applied, where it was one. */
	struct result *bad;
	struct pipeline_work *bad_work;
	int64_t now;
	bool judges; /* there are documents in it, or a deadline has passed */
	bool folded; /* all rumors are written */
	struct judging_news news;
};

/* --- the slice of a turn --- */

static void put_off(struct result **from, struct turn *t)
{
	struct result **end = from;

	while (*end)
		end = &(*end)->next;
	*end = t->later;
	t->later = *from;
	*from = NULL;
}

static void put_off_works(struct pipeline_work **from, struct turn *t)
{
	struct pipeline_work **end = from;

	while (*end)
		end = &(*end)->next;
	*end = t->later_works;
	t->later_works = *from;
	*from = NULL;
}

static int apply_results(
    struct pipeline *p, struct turn *t, int64_t until_ms, struct err *e)
{
	struct feed *copies = t->copies;

	for (struct result **r = &t->first; *r; r = &(*r)->next) {
		if (r != &t->first && clock_mono_ms() >= until_ms) {
			put_off(r, t);
			return 0;
		}
		if (result_apply(p, *r, copies, t->now, &t->news, e)) {
			t->bad = *r;
			return -1;
		}
		copies += (*r)->job->count;
	}
	return 0;
}

static int apply_works(
    struct pipeline *p, struct turn *t, int64_t until_ms, struct err *e)
{
	for (struct pipeline_work **w = &t->works; *w; w = &(*w)->next) {
		if ((t->first || w != &t->works) &&
		    clock_mono_ms() >= until_ms) {
			put_off_works(w, t);
			return 0;
		}
		if ((*w)->apply(*w, p->judging, t->now,
			pipeline_oldest(p, t->now), &t->news, e)) {
			t->bad_work = *w;
			return -1;
		}
	}
	return 0;
}

/*
 * Rumors follow at once, unless so much has come that folding them is
 * expensive, and more is awaited.
 */
static bool may_fold(const struct pipeline *p, const struct turn *t)
{
	int64_t now_ms = clock_mono_ms();
	size_t here = 0;

	if (judging_is_halfway(p->judging) || p->hurries)
		return true;
	if (p->owes_since_ms && now_ms - p->owes_since_ms >= FOLD_MOST_MS)
		return true;
	if (t->later || t->later_works)
		return false;
	for (const struct result *r = t->first; r; r = r->next)
		here++;
	return now_ms >= p->fold_at_ms ||
	       (p->waiting == here && !poll_asking(p->poll));
}

static int advance(
    struct pipeline *p, struct turn *t, int64_t until_ms, struct err *e)
{
	int64_t begun = clock_mono_ms();
	int rc;

	if (!t->judges && !judging_owes(p->judging))
		return 0;
	if (!may_fold(p, t))
		return judging_put_off(p->judging, e);
	rc = judging_advance_some(p->judging, t->now, until_ms, &t->news, e);
	p->folding_ms += clock_mono_ms() - begun;
	t->folded = rc == 0;
	return rc < 0 ? -1 : 0;
}

/* All of it in one transaction, or nothing of any. */
static int store_once(struct pipeline *p, struct turn *t, struct err *e)
{
	struct store *s = p->setup.store;
	int64_t until_ms =
	    p->hurries ? INT64_MAX : clock_mono_ms() + TURN_SLICE_MS;

	t->bad = NULL;
	t->bad_work = NULL;
	if (t->judges && judging_ready(p->judging, t->now, e))
		return -1;
	if (store_begin(s, e))
		return -1;
	if (!apply_results(p, t, until_ms, e) &&
	    !apply_works(p, t, until_ms, e) && !advance(p, t, until_ms, e) &&
	    !store_commit(s, e))
		return 0;
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
 * The board may remember what the store has let go of: an old item that a late
 * one makes evidence, or a copy of. The one that is built anew does not, so a
 * turn that fails is tried once more as it is. Then a document that cannot be
 * stored becomes a failure of its feed, and takes nothing else with it.
 */
static int store_all(struct pipeline *p, struct turn *t, struct err *e)
{
	struct err again;
	bool tried = false;

	while (store_once(p, t, e)) {
		for (size_t i = 0; i < t->feed_count; i++)
			feed_release(&t->copies[i]);
		t->news = (struct judging_news){0};
		if (judging_rebuild(p->judging, t->now, &again)) {
			log_error(
			    "the judge cannot be built anew: %s", again.text);
			return -1;
		}
		if (!tried)
			tried = true;
		else if (t->bad_work)
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

/* Documents are left where they are; answers that bring none are taken. */
static void take_answers(struct pipeline *p, struct turn *t)
{
	struct result *next, **docs = &p->first, **answers = &t->first;

	for (struct result *r = p->first; r; r = next) {
		struct result ***to = r->doc ? &docs : &answers;

		next = r->next;
		**to = r;
		*to = &r->next;
		if (!r->doc) {
			p->turn_results--;
			p->turn_bytes -= r->body_len;
		}
	}
	*answers = *docs = NULL;
	p->last = docs;
}

static void take_all(struct pipeline *p, struct turn *t)
{
	t->first = p->first;
	t->works = p->works;
	t->judges = p->clock_moved || t->works;
	for (const struct result *r = t->first; r && !t->judges; r = r->next)
		t->judges = r->doc != NULL;
	p->first = NULL;
	p->last = &p->first;
	p->turn_results = p->turn_bytes = 0;
	p->works = NULL;
	p->last_work = &p->works;
	p->clock_moved = false;
}

/* While the judge is half built, or its board half folded, documents wait. */
static struct turn take_turn(struct pipeline *p, int64_t now)
{
	struct turn t = {.now = now};

	if (judging_is_building(p->judging) || judging_is_halfway(p->judging))
		take_answers(p, &t);
	else
		take_all(p, &t);
	t.feed_count = job_feeds(t.first);
	t.copies = mem_array(t.feed_count + 1, sizeof(*t.copies));
	return t;
}

/* What the turn has left comes before what has arrived meanwhile. */
static void give_back(struct pipeline *p, const struct turn *t)
{
	struct result **r = &p->first;
	struct pipeline_work **w = &p->works;
	struct result *others = p->first;
	struct pipeline_work *other_works = p->works;

	for (*r = t->later; *r; r = &(*r)->next) {
		p->turn_results++;
		p->turn_bytes += (*r)->body_len;
	}
	*r = others;
	if (!others)
		p->last = r;
	for (*w = t->later_works; *w;)
		w = &(*w)->next;
	*w = other_works;
	if (!other_works)
		p->last_work = w;
}

/* --- between turns --- */

static void rest_soon(struct pipeline *p)
{
	static const struct timeval after = {.tv_sec = REST_AFTER_S};

	evtimer_add(p->rest, &after);
}

int64_t pipeline_oldest(const struct pipeline *p, int64_t now)
{
	return (p->setup.sure ? p->setup.sure(p->setup.arg) : now) - p->keep_s;
}

static int64_t mail_kept_s(const struct pipeline *p)
{
	return p->keep_s > MAIL_KEPT_S ? p->keep_s : MAIL_KEPT_S;
}

/* Lets go of what is old, a little at a time, when nothing else is to do. */
static void trim(struct pipeline *p, int64_t now)
{
	struct store *s = p->setup.store;
	int64_t before = pipeline_oldest(p, now);
	static const struct timeval at_once = {0};
	size_t items = 0, mails = 0, events = 0;
	bool left = false, pages_left = false;
	struct err e;

	p->trim_at = now + TRIM_EVERY_S;
	if (store_begin(s, &e))
		return;
	if (store_trim(s, before, TRIM_STEP, &items, &left, &e) ||
	    store_pages_trim(s, before, TRIM_STEP, &pages_left, &e) ||
	    store_mail_trim(s, before + p->keep_s - mail_kept_s(p), TRIM_STEP,
		&mails, &e) ||
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
static void fold_in(struct pipeline *p, int64_t ms)
{
	const struct timeval in = {
	    .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

	evtimer_add(p->fold, &in);
}

static void keep_house(struct pipeline *p, int64_t now)
{
	if (is_due(p->trim_at, TRIM_EVERY_S, now))
		trim(p, now);
	if (now >= p->trim_at || !is_due(p->tidy_at, TIDY_EVERY_S, now))
		return;
	p->tidy_at = now + TIDY_EVERY_S;
	if (judging_tidy(p->judging)) {
		p->build_due = true;
		fold_in(p, 0);
	}
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

static void on_fold(evutil_socket_t fd, short what, void *arg)
{
	struct pipeline *p = arg;

	(void)fd;
	(void)what;
	event_active(p->store_turn, 0, 0);
}

static bool wants_judge(const struct pipeline *p)
{
	if (p->build_due || p->clock_moved || p->works)
		return true;
	for (const struct result *r = p->first; r; r = r->next)
		if (r->doc)
			return true;
	return false;
}

/* A slice of building the judge, where one is wanted and is not there. */
static void build_some(struct pipeline *p, int64_t now)
{
	struct err e;
	int rc;

	if (judging_judge(p->judging))
		p->build_due = false;
	if (judging_judge(p->judging) || !wants_judge(p))
		return;
	rest_soon(p);
	rc = judging_build_some(p->judging, now,
	    p->hurries ? INT64_MAX : clock_mono_ms() + TURN_SLICE_MS, &e);
	p->build_due = rc > 0;
	if (rc < 0) /* documents that want it are told so */
		log_error("the judge cannot be built: %s", e.text);
}

/* When the next turn is, where this one has left something. */
static void plan_fold(struct pipeline *p, const struct turn *t, bool stored)
{
	int64_t now_ms = clock_mono_ms(), rest_ms;

	if (t->folded) {
		rest_ms = p->folding_ms * (FOLD_SHARE - 1);
		p->fold_at_ms =
		    now_ms + (rest_ms < FOLD_MOST_MS ? rest_ms : FOLD_MOST_MS);
		p->folding_ms = p->owes_since_ms = 0;
	}
	if (!stored)
		p->fold_at_ms = now_ms + FOLD_RETRY_MS;
	if (!judging_owes(p->judging)) {
		if (p->first || p->works || p->clock_moved || p->build_due)
			fold_in(p, 0);
		return;
	}
	if (!p->owes_since_ms)
		p->owes_since_ms = now_ms;
	/* By the clock: what is activated here would run before all that has
	 * come in meanwhile. */
	if (p->first || p->works || judging_is_halfway(p->judging))
		fold_in(p, 0);
	else
		fold_in(p, p->fold_at_ms > now_ms ? p->fold_at_ms - now_ms : 0);
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
	if (!p->first && !p->works && !p->clock_moved && !p->build_due &&
	    !judging_owes(p->judging)) {
		keep_house(p, now);
		return;
	}
	build_some(p, now);
	if (p->works || p->turn_bytes)
		rest_soon(p);
	t = take_turn(p, now);
	rc = store_all(p, &t, &e);
	if (rc)
		log_error("nothing of this turn could be stored: %s", e.text);
	give_back(p, &t);
	end_results(p, t.first, t.copies, now, rc == 0);
	end_works(t.works, rc == 0);
	free(t.copies);
	plan_fold(p, &t, rc == 0);
	if (t.folded)
		alarm_set(p->deadline, judging_deadline(p->judging, now));
	p->setup.committed(p->setup.arg, rc == 0 && t.news.settled);
	if (!rc && !p->waiting && !judging_owes(p->judging) && !p->build_due &&
	    house_is_due(p, now))
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
	p->fold = evtimer_new(setup->base, on_fold, p);
	event_priority_set(p->fold, 2);
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
	event_free(p->fold);
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

void pipeline_catch_up(struct pipeline *p)
{
	if (!judging_owes(p->judging) && !p->build_due)
		return;
	p->hurries = true;
	on_store_turn(-1, 0, p);
	p->hurries = false;
}

bool pipeline_owes(const struct pipeline *p)
{
	return p->build_due || judging_owes(p->judging);
}

void pipeline_changed(struct pipeline *p, bool settled)
{
	int64_t now = clock_wall(p->setup.clock);

	if (judging_owes(p->judging)) /* it was built anew */
		fold_in(p, 0);

	alarm_set(p->deadline, judging_deadline(p->judging, now));
	p->setup.committed(p->setup.arg, settled);
}
