/* Sites and their lives, and what they answer. */
#include "world.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/mem.h"
#include "ledger.h"
#include "polite.h"
#include "prose.h"
#include "simchild.h"
#include "simtime.h"
#include "text/date.h"

#define HOST_WELL_S (45.0 * 86400) /* between two troubles, in the mean */
#define SITE_WELL_S (60.0 * 86400)
#define TIMEOUT_MS  60000

static struct {
	struct site *sites;
	struct host *hosts;
	size_t site_count, host_count;
	struct rng rng;
	bool calm;
	struct {
		int64_t until, next;
		int kind;
		int64_t well_since;
	} mail, hook;
} world;

/* --- troubles --- */

struct trouble_kind {
	enum trouble trouble;
	const char *name;
	unsigned weight;
	int64_t least_s, most_s;
};

static const struct trouble_kind host_troubles[] = {
    {NO_CONNECTION, "no connection", 20, 10 * MINUTE, 3 * DAY},
    {TIMED_OUT, "times out", 10, 10 * MINUTE, DAY},
    {NO_DNS, "no DNS", 15, HOUR, 4 * DAY},
    {BAD_TLS, "certificate over", 8, HOUR, 6 * DAY},
    {STATUS_500, "500", 20, 10 * MINUTE, DAY},
    {STATUS_503, "503 with Retry-After", 8, HOUR, 12 * HOUR},
    {LIMITED, "429", 10, HOUR, 3 * DAY},
    {LIMITED_SECONDS, "429, Retry-After in seconds", 12, HOUR, 3 * DAY},
    {LIMITED_DATE, "429, Retry-After as a date", 8, HOUR, 3 * DAY},
    {LIMITED_LONG, "429, Retry-After of a month", 2, HOUR, DAY},
    {LIMITED_ODD, "429, Retry-After that is none", 5, HOUR, DAY},
};
static const struct trouble_kind site_troubles[] = {
    {FORBIDDEN, "403", 8, HOUR, 5 * DAY},
    {MISSING, "404", 8, HOUR, 5 * DAY},
    {PARKED, "parked", 6, HOUR, 10 * DAY},
    {EMPTY, "nothing in a 200", 6, 10 * MINUTE, DAY},
    {CUT_SHORT, "cut short, unsaid", 6, 10 * MINUTE, DAY},
    {TRUNCATED, "cut short", 6, 10 * MINUTE, DAY},
    {GARBAGE, "garbage", 6, 10 * MINUTE, DAY},
    {POISON, "kills its parser", 3, HOUR, 3 * DAY},
    {DELTA, "226", 2, HOUR, DAY},
    {LYING, "304 that lies", 8, HOUR, 5 * DAY},
    {BARE, "no entries", 8, HOUR, 5 * DAY},
    {ELSEWHERE, "302", 8, HOUR, 20 * DAY},
    {LOOPING, "redirects without end", 3, HOUR, DAY},
    {ALL_USED, "rate limit used up", 5, HOUR, 2 * DAY},
    {DEAD, "dead", 7, 20 * DAY, 200 * DAY},
    {GONE, "410", 1, DAY, DAY},
};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct trouble_kind *pick(
    struct rng *rng, const struct trouble_kind *kinds, size_t n)
{
	size_t all = 0, at;

	for (size_t i = 0; i < n; i++)
		all += kinds[i].weight;
	at = draw(rng, all);
	for (size_t i = 0; i < n; i++) {
		if (at < kinds[i].weight)
			return &kinds[i];
		at -= kinds[i].weight;
	}
	return kinds;
}

static void live_host(struct host *h)
{
	int64_t now = simtime_true();
	const struct trouble_kind *k;

	if (h->trouble && (now >= h->until || world.calm))
		h->trouble = WELL;
	if (h->trouble || now < h->next_trouble || world.calm)
		return;
	k = pick(&h->rng, host_troubles, COUNT(host_troubles));
	h->trouble = k->trouble;
	h->until = now + draw_between(&h->rng, k->least_s, k->most_s);
	h->next_trouble =
	    h->until + draw_wait(&h->rng, HOST_WELL_S / sim.rough);
	counts.troubles++;
	tell("%s: %s", h->name, k->name);
}

/* It was away, and comes back as it was or with other guids. */
static void come_back(struct site *s)
{
	s->trouble = WELL;
	if (!s->dead_since)
		return;
	s->dead_since = 0;
	if (chance(&s->rng, 0.5)) {
		s->guids++;
		counts.new_guids++;
		tell("%s: is back with other guids", s->slug);
	}
}

/* Another address: the old one leads there, for a while or for good. */
static void move(struct site *s)
{
	int64_t now = simtime_true();
	bool brief = chance(&s->rng, 0.15);

	if (now >= s->former_until)
		s->former = s->place;
	s->place++;
	s->moved_at = now;
	s->moved_status = chance(&s->rng, 0.5) ? 301 : 308;
	s->former_until =
	    now + (brief ? DAY : draw_between(&s->rng, 20 * DAY, 400 * DAY));
	counts.moves++;
	tell("%s: moved, %d", s->slug, s->moved_status);
}

static void change_guids(struct site *s)
{
	s->guids++;
	counts.new_guids++;
	tell("%s: other guids", s->slug);
}

static void live_site(struct site *s)
{
	int64_t now = simtime_true();
	const struct trouble_kind *k;

	if (s->trouble && s->trouble != GONE && (now >= s->until || world.calm))
		come_back(s);
	if (s->trouble || now < s->next_trouble || world.calm)
		return;
	if (chance(&s->rng, 0.12)) {
		move(s);
		s->next_trouble =
		    now + draw_wait(&s->rng, SITE_WELL_S / sim.rough);
		return;
	}
	if (chance(&s->rng, 0.08)) {
		change_guids(s);
		s->next_trouble =
		    now + draw_wait(&s->rng, SITE_WELL_S / sim.rough);
		return;
	}
	k = pick(&s->rng, site_troubles, COUNT(site_troubles));
	s->trouble = k->trouble;
	s->until = now + draw_between(&s->rng, k->least_s, k->most_s);
	s->next_trouble =
	    s->until + draw_wait(&s->rng, SITE_WELL_S / sim.rough);
	counts.troubles++;
	tell("%s: %s", s->slug, k->name);
	if (s->trouble != DEAD)
		return;
	counts.deaths++;
	s->dead_since = now;
	posts_publish(s, now); /* and nothing until it is back */
	s->next_post = s->until + draw_wait(&s->rng, s->every_s);
}

void world_live(struct site *s)
{
	live_host(s->host);
	live_site(s);
	posts_publish(s, simtime_true());
}

bool world_is_well(struct site *s)
{
	world_live(s);
	return !s->trouble && !s->host->trouble;
}

/* --- the making of it --- */

static void make_host(size_t n)
{
	struct host *h = &world.hosts[n];

	snprintf(h->name, sizeof(h->name), "h%03u.example.net", (unsigned)n);
	h->rng.state = hash_of(1, n);
	h->next_trouble =
	    sim.start + draw_wait(&h->rng, HOST_WELL_S / sim.rough);
}

static double draw_every(struct rng *rng)
{
	size_t kind = draw(rng, 100);

	if (kind < 3)
		return (double)DAY / 12;
	if (kind < 15)
		return (double)DAY / 3;
	if (kind < 40)
		return (double)DAY;
	return kind < 85 ? 4.0 * (double)DAY : 20.0 * (double)DAY;
}

static void draw_manners(struct site *s)
{
	static const int64_t ages[] = {
	    0, 60, 300, 1800, 3600, 7200, 86400, 5 * 86400};
	struct rng *rng = &s->rng;
	size_t v = draw(rng, 100);

	s->manner = v < 55   ? BOTH
		    : v < 70 ? ETAG
		    : v < 85 ? MODIFIED
		    : v < 94 ? NEITHER
		    : v < 97 ? ETAG_EACH
			     : ETAG_ALWAYS;
	s->format = (enum format)(draw(rng, 5) % 3);
	s->max_age_s = chance(rng, 0.4) ? ages[draw(rng, COUNT(ages))] : -1;
	s->age_s = s->max_age_s > 0 && chance(rng, 0.3)
		       ? (int64_t)draw(rng, (size_t)s->max_age_s)
		       : 0;
	s->undated = s->format != ATOM && chance(rng, 0.04);
	s->restless = chance(rng, 0.03);
	s->fulltext = chance(rng, 0.02);
	if (s->format != RSS)
		return;
	s->ttl_s = chance(rng, 0.2) ? draw_between(rng, 1, 2000) * 60 : 0;
	if (chance(rng, 0.05 * sim.rough))
		s->skip_hours = (1u << draw(rng, 24)) | (1u << draw(rng, 24));
	if (chance(rng, 0.04 * sim.rough))
		s->skip_days = (1u << draw(rng, 7)) | (1u << draw(rng, 7));
}

static void make_site(size_t n)
{
	struct site *s = &world.sites[n];
	struct rng *rng = &s->rng;

	s->index = n;
	rng->state = hash_of(2, n);
	snprintf(s->slug, sizeof(s->slug), "site-%03u", (unsigned)n);
	/* A seventh of the feeds share the first few hosts. */
	s->host = n % 7 == 0 ? &world.hosts[n / 7 % (world.host_count / 40 + 1)]
			     : &world.hosts[n % world.host_count];
	s->role = "press";
	if (n % 20 == 1 || n <= prose_vendors()) {
		s->role = "official";
		s->vendor = prose_vendor(n % 20 == 1 ? n / 20 : n);
	} else if (n % 10 == 3) {
		s->role = "tipster";
	}
	s->every_s = draw_every(rng);
	if (s->vendor && s->every_s > 3.0 * (double)DAY)
		s->every_s = 3.0 * (double)DAY;
	s->window = (size_t)draw_between(rng, 8, 25);
	draw_manners(s);
	s->next_trouble = sim.start + draw_wait(rng, SITE_WELL_S / sim.rough);
	s->next_post = sim.start - (int64_t)(s->every_s * 10);
	s->moved_at = s->next_post;
	s->polite = polite_new();
	posts_publish(s, sim.start);
}

void world_start(void)
{
	world.rng.state = hash_of(3, 3);
	world.site_count = sim.feeds;
	world.host_count = sim.feeds;
	world.sites = mem_array(world.site_count, sizeof(*world.sites));
	world.hosts = mem_array(world.host_count, sizeof(*world.hosts));
	world.mail.next = sim.start + draw_wait(&world.rng, 30.0 * (double)DAY);
	world.hook.next = sim.start + draw_wait(&world.rng, 30.0 * (double)DAY);
	world.mail.well_since = sim.start;
	for (size_t i = 0; i < world.host_count; i++)
		make_host(i);
	for (size_t i = 0; i < world.site_count; i++)
		make_site(i);
}

void world_stop(void)
{
	for (size_t i = 0; i < world.site_count; i++)
		polite_free(world.sites[i].polite);
	free(world.sites);
	free(world.hosts);
}

void world_calm(void)
{
	world.calm = true;
}

size_t world_sites(void)
{
	return world.site_count;
}

struct site *world_site(size_t n)
{
	return &world.sites[n];
}

size_t world_bytes(void)
{
	return world.site_count * sizeof(struct site) +
	       world.host_count * sizeof(struct host) + prose_affairs() * 64;
}

void world_url(const struct site *s, unsigned place, char *to, size_t n)
{
	snprintf(
	    to, n, "https://%s/%zu/%u/feed", s->host->name, s->index, place);
}

/* --- an answer --- */

struct world_visit {
	struct site *site; /* NULL: it is for no feed */
	struct host *host;
	unsigned place;
	struct arena arena;
	struct fetch_reply reply; /* without its body */
	struct polite_answer answer;
	struct {
		uint64_t n;
		int64_t at;
	} shown[WINDOW_MOST];
	size_t shown_count;
};

static const struct {
	enum trouble trouble;
	enum fetch_result result;
	const char *error;
} no_answers[] = {
    {NO_CONNECTION, FETCH_CONNECT, "could not connect"},
    {TIMED_OUT, FETCH_TIMEOUT, "timed out"},
    {NO_DNS, FETCH_DNS, "could not resolve the host"},
    {BAD_TLS, FETCH_TLS, "the certificate has expired"},
    {TRUNCATED, FETCH_TRUNCATED, "the body ended early"},
    {LOOPING, FETCH_REDIRECT, "too many redirects"},
};

static const struct {
	enum trouble trouble;
	int status;
	const char *body;
} bad_answers[] = {
    {STATUS_500, 500, "<h1>error</h1>"},
    {STATUS_503, 503, "<h1>busy</h1>"},
    {LIMITED, 429, ""},
    {LIMITED_SECONDS, 429, ""},
    {LIMITED_DATE, 429, ""},
    {LIMITED_LONG, 429, ""},
    {LIMITED_ODD, 429, ""},
    {FORBIDDEN, 403, "<h1>no</h1>"},
    {MISSING, 404, "<h1>not here</h1>"},
    {GONE, 410, "<h1>gone</h1>"},
    {DELTA, 226, "<rss version=\"2.0\"><channel/></rss>"},
    {PARKED, 200,
	"<!DOCTYPE html><html><head><title>This domain is for sale</title>"
	"</head><body><p>Buy this domain.</p></body></html>"},
    {EMPTY, 200, ""},
    {GARBAGE, 200, "\x01\x02\xff\xfe%PDF-1.4 no feed at all <rss"},
    {POISON, 200, "<rss><!-- " SIMCHILD_POISON " --></rss>"},
};

static void set_body(struct fetch_reply *r, struct arena *a, const char *body)
{
	r->body = arena_strdup(a, body);
	r->body_len = strlen(body);
}

static const char *http_date(struct arena *a, int64_t at)
{
	char text[40];

	posts_date(at, text, sizeof(text));
	return arena_strdup(a, text);
}

static const char *retry_after(struct arena *a, enum trouble t, struct rng *rng)
{
	static const char *const odd[] = {
	    "0", "soon", "-5", "", "Thu, 01 Jan 1970 00:00:00 GMT"};

	if (t == STATUS_503 || t == LIMITED_SECONDS)
		return arena_printf(
		    a, "%d", (int)draw_between(rng, 30, 2 * DAY));
	if (t == LIMITED_LONG)
		return arena_printf(a, "%d", 30 * 86400);
	if (t == LIMITED_ODD)
		return odd[draw(rng, COUNT(odd))];
	if (t == LIMITED_DATE)
		return http_date(
		    a, simtime_true() + draw_between(rng, 600, 2 * DAY));
	return NULL;
}

/* Does the trouble itself say all? */
static bool answer_trouble(
    enum trouble t, struct rng *rng, struct arena *a, struct fetch_reply *r)
{
	for (size_t i = 0; i < COUNT(no_answers); i++) {
		if (no_answers[i].trouble != t)
			continue;
		r->result = no_answers[i].result;
		r->error = no_answers[i].error;
		return true;
	}
	for (size_t i = 0; i < COUNT(bad_answers); i++) {
		if (bad_answers[i].trouble != t)
			continue;
		r->status = bad_answers[i].status;
		r->retry_after = retry_after(a, t, rng);
		r->content_type = "text/html";
		set_body(r, a, bad_answers[i].body);
		return true;
	}
	return false;
}

static void set_validators(
    const struct site *s, struct arena *a, struct fetch_reply *r)
{
	enum manner v = s->manner;

	if (v == BOTH || v == ETAG)
		r->etag = arena_printf(
		    a, "\"%zu-%" PRIx64 "\"", s->index, posts_mark(s));
	if (v == ETAG_EACH)
		r->etag = arena_printf(a, "\"%" PRId64 "\"", simtime_true_ms());
	if (v == ETAG_ALWAYS)
		r->etag = "\"always\"";
	if (v == BOTH || v == MODIFIED)
		r->last_modified = http_date(a, posts_changed_at(s));
}

static bool is_unchanged(const struct site *s, const struct fetch_request *q,
    const struct fetch_reply *r)
{
	if (s->trouble == LYING)
		return q->etag || q->last_modified;
	if (s->manner == ETAG_ALWAYS)
		return false;
	if (q->etag && r->etag)
		return !strcmp(q->etag, r->etag);
	return q->last_modified && r->last_modified &&
	       !strcmp(q->last_modified, r->last_modified);
}

static void note_shown(struct world_visit *v)
{
	const struct site *s = v->site;

	for (size_t i = 0; i < s->post_count && s->trouble != BARE; i++) {
		v->shown[v->shown_count].n = s->posts[i].n;
		v->shown[v->shown_count++].at = s->posts[i].at;
	}
}

static void answer_feed(struct world_visit *v, const struct fetch_request *q,
    struct arena *a, struct fetch_reply *r)
{
	struct site *s = v->site;
	bool direct = v->place == s->place && s->trouble != ELSEWHERE;
	static const char *const types[] = {"application/rss+xml",
	    "application/atom+xml", "application/feed+json"};
	struct buf b;

	r->status = 200;
	r->max_age_s = s->max_age_s;
	r->age_s = s->age_s;
	if (s->trouble == ALL_USED) {
		r->rate_limit_remaining = "0";
		r->rate_limit_reset = arena_printf(
		    a, "%d", (int)draw_between(&s->rng, 60, 2 * DAY));
	}
	if (direct) {
		set_validators(s, a, r);
		if (is_unchanged(s, q, r)) {
			r->status = 304;
			return;
		}
	}
	buf_init(&b, CAP_BODY);
	posts_render(s, &b);
	r->content_type = types[s->format];
	r->end_unsure = s->trouble == CUT_SHORT;
	r->body_len = s->trouble == CUT_SHORT ? b.len / 2 : b.len;
	r->body = arena_copy(a, buf_text(&b), b.len + 1);
	buf_free(&b);
	v->answer.is_feed = s->trouble != CUT_SHORT;
	v->answer.ttl_s = s->ttl_s;
	v->answer.skip_hours = s->skip_hours;
	v->answer.skip_days = s->skip_days;
	if (v->answer.is_feed)
		note_shown(v);
}

static void answer_site(struct world_visit *v, const struct fetch_request *q,
    struct arena *a, struct fetch_reply *r)
{
	struct site *s = v->site;
	enum trouble t = s->host->trouble ? s->host->trouble : s->trouble;
	struct rng *rng = s->host->trouble ? &s->host->rng : &s->rng;
	char url[128];

	world_live(s);
	t = s->host->trouble ? s->host->trouble : s->trouble;
	if (t == DEAD)
		t = s->index % 2 ? NO_DNS : PARKED;
	if (answer_trouble(t, rng, a, r))
		return;
	if (v->place != s->place &&
	    (v->place < s->former || simtime_true() >= s->former_until)) {
		answer_trouble(MISSING, rng, a, r);
		return;
	}
	if (v->place != s->place) {
		world_url(s, s->place, url, sizeof(url));
		r->final_url = arena_strdup(a, url);
		r->moved_permanently = t != ELSEWHERE;
	}
	if (t == ELSEWHERE)
		r->final_url = arena_printf(
		    a, "https://%s/elsewhere/%zu", s->host->name, s->index);
	answer_feed(v, q, a, r);
}

/* --- what is no feed --- */

static void answer_page(struct world_visit *v, const char *path,
    struct arena *a, struct fetch_reply *r)
{
	size_t index;
	uint64_t n;
	struct buf b;

	live_host(v->host);
	if (answer_trouble(v->host->trouble, &v->host->rng, a, r))
		return;
	r->status = 404;
	if (!strcmp(path, "robots.txt")) {
		r->status = 200;
		r->content_type = "text/plain";
		set_body(r, a, "User-agent: *\nDisallow: /private/\n");
		return;
	}
	if (sscanf(path, "a/%zu-%" SCNu64 ".html", &index, &n) != 2 ||
	    index >= world.site_count)
		return;
	buf_init(&b, CAP_PAGE);
	for (size_t i = 0; i < world.sites[index].post_count; i++)
		if (world.sites[index].posts[i].n == n)
			posts_page(&world.sites[index],
			    &world.sites[index].posts[i], &b);
	if (b.len) {
		r->status = 200;
		r->content_type = "text/html";
		set_body(r, a, buf_text(&b));
	}
	buf_free(&b);
}

/* --- requests --- */

static struct host *find_host(const char *url, const char **path)
{
	unsigned n;
	int taken = 0;

	if (sscanf(url, "https://h%u.example.net/%n", &n, &taken) != 1 ||
	    !taken || n >= world.host_count)
		return NULL;
	*path = url + taken;
	return &world.hosts[n];
}

static void count(const struct world_visit *v, const struct fetch_reply *r)
{
	counts.fetches++;
	if (!v->site)
		counts.pages++;
	else if (r->result != FETCH_HTTP || r->status >= 500)
		counts.failed++;
	else if (r->status == 200)
		counts.fresh++;
	else if (r->status == 304)
		counts.unchanged++;
	else
		counts.refused++;
}

/* What is needed when the answer is heard: the rest may be gone by then. */
static void keep_reply(struct world_visit *v, const struct fetch_reply *r)
{
	struct arena *a = &v->arena;

	v->reply = *r;
	v->reply.etag = arena_strdup(a, r->etag);
	v->reply.last_modified = arena_strdup(a, r->last_modified);
	v->reply.retry_after = arena_strdup(a, r->retry_after);
	v->reply.rate_limit_remaining =
	    arena_strdup(a, r->rate_limit_remaining);
	v->reply.rate_limit_reset = arena_strdup(a, r->rate_limit_reset);
	v->reply.body = NULL;
	v->answer.reply = &v->reply;
}

int64_t world_fetch(const struct fetch_request *q, struct arena *a,
    struct fetch_reply *r, struct world_visit **out)
{
	struct world_visit *v = mem_alloc(sizeof(*v));
	const char *path = "";
	size_t index;

	arena_init(&v->arena);
	*out = v;
	r->final_url = q->url;
	v->host = find_host(q->url, &path);
	if (!v->host) {
		violation("%s: nobody told of this address", q->url);
		r->result = FETCH_DNS;
		r->error = "could not resolve the host";
		return 10;
	}
	polite_host_asked(v->host, path);
	if (sscanf(path, "%zu/%u/feed", &index, &v->place) == 2 &&
	    index < world.site_count) {
		v->site = &world.sites[index];
		polite_asked(v->site, v->place, q);
		answer_site(v, q, a, r);
	} else {
		answer_page(v, path, a, r);
	}
	keep_reply(v, r);
	count(v, r);
	return r->result == FETCH_TIMEOUT ? TIMEOUT_MS
					  : 30 + (int64_t)draw(&world.rng, 900);
}

void world_visit_end(struct world_visit *v, bool answered)
{
	if (!v)
		return;
	if (v->host)
		polite_host_ended(v->host);
	if (v->site && answered) {
		polite_answered(v->site, v->place, &v->answer);
		for (size_t i = 0; i < v->shown_count; i++)
			ledger_delivered(
			    v->site, v->shown[i].n, v->shown[i].at);
	}
	arena_free(&v->arena);
	free(v);
}

/* --- mail and web hooks --- */

static int server_trouble(int64_t *next, int64_t *until, int *kind)
{
	int64_t now = simtime_true();

	if (world.calm)
		return 0;
	if (now >= *next) {
		*until = now + draw_between(&world.rng, 10 * MINUTE, 2 * DAY);
		*next = *until + draw_wait(&world.rng, 30.0 * (double)DAY);
		*kind = 1 + (int)draw(&world.rng, 2);
		counts.troubles++;
	}
	return now < *until ? *kind : 0;
}

bool world_mail_is_well(int64_t for_s)
{
	return !server_trouble(
		   &world.mail.next, &world.mail.until, &world.mail.kind) &&
	       simtime_true() - world.mail.until > for_s;
}

int64_t world_mail(const struct mail_request *q, struct mail_reply *r)
{
	int kind = server_trouble(
	    &world.mail.next, &world.mail.until, &world.mail.kind);

	if (kind) {
		r->status = kind == 1 ? 450 : 0;
		r->error =
		    kind == 1 ? "450 come back later" : "could not connect";
		counts.mails_refused++;
		return 300;
	}
	r->status = 250;
	counts.mails++;
	ledger_mailed(q);
	return 200;
}

int64_t world_hook(const struct hook_request *q, struct hook_reply *r)
{
	int kind = server_trouble(
	    &world.hook.next, &world.hook.until, &world.hook.kind);

	if (kind) {
		r->status = kind == 1 ? 503 : 0;
		r->error = "not taken";
		r->retry_after = kind == 1 ? "120" : NULL;
		counts.hooks_refused++;
		return 300;
	}
	r->status = 204;
	counts.hooks++;
	ledger_hooked(q->id);
	return 100;
}
