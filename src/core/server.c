/* HTTP on a local socket by evhttp, with the limits that it lacks. */
#include "core/server.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdarg.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define IDLE_S	     30 /* a connection that says nothing is closed */
#define BACKLOG	     64
#define FULL_LOOK_US 50000
#define MAX_COLUMNS  1000

struct server {
	struct server_spec spec;
	char *path; /* to be removed; NULL where it was handed over */
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener;
	struct bufferevent *connections[CAP_CONNECTIONS];
	size_t connection_count;
	struct event *full; /* looks whether one has ended, at the cap only */
};

/* --- the request --- */

struct request_query {
	struct evkeyvalq values;
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

/* JSON, unless the client says that plain text is what it takes. */
static enum view_format format_of(struct evhttp_request *req)
{
	const char *accept =
	    evhttp_find_header(evhttp_request_get_input_headers(req), "Accept");

	return accept && strstr(accept, "text/plain") &&
		       !strstr(accept, "application/json")
		   ? VIEW_TEXT
		   : VIEW_JSON;
}

/* A request from its arrival to its answer. */
struct exchange {
	struct request r; /* first: request_answer() gets it back */
	struct server *server;
	struct evhttp_request *req;
	struct dress dress;
	struct request_query query;
	struct buf out;
	char *path;
	bool asking; /* its route has not returned */
	int status;  /* of an answer that was given before that */
};

static void forget_question(struct exchange *x)
{
	evhttp_clear_headers(&x->query.values);
	free(x->path);
	x->path = NULL;
	x->r.path = x->r.body = NULL;
	x->r.body_len = 0;
}

static const char *type_of(const struct request *r, int status)
{
	if (r->type && status == 200)
		return r->type;
	return r->dress->format == VIEW_JSON ? "application/json"
					     : "text/plain; charset=utf-8";
}

static void send_reply(struct exchange *x, int status)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(x->req);
	struct evbuffer *body = evbuffer_new();
	char count[24];

	evhttp_add_header(headers, "Content-Type", type_of(&x->r, status));
	evhttp_add_header(headers, "Cache-Control", "no-store");
	if (x->r.count >= 0) {
		snprintf(count, sizeof(count), "%ld", x->r.count);
		evhttp_add_header(headers, "Hearsay-Count", count);
	}
	evbuffer_add(body, x->out.data, x->out.len);
	/* Where the client has gone, this only lets go of the request. */
	evhttp_send_reply(x->req, status, NULL, body);
	evbuffer_free(body);
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
	forget_question(x);
	buf_free(&x->out);
	free(x);
}

static int answer(struct exchange *x)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(x->req);
	struct evbuffer *body = evhttp_request_get_input_buffer(x->req);
	const char *raw = uri ? evhttp_uri_get_path(uri) : NULL;
	const char *q = uri ? evhttp_uri_get_query(uri) : NULL;
	const struct server_spec *spec = &x->server->spec;
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

static void on_request(struct evhttp_request *req, void *arg)
{
	struct server *s = arg;
	struct exchange *x = mem_alloc(sizeof(*x));
	int status;

	x->server = s;
	x->req = req;
	x->dress = (struct dress){
	    .format = format_of(req), .now = s->spec.now(s->spec.arg)};
	x->r = (struct request){.dress = &x->dress,
	    .query = &x->query,
	    .out = &x->out,
	    .count = -1,
	    .fd = fd_of(req)};
	TAILQ_INIT(&x->query.values);
	buf_init(&x->out, CAP_REPLY);
	if (strcmp(method_of(req), s->spec.method)) {
		evhttp_add_header(evhttp_request_get_output_headers(req),
		    "Allow", s->spec.method);
		status = request_fail(&x->r, 405,
		    "%s is not taken on this socket, only %s", method_of(req),
		    s->spec.method);
	} else {
		x->asking = true;
		status = answer(x);
		x->asking = false;
		if (status == REQUEST_LATER && x->status)
			status = x->status;
	}
	if (status == REQUEST_LATER)
		forget_question(x);
	else
		request_answer(&x->r, status);
}

/* --- connections --- */

/*
 * evhttp counts no connections and tells of no end. So a reference is kept
 * to each one's bufferevent: once evhttp has let go of it, it has no
 * callbacks any more. At the cap nothing is accepted until one has ended,
 * and whoever comes then waits in the kernel's queue.
 */
static void count_connections(struct server *s)
{
	bufferevent_data_cb on_read;
	size_t kept = 0;

	for (size_t i = 0; i < s->connection_count; i++) {
		bufferevent_getcb(
		    s->connections[i], &on_read, NULL, NULL, NULL);
		if (on_read)
			s->connections[kept++] = s->connections[i];
		else
			bufferevent_decref(s->connections[i]);
	}
	s->connection_count = kept;
}

static void look_again(struct server *s)
{
	struct timeval tv = {.tv_usec = FULL_LOOK_US};

	evconnlistener_disable(s->listener);
	evtimer_add(s->full, &tv);
}

static void on_full(evutil_socket_t fd, short what, void *arg)
{
	struct server *s = arg;

	(void)fd;
	(void)what;
	count_connections(s);
	if (s->connection_count < CAP_CONNECTIONS)
		evconnlistener_enable(s->listener);
	else
		look_again(s);
}

static struct bufferevent *on_connection(struct event_base *base, void *arg)
{
	struct server *s = arg;
	struct bufferevent *b = bufferevent_socket_new(base, -1, 0);

	count_connections(s);
	if (s->connection_count == CAP_CONNECTIONS)
		return b; /* cannot be: the listener is off */
	bufferevent_incref(b);
	s->connections[s->connection_count++] = b;
	if (s->connection_count == CAP_CONNECTIONS)
		look_again(s);
	return b;
}

/* --- the socket --- */

/* Is anybody answering there? */
static bool is_alive(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool alive;

	if (fd < 0)
		return false;
	alive = !connect(fd, (const struct sockaddr *)at, sizeof(*at));
	close(fd);
	return alive;
}

/* Makes room for the socket. What is none was not left there by a hearsayd. */
static int clear_way(const char *path, struct err *e)
{
	struct stat st;

	if (lstat(path, &st))
		return 0; /* bind() will say what is wrong, if anything is */
	if (!S_ISSOCK(st.st_mode))
		return err_set(e,
		    "%s: there is something else than a socket: remove it, or "
		    "name another path",
		    path);
	unlink(path);
	return 0;
}

static int listen_at(const struct server_spec *spec, struct err *e)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	mode_t before;
	int fd, rc;

	if (strlen(spec->path) >= sizeof(at.sun_path))
		return err_set(e,
		    "%s: the path of a socket may have %zu bytes, not %zu",
		    spec->path, sizeof(at.sun_path) - 1, strlen(spec->path));
	memcpy(at.sun_path, spec->path, strlen(spec->path));
	if (is_alive(&at))
		return err_set(e,
		    "%s: another hearsayd answers there; stop it first",
		    spec->path);
	if (clear_way(spec->path, e))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(e, "%s: %s", spec->path, strerror(errno));
	/* Right from the start: there is no moment with a wider mode. */
	before = umask(~spec->mode & 0777);
	rc = bind(fd, (const struct sockaddr *)&at, sizeof(at));
	umask(before);
	if (rc || listen(fd, BACKLOG)) {
		err_set(e, "%s: %s", spec->path, strerror(errno));
		close(fd);
		return -1;
	}
	return fd;
}

struct server *server_new(
    struct event_base *base, const struct server_spec *spec, struct err *e)
{
	int fd = spec->fd >= 0 ? spec->fd : listen_at(spec, e);
	struct server *s;

	if (fd < 0)
		return NULL;
	s = mem_alloc(sizeof(*s));
	s->spec = *spec;
	s->base = base;
	s->path = spec->fd >= 0 ? NULL : mem_strdup(spec->path);
	evutil_make_socket_nonblocking(fd);
	evutil_make_socket_closeonexec(fd);
	s->http = evhttp_new(base);
	evhttp_set_max_headers_size(s->http, CAP_REQUEST_HEAD);
	evhttp_set_max_body_size(s->http, (ev_ssize_t)spec->max_body_bytes);
	evhttp_set_timeout(s->http, IDLE_S);
	evhttp_set_allowed_methods(
	    s->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
			 EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
			 EVHTTP_REQ_OPTIONS | EVHTTP_REQ_PATCH);
	evhttp_set_gencb(s->http, on_request, s);
	evhttp_set_bevcb(s->http, on_connection, s);
	s->listener =
	    evconnlistener_new(base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE, 0, fd);
	evhttp_bind_listener(s->http, s->listener);
	s->full = evtimer_new(base, on_full, s);
	return s;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	evhttp_free(s->http); /* and its listener and connections */
	for (size_t i = 0; i < s->connection_count; i++)
		bufferevent_decref(s->connections[i]);
	event_free(s->full);
	if (s->path)
		unlink(s->path);
	free(s->path);
	free(s);
}
