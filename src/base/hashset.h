/*
 * A set of things that have their keys in themselves, found by a hash of the
 * key. It owns nothing and compares nothing: the caller looks at what has
 * the hash, and says which thing to forget. Twelve bytes a place; a map
 * (base/map.h) copies its keys.
 */
#ifndef HEARSAY_BASE_HASHSET_H
#define HEARSAY_BASE_HASHSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hashset {       /* {0} is an empty one */
	void **things; /* open addressing; NULL: empty */
	uint32_t *hashes;
	size_t size, count;
};

void hashset_free(struct hashset *); /* the set, not the things */
void hashset_put(struct hashset *, uint32_t hash, void *thing);
void hashset_remove(struct hashset *, uint32_t hash, const void *thing);

/*
 * The next thing with the hash; *at is 0 for the first, and is moved. NULL
 * where there are no more.
 */
void *hashset_next(const struct hashset *, uint32_t hash, size_t *at);

/* Of numbers that are given one after the other. */
static inline uint32_t hashset_of_id(int64_t id)
{
	return (uint32_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 32);
}

#endif
