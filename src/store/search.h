/*
 * The index of words, within the store: kept in step with the items by those
 * who write them. It stores no text, so a document leaves it with the same
 * text that it came with.
 */
#ifndef HEARSAY_STORE_SEARCH_H
#define HEARSAY_STORE_SEARCH_H

#include <stdint.h>

#include "base/err.h"

struct store;

/*
 * Virtual instructions, in thousands, after which a search is given up: about
 * half a second in which nothing else would be done.
 */
#define SEARCH_STEPS 8000

int search_add(struct store *, int64_t item, const char *title,
    const char *text, struct err *);
int search_remove(struct store *, int64_t item, const char *title,
    const char *text, struct err *);

/* Makes it anew of the items, whatever it was; within a transaction. */
int search_rebuild(struct store *, struct err *);
/* Does so where other rules than today's made it. */
int search_check(struct store *, struct err *);

#endif
