/*
 * Lists of feeds as OPML 1.0 and 2.0, behind the guard that feeds are read
 * behind: no entity is expanded but short text, nothing is loaded, nesting,
 * attributes and outlines are bounded.
 */
#ifndef HEARSAY_PARSE_OPML_H
#define HEARSAY_PARSE_OPML_H

#include "base/arena.h"
#include "base/err.h"
#include "model/outline.h"
#include "parse/parse.h"

/*
 * The outlines that are no folders, in the order of the file; those without
 * an address too, so that they can be told. An outline that holds others and
 * has no address is a folder. -1 with the reason where it is no OPML.
 */
int opml_read(struct arena *, const struct parse_input *, struct outlines *,
    struct err *);

#endif
