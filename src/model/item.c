/* The order of items. */
#include "model/item.h"

int item_order(const void *a, const void *b)
{
	const struct item *x = *(const struct item *const *)a;
	const struct item *y = *(const struct item *const *)b;

	if (x->published_at != y->published_at)
		return x->published_at < y->published_at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}
