/*
 * The client's HTTP: replies as a server may send them, whole, in chunks and
 * broken, and the encoding of what goes into a request.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/request.h"
#include "text/url.h"

static const struct good {
	const char *raw;
	int status;
	long count;
	const char *body;
} good[] = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, -1, "abc"},
    {"HTTP/1.1 200 OK\r\ncontent-length:3\r\n\r\nabcdef", 200, -1, "abc"},
    {"HTTP/1.0 404 Not Found\r\n\r\nno such rumor\n", 404, -1,
	"no such rumor\n"},
    {"HTTP/1.1 200 OK\r\nHearsay-Count: 0\r\n\r\n", 200, 0, ""},
    {"HTTP/1.1 200 OK\r\nHearsay-Count: 12 \r\n\r\n", 200, 12, ""},
    {"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200, -1, "ok"},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
	200, -1, "abc0123456789"},
};

static void test_replies(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct reply r = {.count = -1};
		struct err err;

		buf_init(&r.body, 4096);
		if (reply_read(&r, good[i].raw, strlen(good[i].raw), &err))
			fail_msg("reply %zu: %s", i, err.text);
		assert_int_equal(r.status, good[i].status);
		assert_int_equal(r.count, good[i].count);
		assert_string_equal(buf_text(&r.body), good[i].body);
		buf_free(&r.body);
	}
}

/* Where a list goes on; only what can be a place gets to the terminal. */
static void test_links(void **state)
{
	static const struct {
		const char *link, *behind;
	} cases[] = {
	    {"</v1/rumors?behind=1697526000-41&limit=2>; rel=\"next\"",
		"1697526000-41"},
	    {"</v1/rumors?behind=12\033[2J-1>; rel=\"next\"", "12"},
	    {"</v1/rumors?limit=2>; rel=\"next\"", ""},
	    {"</v1/rumors?behind=123456789012345678901234567890"
	     "123456789012345678901234567890>",
		"12345678901234567890123456789012345678901234567"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reply r = {.count = -1};
		struct err err;
		char raw[256];

		snprintf(raw, sizeof(raw),
		    "HTTP/1.1 200 OK\r\nLink: %s\r\n\r\n", cases[i].link);
		buf_init(&r.body, 4096);
		assert_int_equal(reply_read(&r, raw, strlen(raw), &err), 0);
		assert_string_equal(r.behind, cases[i].behind);
		buf_free(&r.body);
	}
}

#define NOT_HTTP "what answers there does not speak HTTP"
#define CUT	 "the reply is cut short"

static const struct broken {
	const char *raw, *reason;
} broken[] = {
    {"", NOT_HTTP},
    {"SSH-2.0-OpenSSH_9.2\r\n", NOT_HTTP},
    {"HTTP/1.1 20x OK\r\n\r\n", NOT_HTTP},
    {"HTTP/1.1 001 OK\r\n\r\n", NOT_HTTP},
    {"HTTP/1.1 200", NOT_HTTP},
    {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", CUT},
    {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", CUT},
    {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
	NULL},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", CUT},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", CUT},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", CUT},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     "fffffffffffffffff\r\nabc",
	CUT},
};

static void test_broken_replies(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct reply r = {.count = -1};
		struct err err = {""};
		int rc;

		buf_init(&r.body, 4096);
		rc = reply_read(&r, broken[i].raw, strlen(broken[i].raw), &err);
		if (broken[i].reason) {
			assert_int_equal(rc, -1);
			assert_string_equal(err.text, broken[i].reason);
		} else {
			/* No length that makes sense: all that came. */
			assert_int_equal(rc, 0);
			assert_string_equal(buf_text(&r.body), "abc");
		}
		buf_free(&r.body);
	}
}

/* Every prefix and every changed byte of a reply is survived. */
static void test_damaged_replies(void **state)
{
	const char *raw = good[6].raw;
	size_t n = strlen(raw);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char *copy = strdup(raw);
		struct reply r = {.count = -1};
		struct err err;

		buf_init(&r.body, 64);
		assert_int_equal(
		    reply_read(&r, raw, i, &err), i < n - 2 ? -1 : 0);
		buf_clear(&r.body);
		copy[i] = (char)(copy[i] ^ 0x80);
		(void)reply_read(&r, copy, n, &err);
		assert_true(r.body.len <= 64);
		buf_free(&r.body);
		free(copy);
	}
}

static void test_encoding(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 256);
	url_put_encoded(&b, "Digital Chat/Station?&=#% 澎\r\n-._~");
	assert_string_equal(buf_text(&b),
	    "Digital%20Chat%2FStation%3F%26%3D%23%25%20%E6%BE%8E%0D%0A-._~");
	buf_free(&b);
}

static void test_no_socket(void **state)
{
	char path[200];
	struct reply r;
	struct err err;

	(void)state;
	assert_int_equal(request_send("/nonexistent/status.sock", "GET", "/",
			     "text/plain", &r, &err),
	    REQUEST_UNREACHABLE);
	assert_string_equal(
	    err.text, "/nonexistent/status.sock: No such file or directory");
	buf_free(&r.body);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(request_send(path, "GET", "/", "text/plain", &r, &err),
	    REQUEST_UNREACHABLE);
	assert_non_null(
	    strstr(err.text, "the path of a socket has at most 107 bytes"));
	buf_free(&r.body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_replies),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_broken_replies),
	    cmocka_unit_test(test_damaged_replies),
	    cmocka_unit_test(test_encoding),
	    cmocka_unit_test(test_no_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
