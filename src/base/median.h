/* The middle of some numbers. */
#ifndef HEARSAY_BASE_MEDIAN_H
#define HEARSAY_BASE_MEDIAN_H

#include <stddef.h>

/* Of n numbers, which it sorts; none: what `absent` says. */
double median(double *values, size_t n, double absent);

#endif
