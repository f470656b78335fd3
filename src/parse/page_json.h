/* What the JSON-LD of a page (schema.org) says of its article. */
#ifndef HEARSAY_PARSE_PAGE_JSON_H
#define HEARSAY_PARSE_PAGE_JSON_H

#include "base/arena.h"
#include "parse/page_tree.h"

/* Strings as they stand; NULL where there is none. */
struct page_json {
	const char *headline, *body, *author, *lang, *publisher;
	const char *published, *modified;
};

/*
 * Of several articles the one that has the page's address, else the first
 * with a body, else the first.
 */
void page_json_read(struct arena *, const struct page_tree *,
    const char *base_url, struct page_json *);

#endif
