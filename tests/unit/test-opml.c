/*
 * Lists of feeds: the files of tests/cases/opml against golden ones, what is
 * refused and with which words, hostile ones, and the way out and in again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/caps.h"
#include "golden.h"
#include "parse/opml.h"
#include "view/view.h"

struct fix {
	struct arena arena;
	struct outlines lines;
	struct err err;
};

static int set_up(void **state)
{
	static struct fix f;

	f = (struct fix){.lines = {NULL, 0}};
	arena_init(&f.arena);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fix *f = *state;

	arena_free(&f->arena);
	return 0;
}

static int read_bytes(struct fix *f, const char *s, size_t n)
{
	struct parse_input in = {.bytes = s, .len = n};

	return opml_read(&f->arena, &in, &f->lines, &f->err);
}

static void put(struct buf *b, const char *name, const char *value)
{
	if (!value)
		return;
	buf_printf(b, "  %s: ", name);
	for (; *value; value++)
		buf_putc(b, *value == '\n' ? '|' : *value);
	buf_putc(b, '\n');
}

static void tell(struct buf *b, const struct outlines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct outline *o = &lines->v[i];

		buf_printf(b, "line %d\n", o->line);
		put(b, "url", o->url);
		put(b, "title", o->title);
		put(b, "site", o->site);
		put(b, "lang", o->lang);
		put(b, "folder", o->folder);
		put(b, "id", o->id);
		put(b, "role", o->role);
		put(b, "vendor", o->vendor);
		put(b, "interval", o->interval);
		put(b, "fulltext", o->fulltext);
	}
}

static void read_case(struct fix *f, const char *name, struct buf *file)
{
	const char *dir = getenv("HEARSAY_SRCDIR");
	char path[1024], part[4096];
	size_t n;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/cases/opml/%s.opml",
	    dir ? dir : ".", name);
	in = fopen(path, "r");
	if (!in)
		fail_msg("cannot open %s", path);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		buf_add(file, part, n);
	fclose(in);
	if (read_bytes(f, buf_text(file), file->len))
		fail_msg("%s: %s", name, f->err.text);
}

static void files_say_what_they_say(void **state)
{
	static const char *const names[] = {"nested", "odd"};
	struct buf file, got;
	char golden[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		buf_init(&file, CAP_OPML);
		buf_init(&got, 1 << 20);
		read_case(*state, names[i], &file);
		tell(&got, &((struct fix *)*state)->lines);
		snprintf(golden, sizeof(golden), "opml-%s.txt", names[i]);
		golden_check(golden, &got);
		buf_free(&file);
	}
}

/* --- what is refused --- */

static void refuses(struct fix *f, const char *s, size_t n, const char *why)
{
	assert_int_equal(read_bytes(f, s, n), -1);
	assert_string_equal(f->err.text, why);
	assert_int_equal(f->lines.n, 0);
}

static void what_is_no_list_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
	    {"", "an empty document"},
	    {"<rss version=\"2.0\"><channel/></rss>",
		"not OPML: its root is <rss>"},
	    {"<opml><body><outline text=\"a\" xmlUrl=\"http://a.example/\"/>",
		"it is cut short: <opml> is not closed"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		refuses(
		    *state, cases[i].text, strlen(cases[i].text), cases[i].why);
}

static void put_times(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_puts(b, s);
}

static void limits_are_told(void **state)
{
	struct buf b;

	buf_init(&b, 2 * CAP_OPML);
	buf_puts(&b, "<opml><body>");
	put_times(&b, "<outline xmlUrl='http://a.example/'/>", 10001);
	buf_puts(&b, "</body></opml>");
	refuses(*state, buf_text(&b), b.len, "limit: more than 10000 outlines");
	buf_clear(&b);
	put_times(&b, "x", CAP_OPML + 1);
	refuses(
	    *state, buf_text(&b), b.len, "limit: longer than 4194304 bytes");
	buf_free(&b);
}

/* --- hostile --- */

static const char bomb[] =
    "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">"
    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
    "<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
    "<opml><body><outline text=\"&d;&x;\" xmlUrl=\"http://a.example/\"/>"
    "</body></opml>";

static void entities_expand_to_nothing_large(void **state)
{
	struct fix *f = *state;

	assert_int_equal(read_bytes(f, bomb, sizeof(bomb) - 1), 0);
	assert_int_equal(f->lines.n, 1);
	assert_string_equal(f->lines.v[0].url, "http://a.example/");
	assert_true(
	    !f->lines.v[0].title || strlen(f->lines.v[0].title) <= CAP_TITLE);
	assert_true(
	    !f->lines.v[0].title || !strstr(f->lines.v[0].title, "root:"));
	assert_true(f->arena.used_bytes < 1 << 20);
}

static void nesting_is_bounded(void **state)
{
	struct fix *f = *state;
	struct buf b;

	buf_init(&b, CAP_OPML);
	buf_puts(&b, "<opml><body>");
	put_times(&b, "<outline text='x'>", 100000);
	buf_puts(&b, "<outline xmlUrl='http://a.example/'/>");
	put_times(&b, "</outline>", 100000);
	buf_puts(&b, "</body></opml>");
	/* Read in part or refused, but in no time and with a reason. */
	if (read_bytes(f, buf_text(&b), b.len))
		assert_true(strlen(f->err.text) > 0);
	assert_true(f->arena.used_bytes < 64u << 20);
	buf_free(&b);
}

static void broken_bytes_do_no_harm(void **state)
{
	static const char nul[] =
	    "<opml><body><outline text=\"a\0b\" "
	    "xmlUrl=\"http://a.example/\"/></body></opml>";
	static const char latin[] =
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?><opml><body>"
	    "<outline text=\"caf\xe9\" xmlUrl=\"http://a.example/\"/>"
	    "</body></opml>";
	static const char wide[] =
	    "\xff\xfe<\0o\0p\0m\0l\0>\0<\0o\0u\0t\0l\0i\0n\0e\0 \0x\0m\0l\0U\0"
	    "r\0l\0=\0'\0h\0t\0t\0p\0:\0/\0/\0a\0.\0b\0/\0'\0/\0>\0<\0/\0o\0p\0"
	    "m\0l\0>\0";
	struct fix *f = *state;

	assert_int_equal(read_bytes(f, nul, sizeof(nul) - 1), 0);
	assert_string_equal(f->lines.v[0].url, "http://a.example/");
	assert_int_equal(read_bytes(f, latin, sizeof(latin) - 1), 0);
	assert_string_equal(f->lines.v[0].title, "caf\xc3\xa9");
	assert_int_equal(read_bytes(f, wide, sizeof(wide) - 1), 0);
	assert_string_equal(f->lines.v[0].url, "http://a.b/");
}

/* Cut at every byte: an error or a list, and never a crash. */
static void cut_anywhere_it_is_refused(void **state)
{
	struct fix *f = *state;
	struct buf file;

	buf_init(&file, CAP_OPML);
	read_case(f, "nested", &file);
	for (size_t n = 0; n + sizeof("</opml>") < file.len; n++)
		assert_int_equal(read_bytes(f, buf_text(&file), n), -1);
	buf_free(&file);
}

/* --- out and in --- */

static struct feed feeds[] = {
    {.source = {.slug = "plain",
	 .title = "Plain <\"&'> text",
	 .role = ROLE_PRESS},
	.url = (char *)(uintptr_t) "https://plain.example/f?a=1&b=\"2\""},
    {.source = {.slug = "official",
	 .title = "三星新闻",
	 .site = "https://news.example/",
	 .lang = "zh-CN",
	 .role = ROLE_OFFICIAL,
	 .vendor = "Samsung"},
	.folder = "News\nVendors",
	.interval_s = 7200,
	.fulltext = true,
	.url = (char *)(uintptr_t) "https://news.example/f"},
    {.source = {.slug = "beside", .title = "Beside", .role = ROLE_TIPSTER},
	.folder = "News",
	.url = (char *)(uintptr_t) "https://beside.example/f"},
    {.source = {.slug = "another", .title = "Another", .role = ROLE_PRESS},
	.folder = "News & more",
	.url = (char *)(uintptr_t) "https://another.example/f"},
};
#define FEEDS (sizeof(feeds) / sizeof(feeds[0]))

static void put_feeds(struct buf *out)
{
	const struct feed *pointers[FEEDS];

	for (size_t i = 0; i < FEEDS; i++)
		pointers[i] = &feeds[i];
	view_opml(out, 1697600000, pointers, FEEDS);
}

static void an_export_looks_so(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	put_feeds(&out);
	golden_check("export.opml", &out);
}

static void what_goes_out_comes_in(void **state)
{
	struct fix *f = *state;
	struct buf out, got;

	buf_init(&out, 1 << 20);
	buf_init(&got, 1 << 20);
	put_feeds(&out);
	if (read_bytes(f, buf_text(&out), out.len))
		fail_msg("%s", f->err.text);
	tell(&got, &f->lines);
	golden_check("opml-export.txt", &got);
	buf_free(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(files_say_what_they_say),
	    TEST(what_is_no_list_is_refused),
	    TEST(limits_are_told),
	    TEST(entities_expand_to_nothing_large),
	    TEST(nesting_is_bounded),
	    TEST(broken_bytes_do_no_harm),
	    TEST(cut_anywhere_it_is_refused),
	    TEST(an_export_looks_so),
	    TEST(what_goes_out_comes_in),
	};

	return cmocka_run_group_tests_name("opml", tests, NULL, NULL);
}
