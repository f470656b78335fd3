/*
 * Documents to entries: our own feeds against golden results (by the command,
 * tests/golden/feed-NAME.json), what is no feed and what it is told, and the
 * hostile set, which must end soon, in bounds, with a reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/caps.h"
#include "base/mem.h"
#include "golden.h"
#include "parse/guard.h"
#include "parse/parse.h"
#include "text/utf8.h"

#define BASE "https://base.example/feed"

/* --- by the command --- */

/* What `hearsay parse ARGUMENTS` prints on both streams; its exit status. */
static int command(const char *arguments, struct buf *out)
{
	const char *build = getenv("HEARSAY_BUILDDIR");
	char line[8192], chunk[4096];
	size_t n;
	FILE *p;

	snprintf(line, sizeof(line), "'%s/hearsay' parse %s 2>&1",
	    build ? build : ".", arguments);
	p = popen(line, "r");
	assert_non_null(p);
	buf_init(out, 8u << 20);
	for (n = fread(chunk, 1, sizeof(chunk), p); n;
	     n = fread(chunk, 1, sizeof(chunk), p))
		buf_add(out, chunk, n);
	return WEXITSTATUS(pclose(p));
}

static void check_feed(const char *name, const char *suffix)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char arguments[4096], golden[64];
	struct buf out;
	json_t *o;
	char *text;

	snprintf(arguments, sizeof(arguments),
	    "--base-url " BASE " '%s/tests/cases/feeds/%s.%s'", top ? top : ".",
	    name, suffix);
	assert_int_equal(command(arguments, &out), 0);
	o = json_loads(buf_text(&out), 0, NULL);
	assert_non_null(o);
	text = json_dumps(o, JSON_INDENT(1));
	buf_clear(&out);
	buf_puts(&out, text);
	buf_putc(&out, '\n');
	free(text);
	json_decref(o);
	snprintf(golden, sizeof(golden), "feed-%s.json", name);
	golden_check(golden, &out);
}

static void our_feeds_say_what_they_said(void **state)
{
	static const char *const names[] = {"atom03", "atom10", "broken",
	    "latin", "rdf10", "rss20", "shift-jis", "sitemap", "terminal"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(char *); i++)
		check_feed(names[i], "xml");
	check_feed("jsonfeed", "feed");
}

static void the_command_says_what_is_wrong(void **state)
{
	static const struct {
		const char *arguments, *says;
		int status;
	} cases[] = {
	    {"", "hearsay parse: no file is given", 2},
	    {"a b", "hearsay parse: more than one file", 2},
	    {"--frob a", "hearsay parse: unknown option --frob", 2},
	    {"--base-url", "hearsay parse: --base-url needs a value", 2},
	    {"/nonexistent/f.xml",
		"hearsay parse: /nonexistent/f.xml: No such file or directory",
		1},
	    {"- </dev/null", "hearsay parse: -: an empty document", 1},
	    {"/", "hearsay parse: /: Is a directory", 1},
	};
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(
		    command(cases[i].arguments, &out), cases[i].status);
		if (!strstr(buf_text(&out), cases[i].says))
			fail_msg("%s: %s", cases[i].arguments, buf_text(&out));
		buf_free(&out);
	}
}

/* --- in process --- */

static enum parse_result parse(
    struct arena *a, const char *s, size_t n, struct doc *doc, struct err *err)
{
	struct parse_input in = {.bytes = s, .len = n, .base_url = BASE};

	arena_init(a);
	*err = (struct err){""};
	return parse_document(a, &in, doc, err);
}

static void what_is_no_feed_is_told(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *says;
		enum parse_result result;
	} cases[] = {
	    {"", 0, "an empty document", PARSE_NOT_A_FEED},
	    {" \n ", 3, "an empty document", PARSE_NOT_A_FEED},
	    {"\xef\xbb\xbf", 3, "an empty document", PARSE_NOT_A_FEED},
	    {"hello", 5, "neither XML nor JSON: \"hello\"", PARSE_NOT_A_FEED},
	    {"Access denied", 13,
		"a page that denies access, not a feed: \"Access denied\"",
		PARSE_NOT_A_FEED},
	    {"\x1f\x8b\x08\x00<rss>", 9, "gzip data, not a feed",
		PARSE_NOT_A_FEED},
	    {"\x28\xb5\x2f\xfd<rss>", 9, "zstd data, not a feed",
		PARSE_NOT_A_FEED},
	    {"%PDF-1.4", 8, "PDF data, not a feed", PARSE_NOT_A_FEED},
	    {"<!DOCTYPE html><html><p>x", 25, "an HTML page, not a feed",
		PARSE_NOT_A_FEED},
	    {"<opml/>", 7, "<opml> is the root of no feed", PARSE_NOT_A_FEED},
	    {"<!-- x -->", 10, "no element in it", PARSE_NOT_A_FEED},
	    {"{\"a\": 1}", 8, "JSON, but not a JSON Feed: no version of it",
		PARSE_NOT_A_FEED},
	    {"{\"a\":", 5, "no readable JSON: line 1", PARSE_NOT_A_FEED},
	    {"<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", 58,
		"an RDF document that is no feed", PARSE_NOT_A_FEED},
	};
	struct arena a;
	struct doc doc;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(
		    parse(&a, cases[i].bytes, cases[i].n, &doc, &err),
		    cases[i].result);
		if (strncmp(err.text, cases[i].says, strlen(cases[i].says)))
			fail_msg(
			    "\"%s\", want \"%s\"", err.text, cases[i].says);
		arena_free(&a);
	}
}

/* What a reader of feeds is given in place of one, told in its own words. */
static void pages_are_called_by_their_names(void **state)
{
	static const struct {
		const char *page, *says;
	} cases[] = {
	    {"<!DOCTYPE html><html><head><title>Access\n Denied</title></head>"
	     "<body><h1>Access Denied</h1>Reference #18.2d</body></html>",
		"a page that denies access, not a feed: \"Access Denied\""},
	    {"<HTML><HEAD><TITLE>Sign in &ndash; Lamp</TITLE></HEAD><form>"
	     "<input name=p type=\"password\"></form></HTML>",
		"a log-in page, not a feed: \"Sign in – Lamp\""},
	    {"<html><body>lamp.example: this domain is for sale</body></html>",
		"a parked domain, not a feed: \"lamp.example: this domain is "
		"for sale\""},
	    {"<html><script src='https://img.sedoparking.com/x.js'></script>",
		"a parked domain, not a feed"},
	    {"<html><title>Just a moment...</title><p>Enable JavaScript",
		"a page that asks for a human, not a feed: \"Just a "
		"moment...\""},
	    {"<html><title>Lamp News</title><p>All about lamps</html>",
		"an HTML page, not a feed: \"Lamp News\""},
	    {"<?xml version='1.0'?><Error><Message>No such key</Message>"
	     "</Error>",
		"<Error> is the root of no feed: \"<Error><Message>No such "
		"key</Message></Error>\""},
	    {"<html><title></title></html>", "an HTML page, not a feed"},
	};
	struct arena a;
	struct doc doc;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(
		    parse(&a, cases[i].page, strlen(cases[i].page), &doc, &err),
		    PARSE_NOT_A_FEED);
		assert_string_equal(err.text, cases[i].says);
		arena_free(&a);
	}
}

/* A page with much to read is not one of a purpose, whatever it mentions. */
static void a_long_page_keeps_its_title(void **state)
{
	struct err err;
	struct doc doc;
	struct arena a;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, "<html><title>长长的标题");
	for (int i = 0; i < 20; i++)
		buf_puts(&b, "很长很长");
	buf_puts(&b, "</title><input type=password>");
	for (int i = 0; i < 500; i++)
		buf_puts(&b, "<p>buy this domain, access denied ");
	assert_int_equal(
	    parse(&a, b.data, b.len, &doc, &err), PARSE_NOT_A_FEED);
	assert_non_null(strstr(err.text, "an HTML page, not a feed: \"长长的"));
	assert_non_null(strstr(err.text, "…\""));
	assert_true(strlen(err.text) < 160);
	arena_free(&a);
	buf_free(&b);
}

/* head, n times piece, tail: parsed; the caller frees the arena. */
static enum parse_result parse_repeated(struct arena *a, const char *head,
    const char *piece, size_t n, const char *tail, struct doc *doc,
    struct err *err)
{
	struct buf b;
	enum parse_result r;

	buf_init(&b, 32u << 20);
	buf_puts(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, piece);
	buf_puts(&b, tail);
	r = parse(a, buf_text(&b), b.len, doc, err);
	buf_free(&b);
	return r;
}

static bool warned(const struct doc *doc, const char *text)
{
	for (size_t i = 0; i < doc->warnings.n; i++) {
		if (strstr(doc->warnings.v[i], text))
			return true;
	}
	return false;
}

static void entities_expand_to_nothing_large(void **state)
{
	struct arena a;
	struct doc doc;
	struct err err;
	static const char nested[] =
	    "<!DOCTYPE rss [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>"
	    "<!ENTITY c '&b;&b;&b;&b;'><!ENTITY % p SYSTEM 'http://x.example'>"
	    "%p;]><rss version='2.0'><channel><title>[&a;&c;]</title>"
	    "</channel></rss>";
	static const char outside[] =
	    "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
	    "<rss version='2.0'><channel><title>[&f;]</title></channel></rss>";

	(void)state;
	assert_int_equal(
	    parse(&a, nested, sizeof(nested) - 1, &doc, &err), PARSE_OK);
	assert_string_equal(doc.title, "[lol]");
	assert_true(warned(&doc, "entity c is refused"));
	arena_free(&a);
	assert_int_equal(
	    parse(&a, outside, sizeof(outside) - 1, &doc, &err), PARSE_OK);
	assert_string_equal(doc.title, "[]");
	assert_true(warned(&doc, "entity f is refused"));
	arena_free(&a);
	assert_int_equal(
	    parse_repeated(&a,
		"<!DOCTYPE rss [<!ENTITY a '"
		"0123456789012345678901234567890123456789'>]><rss><title>",
		"&a;", 100000, "</title></rss>", &doc, &err),
	    PARSE_UNREADABLE);
	assert_string_equal(
	    err.text, "limit: entities expand to more than 262144 bytes");
	arena_free(&a);
}

static void limits_are_told(void **state)
{
	struct arena a;
	struct doc doc;
	struct err err;
	char *attributes;
	struct buf b;

	(void)state;
	assert_int_equal(
	    parse_repeated(&a, "<rss>", "<x>", 100000, "", &doc, &err),
	    PARSE_UNREADABLE);
	assert_string_equal(err.text, "limit: elements nested deeper than 200");
	arena_free(&a);
	buf_init(&b, 4u << 20);
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, " a%d=\"x\"", i);
	attributes = buf_steal(&b);
	assert_int_equal(
	    parse_repeated(&a, "<rss", attributes, 1, "/>", &doc, &err),
	    PARSE_UNREADABLE);
	assert_string_equal(
	    err.text, "limit: an element has more than 500 attributes");
	free(attributes);
	arena_free(&a);
	assert_int_equal(
	    parse_repeated(&a, "<rss>", "01234567", 2u << 20, "", &doc, &err),
	    PARSE_UNREADABLE);
	assert_string_equal(err.text, "limit: longer than 8388608 bytes");
	arena_free(&a);
}

static void many_items_are_capped(void **state)
{
	struct arena a;
	struct doc doc;
	struct err err;

	(void)state;
	assert_int_equal(
	    parse_repeated(&a, "<rss version='2.0'><channel>", "<item/>",
		1000000, "</channel></rss>", &doc, &err),
	    PARSE_OK);
	assert_int_equal(doc.entry_count, CAP_ENTRIES);
	assert_true(warned(&doc, "limit: only the first 5000 items"));
	arena_free(&a);
}

/* A sitemap in which page i was changed on day (i * 7919) % n. */
static void put_pages(struct buf *b, size_t n)
{
	buf_puts(b, "<urlset>");
	for (size_t i = 0; i < n; i++)
		buf_printf(b,
		    "<url><loc>https://lamp.example/%zu</loc>"
		    "<lastmod>2%03zu-%02zu-01</lastmod></url>",
		    i * 7919 % n, i * 7919 % n / 12, i * 7919 % n % 12 + 1);
	buf_puts(b, "<url><loc>https://lamp.example/none</loc></url></urlset>");
}

static void a_sitemap_keeps_its_newest_items(void **state)
{
	const size_t pages = 12000;
	struct parse_input in = {.base_url = "https://lamp.example/"};
	size_t first = pages - CAP_ENTRIES, seen = 0;
	struct arena a;
	struct buf b;
	struct doc doc;
	struct err err;

	(void)state;
	arena_init(&a);
	buf_init(&b, CAP_BODY);
	put_pages(&b, pages);
	in.bytes = buf_text(&b);
	in.len = b.len;
	assert_int_equal(parse_document(&a, &in, &doc, &err), PARSE_OK);
	assert_int_equal(doc.entry_count, CAP_ENTRIES);
	for (size_t i = 0; i < pages; i++) {
		const char *link = doc.entries[seen].link;

		if (i * 7919 % pages < first)
			continue;
		assert_string_equal(
		    link, arena_printf(&a, "https://lamp.example/%zu",
			      i * 7919 % pages));
		if (++seen == CAP_ENTRIES)
			break;
	}
	assert_int_equal(seen, CAP_ENTRIES);
	assert_true(warned(&doc, "limit: only the newest 5000 items"));
	buf_free(&b);
	arena_free(&a);
}

static void a_long_id_is_kept_as_a_hash(void **state)
{
	struct arena a;
	struct doc doc;
	struct err err;

	(void)state;
	assert_int_equal(
	    parse_repeated(&a, "<rss version='2.0'><channel><item><guid>", "id",
		3000, "</guid></item></channel></rss>", &doc, &err),
	    PARSE_OK);
	assert_memory_equal(doc.entries[0].id, "xxh3:", 5);
	assert_int_equal(strlen(doc.entries[0].id), 5 + 32);
	assert_true(warned(&doc, "item 1: the id has 6000 bytes"));
	arena_free(&a);
}

/* Repeated fragments of markup, as XML: no time that grows by the square. */
static void hostile_markup_takes_no_long(void **state)
{
	static const char *const pieces[] = {"<a", "<a ", "</a", "</a>",
	    "<a b='", "<![CDATA[", "<!--", "<?", "<!DOCTYPE", "&", "&#", "&x;",
	    "<a b=c/>", "<item>x</item>", "<a>x</b>", "]]>", "<!ENTITY"};
	struct arena a;
	struct doc doc;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(char *); i++) {
		parse_repeated(&a, "<rss version='2.0'><channel>", pieces[i],
		    (1u << 20) / strlen(pieces[i]), ">", &doc, &err);
		arena_free(&a);
	}
}

static void check_text(const char *s)
{
	const char *end = s ? s + strlen(s) : s;

	if (!s)
		return;
	assert_true(utf8_valid(s, (size_t)(end - s)));
	while (s < end) {
		uint32_t c = utf8_next(&s, end);

		assert_true(c >= ' ' || c == '\n');
		assert_false(c >= 0x7f && c <= 0x9f);
		assert_false(utf8_is_bidi_control(c));
	}
}

/* Every cut, and every byte set to a few others: text stays clean. */
static void no_cut_or_changed_byte_harms(void **state)
{
	static const char sample[] =
	    "<?xml version='1.0'?><rss version='2.0' "
	    "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
	    "<title>T&#233; \xe2\x80\x99</title><item>"
	    "<title><![CDATA[<b>x</b>]]></title><guid>1</guid>"
	    "<dc:creator>A (a@b.example)</dc:creator>"
	    "<description>&lt;p&gt;y&lt;/p&gt;</description>"
	    "</item></channel></rss>";
	static const char bytes[] = {0, '<', '&', '"', '\x80', '\xff', '\x1b'};
	struct arena a;
	struct doc doc;
	struct err err;
	char *copy;

	(void)state;
	for (size_t i = 0; i < sizeof(sample) - 1; i++) {
		for (size_t k = 0; k <= sizeof(bytes); k++) {
			size_t n = k < sizeof(bytes) ? sizeof(sample) - 1 : i;

			copy = test_malloc(n + 1);
			memcpy(copy, sample, n);
			if (k < sizeof(bytes))
				copy[i] = bytes[k];
			if (parse(&a, copy, n, &doc, &err) == PARSE_OK) {
				check_text(doc.title);
				for (size_t e = 0; e < doc.entry_count; e++) {
					check_text(doc.entries[e].title);
					check_text(doc.entries[e].content_text);
				}
			} else {
				assert_true(err.text[0] != '\0');
			}
			arena_free(&a);
			test_free(copy);
		}
	}
}

static void a_charset_is_chosen_in_order(void **state)
{
	static const struct {
		const char *bytes;
		const char *type, *charset, *title;
	} cases[] = {
	    /* a mark wins over the header, the header over the declaration */
	    {"\xef\xbb\xbf<rss><channel><title>\xc3\xa9</title></channel></rss>",
		"text/xml; charset=koi8-r", "utf-8", "é"},
	    {"<?xml version='1.0' encoding='utf-8'?>"
	     "<rss><channel><title>\xc1</title></channel></rss>",
		"text/xml; charset=\"KOI8-R\"", "koi8-r", "а"},
	    {"<?xml version='1.0' encoding='koi8-r'?>"
	     "<rss><channel><title>\xc1</title></channel></rss>",
		NULL, "koi8-r", "а"},
	    {"<rss><channel><title>\x93x\x94</title></channel></rss>",

		NULL, "windows-1252", "“x”"},
	    {"<rss><channel><title>+ADw-b+AD4-</title></channel></rss>",

		"text/xml; charset=utf-7", "utf-8", "+ADw-b+AD4-"},
	};
	struct arena a;
	struct doc doc;
	struct err err;
	struct parse_input in;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		in = (struct parse_input){.bytes = cases[i].bytes,
		    .len = strlen(cases[i].bytes),
		    .base_url = BASE,
		    .content_type = cases[i].type};
		arena_init(&a);
		assert_int_equal(parse_document(&a, &in, &doc, &err), PARSE_OK);
		assert_string_equal(doc.encoding, cases[i].charset);
		assert_string_equal(doc.title, cases[i].title);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(our_feeds_say_what_they_said),
	    cmocka_unit_test(the_command_says_what_is_wrong),
	    cmocka_unit_test(what_is_no_feed_is_told),
	    cmocka_unit_test(pages_are_called_by_their_names),
	    cmocka_unit_test(a_long_page_keeps_its_title),
	    cmocka_unit_test(entities_expand_to_nothing_large),
	    cmocka_unit_test(limits_are_told),
	    cmocka_unit_test(many_items_are_capped),
	    cmocka_unit_test(a_sitemap_keeps_its_newest_items),
	    cmocka_unit_test(a_long_id_is_kept_as_a_hash),
	    cmocka_unit_test(hostile_markup_takes_no_long),
	    cmocka_unit_test(no_cut_or_changed_byte_harms),
	    cmocka_unit_test(a_charset_is_chosen_in_order),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
