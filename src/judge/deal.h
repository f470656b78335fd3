/*
 * What a sentence on the fate of a business says besides that it is sold,
 * closed or set free: which business it is, who gets it, and whether all of
 * it. Two sentences on two businesses of one house say nothing of each other,
 * and one business has one buyer.
 */
#ifndef HEARSAY_JUDGE_DEAL_H
#define HEARSAY_JUDGE_DEAL_H

#include "base/arena.h"
#include "judge/lexicon.h"
#include "judge/tables.h"

enum deal_share { DEAL_OPEN, DEAL_PART, DEAL_WHOLE };

struct deal {
	const char *trade; /* what it is called, in words to be compared by
			      deal_same_trade(); NULL: it is not said */
	const char *party; /* folded names of who gets it, or NULL */
	enum deal_share share;
};

/*
 * Texts of the arena or the lexicon. things: who makes no more phones leaves
 * that business; who sells phones does not sell it.
 */
struct deal deal_read(const struct lexicon *, struct arena *, enum lang,
    const char *sentence, bool things);

/* Is it one business, as far as is said; are they two? */
bool deal_same_trade(const char *a, const char *b);
bool deal_other_trade(const char *a, const char *b);
/* Is it called by the vendor's name and no more? */
bool deal_is_house(const char *trade, const char *vendor);
/* Have the two a name in common? */
bool deal_same_party(const char *a, const char *b);

#endif
