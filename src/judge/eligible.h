/*
 * Does a maker's item give a device what was claimed for it, leave it out, or
 * say nothing of it? Answered by all that the item grants (grant.h), against
 * what the claim that is looked for grants.
 */
#ifndef HEARSAY_JUDGE_ELIGIBLE_H
#define HEARSAY_JUDGE_ELIGIBLE_H

#include "judge/draw.h"

/* What the sentence of the claim grants, for about->grants. */
void eligible_take(const struct drawn *, struct about *);

/* The claim that the item makes of it, in place of what its words made; after
 * all sentences. */
void eligible_claim(struct reading *);

#endif
