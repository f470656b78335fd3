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
#include "parse/html_scan.h"
#include "text/url.h"

#define MOST_OPEN 100 /* elements within each other; deeper ones vanish */

struct writer {
	struct buf *out;
	struct arena *arena;
	const char *base;
	const struct element *open[MOST_OPEN];
	size_t depth;
};

static const bool plain_byte[256] = {['\t'] = true,
    ['\n'] = true,
    [' ' ... '%'] = true,
    ['\'' ... ';'] = true,
    ['='] = true,
    ['?' ... '~'] = true,
    [0x80 ... 0xc1] = true,
    [0xc3 ... 0xe1] = true,
    [0xe3 ... 0xf4] = true};

static void put_safe_char(struct buf *b, uint32_t c)
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
	else if (c == '\r')
		buf_putc(b, '\n');
	else if ((c >= ' ' && c != 0x7f && !(c >= 0x202a && c <= 0x202e) &&
		     !(c >= 0x2066 && c <= 0x2069)) ||
		 c == '\n' || c == '\t')
		html_put_char(b, c);
}

static size_t put_lead(struct buf *b, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] == 0xc2 && n >= 2) {
		put_safe_char(b, 0x80u | (u[1] & 0x3fu));
		return 2;
	}
	if (u[0] == 0xe2 && n >= 3) {
		put_safe_char(
		    b, 0x2000u | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu));
		return 3;
	}
	put_safe_char(b, u[0]);
	return 1;
}

enum escaping {
	PLAIN,
	PLAIN_IN_ATTRIBUTE,
	REFERENCES,
	REFERENCES_IN_ATTRIBUTE
};

static void put_run(struct buf *b, const char *s, size_t n, enum escaping how)
{
	size_t i = 0, from, used;
	uint32_t c[2];

	while (i < n) {
		from = i;
		while (i < n && plain_byte[(unsigned char)s[i]] &&
		       (s[i] != '"' || how == PLAIN || how == REFERENCES))
			i++;
		buf_add(b, s + from, i - from);
		if (i >= n)
			return;
		if (s[i] != '&') {
			i += put_lead(b, s + i, n - i);
			continue;
		}
		used = how <= PLAIN_IN_ATTRIBUTE
			   ? 0
			   : html_reference(s + i, n - i,
				 how == REFERENCES_IN_ATTRIBUTE, c);
		put_safe_char(b, used ? c[0] : '&');
		if (used && c[1])
			put_safe_char(b, c[1]);
		i += used ? used : 1;
	}
}

void html_put_escaped(struct buf *b, const char *s, size_t n)
{
	put_run(b, s, n, PLAIN);
}

void html_put_quoted(struct buf *b, const char *s, size_t n)
{
	put_run(b, s, n, PLAIN_IN_ATTRIBUTE);
}

/* --- attributes --- */

enum attribute_kind { ATTR_TEXT, ATTR_URL, ATTR_IMAGE, ATTR_SET, ATTR_FLAG };

/* All that is kept; the names of one letter more cost nothing. */
static const struct attribute {
	const char *name;
	enum attribute_kind kind;
	const char *only; /* elements that may have it; NULL: all */
} attributes[] = {
    {"href", ATTR_URL, " a "},
    {"src", ATTR_IMAGE, " img "},
    {"src", ATTR_URL, " audio source track video "},
    {"srcset", ATTR_SET, " img source "},
    {"poster", ATTR_URL, " video "},
    {"cite", ATTR_URL, " blockquote del ins q "},
    {"alt", ATTR_TEXT, NULL},
    {"title", ATTR_TEXT, NULL},
    {"lang", ATTR_TEXT, NULL},
    {"dir", ATTR_TEXT, NULL},
    {"width", ATTR_TEXT, " col colgroup hr img table td th video "},
    {"height", ATTR_TEXT, " img td th video "},
    {"align", ATTR_TEXT, NULL},
    {"valign", ATTR_TEXT, NULL},
    {"border", ATTR_TEXT, " img table "},
    {"colspan", ATTR_TEXT, " td th "},
    {"rowspan", ATTR_TEXT, " td th "},
    {"span", ATTR_TEXT, " col colgroup "},
    {"scope", ATTR_TEXT, " th "},
    {"headers", ATTR_TEXT, " td th "},
    {"summary", ATTR_TEXT, " table "},
    {"abbr", ATTR_TEXT, " td th "},
    {"datetime", ATTR_TEXT, " del ins time "},
    {"start", ATTR_TEXT, " ol "},
    {"reversed", ATTR_FLAG, " ol "},
    {"value", ATTR_TEXT, " data li "},
    {"type", ATTR_TEXT, " li ol source ul "},
    {"media", ATTR_TEXT, " source "},
    {"sizes", ATTR_TEXT, " img source "},
    {"hreflang", ATTR_TEXT, " a "},
    {"rel", ATTR_TEXT, " a "},
    {"controls", ATTR_FLAG, " audio video "},
    {"loop", ATTR_FLAG, " audio video "},
    {"muted", ATTR_FLAG, " audio video "},
    {"open", ATTR_FLAG, " details "},
    {"label", ATTR_TEXT, " track "},
    {"srclang", ATTR_TEXT, " track "},
    {"kind", ATTR_TEXT, " track "},
};

static bool may_have(const struct attribute *a, const char *element)
{
	size_t n = strlen(element);
	const char *p = a->only;

	while (p && (p = strstr(p, element)) != NULL) {
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
		p++;
	}
	return !a->only;
}

static const struct attribute *attribute_find(
    const struct html_attribute *h, const char *element)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		const struct attribute *a = &attributes[i];

		if (strlen(a->name) == h->name_n &&
		    strncasecmp(a->name, h->name, h->name_n) == 0 &&
		    may_have(a, element))
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
static char *decoded(struct writer *w, const char *s, size_t n)
{
	struct buf b;
	char *out;
	uint32_t c[2];
	size_t used;

	buf_init(&b, CAP_ENTRY_HTML);
	for (size_t i = 0; i < n; i += used ? used : 1) {
		used = s[i] == '&' ? html_reference(s + i, n - i, true, c) : 0;
		if (!used)
			buf_putc(&b, s[i]);
		else if (c[0])
			html_put_char(&b, c[0]);
	}
	out = buf_ok(&b) ? arena_strndup(w->arena, buf_text(&b), b.len) : NULL;
	buf_free(&b);
	return out;
}

static void put_value(struct writer *w, const char *name, const char *value)
{
	buf_putc(w->out, ' ');
	buf_puts(w->out, name);
	buf_puts(w->out, "=\"");
	for (; *value; value++) {
		if (*value == '"' || *value == '&' || *value == '<' ||
		    *value == '>')
			put_safe_char(w->out, (unsigned char)*value);
		else if ((unsigned char)*value >= ' ' && *value != 0x7f)
			buf_putc(w->out, *value);
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
static void put_set(struct writer *w, const char *name, char *value)
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
		put_value(w, name, buf_text(&b));
	buf_free(&b);
}

static void put_attribute(
    struct writer *w, const struct attribute *a, const struct html_attribute *h)
{
	char *value;
	const char *url;

	if (a->kind == ATTR_TEXT) {
		buf_putc(w->out, ' ');
		buf_puts(w->out, a->name);
		buf_puts(w->out, "=\"");
		put_run(w->out, h->value, h->value_n, REFERENCES_IN_ATTRIBUTE);
		buf_putc(w->out, '"');
		return;
	}
	if (a->kind == ATTR_FLAG) {
		buf_printf(w->out, " %s=\"\"", a->name);
		return;
	}
	value = decoded(w, h->value, h->value_n);
	if (!value)
		return;
	if (a->kind == ATTR_SET) {
		put_set(w, a->name, value);
		return;
	}
	url = safe_url(w, value, a->kind == ATTR_IMAGE);
	if (url)
		put_value(w, a->name, url);
}

#define MOST_ATTRIBUTES 32

static void put_attributes(struct writer *w, const struct html_token *t)
{
	const char *at = t->attributes, *end = at + t->attributes_n;
	const struct attribute *seen[MOST_ATTRIBUTES], *a;
	struct html_attribute h;
	size_t n = 0, i;

	while (n < MOST_ATTRIBUTES && html_next_attribute(&at, end, &h)) {
		a = attribute_find(&h, t->element->name);
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
	buf_puts(w->out, "</");
	buf_puts(w->out, w->open[--w->depth]->name);
	buf_putc(w->out, '>');
}

static bool is_one_of(const char *name, const char *list)
{
	size_t n = strlen(name);
	const char *p = strstr(list, name);

	for (; p; p = strstr(p + 1, name)) {
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	}
	return false;
}

/* What an opening tag closes without saying so, where it is on top. */
static const struct implied {
	const char *opening, *closes;
} implied[] = {
    {" li ", " p li "},
    {" p ", " p "},
    {" dt dd ", " p dt dd "},
    {" tr ", " p td th tr "},
    {" td th ", " p td th "},
    {" tbody thead tfoot ", " p td th tr tbody thead tfoot "},
    {" div ul ol dl table blockquote pre h1 h2 h3 h4 h5 h6 section article "
     "figure hr ",
	" p "},
};

static void close_implied(struct writer *w, const struct element *e)
{
	for (size_t i = 0; i < sizeof(implied) / sizeof(*implied); i++) {
		if (!is_one_of(e->name, implied[i].opening))
			continue;
		while (w->depth && is_one_of(w->open[w->depth - 1]->name,
				       implied[i].closes))
			close_top(w);
	}
}

static void put_open(struct writer *w, const struct html_token *t)
{
	const struct element *e = t->element;

	close_implied(w, e);
	if (!(e->flags & ELEMENT_VOID) && w->depth == MOST_OPEN)
		return;
	buf_putc(w->out, '<');
	buf_puts(w->out, e->name);
	put_attributes(w, t);
	buf_putc(w->out, '>');
	if (!(e->flags & ELEMENT_VOID))
		w->open[w->depth++] = e;
}

static void put_close(struct writer *w, const struct element *e)
{
	size_t i = w->depth;

	if (e->flags & ELEMENT_VOID)
		return;
	while (i && w->open[i - 1] != e)
		i--;
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

void html_put_safe(struct buf *b, struct arena *arena, const char *s, size_t n,
    const char *base)
{
	struct writer w = {.out = b, .arena = arena, .base = base};
	struct html_scan scan = {.at = s, .end = s + n};
	struct html_token t;

	while (has_room(&w)) {
		html_next(&scan, &t);
		if (t.kind == HTML_END)
			break;
		if (t.kind == HTML_TEXT) {
			if (t.n >= b->max - b->len)
				break;
			put_run(b, t.at, t.n, REFERENCES);
		} else if (t.kind == HTML_OPEN && t.element) {
			if (t.element->flags & ELEMENT_OPAQUE)
				html_skip_opaque(&scan, t.element);
			else if (t.element->flags & ELEMENT_KEEP)
				put_open(&w, &t);
		} else if (t.kind == HTML_CLOSE && t.element &&
			   (t.element->flags & ELEMENT_KEEP)) {
			put_close(&w, t.element);
		}
	}
	while (w.depth)
		close_top(&w);
}

/* --- links --- */

char *html_links(struct arena *arena, const char *html)
{
	struct html_scan scan = {
	    .at = html, .end = html ? html + strlen(html) : html};
	struct writer w = {.arena = arena};
	struct html_token t;
	struct html_attribute h;
	struct map seen = {0};
	struct buf b;
	char *url;

	buf_init(&b, CAP_ITEM_TEXT);
	for (html_next(&scan, &t); t.kind != HTML_END; html_next(&scan, &t)) {
		const char *at = t.attributes;

		if (t.kind != HTML_OPEN || !t.element ||
		    strcmp(t.element->name, "a") != 0)
			continue;
		while (html_next_attribute(
		    &at, t.attributes + t.attributes_n, &h)) {
			if (h.name_n != 4 ||
			    strncasecmp(h.name, "href", 4) != 0)
				continue;
			url = h.value ? decoded(&w, h.value, h.value_n) : NULL;
			if (!url || !*url || strpbrk(url, "\r\n") ||
			    map_put(&seen, url, url))
				continue;
			if (b.len + strlen(url) + 1 < b.max)
				buf_printf(&b, "%s%s", b.len ? "\n" : "", url);
		}
	}
	map_free(&seen);
	url = b.len ? arena_strndup(arena, buf_text(&b), b.len) : NULL;
	buf_free(&b);
	return url;
}
