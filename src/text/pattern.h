/*
 * Regular expressions as JavaScript writes them, for rules that others keep
 * for browsers, by PCRE2: matched without regard to ASCII case, bytes being
 * characters. A match that takes too many steps is none.
 */
#ifndef HEARSAY_TEXT_PATTERN_H
#define HEARSAY_TEXT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct pattern;

/* In the arena. NULL with what of it cannot be read. */
const struct pattern *pattern_compile(
    struct arena *, const char *source, struct err *);

struct pattern_match {
	size_t start, end;
	bool has_group; /* the first pair of parentheses took part */
	size_t group_start, group_end;
};

/*
 * The first match at or after `from`, as JavaScript would choose it; the
 * arena is for its work. m may be NULL.
 */
bool pattern_find(const struct pattern *, struct arena *, const char *s,
    size_t n, size_t from, struct pattern_match *m);

/* Does it match the whole text? */
bool pattern_matches(
    const struct pattern *, struct arena *, const char *s, size_t n);

#endif
