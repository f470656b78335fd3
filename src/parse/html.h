/*
 * HTML of feeds: to plain text, to a fragment that is safe in a page or a
 * mail, and to its links. One pass over the bytes, no tree; all functions are
 * pure. Input is valid UTF-8; whatever it holds, the output is bounded by the
 * buffer's cap.
 */
#ifndef HEARSAY_PARSE_HTML_H
#define HEARSAY_PARSE_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum html_lines {
	HTML_ONE_LINE, /* all white space is one space: titles */
	HTML_BLOCKS    /* a block boundary is a line feed: content */
};

/*
 * Appends the text of a fragment: tags of HTML elements removed, character
 * references decoded once, white space collapsed, control and bidirectional
 * characters dropped. "a < b" and "Vec<T>" stay as they are.
 */
void html_put_text(struct buf *, const char *s, size_t n, enum html_lines);

/* The same for text that is no HTML: "<b>" is three characters. */
void html_put_plain(struct buf *, const char *s, size_t n, enum html_lines);

/*
 * Appends the fragment with only what is safe in a page: known elements and
 * attributes, URLs of safe schemes, absolute against base (dropped where
 * they cannot be), every element closed.
 */
void html_put_safe(
    struct buf *, struct arena *, const char *s, size_t n, const char *base);

/*
 * The same, with the text of what was appended (HTML_BLOCKS) and its links:
 * the hrefs in order, once each, one a line. All in one pass.
 */
struct html_parts {
	struct buf *html;
	struct buf *text, *links; /* or NULL */
};

/* True where html_put_text() would make the same text of the fragment. */
bool html_put_parts(const struct html_parts *, struct arena *, const char *s,
    size_t n, const char *base);

/* Appends plain text as HTML. */
void html_put_escaped(struct buf *, const char *s, size_t n);

/* The same between the double quotes of an attribute. */
void html_put_quoted(struct buf *, const char *s, size_t n);

/*
 * Decodes the character reference at s ("&" is at s[0]): the bytes it takes,
 * 0 where it is none. Puts one or two characters into out[0..1] (0: none).
 * Numbers of C1 controls mean Windows-1252, as everywhere on the web.
 */
size_t html_reference(
    const char *s, size_t n, bool in_attribute, uint32_t out[2]);

/* What a C1 control stands for where it came from Windows-1252; or 0. */
uint32_t html_c1(uint32_t c);

void html_put_char(struct buf *, uint32_t c); /* as UTF-8 */

#endif
