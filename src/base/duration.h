/* Lengths of time as people write them, in files and on command lines. */
#ifndef HEARSAY_BASE_DURATION_H
#define HEARSAY_BASE_DURATION_H

#include <stdint.h>

/* "1h30min" in seconds, or -1. Units: s, min, h, d, w; "0" needs none. */
int64_t duration_parse(const char *);

#endif
