/* Plain text of feeds, from HTML or as it stands. */
#include <string.h>

#include "parse/html.h"
#include "parse/html_out.h"
#include "parse/html_scan.h"

/*
 * Bytes that are not simply copied: controls, references, ">", and what
 * begins C1 and the bidirectional controls.
 */
static const bool special[256] = {
    [0x00 ... 0x1f] = true,
    ['&'] = true,
    ['<'] = true,
    ['>'] = true,
    [0x7f] = true,
    [0xc2] = true,
    [0xe2] = true,
    [0xf5 ... 0xff] = true,
};

#define BLOCK 16

typedef unsigned char block __attribute__((vector_size(BLOCK)));

/* The same sixteen times; a special byte, or a space before a space, is not 0.
 */
static block special_bytes(const char *s)
{
	block b, next;

	memcpy(&b, s, BLOCK);
	memcpy(&next, s + 1, BLOCK);
	return (block)((b < 0x20) | (b == '&') | (b == '<') | (b == '>') |
		       (b == 0x7f) | (b == 0xc2) | (b == 0xe2) | (b > 0xf4) |
		       ((b == ' ') & (next == ' ')));
}

/* From i on: the next special byte, or space before a space; or n. */
static size_t skip_copied(const char *s, size_t i, size_t n)
{
	uint64_t halves[2];
	block found;

	for (; n - i > BLOCK; i += BLOCK) {
		found = special_bytes(s + i);
		memcpy(halves, &found, BLOCK);
		if (halves[0] | halves[1])
			break;
	}
	for (; i < n; i++) {
		if (special[(unsigned char)s[i]] ||
		    (s[i] == ' ' && i + 1 < n && s[i + 1] == ' '))
			break;
	}
	return i;
}

/* Bytes of a special character that is copied all the same; or 0. */
static size_t harmless(const char *s, size_t n, bool html)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xe2 && n >= 3)
		return (u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
			       (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9)
			   ? 0
			   : 3;
	if (u[0] == 0xc2 && n >= 2)
		return u[1] >= 0xa0 ? 2 : 0;
	return (u[0] == '>' || u[0] == '<') && !html;
}

/* The end of what can be copied to all outputs: no space at its end. */
static size_t copied_end(const char *s, size_t i, size_t n, bool html)
{
	size_t from = i, step = 1;

	while (step) {
		i = skip_copied(s, i, n);
		step = i < n ? harmless(s + i, n - i, html) : 0;
		i += step;
	}
	return i > from && s[i - 1] == ' ' ? i - 1 : i;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void put_pending(struct html_out *o)
{
	if (o->pending && o->text->len > o->start)
		buf_putc(o->text, o->pending);
	o->pending = '\0';
}

void html_put_safe_char(struct buf *b, uint32_t c)
{
	if (c >= 0x80 && c <= 0x9f)
		c = html_c1(c);
	if (c == '&')
		buf_puts(b, "&amp;");
	else if (c == '<')
		buf_puts(b, "&lt;");
	else if (c == '>')
		buf_puts(b, "&gt;");
	else if (c == '"')
		buf_puts(b, "&quot;");
	else if (c >= '\n' && c <= '\r')
		buf_putc(b, '\n');
	else if ((c >= ' ' && c != 0x7f && !(c >= 0x202a && c <= 0x202e) &&
		     !(c >= 0x2066 && c <= 0x2069)) ||
		 c == '\t')
		html_put_char(b, c);
}

/* A decoded character: white space collapses, controls vanish. */
static void put_text_char(struct html_out *o, uint32_t c)
{
	if (c >= 0x80 && c <= 0x9f)
		c = html_c1(c);
	if (is_space(c)) {
		if (!o->pending)
			o->pending = ' ';
		return;
	}
	if (c < ' ' || c == 0x7f || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069))
		return;
	put_pending(o);
	html_put_char(o->text, c);
}

static void put_char(struct html_out *o, uint32_t c)
{
	if (o->html)
		html_put_safe_char(o->html, c);
	if (o->text)
		put_text_char(o, c);
}

/* What begins with 0xc2 or 0xe2, or any other byte; the bytes it takes. */
static size_t put_lead(struct html_out *o, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xc2 && n >= 2) {
		put_char(o, 0x80u | (u[1] & 0x3fu));
		return 2;
	}
	if (u[0] == 0xe2 && n >= 3) {
		put_char(o, 0x2000u | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu));
		return 3;
	}
	put_char(o, u[0]);
	return 1;
}

static size_t put_reference(struct html_out *o, const char *s, size_t n)
{
	uint32_t c[2];
	size_t used = html_reference(s, n, false, c);

	put_char(o, used ? c[0] : '&');
	if (used && c[1])
		put_char(o, c[1]);
	return used ? used : 1;
}

void html_out_run(struct html_out *o, const char *s, size_t n, bool references)
{
	size_t i = 0, from;

	while (i < n) {
		from = i;
		if (!is_space((unsigned char)s[i]))
			i = copied_end(s, i, n, o->html != NULL);
		if (i > from && o->text) {
			put_pending(o);
			buf_add(o->text, s + from, i - from);
		}
		if (i > from && o->html)
			buf_add(o->html, s + from, i - from);
		if (i >= n)
			return;
		if (s[i] == '&' && references)
			i += put_reference(o, s + i, n - i);
		else
			i += put_lead(o, s + i, n - i);
	}
}

void html_put_plain(
    struct buf *b, const char *s, size_t n, enum html_lines lines)
{
	struct html_out o = {
	    .text = b, .start = b->len, .keep_line = lines == HTML_BLOCKS};

	html_out_run(&o, s, n, false);
}

void html_put_text(
    struct buf *b, const char *s, size_t n, enum html_lines lines)
{
	struct html_out o = {
	    .text = b, .start = b->len, .keep_line = lines == HTML_BLOCKS};
	struct html_scan scan = {
	    .at = s, .end = s + n, .unknown_is_text = true};
	struct html_token token;

	for (;;) {
		html_next(&scan, &token);
		switch (token.kind) {
		case HTML_END:
			return;
		case HTML_TEXT:
			html_out_run(&o, token.at, token.n, true);
			break;
		case HTML_OPEN:
		case HTML_CLOSE:
			if (!token.element)
				break;
			if (token.element->flags & ELEMENT_FOREIGN)
				scan.unknown_is_text = token.kind == HTML_CLOSE;
			if (token.element->flags & ELEMENT_BLOCK)
				html_out_break(&o);
			if (token.kind == HTML_OPEN &&
			    (token.element->flags & ELEMENT_OPAQUE))
				html_skip_opaque(&scan, token.element);
			break;
		case HTML_NOTHING:
			break;
		}
	}
}
