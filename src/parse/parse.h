/*
 * Bytes to entries: the pure part of the parse role. Nothing but the bytes is
 * read: no file, no network, no external entity.
 */
#ifndef HEARSAY_PARSE_PARSE_H
#define HEARSAY_PARSE_PARSE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/doc.h"

struct parse_input {
	const char *bytes;
	size_t len;
	const char *base_url;	  /* where it came from, or NULL */
	const char *content_type; /* the header's value, or NULL */
	const char *link;	  /* the same of Link, for find_feeds() */
};

enum parse_result {
	PARSE_OK = 0,
	PARSE_NOT_A_FEED = -1, /* HTML, empty, something else */
	PARSE_UNREADABLE = -2, /* a feed beyond recovery, or past a limit */
};

/* On PARSE_OK the document is in the arena; else err says why. */
enum parse_result parse_document(
    struct arena *, const struct parse_input *, struct doc *, struct err *);

/* Once, before the sandbox closes: charset converters, tables. */
void parse_prepare(void);

#endif
