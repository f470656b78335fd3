/* Plain text of feeds, from HTML or as it stands. */
#include <string.h>

#include "parse/html.h"
#include "parse/html_scan.h"

/* Bytes that need a look: controls, space, and the beginnings of others. */
static const bool plain_byte[256] = {['!'] = true,
    ['"'] = true,
    ['#'] = true,
    ['$'] = true,
    ['%'] = true,
    ['\''] = true,
    ['('] = true,
    [')'] = true,
    ['*'] = true,
    ['+'] = true,
    [','] = true,
    ['-'] = true,
    ['.'] = true,
    ['/'] = true,
    ['0' ... '9'] = true,
    [':'] = true,
    [';'] = true,
    ['<'] = true,
    ['='] = true,
    ['>'] = true,
    ['?'] = true,
    ['@'] = true,
    ['A' ... 'Z'] = true,
    ['['] = true,
    ['\\'] = true,
    [']'] = true,
    ['^'] = true,
    ['_'] = true,
    ['`'] = true,
    ['a' ... 'z'] = true,
    ['{'] = true,
    ['|'] = true,
    ['}'] = true,
    ['~'] = true,
    /* all of UTF-8 but what begins C1 and the bidirectional controls */
    [0x80 ... 0xc1] = true,
    [0xc3 ... 0xe1] = true,
    [0xe3 ... 0xf4] = true};

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

static void put_run(struct text_out *t, const char *s, size_t n, bool html)
{
	size_t i = 0, from, used;
	uint32_t c[2];

	while (i < n) {
		from = i;
		while (i < n && plain_byte[(unsigned char)s[i]])
			i++;
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
