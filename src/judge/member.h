/*
 * What is remembered of an item while its story is live: enough to tell
 * copies of it, and what contradicts it. One block of memory each.
 */
#ifndef HEARSAY_JUDGE_MEMBER_H
#define HEARSAY_JUDGE_MEMBER_H

#include <stdint.h>

#include "judge/slot.h"
#include "judge/words.h"
#include "model/item.h"

struct live_story;

struct member {
	int64_t id, at;
	struct live_story *story;
	char lang[LANG_BYTES];
	char *url; /* canonical, or NULL */
	struct shingles shingles;
	struct numbers numbers;
	struct title_keys title;
	bool denies; /* its title says no */
	struct slots slots;
};

/* free() takes back all of it. */
struct member *member_new(const struct item *, const char *url,
    const struct words *, const struct slots *);

#endif
