/*
 * Track records: Beta(2,2) plus right and wrong, a partly right one half of
 * each, one whose own time ran out half wrong; mean and central 90 % interval
 * ("Track records" in doc/judgement.md says why).
 */
#ifndef HEARSAY_JUDGE_RECORD_H
#define HEARSAY_JUDGE_RECORD_H

#include <stddef.h>

struct record {
	double mean, low, high; /* of the share right, 0..1 */
	size_t resolved;
};

/* What became of claims; expired: that had given a time of their own. */
struct outcomes {
	size_t right, partly, wrong, expired;
};

struct record record_of(const struct outcomes *);

#endif
