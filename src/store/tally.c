/*
 * How many items and stories there are. SQLite has no cheaper answer than to
 * walk an index, so they are counted once and followed from then on; whatever
 * is taken back is counted anew.
 */
#include <sqlite3.h>
#include <string.h>

#include "store/db.h"

static void on_change(void *arg, int what, const char *schema,
    const char *table, sqlite3_int64 row)
{
	struct store *s = arg;
	int64_t by = what == SQLITE_INSERT ? 1 : -1;

	(void)schema;
	(void)row;
	if (what == SQLITE_UPDATE || !s->tally.known)
		return;
	if (!strcmp(table, "item"))
		s->tally.items += by;
	else if (!strcmp(table, "story"))
		s->tally.stories += by;
}

static void on_rollback(void *arg)
{
	struct store *s = arg;

	s->tally.known = false;
}

void tally_follow(struct store *s)
{
	sqlite3_update_hook(s->db, on_change, s);
	sqlite3_rollback_hook(s->db, on_rollback, s);
}

int tally_take(struct store *s, struct err *e)
{
	struct query q;
	int rc;

	if (s->tally.known)
		return 0;
	if (query_open(&q, s,
		"SELECT (SELECT count(*) FROM item),"
		" (SELECT count(*) FROM story) ORDER BY 1",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc <= 0)
		return -1;
	s->tally.items = get_int(&q);
	s->tally.stories = get_int(&q);
	s->tally.known = true;
	query_end(&q);
	return 0;
}
