/*
 * A small seeded generator (splitmix64) for jitter: not for secrets. The seed
 * is injected, so that a test sees the same jitter every time.
 */
#ifndef HEARSAY_BASE_RNG_H
#define HEARSAY_BASE_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;
};

uint64_t rng_next(struct rng *);
double rng_unit(struct rng *); /* in [0, 1) */

#endif
