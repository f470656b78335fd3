/* The last answers of each feed: a ring of rows, written over in turn. */
#include "store/db.h"
#include "store/store.h"

int store_answer_put(struct store *s, const struct feed *f,
    const struct feed_answer *a, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"INSERT OR REPLACE INTO answer (feed, n, at, status, bytes,"
		" new_items, took_ms, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, f->id);
	put_int(&q, f->answers % FEED_ANSWERS);
	put_int(&q, a->at);
	put_int(&q, a->status);
	put_int(&q, a->bytes);
	put_int(&q, a->new_items);
	put_int(&q, a->took_ms);
	put_text(&q, a->error);
	rc = query_run(&q, e);
	s->poll_changes += rc ? 0 : sqlite3_changes(s->db);
	return rc;
}

int store_answers(struct store *s, struct arena *a, int64_t feed_id,
    struct answer_row **out, size_t *n, struct err *e)
{
	struct answer_row *rows = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	/* The latest is the one whose number the feed has; then backwards. */
	if (query_open(&q, s,
		"SELECT r.feed, r.at, r.status, r.bytes, r.new_items,"
		" r.took_ms, r.error FROM answer r JOIN feed f ON f.id = r.feed"
		" WHERE (?1 = 0 OR r.feed = ?1) AND NOT f.retired"
		" ORDER BY r.feed, (f.answers % ?2 - r.n + ?2) % ?2",
		e))
		return -1;
	put_int(&q, feed_id);
	put_int(&q, FEED_ANSWERS);
	while ((rc = query_step(&q, e)) > 0) {
		struct answer_row *r;

		rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
		r = &rows[(*n)++];
		r->feed_id = get_int(&q);
		r->answer.at = get_int(&q);
		r->answer.status = (int)get_int(&q);
		r->answer.bytes = get_int(&q);
		r->answer.new_items = get_int(&q);
		r->answer.took_ms = get_int(&q);
		r->answer.error = get_text(&q, a);
	}
	*out = rows;
	return rc;
}
