/*
 * A feed's bytes to its entries, beside libxml2's push parser on the same
 * bytes with handlers that do nothing.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bench.h"
#include "parse/parse.h"

#define ITEMS  100
#define PASSES 40
#define CHUNK  4096

/* RSS of a hundred items, 200 kB: text escaped, content in CDATA. */
static void make_feed(struct buf *b)
{
	char text[1600];

	buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/"
		    "1.0/modules/content/\"\n"
		    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\n"
		    "<title>The Lamp Post</title>\n"
		    "<link>https://lamp.example/</link>\n");
	for (unsigned i = 0; i < ITEMS; i++) {
		bench_text(text, sizeof(text), i);
		buf_printf(b,
		    "<item><title>Lantern OS %u &amp; what it brings</title>\n"
		    "<link>https://lamp.example/2023/11/%u/?a=1&amp;b=2</link>"
		    "\n<guid isPermaLink=\"false\">tag:lamp.example,%u</guid>\n"
		    "<pubDate>Tue, 14 Nov 2023 %02u:13:20 +0100</pubDate>\n"
		    "<dc:creator>A Writer</dc:creator>"
		    "<category>Lanterns</category>\n"
		    "<description>%.200s</description>\n"
		    "<content:encoded><![CDATA[<p>%s</p>\n<p>See <a href=\""
		    "https://lamp.example/%u\">the <b>list</b></a> of phones."
		    "</p><img src=\"/a.png\" alt=\"\">]]></content:encoded>"
		    "</item>\n",
		    i, i, i, i % 24, "Lantern OS comes to more phones.", text,
		    i);
	}
	buf_puts(b, "</channel></rss>\n");
}

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

int main(void)
{
	double our[BENCH_TURNS], their[BENCH_TURNS];
	struct bench_row row = {.what = "a feed of 100 items parsed",
	    .unit = "MB/s",
	    .against = "libxml2 SAX, nothing done",
	    .goal = 0.75};
	struct buf feed;

	buf_init(&feed, 1 << 20);
	make_feed(&feed);
	parse_prepare();
	for (int i = 0; i < BENCH_TURNS; i++) {
		our[i] = ours(&feed);
		their[i] = raw(&feed);
	}
	row.ours = bench_median(our, BENCH_TURNS);
	row.theirs = bench_median(their, BENCH_TURNS);
	bench_print(&row);
	buf_free(&feed);
	xmlCleanupParser();
	return 0;
}
