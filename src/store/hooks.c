/*
 * How far each web hook has been told. The log of events is its outbox: what
 * stands behind `told` is owed.
 */
#include "store/db.h"
#include "store/store.h"

int store_hook_find(struct store *s, struct arena *a, const char *name,
    struct hook_state *h, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"SELECT told, due_at, tries, failing_since, suspended_at,"
		" last_error FROM hook WHERE name = ? ORDER BY name",
		e))
		return -1;
	put_text(&q, name);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc < 0 ? -1 : 1;
	h->told = get_int(&q);
	h->due_at = get_int(&q);
	h->tries = (unsigned)get_int(&q);
	h->failing_since = get_int(&q);
	h->suspended_at = get_int(&q);
	h->last_error = get_text(&q, a);
	query_end(&q);
	return 0;
}

int store_hook_put(struct store *s, const char *name,
    const struct hook_state *h, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT OR REPLACE INTO hook (name, told, due_at, tries,"
		" failing_since, suspended_at, last_error)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_text(&q, name);
	put_int(&q, h->told);
	put_int(&q, h->due_at);
	put_int(&q, h->tries);
	put_int(&q, h->failing_since);
	put_int(&q, h->suspended_at);
	put_text(&q, h->last_error);
	return query_run(&q, e);
}

int store_hook_drop(struct store *s, const char *name, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "DELETE FROM hook WHERE name = ?", e))
		return -1;
	put_text(&q, name);
	return query_run(&q, e);
}

int store_hook_names(struct store *s, struct arena *a, const char ***out,
    size_t *n, struct err *e)
{
	struct query q;
	const char **names = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s, "SELECT name FROM hook ORDER BY name", e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		names = arena_room(a, names, *n, &cap, sizeof(*names));
		names[(*n)++] = get_text(&q, a);
	}
	*out = names;
	return rc;
}
