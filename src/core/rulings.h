/*
 * Rulings made and undone: what a user says of rumors and stories is looked
 * at, stored, told to the judge, and what follows from it is written, in one
 * transaction. What cannot be done changes nothing.
 */
#ifndef HEARSAY_CORE_RULINGS_H
#define HEARSAY_CORE_RULINGS_H

#include "base/arena.h"
#include "model/ruling.h"
#include "store/store.h"

struct judging;

struct rulings {
	struct store *store;
	struct judging *judging;
	int64_t now;  /* policy's clock */
	bool settled; /* afterwards: a verdict that is worth a mail at once */
};

/*
 * Makes the ruling: kind, subject, other, outcome, source, because, link and
 * who says it are the caller's; of a split and of an item's attribution the
 * claims name the items (claim -1: all of it). Sets id, and other of a split.
 * Returns the HTTP status; *says, in the arena, is what was done, or why not.
 */
int rulings_make(
    struct rulings *, struct arena *, struct ruling *, const char **says);

/* The subject of r is the ruling to be undone; 0: the last one in force. */
int rulings_undo(
    struct rulings *, struct arena *, struct ruling *r, const char **says);

#endif
