/*
 * JSON that a person could still read, made readable to a parser: cut short,
 * with control characters, wrong escapes or halves of surrogates in strings,
 * with commas at the end of a list, with numbers that no machine has (they
 * become strings). What is well written stays as it is.
 */
#ifndef HEARSAY_PARSE_JSONMEND_H
#define HEARSAY_PARSE_JSONMEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* False where it is beyond mending. *cut: it had no end, and was given one. */
bool json_mend(struct buf *out, const char *s, size_t n, bool *cut);

#endif
