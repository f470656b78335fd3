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

/* Means and intervals from the counts (rule 8). */
void fill_tipsters(struct tipster_row *, size_t n);

/* The record of each rumor's first origin. Rows without one stay as is. */
int fill_rumors(
    struct store *, struct arena *, struct rumor_row *, size_t n, struct err *);
int fill_digest(
    struct store *, struct arena *, struct digest_report *, struct err *);

#endif
