/* Sitemaps longer than what is kept: by date, the rest is used again. */
#include "parse/newest.h"

#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/mem.h"
#include "text/date.h"

struct dated {
	int64_t at;
	size_t place; /* in the document */
	struct node *node;
};

#define LONGEST_DATE 63

static int64_t date_of(const struct value *v)
{
	char text[LONGEST_DATE + 1];

	if (!v->text || v->n > LONGEST_DATE)
		return DATE_NONE;
	memcpy(text, v->text, v->n);
	text[v->n] = '\0';
	return date_parse(text);
}

/* The later of the two; DATE_NONE is earlier than all. */
static int64_t age_of(const struct node *n)
{
	int64_t updated = date_of(&n->slots[SLOT_UPDATED]);
	int64_t published = date_of(&n->slots[SLOT_PUBLISHED]);

	return updated > published ? updated : published;
}

static int by_date(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	return x->place < y->place ? -1 : 1;
}

void newest_keep(struct draft *d)
{
	struct dated *all;
	size_t n = d->item_count;

	if (n <= CAP_ENTRIES)
		return;
	all = mem_alloc(n * sizeof(*all));
	for (size_t i = 0; i < n; i++)
		all[i] = (struct dated){age_of(d->items[i]), i, d->items[i]};
	qsort(all, n, sizeof(*all), by_date);
	qsort(all, CAP_ENTRIES, sizeof(*all), by_place);
	/* the others stay behind, to be filled anew */
	for (size_t i = 0; i < n; i++)
		d->items[i] = all[i].node;
	free(all);
	d->item_count = CAP_ENTRIES;
	d->spare_end = n;
	if (!d->items_capped)
		warn_add(d->warnings, WARN_LIMIT,
		    "only the newest %u items are kept", CAP_ENTRIES);
	d->items_capped = true;
}
