/*
 * An HTML page: what it gives is UTF-8 within its caps, on one line but for
 * the text; addresses are absolute. The bytes are asked as a robots.txt too:
 * what is kept of one answers alike.
 */
#include "fuzz.h"

#include <string.h>

#include "base/caps.h"
#include "parse/page.h"
#include "text/robots.h"
#include "text/utf8.h"

static void is_line(const char *s, size_t most)
{
	if (!s)
		return;
	fuzz_check(*s != '\0');
	fuzz_check(utf8_valid(s, strlen(s)));
	fuzz_check(!strpbrk(s, "\n\r\t\033"));
	fuzz_check(strlen(s) <= most);
}

static void look_at(const struct article *p)
{
	is_line(p->title, CAP_TITLE);
	is_line(p->site, CAP_TITLE);
	is_line(p->author, CAP_TITLE);
	is_line(p->lang, 35);
	is_line(p->canonical, CAP_URL);
	fuzz_check(!p->text == !p->text_by);
	fuzz_check(!p->links || utf8_valid(p->links, strlen(p->links)));
	if (p->text) {
		fuzz_check(utf8_valid(p->text, strlen(p->text)));
		fuzz_check(strlen(p->text) <= CAP_ITEM_TEXT);
	}
}

static void as_robots(const char *s, size_t n)
{
	static const char *const paths[] = {"/", "/a/b?c=d", "/robots.txt"};
	struct buf kept;

	buf_init(&kept, 2 * ROBOTS_MOST);
	robots_reduce(&kept, s, n, "hearsay");
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct robots_answer a = robots_ask(s, n, "hearsay", paths[i]);
		struct robots_answer b =
		    robots_ask(buf_text(&kept), kept.len, "hearsay", paths[i]);

		fuzz_check(a.allowed == b.allowed);
		fuzz_check(a.delay_s == b.delay_s);
		fuzz_check(
		    !a.rule || (a.rule >= s && a.rule + a.rule_n <= s + n));
	}
	buf_free(&kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct parse_input in = {.bytes = (const char *)data,
	    .len = n,
	    .base_url = "https://www.lamp.example/dir/page"};
	struct arena arena;
	struct article page;
	struct err err;

	arena_init(&arena);
	if (page_read(&arena, &in, &page, &err) == PARSE_OK)
		look_at(&page);
	arena_free(&arena);
	as_robots((const char *)data, n);
	return 0;
}
