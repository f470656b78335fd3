/*
 * The net role against a loopback server of the test's own: what it sends,
 * what it takes, and what it refuses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <signal.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "loopback.h"
#include "netrole.h"

static const char gzip_small[] =
    "\037\213\010\000\000\000\000\000\002\003\263\051\052\056\266"
    "\053\056\054\115\115\255\112\115\261\321\007\361\000\261\011"
    "\203\230\023\000\000\000";

/* 200,000 zero bytes. */
static const char gzip_bomb[] =
    "\037\213\010\000\000\000\000\000\002\003\355\301\061\001\000"
    "\000\000\302\240\365\117\155\006\177\240\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\200\327\000\173\130\340\134"
    "\100\015\003\000";

/* --- the server: what each path answers --- */

struct answer {
	const char *path;
	const char *bytes;
	size_t len; /* 0: of a string */
	bool ends;  /* the connection closes behind it */
};

static const struct answer answers[] = {
    {.path = "/plain",
	.bytes = "HTTP/1.1 200 OK\r\n"
		 "ETag: W/\"a b,c\"\r\n"
		 "Last-Modified: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
		 "Content-Type: application/rss+xml; charset=GBK\r\n"
		 "Cache-Control: public, max-age=900\r\n"
		 "Age: 60\r\n"
		 "Content-Length: 6\r\n\r\n<rss/>"},
    {.path = "/not-modified",
	.bytes = "HTTP/1.1 304 Not Modified\r\n"
		 "ETag: \"new\"\r\nCache-Control: max-age=60\r\n\r\n"},
    {.path = "/delta",
	.bytes = "HTTP/1.1 226 IM Used\r\nIM: feed\r\nETag: \"part\"\r\n"
		 "Content-Length: 6\r\n\r\n<rss/>"},
    {.path = "/temporary",
	.bytes = "HTTP/1.1 302 Found\r\nETag: \"of the redirect\"\r\n"
		 "Location: /plain\r\nContent-Length: 4\r\n\r\ngone"},
    {.path = "/permanent",
	.bytes = "HTTP/1.1 301 Moved Permanently\r\n"
		 "Location: plain#part\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/permanent-twice",
	.bytes = "HTTP/1.1 308 Permanent Redirect\r\n"
		 "Location: /permanent\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/permanent-then-not",
	.bytes = "HTTP/1.1 301 Moved Permanently\r\n"
		 "Location: /temporary\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/loop",
	.bytes = "HTTP/1.1 302 Found\r\n"
		 "Location: /loop\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/to-file",
	.bytes = "HTTP/1.1 302 Found\r\n"
		 "Location: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/to-private",
	.bytes = "HTTP/1.1 302 Found\r\n"
		 "Location: http://10.1.2.3/feed\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/nowhere",
	.bytes = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/squeezed",
	.bytes = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		 "Content-Length: 36\r\n\r\n"},
    {.path = "/bomb",
	.bytes = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		 "Content-Length: 229\r\n\r\n"},
    {.path = "/squeezed-cut",
	.bytes = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		 "Content-Length: 30\r\n\r\n"},
    {.path = "/closed", .bytes = "HTTP/1.1 200 OK\r\n\r\n<rss>", .ends = true},
    {.path = "/cut",
	.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>",
	.ends = true},
    {.path = "/cut-chunk",
	.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		 "5\r\n<rss>\r\n",
	.ends = true},
    {.path = "/nothing", .bytes = "", .ends = true},
    {.path = "/no-http", .bytes = "220 mail.example.org\r\n", .ends = true},
    {.path = "/limited",
	.bytes = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\n"
		 "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1700000000\r\n"
		 "ETag: \"not yours\"\r\nContent-Length: 4\r\n\r\nslow"},
    {.path = "/down",
	.bytes = "HTTP/1.1 503 Service Unavailable\r\n"
		 "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"
		 "Content-Length: 4\r\n\r\ndown"},
    {.path = "/cookie",
	.bytes = "HTTP/1.1 200 OK\r\nSet-Cookie: id=1; Path=/\r\n"
		 "Content-Length: 2\r\n\r\nok"},
    {.path = "/interim",
	.bytes = "HTTP/1.1 103 Early Hints\r\nETag: \"hint\"\r\n\r\n"
		 "HTTP/1.1 200 OK\r\nETag: \"real\"\r\nETag: \"second\"\r\n"
		 "Content-Length: 2\r\n\r\nok"},
    {.path = "/trailer",
	.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
		 "Trailer: ETag\r\n\r\n2\r\nok\r\n0\r\n"
		 "ETag: \"trailer\"\r\n\r\n"},
};

static void write_answer(int fd, const struct answer *a)
{
	loopback_puts(fd, a->bytes);
	if (!strcmp(a->path, "/squeezed"))
		loopback_write(fd, gzip_small, sizeof(gzip_small) - 1);
	if (!strcmp(a->path, "/squeezed-cut"))
		loopback_write(fd, gzip_small, 30);
	if (!strcmp(a->path, "/bomb"))
		loopback_write(fd, gzip_bomb, sizeof(gzip_bomb) - 1);
}

static void write_endless(int fd, const char *head, const char *more)
{
	loopback_puts(fd, head);
	for (int i = 0; i < 200000; i++)
		loopback_puts(fd, more);
}

#define HUGE_BYTES (7u << 20)

static void write_huge(int fd)
{
	char *text = mem_alloc(HUGE_BYTES);

	memset(text, 'x', HUGE_BYTES);
	text[HUGE_BYTES - 1] = '.';
	loopback_puts(fd, "HTTP/1.1 200 OK\r\nContent-Length: 7340032\r\n\r\n");
	loopback_write(fd, text, HUGE_BYTES);
	free(text);
}

static bool answer_request(int fd, const char *path)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (strcmp(answers[i].path, path) != 0)
			continue;
		write_answer(fd, &answers[i]);
		return !answers[i].ends;
	}
	if (!strcmp(path, "/huge"))
		write_huge(fd);
	if (!strcmp(path, "/silent"))
		pause();
	if (!strcmp(path, "/endless-head"))
		write_endless(
		    fd, "HTTP/1.1 200 OK\r\n", "X-A: aaaaaaaaaaa\r\n");
	if (!strcmp(path, "/endless-error"))
		write_endless(fd, "HTTP/1.1 404 Not Found\r\n\r\n",
		    "no such page, and this is how it looks\n");
	if (!strcmp(path, "/endless"))
		write_endless(fd, "HTTP/1.1 200 OK\r\n\r\n", "<item/>\n");
	return false;
}

static void serve(struct loopback *l, int fd)
{
	char head[NOTE_BYTES], path[256];

	while (loopback_read_until(fd, "\r\n\r\n", head, sizeof(head)) > 0) {
		loopback_note(l, head);
		if (sscanf(head, "GET %255s", path) != 1 ||
		    !answer_request(fd, path))
			return;
	}
}

/* --- the fixture --- */

static struct net_settings settings_for_tests(void)
{
	return (struct net_settings){
	    .user_agent = "hearsay-test/1.0 (+https://hearsay.example/)",
	    .allow_hosts = "feeds.example 127.0.0.1 localhost",
	    .connect_timeout_ms = 5000,
	    .total_timeout_ms = 10000,
	    .low_speed_bytes_s = 1,
	    .low_speed_time_s = 10,
	    .max_connections = 8,
	};
}

static int world_open(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = world_new(serve);

	world_start(w, &s);
	*state = w;
	return 0;
}

static const char *url_of(struct world *w, const char *host, const char *path)
{
	snprintf(w->url, sizeof(w->url), "http://%s:%u%s", host, w->server.port,
	    path);
	return w->url;
}

static const struct fetch_reply *fetch(struct world *w, const char *path)
{
	struct fetch_request q = {
	    .url = url_of(w, "127.0.0.1", path),
	    .etag = "W/\"x, \\y\"",
	    .last_modified = "yesterday at noon",
	    .max_bytes = 1000,
	};

	netrole_fetch(&w->role, &q, &w->reply);
	return &w->reply;
}

static int requests(const struct world *w)
{
	return atomic_load(&w->server.notes->count);
}

static const char *request(const struct world *w, int i)
{
	return w->server.notes->text[i];
}

static void assert_has(const char *text, const char *part)
{
	if (!strcasestr(text, part))
		fail_msg("no \"%s\" in: %s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
	if (strcasestr(text, part))
		fail_msg("\"%s\" in: %s", part, text);
}

/* --- what is sent --- */

static void a_request_is_modest(void **state)
{
	struct world *w = *state;
	const char *q;

	fetch(w, "/plain?b=2&a=1&utm_source=x#top");
	assert_int_equal(requests(w), 1);
	q = request(w, 0);
	assert_has(q, "GET /plain?b=2&a=1&utm_source=x HTTP/1.1\r\n");
	assert_has(q, "User-Agent: hearsay-test/1.0 "
		      "(+https://hearsay.example/)\r\n");
	assert_has(q, "Accept: application/atom+xml");
	assert_has(q, "gzip");
	assert_has_not(q, "Cookie:");
	assert_has_not(q, "Referer:");
	assert_has_not(q, "A-IM:");
	assert_has_not(q, "Cache-Control:");
	assert_has_not(q, "Pragma:");
}

static void validators_go_back_byte_for_byte(void **state)
{
	struct world *w = *state;

	fetch(w, "/not-modified");
	assert_has(request(w, 0), "\r\nIf-None-Match: W/\"x, \\y\"\r\n");
	assert_has(
	    request(w, 0), "\r\nIf-Modified-Since: yesterday at noon\r\n");
}

static void a_validator_cannot_begin_a_header(void **state)
{
	struct world *w = *state;
	struct fetch_request q = {
	    .url = url_of(w, "127.0.0.1", "/plain"),
	    .etag = "\"a\"\r\nX-Evil: 1",
	    .last_modified = "",
	};

	netrole_fetch(&w->role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
	assert_has_not(request(w, 0), "Evil");
	assert_has_not(request(w, 0), "If-");
}

static void cookies_are_not_kept(void **state)
{
	struct world *w = *state;

	fetch(w, "/cookie");
	fetch(w, "/cookie");
	assert_int_equal(requests(w), 2);
	assert_has_not(request(w, 1), "Cookie:");
}

static void a_host_gets_one_connection(void **state)
{
	struct world *w = *state;
	uint32_t first = w->role.last_id + 1;

	for (int i = 0; i < 6; i++) {
		struct fetch_request q = {
		    .url = url_of(w, "127.0.0.1", "/plain")};

		netrole_ask_fetch(&w->role, &q);
	}
	for (uint32_t i = 0; i < 6; i++) { /* in the order asked */
		assert_int_equal(
		    netrole_fetched(&w->role, &w->reply), first + i);
		assert_int_equal(w->reply.status, 200);
	}
	assert_int_equal(requests(w), 6);
	assert_int_equal(atomic_load(&w->server.notes->connections), 1);
}

static void hosts_do_not_wait_for_each_other(void **state)
{
	struct world *w = *state;
	struct fetch_request slow = {.url = url_of(w, "127.0.0.1", "/silent")};
	struct fetch_request fast = {0};
	uint32_t id;

	netrole_ask_fetch(&w->role, &slow);
	fast.url = url_of(w, "localhost", "/plain");
	id = netrole_ask_fetch(&w->role, &fast);
	assert_int_equal(netrole_fetched(&w->role, &w->reply), id);
	assert_int_equal(w->reply.status, 200);
}

/* --- what is taken --- */

static void a_document_comes_with_what_polling_needs(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r = fetch(w, "/plain");

	assert_int_equal(r->result, FETCH_HTTP);
	assert_null(r->error);
	assert_int_equal(r->status, 200);
	assert_string_equal(r->final_url, w->url);
	assert_string_equal(r->etag, "W/\"a b,c\"");
	assert_string_equal(r->last_modified, "Thu, 1 Jan 1970 00:00:00 +0000");
	assert_string_equal(
	    r->content_type, "application/rss+xml; charset=GBK");
	assert_int_equal(r->max_age_s, 900);
	assert_int_equal(r->age_s, 60);
	assert_null(r->retry_after);
	assert_false(r->moved_permanently);
	assert_int_equal(r->body_len, 6);
	assert_memory_equal(r->body, "<rss/>", 6);
}

static void not_modified_brings_its_own_validators(void **state)
{
	const struct fetch_reply *r = fetch(*state, "/not-modified");

	assert_int_equal(r->result, FETCH_HTTP);
	assert_int_equal(r->status, 304);
	assert_string_equal(r->etag, "\"new\"");
	assert_null(r->last_modified);
	assert_int_equal(r->max_age_s, 60);
	assert_int_equal(r->body_len, 0);
}

/* Rule 31: what is not asked for is not taken for the document. */
static void a_delta_is_not_taken(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r = fetch(w, "/delta");

	assert_has_not(request(w, 0), "A-IM:");
	assert_int_equal(r->result, FETCH_HTTP);
	assert_int_equal(r->status, 226);
	assert_int_equal(r->body_len, 0);
	assert_null(r->etag);
}

static void squeezed_documents_are_unpacked(void **state)
{
	const struct fetch_reply *r = fetch(*state, "/squeezed");

	assert_int_equal(r->status, 200);
	assert_int_equal(r->body_len, strlen("<rss>squeezed</rss>"));
	assert_memory_equal(r->body, "<rss>squeezed</rss>", r->body_len);
}

/* A decoder takes what there is; whether it was all, the parser sees. */
static void an_end_that_nobody_promised_is_unsure(void **state)
{
	static const struct {
		const char *path;
		bool unsure;
	} cases[] = {{"/plain", false}, {"/trailer", false},
	    {"/squeezed", true}, {"/squeezed-cut", true}, {"/closed", true}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fetch_reply *r = fetch(*state, cases[i].path);

		assert_int_equal(r->result, FETCH_HTTP);
		assert_true(r->body_len > 0);
		assert_int_equal(r->end_unsure, cases[i].unsure);
	}
}

static void a_limit_is_told_with_its_headers(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r = fetch(w, "/limited");

	assert_int_equal(r->result, FETCH_HTTP);
	assert_int_equal(r->status, 429);
	assert_string_equal(r->retry_after, "120");
	assert_string_equal(r->rate_limit_remaining, "0");
	assert_string_equal(r->rate_limit_reset, "1700000000");
	assert_null(r->etag); /* of an error, not of the feed */
	assert_int_equal(r->body_len, 0);
	assert_int_equal(r->max_age_s, -1);
	r = fetch(w, "/down");
	assert_int_equal(r->status, 503);
	assert_string_equal(r->retry_after, "Fri, 31 Dec 1999 23:59:59 GMT");
}

static void only_the_final_head_counts(void **state)
{
	struct world *w = *state;

	assert_string_equal(fetch(w, "/interim")->etag, "\"real\"");
	assert_int_equal(w->reply.status, 200);
	assert_null(fetch(w, "/trailer")->etag);
	assert_int_equal(w->reply.body_len, 2);
}

/* More than net holds at once: some pause, and all arrive whole. */
static void bodies_past_the_cap_of_all_take_turns(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	char host[32];

	assert_true(20 * HUGE_BYTES > 2 * CAP_IN_FLIGHT);
	s.allow_hosts = "127.0.0.0/8";
	s.max_connections = 20;
	netrole_set(&w->role, &s);
	for (int i = 1; i <= 20; i++) {
		struct fetch_request q = {0};

		snprintf(host, sizeof(host), "127.0.0.%d", i);
		q.url = url_of(w, host, "/huge");
		netrole_ask_fetch(&w->role, &q);
	}
	for (int i = 1; i <= 20; i++) {
		const struct fetch_reply *r = &w->reply;

		netrole_fetched(&w->role, &w->reply);
		assert_int_equal(r->result, FETCH_HTTP);
		assert_int_equal(r->body_len, HUGE_BYTES);
		assert_int_equal(((const char *)r->body)[HUGE_BYTES - 1], '.');
	}
	assert_int_equal(requests(w), 20);
}

/* --- redirects --- */

static void validators_do_not_follow_a_redirect(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r = fetch(w, "/temporary");

	assert_int_equal(r->status, 200);
	assert_memory_equal(r->body, "<rss/>", r->body_len);
	assert_int_equal(r->body_len, 6);
	assert_null(r->etag); /* another address's */
	assert_null(r->last_modified);
	assert_false(r->moved_permanently);
	assert_string_equal(r->final_url, url_of(w, "127.0.0.1", "/plain"));
	assert_int_equal(requests(w), 2);
	assert_has(request(w, 0), "If-None-Match:");
	assert_has_not(request(w, 1), "If-None-Match:");
	assert_has_not(request(w, 1), "If-Modified-Since:");
	assert_has_not(request(w, 1), "Referer:");
}

static void a_move_is_permanent_if_every_hop_is(void **state)
{
	struct world *w = *state;

	assert_true(fetch(w, "/permanent")->moved_permanently);
	assert_string_equal(/* without the fragment */
	    w->reply.final_url, url_of(w, "127.0.0.1", "/plain"));
	assert_true(fetch(w, "/permanent-twice")->moved_permanently);
	assert_int_equal(w->reply.status, 200);
	assert_false(fetch(w, "/permanent-then-not")->moved_permanently);
	assert_int_equal(w->reply.status, 200);
}

static void redirects_have_bounds(void **state)
{
	static const struct {
		const char *path, *error;
		enum fetch_result result;
		int requests;
	} cases[] = {
	    {"/loop", "more than 5 redirects", FETCH_REDIRECT, 6},
	    {"/to-file", "redirected to what is not http: file:///etc/passwd",
		FETCH_REDIRECT, 1},
	    {"/to-private",
		"10.1.2.3 has a private address, and poll { allow-hosts } does not "
		"name it",
		FETCH_FORBIDDEN_ADDRESS, 1},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fetch_reply *r;

		loopback_forget(&w->server);
		r = fetch(w, cases[i].path);
		assert_int_equal(r->result, cases[i].result);
		assert_string_equal(r->error, cases[i].error);
		assert_int_equal(requests(w), cases[i].requests);
		assert_int_equal(r->body_len, 0);
	}
	assert_int_equal(fetch(w, "/nowhere")->status, 302); /* told as it is */
}

static void a_hop_is_an_answer_where_that_is_asked(void **state)
{
	struct world *w = *state;
	struct fetch_reply *r = &w->reply;
	struct fetch_request q = {.url = url_of(w, "127.0.0.1", "/temporary"),
	    .etag = "\"mine\"",
	    .accept = "text/html",
	    .one_hop = true};

	netrole_fetch(&w->role, &q, r);
	assert_int_equal(r->result, FETCH_HTTP);
	assert_int_equal(r->status, 302);
	assert_string_equal(r->final_url, url_of(w, "127.0.0.1", "/plain"));
	assert_null(r->etag);
	assert_int_equal(r->body_len, 0);
	assert_int_equal(requests(w), 1);
	assert_has(request(w, 0), "\r\nAccept: text/html\r\n");
	q.url = url_of(w, "127.0.0.1", "/to-file"); /* the bounds hold */
	netrole_fetch(&w->role, &q, r);
	assert_int_equal(r->result, FETCH_REDIRECT);
	q.url = url_of(w, "127.0.0.1", "/plain");
	netrole_fetch(&w->role, &q, r);
	assert_int_equal(r->status, 200);
	assert_int_equal(r->body_len, 6);
}

/* --- what is refused --- */

static void bad_replies_have_names(void **state)
{
	static const struct {
		const char *path;
		enum fetch_result result;
		const char *error; /* a part of it */
	} cases[] = {
	    {"/bomb", FETCH_TOO_LARGE,
		"the document is larger than 1000 bytes"},
	    {"/endless", FETCH_TOO_LARGE,
		"the document is larger than 1000 bytes"},
	    {"/endless-head", FETCH_TOO_LARGE,
		"the headers are larger than 65536 bytes"},
	    {"/cut", FETCH_TRUNCATED, "bytes remaining"},
	    {"/cut-chunk", FETCH_TRUNCATED, ""},
	    {"/nothing", FETCH_CONNECT, "Empty reply"},
	    {"/no-http", FETCH_OTHER, "HTTP/0.9"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fetch_reply *r = fetch(w, cases[i].path);

		if (r->result != cases[i].result)
			fail_msg("%s: result %d (%s)", cases[i].path,
			    (int)r->result, r->error);
		assert_has(r->error, cases[i].error);
		assert_int_equal(r->body_len, 0);
	}
}

static void a_long_error_page_is_not_read_to_its_end(void **state)
{
	const struct fetch_reply *r = fetch(*state, "/endless-error");

	assert_int_equal(r->result, FETCH_HTTP);
	assert_int_equal(r->status, 404);
	assert_int_equal(r->body_len, 0);
}

static void addresses_that_cannot_be_fetched_are_told(void **state)
{
	static const struct {
		const char *url;
		enum fetch_result result;
		const char *error;
	} cases[] = {
	    {"", FETCH_BAD_URL, "not an http or https address"},
	    {"feeds/one", FETCH_BAD_URL, "not an http or https address"},
	    {"file:///etc/passwd", FETCH_BAD_URL,
		"not an http or https address"},
	    {"gopher://example.org/", FETCH_BAD_URL,
		"not an http or https address"},
	    {"http://", FETCH_BAD_URL, "not an http or https address"},
	    {"http://no-such-host.invalid/", FETCH_DNS,
		"Could not resolve host: no-such-host.invalid"},
	    {"http://127.0.0.1:1/", FETCH_CONNECT, "Failed to connect"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fetch_request q = {.url = cases[i].url};

		netrole_fetch(&w->role, &q, &w->reply);
		assert_int_equal(w->reply.result, cases[i].result);
		assert_has(w->reply.error, cases[i].error);
	}
}

static void private_addresses_need_leave(void **state)
{
	static const struct {
		const char *host, *error;
	} cases[] = {
	    {"127.0.0.2",
		"127.0.0.2 has a loopback address, and poll { allow-hosts } "
		"does not name it"},
	    {"[::1]",
		"[::1] has a loopback address, and poll { allow-hosts } does not "
		"name it"},
	    {"0.0.0.0", "0.0.0.0 has an address of this network, and "
			"poll { allow-hosts } does not name it"},
	    /* As libcurl reads it, not as it is written. */
	    {"2130706434",
		"127.0.0.2 has a loopback address, and poll { allow-hosts } "
		"does not name it"},
	    {"[::ffff:127.0.0.1]", "an IPv4-mapped address"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fetch_request q = {
		    .url = url_of(w, cases[i].host, "/plain")};

		netrole_fetch(&w->role, &q, &w->reply);
		assert_int_equal(w->reply.result, FETCH_FORBIDDEN_ADDRESS);
		assert_has(w->reply.error, cases[i].error);
	}
	assert_int_equal(requests(w), 0);
}

/* A name is judged by what it means when the connection is made. */
static void a_name_for_a_private_address_needs_leave(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	struct fetch_request q = {.url = url_of(w, "localhost", "/plain")};

	s.allow_hosts = "example.org";
	netrole_set(&w->role, &s);
	netrole_fetch(&w->role, &q, &w->reply);
	assert_int_equal(w->reply.result, FETCH_FORBIDDEN_ADDRESS);
	assert_has(w->reply.error, "localhost has a loopback address");
	s.allow_hosts = "example.org LOCALHOST";
	netrole_set(&w->role, &s);
	netrole_fetch(&w->role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
	s.allow_hosts = "127.0.0.0/8 ::1/128"; /* so may an address */
	netrole_set(&w->role, &s);
	netrole_fetch(&w->role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
}

static void silence_ends_in_a_timeout(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	const struct fetch_reply *r;

	s.total_timeout_ms = 200;
	netrole_set(&w->role, &s);
	r = fetch(w, "/silent");
	assert_int_equal(r->result, FETCH_TIMEOUT);
	assert_has(r->error, "timed out");
}

static void the_environment_has_no_say(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	struct netrole role;
	struct fetch_request q = {.url = url_of(w, "127.0.0.1", "/plain")};

	setenv("http_proxy", "http://127.0.0.1:1/", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1/", 1);
	netrole_start(&role, false);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	netrole_set(&role, &s);
	netrole_fetch(&role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
	assert_int_equal(netrole_stop(&role), 0);
}

/* --- the role itself --- */

static void a_frame_that_is_none_ends_the_role(void **state)
{
	static const struct {
		uint16_t type;
		const char *payload;
	} cases[] = {
	    {MSG_FETCH, "before any settings"},
	    {MSG_NET_SETTINGS, "garbage"},
	    {999, ""},
	};
	struct netrole role;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		netrole_start(&role, false);
		frame_send(role.fd, cases[i].type, 1, cases[i].payload,
		    strlen(cases[i].payload));
		assert_int_equal(netrole_end(&role), 1);
	}
	netrole_start(&role, false);
	assert_int_equal(
	    write(role.fd, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		12),
	    12);
	assert_int_equal(netrole_end(&role), 1);
}

static void the_role_ends_with_core(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	struct fetch_request q = {.url = url_of(w, "127.0.0.1", "/silent")};
	struct netrole role;

	netrole_start(&role, false);
	netrole_set(&role, &s);
	netrole_ask_fetch(&role, &q); /* under way */
	netrole_ask_fetch(&role, &q); /* waiting for its turn */
	assert_int_equal(netrole_stop(&role), 0);
}

static void it_works_confined(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	struct fetch_request q = {.url = url_of(w, "localhost", "/plain")};
	struct netrole role;

	netrole_start(&role, true);
	netrole_set(&role, &s);
	netrole_fetch(&role, &q, &w->reply); /* looks the name up in files */
	assert_int_equal(w->reply.status, 200);
	assert_int_equal(netrole_stop(&role), 0);
}

static void write_file(const char *path)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs("no certificate\n", f);
	fclose(f);
}

/* Landlock would not let it open the new file: it makes way for another. */
static void a_replaced_file_ends_a_confined_role(void **state)
{
	struct net_settings s = settings_for_tests();
	struct world *w = *state;
	struct fetch_request q = {.url = url_of(w, "127.0.0.1", "/plain")};
	char folder[] = "/tmp/hearsay-net-XXXXXX";
	char file[64], other[64];
	struct netrole role;

	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/ca.pem", folder);
	snprintf(other, sizeof(other), "%s/new.pem", folder);
	write_file(file);
	s.ca_file = file;
	netrole_start(&role, true);
	netrole_set(&role, &s);
	netrole_fetch(&role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
	write_file(other); /* in the same folder: no reason to go */
	netrole_fetch(&role, &q, &w->reply);
	assert_int_equal(w->reply.status, 200);
	assert_int_equal(rename(other, file), 0);
	assert_int_equal(netrole_end(&role), 0);
	unlink(file);
	rmdir(folder);
}

#define ROLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ROLE_TEST(a_request_is_modest),
	    ROLE_TEST(validators_go_back_byte_for_byte),
	    ROLE_TEST(a_validator_cannot_begin_a_header),
	    ROLE_TEST(cookies_are_not_kept),
	    ROLE_TEST(a_host_gets_one_connection),
	    ROLE_TEST(hosts_do_not_wait_for_each_other),
	    ROLE_TEST(a_document_comes_with_what_polling_needs),
	    ROLE_TEST(not_modified_brings_its_own_validators),
	    ROLE_TEST(a_delta_is_not_taken),
	    ROLE_TEST(squeezed_documents_are_unpacked),
	    ROLE_TEST(an_end_that_nobody_promised_is_unsure),
	    ROLE_TEST(a_limit_is_told_with_its_headers),
	    ROLE_TEST(only_the_final_head_counts),
	    ROLE_TEST(bodies_past_the_cap_of_all_take_turns),
	    ROLE_TEST(validators_do_not_follow_a_redirect),
	    ROLE_TEST(a_move_is_permanent_if_every_hop_is),
	    ROLE_TEST(redirects_have_bounds),
	    ROLE_TEST(a_hop_is_an_answer_where_that_is_asked),
	    ROLE_TEST(bad_replies_have_names),
	    ROLE_TEST(a_long_error_page_is_not_read_to_its_end),
	    ROLE_TEST(addresses_that_cannot_be_fetched_are_told),
	    ROLE_TEST(private_addresses_need_leave),
	    ROLE_TEST(a_name_for_a_private_address_needs_leave),
	    ROLE_TEST(silence_ends_in_a_timeout),
	    ROLE_TEST(the_environment_has_no_say),
	    ROLE_TEST(a_frame_that_is_none_ends_the_role),
	    ROLE_TEST(the_role_ends_with_core),
	    ROLE_TEST(it_works_confined),
	    ROLE_TEST(a_replaced_file_ends_a_confined_role),
	};

	log_open("test", LOG_LEVEL_WARN, false);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
