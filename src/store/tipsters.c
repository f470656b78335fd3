/* Tipsters: what came of what each of them said. */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/reportrow.h"
#include "store/store.h"

/* One tipster while their rumors are read, one after the other. */
struct tally {
	struct tipster_row *row;
	double *lead_days; /* of those that came true */
	size_t lead_count, lead_cap;
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
	if (!n)
		return -1;
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void finish(struct tally *t)
{
	if (t->row)
		t->row->median_lead_days = median(t->lead_days, t->lead_count);
	t->lead_count = 0;
}

/* Takes the rest of a row: status, deadline, settled_at, first_at. */
static int take(
    struct query *q, struct arena *a, struct tally *t, struct err *e)
{
	struct tipster_row *r = t->row;
	int64_t rumor = get_int(q), deadline, settled_at, first_at;
	enum rumor_status status;

	if (GET_ENUM(q, rumor_status_parse, &status, "rumor", rumor, e))
		return -1;
	deadline = get_int(q);
	settled_at = get_int(q);
	first_at = get_int(q);
	record_count(&r->record, status, deadline);
	if (!r->first_at || first_at < r->first_at)
		r->first_at = first_at;
	if (first_at > r->last_at)
		r->last_at = first_at;
	if ((status != RUMOR_CONFIRMED && status != RUMOR_PARTLY_CONFIRMED) ||
	    settled_at < first_at)
		return 0;
	t->lead_days = arena_room(a, t->lead_days, t->lead_count, &t->lead_cap,
	    sizeof(*t->lead_days));
	t->lead_days[t->lead_count++] = (double)(settled_at - first_at) / 86400;
	return 0;
}

int store_report_tipsters(struct store *s, struct arena *a,
    struct tipster_row **out, size_t *n, struct err *e)
{
	struct query q;
	struct tipster_row *rows = NULL;
	struct tally t = {0};
	size_t cap = 0;
	const char *name;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT o.name, r.id, r.status, r.deadline, r.settled_at,"
		" min(o.first_at) FROM rumor_origin o"
		" JOIN rumor r ON r.id = o.rumor"
		" WHERE o.kind = 'tipster' AND o.name IS NOT NULL"
		" GROUP BY o.name, r.id ORDER BY o.name, r.id",
		e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		name = get_text(&q, a);
		if (!*n || strcmp(rows[*n - 1].name, name)) {
			finish(&t);
			rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
			t.row = &rows[(*n)++];
			t.row->name = name;
		}
		rc = take(&q, a, &t, e);
		if (rc)
			break;
	}
	query_end(&q);
	finish(&t);
	*out = rows;
	return rc;
}
