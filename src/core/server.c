/* HTTP on a socket by evhttp, with the limits that it lacks. */
#include "core/server.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/freshness.h"

#define IDLE_S	     30 /* a connection that says nothing is closed */
#define BACKLOG	     64
#define FULL_LOOK_US 50000
#define TELL_MS	     60000
#define PATIENCE_MS  60000 /* for a request to be whole */
#define ANSWER_TIMES 10	   /* as long for an answer to be read */

struct connection {
	struct bufferevent *b;
	int64_t since_ms; /* it is waited for what it is to say, or to read */
	bool asked;	  /* it has, and is not answered */
};

struct server {
	struct server_spec spec;
	struct freshness fresh;
	char *path; /* to be removed; NULL where it was handed over */
	struct event_base *base;
	struct evhttp *http;
	struct evhttp_bound_socket *bound;
	struct evconnlistener *listener; /* NULL: it is moved to nowhere */
	struct connection connections[CAP_CONNECTIONS];
	size_t connection_count;
	struct event *full; /* looks whether one has ended, at the cap only */
	int64_t tell_at_ms; /* that there are no descriptors, not before */
	struct server *next;
};

static struct server *servers; /* those of this process: two or three */

/* --- connections --- */

/*
 * evhttp counts no connections, and tells of the end of those alone that had
 * a request. So a reference is kept to each one's bufferevent: once evhttp
 * has let go of it, it has no callbacks any more. At the cap nothing is
 * accepted until one has ended, and whoever comes then waits in the kernel's
 * queue.
 *
 * What is kept must not read: the next file with its number, be it another
 * socket's connection or a child, would be robbed of its bytes.
 */
static void on_close(struct evhttp_connection *c, void *arg)
{
	struct bufferevent *b = evhttp_connection_get_bufferevent(c);
	struct server *s = arg;
	size_t kept = 0;

	bufferevent_disable(b, EV_READ | EV_WRITE);
	for (size_t i = 0; i < s->connection_count; i++) {
		if (s->connections[i].b == b)
			bufferevent_decref(b);
		else
			s->connections[kept++] = s->connections[i];
	}
	s->connection_count = kept;
}

static size_t unsent_of(const struct connection *c)
{
	return evbuffer_get_length(bufferevent_get_output(c->b));
}

/*
 * evhttp's time-out begins anew with each byte: one that sends its request, or
 * reads its answer, byte by byte would have its place for days. A listener to
 * events has nothing unsent, or soon too much.
 */
static void lose_patience(struct server *s, const struct connection *c)
{
	int64_t patience = s->spec.patience_ms;
	int64_t waited = clock_mono_ms() - c->since_ms;

	if (c->asked ? unsent_of(c) && waited > patience * ANSWER_TIMES
		     : waited > patience)
		shutdown(bufferevent_getfd(c->b), SHUT_RDWR); /* evhttp sees */
}

static void count_connections(struct server *s)
{
	bufferevent_event_cb on_event;
	size_t kept = 0;

	for (size_t i = 0; i < s->connection_count; i++) {
		struct connection *c = &s->connections[i];

		/* While an answer is written only this one is set. */
		bufferevent_getcb(c->b, NULL, NULL, &on_event, NULL);
		if (on_event) {
			lose_patience(s, c);
			s->connections[kept++] = *c;
		} else {
			bufferevent_decref(c->b);
		}
	}
	s->connection_count = kept;
}

static size_t unsent(const struct server *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->connection_count; i++)
		n += unsent_of(&s->connections[i]);
	return n;
}

static void turn(struct server *s, struct evhttp_connection *of, bool asked)
{
	struct bufferevent *b = evhttp_connection_get_bufferevent(of);

	for (size_t i = 0; i < s->connection_count; i++)
		if (s->connections[i].b == b) {
			s->connections[i].since_ms = clock_mono_ms();
			s->connections[i].asked = asked;
		}
}

static void look_again(struct server *s)
{
	struct timeval tv = {.tv_usec = FULL_LOOK_US};

	if (!s->listener)
		return;
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

/*
 * No descriptor is left for whoever waits in the kernel's queue: without a
 * pause the loop would ask for it all the time. The argument is evhttp's, so
 * the server is found by its listener.
 */
static void on_accept_failed(struct evconnlistener *listener, void *arg)
{
	struct server *s = servers;
	int64_t now = clock_mono_ms();

	(void)arg;
	while (s->listener != listener)
		s = s->next;
	if (now >= s->tell_at_ms)
		log_warn("a connection cannot be accepted: %s",
		    evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
	s->tell_at_ms = now + TELL_MS;
	look_again(s);
}

static struct bufferevent *on_connection(struct event_base *base, void *arg)
{
	struct server *s = arg;
	struct bufferevent *b = bufferevent_socket_new(base, -1, 0);

	/*
	 * evhttp reads on while it writes, to hear of the end: what comes
	 * meanwhile would grow without one. A body has to fit at once.
	 */
	bufferevent_setwatermark(
	    b, EV_READ, 0, s->spec.max_body_bytes + CAP_REQUEST_HEAD);
	count_connections(s);
	if (s->connection_count == CAP_CONNECTIONS)
		return b; /* cannot be: the listener is off */
	bufferevent_incref(b);
	s->connections[s->connection_count++] =
	    (struct connection){.b = b, .since_ms = clock_mono_ms()};
	if (s->connection_count == CAP_CONNECTIONS)
		look_again(s);
	return b;
}

static void on_answered(struct evhttp_request *req, void *arg)
{
	turn(arg, evhttp_request_get_connection(req), false);
}

static void on_request(struct evhttp_request *req, void *arg)
{
	struct evhttp_connection *c = evhttp_request_get_connection(req);
	struct server *s = arg;

	evhttp_connection_set_closecb(c, on_close, s);
	evhttp_request_set_on_complete_cb(req, on_answered, s);
	turn(s, c, true);
	request_take(&s->spec, req,
	    s->spec.max_unsent_bytes && unsent(s) > s->spec.max_unsent_bytes);
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

static int listen_unix(const struct server_spec *spec, struct err *e)
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

static bool is_loopback(const struct sockaddr *at)
{
	const struct sockaddr_in *in = (const void *)at;
	const struct sockaddr_in6 *in6 = (const void *)at;

	if (at->sa_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	return at->sa_family == AF_INET6 &&
	       IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

int server_address(const char *text, struct sockaddr_storage *at, int *len)
{
	*len = sizeof(*at);
	memset(at, 0, sizeof(*at));
	return evutil_parse_sockaddr_port(text, (struct sockaddr *)at, len) ||
		       !is_loopback((const struct sockaddr *)at) ||
		       !((const struct sockaddr_in *)at)->sin_port
		   ? -1
		   : 0;
}

int server_listen(const char *port, struct err *e)
{
	struct sockaddr_storage at;
	const int yes = 1;
	int fd, len;

	if (server_address(port, &at, &len))
		return err_set(
		    e, "%s: this is no loopback address with a port", port);
	fd =
	    socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(e, "%s: %s", port, strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (!bind(fd, (const struct sockaddr *)&at, (socklen_t)len) &&
	    !listen(fd, BACKLOG))
		return fd;
	err_set(e, "%s: %s", port, strerror(errno));
	close(fd);
	return -1;
}

static int listen_at(const struct server_spec *spec, struct err *e)
{
	if (spec->fd >= 0)
		return spec->fd;
	return spec->port ? server_listen(spec->port, e) : listen_unix(spec, e);
}

static void accept_on(struct server *s, int fd)
{
	evutil_make_socket_nonblocking(fd);
	evutil_make_socket_closeonexec(fd);
	s->listener = evconnlistener_new(
	    s->base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE, 0, fd);
	s->bound = evhttp_bind_listener(s->http, s->listener);
	evconnlistener_set_error_cb(s->listener, on_accept_failed);
}

void server_move(struct server *s, int fd)
{
	event_del(s->full);
	if (s->bound)
		evhttp_del_accept_socket(s->http, s->bound);
	s->bound = NULL;
	s->listener = NULL;
	if (fd >= 0)
		accept_on(s, fd);
	if (s->connection_count == CAP_CONNECTIONS)
		look_again(s);
}

struct server *server_new(
    struct event_base *base, const struct server_spec *spec, struct err *e)
{
	int fd = listen_at(spec, e);
	struct server *s;

	if (fd < 0)
		return NULL;
	s = mem_alloc(sizeof(*s));
	s->spec = *spec;
	if (s->spec.port) /* that it is one; the address is the caller's */
		s->spec.port = "loopback";
	s->spec.fresh = &s->fresh;
	if (!s->spec.patience_ms)
		s->spec.patience_ms = PATIENCE_MS;
	s->base = base;
	s->path = spec->fd >= 0 || spec->port ? NULL : mem_strdup(spec->path);
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
	accept_on(s, fd);
	s->full = evtimer_new(base, on_full, s);
	s->next = servers;
	servers = s;
	return s;
}

void server_free(struct server *s)
{
	struct server **at = &servers;

	if (!s)
		return;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	evhttp_free(s->http); /* and its listener and connections */
	for (size_t i = 0; i < s->connection_count; i++)
		bufferevent_decref(s->connections[i].b);
	event_free(s->full);
	if (s->path)
		unlink(s->path);
	free(s->path);
	free(s);
}
