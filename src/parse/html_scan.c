/* One token at a time, each from where the last one ended. */
#include "parse/html_scan.h"

#include <string.h>
#include <strings.h>

#include "parse/html.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* The ">" that ends a tag, quotes heeded; NULL where there is none. */
static const char *tag_end(const char *s, const char *end)
{
	const char *quote;

	while (s < end && *s != '>') {
		if (*s != '=') {
			s++;
			continue;
		}
		for (s++; s < end && is_space(*s); s++)
			;
		if (s < end && (*s == '"' || *s == '\'')) {
			quote = memchr(s + 1, *s, (size_t)(end - s - 1));
			/* An open quote: the tag ends where it can. */
			s = quote ? quote + 1 : s + 1;
		}
	}
	return s < end ? s : NULL;
}

static size_t name_length(const char *s, const char *end)
{
	const char *begin = s;

	while (s < end && !is_space(*s) && *s != '/' && *s != '>' && *s != '<')
		s++;
	return (size_t)(s - begin);
}

/* "<!...", "<?...": up to its end; what is not closed takes the rest. */
static const char *declaration_end(const char *s, const char *end)
{
	const char *close;

	if (end - s >= 4 && memcmp(s, "<!--", 4) == 0) {
		if (end - s > 4 && s[4] == '>')
			return s + 5;
		close = memmem(s + 4, (size_t)(end - s - 4), "-->", 3);
		return close ? close + 3 : end;
	}
	close = memchr(s, '>', (size_t)(end - s));
	return close ? close + 1 : end;
}

/* A tag at "<"; false where it is none and the character is text. */
static bool read_tag(struct html_scan *h, struct html_token *t)
{
	bool closes = h->end - h->at > 1 && h->at[1] == '/';
	const char *name = h->at + 1 + closes, *close;
	size_t n;

	if (h->no_more_tags || name >= h->end || !is_letter(*name))
		return false;
	n = name_length(name, h->end);
	t->element = element_find(name, n);
	if (!t->element && h->unknown_is_text)
		return false;
	close = tag_end(name + n, h->end);
	if (!close && memchr(name, '=', (size_t)(h->end - name)) == NULL) {
		h->no_more_tags = true;
		return false; /* "a <b" that just ends, and no cut tag */
	}
	t->kind = closes ? HTML_CLOSE : HTML_OPEN;
	t->at = h->at;
	t->attributes = name + n;
	t->attributes_n = (size_t)((close ? close : h->end) - name) - n;
	h->at = close ? close + 1 : h->end;
	t->n = (size_t)(h->at - t->at);
	if (!close)
		t->kind = HTML_NOTHING;
	return true;
}

/* "<!--", "<!DOCTYPE", "<![CDATA["; any other "<!" is text. */
static bool is_declaration(const char *s, const char *end)
{
	return end - s > 2 && (is_letter(s[2]) || s[2] == '-' || s[2] == '[');
}

static bool read_markup(struct html_scan *h, struct html_token *t)
{
	char c = h->end - h->at > 1 ? h->at[1] : '\0';

	if (c == '?' || (c == '!' && is_declaration(h->at, h->end)) ||
	    (c == '/' && h->end - h->at > 2 && !is_letter(h->at[2]) &&
		!h->unknown_is_text)) {
		t->kind = HTML_NOTHING;
		h->at = declaration_end(h->at, h->end);
		return true;
	}
	return read_tag(h, t);
}

void html_next(struct html_scan *h, struct html_token *t)
{
	const char *lt;

	*t = (struct html_token){.kind = HTML_END};
	if (h->at >= h->end)
		return;
	if (*h->at == '<' && read_markup(h, t))
		return;
	t->kind = HTML_TEXT;
	t->at = h->at;
	lt = memchr(h->at + 1, '<', (size_t)(h->end - h->at - 1));
	h->at = lt ? lt : h->end;
	t->n = (size_t)(h->at - t->at);
}

/* "</name" followed by what ends a name. */
static const char *find_close(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	while ((s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		if ((size_t)(end - s) >= n + 2 && s[1] == '/' &&
		    strncasecmp(s + 2, name, n) == 0 &&
		    (s + 2 + n == end || !is_alnum(s[2 + n])))
			return s;
		s++;
	}
	return NULL;
}

/* Whether an end tag is still to come; "no" is remembered. */
static bool is_closed(struct html_scan *h, const struct element *e)
{
	size_t i = 0;

	while (i < 4 && h->unclosed[i]) {
		if (h->unclosed[i++] == e)
			return false;
	}
	if (find_close(h->at, h->end, e->name))
		return true;
	if (i < 4)
		h->unclosed[i] = e;
	return false;
}

static void skip_raw(struct html_scan *h, const struct element *e)
{
	const char *close = find_close(h->at, h->end, e->name);

	h->at = close ? declaration_end(close, h->end) : h->end;
}

void html_skip_opaque(struct html_scan *h, const struct element *e)
{
	struct html_token t;
	int depth = 1;

	if (e->flags & ELEMENT_RAW) {
		skip_raw(h, e);
		return;
	}
	if (!is_closed(h, e))
		return;
	while (depth > 0) {
		html_next(h, &t);
		if (t.kind == HTML_END)
			return;
		if (t.element == e && t.kind == HTML_OPEN)
			depth++;
		else if (t.element == e && t.kind == HTML_CLOSE)
			depth--;
		else if (t.kind == HTML_OPEN && t.element &&
			 (t.element->flags & ELEMENT_RAW))
			skip_raw(h, t.element);
	}
}

bool html_next_attribute(
    const char **at, const char *end, struct html_attribute *a)
{
	const char *s = *at;
	char quote;

	while (s < end && (is_space(*s) || *s == '/'))
		s++;
	*a = (struct html_attribute){.name = s};
	if (s >= end)
		return false;
	s++; /* even a "=" is a name here */
	while (s < end && !is_space(*s) && *s != '/' && *s != '=')
		s++;
	a->name_n = (size_t)(s - a->name);
	while (s < end && is_space(*s))
		s++;
	*at = s;
	if (s >= end || *s != '=')
		return true;
	for (s++; s < end && is_space(*s); s++)
		;
	quote = s < end && (*s == '"' || *s == '\'') ? *s : '\0';
	a->value = quote ? ++s : s;
	while (s < end && (quote ? *s != quote : !is_space(*s)))
		s++;
	a->value_n = (size_t)(s - a->value);
	*at = s < end && quote ? s + 1 : s;
	return true;
}

/* --- characters --- */

uint32_t html_c1(uint32_t c)
{
	static const uint16_t windows_1252[32] = {0x20ac, 0, 0x201a, 0x0192,
	    0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
	    0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
	    0x0178};

	return c >= 0x80 && c <= 0x9f ? windows_1252[c - 0x80] : 0;
}

static size_t numeric(const char *s, size_t n, uint32_t out[2])
{
	bool hex = n > 2 && (s[2] == 'x' || s[2] == 'X');
	size_t i = hex ? 3 : 2, first = i;
	uint32_t c = 0;

	for (; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			c = c * (hex ? 16 : 10) + (uint32_t)(s[i] - '0');
		else if (hex && is_alnum(s[i]) && (s[i] | 32) <= 'f')
			c = c * 16 + (uint32_t)((s[i] | 32) - 'a' + 10);
		else
			break;
		if (c > 0x10ffff)
			c = 0x110000; /* stays too large, never wraps */
	}
	if (i == first)
		return 0;
	if (i < n && s[i] == ';')
		i++;
	if (c >= 0x80 && c <= 0x9f)
		c = html_c1(c);
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	out[0] = c;
	return i;
}

/* Nearly all references there are; or 0. */
static uint32_t common_char(const char *name, size_t n)
{
	if (n == 3 && memcmp(name, "amp", 3) == 0)
		return '&';
	if (n == 2 && name[1] == 't')
		return name[0] == 'l' ? '<' : name[0] == 'g' ? '>' : 0;
	if (n == 4 && memcmp(name, "quot", 4) == 0)
		return '"';
	return n == 4 && memcmp(name, "nbsp", 4) == 0 ? 0xa0 : 0;
}

size_t html_reference(
    const char *s, size_t n, bool in_attribute, uint32_t out[2])
{
	size_t i = 1;
	uint32_t c;

	out[0] = out[1] = 0;
	if (n < 3)
		return 0;
	if (s[1] == '#')
		return numeric(s, n, out);
	while (i < n && i < 34 && is_alnum(s[i]))
		i++;
	c = common_char(s + 1, i - 1);
	if (!c)
		c = html_named_char(s + 1, i - 1);
	if (!c)
		return 0;
	out[0] = c;
	if (i < n && s[i] == ';')
		return i + 1;
	/* Names of Latin-1 and of XML's own need no semicolon. */
	if (c > 0xff || (c < 0xa0 && !strchr("&<>\"", (int)c)))
		return 0;
	return in_attribute && i < n && s[i] == '=' ? 0 : i;
}

void html_put_char(struct buf *b, uint32_t c)
{
	char u[4];
	size_t n = 0;

	if (c < 0x80) {
		u[n++] = (char)c;
	} else if (c < 0x800) {
		u[n++] = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			u[n++] = (char)(0xe0 | c >> 12);
		} else {
			u[n++] = (char)(0xf0 | c >> 18);
			u[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		}
		u[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		u[n++] = (char)(0x80 | (c & 0x3f));
	buf_add(b, u, n);
}
