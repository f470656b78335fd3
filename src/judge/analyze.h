/*
 * One item read by itself: cues, attributions, claims. A pure function of
 * the item and the lexicon.
 */
#ifndef HEARSAY_JUDGE_ANALYZE_H
#define HEARSAY_JUDGE_ANALYZE_H

#include "base/arena.h"
#include "judge/lexicon.h"
#include "model/analysis.h"
#include "model/item.h"

/* The result lives in the arena; never fails. */
struct analysis *analyze(
    struct arena *, const struct lexicon *, const struct item *);

#endif
