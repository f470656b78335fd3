/*
 * One item read by itself: cues, attributions, claims. A pure function of
 * the item and the lexicon.
 */
#ifndef HEARSAY_JUDGE_ANALYZE_H
#define HEARSAY_JUDGE_ANALYZE_H

#include "base/arena.h"
#include "judge/itemtext.h"
#include "judge/lexicon.h"
#include "model/analysis.h"

/* The result lives in the arena; never fails. */
struct analysis *analyze(
    struct arena *, const struct lexicon *, const struct item *);

/* The same of an item whose fields are folded already. */
struct analysis *analyze_text(
    struct arena *, const struct lexicon *, const struct itemtext *);

#endif
