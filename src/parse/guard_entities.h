/*
 * The entities that a document may declare for itself: short plain text,
 * expanded within a budget. All others, and all that lie outside, are known
 * by name and empty.
 */
#ifndef HEARSAY_PARSE_GUARD_ENTITIES_H
#define HEARSAY_PARSE_GUARD_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "parse/warn.h"

#define GUARD_ENTITIES	256
#define GUARD_ENTITY	1024u	     /* of one value */
#define GUARD_EXPANSION (256u << 10) /* bytes of all expansions */

struct guard_entities {
	struct map values; /* name: text; of a refused one "" */
	size_t expanded;
	struct warnings *warnings;
};

/* Reads "<!DOCTYPE" at s; what follows the declaration, or end. */
const char *guard_entities_read(
    struct guard_entities *, const char *s, const char *end);

/* The text of a declared entity, counted; *text is NULL for others. */
int guard_entities_expand(struct guard_entities *, const char *name, size_t n,
    const char **text, struct err *);

void guard_entities_free(struct guard_entities *);

/* A character that XML can hold. */
bool guard_is_char(uint32_t c);

#endif
