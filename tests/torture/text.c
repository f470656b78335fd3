/* base and text: buffers and tables, addresses, dates, robots, sentences. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hashset.h"
#include "base/heap.h"
#include "base/map.h"
#include "text/date.h"
#include "text/prose.h"
#include "text/robots.h"
#include "text/sentence.h"
#include "text/url.h"
#include "text/urlrules.h"
#include "text/utf8.h"

/* --- base --- */

#define KEYS 200

static int run_tables(struct err *e)
{
	struct map map = {0};
	struct hashset set = {0};
	struct arena arena;
	struct buf b;

	(void)e;
	arena_init(&arena);
	buf_init(&b, 1 << 20);
	for (int i = 0; i < KEYS; i++) {
		buf_printf(&b, "%d,", i);
		map_put(&map, arena_printf(&arena, "key %d", i), &map);
		hashset_put(&set, (uint32_t)i, &set);
	}
	made(buf_text(&b), b.len);
	made_number(map_get(&map, "key 7") == &map);
	hashset_free(&set);
	map_free(&map);
	buf_free(&b);
	arena_free(&arena);
	return 0;
}

static void clock_write(void)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/clock", torture_folder());
	f = fopen(path, "we");
	if (!f || fputs("1697090400\n", f) < 0 || fclose(f))
		abort();
}

static int run_clock(struct err *e)
{
	char path[200];
	struct clock c;

	snprintf(path, sizeof(path), "%s/clock", torture_folder());
	if (clock_init(&c, path, e))
		return -1;
	made_number(clock_wall(&c));
	return 0;
}

const struct workload torture_base[] = {
    {.room = "base", .what = "tables", .run = run_tables},
    {.room = "base",
	.what = "clock",
	.open = clock_write,
	.run = run_clock,
	.names = {"/clock"}},
    {0},
};

/* --- text --- */

static int run_addresses(struct err *e)
{
	static const char *const urls[] = {
	    "HTTPS://User@Lamp.Example:443/a/../b?utm_source=x&q=1#f",
	    "https://bücher.example/straße?b=2&a=1", "mailto:a@b.example",
	    "http://[::1]/x", "//lamp.example/%zz"};
	struct arena a;

	(void)e;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		made_text(url_canonical(&a, urls[i]));
		made_text(url_host(&a, urls[i]));
		made_text(url_resolve(&a, "https://lamp.example/x/y", urls[i]));
	}
	arena_free(&a);
	return 0;
}

static int run_rules(struct err *e)
{
	struct url_rules *r =
	    url_rules_load(torture_source("tests/cases/url-rules.json"), e);
	struct arena a;

	if (!r)
		return -1;
	arena_init(&a);
	made_number((int64_t)url_rules_fingerprint(r));
	made_text(url_rules_apply(
	    r, &a, "https://www.lamp.example/p?ref=x&id=1&tag=y"));
	arena_free(&a);
	url_rules_free(r);
	return 0;
}

static int run_words(struct err *e)
{
	static const char text[] =
	    "Xiaomi's HyperOS 2.1 may arrive on 3 June, e.g. in Europe. "
	    "\"No,\" it said! 小米将发布澎湃OS 2。 Straße ﬁn.";
	static const char robots[] =
	    "User-agent: *\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 3\n";
	size_t at = 0;
	struct sentence s;
	struct buf b;

	(void)e;
	while (sentence_next(text, strlen(text), &at, &s)) {
		made_number((int64_t)s.start);
		made_number((int64_t)s.end);
	}
	made_number(date_parse("Tue, 10 Oct 2023 06:00:00 +0200"));
	made_number(date_parse("2. März 2024"));
	made_number(
	    robots_ask(robots, strlen(robots), "hearsay", "/a/b").allowed);
	buf_init(&b, 1 << 16);
	robots_reduce(&b, robots, strlen(robots), "hearsay");
	made(buf_text(&b), b.len);
	buf_free(&b);
	return 0;
}

const struct workload torture_text[] = {
    {.room = "text", .what = "addresses", .run = run_addresses},
    {.room = "text",
	.what = "rules of addresses",
	.run = run_rules,
	.names = {"url-rules.json"}},
    {.room = "text", .what = "words", .run = run_words},
    {0},
};
