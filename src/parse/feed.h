/*
 * RSS of all versions, Atom, RDF and sitemaps into a draft: a state for each
 * open element, tables of what each element fills (fields.c), and one value
 * captured at a time.
 */
#ifndef HEARSAY_PARSE_FEED_H
#define HEARSAY_PARSE_FEED_H

#include "base/err.h"
#include "parse/draft.h"
#include "parse/parse.h"

/*
 * Reads XML; the draft's format is set where it is a feed. The draft points
 * into the text, and into what it has decoded of it.
 */
enum parse_result feed_read(
    struct draft *, const char *s, size_t n, struct err *);

#endif
