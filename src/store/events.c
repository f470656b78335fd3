/* The append-only log of what happened. */
#include "store/db.h"
#include "store/store.h"

int store_event(
    struct store *s, const struct event *ev, bool *fresh, struct err *e)
{
	struct query q;

	*fresh = false;
	if (query_open(&q, s,
		"INSERT INTO event (kind, subject, item, detail, at, noted_at)"
		" VALUES (?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (kind, subject, item, detail) DO NOTHING",
		e))
		return -1;
	put_text(&q, event_kind_name(ev->kind));
	put_int(&q, ev->subject);
	put_int(&q, ev->item);
	put_text(&q, ev->detail ? ev->detail : "");
	put_int(&q, ev->at);
	put_int(&q, ev->noted_at);
	if (query_run(&q, e))
		return -1;
	*fresh = sqlite3_changes(s->db) > 0;
	return 0;
}

int store_event_count(struct store *s, enum event_kind kind, int64_t subject,
    const char *detail, size_t *n, struct err *e)
{
	struct query q;

	*n = 0;
	if (query_open(&q, s,
		"SELECT count(*) FROM event WHERE kind = ? AND subject = ?"
		" AND detail = ? ORDER BY 1",
		e))
		return -1;
	put_text(&q, event_kind_name(kind));
	put_int(&q, subject);
	put_text(&q, detail);
	if (query_step(&q, e) < 0)
		return -1;
	*n = (size_t)get_int(&q);
	query_end(&q);
	return 0;
}

static int read_event(
    struct query *q, struct arena *a, struct event *ev, struct err *e)
{
	ev->id = get_int(q);
	if (GET_ENUM(q, event_kind_parse, &ev->kind, "event", ev->id, e))
		return -1;
	ev->subject = get_int(q);
	ev->item = get_int(q);
	ev->detail = get_text(q, a);
	ev->at = get_int(q);
	ev->noted_at = get_int(q);
	return 0;
}

int store_events(struct store *s, struct arena *a, int64_t after_id,
    size_t limit, struct event **out, size_t *n, struct err *e)
{
	struct query q;
	struct event *events = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT id, kind, subject, item, detail, at, noted_at"
		" FROM event WHERE id > ? ORDER BY id LIMIT ?",
		e))
		return -1;
	put_int(&q, after_id);
	put_int(&q, (int64_t)limit);
	while ((rc = query_step(&q, e)) > 0) {
		events = arena_room(a, events, *n, &cap, sizeof(*events));
		rc = read_event(&q, a, &events[*n], e);
		if (rc)
			break;
		++*n;
	}
	query_end(&q);
	*out = events;
	return rc;
}

/* By id: few come after it, and of a kind there may be all that ever were. */
int store_event_next(struct store *s, struct arena *a, int64_t after,
    const enum event_kind *kinds, size_t n, struct event *ev, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"SELECT id, kind, subject, item, detail, at, noted_at"
		" FROM event WHERE id > ? AND +kind IN (?, ?, ?, ?)"
		" ORDER BY id LIMIT 1",
		e))
		return -1;
	put_int(&q, after);
	for (size_t i = 0; i < 4; i++)
		put_text(&q, i < n ? event_kind_name(kinds[i]) : NULL);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc < 0 ? -1 : 1;
	rc = read_event(&q, a, ev, e);
	query_end(&q);
	return rc;
}

int store_last_event(struct store *s, int64_t *id, struct err *e)
{
	struct query q;
	int rc;

	*id = 0;
	if (query_open(&q, s, "SELECT ifnull(max(id), 0) FROM event", e))
		return -1;
	rc = query_step(&q, e);
	if (rc > 0)
		*id = get_int(&q);
	query_end(&q);
	return rc < 0 ? -1 : 0;
}
