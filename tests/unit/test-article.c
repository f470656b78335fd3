/*
 * HTML pages: every tests/cases/pages/NAME.html says what NAME.want wants of
 * it, and hostile ones cost what they may.
 *
 * A line of a .want is a word and what belongs to it, with \n for a line
 * feed: base (the page's address); title, by, lang, site, author, canonical,
 * links, published, updated, feeds (their number), feed (the first one's
 * address): exactly that; has, lacks: within the text; none: there is no text;
 * error: it is no page, and why.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <time.h>

#include "base/caps.h"
#include "base/mem.h"
#include "cases.h"
#include "parse/find.h"
#include "parse/page.h"
#include "parse/page_tree.h"
#include "text/date.h"
#include "text/utf8.h"

#define MOST_MS 5000 /* of the processor, sanitized or not */

struct reading {
	struct arena arena;
	enum parse_result result;
	struct article page;
	struct found found; /* the feeds that it names */
	struct err err;
};

static void read_page(struct reading *r, const char *s, size_t n,
    const char *base_url, const char *type)
{
	struct parse_input in = {
	    .bytes = s, .len = n, .base_url = base_url, .content_type = type};

	*r = (struct reading){.err = {""}};
	arena_init(&r->arena);
	r->result = page_read(&r->arena, &in, &r->page, &r->err);
	find_feeds(&r->arena, &in, &r->found);
}

static void read_string(struct reading *r, const char *s)
{
	read_page(r, s, strlen(s), "https://base.example/x", NULL);
}

/* --- the case files --- */

static const char *date_text(int64_t at, char *to)
{
	if (at == DATE_NONE)
		return NULL;
	date_format_rfc3339(at, to);
	return to;
}

static const char *got(const struct reading *r, const char *what, char *hold)
{
	const struct article *p = &r->page;
	const struct {
		const char *name, *value;
	} facts[] = {{"title", p->title}, {"by", p->text_by},
	    {"links", p->links}, {"lang", p->lang}, {"site", p->site},
	    {"author", p->author}, {"canonical", p->canonical},
	    {"feed", r->found.link_count ? r->found.links[0].url : NULL}};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (!strcmp(facts[i].name, what))
			return facts[i].value;
	if (!strcmp(what, "published"))
		return date_text(p->published, hold);
	if (!strcmp(what, "updated"))
		return date_text(p->updated, hold);
	if (!strcmp(what, "feeds")) {
		snprintf(hold, 16, "%zu", r->found.link_count);
		return hold;
	}
	fail_msg("no word of a .want: %s", what);
	return NULL;
}

/* 1 where the line does not hold, and says so. */
static int check_line(const struct reading *r, const char *file, char *line)
{
	char hold[DATE_RFC3339_SIZE + 16];
	char *value = strchr(line, ' ');
	const char *text = r->page.text ? r->page.text : "", *is;

	if (value)
		*value++ = '\0';
	else
		value = line + strlen(line);
	cases_unescape(value);
	if (!strcmp(line, "base"))
		return 0;
	if (!strcmp(line, "error")) {
		is = r->err.text;
	} else if (!strcmp(line, "none")) {
		is = r->page.text ? r->page.text : "";
	} else if (!strcmp(line, "has")) {
		is = strstr(text, value) ? value : text;
	} else if (!strcmp(line, "lacks")) {
		if (!strstr(text, value))
			return 0;
		is = text;
		print_error("%s: has \"%s\", and should not\n", file, value);
	} else {
		is = got(r, line, hold);
	}
	if (is && !strcmp(is, value) && strcmp(line, "lacks") != 0)
		return 0;
	print_error("%s: %s is \"%s\", wanted \"%s\"\n", file, line,
	    is ? is : "(none)", value);
	return 1;
}

static char *base_of(struct arena *a, const char *wants)
{
	const char *p = strstr(wants, "base ");

	if (!p || (p > wants && p[-1] != '\n'))
		return NULL;
	return arena_strndup(a, p + 5, strcspn(p + 5, "\n"));
}

static int check_page(const char *name)
{
	struct cases want, html;
	struct reading r;
	struct arena a;
	char *line;
	char path[256];
	int wrong = 0;
	const char *base;

	arena_init(&a);
	snprintf(path, sizeof(path), "pages/%s.html", name);
	cases_open(&html, path);
	snprintf(path, sizeof(path), "pages/%s.want", name);
	cases_open(&want, path);
	base = base_of(&a, want.data);
	read_page(&r, html.data, strlen(html.data), base, "text/html");
	if (r.result == PARSE_OK && r.page.text)
		assert_true(utf8_valid(r.page.text, strlen(r.page.text)));
	for (line = cases_line(&want); line; line = cases_line(&want))
		if (*line)
			wrong += check_line(&r, path, line);
	cases_close(&want);
	cases_close(&html);
	arena_free(&r.arena);
	arena_free(&a);
	return wrong;
}

static void every_page_says_what_is_wanted(void **state)
{
	const char *src = getenv("HEARSAY_SRCDIR");
	struct dirent *d;
	char path[512], name[128];
	int wrong = 0, pages = 0;
	DIR *dir;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/cases/pages", src ? src : ".");
	dir = opendir(path);
	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		size_t n = strlen(d->d_name);

		if (n < 6 || n > 100 || strcmp(d->d_name + n - 5, ".want"))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(n - 5), d->d_name);
		wrong += check_page(name);
		pages++;
	}
	closedir(dir);
	assert_int_equal(wrong, 0);
	assert_true(pages >= 15);
}

/* --- words --- */

static void classes_are_judged_by_first_and_last_word(void **state)
{
	static const struct {
		const char *words;
		unsigned says;
	} cases[] = {
	    {"sidebar", NODE_UNLIKELY},
	    {"sidebar-right", NODE_UNLIKELY},
	    {"post-comments", NODE_UNLIKELY},
	    {"relatedPosts", NODE_UNLIKELY},
	    {"article_body", NODE_LIKELY},
	    {"entry-content", NODE_LIKELY},
	    {"has-sidebar", 0},
	    {"content-with-sidebar", 0},
	    {"shadow", 0},
	    {"", 0},
	    {"  x  post  tag-sale ", NODE_LIKELY | NODE_UNLIKELY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(
		    page_words_say(cases[i].words, strlen(cases[i].words)),
		    cases[i].says);
}

/* --- bounds --- */

/* Of the processor, so that a busy machine does not count. */
static int64_t used_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* head, then `part` until n bytes are there, read within the time. */
static void read_many(const char *head, const char *part, size_t n)
{
	struct reading r;
	struct buf b;
	int64_t before;

	buf_init(&b, CAP_PAGE);
	buf_puts(&b, head);
	while (b.len + strlen(part) <= n)
		buf_puts(&b, part);
	before = used_ms();
	read_page(&r, b.data, b.len, "https://base.example/", NULL);
	if (used_ms() - before > MOST_MS)
		fail_msg("\"%s\" took %d ms", part, (int)(used_ms() - before));
	assert_true(r.arena.used_bytes < (200u << 20));
	arena_free(&r.arena);
	buf_free(&b);
}

static void hostile_pages_cost_what_they_may(void **state)
{
	static const char *const parts[] = {"<div>", "<p>", "<b>", "</div>",
	    "<a href=x>y", "<div class=\"a b c d e f g h\">", "<table><tr><td>",
	    "<li>", "<title>", "<svg><title>",
	    "<script type="
	    "\"application/ld+json\">{</script>",
	    "<!--", "<", "<a b=\"",
	    "<div><p>text, text, text, text, text, text</p>", "<select>",
	    "<x-y>", "</b></i></u>", "&amp;",
	    "<meta property=og:title "
	    "content=x>",
	    "<link rel=alternate type=application/rss+xml "
	    "href=/x>",
	    "<h1>a", "<article><p>word, word, word</p>", "<td></p>",
	    "<plaintext>", "<template>", "<noscript>"};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		read_many("<html>", parts[i], 512u << 10);
	read_many("<html><script type=application/ld+json>",
	    "[{\"@graph\":", 512u << 10);
	read_many("<html><script type=application/ld+json>{\"@type\":"
		  "\"NewsArticle\",\"articleBody\":\"",
	    "word & <b> word\\n", 512u << 10);
}

static void a_page_past_the_cap_is_refused(void **state)
{
	char *s = mem_alloc(CAP_PAGE + 2);
	struct reading r;

	(void)state;
	memset(s, ' ', CAP_PAGE + 1);
	read_page(&r, s, CAP_PAGE + 1, NULL, NULL);
	assert_int_equal(r.result, PARSE_UNREADABLE);
	assert_string_equal(r.err.text, "limit: longer than 4194304 bytes");
	arena_free(&r.arena);
	free(s);
}

static void a_long_article_is_cut_at_a_character(void **state)
{
	struct reading r;
	struct buf b;

	(void)state;
	buf_init(&b, CAP_PAGE);
	buf_puts(&b, "<html><article>");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "<p>灯塔系统九开始推送，</p>");
	read_page(&r, b.data, b.len, NULL, NULL);
	assert_int_equal(r.result, PARSE_OK);
	assert_non_null(r.page.text);
	assert_true(strlen(r.page.text) <= CAP_ITEM_TEXT);
	assert_true(strlen(r.page.text) > CAP_ITEM_TEXT - 4);
	assert_true(utf8_valid(r.page.text, strlen(r.page.text)));
	arena_free(&r.arena);
	buf_free(&b);
}

static void a_page_cut_anywhere_is_read(void **state)
{
	struct cases html;
	size_t n;

	(void)state;
	cases_open(&html, "pages/cms.html");
	n = strlen(html.data);
	for (size_t i = 0; i < n; i += 7) {
		char *own = mem_alloc(i + 1);
		struct reading r;

		memcpy(own, html.data, i);
		read_page(&r, own, i, "https://base.example/", NULL);
		if (r.page.title)
			assert_true(
			    utf8_valid(r.page.title, strlen(r.page.title)));
		arena_free(&r.arena);
		free(own);
	}
	cases_close(&html);
}

static void a_headers_charset_goes_before_the_pages(void **state)
{
	static const char s[] = "<html><head><meta charset=utf-8><title>caf\xe9"
				"</title></head></html>";
	struct reading r;

	(void)state;
	read_page(&r, s, strlen(s), NULL, "text/html; charset=iso-8859-1");
	assert_string_equal(r.page.title, "café");
	arena_free(&r.arena);
	read_string(&r, "<html><title>  </title><h1>Only <b>this</b></h1>");
	assert_string_equal(r.page.title, "Only this");
	arena_free(&r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_page_says_what_is_wanted),
	    cmocka_unit_test(classes_are_judged_by_first_and_last_word),
	    cmocka_unit_test(hostile_pages_cost_what_they_may),
	    cmocka_unit_test(a_page_past_the_cap_is_refused),
	    cmocka_unit_test(a_long_article_is_cut_at_a_character),
	    cmocka_unit_test(a_page_cut_anywhere_is_read),
	    cmocka_unit_test(a_headers_charset_goes_before_the_pages),
	};

	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
