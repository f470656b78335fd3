/* The feeds that pages name: every line of find.case, and hostile pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/caps.h"
#include "cases.h"
#include "parse/find.h"

#define PAGE "https://site.example/news/page.html"

static void find(struct arena *a, const char *page, size_t n,
    const char *header, struct found *found)
{
	struct parse_input in = {.bytes = page,
	    .len = n,
	    .base_url = PAGE,
	    .content_type = "text/html; charset=utf-8",
	    .link = header};

	find_feeds(a, &in, found);
}

static void tell(struct buf *out, const struct found *found)
{
	for (size_t i = 0; i < found->link_count; i++) {
		const struct found_link *l = &found->links[i];

		buf_printf(out, "%s%s%s", i ? ";" : "", l->comments ? "-" : "",
		    l->url);
		if (strcmp(l->type, "application/rss+xml") != 0)
			buf_printf(out, " (%s)", l->type);
		if (l->title)
			buf_printf(out, " = %s", l->title);
	}
}

/* Cuts off the field; the rest, or "" where there is none. */
static char *next_field(char *s)
{
	char *tab = strchr(s, '\t');

	if (!tab)
		return s + strlen(s);
	*tab = '\0';
	return tab + 1;
}

static void every_case_is_found(void **state)
{
	struct cases c;
	struct arena a;
	struct found found;
	struct buf out, page;
	char *line, *text, *want;
	int wrong = 0, n = 0;

	(void)state;
	cases_open(&c, "find.case");
	arena_init(&a);
	buf_init(&out, 65536);
	buf_init(&page, 65536);
	while ((line = cases_line(&c)) != NULL) {
		if (!*line)
			continue;
		text = next_field(line);
		want = next_field(text);
		cases_unescape(text);
		buf_clear(&page);
		buf_clear(&out);
		buf_printf(&page, "<html><head><title>T</title>%s</head>",
		    strcmp(line, "page") ? "" : text);
		find(&a, buf_text(&page), page.len,
		    strcmp(line, "head") ? NULL : text, &found);
		tell(&out, &found);
		n++;
		if (!strcmp(buf_text(&out), want))
			continue;
		wrong++;
		print_message("# %s:%d: %s\n#    got: %s\n# wanted: %s\n",
		    c.name, c.line, text, buf_text(&out), want);
	}
	buf_free(&out);
	buf_free(&page);
	arena_free(&a);
	cases_close(&c);
	assert_int_equal(wrong, 0);
	assert_true(n > 40);
}

static void a_feed_is_told_as_one(void **state)
{
	static const char feed[] =
	    "<rss version=\"2.0\"><channel><title>T</title>"
	    "<link>https://site.example/</link><language>en</language>"
	    "<item><title>One</title></item></channel></rss>";
	struct arena a;
	struct found found;

	(void)state;
	arena_init(&a);
	find(&a, feed, sizeof(feed) - 1, "</f>; rel=alternate; type=text/xml",
	    &found);
	assert_string_equal(found.format, "rss-2.0");
	assert_string_equal(found.title, "T");
	assert_string_equal(found.link, "https://site.example/");
	assert_string_equal(found.language, "en");
	assert_int_equal(found.entries, 1);
	assert_int_equal(found.link_count, 0);
	arena_free(&a);
}

static void what_is_nothing_says_why(void **state)
{
	struct arena a;
	struct found found;

	(void)state;
	arena_init(&a);
	find(&a, "\x1f\x8b", 2, NULL, &found);
	assert_null(found.format);
	assert_string_equal(found.why, "gzip data, not a feed");
	find(&a, "", 0, NULL, &found);
	assert_null(found.format);
	assert_string_equal(found.why, "an empty document");
	assert_int_equal(found.link_count, 0);
	arena_free(&a);
}

/* A page of one part again and again, numbered before its "*". */
static size_t links_of(
    const char *before, const char *part, size_t times, size_t most_arena_bytes)
{
	struct arena a;
	struct found found;
	struct buf page;
	size_t n;

	arena_init(&a);
	buf_init(&page, CAP_BODY);
	buf_puts(&page, "<html>");
	buf_puts(&page, before);
	for (size_t i = 0; i < times; i++)
		buf_printf(&page, "%.*s%zu%s", (int)strcspn(part, "*"), part, i,
		    part + strcspn(part, "*"));
	find(&a, buf_text(&page), page.len, NULL, &found);
	n = found.link_count;
	assert_true(a.used_bytes < most_arena_bytes);
	buf_free(&page);
	arena_free(&a);
	return n;
}

static void hostile_pages_are_bounded(void **state)
{
	struct buf base;

	(void)state;
	assert_int_equal(
	    links_of("", "<link rel=alternate type=text/xml href=/*>", 100000,
		8u << 20),
	    CAP_FOUND);
	/* The same address a hundred thousand times, below a long base. */
	buf_init(&base, 8192);
	buf_puts(&base, "<base href=\"https://b.example/");
	for (int i = 0; i < 4000; i++)
		buf_putc(&base, 'x');
	buf_puts(&base, "/\">");
	assert_int_equal(
	    links_of(buf_text(&base),
		"<link rel=alternate type=text/xml href=y>", 100000, 24u << 20),
	    1);
	buf_free(&base);
	assert_int_equal(
	    links_of("", "<link rel=alternate type=text/xml href=file:*>",
		100000, 8u << 20),
	    0);
	assert_int_equal(links_of("", "<script>", 500000, 8u << 20), 0);
	assert_int_equal(
	    links_of("<link", " rel=alternate", 400000, 8u << 20), 0);
	assert_int_equal(links_of("", "<div><b>", 500000, 8u << 20), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_is_found),
	    cmocka_unit_test(a_feed_is_told_as_one),
	    cmocka_unit_test(what_is_nothing_says_why),
	    cmocka_unit_test(hostile_pages_are_bounded),
	};

	return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
