/* Pieces of text and markup into one value. */
#include "parse/capture.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/html.h"
#include "parse/html_names.h"
#include "parse/mojibake.h"
#include "text/url.h"
#include "text/utf8.h"

void capture_init(struct capture *c, struct arena *arena)
{
	*c = (struct capture){.arena = arena};
	buf_init(&c->text, 3 * CAP_BODY);
}

void capture_free(struct capture *c)
{
	buf_free(&c->text);
}

void capture_begin(struct capture *c, const struct field *f, size_t depth,
    int rank, const char *base)
{
	struct capture fresh = {.field = f,
	    .depth = depth,
	    .rank = rank,
	    .kind = VALUE_HTML,
	    .base = base,
	    .arena = c->arena,
	    .text = c->text};

	*c = fresh;
	buf_clear(&c->text);
}

void capture_atom_kind(
    struct capture *c, const struct xml_element *e, bool atom03)
{
	const char *type = xml_attribute(c->arena, e, NS_NONE, "type");
	const char *mode = xml_attribute(c->arena, e, NS_NONE, "mode");
	bool html;

	if (!type)
		type = "text";
	html = strcasestr(type, "html") != NULL;
	c->kind = VALUE_PLAIN;
	if (strcasecmp(type, "html") == 0 || strcasecmp(type, "text/html") == 0)
		c->kind = VALUE_HTML;
	else if (html || strcasestr(type, "+xml") || strcasestr(type, "/xml"))
		c->kind = VALUE_MARKUP;
	if (atom03) {
		c->base64 = mode && strcasecmp(mode, "base64") == 0;
		if (c->base64 || (mode && strcasecmp(mode, "escaped") == 0))
			c->kind = html ? VALUE_HTML : VALUE_PLAIN;
		else if (html)
			c->kind = VALUE_MARKUP;
	} else if (c->kind == VALUE_PLAIN && strchr(type, '/') &&
		   strncasecmp(type, "text/", 5) != 0) {
		c->base64 = true; /* RFC 4287 4.1.3.3 rule 5 */
	}
	c->wrapped = c->kind == VALUE_MARKUP;
}

static bool is_blank(const char *s, size_t n)
{
	while (n && strchr(" \t\r\n", *s)) {
		s++;
		n--;
	}
	return !n;
}

/* What was one piece is so no more. */
static void take_copy(struct capture *c)
{
	if (c->piece)
		buf_add(&c->text, c->piece, c->piece_n);
	for (; c->piece && c->blank_n; c->blank_n--)
		buf_putc(&c->text, ' ');
	c->piece = NULL;
}

/* True where the piece need not be copied, at least not yet. */
static bool is_all(struct capture *c, const char *s, size_t n, bool stays)
{
	if (!c->piece && !c->text.len && is_blank(s, n))
		return true; /* before everything */
	if (c->piece && is_blank(s, n)) {
		c->blank_n += n;
		return true;
	}
	if (c->piece || c->text.len || !stays)
		return false;
	c->piece = s;
	c->piece_n = n;
	return true;
}

void capture_text(
    struct capture *c, size_t depth, const char *s, size_t n, bool stays)
{
	bool escape = c->kind == VALUE_MARKUP ||
		      (c->kind == VALUE_HTML && depth > c->depth);

	if (!escape && is_all(c, s, n, stays))
		return;
	take_copy(c);
	if (escape)
		html_put_escaped(&c->text, s, n);
	else
		buf_add(&c->text, s, n);
}

/* Text that turns out to have elements: Atom 0.3 allows it. */
static void become_markup(struct capture *c)
{
	struct buf escaped;

	buf_init(&escaped, c->text.max);
	html_put_escaped(&escaped, buf_text(&c->text), c->text.len);
	buf_free(&c->text);
	c->text = escaped;
	c->kind = VALUE_MARKUP;
}

static void put_attribute(
    struct capture *c, const struct xml_attribute *a, const char *base)
{
	const char *value = NULL;
	bool is_url = (a->name_n == 4 && !strncasecmp(a->name, "href", 4)) ||
		      (a->name_n == 3 && !strncasecmp(a->name, "src", 3));

	buf_putc(&c->text, ' ');
	buf_add(&c->text, a->name, a->name_n);
	buf_puts(&c->text, "=\"");
	if (is_url && base != c->base)
		value = url_resolve(c->arena, base,
		    arena_strndup(c->arena, a->value, a->value_n));
	if (value)
		html_put_quoted(&c->text, value, strlen(value));
	else
		html_put_quoted(&c->text, a->value, a->value_n);
	buf_putc(&c->text, '"');
}

bool capture_open(struct capture *c, const struct xml_element *e, size_t depth,
    const char *base)
{
	struct xml_attribute a;

	take_copy(c);
	if (c->kind == VALUE_PLAIN)
		become_markup(c);
	if (c->wrapped && depth == c->depth + 1 && xml_is_named(e, "div"))
		return false;
	/* in HTML, "<x>" of no HTML element would be text */
	if (c->kind == VALUE_HTML && !element_find(e->name, e->name_n))
		return false;
	buf_putc(&c->text, '<');
	buf_add(&c->text, e->name, e->name_n);
	for (size_t i = 0; xml_attribute_at(e, i, &a); i++) {
		if (a.ns == NS_NONE)
			put_attribute(c, &a, base);
	}
	buf_putc(&c->text, '>');
	return true;
}

void capture_close(struct capture *c, const char *name, size_t n)
{
	buf_puts(&c->text, "</");
	buf_add(&c->text, name, n);
	buf_putc(&c->text, '>');
}

/* --- the end --- */

static int base64_value(char c)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *p = c ? strchr(set, c) : NULL;

	return p ? (int)(p - set) : -1;
}

/* In place; what is no base64 is passed over. */
static void decode_base64(struct buf *b)
{
	unsigned bits = 0;
	int have = 0, v;
	size_t w = 0;
	struct buf clean;

	for (size_t i = 0; i < b->len && b->data[i] != '='; i++) {
		v = base64_value(b->data[i]);
		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			b->data[w++] = (char)(bits >> have & 0xff);
		}
	}
	buf_truncate(b, w);
	/* What is in it was nobody's text yet: it must become UTF-8. */
	buf_init(&clean, b->max);
	for (size_t i = 0; i < b->len;) {
		const char *s = b->data + i;
		const char *at = s;
		uint32_t c = utf8_next(&at, b->data + b->len);

		if (c)
			html_put_char(&clean, c);
		i += (size_t)(at - s);
	}
	buf_free(b);
	*b = clean;
}

/* Text for people, as against ids and addresses. */
static bool is_prose(enum slot slot)
{
	return slot == SLOT_TITLE || slot == SLOT_SUBTITLE ||
	       slot == SLOT_SUMMARY || slot == SLOT_CONTENT;
}

bool capture_end(struct capture *c, struct value *v)
{
	bool prose = is_prose(c->field->slot), undone = false;

	*v = (struct value){.kind = c->kind, .rank = c->rank, .base = c->base};
	c->field = NULL;
	if (c->piece && prose && !c->base64 &&
	    !mojibake_suspect(c->piece, c->piece_n)) {
		v->text = c->piece;
		v->n = c->piece_n;
		return false;
	}
	take_copy(c);
	if (c->base64)
		decode_base64(&c->text);
	if (prose)
		undone = mojibake_undo(&c->text);
	v->n = c->text.len;
	if (is_blank(buf_text(&c->text), v->n))
		v->n = 0;
	v->text = arena_strndup(c->arena, buf_text(&c->text), v->n);
	return undone;
}
