/*
 * What the tests of polling without a net share: a store, a stepped clock, and
 * feeds that are never asked, since the loop does not run.
 */
#ifndef HEARSAY_TESTS_POLLFIX_H
#define HEARSAY_TESTS_POLLFIX_H

#include "base/clock.h"
#include "base/rng.h"
#include "core/poll.h"
#include "storefix.h"

struct fix {
	struct storefix *s;
	struct event_base *base;
	struct clock clock;
	struct rng rng;
	struct poll *poll;
};

/* With the feeds of the configuration; *state is a struct fix then. */
int pollfix_setup(void **state, const struct config *);
int pollfix_teardown(void **state);
/* Polling as after a start; the one before is freed by the test. */
struct poll *pollfix_new(struct fix *);

#endif
