/*
 * A hash map from byte strings to pointers. The keys are copied; the values
 * are the caller's. Walks go in order of insertion, so that what is printed
 * from a map is the same in every run; a removed key leaves the order of the
 * others as it was.
 */
#ifndef HEARSAY_BASE_MAP_H
#define HEARSAY_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_entry {
	char *key; /* NUL-terminated copy; NULL once removed */
	size_t key_len;
	uint64_t hash;
	void *value;
};

struct map {
	struct map_entry *entries; /* in order of insertion */
	size_t used, entry_cap;	   /* used counts removed ones too */
	size_t count;		   /* keys present */
	uint32_t *slots;	   /* 1-based index into entries; 0 empty */
	size_t slot_count;	   /* a power of two, or 0 */
};

void map_free(struct map *); /* a zeroed struct is an empty map */

void *map_get(const struct map *, const char *key); /* NULL where absent */
void *map_get_n(const struct map *, const void *key, size_t n);
/* Sets or replaces; returns the value that was there before, or NULL. */
void *map_put(struct map *, const char *key, void *value);
void *map_put_n(struct map *, const void *key, size_t n, void *value);
void *map_remove(struct map *, const char *key);

/*
 * for (size_t i = 0; (e = map_next(m, &i)) != NULL;) ...
 */
const struct map_entry *map_next(const struct map *, size_t *i);

#endif
