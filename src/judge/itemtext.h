/*
 * An item's title and text as prose: folded and cut once, and handed to all
 * who judge the item.
 */
#ifndef HEARSAY_JUDGE_ITEMTEXT_H
#define HEARSAY_JUDGE_ITEMTEXT_H

#include "base/arena.h"
#include "judge/lexicon.h"
#include "model/analysis.h"
#include "model/item.h"
#include "text/prose.h"

struct itemtext {
	const struct item *item;
	struct prose field[2]; /* by enum field */
};

/* Of the text; stories rest on no more of it. */
#define ITEMTEXT_WORDS_BYTES 8192

/* Folds both by the lexicon, without captions' credits: enough for
 * analyze_text(). */
void itemtext_fold(const struct lexicon *, struct arena *, const struct item *,
    struct itemtext *);

/* And finds their words: for all who judge. */
void itemtext_read(const struct lexicon *, struct arena *, const struct item *,
    struct itemtext *);

#endif
