/*
 * For how long a device is kept up to date: the numbers of a sentence that are
 * years or versions of that, of which device and of what kind; and whether a
 * claim on them is right by all that a maker's item says.
 */
#ifndef HEARSAY_JUDGE_TERM_H
#define HEARSAY_JUDGE_TERM_H

#include "judge/draw.h"

/* Has the sentence numbers of years, and none of them is a term: of spare
 * parts, of what is over? */
bool term_is_none(const struct drawn *);

/* What the sentence of the claim says, for about->care. */
void term_take(const struct drawn *, struct about *);

/* The claim that the item makes of it, in place of what its words made; after
 * all sentences. */
void term_claim(struct reading *);

#endif
