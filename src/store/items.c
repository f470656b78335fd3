/* Items under an identity that lasts, and their revisions. */
#include <inttypes.h>
#include <string.h>

#include "store/db.h"
#include "store/search.h"
#include "store/store.h"

#define DAY_S	   86400
#define UNSTABLE_S (7 * DAY_S) /* how long a link and title name an item */

/* What is stored of an item that came again. */
struct known {
	int64_t id, hash, published_at, first_seen_at, seen_at;
};

/* --- which item is it --- */

/*
 * The identity as it is stored: which of the three it is, then its text. It
 * lives in the store's scratch.
 */
static const char *identity_of(struct store *s, const struct item *item,
    const char *canonical_url, uint64_t hash)
{
	struct buf *b = &s->scratch;

	buf_clear(b);
	if (item->guid && *item->guid)
		buf_printf(b, "g%s", item->guid);
	else if (canonical_url)
		buf_printf(b, "l%s", canonical_url);
	else
		buf_printf(b, "c%016" PRIx64, hash);
	return buf_text(b);
}

/* 1: found. */
static int read_known(struct query *q, struct known *k, struct err *e)
{
	int rc = query_step(q, e);

	if (rc <= 0)
		return rc;
	*k = (struct known){.id = get_int(q),
	    .hash = get_int(q),
	    .published_at = get_int(q),
	    .first_seen_at = get_int(q),
	    .seen_at = get_int(q)};
	query_end(q);
	return 1;
}

static int find_identity(struct store *s, int64_t feed, const char *identity,
    struct known *k, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT id, content_hash, published_at, first_seen_at, seen_at"
		" FROM item WHERE feed = ? AND identity = ? ORDER BY id",
		e))
		return -1;
	put_int(&q, feed);
	put_text(&q, identity);
	return read_known(&q, k, e);
}

/*
 * A feed that gives its entries other guids at each request, or has other ones
 * after it was away: the same link and the same title, seen before in this feed
 * and, by the time when it was had last, within days. What came in with the
 * same document is another entry, whatever its title. (The + keeps SQLite on
 * the index by link: by sight it would read the whole feed.)
 */
static int find_unstable(struct store *s, int64_t feed, const struct item *item,
    const char *canonical_url, struct known *k, struct err *e)
{
	struct query q;

	if (!canonical_url || !*item->title)
		return 0;
	if (query_open(&q, s,
		"SELECT id, content_hash, published_at, first_seen_at, seen_at"
		" FROM item WHERE feed = ?1 AND canonical_url = ?2"
		" AND title = ?3 AND +seen_at < ?4 AND +seen_at >= ?5 +"
		" (SELECT max(l.seen_at) FROM item l WHERE l.feed = ?1"
		" AND l.seen_at < ?4) ORDER BY id LIMIT 1",
		e))
		return -1;
	put_int(&q, feed);
	put_text(&q, canonical_url);
	put_text(&q, item->title);
	put_int(&q, item->first_seen_at);
	put_int(&q, -UNSTABLE_S);
	return read_known(&q, k, e);
}

/* It is in its feed still: told once a day. */
static int note_sight(struct store *s, int64_t id, int64_t at, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "UPDATE item SET seen_at = ? WHERE id = ?", e))
		return -1;
	put_int(&q, at);
	put_int(&q, id);
	return query_run(&q, e);
}

/* By its newest guid it is found the next time. */
static int note_identity(
    struct store *s, int64_t id, const char *identity, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "UPDATE item SET identity = ? WHERE id = ?", e))
		return -1;
	put_text(&q, identity);
	put_int(&q, id);
	return query_run(&q, e);
}

/* --- new and changed --- */

static int insert(struct store *s, int64_t feed, struct item *item,
    const char *identity, const char *canonical_url, uint64_t hash,
    struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO item (feed, identity, published_at,"
		" first_seen_at, seen_at, content_hash, guid, url,"
		" canonical_url, author, lang, title, links, text)"
		" VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
		" ?12, ?13)",
		e))
		return -1;
	put_int(&q, feed);
	put_text(&q, identity);
	put_int(&q, item->published_at);
	put_int(&q, item->first_seen_at);
	put_int(&q, (int64_t)hash);
	put_text(&q, item->guid && *item->guid ? item->guid : identity + 1);
	put_text(&q, item->url);
	put_text(&q, canonical_url);
	put_text(&q, item->author);
	put_text(&q, item->lang);
	put_text(&q, item->title);
	put_text(&q, item->links);
	put_text(&q, item->text);
	if (query_run(&q, e))
		return -1;
	item->id = sqlite3_last_insert_rowid(s->db);
	return search_add(s, item->id, item->title, item->text, e);
}

static int keep_revision(struct store *s, const struct item *item,
    const char *old_title, const char *old_text, int64_t at, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO revision (item, at, old_title, new_title,"
		" old_text) VALUES (?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, item->id);
	put_int(&q, at);
	put_text(&q, old_title);
	put_text(&q, item->title);
	put_text(&q, old_text);
	return query_run(&q, e);
}

static int update(struct store *s, const struct item *item,
    const char *canonical_url, uint64_t hash, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE item SET published_at = ?, content_hash = ?, url = ?,"
		" canonical_url = ?, author = ?, lang = ?, title = ?,"
		" links = ?, text = ? WHERE id = ?",
		e))
		return -1;
	put_int(&q, item->published_at);
	put_int(&q, (int64_t)hash);
	put_text(&q, item->url);
	put_text(&q, canonical_url);
	put_text(&q, item->author);
	put_text(&q, item->lang);
	put_text(&q, item->title);
	put_text(&q, item->links);
	put_text(&q, item->text);
	put_int(&q, item->id);
	return query_run(&q, e);
}

static int read_old(struct store *s, struct arena *a, int64_t id,
    const char **title, const char **text, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s, "SELECT title, text FROM item WHERE id = ?", e))
		return -1;
	put_int(&q, id);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc ? rc
			  : err_set(e, "%s: item %lld is gone", s->path,
				(long long)id);
	*title = get_text(&q, a);
	*text = get_text(&q, a);
	query_end(&q);
	return 0;
}

/* The hash differs; whether that is a revision is for the text to say. */
static int revise(struct store *s, struct item *item, int64_t now,
    const char *canonical_url, uint64_t hash, enum item_news *news,
    struct err *e)
{
	struct arena a;
	const char *title = "", *text = "";
	int rc;

	arena_init(&a);
	rc = read_old(s, &a, item->id, &title, &text, e);
	if (!rc && (strcmp(title, item->title) || strcmp(text, item->text))) {
		*news = ITEM_REVISED;
		rc = keep_revision(s, item, title, text, now, e);
		if (!rc)
			rc = search_remove(s, item->id, title, text, e);
		if (!rc)
			rc =
			    search_add(s, item->id, item->title, item->text, e);
	}
	if (!rc)
		rc = update(s, item, canonical_url, hash, e);
	arena_free(&a);
	return rc;
}

static int take_known(struct store *s, struct item *item, const struct known *k,
    const char *identity, bool other_guid, const char *canonical_url,
    uint64_t hash, enum item_news *news, struct err *e)
{
	int64_t now = item->first_seen_at;

	item->id = k->id;
	/* Undated, it was published when it was seen first. */
	if (item->published_at >= now)
		item->published_at = k->published_at;
	item->first_seen_at = k->first_seen_at;
	*news = ITEM_KNOWN;
	if ((other_guid || now - k->seen_at >= DAY_S) &&
	    note_sight(s, k->id, now, e))
		return -1;
	if (other_guid && note_identity(s, k->id, identity, e))
		return -1;
	if (k->hash == (int64_t)hash)
		return 0;
	return revise(s, item, now, canonical_url, hash, news, e);
}

int store_item_put(struct store *s, int64_t feed_id, struct item *item,
    const char *canonical_url, uint64_t content_hash, enum item_news *news,
    struct err *e)
{
	const char *identity =
	    identity_of(s, item, canonical_url, content_hash);
	struct known k;
	bool own, other_guid = false;
	int rc = find_identity(s, feed_id, identity, &k, e);

	if (!rc) {
		rc = find_unstable(s, feed_id, item, canonical_url, &k, e);
		other_guid = rc > 0;
	}
	if (rc < 0)
		return rc;
	if (unit_open(s, &own, e))
		return -1;
	if (rc) {
		rc = take_known(s, item, &k, identity, other_guid,
		    canonical_url, content_hash, news, e);
	} else {
		*news = ITEM_NEW;
		rc = insert(
		    s, feed_id, item, identity, canonical_url, content_hash, e);
	}
	return unit_close(s, own, rc, e);
}
