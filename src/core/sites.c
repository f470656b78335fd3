/* Sites in memory, as the store has them; robots.txt by an errand. */
#include "core/sites.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/robots.h"
#include "text/url.h"

#define TOKEN	     "hearsay"
#define ROBOTS_BYTES (2u << 20) /* what is longer is not read at all */
#define ROBOTS_KEPT  (128u << 10)
#define ROBOTS_FOR_S 86400 /* RFC 9309 section 2.4 */
#define UNHAD_FOR_S  3600  /* where it could not be had */
#define PAUSE_MOST_S (8 * 86400)
#define DELAY_MOST_S 300 /* of Crawl-delay */

struct site_waiter {
	struct site_waiter *next;
	char *url;
	site_verdict *done;
	void *arg;
};

struct sites {
	const struct clock *clock;
	struct store *store;
	struct poll *poll;
	struct pipeline *pipeline;
	struct map by_origin;
};

/* What is stored of a site, on its way there. */
struct site_work {
	struct pipeline_work work; /* first */
	struct arena arena;
	struct site_row row;
};

struct sites *sites_new(const struct clock *clock, struct store *store,
    struct poll *poll, struct pipeline *pipeline)
{
	struct sites *s = mem_alloc(sizeof(*s));

	s->clock = clock;
	s->store = store;
	s->poll = poll;
	s->pipeline = pipeline;
	return s;
}

static void waiter_free(struct site_waiter *w)
{
	free(w->url);
	free(w);
}

void sites_free(struct sites *s)
{
	const struct map_entry *e;

	if (!s)
		return;
	for (size_t i = 0; (e = map_next(&s->by_origin, &i)) != NULL;) {
		struct site *site = e->value;

		while (site->waiters) {
			struct site_waiter *w = site->waiters;

			site->waiters = w->next;
			waiter_free(w);
		}
		arena_free(&site->arena);
		free(site);
	}
	map_free(&s->by_origin);
	free(s);
}

/* --- one site --- */

/* "https://example.org:8080", lower case; NULL where it has none. */
static char *origin_of(struct arena *a, const char *url)
{
	const char *host = strstr(url, "://");
	char *origin;

	if (!host || !url_host(a, url))
		return NULL;
	host += 3;
	origin =
	    arena_strndup(a, url, (size_t)(host - url) + strcspn(host, "/?#"));
	for (char *p = origin; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 32);
	return origin;
}

static void set_row(struct site *site, const struct site_row *row)
{
	struct arena old = site->arena;

	arena_init(&site->arena);
	site->row = *row;
	site->row.origin = arena_strdup(&site->arena, row->origin);
	site->row.robots = arena_strdup(&site->arena, row->robots);
	site->row.reason = arena_strdup(&site->arena, row->reason);
	arena_free(&old);
}

static struct site *load(struct sites *s, const char *origin)
{
	struct site *site = mem_alloc(sizeof(*site));
	struct site_row row = {.origin = origin};
	struct arena a;
	struct err e;

	arena_init(&a);
	arena_init(&site->arena);
	site->sites = s;
	if (store_site(s->store, &a, origin, &row, &e) < 0)
		log_error("site %s: %s", origin, e.text);
	row.origin = origin;
	set_row(site, &row);
	map_put(&s->by_origin, origin, site);
	arena_free(&a);
	return site;
}

struct site *sites_find(struct sites *s, const char *url)
{
	struct site *site = NULL;
	struct arena a;
	char *origin;

	arena_init(&a);
	origin = origin_of(&a, url);
	if (origin)
		site = map_get(&s->by_origin, origin);
	if (origin && !site)
		site = load(s, origin);
	arena_free(&a);
	return site;
}

int64_t site_free_at(struct site *site, const char *url)
{
	int64_t at = poll_host_paused(site->sites->poll, url);
	int64_t now = clock_wall(site->sites->clock);

	/* What lies further ahead was set by another clock (rule 35). */
	if (site->next_at <= now + DELAY_MOST_S && site->next_at > at)
		at = site->next_at;
	if (site->row.paused_until <= now + PAUSE_MOST_S &&
	    site->row.paused_until > at)
		at = site->row.paused_until;
	return at;
}

int site_pause(struct site *site, const char *url, int64_t until, struct err *e)
{
	struct feed paused = {
	    .url = (char *)(uintptr_t)url, .paused_until = until};

	if (site->row.paused_until < until)
		site->row.paused_until = until;
	if (store_site_save(site->sites->store, &site->row, e))
		return -1;
	return poll_pause_host(
	    site->sites->poll, &paused, "its host asked to wait", e);
}

/* --- robots.txt --- */

static bool is_had(const struct site *site)
{
	return site->row.status >= 200 && site->row.status < 500 &&
	       site->row.status != 429;
}

static bool is_current(const struct site *site, int64_t now)
{
	int64_t age = now - site->row.asked_at;

	return site->row.asked_at && age >= 0 &&
	       age < (is_had(site) ? ROBOTS_FOR_S : UNHAD_FOR_S);
}

static struct robots_answer look(const struct site *site, const char *url)
{
	const char *robots = site->row.robots ? site->row.robots : "";

	return robots_ask(robots, strlen(robots), TOKEN, robots_path(url));
}

static void tell(
    struct site *site, const char *url, site_verdict *done, void *arg)
{
	struct robots_answer a;
	char why[512];

	if (!is_had(site)) {
		snprintf(why, sizeof(why), "%s/robots.txt cannot be read: %s",
		    site->row.origin,
		    site->row.reason ? site->row.reason : "no answer");
		done(arg, why, site->row.asked_at + UNHAD_FOR_S);
		return;
	}
	a = look(site, url);
	snprintf(why, sizeof(why), "%s/robots.txt does not allow it (%.*s)",
	    site->row.origin, (int)(a.rule_n < 200 ? a.rule_n : 200),
	    a.rule ? a.rule : "");
	done(arg, a.allowed ? NULL : why, 0);
}

void site_asked(struct site *site, int64_t now)
{
	int64_t delay = look(site, site->row.origin).delay_s;

	if (delay > 0)
		site->next_at =
		    now + (delay < DELAY_MOST_S ? delay : DELAY_MOST_S);
}

static int save(struct pipeline_work *work, struct judging *j, int64_t now,
    int64_t oldest, struct judging_news *news, struct err *e)
{
	struct site_work *w = (struct site_work *)work;

	(void)j;
	(void)oldest;
	(void)news;
	(void)now;
	return store_site_save(w->work.store, &w->row, e);
}

static void saved(struct pipeline_work *work, bool stored)
{
	struct site_work *w = (struct site_work *)work;

	(void)stored; /* else it is asked for again after a restart */
	arena_free(&w->arena);
	free(w);
}

static void store_row(struct site *site)
{
	struct site_work *w = mem_alloc(sizeof(*w));

	arena_init(&w->arena);
	w->work = (struct pipeline_work){
	    .apply = save, .end = saved, .store = site->sites->store};
	w->row = site->row;
	w->row.origin = arena_strdup(&w->arena, site->row.origin);
	w->row.robots = arena_strdup(&w->arena, site->row.robots);
	w->row.reason = arena_strdup(&w->arena, site->row.reason);
	pipeline_store(site->sites->pipeline, &w->work);
}

/* What is kept of a body: the lines that speak to us. */
static const char *kept(struct arena *a, const struct fetch_reply *reply)
{
	const char *s;
	struct buf b;

	buf_init(&b, 2 * ROBOTS_MOST);
	robots_reduce(&b, reply->body, reply->body_len, TOKEN);
	if (b.len > ROBOTS_KEPT)
		buf_truncate(&b, ROBOTS_KEPT);
	for (size_t i = 0; i < b.len; i++)
		if (!b.data[i])
			b.data[i] = ' ';
	s = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return s;
}

/* Section 2.3.1: what each answer means. */
static void take_robots(
    struct site *site, const struct fetch_reply *reply, const char *why)
{
	struct site_row row = {.origin = site->row.origin,
	    .asked_at = clock_wall(site->sites->clock),
	    .paused_until = site->row.paused_until};
	struct arena a;

	arena_init(&a);
	if (!reply) {
		row.reason = why;
	} else if (reply->result == FETCH_REDIRECT) {
		row.status = 404; /* redirects without end: there is none */
	} else if (reply->result != FETCH_HTTP) {
		row.reason = reply->error;
	} else {
		row.status = reply->status;
		if (row.status >= 200 && row.status < 300 && reply->body)
			row.robots = kept(&a, reply);
		else if (row.status >= 300 && row.status < 400)
			row.status = 404;
		else if (row.status >= 500 || row.status == 429)
			row.reason =
			    arena_printf(&a, "HTTP status %d", (int)row.status);
	}
	set_row(site, &row);
	arena_free(&a);
	log_debug("site %s: robots.txt: %s", site->row.origin,
	    site->row.reason ? site->row.reason : "read");
}

static void on_robots(
    void *arg, const struct fetch_reply *reply, const char *why)
{
	struct site *site = arg;
	struct site_waiter *w = site->waiters, *next;

	take_robots(site, reply, why);
	store_row(site);
	site->asking = false;
	site->waiters = NULL;
	for (; w; w = next) {
		next = w->next;
		tell(site, w->url, w->done, w->arg);
		waiter_free(w);
	}
}

void site_ask(struct site *site, const char *url, site_verdict *done, void *arg)
{
	struct site_waiter *w, **last = &site->waiters;
	struct fetch_request r = {
	    .accept = "text/plain, */*;q=0.5", .max_bytes = ROBOTS_BYTES};
	struct arena a;

	if (is_current(site, clock_wall(site->sites->clock))) {
		tell(site, url, done, arg);
		return;
	}
	w = mem_alloc(sizeof(*w));
	w->url = mem_strdup(url);
	w->done = done;
	w->arg = arg;
	while (*last)
		last = &(*last)->next;
	*last = w;
	if (site->asking)
		return;
	site->asking = true;
	arena_init(&a);
	r.url = arena_printf(&a, "%s/robots.txt", site->row.origin);
	poll_errand(site->sites->poll, &r, false, on_robots, site);
	arena_free(&a);
}
