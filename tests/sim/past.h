/*
 * What lately happened to each site, and to the machine: told with a
 * violation, so that a run of years need not be made again to explain it.
 */
#ifndef HEARSAY_SIM_PAST_H
#define HEARSAY_SIM_PAST_H

#include "world.h"

void past_start(void); /* once the world is made */
void past_stop(void);

/* NULL is the machine: what happens to it is told of every site. */
void past_note(const struct site *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Into the run's log, the oldest first. */
void past_tell(const struct site *);

#endif
