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

/*
 * Whether the character at s, of U+00C2 to U+00F4 (C3 82 to C3 B4), can be a
 * byte that begins a character of UTF-8: one that stands for U+0080 to U+00BF
 * or for a byte of Windows-1252 comes next, and that is no ASCII.
 */
static bool begins_character(const char *s, size_t n)
{
	return n > 2 && (unsigned char)s[1] >= 0x82 &&
	       (unsigned char)s[2] >= 0x80;
}

bool mojibake_suspect(const char *s, size_t n)
{
	const char *end = s + n;
	bool found = false;

	for (;; s += 2) {
		s = end - s > 1 ? memchr(s, 0xc3, (size_t)(end - s)) : NULL;
		if (!s)
			return found;
		if (!begins_character(s, (size_t)(end - s)))
			return false;
		found = true;
	}
}

bool mojibake_undo(struct buf *text)
{
	struct buf bytes;
	size_t used;
	int b;

	if (!text->len || !mojibake_suspect(text->data, text->len))
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
