/*
 * A fetch waits for its host's turn, runs hop by hop, and ends once: in
 * finish(). Whatever fails before libcurl has it ends in the next turn of the
 * loop, so that no caller is called back while it calls.
 */
#include "net/http.h"

#include <string.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "base/caps.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "net/easy.h"
#include "net/guard.h"
#include "net/head.h"
#include "net/multi.h"

#define HOPS_MOST    5
#define TOTAL_MS     60000
#define CONNECTIONS  32
#define SHED_BYTES   (1u << 20) /* of a body that nobody wants */
#define REPLY_MARGIN (1u << 20) /* of a frame, beside the body */
#define RESPONSE_OK  200
#define NOT_MODIFIED 304
#define SPARE_MOST   32

/* What is asked for: feeds first, in the order of their own standards. */
static const char accept_feeds[] =
    "application/atom+xml, application/rss+xml, "
    "application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, "
    "*/*;q=0.5";

struct fetch {
	TAILQ_ENTRY(fetch) link;
	struct http *http;
	struct arena arena; /* the request's and the reply's strings */
	struct fetch_request request;
	http_done *done;
	void *arg;

	void *easy;
	struct multi_job job;
	unsigned settings_number; /* of the handle */
	struct curl_slist headers[3];
	unsigned header_count;
	const char *url, *host; /* of this hop */
	const char *turn;	/* host and port that it holds, or NULL */
	bool https;
	unsigned hops; /* redirects followed */
	bool all_permanent;
	int64_t deadline_ms;

	struct head head;
	size_t head_bytes;
	struct buf body;
	size_t shed; /* bytes of a body that is not kept */
	bool paused;
	bool enough; /* the rest of a body that is not kept is not read */
	/* What of ours ended it, and why, where it was not libcurl. */
	enum fetch_result ended_as;
	const char *why;
	char error[CURL_ERROR_SIZE]; /* libcurl's words */
};
TAILQ_HEAD(fetch_list, fetch);

struct http {
	struct multi *multi;
	struct arena settings_arena;
	struct net_settings settings;
	unsigned settings_number;
	void *spare[SPARE_MOST]; /* handles prepared by these settings */
	size_t spare_count;
	struct event *later; /* ends what failed here, begins what may begin */
	struct fetch_list waiting, running, failed;
	size_t running_count;
	struct map busy;   /* host and port of running fetches */
	size_t held_bytes; /* bodies of running fetches */
	bool hold;
};

/* --- the body --- */

/*
 * Past the cap of all bodies together a transfer pauses, but for the oldest,
 * which always goes on: so one of them ends, and the others follow.
 */
static bool must_pause(const struct fetch *f, size_t n)
{
	return f->http->held_bytes + n > CAP_IN_FLIGHT &&
	       f != TAILQ_FIRST(&f->http->running);
}

static void resume_paused(struct http *h)
{
	struct fetch *f, *next;

	for (f = TAILQ_FIRST(&h->running); f; f = next) {
		next = TAILQ_NEXT(f, link);
		if (!f->paused)
			continue;
		f->paused = false;
		curl_easy_pause(f->easy, CURLPAUSE_CONT);
	}
}

static bool is_kept(const struct fetch *f)
{
	long status = 0;

	curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
	return status == RESPONSE_OK;
}

static size_t on_body(char *data, size_t size, size_t count, void *arg)
{
	struct fetch *f = arg;
	size_t n = size * count;

	if (!is_kept(f)) {
		f->shed += n;
		f->enough = f->shed > SHED_BYTES;
		return f->enough ? 0 : n;
	}
	if (must_pause(f, n)) {
		f->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	if (buf_add(&f->body, data, n)) {
		f->ended_as = FETCH_TOO_LARGE;
		f->why = arena_printf(&f->arena,
		    "the document is larger than %zu bytes", f->body.max);
		return 0;
	}
	f->http->held_bytes += n;
	return n;
}

static size_t on_header(char *data, size_t size, size_t count, void *arg)
{
	struct fetch *f = arg;
	size_t n = size * count;

	f->head_bytes += n;
	if (f->head_bytes > CAP_HEADERS) {
		f->ended_as = FETCH_TOO_LARGE;
		f->why = arena_printf(&f->arena,
		    "the headers are larger than %u bytes", CAP_HEADERS);
		return 0;
	}
	if (f->body.len == 0) /* a trailer is no header */
		head_line(&f->head, &f->arena, data, n);
	return n;
}

/* --- addresses --- */

static void refuse_address(struct fetch *f, const char *what)
{
	f->ended_as = FETCH_FORBIDDEN_ADDRESS;
	f->why = arena_printf(&f->arena,
	    "%s has %s, and poll { allow-hosts } does not name it", f->host,
	    what);
}

static curl_socket_t on_open_socket(
    void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetch *f = arg;
	const char *what = NULL;

	(void)purpose;
	/* A proxy is the operator's own. */
	if (!f->http->settings.proxy)
		what = guard_refusal(
		    f->http->settings.allow_hosts, f->host, &to->addr);
	if (what) {
		refuse_address(f, what);
		return CURL_SOCKET_BAD;
	}
	f->ended_as = FETCH_HTTP; /* one of its addresses will do */
	f->why = NULL;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* --- one hop --- */

static char *url_part(CURLU *u, CURLUPart part, struct arena *a)
{
	char *s = NULL, *kept;

	if (curl_url_get(u, part, &s, CURLU_DEFAULT_PORT) != CURLUE_OK)
		return NULL;
	kept = arena_strdup(a, s);
	curl_free(s);
	return kept;
}

/* Sets scheme and host, and of the asked URL the turn it has to wait for. */
static int look_at_url(struct fetch *f)
{
	CURLU *u = curl_url();
	const char *scheme = NULL, *port = NULL;
	CURLUcode code = curl_url_set(u, CURLUPART_URL, f->url, 0);

	if (code == CURLUE_OK) {
		scheme = url_part(u, CURLUPART_SCHEME, &f->arena);
		f->host = url_part(u, CURLUPART_HOST, &f->arena);
		port = url_part(u, CURLUPART_PORT, &f->arena);
	}
	curl_url_cleanup(u);
	if (!scheme || !f->host || !port || strlen(f->url) > CAP_URL)
		return -1;
	f->https = !strcmp(scheme, "https");
	if (!f->https && strcmp(scheme, "http") != 0)
		return -1;
	if (f->hops > 0)
		return 0;
	f->turn = arena_printf(&f->arena, "%s:%s", f->host, port);
	for (char *p = (char *)(uintptr_t)f->turn; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return 0;
}

/* A value that would end the header line could begin another. */
static void add_header(struct fetch *f, const char *name, const char *value)
{
	struct curl_slist *h = &f->headers[f->header_count];

	if (!value || !*value || strpbrk(value, "\r\n"))
		return;
	h->data = arena_printf(&f->arena, "%s: %s", name, value);
	h->next = NULL;
	if (f->header_count++)
		h[-1].next = h;
}

static void set_headers(struct fetch *f)
{
	f->header_count = 0;
	add_header(
	    f, "Accept", f->request.accept ? f->request.accept : accept_feeds);
	if (f->hops == 0) { /* validators belong to the asked URL alone */
		add_header(f, "If-None-Match", f->request.etag);
		add_header(f, "If-Modified-Since", f->request.last_modified);
	}
	curl_easy_setopt(
	    f->easy, CURLOPT_HTTPHEADER, f->header_count ? f->headers : NULL);
}

/* What is the same for every request, until other settings come. */
static void prepare(void *e, const struct net_settings *s)
{
	easy_common(e, s, s->ca_file, s->total_timeout_ms);
	curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, ""); /* all it has */
	curl_easy_setopt(e, CURLOPT_USERAGENT, s->user_agent);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
}

static void set_options(struct fetch *f)
{
	int64_t left_ms = f->deadline_ms - clock_mono_ms();
	void *e = f->easy;

	curl_easy_setopt(
	    e, CURLOPT_TIMEOUT_MS, (long)(left_ms > 1 ? left_ms : 1));
	curl_easy_setopt(e, CURLOPT_URL, f->url);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, f->error);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, f);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, f);
	set_headers(f);
}

/* --- handles, prepared once and used again --- */

static void *take_handle(struct http *h)
{
	void *e;

	if (h->spare_count > 0)
		return h->spare[--h->spare_count];
	e = multi_get(h->multi);
	prepare(e, &h->settings);
	return e;
}

/* One of former settings goes back unprepared. */
static void give_handle(struct fetch *f)
{
	struct http *h = f->http;

	if (!f->easy)
		return;
	if (f->settings_number == h->settings_number &&
	    h->spare_count < SPARE_MOST) {
		multi_stop(h->multi, f->easy);
		h->spare[h->spare_count++] = f->easy;
	} else {
		multi_put(h->multi, f->easy);
	}
}

static void drop_handles(struct http *h)
{
	while (h->spare_count > 0)
		multi_put(h->multi, h->spare[--h->spare_count]);
}

/* It ends in the loop's next turn, whoever is calling now. */
static void fail(struct fetch *f, enum fetch_result result, const char *why)
{
	struct http *h = f->http;

	f->ended_as = result;
	f->why = why;
	TAILQ_REMOVE(&h->running, f, link);
	TAILQ_INSERT_TAIL(&h->failed, f, link);
	event_active(h->later, EV_TIMEOUT, 0);
}

static void reply(struct fetch *f, enum fetch_result result, long status);

static void start_hop(struct fetch *f)
{
	const char *what =
	    guard_literal_refusal(f->http->settings.allow_hosts, f->host);

	if (what) {
		refuse_address(f, what);
		fail(f, f->ended_as, f->why);
		return;
	}
	head_init(&f->head);
	f->head_bytes = 0;
	f->shed = 0;
	f->enough = false;
	f->ended_as = FETCH_HTTP;
	f->why = NULL;
	f->error[0] = '\0';
	set_options(f);
	if (multi_start(f->http->multi, f->easy, &f->job))
		fail(f, FETCH_OTHER, "the transfer could not be started");
}

/* --- redirects --- */

static bool is_redirect(const struct fetch *f, long status)
{
	return f->head.location &&
	       (status == 301 || status == 302 || status == 303 ||
		   status == 307 || status == 308);
}

static void follow(struct fetch *f, long status)
{
	char *target = NULL;
	bool was_https = f->https;

	curl_easy_getinfo(f->easy, CURLINFO_REDIRECT_URL, &target);
	f->all_permanent = f->all_permanent && (status == 301 || status == 308);
	if (++f->hops > HOPS_MOST) {
		fail(f, FETCH_REDIRECT, "more than 5 redirects");
		return;
	}
	if (!target) {
		fail(f, FETCH_REDIRECT,
		    arena_printf(&f->arena, "redirected to no address: %s",
			f->head.location));
		return;
	}
	/* A fragment is for readers: no part of a feed's address. */
	f->url = arena_strndup(&f->arena, target, strcspn(target, "#"));
	if (look_at_url(f)) {
		fail(f, FETCH_REDIRECT,
		    arena_printf(&f->arena,
			"redirected to what is not http: %.200s", f->url));
		return;
	}
	if (was_https && !f->https) {
		fail(f, FETCH_REDIRECT,
		    arena_printf(&f->arena,
			"redirected from https to http: %.200s", f->url));
		return;
	}
	if (f->request.one_hop) {
		TAILQ_REMOVE(&f->http->running, f, link);
		reply(f, FETCH_HTTP, status);
		return;
	}
	start_hop(f);
}

/* --- the end --- */

static void fetch_free(struct fetch *f)
{
	give_handle(f);
	buf_free(&f->body);
	arena_free(&f->arena);
	free(f);
}

/* f is in no list any more; it is gone afterwards. */
static void finish(struct fetch *f, const struct fetch_reply *r)
{
	struct http *h = f->http;

	h->running_count--;
	h->held_bytes -= f->body.len;
	if (f->turn)
		map_remove(&h->busy, f->turn);
	f->done(f->arg, r);
	fetch_free(f);
	event_active(h->later, EV_TIMEOUT, 0);
}

/*
 * Where no length was promised the body ends with the connection, and
 * libcurl's decoders take a compressed one as it is cut: nobody complains.
 */
static bool end_is_unsure(const struct fetch *f)
{
	const struct head *h = &f->head;
	long version = 0;

	if (h->content_encoding && strcasecmp(h->content_encoding, "identity"))
		return true;
	curl_easy_getinfo(f->easy, CURLINFO_HTTP_VERSION, &version);
	return version <= CURL_HTTP_VERSION_1_1 && !h->content_length &&
	       !h->transfer_encoding;
}

static void reply(struct fetch *f, enum fetch_result result, long status)
{
	const struct head *h = &f->head;
	bool own =
	    f->hops == 0 && (status == RESPONSE_OK || status == NOT_MODIFIED);
	bool whole = result == FETCH_HTTP;
	struct fetch_reply r = {
	    .result = result,
	    .error = whole    ? NULL
		     : f->why ? f->why
			      : f->error,
	    .status = status,
	    .final_url = f->url,
	    .moved_permanently = f->hops > 0 && f->all_permanent,
	    .etag = own ? h->etag : NULL,
	    .last_modified = own ? h->last_modified : NULL,
	    .content_type = h->content_type,
	    .link = h->link,
	    .retry_after = h->retry_after,
	    .rate_limit_remaining = h->rate_limit_remaining,
	    .rate_limit_reset = h->rate_limit_reset,
	    .max_age_s = h->max_age_s,
	    .age_s = h->age_s,
	    .end_unsure = end_is_unsure(f),
	    .body = whole ? f->body.data : NULL,
	    .body_len = whole ? f->body.len : 0,
	};

	finish(f, &r);
}

static void on_done(void *arg, int code)
{
	struct fetch *f = arg;
	enum fetch_result result = easy_result(code);
	long status = 0;

	curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
	if (f->ended_as != FETCH_HTTP && code != CURLE_OK)
		result = f->ended_as;
	else if (f->enough)
		result = FETCH_HTTP; /* the head says it all */
	else if (result == FETCH_TRUNCATED && status == 0)
		result = FETCH_CONNECT; /* nothing came that could be cut */
	if (result == FETCH_HTTP && is_redirect(f, status)) {
		follow(f, status);
		return;
	}
	if (result != FETCH_HTTP && !f->error[0])
		snprintf(f->error, sizeof(f->error), "%s",
		    curl_easy_strerror((CURLcode)code));
	TAILQ_REMOVE(&f->http->running, f, link);
	reply(f, result, status);
}

/* --- turns --- */

static bool may_begin(const struct http *h)
{
	return !h->hold && h->held_bytes < CAP_IN_FLIGHT &&
	       h->running_count < h->settings.max_connections;
}

static void begin_more(struct http *h)
{
	struct fetch *f, *next;

	for (f = TAILQ_FIRST(&h->waiting); f && may_begin(h); f = next) {
		next = TAILQ_NEXT(f, link);
		if (f->turn && map_get(&h->busy, f->turn))
			continue;
		TAILQ_REMOVE(&h->waiting, f, link);
		TAILQ_INSERT_TAIL(&h->running, f, link);
		h->running_count++;
		f->easy = take_handle(h);
		f->settings_number = h->settings_number;
		f->deadline_ms = clock_mono_ms() + h->settings.total_timeout_ms;
		if (!f->turn) {
			fail(f, FETCH_BAD_URL, "not an http or https address");
			continue;
		}
		map_put(&h->busy, f->turn, f);
		start_hop(f);
	}
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	struct fetch *f;

	(void)fd;
	(void)what;
	for (f = TAILQ_FIRST(&h->failed); f; f = TAILQ_FIRST(&h->failed)) {
		TAILQ_REMOVE(&h->failed, f, link);
		head_init(&f->head); /* of the hop before */
		reply(f, f->ended_as, 0);
	}
	resume_paused(h);
	begin_more(h);
}

/* --- for the role --- */

static void on_idle(void *arg)
{
	drop_handles(arg);
}

struct http *http_new(struct event_base *base, struct multi *multi)
{
	struct http *h = mem_alloc(sizeof(*h));

	h->multi = multi;
	multi_on_idle(multi, on_idle, h);
	h->later = evtimer_new(base, on_later, h);
	arena_init(&h->settings_arena);
	TAILQ_INIT(&h->waiting);
	TAILQ_INIT(&h->running);
	TAILQ_INIT(&h->failed);
	return h;
}

static void drop_all(struct fetch_list *list)
{
	struct fetch *f;

	for (f = TAILQ_FIRST(list); f; f = TAILQ_FIRST(list)) {
		TAILQ_REMOVE(list, f, link);
		fetch_free(f);
	}
}

void http_free(struct http *h)
{
	if (!h)
		return;
	drop_all(&h->waiting);
	drop_all(&h->running);
	drop_all(&h->failed);
	drop_handles(h);
	map_free(&h->busy);
	arena_free(&h->settings_arena);
	event_free(h->later);
	free(h);
}

void http_set(struct http *h, const struct net_settings *s)
{
	struct arena *a = &h->settings_arena;

	arena_reset(a);
	h->settings = *s;
	h->settings.user_agent = arena_strdup(a, s->user_agent);
	h->settings.ca_file = arena_strdup(a, s->ca_file);
	h->settings.allow_hosts = arena_strdup(a, s->allow_hosts);
	h->settings.proxy = arena_strdup(a, s->proxy);
	if (h->settings.max_connections == 0)
		h->settings.max_connections = CONNECTIONS;
	if (h->settings.total_timeout_ms <= 0)
		h->settings.total_timeout_ms = TOTAL_MS;
	h->settings_number++;
	drop_handles(h);
	multi_set_connections(h->multi, h->settings.max_connections);
	event_active(h->later, EV_TIMEOUT, 0);
}

void http_fetch(
    struct http *h, const struct fetch_request *r, http_done *done, void *arg)
{
	uint64_t most = r->max_bytes ? r->max_bytes : CAP_BODY;
	struct fetch *f = mem_alloc(sizeof(*f));

	if (most > CAP_FRAME - REPLY_MARGIN)
		most = CAP_FRAME - REPLY_MARGIN;
	f->http = h;
	f->done = done;
	f->arg = arg;
	f->job = (struct multi_job){on_done, f};
	f->all_permanent = true;
	arena_init(&f->arena);
	buf_init(&f->body, most);
	head_init(&f->head);
	f->url = arena_strdup(&f->arena, r->url ? r->url : "");
	f->request.etag = arena_strdup(&f->arena, r->etag);
	f->request.last_modified = arena_strdup(&f->arena, r->last_modified);
	f->request.accept = arena_strdup(&f->arena, r->accept);
	f->request.one_hop = r->one_hop;
	if (look_at_url(f))
		f->turn = NULL;
	TAILQ_INSERT_TAIL(&h->waiting, f, link);
	event_active(h->later, EV_TIMEOUT, 0);
}

void http_hold(struct http *h, bool hold)
{
	if (h->hold != hold)
		event_active(h->later, EV_TIMEOUT, 0);
	h->hold = hold;
}
