/*
 * Which items of a sitemap stay: it may list 50,000 pages, in any order, and
 * what is new is wanted.
 */
#ifndef HEARSAY_PARSE_NEWEST_H
#define HEARSAY_PARSE_NEWEST_H

#include "parse/draft.h"

/* Items of a sitemap that are held before the oldest of them go. */
#define NEWEST_HELD (2 * CAP_ENTRIES)

/*
 * Past CAP_ENTRIES: keeps those of the latest dates, in their order; of equal
 * or no dates, the first. The nodes of the others stand behind them, up to
 * spare_end, for draft_item().
 */
void newest_keep(struct draft *);

#endif
