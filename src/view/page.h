/*
 * Text for a terminal, as all of view writes it: what comes from feeds is
 * made safe and put on one line, what is too long for the dress is cut at a
 * character or wrapped at a word, and colour only repeats what words say.
 *
 * Strings made by a page live in its arena until page_end(). page_say() is
 * the only way for text from outside to get onto a page.
 */
#ifndef HEARSAY_VIEW_PAGE_H
#define HEARSAY_VIEW_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "view/view.h"

enum ink {
	INK_PLAIN,
	INK_BOLD,
	INK_GREY,
	INK_RED,
	INK_GREEN,
	INK_YELLOW,
	INK_CYAN,
};

struct page {
	struct buf *out;
	const struct dress *dress;
	struct arena arena;
};

void page_init(struct page *, struct buf *out, const struct dress *);
void page_end(struct page *);

/* Text from outside, safe and with every run of white space as one space. */
const char *page_say(struct page *, const char *s); /* NULL gives "" */
const char *page_fmt(struct page *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* May this be a link, in a page or a mail? Only http and https are. */
bool page_is_link(const char *url);

/* "2023-10-17", "2023-10-17 14:05" (UTC); "-" for 0 and below. */
const char *page_date(struct page *, int64_t at);
const char *page_time(struct page *, int64_t at);
/* "3 h ago", "in 2 d"; "never" for 0 and below. */
const char *page_ago(struct page *, int64_t at);
/* "2023-10-17 14:05 UTC (3 h ago)" */
const char *page_when(struct page *, int64_t at);
/* "5 d"; and in words: "5 days" */
const char *page_span(struct page *, int64_t seconds);
const char *page_span_words(struct page *, int64_t seconds);
/* "1 outlet", "9 outlets" */
const char *page_count(struct page *, size_t n, const char *one);

/*
 * How many bytes of s go on a line of `width` columns: up to a space if there
 * is one, to the last CJK character, else as many as fit. All of s, where it
 * fits.
 */
size_t page_line_break(const char *s, size_t width);

/* The columns left after `used`; a very large number where nothing is cut. */
size_t page_left(const struct page *, size_t used);

void page_put(struct page *, enum ink, const char *text);
/* At most `width` columns, the cut shown by an ellipsis; columns written. */
size_t page_cut(struct page *, enum ink, const char *text, size_t width);
void page_pad(struct page *, size_t columns);

/*
 * Writes text from column `indent`, where the cursor is, breaking lines at
 * words (anywhere between CJK characters), and ends the line. At most
 * max_lines lines; 0: as many as it takes.
 */
void page_wrap(
    struct page *, size_t indent, enum ink, const char *text, size_t max_lines);
/* A label in grey, padded to `indent`, and text wrapped behind it. */
void page_fact(struct page *, const char *label, size_t indent, enum ink,
    const char *text);
void page_heading(struct page *, const char *text);

#endif
