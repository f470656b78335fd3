/*
 * Patterns by tests/cases/patterns.case, and rules of ClearURLs' form by a
 * small file of our own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/caps.h"
#include "judge/cluster.h"
#include "text/pattern.h"
#include "text/urlrules.h"
#include "treelexicon.h"

#define DAY 86400

static const char *case_path(const char *name, char path[4096])
{
	const char *top = getenv("HEARSAY_SRCDIR");

	snprintf(path, 4096, "%s/tests/cases/%s", top ? top : ".", name);
	return path;
}

/* --- patterns --- */

static void answer(struct buf *out, const char *source, const char *text)
{
	struct arena a;
	struct err e;
	const struct pattern *p;
	struct pattern_match m;

	arena_init(&a);
	p = pattern_compile(&a, source, &e);
	if (!p)
		buf_printf(out, "error: %s", e.text);
	else if (!pattern_find(p, &a, text, strlen(text), 0, &m))
		buf_puts(out, "no");
	else
		buf_printf(out, "%zu-%zu", m.start, m.end);
	if (p && buf_text(out)[0] != 'n' && m.has_group)
		buf_printf(out, " (%zu-%zu)", m.group_start, m.group_end);
	arena_free(&a);
}

/* Is the message what was wanted, or is a part of it? */
static bool is_wanted(const char *got, const char *want)
{
	if (strncmp(want, "error: ", 7) == 0)
		return strncmp(got, "error: ", 7) == 0 &&
		       strstr(got, want + 7) != NULL;
	return strcmp(got, want) == 0;
}

static void patterns_follow_their_cases(void **state)
{
	char path[4096], line[1024];
	FILE *f = fopen(case_path("patterns.case", path), "re");
	int number = 0, seen = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		char *text, *want;
		struct buf got;

		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || !line[0])
			continue;
		text = strchr(line, '\t');
		want = text ? strchr(text + 1, '\t') : NULL;
		if (!want)
			fail_msg("patterns.case:%d: three fields", number);
		*text++ = '\0';
		*want++ = '\0';
		buf_init(&got, 1024);
		answer(&got, line, text);
		if (!is_wanted(buf_text(&got), want))
			fail_msg(
			    "patterns.case:%d: \"%s\"", number, buf_text(&got));
		buf_free(&got);
		seen++;
	}
	fclose(f);
	assert_true(seen > 40);
}

static void a_pattern_goes_on_from_a_place(void **state)
{
	struct arena a;
	struct err e;
	struct pattern_match m;
	const struct pattern *p;

	(void)state;
	arena_init(&a);
	p = pattern_compile(&a, "ab?", &e);
	assert_non_null(p);
	assert_true(pattern_find(p, &a, "ab ab", 5, 1, &m));
	assert_int_equal(m.start, 3);
	assert_int_equal(m.end, 5);
	assert_false(pattern_find(p, &a, "ab ab", 5, 6, &m));
	assert_true(pattern_matches(p, &a, "ab", 2));
	assert_true(pattern_matches(p, &a, "a", 1));
	assert_false(pattern_matches(p, &a, "abb", 3));
	arena_free(&a);
}

/* Ways that a backtracking matcher would try one by one. */
static void no_pattern_takes_for_ever(void **state)
{
	static char text[CAP_URL];
	struct arena a;
	struct err e;
	const struct pattern *p;

	(void)state;
	arena_init(&a);
	memset(text, 'a', sizeof(text));
	p = pattern_compile(&a, "^(?:a+a+)+(?:a|aa|aaa)*$x?b", &e);
	assert_non_null(p);
	assert_false(pattern_find(p, &a, text, sizeof(text), 0, NULL));
	p = pattern_compile(&a, "(?:a*)*c|(?:a?){300}d", &e);
	assert_non_null(p);
	assert_false(pattern_find(p, &a, text, sizeof(text), 0, NULL));
	arena_free(&a);
}

/* --- rules --- */

static struct url_rules *load(void)
{
	char path[4096];
	struct err e;
	struct url_rules *r =
	    url_rules_load(case_path("url-rules.json", path), &e);

	if (!r)
		fail_msg("%s", e.text);
	return r;
}

static void rules_take_what_says_nothing(void **state)
{
	static const char *const cases[][2] = {
	    {"https://www.lantern.example/a?wick=1&id=2&wick_by=mail",
		"https://www.lantern.example/a?id=2"},
	    {"https://lantern.co.example/a/ref=sr_1?pf_rd_p=x&pf_rd_pp=y",
		"https://lantern.co.example/a?pf_rd_pp=y"},
	    {"https://lantern.example/a?tag=friend#part",
		"https://lantern.example/a#part"},
	    {"https://api.lantern.example/a?wick=1&glow=2",
		"https://api.lantern.example/a?wick=1"},
	    {"https://other.example/?GLOW=1&aglow=2",
		"https://other.example/?aglow=2"},
	    {"https://keep-all.example/?glow=1",
		"https://keep-all.example/?glow=1"},
	    {"https://out.example/go?a=1&to=https%3A%2F%2Fnews.example%2Fx"
	     "%3Fglow%3D1%26id%3D7",
		"https://news.example/x?id=7"},
	    {"https://out.example/go?to=javascript%3Aalert(1)",
		"https://out.example/go?to=javascript%3Aalert(1)"},
	    {"https://browser.example/?x=1&id=2&glow=1",
		"https://browser.example/?id=2"},
	    {"no address", "no address"}};
	struct url_rules *r = load();
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    url_rules_apply(r, &a, cases[i][0]), cases[i][1]);
	arena_free(&a);
	url_rules_free(r);
}

static void what_cannot_be_read_is_passed_over(void **state)
{
	struct url_rules *r = load();
	const char *first;

	(void)state;
	assert_int_equal(url_rules_skipped(r, &first), 1);
	assert_string_equal(first,
	    "for browsers: missing terminating ] for character class at "
	    "character 4");
	url_rules_free(r);
}

/* An address that leads to itself, or round in a circle, ends. */
static void redirections_end(void **state)
{
	struct url_rules *r = load();
	struct arena a;
	const char *to = "https://out.example/go?to=https://out.example/go";

	(void)state;
	arena_init(&a);
	assert_string_equal(
	    url_rules_apply(r, &a, to), "https://out.example/go");
	for (int i = 0; i < 10; i++)
		to = arena_printf(&a, "https://out.example/go?to=%s", to);
	assert_int_equal(
	    strncmp(url_rules_apply(r, &a, to), "https://out.example/go", 22),
	    0);
	arena_free(&a);
	url_rules_free(r);
}

static void check_error(const char *json, const char *why)
{
	char path[] = "/tmp/hearsay-rules-XXXXXX";
	int fd = mkstemp(path);
	struct err e = {""};

	assert_true(fd >= 0);
	assert_int_equal(write(fd, json, strlen(json)), strlen(json));
	close(fd);
	assert_null(url_rules_load(path, &e));
	unlink(path);
	assert_int_equal(strncmp(e.text, path, strlen(path)), 0);
	if (!strstr(e.text, why))
		fail_msg("no \"%s\" in \"%s\"", why, e.text);
}

static void what_is_wrong_is_told(void **state)
{
	struct err e = {""};

	(void)state;
	check_error("{\n\"providers\": [", ":2: ");
	check_error("{}", "no \"providers\": this is no file of ClearURLs'");
	check_error("{\"providers\": {\"a\": {}}}", ": a: no \"urlPattern\"");
	check_error("{\"providers\": {\"a\": {\"urlPattern\": \".\", "
		    "\"rules\": \"x\"}}}",
	    ": a: \"rules\" is no list");
	check_error("{\"providers\": {\"a\": {\"urlPattern\": \".\", "
		    "\"rawRules\": [1]}}}",
	    ": a: \"rawRules\" has an element that is no text");
	assert_null(url_rules_load("/nowhere/rules.json", &e));
	assert_string_equal(
	    e.text, "/nowhere/rules.json: No such file or directory");
}

static bool is_copy(const struct lexicon *lex)
{
	static const struct cluster_policy policy = {.window_s = 14 * DAY};
	static const struct source outlet = {.slug = "o", .title = "Outlet"};
	struct item a = {.id = 1,
	    .guid = "1",
	    .title = "A first headline",
	    .text = "",
	    .url = "https://lantern.example/story?wick=feed",
	    .published_at = DAY,
	    .source = &outlet};
	struct item b = {.id = 2,
	    .guid = "2",
	    .title = "Quite another title",
	    .text = "",
	    .url = "https://out.example/go?to=http%3A%2F%2Flantern.example"
		   "%2Fstory%3Fwick_at%3Dmail",
	    .published_at = DAY,
	    .source = &outlet};
	struct cluster *c = cluster_new(lex, &policy);
	struct arena arena;
	bool copy;

	arena_init(&arena);
	cluster_add(c, &arena, &a);
	copy = cluster_add(c, &arena, &b).copy_of == 1;
	cluster_free(c);
	arena_free(&arena);
	return copy;
}

static void copies_are_told_by_the_rules(void **state)
{
	char rules[4096];
	struct lexicon *lex;
	struct err e;
	uint64_t before;

	(void)state;
	lex = lexicon_of_tree();
	before = lexicon_fingerprint(lex);
	assert_false(is_copy(lex));
	assert_int_equal(
	    lexicon_add_url_rules(lex, case_path("url-rules.json", rules), &e),
	    0);
	assert_true(is_copy(lex));
	assert_true(lexicon_fingerprint(lex) != before);
	lexicon_free(lex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(patterns_follow_their_cases),
	    cmocka_unit_test(a_pattern_goes_on_from_a_place),
	    cmocka_unit_test(no_pattern_takes_for_ever),
	    cmocka_unit_test(rules_take_what_says_nothing),
	    cmocka_unit_test(what_cannot_be_read_is_passed_over),
	    cmocka_unit_test(redirections_end),
	    cmocka_unit_test(what_is_wrong_is_told),
	    cmocka_unit_test(copies_are_told_by_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
