/*
 * The pen that writes text for a terminal, as all of view does: what comes
 * from feeds is made safe and put on one line, what is too long for the dress
 * is cut at a character or wrapped at a word, and the ink only repeats what
 * words say.
 *
 * Strings made by a pen live in its arena until pen_end(). pen_say() is the
 * only way for text from outside to get into what it writes.
 */
#ifndef HEARSAY_VIEW_PEN_H
#define HEARSAY_VIEW_PEN_H

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

struct pen {
	struct buf *out;
	const struct dress *dress;
	struct arena arena;
};

void pen_init(struct pen *, struct buf *out, const struct dress *);
void pen_end(struct pen *);

/* Text from outside, safe and with every run of white space as one space. */
const char *pen_say(struct pen *, const char *s); /* NULL gives "" */
const char *pen_fmt(struct pen *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* May this be a link, in a page or a mail? Only http and https are. */
bool may_be_link(const char *url);

/* "2023-10-17", "2023-10-17 14:05" (UTC); "-" for 0 and below. */
const char *pen_date(struct pen *, int64_t at);
const char *pen_time(struct pen *, int64_t at);
/* "3 h ago", "in 2 d"; "never" for 0 and below. */
const char *pen_ago(struct pen *, int64_t at);
/* "2023-10-17 14:05 UTC (3 h ago)" */
const char *pen_when(struct pen *, int64_t at);
/* "5 d"; and in words: "5 days" */
const char *pen_span(struct pen *, int64_t seconds);
const char *pen_span_words(struct pen *, int64_t seconds);
/* "1 outlet", "9 outlets" */
const char *pen_count(struct pen *, size_t n, const char *one);

/*
 * How many bytes of s go on a line of `width` columns: up to a space if there
 * is one, to the last CJK character, else as many as fit. All of s, where it
 * fits.
 */
size_t pen_line_break(const char *s, size_t width);

/* The columns left after `used`; a very large number where nothing is cut. */
size_t pen_left(const struct pen *, size_t used);

void pen_put(struct pen *, enum ink, const char *text);
/* At most `width` columns, the cut shown by an ellipsis; columns written. */
size_t pen_cut(struct pen *, enum ink, const char *text, size_t width);
void pen_pad(struct pen *, size_t columns);

/*
 * Writes text from column `indent`, where the cursor is, breaking lines at
 * words (anywhere between CJK characters), and ends the line. At most
 * max_lines lines; 0: as many as it takes.
 */
void pen_wrap(
    struct pen *, size_t indent, enum ink, const char *text, size_t max_lines);
/* A label in grey, padded to `indent`, and text wrapped behind it. */
void pen_fact(
    struct pen *, const char *label, size_t indent, enum ink, const char *text);
void pen_heading(struct pen *, const char *text);

#endif
