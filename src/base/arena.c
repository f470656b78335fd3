/* Blocks that are filled from the front and freed together. */
#include "base/arena.h"

#include <err.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* For a sanitizer each allocation is a block: a step past it is seen. */
#ifdef HEARSAY_SANITIZED
#define BLOCK_BYTES 0
#define FIRST_BYTES 0
#else
#define BLOCK_BYTES 8192
/* Many an arena holds a few words; malloc() has such blocks at hand. */
#define FIRST_BYTES 480
#endif
#define BLOCK_BYTES_MOST 65536
#define KEEP_BYTES	 (256 * 1024) /* at most, from one round to the next */

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

static void free_blocks(struct arena_block *b)
{
	struct arena_block *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
}

/* One block in place of many: the next round of the same size fits in it. */
static struct arena_block *join_blocks(struct arena_block *b)
{
	struct arena_block *joined;
	size_t size = 0;

	for (const struct arena_block *i = b; i; i = i->next)
		size += i->size;
	if (size > KEEP_BYTES)
		size = BLOCK_BYTES;
	free_blocks(b);
	joined = mem_alloc(sizeof(*joined) + size);
	joined->size = size;
	return joined;
}

/* What is kept is not cleared: each allocation is. */
void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->blocks;

	a->used_bytes = 0;
	if (!keep)
		return;
	if (keep->next || keep->size > KEEP_BYTES) {
		a->blocks = join_blocks(keep);
		return;
	}
	keep->used = 0;
}

void arena_free(struct arena *a)
{
	free_blocks(a->blocks);
	arena_init(a);
}

/* Blocks grow with what is in them, so that large arenas have few. */
static size_t block_bytes(const struct arena *a)
{
	size_t n = a->blocks ? BLOCK_BYTES : FIRST_BYTES;

	while (n && n < a->used_bytes / 2 && n < BLOCK_BYTES_MOST)
		n *= 2;
	return n;
}

/* Aligned room with anything in it. */
static void *take(struct arena *a, size_t n)
{
	struct arena_block *b = a->blocks;
	size_t want = n + (-n & (alignof(max_align_t) - 1));
	size_t size;
	void *p;

	if (n > SIZE_MAX / 2)
		errx(1, "out of memory: %zu bytes", n);
	if (!BLOCK_BYTES)
		want = n;
	if (!BLOCK_BYTES || !b || want > b->size - b->used) {
		size = block_bytes(a);
		size = want > size ? want : size;
		b = mem_grow(NULL, sizeof(*b) + size, 1);
		b->used = 0;
		b->size = size;
		b->next = a->blocks;
		a->blocks = b;
	}
	p = b->data + b->used;
	b->used += want;
	a->used_bytes += want;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		errx(
		    1, "out of memory: %zu elements of %zu bytes", count, size);
	return arena_alloc(a, count * size);
}

void *arena_copy(struct arena *a, const void *data, size_t n)
{
	void *p = take(a, n);

	return n ? memcpy(p, data, n) : p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p;

	if (!s)
		return NULL;
	n = strnlen(s, n);
	p = take(a, n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_copy(a, s, strlen(s) + 1) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	char few[256];
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(few, sizeof(few), fmt, ap);
	va_end(ap);
	if (n < 0)
		errx(1, "bad format: %s", fmt);
	if ((size_t)n < sizeof(few)) /* as most are */
		return arena_copy(a, few, (size_t)n + 1);
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *arena_room(
    struct arena *a, void *p, size_t count, size_t *cap, size_t size)
{
	void *bigger;

	if (count < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 4;
	bigger = arena_array(a, *cap, size);
	if (count)
		memcpy(bigger, p, count * size);
	return bigger;
}
