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
		f->ready = false;
		poll_enqueue(p, f);
		rc = store_feed_save(p->setup.store, &f->feed, e);
	}
	arena_free(&a);
	return rc;
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
