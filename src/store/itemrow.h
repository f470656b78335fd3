/*
 * Within the store: the columns of an item as reports show it, and their
 * reader. Beside "item i" they need ITEM_JOINS.
 */
#ifndef HEARSAY_STORE_ITEMROW_H
#define HEARSAY_STORE_ITEMROW_H

#include "model/report.h"
#include "store/db.h"

#define ITEM_COLUMNS \
	"i.id, i.feed, j.story, j.copy_of, i.guid, i.url, i.title," \
	" coalesce(f.title, f.slug), coalesce(j.lang, i.lang), f.role," \
	" i.published_at, i.first_seen_at, j.flagged, j.attributed," \
	" j.rule, j.detail, j.score, j.threshold, j.nearest_other," \
	" j.against_rule, j.against_detail"
#define ITEM_JOINS \
	" JOIN feed f ON f.id = i.feed" \
	" LEFT JOIN judgement j ON j.item = i.id"

/* Reads ITEM_COLUMNS of the present row. */
int item_row_get(
    struct query *, struct arena *, struct item_row *, struct err *);

#endif
