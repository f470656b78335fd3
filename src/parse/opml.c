/* Outlines by SAX: a frame for each open element, an outline for each feed. */
#include "parse/opml.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/charset.h"
#include "parse/html.h"
#include "parse/warn.h"
#include "parse/xml.h"
#include "text/utf8.h"

#define NO_ENTRY SIZE_MAX

struct frame {
	const char *folder; /* of what is in it */
	size_t entry;	    /* of an outline without an address */
};

struct reader {
	struct arena *arena;
	struct outline *v;
	bool *is_folder; /* beside v */
	size_t n, cap, folder_cap;
	struct frame *frames;
	size_t depth, frame_cap;
	size_t elements, outlines;
	bool is_opml, too_many;
	char root[64];
};

/* One line, without what a terminal or a reader could stumble over. */
static char *clean(struct arena *a, const char *s, size_t n, size_t most)
{
	struct buf b;
	char *out = NULL;

	buf_init(&b, 4 * most + 16);
	html_put_plain(&b, s, n <= most ? n : utf8_cut(s, most), HTML_ONE_LINE);
	if (buf_ok(&b) && b.len)
		out = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return out;
}

/* Addresses as browsers were given them: "feed:https://..."; or NULL. */
static const char *plain_url(struct arena *a, const char *url)
{
	while (url && !strncasecmp(url, "feed:", 5)) {
		if (!strncmp(url + 5, "//", 2))
			return arena_printf(a, "http:%s", url + 5);
		url += 5;
		url += strspn(url, " \t\r\n");
	}
	return url && *url ? url : NULL;
}

/* --- one outline --- */

struct said {
	struct outline o;
	const char *text, *title, *type, *url;
};

#define AT(m) offsetof(struct said, m)
static const struct attribute {
	const char *name;
	enum ns ns;
	size_t at;
	size_t most;
} attributes[] = {
    {"xmlUrl", NS_NONE, AT(o.url), CAP_URL},
    {"htmlUrl", NS_NONE, AT(o.site), CAP_URL},
    {"language", NS_NONE, AT(o.lang), 64},
    {"text", NS_NONE, AT(text), CAP_TITLE},
    {"title", NS_NONE, AT(title), CAP_TITLE},
    {"type", NS_NONE, AT(type), 64},
    {"url", NS_NONE, AT(url), CAP_URL},
    {"id", NS_HEARSAY, AT(o.id), 128},
    {"role", NS_HEARSAY, AT(o.role), 64},
    {"vendor", NS_HEARSAY, AT(o.vendor), 128},
    {"interval", NS_HEARSAY, AT(o.interval), 64},
    {"fulltext", NS_HEARSAY, AT(o.fulltext), 64},
};
#undef AT

/* The first of a name counts, in whatever case it is written. */
static void read_attributes(
    struct arena *a, const struct xml_element *e, struct said *s)
{
	struct xml_attribute x;

	for (size_t i = 0; xml_attribute_at(e, i, &x); i++)
		for (size_t k = 0; k < sizeof(attributes) / sizeof(*attributes);
		     k++) {
			const struct attribute *known = &attributes[k];
			const char **at =
			    (const char **)(void *)((char *)s + known->at);

			if (*at || x.ns != known->ns ||
			    strcasecmp(x.name, known->name))
				continue;
			*at = clean(a, x.value, x.value_n, known->most);
		}
}

static bool is_feed_type(const char *type)
{
	return type && (!strcasecmp(type, "rss") || !strcasecmp(type, "atom"));
}

static void on_outline(
    struct reader *r, const struct xml_element *e, struct frame *f)
{
	struct said s = {.o = {0}};
	size_t n = r->n;

	r->outlines++;
	if (n == CAP_OUTLINES) {
		r->too_many = true;
		return;
	}
	read_attributes(r->arena, e, &s);
	if (!s.o.url && is_feed_type(s.type))
		s.o.url = s.url;
	s.o.url = plain_url(r->arena, s.o.url);
	s.o.title = s.text ? s.text : s.title;
	s.o.folder = f->folder;
	s.o.line = (int)r->outlines; /* its number; set_lines() mends it */
	r->v = arena_room(r->arena, r->v, n, &r->cap, sizeof(*r->v));
	r->is_folder = arena_room(
	    r->arena, r->is_folder, n, &r->folder_cap, sizeof(*r->is_folder));
	r->v[n] = s.o;
	r->is_folder[n] = false;
	r->n++;
	if (s.o.url)
		return;
	f->entry = n;
	f->folder = arena_printf(r->arena, "%s%s%s", f->folder ? f->folder : "",
	    f->folder ? "\n" : "", s.o.title ? s.o.title : "?");
}

/* --- the elements --- */

static void on_open(void *user, const struct xml_element *e)
{
	struct reader *r = user;
	struct frame f = {.entry = NO_ENTRY}, *above;

	if (!r->elements++) {
		snprintf(r->root, sizeof(r->root), "%s", e->name);
		r->is_opml = !strcasecmp(e->name, "opml");
	}
	above = r->depth ? &r->frames[r->depth - 1] : NULL;
	if (above)
		f.folder = above->folder;
	if (r->is_opml && !strcasecmp(e->name, "outline")) {
		if (above && above->entry != NO_ENTRY)
			r->is_folder[above->entry] = true;
		on_outline(r, e, &f);
	}
	r->frames = arena_room(
	    r->arena, r->frames, r->depth, &r->frame_cap, sizeof(*r->frames));
	r->frames[r->depth++] = f;
}

static void on_close(void *user)
{
	struct reader *r = user;

	if (r->depth)
		r->depth--;
}

static void on_text(void *user, const char *s, size_t n, bool stays)
{
	(void)user;
	(void)s;
	(void)n;
	(void)stays;
}

/* --- lines --- */

static const char *skip_past(const char *s, const char *end, const char *what)
{
	const char *at = memmem(s, (size_t)(end - s), what, strlen(what));

	return at ? at + strlen(what) : end;
}

static const char *skip_hidden(const char *s, const char *end)
{
	size_t n = (size_t)(end - s);

	if (n >= 4 && !memcmp(s, "<!--", 4))
		return skip_past(s + 4, end, "-->");
	if (n >= 9 && !memcmp(s, "<![CDATA[", 9))
		return skip_past(s + 9, end, "]]>");
	if (n >= 2 && s[1] == '?')
		return skip_past(s + 2, end, "?>");
	return s + 1;
}

/*
 * The parser sees the document as the guard wrote it, without its lines: so
 * the outlines are counted in the document itself. Where the counts are not
 * the same, no line is told rather than a wrong one.
 */
static void set_lines(struct reader *r, const char *s, size_t n)
{
	static const char tag[] = "<outline";
	const char *end = s + n, *from = s, *next;
	int *lines = arena_array(r->arena, r->outlines + 1, sizeof(*lines));
	size_t found = 0;
	int line = 1;

	while ((s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		for (; from < s; from++)
			line += *from == '\n';
		if ((size_t)(end - s) > sizeof(tag) - 1 &&
		    !strncasecmp(s, tag, sizeof(tag) - 1) &&
		    strchr(" \t\r\n/>", s[sizeof(tag) - 1])) {
			if (found < r->outlines)
				lines[found] = line;
			found++;
		}
		next = skip_hidden(s, end);
		s = next;
	}
	for (size_t i = 0; i < r->n; i++)
		r->v[i].line =
		    found == r->outlines ? lines[r->v[i].line - 1] : 0;
}

/* --- the whole --- */

static void keep_feeds(struct reader *r, struct outlines *out)
{
	*out = (struct outlines){.v = r->v};
	for (size_t i = 0; i < r->n; i++)
		if (!r->is_folder[i])
			out->v[out->n++] = r->v[i];
}

static int read_text(struct reader *r, const struct decoded *text,
    struct warnings *w, struct err *e)
{
	const struct xml_handler handler = {.user = r,
	    .on_open = on_open,
	    .on_close = on_close,
	    .on_text = on_text};
	struct buf decoded;
	bool ends_early = false;
	int rc;

	buf_init(&decoded, 4 * CAP_OPML);
	rc = xml_parse(
	    text->text, text->len, &decoded, &handler, &ends_early, w, e);
	buf_free(&decoded);
	if (rc)
		return -1;
	if (!r->is_opml)
		return err_set(e, "not OPML: its root is <%s>", r->root);
	if (r->too_many)
		return err_set(e, "limit: more than %u outlines", CAP_OUTLINES);
	if (ends_early)
		return err_set(e, "it is cut short: <opml> is not closed");
	return 0;
}

int opml_read(struct arena *a, const struct parse_input *in,
    struct outlines *out, struct err *e)
{
	struct reader r = {.arena = a};
	struct decoded text = {.text = NULL};
	struct warnings warnings;
	int rc;

	*out = (struct outlines){NULL, 0};
	if (!in->len)
		return err_set(e, "an empty document");
	if (in->len > CAP_OPML)
		return err_set(e, "limit: longer than %u bytes", CAP_OPML);
	warn_init(&warnings, a);
	rc = charset_decode(&text, in, &warnings, e);
	if (!rc)
		rc = read_text(&r, &text, &warnings, e);
	if (!rc) {
		set_lines(&r, text.text, text.len);
		keep_feeds(&r, out);
	} else {
		utf8_scrub(e->text); /* it quotes, and may have cut */
	}
	charset_free(&text);
	warn_free(&warnings);
	return rc ? -1 : 0;
}
