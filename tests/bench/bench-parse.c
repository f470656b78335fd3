/*
 * Feeds' bytes to their entries, and HTML to text. The peers of the same run:
 * libxml2's push parser with handlers that do nothing, its HTML parser, and
 * sfeed in one process, where it is installed.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bench.h"
#include "parse/html.h"
#include "parse/parse.h"

#define ITEMS	     60
#define PASSES	     40
#define CHUNK	     4096
#define SFEED_PASSES 100

/* --- what is read --- */

/* An article as weblogs write them: some tags in the text, a few pictures. */
static void put_article(struct buf *b, unsigned seed)
{
	char text[800], *rest;

	for (unsigned p = 0; p < 6; p++) {
		bench_text(text, sizeof(text), seed + p);
		rest = strchr(text + 100, ' ');
		*rest++ = '\0';
		if (p == 2)
			buf_printf(b,
			    "<figure class=\"wp-block-image size-large\"><img "
			    "src=\"https://lamp.example/files/2023/%u-"
			    "1024x576.jpg\" alt=\"A phone\" width=\"1024\" "
			    "height=\"576\" loading=\"lazy\"><figcaption>The "
			    "phone.</figcaption></figure>\n",
			    seed);
		buf_printf(b,
		    "<p>%s <a href=\"https://lamp.example/%u/?a=%u&amp;"
		    "b=2\">the <strong>whole list</strong></a> of phones%s. "
		    "%s</p>\n",
		    text, seed, p,
		    p % 2 ? "" : " \xe2\x80\x93 it\xe2\x80\x99s long", rest);
	}
}

static void put_escaped(struct buf *b, const struct buf *html)
{
	for (size_t i = 0; i < html->len; i++) {
		char c = html->data[i];

		if (c == '<')
			buf_puts(b, "&lt;");
		else if (c == '>')
			buf_puts(b, "&gt;");
		else if (c == '&')
			buf_puts(b, "&amp;");
		else
			buf_putc(b, c);
	}
}

enum shape { FULL_TEXT, ESCAPED, ATOM, SHAPES };

static const char *const shape_names[SHAPES] = {
    [FULL_TEXT] = "RSS, full text in CDATA",
    [ESCAPED] = "RSS, escaped description",
    [ATOM] = "Atom, escaped content",
};

static void put_rss_item(struct buf *b, unsigned i, enum shape shape)
{
	struct buf html;

	buf_init(&html, 1 << 20);
	put_article(&html, i);
	buf_printf(b,
	    "<item><title>Lantern OS %u &amp; what it brings</title>\n"
	    "<link>https://lamp.example/2023/11/%u/?a=1&amp;b=2</link>\n"
	    "<guid isPermaLink=\"false\">tag:lamp.example,%u</guid>\n"
	    "<pubDate>Tue, 14 Nov 2023 %02u:13:20 +0100</pubDate>\n"
	    "<dc:creator>A Writer</dc:creator><category>Lanterns</category>\n"
	    "<description>",
	    i, i, i, i % 24);
	if (shape == ESCAPED) {
		put_escaped(b, &html);
		buf_puts(b, "</description>");
	} else {
		buf_printf(b,
		    "Lantern OS comes to more phones.</description>\n"
		    "<content:encoded><![CDATA[%s]]></content:encoded>",
		    buf_text(&html));
	}
	buf_puts(b, "</item>\n");
	buf_free(&html);
}

static void put_entry(struct buf *b, unsigned i)
{
	struct buf html;

	buf_init(&html, 1 << 20);
	put_article(&html, i);
	buf_printf(b,
	    "<entry><title type=\"html\">Lantern OS %u &amp;amp; more</title>\n"
	    "<link rel=\"alternate\" href=\"https://lamp.example/%u\"/>\n"
	    "<id>tag:lamp.example,2023:%u</id>\n"
	    "<published>2023-11-14T%02u:13:20+01:00</published>\n"
	    "<updated>2023-11-14T%02u:14:00+01:00</updated>\n"
	    "<author><name>A Writer</name></author>\n"
	    "<category term=\"lanterns\" label=\"Lanterns\"/>\n"
	    "<content type=\"html\">",
	    i, i, i, i % 24, i % 24);
	put_escaped(b, &html);
	buf_puts(b, "</content></entry>\n");
	buf_free(&html);
}

static void make_feed(struct buf *b, enum shape shape, unsigned items)
{
	buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (shape == ATOM)
		buf_puts(b, "<feed xmlns=\"http://www.w3.org/2005/Atom\">"
			    "<title>The Lamp Post</title>\n"
			    "<link href=\"https://lamp.example/\"/>\n");
	else
		buf_puts(b, "<rss version=\"2.0\" xmlns:content=\"http://purl"
			    ".org/rss/1.0/modules/content/\"\n"
			    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
			    "<channel><title>The Lamp Post</title>\n"
			    "<link>https://lamp.example/</link>\n");
	for (unsigned i = 0; i < items; i++) {
		if (shape == ATOM)
			put_entry(b, i);
		else
			put_rss_item(b, i, shape);
	}
	buf_puts(b, shape == ATOM ? "</feed>\n" : "</channel></rss>\n");
}

/* --- who reads it; each answers with MB/s of its own CPU time --- */

static double ours(const struct buf *feed)
{
	struct parse_input in = {.bytes = feed->data,
	    .len = feed->len,
	    .base_url = "https://lamp.example/feed",
	    .content_type = "application/rss+xml; charset=utf-8"};
	struct arena a;
	struct doc doc;
	struct err e;
	double start = bench_cpu_s();

	arena_init(&a);
	for (int i = 0; i < PASSES; i++) {
		if (parse_document(&a, &in, &doc, &e) != PARSE_OK)
			bench_fail("parse: %s", e.text);
		if (doc.entry_count != ITEMS)
			bench_fail("parse: %zu entries", doc.entry_count);
		arena_reset(&a);
	}
	arena_free(&a);
	return (double)feed->len * PASSES / (bench_cpu_s() - start) / 1e6;
}

static double our_text(const struct buf *html)
{
	double start = bench_cpu_s();
	struct buf text;

	buf_init(&text, 1 << 24);
	for (int i = 0; i < PASSES; i++) {
		buf_clear(&text);
		html_put_text(&text, html->data, html->len, HTML_BLOCKS);
	}
	if (text.len < html->len / 2)
		bench_fail("html: %zu bytes of text", text.len);
	buf_free(&text);
	return (double)html->len * PASSES / (bench_cpu_s() - start) / 1e6;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespaces, const xmlChar **namespace,
    int attributes, int defaulted, const xmlChar **attribute)
{
	(void)ctx, (void)name, (void)prefix, (void)uri, (void)namespaces;
	(void)namespace, (void)attributes, (void)defaulted, (void)attribute;
}

static void on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)ctx, (void)name, (void)prefix, (void)uri;
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
	(void)ctx, (void)text, (void)n;
}

static double raw(const struct buf *feed)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_start,
	    .endElementNs = on_end,
	    .characters = on_text,
	    .cdataBlock = on_text};
	double start = bench_cpu_s();

	for (int i = 0; i < PASSES; i++) {
		xmlParserCtxtPtr x =
		    xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);

		for (size_t at = 0; at < feed->len; at += CHUNK)
			xmlParseChunk(x, feed->data + at,
			    (int)(feed->len - at < CHUNK ? feed->len - at
							 : CHUNK),
			    0);
		if (xmlParseChunk(x, NULL, 0, 1))
			bench_fail("libxml2 does not take the sample");
		xmlFreeParserCtxt(x);
	}
	return (double)feed->len * PASSES / (bench_cpu_s() - start) / 1e6;
}

static void on_characters(void *user, const xmlChar *text, int n)
{
	buf_add(user, text, (size_t)n);
}

static double their_text(const struct buf *html)
{
	htmlSAXHandler sax = {.characters = on_characters};
	double start = bench_cpu_s();
	htmlParserCtxtPtr x;
	struct buf text;

	buf_init(&text, 1 << 24);
	for (int i = 0; i < PASSES; i++) {
		buf_clear(&text);
		x = htmlCreatePushParserCtxt(
		    &sax, &text, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
		htmlParseChunk(x, html->data, (int)html->len, 1);
		htmlFreeParserCtxt(x);
	}
	buf_free(&text);
	return (double)html->len * PASSES / (bench_cpu_s() - start) / 1e6;
}

static double children_s(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* One process, one long feed; 0 where there is no sfeed. */
static double sfeed(const char *path, size_t bytes)
{
	char *argv[] = {(char[]){"sfeed"}, NULL};
	posix_spawn_file_actions_t files;
	double start = children_s();
	int status = -1;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, path, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, "sfeed", &files, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid || status != 0)
		return 0;
	posix_spawn_file_actions_destroy(&files);
	return (double)bytes / (children_s() - start) / 1e6;
}

/* --- the rows --- */

static void feed_row(const struct buf *feed, enum shape shape)
{
	double our[BENCH_TURNS], their[BENCH_TURNS];
	struct bench_row row = {.what = shape_names[shape],
	    .unit = "MB/s",
	    .against = "libxml2 SAX, nothing done",
	    .goal = 0.75};

	for (int i = 0; i < BENCH_TURNS; i++) {
		our[i] = ours(feed);
		their[i] = raw(feed);
	}
	row.ours = bench_median(our, BENCH_TURNS);
	row.theirs = bench_median(their, BENCH_TURNS);
	bench_print(&row);
}

static void sfeed_row(const struct buf *feed, enum shape shape)
{
	char path[] = "/tmp/bench-parse-XXXXXX";
	double our[BENCH_TURNS], their[BENCH_TURNS];
	struct bench_row row = {.what = shape_names[shape],
	    .unit = "MB/s",
	    .against = "sfeed, one process",
	    .goal = 1.5};
	struct buf longer;
	int fd = mkstemp(path);

	buf_init(&longer, 1 << 28);
	make_feed(&longer, shape, ITEMS * SFEED_PASSES);
	if (fd < 0 || write(fd, longer.data, longer.len) != (ssize_t)longer.len)
		bench_fail("%s cannot be written", path);
	close(fd);
	for (int i = 0; i < BENCH_TURNS; i++) {
		our[i] = ours(feed);
		their[i] = sfeed(path, longer.len);
	}
	row.ours = bench_median(our, BENCH_TURNS);
	row.theirs = bench_median(their, BENCH_TURNS);
	if (row.theirs > 0)
		bench_print(&row);
	unlink(path);
	buf_free(&longer);
}

static void html_rows(void)
{
	double our[BENCH_TURNS], their[BENCH_TURNS];
	struct bench_row row = {.what = "HTML to text",
	    .unit = "MB/s",
	    .against = "the goal",
	    .theirs = 300,
	    .goal = 1};
	struct buf html;

	buf_init(&html, 1 << 24);
	for (unsigned i = 0; i < ITEMS; i++)
		put_article(&html, i);
	for (int i = 0; i < BENCH_TURNS; i++) {
		our[i] = our_text(&html);
		their[i] = their_text(&html);
	}
	row.ours = bench_median(our, BENCH_TURNS);
	bench_print(&row);
	row.against = "libxml2's HTML parser";
	row.theirs = bench_median(their, BENCH_TURNS);
	row.goal = 0;
	bench_print(&row);
	buf_free(&html);
}

int main(void)
{
	struct buf feed;

	parse_prepare();
	for (enum shape s = 0; s < SHAPES; s++) {
		buf_init(&feed, 1 << 24);
		make_feed(&feed, s, ITEMS);
		feed_row(&feed, s);
		sfeed_row(&feed, s);
		buf_free(&feed);
	}
	html_rows();
	xmlCleanupParser();
	return 0;
}
