/*
 * What is behind an address that somebody wants the feed of: a feed, or a
 * page that names some. Pure, and for hostile pages: one pass over the bytes,
 * at most CAP_FOUND links, none that is not http or https.
 */
#ifndef HEARSAY_PARSE_FIND_H
#define HEARSAY_PARSE_FIND_H

#include "base/arena.h"
#include "model/found.h"
#include "parse/parse.h"

/* What the header Link names (RFC 8288) comes before what the page does. */
void find_feeds(struct arena *, const struct parse_input *, struct found *);

#endif
