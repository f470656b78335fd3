/*
 * A growing byte buffer that names its cap. The bytes are always followed by
 * a NUL, so buf_text() is a C string whenever the content holds none.
 *
 * Once an addition would pass the cap the buffer is full: that addition and
 * all later ones are refused, buf_ok() turns false and stays so. A writer can
 * therefore add without looking and ask once at the end.
 */
#ifndef HEARSAY_BASE_BUF_H
#define HEARSAY_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
	char *data;
	size_t len;
	size_t cap; /* bytes allocated */
	size_t max; /* len never passes it */
	bool full;  /* something was refused */
};

void buf_init(struct buf *, size_t max);
void buf_clear(struct buf *); /* empty again; keeps the memory */
void buf_free(struct buf *);

/* Each returns 0, or -1 where it would pass the cap (nothing is added then). */
static inline int buf_add(struct buf *, const void *data, size_t n);
int buf_puts(struct buf *, const char *s);
static inline int buf_putc(struct buf *, char c);
int buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int buf_vprintf(struct buf *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

void buf_truncate(struct buf *, size_t len); /* len <= the present one */
bool buf_ok(const struct buf *);
const char *buf_text(const struct buf *); /* "" where nothing was added */
char *buf_steal(struct buf *); /* the caller frees; the buffer is empty */

/* --- most additions find room: that is done in place --- */

int buf_add_growing(struct buf *, const void *data, size_t n);

static inline int buf_add(struct buf *b, const void *data, size_t n)
{
	if (!n || b->full || n >= b->cap - b->len || n > b->max - b->len)
		return buf_add_growing(b, data, n);
	memcpy(b->data + b->len, data, n);
	b->len += n;
	b->data[b->len] = '\0';
	return 0;
}

static inline int buf_putc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

#endif
