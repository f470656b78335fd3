/* Track records into the rows of reports. */
#include "core/fill.h"

#include "judge/record.h"

/* Mean and interval from the counts (rule 8). */
static void fill_record(struct record_row *row)
{
	struct record r = record_of(row->right, row->partly, row->wrong);

	row->mean = r.mean;
	row->low = r.low;
	row->high = r.high;
}

void fill_tipsters(struct tipster_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fill_record(&rows[i].record);
}

static void fill_row(
    struct rumor_row *row, const struct tipster_row *known, size_t n)
{
	for (size_t i = 0; row->first_origin && i < n; i++) {
		if (strcmp(known[i].name, row->first_origin))
			continue;
		row->record = known[i].record;
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
