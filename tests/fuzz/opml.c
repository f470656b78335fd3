/*
 * Lists of feeds: whatever is read is text of one line, and what is written
 * out of it is read as the same.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "parse/opml.h"
#include "text/utf8.h"
#include "view/view.h"

#define DEPTH_MOST 60 /* of what an export keeps */

static void check_line(const char *s)
{
	fuzz_check(!s || (utf8_valid(s, strlen(s)) && *s && !strchr(s, '\n')));
}

static bool is_deep(const char *folder)
{
	size_t n = 0;

	for (; folder && *folder; folder++)
		n += *folder == '\n';
	return n >= DEPTH_MOST;
}

/* In the order of the export: by folder, then as they stood. */
static int by_folder(const void *a, const void *b)
{
	const struct feed *x = a, *y = b;
	int order =
	    strcmp(x->folder ? x->folder : "", y->folder ? y->folder : "");

	return order ? order : strcmp(x->source.slug, y->source.slug);
}

static size_t take(
    struct arena *a, const struct outlines *lines, struct feed *feeds)
{
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct outline *o = &lines->v[i];

		if (!o->url || !o->title || is_deep(o->folder))
			continue;
		feeds[n++] = (struct feed){
		    .source = {.slug = arena_printf(a, "f%06zu", i),
			.title = o->title},
		    .url = (char *)(uintptr_t)o->url,
		    .folder = o->folder};
	}
	qsort(feeds, n, sizeof(*feeds), by_folder);
	return n;
}

static bool is_same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static void check_way_back(struct arena *a, const struct outlines *lines)
{
	struct feed *feeds = arena_array(a, lines->n + 1, sizeof(*feeds));
	const struct feed **each = arena_array(a, lines->n + 1, sizeof(*each));
	size_t n = take(a, lines, feeds);
	struct outlines back;
	struct parse_input in;
	struct err e;
	struct buf b;

	for (size_t i = 0; i < n; i++)
		each[i] = &feeds[i];
	buf_init(&b, CAP_OPML);
	view_opml(&b, 1700000000, each, n);
	if (buf_ok(&b)) {
		in = (struct parse_input){.bytes = buf_text(&b), .len = b.len};
		fuzz_check(!opml_read(a, &in, &back, &e));
		fuzz_check(back.n == n);
		for (size_t i = 0; i < n; i++) {
			fuzz_check(is_same(back.v[i].url, feeds[i].url));
			fuzz_check(
			    is_same(back.v[i].title, feeds[i].source.title));
			fuzz_check(is_same(back.v[i].folder, feeds[i].folder));
			fuzz_check(back.v[i].line > 0);
		}
	}
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct parse_input in = {.bytes = (const char *)data, .len = n};
	struct outlines lines;
	struct err e = {""};
	struct arena a;

	arena_init(&a);
	if (opml_read(&a, &in, &lines, &e)) {
		fuzz_check(*e.text && !lines.n);
	} else {
		for (size_t i = 0; i < lines.n; i++) {
			check_line(lines.v[i].url);
			check_line(lines.v[i].title);
			check_line(lines.v[i].site);
			check_line(lines.v[i].lang);
			check_line(lines.v[i].id);
			fuzz_check(lines.v[i].line >= 0);
		}
		check_way_back(&a, &lines);
	}
	arena_free(&a);
	return 0;
}
