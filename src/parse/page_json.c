/* Scripts of JSON-LD: their graphs walked for an article, within bounds. */
#include "parse/page_json.h"

#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "text/url.h"

#define SCRIPT_MOST (2u << 20)
#define LEVELS_MOST 8
#define NODES_MOST  5000

struct walk {
	struct arena *arena;
	const char *url; /* the page's, canonical; or NULL */
	struct page_json *out;
	int rank; /* of what is in out */
	size_t nodes;
};

static const char *string_of(const json_t *object, const char *name)
{
	const json_t *j = json_object_get(object, name);
	const char *s;

	if (json_is_array(j))
		j = json_array_get(j, 0);
	s = json_string_value(j);
	return s && *s ? s : NULL;
}

/* A person, an organisation, a language: itself, or its name. */
static const char *name_of(const json_t *object, const char *name)
{
	const json_t *j = json_object_get(object, name);

	if (json_is_array(j))
		j = json_array_get(j, 0);
	if (json_is_object(j))
		return string_of(j, "name");
	return string_of(object, name);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* NewsArticle, TechArticle, BlogPosting, Report, Review ... */
static bool is_article_type(const char *type)
{
	return type &&
	       (ends_with(type, "Article") || ends_with(type, "BlogPosting") ||
		   ends_with(type, "Report") ||
		   ends_with(type, "PressRelease") ||
		   ends_with(type, "Review"));
}

static bool is_article(const json_t *object)
{
	const json_t *type = json_object_get(object, "@type"), *one;
	size_t i;

	json_array_foreach(type, i, one)
	{
		if (is_article_type(json_string_value(one)))
			return true;
	}
	return is_article_type(json_string_value(type));
}

static bool is_of_page(struct walk *w, const json_t *object)
{
	static const char *const names[] = {
	    "url", "@id", "mainEntityOfPage", NULL};

	for (size_t i = 0; w->url && names[i]; i++) {
		const json_t *j = json_object_get(object, names[i]);
		const char *s = json_is_object(j) ? string_of(j, "@id")
						  : json_string_value(j);
		const char *url = s ? url_canonical(w->arena, s) : NULL;

		if (url && strcmp(url, w->url) == 0)
			return true;
	}
	return false;
}

static void take(struct walk *w, const json_t *o)
{
	struct arena *a = w->arena;
	const char *body = string_of(o, "articleBody");
	int rank;

	if (!body)
		body = string_of(o, "reviewBody");
	rank = 1 + 2 * (body != NULL) + 4 * is_of_page(w, o);
	if (rank <= w->rank)
		return;
	w->rank = rank;
	*w->out = (struct page_json){
	    .headline = arena_strdup(a, string_of(o, "headline")),
	    .body = arena_strdup(a, body),
	    .author = arena_strdup(a, name_of(o, "author")),
	    .lang = arena_strdup(a, string_of(o, "inLanguage")),
	    .publisher = arena_strdup(a, name_of(o, "publisher")),
	    .published = arena_strdup(a, string_of(o, "datePublished")),
	    .modified = arena_strdup(a, string_of(o, "dateModified"))};
}

static void walk(struct walk *w, const json_t *j, int level)
{
	static const char *const inner[] = {
	    "@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", NULL};
	const json_t *one;
	size_t i;

	if (level > LEVELS_MOST || ++w->nodes > NODES_MOST)
		return;
	json_array_foreach(j, i, one) walk(w, one, level + 1);
	if (!json_is_object(j))
		return;
	if (is_article(j))
		take(w, j);
	for (i = 0; inner[i]; i++)
		walk(w, json_object_get(j, inner[i]), level + 1);
}

/*
 * Many are written by templates: line feeds within strings, comments around
 * it, more behind it.
 */
static void read_script(struct walk *w, const struct page_script *s)
{
	const char *from = memchr(s->at, '{', s->n);
	const char *list = memchr(s->at, '[', s->n);
	char *clean;
	size_t n;
	json_t *j;

	/* "<![CDATA[" has brackets too. */
	while (list && list > s->at && (list[-1] == '!' || list[-1] == 'A'))
		list = memchr(list + 1, '[', (size_t)(s->at + s->n - list - 1));
	if (list && (!from || list < from))
		from = list;
	if (!from)
		return;
	n = (size_t)(s->at + s->n - from);
	if (n > SCRIPT_MOST)
		return;
	clean = arena_copy(w->arena, from, n);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)clean[i] < ' ')
			clean[i] = ' ';
	j = json_loadb(clean, n, JSON_DISABLE_EOF_CHECK, NULL);
	walk(w, j, 0);
	json_decref(j);
}

void page_json_read(struct arena *arena, const struct page_tree *t,
    const char *base_url, struct page_json *out)
{
	struct walk w = {.arena = arena, .out = out};

	*out = (struct page_json){0};
	w.url = base_url ? url_canonical(arena, base_url) : NULL;
	for (size_t i = 0; i < t->script_count; i++)
		read_script(&w, &t->scripts[i]);
}
