/* Tipsters: what came of what each of them said, and what that was. */
#include <stdlib.h>
#include <string.h>

#include "base/median.h"
#include "store/db.h"
#include "store/reportrow.h"
#include "store/store.h"

/* --- records --- */

/* One rumor of a tipster, as far as records go. */
struct outcome {
	const char *vendor;
	enum aspect aspect;
	enum rumor_status status;
	int64_t deadline;
	double lead_days; /* < 0: none */
};

/* One tipster while their rumors are read, one after the other. */
struct tally {
	struct tipster_row *row;
	struct outcome *outcomes;
	size_t count, cap;
	double *leads; /* for a median at a time */
	size_t lead_cap;
};

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Which outcomes a share is of; neither: all of them. */
struct part_of {
	const char *vendor;
	bool by_vendor, by_aspect;
	enum aspect aspect;
};

static bool is_part(const struct outcome *o, const struct part_of *of)
{
	if (of->by_vendor)
		return is_same(o->vendor, of->vendor);
	return !of->by_aspect || o->aspect == of->aspect;
}

static struct share_row sum_up(
    struct arena *a, struct tally *t, const struct part_of *of)
{
	struct share_row share = {0};
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct outcome *o = &t->outcomes[i];

		if (!is_part(o, of))
			continue;
		record_count(&share.record, o->status, o->deadline);
		if (o->lead_days < 0)
			continue;
		t->leads =
		    arena_room(a, t->leads, n, &t->lead_cap, sizeof(*t->leads));
		t->leads[n++] = o->lead_days;
	}
	share.median_lead_days = median(t->leads, n, -1);
	return share;
}

/* What is settled most; then what is open most; then by name, none last. */
static int by_weight(const void *a, const void *b)
{
	const struct share_row *x = a, *y = b;
	size_t m = record_settled(&x->record), n = record_settled(&y->record);

	if (m != n)
		return m > n ? -1 : 1;
	if (x->record.open != y->record.open)
		return x->record.open > y->record.open ? -1 : 1;
	if (!x->name || !y->name)
		return !x->name - !y->name;
	return strcmp(x->name, y->name);
}

static void share_by_vendor(struct arena *a, struct tally *t)
{
	struct tipster_row *r = t->row;
	size_t cap = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct part_of of = {
		    .by_vendor = true, .vendor = t->outcomes[i].vendor};
		size_t known = 0;

		while (known < r->vendor_count &&
		       !is_same(r->vendors[known].name, of.vendor))
			known++;
		if (known < r->vendor_count)
			continue;
		r->vendors = arena_room(
		    a, r->vendors, r->vendor_count, &cap, sizeof(*r->vendors));
		r->vendors[r->vendor_count] = sum_up(a, t, &of);
		r->vendors[r->vendor_count++].name = of.vendor;
	}
	qsort(r->vendors, r->vendor_count, sizeof(*r->vendors), by_weight);
}

static void share_by_aspect(struct arena *a, struct tally *t)
{
	struct tipster_row *r = t->row;

	r->aspects = arena_array(a, ASPECT_COUNT, sizeof(*r->aspects));
	for (int i = 0; i < ASPECT_COUNT; i++) {
		const struct part_of of = {
		    .by_aspect = true, .aspect = (enum aspect)i};
		struct share_row share = sum_up(a, t, &of);

		if (!record_settled(&share.record) && !share.record.open)
			continue;
		share.name = aspect_name((enum aspect)i);
		r->aspects[r->aspect_count++] = share;
	}
	qsort(r->aspects, r->aspect_count, sizeof(*r->aspects), by_weight);
}

static void finish(struct arena *a, struct tally *t)
{
	const struct part_of all = {0};
	struct share_row sum;

	if (!t->row)
		return;
	sum = sum_up(a, t, &all);
	t->row->record = sum.record;
	t->row->median_lead_days = sum.median_lead_days;
	share_by_vendor(a, t);
	share_by_aspect(a, t);
	t->count = 0;
}

/* Takes the rest of a row, behind the name. */
static int take(
    struct query *q, struct arena *a, struct tally *t, struct err *e)
{
	struct tipster_row *r = t->row;
	int64_t rumor = get_int(q), settled_at, settled_by, said_at;
	struct outcome *o;

	t->outcomes =
	    arena_room(a, t->outcomes, t->count, &t->cap, sizeof(*t->outcomes));
	o = &t->outcomes[t->count++];
	*o = (struct outcome){.vendor = get_text(q, a)};
	if (GET_ENUM(q, aspect_parse, &o->aspect, "rumor", rumor, e) ||
	    GET_ENUM(q, rumor_status_parse, &o->status, "rumor", rumor, e))
		return -1;
	o->deadline = get_int(q);
	settled_at = get_int(q);
	settled_by = get_int(q);
	said_at = get_int(q);
	o->lead_days = lead_days(o->status, settled_at, settled_by, said_at);
	if (!r->first_at || said_at < r->first_at)
		r->first_at = said_at;
	if (said_at > r->last_at)
		r->last_at = said_at;
	return 0;
}

/* Rumors of tipsters, those of one name after the other. */
#define TIPSTERS(which) \
	"SELECT o.name, r.id, r.vendor, r.aspect, r.status," \
	" r.deadline, r.settled_at, r.settled_by, min(o.first_at)" \
	" FROM rumor_origin o JOIN rumor r ON r.id = o.rumor" \
	" WHERE o.kind = 'tipster' AND o.name " which \
	" GROUP BY o.name, r.id ORDER BY o.name, r.id"

static int read_tipsters(struct query *q, struct arena *a,
    struct tipster_row **out, size_t *n, struct err *e)
{
	struct tipster_row *rows = NULL;
	struct tally t = {0};
	size_t cap = 0;
	const char *name;
	int rc;

	*n = 0;
	while ((rc = query_step(q, e)) > 0) {
		name = get_text(q, a);
		if (!*n || strcmp(rows[*n - 1].name, name)) {
			finish(a, &t);
			rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
			t.row = &rows[(*n)++];
			t.row->name = name;
		}
		rc = take(q, a, &t, e);
		if (rc)
			break;
	}
	query_end(q);
	finish(a, &t);
	*out = rows;
	return rc;
}

int store_report_tipsters(struct store *s, struct arena *a,
    struct tipster_row **out, size_t *n, struct err *e)
{
	struct query q;

	if (query_open(&q, s, TIPSTERS("IS NOT NULL"), e))
		return -1;
	return read_tipsters(&q, a, out, n, e);
}

int store_report_tipster(struct store *s, struct arena *a, const char *name,
    struct tipster_row *out, struct err *e)
{
	struct query q;
	struct tipster_row *rows;
	size_t n;

	if (query_open(&q, s, TIPSTERS("= ?"), e))
		return -1;
	put_text(&q, name);
	if (read_tipsters(&q, a, &rows, &n, e))
		return -1;
	if (n)
		*out = rows[0];
	return n ? 0 : 1;
}

int store_origin_record(
    struct store *s, const char *name, struct record_row *record, struct err *e)
{
	struct query q;
	enum rumor_status status;
	int64_t id;
	int rc;

	*record = (struct record_row){0};
	if (query_open(&q, s,
		"SELECT DISTINCT r.id, r.status, r.deadline"
		" FROM rumor_origin o JOIN rumor r ON r.id = o.rumor"
		" WHERE o.name = ? ORDER BY r.id",
		e))
		return -1;
	put_text(&q, name);
	while ((rc = query_step(&q, e)) > 0) {
		id = get_int(&q);
		rc = GET_ENUM(&q, rumor_status_parse, &status, "rumor", id, e);
		if (rc)
			break;
		record_count(record, status, get_int(&q));
	}
	query_end(&q);
	return rc;
}

/* --- what one of them said --- */

int store_report_said(struct store *s, struct arena *a,
    const struct said_filter *f, struct said_row **out, size_t *n,
    struct err *e)
{
	struct query q;
	struct said_row *rows = NULL, *r;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT " RUMOR_COLUMNS ", o.first_at,"
		" coalesce(f.title, f.slug), i.url"
		" FROM rumor_origin o JOIN rumor r ON r.id = o.rumor"
		" LEFT JOIN item i ON i.id = o.first_item"
		" LEFT JOIN feed f ON f.id = i.feed"
		" WHERE o.name = ?1 AND o.kind = 'tipster'"
		" AND (o.first_at, r.id) < (?2, ?3)"
		" ORDER BY o.first_at DESC, r.id DESC LIMIT ?4",
		e))
		return -1;
	put_text(&q, f->name);
	put_cursor(&q, &f->behind);
	put_int(&q, f->limit ? (int64_t)f->limit : -1);
	while ((rc = query_step(&q, e)) > 0) {
		rows = arena_room(a, rows, *n, &cap, sizeof(*rows));
		r = &rows[*n];
		rc = rumor_row_get(&q, a, &r->rumor, e);
		if (rc)
			break;
		r->said_at = get_int(&q);
		r->source_title = get_text(&q, a);
		r->url = get_text(&q, a);
		++*n;
	}
	query_end(&q);
	*out = rows;
	return rc;
}
