/* Feeds and the state of their polling. */
#include <stdlib.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/feedrow.h"
#include "store/store.h"

/* --- reading --- */

/* A copy of the next column: in the arena, or of its own where there is none.
 */
static char *take(struct query *q, struct arena *a)
{
	return a ? get_text(q, a) : mem_strdup(get_word(q));
}

static int read_state(
    struct query *q, struct arena *a, struct feed *f, struct err *e)
{
	f->id = get_int(q);
	f->source.id = f->id;
	f->url = take(q, a);
	f->validators.etag = take(q, a);
	f->validators.last_modified = take(q, a);
	f->body_hash = (uint64_t)get_int(q);
	f->hints.ttl_s = get_int(q);
	f->hints.update_s = get_int(q);
	f->hints.skip_hours = (uint32_t)get_int(q);
	f->hints.skip_days = (uint32_t)get_int(q);
	f->hints.rhythm_s = get_int(q);
	if (GET_ENUM(q, feed_state_parse, &f->state, "feed", f->id, e))
		return -1;
	f->state_reason = take(q, a);
	f->polled_at = get_int(q);
	f->succeeded_at = get_int(q);
	f->failing_since = get_int(q);
	f->due_at = get_int(q);
	f->due_reason = take(q, a);
	f->paused_until = get_int(q);
	f->failures = (unsigned)get_int(q);
	f->newest_item_at = get_int(q);
	f->interval_s = get_int(q);
	f->last_status = (int)get_int(q);
	f->moved_to = take(q, a);
	f->moved_first_at = get_int(q);
	f->hub = take(q, a);
	f->hints.median_gap_s = get_int(q);
	f->pause_reason = take(q, a);
	f->answers = (unsigned)get_int(q);
	f->added_at = get_int(q);
	f->held_at = get_int(q);
	f->held_until = get_int(q);
	f->sitemap = get_int(q) != 0;
	return 0;
}

int source_row_get(
    struct query *q, struct arena *a, struct source *s, struct err *e)
{
	s->id = get_int(q);
	s->slug = get_text(q, a);
	s->title = get_text(q, a);
	s->site = get_text(q, a);
	if (GET_ENUM(q, source_role_parse, &s->role, "feed", s->id, e))
		return -1;
	s->vendor = get_text(q, a);
	s->lang = get_text(q, a);
	return 0;
}

int feed_row_get(
    struct query *q, struct arena *a, struct feed *f, struct err *e)
{
	if (source_row_get(q, a, &f->source, e))
		return -1;
	return read_state(q, a, f, e);
}

int store_feeds(struct store *s, struct arena *a, struct feed **out, size_t *n,
    struct err *e)
{
	struct query q;
	struct feed *feeds = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT " SOURCE_COLUMNS ", " FEED_COLUMNS
		", f.folder, f.fulltext"
		" FROM feed f WHERE NOT f.retired ORDER BY f.slug",
		e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		feeds = arena_room(a, feeds, *n, &cap, sizeof(*feeds));
		rc = feed_row_get(&q, a, &feeds[*n], e);
		if (rc)
			break;
		feeds[*n].folder = get_text(&q, a);
		feeds[*n].fulltext = get_int(&q) != 0;
		++*n;
	}
	query_end(&q);
	*out = feeds;
	return rc;
}

int store_feed_pauses(struct store *s, struct arena *a, int64_t now,
    struct feed_pause **out, size_t *n, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (query_open(&q, s,
		"SELECT url, paused_until FROM feed WHERE paused_until > ?"
		" ORDER BY id",
		e))
		return -1;
	put_int(&q, now);
	while ((rc = query_step(&q, e)) > 0) {
		*out = arena_room(a, *out, *n, &cap, sizeof(**out));
		(*out)[*n].url = get_text(&q, a);
		(*out)[(*n)++].until = get_int(&q);
	}
	return rc;
}

/* --- the configuration's word --- */

static void put_source(struct query *q, const struct source *s)
{
	put_text(q, s->title);
	put_text(q, s->site);
	put_text(q, source_role_name(s->role));
	put_text(q, s->vendor);
	put_text(q, s->lang);
}

static int insert(struct store *s, const struct feed *f, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO feed (slug, configured_url, url, interval_s,"
		" title, site, role, vendor, lang, added_at, folder, fulltext)"
		" VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
		" ON CONFLICT (slug) DO UPDATE SET retired = 0,"
		" interval_s = excluded.interval_s, title = excluded.title,"
		" site = excluded.site, role = excluded.role,"
		" vendor = excluded.vendor, lang = excluded.lang,"
		" added_at = excluded.added_at, folder = excluded.folder,"
		" fulltext = excluded.fulltext",
		e))
		return -1;
	put_text(&q, f->source.slug);
	put_text(&q, f->url);
	put_int(&q, f->interval_s);
	put_source(&q, &f->source);
	put_int(&q, f->added_at);
	put_text(&q, f->folder);
	put_int(&q, f->fulltext);
	return query_run(&q, e);
}

/*
 * Another address in the configuration is another document: what the old one
 * answered says nothing of it. An address that the feed has moved to is not
 * another one.
 */
static int forget_other_address(
    struct store *s, const struct feed *f, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE feed SET configured_url = ?1, url = ?1, etag = NULL,"
		" last_modified = NULL, body_hash = 0, ttl_s = 0, update_s = 0,"
		" skip_hours = 0, skip_days = 0, rhythm_s = 0, state = 'new',"
		" state_reason = NULL, failing_since = 0, due_at = 0,"
		" due_reason = NULL, paused_until = 0, failures = 0,"
		" last_status = 0, moved_to = NULL, moved_first_at = 0,"
		" sitemap = 0, hub = NULL, median_gap_s = 0, pause_reason = NULL"
		" WHERE slug = ?2 AND configured_url <> ?1 AND url <> ?1",
		e))
		return -1;
	put_text(&q, f->url);
	put_text(&q, f->source.slug);
	if (query_run(&q, e))
		return -1;
	/* The user wrote down where it had moved: it is the same document. */
	if (query_open(&q, s,
		"UPDATE feed SET configured_url = ?1"
		" WHERE slug = ?2 AND configured_url <> ?1",
		e))
		return -1;
	put_text(&q, f->url);
	put_text(&q, f->source.slug);
	return query_run(&q, e);
}

int store_feed_sync(struct store *s, struct feed *f, struct err *e)
{
	struct query q;
	struct feed old;
	int rc;

	if (insert(s, f, e) || forget_other_address(s, f, e))
		return -1;
	if (query_open(&q, s,
		"SELECT " FEED_COLUMNS
		" FROM feed f WHERE f.slug = ? ORDER BY f.id",
		e))
		return -1;
	put_text(&q, f->source.slug);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc ? rc
			  : err_set(e, "%s: feed %s is not stored", s->path,
				f->source.slug);
	old = *f; /* the slug may be the caller's only copy until here */
	f->url = NULL;
	rc = read_state(&q, NULL, f, e);
	query_end(&q);
	feed_release(&old);
	return rc;
}

int store_feeds_retire_except(
    struct store *s, const int64_t *ids, size_t n, struct err *e)
{
	struct query q;
	bool own;
	int rc = unit_open(s, &own, e);

	if (rc)
		return rc;
	rc = query_open(&q, s, "UPDATE feed SET retired = 1", e);
	if (!rc)
		rc = query_run(&q, e);
	for (size_t i = 0; i < n && !rc; i++) {
		rc = query_open(
		    &q, s, "UPDATE feed SET retired = 0 WHERE id = ?", e);
		if (rc)
			break;
		put_int(&q, ids[i]);
		rc = query_run(&q, e);
	}
	return unit_close(s, own, rc, e);
}

/* --- the user's word --- */

int store_feed_address(struct store *s, struct arena *a, const char *slug,
    char **url, struct err *e)
{
	struct query q;
	int rc;

	*url = NULL;
	if (query_open(
		&q, s, "SELECT url FROM feed WHERE slug = ? ORDER BY id", e))
		return -1;
	put_text(&q, slug);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	*url = get_text(&q, a);
	query_end(&q);
	return 0;
}

int store_feed_hold(struct store *s, int64_t id, int64_t held_at,
    int64_t held_until, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE feed SET held_at = ?, held_until = ? WHERE id = ?", e))
		return -1;
	put_int(&q, held_at);
	put_int(&q, held_until);
	put_int(&q, id);
	return query_run(&q, e);
}

int store_feed_remove(struct store *s, int64_t id, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE feed SET retired = 1, added_at = 0, folder = NULL,"
		" held_at = 0, held_until = 0 WHERE id = ?",
		e))
		return -1;
	put_int(&q, id);
	return query_run(&q, e);
}

/* --- after a poll --- */

int store_feed_save(struct store *s, const struct feed *f, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"UPDATE feed SET url = ?, etag = ?, last_modified = ?,"
		" body_hash = ?, ttl_s = ?, update_s = ?, skip_hours = ?,"
		" skip_days = ?, rhythm_s = ?, state = ?, state_reason = ?,"
		" polled_at = ?, succeeded_at = ?, failing_since = ?,"
		" due_at = ?, due_reason = ?, paused_until = ?, failures = ?,"
		" newest_item_at = ?, interval_s = ?, last_status = ?,"
		" moved_to = ?, moved_first_at = ?, hub = ?,"
		" median_gap_s = ?, pause_reason = ?, answers = ?,"
		" sitemap = ? WHERE id = ?",
		e))
		return -1;
	put_text(&q, f->url);
	put_text(&q, f->validators.etag);
	put_text(&q, f->validators.last_modified);
	put_int(&q, (int64_t)f->body_hash);
	put_int(&q, f->hints.ttl_s);
	put_int(&q, f->hints.update_s);
	put_int(&q, f->hints.skip_hours);
	put_int(&q, f->hints.skip_days);
	put_int(&q, f->hints.rhythm_s);
	put_text(&q, feed_state_name(f->state));
	put_text(&q, f->state_reason);
	put_int(&q, f->polled_at);
	put_int(&q, f->succeeded_at);
	put_int(&q, f->failing_since);
	put_int(&q, f->due_at);
	put_text(&q, f->due_reason);
	put_int(&q, f->paused_until);
	put_int(&q, f->failures);
	put_int(&q, f->newest_item_at);
	put_int(&q, f->interval_s);
	put_int(&q, f->last_status);
	put_text(&q, f->moved_to);
	put_int(&q, f->moved_first_at);
	put_text(&q, f->hub);
	put_int(&q, f->hints.median_gap_s);
	put_text(&q, f->pause_reason);
	put_int(&q, f->answers);
	put_int(&q, f->sitemap);
	put_int(&q, f->id);
	rc = query_run(&q, e);
	s->poll_changes += rc ? 0 : sqlite3_changes(s->db);
	if (!rc && !sqlite3_changes(s->db))
		return err_set(e, "%s: there is no feed %lld (%s)", s->path,
		    (long long)f->id, f->source.slug ? f->source.slug : "");
	return rc;
}
