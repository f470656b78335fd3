/* Reports: the lists. */
#include "base/mem.h"
#include "store/db.h"
#include "store/reportrow.h"
#include "store/store.h"

/* --- status --- */

static void read_feeds(struct query *q, struct status_report *r)
{
	r->feeds = (size_t)get_int(q);
	r->feeds_ok = (size_t)get_int(q);
	r->feeds_failing = (size_t)get_int(q);
	r->feeds_paused = (size_t)get_int(q);
	r->feeds_due = (size_t)get_int(q);
	r->next_poll_at = get_int(q);
}

static void read_counts(struct query *q, struct status_report *r)
{
	r->rumors_open = (size_t)get_int(q);
	r->rumors_settled = (size_t)get_int(q) - r->rumors_open;
	r->mail_waiting = (size_t)get_int(q);
	r->mail_failing = (size_t)get_int(q);
	r->last_digest_at = get_int(q);
	r->last_new_item_at = get_int(q);
}

/* One row of figures. */
static int read_figures(struct query *q, struct status_report *r,
    void (*read)(struct query *, struct status_report *), struct err *e)
{
	int rc = query_step(q, e);

	if (rc <= 0)
		return rc;
	read(q, r);
	query_end(q);
	return 0;
}

static int count_feeds(struct store *s, struct status_report *r, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT count(*), coalesce(sum(state IN ('ok', 'stale')), 0),"
		" coalesce(sum(failing_since <> 0), 0),"
		" coalesce(sum(paused_until > ?1), 0),"
		" coalesce(sum(due_at <= ?1 AND paused_until <= ?1"
		"  AND state <> 'gone'), 0),"
		" min(CASE WHEN state <> 'gone'"
		"  THEN max(due_at, paused_until) END)"
		" FROM feed WHERE NOT retired ORDER BY 1",
		e))
		return -1;
	put_int(&q, r->now);
	return read_figures(&q, r, read_feeds, e);
}

static int count_rest(struct store *s, struct status_report *r, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT (SELECT count(*) FROM rumor"
		"  WHERE status IN ('open', 'corroborated')),"
		" (SELECT count(*) FROM rumor),"
		" (SELECT count(*) FROM mail WHERE sent_at = 0),"
		" (SELECT count(*) FROM mail WHERE sent_at = 0"
		"  AND (tries > 0 OR recipient IN"
		"  (SELECT recipient FROM suspended))),"
		" (SELECT max(sent_at) FROM mail WHERE digest IS NOT NULL),"
		" (SELECT max(first_seen_at) FROM item) ORDER BY 1",
		e))
		return -1;
	if (read_figures(&q, r, read_counts, e) || tally_take(s, e))
		return -1;
	r->items = (size_t)s->tally.items;
	r->stories = (size_t)s->tally.stories;
	return 0;
}

/* The last error of a mail that still waits, or of a suspended address. */
static int last_mail_error(
    struct store *s, struct status_report *r, struct err *e)
{
	struct query q;
	int rc;

	free(s->mail_error);
	s->mail_error = NULL;
	if (query_open(&q, s,
		"SELECT last_error FROM mail"
		" WHERE sent_at = 0 AND last_error IS NOT NULL"
		" UNION ALL SELECT recipient || ' is suspended: ' ||"
		" coalesce(error, '') FROM suspended"
		" ORDER BY 1 LIMIT 1",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc > 0) {
		s->mail_error = mem_strdup(get_word(&q));
		query_end(&q);
	}
	r->mail_error = s->mail_error;
	return rc < 0 ? -1 : 0;
}

int store_report_status(
    struct store *s, int64_t now, struct status_report *r, struct err *e)
{
	int64_t bytes;

	*r = (struct status_report){.now = now};
	if (count_feeds(s, r, e) || count_rest(s, r, e) ||
	    last_mail_error(s, r, e) || store_bytes(s, &bytes, e))
		return -1;
	r->db_bytes = (size_t)bytes;
	return 0;
}

/* --- stories --- */

static void put_times(struct query *q, int64_t since, int64_t until)
{
	put_int(q, since);
	put_int(q, until ? until : INT64_MAX);
}

#define STORY_WHERE \
	" WHERE s.last_at BETWEEN ?1 AND ?2" \
	" AND (s.last_at, s.id) < (?3, ?4)" \
	" AND (?5 IS NULL OR EXISTS (SELECT 1 FROM judgement j" \
	"  JOIN rumor_member m ON m.item = j.item" \
	"  JOIN rumor r ON r.id = m.rumor" \
	"  WHERE j.story = s.id AND r.vendor = ?5 COLLATE NOCASE))" \
	" AND (?6 IS NULL OR EXISTS (SELECT 1 FROM judgement j" \
	"  WHERE j.story = s.id AND j.lang = ?6 COLLATE NOCASE))" \
	" ORDER BY s.last_at DESC, s.id DESC"

static const char stories_by_time[] =
    "SELECT " STORY_COLUMNS " FROM story s" STORY_WHERE " LIMIT ?7";

/*
 * Of the latest two thousand those that may come first: what a story costs to
 * be told is paid for these only.
 */
static const char stories_to_rank[] =
    "SELECT " STORY_COLUMNS " FROM story s WHERE s.id IN (SELECT id FROM"
    " (SELECT s.id, s.outlet_count, s.last_at FROM story s" STORY_WHERE
    "  LIMIT 2000)"
    " ORDER BY outlet_count / (1 + max(0, ?8 - last_at) / 86400.0) DESC,"
    " id DESC LIMIT max(?7, 200))"
    " ORDER BY s.last_at DESC, s.id DESC";

/* A story told by several who did not copy is worth more; a day halves it. */
static double story_rank(const struct story_row *r, int64_t now)
{
	double days = r->last_at < now ? (double)(now - r->last_at) / 86400 : 0;

	return ((double)r->outlet_count + (double)r->origin_count) / (1 + days);
}

struct ranked {
	struct story_row row;
	double rank;
	size_t place;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static void rank_stories(
    struct arena *a, struct story_row *rows, size_t n, int64_t now)
{
	struct ranked *list = arena_array(a, n + 1, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		list[i] =
		    (struct ranked){rows[i], story_rank(&rows[i], now), i};
	if (n)
		qsort(list, n, sizeof(*list), by_rank);
	for (size_t i = 0; i < n; i++)
		rows[i] = list[i].row;
}

int store_report_stories(struct store *s, struct arena *a,
    const struct story_filter *f, struct story_row **out, size_t *n,
    struct err *e)
{
	struct query q;
	struct story_row *rows = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(
		&q, s, f->ranked_at ? stories_to_rank : stories_by_time, e))
		return -1;
	put_times(&q, f->since, f->until);
	put_cursor(&q, &f->behind);
	put_text(&q, f->vendor);
	put_text(&q, f->lang);
	put_int(&q, (int64_t)f->limit);
	if (f->ranked_at)
		put_int(&q, f->ranked_at);
	while ((rc = query_step(&q, e)) > 0) {
		rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
		rc = story_row_get(&q, a, &rows[*n], e);
		if (!rc)
			rc = story_row_status(s, &rows[*n], e);
		if (rc)
			break;
		++*n;
	}
	query_end(&q);
	if (!rc && f->ranked_at) {
		rank_stories(a, rows, *n, f->ranked_at);
		*n = *n < f->limit ? *n : f->limit;
	}
	*out = rows;
	return rc;
}

/* --- rumors --- */

static void put_filter(struct query *q, const struct rumor_filter *f)
{
	put_text(q, f->vendor);
	put_text(q, f->tipster);
	put_text(q, f->status < 0
			? NULL
			: rumor_status_name((enum rumor_status)f->status));
	put_int(q, f->unsettled == f->settled ? -1 : f->unsettled);
	put_times(q, f->since, f->until);
	put_cursor(q, &f->behind);
	put_text(q, f->product);
	put_text(q, f->lang);
	put_int(q, f->limit ? (int64_t)f->limit : -1);
}

int store_report_rumors(struct store *s, struct arena *a,
    const struct rumor_filter *f, struct rumor_row **out, size_t *n,
    struct err *e)
{
	struct query q;
	struct rumor_row *rows = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT " RUMOR_COLUMNS " FROM rumor r"
		" WHERE (?1 IS NULL OR r.vendor = ?1 COLLATE NOCASE)"
		" AND (?2 IS NULL OR EXISTS (SELECT 1 FROM rumor_origin o"
		"  WHERE o.rumor = r.id AND o.name = ?2 COLLATE NOCASE))"
		" AND (?3 IS NULL OR r.status = ?3)"
		" AND (?4 < 0 OR (r.status IN ('open', 'corroborated')) = ?4)"
		" AND r.changed_at BETWEEN ?5 AND ?6"
		" AND (r.changed_at, r.id) < (?7, ?8)"
		" AND (?9 IS NULL OR r.subject = ?9 COLLATE NOCASE)"
		" AND (?10 IS NULL OR EXISTS (SELECT 1 FROM rumor_member m"
		"  JOIN judgement j ON j.item = m.item"
		"  WHERE m.rumor = r.id AND j.lang = ?10 COLLATE NOCASE))"
		" ORDER BY r.changed_at DESC, r.id DESC LIMIT ?11",
		e))
		return -1;
	put_filter(&q, f);
	while ((rc = query_step(&q, e)) > 0) {
		rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
		rc = rumor_row_get(&q, a, &rows[*n], e);
		if (rc)
			break;
		++*n;
	}
	query_end(&q);
	*out = rows;
	return rc;
}

int store_report_vendors(struct store *s, struct arena *a, const char ***out,
    size_t *n, struct err *e)
{
	struct query q;
	const char **names = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT DISTINCT vendor FROM rumor WHERE vendor IS NOT NULL"
		" ORDER BY vendor COLLATE NOCASE",
		e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		names = arena_room(a, names, *n, &cap, sizeof(*names));
		names[(*n)++] = get_text(&q, a);
	}
	query_end(&q);
	*out = names;
	return rc;
}

int store_open_rumors(struct store *s, size_t *n, struct err *e)
{
	struct query q;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT count(*) FROM rumor"
		" WHERE status IN ('open', 'corroborated')",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc > 0)
		*n = (size_t)get_int(&q);
	query_end(&q);
	return rc < 0 ? -1 : 0;
}
