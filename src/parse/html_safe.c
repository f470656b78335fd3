/*
 * HTML that is safe in a page or a mail. What is written is made anew from
 * tokens: only names of the table, only attributes of the list, values and
 * text escaped by us. Nothing of the input is copied that was not looked at.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "base/map.h"
#include "parse/html.h"
#include "parse/html_out.h"
#include "parse/html_scan.h"
#include "text/url.h"

#define MOST_OPEN 100 /* elements within each other; deeper ones vanish */

struct writer {
	struct buf *out;
	struct html_out run; /* out again, and the text where it is wanted */
	struct buf *links;   /* or NULL */
	bool differs;	     /* what was left out leaves its mark on text */
	struct map linked;   /* those that are in it */
	struct arena *arena;
	const char *base;
	const struct element *open[MOST_OPEN];
	size_t depth;
};

static const bool plain_byte[256] = {['\t'] = true,
    ['\n'] = true,
    [' ' ... '!'] = true,
    ['#' ... '%'] = true,
    ['\'' ... ';'] = true,
    ['='] = true,
    ['?' ... '~'] = true,
    [0x80 ... 0xc1] = true,
    [0xc3 ... 0xe1] = true,
    [0xe3 ... 0xf4] = true};

static size_t put_lead(struct buf *b, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xc2 && n >= 2) {
		html_put_safe_char(b, 0x80u | (u[1] & 0x3fu));
		return 2;
	}
	if (u[0] == 0xe2 && n >= 3) {
		html_put_safe_char(
		    b, 0x2000u | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu));
		return 3;
	}
	html_put_safe_char(b, u[0]);
	return 1;
}

/* What stands between the double quotes of an attribute. */
static void put_quoted(struct buf *b, const char *s, size_t n, bool references)
{
	size_t i = 0, from, used;
	uint32_t c[2];

	while (i < n) {
		from = i;
		while (i < n && plain_byte[(unsigned char)s[i]])
			i++;
		buf_add(b, s + from, i - from);
		if (i >= n)
			return;
		if (s[i] != '&' || !references) {
			i += put_lead(b, s + i, n - i);
			continue;
		}
		used = html_reference(s + i, n - i, true, c);
		html_put_safe_char(b, used ? c[0] : '&');
		if (used && c[1])
			html_put_safe_char(b, c[1]);
		i += used ? used : 1;
	}
}

void html_put_escaped(struct buf *b, const char *s, size_t n)
{
	struct html_out o = {.html = b};

	html_out_run(&o, s, n, false);
}

void html_put_quoted(struct buf *b, const char *s, size_t n)
{
	put_quoted(b, s, n, false);
}

/* --- attributes --- */

enum attribute_kind {
	ATTR_TEXT,
	ATTR_LINK,
	ATTR_URL,
	ATTR_IMAGE,
	ATTR_SET,
	ATTR_FLAG
};

#define A(name, kind, only) \
	{ \
		name, sizeof(name) - 1, kind, only \
	}

/* All that is kept; the names of one letter more cost nothing. */
static const struct attribute {
	const char *name;
	size_t n;
	enum attribute_kind kind;
	const char *only; /* elements that may have it; NULL: all */
} attributes[] = {
    A("href", ATTR_LINK, " a "),
    A("src", ATTR_IMAGE, " img "),
    A("src", ATTR_URL, " audio source track video "),
    A("srcset", ATTR_SET, " img source "),
    A("poster", ATTR_URL, " video "),
    A("cite", ATTR_URL, " blockquote del ins q "),
    A("alt", ATTR_TEXT, NULL),
    A("title", ATTR_TEXT, NULL),
    A("lang", ATTR_TEXT, NULL),
    A("dir", ATTR_TEXT, NULL),
    A("width", ATTR_TEXT, " col colgroup hr img table td th video "),
    A("height", ATTR_TEXT, " img td th video "),
    A("align", ATTR_TEXT, NULL),
    A("valign", ATTR_TEXT, NULL),
    A("border", ATTR_TEXT, " img table "),
    A("colspan", ATTR_TEXT, " td th "),
    A("rowspan", ATTR_TEXT, " td th "),
    A("span", ATTR_TEXT, " col colgroup "),
    A("scope", ATTR_TEXT, " th "),
    A("headers", ATTR_TEXT, " td th "),
    A("summary", ATTR_TEXT, " table "),
    A("abbr", ATTR_TEXT, " td th "),
    A("datetime", ATTR_TEXT, " del ins time "),
    A("start", ATTR_TEXT, " ol "),
    A("reversed", ATTR_FLAG, " ol "),
    A("value", ATTR_TEXT, " data li "),
    A("type", ATTR_TEXT, " li ol source ul "),
    A("media", ATTR_TEXT, " source "),
    A("sizes", ATTR_TEXT, " img source "),
    A("hreflang", ATTR_TEXT, " a "),
    A("rel", ATTR_TEXT, " a "),
    A("controls", ATTR_FLAG, " audio video "),
    A("loop", ATTR_FLAG, " audio video "),
    A("muted", ATTR_FLAG, " audio video "),
    A("open", ATTR_FLAG, " details "),
    A("label", ATTR_TEXT, " track "),
    A("srclang", ATTR_TEXT, " track "),
    A("kind", ATTR_TEXT, " track "),
};

#undef A

static bool may_have(const struct attribute *a, const struct element *e)
{
	const char *p = a->only;

	while (p && (p = strstr(p, e->name)) != NULL) {
		if (p[-1] == ' ' && p[e->n] == ' ')
			return true;
		p++;
	}
	return !a->only;
}

static const struct attribute *attribute_find(
    const struct html_attribute *h, const struct element *e)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		const struct attribute *a = &attributes[i];

		if (a->n == h->name_n && (*a->name | 32) == (*h->name | 32) &&
		    strncasecmp(a->name, h->name, a->n) == 0 && may_have(a, e))
			return a;
	}
	return NULL;
}

/* Schemes that a link of a page may have; a scheme not here is dropped. */
static const char *const link_schemes[] = {
    "http:", "https:", "mailto:", "ftp:", "ftps:", "sftp:", "tel:", "sms:",
    "news:", "nntp:", "irc:", "ircs:", "xmpp:", "magnet:", "gopher:", "gemini:",
    "geo:", "webcal:", "feed:", "sip:", "sips:", "rtsp:", "mms:", "urn:",
    "doi:", "tag:", "cid:", "mid:", "matrix:"};

static bool is_link_scheme(const char *url)
{
	for (size_t i = 0; i < sizeof(link_schemes) / sizeof(char *); i++) {
		if (strncasecmp(
			url, link_schemes[i], strlen(link_schemes[i])) == 0)
			return true;
	}
	return false;
}

static const char *const picture_types[] = {
    "png", "gif", "jpeg", "jpg", "webp", "avif", "bmp", "x-icon"};

/* "data:image/png;base64,...": a picture that is no program. */
static bool is_data_picture(const char *url)
{
	static const char prefix[] = "data:image/";
	size_t n;

	if (strncasecmp(url, prefix, sizeof(prefix) - 1) != 0)
		return false;
	url += sizeof(prefix) - 1;
	for (size_t i = 0; i < sizeof(picture_types) / sizeof(char *); i++) {
		n = strlen(picture_types[i]);
		if (strncasecmp(url, picture_types[i], n) == 0 &&
		    (url[n] == ';' || url[n] == ','))
			return true;
	}
	return false;
}

/* The value with its references decoded, in the arena. */
static char *decoded(struct arena *arena, const char *s, size_t n)
{
	const char *end = s + n, *amp;
	uint32_t c[2];
	struct buf b;
	size_t used;
	char *out;

	if (n > CAP_ENTRY_HTML)
		return NULL;
	if (!memchr(s, '&', n))
		return arena_strndup(arena, s, n);
	buf_init(&b, CAP_ENTRY_HTML);
	while (s < end) {
		amp = memchr(s, '&', (size_t)(end - s));
		buf_add(&b, s, (size_t)((amp ? amp : end) - s));
		if (!amp)
			break;
		used = html_reference(amp, (size_t)(end - amp), true, c);
		if (!used)
			buf_putc(&b, '&');
		else if (c[0])
			html_put_char(&b, c[0]);
		s = amp + (used ? used : 1);
	}
	out = arena_strndup(arena, buf_text(&b), b.len);
	buf_free(&b);
	return out;
}

/* They are not written: nothing may be judged with them in it. */
static char *without_controls(char *s)
{
	char *to = s;

	for (const char *from = s; *from; from++) {
		if (((unsigned char)*from >= ' ' && *from != 0x7f) ||
		    strchr("\t\n\r", *from))
			*to++ = *from;
	}
	*to = '\0';
	return s;
}

/* A link of the text, once. */
static void put_link(struct writer *w, const char *url)
{
	struct buf *b = w->links;
	size_t n = strlen(url);

	if (!n || strpbrk(url, "\r\n") || map_put_n(&w->linked, url, n, w) ||
	    b->len + n + 1 >= b->max)
		return;
	if (b->len)
		buf_putc(b, '\n');
	buf_add(b, url, n);
}

static void put_value(
    struct writer *w, const struct attribute *a, const char *value)
{
	const char *from;

	buf_putc(w->out, ' ');
	buf_add(w->out, a->name, a->n);
	buf_add(w->out, "=\"", 2);
	while (*value) {
		from = value;
		while (plain_byte[(unsigned char)*value] ||
		       (unsigned char)*value > 0x7f)
			value++;
		buf_add(w->out, from, (size_t)(value - from));
		if (*value && (unsigned char)*value >= ' ' && *value != 0x7f)
			html_put_safe_char(w->out, (unsigned char)*value);
		value += *value != '\0';
	}
	buf_putc(w->out, '"');
}

static const char *safe_url(struct writer *w, const char *ref, bool picture)
{
	char *url;

	while (*ref && (unsigned char)*ref <= ' ')
		ref++;
	if (picture && is_data_picture(ref))
		return ref;
	url = url_resolve(w->arena, w->base, ref);
	return url && is_link_scheme(url) ? url : NULL;
}

/* srcset: "URL descriptor, URL descriptor"; kept where all of it is safe. */
static void put_set(struct writer *w, const struct attribute *a, char *value)
{
	struct buf b;
	const char *url;
	size_t n;
	char *rest;

	buf_init(&b, CAP_ENTRY_HTML);
	for (; *value; value = rest) {
		value += strspn(value, " \t\r\n,");
		n = strcspn(value, " \t\r\n");
		rest = value + n;
		while (n && value[n - 1] == ',')
			n--;
		if (!n)
			break;
		url = safe_url(w, arena_strndup(w->arena, value, n), false);
		if (!url || strchr(url, ',')) {
			buf_free(&b);
			return;
		}
		buf_printf(&b, "%s%s", b.len ? ", " : "", url);
		if (value + n != rest)
			continue;
		n = strcspn(rest, ",");
		buf_add(&b, rest, n);
		rest += n;
	}
	if (b.len && buf_ok(&b))
		put_value(w, a, buf_text(&b));
	buf_free(&b);
}

static void put_attribute(
    struct writer *w, const struct attribute *a, const struct html_attribute *h)
{
	char *value;
	const char *url;

	if (a->kind == ATTR_TEXT) {
		buf_putc(w->out, ' ');
		buf_add(w->out, a->name, a->n);
		buf_add(w->out, "=\"", 2);
		put_quoted(w->out, h->value, h->value_n, true);
		buf_putc(w->out, '"');
		return;
	}
	if (a->kind == ATTR_FLAG) {
		buf_printf(w->out, " %s=\"\"", a->name);
		return;
	}
	value = decoded(w->arena, h->value, h->value_n);
	if (!value)
		return;
	value = without_controls(value);
	if (a->kind == ATTR_SET) {
		put_set(w, a, value);
		return;
	}
	url = safe_url(w, value, a->kind == ATTR_IMAGE);
	if (!url)
		return;
	put_value(w, a, url);
	if (w->links && a->kind == ATTR_LINK)
		put_link(w, url);
}

#define MOST_ATTRIBUTES 32

static void put_attributes(struct writer *w, const struct html_token *t)
{
	const char *at = t->attributes, *end = at + t->attributes_n;
	const struct attribute *seen[MOST_ATTRIBUTES], *a;
	struct html_attribute h;
	size_t n = 0, i;

	while (n < MOST_ATTRIBUTES && html_next_attribute(&at, end, &h)) {
		a = attribute_find(&h, t->element);
		if (!a || (!h.value && a->kind != ATTR_FLAG))
			continue;
		for (i = 0; i < n && seen[i] != a; i++)
			;
		if (i < n)
			continue; /* of two, browsers take the first */
		seen[n++] = a;
		put_attribute(w, a, &h);
	}
}

/* --- elements --- */

static void close_top(struct writer *w)
{
	const struct element *e = w->open[--w->depth];

	buf_add(w->out, "</", 2);
	buf_add(w->out, e->name, e->n);
	buf_putc(w->out, '>');
	if (e->flags & ELEMENT_BLOCK)
		html_out_break(&w->run);
}

static void put_open(struct writer *w, const struct html_token *t)
{
	const struct element *e = t->element;

	/* what an opening tag closes without saying so, where it is on top */
	while (w->depth && (w->open[w->depth - 1]->group & e->closes))
		close_top(w);
	if (!(e->flags & ELEMENT_VOID) && w->depth == MOST_OPEN) {
		w->differs = true;
		return;
	}
	buf_putc(w->out, '<');
	buf_add(w->out, e->name, e->n);
	if (t->attributes_n > 1)
		put_attributes(w, t);
	buf_putc(w->out, '>');
	if (e->flags & ELEMENT_BLOCK)
		html_out_break(&w->run);
	if (!(e->flags & ELEMENT_VOID))
		w->open[w->depth++] = e;
}

static void put_close(struct writer *w, const struct element *e)
{
	size_t i = w->depth;

	if (e->flags & ELEMENT_VOID) {
		w->differs = true; /* "</br>" breaks the line of the text */
		return;
	}
	while (i && w->open[i - 1] != e)
		i--;
	if (!i || i != w->depth)
		w->differs = true; /* it closes nothing, or others too */
	if (!i)
		return;
	while (w->depth >= i)
		close_top(w);
}

/* Room for what is open to be closed; else the rest of the input goes. */
static bool has_room(const struct writer *w)
{
	return buf_ok(w->out) &&
	       w->out->max - w->out->len > MOST_OPEN * 16 + CAP_URL;
}

static void put_tag(
    struct writer *w, struct html_scan *scan, const struct html_token *t)
{
	const struct element *e = t->element;

	if (!e || !(e->flags & ELEMENT_KEEP)) {
		w->differs = true;
		if (e && t->kind == HTML_OPEN && (e->flags & ELEMENT_OPAQUE))
			html_skip_opaque(scan, e);
	} else if (t->kind == HTML_OPEN) {
		put_open(w, t);
	} else {
		put_close(w, e);
	}
}

static void put_all(struct writer *w, const char *s, size_t n)
{
	struct html_scan scan = {.at = s, .end = s + n};
	struct html_token t;

	for (html_next(&scan, &t); t.kind != HTML_END; html_next(&scan, &t)) {
		if (!has_room(w) || t.n >= w->out->max - w->out->len) {
			w->differs = true;
			break;
		}
		switch (t.kind) {
		case HTML_TEXT:
			html_out_run(&w->run, t.at, t.n, true);
			break;
		case HTML_OPEN:
		case HTML_CLOSE:
			put_tag(w, &scan, &t);
			break;
		case HTML_NOTHING:
			w->differs = true;
			break;
		case HTML_END:
			break;
		}
	}
	while (w->depth)
		close_top(w);
}

void html_put_safe(struct buf *b, struct arena *arena, const char *s, size_t n,
    const char *base)
{
	struct html_parts parts = {.html = b};

	html_put_parts(&parts, arena, s, n, base);
}

bool html_put_parts(const struct html_parts *to, struct arena *arena,
    const char *s, size_t n, const char *base)
{
	struct writer w = {.out = to->html,
	    .run = {.html = to->html,
		.text = to->text,
		.start = to->text ? to->text->len : 0,
		.keep_line = true},
	    .links = to->links,
	    .arena = arena,
	    .base = base};

	put_all(&w, s, n);
	map_free(&w.linked);
	return !w.differs && buf_ok(to->html);
}
