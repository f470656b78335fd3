/* An article's title out of what its page calls itself. */
#ifndef HEARSAY_PARSE_PAGE_TITLE_H
#define HEARSAY_PARSE_PAGE_TITLE_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The first of the titles (each plain, or NULL) that is there, less the name
 * of the site: "X - Site", "X | News | Site", "Site: X". What the site is
 * called is told by site and host (either may be NULL), or by h1, which has
 * the title without it. A title that is nothing but the site's name is none.
 */
const char *page_title(struct arena *, const char *const *titles, size_t n,
    const char *h1, const char *site, const char *host);

#endif
