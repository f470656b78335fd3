/*
 * Inner header of yes and no in a sentence (polarity.c), for those who look for
 * one claim in it.
 */
#ifndef HEARSAY_JUDGE_POLARITY_H
#define HEARSAY_JUDGE_POLARITY_H

#include "judge/draw.h"

/* How often the sentence says no; ends and losses are a no as well. */
size_t polarity_count(const struct drawn *);

/* "No ads in X", where ads were claimed: a no to the claim's own words. */
bool polarity_says_none(const struct drawn *, const struct claim *);

/* That, and nothing else. */
bool polarity_says_only(const struct drawn *);

/* "Buyers can choose", "also": not that alone. */
bool polarity_offers_more(const struct drawn *);

#endif
