/*
 * One pass over the bytes of an XML document: tags, references and sections
 * are copied, mended or refused, and every loop is bounded by its input or a
 * cap.
 */
#include "parse/guard.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "base/mem.h"
#include "parse/guard_entities.h"
#include "parse/html.h"
#include "parse/html_names.h"
#include "parse/html_scan.h"

struct name {
	const char *at;
	size_t n;
};

struct guard {
	struct buf *out;
	struct guard_sections *sections;
	bool has_cr;
	bool decodes; /* out takes text that nobody parses again */
	const char *at, *end;
	const char *last_close; /* the last ">" of all, or NULL */
	struct name open[GUARD_DEPTH];
	size_t depth;
	bool root_seen, is_page; /* is_page: the root is of HTML */
	struct guard_entities entities;
	struct warnings *warnings;
	struct err *err;
};

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == ':' ||
	       (unsigned char)c >= 0x80;
}

static bool is_name_char(char c)
{
	return is_name_start(c) || isdigit((unsigned char)c) || c == '-' ||
	       c == '.';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t name_length(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && is_name_char(s[n]))
		n++;
	return n;
}

static bool begins(const struct guard *g, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(g->end - g->at) >= n &&
	       strncasecmp(g->at, with, n) == 0;
}

static const char *find(const char *s, const char *end, const char *what)
{
	return memmem(s, (size_t)(end - s), what, strlen(what));
}

static const char *skip_space(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	return s;
}

/* --- references --- */

/* A character as XML can hold it: markup as a reference. */
static void put_char(struct guard *g, uint32_t c)
{
	if (!g->decodes && c < 0x80 && strchr("<>&\"'", (int)c))
		buf_printf(g->out, "&#%u;", c);
	else
		html_put_char(g->out, c);
}

static const char *put_number(struct guard *g, const char *s, const char *end)
{
	uint32_t c[2];
	size_t n = html_reference(s, (size_t)(end - s), false, c);

	if (!n) {
		put_char(g, '&');
		return s + 1;
	}
	if (s[2] == 'X' || s[n - 1] != ';')
		warn_add(g->warnings, WARN_XML, "%.*s is not well written",
		    (int)(n < 20 ? n : 20), s);
	if (guard_is_char(c[0]) && c[0] != 0xfffd)
		put_char(g, c[0]);
	else
		warn_add(g->warnings, WARN_XML, "%.*s is no character",
		    (int)(n < 20 ? n : 20), s);
	return s + n;
}

static void put_entity(struct guard *g, const char *value)
{
	for (; *value; value++) {
		if (strchr("<&\"'", *value))
			put_char(g, (unsigned char)*value);
		else
			buf_putc(g->out, *value);
	}
}

static const struct {
	char text[7];
	unsigned char n;
	char means;
} of_xml[] = {
    {"&lt;", 4, '<'},
    {"&gt;", 4, '>'},
    {"&amp;", 5, '&'},
    {"&quot;", 6, '"'},
    {"&apos;", 6, '\''},
};

/* One of XML's own five; the bytes of it, or 0. */
static size_t put_known(struct guard *g, const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(of_xml) / sizeof(*of_xml); i++) {
		if (n < of_xml[i].n || s[1] != of_xml[i].text[1] ||
		    memcmp(s, of_xml[i].text, of_xml[i].n) != 0)
			continue;
		if (g->decodes)
			buf_putc(g->out, of_xml[i].means);
		else
			buf_add(g->out, s, of_xml[i].n);
		return of_xml[i].n;
	}
	return 0;
}

/* "&..." at s; what follows it, or NULL past a limit. */
static const char *put_reference(
    struct guard *g, const char *s, const char *end)
{
	char name[40];
	size_t n;
	const char *value;
	uint32_t c;

	if (end - s > 2 && s[1] == '#')
		return put_number(g, s, end);
	n = put_known(g, s, (size_t)(end - s));
	if (n)
		return s + n;
	n = s + 1 < end && is_name_start(s[1]) ? name_length(s + 1, end) : 0;
	if (!n || n >= sizeof(name) || s + 1 + n >= end || s[1 + n] != ';') {
		warn_add(g->warnings, WARN_XML, "a bare \"&\"");
		put_char(g, '&');
		return s + 1;
	}
	memcpy(name, s + 1, n);
	name[n] = '\0';
	if (guard_entities_expand(&g->entities, name, n, &value, g->err))
		return NULL;
	if (value) {
		put_entity(g, value);
		return s + n + 2;
	}
	c = html_named_char(name, n);
	if (!c) {
		warn_add(g->warnings, WARN_XML, "unknown entity %s", name);
		put_char(g, '&');
		return s + 1;
	}
	warn_add(g->warnings, WARN_XML, "undeclared entity %s", name);
	put_char(g, c);
	return s + n + 2;
}

/* Text or a tag, copied; -1 past a limit. */
static int copy(struct guard *g, const char *s, const char *end)
{
	const char *amp;

	while (s < end) {
		amp = memchr(s, '&', (size_t)(end - s));
		buf_add(g->out, s, (size_t)((amp ? amp : end) - s));
		if (!amp)
			return 0;
		s = put_reference(g, amp, end);
		if (!s)
			return -1;
	}
	return 0;
}

/* --- what is set aside --- */

#define LEAST_SECTION 48 /* bytes; a shorter text is sooner parsed */

static void set_aside(struct guard *g, const struct guard_section *section)
{
	struct guard_sections *set = g->sections;
	char number[24];
	int n = snprintf(number, sizeof(number), "<?t %zu?>", set->n);

	set->v = mem_room(set->v, set->n, &set->cap, sizeof(*set->v));
	set->v[set->n++] = *section;
	buf_add(g->out, number, (size_t)n);
}

static const char *find_section_end(const char *s, const char *end)
{
	for (; end - s >= 3; s++) {
		s = memchr(s, ']', (size_t)(end - s - 2));
		if (!s || (s[1] == ']' && s[2] == '>'))
			return s;
	}
	return NULL;
}

/* Text whose line ends must become one is for the parser. */
static bool can_be_set_aside(
    const struct guard *g, const char *s, const char *end)
{
	return end - s >= LEAST_SECTION &&
	       !(g->has_cr && memchr(s, '\r', (size_t)(end - s)));
}

static void put_section(struct guard *g, const char *s, const char *end)
{
	struct guard_section section = {.at = s, .n = (size_t)(end - s)};

	if (can_be_set_aside(g, s, end)) {
		set_aside(g, &section);
		return;
	}
	buf_puts(g->out, "<![CDATA[");
	buf_add(g->out, s, section.n);
	buf_puts(g->out, "]]>");
}

/* "]]>" may not stand in text: its ">" becomes a reference. */
static int copy_text(struct guard *g, const char *s, const char *end)
{
	const char *stop;

	for (stop = find_section_end(s, end); stop;
	     stop = find_section_end(s, end)) {
		warn_add(g->warnings, WARN_XML, "\"]]>\" in text");
		if (copy(g, s, stop + 2))
			return -1;
		buf_puts(g->out, "&gt;");
		s = stop + 3;
	}
	return copy(g, s, end);
}

/* Text between tags; -1 past a limit. */
static int put_text(struct guard *g, const char *s, const char *end)
{
	struct guard_section section = {.at = s, .n = (size_t)(end - s)};
	struct buf *out = g->out, *decoded = g->sections->decoded;
	int r;

	if (!can_be_set_aside(g, s, end) || find_section_end(s, end))
		return copy_text(g, s, end);
	if (!memchr(s, '&', section.n)) {
		set_aside(g, &section);
		return 0;
	}
	section = (struct guard_section){.offset = decoded->len};
	g->out = decoded;
	g->decodes = true;
	r = copy(g, s, end);
	g->out = out;
	g->decodes = false;
	section.n = decoded->len - section.offset;
	set_aside(g, &section);
	return r;
}

/* --- tags --- */

static void close_top(struct guard *g)
{
	struct name n = g->open[--g->depth];

	buf_puts(g->out, "</");
	buf_add(g->out, n.at, n.n);
	buf_putc(g->out, '>');
}

static bool same_name(struct name a, struct name b)
{
	return a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

static int read_end_tag(struct guard *g)
{
	const char *s = g->at + 2;
	struct name n = {s, name_length(s, g->end)};
	const char *next = memchr(s, '<', (size_t)(g->end - s));
	const char *close =
	    memchr(s, '>', (size_t)((next ? next : g->end) - s));
	size_t i = g->depth;

	/* "</a <b>" ends where it can */
	g->at = close ? close + 1 : n.at + n.n;
	while (i && !same_name(g->open[i - 1], n))
		i--;
	if (!i) {
		warn_add(g->warnings, WARN_XML, "</%.*s> closes nothing",
		    (int)(n.n < 40 ? n.n : 40), n.at);
		return 0;
	}
	if (i < g->depth)
		warn_add(g->warnings, WARN_XML, "<%.*s> is not closed",
		    (int)(g->open[g->depth - 1].n < 40 ? g->open[g->depth - 1].n
						       : 40),
		    g->open[g->depth - 1].at);
	while (g->depth >= i)
		close_top(g);
	return 0;
}

/* The ">" of a start tag; counts its attributes. NULL where it has none. */
static const char *start_tag_end(
    struct guard *g, const char *s, size_t *attributes)
{
	const char *quote;

	for (*attributes = 0; s < g->end && *s != '>'; s++) {
		if (*s == '<')
			return NULL;
		if (*s != '"' && *s != '\'')
			continue;
		++*attributes;
		quote = memchr(s + 1, *s, (size_t)(g->end - s - 1));
		if (!quote)
			return NULL;
		s = quote;
	}
	return s < g->end ? s : NULL;
}

/* A start tag, its values without "<". */
static int copy_tag(struct guard *g, const char *s, const char *end)
{
	const char *lt;

	buf_putc(g->out, *s++);
	while ((lt = memchr(s, '<', (size_t)(end - s))) != NULL) {
		if (copy(g, s, lt))
			return -1;
		buf_puts(g->out, "&lt;");
		s = lt + 1;
	}
	return copy(g, s, end);
}

/* Names with quoted values, spaces before each: from s to end. */
static bool is_well_written(const char *s, const char *end)
{
	const char *from;

	for (;;) {
		from = s;
		s = skip_space(s, end);
		if (s == end)
			return true;
		if (s == from || !is_name_start(*s))
			return false;
		s = skip_space(s + name_length(s, end), end);
		if (s == end || *s != '=')
			return false;
		s = skip_space(s + 1, end);
		if (s == end || (*s != '"' && *s != '\''))
			return false;
		s = memchr(s + 1, *s, (size_t)(end - s - 1));
		if (!s)
			return false;
		s++;
	}
}

static int put_value(struct guard *g, const char *s, const char *end)
{
	const char *stop;

	for (; s < end; s = stop + 1) {
		for (stop = s; stop < end && *stop != '<' && *stop != '"';)
			stop++;
		if (copy(g, s, stop))
			return -1;
		if (stop < end)
			put_char(g, (unsigned char)*stop);
	}
	return 0;
}

/* A start tag as HTML would read it: values get quotes, the rest goes. */
static int copy_mended(struct guard *g, struct name n, const char *end)
{
	const char *at = n.at + n.n;
	bool is_empty = end[-1] == '/';
	struct html_attribute a;

	warn_add(g->warnings, WARN_XML, "<%.*s> is not well written",
	    (int)(n.n < 40 ? n.n : 40), n.at);
	buf_putc(g->out, '<');
	buf_add(g->out, n.at, n.n);
	while (html_next_attribute(&at, end - is_empty, &a)) {
		if (!a.value || !is_name_start(*a.name) ||
		    name_length(a.name, a.name + a.name_n) != a.name_n)
			continue;
		buf_putc(g->out, ' ');
		buf_add(g->out, a.name, a.name_n);
		buf_puts(g->out, "=\"");
		if (put_value(g, a.value, a.value + a.value_n))
			return -1;
		buf_putc(g->out, '"');
	}
	buf_puts(g->out, is_empty ? "/>" : ">");
	return 0;
}

static int put_tag(struct guard *g, struct name n, const char *close)
{
	if (is_well_written(n.at + n.n, close - (close[-1] == '/')))
		return copy_tag(g, n.at - 1, close + 1);
	return copy_mended(g, n, close);
}

static int read_start_tag(struct guard *g)
{
	struct name n = {g->at + 1, name_length(g->at + 1, g->end)};
	size_t attributes;
	const char *close = start_tag_end(g, n.at + n.n, &attributes);

	if (!g->root_seen && n.n == 4 && strncasecmp(n.at, "html", 4) == 0) {
		g->is_page = true;
		return err_set(g->err, "an HTML page, not a feed");
	}
	if (attributes > GUARD_ATTRIBUTES)
		return err_set(g->err,
		    "limit: an element has more than %d attributes",
		    GUARD_ATTRIBUTES);
	if (!close) {
		warn_add(g->warnings, WARN_XML, "<%.*s has no end",
		    (int)(n.n < 40 ? n.n : 40), n.at);
		if (!g->last_close || n.at > g->last_close) {
			g->at = g->end; /* a cut document */
			return 0;
		}
		if (g->depth)
			buf_puts(g->out, "&lt;");
		g->at = n.at;
		return 0;
	}
	if (close[-1] != '/') {
		if (g->depth == GUARD_DEPTH)
			return err_set(g->err,
			    "limit: elements nested deeper than %d",
			    GUARD_DEPTH);
		g->open[g->depth++] = n;
	}
	g->root_seen = true;
	if (put_tag(g, n, close))
		return -1;
	g->at = close + 1;
	return 0;
}

/* --- all of it --- */

#define LONGEST_NAME 1000 /* bytes; the parser gives up at 50,000 */

static int read_cdata(struct guard *g)
{
	const char *s = g->at + strlen("<![CDATA[");
	const char *close = find_section_end(s, g->end);

	if (!close)
		warn_add(g->warnings, WARN_XML, "a CDATA section has no end");
	put_section(g, s, close ? close : g->end);
	g->at = close ? close + 3 : g->end;
	return 0;
}

static void skip_past(struct guard *g, const char *what)
{
	const char *close = find(g->at + 2, g->end, what);

	if (!close)
		warn_add(g->warnings, WARN_XML, "\"%.*s\" has no end",
		    g->end - g->at < 4 ? (int)(g->end - g->at) : 4, g->at);
	g->at = close ? close + strlen(what) : g->end;
}

/* "<!" or "<?": none of them but CDATA reaches the parser. */
static int read_declaration(struct guard *g)
{
	if (begins(g, "<!--")) {
		skip_past(g, "-->");
		return 0;
	}
	if (begins(g, "<![CDATA[") && g->depth)
		return read_cdata(g);
	if (begins(g, "<!DOCTYPE")) {
		g->at = guard_entities_read(&g->entities, g->at, g->end);
		return 0;
	}
	skip_past(g, g->at[1] == '?' ? "?>" : ">");
	return 0;
}

static int read_markup(struct guard *g)
{
	char next = g->end - g->at > 1 ? g->at[1] : '\0';

	if (next == '!' || next == '?')
		return read_declaration(g);
	if (next == '/' && g->end - g->at > 2 && is_name_start(g->at[2]))
		return read_end_tag(g);
	if (is_name_start(next) &&
	    name_length(g->at + 1, g->end) <= LONGEST_NAME)
		return read_start_tag(g);
	warn_add(g->warnings, WARN_XML, "a bare \"<\"");
	if (g->depth)
		buf_puts(g->out, "&lt;");
	g->at++;
	return 0;
}

static int read_text(struct guard *g)
{
	const char *lt = memchr(g->at, '<', (size_t)(g->end - g->at));
	const char *s = g->at, *end = lt ? lt : g->end;

	g->at = end;
	if (g->depth)
		return put_text(g, s, end);
	if (skip_space(s, end) < end)
		warn_add(g->warnings, WARN_XML, "text outside the root");
	return 0;
}

enum guard_result guard_xml(struct buf *out, struct guard_sections *sections,
    const char *s, size_t n, bool *ends_early, struct warnings *w,
    struct err *err)
{
	struct guard g = {.out = out,
	    .sections = sections,
	    .at = s,
	    .end = s + n,
	    .last_close = memrchr(s, '>', n),
	    .has_cr = memchr(s, '\r', n) != NULL,
	    .entities.warnings = w,
	    .warnings = w,
	    .err = err};
	int r = 0;

	while (!r && g.at < g.end && buf_ok(out)) {
		if (g.root_seen && !g.depth)
			break;
		r = *g.at == '<' ? read_markup(&g) : read_text(&g);
	}
	*ends_early = g.depth > 0;
	if (!r && g.depth)
		warn_add(w, WARN_XML, "the document ends within <%.*s>",
		    (int)(g.open[g.depth - 1].n < 40 ? g.open[g.depth - 1].n
						     : 40),
		    g.open[g.depth - 1].at);
	while (!r && g.depth)
		close_top(&g);
	guard_entities_free(&g.entities);
	if (!r && (!buf_ok(out) || !buf_ok(sections->decoded)))
		r = err_set(err, "limit: the document grows too long");
	if (r)
		return g.is_page ? GUARD_NO_ROOT : GUARD_LIMIT;
	if (g.root_seen)
		return GUARD_OK;
	err_set(err, "no element in it");
	return GUARD_NO_ROOT;
}
