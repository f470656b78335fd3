/* From an address to a feed: each step is a callback of the one before. */
#include "core/feedadd.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/daemon.h"
#include "core/schedule.h"
#include "core/setup.h"
#include "judge/lexicon.h"
#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"
#include "view/json.h"
#include "view/view.h"

#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))
#define AT_ONCE	     8 /* so that their bodies stay few */
#define PAUSE_S	     3600
#define PAUSE_MOST_S (7 * 86400)
#define STATUS_LIST  300 /* several: the user has to choose */

/*
 * Where sites that name no feed mostly have one, the commonest first. The
 * first is looked for beside the given page too.
 */
static const char *const usual_places[] = {
    "/feed",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/rss",
};

enum how {
	BY_ADDRESS, /* it is what the user gave */
	BY_PAGE,    /* the page names it */
	BY_GUESS,   /* it is a usual place */
};

struct adding {
	struct adding *next;
	struct daemon *daemon;
	struct request *request;
	struct arena arena;
	struct config_feed feed; /* as the command has it; its url is given */
	int64_t pick;
	bool only_find;

	enum how how;
	const char *url; /* that is asked now */
	const char *tries[COUNT(usual_places) + 1];
	size_t try_count, tried;
	struct arena held; /* the reply that is looked at */
	struct fetch_reply reply;
	int64_t entries;
};

/* --- the end --- */

static void forget(struct adding *a)
{
	struct adding **at = &a->daemon->adding;

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	arena_free(&a->held);
	arena_free(&a->arena);
	free(a);
}

static void end(struct adding *a, int status)
{
	request_answer(a->request, status);
	forget(a);
}

static void __attribute__((format(printf, 3, 4)))
fail(struct adding *a, int status, const char *fmt, ...)
{
	char text[1100];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	end(a, request_fail(a->request, status, "%s", text));
}

/* What was found, each with the feed that has it already. */
static void list(struct adding *a, int status, const struct found_link *links,
    size_t n, const char *lead)
{
	const char **had = arena_array(&a->arena, n + 1, sizeof(*had));
	struct request *r = a->request;
	const struct polled *same;

	for (size_t i = 0; i < n; i++) {
		same = feedlist_same(a->daemon->poll, &a->arena, links[i].url);
		had[i] = same ? same->feed.source.slug : NULL;
	}
	view_found(r->out, r->dress, links, had, n, lead);
	r->count = status == 200 ? (long)n : -1;
	end(a, status);
}

static void list_one(struct adding *a, const char *url, const struct found *f)
{
	struct found_link link = {
	    .url = url, .title = f->title, .type = f->format};

	list(a, 200, &link, 1, NULL);
}

/*
 * Who asked has gone: nothing more is asked for him, and nothing stored, since
 * a command that was broken off is taken for one that was not given.
 */
static bool has_left(struct adding *a)
{
	if (!request_is_left(a->request))
		return false;
	log_info("%s: who asked for its feed has gone", a->feed.url);
	end(a, 503);
	return true;
}

/* --- a feed is there --- */

/*
 * Only official word settles anything, and a maker's feed that was added as
 * one of the press says none. NULL where the lexicon knows no such site.
 */
static const char *maker_of(struct adding *a, const struct feed *f)
{
	const char *host;

	if (f->source.role == ROLE_OFFICIAL)
		return NULL;
	host = url_host(&a->arena, f->url);
	return host ? lexicon_official_host(a->daemon->setup->lexicon, host)
		    : NULL;
}

static void on_stored(void *arg)
{
	struct adding *a = arg;
	struct request *r = a->request;
	const char *slug = a->feed.source.slug, *text;
	const struct polled *p = poll_find(a->daemon->poll, slug);
	const char *url = p ? url_shown(&a->arena, p->feed.url) : NULL;
	bool well = p && p->feed.succeeded_at;
	const char *maker;
	json_t *o;

	if (!p) {
		fail(a, 409, "feed %s was removed while it was added", slug);
		return;
	}
	if (well)
		text = arena_printf(&a->arena,
		    "feed %s added: %s, %" PRId64 " item%s, from %s", slug,
		    p->feed.source.title, a->entries,
		    a->entries == 1 ? "" : "s", url);
	else
		text = arena_printf(&a->arena,
		    "feed %s added, but its first document was not taken: %s",
		    slug, p->feed.state_reason ? p->feed.state_reason : "");
	log_info("%s", text);
	maker = maker_of(a, &p->feed);
	if (r->dress->format == VIEW_TEXT) {
		utf8_put_visible(r->out, text);
		buf_putc(r->out, '\n');
		if (maker)
			buf_printf(r->out,
			    "It is a site of %s: with --role official --vendor "
			    "\"%s\" its word settles rumors.\n",
			    maker, maker);
	} else {
		o = json_object();
		json_put_text(o, "result", text);
		json_put_number(o, "id", p->feed.id);
		json_put_text(o, "slug", slug);
		json_put_text(o, "title", p->feed.source.title);
		json_put_text(o, "url", url);
		json_put_number(o, "entries", a->entries);
		json_put_text(o, "site_of", maker);
		json_write(r->out, o);
	}
	end(a, 201);
}

/* True where another feed has it, and then the command is answered. */
static bool is_there(struct adding *a, const char *url)
{
	const struct polled *same =
	    feedlist_same(a->daemon->poll, &a->arena, url);

	if (same)
		fail(a, 409, "feed %s already has %s", same->feed.source.slug,
		    url);
	return same != NULL;
}

/* Where all hops were permanent, the target is the feed's address. */
static void store_feed(struct adding *a, const struct found *found)
{
	struct daemon *d = a->daemon;
	struct config_feed *f = &a->feed;
	struct poll_job *job;
	struct err e;

	f->url = a->reply.moved_permanently ? a->reply.final_url : a->url;
	if (is_there(a, f->url))
		return;
	if (!f->source.slug && feedlist_slug(d->store, d->poll, &a->arena, NULL,
				   f->url, &f->source.slug, &e)) {
		fail(a, 500, "%s", e.text);
		return;
	}
	if (poll_find(d->poll, f->source.slug)) {
		fail(a, 409, "there is a feed %s already", f->source.slug);
		return;
	}
	feedlist_fill(&a->arena, f, found->title, found->link, found->language);
	f->added_at = clock_wall(&d->clock);
	a->entries = found->entries;
	if (poll_add(d->poll, f, 1, 0, &e)) {
		fail(a, 500, "feed %s: %s", f->source.slug, e.text);
		return;
	}
	job = poll_adopt(d->poll, poll_find(d->poll, f->source.slug));
	job->done = on_stored;
	job->arg = a;
	pipeline_answered(d->pipeline, job, &a->reply, NULL);
}

static void take_feed(struct adding *a, const struct found *found)
{
	if (a->only_find)
		list_one(a, a->url, found);
	else
		store_feed(a, found);
}

/* --- asking --- */

static void on_fetched(void *, const struct fetch_reply *, const char *);

static void ask(struct adding *a, const char *url, enum how how)
{
	struct fetch_request request = {.url = url, .max_bytes = CAP_BODY};
	char at[DATE_RFC3339_SIZE];
	int64_t until = poll_host_paused(a->daemon->poll, url);

	a->url = url;
	a->how = how;
	if (until) { /* rule 18 holds for commands too */
		date_format_rfc3339(until, at);
		fail(a, 409, "%s: its server wants a pause: not before %s", url,
		    at);
		return;
	}
	poll_errand(a->daemon->poll, &request, true, on_fetched, a);
}

static void not_found(struct adding *a)
{
	fail(a, 404,
	    "%s is not a feed, its page names none, and the usual places "
	    "(%s ... %s) have none: give the feed's own address",
	    a->feed.url, usual_places[0],
	    usual_places[COUNT(usual_places) - 1]);
}

static void try_next(struct adding *a)
{
	if (a->tried < a->try_count)
		ask(a, a->tries[a->tried++], BY_GUESS);
	else
		not_found(a);
}

static void add_try(struct adding *a, const char *base, const char *place)
{
	char *url = url_resolve(&a->arena, base, place);

	for (size_t i = 0; i < a->try_count; i++)
		if (url && !strcmp(a->tries[i], url))
			return;
	if (url && strcmp(url, a->feed.url))
		a->tries[a->try_count++] = url;
}

static void try_usual_places(struct adding *a)
{
	const char *base = a->reply.final_url;

	base = arena_strdup(&a->arena, base ? base : a->feed.url);
	add_try(a, base, usual_places[0] + 1);
	for (size_t i = 0; i < COUNT(usual_places); i++)
		add_try(a, base, usual_places[i]);
	try_next(a);
}

/* --- a page --- */

static void take_page(struct adding *a, struct found *found)
{
	size_t n = found->link_count, news = 0;

	for (size_t i = 0; i < n; i++)
		news += !found->links[i].comments;
	if (!n) {
		try_usual_places(a);
		return;
	}
	if (a->only_find) {
		list(a, 200, found->links, n, NULL);
		return;
	}
	if (a->pick > (int64_t)n) {
		fail(a, 400, "pick: %s names %zu feed%s, there is no %" PRId64,
		    a->feed.url, n, n == 1 ? "" : "s", a->pick);
		return;
	}
	if (!a->pick && (news > 1 || (!news && n > 1))) {
		list(a, STATUS_LIST, found->links, n,
		    arena_printf(&a->arena,
			"%s names %zu feeds: add one by its address, or with "
			"--pick N",
			a->feed.url, n));
		return;
	}
	a->url = found->links[a->pick ? a->pick - 1 : 0].url;
	if (!is_there(a, a->url))
		ask(a, a->url, BY_PAGE);
}

static void on_found(void *arg, const struct frame *f, const char *why)
{
	struct adding *a = arg;
	struct found found = {0};

	if (has_left(a))
		return;
	if (f && (f->type != MSG_FOUND || found_read(f, &a->arena, &found))) {
		f = NULL;
		why = "its answer made no sense";
	}
	if (!f)
		found.why = arena_printf(
		    &a->arena, "the document stopped its reader: %s", why);
	if (found.format)
		take_feed(a, &found);
	else if (a->how == BY_GUESS)
		try_next(a);
	else if (a->how == BY_PAGE)
		fail(a, 422, "%s names %s: %s", a->feed.url, a->url,
		    found.why ? found.why : "");
	else if (!f)
		fail(a, 422, "%s: %s", a->url, found.why);
	else
		take_page(a, &found);
}

/* --- an answer --- */

static void keep(struct adding *a, const struct fetch_reply *r)
{
	struct arena *h = &a->held;

	arena_free(h);
	arena_init(h);
	a->reply = *r;
	a->reply.final_url = arena_strdup(h, r->final_url);
	a->reply.etag = arena_strdup(h, r->etag);
	a->reply.last_modified = arena_strdup(h, r->last_modified);
	a->reply.content_type = arena_strdup(h, r->content_type);
	a->reply.link = arena_strdup(h, r->link);
	a->reply.retry_after = arena_strdup(h, r->retry_after);
	a->reply.rate_limit_remaining =
	    arena_strdup(h, r->rate_limit_remaining);
	a->reply.rate_limit_reset = arena_strdup(h, r->rate_limit_reset);
	a->reply.body = arena_copy(h, r->body, r->body_len);
}

static struct child *idle_parser(const struct daemon *d)
{
	struct child *best = d->parsers[0];

	for (size_t i = 1; i < d->parser_count; i++)
		if (child_waiting(d->parsers[i]) < child_waiting(best))
			best = d->parsers[i];
	return best;
}

static void look(struct adding *a)
{
	const struct fetch_reply *r = &a->reply;
	struct parse_request ask = {
	    .base_url = url_shown(&a->arena, r->final_url),
	    .content_type = r->content_type,
	    .link = r->link,
	    .body = r->body,
	    .body_len = r->body_len};
	struct buf b;

	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &ask);
	child_ask(idle_parser(a->daemon), MSG_FIND, b.data, b.len, on_found, a);
	buf_free(&b);
}

/* Rule 18: the feeds of a host that said 429 wait with it. */
static void pause_host(struct adding *a, const struct fetch_reply *r)
{
	int64_t now = clock_wall(&a->daemon->clock);
	int64_t wait = schedule_retry_after(r->retry_after, now);
	struct feed f = {.url = (char *)(uintptr_t)a->url};
	struct err e;

	wait = wait > PAUSE_S ? wait : PAUSE_S;
	f.paused_until = now + (wait < PAUSE_MOST_S ? wait : PAUSE_MOST_S);
	if (poll_pause_host(a->daemon->poll, &f, "its host asked to wait", &e))
		log_error(
		    "%s: its pause: %s", url_shown(&a->arena, a->url), e.text);
}

/* A server in trouble is not asked for its other places. */
static bool may_try_on(const struct fetch_reply *r, int64_t status)
{
	if (!r)
		return false;
	if (r->result == FETCH_HTTP)
		return status < 500 && status != 429;
	return r->result == FETCH_REDIRECT || r->result == FETCH_TOO_LARGE ||
	       r->result == FETCH_FORBIDDEN_ADDRESS;
}

static void on_fetched(
    void *arg, const struct fetch_reply *reply, const char *why)
{
	struct adding *a = arg;
	bool http = reply && reply->result == FETCH_HTTP;
	int64_t status = http ? reply->status : 0;

	if (status == 429)
		pause_host(a, reply);
	if (has_left(a))
		return;
	if (status == 200) {
		keep(a, reply);
		look(a);
	} else if (a->how == BY_GUESS && may_try_on(reply, status)) {
		try_next(a);
	} else if (http) {
		fail(a, 502, "%s: HTTP status %" PRId64, a->url, status);
	} else {
		fail(a, 502, "%s: %s", a->url,
		    reply ? reply->error ? reply->error : "no answer" : why);
	}
}

/* --- the beginning --- */

static size_t count(const struct daemon *d)
{
	size_t n = 0;

	for (const struct adding *a = d->adding; a; a = a->next)
		n++;
	return n;
}

static int begin(struct daemon *d, struct request *r,
    const struct feed_words *words, int64_t pick, bool only_find)
{
	const struct polled *p;
	struct adding *a;
	struct err e;

	if (count(d) >= AT_ONCE)
		return request_fail(r, 503,
		    "%d feeds are being looked for already: wait for one",
		    AT_ONCE);
	a = mem_alloc(sizeof(*a));
	a->daemon = d;
	a->request = r;
	a->pick = pick;
	a->only_find = only_find;
	arena_init(&a->arena);
	arena_init(&a->held);
	a->next = d->adding;
	d->adding = a;
	if (feedlist_read(d->setup, &a->arena, words, &a->feed, &e)) {
		fail(a, 400, "%s", e.text);
		return REQUEST_LATER;
	}
	p = a->feed.source.slug ? poll_find(d->poll, a->feed.source.slug)
				: NULL;
	if (p)
		fail(a, 409, "there is a feed %s already%s%s",
		    a->feed.source.slug, p->feed.place ? ", of " : "",
		    p->feed.place ? p->feed.place : "");
	else if (only_find || !is_there(a, a->feed.url))
		ask(a, a->feed.url, BY_ADDRESS);
	return REQUEST_LATER;
}

int feedadd(struct daemon *d, struct request *r, const struct feed_words *words,
    int64_t pick)
{
	return begin(d, r, words, pick, false);
}

int feedadd_find(struct daemon *d, struct request *r, const char *url)
{
	struct feed_words words = {.url = url};

	return begin(d, r, &words, 0, true);
}

void feedadd_stop(struct daemon *d)
{
	while (d->adding)
		fail(d->adding, 503, "the daemon stops");
}
