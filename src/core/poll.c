/* The queue of feeds, and the requests to net. */
#include "core/poll.h"

#include <event2/event.h>
#include <xxhash.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/polling.h"
#include "core/schedule.h"

static void ask_ready(struct poll *);

/* After its address may have changed. */
void poll_know_address(struct poll *p, struct polled *f)
{
	uint64_t key = XXH3_64bits(f->feed.url, strlen(f->feed.url));

	if (f->host && f->url_key == key)
		return;
	f->host = host_find(p, f->feed.url);
	f->url_key = key;
}

/* --- the queue --- */

void poll_look_later(struct poll *p)
{
	struct heap_node *first = heap_first(&p->due);
	int64_t at = first ? first->key : 0;

	/* One that was never asked may be due since 0: that is now. */
	alarm_set(p->alarm, first && at <= 0 ? 1 : at);
}

void poll_enqueue(struct poll *p, struct polled *f)
{
	int64_t at = f->feed.due_at, now = clock_wall(p->setup.clock);

	if (f->busy || f->ready || f->retired || f->feed.state == FEED_GONE)
		return;
	if (feed_is_held(&f->feed, now)) {
		if (!f->feed.held_until) {
			heap_remove(&p->due, &f->node);
			return;
		}
		at = at > f->feed.held_until ? at : f->feed.held_until;
	}
	heap_put(&p->due, &f->node, at);
}

void poll_dequeue(struct poll *p, struct polled *f)
{
	size_t kept = 0;

	heap_remove(&p->due, &f->node);
	f->ready = f->wanted = false;
	for (size_t i = 0; i < p->ready_count; i++)
		if (p->ready[i] != f)
			p->ready[kept++] = p->ready[i];
	p->ready_count = kept;
	poll_look_later(p);
}

static void make_ready(struct poll *p, struct polled *f)
{
	heap_remove(&p->due, &f->node);
	f->ready = true;
	p->ready = mem_room(
	    p->ready, p->ready_count, &p->ready_cap, sizeof(*p->ready));
	p->ready[p->ready_count++] = f;
}

static void on_alarm(void *arg)
{
	struct poll *p = arg;
	int64_t now = clock_wall(p->setup.clock);
	struct heap_node *n;

	for (n = heap_first(&p->due); n && n->key <= now;
	     n = heap_first(&p->due))
		make_ready(p, (struct polled *)n);
	ask_ready(p);
	poll_look_later(p);
}

static void on_go(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	ask_ready(arg);
	poll_look_later(arg);
}

/* --- asking --- */

static void release_host(struct poll_job *job)
{
	if (!job->asking)
		return;
	job->asking = false;
	host_release(job->poll, job->host);
}

static void on_answer(void *arg, const struct frame *frame, const char *why)
{
	struct poll_job *job = arg;
	struct poll *p = job->poll;
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	job->took_ms = clock_mono_ms() - job->asked_ms;
	release_host(job);
	if (frame && (frame->type != MSG_FETCHED ||
			 fetch_reply_read(frame, &a, &reply))) {
		log_error("net: an answer to %s that is no answer",
		    job->feeds[0]->feed.url);
		frame = NULL;
		why = "net gave no sound answer";
	}
	p->setup.answered(p->setup.arg, job, frame ? &reply : NULL, why);
	arena_free(&a);
}

static bool same_validators(const struct feed *a, const struct feed *b)
{
	const struct validators *x = &a->validators, *y = &b->validators;

	return !x->etag == !y->etag && !x->last_modified == !y->last_modified &&
	       (!x->etag || !strcmp(x->etag, y->etag)) &&
	       (!x->last_modified ||
		   !strcmp(x->last_modified, y->last_modified));
}

/* Rule 32: all feeds with this URL go into one job. */
static struct poll_job *make_job(struct poll *p, struct polled *first)
{
	struct poll_job *job = mem_alloc(sizeof(*job));
	int64_t now = clock_wall(p->setup.clock);
	size_t cap = 0;

	job->poll = p;
	for (size_t i = 0; i < p->count; i++) {
		struct polled *f = p->feeds[i];

		if (f->url_key != first->url_key || f->busy ||
		    f->feed.state == FEED_GONE ||
		    (f != first && (feed_is_held(&f->feed, now) ||
				       strcmp(f->feed.url, first->feed.url))))
			continue;
		job->feeds =
		    mem_room(job->feeds, job->count, &cap, sizeof(*job->feeds));
		job->feeds[job->count++] = f;
		f->busy = true;
		f->ready = f->wanted = f->cleared = false;
		heap_remove(&p->due, &f->node);
	}
	p->busy += job->count;
	job->next = p->jobs;
	job->link = &p->jobs;
	if (job->next)
		job->next->link = &job->next;
	p->jobs = job;
	return job;
}

static void job_free(struct poll_job *job)
{
	*job->link = job->next;
	if (job->next)
		job->next->link = job->link;
	free(job->feeds);
	free(job);
}

static void ask(struct poll *p, struct polled *first, struct host *host)
{
	struct poll_job *job = make_job(p, first);
	const struct feed *f = &job->feeds[0]->feed;
	struct fetch_request r = {.url = f->url,
	    .etag = f->validators.etag,
	    .last_modified = f->validators.last_modified,
	    .max_bytes = CAP_BODY};
	struct buf b;

	/* One of them is new and needs the body: so it is asked for. */
	for (size_t i = 1; i < job->count; i++)
		if (!same_validators(f, &job->feeds[i]->feed))
			r.etag = r.last_modified = NULL;
	job->host = host;
	job->asked_ms = clock_mono_ms();
	job->asking = host->busy = true;
	p->asking++;
	buf_init(&b, CAP_FRAME);
	fetch_request_write(&b, &r);
	log_debug("feed %s: asking", f->source.slug);
	child_ask(p->setup.net, MSG_FETCH, b.data, b.len, on_answer, job);
	buf_free(&b);
}

/* --- sitemaps --- */

/* The feed may be gone when its answer comes: it is known by its id. */
struct clearance {
	struct poll *poll;
	int64_t feed;
};

static void on_cleared(void *arg, const char *refusal)
{
	struct clearance *c = arg;
	struct poll *p = c->poll;

	for (size_t i = 0; i < p->count; i++) {
		struct polled *f = p->feeds[i];

		if (f->feed.id != c->feed || !f->clearing)
			continue;
		f->clearing = false;
		f->cleared = true;
		free(f->refusal);
		f->refusal = mem_strdup(refusal);
	}
	free(c);
	poll_resume(p);
}

static bool is_cleared(struct poll *p, struct polled *f)
{
	struct clearance *c;

	if (f->clearing || f->cleared || !p->setup.clear)
		return !f->clearing;
	c = mem_alloc(sizeof(*c));
	*c = (struct clearance){p, f->feed.id};
	f->clearing = true;
	p->setup.clear(p->setup.arg, f->feed.url, on_cleared, c);
	return f->cleared;
}

static void refuse(struct poll *p, struct polled *f)
{
	struct poll_job *job = make_job(p, f);
	char *refusal = f->refusal;

	f->refusal = NULL;
	p->setup.refused(p->setup.arg, job, refusal);
	free(refusal);
}

/* --- the turn --- */

/*
 * It may have waited for its host, or its alarm may be late: the clock may have
 * been set meanwhile. A feed that is not due any more is queued again.
 */
static bool is_due_still(struct poll *p, struct polled *f)
{
	int64_t due_at = f->feed.due_at;
	struct err e;

	if (f->wanted || schedule_is_due(&f->feed, clock_wall(p->setup.clock)))
		return true;
	if (f->feed.due_at != due_at &&
	    store_feed_save(p->setup.store, &f->feed, &e))
		log_error(
		    "feed %s: its next time: %s", f->feed.source.slug, e.text);
	f->ready = false;
	poll_enqueue(p, f);
	return false;
}

/* Asks those whose host is free, in order; the others stay. */
static void ask_ready(struct poll *p)
{
	int64_t now_ms = clock_mono_ms(), first_gap = INT64_MAX;
	size_t kept = 0;

	errands_run(p, true, now_ms, &first_gap);
	for (size_t i = 0; i < p->ready_count; i++) {
		struct polled *f = p->ready[i];

		if (!f->ready || f->retired)
			continue; /* went along with another of its URL */
		if (!is_due_still(p, f))
			continue;
		if (f->feed.sitemap && !is_cleared(p, f))
			p->ready[kept++] = f;
		else if (f->refusal)
			refuse(p, f);
		else if (host_may_be_asked(p, f->host, now_ms, &first_gap))
			ask(p, f, f->host);
		else
			p->ready[kept++] = f;
	}
	p->ready_count = kept;
	errands_run(p, false, now_ms, &first_gap);
	if (first_gap != INT64_MAX) {
		int64_t ms = first_gap - now_ms;
		struct timeval tv = {
		    .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

		evtimer_add(p->gap, &tv);
	}
}

void poll_resume(struct poll *p)
{
	if (p->ready_count || p->errands)
		event_active(p->go, 0, 0);
}

void poll_done(struct poll_job *job)
{
	struct poll *p = job->poll;
	struct err e;

	release_host(job);
	for (size_t i = 0; i < job->count; i++) {
		struct polled *f = job->feeds[i];

		f->busy = false;
		p->busy--;
		if (f->readdressed && !f->retired && polled_readdress(p, f, &e))
			log_error("feed %s: its new address: %s",
			    f->feed.source.slug, e.text);
		if (f->retired) {
			polled_free(p, f);
			continue;
		}
		poll_know_address(p, f);
		poll_enqueue(p, f);
	}
	if (job->done)
		job->done(job->arg);
	job_free(job);
	poll_look_later(p);
	poll_resume(p);
}

struct poll_job *poll_adopt(struct poll *p, const struct polled *which)
{
	struct polled *f = polled_own(p, which);

	poll_dequeue(p, f);
	return make_job(p, f);
}

/* --- the whole --- */

struct poll *poll_new(const struct poll_setup *setup)
{
	struct poll *p = mem_alloc(sizeof(*p));

	p->setup = *setup;
	p->alarm = alarm_new(setup->base, setup->clock, on_alarm, p);
	p->go = event_new(setup->base, -1, 0, on_go, p);
	p->gap = event_new(setup->base, -1, 0, on_go, p);
	return p;
}

void poll_free(struct poll *p)
{
	const struct map_entry *e;

	if (!p)
		return;
	while (p->jobs) {
		/* What left the list meanwhile is the job's alone. */
		for (size_t i = 0; i < p->jobs->count; i++)
			if (p->jobs->feeds[i]->retired)
				polled_free(p, p->jobs->feeds[i]);
		job_free(p->jobs);
	}
	for (size_t i = 0; i < p->count; i++)
		polled_free(p, p->feeds[i]);
	errands_free(p);
	for (size_t i = 0; (e = map_next(&p->hosts, &i)) != NULL;)
		free(e->value);
	map_free(&p->hosts);
	heap_free(&p->due);
	free(p->feeds);
	free(p->ready);
	alarm_free(p->alarm);
	event_free(p->go);
	event_free(p->gap);
	free(p);
}

void poll_stepped(struct poll *p)
{
	alarm_stepped(p->alarm);
}

enum poll_now poll_now(struct poll *p, const char *slug, int64_t *from)
{
	struct polled *f = polled_find(p, slug);

	if (!f)
		return POLL_NOW_UNKNOWN;
	if (f->busy || f->ready)
		return POLL_NOW_BUSY;
	if (feed_is_held(&f->feed, clock_wall(p->setup.clock)))
		return POLL_NOW_HELD;
	if (!schedule_may_poll(
		&f->feed, &p->policy, clock_wall(p->setup.clock), from))
		return POLL_NOW_TOO_SOON;
	make_ready(p, f);
	f->wanted = true;
	poll_resume(p);
	return POLL_NOW_OK;
}

const struct schedule_policy *poll_policy(const struct poll *p)
{
	return &p->policy;
}

size_t poll_count(const struct poll *p)
{
	return p->count;
}

const struct polled *poll_feed(const struct poll *p, size_t index)
{
	return p->feeds[index];
}

size_t poll_asking(const struct poll *p)
{
	return p->asking;
}

int64_t poll_next_at(const struct poll *p)
{
	struct heap_node *first = heap_first(&p->due);

	return first ? first->key : 0;
}

size_t poll_busy(const struct poll *p)
{
	return p->busy + p->ready_count;
}
