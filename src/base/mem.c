/* Allocation that ends the process where there is none. */
#include "base/mem.h"

#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_BYTES 1024

void *mem_or_die(void *p)
{
	if (!p)
		err(1, "out of memory");
	return p;
}

/* What is small comes faster from malloc(), which keeps it by the thread. */
void *mem_alloc(size_t n)
{
	if (n == 0 || n > SMALL_BYTES)
		return mem_or_die(calloc(1, n ? n : 1));
	return memset(mem_or_die(malloc(n)), 0, n);
}

void *mem_array(size_t count, size_t size)
{
	return mem_or_die(calloc(count ? count : 1, size ? size : 1));
}

void *mem_grow(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		errx(
		    1, "out of memory: %zu elements of %zu bytes", count, size);
	return mem_or_die(realloc(p, count && size ? count * size : 1));
}

char *mem_strdup(const char *s)
{
	return s ? mem_or_die(strdup(s)) : NULL;
}

void *mem_room(void *p, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 8;
	return mem_grow(p, *cap, size);
}
