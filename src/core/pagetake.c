/* Entries and their pages: who waits, who goes on, and with which text. */
#include "core/pagetake.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/caps.h"
#include "base/log.h"
#include "base/map.h"
#include "ipc/message.h"
#include "text/url.h"

#define TEASER_MOST 1500  /* bytes: what is longer is the text itself */
#define AGAIN_S	    21600 /* a page whose entry changed: not sooner */
#define SIGHT_S	    86400

/* An entry that a page could be asked for. */
struct candidate {
	const struct entry *entry;
	const char *url;
	struct page_row page;	 /* id 0: not known yet */
	struct page_entry known; /* page 0: not known yet */
	int64_t at;
	size_t index;
};

bool pagetake_applies(const struct feed *f, const struct doc *d)
{
	return f->fulltext || doc_is_sitemap(d);
}

/* --- what an entry has --- */

static const char *text_of(const struct entry *e)
{
	size_t content = e->content_text ? strlen(e->content_text) : 0;
	size_t summary = e->summary_text ? strlen(e->summary_text) : 0;

	return content >= summary && content ? e->content_text
	       : summary		     ? e->summary_text
					     : "";
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

static bool is_teaser(const char *text)
{
	return strlen(text) < TEASER_MOST || ends_with(text, "…") ||
	       ends_with(text, "...") || ends_with(text, "[…]") ||
	       ends_with(text, "[...]");
}

static bool wants_page(
    const struct pagetake *t, const struct doc *d, const struct entry *e)
{
	if (doc_is_sitemap(d) && !e->title)
		return true;
	return t->feed->fulltext && is_teaser(text_of(e));
}

static int64_t moment(const struct entry *e)
{
	return e->updated != DATE_NONE ? e->updated : e->published;
}

/* The page's address: the link without its fragment; NULL where it is none. */
static const char *address(struct arena *a, const struct entry *e)
{
	if (!e->link || strlen(e->link) > CAP_URL || !url_is_web(e->link))
		return NULL;
	return arena_strndup(a, e->link, strcspn(e->link, "#"));
}

static uint64_t hash_of(const struct entry *e)
{
	const char *text = text_of(e);
	int64_t at = moment(e);
	uint64_t h = XXH3_64bits(&at, sizeof(at));

	if (e->title)
		h = XXH3_64bits_withSeed(e->title, strlen(e->title), h);
	return XXH3_64bits_withSeed(text, strlen(text), h);
}

/* --- an entry with what its page says --- */

static void merge(struct arena *a, struct entry *e, const struct article *p)
{
	if (!e->title)
		e->title = p->title;
	if (p->text && strlen(p->text) > strlen(text_of(e))) {
		e->content_text = p->text;
		e->content_html = NULL; /* the links are the page's too */
		e->links = p->links;
	}
	if (!e->lang)
		e->lang = p->lang;
	if (e->published == DATE_NONE)
		e->published = p->published;
	if (e->updated == DATE_NONE)
		e->updated = p->updated;
	if (!e->author_count && p->author) {
		e->authors = arena_alloc(a, sizeof(*e->authors));
		e->authors[0].name = p->author;
		e->author_count = 1;
	}
}

static bool is_known(const struct page_row *p)
{
	return p->state == PAGE_READ || p->state == PAGE_EMPTY;
}

/*
 * What is kept begins with the mark of its message, so that it is not read
 * after an upgrade for which the same bytes mean something else.
 */
#define MARK_BYTES 8

static void put_mark(struct buf *b)
{
	pack_u64(b, message_mark(MSG_PARSED));
}

int pagetake_start(struct store *s, struct err *e)
{
	struct buf mark;
	size_t lost;
	int rc;

	buf_init(&mark, MARK_BYTES);
	put_mark(&mark);
	rc = store_page_entries_check(s, mark.data, mark.len, &lost, e);
	buf_free(&mark);
	if (!rc && lost)
		log_info("%zu entries that wait for their pages are of another "
			 "version: their feeds are read anew",
		    lost);
	return rc;
}

/* A document of this one entry, as bytes. */
static void put_in_hand(struct arena *a, const struct doc *d,
    const struct entry *e, struct page_entry *p)
{
	struct entry one = *e;
	struct parse_reply m = {.doc = {.format = d->format,
				    .language = d->language,
				    .published = d->published,
				    .updated = d->updated,
				    .entries = &one,
				    .entry_count = 1}};
	struct buf b;

	buf_init(&b, MARK_BYTES + CAP_FRAME);
	put_mark(&b);
	parse_reply_write(&b, &m);
	p->doc = arena_copy(a, buf_text(&b), b.len);
	p->doc_len = b.len;
	buf_free(&b);
}

int pagetake_waiting(struct arena *a, const struct page_entry *p,
    const struct page_row *page, struct doc *out)
{
	struct frame f = {.type = MSG_PARSED};
	struct parse_reply m;

	if (p->doc_len < MARK_BYTES)
		return -1;
	f.payload = (const unsigned char *)p->doc + MARK_BYTES;
	f.len = p->doc_len - MARK_BYTES;
	if (parse_reply_read(&f, a, &m) || m.doc.entry_count != 1)
		return -1;
	*out = m.doc;
	if (is_known(page))
		merge(a, &out->entries[0], &page->article);
	return 0;
}

/* --- what is done about one --- */

static int note(const struct pagetake *t, struct candidate *c, struct err *e)
{
	c->known.feed = t->feed->id;
	c->known.page = c->page.id;
	c->known.seen_at = t->now;
	if (!c->known.first_at)
		c->known.first_at = t->now;
	return store_page_entry_save(t->store, &c->known, e);
}

/* The entry waits, and the page is asked for. */
static int want(const struct pagetake *t, const struct doc *d,
    struct candidate *c, struct err *e)
{
	if (c->page.state != PAGE_WANTED || !c->page.id) {
		c->page.url = c->url;
		c->page.state = PAGE_WANTED;
		c->page.due_at = t->now;
		c->page.tries = 0;
		if (store_page_save(t->store, &c->page, e))
			return -1;
	}
	put_in_hand(t->arena, d, c->entry, &c->known);
	c->known.hash = hash_of(c->entry);
	if (!c->known.since) {
		c->known.since = t->now;
		c->known.backlog = t->backlog;
	}
	return note(t, c, e);
}

/* It is one too many: its entry goes on as it is. */
static int pass_over(
    const struct pagetake *t, struct candidate *c, struct err *e)
{
	if (!c->page.id) {
		c->page.url = c->url;
		c->page.state = PAGE_PASSED;
		c->page.reason = "too many new pages came at once";
		c->page.article.published = c->page.article.updated = DATE_NONE;
		if (store_page_save(t->store, &c->page, e))
			return -1;
	}
	c->known.hash = hash_of(c->entry);
	return note(t, c, e);
}

static int note_sight(
    const struct pagetake *t, struct candidate *c, struct err *e)
{
	if (c->known.page && t->now - c->known.seen_at < SIGHT_S)
		return 0;
	if (!c->known.page)
		c->known.hash = hash_of(c->entry);
	return note(t, c, e);
}

/* What becomes of an entry; below 0: an error. */
enum decision {
	GOES_ON, /* with what is known */
	WANTS,	 /* its page is to be asked for, if there is room */
	WAITS,
};

static int decide(const struct pagetake *t, const struct doc *d,
    struct candidate *c, struct err *e)
{
	bool changed = c->known.page && c->known.hash != hash_of(c->entry);

	if (!c->page.id)
		return WANTS;
	if (c->page.state == PAGE_WANTED && c->known.since && !changed)
		return WAITS;
	if (c->page.state == PAGE_WANTED) /* perhaps by another feed */
		return want(t, d, c, e) ? -1 : WAITS;
	if (c->page.state == PAGE_PASSED && !c->known.page)
		return WANTS; /* it was one too many of another feed */
	if (changed && t->now - c->page.asked_at >= AGAIN_S)
		return WANTS;
	return note_sight(t, c, e) ? -1 : GOES_ON;
}

static int look_up(const struct pagetake *t, struct candidate *c, struct err *e)
{
	int rc = store_page_find(t->store, t->arena, c->url, &c->page, e);

	if (rc < 0)
		return -1;
	if (rc) {
		c->page = (struct page_row){
		    .article = {.published = DATE_NONE, .updated = DATE_NONE}};
		return 0;
	}
	rc = store_page_entry(
	    t->store, t->arena, t->feed->id, c->page.id, &c->known, e);
	if (rc > 0)
		c->known = (struct page_entry){0};
	return rc < 0 ? -1 : 0;
}

/* --- the document --- */

static int newest_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	return x->index < y->index ? -1 : 1;
}

/* How many more pages may be asked for now. */
static int room(const struct pagetake *t, int64_t *left, struct err *e)
{
	int64_t today;

	if (store_pages_wanted(
		t->store, t->feed->id, t->now - 86400, &today, e))
		return -1;
	*left = t->policy.per_day - today;
	if (*left > t->policy.per_poll)
		*left = t->policy.per_poll;
	return 0;
}

static void put_entry(struct arena *a, struct doc *out, const struct entry *e,
    const struct page_row *page)
{
	struct entry *to = &out->entries[out->entry_count];

	*to = *e;
	if (page && is_known(page))
		merge(a, to, &page->article);
	out->entry_count++;
}

/* Those that want a page are taken, the newest first, while there is room. */
static int take_candidates(const struct pagetake *t, const struct doc *d,
    struct candidate *c, size_t n, bool *waits, struct err *e)
{
	int64_t left;
	int rc = 0;

	if (!n)
		return 0;
	if (room(t, &left, e))
		return -1;
	qsort(c, n, sizeof(*c), newest_first);
	for (size_t i = 0; i < n && !rc; i++) {
		if ((int64_t)i < left) {
			rc = want(t, d, &c[i], e);
			waits[c[i].index] = true;
		} else {
			rc = pass_over(t, &c[i], e);
		}
	}
	return rc;
}

int pagetake_document(const struct pagetake *t, const struct doc *in,
    struct doc *out, struct err *e)
{
	struct arena *a = t->arena;
	size_t n = 0;
	struct candidate *wanted =
	    arena_array(a, in->entry_count + 1, sizeof(*wanted));
	struct page_row **pages =
	    arena_array(a, in->entry_count + 1, sizeof(struct page_row *));
	bool *waits = arena_array(a, in->entry_count + 1, sizeof(*waits));
	struct map seen = {0};
	int rc = 0;

	*out = *in;
	out->entries =
	    arena_array(a, in->entry_count + 1, sizeof(*in->entries));
	out->entry_count = 0;
	for (size_t i = 0; i < in->entry_count && rc >= 0; i++) {
		struct candidate c = {.entry = &in->entries[i], .index = i};

		c.at = moment(c.entry);
		c.url = wants_page(t, in, c.entry) ? address(a, c.entry) : NULL;
		if (!c.url || (c.at != DATE_NONE && c.at < t->oldest) ||
		    map_put(&seen, c.url, &seen))
			continue; /* the first of those with one link counts */
		rc = look_up(t, &c, e);
		if (!rc)
			rc = decide(t, in, &c, e);
		if (rc == WANTS)
			wanted[n++] = c;
		waits[i] = rc == WAITS;
		if (c.page.id)
			pages[i] = arena_copy(a, &c.page, sizeof(c.page));
	}
	map_free(&seen);
	if (rc < 0 || take_candidates(t, in, wanted, n, waits, e))
		return -1;
	for (size_t i = 0; i < in->entry_count; i++)
		if (!waits[i])
			put_entry(a, out, &in->entries[i], pages[i]);
	return 0;
}
