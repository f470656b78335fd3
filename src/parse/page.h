/*
 * HTML pages: what an article's page says, without what stands around it.
 *
 * The text is the first of these that has enough of it: articleBody of
 * JSON-LD; an element with itemprop=articleBody; the largest <article>;
 * <main>; the block where paragraphs are densest. Navigation, forms, lists of
 * links, comments and the like are left out of it. Time and memory are
 * bounded by the page's length, which has a cap, whatever the page holds.
 */
#ifndef HEARSAY_PARSE_PAGE_H
#define HEARSAY_PARSE_PAGE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/article.h"
#include "parse/parse.h"

/* On PARSE_OK the page is in the arena; else err says why it is none. */
enum parse_result page_read(
    struct arena *, const struct parse_input *, struct article *, struct err *);

#endif
