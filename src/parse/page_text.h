/*
 * The article's text of a page's tree. The tree is measured once; then one
 * element is chosen and its text is written, without what is around an
 * article within it.
 */
#ifndef HEARSAY_PARSE_PAGE_TEXT_H
#define HEARSAY_PARSE_PAGE_TEXT_H

#include "base/buf.h"
#include "parse/page_tree.h"

/* Less than this many bytes are no article. */
#define PAGE_TEXT_LEAST 140

/*
 * Appends the text, of *root; returns the name of what gave it ("article"), or
 * NULL where nothing on the page reads as an article.
 */
const char *page_text_put(
    struct page_tree *, struct buf *, const struct page_node **root);

/*
 * Appends the addresses that the text under root links to, absolute, one a
 * line.
 */
void page_text_links(struct buf *, struct arena *, const struct page_node *root,
    const char *base_url);

#endif
