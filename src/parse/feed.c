/*
 * From SAX events to a draft: the stack of open elements, each in its place,
 * and the one value that is being captured. What an element means stands in
 * the tables of fields.c.
 */
#include "parse/feed.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/caps.h"
#include "parse/capture.h"
#include "parse/fields.h"
#include "parse/guard.h"
#include "parse/html.h"
#include "parse/xml.h"
#include "text/url.h"
#include "text/utf8.h"

struct level {
	enum place place;
	const struct field *field; /* what it fills; NULL for nothing */
	const char *base;	   /* xml:base, absolute; or NULL */
	const char *lang;	   /* xml:lang, or NULL */
	const char *closing;	   /* the end tag owed to the capture */
	size_t closing_n;
	int row; /* of field in its table */
};

struct reader {
	struct draft *draft;
	struct arena *arena;
	struct err *err;
	struct level stack[GUARD_DEPTH + 2]; /* stack[0] is outside */
	size_t depth, too_deep;
	enum ns native;	 /* the namespace of the format's own elements */
	enum ns root_ns; /* the root's, as declared */
	bool atom03;	 /* of the element, or of the document */
	bool is_feed, is_rdf;
	struct node *node; /* what is being filled */
	struct node *item;
	struct capture capture;
	struct draft_person person;
	struct buf person_text;
};

#define RANK_STEP    4 /* room for better and worse of one row */
#define RANK_FOREIGN 1000

static struct level *top(struct reader *r)
{
	return &r->stack[r->depth];
}

/* --- captured values --- */

static void start_capture(struct reader *r, const struct field *f, enum ns ns,
    int rank, const struct xml_element *e)
{
	struct capture *c = &r->capture;

	capture_begin(c, f, r->depth, rank, top(r)->base);
	/* in RSS, an Atom element without its namespace is RSS's in spirit */
	if (ns == NS_ATOM && f->slot != SLOT_ID &&
	    (r->native == NS_ATOM || e->ns == NS_ATOM || e->ns == NS_ATOM03))
		capture_atom_kind(c, e, r->atom03);
	else if (ns == NS_XHTML)
		c->kind = VALUE_MARKUP;
	top(r)->place = PLACE_VALUE;
}

static void put_permalink(struct reader *r)
{
	const char *is = r->capture.attribute; /* isPermaLink, or NULL */

	if (!r->node->slots[SLOT_ID].text ||
	    r->capture.rank < r->node->slots[SLOT_ID].rank)
		r->node->guid_is_permalink =
		    !(is && strcasecmp(is, "false") == 0);
}

static void put_hour(struct reader *r, const char *s)
{
	char *end;
	long hour = strtol(s, &end, 10);

	if (end != s && hour >= 0 && hour <= 24)
		r->draft->skip_hours |= 1u << hour % 24;
}

static void put_day(struct reader *r, const char *s, size_t n)
{
	struct draft *d = r->draft;
	struct buf b;

	if (d->skip_days.n >= 7)
		return;
	buf_init(&b, 64);
	html_put_text(&b, s, n <= 40 ? n : utf8_cut(s, 40), HTML_ONE_LINE);
	if (b.len) {
		d->skip_days.v = arena_room(d->arena, d->skip_days.v,
		    d->skip_days.n, &d->skip_days_cap, sizeof(*d->skip_days.v));
		d->skip_days.v[d->skip_days.n++] =
		    arena_strdup(d->arena, buf_text(&b));
	}
	buf_free(&b);
}

/* RSS's source: a title and where its feed is. */
static void put_source(struct reader *r, const struct value *title)
{
	struct node *s;
	struct value url = {.text = r->capture.attribute,
	    .n = r->capture.attribute ? strlen(r->capture.attribute) : 0,
	    .base = top(r)->base};

	if (r->node->source)
		return;
	s = draft_node(r->arena);
	draft_put(s, SLOT_TITLE, title);
	draft_put(s, SLOT_SELF, &url);
	r->node->source = s;
}

static void end_capture(struct reader *r)
{
	struct capture *c = &r->capture;
	const struct field *f = c->field;
	struct value v;

	if (capture_end(c, &v))
		warn_add(r->draft->warnings, WARN_ENCODING,
		    "text encoded twice is set right");
	if (!v.n && f->action != DO_SOURCE)
		return;
	switch (f->action) {
	case DO_GUID:
		put_permalink(r);
		draft_put(r->node, f->slot, &v);
		break;
	case DO_NAME:
		r->person.name = v.text;
		break;
	case DO_EMAIL:
		r->person.email = v.text;
		break;
	case DO_URI:
		r->person.url = v.text;
		r->person.base = v.base;
		break;
	case DO_CATEGORY:
		draft_category(r->draft, r->node, &v);
		break;
	case DO_SOURCE:
		put_source(r, &v);
		break;
	case DO_HOUR:
		put_hour(r, v.text);
		break;
	case DO_DAY:
		put_day(r, v.text, v.n);
		break;
	case DO_VALUE:
	case DO_RSS_LINK:
	case DO_HREF:
		draft_put(r->node, f->slot, &v);
		break;
	case DO_ENTER:
	case DO_ITEM:
	case DO_PERSON:
	case DO_LINK:
	case DO_ENCLOSURE:
		break; /* these capture nothing */
	}
}

/* --- elements that speak by their attributes --- */

static struct value attribute_value(
    struct reader *r, const struct xml_element *e, const char *name, int rank)
{
	struct value v = {.kind = VALUE_PLAIN, .rank = rank};

	v.text = xml_attribute(r->arena, e, NS_NONE, name);
	v.n = v.text ? strlen(v.text) : 0;
	v.base = top(r)->base;
	return v;
}

static void put_enclosure(
    struct reader *r, const struct xml_element *e, const char *url_name)
{
	struct draft_enclosure enclosure = {
	    .url = xml_attribute(r->arena, e, NS_NONE, url_name),
	    .type = xml_attribute(r->arena, e, NS_NONE, "type"),
	    .length = xml_attribute(r->arena, e, NS_NONE, "length"),
	    .base = top(r)->base};

	if (!enclosure.length)
		enclosure.length =
		    xml_attribute(r->arena, e, NS_NONE, "fileSize");
	if (enclosure.url && *enclosure.url)
		draft_enclosure(r->draft, r->node, &enclosure);
}

/* The relation's name; the IANA's URI of it means the same. */
static const char *link_relation(struct reader *r, const struct xml_element *e)
{
	static const char *const registries[] = {
	    "http://www.iana.org/assignments/relation/",
	    "http://www.iana.org/assignments/link-relations/"};
	const char *rel = xml_attribute(r->arena, e, NS_NONE, "rel");
	size_t n;

	if (!rel || !*rel)
		return "alternate";
	for (size_t i = 0; i < sizeof(registries) / sizeof(char *); i++) {
		n = strlen(registries[i]);
		if (strncasecmp(rel, registries[i], n) == 0)
			return rel + n;
	}
	return rel;
}

/* An empty reference means the base itself (RFC 3986 section 4.4). */
static struct value link_target(
    struct reader *r, const struct xml_element *e, int rank)
{
	struct value v = attribute_value(r, e, "href", rank);

	if (v.text && !v.n && v.base) {
		v.text = v.base;
		v.n = strlen(v.base);
	}
	return v;
}

static void put_link(struct reader *r, const struct xml_element *e, int rank)
{
	const char *rel = link_relation(r, e);
	const char *type = xml_attribute(r->arena, e, NS_NONE, "type");
	struct value v = link_target(r, e, rank);
	bool html = type && strcasestr(type, "html");

	if (strcasecmp(rel, "alternate") == 0) {
		v.rank += type && *type && !html;
		draft_put(r->node, SLOT_LINK, &v);
	} else if (strcasecmp(rel, "self") == 0) {
		draft_put(r->node, SLOT_SELF, &v);
	} else if (strcasecmp(rel, "hub") == 0) {
		draft_hub(r->draft, &v);
	} else if (strcasecmp(rel, "enclosure") == 0) {
		put_enclosure(r, e, "href");
	} else if (strcasecmp(rel, "replies") == 0 && html) {
		draft_put(r->node, SLOT_COMMENTS, &v);
	} else if (strcasecmp(rel, "via") == 0) {
		draft_put(r->node, SLOT_VIA, &v);
	}
}

/* Atom's category: its label, or its term; true where it has either. */
static bool put_category(struct reader *r, const struct xml_element *e)
{
	struct value v = attribute_value(r, e, "label", 0);

	if (!v.n)
		v = attribute_value(r, e, "term", 0);
	draft_category(r->draft, r->node, &v);
	return v.n > 0;
}

/* --- items and the feed --- */

static void open_item(struct reader *r, const struct xml_element *e)
{
	struct node *n = draft_item(r->draft);
	struct value about = {.rank = RANK_FOREIGN / 2};

	if (!n) {
		top(r)->place = PLACE_IGNORE;
		top(r)->field = NULL;
		return;
	}
	n->base = top(r)->base;
	n->lang = top(r)->lang;
	about.text = xml_attribute(r->arena, e, NS_RDF, "about");
	about.n = about.text ? strlen(about.text) : 0;
	draft_put(n, SLOT_ID, &about);
	r->node = r->item = n;
	top(r)->place = PLACE_ITEM;
	r->is_feed = true;
}

static void enter(struct reader *r, const struct field *f)
{
	struct level *l = top(r);

	l->place = f->place;
	if (f->place == PLACE_SOURCE) {
		if (!r->item->source)
			r->item->source = draft_node(r->arena);
		r->node = r->item->source;
	} else if (f->place == PLACE_FEED) {
		r->is_feed = true;
		r->draft->feed.lang = l->lang;
		r->draft->feed.base = l->base;
	}
}

static void open_person(struct reader *r, int rank)
{
	r->person = (struct draft_person){.rank = rank};
	buf_clear(&r->person_text);
	top(r)->place = PLACE_PERSON;
}

static void close_person(struct reader *r)
{
	struct draft_person *p = &r->person;
	struct buf text;

	if (!p->name && !p->email && !p->url) {
		buf_init(&text, CAP_BODY);
		html_put_text(&text, buf_text(&r->person_text),
		    r->person_text.len, HTML_ONE_LINE);
		buf_truncate(
		    &text, utf8_cut(buf_text(&text),
			       text.len < CAP_TITLE ? text.len : CAP_TITLE));
		if (text.len)
			person_split(r->arena, buf_text(&text), p);
		buf_free(&text);
	}
	draft_person(r->draft, r->node, p);
}

/* --- the root --- */

static const char *rss_format(struct reader *r, const struct xml_element *e)
{
	static const char *const known[] = {
	    "0.90", "0.91", "0.92", "0.93", "0.94", "1.0", "2.0"};
	static const char *const formats[] = {"rss-0.90", "rss-0.91",
	    "rss-0.92", "rss-0.93", "rss-0.94", "rss-1.0", "rss-2.0"};
	const char *version = xml_attribute(r->arena, e, NS_NONE, "version");

	for (size_t i = 0; version && i < sizeof(known) / sizeof(char *); i++) {
		if (strcmp(version, known[i]) == 0)
			return formats[i];
	}
	/* 2.0.1, 2.1: nobody means anything but 2.0 */
	if (version && version[0] == '2' && (!version[1] || version[1] == '.'))
		return "rss-2.0";
	warn_add(r->draft->warnings, WARN_VERSION, "RSS of version \"%.20s\"",
	    version ? version : "");
	return "rss";
}

static const char *atom_format(struct reader *r, const struct xml_element *e)
{
	const char *version = xml_attribute(r->arena, e, NS_NONE, "version");

	r->atom03 = e->ns == NS_ATOM03 ||
		    (e->ns != NS_ATOM && version && version[0] == '0');
	return r->atom03 ? "atom-0.3" : "atom-1.0";
}

static const char *rdf_format(struct reader *r, const struct xml_element *e)
{
	r->is_feed = e->declares & (1u << NS_RSS | 1u << NS_RSS090);
	if (e->declares & 1u << NS_RSS)
		return "rss-1.0";
	return e->declares & 1u << NS_RSS090 ? "rss-0.90" : "rss-1.0";
}

static const char *sitemap_format(struct reader *r, const struct xml_element *e)
{
	r->draft->by_date = true;
	r->draft->is_index = strcasecmp(e->name, "sitemapindex") == 0;
	return "sitemap";
}

static const struct root {
	const char *name;
	enum ns native;
	enum place place;
	bool is_feed, base_is_link;
	const char *(*format)(struct reader *, const struct xml_element *);
} roots[] = {
    {"rss", NS_RSS, PLACE_ROOT, true, true, rss_format},
    {"RDF", NS_RSS, PLACE_ROOT, false, true, rdf_format},
    {"channel", NS_RSS, PLACE_FEED, true, true, rss_format},
    {"feed", NS_ATOM, PLACE_FEED, true, false, atom_format},
    {"entry", NS_ATOM, PLACE_ITEM, true, false, atom_format},
    {"urlset", NS_SITEMAP, PLACE_FEED, true, false, sitemap_format},
    {"sitemapindex", NS_SITEMAP, PLACE_FEED, true, false, sitemap_format},
};

static void open_root(struct reader *r, const struct xml_element *e)
{
	struct level *l = top(r);
	const struct root *root = NULL;

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		if (xml_is_named(e, roots[i].name))
			root = &roots[i];
	}
	l->place = PLACE_IGNORE;
	if (!root) {
		if (xml_is_named(e, "html"))
			err_set(r->err, "an HTML page, not a feed");
		else
			err_set(r->err, "<%.*s> is the root of no feed",
			    (int)(e->name_n < 60 ? e->name_n : 60), e->name);
		return;
	}
	l->place = root->place;
	r->native = root->native;
	r->root_ns = e->ns;
	r->is_feed = root->is_feed;
	r->is_rdf = root->format == rdf_format;
	r->draft->base_is_link = root->base_is_link;
	r->draft->format = root->format(r, e);
	err_set(r->err, "an RDF document that is no feed");
	r->draft->feed.lang = l->lang;
	r->draft->feed.base = l->base;
	if (root->place == PLACE_ITEM)
		open_item(r, e);
}

/* --- the parser's calls --- */

/* The namespace by which tables are asked: one for each family. */
static enum ns family(struct reader *r, const struct xml_element *e)
{
	if (!e->prefixed && e->ns == r->root_ns && e->ns != NS_RDF)
		return r->native;
	switch (e->ns) {
	case NS_ATOM03:
		return NS_ATOM;
	case NS_RSS090:
		if (r->is_rdf)
			r->draft->format = "rss-0.90";
		return NS_RSS;
	case NS_NONE:
		return r->native;
	case NS_RSS:
	case NS_ATOM:
	case NS_RDF:
	case NS_DC:
	case NS_DCTERMS:
	case NS_CONTENT:
	case NS_XHTML:
	case NS_ITUNES:
	case NS_MEDIA:
	case NS_FEEDBURNER:
	case NS_SY:
	case NS_SITEMAP:
	case NS_NEWS:
	case NS_XML:
	case NS_HEARSAY:
	case NS_OTHER:
		break;
	}
	return e->ns;
}

/* The less the better; see the head of fields.c. */
static int rank_of(
    const struct reader *r, const struct field *f, enum ns ns, int row)
{
	const struct level *parent = &r->stack[r->depth - 1];

	if (parent->place == PLACE_IMAGE)
		return parent->row; /* its url counts as the image does */
	if (f->slot == SLOT_ICON)
		return row;
	return row * RANK_STEP + (ns == r->native ? 0 : RANK_FOREIGN);
}

static void push(struct reader *r, const struct xml_element *e)
{
	struct level *below = top(r);
	struct level *l = &r->stack[++r->depth];
	const char *base = xml_attribute(r->arena, e, NS_XML, "base");
	const char *lang = xml_attribute(r->arena, e, NS_XML, "lang");

	*l = (struct level){
	    .place = below->place == PLACE_VALUE ? PLACE_VALUE : PLACE_IGNORE,
	    .base = below->base,
	    .lang = lang ? lang : below->lang};
	if (base && *base) {
		l->base = url_resolve(r->arena,
		    below->base ? below->base : r->draft->base_url, base);
		if (!l->base || !url_scheme_is_safe(l->base))
			l->base = below->base;
	}
}

/* What a field's element does when it opens. */
static void open_field(struct reader *r, const struct field *f, enum ns ns,
    int rank, const struct xml_element *e)
{
	struct value v;

	top(r)->field = f;
	switch (f->action) {
	case DO_ENTER:
		enter(r, f);
		break;
	case DO_ITEM:
		open_item(r, e);
		break;
	case DO_PERSON:
		open_person(r, rank);
		break;
	case DO_LINK:
		put_link(r, e, rank);
		break;
	case DO_RSS_LINK:
		if (xml_attribute(r->arena, e, NS_NONE, "href"))
			put_link(r, e, rank);
		else
			start_capture(r, f, ns, rank, e);
		break;
	case DO_HREF:
		v = attribute_value(r, e, "href", rank);
		draft_put(r->node, f->slot, &v);
		if (!v.n)
			start_capture(r, f, ns, rank, e);
		break;
	case DO_ENCLOSURE:
		top(r)->place = f->place;
		put_enclosure(r, e, "url");
		break;
	case DO_CATEGORY:
		if (ns != NS_ATOM || !put_category(r, e))
			start_capture(r, f, ns, rank, e);
		break;
	case DO_VALUE:
		if (f->slot == SLOT_CONTENT && ns == NS_ATOM &&
		    xml_attribute(r->arena, e, NS_NONE, "src"))
			break; /* the content is elsewhere */
		start_capture(r, f, ns, rank, e);
		break;
	case DO_GUID:
		start_capture(r, f, ns, rank, e);
		r->capture.attribute =
		    xml_attribute(r->arena, e, NS_NONE, "isPermaLink");
		break;
	case DO_SOURCE:
		start_capture(r, f, ns, rank, e);
		r->capture.attribute =
		    xml_attribute(r->arena, e, NS_NONE, "url");
		break;
	case DO_NAME:
	case DO_EMAIL:
	case DO_URI:
	case DO_HOUR:
	case DO_DAY:
		start_capture(r, f, ns, rank, e);
		break;
	}
}

static void on_open(void *user, const struct xml_element *e)
{
	struct reader *r = user;
	const struct field *f;
	enum place place = top(r)->place;
	bool atom03 = r->atom03;
	enum ns ns;
	int row;

	if (r->depth > GUARD_DEPTH) {
		/* a tag that the guard took for an empty one */
		r->too_deep++;
		return;
	}
	push(r, e);
	if (r->capture.field) {
		if (capture_open(&r->capture, e, r->depth, top(r)->base)) {
			top(r)->closing = e->name;
			top(r)->closing_n = e->name_n;
		}
		return;
	}
	if (r->depth == 1) {
		open_root(r, e);
		return;
	}
	ns = family(r, e);
	f = field_find(place, ns, e->name, e->name_n, &row);
	if (!f && !e->prefixed && ns == r->native) {
		/* RSS with elements of Atom, or the reverse, as if its own */
		ns = ns == NS_RSS ? NS_ATOM : NS_RSS;
		f = field_find(place, ns, e->name, e->name_n, &row);
	}
	if (!f)
		return;
	if (e->ns == NS_ATOM || e->ns == NS_ATOM03)
		r->atom03 = e->ns == NS_ATOM03;
	top(r)->row = row;
	open_field(r, f, ns, rank_of(r, f, ns, row), e);
	r->atom03 = atom03;
}

static void on_close(void *user)
{
	struct reader *r = user;
	struct level *l = top(r);

	if (r->too_deep) {
		r->too_deep--;
		return;
	}
	if (!r->depth)
		return;
	if (r->capture.field) {
		if (r->depth == r->capture.depth)
			end_capture(r);
		else if (l->closing)
			capture_close(&r->capture, l->closing, l->closing_n);
	} else if (l->place == PLACE_PERSON) {
		close_person(r);
	} else if (l->place == PLACE_SOURCE) {
		r->node = r->item;
	} else if (l->place == PLACE_ITEM) {
		r->node = &r->draft->feed;
	}
	r->depth--;
}

static void on_text(void *user, const char *s, size_t n, bool stays)
{
	struct reader *r = user;

	if (r->capture.field)
		capture_text(&r->capture, r->depth, s, n, stays);
	else if (top(r)->place == PLACE_PERSON)
		buf_add(&r->person_text, s, n);
}

enum parse_result feed_read(
    struct draft *d, const char *s, size_t n, struct err *err)
{
	struct reader *r = arena_alloc(d->arena, sizeof(*r));
	const struct xml_handler handler = {r, on_open, on_close, on_text};
	enum xml_result read;
	struct err why;

	r->draft = d;
	r->arena = d->arena;
	r->err = err;
	r->node = &d->feed;
	err_set(err, "no element in it that XML allows"); /* till there is */
	capture_init(&r->capture, d->arena);
	buf_init(&r->person_text, CAP_BODY);
	read = xml_parse(
	    s, n, &d->decoded, &handler, &d->ends_early, d->warnings, &why);
	capture_free(&r->capture);
	buf_free(&r->person_text);
	if (read != XML_OK)
		*err = why;
	if (read == XML_LIMIT)
		return PARSE_UNREADABLE;
	return read == XML_OK && r->is_feed ? PARSE_OK : PARSE_NOT_A_FEED;
}
