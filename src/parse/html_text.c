/* Plain text of feeds, from HTML or as it stands. */
#include <string.h>

#include "parse/html.h"
#include "parse/html_scan.h"

/* What becomes of a byte of text; the order counts in plain_end(). */
enum byte_kind { BYTE_PLAIN, BYTE_SPACE, BYTE_OTHER };

/* Controls, references, and what begins C1 and the bidirectional controls. */
static const unsigned char byte_kinds[256] = {
    [0x00 ... 0x1f] = BYTE_OTHER,
    [' '] = BYTE_SPACE,
    ['&'] = BYTE_OTHER,
    [0x7f] = BYTE_OTHER,
    [0xc2] = BYTE_OTHER,
    [0xe2] = BYTE_OTHER,
    [0xf5 ... 0xff] = BYTE_OTHER,
};

struct text_out {
	struct buf *out;
	size_t start;	/* of this text in out */
	char pending;	/* ' ' or '\n' to come before the next character */
	bool keep_line; /* block boundaries are line feeds */
};

static void put_pending(struct text_out *t)
{
	if (t->pending && t->out->len > t->start)
		buf_putc(t->out, t->pending);
	t->pending = '\0';
}

static void put_space(struct text_out *t)
{
	if (!t->pending)
		t->pending = ' ';
}

static void put_break(struct text_out *t)
{
	t->pending = t->keep_line ? '\n' : ' ';
}

/* A decoded character: white space collapses, controls vanish. */
static void put_char(struct text_out *t, uint32_t c)
{
	if (c >= 0x80 && c <= 0x9f)
		c = html_c1(c);
	if (c == ' ' || (c >= '\t' && c <= '\r')) {
		put_space(t);
		return;
	}
	if (c < ' ' || c == 0x7f || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069))
		return;
	put_pending(t);
	html_put_char(t->out, c);
}

/* Decodes what begins with 0xc2 or 0xe2; the bytes it takes. */
static size_t put_lead(struct text_out *t, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xc2 && n >= 2) {
		put_char(t, 0x80u | (u[1] & 0x3fu));
		return 2;
	}
	if (u[0] == 0xe2 && n >= 3) {
		put_char(t, 0x2000u | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu));
		return 3;
	}
	put_char(t, u[0]);
	return 1;
}

/*
 * The plain bytes from i on, with single spaces between them; their end. One
 * test a byte: a space after a space, or any other byte, makes it two.
 */
static size_t plain_end(const char *s, size_t i, size_t n)
{
	unsigned kind, before = BYTE_SPACE;
	size_t from = i;

	for (; i < n; i++) {
		kind = byte_kinds[(unsigned char)s[i]];
		if (kind + before >= BYTE_OTHER)
			break;
		before = kind;
	}
	return i > from && before == BYTE_SPACE ? i - 1 : i;
}

static void put_run(struct text_out *t, const char *s, size_t n, bool html)
{
	size_t i = 0, from, used;
	uint32_t c[2];

	while (i < n) {
		from = i;
		i = plain_end(s, i, n);
		if (i > from) {
			put_pending(t);
			buf_add(t->out, s + from, i - from);
		}
		if (i >= n)
			return;
		if (s[i] == '&') {
			used =
			    html ? html_reference(s + i, n - i, false, c) : 0;
			put_char(t, used ? c[0] : '&');
			if (used && c[1])
				put_char(t, c[1]);
			i += used ? used : 1;
		} else {
			i += put_lead(t, s + i, n - i);
		}
	}
}

void html_put_plain(
    struct buf *b, const char *s, size_t n, enum html_lines lines)
{
	struct text_out t = {b, b->len, '\0', lines == HTML_BLOCKS};

	put_run(&t, s, n, false);
}

/* Elements of other vocabularies: all that is within them is a tag. */
static bool is_foreign(const char *name)
{
	return strcmp(name, "svg") == 0 || strcmp(name, "math") == 0;
}

void html_put_text(
    struct buf *b, const char *s, size_t n, enum html_lines lines)
{
	struct text_out t = {b, b->len, '\0', lines == HTML_BLOCKS};
	struct html_scan scan = {
	    .at = s, .end = s + n, .unknown_is_text = true};
	struct html_token token;

	for (;;) {
		html_next(&scan, &token);
		switch (token.kind) {
		case HTML_END:
			return;
		case HTML_TEXT:
			put_run(&t, token.at, token.n, true);
			break;
		case HTML_OPEN:
		case HTML_CLOSE:
			if (!token.element)
				break;
			if (is_foreign(token.element->name))
				scan.unknown_is_text = token.kind == HTML_CLOSE;
			if (token.element->flags & ELEMENT_BLOCK)
				put_break(&t);
			if (token.kind == HTML_OPEN &&
			    (token.element->flags & ELEMENT_OPAQUE))
				html_skip_opaque(&scan, token.element);
			break;
		case HTML_NOTHING:
			break;
		}
	}
}
