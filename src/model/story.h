/*
 * A story: the items that report one event or development, and why each of
 * them is in it.
 */
#ifndef HEARSAY_MODEL_STORY_H
#define HEARSAY_MODEL_STORY_H

#include <stddef.h>
#include <stdint.h>

#include "model/reason.h"

/* Where one item went: the answer of judge/cluster.h. */
struct placement {
	int64_t story;	 /* the one it is in; never 0 */
	int64_t copy_of; /* the item it is a near copy of; 0: none */
	double score;	 /* 0..1, against the threshold */
	double threshold;
	struct reason reason;  /* in the caller's arena */
	struct reason against; /* why the nearest other story was not it */
	int64_t nearest_other; /* that story; 0: there was none */
	/*
	 * The item showed that another story was this one: 0, or the story
	 * whose items are in this one now; which they are, and why, in the
	 * caller's arena.
	 */
	int64_t merged;
	const int64_t *moved;
	size_t moved_count;
	const char *merged_why;
};

#endif
