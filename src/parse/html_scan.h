/*
 * The tokens of HTML as browsers see them (WHATWG HTML section 13.2.5),
 * without a tree. Slices point into the input.
 */
#ifndef HEARSAY_PARSE_HTML_SCAN_H
#define HEARSAY_PARSE_HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "parse/html_names.h"

enum html_token_kind {
	HTML_END,     /* of the input */
	HTML_TEXT,    /* at, n: may hold character references */
	HTML_OPEN,    /* a start tag */
	HTML_CLOSE,   /* an end tag */
	HTML_NOTHING, /* a comment, a declaration, opaque content */
};

struct html_token {
	enum html_token_kind kind;
	const char *at; /* of a tag: "<" */
	size_t n;
	const struct element *element; /* of a tag; NULL where unknown */
	const char *attributes;	       /* of a start tag: after the name */
	size_t attributes_n;
};

struct html_scan {
	const char *at, *end;
	bool unknown_is_text; /* tags of unknown elements are text */
	bool no_more_tags;    /* no ">" and no "=" in what is left */
	/* elements that have no end tag in what is left */
	const struct element *unclosed[4];
};

void html_next(struct html_scan *, struct html_token *);

/*
 * Moves past an opaque element's content; call after its HTML_OPEN. Of one
 * that is never closed only the tag goes, unless its content is no text.
 */
void html_skip_opaque(struct html_scan *, const struct element *);

struct html_attribute {
	const char *name, *value; /* value as it stands, references undecoded */
	size_t name_n, value_n;
};

/* The next attribute between *at and end; false at the end. */
bool html_next_attribute(
    const char **at, const char *end, struct html_attribute *);

#endif
