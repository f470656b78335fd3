/*
 * The scheduler's queue: a binary heap of elements that embed a heap_node,
 * least key first, equal keys in order of their tie number. An element knows
 * its place, so it can be moved or removed in O(log n).
 */
#ifndef HEARSAY_BASE_HEAP_H
#define HEARSAY_BASE_HEAP_H

#include <stddef.h>
#include <stdint.h>

struct heap_node {
	int64_t key; /* a wall time in seconds */
	int64_t tie; /* makes the order of equal keys total */
	size_t slot; /* 1-based; 0 while it is in no heap */
};

struct heap {
	struct heap_node **nodes;
	size_t count, cap;
};

void heap_free(struct heap *); /* frees the heap, not the elements */

/* Inserts the node, or moves it where it is in the heap already. */
void heap_put(struct heap *, struct heap_node *, int64_t key);
void heap_remove(struct heap *, struct heap_node *); /* no-op if absent */
struct heap_node *heap_first(const struct heap *);   /* NULL where empty */

#endif
