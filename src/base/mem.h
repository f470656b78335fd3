/*
 * Allocation that does not fail: out of memory ends the process with a
 * message, and the service manager starts it again. Sizes that come from
 * outside are bounded by their reader (struct buf, struct arena) before they
 * ever get here.
 */
#ifndef HEARSAY_BASE_MEM_H
#define HEARSAY_BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);		    /* zeroed; never NULL */
void *mem_array(size_t count, size_t size); /* zeroed; never NULL */
void *mem_grow(void *p, size_t count, size_t size);
char *mem_strdup(const char *s); /* NULL stays NULL */
/* What a library has allocated, and hands out NULL where it could not. */
void *mem_or_die(void *);

/*
 * Makes room for one more element in a growing array: doubles *cap when
 * count has reached it. For use as  v = mem_room(v, n, &cap, sizeof(*v)).
 */
void *mem_room(void *p, size_t count, size_t *cap, size_t size);

#endif
