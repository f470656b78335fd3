/*
 * Inner header of measure.c: amounts of things, "8.4 inches", "four cameras",
 * "more than 12 GB", and whether an amount is what was claimed.
 */
#ifndef HEARSAY_JUDGE_MEASURE_H
#define HEARSAY_JUDGE_MEASURE_H

#include "judge/draw.h"

/* Takes the amount that the claim of this sentence is about, if it is. */
void measure_take(const struct drawn *, struct about *);

/*
 * What the sentence says of the claimed amount: the amount as it was claimed
 * where it is that, else the other; NULL where it does not say how much.
 * *denied where it is the claimed number and not what was said of it ("more
 * than 12", and it is 12).
 */
const char *measure_of(
    const struct drawn *, const struct about *, bool *denied);

/* What is said of the claimed price: "about", "more than". */
void price_bound_take(const struct drawn *, struct about *);

/* "Charges at 60 watts": no fee. */
bool measure_is_power(const struct drawn *);

/* "1499 USD" is what was claimed as "about 1500 USD": that, else itself. */
const char *price_as_claimed(const struct drawn *, const char *price);

#endif
