/* Pages from the store's list to their entries' judgement. */
#include "core/pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/judging.h"
#include "core/schedule.h"
#include "core/sites.h"
#include "parse/parse.h"
#include "text/url.h"

#define AT_ONCE	      8	   /* pages under way */
#define LOOK_AT	      1000 /* due ones, when some may be asked */
#define HOPS_MOST     5
#define LONGEST_S     (7 * 86400) /* of a pause */
#define LIMITED_S     3600	  /* 429 and 503 that name no time */
#define STORE_RETRY_S 900

/* Seconds until a page that failed is tried again; then no more. */
static const int64_t retries[] = {600, 3600};
#define RETRIES ((int64_t)(sizeof(retries) / sizeof(retries[0])))

LIST_HEAD(fetch_list, page_fetch);

struct pages {
	struct pages_setup setup;
	struct sites *sites;
	struct alarm *alarm;
	struct fetch_list fetches;
	size_t running, next_parser;
	int64_t quiet_until; /* the store failed */
	int64_t last_look;
	bool look; /* there may be something to do */
};

/* One page on its way: asked for, read, stored. */
struct page_fetch {
	struct pipeline_work work; /* first */
	LIST_ENTRY(page_fetch) link;
	struct pages *pages;
	struct site *site; /* that of the page itself: it is held */
	struct site *hop_site;
	struct arena arena;
	struct page_row page; /* as it is to be stored */
	const char *url;      /* of this hop */
	int hops;
	int64_t pause_until; /* its site asks for that; 0: it does not */
	size_t body_len;
};

static void ask(struct page_fetch *f);
static void on_verdict(void *arg, const char *refusal, int64_t retry_at);

static int64_t wall(const struct page_fetch *f)
{
	return clock_wall(f->pages->setup.clock);
}

/* --- what became of it --- */

static int apply(struct pipeline_work *, struct judging *, int64_t now,
    int64_t oldest, struct judging_news *, struct err *);
static void end(struct pipeline_work *, bool stored);

/* What is known is stored with the next turn. */
static void finish(struct page_fetch *f)
{
	f->work.apply = apply;
	f->work.end = end;
	f->work.store = f->pages->setup.store;
	pipeline_store(f->pages->setup.pipeline, &f->work);
}

static void settle(
    struct page_fetch *f, enum page_state state, const char *reason)
{
	/* What was had before is better than nothing. */
	f->page.state = f->page.article.text ? PAGE_READ : state;
	f->page.reason = arena_strdup(&f->arena, reason);
	f->page.due_at = 0;
	finish(f);
}

static void wait_until(struct page_fetch *f, int64_t at, const char *reason)
{
	f->page.reason = arena_strdup(&f->arena, reason);
	f->page.due_at = at;
	finish(f);
}

/* It may be better later: twice more. */
static void retry(struct page_fetch *f, const char *reason)
{
	if (f->page.tries >= RETRIES)
		settle(f, PAGE_FAILED, reason);
	else
		wait_until(f, wall(f) + retries[f->page.tries++], reason);
}

/* --- its text --- */

static void on_paged(void *arg, const struct frame *frame, const char *why)
{
	struct page_fetch *f = arg;
	struct page_reply reply;

	if (!frame || frame->type != MSG_PAGED ||
	    page_reply_read(frame, &f->arena, &reply)) {
		log_warn("page %s: stopped its reader: %s", f->page.url,
		    frame ? "its answer made no sense" : why);
		retry(f, "the page stopped its reader");
		return;
	}
	if (reply.result) {
		settle(f, PAGE_FAILED,
		    reply.error ? reply.error : "not an HTML page");
		return;
	}
	f->page.article = reply.article;
	f->page.tries = 0;
	if (reply.article.text)
		settle(f, PAGE_READ, NULL);
	else
		settle(f, PAGE_EMPTY, "nothing on the page is an article");
}

/* Where that is not known, it may be. */
static bool is_of_official(struct page_fetch *f)
{
	const struct pages_setup *with = &f->pages->setup;
	struct page_entry *waiting;
	struct err e;
	size_t n;

	if (store_page_waiting(with->store, &f->arena, f->page.id, INT64_MAX,
		&waiting, &n, &e))
		return true;
	for (size_t i = 0; i < n; i++) {
		const struct polled *p =
		    poll_find_id(with->poll, waiting[i].feed);

		if (p && p->feed.source.role == ROLE_OFFICIAL)
			return true;
	}
	return false;
}

static void read_body(struct page_fetch *f, const struct fetch_reply *reply)
{
	struct pages *p = f->pages;
	struct child *parser =
	    p->setup.parsers[p->next_parser++ % p->setup.parser_count];
	struct parse_request ask_for = {.base_url = f->url,
	    .content_type = reply->content_type,
	    .body = reply->body,
	    .body_len = reply->body_len};
	struct buf b;

	f->page.etag = f->page.last_modified = NULL;
	if (!f->hops) { /* validators belong to one address */
		f->page.etag = arena_strdup(&f->arena, reply->etag);
		f->page.last_modified =
		    arena_strdup(&f->arena, reply->last_modified);
	}
	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &ask_for);
	/* As with the document of the feed: see answer.c. */
	if (is_of_official(f))
		child_renew(parser);
	child_ask(parser, MSG_PAGE, b.data, b.len, on_paged, f);
	buf_free(&b);
}

/* --- its answer --- */

static void limited(struct page_fetch *f, const struct fetch_reply *reply)
{
	int64_t now = wall(f);
	int64_t wait = schedule_retry_after(reply->retry_after, now);
	char why[64];

	if (wait < 0)
		wait = LIMITED_S;
	f->pause_until = now + (wait < LONGEST_S ? wait : LONGEST_S);
	snprintf(why, sizeof(why), "HTTP status %d", (int)reply->status);
	wait_until(f, f->pause_until, why);
}

static void follow(struct page_fetch *f, const struct fetch_reply *reply)
{
	if (++f->hops > HOPS_MOST) {
		settle(f, PAGE_FAILED, "more than 5 redirects");
		return;
	}
	if (!reply->final_url || !strcmp(reply->final_url, f->url)) {
		settle(f, PAGE_FAILED, "redirected to no other address");
		return;
	}
	f->url = arena_strdup(&f->arena, reply->final_url);
	f->hop_site = sites_find(f->pages->sites, f->url);
	if (!f->hop_site) {
		f->hop_site = f->site;
		settle(f, PAGE_FAILED, "redirected to no address");
		return;
	}
	site_ask(f->hop_site, f->url, on_verdict, f);
}

static void take_status(struct page_fetch *f, const struct fetch_reply *reply)
{
	int status = (int)reply->status;
	char why[64];

	snprintf(why, sizeof(why), "HTTP status %d", status);
	if (status == 200)
		read_body(f, reply);
	else if (status == 304 && f->page.article.title)
		settle(f, f->page.article.text ? PAGE_READ : PAGE_EMPTY, NULL);
	else if (status >= 300 && status < 400 && status != 304)
		follow(f, reply);
	else if (status == 429 ||
		 (status == 503 &&
		     schedule_retry_after(reply->retry_after, wall(f)) > 0))
		limited(f, reply);
	else if (status >= 500)
		retry(f, why);
	else
		settle(f, PAGE_FAILED, why);
}

static bool is_for_good(enum fetch_result r)
{
	return r == FETCH_TOO_LARGE || r == FETCH_REDIRECT ||
	       r == FETCH_FORBIDDEN_ADDRESS || r == FETCH_BAD_URL;
}

static void on_answer(
    void *arg, const struct fetch_reply *reply, const char *why)
{
	struct page_fetch *f = arg;
	char text[160];

	f->page.asked_at = wall(f);
	site_asked(f->hop_site, f->page.asked_at);
	if (!reply) {
		snprintf(text, sizeof(text), "net did not answer: %s", why);
		retry(f, text);
	} else if (reply->result == FETCH_HTTP) {
		take_status(f, reply);
	} else if (is_for_good(reply->result)) {
		settle(f, PAGE_FAILED, reply->error);
	} else {
		retry(f, reply->error ? reply->error : "no answer");
	}
}

static void ask(struct page_fetch *f)
{
	struct fetch_request r = {.url = f->url,
	    .accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
	    .one_hop = true,
	    .max_bytes = CAP_PAGE};

	if (!f->hops && f->page.article.title) {
		r.etag = f->page.etag;
		r.last_modified = f->page.last_modified;
	}
	log_debug("page %s: asking", f->url);
	poll_errand(f->pages->setup.poll, &r, false, on_answer, f);
}

static void on_verdict(void *arg, const char *refusal, int64_t retry_at)
{
	struct page_fetch *f = arg;

	if (!refusal)
		ask(f);
	else if (retry_at)
		wait_until(f, retry_at, refusal);
	else
		settle(f, PAGE_FORBIDDEN, refusal);
}

/* --- into the store --- */

/* Its entry is judged, with the page or, where there is none, without. */
static int judge_entry(struct page_fetch *f, struct page_entry *w,
    struct judging *j, int64_t now, int64_t oldest, struct judging_news *news,
    struct err *e)
{
	const struct polled *p = poll_find_id(f->pages->setup.poll, w->feed);
	const struct feed *feed = p ? &p->feed : NULL;
	struct doc doc;

	if (feed && pagetake_waiting(&f->arena, w, &f->page, &doc))
		log_error("feed %s: the entry that waited for %s is lost",
		    feed->source.slug, f->page.url);
	else if (feed && judging_document(
			     j, feed, &doc, now, oldest, w->backlog, news, e))
		return -1;
	w->since = 0;
	w->backlog = false;
	w->doc = NULL;
	return store_page_entry_save(f->pages->setup.store, w, e);
}

static int judge_entries(struct page_fetch *f, struct judging *j, int64_t now,
    int64_t oldest, struct judging_news *news, struct err *e)
{
	struct page_entry *w;
	size_t n;

	if (f->page.state == PAGE_WANTED)
		return 0;
	if (store_page_waiting(f->pages->setup.store, &f->arena, f->page.id,
		INT64_MAX, &w, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (judge_entry(f, &w[i], j, now, oldest, news, e))
			return -1;
	return 0;
}

static int apply(struct pipeline_work *work, struct judging *j, int64_t now,
    int64_t oldest, struct judging_news *news, struct err *e)
{
	struct page_fetch *f = (struct page_fetch *)work;

	if (f->pause_until &&
	    site_pause(f->hop_site, f->url, f->pause_until, e))
		return -1;
	if (store_page_save(f->pages->setup.store, &f->page, e))
		return -1;
	return judge_entries(f, j, now, oldest, news, e);
}

static void fetch_free(struct page_fetch *f)
{
	LIST_REMOVE(f, link);
	arena_free(&f->arena);
	free(f);
}

static void end(struct pipeline_work *work, bool stored)
{
	struct page_fetch *f = (struct page_fetch *)work;
	struct pages *p = f->pages;

	if (stored && f->page.state != PAGE_WANTED)
		log_info("page %s: %s%s%s", f->page.url,
		    page_state_name(f->page.state), f->page.reason ? ": " : "",
		    f->page.reason ? f->page.reason : "");
	if (!stored)
		p->quiet_until = wall(f) + STORE_RETRY_S;
	f->site->busy = false;
	p->look = true;
	p->running--;
	fetch_free(f);
}

/* --- which are asked for --- */

static struct page_fetch *start(
    struct pages *p, struct site *site, const struct page_row *page)
{
	struct page_fetch *f = mem_alloc(sizeof(*f));

	f->pages = p;
	f->site = f->hop_site = site;
	arena_init(&f->arena);
	f->page = *page;
	f->page.url = f->url = arena_strdup(&f->arena, page->url);
	f->page.reason = arena_strdup(&f->arena, page->reason);
	f->page.etag = arena_strdup(&f->arena, page->etag);
	f->page.last_modified = arena_strdup(&f->arena, page->last_modified);
	f->page.article.title = arena_strdup(&f->arena, page->article.title);
	f->page.article.text = arena_strdup(&f->arena, page->article.text);
	f->page.article.links = arena_strdup(&f->arena, page->article.links);
	f->page.article.author = arena_strdup(&f->arena, page->article.author);
	f->page.article.lang = arena_strdup(&f->arena, page->article.lang);
	f->page.article.canonical =
	    arena_strdup(&f->arena, page->article.canonical);
	LIST_INSERT_HEAD(&p->fetches, f, link);
	p->running++;
	site->busy = true;
	return f;
}

static void sooner(int64_t *at, int64_t than)
{
	if (!*at || than < *at)
		*at = than;
}

static void run_due(
    struct pages *p, struct arena *a, int64_t now, int64_t *next)
{
	struct page_row *due;
	size_t n;
	struct err e;

	if (store_pages_due(p->setup.store, a, now, LOOK_AT, &due, &n, &e)) {
		log_error("pages: %s", e.text);
		return;
	}
	for (size_t i = 0; i < n && p->running < AT_ONCE; i++) {
		struct site *site = sites_find(p->sites, due[i].url);
		int64_t at = site ? site_free_at(site, due[i].url) : 0;

		if (site && site->busy)
			continue;
		if (site && at > now) {
			sooner(next, at);
			continue;
		}
		if (site)
			site_ask(site, due[i].url, on_verdict,
			    start(p, site, &due[i]));
	}
}

/* Entries that have waited for too long go on without their page. */
static void give_up_late(struct pages *p, struct arena *a, int64_t now)
{
	struct page_entry *w;
	struct page_row page;
	struct site *site;
	size_t n;
	struct err e;

	if (store_page_waiting(
		p->setup.store, a, 0, now - PAGE_WAIT_S, &w, &n, &e)) {
		log_error("pages: %s", e.text);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct page_fetch *f;

		if (store_page_get(p->setup.store, a, w[i].page, &page, &e))
			continue;
		site = sites_find(p->sites, page.url);
		if (!site || site->busy)
			continue;
		f = start(p, site, &page);
		settle(f, PAGE_FAILED,
		    arena_printf(&f->arena, "not had within %d hours%s%s",
			(int)(PAGE_WAIT_S / 3600), page.reason ? ": " : "",
			page.reason ? page.reason : ""));
	}
}

static void set_back(struct pages *p, int64_t now)
{
	struct err e;

	if (store_pages_set_back(p->setup.store, now, now + LONGEST_S, &e))
		log_error("pages: %s", e.text);
}

void pages_wanted(struct pages *p)
{
	p->look = true;
}

void pages_run(struct pages *p)
{
	int64_t now = clock_wall(p->setup.clock), next = 0, at = 0;
	struct arena a;
	struct err e;

	if (!p->look)
		return;
	if (p->quiet_until > now && p->quiet_until <= now + STORE_RETRY_S) {
		alarm_set(p->alarm, p->quiet_until);
		return;
	}
	/* At a start, too, the clock may have been set back (rule 35). */
	if (now < p->last_look || !p->last_look)
		set_back(p, now);
	p->last_look = now;
	p->look = false;
	arena_init(&a);
	give_up_late(p, &a, now);
	run_due(p, &a, now, &next);
	if (store_pages_next(p->setup.store, now, PAGE_WAIT_S, &at, &e))
		log_error("pages: %s", e.text);
	else if (at)
		sooner(&next, at);
	arena_free(&a);
	alarm_set(p->alarm, next > now || !next ? next : now + 60);
}

/* --- for others --- */

struct robots_question {
	pages_verdict *done;
	void *arg;
};

static void on_robots(void *arg, const char *refusal, int64_t retry_at)
{
	struct robots_question *q = arg;

	(void)retry_at;
	q->done(q->arg, refusal);
	free(q);
}

void pages_ask_robots(
    struct pages *p, const char *url, pages_verdict *done, void *arg)
{
	struct site *site = sites_find(p->sites, url);
	struct robots_question *q;

	if (!site) {
		done(arg, "not an address of the web");
		return;
	}
	q = mem_alloc(sizeof(*q));
	*q = (struct robots_question){done, arg};
	site_ask(site, url, on_robots, q);
}

static void on_alarm(void *arg)
{
	struct pages *p = arg;

	p->look = true;
	pages_run(p);
}

struct pages *pages_new(const struct pages_setup *setup)
{
	struct pages *p = mem_alloc(sizeof(*p));

	p->setup = *setup;
	p->sites =
	    sites_new(setup->clock, setup->store, setup->poll, setup->pipeline);
	p->alarm = alarm_new(setup->base, setup->clock, on_alarm, p);
	LIST_INIT(&p->fetches);
	p->look = true;
	return p;
}

void pages_free(struct pages *p)
{
	struct page_fetch *f;

	if (!p)
		return;
	for (f = LIST_FIRST(&p->fetches); f; f = LIST_FIRST(&p->fetches))
		fetch_free(f);
	sites_free(p->sites);
	alarm_free(p->alarm);
	free(p);
}

void pages_stepped(struct pages *p)
{
	p->look = true;
	alarm_stepped(p->alarm);
}

size_t pages_busy(const struct pages *p)
{
	return p->running;
}
