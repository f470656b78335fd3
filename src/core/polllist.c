/*
 * The list of feeds that are polled: taken over from a configuration, and
 * changed by commands.
 */
#include "base/mem.h"
#include "core/polling.h"
#include "core/schedule.h"

void polled_free(struct poll *p, struct polled *f)
{
	heap_remove(&p->due, &f->node);
	feed_release(&f->feed);
	arena_free(&f->strings);
	free(f->configured_url);
	free(f->refusal);
	free(f);
}

/* Back to the address of its file. */
static void set_address(struct polled *f)
{
	feed_release(&f->feed);
	f->feed.url = mem_strdup(f->configured_url);
}

struct polled *polled_find(const struct poll *p, const char *slug)
{
	for (size_t i = 0; i < p->count; i++)
		if (!strcmp(p->feeds[i]->feed.source.slug, slug))
			return p->feeds[i];
	return NULL;
}

struct polled *polled_own(struct poll *p, const struct polled *f)
{
	return polled_find(p, f->feed.source.slug);
}

const struct polled *poll_find(const struct poll *p, const char *slug)
{
	return polled_find(p, slug);
}

const struct polled *poll_find_id(const struct poll *p, int64_t id)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->feeds[i]->feed.id == id)
			return p->feeds[i];
	return NULL;
}

static bool is_named_sitemap(const char *url)
{
	const char *name = strrchr(url, '/');

	return name && strcasestr(name, "sitemap");
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

/* How feeds are taken over. */
struct taking {
	struct host_pauses hosts; /* before any of them changed */
	int64_t now, spread_s;
};

static int begin_taking(
    struct poll *p, struct taking *t, int64_t spread_s, struct err *e)
{
	t->now = clock_wall(p->setup.clock);
	t->spread_s = spread_s;
	return host_pauses_read(p, &t->hosts, e);
}

/* At an address that is new to it, it waits for what the host asked for. */
static void begin_at_address(struct poll *p, struct polled *f, struct taking *t)
{
	int64_t paused = host_paused(&t->hosts, f->feed.url);

	schedule_start(&f->feed, t->now, t->spread_s, p->setup.rng);
	if (paused)
		schedule_pause(&f->feed, paused, "its host asked to wait");
}

/* The store's state of it, by the address of its file. */
static int read_state(
    struct poll *p, struct polled *f, struct taking *t, struct err *e)
{
	char *asked = f->feed.url;

	f->feed.url = mem_strdup(f->configured_url);
	if (store_feed_sync(p->setup.store, &f->feed, e)) {
		free(f->feed.url);
		f->feed.url = asked;
		return -1;
	}
	free(asked);
	if (!f->feed.due_at)
		begin_at_address(p, f, t);
	return 0;
}

int polled_readdress(struct poll *p, struct polled *f, struct err *e)
{
	struct taking t;
	int rc = begin_taking(p, &t, 0, e);

	f->readdressed = false;
	set_address(f);
	if (!rc)
		rc = read_state(p, f, &t, e);
	arena_free(&t.hosts.arena);
	return rc;
}

/*
 * A feed that is being asked keeps its polling state in memory: the store's
 * would be taken over while its answer is on the way.
 */
static int take_feed(struct poll *p, const struct config_feed *c,
    struct taking *t, struct polled **out, struct err *e)
{
	struct polled *f = polled_find(p, c->source.slug);
	bool fresh = !f;

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
	if (!f->busy && read_state(p, f, t, e))
		return -1;
	f->feed.interval_s = c->interval_s;
	if (!f->feed.polled_at)
		f->feed.sitemap = is_named_sitemap(f->feed.url);
	f->feed.source.id = f->feed.id;
	f->node.tie = f->feed.id;
	poll_know_address(p, f);
	if (fresh)
		schedule_start(&f->feed, t->now, t->spread_s, p->setup.rng);
	return 0;
}

/* --- of the configuration --- */

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
			polled_free(p, p->feeds[i]);
	free(p->feeds);
}

/* The list stays as it was; the feeds that came with the new one go again. */
static void keep_list(struct poll *p, struct polled **feeds, size_t n)
{
	for (size_t i = 0; i < n && feeds[i]; i++) {
		if (polled_find(p, feeds[i]->feed.source.slug) != feeds[i])
			polled_free(p, feeds[i]);
		else
			poll_enqueue(p, feeds[i]);
	}
	free(feeds);
}

static void adopt_list(struct poll *p, struct polled **feeds, size_t n)
{
	drop_missing(p);
	p->feeds = feeds;
	p->count = n;
	for (size_t i = 0; i < n; i++)
		poll_enqueue(p, feeds[i]);
}

int poll_configure(struct poll *p, const struct config *c, struct err *e)
{
	struct polled **feeds = mem_array(c->feed_count + 1, sizeof(*feeds));
	int64_t *ids = mem_array(c->feed_count + 1, sizeof(*ids));
	struct taking t;
	int rc = 0;

	p->policy = (struct schedule_policy){.interval_s = c->poll.interval_s,
	    .floor_s = c->poll.floor_s,
	    .ceiling_s = c->poll.ceiling_s,
	    .stale_after_s = c->poll.stale_after_s};
	p->min_gap_ms = c->poll.min_gap_s * 1000;
	p->max_connections = (size_t)c->poll.max_connections;
	for (size_t i = 0; i < p->count; i++)
		p->feeds[i]->listed = false;
	if (begin_taking(p, &t, c->poll.spread_s, e) ||
	    store_begin(p->setup.store, e)) {
		arena_free(&t.hosts.arena);
		free(feeds);
		free(ids);
		return -1;
	}
	for (size_t i = 0; i < c->feed_count && !rc; i++) {
		rc = take_feed(p, &c->feeds[i], &t, &feeds[i], e);
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
	arena_free(&t.hosts.arena);
	free(ids);
	poll_look_later(p);
	poll_resume(p);
	return rc;
}

/* --- after a wrong clock --- */

/* By the answer that asked for its pause: its own, or another's (rule 18). */
static int64_t told_at(const struct poll *p, const struct feed *f, int64_t now)
{
	if (f->paused_until <= now || f->polled_at > now)
		return f->polled_at;
	for (size_t i = 0; i < p->count; i++) {
		const struct feed *by = &p->feeds[i]->feed;

		if (by->paused_until == f->paused_until && by->polled_at > now)
			return by->polled_at;
	}
	return 0;
}

int poll_bring_back(struct poll *p, struct err *e)
{
	int64_t now = clock_wall(p->setup.clock);
	int64_t *told = mem_array(p->count + 1, sizeof(*told));
	int rc = 0;

	for (size_t i = 0; i < p->count; i++)
		told[i] = told_at(p, &p->feeds[i]->feed, now);
	for (size_t i = 0; i < p->count && !rc; i++) {
		struct polled *f = p->feeds[i];

		/* A busy one has its own answer coming. */
		if (f->busy ||
		    !schedule_bring_back(&f->feed, &p->policy, told[i], now))
			continue;
		rc = store_feed_save(p->setup.store, &f->feed, e);
		poll_enqueue(p, f);
	}
	free(told);
	poll_look_later(p);
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
	struct taking t;
	int rc = begin_taking(p, &t, spread_s, e);

	if (!rc)
		rc = store_begin(p->setup.store, e);
	for (size_t i = 0; i < n && !rc; i++)
		rc = take_feed(p, &c[i], &t, &fresh[i], e);
	arena_free(&t.hosts.arena);
	if (!rc)
		rc = store_commit(p->setup.store, e);
	if (rc) {
		store_rollback(p->setup.store);
		for (size_t i = 0; i < n && fresh[i]; i++)
			polled_free(p, fresh[i]);
		free(fresh);
		return -1;
	}
	p->feeds = mem_grow(p->feeds, p->count + n + 1, sizeof(*p->feeds));
	for (size_t i = 0; i < n; i++) {
		p->feeds[p->count++] = fresh[i];
		poll_enqueue(p, fresh[i]);
	}
	qsort(p->feeds, p->count, sizeof(*p->feeds), by_slug);
	free(fresh);
	poll_look_later(p);
	return 0;
}

int poll_remove(struct poll *p, const struct polled *which, struct err *e)
{
	struct polled *f = polled_own(p, which);
	size_t kept = 0;

	if (store_feed_remove(p->setup.store, f->feed.id, e))
		return -1;
	poll_dequeue(p, f);
	for (size_t i = 0; i < p->count; i++)
		if (p->feeds[i] != f)
			p->feeds[kept++] = p->feeds[i];
	p->count = kept;
	f->retired = true;
	if (!f->busy)
		polled_free(p, f);
	return 0;
}

int poll_hold(
    struct poll *p, const struct polled *which, int64_t until, struct err *e)
{
	struct polled *f = polled_own(p, which);
	int64_t now = clock_wall(p->setup.clock);

	if (store_feed_hold(p->setup.store, f->feed.id, now, until, e))
		return -1;
	f->feed.held_at = now;
	f->feed.held_until = until;
	poll_dequeue(p, f);
	poll_enqueue(p, f);
	poll_look_later(p);
	return 0;
}

int poll_unhold(struct poll *p, const struct polled *which, struct err *e)
{
	struct polled *f = polled_own(p, which);

	if (store_feed_hold(p->setup.store, f->feed.id, 0, 0, e))
		return -1;
	f->feed.held_at = f->feed.held_until = 0;
	poll_enqueue(p, f);
	poll_look_later(p);
	return 0;
}
