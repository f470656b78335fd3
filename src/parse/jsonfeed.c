/* Keys of JSON Feed, their slots, and values of the wrong type. */
#include "parse/jsonfeed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/caps.h"
#include "parse/html.h"
#include "parse/jsonmend.h"

struct key {
	const char *name;
	enum slot slot;
	enum value_kind kind;
};

/* THE ORDER IS PRIORITY, as in fields.c: of one slot the first row wins. */
static const struct key feed_keys[] = {
    {"title", SLOT_TITLE, VALUE_PLAIN},
    {"description", SLOT_SUBTITLE, VALUE_PLAIN},
    {"home_page_url", SLOT_LINK, VALUE_PLAIN},
    {"feed_url", SLOT_SELF, VALUE_PLAIN},
    {"language", SLOT_LANGUAGE, VALUE_PLAIN},
    {"icon", SLOT_ICON, VALUE_PLAIN},
    {"favicon", SLOT_ICON, VALUE_PLAIN},
};

static const struct key item_keys[] = {
    {"id", SLOT_ID, VALUE_PLAIN},
    {"url", SLOT_LINK, VALUE_PLAIN},
    {"external_url", SLOT_LINK, VALUE_PLAIN},
    {"title", SLOT_TITLE, VALUE_PLAIN},
    {"content_html", SLOT_CONTENT, VALUE_HTML},
    {"content_text", SLOT_CONTENT, VALUE_PLAIN},
    {"summary", SLOT_SUMMARY, VALUE_PLAIN},
    {"date_published", SLOT_PUBLISHED, VALUE_PLAIN},
    {"date_modified", SLOT_UPDATED, VALUE_PLAIN},
    {"language", SLOT_LANGUAGE, VALUE_PLAIN},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The shortest text that means the number. */
static const char *real_text(struct arena *a, double v)
{
	char *s = NULL;

	for (int digits = 6; digits <= 17; digits++) {
		s = arena_printf(a, "%.*g", digits, v);
		if (strtod(s, NULL) >= v && strtod(s, NULL) <= v)
			break;
	}
	return s;
}

/* "\u0000" is no character of any text. */
static const char *without_nul(struct arena *a, const char *s, size_t n)
{
	char *out = arena_copy(a, s, n + 1);
	size_t w = 0;

	if (!memchr(s, '\0', n))
		return out;
	for (size_t i = 0; i < n; i++) {
		if (s[i])
			out[w++] = s[i];
	}
	out[w] = '\0';
	return out;
}

/* A string, or a number as one (ids are often numbers); or NULL. */
static const char *text_of(struct arena *a, const json_t *j)
{
	if (json_is_string(j))
		return without_nul(
		    a, json_string_value(j), json_string_length(j));
	if (json_is_integer(j))
		return arena_printf(
		    a, "%" JSON_INTEGER_FORMAT, json_integer_value(j));
	return json_is_real(j) ? real_text(a, json_real_value(j)) : NULL;
}

static const char *member(
    struct arena *a, const json_t *object, const char *name)
{
	const char *s = text_of(a, json_object_get(object, name));

	return s && *s ? s : NULL;
}

static void read_keys(struct draft *d, struct node *n, const json_t *object,
    const struct key *keys, size_t count)
{
	struct value v;

	for (size_t i = 0; i < count; i++) {
		v = (struct value){.kind = keys[i].kind, .rank = (int)i};
		v.text = member(d->arena, object, keys[i].name);
		v.n = v.text ? strlen(v.text) : 0;
		draft_put(n, keys[i].slot, &v);
	}
}

static void read_author(
    struct draft *d, struct node *n, const json_t *j, int rank)
{
	struct draft_person p = {.rank = rank};

	p.name = member(d->arena, j, "name");
	p.email = member(d->arena, j, "email");
	p.url = member(d->arena, j, "url");
	if (p.url && !p.email && strncasecmp(p.url, "mailto:", 7) == 0)
		p.email = p.url + 7;
	draft_person(d, n, &p);
}

static void read_authors(struct draft *d, struct node *n, const json_t *object)
{
	const json_t *list = json_object_get(object, "authors");
	const json_t *j;
	size_t i;

	json_array_foreach(list, i, j) read_author(d, n, j, 0);
	if (json_is_object(list))
		read_author(d, n, list, 0);
	j = json_object_get(object, "author");
	if (j)
		read_author(d, n, j, 1);
}

static void read_tags(struct draft *d, struct node *n, const json_t *item)
{
	const json_t *j;
	struct value v;
	size_t i;

	json_array_foreach(json_object_get(item, "tags"), i, j)
	{
		v = (struct value){.kind = VALUE_PLAIN};
		v.text = text_of(d->arena, j);
		v.n = v.text ? strlen(v.text) : 0;
		draft_category(d, n, &v);
	}
}

static const char *size_text(struct arena *a, const json_t *attachment)
{
	const json_t *j = json_object_get(attachment, "size_in_bytes");

	if (json_is_real(j) && json_real_value(j) >= 0 &&
	    json_real_value(j) < 1e15)
		return arena_printf(a, "%.0f", json_real_value(j) - 0.5);
	return text_of(a, j);
}

static void read_attachments(
    struct draft *d, struct node *n, const json_t *item)
{
	const json_t *j;
	size_t i;

	json_array_foreach(json_object_get(item, "attachments"), i, j)
	{
		struct draft_enclosure e = {.url = member(d->arena, j, "url"),
		    .type = member(d->arena, j, "mime_type"),
		    .length = size_text(d->arena, j)};

		draft_enclosure(d, n, &e);
	}
}

static void read_hubs(struct draft *d, const json_t *root)
{
	const json_t *j;
	struct value v;
	size_t i;

	json_array_foreach(json_object_get(root, "hubs"), i, j)
	{
		v = (struct value){.text = member(d->arena, j, "url")};
		v.n = v.text ? strlen(v.text) : 0;
		draft_hub(d, &v);
	}
}

static void read_item(struct draft *d, const json_t *item)
{
	struct node *n;

	if (!json_is_object(item))
		return;
	n = draft_item(d);
	if (!n)
		return;
	read_keys(d, n, item, item_keys, COUNT(item_keys));
	read_authors(d, n, item);
	read_tags(d, n, item);
	read_attachments(d, n, item);
}

static const char *version_of(struct draft *d, const json_t *root)
{
	static const char prefix[] = "jsonfeed.org/version/";
	const char *version = member(d->arena, root, "version");
	const char *p = version ? strstr(version, prefix) : NULL;

	/* Some write the bare number; then it takes items to be a feed. */
	if (!p && (!version || *version != '1' ||
		      !json_is_array(json_object_get(root, "items"))))
		return NULL;
	p = p ? p + sizeof(prefix) - 1 : version;
	if (strcmp(p, "1") == 0 || strcmp(p, "1.0") == 0)
		return "json-1.0";
	if (strcmp(p, "1.1") != 0)
		warn_add(d->warnings, WARN_VERSION,
		    "JSON Feed of version \"%.20s\"", p);
	return "json-1.1";
}

static void read_root(struct draft *d, const json_t *root)
{
	const json_t *j;
	size_t i;

	read_keys(d, &d->feed, root, feed_keys, COUNT(feed_keys));
	read_authors(d, &d->feed, root);
	read_hubs(d, root);
	json_array_foreach(json_object_get(root, "items"), i, j)
	    read_item(d, j);
}

#define LOAD_FLAGS (JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL)

/* What is no JSON, mended; NULL where that does not help. */
static json_t *load_mended(
    struct draft *d, const char *s, size_t n, const json_error_t *why)
{
	json_error_t again;
	json_t *root = NULL;
	struct buf mended;
	bool cut;

	buf_init(&mended, 4 * CAP_BODY);
	if (json_mend(&mended, s, n, &cut))
		root = json_loadb(
		    buf_text(&mended), mended.len, LOAD_FLAGS, &again);
	buf_free(&mended);
	if (!root)
		return NULL;
	d->ends_early = cut;
	warn_add(d->warnings, WARN_XML, "JSON: line %d: %.200s", why->line,
	    why->text);
	return root;
}

enum parse_result jsonfeed_read(
    struct draft *d, const char *s, size_t n, struct err *err)
{
	json_error_t e;
	json_t *root = json_loadb(s, n, LOAD_FLAGS, &e);
	enum parse_result r = PARSE_OK;
	bool readable = root != NULL;

	if (!root)
		root = load_mended(d, s, n, &e);
	d->format = json_is_object(root) ? version_of(d, root) : NULL;
	if (d->format) {
		read_root(d, root);
	} else if (readable) {
		err_set(err, "JSON, but not a JSON Feed: no version of it");
		r = PARSE_NOT_A_FEED;
	} else {
		err_set(
		    err, "no readable JSON: line %d: %.200s", e.line, e.text);
		r = PARSE_NOT_A_FEED;
	}
	json_decref(root);
	return r;
}

void jsonfeed_prepare(void)
{
	json_object_seed(0); /* reads the system's randomness once */
}
