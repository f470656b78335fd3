/* The part of a rumor's sentence that is claimed, and the words that tell it.
 */
#ifndef HEARSAY_JUDGE_TELLING_H
#define HEARSAY_JUDGE_TELLING_H

#include "judge/draw.h"

struct telling {
	uint32_t from, to; /* what is claimed; folded */
};

struct telling telling_of(const struct drawn *);

/* Is what stands at `at` a word of the telling, and none of the claim? */
bool telling_has(const struct drawn *, const struct telling *, uint32_t at);

/* Does it say what is to come, "will get a display"; not "may have leaked"? */
bool telling_is_plan(const struct drawn *, const struct telling *);

#endif
