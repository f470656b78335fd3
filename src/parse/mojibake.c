/* Characters back to the bytes they were, where all of them can be. */
#include "parse/mojibake.h"

#include <string.h>

#include "parse/html.h"
#include "text/utf8.h"

/* The byte of Windows-1252 for a character, or -1. */
static int byte_of(const char *s, size_t n, size_t *used)
{
	const char *at = s;
	uint32_t c;

	if ((unsigned char)*s < 0x80) {
		*used = 1;
		return (unsigned char)*s;
	}
	c = utf8_next(&at, s + n);
	*used = (size_t)(at - s);
	if (c <= 0xff)
		return (int)c;
	for (uint32_t b = 0x80; b < 0xa0; b++) {
		if (html_c1(b) == c)
			return (int)b;
	}
	return -1;
}

/* Such text has one of the bytes that begin most characters of UTF-8. */
static bool is_suspect(const struct buf *b)
{
	for (size_t i = 0; i + 1 < b->len; i++) {
		/* U+00C2 to U+00F4 themselves are C3 82 to C3 B4 */
		if ((unsigned char)b->data[i] == 0xc3 &&
		    (unsigned char)b->data[i + 1] >= 0x82)
			return true;
	}
	return false;
}

bool mojibake_undo(struct buf *text)
{
	struct buf bytes;
	size_t used;
	int b;

	if (!text->len || !memchr(text->data, 0xc3, text->len) ||
	    !is_suspect(text))
		return false;
	buf_init(&bytes, text->max);
	for (size_t i = 0; i < text->len; i += used) {
		b = byte_of(text->data + i, text->len - i, &used);
		if (b < 0)
			break;
		buf_putc(&bytes, (char)b);
		if (i + used < text->len)
			continue;
		if (!utf8_valid(bytes.data, bytes.len))
			break;
		buf_free(text);
		*text = bytes;
		return true;
	}
	buf_free(&bytes);
	return false;
}
