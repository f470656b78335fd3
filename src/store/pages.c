/* Pages behind entries, the entries that wait for them, and their sites. */
#include "store/pages.h"

#include <sqlite3.h>
#include <string.h>

#include "store/db.h"

#define PAGE_COLUMNS \
	"p.id, p.url, p.state, p.reason, p.due_at, p.asked_at, p.tries," \
	" p.etag, p.last_modified, p.title, p.author, p.lang, p.canonical," \
	" p.published_at, p.updated_at, p.links, p.text"
#define ENTRY_COLUMNS \
	"e.feed, e.page, e.hash, e.first_at, e.seen_at, e.since, e.backlog," \
	" e.doc"

/* --- pages --- */

/* A date of a page, where NULL is none. */
static int64_t get_date(struct query *q)
{
	const char *word = get_word(q);

	return word ? strtoll(word, NULL, 10) : DATE_NONE;
}

static void put_date(struct query *q, int64_t at)
{
	if (at == DATE_NONE)
		put_text(q, NULL);
	else
		put_int(q, at);
}

static int read_page(
    struct query *q, struct arena *a, struct page_row *p, struct err *e)
{
	*p = (struct page_row){.id = get_int(q), .url = get_text(q, a)};
	if (GET_ENUM(q, page_state_parse, &p->state, "page", p->id, e))
		return -1;
	p->reason = get_text(q, a);
	p->due_at = get_int(q);
	p->asked_at = get_int(q);
	p->tries = get_int(q);
	p->etag = get_text(q, a);
	p->last_modified = get_text(q, a);
	p->article.title = get_text(q, a);
	p->article.author = get_text(q, a);
	p->article.lang = get_text(q, a);
	p->article.canonical = get_text(q, a);
	p->article.published = get_date(q);
	p->article.updated = get_date(q);
	p->article.links = get_text(q, a);
	p->article.text = get_text(q, a);
	return 0;
}

/* The one row of a query: 1 where there is none. */
static int read_one_page(
    struct query *q, struct arena *a, struct page_row *p, struct err *e)
{
	int rc = query_step(q, e);

	if (rc <= 0)
		return rc ? -1 : 1;
	rc = read_page(q, a, p, e);
	query_end(q);
	return rc;
}

int store_page_find(struct store *s, struct arena *a, const char *url,
    struct page_row *p, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " PAGE_COLUMNS
		" FROM page p WHERE p.url = ? ORDER BY p.id",
		e))
		return -1;
	put_text(&q, url);
	return read_one_page(&q, a, p, e);
}

int store_page_get(struct store *s, struct arena *a, int64_t id,
    struct page_row *p, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " PAGE_COLUMNS
		" FROM page p WHERE p.id = ? ORDER BY p.id",
		e))
		return -1;
	put_int(&q, id);
	return read_one_page(&q, a, p, e);
}

int store_page_save(struct store *s, struct page_row *p, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO page (id, url, state, reason, due_at, asked_at,"
		" tries, etag, last_modified, title, author, lang, canonical,"
		" published_at, updated_at, links, text)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?)"
		" ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
		" reason = excluded.reason, due_at = excluded.due_at,"
		" asked_at = excluded.asked_at, tries = excluded.tries,"
		" etag = excluded.etag,"
		" last_modified = excluded.last_modified,"
		" title = excluded.title, author = excluded.author,"
		" lang = excluded.lang, canonical = excluded.canonical,"
		" published_at = excluded.published_at,"
		" updated_at = excluded.updated_at, links = excluded.links,"
		" text = excluded.text",
		e))
		return -1;
	put_id(&q, p->id);
	put_text(&q, p->url);
	put_text(&q, page_state_name(p->state));
	put_text(&q, p->reason);
	put_int(&q, p->due_at);
	put_int(&q, p->asked_at);
	put_int(&q, p->tries);
	put_text(&q, p->etag);
	put_text(&q, p->last_modified);
	put_text(&q, p->article.title);
	put_text(&q, p->article.author);
	put_text(&q, p->article.lang);
	put_text(&q, p->article.canonical);
	put_date(&q, p->article.published);
	put_date(&q, p->article.updated);
	put_text(&q, p->article.links);
	put_text(&q, p->article.text);
	if (query_run(&q, e))
		return -1;
	if (!p->id)
		p->id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int store_pages_due(struct store *s, struct arena *a, int64_t now, size_t limit,
    struct page_row **out, size_t *n, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (query_open(&q, s,
		"SELECT " PAGE_COLUMNS " FROM page p WHERE p.state = 'wanted'"
		" AND p.due_at <= ? ORDER BY p.due_at, p.id LIMIT ?",
		e))
		return -1;
	put_int(&q, now);
	put_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, e)) > 0) {
		*out = arena_room(a, *out, *n, &cap, sizeof(**out));
		rc = read_page(&q, a, &(*out)[*n], e);
		if (rc)
			break;
		++*n;
	}
	query_end(&q);
	return rc;
}

/* One number. */
static int read_number(struct query *q, int64_t *out, struct err *e)
{
	int rc = query_step(q, e);

	*out = rc > 0 ? get_int(q) : 0;
	if (rc > 0)
		query_end(q);
	return rc < 0 ? -1 : 0;
}

int store_pages_next(
    struct store *s, int64_t now, int64_t wait_s, int64_t *at, struct err *e)
{
	struct query q;
	int64_t late;

	if (query_open(&q, s,
		"SELECT min(due_at) FROM page WHERE state = 'wanted'"
		" AND due_at > ? ORDER BY 1",
		e))
		return -1;
	put_int(&q, now);
	if (read_number(&q, at, e) ||
	    query_open(&q, s,
		"SELECT min(since) FROM page_entry WHERE since > 0 ORDER BY 1",
		e) ||
	    read_number(&q, &late, e))
		return -1;
	if (late && (!*at || late + wait_s < *at))
		*at = late + wait_s;
	return 0;
}

int store_pages_set_back(
    struct store *s, int64_t now, int64_t furthest, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE page SET due_at = ? WHERE state = 'wanted'"
		" AND due_at > ?",
		e))
		return -1;
	put_int(&q, now);
	put_int(&q, furthest);
	if (query_run(&q, e) ||
	    query_open(
		&q, s, "UPDATE page_entry SET since = ?1 WHERE since > ?1", e))
		return -1;
	put_int(&q, now);
	return query_run(&q, e);
}

int store_pages_wanted(
    struct store *s, int64_t feed, int64_t since, int64_t *count, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT count(*) FROM page_entry e JOIN page p ON p.id = e.page"
		" WHERE e.feed = ? AND e.seen_at >= ? AND p.state <> 'passed'"
		" AND (e.first_at >= ?2 OR p.asked_at >= ?2) ORDER BY 1",
		e))
		return -1;
	put_int(&q, feed);
	put_int(&q, since);
	return read_number(&q, count, e);
}

/* --- entries --- */

static void read_entry(struct query *q, struct arena *a, struct page_entry *out)
{
	*out = (struct page_entry){.feed = get_int(q),
	    .page = get_int(q),
	    .hash = (uint64_t)get_int(q),
	    .first_at = get_int(q),
	    .seen_at = get_int(q),
	    .since = get_int(q),
	    .backlog = get_int(q) != 0};
	out->doc = get_blob(q, a, &out->doc_len);
}

int store_page_entry(struct store *s, struct arena *a, int64_t feed,
    int64_t page, struct page_entry *out, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"SELECT " ENTRY_COLUMNS " FROM page_entry e WHERE e.feed = ?"
		" AND e.page = ? ORDER BY e.page",
		e))
		return -1;
	put_int(&q, feed);
	put_int(&q, page);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc ? -1 : 1;
	read_entry(&q, a, out);
	query_end(&q);
	return 0;
}

int store_page_entry_save(
    struct store *s, const struct page_entry *p, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO page_entry (feed, page, hash, first_at, seen_at,"
		" since, backlog, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (feed, page) DO UPDATE SET hash = excluded.hash,"
		" first_at = excluded.first_at, seen_at = excluded.seen_at,"
		" since = excluded.since, backlog = excluded.backlog,"
		" doc = excluded.doc",
		e))
		return -1;
	put_int(&q, p->feed);
	put_int(&q, p->page);
	put_int(&q, (int64_t)p->hash);
	put_int(&q, p->first_at);
	put_int(&q, p->seen_at);
	put_int(&q, p->since);
	put_int(&q, p->backlog);
	if (p->doc)
		put_blob(&q, p->doc, p->doc_len);
	else
		put_text(&q, NULL);
	return query_run(&q, e);
}

int store_page_waiting(struct store *s, struct arena *a, int64_t page,
    int64_t since, struct page_entry **out, size_t *n, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (query_open(&q, s,
		"SELECT " ENTRY_COLUMNS " FROM page_entry e WHERE e.since > 0"
		" AND e.since <= ?2 AND (?1 = 0 OR e.page = ?1)"
		" ORDER BY e.page, e.feed LIMIT 1000",
		e))
		return -1;
	put_int(&q, page);
	put_int(&q, since);
	while ((rc = query_step(&q, e)) > 0) {
		*out = arena_room(a, *out, *n, &cap, sizeof(**out));
		read_entry(&q, a, &(*out)[(*n)++]);
	}
	query_end(&q);
	return rc;
}

#define OF_ANOTHER_MARK "since > 0 AND substr(doc, 1, length(?1)) IS NOT ?1"

int store_page_entries_check(
    struct store *s, const void *mark, size_t len, size_t *lost, struct err *e)
{
	static const char *const steps[] = {
	    "UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = 0"
	    " WHERE id IN (SELECT feed FROM page_entry WHERE " OF_ANOTHER_MARK
	    ")",
	    "UPDATE page_entry SET since = 0, doc = NULL"
	    " WHERE " OF_ANOTHER_MARK};
	struct query q;
	bool own;
	int rc = unit_open(s, &own, e);

	*lost = 0;
	if (rc)
		return rc;
	for (size_t i = 0; i < 2 && !rc; i++) {
		rc = query_open(&q, s, steps[i], e);
		if (rc)
			break;
		put_blob(&q, mark, len);
		rc = query_run(&q, e);
	}
	if (!rc)
		*lost = (size_t)sqlite3_changes(s->db);
	return unit_close(s, own, rc, e);
}

/* --- sites --- */

int store_site(struct store *s, struct arena *a, const char *origin,
    struct site_row *out, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"SELECT origin, asked_at, status, robots, reason, paused_until"
		" FROM site WHERE origin = ? ORDER BY origin",
		e))
		return -1;
	put_text(&q, origin);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc ? -1 : 1;
	*out = (struct site_row){.origin = get_text(&q, a),
	    .asked_at = get_int(&q),
	    .status = get_int(&q),
	    .robots = get_text(&q, a),
	    .reason = get_text(&q, a),
	    .paused_until = get_int(&q)};
	query_end(&q);
	return 0;
}

int store_site_save(struct store *s, const struct site_row *r, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT OR REPLACE INTO site (origin, asked_at, status, robots,"
		" reason, paused_until) VALUES (?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_text(&q, r->origin);
	put_int(&q, r->asked_at);
	put_int(&q, r->status);
	put_text(&q, r->robots);
	put_text(&q, r->reason);
	put_int(&q, r->paused_until);
	return query_run(&q, e);
}

/* --- retention --- */

static int run_before(struct store *s, const char *sql, int64_t before,
    int64_t most, struct err *e)
{
	struct query q;

	if (query_open(&q, s, sql, e))
		return -1;
	put_int(&q, before);
	if (most)
		put_int(&q, most);
	return query_run(&q, e);
}

/* Sight is noted once a day, so two days behind the feed is not in it. */
static const char old_entries[] =
    "DELETE FROM page_entry WHERE (feed, page) IN (SELECT e.feed, e.page"
    " FROM page_entry e JOIN feed f ON f.id = e.feed WHERE e.seen_at < ?1"
    " AND e.since = 0 AND (f.retired OR e.seen_at < -172800 + (SELECT"
    " max(x.seen_at) FROM page_entry x WHERE x.feed = e.feed))"
    " ORDER BY e.feed, e.seen_at LIMIT ?2)";
static const char old_pages[] =
    "DELETE FROM page WHERE id IN (SELECT p.id FROM page p WHERE"
    " p.asked_at < ?1 AND p.state <> 'wanted' AND NOT EXISTS (SELECT 1 FROM"
    " page_entry e WHERE e.page = p.id) ORDER BY p.id LIMIT ?2)";
static const char old_sites[] =
    "DELETE FROM site WHERE asked_at < ?1 AND paused_until < ?1";

int store_pages_trim(
    struct store *s, int64_t before, size_t most, bool *left, struct err *e)
{
	bool own;
	int rc = unit_open(s, &own, e);

	*left = false;
	if (rc)
		return rc;
	rc = run_before(s, old_entries, before, (int64_t)most, e);
	if (!rc)
		*left = (size_t)sqlite3_changes(s->db) >= most;
	if (!rc)
		rc = run_before(s, old_pages, before, (int64_t)most, e);
	if (!rc)
		rc = run_before(s, old_sites, before, 0, e);
	return unit_close(s, own, rc, e);
}

/* --- what became of them --- */

static size_t *count_of(struct page_counts *c, enum page_state state)
{
	switch (state) {
	case PAGE_WANTED:
		return &c->wanted;
	case PAGE_READ:
		return &c->read;
	case PAGE_EMPTY:
		return &c->empty;
	case PAGE_FAILED:
		return &c->failed;
	case PAGE_FORBIDDEN:
		return &c->forbidden;
	case PAGE_PASSED:
		return &c->passed;
	}
	return &c->failed;
}

int store_page_of_item(
    struct store *s, struct arena *a, struct item_row *row, struct err *e)
{
	struct query q;
	int rc;

	if (!row->url)
		return 0;
	if (query_open(&q, s,
		"SELECT p.state, p.reason FROM page p JOIN page_entry e"
		" ON e.page = p.id WHERE p.url = ? AND e.feed = ?"
		" ORDER BY p.id",
		e))
		return -1;
	put_text(&q, arena_strndup(a, row->url, strcspn(row->url, "#")));
	put_int(&q, row->feed_id);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	row->page_state = get_text(&q, a);
	row->page_reason = get_text(&q, a);
	query_end(&q);
	return 0;
}

int store_page_counts(struct store *s, struct arena *a, int64_t feed,
    struct page_counts *out, struct err *e)
{
	struct query q;
	enum page_state state;
	int rc;

	*out = (struct page_counts){0};
	if (query_open(&q, s,
		"SELECT p.state, count(*) FROM page_entry e JOIN page p"
		" ON p.id = e.page WHERE e.feed = ? GROUP BY p.state"
		" ORDER BY p.state",
		e))
		return -1;
	put_int(&q, feed);
	while ((rc = query_step(&q, e)) > 0) {
		if (GET_ENUM(&q, page_state_parse, &state, "page", 0, e))
			return -1;
		*count_of(out, state) = (size_t)get_int(&q);
	}
	if (rc ||
	    query_open(&q, s,
		"SELECT p.reason FROM page_entry e JOIN page p"
		" ON p.id = e.page WHERE e.feed = ? AND p.reason IS NOT NULL"
		" AND p.state <> 'passed' ORDER BY p.state = 'forbidden' DESC,"
		" p.asked_at DESC, p.id DESC"
		" LIMIT 1",
		e))
		return -1;
	put_int(&q, feed);
	rc = query_step(&q, e);
	if (rc > 0) {
		out->reason = get_text(&q, a);
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}
