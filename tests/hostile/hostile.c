/* The makers of hostile documents, and the table of them. */
#include "hostile.h"

#include <string.h>

#define RSS   "<rss version=\"2.0\"><channel><title>Lamp</title>"
#define CLOSE "</channel></rss>"
#define ITEM  "<item><title>Light</title><guid>1</guid></item>"

static void put_times(struct buf *b, const char *s, size_t n)
{
	size_t len = strlen(s);

	while (n--)
		buf_add(b, s, len);
}

/* A document of one text in the middle. */
static void put_around(struct buf *b, const char *before, const char *s,
    size_t n, const char *after)
{
	buf_puts(b, before);
	put_times(b, s, n);
	buf_puts(b, after);
}

/* --- entities --- */

static void make_nested_entities(struct buf *b, size_t n)
{
	buf_puts(b, "<!DOCTYPE rss [<!ENTITY e0 \"lol\">");
	for (size_t i = 1; i < n; i++)
		buf_printf(b,
		    "<!ENTITY e%zu \"&e%zu;&e%zu;&e%zu;&e%zu;&e%zu;\">", i,
		    i - 1, i - 1, i - 1, i - 1, i - 1);
	buf_printf(
	    b, "]>" RSS "<item><title>a&e%zu;b</title></item>" CLOSE, n - 1);
}

static void make_quadratic_entities(struct buf *b, size_t n)
{
	put_around(b, "<!DOCTYPE rss [<!ENTITY a \"", "0123456789abcdef", 60,
	    "\">]>" RSS "<item><title>");
	put_around(b, "", "&a;", n, "</title></item>" CLOSE);
}

static void make_parameter_entities(struct buf *b, size_t n)
{
	buf_puts(b, "<!DOCTYPE rss [<!ENTITY % p0 \"<!ENTITY x 'lol'>\">");
	for (size_t i = 1; i < n; i++)
		buf_printf(
		    b, "<!ENTITY %% p%zu \"%%p%zu;%%p%zu;\">", i, i - 1, i - 1);
	buf_printf(b, "%%p%zu;]>" RSS "<item><title>[&x;]</title></item>" CLOSE,
	    n - 1);
}

static void make_many_entities(struct buf *b, size_t n)
{
	buf_puts(b, "<!DOCTYPE rss [");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "<!ENTITY e%zu \"x\">", i);
	buf_puts(b, "]>" RSS ITEM CLOSE);
}

static void make_self_entity(struct buf *b, size_t n)
{
	put_around(b,
	    "<!DOCTYPE rss [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>" RSS
	    "<item><title>x",
	    "&a;", n, "</title></item>" CLOSE);
}

static void make_outside(struct buf *b, const char *what)
{
	buf_printf(b,
	    "<?xml version=\"1.0\"?><!DOCTYPE rss %s>" RSS
	    "<item><title>[&x;]</title></item>" CLOSE,
	    what);
}

static void make_file_entity(struct buf *b, size_t n)
{
	(void)n;
	make_outside(b, "[<!ENTITY x SYSTEM \"file:///etc/passwd\">]");
}

static void make_http_entity(struct buf *b, size_t n)
{
	(void)n;
	make_outside(b, "[<!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">]");
}

static void make_outside_parameter(struct buf *b, size_t n)
{
	(void)n;
	make_outside(b, "[<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;"
			"<!ENTITY x \"&#37;p;\">]");
}

static void make_outside_dtd(struct buf *b, size_t n)
{
	(void)n;
	make_outside(b, "SYSTEM \"http://127.0.0.1:9/rss.dtd\"");
}

static void make_xinclude(struct buf *b, size_t n)
{
	(void)n;
	buf_puts(b, "<?xml-stylesheet href=\"file:///etc/passwd\"?>"
		    "<rss xmlns:xi=\"http://www.w3.org/2001/XInclude\" "
		    "version=\"2.0\"><channel><item><title>x<xi:include "
		    "href=\"file:///etc/passwd\" parse=\"text\"/></title>"
		    "</item>" CLOSE);
}

/* --- packed --- */

/* Zeroes as a deflated block of one stored length, over and over. */
static void make_gzip(struct buf *b, size_t n)
{
	buf_add(b, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	while (n--)
		buf_add(b, "\xed\xc1\x01\0\0\0\x80\x90\xfe\xaf\xee\x08\n", 13);
}

static void make_xz(struct buf *b, size_t n)
{
	buf_add(b,
	    "\xfd"
	    "7zXZ\0\0\x04\xe6\xd6\xb4\x46",
	    12);
	put_times(b, "\x02\xff\xff\xff", n);
}

static void make_zstd(struct buf *b, size_t n)
{
	buf_add(b, "\x28\xb5\x2f\xfd\xa4", 5);
	put_times(b, "\x03\xff\x7f", n);
}

static void make_bzip2(struct buf *b, size_t n)
{
	put_around(b, "BZh91AY&SY", "\xff\x80\x11", n, "");
}

/* Brotli has no mark of its own. */
static void make_brotli(struct buf *b, size_t n)
{
	buf_add(b, "\xcf\xff\xff\x7f\xf8", 5);
	put_times(b, "\x27\x1f\xe2\xff", n);
}

/* --- floods --- */

static void make_long_text(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><description>",
	    "so much of it ", n, "</description></item>" CLOSE);
}

static void make_long_section(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><description><![CDATA[",
	    "<p>so much]] of it</p> ", n, "]]></description></item>" CLOSE);
}

static void make_many_sections(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><description>",
	    "<![CDATA[<b>]]>x", n, "</description></item>" CLOSE);
}

static void make_many_items(struct buf *b, size_t n)
{
	put_around(b, RSS, ITEM, n, CLOSE);
}

static void make_many_levels(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title>", "<a>", n, "");
	put_around(b, "", "</a>", n, "</item>" CLOSE);
}

static void make_many_unclosed(struct buf *b, size_t n)
{
	put_around(b, RSS, "<item>", n, "");
}

static void make_many_attributes(struct buf *b, size_t n)
{
	buf_puts(b, RSS "<item");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, " a%zu=\"x\"", i);
	buf_puts(b, "><title>Light</title></item>" CLOSE);
}

static void make_same_attributes(struct buf *b, size_t n)
{
	put_around(b, RSS "<item", " a=\"&lt;x&gt;\"", n,
	    "><title>Light</title></item>" CLOSE);
}

static void make_many_namespaces(struct buf *b, size_t n)
{
	buf_puts(b, RSS);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "<x%zu:a xmlns:x%zu=\"http://a.example/%zu\"/>",
		    i, i, i);
	buf_puts(b, ITEM CLOSE);
}

static void make_long_names(struct buf *b, size_t n)
{
	put_around(b, RSS "<", "name", n, "/>" ITEM CLOSE);
}

static void make_long_id(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><guid>", "id", n,
	    "</guid></item>" CLOSE);
}

static void make_long_url(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><link>https://a.example/",
	    "../", n, "</link></item>" CLOSE);
}

static void make_many_categories(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title>",
	    "<category>x</category><enclosure url=\"/x\"/><author>y</author>",
	    n, "</item>" CLOSE);
}

static void make_many_bases(struct buf *b, size_t n)
{
	put_around(b,
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
	    "<entry><title>Light</title></entry>",
	    "<entry xml:base=\"a/\"><link href=\"../b\"/></entry>", n,
	    "</feed>");
}

static void make_broken_tags(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM, "<a b=\"c' <d e='f\" ", n, CLOSE);
}

static void make_wrong_ends(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM, "<a><b></a></b></c>", n, CLOSE);
}

static void make_references(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM "<item><title>",
	    "&&#;&#x;&#x110000;&#99999999999;&nosuch;&nbsp;&#0;", n,
	    "</title></item>" CLOSE);
}

static void make_html_soup(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM "<item><description><![CDATA[",
	    "<div><p><table><svg><style><a href='x' <b></p></script>"
	    "<img src=javascript:x onerror=y><noembed>",
	    n, "]]></description></item>" CLOSE);
}

static void make_srcsets(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM "<item><description><![CDATA[<img srcset=\"",
	    "/a.png 1x,", n, "\">]]></description></item>" CLOSE);
}

/* --- encodings --- */

static void make_nul(struct buf *b, size_t n)
{
	buf_puts(b, RSS "<item><title>Li");
	while (n--)
		buf_putc(b, '\0');
	buf_puts(b, "ght</title></item>" CLOSE);
}

static void make_invalid_utf8(struct buf *b, size_t n)
{
	put_around(b,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>" RSS ITEM
	    "<item><title>",
	    "\xc3\xa9\xc3\xa9\xc0\xaf\xe0\x80\xaf\xed\xa0\x80\xf5\xff\xfe", n,
	    "</title></item>" CLOSE);
}

static void make_mixed(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM "<item><title>",
	    "na\xc3\xafve \xe2\x80\x99 na\xefve \x93x\x94 ", n,
	    "</title></item>" CLOSE);
}

static void make_utf7(struct buf *b, size_t n)
{
	put_around(b,
	    "<?xml version=\"1.0\" encoding=\"utf-7\"?>" RSS
	    "<item><title>Light",
	    "+ADw-script+AD4-", n, "</title></item>" CLOSE);
}

/* As UTF-16, one byte short of the last character. */
static void make_odd_utf16(struct buf *b, size_t n)
{
	static const char text[] = RSS ITEM;

	buf_puts(b, "\xff\xfe");
	for (const char *s = text; *s; s++)
		buf_add(b, (const char[]){*s, '\0'}, 2);
	while (n--)
		buf_add(b, "x\0\0\xd8", 4);
	buf_putc(b, '<');
}

static void make_declared_wide(struct buf *b, size_t n)
{
	put_around(b, "<?xml version=\"1.0\" encoding=\"utf-16\"?>" RSS ITEM,
	    "<item/>", n, CLOSE);
}

static void make_unknown_charset(struct buf *b, size_t n)
{
	put_around(b, "<?xml version=\"1.0\" encoding=\"", "x-", n,
	    "\"?>" RSS ITEM CLOSE);
}

static void make_controls(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>",
	    "\033]0;x\007\033[31m\xc2\x9b"
	    "31m\xe2\x80\xae"
	    "tfel"
	    "\xe2\x81\xa6&#27;&#155;&#x202e;",
	    n, "Light</title></item>" CLOSE);
}

/* --- dates and numbers --- */

static void make_dates(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM,
	    "<item><pubDate>Mon, 99 Foo 99999999999999999999 25:61:61 "
	    "+9999</pubDate></item><item><pubDate>-0001-13-32T24:60:60Z"
	    "</pubDate></item><item><pubDate>1e400</pubDate></item>",
	    n, CLOSE);
}

static void make_long_date(struct buf *b, size_t n)
{
	put_around(b, RSS "<item><title>Light</title><pubDate>", "0123456789 ",
	    n, "</pubDate></item>" CLOSE);
}

static void make_numbers(struct buf *b, size_t n)
{
	put_around(b, RSS ITEM "<ttl>", "9", n,
	    "</ttl><skipHours><hour>-1</hour><hour>99999999999999999999</hour>"
	    "</skipHours><item><enclosure url=\"/x\" length=\"-1e9\"/></item>" CLOSE);
}

/* --- JSON --- */

#define JSON  "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":["
#define JITEM "{\"id\":\"1\",\"title\":\"Light\"}"

static void make_deep_json(struct buf *b, size_t n)
{
	put_around(b, JSON JITEM "],\"_x\":", "[", n, "");
	put_around(b, "", "]", n, "}");
}

static void make_open_json(struct buf *b, size_t n)
{
	put_around(b, "", "{\"items\":[", n, "");
}

static void make_large_numbers(struct buf *b, size_t n)
{
	put_around(b, JSON "{\"id\":", "9", n,
	    "},{\"id\":1e400,\"title\":\"Light\"}]}");
}

static void make_same_keys(struct buf *b, size_t n)
{
	put_around(b, JSON "{\"title\":\"Light\",", "\"id\":\"1\",", n,
	    "\"id\":\"2\"}]}");
}

static void make_many_keys(struct buf *b, size_t n)
{
	buf_puts(b, JSON "{\"title\":\"Light\"");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, ",\"k%zu\":0", i);
	buf_puts(b, "}]}");
}

static void make_json_escapes(struct buf *b, size_t n)
{
	put_around(b, JSON "{\"title\":\"",
	    "\\u001b[31m\\u0000\\u202e\\u009b\\u0007", n, "Light\"}]}");
}

static void make_lone_surrogates(struct buf *b, size_t n)
{
	put_around(b, JSON "{\"title\":\"Light", "\\ud800", n, "\"}]}");
}

static void make_many_json_items(struct buf *b, size_t n)
{
	put_around(b, JSON JITEM, "," JITEM, n, "]}");
}

static void make_wrong_types(struct buf *b, size_t n)
{
	put_around(b, JSON JITEM,
	    ",{\"id\":[],\"title\":{},\"tags\":\"x\",\"authors\":[1,null],"
	    "\"attachments\":[[]],\"date_published\":false},null,7,\"x\",[]",
	    n, "],\"hubs\":{},\"authors\":7}");
}

#define READ	HOSTILE_READ
#define REFUSED HOSTILE_REFUSED

const struct hostile hostile_documents[] = {
    {"entities-nested", make_nested_entities, 60, READ, "is refused", "ab"},
    {"entities-quadratic", make_quadratic_entities, 20000, REFUSED,
	"limit: entities expand to more than 262144 bytes", NULL},
    {"entities-parameter", make_parameter_entities, 60, READ, "is refused",
	NULL},
    {"entities-many", make_many_entities, 20000, READ, "is refused", "Light"},
    {"entities-of-themselves", make_self_entity, 20000, READ, "is refused",
	"x"},
    {"entity-of-a-file", make_file_entity, 1, READ, "entity x is refused",
	"[]"},
    {"entity-of-a-server", make_http_entity, 1, READ, "entity x is refused",
	"[]"},
    {"entity-by-parameter", make_outside_parameter, 1, READ, "is refused",
	NULL},
    {"dtd-of-a-server", make_outside_dtd, 1, READ, "entity x", NULL},
    {"xinclude", make_xinclude, 1, READ, NULL, "x"},
    {"gzip", make_gzip, 20000, REFUSED, "gzip data, not a feed", NULL},
    {"xz", make_xz, 50000, REFUSED, "xz data, not a feed", NULL},
    {"zstd", make_zstd, 50000, REFUSED, "zstd data, not a feed", NULL},
    {"bzip2", make_bzip2, 50000, REFUSED, "bzip2 data, not a feed", NULL},
    {"brotli", make_brotli, 50000, REFUSED, "neither XML nor JSON", NULL},
    {"text-long", make_long_text, 80000, READ, "its content is cut", "Light"},
    {"section-long", make_long_section, 50000, READ, "its content is cut",
	"Light"},
    {"sections-many", make_many_sections, 40000, READ, NULL, "Light"},
    {"items-many", make_many_items, 20000, READ,
	"limit: only the first 5000 items are kept", "Light"},
    {"levels-many", make_many_levels, 100000, REFUSED,
	"limit: elements nested deeper than 200", NULL},
    {"unclosed-many", make_many_unclosed, 100000, REFUSED,
	"limit: elements nested deeper than 200", NULL},
    {"attributes-many", make_many_attributes, 100000, REFUSED,
	"limit: an element has more than 500 attributes", NULL},
    {"attributes-same", make_same_attributes, 400, READ, "xml: ", "Light"},
    {"namespaces-many", make_many_namespaces, 20000, READ, NULL, "Light"},
    {"names-long", make_long_names, 200000, READ, "xml: ", "Light"},
    {"id-long", make_long_id, 524288, READ, "the id has 1048576 bytes",
	"Light"},
    {"url-long", make_long_url, 100000, READ, "is dropped", "Light"},
    {"categories-many", make_many_categories, 20000, READ, NULL, "Light"},
    {"bases-many", make_many_bases, 4000, READ, NULL, "Light"},
    {"tags-broken", make_broken_tags, 40000, READ, "xml: ", "Light"},
    {"ends-wrong", make_wrong_ends, 20000, READ, "closes nothing", "Light"},
    {"references", make_references, 10000, READ, "unknown entity nosuch",
	"Light"},
    {"html-soup", make_html_soup, 4000, READ, NULL, "Light"},
    {"srcsets", make_srcsets, 20000, READ, NULL, "Light"},
    {"nul", make_nul, 100000, READ, "100000 control characters left out",
	"Light"},
    {"utf8-invalid", make_invalid_utf8, 40000, READ, "encoding: ", "Light"},
    {"encodings-mixed", make_mixed, 20000, READ, "encoding: ", "Light"},
    {"utf7", make_utf7, 40000, READ, "unknown charset \"utf-7\"", NULL},
    {"utf16-odd", make_odd_utf16, 20000, READ, "bytes are no utf-16le",
	"Light"},
    {"utf16-declared", make_declared_wide, 1000, READ, "but it is not",
	"Light"},
    {"charset-long", make_unknown_charset, 200, READ, "encoding: ", "Light"},
    {"controls", make_controls, 20000, READ, "control characters", NULL},
    {"dates", make_dates, 1000, READ, "date: item 2: published", "Light"},
    {"date-long", make_long_date, 50000, READ, "date: item 1", "Light"},
    {"numbers", make_numbers, 100000, READ, NULL, "Light"},
    {"json-deep", make_deep_json, 200000, REFUSED, "maximum parsing depth",
	NULL},
    {"json-open", make_open_json, 100000, REFUSED, "no readable JSON", NULL},
    {"json-numbers", make_large_numbers, 100000, READ, NULL, NULL},
    {"json-keys-same", make_same_keys, 100000, READ, NULL, "Light"},
    {"json-keys-many", make_many_keys, 50000, READ, NULL, "Light"},
    {"json-escapes", make_json_escapes, 1, READ, NULL, "[31m\u203aLight"},
    {"json-surrogates", make_lone_surrogates, 1000, READ, NULL, NULL},
    {"json-items-many", make_many_json_items, 20000, READ,
	"limit: only the first 5000 items are kept", "Light"},
    {"json-types-wrong", make_wrong_types, 1000, READ, NULL, "Light"},
};

const size_t hostile_count =
    sizeof(hostile_documents) / sizeof(*hostile_documents);

const struct hostile *hostile_find(const char *name)
{
	for (size_t i = 0; i < hostile_count; i++) {
		if (strcmp(hostile_documents[i].name, name) == 0)
			return &hostile_documents[i];
	}
	return NULL;
}
