/*
 * The tables, timelines and JSON of one small history, against golden files:
 * HEARSAY_GOLDEN_UPDATE=1 writes them anew. What must hold whatever they look
 * like (no line too wide, no byte that a terminal obeys) is checked beside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "golden.h"
#include "reports.h"
#include "text/utf8.h"
#include "view/pen.h"
#include "view/table.h"
#include "view/view.h"

#define MOST (1u << 20)

/* Every view of the sample, by the name of its golden files. */
static void put_status(struct buf *b, const struct dress *d)
{
	view_status(b, d, &sample_status);
}

static void put_feeds(struct buf *b, const struct dress *d)
{
	view_feeds(b, d, sample_feed_reports, sample_feed_count);
}

static void put_feed(struct buf *b, const struct dress *d)
{
	view_feed(b, d, &sample_feed_reports[0]);
}

static void put_failing_feed(struct buf *b, const struct dress *d)
{
	view_feed(b, d, &sample_feed_reports[1]);
}

static void put_stories(struct buf *b, const struct dress *d)
{
	view_stories(b, d, sample_stories, sample_story_count);
}

static void put_story(struct buf *b, const struct dress *d)
{
	view_story(b, d, &sample_story);
}

static void put_rumors(struct buf *b, const struct dress *d)
{
	view_rumors(b, d, sample_rumors, sample_rumor_count, false);
}

static void put_rumor(struct buf *b, const struct dress *d)
{
	view_rumor(b, d, &sample_rumor);
}

static void put_open_rumor(struct buf *b, const struct dress *d)
{
	const struct rumor_report r = {.row = sample_rumors[1]};

	view_rumor(b, d, &r);
}

static void put_tipsters(struct buf *b, const struct dress *d)
{
	view_tipsters(b, d, sample_tipsters, sample_tipster_count);
}

static void put_tipster(struct buf *b, const struct dress *d)
{
	view_tipster(b, d, &sample_tipster);
}

static void put_new_tipster(struct buf *b, const struct dress *d)
{
	const struct tipster_report r = {.row = sample_tipsters[2]};

	view_tipster(b, d, &r);
}

static void put_search(struct buf *b, const struct dress *d)
{
	view_search(b, d, sample_hits, sample_hit_count);
}

static void put_explain_story(struct buf *b, const struct dress *d)
{
	view_explain_story(b, d, &sample_story);
}

static void put_explain_rumor(struct buf *b, const struct dress *d)
{
	view_explain_rumor(b, d, &sample_rumor);
}

static void put_explain_item(struct buf *b, const struct dress *d)
{
	view_explain_item(b, d, &sample_story.items[1]);
}

static void put_found(struct buf *b, const struct dress *d)
{
	static const struct found_link links[] = {
	    {"https://phoneledger.example/feed", "Phone Ledger",
		"application/rss+xml", false},
	    {"https://phoneledger.example/\033[2J", "掌机\n日报",
		"application/atom+xml", false},
	    {"https://phoneledger.example/comments", NULL,
		"application/rss+xml", true},
	};
	static const char *const had[] = {"phoneledger", NULL, NULL};

	view_found(b, d, links, had, 3,
	    "https://phoneledger.example/ names 3 feeds: add one by its "
	    "address, or with --pick N");
}

static void put_import(struct buf *b, const struct dress *d)
{
	static const struct outline_row rows[] = {
	    {4, "Phone Ledger", "https://phoneledger.example/feed",
		OUTLINE_ADDED, "phoneledger", NULL},
	    {12, "掌机日报", "https://zhangji.example/rss", OUTLINE_THERE,
		"zhangji", "the same as line 11"},
	    {0, "\033[2J", NULL, OUTLINE_BAD, NULL, "it has no xmlUrl"},
	};

	view_import(b, d, rows, 3, false);
}

static void put_error(struct buf *b, const struct dress *d)
{
	view_error(b, d, "there is no rumor 99\nor was \033[2J never\n");
}

static const struct view {
	const char *name;
	void (*put)(struct buf *, const struct dress *);
} views[] = {
    {"status", put_status},
    {"feeds", put_feeds},
    {"feed", put_feed},
    {"feed-failing", put_failing_feed},
    {"stories", put_stories},
    {"story", put_story},
    {"rumors", put_rumors},
    {"rumor", put_rumor},
    {"rumor-open", put_open_rumor},
    {"tipsters", put_tipsters},
    {"tipster", put_tipster},
    {"tipster-new", put_new_tipster},
    {"found", put_found},
    {"import", put_import},
    {"search", put_search},
    {"explain-story", put_explain_story},
    {"explain-rumor", put_explain_rumor},
    {"explain-item", put_explain_item},
    {"error", put_error},
};

#define VIEWS (sizeof(views) / sizeof(views[0]))

static struct dress dress(enum view_format f, unsigned columns, bool colour)
{
	return (struct dress){f, columns, colour, REPORT_NOW};
}

static void check_golden(struct dress d, const char *suffix)
{
	for (size_t i = 0; i < VIEWS; i++) {
		char name[64];
		struct buf b;

		buf_init(&b, MOST);
		views[i].put(&b, &d);
		snprintf(name, sizeof(name), "%s%s", views[i].name, suffix);
		golden_check(name, &b);
	}
}

static void test_text_80(void **state)
{
	(void)state;
	check_golden(dress(VIEW_TEXT, 80, false), "-80.txt");
}

static void test_text_200(void **state)
{
	(void)state;
	check_golden(dress(VIEW_TEXT, 200, false), "-200.txt");
}

static void test_text_colour(void **state)
{
	(void)state;
	check_golden(dress(VIEW_TEXT, 80, true), "-colour.txt");
}

static void test_json(void **state)
{
	(void)state;
	check_golden(dress(VIEW_JSON, 0, false), ".json");
}

static void test_json_is_json(void **state)
{
	struct dress d = dress(VIEW_JSON, 0, false);

	(void)state;
	for (size_t i = 0; i < VIEWS; i++) {
		json_error_t error;
		struct buf b;
		json_t *value;

		buf_init(&b, MOST);
		views[i].put(&b, &d);
		value = json_loadb(
		    buf_text(&b), b.len, JSON_REJECT_DUPLICATES, &error);
		if (!value)
			fail_msg("%s: %s", views[i].name, error.text);
		assert_true(json_is_object(value));
		json_decref(value);
		buf_free(&b);
	}
}

static char *read_protocol(void)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char path[4096], *text = mem_alloc(MOST);
	FILE *f;

	snprintf(path, sizeof(path), "%s/doc/protocol.md", top ? top : ".");
	f = fopen(path, "re");
	if (!f)
		fail_msg("cannot open %s", path);
	text[fread(text, 1, MOST - 1, f)] = '\0';
	fclose(f);
	return text;
}

static void check_members(const char *view, const char *protocol, json_t *value)
{
	const char *key;
	json_t *member;
	size_t i;

	json_array_foreach(value, i, member)
	    check_members(view, protocol, member);
	json_object_foreach(value, key, member)
	{
		char quoted[64], listed[64];

		snprintf(quoted, sizeof(quoted), "`%s`", key);
		snprintf(listed, sizeof(listed), "{\"%s\":", key);
		if (!strstr(protocol, quoted) && !strstr(protocol, listed))
			fail_msg(
			    "%s: doc/protocol.md has no \"%s\"", view, key);
		check_members(view, protocol, member);
	}
}

static void test_members_are_documented(void **state)
{
	struct dress d = dress(VIEW_JSON, 0, false);
	char *protocol = read_protocol();

	(void)state;
	for (size_t i = 0; i < VIEWS; i++) {
		json_t *value;
		struct buf b;

		buf_init(&b, MOST);
		views[i].put(&b, &d);
		value = json_loadb(buf_text(&b), b.len, 0, NULL);
		check_members(views[i].name, protocol, value);
		json_decref(value);
		buf_free(&b);
	}
	free(protocol);
}

/* Nothing that a terminal obeys: only line feeds below the space. */
static void check_bytes(const char *name, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) ||
		    utf8_is_bidi_control(c))
			fail_msg("%s: U+%04X reaches the terminal", name, c);
	}
}

/* Links stay whole, so that they can be followed; all else is cut. */
static void check_width(const char *name, char *text, unsigned columns)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char end = text[n];

		text[n] = '\0';
		if (utf8_width(text) > columns && !strstr(text, "://"))
			fail_msg("%s at %u: %zu columns: %s", name, columns,
			    utf8_width(text), text);
		if (n && text[n - 1] == ' ')
			fail_msg("%s: space at the end of: %s", name, text);
		text += n + (end == '\n');
	}
}

static void test_every_width(void **state)
{
	static const unsigned widths[] = {
	    60, 72, 80, 100, 120, 131, 132, 169, 170, 200, 300};

	(void)state;
	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		struct dress d = dress(VIEW_TEXT, widths[w], false);

		for (size_t i = 0; i < VIEWS; i++) {
			struct buf b;

			buf_init(&b, MOST);
			views[i].put(&b, &d);
			check_bytes(views[i].name, buf_text(&b));
			check_width(views[i].name, b.data, widths[w]);
			buf_free(&b);
		}
	}
}

/* In a pipe nothing is cut, and a rumor is one line. */
static void test_pipe(void **state)
{
	struct dress d = dress(VIEW_TEXT, 0, false);
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	put_rumors(&b, &d);
	assert_null(strstr(buf_text(&b), "…"));
	assert_non_null(strstr(buf_text(&b), "首批机型据称包括小米14系列。"));
	golden_check("rumors-pipe.txt", &b);
}

static void test_lead(void **state)
{
	static const struct {
		struct lead lead;
		const char *want;
	} cases[] = {
	    {{.list = LEAD_RUMORS},
		"No feed is polled yet: 'hearsay feed add ADDRESS' takes "
		"one.\n"},
	    {{.list = LEAD_RUMORS, .feeds = 5, .due_at = REPORT_NOW + 300},
		"5 feeds are polled, none has answered yet; the next is asked "
		"in 5 min.\n"},
	    {{.list = LEAD_STORIES, .feeds = 1, .due_at = REPORT_NOW - 1},
		"1 feed is polled, the first answers are on their way: try "
		"again in a minute.\n"},
	    {{.list = LEAD_STORIES, .feeds = 2, .failing = 2},
		"2 feeds are polled and all of them fail: 'hearsay doctor' "
		"says why.\n"},
	    {{.list = LEAD_STORIES, .feeds = 2, .answered = 1},
		"1 feed answered. 'hearsay feeds' shows what the feeds have "
		"brought.\n"},
	    {{.list = LEAD_RUMORS, .feeds = 2, .answered = 2},
		"2 feeds answered. Nothing in them is a rumor yet: 'hearsay "
		"stories' shows what they tell.\n"},
	    {{.list = LEAD_RUMORS, .feeds = 2, .answered = 2, .filtered = true},
		"Leave a filter out to see more.\n"},
	    {{.list = LEAD_TIPSTERS, .feeds = 2, .answered = 2},
		"2 feeds answered. No rumor names a tipster yet: 'hearsay "
		"rumors' shows what there is.\n"},
	    {{.list = LEAD_SEARCH, .feeds = 2, .answered = 2},
		"2 feeds answered. An item has to have all the words: try "
		"fewer.\n"},
	};
	struct dress wide = dress(VIEW_TEXT, 200, false);
	struct dress pipe = dress(VIEW_TEXT, 0, false);
	struct dress json = dress(VIEW_JSON, 200, false);
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&b);
		view_lead(&b, &wide, &cases[i].lead);
		assert_string_equal(buf_text(&b), cases[i].want);
		buf_clear(&b);
		view_lead(&b, &pipe, &cases[i].lead);
		view_lead(&b, &json, &cases[i].lead);
		assert_int_equal(b.len, 0);
	}
	buf_free(&b);
}

static void test_empty(void **state)
{
	struct dress text = dress(VIEW_TEXT, 80, false);
	struct dress json = dress(VIEW_JSON, 0, false);
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	view_feeds(&b, &text, NULL, 0);
	view_stories(&b, &text, NULL, 0);
	view_rumors(&b, &text, NULL, 0, false);
	view_tipsters(&b, &text, NULL, 0);
	view_search(&b, &text, NULL, 0);
	assert_string_equal(buf_text(&b),
	    "No feeds are configured: 'hearsay feed add ADDRESS' takes one.\n"
	    "No stories.\nNo rumors.\n"
	    "No tipsters.\nNothing found.\n");
	buf_clear(&b);
	/* A list that was cut does not say that this is all. */
	view_rumors(&b, &text, sample_rumors, 2, true);
	assert_non_null(strstr(buf_text(&b), "Unsettled: the latest 2\n"));
	buf_clear(&b);
	view_feeds(&b, &json, NULL, 0);
	assert_string_equal(buf_text(&b), "{\n  \"feeds\": []\n}\n");
	buf_clear(&b);
	view_search(&b, &json, NULL, 0);
	assert_string_equal(buf_text(&b), "{\n  \"items\": []\n}\n");
	buf_free(&b);
}

/* A report of which only the obligatory is there prints, and cuts nothing. */
static void test_bare(void **state)
{
	const struct status_report status = {
	    .version = "1", .now = REPORT_NOW, .started_at = REPORT_NOW};
	const struct rumor_report rumor = {.row = {.id = 1}};
	const struct story_report story = {.row = {.id = 1}};
	const struct item_row item = {.id = 1};
	static const enum view_format formats[] = {VIEW_TEXT, VIEW_JSON};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct dress d = dress(formats[i], 80, true);
		struct buf b;

		buf_init(&b, MOST);
		view_status(&b, &d, &status);
		view_rumor(&b, &d, &rumor);
		view_explain_rumor(&b, &d, &rumor);
		view_story(&b, &d, &story);
		view_explain_story(&b, &d, &story);
		view_explain_item(&b, &d, &item);
		view_rumors(&b, &d, &rumor.row, 1, false);
		view_stories(&b, &d, &story.row, 1);
		assert_true(buf_ok(&b));
		assert_null(strstr(buf_text(&b), "(null)"));
		buf_free(&b);
	}
}

/* One story is not "1 stories". */
static void test_status_of_one_story(void **state)
{
	const struct status_report status = {.version = "1",
	    .now = REPORT_NOW,
	    .started_at = REPORT_NOW,
	    .items = 2,
	    .stories = 1};
	struct dress d = dress(VIEW_TEXT, 80, false);
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	view_status(&b, &d, &status);
	assert_non_null(strstr(buf_text(&b), "2 in 1 story; "));
	buf_free(&b);
}

/* The record of few is grey and says so; no percentage stands alone. */
static void test_record_of_few(void **state)
{
	struct dress d = dress(VIEW_TEXT, 120, true);
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	put_tipsters(&b, &d);
	assert_non_null(strstr(
	    buf_text(&b), "\033[90mright 50 % (19–81 %, n 2: few)\033[0m"));
	assert_non_null(strstr(buf_text(&b), "right 69 % (49–86 %, n 12)"));
	assert_non_null(strstr(buf_text(&b), "no record yet"));
	buf_free(&b);
}

static void test_ago(void **state)
{
	static const struct {
		int64_t after;
		const char *words;
	} cases[] = {
	    {0, "now"},
	    {-59, "59 s ago"},
	    {60, "in 1 min"},
	    {-7199, "119 min ago"},
	    {-7200, "2 h ago"},
	    {-2 * 86400, "2 d ago"},
	    {59 * 86400, "in 59 d"},
	    {-60 * 86400, "2 mo ago"},
	    {-730 * 86400, "2 y ago"},
	};
	struct dress d = dress(VIEW_TEXT, 80, false);
	struct pen p;

	(void)state;
	pen_init(&p, NULL, &d);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    pen_ago(&p, REPORT_NOW + cases[i].after), cases[i].words);
	assert_string_equal(pen_ago(&p, 0), "never");
	assert_string_equal(pen_ago(&p, INT64_MIN), "never");
	assert_string_equal(pen_time(&p, REPORT_NOW), "2023-10-18 06:30");
	assert_string_equal(pen_count(&p, 1, "story"), "1 story");
	assert_string_equal(pen_count(&p, 3, "story"), "3 stories");
	assert_string_equal(pen_count(&p, 0, "day"), "0 days");
	assert_string_equal(pen_span_words(&p, -3600), "60 minutes");
	assert_string_equal(pen_span_words(&p, 1), "1 second");
	pen_end(&p);
}

/* A narrow page drops the least wanted column, then cuts the flexible one. */
static void test_table_fits(void **state)
{
	static const struct column columns[] = {
	    {.title = "A", .least = 4},
	    {.title = "B", .drop = 1},
	    {.title = "C", .right = true},
	};
	static const char *const cells[] = {
	    "澎湃澎湃澎湃", "bbbbbbbb", "1", "short", "b", "100"};
	struct dress d = dress(VIEW_TEXT, 14, false);
	struct pen p;
	struct table t;
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	pen_init(&p, &b, &d);
	table_init(&t, columns, 3);
	for (size_t i = 0; i < 6; i++)
		table_cell(&t, &p, INK_PLAIN, cells[i]);
	table_print(&t, &p);
	pen_end(&p);
	assert_string_equal(buf_text(&b), "A            C\n"
					  "澎湃澎湃…    1\n"
					  "short      100\n");
	buf_free(&b);
}

/* Lines end at words and between Chinese characters, not before a comma. */
static void test_wrap(void **state)
{
	static const struct {
		const char *text, *wrapped;
	} cases[] = {
	    {"", "\n"},
	    {"short", "short\n"},
	    {"twenty columns wide..", "twenty columns\n  wide..\n"},
	    {"exactly twenty col..", "exactly twenty col..\n"},
	    {"anunbreakablewordoftwentyfive",
		"anunbreakablewordoft\n  wentyfive\n"},
	    {"小米将以全新的操作，系统", "小米将以全新的操作，\n  系统\n"},
	    {"小米将以全新的操作系，统", "小米将以全新的操作\n  系，统\n"},
	    {"MIUI14的新系统名称（澎湃）", "MIUI14的新系统名称\n  （澎湃）\n"},
	};
	struct dress d = dress(VIEW_TEXT, 22, false);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pen p;
		struct buf b;

		buf_init(&b, MOST);
		pen_init(&p, &b, &d);
		pen_wrap(&p, 2, INK_PLAIN, cases[i].text, 0);
		pen_end(&p);
		assert_string_equal(buf_text(&b), cases[i].wrapped);
		buf_free(&b);
	}
}

static void test_wrap_at_most(void **state)
{
	struct dress d = dress(VIEW_TEXT, 20, true);
	struct pen p;
	struct buf b;

	(void)state;
	buf_init(&b, MOST);
	pen_init(&p, &b, &d);
	pen_wrap(&p, 0, INK_RED, "one two three four five six seven", 1);
	pen_end(&p);
	assert_string_equal(
	    buf_text(&b), "\033[31mone two three four…\033[0m\n");
	buf_free(&b);
}

/* Bytes that are no UTF-8 are shown as such, and make no JSON invalid. */
static void test_broken_text(void **state)
{
	struct dress text = dress(VIEW_TEXT, 80, false);
	struct dress json = dress(VIEW_JSON, 0, false);
	struct buf b;
	json_t *value;

	(void)state;
	buf_init(&b, MOST);
	view_error(&b, &text, "a.conf:3: \xff\xe6\xbe is not right");
	assert_string_equal(
	    buf_text(&b), "hearsay: a.conf:3: \\xff\\xe6\\xbe is not right\n");
	buf_clear(&b);
	view_error(&b, &json, "a.conf:3: \xff\xe6\xbe is not right");
	value = json_loadb(buf_text(&b), b.len, 0, NULL);
	assert_non_null(value);
	json_decref(value);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text_80),
	    cmocka_unit_test(test_text_200),
	    cmocka_unit_test(test_text_colour),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_json_is_json),
	    cmocka_unit_test(test_members_are_documented),
	    cmocka_unit_test(test_every_width),
	    cmocka_unit_test(test_pipe),
	    cmocka_unit_test(test_lead),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_bare),
	    cmocka_unit_test(test_status_of_one_story),
	    cmocka_unit_test(test_record_of_few),
	    cmocka_unit_test(test_ago),
	    cmocka_unit_test(test_table_fits),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_wrap_at_most),
	    cmocka_unit_test(test_broken_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
