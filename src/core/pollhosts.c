/* Hosts: whose turn it is, and which of them want no request. */
#include <arpa/inet.h>

#include "base/mem.h"
#include "core/polling.h"
#include "core/schedule.h"
#include "text/url.h"

struct host *host_find(struct poll *p, const char *url)
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

bool host_may_be_asked(const struct poll *p, const struct host *host,
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

void host_release(struct poll *p, struct host *host)
{
	host->busy = false;
	host->free_at_ms = clock_mono_ms() + p->min_gap_ms;
	p->asking--;
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
		f->ready = f->wanted = false;
		poll_enqueue(p, f);
		rc = store_feed_save(p->setup.store, &f->feed, e);
	}
	arena_free(&a);
	return rc;
}

/* Raises until to that, where both are of one public host. */
static void raise_pause(int64_t *until, int64_t to, const char *host,
    const char *url, struct arena *a)
{
	char *other;

	if (to <= *until || !host || host_is_private(host))
		return;
	other = url_host(a, url);
	if (other && !strcmp(host, other))
		*until = to;
}

int64_t poll_host_paused(const struct poll *p, const char *url)
{
	int64_t now = clock_wall(p->setup.clock), until = now;
	struct arena a;
	char *host;

	arena_init(&a);
	host = url_host(&a, url);
	for (size_t i = 0; i < p->count; i++) {
		const struct feed *f = &p->feeds[i]->feed;

		raise_pause(&until, f->paused_until, host, f->url, &a);
	}
	arena_free(&a);
	return until > now ? until : 0;
}

int host_pauses_read(struct poll *p, struct host_pauses *h, struct err *e)
{
	arena_init(&h->arena);
	h->now = clock_wall(p->setup.clock);
	return store_feed_pauses(
	    p->setup.store, &h->arena, h->now, &h->v, &h->n, e);
}

int64_t host_paused(struct host_pauses *h, const char *url)
{
	char *host = url_host(&h->arena, url);
	int64_t until = h->now;

	for (size_t i = 0; i < h->n; i++)
		raise_pause(
		    &until, h->v[i].until, host, h->v[i].url, &h->arena);
	return until > h->now ? until : 0;
}
