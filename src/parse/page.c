/* One page from its bytes to what it says. */
#include "parse/page.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/charset.h"
#include "parse/html.h"
#include "parse/page_json.h"
#include "parse/page_text.h"
#include "parse/page_title.h"
#include "parse/page_tree.h"
#include "parse/warn.h"
#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"

#define CHARSET_WITHIN 4096 /* bytes in which a charset is declared */

struct reader {
	struct arena *arena;
	struct page_tree tree;
	struct page_json json;
	const char *base_url;
	struct article *article;
	/* of <meta> and microdata, the first of each */
	const char *og_title, *plain_title, *h1, *site, *author, *canonical;
	const char *og_url, *published, *updated, *locale;
};

/* --- <meta> and <link> --- */

/* THE ORDER IS PRIORITY: of one place the first row that is found counts. */
static const struct meta {
	const char *name;
	size_t at;
} metas[] = {
    {"og:title", offsetof(struct reader, og_title)},
    {"twitter:title", offsetof(struct reader, og_title)},
    {"og:site_name", offsetof(struct reader, site)},
    {"application-name", offsetof(struct reader, site)},
    {"author", offsetof(struct reader, author)},
    {"article:author", offsetof(struct reader, author)},
    {"og:url", offsetof(struct reader, og_url)},
    {"article:published_time", offsetof(struct reader, published)},
    {"datePublished", offsetof(struct reader, published)},
    {"date", offsetof(struct reader, published)},
    {"pubdate", offsetof(struct reader, published)},
    {"article:modified_time", offsetof(struct reader, updated)},
    {"dateModified", offsetof(struct reader, updated)},
    {"og:updated_time", offsetof(struct reader, updated)},
    {"og:locale", offsetof(struct reader, locale)},
};

#define META_COUNT (sizeof(metas) / sizeof(*metas))

static void take_meta(
    struct reader *r, const struct page_node *n, const char **found)
{
	const char *name = node_attribute(r->arena, n, "property");

	if (!name)
		name = node_attribute(r->arena, n, "name");
	if (!name)
		name = node_attribute(r->arena, n, "itemprop");
	for (size_t i = 0; name && i < META_COUNT; i++)
		if (!found[i] && strcasecmp(metas[i].name, name) == 0)
			found[i] = node_attribute(r->arena, n, "content");
}

static const char *address(struct reader *r, const char *ref)
{
	char *url = ref ? url_resolve(r->arena, r->base_url, ref) : NULL;

	return url && url_scheme_is_safe(url) && strlen(url) <= CAP_URL ? url
									: NULL;
}

/* rel is a list of words. */
static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = strcasestr(list, word); p;
	     p = strcasestr(p + 1, word))
		if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' '))
			return true;
	return false;
}

static void take_link(struct reader *r, const struct page_node *n)
{
	const char *rel = node_attribute(r->arena, n, "rel");

	if (rel && has_word(rel, "canonical") && !r->canonical)
		r->canonical = address(r, node_attribute(r->arena, n, "href"));
}

/* A <base> before anything that it speaks for, as everywhere. */
static void find_base(struct reader *r)
{
	for (size_t i = 0; i < r->tree.count; i++) {
		const struct page_node *n = r->tree.nodes[i];
		const char *url;

		if (!node_is(n, "base"))
			continue;
		url = address(r, node_attribute(r->arena, n, "href"));
		if (url)
			r->base_url = url;
		return;
	}
}

static void put_inner_text(struct buf *b, const struct page_node *n)
{
	if (!n->element)
		html_put_text(b, n->at, n->n, HTML_ONE_LINE);
	for (const struct page_node *c = n->first; c; c = c->next)
		if (!(c->flags & NODE_NEVER) && b->len < CAP_TITLE) {
			if (b->len && c->element)
				buf_putc(b, ' ');
			put_inner_text(b, c);
		}
}

static const char *inner_text(struct reader *r, const struct page_node *n)
{
	struct buf b;
	const char *s = NULL;

	buf_init(&b, CAP_BODY);
	put_inner_text(&b, n);
	if (b.len)
		s = arena_strdup(r->arena, buf_text(&b));
	buf_free(&b);
	return s;
}

static void read_facts(struct reader *r)
{
	const char *found[META_COUNT] = {NULL}, *lang = NULL;

	find_base(r);
	for (size_t i = 0; i < r->tree.count; i++) {
		const struct page_node *n = r->tree.nodes[i];

		if (node_is(n, "meta"))
			take_meta(r, n, found);
		else if (node_is(n, "link"))
			take_link(r, n);
		else if (node_is(n, "h1") && !r->h1)
			r->h1 = inner_text(r, n);
		else if (node_is(n, "html") && !lang)
			lang = node_attribute(r->arena, n, "lang");
	}
	for (size_t i = META_COUNT; i-- > 0;)
		if (found[i])
			*(const char **)(void *)((char *)r + metas[i].at) =
			    found[i];
	r->article->lang = lang		  ? lang
			   : r->json.lang ? r->json.lang
					  : r->locale;
}

/* --- what is made of it --- */

static const char *one_line(struct reader *r, const char *s, size_t n)
{
	const char *line = NULL;
	struct buf b;

	buf_init(&b, CAP_BODY);
	html_put_text(&b, s, n, HTML_ONE_LINE);
	if (b.len > CAP_TITLE)
		buf_truncate(&b, utf8_cut(buf_text(&b), CAP_TITLE));
	if (b.len)
		line = arena_strdup(r->arena, buf_text(&b));
	buf_free(&b);
	return line;
}

static const char *line_of(struct reader *r, const char *s)
{
	return s ? one_line(r, s, strlen(s)) : NULL;
}

static int64_t date_of(struct reader *r, const char *first, const char *second)
{
	int64_t at = first ? date_parse(line_of(r, first)) : DATE_NONE;

	if (at == DATE_NONE && second)
		at = date_parse(second);
	return at;
}

static const char *is_web(const char *url)
{
	return url_is_web(url) ? url : NULL;
}

static void make_facts(struct reader *r)
{
	struct article *p = r->article;
	const char *titles[4];
	char *lang;

	if (r->tree.title)
		r->plain_title = one_line(r, r->tree.title, r->tree.title_n);
	p->site = line_of(r, r->site);
	if (!p->site)
		p->site = line_of(r, r->json.publisher);
	titles[0] = line_of(r, r->og_title);
	titles[1] = line_of(r, r->json.headline);
	titles[2] = r->plain_title;
	titles[3] = line_of(r, r->h1);
	p->title = page_title(r->arena, titles, 4, titles[3], p->site,
	    r->base_url ? url_host(r->arena, r->base_url) : NULL);
	p->author = line_of(r, r->json.author ? r->json.author : r->author);
	if (is_web(p->author))
		p->author = NULL; /* article:author is often an address */
	p->canonical = is_web(r->canonical);
	if (!p->canonical)
		p->canonical = is_web(address(r, r->og_url));
	p->published = date_of(r, r->json.published, r->published);
	p->updated = date_of(r, r->json.modified, r->updated);
	lang = arena_strdup(r->arena, line_of(r, p->lang));
	for (char *c = lang; c && *c; c++)
		if (*c == '_')
			*c = '-'; /* og:locale */
	p->lang = lang && strlen(lang) <= 35 ? lang : NULL;
}

/* Lines are kept; markup in it, of which some have much, goes. */
static void put_json_body(struct buf *b, const char *s)
{
	bool markup = strchr(s, '<') != NULL;
	size_t n;

	for (; *s; s += n + (s[n] != '\0')) {
		n = markup ? strlen(s) : strcspn(s, "\n");
		if (b->len && n)
			buf_putc(b, '\n');
		html_put_text(b, s, n, HTML_BLOCKS);
		while (b->len && b->data[b->len - 1] == '\n')
			buf_truncate(b, b->len - 1);
	}
}

static bool is_teaser(const struct buf *b)
{
	static const char *const ends[] = {"...", "…", "[…]", "[...]"};

	if (b->len < PAGE_TEXT_LEAST)
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t n = strlen(ends[i]);

		if (memcmp(b->data + b->len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

static void take_links(struct reader *r, const struct page_node *root)
{
	struct buf b;

	buf_init(&b, CAP_ITEM_TEXT);
	page_text_links(&b, r->arena, root, r->base_url);
	if (b.len)
		r->article->links = arena_strdup(r->arena, buf_text(&b));
	buf_free(&b);
}

static void make_text(struct reader *r)
{
	struct article *p = r->article;
	const struct page_node *root;
	struct buf b, shown;

	buf_init(&b, 4 * CAP_BODY);
	buf_init(&shown, 4 * CAP_BODY);
	if (r->json.body)
		put_json_body(&b, r->json.body);
	p->text_by = page_text_put(&r->tree, &shown, &root);
	if (p->text_by)
		take_links(r, root);
	if (!is_teaser(&b)) {
		p->text_by = "json-ld";
		buf_free(&shown);
	} else {
		buf_free(&b);
		b = shown;
	}
	if (b.len > CAP_ITEM_TEXT)
		buf_truncate(&b, utf8_cut(buf_text(&b), CAP_ITEM_TEXT));
	if (p->text_by)
		p->text = arena_strdup(r->arena, buf_text(&b));
	buf_free(&b);
}

/* --- the whole --- */

/* The charset that a <meta> declares, as a header's value; or NULL. */
static const char *declared(struct arena *a, const struct parse_input *in)
{
	size_t n = in->len < CHARSET_WITHIN ? in->len : CHARSET_WITHIN, len;
	const char *head = arena_strndup(a, in->bytes, n);
	const char *p = strcasestr(head, "charset");

	if (in->content_type && strcasestr(in->content_type, "charset"))
		return in->content_type;
	if (!p)
		return in->content_type;
	for (p += 7; *p == ' ' || *p == '=' || *p == '"' || *p == '\''; p++)
		;
	len = strcspn(p, " \"'/>;\t\r\n");
	if (!len || len > 30)
		return in->content_type;
	return arena_printf(a, "text/html; charset=%.*s", (int)len, p);
}

static bool is_markup(const char *s, size_t n)
{
	static const char *const signs[] = {
	    "<!doctype html", "<html", "<head", "<body", "<meta", "<title"};
	char head[2048];
	size_t len = n < sizeof(head) - 1 ? n : sizeof(head) - 1;

	memcpy(head, s, len);
	head[len] = '\0';
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strcasestr(head, signs[i]))
			return true;
	return strcasestr(head, "<div") || strcasestr(head, "<p");
}

enum parse_result page_read(struct arena *arena, const struct parse_input *in,
    struct article *article, struct err *err)
{
	struct reader r = {
	    .arena = arena, .base_url = in->base_url, .article = article};
	struct parse_input input = *in;
	struct warnings warnings;
	struct decoded text;
	enum parse_result result = PARSE_UNREADABLE;

	*article =
	    (struct article){.published = DATE_NONE, .updated = DATE_NONE};
	if (in->len > CAP_PAGE) {
		err_set(err, "limit: longer than %u bytes", CAP_PAGE);
		return PARSE_UNREADABLE;
	}
	input.content_type = declared(arena, in);
	warn_init(&warnings, arena);
	if (charset_decode(&text, &input, &warnings, err) == 0) {
		if (is_markup(text.text, text.len)) {
			page_tree_read(&r.tree, arena, text.text, text.len);
			page_json_read(arena, &r.tree, in->base_url, &r.json);
			read_facts(&r);
			make_facts(&r);
			make_text(&r);
			result = PARSE_OK;
		} else {
			err_set(err, "not an HTML page");
			result = PARSE_NOT_A_FEED;
		}
	}
	charset_free(&text);
	warn_free(&warnings);
	if (result != PARSE_OK)
		utf8_scrub(err->text);
	return result;
}
