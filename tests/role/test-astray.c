/*
 * Where feeds would lead net: to this machine, its network and its files, by
 * the address as it is written, by what a name means, by a redirect, and over
 * connections that others have opened.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dlfcn.h>
#include <netdb.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "loopback.h"
#include "netrole.h"

/* --- names that mean what a test wants, for libcurl too --- */

#define OWN "127.0.0.7" /* what the operator allows */

/* Each look-up takes the next of them; the last one stays. */
static const char *const changing[] = {OWN, "127.0.0.2"};
static atomic_uint look_ups;

typedef int look_up(
    const char *, const char *, const struct addrinfo *, struct addrinfo **);

static look_up *libc_look_up(void)
{
	look_up *f;

	*(void **)&f = dlsym(RTLD_NEXT, "getaddrinfo");
	return f;
}

/* Nobody answers at the first, which may be asked; the second may not. */
static int two_addresses(
    const char *service, const struct addrinfo *hints, struct addrinfo **to)
{
	int rc = libc_look_up()("::1", service, hints, to);

	return rc ? rc
		  : libc_look_up()(
			"127.0.0.2", service, hints, &(*to)->ai_next);
}

int getaddrinfo(const char *restrict name, const char *restrict service,
    const struct addrinfo *restrict hints, struct addrinfo **restrict to)
{
	unsigned i;

	if (name && !strcmp(name, "inner.example"))
		return libc_look_up()("127.0.0.2", service, hints, to);
	if (name && !strcmp(name, "two.example"))
		return two_addresses(service, hints, to);
	if (!name || strcmp(name, "changing.example") != 0)
		return libc_look_up()(name, service, hints, to);
	i = atomic_fetch_add(&look_ups, 1);
	return libc_look_up()(changing[i < 1 ? i : 1], service, hints, to);
}

/* --- the server: /to?ADDRESS redirects there, all else is a feed --- */

static void serve(struct loopback *l, int fd)
{
	char head[NOTE_BYTES], to[512];

	while (loopback_read_until(fd, "\r\n\r\n", head, sizeof(head)) > 0) {
		loopback_note(l, head);
		if (sscanf(head, "GET /to?%511s", to) != 1) {
			loopback_puts(fd, "HTTP/1.1 200 OK\r\n"
					  "Content-Length: 6\r\n\r\n<rss/>");
			continue;
		}
		loopback_puts(fd, "HTTP/1.1 302 Found\r\nLocation: ");
		loopback_puts(fd, to);
		loopback_puts(fd, "\r\nContent-Length: 0\r\n\r\n");
	}
}

static int world_open(void **state)
{
	const struct net_settings s = {.user_agent = "hearsay-test/1.0",
	    .allow_hosts = OWN " ::1",
	    .connect_timeout_ms = 5000,
	    .total_timeout_ms = 10000,
	    .max_connections = 8};
	struct world *w = world_new(serve);

	loopback_start(&w->other, serve);
	world_start(w, &s);
	*state = w;
	return 0;
}

static const struct fetch_reply *fetch(struct world *w, const char *url)
{
	struct fetch_request q = {.url = url, .max_bytes = 1000};

	netrole_fetch(&w->role, &q, &w->reply);
	return &w->reply;
}

static const struct fetch_reply *fetch_at(
    struct world *w, const char *host, unsigned port, const char *path)
{
	snprintf(w->url, sizeof(w->url), "http://%s:%u%s", host, port, path);
	return fetch(w, w->url);
}

static int requests(const struct loopback *l)
{
	return atomic_load(&l->notes->count);
}

static void assert_refused(const struct fetch_reply *r, const char *what)
{
	if (r->result == FETCH_HTTP)
		fail_msg("%s: HTTP %d", what, (int)r->status);
	assert_int_equal(r->body_len, 0);
}

/* --- tests --- */

/* 127.0.0.2 and others that lead to this machine, in every dress. */
static void no_spelling_leads_to_loopback(void **state)
{
	static const char *const hosts[] = {"127.0.0.2", "127.2", "127.0.2",
	    "2130706434", "0x7f000002", "0x7f.0.0.2", "0177.0.0.2",
	    "017700000002", "127.0.0.2.", "2130706434.", "%31%32%37.0.0.2",
	    "localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0", "[::]",
	    "[::ffff:127.0.0.2]", "[::ffff:7f00:2]",
	    "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]",
	    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
	    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]",
	    "[fe80::1%lo]", "[::ffff:127.0.0.1%25lo]", "user:hush@127.0.0.2",
	    "127.0.0.1@127.0.0.2", "127.0.0.1%00@127.0.0.2",
	    "127.0.0.1#@127.0.0.2", "127.0.0.1\\@127.0.0.2",
	    "\357\274\221\357\274\222\357\274\227.0.0.2", /* full width */
	    "127\343\200\2020\343\200\2020\343\200\2022" /* full stops */};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		assert_refused(
		    fetch_at(w, hosts[i], w->server.port, "/"), hosts[i]);
	assert_int_equal(requests(&w->server), 0);
	/* And yet it would answer. */
	assert_int_equal(fetch_at(w, OWN, w->server.port, "/")->status, 200);
	assert_int_equal(requests(&w->server), 1);
}

static void no_redirect_leads_there(void **state)
{
	static const struct {
		const char *to, *says;
	} cases[] = {
	    {"file:///etc/passwd", "redirected to what is not http"},
	    {"FILE:///etc/passwd", "redirected to what is not http"},
	    {"gopher://127.0.0.1/_x", "redirected to what is not http"},
	    {"dict://127.0.0.1:11211/stats", "redirected to what is not http"},
	    {"smtp://127.0.0.1:25/", "redirected to what is not http"},
	    {"http://169.254.169.254/latest/meta-data/",
		"169.254.169.254 has a link-local address"},
	    {"http://2852039166/latest/", "a link-local address"},
	    {"http://[fd00:ec2::254]/latest/", "a unique local address"},
	    {"http://[::ffff:169.254.169.254]/", "an IPv4-mapped address"},
	    {"http://100.100.100.200/", "a carrier's shared address"},
	    {"http://127.0.0.2/", "a loopback address"},
	    {"//127.0.0.2/", "a loopback address"},
	    {"http://inner.example/", "a loopback address"},
	    {"http://user:hush@10.0.0.1/", "10.0.0.1 has a private address"},
	};
	struct world *w = *state;
	char path[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fetch_reply *r;

		snprintf(path, sizeof(path), "/to?%s", cases[i].to);
		r = fetch_at(w, OWN, w->server.port, path);
		assert_refused(r, cases[i].to);
		if (!strstr(r->error, cases[i].says))
			fail_msg("%s: %s", cases[i].to, r->error);
		/* What is told has no credentials. */
		assert_null(strstr(r->error, "hush"));
	}
	assert_int_equal(requests(&w->server), 14);
}

/*
 * A name that means another address by the time of the second connection: what
 * counts is where the socket goes.
 */
static void a_name_that_changes_is_judged_each_time(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r =
	    fetch_at(w, "changing.example", w->server.port, "/");

	assert_int_equal(r->status, 200);
	assert_int_equal(requests(&w->server), 1);
	/* libcurl keeps a name's meaning for one port. */
	r = fetch_at(w, "changing.example", w->other.port, "/");
	assert_int_equal(r->result, FETCH_FORBIDDEN_ADDRESS);
	assert_non_null(strstr(r->error, "a loopback address"));
	r = fetch_at(w, "two.example", w->other.port, "/");
	assert_int_equal(r->result, FETCH_FORBIDDEN_ADDRESS);
	assert_int_equal(requests(&w->other), 0);
}

/* The operator's own hook may be anywhere; what feeds ask for may not. */
static void a_hooks_connection_is_not_a_feeds(void **state)
{
	struct world *w = *state;
	struct hook_request q = {.url = w->url,
	    .content_type = "text/plain",
	    .id = "evt_1_1",
	    .body = "",
	    .body_len = 0};
	struct hook_reply hooked;

	snprintf(
	    w->url, sizeof(w->url), "http://inner.example:%u/", w->server.port);
	netrole_hook(&w->role, &q, &hooked);
	assert_int_equal(hooked.status, 200);
	assert_int_equal(requests(&w->server), 1);
	assert_int_equal(fetch(w, w->url)->result, FETCH_FORBIDDEN_ADDRESS);
	assert_int_equal(requests(&w->server), 1);
}

static void credentials_stay_with_their_host(void **state)
{
	struct world *w = *state;
	char path[128];

	snprintf(path, sizeof(path), "/to?http://" OWN ":%u/", w->other.port);
	assert_int_equal(
	    fetch_at(w, "reader:hush@" OWN, w->server.port, path)->status, 200);
	assert_non_null(
	    strstr(w->server.notes->text[0], "Authorization: Basic "));
	assert_null(strstr(w->other.notes->text[0], "Authorization"));
	assert_null(strstr(w->other.notes->text[0], "hush"));
	assert_null(strstr(w->reply.final_url, "hush"));
	/* Nor with the next request over the same connection. */
	loopback_forget(&w->server);
	assert_int_equal(fetch_at(w, OWN, w->server.port, "/")->status, 200);
	assert_null(strstr(w->server.notes->text[0], "Authorization"));
}

#define ROLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ROLE_TEST(no_spelling_leads_to_loopback),
	    ROLE_TEST(no_redirect_leads_there),
	    ROLE_TEST(a_name_that_changes_is_judged_each_time),
	    ROLE_TEST(a_hooks_connection_is_not_a_feeds),
	    ROLE_TEST(credentials_stay_with_their_host),
	};

	log_open("test", LOG_LEVEL_WARN, false);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
