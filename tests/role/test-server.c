/*
 * The sockets, spoken to as badly as anyone can: the real server on a socket
 * in a temporary folder, with an answer of the test's own behind it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <event2/event.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/caps.h"
#include "core/server.h"

#define LARGE_BYTES (1 << 20)

static struct event_base *base;
static struct server *server;
static char dir[64], path[80];
static int asked;
static int64_t clock_at, told_at; /* policy's time; of the answer's change */
static const char *told;
static struct request *later; /* that waits for its answer */

static int answer(void *arg, struct request *r)
{
	struct peer peer;
	int64_t n = request_number(r, "n", 7, 100);

	(void)arg;
	asked++;
	if (!strcmp(r->path, "/missing"))
		return request_fail(r, 404, "there is nothing at %s", r->path);
	if (!strcmp(r->path, "/later")) {
		later = r;
		return REQUEST_LATER;
	}
	if (!strcmp(r->path, "/now-after-all")) {
		buf_puts(r->out, "at once");
		request_answer(r, 202);
		return REQUEST_LATER;
	}
	if (!strcmp(r->path, "/body")) {
		buf_printf(r->out, "%zu bytes, the last %c", r->body_len,
		    r->body_len ? r->body[r->body_len - 1] : '-');
		return 200;
	}
	if (!strcmp(r->path, "/who")) {
		request_peer(r, &peer);
		buf_printf(r->out, "uid=%ld pid=%ld user=%s.", (long)peer.uid,
		    (long)peer.pid, peer.user);
		return 200;
	}
	if (!strcmp(r->path, "/told")) {
		buf_puts(r->out, told);
		r->changed_at = told_at;
		return 200;
	}
	if (!strcmp(r->path, "/large")) {
		for (int i = 0; i < LARGE_BYTES / 32; i++)
			buf_puts(r->out, "0123456789abcdef0123456789abcdef");
		return 200;
	}
	if (!strcmp(r->path, "/huge")) {
		while (buf_ok(r->out))
			buf_puts(r->out, "0123456789abcdef0123456789abcdef");
		return 200;
	}
	buf_printf(r->out, "path=%s n=%d columns=%u colour=%d format=%d now=%d",
	    r->path, (int)n, r->dress->columns, r->dress->colour,
	    r->dress->format, (int)r->dress->now);
	r->count = 3;
	return 200;
}

static int64_t now(void *arg)
{
	(void)arg;
	return clock_at;
}

static struct server_spec spec(void)
{
	return (struct server_spec){.path = path,
	    .mode = 0660,
	    .fd = -1,
	    .method = "GET",
	    .max_body_bytes = CAP_REQUEST_BODY,
	    .answer = answer,
	    .now = now};
}

static int set_up(void **state)
{
	struct server_spec s = spec();
	struct err e;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/hearsay-server.XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/s.sock", dir);
	base = event_base_new();
	server = server_new(base, &s, &e);
	assert_non_null(server);
	asked = 0;
	clock_at = 1234;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	server_free(server);
	event_base_free(base);
	/* The server took its socket away: the folder is empty. */
	return rmdir(dir);
}

static int dial(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	memcpy(at.sun_path, path, strlen(path));
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static void turn(void)
{
	for (int i = 0; i < 20; i++)
		event_base_loop(base, EVLOOP_NONBLOCK);
}

/* Sends the bytes and returns all that comes back until it is quiet. */
static const char *talk(int fd, const char *bytes, size_t n)
{
	static char got[1 << 16];
	size_t have = 0, sent = 0;
	ssize_t r;

	for (int quiet = 0; quiet < 20; quiet++) {
		if (sent < n) {
			r = send(fd, bytes + sent, n - sent, MSG_NOSIGNAL);
			if (r > 0) {
				sent += (size_t)r;
				quiet = 0;
			}
		}
		turn();
		r = recv(fd, got + have, sizeof(got) - 1 - have, 0);
		if (r > 0) {
			have += (size_t)r;
			quiet = 0;
		}
		if (r == 0)
			break;
	}
	got[have] = '\0';
	return got;
}

static const char *ask(const char *request)
{
	int fd = dial();
	const char *got = talk(fd, request, strlen(request));

	close(fd);
	turn();
	return got;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in: %s", part, text);
}

#define GET(target, headers) \
	"GET " target " HTTP/1.1\r\nHost: localhost\r\n" headers "\r\n"

static void test_peer(void **state)
{
	const struct passwd *pw = getpwuid(getuid());
	char want[128];

	(void)state;
	snprintf(want, sizeof(want), "uid=%ld pid=%ld user=%s.", (long)getuid(),
	    (long)getpid(), pw ? pw->pw_name : "");
	assert_has(ask(GET("/who", "")), want);
}

static void test_answers(void **state)
{
	const char *got;

	(void)state;
	got = ask(GET("/v1/x?n=12&columns=80&colour=1", ""));
	assert_has(got, "HTTP/1.1 200");
	assert_has(got, "Content-Type: application/json");
	assert_has(got, "Hearsay-Count: 3");
	assert_has(
	    got, "path=/v1/x n=12 columns=80 colour=1 format=1 now=1234");
	got = ask(GET("/a%20b", "Accept: text/plain\r\n"));
	assert_has(got, "Content-Type: text/plain; charset=utf-8");
	assert_has(got, "path=/a b n=7 columns=0 colour=0 format=0");
	/* Both: JSON. */
	got = ask(GET("/", "Accept: text/plain, application/json\r\n"));
	assert_has(got, "format=1");
	assert_int_equal(asked, 3);
}

static void assert_has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" is in: %s", part, text);
}

/* 1000 is 00:16:40, 1100 is 00:18:20, 1234 is 00:20:34. */
#define AT(time)    "Last-Modified: Thu, 01 Jan 1970 " time " GMT\r\n"
#define SINCE(time) "If-Modified-Since: Thu, 01 Jan 1970 " time " GMT\r\n"

static void test_time_of_an_answer(void **state)
{
	(void)state;
	told = "as it was";
	told_at = 1000;
	assert_has(ask(GET("/told", "")), AT("00:16:40"));
	/* Something has changed since, but not what is told here. */
	told_at = 1100;
	assert_has(ask(GET("/told", "")), AT("00:16:40"));
	assert_has(ask(GET("/told?of=else", "")), AT("00:18:20"));
	assert_has(ask(GET("/told", "Accept: text/plain\r\n")), AT("00:18:20"));
	told = "otherwise";
	assert_has(ask(GET("/told", "")), AT("00:18:20"));
	/* In this second it may change again. */
	told = "otherwise again";
	told_at = clock_at;
	assert_has_not(ask(GET("/told", "")), "Last-Modified");
	assert_has(ask(GET("/told", SINCE("00:20:34"))), "HTTP/1.1 200");
	clock_at++;
	assert_has(ask(GET("/told", "")), AT("00:20:34"));
	/* The clock was set back: no time of the future is given. */
	clock_at -= 100;
	assert_has_not(ask(GET("/told", "")), "Last-Modified");
	told_at = 0;
	clock_at += 200;
	assert_has_not(ask(GET("/told?of=now", "")), "Last-Modified");
}

static void test_if_modified_since(void **state)
{
	static const struct {
		const char *headers;
		int status;
	} cases[] = {
	    {SINCE("00:16:40"), 304},
	    {SINCE("00:16:41"), 304},
	    {SINCE("00:16:39"), 200},
	    {"If-Modified-Since: Thursday, 01-Jan-70 00:16:40 GMT\r\n", 304},
	    {"If-Modified-Since: 1970-01-01T00:16:40Z\r\n", 200},
	    {"If-Modified-Since: soon\r\n", 200},
	    {"If-Modified-Since:\r\n", 200},
	    /* The other one goes first, whatever it says. */
	    {"If-None-Match: \"0\"\r\n" SINCE("00:16:40"), 200},
	    {"If-None-Match: *\r\n" SINCE("00:16:39"), 304},
	};
	char request[256], line[32];
	const char *got;

	(void)state;
	told = "as it was";
	told_at = 1000;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(request, sizeof(request),
		    "GET /told HTTP/1.1\r\nHost: localhost\r\n%s\r\n",
		    cases[i].headers);
		snprintf(line, sizeof(line), "HTTP/1.1 %d", cases[i].status);
		got = ask(request);
		if (strncmp(got, line, strlen(line)) != 0)
			fail_msg("%s: %s", cases[i].headers, got);
		assert_has(got, AT("00:16:40"));
		assert_has(got, "ETag: \"");
		if (cases[i].status == 304)
			assert_has_not(got, told);
	}
	/* Nothing of the kind where no time is known. */
	told_at = 0;
	assert_has(ask(GET("/told?of=now", SINCE("23:59:59"))), "HTTP/1.1 200");
}

static void test_keeps_alive(void **state)
{
	int fd = dial();

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_has(talk(fd, GET("/", ""), strlen(GET("/", ""))),
		    "HTTP/1.1 200");
	close(fd);
	turn();
	assert_int_equal(asked, 3);
}

static void test_errors_are_json(void **state)
{
	const char *got;

	(void)state;
	got = ask(GET("/missing", ""));
	assert_has(got, "HTTP/1.1 404");
	assert_has(got, "\"error\": \"there is nothing at /missing\"");
	got = ask(GET("/missing", "Accept: text/plain\r\n"));
	assert_has(got, "there is nothing at /missing");
	got = ask(GET("/huge", ""));
	assert_has(got, "HTTP/1.1 500");
	assert_has(got, "the answer is larger than 33554432 bytes");
}

static void test_other_methods(void **state)
{
	static const char *const methods[] = {
	    "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
	char request[256];
	const char *got;

	(void)state;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		snprintf(request, sizeof(request),
		    "%s / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
		    methods[i]);
		got = ask(request);
		assert_has(got, "HTTP/1.1 405");
		assert_has(got, "Allow: GET");
		assert_has(got, "is not taken on this socket, only GET");
	}
	assert_int_equal(asked, 0);
}

static void test_bad_parameters(void **state)
{
	const char *got;

	(void)state;
	got = ask(GET("/?columns=wide", ""));
	assert_has(got, "HTTP/1.1 400");
	assert_has(got, "columns: a whole number up to 1000 is wanted");
	got = ask(GET("/?columns=1001", ""));
	assert_has(got, "columns: a whole number up to 1000 is wanted");
	assert_int_equal(asked, 0);
	assert_has(ask(GET("/?n=-1", "")), "n=-1");
	assert_has(ask(GET("/?n=101", "")), "n=-1");
	assert_has(ask(GET("/?n=", "")), "n=-1");
	assert_has(ask(GET("/?n=9999999999999999999999", "")), "n=-1");
	got = ask(GET("/a%00b", ""));
	assert_has(got, "HTTP/1.1 400");
	assert_has(got, "the path holds a NUL byte");
}

/* Whatever is no HTTP never reaches an answer, and the next client does. */
static void test_garbage(void **state)
{
	static const char *const garbage[] = {"\r\n\r\n", "GET\r\n\r\n",
	    "GET / HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
	    "\x16\x03\x01\x02\x01\x01\xff\xfe\r\n\r\n",
	    "GET / HTTP/1.1\r\nNo colon here\r\n\r\n",
	    "GET http://[::1 HTTP/1.1\r\n\r\n", "{\"json\": true}\n",
	    "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
	    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
	    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"};
	const char *got;

	(void)state;
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		got = ask(garbage[i]);
		if (*got && strstr(got, " 200 "))
			fail_msg("%s was answered: %s", garbage[i], got);
	}
	assert_int_equal(asked, 0);
	assert_has(ask(GET("/", "")), "HTTP/1.1 200");
}

static void test_large_head(void **state)
{
	char *request = malloc(1 << 20);
	const char *got;
	size_t n =
	    (size_t)snprintf(request, 100, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
	int fd = dial();

	(void)state;
	memset(request + n, 'a', 900000);
	got = talk(fd, request, n + 900000);
	if (*got)
		assert_has(got, "HTTP/1.1 400");
	close(fd);
	turn();
	free(request);
	assert_int_equal(asked, 0);
	assert_has(ask(GET("/", "")), "HTTP/1.1 200");
}

static void test_large_body(void **state)
{
	const char *got;

	(void)state;
	got = ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n"
		  "\r\n");
	assert_has(got, "HTTP/1.1 413");
	assert_int_equal(asked, 0);
}

/*
 * Past the cap nobody is answered until somebody goes; those who say nothing
 * count as well.
 */
static void test_connections(void **state)
{
	int fds[CAP_CONNECTIONS], extra;
	const char *request = GET("/", "");

	(void)state;
	for (size_t i = 0; i < CAP_CONNECTIONS; i++) {
		fds[i] = dial();
		turn();
	}
	extra = dial();
	assert_string_equal(talk(extra, request, strlen(request)), "");
	assert_int_equal(asked, 0);
	close(fds[10]);
	while (!asked)
		event_base_loop(base, EVLOOP_ONCE);
	assert_has(talk(extra, "", 0), "HTTP/1.1 200");
	for (size_t i = 0; i < CAP_CONNECTIONS; i++)
		if (i != 10)
			close(fds[i]);
	close(extra);
	/* The cap is looked at again by a timer. */
	extra = dial();
	talk(extra, request, strlen(request));
	while (asked < 2)
		event_base_loop(base, EVLOOP_ONCE);
	assert_has(talk(extra, "", 0), "HTTP/1.1 200");
	close(extra);
	turn();
}

/* Another server in the place of the usual one. */
static void serve_by(struct server_spec s)
{
	struct err e;

	server_free(server);
	server = server_new(base, &s, &e);
	assert_non_null(server);
}

/*
 * A byte now and then keeps evhttp content, and all places taken; who has said
 * nothing whole for too long makes room.
 */
static void test_trickle(void **state)
{
	struct server_spec s = spec();
	int fds[CAP_CONNECTIONS], extra;
	const char *request = GET("/", "");

	(void)state;
	s.patience_ms = 100;
	serve_by(s);
	for (size_t i = 0; i < CAP_CONNECTIONS; i++) {
		fds[i] = dial();
		assert_string_equal(talk(fds[i], "GET / HT", 8), "");
	}
	extra = dial();
	talk(extra, request, strlen(request));
	while (!asked) {
		for (size_t i = 0; i < CAP_CONNECTIONS; i++)
			send(fds[i], "T", 1, MSG_NOSIGNAL);
		event_base_loop(base, EVLOOP_ONCE);
	}
	assert_has(talk(extra, "", 0), "HTTP/1.1 200");
	for (size_t i = 0; i < CAP_CONNECTIONS; i++)
		close(fds[i]);
	close(extra);
	turn();
}

#define DEAF 16

/* Answers that nobody reads are memory: beyond their bound there are none. */
static void test_unread_answers(void **state)
{
	static const char large[] = GET("/large", "");
	struct server_spec s = spec();
	int deaf[DEAF], answered;

	(void)state;
	s.max_unsent_bytes = 2 * LARGE_BYTES;
	serve_by(s);
	for (size_t i = 0; i < DEAF; i++) {
		deaf[i] = dial();
		send(deaf[i], large, sizeof(large) - 1, MSG_NOSIGNAL);
		turn();
	}
	assert_in_range(asked, 3, DEAF - 1); /* the kernel holds some */
	answered = asked;
	assert_has(ask(GET("/", "")), "HTTP/1.1 503");
	assert_has(ask(GET("/", "Accept: application/json\r\n")),
	    "too many answers wait to be read");
	assert_int_equal(asked, answered);
	for (size_t i = 0; i < DEAF; i++)
		close(deaf[i]);
	turn();
	assert_has(ask(GET("/", "")), "HTTP/1.1 200");
}

/* Who does not read has a place like all others: there are no more of them. */
static void test_deaf_connections(void **state)
{
	static const char large[] = GET("/large", "");
	int deaf[CAP_CONNECTIONS + 8];

	(void)state;
	for (size_t i = 0; i < CAP_CONNECTIONS + 8; i++) {
		deaf[i] = dial();
		send(deaf[i], large, sizeof(large) - 1, MSG_NOSIGNAL);
		turn();
	}
	assert_int_equal(asked, CAP_CONNECTIONS);
	for (size_t i = 0; i < CAP_CONNECTIONS + 8; i++)
		close(deaf[i]);
	turn();
}

/* On a port the browser tells whose page it asks for. */
static void test_pages_of_others(void **state)
{
	static const struct {
		const char *request;
		const char *want;
	} cases[] = {
	    {GET("/", ""), "HTTP/1.1 200"},
	    {GET("/", "Sec-Fetch-Site: same-origin\r\n"), "HTTP/1.1 200"},
	    {GET("/", "Sec-Fetch-Site: none\r\n"), "HTTP/1.1 200"},
	    {GET("/", "Sec-Fetch-Site: cross-site\r\n"
		      "Sec-Fetch-Mode: navigate\r\n"),
		"HTTP/1.1 200"},
	    {GET("/", "Sec-Fetch-Site: cross-site\r\n"
		      "Sec-Fetch-Mode: no-cors\r\n"),
		"HTTP/1.1 403"},
	    {GET("/", "Sec-Fetch-Site: same-site\r\n"
		      "Sec-Fetch-Mode: cors\r\n"),
		"HTTP/1.1 403"},
	    {GET("/", "Sec-Fetch-Site: cross-site\r\n"), "HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"localhost, 127.0.0.1 and [::1] only"},
	    {"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n",
		"HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n\r\n",
		"HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\nHost: [::1].evil.example\r\n\r\n",
		"HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\nHost: \r\n\r\n", "HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 403"},
	    {"GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 403"},
	    {"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"HTTP/1.1 403"},
	    {"GET / HTTP/1.1\r\nHost: LocalHost:8017\r\n\r\n", "HTTP/1.1 200"},
	    {"GET / HTTP/1.1\r\nHost: [::1]:8017\r\n\r\n", "HTTP/1.1 200"},
	};
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	struct server_spec s = spec();

	(void)state;
	server_free(server); /* which takes its path with it */
	s.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(at.sun_path, path, strlen(path));
	assert_int_equal(bind(s.fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(s.fd, 8), 0);
	s.port = "a port";
	server = NULL;
	serve_by(s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = ask(cases[i].request);

		if (!strstr(got, cases[i].want))
			fail_msg("%s\ngets: %s", cases[i].request, got);
	}
	unlink(path);
}

static void test_socket(void **state)
{
	struct server_spec s = spec();
	char longer[200];
	struct stat st;
	struct err e;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	/* Somebody answers there: that is not taken away. */
	assert_null(server_new(base, &s, &e));
	assert_has(e.text, "another hearsayd answers there; stop it first");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[0] = '/';
	longer[sizeof(longer) - 1] = '\0';
	s.path = longer;
	assert_null(server_new(base, &s, &e));
	assert_has(e.text, "the path of a socket may have 107 bytes, not 199");
	s.path = "/nonexistent/s.sock";
	assert_null(server_new(base, &s, &e));
	assert_string_equal(
	    e.text, "/nonexistent/s.sock: No such file or directory");
}

/* What is left of one that was killed is no hindrance. */
static void test_stale_socket(void **state)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct server_spec s = spec();
	char stale[100];
	struct server *other;
	struct err e;

	(void)state;
	snprintf(stale, sizeof(stale), "%s/stale", dir);
	memcpy(at.sun_path, stale, strlen(stale));
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	close(fd);
	s.path = stale;
	other = server_new(base, &s, &e);
	assert_non_null(other);
	server_free(other);
	assert_int_equal(access(stale, F_OK), -1);
}

/* A path in the configuration that was meant for something else. */
static void test_no_socket_is_not_removed(void **state)
{
	struct server_spec s = spec();
	char file[100];
	FILE *f;
	struct err e;

	(void)state;
	snprintf(file, sizeof(file), "%s/notes.txt", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	fclose(f);
	s.path = file;
	assert_null(server_new(base, &s, &e));
	assert_has(e.text, "notes.txt: there is something else than a socket");
	assert_int_equal(access(file, F_OK), 0);
	unlink(file);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* --- answers that take a while, and bodies --- */

static const char ask_later[] =
    "GET /later HTTP/1.1\r\nHost: h\r\nAccept: text/plain\r\n\r\n";

static void test_later(void **state)
{
	int fd = dial();
	const char *got;

	(void)state;
	later = NULL;
	got = talk(fd, ask_later, strlen(ask_later));
	assert_string_equal(got, "");
	assert_non_null(later);
	assert_null(later->path);
	buf_puts(later->out, "here it is");
	request_answer(later, 201);
	got = talk(fd, "", 0);
	assert_has(got, "HTTP/1.1 201 ");
	assert_has(got, "here it is");
	/* The connection goes on. */
	got = talk(fd, ask_later, strlen(ask_later));
	assert_string_equal(got, "");
	request_answer(later, request_fail(later, 409, "it is not"));
	assert_has(talk(fd, "", 0), "hearsay: it is not");
	close(fd);
	turn();
}

static void test_later_is_now(void **state)
{
	const char *got = ask("GET /now-after-all HTTP/1.1\r\nHost: h\r\n\r\n");

	(void)state;
	assert_has(got, "HTTP/1.1 202 ");
	assert_has(got, "at once");
}

/* Who asked has gone: nobody gets the answer, and nothing is lost. */
static void test_later_to_nobody(void **state)
{
	int fd = dial();

	(void)state;
	later = NULL;
	talk(fd, ask_later, strlen(ask_later));
	assert_non_null(later);
	close(fd);
	turn();
	buf_puts(later->out, "to nobody");
	request_answer(later, 200);
	turn();
	assert_has(ask("GET /v1/x HTTP/1.1\r\nHost: h\r\n\r\n"), "path=/v1/x");
}

static size_t flood(int fd)
{
	static char more[64 << 10];
	size_t sent = 0;

	for (int i = 0; i < 256; i++) { /* 16 MB */
		ssize_t n = send(fd, more, sizeof(more), MSG_NOSIGNAL);

		sent += n > 0 ? (size_t)n : 0;
		turn();
	}
	return sent;
}

/*
 * Who talks on before he is answered, or while he is and does not read, is not
 * listened to without an end: all of it would be memory.
 */
static void test_flood(void **state)
{
	const char large[] = GET("/large", "");
	int fd = dial(), deaf = dial();

	(void)state;
	later = NULL;
	talk(fd, ask_later, strlen(ask_later));
	assert_non_null(later);
	assert_in_range(flood(fd), 1, 4 * CAP_REQUEST_BODY);
	send(deaf, large, sizeof(large) - 1, MSG_NOSIGNAL);
	turn();
	assert_int_equal(asked, 2);
	assert_in_range(flood(deaf), 1, 4 * CAP_REQUEST_BODY);
	assert_has(ask(GET("/", "")), "HTTP/1.1 200");
	close(fd);
	close(deaf);
	buf_puts(later->out, "late");
	request_answer(later, 200);
	turn();
	assert_has(ask(GET("/", "")), "HTTP/1.1 200");
}

#define LARGE (1u << 20)

static void post_large(const char *other)
{
	static char body[LARGE + 256];
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int n = snprintf(body, sizeof(body),
	    "POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: %u\r\n\r\n",
	    LARGE);
	const char *got;

	memset(body + n, 'x', LARGE);
	body[n + (int)LARGE - 1] = 'z';
	memcpy(at.sun_path, other, strlen(other));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	got = talk(fd, body, (size_t)n + LARGE);
	assert_has(got, "1048576 bytes, the last z");
	close(fd);
	turn();
}

/*
 * What ended on one socket takes nothing of the file that has its number
 * next: a connection of the other socket, with more bytes than one read gets.
 */
static void test_ended_ones_are_still(void **state)
{
	struct server_spec s = spec();
	struct server *control;
	char other[96];
	struct err e;

	(void)state;
	snprintf(other, sizeof(other), "%s/c.sock", dir);
	s.path = other;
	s.method = "POST";
	s.max_body_bytes = LARGE;
	control = server_new(base, &s, &e);
	assert_non_null(control);
	for (int i = 0; i < 3; i++) {
		ask("GET /v1/x HTTP/1.1\r\nHost: h\r\n"
		    "Connection: close\r\n\r\n");
		post_large(other);
	}
	server_free(control);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_answers), TEST(test_peer),
	    TEST(test_later), TEST(test_later_is_now),
	    TEST(test_later_to_nobody), TEST(test_flood),
	    TEST(test_ended_ones_are_still), TEST(test_time_of_an_answer),
	    TEST(test_if_modified_since), TEST(test_keeps_alive),
	    TEST(test_errors_are_json), TEST(test_other_methods),
	    TEST(test_bad_parameters), TEST(test_garbage),
	    TEST(test_large_head), TEST(test_large_body),
	    TEST(test_connections), TEST(test_trickle),
	    TEST(test_deaf_connections), TEST(test_unread_answers),
	    TEST(test_pages_of_others), TEST(test_socket),
	    TEST(test_stale_socket), TEST(test_no_socket_is_not_removed)};

	signal(SIGPIPE, SIG_IGN); /* as the daemon does */
	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
