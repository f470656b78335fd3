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

void fill_tipsters(struct tipster_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		fill_record(&rows[i].record);
		fill_shares(rows[i].vendors, rows[i].vendor_count);
		fill_shares(rows[i].aspects, rows[i].aspect_count);
	}
	fill_rank(rows, n);
}

const struct share_row *fill_share(
    const struct share_row *rows, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++)
		if (rows[i].name && !strcasecmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

void fill_row(struct rumor_row *row, const struct tipster_row *known, size_t n)
{
	const struct share_row *share;

	for (size_t i = 0; row->first_origin && i < n; i++) {
		if (strcmp(known[i].name, row->first_origin))
			continue;
		row->by_tipster = true;
		row->record = known[i].record;
		share = fill_share(
		    known[i].vendors, known[i].vendor_count, row->vendor);
		if (share)
			row->vendor_record = share->record;
		return;
	}
	fill_record(&row->record);
}

int fill_rumors(struct store *s, struct arena *a, struct rumor_row *rows,
    size_t n, struct err *e)
{
	struct tipster_row *known;
	size_t count;

	if (!n)
		return 0;
	if (store_report_tipsters(s, a, &known, &count, e))
		return -1;
	fill_tipsters(known, count);
	for (size_t i = 0; i < n; i++)
		fill_row(&rows[i], known, count);
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
