/*
 * Track records: Beta(2,2) plus right and wrong, a partly right one half of
 * each (rule 8 of doc/judgement.md); mean and central 90 % interval.
 */
#ifndef HEARSAY_JUDGE_RECORD_H
#define HEARSAY_JUDGE_RECORD_H

#include <stddef.h>

struct record {
	double mean, low, high; /* of the share right, 0..1 */
	size_t resolved;
};

struct record record_of(size_t right, size_t partly, size_t wrong);

#endif
