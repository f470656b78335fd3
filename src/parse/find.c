/*
 * The links of a page to its feeds: <link rel="alternate" type="..."> in the
 * order of the page (https://www.rssboard.org/rss-autodiscovery), and the
 * same of the Link header.
 */
#include "parse/find.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "base/map.h"
#include "parse/charset.h"
#include "parse/html.h"
#include "parse/html_scan.h"
#include "parse/warn.h"
#include "text/url.h"
#include "text/utf8.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define ATTRIBUTES_MOST 64   /* looked at, of one element */
#define LINKS_MOST	1000 /* looked at, of one page */

/* What an alternate must be to be a feed. JSON alone is mostly an API. */
static const char *const types[] = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
};

/* Words of addresses and titles of what is said below the articles. */
static const char *const comment_words[] = {
    "comment",
    "kommentar",
    "comentario",
    "comentário",
    "commenti",
    "reacties",
    "комментари",
    "评论",
    "評論",
    "コメント",
    "댓글",
};

struct finder {
	struct arena *arena;
	const char *page, *base;
	bool base_is_set; /* the first <base> counts */
	struct found *found;
	struct map seen;
	size_t cap, looked;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static char *trimmed(struct arena *a, const char *s, size_t n)
{
	while (n && is_space(*s)) {
		s++;
		n--;
	}
	while (n && is_space(s[n - 1]))
		n--;
	return arena_strndup(a, s, n);
}

/* One of the words of a list that white space divides. */
static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word), len;

	for (; *list; list += len) {
		while (is_space(*list))
			list++;
		for (len = 0; list[len] && !is_space(list[len]);)
			len++;
		if (len == n && !strncasecmp(list, word, n))
			return true;
	}
	return false;
}

/* The type without its parameters, if it is one of a feed; or NULL. */
static const char *feed_type(const char *type)
{
	size_t n = strcspn(type, "; \t");

	for (size_t i = 0; i < COUNT(types); i++)
		if (strlen(types[i]) == n && !strncasecmp(types[i], type, n))
			return types[i];
	return NULL;
}

static bool is_of_comments(const char *url, const char *title)
{
	for (size_t i = 0; i < COUNT(comment_words); i++)
		if (strcasestr(url, comment_words[i]) ||
		    (title && strcasestr(title, comment_words[i])))
			return true;
	return false;
}

/* Of http, and fit to be asked for. */
static bool is_http(const char *url)
{
	for (const char *s = url; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return url_is_web(url);
}

/* Takes a link whose rel and type are a feed's. */
static void take(
    struct finder *f, const char *href, const char *title, const char *type)
{
	struct found *found = f->found;
	char *url;

	if (f->looked++ >= LINKS_MOST || found->link_count == CAP_FOUND)
		return;
	url = url_resolve(f->arena, f->base, href);
	if (!url || !is_http(url))
		return;
	/* The fragment is the reader's, no part of what is fetched. */
	url[strcspn(url, "#")] = '\0';
	if ((f->page && !strcmp(url, f->page)) || strlen(url) > CAP_URL ||
	    map_put(&f->seen, url, f))
		return;
	found->links = arena_room(f->arena, found->links, found->link_count,
	    &f->cap, sizeof(*found->links));
	found->links[found->link_count++] = (struct found_link){.url = url,
	    .title = title && *title ? title : NULL,
	    .type = type,
	    .comments = is_of_comments(url, title)};
}

/* --- the page --- */

static char *decoded(struct arena *a, const struct html_attribute *at)
{
	struct buf b;
	uint32_t c[2];
	char *s;

	buf_init(&b, 2 * CAP_URL);
	for (size_t i = 0, used; i < at->value_n; i += used) {
		used = at->value[i] == '&' ? html_reference(at->value + i,
						 at->value_n - i, true, c)
					   : 0;
		if (!used) {
			buf_putc(&b, at->value[i]);
			used = 1;
			continue;
		}
		html_put_char(&b, c[0]);
		if (c[1])
			html_put_char(&b, c[1]);
	}
	s = trimmed(a, buf_text(&b), buf_ok(&b) ? b.len : 0);
	buf_free(&b);
	return s;
}

struct link_tag {
	char *rel, *type, *href, *title;
};

static void read_attributes(
    struct arena *a, const struct html_token *t, struct link_tag *l)
{
	const struct {
		const char *name;
		char **value;
	} wanted[] = {{"rel", &l->rel}, {"type", &l->type}, {"href", &l->href},
	    {"title", &l->title}};
	const char *at = t->attributes, *end = at + t->attributes_n;
	struct html_attribute attribute;

	for (int n = 0;
	     n < ATTRIBUTES_MOST && html_next_attribute(&at, end, &attribute);
	     n++)
		for (size_t i = 0; i < COUNT(wanted); i++)
			if (!*wanted[i].value && attribute.value &&
			    attribute.name_n == strlen(wanted[i].name) &&
			    !strncasecmp(attribute.name, wanted[i].name,
				attribute.name_n))
				*wanted[i].value = decoded(a, &attribute);
}

static char *plain_title(struct arena *a, const char *title)
{
	struct buf b;
	char *s;

	if (!title)
		return NULL;
	buf_init(&b, CAP_TITLE);
	html_put_plain(&b, title,
	    utf8_cut(title, strnlen(title, CAP_TITLE / 2)), HTML_ONE_LINE);
	s = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return s;
}

static void take_link(struct finder *f, const struct html_token *t)
{
	struct link_tag l = {.rel = NULL};
	const char *type;

	read_attributes(f->arena, t, &l);
	if (!l.rel || !l.href || !l.type || !has_word(l.rel, "alternate"))
		return;
	type = feed_type(l.type);
	if (type)
		take(f, l.href, plain_title(f->arena, l.title), type);
}

static void take_base(struct finder *f, const struct html_token *t)
{
	struct link_tag l = {.rel = NULL};
	char *base;

	read_attributes(f->arena, t, &l);
	if (!l.href || f->base_is_set)
		return;
	f->base_is_set = true;
	base = url_resolve(f->arena, f->base, l.href);
	if (base && is_http(base))
		f->base = base;
}

static void read_page(struct finder *f, const char *s, size_t n)
{
	struct html_scan scan = {.at = s, .end = s + n};
	struct html_token t;

	for (html_next(&scan, &t); t.kind != HTML_END; html_next(&scan, &t)) {
		if (t.kind != HTML_OPEN || !t.element)
			continue;
		if (f->looked > LINKS_MOST)
			return;
		if (!strcmp(t.element->name, "link"))
			take_link(f, &t);
		else if (!strcmp(t.element->name, "base"))
			take_base(f, &t);
		else if (t.element->flags & ELEMENT_OPAQUE)
			html_skip_opaque(&scan, t.element);
	}
}

/* --- the header: <https://site/feed>; rel="alternate"; type="..." --- */

/* The value of a parameter at s, unquoted; *s moves behind it. */
static char *parameter(struct arena *a, const char **s)
{
	const char *begin = *s;
	struct buf b;
	char *v;

	if (*begin != '"') {
		*s += strcspn(*s, ";, \t");
		return arena_strndup(a, begin, (size_t)(*s - begin));
	}
	buf_init(&b, CAP_HEADERS);
	for ((*s)++; **s && **s != '"'; (*s)++) {
		if (**s == '\\' && (*s)[1])
			(*s)++;
		buf_putc(&b, **s);
	}
	*s += **s == '"';
	v = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return v;
}

/* The parameters of one link, up to the comma behind it. */
static const char *read_parameters(
    struct arena *a, const char *s, struct link_tag *l)
{
	char *name, *value;
	size_t n;

	while (*s && *s != ',') {
		s += strspn(s, "; \t");
		n = strcspn(s, "=;, \t");
		name = arena_strndup(a, s, n);
		s += n;
		s += strspn(s, " \t");
		if (*s != '=') {
			if (!n && *s && *s != ',' && *s != ';')
				s++;
			continue;
		}
		s++;
		s += strspn(s, " \t");
		value = parameter(a, &s);
		if (!strcasecmp(name, "rel") && !l->rel)
			l->rel = value;
		else if (!strcasecmp(name, "type") && !l->type)
			l->type = value;
		else if (!strcasecmp(name, "title") && !l->title)
			l->title = value;
	}
	return s;
}

static void read_header(struct finder *f, const char *s)
{
	const char *close;

	while ((s = strchr(s, '<')) != NULL) {
		struct link_tag l = {.rel = NULL};

		close = strchr(s, '>');
		if (!close)
			return;
		l.href = trimmed(f->arena, s + 1, (size_t)(close - s - 1));
		s = read_parameters(f->arena, close + 1, &l);
		if (!l.rel || !l.type || !has_word(l.rel, "alternate") ||
		    !feed_type(l.type))
			continue;
		if (l.title)
			utf8_scrub(l.title);
		utf8_scrub(l.href);
		take(f, l.href, plain_title(f->arena, l.title),
		    feed_type(l.type));
	}
}

/* --- the whole --- */

/* The feed of the news before that of the comments, else as they stood. */
static void order(struct arena *a, struct found *f)
{
	struct found_link *v = arena_array(a, f->link_count + 1, sizeof(*v));
	size_t n = 0;

	for (int comments = 0; comments <= 1; comments++)
		for (size_t i = 0; i < f->link_count; i++)
			if (f->links[i].comments == comments)
				v[n++] = f->links[i];
	f->links = v;
}

static void look_for_links(
    struct arena *a, const struct parse_input *in, struct found *found)
{
	struct finder f = {.arena = a,
	    .page = in->base_url,
	    .base = in->base_url,
	    .found = found};
	struct warnings warnings;
	struct decoded text = {.text = NULL};
	struct err e;

	warn_init(&warnings, a);
	if (in->link)
		read_header(&f, in->link);
	if (in->len <= CAP_BODY && !charset_decode(&text, in, &warnings, &e))
		read_page(&f, text.text, text.len);
	charset_free(&text);
	warn_free(&warnings);
	map_free(&f.seen);
	order(a, found);
}

void find_feeds(
    struct arena *a, const struct parse_input *in, struct found *found)
{
	struct err e = {""};
	struct doc doc;
	enum parse_result result = parse_document(a, in, &doc, &e);

	*found = (struct found){0};
	if (result == PARSE_OK) {
		found->format = doc.format ? doc.format : "feed";
		found->title = doc.title;
		found->link = doc.link;
		found->language = doc.language;
		found->entries = (int64_t)doc.entry_count;
		return;
	}
	found->why = arena_strdup(a, e.text);
	if (result == PARSE_NOT_A_FEED)
		look_for_links(a, in, found);
}
