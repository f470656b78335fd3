/*
 * The board as an Atom feed (RFC 4287): one entry a rumor, updated when it
 * was settled. Ids are names made of the rumor (RFC 9562, version 8), so that
 * they outlive a change of address.
 */
#ifndef HEARSAY_VIEW_ATOM_H
#define HEARSAY_VIEW_ATOM_H

#include "view/view.h"

/* vendor: of which the rows are, or NULL for all. */
void atom_rumors(struct buf *, const struct dress *, const char *vendor,
    const struct rumor_row *, size_t n);

#endif
