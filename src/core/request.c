/* From a request's head to its answer's last byte, by evhttp. */
#include "core/request.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <inttypes.h>
#include <poll.h>
#include <pwd.h>
#include <stdarg.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <xxhash.h>

#include "base/caps.h"
#include "base/mem.h"
#include "core/freshness.h"
#include "core/server.h"
#include "text/date.h"
#include "text/url.h"

#define MAX_COLUMNS 1000

struct request_query {
	struct evkeyvalq values;
};

/* A request from its arrival to its answer. */
struct exchange {
	struct request r; /* first: request_answer() gets it back */
	const struct server_spec *spec;
	struct evhttp_request *req;
	struct dress dress;
	struct request_query query;
	struct buf out;
	char *path;
	bool asking; /* its route has not returned */
	int status;  /* of an answer that was given before that */
};

const char *request_param(const struct request *r, const char *name)
{
	return evhttp_find_header(&r->query->values, name);
}

int64_t request_number(
    const struct request *r, const char *name, int64_t absent, int64_t most)
{
	const char *s = request_param(r, name);
	int64_t n = 0;

	if (!s)
		return absent;
	if (!*s)
		return -1;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		n = n * 10 + (*s - '0');
		if (n > most)
			return -1;
	}
	return n;
}

const char *request_header(const struct request *r, const char *name)
{
	const struct exchange *x = (const struct exchange *)r;

	return evhttp_find_header(
	    evhttp_request_get_input_headers(x->req), name);
}

void request_peer(const struct request *r, struct peer *peer)
{
	struct ucred cred;
	socklen_t n = sizeof(cred);
	struct passwd pw, *found = NULL;
	char names[2048];

	*peer = (struct peer){.uid = -1, .pid = -1};
	if (getsockopt(r->fd, SOL_SOCKET, SO_PEERCRED, &cred, &n))
		return;
	peer->uid = cred.uid;
	peer->pid = cred.pid;
	if (getpwuid_r(cred.uid, &pw, names, sizeof(names), &found) || !found)
		return;
	snprintf(peer->user, sizeof(peer->user), "%s", found->pw_name);
}

int request_fail(struct request *r, int status, const char *fmt, ...)
{
	char text[1200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_clear(r->out);
	view_error(r->out, r->dress, text);
	r->count = -1;
	return status;
}

static void forget_question(struct exchange *x)
{
	evhttp_clear_headers(&x->query.values);
	free(x->path);
	x->path = NULL;
	x->r.path = x->r.body = NULL;
	x->r.body_len = 0;
}

/* --- answers --- */

static const char *type_of(const struct request *r, int status)
{
	static const char *const types[] = {
	    [VIEW_TEXT] = "text/plain; charset=utf-8",
	    [VIEW_JSON] = "application/json",
	    [VIEW_HTML] = "text/html; charset=utf-8",
	};

	return r->type && status == 200 ? r->type : types[r->dress->format];
}

/* A page may load what is ours, and nothing may load it. */
static void add_page_headers(struct evkeyvalq *headers)
{
	evhttp_add_header(headers, "Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; script-src 'self'; "
	    "img-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'");
	evhttp_add_header(headers, "Referrer-Policy", "no-referrer");
}

/* The question as a number: what is asked for, and in which dress. */
static uint64_t question_of(const struct exchange *x)
{
	const struct evkeyval *p;
	struct buf b;
	uint64_t hash;

	buf_init(&b, CAP_REQUEST_HEAD * 2);
	buf_printf(&b, "%d %s", (int)x->dress.format, x->r.path);
	TAILQ_FOREACH(p, &x->query.values, next)
	{
		buf_printf(&b, "\n%s\n%s", p->key, p->value);
	}
	hash = XXH3_64bits(b.data, b.len);
	buf_free(&b);
	return hash;
}

/*
 * Since when the answer is as it is; 0: not known, or not before this very
 * second, in which it may still change (section 8.8.2.2).
 */
static int64_t since_of(const struct exchange *x, uint64_t answer)
{
	int64_t since = 0;

	if (x->r.changed_at)
		since = freshness_since(
		    x->spec->fresh, question_of(x), answer, x->r.changed_at);
	return since < x->spec->now(x->spec->arg) ? since : 0;
}

/* Has the client this answer already? If-None-Match goes first (13.2.2). */
static bool is_known(const struct exchange *x, const char *etag, int64_t since)
{
	const char *theirs = request_header(&x->r, "If-None-Match");
	int64_t at;

	if (theirs)
		return strstr(theirs, etag) || !strcmp(theirs, "*");
	theirs = request_header(&x->r, "If-Modified-Since");
	at = theirs ? date_parse_http(theirs) : DATE_NONE;
	return since && at != DATE_NONE && since <= at;
}

/*
 * An answer to a GET is named by its bytes (RFC 9110 section 8.8.3), and by
 * its time where it has one.
 */
static int add_validators(
    struct exchange *x, struct evkeyvalq *headers, int status)
{
	char etag[24], date[DATE_HTTP_SIZE];
	uint64_t hash;
	int64_t since;

	if (status != 200 || strcmp(x->spec->method, "GET"))
		return status;
	hash = XXH3_64bits(x->out.data, x->out.len);
	since = since_of(x, hash);
	snprintf(etag, sizeof(etag), "\"%016" PRIx64 "\"", hash);
	evhttp_add_header(headers, "ETag", etag);
	if (since) {
		date_format_http(since, date);
		evhttp_add_header(headers, "Last-Modified", date);
	}
	return is_known(x, etag, since) ? 304 : 200;
}

/* Byte by byte, but for what parts a path. */
static void put_path(struct buf *b, const char *path)
{
	for (; *path; path++) {
		const char one[2] = {*path, '\0'};

		if (*path == '/')
			buf_putc(b, '/');
		else
			url_put_encoded(b, one);
	}
}

/* The same question, behind the last row (RFC 8288: rel="next"). */
static void add_link(struct exchange *x, struct evkeyvalq *headers)
{
	const struct evkeyval *p;
	struct buf link;

	buf_init(&link, CAP_REQUEST_HEAD);
	buf_putc(&link, '<');
	put_path(&link, x->r.path);
	buf_printf(&link, "?behind=%s", x->r.behind);
	TAILQ_FOREACH(p, &x->query.values, next)
	{
		if (!strcmp(p->key, "behind"))
			continue;
		buf_putc(&link, '&');
		url_put_encoded(&link, p->key);
		buf_putc(&link, '=');
		url_put_encoded(&link, p->value);
	}
	buf_puts(&link, ">; rel=\"next\"");
	if (buf_ok(&link))
		evhttp_add_header(headers, "Link", buf_text(&link));
	buf_free(&link);
}

static void add_headers(struct exchange *x, int status)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(x->req);
	const char *type = type_of(&x->r, status);
	char count[24];

	evhttp_add_header(headers, "Content-Type", type);
	evhttp_add_header(headers, "Cache-Control", "no-cache");
	evhttp_add_header(headers, "Vary", "Accept");
	evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
	evhttp_add_header(
	    headers, "Cross-Origin-Resource-Policy", "same-origin");
	if (!strncmp(type, "text/html", 9))
		add_page_headers(headers);
	if (*x->r.behind)
		add_link(x, headers);
	if (x->r.count < 0)
		return;
	snprintf(count, sizeof(count), "%ld", x->r.count);
	evhttp_add_header(headers, "Hearsay-Count", count);
}

static void send_reply(struct exchange *x, int status)
{
	struct evbuffer *body = evbuffer_new();

	add_headers(x, status);
	status = add_validators(
	    x, evhttp_request_get_output_headers(x->req), status);
	if (status != 304)
		evbuffer_add(body, x->out.data, x->out.len);
	/* Where the client has gone, this only lets go of the request. */
	evhttp_send_reply(x->req, status, NULL, body);
	evbuffer_free(body);
}

static void forget(struct exchange *x)
{
	forget_question(x);
	buf_free(&x->out);
	free(x);
}

bool request_is_left(const struct request *r)
{
	const struct exchange *x = (const struct exchange *)r;
	struct pollfd p = {.fd = r->fd};

	/* Closed altogether: one that only has nothing more to say waits. */
	return !evhttp_request_get_connection(x->req) ||
	       (poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)));
}

void request_answer(struct request *r, int status)
{
	struct exchange *x = (struct exchange *)r;

	if (x->asking) {
		x->status = status;
		return;
	}
	if (!buf_ok(&x->out))
		status = request_fail(r, 500,
		    "the answer is larger than %u bytes: ask for less",
		    CAP_REPLY);
	send_reply(x, status);
	forget(x);
}

static void on_file_sent(
    const struct evbuffer_file_segment *segment, int flags, void *arg)
{
	struct request_file *f = arg;

	(void)segment;
	(void)flags;
	f->sent(f->arg);
	free(f);
}

void request_answer_file(struct request *r, const struct request_file *file)
{
	struct exchange *x = (struct exchange *)r;
	struct evbuffer *body = evbuffer_new();
	struct evbuffer_file_segment *segment =
	    evbuffer_file_segment_new(file->fd, 0, (ev_off_t)file->len, 0);
	struct request_file *f = mem_alloc(sizeof(*f));

	*f = *file;
	r->type = f->type;
	add_headers(x, 200);
	/* So that it goes from file to socket, whatever its size. */
	evbuffer_set_flags(body, EVBUFFER_FLAG_DRAINS_TO_FD);
	evbuffer_file_segment_add_cleanup_cb(segment, on_file_sent, f);
	evbuffer_add_file_segment(body, segment, 0, -1);
	evbuffer_file_segment_free(segment); /* the body has it */
	evhttp_send_reply(x->req, 200, NULL, body);
	evbuffer_free(body);
	forget(x);
}

/* --- answers without an end --- */

void request_begin_stream(struct request *r, const char *type)
{
	struct exchange *x = (struct exchange *)r;

	r->type = type;
	add_headers(x, 200);
	evhttp_send_reply_start(x->req, 200, NULL);
}

int request_push(struct request *r)
{
	struct exchange *x = (struct exchange *)r;
	struct evhttp_connection *to = evhttp_request_get_connection(x->req);
	struct evbuffer *bytes;
	size_t unread;

	if (!to) {
		request_end(r);
		return -1;
	}
	unread = evbuffer_get_length(
	    bufferevent_get_output(evhttp_connection_get_bufferevent(to)));
	if (!buf_ok(&x->out) || unread + x->out.len > CAP_UNREAD) {
		evhttp_connection_free(to); /* and what of it is ours */
		forget(x);
		return -1;
	}
	bytes = evbuffer_new();
	evbuffer_add(bytes, x->out.data, x->out.len);
	evhttp_send_reply_chunk(x->req, bytes);
	evbuffer_free(bytes);
	buf_clear(&x->out);
	return 0;
}

void request_end(struct request *r)
{
	struct exchange *x = (struct exchange *)r;

	evhttp_send_reply_end(x->req);
	forget(x);
}

/* --- questions --- */

/*
 * On a port any web site can send a browser to us by a name of its own that
 * leads to loopback: only loopback's own names are answered there.
 */
static bool is_our_name(struct exchange *x)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
	const char *host = request_header(&x->r, "Host");
	size_t n;

	if (!x->spec->port)
		return true;
	if (!host)
		return false;
	n = strcspn(host, *host == '[' ? "]" : ":");
	n += host[n] == ']';
	if (host[n] && host[n] != ':')
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (n == strlen(names[i]) && !strncasecmp(host, names[i], n))
			return true;
	return false;
}

/* JSON, unless the client says that text or a page is what it takes. */
static enum view_format format_of(struct evhttp_request *req)
{
	const char *accept =
	    evhttp_find_header(evhttp_request_get_input_headers(req), "Accept");

	if (!accept || strstr(accept, "application/json"))
		return VIEW_JSON;
	if (strstr(accept, "text/html"))
		return VIEW_HTML;
	return strstr(accept, "text/plain") ? VIEW_TEXT : VIEW_JSON;
}

static int answer(struct exchange *x)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(x->req);
	struct evbuffer *body = evhttp_request_get_input_buffer(x->req);
	const char *raw = uri ? evhttp_uri_get_path(uri) : NULL;
	const char *q = uri ? evhttp_uri_get_query(uri) : NULL;
	const struct server_spec *spec = x->spec;
	struct request *r = &x->r;
	size_t n;

	if (!raw || *raw != '/')
		return request_fail(r, 400, "the request names no path");
	if (q && evhttp_parse_query_str(q, &x->query.values))
		return request_fail(
		    r, 400, "the query after \"?\" cannot be read");
	x->path = evhttp_uridecode(raw, 0, &n);
	if (!x->path || strlen(x->path) != n)
		return request_fail(r, 400, "the path holds a NUL byte");
	r->path = x->path;
	r->body_len = evbuffer_get_length(body);
	r->body = (const char *)evbuffer_pullup(body, -1);
	r->dress->columns =
	    (unsigned)request_number(r, "columns", 0, MAX_COLUMNS);
	if (r->dress->columns > MAX_COLUMNS)
		return request_fail(r, 400,
		    "columns: a whole number up to %d is wanted", MAX_COLUMNS);
	r->dress->colour = request_number(r, "colour", 0, 1) == 1;
	return spec->answer(spec->arg, r);
}

static const char *method_of(struct evhttp_request *req)
{
	switch (evhttp_request_get_command(req)) {
	case EVHTTP_REQ_GET:
		return "GET";
	case EVHTTP_REQ_POST:
		return "POST";
	case EVHTTP_REQ_HEAD:
	case EVHTTP_REQ_PUT:
	case EVHTTP_REQ_DELETE:
	case EVHTTP_REQ_OPTIONS:
	case EVHTTP_REQ_TRACE:
	case EVHTTP_REQ_CONNECT:
	case EVHTTP_REQ_PATCH:
		break;
	}
	return "another method";
}

static int fd_of(struct evhttp_request *req)
{
	struct evhttp_connection *c = evhttp_request_get_connection(req);

	return c ? bufferevent_getfd(evhttp_connection_get_bufferevent(c)) : -1;
}

/*
 * What a page of another origin has the browser load, to learn of it what it
 * may not read, or to have our listeners' places. A link may lead to us.
 */
static bool is_of_another_page(const struct exchange *x)
{
	const char *site = request_header(&x->r, "Sec-Fetch-Site");
	const char *mode = request_header(&x->r, "Sec-Fetch-Mode");

	return x->spec->port && site && strcmp(site, "same-origin") &&
	       strcmp(site, "none") && (!mode || strcmp(mode, "navigate"));
}

static int ask(struct exchange *x, bool full)
{
	int status;

	if (full)
		return request_fail(&x->r, 503,
		    "too many answers wait to be read; try again later");
	if (!is_our_name(x))
		return request_fail(&x->r, 403,
		    "this port answers to localhost, 127.0.0.1 and [::1] only");
	if (is_of_another_page(x))
		return request_fail(
		    &x->r, 403, "a page of another site may not load this");
	if (strcmp(method_of(x->req), x->spec->method)) {
		evhttp_add_header(evhttp_request_get_output_headers(x->req),
		    "Allow", x->spec->method);
		return request_fail(&x->r, 405,
		    "%s is not taken on this socket, only %s",
		    method_of(x->req), x->spec->method);
	}
	x->asking = true;
	status = answer(x);
	x->asking = false;
	return status == REQUEST_LATER && x->status ? x->status : status;
}

void request_take(
    const struct server_spec *spec, struct evhttp_request *req, bool full)
{
	struct exchange *x = mem_alloc(sizeof(*x));
	int status;

	x->spec = spec;
	x->req = req;
	x->dress = (struct dress){
	    .format = format_of(req), .now = spec->now(spec->arg)};
	x->r = (struct request){.dress = &x->dress,
	    .query = &x->query,
	    .out = &x->out,
	    .count = -1,
	    .fd = fd_of(req)};
	TAILQ_INIT(&x->query.values);
	buf_init(&x->out, CAP_REPLY);
	status = ask(x, full);
	if (status == REQUEST_LATER)
		forget_question(x);
	else
		request_answer(&x->r, status);
}
