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

/* 1: there is no tipster of that name. */
static int find(struct store *s, struct arena *a, struct fill_known *known,
    const char *name, struct tipster_row **out, struct err *e)
{
	struct tipster_row *row;
	int rc;

	for (size_t i = 0; i < known->count; i++)
		if (!strcmp(known->rows[i].name, name)) {
			*out = &known->rows[i];
			return 0;
		}
	known->rows = arena_room(
	    a, known->rows, known->count, &known->cap, sizeof(*known->rows));
	row = &known->rows[known->count];
	rc = store_report_tipster(s, a, name, row, e);
	if (rc)
		return rc;
	fill_record(&row->record);
	known->count++;
	*out = row;
	return 0;
}

int fill_rumor(struct store *s, struct arena *a, struct fill_known *known,
    struct rumor_row *row, struct err *e)
{
	const struct share_row *share;
	struct tipster_row *t;
	int rc = 1;

	if (row->first_origin)
		rc = find(s, a, known, row->first_origin, &t, e);
	if (rc < 0)
		return -1;
	if (rc) {
		fill_record(&row->record);
		return 0;
	}
	row->by_tipster = true;
	row->record = t->record;
	share = fill_share(t->vendors, t->vendor_count, row->vendor);
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
