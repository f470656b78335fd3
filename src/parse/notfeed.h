/*
 * What came in place of a feed, in words for the operator: its title or its
 * first words, and what kind of page it is where that can be seen.
 */
#ifndef HEARSAY_PARSE_NOTFEED_H
#define HEARSAY_PARSE_NOTFEED_H

#include <stddef.h>

#include "base/err.h"

/*
 * err says why the text (valid UTF-8) is no feed; afterwards it says what it
 * is as well: "a log-in page, not a feed: "Sign in"".
 */
void notfeed_describe(struct err *, const char *s, size_t n);

#endif
