/* The middle of some numbers, by sorting them. */
#include "base/median.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *values, size_t n, double absent)
{
	if (!n)
		return absent;
	qsort(values, n, sizeof(*values), by_value);
	if (n % 2)
		return values[n / 2];
	return (values[n / 2 - 1] + values[n / 2]) / 2;
}
