/*
 * Web hooks through the net role to a loopback server of the test's own,
 * which answers as the path asks it to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "loopback.h"
#include "netrole.h"

/* --- the server --- */

static const struct {
	const char *path, *answer;
} answers[] = {
    {"/ok", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
    {"/none", "HTTP/1.1 204 No Content\r\n\r\n"},
    {"/bad", "HTTP/1.1 400 Bad Request\r\nContent-Length: 17\r\n\r\n"
	     "\x1b[2Jno_text\r\n\xc3\xa9 x"},
    {"/busy", "HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n"
	      "Content-Length: 0\r\n\r\n"},
    {"/moved", "HTTP/1.1 307 Moved\r\nLocation: /ok\r\n"
	       "Content-Length: 0\r\n\r\n"},
    {"/gone", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"},
    {"/cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n"
	     "Connection: close\r\n\r\nhalf"},
    {"/vanish", ""},
};

static void answer(int fd, const char *head)
{
	char big[1024];

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (strstr(head, answers[i].path))
			loopback_puts(fd, answers[i].answer);
	if (!strstr(head, "/endless"))
		return;
	loopback_puts(fd, "HTTP/1.1 200 OK\r\n\r\n");
	memset(big, 'x', sizeof(big));
	for (int i = 0; i < 4096; i++)
		loopback_write(fd, big, sizeof(big));
}

static void serve(struct loopback *l, int fd)
{
	char head[NOTE_BYTES], body[64] = "";
	const char *length;
	long n;

	while (loopback_read_until(fd, "\r\n\r\n", head, sizeof(head)) > 0) {
		loopback_note(l, head);
		length = strstr(head, "Content-Length: ");
		n = length ? strtol(length + 16, NULL, 10) : 0;
		for (long i = 0; i < n && i < 63; i++)
			if (read(fd, body + i, 1) != 1)
				return;
		body[n < 63 ? n : 63] = '\0';
		loopback_note(l, body);
		answer(fd, head);
		if (strstr(head, "/cut") || strstr(head, "/vanish") ||
		    strstr(head, "/endless"))
			return;
	}
}

/* --- the fixture --- */

static int world_open(void **state)
{
	struct world *w = world_new(serve);
	const struct net_settings s = {.user_agent = "hearsay-test/1.0",
	    .connect_timeout_ms = 5000,
	    .max_connections = 4};

	world_start(w, &s);
	*state = w;
	return 0;
}

static const struct hook_reply *post(
    struct world *w, const char *path, const char *signature)
{
	static const char body[] = "{\"event\": {}}";
	struct hook_request q = {.url = w->url,
	    .content_type = "application/json",
	    .id = "evt_7_1697000000",
	    .timestamp = 1697000123,
	    .signature = signature,
	    .body = body,
	    .body_len = sizeof(body) - 1};

	snprintf(w->url, sizeof(w->url), "http://127.0.0.1:%u%s?token=hush",
	    w->server.port, path);
	netrole_hook(&w->role, &q, &w->hooked);
	return &w->hooked;
}

/* --- tests --- */

static void a_post_arrives_with_its_headers(void **state)
{
	static const char *const lines[] = {"POST /ok?token=hush HTTP/1.1\r\n",
	    "\r\nUser-Agent: hearsay-test/1.0\r\n",
	    "\r\nContent-Type: application/json\r\n",
	    "\r\nwebhook-id: evt_7_1697000000\r\n",
	    "\r\nwebhook-timestamp: 1697000123\r\n",
	    "\r\nwebhook-signature: v1,abc=\r\n", "\r\nContent-Length: 13\r\n"};
	struct world *w = *state;
	const struct hook_reply *r = post(w, "/ok", "v1,abc=");
	const char *head = w->server.notes->text[0];

	assert_int_equal(r->status, 200);
	assert_null(r->error);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_non_null(strstr(head, lines[i]));
	assert_null(strstr(head, "Expect"));
	assert_string_equal(w->server.notes->text[1], "{\"event\": {}}");
}

static void without_a_secret_there_is_no_signature(void **state)
{
	struct world *w = *state;

	assert_int_equal(post(w, "/none", NULL)->status, 204);
	assert_null(strstr(w->server.notes->text[0], "signature"));
	/* No value begins a header of its own. */
	assert_int_equal(post(w, "/none", "v1,a\r\nX-Evil: 1")->status, 204);
	assert_null(strstr(w->server.notes->text[2], "X-Evil"));
}

static void refusals_say_why_on_one_line(void **state)
{
	static const struct {
		const char *path;
		int64_t status;
		const char *error, *retry_after;
	} cases[] = {
	    {"/bad", 400, "HTTP 400: [2Jno_text x", NULL},
	    {"/busy", 503, "HTTP 503", "120"},
	    {"/moved", 307,
		"HTTP 307: it redirects, which is not followed: name the "
		"address itself",
		NULL},
	    {"/gone", 410, "HTTP 410", NULL},
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hook_reply *r = post(w, cases[i].path, NULL);

		assert_int_equal(r->status, cases[i].status);
		assert_string_equal(r->error, cases[i].error);
		if (cases[i].retry_after)
			assert_string_equal(
			    r->retry_after, cases[i].retry_after);
		else
			assert_null(r->retry_after);
	}
	/* Nothing but what was asked for came: no redirect was followed. */
	assert_int_equal(atomic_load(&w->server.notes->count), 2 * 4);
}

/* The status is the answer: what else comes is nobody's. */
static void the_rest_of_an_answer_is_let_go(void **state)
{
	struct world *w = *state;

	assert_int_equal(post(w, "/endless", NULL)->status, 200);
	assert_null(w->hooked.error);
	assert_int_equal(post(w, "/cut", NULL)->status, 200);
	assert_null(w->hooked.error);
	assert_int_equal(post(w, "/ok", NULL)->status, 200);
}

static void no_answer_is_told_and_no_address(void **state)
{
	struct world *w = *state;
	struct hook_request q = {.url = "http://127.0.0.1:1/?token=hush",
	    .content_type = "text/plain",
	    .id = "evt_1_1",
	    .body = "x",
	    .body_len = 1};
	const struct hook_reply *r = post(w, "/vanish", NULL);

	assert_int_equal(r->status, 0);
	assert_string_equal(r->error, "Empty reply from server");
	netrole_hook(&w->role, &q, &w->hooked);
	assert_int_equal(r->status, 0);
	assert_non_null(strstr(r->error, "Failed to connect to 127.0.0.1"));
	assert_null(strstr(r->error, "hush"));
	q.url = "file:///etc/passwd";
	netrole_hook(&w->role, &q, &w->hooked);
	assert_non_null(strstr(r->error, "rotocol"));
	q.url = NULL;
	q.body = NULL;
	q.body_len = 0;
	netrole_hook(&w->role, &q, &w->hooked);
	assert_int_equal(r->status, 0);
	assert_non_null(r->error);
	assert_int_equal(post(w, "/ok", NULL)->status, 200);
}

#define ROLE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ROLE_TEST(a_post_arrives_with_its_headers),
	    ROLE_TEST(without_a_secret_there_is_no_signature),
	    ROLE_TEST(refusals_say_why_on_one_line),
	    ROLE_TEST(the_rest_of_an_answer_is_let_go),
	    ROLE_TEST(no_answer_is_told_and_no_address),
	};

	log_open("test", LOG_LEVEL_WARN, false);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
