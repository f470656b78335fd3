/*
 * From draft to document: references resolved, dates read, text and safe
 * HTML made. What the document holds twice is chosen here, by doc/parse-json.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <xxhash.h>

#include "base/buf.h"
#include "base/caps.h"
#include "parse/draft.h"
#include "parse/html.h"
#include "parse/newest.h"
#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"

/* All text of one document; an answer must fit into a frame. */
#define MOST_TEXT (16u << 20)

struct finish {
	struct draft *draft;
	struct arena *arena;
	struct arena scratch; /* emptied after each item */
	struct buf buf, html, links;
	const char *fallback_base;
	char where[32]; /* "feed" or "item 7", for warnings */
};

/* --- values --- */

static const char *keep(struct finish *f)
{
	const char *s = NULL;
	size_t n = f->buf.len;

	if (n)
		s = arena_copy(f->arena, buf_text(&f->buf), n + 1);
	buf_clear(&f->buf);
	return s;
}

/* Text, cut at a character where it passes the cap; NULL where empty. */
static const char *to_text(
    struct finish *f, const struct value *v, enum html_lines lines, size_t cap)
{
	struct buf safe;

	if (!v || !v->text)
		return NULL;
	buf_clear(&f->buf);
	if (v->kind == VALUE_PLAIN) {
		html_put_plain(&f->buf, v->text, v->n, lines);
	} else if (v->kind == VALUE_HTML) {
		html_put_text(&f->buf, v->text, v->n, lines);
	} else {
		buf_init(&safe, CAP_ENTRY_HTML);
		html_put_safe(&safe, &f->scratch, v->text, v->n, NULL);
		html_put_text(&f->buf, buf_text(&safe), safe.len, lines);
		buf_free(&safe);
	}
	if (f->buf.len > cap)
		buf_truncate(&f->buf, utf8_cut(buf_text(&f->buf), cap));
	return keep(f);
}

static const char *to_line(struct finish *f, const struct value *v)
{
	return to_text(f, v, HTML_ONE_LINE, CAP_TITLE);
}

static const char *line_of(struct finish *f, const char *text)
{
	struct value v = {.text = text, .n = text ? strlen(text) : 0};

	return to_line(f, &v);
}

static const char *base_of(const struct finish *f, const char *base)
{
	return base ? base : f->fallback_base;
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* An absolute URL of a scheme that is safe; else NULL and a warning. */
static const char *to_url(
    struct finish *f, const char *ref, const char *base, const char *what)
{
	char *url;

	if (!ref || is_blank(ref))
		return NULL;
	url = url_resolve(f->arena, base_of(f, base), ref);
	if (url && url_scheme_is_safe(url)) {
		buf_clear(&f->buf);
		html_put_plain(&f->buf, url, strlen(url), HTML_ONE_LINE);
		return keep(f);
	}
	warn_add(f->draft->warnings, WARN_URL, "%s: %s \"%.60s\" is dropped",
	    f->where, what, ref);
	return NULL;
}

/* The best that is usable. */
static const char *value_url(
    struct finish *f, const struct value *v, const char *what)
{
	const char *url = NULL;

	for (; v && v->text && !url; v = v->next)
		url = to_url(f, v->text, v->base, what);
	return url;
}

static int64_t one_date(
    struct finish *f, const struct value *v, const char *what)
{
	const char *s = to_line(f, v);
	int64_t at = s ? date_parse(s) : DATE_NONE;

	if (s && at == DATE_NONE)
		warn_add(f->draft->warnings, WARN_DATE, "%s: %s \"%.60s\"",
		    f->where, what, s);
	return at;
}

static int64_t to_date(
    struct finish *f, const struct value *v, const char *what)
{
	int64_t at = DATE_NONE;

	for (; v && v->text && at == DATE_NONE; v = v->next)
		at = one_date(f, v, what);
	return at;
}

/* Byte for byte but for white space at the ends; a long one by its hash. */
static const char *to_id(struct finish *f, const struct value *v)
{
	const char *s = v->text;
	size_t n = v->n;
	XXH128_hash_t h;

	if (!s)
		return NULL;
	while (n && (unsigned char)*s <= ' ') {
		s++;
		n--;
	}
	while (n && (unsigned char)s[n - 1] <= ' ')
		n--;
	if (!n)
		return NULL;
	if (n <= CAP_ID)
		return arena_strndup(f->arena, s, n);
	h = XXH3_128bits(s, n);
	warn_add(f->draft->warnings, WARN_LIMIT,
	    "%s: the id has %zu bytes and is kept as a hash", f->where, n);
	return arena_printf(f->arena, "xxh3:%016" PRIx64 "%016" PRIx64,
	    (uint64_t)h.high64, (uint64_t)h.low64);
}

static int64_t to_integer(const char *s)
{
	int64_t v = 0;

	if (!s)
		return -1;
	s += strspn(s, " \t\r\n+");
	if (*s < '0' || *s > '9')
		return -1;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (v > INT64_MAX / 10 - 10)
			return -1;
		v = v * 10 + (*s - '0');
	}
	return s[strspn(s, " \t\r\n")] ? -1 : v;
}

/* --- lists --- */

/* The persons of the best rank, in the order of the document. */
static size_t to_persons(
    struct finish *f, const struct node *n, struct person **out)
{
	int best = INT32_MAX;
	size_t count = 0;

	*out = NULL;
	for (size_t i = 0; i < n->person_count; i++) {
		if (n->persons[i].rank < best)
			best = n->persons[i].rank;
	}
	if (!n->person_count)
		return 0;
	*out = arena_array(f->arena, n->person_count, sizeof(**out));
	for (size_t i = 0; i < n->person_count; i++) {
		const struct draft_person *p = &n->persons[i];
		struct person *to = &(*out)[count];

		if (p->rank != best)
			continue;
		to->name = line_of(f, p->name);
		to->email = line_of(f, p->email);
		to->url = to_url(f, p->url, p->base, "an author's address");
		count += to->name || to->email || to->url;
	}
	return count;
}

static void to_categories(
    struct finish *f, const struct node *n, struct strings *out)
{
	if (!n->category_count)
		return;
	out->v = arena_array(f->arena, n->category_count, sizeof(*out->v));
	for (size_t i = 0; i < n->category_count; i++) {
		const char *s = to_line(f, &n->categories[i]);

		if (s)
			out->v[out->n++] = s;
	}
}

static void to_enclosures(
    struct finish *f, const struct node *n, struct entry *e)
{
	const struct value *original = &n->slots[SLOT_ORIGINAL_ENCLOSURE];

	if (!n->enclosure_count)
		return;
	e->enclosures =
	    arena_array(f->arena, n->enclosure_count, sizeof(*e->enclosures));
	for (size_t i = 0; i < n->enclosure_count; i++) {
		const struct draft_enclosure *from = &n->enclosures[i];
		struct enclosure *to = &e->enclosures[e->enclosure_count];

		to->url = to_url(f, from->url, from->base, "an enclosure");
		if (original->text && !e->enclosure_count)
			to->url = value_url(f, original, "an enclosure");
		to->type = line_of(f, from->type);
		to->length = to_integer(from->length);
		e->enclosure_count += to->url != NULL;
	}
}

/* --- content --- */

/* What a buffer holds, in the arena; NULL where it is empty. */
static const char *kept(struct finish *f, const struct buf *b)
{
	return b->len ? arena_copy(f->arena, buf_text(b), b->len + 1) : NULL;
}

/* The content, and the summary's text where that is the content. */
static void to_content(struct finish *f, const struct node *n, struct entry *e)
{
	bool same = true; /* the text of the value itself is the same */
	const struct value *v = &n->slots[SLOT_CONTENT];
	const struct html_parts parts = {&f->html, &f->buf, &f->links};

	if (!v->text)
		v = &n->slots[SLOT_SUMMARY];
	if (!v->text)
		return;
	buf_clear(&f->html);
	buf_clear(&f->buf);
	buf_clear(&f->links);
	if (v->kind == VALUE_PLAIN) {
		html_put_escaped(&f->html, v->text, v->n);
		html_put_plain(&f->buf, v->text, v->n, HTML_BLOCKS);
	} else {
		same = html_put_parts(&parts, &f->scratch, v->text, v->n,
			   base_of(f, v->base)) ||
		       v->kind == VALUE_MARKUP;
	}
	if (!buf_ok(&f->html)) {
		buf_clear(&f->buf); /* what was cut off is no text either */
		html_put_text(
		    &f->buf, buf_text(&f->html), f->html.len, HTML_BLOCKS);
	}
	if (!buf_ok(&f->html) || v->n > CAP_ENTRY_HTML)
		warn_add(f->draft->warnings, WARN_LIMIT,
		    "%s: its content is cut", f->where);
	if (is_blank(buf_text(&f->html)))
		return;
	e->content_html = kept(f, &f->html);
	e->content_text = kept(f, &f->buf);
	e->links = kept(f, &f->links);
	if (same && buf_ok(&f->html) && v == &n->slots[SLOT_SUMMARY])
		e->summary_text = e->content_text;
}

/* --- items --- */

static const char *to_lang(struct finish *f, const struct node *n)
{
	const char *s = line_of(f, n->lang);

	return s ? s : to_line(f, &n->slots[SLOT_LANGUAGE]);
}

static void to_source(struct finish *f, const struct node *n, struct entry *e)
{
	const struct node *s = n->source;
	struct entry_source *to;

	if (!s)
		return;
	to = arena_alloc(f->arena, sizeof(*to));
	to->title = to_line(f, &s->slots[SLOT_TITLE]);
	to->link = value_url(f, &s->slots[SLOT_LINK], "the source's link");
	to->url = value_url(f, &s->slots[SLOT_SELF], "the source's feed");
	to->id = to_id(f, &s->slots[SLOT_ID]);
	if (to->title || to->link || to->url || to->id)
		e->source = to;
}

static void to_link(struct finish *f, const struct node *n, struct entry *e)
{
	e->link =
	    value_url(f, &n->slots[SLOT_ORIGINAL_LINK], "the original link");
	if (!e->link)
		e->link = value_url(f, &n->slots[SLOT_LINK], "the link");
	if (!e->link && e->guid_is_permalink)
		e->link = to_url(f, e->id, NULL, "the permalink");
}

static void to_authors(struct finish *f, const struct node *n, struct entry *e,
    const struct doc *doc)
{
	e->author_count = to_persons(f, n, &e->authors);
	if (!e->author_count && n->source)
		e->author_count = to_persons(f, n->source, &e->authors);
	if (!e->author_count) {
		e->authors = doc->authors;
		e->author_count = doc->author_count;
	}
}

static void to_entry(struct finish *f, const struct node *n, struct entry *e,
    const struct doc *doc)
{
	e->id = to_id(f, &n->slots[SLOT_ID]);
	e->guid_is_permalink = n->guid_is_permalink && url_is_web(e->id);
	to_link(f, n, e);
	e->title = to_line(f, &n->slots[SLOT_TITLE]);
	to_authors(f, n, e, doc);
	e->published = to_date(f, &n->slots[SLOT_PUBLISHED], "published");
	e->updated = to_date(f, &n->slots[SLOT_UPDATED], "updated");
	to_content(f, n, e);
	if (!e->summary_text)
		e->summary_text = to_text(
		    f, &n->slots[SLOT_SUMMARY], HTML_BLOCKS, CAP_ENTRY_HTML);
	to_categories(f, n, &e->categories);
	to_enclosures(f, n, e);
	e->comments = value_url(f, &n->slots[SLOT_COMMENTS], "comments");
	to_source(f, n, e);
	e->via = value_url(f, &n->slots[SLOT_VIA], "via");
	e->lang = to_lang(f, n);
	if (!e->lang)
		e->lang = doc->language;
	e->base = base_of(f, n->base);
}

/* --- the feed --- */

static const struct period {
	const char *name;
	int64_t seconds;
} periods[] = {
    {"hourly", 3600},
    {"daily", 86400},
    {"weekly", 7 * 86400},
    {"monthly", 30 * 86400},
    {"yearly", 365 * 86400},
};

/* sy:updatePeriod and sy:updateFrequency; -1 where they say nothing. */
static int64_t to_period(struct finish *f)
{
	const struct value *slots = f->draft->feed.slots;
	const char *name = to_line(f, &slots[SLOT_PERIOD]);
	int64_t times = to_integer(to_line(f, &slots[SLOT_FREQUENCY]));

	for (size_t i = 0; name && i < sizeof(periods) / sizeof(*periods);
	     i++) {
		if (strcasecmp(name, periods[i].name) == 0)
			return periods[i].seconds / (times > 0 ? times : 1);
	}
	return -1;
}

static void to_schedule(struct finish *f, struct doc *doc)
{
	int64_t ttl = to_integer(to_line(f, &f->draft->feed.slots[SLOT_TTL]));

	doc->ttl_seconds = ttl > 0 && ttl <= INT64_MAX / 60 ? ttl * 60 : -1;
	doc->update_period_seconds = to_period(f);
	doc->skip_hours = f->draft->skip_hours;
	doc->skip_days = f->draft->skip_days;
}

static void to_hubs(struct finish *f, struct strings *out)
{
	const struct node *n = &f->draft->feed;

	if (!n->hub_count)
		return;
	out->v = arena_array(f->arena, n->hub_count, sizeof(*out->v));
	for (size_t i = 0; i < n->hub_count; i++) {
		const char *s = value_url(f, &n->hubs[i], "a hub");

		if (s)
			out->v[out->n++] = s;
	}
}

static void to_feed(struct finish *f, struct doc *doc)
{
	const struct node *n = &f->draft->feed;

	doc->format = f->draft->format;
	doc->encoding = f->draft->charset;
	doc->title = to_line(f, &n->slots[SLOT_TITLE]);
	doc->subtitle =
	    to_text(f, &n->slots[SLOT_SUBTITLE], HTML_ONE_LINE, CAP_ITEM_TEXT);
	doc->self = value_url(f, &n->slots[SLOT_SELF], "the feed's own link");
	doc->id = to_id(f, &n->slots[SLOT_ID]);
	doc->language = to_line(f, &n->slots[SLOT_LANGUAGE]);
	if (!doc->language)
		doc->language = line_of(f, n->lang);
	doc->author_count = to_persons(f, n, &doc->authors);
	doc->published = to_date(f, &n->slots[SLOT_PUBLISHED], "published");
	doc->updated = to_date(f, &n->slots[SLOT_UPDATED], "updated");
	doc->icon = value_url(f, &n->slots[SLOT_ICON], "the icon");
	to_schedule(f, doc);
	to_hubs(f, &doc->hubs);
}

static void to_entries(struct finish *f, struct doc *doc)
{
	size_t start = f->arena->used_bytes;

	doc->entries =
	    arena_array(f->arena, f->draft->item_count, sizeof(*doc->entries));
	for (size_t i = 0; i < f->draft->item_count; i++) {
		if (f->arena->used_bytes - start > MOST_TEXT) {
			warn_add(f->draft->warnings, WARN_LIMIT,
			    "only the first %zu items fit", i);
			break;
		}
		snprintf(f->where, sizeof(f->where), "item %zu", i + 1);
		to_entry(f, f->draft->items[i], &doc->entries[i], doc);
		doc->entry_count++;
		arena_reset(&f->scratch);
	}
}

void draft_finish(struct draft *d, struct doc *doc)
{
	struct finish f = {
	    .draft = d, .arena = d->arena, .fallback_base = d->base_url};

	buf_init(&f.buf, 4u << 20);
	buf_init(&f.html, CAP_ENTRY_HTML);
	buf_init(&f.links, CAP_ITEM_TEXT);
	arena_init(&f.scratch);
	snprintf(f.where, sizeof(f.where), "feed");
	newest_keep(d);
	*doc = (struct doc){0};
	doc->link = value_url(&f, &d->feed.slots[SLOT_LINK], "the link");
	if (d->base_is_link && url_is_web(doc->link))
		f.fallback_base = doc->link;
	to_feed(&f, doc);
	to_entries(&f, doc);
	doc->is_index = d->is_index;
	doc->ends_early = d->ends_early;
	doc->warnings = d->warnings->list;
	arena_free(&f.scratch);
	buf_free(&f.buf);
	buf_free(&f.html);
	buf_free(&f.links);
}
