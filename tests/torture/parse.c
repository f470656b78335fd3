/* parse: each kind of document, and the role that reads them. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/caps.h"
#include "faults.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "parse/find.h"
#include "parse/opml.h"
#include "parse/page.h"
#include "parse/parse.h"

static const char rss[] =
    "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE rss>"
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
    "<title>Lamp &amp; Torch</title><link>https://lamp.example/</link>"
    "<item><guid>1</guid><title>A &lt;b&gt;leak&lt;/b&gt;</title>"
    "<link>/1</link><dc:creator>Ana</dc:creator>"
    "<pubDate>Tue, 10 Oct 2023 06:00:00 GMT</pubDate>"
    "<description><![CDATA[<p>HyperOS <a href='/x'>may</a> come&nbsp;soon."
    "<script>x</script></p>]]></description></item></channel></rss>";
static const char atom[] =
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><id>f</id>"
    "<title type='html'>F &amp;amp; G</title><entry><id>tag:1</id>"
    "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Ein "
    "<b>Leck</b></div></title><updated>2023-10-10T06:00:00Z</updated>"
    "<link rel='alternate' href='https://lamp.example/a'/>"
    "<content type='html'>&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>";
static const char json[] =
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\","
    "\"items\":[{\"id\":\"1\",\"title\":\"x\",\"content_html\":\"<p>y</p>\","
    "\"url\":\"https://lamp.example/j\",\"tags\":[\"a\",\"b\"],"
    "\"date_published\":\"2023-10-10T06:00:00Z\"}]}";
/* "小米" in GB 18030, by a module of iconv(3). */
static const char gb18030[] =
    "<?xml version='1.0' encoding='gb18030'?><rss><channel><title>"
    "\xd0\xa1\xc3\xd7</title></channel></rss>";
static const char broken[] =
    "<rss><channel><title>T</title><item><title>x & y<</title></item>";
static const char page[] =
    "<!doctype html><html lang='en'><head><title>One - Lamp</title>"
    "<link rel='alternate' type='application/rss+xml' href='/feed'>"
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
    "\"headline\":\"One\",\"articleBody\":\"Xiaomi may do it, says Ana. It "
    "is a long body of an article, as they are.\"}</script></head><body>"
    "<nav>a | b</nav><article><p>Xiaomi may do it, says Ana.</p></article>"
    "</body></html>";
static const char opml[] =
    "<?xml version='1.0'?><opml version='2.0'><head><title>L</title></head>"
    "<body><outline text='Phones'><outline type='rss' text='Lamp' "
    "xmlUrl='https://lamp.example/feed'/></outline></body></opml>";

static struct parse_input input(const char *s)
{
	return (struct parse_input){.bytes = s,
	    .len = strlen(s),
	    .base_url = "https://lamp.example/",
	    .link = ""};
}

static void prepare(void)
{
	parse_prepare();
}

/* What a reply holds, as the role would send it. */
static void made_doc(const struct doc *doc)
{
	struct parse_reply r = {.doc = *doc};
	struct buf b;

	buf_init(&b, CAP_FRAME);
	parse_reply_write(&b, &r);
	made(buf_text(&b), b.len);
	buf_free(&b);
}

static int document(const char *s, struct err *e)
{
	struct parse_input in = input(s);
	struct arena a;
	struct doc doc;
	int rc;

	arena_init(&a);
	rc = parse_document(&a, &in, &doc, e);
	if (!rc)
		made_doc(&doc);
	arena_free(&a);
	return rc;
}

static int run_rss(struct err *e)
{
	return document(rss, e);
}

static int run_atom(struct err *e)
{
	return document(atom, e);
}

static int run_json(struct err *e)
{
	return document(json, e);
}

static int run_charset(struct err *e)
{
	return document(gb18030, e);
}

static int run_broken(struct err *e)
{
	return document(broken, e);
}

static int run_page(struct err *e)
{
	struct parse_input in = input(page);
	struct page_reply r = {0};
	struct found found;
	struct arena a;
	struct buf b;
	int rc;

	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	rc = page_read(&a, &in, &r.article, e);
	if (!rc) {
		page_reply_write(&b, &r);
		find_feeds(&a, &in, &found);
		found_write(&b, &found);
		made(buf_text(&b), b.len);
	}
	buf_free(&b);
	arena_free(&a);
	return rc;
}

static int run_opml(struct err *e)
{
	struct parse_input in = input(opml);
	struct outlines list;
	struct arena a;
	int rc;

	arena_init(&a);
	rc = opml_read(&a, &in, &list, e);
	for (size_t i = 0; !rc && i < list.n; i++)
		made_text(list.v[i].url);
	arena_free(&a);
	return rc;
}

/* --- the role --- */

static int pair[2];

/* Core's part, in a process of its own: what is asked stands in the socket. */
static void ask_all(void)
{
	static const struct {
		uint16_t type;
		const char *body;
	} asks[] = {{MSG_PARSE, rss}, {MSG_PARSE, json}, {MSG_PAGE, page},
	    {MSG_FIND, page}};
	struct buf b;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		abort();
	buf_init(&b, CAP_FRAME);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct parse_request r = {.body = asks[i].body,
		    .body_len = strlen(asks[i].body),
		    .base_url = "https://lamp.example/"};

		buf_clear(&b);
		parse_request_write(&b, &r);
		if (frame_send(pair[0], asks[i].type, (uint32_t)i, buf_text(&b),
			b.len))
			abort();
	}
	buf_free(&b);
	shutdown(pair[0], SHUT_WR);
}

/* A role that fails has logged why. */
static int run_role(struct err *e)
{
	static char answers[1 << 16];
	int rc = parse_role_main(pair[1], false);
	ssize_t n;

	fault_disarm();
	n = recv(pair[0], answers, sizeof(answers), MSG_DONTWAIT);
	made(answers, n > 0 ? (size_t)n : 0);
	return rc ? err_set(e, "the role ended with status %d", rc) : 0;
}

const struct workload torture_parse[] = {
    {.room = "parse", .what = "RSS", .prepare = prepare, .run = run_rss},
    {.room = "parse", .what = "Atom", .prepare = prepare, .run = run_atom},
    {.room = "parse", .what = "JSON Feed", .prepare = prepare, .run = run_json},
    {.room = "parse",
	.what = "GB 18030",
	.prepare = prepare,
	.run = run_charset},
    {.room = "parse",
	.what = "broken XML",
	.prepare = prepare,
	.run = run_broken},
    {.room = "parse", .what = "a page", .prepare = prepare, .run = run_page},
    {.room = "parse", .what = "OPML", .prepare = prepare, .run = run_opml},
    {.room = "parse",
	.what = "the role",
	.prepare = prepare,
	.open = ask_all,
	.run = run_role,
	.names = {"the role"}},
    {0},
};
