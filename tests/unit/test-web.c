/*
 * The web page of one small history, against golden files
 * (HEARSAY_GOLDEN_UPDATE=1 writes them anew), and what must hold whatever it
 * looks like: tags that match, text from feeds that stays text, links that go
 * to http alone, a page below 100 kB; the Atom feed by our own parser; the
 * metrics line by line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "golden.h"
#include "parse/parse.h"
#include "reports.h"
#include "view/atom.h"
#include "view/html.h"
#include "view/web.h"
#include "view/metrics.h"

#define MOST	  (4u << 20)
#define PAGE_MOST 100000

static const struct dress html = {.format = VIEW_HTML, .now = REPORT_NOW};

/* --- the pages --- */

static void put_board(struct buf *b)
{
	static const char *const vendors[] = {"Nothing", "Xiaomi"};
	const struct board_page board = {.rows = sample_rumors,
	    .count = sample_rumor_count,
	    .vendor = "Xiaomi",
	    .words = "\"><script>alert(1)</script>",
	    .vendors = vendors,
	    .vendor_count = 2,
	    .limit = 6,
	    .more = true};

	web_board(b, &html, &board);
}

static void put_rumor(struct buf *b)
{
	web_rumor(b, &html, &sample_rumor);
}

static void put_stories(struct buf *b)
{
	web_stories(b, &html, sample_stories, sample_story_count);
}

static void put_story(struct buf *b)
{
	web_story(b, &html, &sample_story);
}

static void put_tipsters(struct buf *b)
{
	web_tipsters(b, &html, sample_tipsters, sample_tipster_count);
}

static void put_tipster(struct buf *b)
{
	web_tipster(b, &html, &sample_tipster);
}

static void put_feeds(struct buf *b)
{
	web_feeds(b, &html, sample_feeds, sample_feed_count);
}

static void put_search(struct buf *b)
{
	const struct search_page page = {.words = "<b>MIUI</b>",
	    .hits = sample_hits,
	    .count = sample_hit_count,
	    .by_time = true,
	    .more = true};

	web_search(b, &html, &page);
}

static void put_error(struct buf *b)
{
	web_error(b, &html, "there is nothing at /<script>");
}

static void put_atom(struct buf *b)
{
	atom_rumors(b, &html, NULL, sample_rumors, sample_rumor_count);
}

static void put_metrics(struct buf *b)
{
	metrics_put(b, &sample_status, sample_feeds, sample_feed_count);
}

static const struct sheet {
	const char *name;
	void (*put)(struct buf *);
} sheets[] = {
    {"page-board.html", put_board},
    {"page-rumor.html", put_rumor},
    {"page-stories.html", put_stories},
    {"page-story.html", put_story},
    {"page-tipsters.html", put_tipsters},
    {"page-tipster.html", put_tipster},
    {"page-feeds.html", put_feeds},
    {"page-search.html", put_search},
    {"page-error.html", put_error},
    {"rumors.atom", put_atom},
    {"metrics.txt", put_metrics},
};

#define SHEETS	   (sizeof(sheets) / sizeof(sheets[0]))
#define HTML_PAGES 9 /* of them */

static void test_golden(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHEETS; i++) {
		struct buf b;

		buf_init(&b, MOST);
		sheets[i].put(&b);
		golden_check(sheets[i].name, &b);
	}
}

/* --- tags --- */

static bool is_void(const char *tag, size_t n)
{
	static const char *const names[] = {"meta", "link", "input"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (n == strlen(names[i]) && !strncmp(tag, names[i], n))
			return true;
	return false;
}

/* Every element is closed, and in the other order than it was opened. */
static void check_tags(const char *name, const char *s)
{
	const char *open[64];
	size_t length[64], depth = 0;

	for (s = strchr(s, '<'); s; s = strchr(s + 1, '<')) {
		const char *tag = s + 1, *end = strchr(s, '>');
		size_t n = strcspn(tag, " >/");

		assert_non_null(end);
		if (*tag == '!' || end[-1] == '/' || is_void(tag, n))
			continue;
		if (*tag != '/') {
			assert_true(depth < 64);
			open[depth] = tag;
			length[depth++] = n;
			continue;
		}
		n = strcspn(++tag, ">");
		if (!depth || n != length[depth - 1] ||
		    strncmp(tag, open[depth - 1], n))
			fail_msg(
			    "%s: </%.*s> closes nothing", name, (int)n, tag);
		depth--;
	}
	if (depth)
		fail_msg("%s: %zu elements are left open", name, depth);
}

static void test_tags_match(void **state)
{
	(void)state;
	for (size_t i = 0; i < HTML_PAGES; i++) {
		struct buf b;

		buf_init(&b, MOST);
		sheets[i].put(&b);
		check_tags(sheets[i].name, buf_text(&b));
		buf_free(&b);
	}
}

/* One script, the tree's; no style, no handler, no address but our kinds. */
static void test_text_stays_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < HTML_PAGES; i++) {
		struct buf b;
		const char *s;
		size_t scripts = 0;

		buf_init(&b, MOST);
		sheets[i].put(&b);
		for (s = buf_text(&b); (s = strstr(s, "<script")); s++)
			scripts++;
		assert_int_equal(scripts, 1);
		assert_null(strstr(buf_text(&b), "<style"));
		assert_null(strstr(buf_text(&b), " style="));
		assert_null(strstr(buf_text(&b), " onerror="));
		assert_null(strchr(buf_text(&b), '\033'));
		for (s = buf_text(&b); (s = strstr(s, "href=\"")); s += 6)
			assert_true(s[6] == '/' || s[6] == '#' ||
				    !strncmp(s + 6, "http://", 7) ||
				    !strncmp(s + 6, "https://", 8));
		buf_free(&b);
	}
}

static void test_escape(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	html_escape(&b, "a<b>&\"c\"'d' & 澎湃OS");
	assert_string_equal(buf_text(&b),
	    "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39; &amp; 澎湃OS");
	buf_free(&b);
}

/* What a first look at the board costs: page, stylesheet and script. */
static void test_board_is_small(void **state)
{
	struct rumor_row rows[60];
	const struct board_page board = {
	    .rows = rows, .count = 60, .limit = 60};
	struct buf b;

	(void)state;
	for (size_t i = 0; i < 60; i++)
		rows[i] = sample_rumors[i % sample_rumor_count];
	buf_init(&b, MOST);
	web_board(&b, &html, &board);
	assert_in_range(
	    b.len + strlen(web_style) + strlen(web_script), 1, PAGE_MOST);
	buf_free(&b);
}

/* --- the Atom feed, by our own parser --- */

static void test_atom_parses(void **state)
{
	struct parse_input in = {.base_url = "https://h.example/a"};
	struct arena arena;
	struct doc doc;
	struct err err;
	struct buf b;

	(void)state;
	arena_init(&arena);
	buf_init(&b, MOST);
	put_atom(&b);
	in.bytes = b.data;
	in.len = b.len;
	assert_int_equal(parse_document(&arena, &in, &doc, &err), PARSE_OK);
	assert_string_equal(doc.format, "atom-1.0");
	assert_int_equal(doc.warnings.n, 0);
	assert_int_equal(doc.entry_count, sample_rumor_count);
	assert_string_equal(doc.entries[0].title,
	    "[corroborated] MIUI 14 will be the last version of MIUI.");
	assert_string_equal(doc.entries[0].link, "https://h.example/rumors/1");
	assert_int_equal(doc.entries[3].updated, sample_rumors[3].settled_at);
	for (size_t i = 1; i < doc.entry_count; i++)
		assert_string_not_equal(
		    doc.entries[i].id, doc.entries[i - 1].id);
	buf_free(&b);
	arena_free(&arena);
}

/* --- the metrics, by the format's grammar --- */

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

/* name{label="value",...} number */
static void check_sample(const char *line, const char *family)
{
	const char *s = line + strspn(line, "abcdefghijklmnopqrstuvwxyz_");

	if (strncmp(line, family, strlen(family)) || line + strlen(family) != s)
		fail_msg("\"%s\" stands below the head of %s", line, family);
	while (*s == '{' || *s == ',') {
		for (s++; is_name_char(*s);)
			s++;
		assert_true(s[0] == '=' && s[1] == '"');
		for (s += 2; *s != '"'; s++)
			if (*s == '\\')
				assert_non_null(strchr("\\\"n", *++s));
		s++;
		if (*s == '}') {
			s++;
			break;
		}
	}
	assert_int_equal(*s++, ' ');
	assert_true(*s);
	assert_int_equal(strspn(s, "-0123456789"), strlen(s));
}

static void test_metrics_grammar(void **state)
{
	char *text, *line, *rest, family[128] = "";
	size_t samples = 0;
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	put_metrics(&b);
	assert_int_equal(b.data[b.len - 1], '\n');
	text = buf_steal(&b);
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (!strncmp(line, "# HELP ", 7))
			continue;
		if (!strncmp(line, "# TYPE ", 7)) {
			snprintf(family, sizeof(family), "%.*s",
			    (int)strcspn(line + 7, " "), line + 7);
			continue;
		}
		check_sample(line, family);
		samples++;
	}
	assert_int_equal(
	    samples, 22 + 3 * sample_status.role_count + 7 * sample_feed_count);
	free(text);
}

static void test_metrics_escape(void **state)
{
	static char url[] = "https://a.example/";
	const struct feed feed = {.source = {.slug = "a\"b\\c\nd"}, .url = url};
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	metrics_put(&b, &sample_status, &feed, 1);
	assert_non_null(strstr(
	    buf_text(&b), "hearsay_feed_up{feed=\"a\\\"b\\\\c\\nd\"} 0\n"));
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden),
	    cmocka_unit_test(test_tags_match),
	    cmocka_unit_test(test_text_stays_text),
	    cmocka_unit_test(test_escape),
	    cmocka_unit_test(test_board_is_small),
	    cmocka_unit_test(test_atom_parses),
	    cmocka_unit_test(test_metrics_grammar),
	    cmocka_unit_test(test_metrics_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
