/*
 * HTML to text and to a safe fragment. Text stays UTF-8; a fragment that was
 * made safe is its own safe form, and holds no script whatever came in.
 */
#include "fuzz.h"

#include <string.h>
#include <strings.h>

#include "parse/html.h"
#include "parse/mojibake.h"
#include "text/utf8.h"

#define MOST (1u << 20)

static void to_text(const char *s, size_t n, enum html_lines lines)
{
	struct buf text, plain;

	buf_init(&text, MOST);
	buf_init(&plain, MOST);
	html_put_text(&text, s, n, lines);
	html_put_plain(&plain, s, n, lines);
	fuzz_check(utf8_valid(buf_text(&text), text.len));
	fuzz_check(utf8_valid(buf_text(&plain), plain.len));
	if (lines == HTML_ONE_LINE)
		fuzz_check(!strchr(buf_text(&text), '\n'));
	fuzz_check(strlen(buf_text(&text)) == text.len);
	mojibake_undo(&plain);
	fuzz_check(utf8_valid(buf_text(&plain), plain.len));
	buf_free(&text);
	buf_free(&plain);
}

static void to_safe(struct arena *arena, const char *s, size_t n)
{
	static const char base[] = "https://lamp.example/dir/page";
	static const char *const never[] = {"<script", "<style", "<iframe",
	    "<object", "<form", "<svg", "<math", "<base", "<meta", "<link"};
	struct buf once, again, text, links, same;
	const struct html_parts parts = {&once, &text, &links};
	bool is_text;

	buf_init(&text, MOST);
	buf_init(&links, MOST);
	buf_init(&same, MOST);
	buf_init(&once, MOST);
	buf_init(&again, 2 * MOST);
	is_text = html_put_parts(&parts, arena, s, n, base);
	fuzz_check(utf8_valid(buf_text(&once), once.len));
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		fuzz_check(!strcasestr(buf_text(&once), never[i]));
	fuzz_check(utf8_valid(buf_text(&links), links.len));
	html_put_text(&same, buf_text(&once), once.len, HTML_BLOCKS);
	if (buf_ok(&once))
		fuzz_check(!strcmp(buf_text(&text), buf_text(&same)));
	buf_clear(&same);
	html_put_text(&same, s, n, HTML_BLOCKS);
	if (is_text)
		fuzz_check(!strcmp(buf_text(&text), buf_text(&same)));
	html_put_safe(&again, arena, buf_text(&once), once.len, base);
	if (buf_ok(&once) && buf_ok(&again))
		fuzz_check(!strcmp(buf_text(&once), buf_text(&again)));
	buf_free(&once);
	buf_free(&again);
	buf_free(&text);
	buf_free(&links);
	buf_free(&same);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena;
	const char *html;

	arena_init(&arena);
	html = fuzz_text(&arena, data, n);
	to_text(html, strlen(html), HTML_ONE_LINE);
	to_text(html, strlen(html), HTML_BLOCKS);
	to_safe(&arena, html, strlen(html));
	arena_free(&arena);
	return 0;
}
