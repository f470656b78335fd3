/*
 * Since when an answer has been as it is, for the header Last-Modified (RFC
 * 9110 section 8.8.2). What an answer tells may depend on much that has no
 * time of its own (a rumor on its tipster's other rumors); but when anything
 * was stored last is known, and an answer that is the same as the last time
 * has been so since then.
 *
 * The table forgets a question for another one now and then; that makes a
 * time later than it need be, and never earlier.
 */
#ifndef HEARSAY_CORE_FRESHNESS_H
#define HEARSAY_CORE_FRESHNESS_H

#include <stdint.h>

#define FRESHNESS_SLOTS 512

struct freshness {
	struct freshness_slot {
		uint64_t question, answer; /* hashes */
		int64_t since;
	} slots[FRESHNESS_SLOTS];
};

/* latest: after this nothing has changed that could change the answer. */
int64_t freshness_since(
    struct freshness *, uint64_t question, uint64_t answer, int64_t latest);

#endif
