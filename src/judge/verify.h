/*
 * Since when a rumor cannot be verified: a vendor whose official feeds have
 * all been failing cannot have spoken where it would be heard (rule 7 of
 * doc/judgement.md).
 */
#ifndef HEARSAY_JUDGE_VERIFY_H
#define HEARSAY_JUDGE_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#include "model/rumor.h"

struct official_feed {
	const char *vendor;
	int64_t failing_since; /* wall seconds; 0 while it is well */
};

/*
 * 0 where the rumor is settled by word, its vendor has no official feed, or
 * one of them is well. An expired rumor counts as unverified where the feeds
 * failed before its deadline had passed.
 */
int64_t verify_unverifiable_since(
    const struct rumor *, const struct official_feed *, size_t n);

#endif
