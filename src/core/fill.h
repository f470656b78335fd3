/*
 * What the store leaves open in its reports, because it takes judgement:
 * track records, and whether a rumor can be verified at present.
 */
#ifndef HEARSAY_CORE_FILL_H
#define HEARSAY_CORE_FILL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/report.h"
#include "store/store.h"

/* Means and intervals from the counts; of one, the shares too. */
void fill_tipster(struct tipster_row *);
/* Then ranks them. */
void fill_tipsters(struct tipster_row *, size_t n);
/* The best first, by the lower end of the interval. */
void fill_rank(struct tipster_row *, size_t n);
/* The share of that name, in any case, filled; or NULL. */
const struct share_row *fill_share(
    struct share_row *, size_t n, const char *name);

/* Origins that rumors of one answer have had so far; in its arena. */
struct fill_known {
	struct fill_origin {
		struct tipster_row row;
		bool is_tipster; /* else the name and the record are all */
	} * origins;
	size_t count, cap;
};

/* The record of each rumor's first origin, and a tipster's with its vendor. */
int fill_rumor(struct store *, struct arena *, struct fill_known *,
    struct rumor_row *, struct err *);
int fill_rumors(
    struct store *, struct arena *, struct rumor_row *, size_t n, struct err *);
int fill_digest(
    struct store *, struct arena *, struct digest_report *, struct err *);

#endif
