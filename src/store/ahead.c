/*
 * Times that a wrong clock set: they lie ahead of one that is right, and what
 * waits for them would wait as long as the clock was wrong.
 */
#include "store/db.h"
#include "store/store.h"

/*
 * ?1: what they become, ?2: what is right at most: now, or as long after it as
 * a try may be waited for. An index finds them; mostly there are none.
 */
static const char *const passed[] = {
    "UPDATE digest_progress SET period_to = ?1 WHERE period_to > ?2",
    "UPDATE event SET noted_at = ?1 WHERE noted_at > ?2",
    "UPDATE item SET first_seen_at = ?1 WHERE first_seen_at > ?2",
    "UPDATE item SET seen_at = ?1 WHERE seen_at > ?2"
    " AND feed IN (SELECT id FROM feed)",
    "UPDATE page_entry SET seen_at = ?1 WHERE seen_at > ?2"
    " AND feed IN (SELECT id FROM feed)",
};
static const char awaited[] =
    "UPDATE mail SET due_at = ?1 WHERE sent_at = 0 AND due_at > ?2";

static int bring_back(struct store *s, const char *sql, int64_t since,
    int64_t most, size_t *n, struct err *e)
{
	struct query q;

	if (query_open(&q, s, sql, e))
		return -1;
	put_int(&q, since);
	put_int(&q, most);
	if (query_run(&q, e))
		return -1;
	*n += (size_t)sqlite3_changes(s->db);
	return 0;
}

int store_bring_back(struct store *s, int64_t since, int64_t now,
    int64_t wait_s, size_t *n, struct err *e)
{
	bool own;
	int rc = unit_open(s, &own, e);

	*n = 0;
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]) && !rc; i++)
		rc = bring_back(s, passed[i], since, now, n, e);
	if (!rc)
		rc = bring_back(s, awaited, since, now + wait_s, n, e);
	return unit_close(s, own, rc, e);
}
