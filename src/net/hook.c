/* Each post runs by itself from poster_send() to finish(). */
#include "net/hook.h"

#include <inttypes.h>
#include <string.h>
#include <sys/queue.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "base/caps.h"
#include "base/mem.h"
#include "net/easy.h"
#include "net/head.h"
#include "net/multi.h"

#define TOTAL_MS     30000
#define ANSWER_BYTES (64u << 10) /* then the connection is given up */
#define WORDS_BYTES  160	 /* of a refusal */
#define HEADERS_MOST 5
/* The operator's own machine is not behind the proxy. */
#define NOT_PROXIED "localhost,127.0.0.1,::1"

struct post {
	TAILQ_ENTRY(post) link;
	struct poster *poster;
	poster_done *done;
	void *arg;

	struct arena arena;
	const char *url;
	const void *body;
	size_t len;
	struct curl_slist headers[HEADERS_MOST];
	size_t header_count;

	void *easy;
	struct multi_job job;
	struct head head;
	size_t head_bytes, answer_bytes;
	char words[WORDS_BYTES + 1];
	char error[CURL_ERROR_SIZE];
};
TAILQ_HEAD(post_list, post);

struct poster {
	struct multi *multi;
	struct event *later; /* ends those that could not begin */
	struct arena settings_arena;
	struct net_settings settings;
	struct post_list running, failed;
};

/* --- the answer --- */

/* Printable ASCII on one line: it goes into logs. */
static void keep_words(struct post *p, const char *data, size_t n)
{
	size_t have = strlen(p->words);

	for (size_t i = 0; i < n && have < WORDS_BYTES; i++) {
		char c = data[i];

		if (c < ' ' || c > '~')
			c = ' ';
		if (c == ' ' && (have == 0 || p->words[have - 1] == ' '))
			continue;
		p->words[have++] = c;
	}
	p->words[have] = '\0';
}

static size_t on_answer(char *data, size_t size, size_t count, void *arg)
{
	struct post *p = arg;
	size_t n = size * count;

	keep_words(p, data, n);
	p->answer_bytes += n;
	return p->answer_bytes > ANSWER_BYTES ? 0 : n;
}

static size_t on_header(char *data, size_t size, size_t count, void *arg)
{
	struct post *p = arg;
	size_t n = size * count;

	p->head_bytes += n;
	if (p->head_bytes > CAP_HEADERS)
		return 0;
	if (p->answer_bytes == 0) /* a trailer is no header */
		head_line(&p->head, &p->arena, data, n);
	return n;
}

/* --- the end --- */

static void post_free(struct post *p)
{
	multi_put(p->poster->multi, p->easy);
	arena_free(&p->arena);
	free(p);
}

static const char *refusal(struct post *p, long status)
{
	if (status >= 300 && status < 400 && p->head.location)
		return arena_printf(&p->arena,
		    "HTTP %ld: it redirects, which is not followed: name the "
		    "address itself",
		    status);
	return arena_printf(&p->arena, "HTTP %ld%s%s", status,
	    p->words[0] ? ": " : "", p->words);
}

static void finish(struct post *p, long status, const char *error)
{
	struct hook_reply r = {.status = status,
	    .error = error,
	    .retry_after = p->head.retry_after};

	if (!error && (status < 200 || status > 299))
		r.error = refusal(p, status);
	p->done(p->arg, &r);
	post_free(p);
}

static void on_done(void *arg, int code)
{
	struct post *p = arg;
	long status = 0;

	TAILQ_REMOVE(&p->poster->running, p, link);
	curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &status);
	/* The status is the answer, whatever becomes of what follows it. */
	if (code == CURLE_OK || status >= 200)
		finish(p, status, NULL);
	else
		finish(p, 0,
		    p->error[0] ? p->error
				: curl_easy_strerror((CURLcode)code));
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	struct poster *o = arg;
	struct post *p;

	(void)fd;
	(void)what;
	for (p = TAILQ_FIRST(&o->failed); p; p = TAILQ_FIRST(&o->failed)) {
		TAILQ_REMOVE(&o->failed, p, link);
		finish(p, 0, "the transfer could not be started");
	}
}

/* --- the request --- */

/* A value that would end the header line could begin another. */
static void add_header(struct post *p, const char *name, const char *value)
{
	struct curl_slist *h = &p->headers[p->header_count];

	if (!value || strpbrk(value, "\r\n"))
		return;
	h->data =
	    arena_printf(&p->arena, "%s:%s%s", name, *value ? " " : "", value);
	if (p->header_count++)
		h[-1].next = h;
}

static void set_options(struct post *p)
{
	const struct net_settings *s = &p->poster->settings;
	void *e = p->easy;

	easy_common(e, s, s->ca_file, TOTAL_MS);
	curl_easy_setopt(e, CURLOPT_NOPROXY, NOT_PROXIED);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_USERAGENT, s->user_agent);
	curl_easy_setopt(e, CURLOPT_URL, p->url);
	curl_easy_setopt(e, CURLOPT_POST, 1L);
	curl_easy_setopt(e, CURLOPT_POSTFIELDS, p->body);
	curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->len);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, p->headers);
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, p);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, p);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, p->error);
}

static struct post *post_new(struct poster *o, const struct hook_request *r)
{
	struct post *p = mem_alloc(sizeof(*p));

	p->poster = o;
	p->job = (struct multi_job){on_done, p};
	arena_init(&p->arena);
	head_init(&p->head);
	p->url = arena_strdup(&p->arena, r->url ? r->url : "");
	p->len = r->body_len;
	p->body = arena_copy(&p->arena, p->len ? r->body : "", p->len);
	add_header(p, "Content-Type", r->content_type);
	add_header(p, "webhook-id", r->id);
	add_header(p, "webhook-timestamp",
	    arena_printf(&p->arena, "%" PRId64, r->timestamp));
	add_header(p, "webhook-signature", r->signature);
	add_header(p, "Expect", ""); /* a body this small just goes */
	return p;
}

void poster_send(struct poster *o, const struct hook_request *r,
    poster_done *done, void *arg)
{
	struct post *p = post_new(o, r);

	p->done = done;
	p->arg = arg;
	p->easy = multi_get(o->multi);
	set_options(p);
	if (!multi_start(o->multi, p->easy, &p->job)) {
		TAILQ_INSERT_TAIL(&o->running, p, link);
		return;
	}
	TAILQ_INSERT_TAIL(&o->failed, p, link);
	event_active(o->later, EV_TIMEOUT, 0);
}

/* --- for the role --- */

struct poster *poster_new(struct event_base *base, struct multi *multi)
{
	struct poster *o = mem_alloc(sizeof(*o));

	o->multi = multi;
	o->later = evtimer_new(base, on_later, o);
	TAILQ_INIT(&o->running);
	TAILQ_INIT(&o->failed);
	arena_init(&o->settings_arena);
	return o;
}

static void drop_all(struct post_list *list)
{
	struct post *p;

	for (p = TAILQ_FIRST(list); p; p = TAILQ_FIRST(list)) {
		TAILQ_REMOVE(list, p, link);
		post_free(p);
	}
}

void poster_free(struct poster *o)
{
	if (!o)
		return;
	drop_all(&o->running);
	drop_all(&o->failed);
	event_free(o->later);
	arena_free(&o->settings_arena);
	free(o);
}

void poster_set(struct poster *o, const struct net_settings *from)
{
	struct arena *a = &o->settings_arena;

	arena_reset(a);
	o->settings = (struct net_settings){
	    .user_agent = arena_strdup(a, from->user_agent),
	    .ca_file = arena_strdup(a, from->ca_file),
	    .proxy = arena_strdup(a, from->proxy),
	    .connect_timeout_ms = from->connect_timeout_ms,
	    .low_speed_bytes_s = from->low_speed_bytes_s,
	    .low_speed_time_s = from->low_speed_time_s};
}
