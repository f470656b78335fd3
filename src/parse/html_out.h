/*
 * Where text of HTML goes: to plain text, to safe HTML, or to both at once.
 */
#ifndef HEARSAY_PARSE_HTML_OUT_H
#define HEARSAY_PARSE_HTML_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct html_out {
	struct buf *text; /* white space collapsed; or NULL */
	struct buf *html; /* escaped, white space as it stands; or NULL */
	size_t start;	  /* of this text in its buffer */
	char pending;	  /* ' ' or '\n' to come before the next character */
	bool keep_line;	  /* block boundaries are line feeds */
};

/* Text of a fragment; references: "&amp;" is one character. */
void html_out_run(struct html_out *, const char *s, size_t n, bool references);

/* A boundary of blocks. */
static inline void html_out_break(struct html_out *o)
{
	o->pending = o->keep_line ? '\n' : ' ';
}

/* One character of safe HTML: escaped, or left out where it is a control. */
void html_put_safe_char(struct buf *, uint32_t c);

#endif
