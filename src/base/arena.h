/*
 * Memory that is freed all at once: one arena holds a parsed document, the
 * analysis of an item, a report. Nothing allocated from it outlives
 * arena_free() or arena_reset(), and nothing of it is freed alone.
 */
#ifndef HEARSAY_BASE_ARENA_H
#define HEARSAY_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used_bytes; /* handed out since the last reset */
};

void arena_init(struct arena *);
void arena_reset(struct arena *); /* keeps a block, for the next round */
void arena_free(struct arena *);

void *arena_alloc(struct arena *, size_t n); /* zeroed, aligned; never NULL */
void *arena_array(struct arena *, size_t count, size_t size);
void *arena_copy(struct arena *, const void *data, size_t n);
char *arena_strdup(struct arena *, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *, const char *s, size_t n);
char *arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * mem_room() for an array that lives in an arena: the old copy stays behind
 * in the arena, so use it where arrays are small or few.
 */
void *arena_room(
    struct arena *, void *p, size_t count, size_t *cap, size_t size);

#endif
