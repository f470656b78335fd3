/*
 * Local time of a named zone, and when a digest is due by it. Pure functions
 * of the zone's rules; the process's own zone is left as it was.
 */
#ifndef HEARSAY_CORE_LOCALTIME_H
#define HEARSAY_CORE_LOCALTIME_H

#include <stdint.h>
#include <time.h>

#include "core/config.h"

/* The local time at that moment, and its offset from UTC in seconds. */
void localtime_in(const char *zone, int64_t at, struct tm *, long *offset_s);

/*
 * The first moment after `after`, or the last one up to and including
 * `upto`, at which a daily or weekly digest is due. Where the clock jumps
 * over the time of day it is due as much later; where the time comes twice,
 * it is due once. 0 for a digest at once.
 */
int64_t localtime_next(const struct config_digest *, int64_t after);
int64_t localtime_last(const struct config_digest *, int64_t upto);

#endif
