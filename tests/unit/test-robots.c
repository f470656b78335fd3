/* robots.txt: every case of robots.case, its reduction, and bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cases.h"
#include "text/robots.h"

#define TOKEN "hearsay"

/* "\r" and "\0" in the file. */
static void add_line(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (s[0] == '\\' && (s[1] == 'r' || s[1] == '0'))
			buf_putc(b, *++s == 'r' ? '\r' : '\0');
		else
			buf_putc(b, *s);
	}
	buf_putc(b, '\n');
}

static bool rule_is(const struct robots_answer *a, const char *want)
{
	if (!a->rule)
		return strcmp(want, "(none)") == 0;
	return a->rule_n == strlen(want) && !memcmp(a->rule, want, a->rule_n);
}

static bool holds(const struct buf *text, const char *line)
{
	const char *what = strchr(line, ' ');
	const char *path = what ? what + 1 : "";
	struct robots_answer a;
	char *arrow, hold[256];

	snprintf(hold, sizeof(hold), "%s", path);
	arrow = strstr(hold, " => ");
	if (arrow)
		*arrow = '\0';
	a = robots_ask(buf_text(text), text->len, TOKEN, hold);
	if (!strncmp(line, "yes ", 4))
		return a.allowed;
	if (!strncmp(line, "no ", 3))
		return !a.allowed;
	if (!strncmp(line, "delay ", 6))
		return a.delay_s == strtol(path, NULL, 10);
	if (!strncmp(line, "rule ", 5) && arrow)
		return rule_is(&a, arrow + 4);
	fail_msg("robots.case: no question: %s", line);
	return false;
}

static int ask(const struct cases *c, const struct buf *text,
    const struct buf *reduced, const char *line)
{
	int wrong = !holds(text, line);

	if (wrong)
		print_error("robots.case:%d: not so: %s\n", c->line, line);
	if (!holds(reduced, line)) {
		print_error(
		    "robots.case:%d: not of what is kept: %s\n", c->line, line);
		wrong++;
	}
	return wrong;
}

static void every_case_is_answered_as_it_says(void **state)
{
	bool in_text = false;
	struct cases c;
	struct buf text, reduced;
	int wrong = 0, asked = 0;
	char *line;

	(void)state;
	cases_open(&c, "robots.case");
	buf_init(&text, 1u << 16);
	buf_init(&reduced, 1u << 16);
	for (line = cases_line(&c); line; line = cases_line(&c)) {
		if (!strncmp(line, "--- ", 4)) {
			buf_clear(&text);
			buf_clear(&reduced);
			in_text = strstr(line, "empty file") == NULL;
		} else if (!strcmp(line, "---")) {
			in_text = false;
		} else if (in_text) {
			add_line(&text, line);
		} else if (*line) {
			buf_clear(&reduced);
			robots_reduce(
			    &reduced, buf_text(&text), text.len, TOKEN);
			wrong += ask(&c, &text, &reduced, line);
			asked++;
		}
	}
	cases_close(&c);
	buf_free(&text);
	buf_free(&reduced);
	assert_int_equal(wrong, 0);
	assert_true(asked > 60);
}

static void what_is_past_the_limit_is_not_read(void **state)
{
	struct robots_answer a;
	struct buf b;

	(void)state;
	buf_init(&b, 2 * ROBOTS_MOST);
	buf_puts(&b, "User-agent: *\nDisallow: /a\n");
	while (b.len < ROBOTS_MOST)
		buf_puts(&b, "# nothing\n");
	buf_puts(&b, "Disallow: /b\n");
	a = robots_ask(buf_text(&b), b.len, TOKEN, "/a");
	assert_false(a.allowed);
	a = robots_ask(buf_text(&b), b.len, TOKEN, "/b");
	assert_true(a.allowed);
	buf_free(&b);
}

/* Of the processor, so that a busy machine does not count. */
static int64_t used_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void hostile_patterns_cost_what_they_may(void **state)
{
	static const char *const lines[] = {
	    "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n",
	    "Disallow: /****************************************$\n",
	    "Disallow: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n",
	    "User-agent: hearsay\n", "Allow:\n"};
	struct buf b, path;

	(void)state;
	buf_init(&path, 4096);
	buf_putc(&path, '/');
	while (buf_ok(&path) && path.len < 4000)
		buf_putc(&path, 'a');
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		int64_t before = used_ms();

		buf_init(&b, ROBOTS_MOST);
		buf_puts(&b, "User-agent: *\n");
		while (!buf_puts(&b, lines[i]))
			;
		robots_ask(buf_text(&b), b.len, TOKEN, buf_text(&path));
		assert_true(used_ms() - before < 5000);
		buf_free(&b);
	}
	buf_free(&path);
}

static void the_path_is_what_follows_the_host(void **state)
{
	(void)state;
	assert_string_equal(robots_path("https://a.example/b?c"), "/b?c");
	assert_string_equal(robots_path("https://a.example"), "/");
	assert_string_equal(robots_path("https://a.example?c"), "/");
	assert_string_equal(robots_path("https://a.example/"), "/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_is_answered_as_it_says),
	    cmocka_unit_test(what_is_past_the_limit_is_not_read),
	    cmocka_unit_test(hostile_patterns_cost_what_they_may),
	    cmocka_unit_test(the_path_is_what_follows_the_host),
	};

	return cmocka_run_group_tests_name("robots", tests, NULL, NULL);
}
