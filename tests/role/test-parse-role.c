/*
 * The parse role as it runs: a process of its own, confined, spoken to in
 * frames. What it needs it must have opened before it was shut in: charsets
 * that are converted by modules are read here too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/caps.h"
#include "ipc/message.h"
#include "ipc/role.h"

struct child {
	pid_t pid;
	int fd;
};

static int start(void **state)
{
	static struct child c;
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	c.pid = fork();
	assert_true(c.pid >= 0);
	if (c.pid == 0) {
		/*
		 * Confinement keeps the descriptors 0 to 3, and is looser
		 * under sanitizers: our end must go, or there is no end.
		 */
		dup2(pair[1], ROLE_FD);
		for (int i = 0; i < 2; i++)
			if (pair[i] != ROLE_FD)
				close(pair[i]);
		_exit(parse_role_main(ROLE_FD, true));
	}
	close(pair[1]);
	c.fd = pair[0];
	*state = &c;
	return 0;
}

static int stop(void **state)
{
	struct child *c = *state;
	int status;

	close(c->fd);
	assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return 0;
}

static void ask(const struct child *c, struct arena *a, const char *body,
    struct parse_reply *reply)
{
	struct parse_request request = {.base_url = "https://base.example/",
	    .body = body,
	    .body_len = strlen(body)};
	struct frame frame;
	struct buf b;

	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &request);
	assert_int_equal(
	    frame_send(c->fd, MSG_PARSE, 41, buf_text(&b), b.len), 0);
	assert_int_equal(frame_receive(c->fd, &b, &frame), 1);
	assert_int_equal(frame.type, MSG_PARSED);
	assert_int_equal(frame.id, 41);
	assert_int_equal(parse_reply_read(&frame, a, reply), 0);
	buf_free(&b);
}

static void a_feed_comes_back_as_its_entries(void **state)
{
	struct parse_reply reply;
	struct arena a;

	arena_init(&a);
	ask(*state, &a,
	    "<rss version='2.0'><channel><title>T</title><item><guid>1</guid>"
	    "<description>&lt;a href='/x'&gt;y&lt;/a&gt;</description></item>"
	    "</channel></rss>",
	    &reply);
	assert_int_equal(reply.result, 0);
	assert_string_equal(reply.doc.title, "T");
	assert_int_equal(reply.doc.entry_count, 1);
	assert_string_equal(
	    reply.doc.entries[0].links, "https://base.example/x");
	arena_free(&a);
}

static void every_charset_is_read_within_the_walls(void **state)
{
	static const struct {
		const char *name, *bytes, *text;
	} cases[] = {{"big5", "\xa4\xa4", "中"}, {"gb18030", "\xd6\xd0", "中"},
	    {"shift_jis", "\x92\x86", "中"}, {"euc-kr", "\xb0\xa1", "가"},
	    {"iso-2022-jp", "\x1b$BCf\x1b(B", "中"}, {"koi8-r", "\xc1", "а"},
	    {"windows-1251", "\xe0", "а"}, {"ibm866", "\xa0", "а"}};
	struct parse_reply reply;
	struct arena a;
	char body[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		arena_init(&a);
		snprintf(body, sizeof(body),
		    "<?xml version='1.0' encoding='%s'?><rss><channel><title>"
		    "%s</title></channel></rss>",
		    cases[i].name, cases[i].bytes);
		ask(*state, &a, body, &reply);
		assert_int_equal(reply.result, 0);
		assert_string_equal(reply.doc.encoding, cases[i].name);
		assert_string_equal(reply.doc.title, cases[i].text);
		arena_free(&a);
	}
}

static void json_and_its_absence_are_told(void **state)
{
	struct parse_reply reply;
	struct arena a;

	arena_init(&a);
	ask(*state, &a,
	    "{\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"items\":[{\"id\":\"1\",\"title\":\"J\"}]}",
	    &reply);
	assert_int_equal(reply.result, 0);
	assert_string_equal(reply.doc.entries[0].title, "J");
	ask(*state, &a, "<html>", &reply);
	assert_int_equal(reply.result, -1);
	assert_string_equal(reply.error, "an HTML page, not a feed");
	arena_free(&a);
}

static void a_page_comes_back_as_its_article(void **state)
{
	static const char body[] =
	    "<html><head><meta charset='gbk'><title>\xb5\xc6\xcb\xfe</title>"
	    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
	    "\"datePublished\":\"2024-03-05\"}</script></head><body><article>"
	    "<p>The first paragraph is here, and it is long enough to count "
	    "as one of an article.</p><p>And so is the second paragraph, "
	    "which says nothing of its own either, at some length, to the end of "
	    "the line.</p>"
	    "</article></body></html>";
	const struct child *c = *state;
	struct parse_request request = {.base_url = "https://base.example/",
	    .content_type = "text/html",
	    .body = body,
	    .body_len = sizeof(body) - 1};
	struct page_reply reply;
	struct frame frame;
	struct arena a;
	struct buf b;

	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &request);
	assert_int_equal(
	    frame_send(c->fd, MSG_PAGE, 42, buf_text(&b), b.len), 0);
	assert_int_equal(frame_receive(c->fd, &b, &frame), 1);
	assert_int_equal(frame.type, MSG_PAGED);
	assert_int_equal(frame.id, 42);
	assert_int_equal(page_reply_read(&frame, &a, &reply), 0);
	assert_int_equal(reply.result, 0);
	assert_string_equal(reply.article.title, "灯塔");
	assert_string_equal(reply.article.text_by, "article");
	assert_int_equal(reply.article.published, 1709596800);
	buf_free(&b);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_feed_comes_back_as_its_entries, start, stop),
	    cmocka_unit_test_setup_teardown(
		every_charset_is_read_within_the_walls, start, stop),
	    cmocka_unit_test_setup_teardown(
		json_and_its_absence_are_told, start, stop),
	    cmocka_unit_test_setup_teardown(
		a_page_comes_back_as_its_article, start, stop),
	};

	return cmocka_run_group_tests_name("parse role", tests, NULL, NULL);
}
