/*
 * Two times, both injected. The wall clock (seconds since 1970, UTC) is the
 * clock of policy: when a feed is due, what a claim's window means, when a
 * digest goes out; tests step it. The monotonic clock (milliseconds since
 * some start) is for time-outs of real input and output, and is always real.
 */
#ifndef HEARSAY_BASE_CLOCK_H
#define HEARSAY_BASE_CLOCK_H

#include <stdint.h>

#include "base/err.h"

struct clock {
	const char *step_file; /* NULL: the system's clock */
	int64_t stepped_at;    /* what step_file said last */
};

/*
 * With step_file set the wall clock is the decimal number of seconds in that
 * file, as it was when clock_step() read it last. 0, or -1 with the reason.
 */
int clock_init(struct clock *, const char *step_file, struct err *);
int clock_step(struct clock *, struct err *);

int64_t clock_wall(const struct clock *);
int64_t clock_mono_ms(void);

#endif
