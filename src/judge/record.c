/* Track records; the quantiles come from the incomplete beta function. */
#include "judge/record.h"

#include <math.h>

#define PRIOR	     2.0
#define LOW_QUANTILE 0.05

/* The continued fraction of I_x(a, b), by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), h, step;

	d = 1 / (fabs(d) < tiny ? tiny : d);
	h = d;
	for (int m = 1; m <= 500; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			     ((a + 2 * m) * (a + 2 * m + 1));

		d = 1 + even * d;
		c = 1 + even / c;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		h *= d * (fabs(c) < tiny ? tiny : c);
		d = 1 + odd * d;
		c = 1 + odd / c;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		step = d * (fabs(c) < tiny ? tiny : c);
		h *= step;
		if (fabs(step - 1) < 1e-13)
			break;
	}
	return h;
}

/* The share of Beta(a, b) below x. */
static double beta_below(double a, double b, double x)
{
	double front;

	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	front = exp(
	    lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

static double beta_quantile(double a, double b, double share)
{
	double low = 0, high = 1, mid = 0.5;

	for (int i = 0; i < 60; i++) {
		mid = (low + high) / 2;
		if (beta_below(a, b, mid) < share)
			low = mid;
		else
			high = mid;
	}
	return mid;
}

struct record record_of(const struct outcomes *o)
{
	double halves = (double)o->partly / 2;
	double a = PRIOR + (double)o->right + halves;
	double b = PRIOR + (double)o->wrong + halves + (double)o->expired / 2;

	return (struct record){
	    .mean = a / (a + b),
	    .low = beta_quantile(a, b, LOW_QUANTILE),
	    .high = beta_quantile(a, b, 1 - LOW_QUANTILE),
	    .resolved = o->right + o->partly + o->wrong + o->expired,
	};
}
