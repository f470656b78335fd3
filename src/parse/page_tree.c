/* From the tokens of a page to a tree, and what its attributes tell. */
#include "parse/page_tree.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/html.h"
#include "parse/html_scan.h"

#define DEPTH_MOST 200
#define NODES_MOST 200000

struct builder {
	struct page_tree *tree;
	struct arena *arena;
	struct html_scan scan;
	struct page_node *stack[DEPTH_MOST];
	size_t depth;
	size_t too_deep; /* open elements that are in no node */
	size_t made;
	bool title_seen;
};

bool node_is(const struct page_node *n, const char *name)
{
	return n->element && strcmp(n->element->name, name) == 0;
}

static bool is_one_of(const struct element *e, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(e->name, *names) == 0)
			return true;
	return false;
}

/* --- attributes --- */

static bool same(const char *a, size_t n, const char *b)
{
	return strlen(b) == n && strncasecmp(a, b, n) == 0;
}

static bool find_attribute(
    const struct page_node *n, const char *name, struct html_attribute *a)
{
	const char *at = n->at;

	if (!n->element)
		return false;
	while (html_next_attribute(&at, n->at + n->n, a))
		if (same(a->name, a->name_n, name))
			return true;
	return false;
}

const char *node_attribute(
    struct arena *arena, const struct page_node *n, const char *name)
{
	struct html_attribute a;
	struct buf b;
	const char *s = NULL;

	if (!find_attribute(n, name, &a) || !a.value)
		return NULL;
	buf_init(&b, CAP_ITEM_TEXT);
	html_put_text(&b, a.value, a.value_n, HTML_ONE_LINE);
	if (b.len && buf_ok(&b))
		s = arena_strdup(arena, buf_text(&b));
	buf_free(&b);
	return s;
}

/* --- what classes and ids say --- */

/* In order: they are searched by halves. */
static const char *const bad_words[] = {"ad", "ads", "advert", "advertisement",
    "affiliate", "banner", "bio", "breadcrumb", "breadcrumbs", "byline",
    "caption", "comment", "comments", "consent", "cookie", "cookies",
    "copyright", "credit", "dialog", "disqus", "embed", "footer", "gdpr",
    "hidden", "login", "masthead", "menu", "meta", "modal", "most", "nav",
    "navbar", "navigation", "newsletter", "outbrain", "overlay", "pager",
    "pagination", "paywall", "popular", "popup", "print", "promo", "promoted",
    "rating", "readmore", "recirc", "recommend", "recommendations",
    "recommended", "related", "respond", "rss", "search", "share", "sharing",
    "shoutbox", "sidebar", "signup", "skip", "social", "sponsor", "sponsored",
    "subscribe", "subscription", "taboola", "tag", "tags", "teaser", "teasers",
    "toc", "toolbar", "trending", "widget", "widgets"};
static const char *const good_words[] = {"article", "articlebody", "body",
    "content", "contents", "detail", "entry", "hentry", "main", "news", "post",
    "prose", "richtext", "story", "text"};
/* "has-sidebar" and "with-comments" speak of what is somewhere in it. */
static const char *const of_others[] = {
    "has", "is", "js", "no", "not", "with", "without"};

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define WORD_MOST 20

static int by_word(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

static bool is_in(const char *word, const char *const *words, size_t n)
{
	return bsearch(word, words, n, sizeof(*words), by_word) != NULL;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The next word of "relatedPosts", "share_bar"; its end, or NULL. */
static const char *next_word(const char *s, const char *end, char *word)
{
	size_t n = 0;

	while (s < end && !is_lower(*s) && !is_upper(*s))
		s++;
	if (s >= end)
		return NULL;
	for (; s < end && (is_lower(*s) || is_upper(*s)); s++) {
		if (n && is_upper(*s) && is_lower(s[-1]))
			break;
		if (n < WORD_MOST)
			word[n++] = (char)(*s | 32);
	}
	word[n] = '\0';
	return s;
}

/* One class: its first and its last word say what it is. */
static unsigned class_says(const char *s, const char *end)
{
	char word[WORD_MOST + 1];
	bool first = true, bad = false, last_bad = false, good = false;

	for (s = next_word(s, end, word); s; s = next_word(s, end, word)) {
		if (is_in(word, of_others, COUNT(of_others)))
			return 0;
		last_bad = is_in(word, bad_words, COUNT(bad_words));
		bad = bad || (first && last_bad);
		good = good || is_in(word, good_words, COUNT(good_words));
		first = false;
	}
	if (bad || last_bad)
		return NODE_UNLIKELY;
	return good ? NODE_LIKELY : 0;
}

unsigned page_words_say(const char *s, size_t n)
{
	const char *end = s + n, *to;
	unsigned says = 0;

	while (s < end) {
		while (s < end && strchr(" \t\r\n\f", *s))
			s++;
		for (to = s; to < end && !strchr(" \t\r\n\f", *to); to++)
			;
		says |= class_says(s, to);
		s = to;
	}
	return says;
}

/* --- what a node is, by its name and its attributes --- */

static const char *const never[] = {"aside", "audio", "button", "canvas",
    "datalist", "dialog", "figcaption", "footer", "frameset", "head", "iframe",
    "label", "legend", "map", "math", "menu", "nav", "noscript", "search",
    "select", "svg", "textarea", "video", NULL};
/* Of these a class speaks for the whole page. */
static const char *const wholes[] = {"html", "body", "main", NULL};
static const char *const never_roles[] = {"alert", "alertdialog", "banner",
    "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation",
    "search", "toolbar", NULL};

static bool value_in(const struct html_attribute *a, const char *const *words)
{
	for (; *words; words++)
		if (same(a->value, a->value_n, *words))
			return true;
	return false;
}

static bool is_not_displayed(const struct html_attribute *a)
{
	const char *p = memmem(a->value, a->value_n, "display", 7);
	const char *end = a->value + a->value_n;

	if (!p)
		return false;
	for (p += 7; p < end && (*p == ':' || *p == ' '); p++)
		;
	return end - p >= 4 && strncasecmp(p, "none", 4) == 0;
}

static unsigned attribute_says(const struct html_attribute *a)
{
	static const char *const yes[] = {"true", NULL};
	static const char *const body[] = {"articleBody", NULL};

	if (same(a->name, a->name_n, "hidden"))
		return NODE_HIDDEN;
	if (!a->value)
		return 0;
	if (same(a->name, a->name_n, "class") || same(a->name, a->name_n, "id"))
		return page_words_say(a->value, a->value_n);
	if (same(a->name, a->name_n, "href"))
		return NODE_LINK;
	if (same(a->name, a->name_n, "itemprop") && value_in(a, body))
		return NODE_BODY;
	if (same(a->name, a->name_n, "role") && value_in(a, never_roles))
		return NODE_NEVER;
	if ((same(a->name, a->name_n, "aria-hidden") && value_in(a, yes)) ||
	    (same(a->name, a->name_n, "style") && is_not_displayed(a)))
		return NODE_HIDDEN;
	return 0;
}

static unsigned flags_of(const struct page_node *n)
{
	struct html_attribute a;
	const char *at = n->at;
	unsigned f = is_one_of(n->element, never) ? NODE_NEVER : 0;

	while (html_next_attribute(&at, n->at + n->n, &a))
		f |= attribute_says(&a);
	if (node_is(n, "form"))
		f |= NODE_HIDDEN;
	if (!node_is(n, "a"))
		f &= ~(unsigned)NODE_LINK;
	/* "post tag-sale": what it is in one word, and in another of what. */
	if (f & NODE_LIKELY)
		f &= ~(unsigned)NODE_UNLIKELY;
	/* What a script shows, and classes that tell what is on the page. */
	if (is_one_of(n->element, wholes))
		f &= ~(unsigned)(NODE_UNLIKELY | NODE_HIDDEN);
	if (f & NODE_BODY)
		f &= ~(unsigned)NODE_UNLIKELY;
	return f;
}

/* --- the tree --- */

static struct page_node *add_node(struct builder *b)
{
	struct page_node *n = arena_alloc(b->arena, sizeof(*n));
	struct page_node *parent = b->stack[b->depth - 1];

	n->parent = parent;
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	b->made++;
	return n;
}

static void add_text(struct builder *b, const struct html_token *t)
{
	struct page_node *n = add_node(b);

	n->at = t->at;
	n->n = t->n;
}

/* Elements that an end tag or an implied end of another does not reach over. */
static const char *const walls[] = {
    "table", "td", "th", "caption", "object", "html", NULL};
static const char *const table_parts[] = {
    "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", NULL};

/* What a new element ends, where it is open, and how far up that is seen. */
static const struct implied {
	const char *opens, *ends, *wall;
} implied[] = {
    {"li", "li", "ul"},
    {"li", "li", "ol"},
    {"dd", "dd", "dl"},
    {"dd", "dt", "dl"},
    {"dt", "dt", "dl"},
    {"dt", "dd", "dl"},
    {"option", "option", "select"},
    {"tr", "tr", "table"},
    {"tr", "td", "table"},
    {"tr", "th", "table"},
    {"td", "td", "tr"},
    {"td", "th", "tr"},
    {"th", "td", "tr"},
    {"th", "th", "tr"},
};

/* Ends the innermost open element of the name, unless a wall is before it. */
static void end_open(struct builder *b, const char *name, const char *wall)
{
	for (size_t i = b->depth; i-- > 1;) {
		const struct element *e = b->stack[i]->element;

		if (strcmp(e->name, name) == 0) {
			b->depth = i;
			return;
		}
		if (strcmp(e->name, wall) == 0 ||
		    (strcmp(name, "p") == 0 && is_one_of(e, walls)) ||
		    strcmp(e->name, "table") == 0)
			return;
	}
}

static void end_implied(struct builder *b, const struct element *e)
{
	if (e->flags & ELEMENT_BLOCK && strcmp(e->name, "br") != 0)
		end_open(b, "p", "button");
	for (size_t i = 0; i < COUNT(implied); i++)
		if (strcmp(implied[i].opens, e->name) == 0)
			end_open(b, implied[i].ends, implied[i].wall);
}

static void close_element(struct builder *b, const struct element *e)
{
	if (!e || strcmp(e->name, "body") == 0 || strcmp(e->name, "html") == 0)
		return; /* what comes after them belongs to them still */
	if (b->too_deep) {
		b->too_deep--;
		return;
	}
	for (size_t i = b->depth; i-- > 1;) {
		const struct element *open = b->stack[i]->element;

		if (open == e) {
			b->depth = i;
			return;
		}
		if (is_one_of(open, walls) && !is_one_of(e, table_parts))
			return;
	}
}

static void keep_script(struct builder *b, const struct html_token *t)
{
	struct page_tree *tree = b->tree;
	const char *from = b->scan.at;
	const struct page_node tag = {
	    .element = t->element, .at = t->attributes, .n = t->attributes_n};
	struct html_attribute a;

	html_skip_opaque(&b->scan, t->element);
	if (strcmp(t->element->name, "script") != 0 ||
	    tree->script_count >= PAGE_SCRIPTS ||
	    !find_attribute(&tag, "type", &a) || !a.value || a.value_n < 19 ||
	    strncasecmp(a.value, "application/ld+json", 19) != 0)
		return;
	/* Its end tag is in it: the reader of JSON stops before that. */
	tree->scripts[tree->script_count++] =
	    (struct page_script){.at = from, .n = (size_t)(b->scan.at - from)};
}

/* Its content is text, whatever it looks like. */
static void keep_title(struct builder *b)
{
	const char *at = b->scan.at, *end = b->scan.end, *lt = at;

	while ((lt = memchr(lt, '<', (size_t)(end - lt))) != NULL) {
		if (end - lt >= 7 && strncasecmp(lt, "</title", 7) == 0)
			break;
		lt++;
	}
	b->title_seen = true; /* and not looked for again, if it never ends */
	if (!lt)
		return;
	b->tree->title = at;
	b->tree->title_n = (size_t)(lt - at);
	b->scan.at = lt;
}

static bool is_in_svg(const struct builder *b)
{
	for (size_t i = b->depth; i-- > 1;)
		if (node_is(b->stack[i], "svg"))
			return true;
	return false;
}

static const char *const of_head[] = {
    "base", "link", "meta", "noscript", "title", NULL};

static void open_element(struct builder *b, const struct html_token *t)
{
	const struct element *e = t->element;
	struct page_node *n;

	if (!e)
		return;
	if (e->flags & ELEMENT_OPAQUE) {
		keep_script(b, t);
		return;
	}
	if (strcmp(e->name, "title") == 0 && !b->title_seen && !is_in_svg(b)) {
		keep_title(b);
		return;
	}
	if (node_is(b->stack[b->depth - 1], "head") && !is_one_of(e, of_head))
		b->depth--;
	end_implied(b, e);
	n = add_node(b);
	n->element = e;
	n->at = t->attributes;
	n->n = t->attributes_n;
	n->flags = flags_of(n);
	b->tree->nodes = arena_room(b->arena, b->tree->nodes, b->tree->count,
	    &b->tree->cap, sizeof(struct page_node *));
	b->tree->nodes[b->tree->count++] = n;
	if (e->flags & ELEMENT_VOID)
		return;
	if (b->depth < DEPTH_MOST)
		b->stack[b->depth++] = n;
	else
		b->too_deep++;
}

void page_tree_read(
    struct page_tree *tree, struct arena *arena, const char *s, size_t n)
{
	struct builder b = {.tree = tree,
	    .arena = arena,
	    .scan = {.at = s, .end = s + n},
	    .depth = 1};
	struct html_token t;

	*tree = (struct page_tree){0};
	tree->root = arena_alloc(arena, sizeof(*tree->root));
	tree->root->element = element_find("html", 4);
	b.stack[0] = tree->root;
	for (html_next(&b.scan, &t); t.kind != HTML_END && b.made < NODES_MOST;
	     html_next(&b.scan, &t)) {
		switch (t.kind) {
		case HTML_TEXT:
			add_text(&b, &t);
			break;
		case HTML_OPEN:
			open_element(&b, &t);
			break;
		case HTML_CLOSE:
			close_element(&b, t.element);
			break;
		case HTML_NOTHING:
		case HTML_END:
			break;
		}
	}
}
