/* Track records into the rows of reports. */
#include "core/fill.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/record.h"

/* Mean and interval from the counts (rule 8). */
static void fill_record(struct record_row *row)
{
	const struct outcomes o = {
	    row->right, row->partly, row->wrong, row->expired};
	struct record r = record_of(&o);

	row->mean = r.mean;
	row->low = r.low;
	row->high = r.high;
}

static void fill_shares(struct share_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fill_record(&rows[i].record);
}

/* The best first: who is surely right most; then who has proved it more. */
static int by_record(const void *a, const void *b)
{
	const struct tipster_row *x = a, *y = b;
	size_t m = record_settled(&x->record), n = record_settled(&y->record);

	if (x->record.low != y->record.low)
		return x->record.low > y->record.low ? -1 : 1;
	if (m != n)
		return m > n ? -1 : 1;
	return strcmp(x->name, y->name);
}

void fill_rank(struct tipster_row *rows, size_t n)
{
	if (n)
		qsort(rows, n, sizeof(*rows), by_record);
}

void fill_tipster(struct tipster_row *row)
{
	fill_record(&row->record);
	fill_shares(row->vendors, row->vendor_count);
	fill_shares(row->aspects, row->aspect_count);
}

void fill_tipsters(struct tipster_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fill_record(&rows[i].record);
	fill_rank(rows, n);
}

const struct share_row *fill_share(
    struct share_row *rows, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++) {
		if (!rows[i].name || strcasecmp(rows[i].name, name) != 0)
			continue;
		fill_record(&rows[i].record);
		return &rows[i];
	}
	return NULL;
}

static int find(struct store *s, struct arena *a, struct fill_known *known,
    const char *name, struct fill_origin **out, struct err *e)
{
	struct fill_origin *o;
	int rc;

	for (size_t i = 0; i < known->count; i++)
		if (!strcmp(known->origins[i].row.name, name)) {
			*out = &known->origins[i];
			return 0;
		}
	known->origins = arena_room(a, known->origins, known->count,
	    &known->cap, sizeof(*known->origins));
	o = &known->origins[known->count];
	rc = store_report_tipster(s, a, name, &o->row, e);
	if (rc < 0)
		return -1;
	o->is_tipster = rc == 0;
	if (!o->is_tipster) {
		o->row = (struct tipster_row){.name = name};
		if (store_origin_record(s, name, &o->row.record, e))
			return -1;
	}
	fill_record(&o->row.record);
	known->count++;
	*out = o;
	return 0;
}

int fill_rumor(struct store *s, struct arena *a, struct fill_known *known,
    struct rumor_row *row, struct err *e)
{
	const struct share_row *share;
	struct fill_origin *o;

	if (!row->first_origin) {
		fill_record(&row->record);
		return 0;
	}
	if (find(s, a, known, row->first_origin, &o, e))
		return -1;
	row->by_tipster = o->is_tipster;
	row->record = o->row.record;
	share = fill_share(o->row.vendors, o->row.vendor_count, row->vendor);
	if (share)
		row->vendor_record = share->record;
	return 0;
}

int fill_rumors(struct store *s, struct arena *a, struct rumor_row *rows,
    size_t n, struct err *e)
{
	struct fill_known known = {0};

	for (size_t i = 0; i < n; i++)
		if (fill_rumor(s, a, &known, &rows[i], e))
			return -1;
	return 0;
}

int fill_digest(
    struct store *s, struct arena *a, struct digest_report *r, struct err *e)
{
	const struct {
		struct rumor_row *rows;
		size_t n;
	} lists[] = {{r->corrections, r->correction_count},
	    {r->confirmed, r->confirmed_count}, {r->refuted, r->refuted_count},
	    {r->fresh, r->fresh_count}, {r->developing, r->developing_count}};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (fill_rumors(s, a, lists[i].rows, lists[i].n, e))
			return -1;
	return 0;
}
