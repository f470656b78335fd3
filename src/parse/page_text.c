/* Where the article is, and its text. */
#include "parse/page_text.h"

#include <string.h>

#include "base/caps.h"
#include "parse/html.h"
#include "text/url.h"

/* A list or a box of links: this much of its text is in them. */
#define LINKS_MUCH     0.6
#define LINKS_IN_P     0.8
#define LINKS_MOST     64  /* of an article, that are kept */
#define P_LEAST	       25  /* bytes of a paragraph that counts */
#define P_FULL	       100 /* bytes that are worth a point */
#define P_POINTS_MOST  3
#define HINT_POINTS    10
#define SIBLING_SHARE  0.2
#define UNLIKELY_SHARE 0.5 /* of all text: then it is no boilerplate */
#define HEADER_LEAST   140

/* --- measuring --- */

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static size_t solid_bytes(const char *s, size_t n)
{
	size_t solid = 0;

	for (size_t i = 0; i < n; i++)
		solid += !is_white(s[i]);
	return solid;
}

/* Depth is bounded by the tree's. */
static void measure(struct page_node *n)
{
	if (!n->element) {
		n->text = solid_bytes(n->at, n->n);
		return;
	}
	for (struct page_node *c = n->first; c; c = c->next) {
		measure(c);
		if (c->flags & NODE_NEVER)
			continue;
		n->text += c->text;
		n->link += c->link;
	}
	if (n->flags & NODE_LINK)
		n->link = n->text;
}

static double link_share(const struct page_node *n)
{
	return n->text ? (double)n->link / (double)n->text : 0;
}

/* Text that is not in links. */
static size_t prose(const struct page_node *n)
{
	return n->text - n->link;
}

/* --- what of it is left out --- */

static bool is_box(const struct page_node *n)
{
	return node_is(n, "ul") || node_is(n, "ol") || node_is(n, "div") ||
	       node_is(n, "section") || node_is(n, "table") ||
	       node_is(n, "dl") || node_is(n, "article");
}

/* Comments, a form, what is not shown: unless most of the page is in it. */
static bool is_aside(const struct page_node *n, const struct page_node *root)
{
	return n->flags & (NODE_UNLIKELY | NODE_HIDDEN) &&
	       (double)n->text < UNLIKELY_SHARE * (double)root->text;
}

/* root: what the text is written of; its share decides what is a part. */
static bool is_left_out(const struct page_node *n, const struct page_node *root)
{
	if (n->flags & NODE_NEVER)
		return true;
	if (is_aside(n, root))
		return true;
	if (node_is(n, "h1"))
		return true; /* the title is told apart */
	if (node_is(n, "header") && n->text < HEADER_LEAST)
		return true;
	/* Another article within one: a teaser. */
	if (node_is(n, "article") && n->text * 4 < root->text)
		return true;
	if (node_is(n, "p") && n->text < 2 * P_FULL &&
	    link_share(n) > LINKS_IN_P)
		return true;
	return is_box(n) && link_share(n) > LINKS_MUCH;
}

/* --- writing --- */

/* What stands in a text node never becomes a tag when it is joined. */
static void put_run(struct buf *b, const char *s, size_t n)
{
	const char *lt;

	for (lt = memchr(s, '<', n); lt; lt = memchr(s, '<', n)) {
		buf_add(b, s, (size_t)(lt - s));
		buf_puts(b, "&lt;");
		n -= (size_t)(lt + 1 - s);
		s = lt + 1;
	}
	buf_add(b, s, n);
}

static void put_markup(
    struct buf *b, const struct page_node *n, const struct page_node *root)
{
	bool block;

	if (!n->element) {
		put_run(b, n->at, n->n);
		return;
	}
	if (n != root && is_left_out(n, root))
		return;
	block = n->element->flags & ELEMENT_BLOCK;
	if (block)
		buf_puts(b, "<br>");
	for (const struct page_node *c = n->first; c; c = c->next)
		put_markup(b, c, root);
	if (block)
		buf_puts(b, "<br>");
}

/* The text of a node; false, and nothing is added, where it is too little. */
static bool put_text(struct buf *out, const struct page_node *n)
{
	size_t before = out->len;
	struct buf b;

	if (!n || prose(n) < PAGE_TEXT_LEAST)
		return false;
	buf_init(&b, 8u << 20);
	put_markup(&b, n, n);
	html_put_text(out, buf_text(&b), b.len, HTML_BLOCKS);
	buf_free(&b);
	if (out->len - before >= PAGE_TEXT_LEAST)
		return true;
	buf_truncate(out, before);
	return false;
}

/* --- elements that say what they are --- */

static bool is_never(const struct page_node *n)
{
	for (; n; n = n->parent)
		if (n->flags & NODE_NEVER)
			return true;
	return false;
}

static bool is_main(const struct page_node *n)
{
	return node_is(n, "main");
}

static bool is_article(const struct page_node *n)
{
	return node_is(n, "article") && !(n->flags & NODE_UNLIKELY);
}

static bool is_body(const struct page_node *n)
{
	return n->flags & NODE_BODY;
}

/* The one with the most prose, the first of equals. */
static struct page_node *largest(
    const struct page_tree *t, bool (*is)(const struct page_node *))
{
	struct page_node *best = NULL;

	for (size_t i = 0; i < t->count; i++) {
		struct page_node *n = t->nodes[i];

		if (is(n) && (!best || prose(n) > prose(best)) && !is_never(n))
			best = n;
	}
	return best;
}

/* --- density --- */

/* A comma of any script tells prose from lists of words. */
static size_t commas(const char *s, size_t n)
{
	static const char *const wide[] = {"，", "、", "。"};
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		count += s[i] == ',';
		for (size_t k = 0; k < 3; k++)
			count += n - i >= 3 && memcmp(s + i, wide[k], 3) == 0;
	}
	return count;
}

/* Of a node's own text, and that of inline elements in it. */
static void own_text(const struct page_node *n, size_t *bytes, size_t *found)
{
	for (const struct page_node *c = n->first; c; c = c->next) {
		if (!c->element) {
			*bytes += c->text;
			*found += commas(c->at, c->n);
		} else if (!(c->element->flags & ELEMENT_BLOCK) &&
			   !(c->flags & (NODE_NEVER | NODE_LINK))) {
			own_text(c, bytes, found);
		}
	}
}

static bool is_unlikely(const struct page_node *n, const struct page_node *root)
{
	for (; n; n = n->parent)
		if (n->flags & NODE_NEVER || is_aside(n, root))
			return true;
	return false;
}

/* A block that has text of its own gives points to those around it. */
static void give_points(struct page_node *n, const struct page_node *root)
{
	static const double shares[] = {1, 0.5, 1.0 / 6};
	size_t bytes = 0, found = 0, full;
	struct page_node *to = n->parent;
	double points;

	if (!(n->element->flags & ELEMENT_BLOCK) || node_is(n, "body") ||
	    node_is(n, "html"))
		return;
	own_text(n, &bytes, &found);
	if (bytes < P_LEAST || is_unlikely(n, root))
		return;
	full = bytes / P_FULL;
	points = 1 + (double)found +
		 (double)(full < P_POINTS_MOST ? full : P_POINTS_MOST);
	/* A div that is broken by <br> holds its paragraphs itself. */
	if (!node_is(n, "p"))
		n->score += points;
	for (size_t i = 0; i < 3 && to; i++, to = to->parent)
		to->score += points * shares[i];
}

static double final_score(const struct page_node *n)
{
	double score = n->score;

	if (n->flags & NODE_LIKELY)
		score += HINT_POINTS;
	if (n->flags & NODE_UNLIKELY)
		score -= HINT_POINTS;
	return score * (1 - link_share(n));
}

static struct page_node *densest(struct page_tree *t)
{
	struct page_node *best = NULL;

	for (size_t i = 0; i < t->count; i++)
		give_points(t->nodes[i], t->root);
	for (size_t i = 0; i < t->count; i++) {
		struct page_node *n = t->nodes[i];

		if (n->score > 0 &&
		    (!best || final_score(n) > final_score(best)))
			best = n;
	}
	/* Its neighbours may be the rest of the article: then all of it. */
	if (best && best->parent && best->parent != t->root) {
		size_t around = prose(best->parent) - prose(best);

		if ((double)around > SIBLING_SHARE * (double)prose(best) &&
		    best->parent->score > best->score * SIBLING_SHARE)
			best = best->parent;
	}
	return best;
}

/* --- the whole --- */

const char *page_text_put(
    struct page_tree *t, struct buf *out, const struct page_node **root)
{
	static const struct {
		const char *name;
		bool (*is)(const struct page_node *);
	} ways[] = {
	    {"articleBody", is_body},
	    {"article", is_article},
	    {"main", is_main},
	};

	measure(t->root);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		*root = largest(t, ways[i].is);
		if (put_text(out, *root))
			return ways[i].name;
	}
	*root = densest(t);
	return put_text(out, *root) ? "density" : NULL;
}

static void put_links(struct buf *b, struct arena *a, const struct page_node *n,
    const struct page_node *root, const char *base, size_t *left)
{
	const char *ref, *url;

	if (!n->element || (n != root && is_left_out(n, root)))
		return;
	ref = n->flags & NODE_LINK ? node_attribute(a, n, "href") : NULL;
	url = ref ? url_resolve(a, base, ref) : NULL;
	if (url_is_web(url) && strlen(url) <= CAP_URL) {
		buf_printf(b, "%s%s", b->len ? "\n" : "", url);
		--*left;
	}
	for (const struct page_node *c = n->first; c && *left; c = c->next)
		put_links(b, a, c, root, base, left);
}

void page_text_links(struct buf *b, struct arena *a,
    const struct page_node *root, const char *base_url)
{
	size_t left = LINKS_MOST;

	put_links(b, a, root, root, base_url, &left);
}
