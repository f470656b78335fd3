/* The queue of feeds, the hosts they are on, and the requests to net. */
#include "core/poll.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <xxhash.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/schedule.h"
#include "text/url.h"

struct host {
	bool busy;
	int64_t free_at_ms; /* monotonic: the gap after the last request */
};

/* A request for what is no feed, from its asker to its answer. */
struct errand {
	struct errand *next;
	struct poll *poll;
	struct host *host;
	struct arena arena; /* of the request */
	struct fetch_request request;
	bool asked, at_once;
	poll_errand_done *done;
	void *arg;
};

struct poll {
	struct poll_setup setup;
	struct schedule_policy policy;
	int64_t min_gap_ms;
	size_t max_connections;
	struct polled **feeds; /* by slug */
	size_t count;
	struct heap due;
	struct polled **ready; /* in order of becoming due */
	size_t ready_count, ready_cap;
	struct map hosts;	/* name: struct host */
	struct errand *errands; /* in order of asking */
	size_t asking, busy;
	struct alarm *alarm; /* the first of due */
	struct event *go;    /* asks what may be asked, from the loop */
	struct event *gap;   /* the first host's gap ends */
	bool started;
};

static void ask_ready(struct poll *);

/* --- hosts --- */

static struct host *host_of(struct poll *p, const char *url)
{
	struct arena a;
	struct host *h;
	char *name;

	arena_init(&a);
	name = url_host(&a, url);
	h = map_get(&p->hosts, name ? name : "");
	if (!h) {
		h = mem_alloc(sizeof(*h));
		map_put(&p->hosts, name ? name : "", h);
	}
	arena_free(&a);
	return h;
}

/* After its address may have changed. */
static void know_address(struct poll *p, struct polled *f)
{
	uint64_t key = XXH3_64bits(f->feed.url, strlen(f->feed.url));

	if (f->host && f->url_key == key)
		return;
	f->host = host_of(p, f->feed.url);
	f->url_key = key;
}

/* Loopback, private and local names: many feeds there have many owners. */
static bool host_is_private(const char *name)
{
	struct in_addr v4;
	uint32_t a;

	if (name[0] == '[' || !strcmp(name, "localhost") || !strchr(name, '.'))
		return true;
	if (inet_pton(AF_INET, name, &v4) != 1)
		return false;
	a = ntohl(v4.s_addr);
	return a >> 24 == 127 || a >> 24 == 10 || a >> 20 == 0xac1 ||
	       a >> 16 == 0xc0a8 || a >> 16 == 0xa9fe;
}

/* --- the queue --- */

static void look_later(struct poll *p)
{
	struct heap_node *first = heap_first(&p->due);

	alarm_set(p->alarm, first ? first->key : 0);
}

static void enqueue(struct poll *p, struct polled *f)
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
	look_later(p);
}

static void on_go(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	ask_ready(arg);
}

/* --- asking --- */

static void free_host(struct poll *p, struct host *host)
{
	host->busy = false;
	host->free_at_ms = clock_mono_ms() + p->min_gap_ms;
	p->asking--;
	poll_resume(p);
}

static void release_host(struct poll_job *job)
{
	if (!job->asking)
		return;
	job->asking = false;
	free_host(job->poll, job->host);
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
		f->ready = f->cleared = false;
		heap_remove(&p->due, &f->node);
	}
	p->busy += job->count;
	return job;
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
	log_debug("feed %s: asking %s", f->source.slug, f->url);
	child_ask(p->setup.net, MSG_FETCH, b.data, b.len, on_answer, job);
	buf_free(&b);
}

/* --- errands --- */

static void errand_free(struct errand *r)
{
	arena_free(&r->arena);
	free(r);
}

static void on_errand(void *arg, const struct frame *frame, const char *why)
{
	struct errand *r = arg, **at = &r->poll->errands;
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	free_host(r->poll, r->host);
	if (frame && (frame->type != MSG_FETCHED ||
			 fetch_reply_read(frame, &a, &reply))) {
		frame = NULL;
		why = "net gave no sound answer";
	}
	r->done(r->arg, frame ? &reply : NULL, why);
	arena_free(&a);
	errand_free(r);
}

static void run_errand(struct poll *p, struct errand *r)
{
	struct buf b;

	r->asked = r->host->busy = true;
	p->asking++;
	buf_init(&b, CAP_FRAME);
	fetch_request_write(&b, &r->request);
	child_ask(p->setup.net, MSG_FETCH, b.data, b.len, on_errand, r);
	buf_free(&b);
}

/* Is it this host's turn? Where its gap is what holds, that is noted. */
static bool is_free(const struct poll *p, const struct host *host,
    int64_t now_ms, int64_t *first_gap)
{
	if (host->busy)
		return false;
	if (host->free_at_ms > now_ms) {
		if (host->free_at_ms < *first_gap)
			*first_gap = host->free_at_ms;
		return false;
	}
	return p->asking < p->max_connections && p->setup.may_ask(p->setup.arg);
}

static void run_errands(
    struct poll *p, bool at_once, int64_t now_ms, int64_t *first_gap)
{
	for (struct errand *r = p->errands; r; r = r->next)
		if (!r->asked && r->at_once == at_once &&
		    is_free(p, r->host, now_ms, first_gap))
			run_errand(p, r);
}

void poll_errand(struct poll *p, const struct fetch_request *request,
    bool at_once, poll_errand_done *done, void *arg)
{
	struct errand *r = mem_alloc(sizeof(*r)), **last = &p->errands;
	struct arena *a = &r->arena;

	r->poll = p;
	r->host = host_of(p, request->url);
	r->at_once = at_once;
	r->done = done;
	r->arg = arg;
	arena_init(a);
	r->request = *request;
	r->request.url = arena_strdup(a, request->url);
	r->request.etag = arena_strdup(a, request->etag);
	r->request.last_modified = arena_strdup(a, request->last_modified);
	r->request.accept = arena_strdup(a, request->accept);
	while (*last)
		last = &(*last)->next;
	*last = r;
	event_active(p->go, 0, 0);
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

static bool is_named_sitemap(const char *url)
{
	const char *name = strrchr(url, '/');

	return name && strcasestr(name, "sitemap");
}

/* Asks those whose host is free, in order; the others stay. */
static void ask_ready(struct poll *p)
{
	int64_t now_ms = clock_mono_ms(), first_gap = INT64_MAX;
	size_t kept = 0;

	run_errands(p, true, now_ms, &first_gap);
	for (size_t i = 0; i < p->ready_count; i++) {
		struct polled *f = p->ready[i];

		if (!f->ready || f->retired)
			continue; /* went along with another of its URL */
		if (f->feed.sitemap && !is_cleared(p, f))
			p->ready[kept++] = f;
		else if (f->refusal)
			refuse(p, f);
		else if (is_free(p, f->host, now_ms, &first_gap))
			ask(p, f, f->host);
		else
			p->ready[kept++] = f;
	}
	p->ready_count = kept;
	run_errands(p, false, now_ms, &first_gap);
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

static void free_feed(struct poll *p, struct polled *f)
{
	heap_remove(&p->due, &f->node);
	feed_release(&f->feed);
	arena_free(&f->strings);
	free(f->configured_url);
	free(f->refusal);
	free(f);
}

/* The store then forgets what another address had answered. */
static void set_address(struct polled *f)
{
	feed_release(&f->feed);
	f->feed.url = mem_strdup(f->configured_url);
}

/* An answer from the old address came after a reload gave it a new one. */
static void readdress(struct poll *p, struct polled *f)
{
	struct err e;

	f->readdressed = false;
	set_address(f);
	if (store_feed_sync(p->setup.store, &f->feed, &e))
		log_error("feed %s: its new address: %s", f->feed.source.slug,
		    e.text);
}

void poll_done(struct poll_job *job)
{
	struct poll *p = job->poll;

	release_host(job);
	for (size_t i = 0; i < job->count; i++) {
		struct polled *f = job->feeds[i];

		f->busy = false;
		p->busy--;
		if (f->readdressed && !f->retired)
			readdress(p, f);
		if (f->retired) {
			free_feed(p, f);
			continue;
		}
		know_address(p, f);
		enqueue(p, f);
	}
	if (job->done)
		job->done(job->arg);
	free(job->feeds);
	free(job);
	look_later(p);
	poll_resume(p);
}

int poll_pause_host(
    struct poll *p, const struct feed *paused, const char *why, struct err *e)
{
	struct arena a;
	char *host, *other;
	int rc = 0;

	arena_init(&a);
	host = url_host(&a, paused->url);
	for (size_t i = 0;
	     host && !host_is_private(host) && !rc && i < p->count; i++) {
		struct polled *f = p->feeds[i];

		/* A busy one has its own answer coming. */
		if (f->busy || f->feed.id == paused->id)
			continue;
		other = url_host(&a, f->feed.url);
		if (!other || strcmp(host, other))
			continue;
		schedule_pause(&f->feed, paused->paused_until, why);
		f->ready = false;
		enqueue(p, f);
		rc = store_feed_save(p->setup.store, &f->feed, e);
	}
	arena_free(&a);
	return rc;
}

/* --- the configuration's feeds --- */

static struct polled *find(const struct poll *p, const char *slug)
{
	for (size_t i = 0; i < p->count; i++)
		if (!strcmp(p->feeds[i]->feed.source.slug, slug))
			return p->feeds[i];
	return NULL;
}

static void set_source(struct polled *f, const struct config_feed *c)
{
	struct source *s = &f->feed.source;
	struct arena old = f->strings;
	int64_t id = s->id;

	arena_init(&f->strings);
	*s = c->source;
	s->id = id;
	s->slug = arena_strdup(&f->strings, c->source.slug);
	s->title = arena_strdup(&f->strings, c->source.title);
	s->site = arena_strdup(&f->strings, c->source.site);
	s->vendor = arena_strdup(&f->strings, c->source.vendor);
	s->lang = arena_strdup(&f->strings, c->source.lang);
	f->feed.interval_s = c->interval_s;
	f->feed.added_at = c->added_at;
	f->feed.folder = arena_strdup(&f->strings, c->folder);
	f->feed.place = c->place.file ? arena_printf(&f->strings, "%s:%d",
					    c->place.file, c->place.line)
				      : NULL;
	f->feed.fulltext = c->fulltext;
	arena_free(&old);
}

/*
 * A feed that is being asked keeps its polling state in memory: the store's
 * would be taken over while its answer is on the way.
 */
static int take_feed(struct poll *p, const struct config_feed *c,
    int64_t spread_s, struct polled **out, struct err *e)
{
	struct polled *f = find(p, c->source.slug);
	bool fresh = !f;
	int64_t now = clock_wall(p->setup.clock);

	if (fresh) {
		f = mem_alloc(sizeof(*f));
		arena_init(&f->strings);
	}
	*out = f;
	set_source(f, c);
	if (fresh || strcmp(f->configured_url, c->url)) {
		free(f->configured_url);
		f->configured_url = mem_strdup(c->url);
		f->readdressed = f->busy;
		if (!f->busy)
			set_address(f);
	}
	if (!f->busy && store_feed_sync(p->setup.store, &f->feed, e))
		return -1;
	f->feed.interval_s = c->interval_s;
	if (!f->feed.polled_at)
		f->feed.sitemap = is_named_sitemap(f->feed.url);
	f->feed.source.id = f->feed.id;
	f->node.tie = f->feed.id;
	know_address(p, f);
	if (fresh)
		schedule_start(
		    &f->feed, &p->policy, now, spread_s, p->setup.rng);
	return 0;
}

static void drop_missing(struct poll *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct polled *f = p->feeds[i];

		if (f->listed)
			continue;
		f->retired = true;
		f->ready = false;
		heap_remove(&p->due, &f->node);
	}
	for (size_t i = 0, kept = 0; i < p->ready_count; i++) {
		if (!p->ready[i]->retired)
			p->ready[kept++] = p->ready[i];
		if (i + 1 == p->ready_count)
			p->ready_count = kept;
	}
	for (size_t i = 0; i < p->count; i++)
		if (!p->feeds[i]->listed && !p->feeds[i]->busy)
			free_feed(p, p->feeds[i]);
	free(p->feeds);
}

/* The list stays as it was; the feeds that came with the new one go again. */
static void keep_list(struct poll *p, struct polled **feeds, size_t n)
{
	for (size_t i = 0; i < n && feeds[i]; i++) {
		if (find(p, feeds[i]->feed.source.slug) != feeds[i])
			free_feed(p, feeds[i]);
		else
			enqueue(p, feeds[i]);
	}
	free(feeds);
}

static void adopt_list(struct poll *p, struct polled **feeds, size_t n)
{
	drop_missing(p);
	p->feeds = feeds;
	p->count = n;
	for (size_t i = 0; i < n; i++)
		enqueue(p, feeds[i]);
}

int poll_configure(struct poll *p, const struct config *c, struct err *e)
{
	struct polled **feeds = mem_array(c->feed_count + 1, sizeof(*feeds));
	int64_t *ids = mem_array(c->feed_count + 1, sizeof(*ids));
	int rc = 0;

	p->policy = (struct schedule_policy){.interval_s = c->poll.interval_s,
	    .floor_s = c->poll.floor_s,
	    .ceiling_s = c->poll.ceiling_s,
	    .stale_after_s = c->poll.stale_after_s};
	p->min_gap_ms = c->poll.min_gap_s * 1000;
	p->max_connections = (size_t)c->poll.max_connections;
	for (size_t i = 0; i < p->count; i++)
		p->feeds[i]->listed = false;
	if (store_begin(p->setup.store, e)) {
		free(feeds);
		free(ids);
		return -1;
	}
	for (size_t i = 0; i < c->feed_count && !rc; i++) {
		rc = take_feed(p, &c->feeds[i], c->poll.spread_s, &feeds[i], e);
		feeds[i]->listed = true;
		ids[i] = feeds[i]->feed.id;
	}
	if (!rc)
		rc = store_feeds_retire_except(
		    p->setup.store, ids, c->feed_count, e);
	if (!rc)
		rc = store_commit(p->setup.store, e);
	if (rc) {
		store_rollback(p->setup.store);
		keep_list(p, feeds, c->feed_count);
	} else {
		adopt_list(p, feeds, c->feed_count);
	}
	free(ids);
	look_later(p);
	poll_resume(p);
	return rc;
}

/* --- by command --- */

static int by_slug(const void *a, const void *b)
{
	const struct polled *const *x = a, *const *y = b;

	return strcmp((*x)->feed.source.slug, (*y)->feed.source.slug);
}

int poll_add(struct poll *p, const struct config_feed *c, size_t n,
    int64_t spread_s, struct err *e)
{
	struct polled **fresh = mem_array(n + 1, sizeof(*fresh));
	int rc = store_begin(p->setup.store, e);

	for (size_t i = 0; i < n && !rc; i++)
		rc = take_feed(p, &c[i], spread_s, &fresh[i], e);
	if (!rc)
		rc = store_commit(p->setup.store, e);
	if (rc) {
		store_rollback(p->setup.store);
		for (size_t i = 0; i < n && fresh[i]; i++)
			free_feed(p, fresh[i]);
		free(fresh);
		return -1;
	}
	p->feeds = mem_grow(p->feeds, p->count + n + 1, sizeof(*p->feeds));
	for (size_t i = 0; i < n; i++) {
		p->feeds[p->count++] = fresh[i];
		enqueue(p, fresh[i]);
	}
	qsort(p->feeds, p->count, sizeof(*p->feeds), by_slug);
	free(fresh);
	look_later(p);
	return 0;
}

/* What a caller got to look at, as our own. */
static struct polled *own(struct poll *p, const struct polled *f)
{
	return find(p, f->feed.source.slug);
}

/* Out of every queue; it may come back by enqueue(). */
static void dequeue(struct poll *p, struct polled *f)
{
	size_t kept = 0;

	heap_remove(&p->due, &f->node);
	f->ready = false;
	for (size_t i = 0; i < p->ready_count; i++)
		if (p->ready[i] != f)
			p->ready[kept++] = p->ready[i];
	p->ready_count = kept;
	look_later(p);
}

int poll_remove(struct poll *p, const struct polled *which, struct err *e)
{
	struct polled *f = own(p, which);
	size_t kept = 0;

	if (store_feed_remove(p->setup.store, f->feed.id, e))
		return -1;
	dequeue(p, f);
	for (size_t i = 0; i < p->count; i++)
		if (p->feeds[i] != f)
			p->feeds[kept++] = p->feeds[i];
	p->count = kept;
	f->retired = true;
	if (!f->busy)
		free_feed(p, f);
	return 0;
}

int poll_hold(
    struct poll *p, const struct polled *which, int64_t until, struct err *e)
{
	struct polled *f = own(p, which);
	int64_t now = clock_wall(p->setup.clock);

	if (store_feed_hold(p->setup.store, f->feed.id, now, until, e))
		return -1;
	f->feed.held_at = now;
	f->feed.held_until = until;
	dequeue(p, f);
	enqueue(p, f);
	look_later(p);
	return 0;
}

int poll_unhold(struct poll *p, const struct polled *which, struct err *e)
{
	struct polled *f = own(p, which);

	if (store_feed_hold(p->setup.store, f->feed.id, 0, 0, e))
		return -1;
	f->feed.held_at = f->feed.held_until = 0;
	enqueue(p, f);
	look_later(p);
	return 0;
}

const struct polled *poll_find(const struct poll *p, const char *slug)
{
	return find(p, slug);
}

struct poll_job *poll_adopt(struct poll *p, const struct polled *which)
{
	struct polled *f = own(p, which);

	dequeue(p, f);
	return make_job(p, f);
}

int64_t poll_host_paused(const struct poll *p, const char *url)
{
	int64_t now = clock_wall(p->setup.clock), until = 0;
	struct arena a;
	char *host, *other;

	arena_init(&a);
	host = url_host(&a, url);
	for (size_t i = 0; host && !host_is_private(host) && i < p->count;
	     i++) {
		const struct feed *f = &p->feeds[i]->feed;

		if (f->paused_until <= now || f->paused_until <= until)
			continue;
		other = url_host(&a, f->url);
		if (other && !strcmp(host, other))
			until = f->paused_until;
	}
	arena_free(&a);
	return until;
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
	for (size_t i = 0; i < p->count; i++)
		free_feed(p, p->feeds[i]);
	for (struct errand *r = p->errands, *next; r; r = next) {
		next = r->next;
		errand_free(r);
	}
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
	struct polled *f = find(p, slug);

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
