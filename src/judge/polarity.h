/*
 * Inner header of yes and no in a sentence (polarity.c), for those who look for
 * one claim in it.
 */
#ifndef HEARSAY_JUDGE_POLARITY_H
#define HEARSAY_JUDGE_POLARITY_H

#include "judge/draw.h"

enum says {
	SAYS_NOTHING, /* of the thing: it speaks of another one */
	SAYS_YES,
	SAYS_NO
};

/*
 * Does the sentence say that the thing is there? A "no" counts where it is
 * said of the thing: in its clause, near it, and not of another model. However
 * many words say it, a clause says one no; "does not come without" is a yes.
 */
enum says polarity_of(const struct drawn *, const struct thing *);

/* The same; nothing where none of its words is there. */
enum says polarity_of_any(const struct drawn *, const struct thing *);

/* "There is no stylus in it": is there none of what has that word, however it
 * is described? In English. */
bool polarity_none_of(
    const struct drawn *, const struct thing *, const char *word);

/* The same of what stands there, of a product or NULL. */
enum says polarity_at(
    const struct drawn *, uint32_t start, uint32_t end, const char *product);

/* "X instead of Y": does Y stand there? */
bool polarity_sets_aside(const struct drawn *, uint32_t at);

/* The thing that the claim of this sentence speaks of. */
void polarity_take(const struct drawn *, const struct claim *, struct thing *);

/* How often the sentence says no; ends and losses are a no as well. */
size_t polarity_count(const struct drawn *);

/* "No ads in X", where ads were claimed: a no to the claim's own words. */
bool polarity_says_none(const struct drawn *, const struct claim *);

/* That, and nothing else. */
bool polarity_says_only(const struct drawn *);

/* "Buyers can choose", "also": not that alone. */
bool polarity_offers_more(const struct drawn *);

#endif
