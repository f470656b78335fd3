/* Track records: known quantiles, and that the intervals hold what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "judge/record.h"

static struct record of(size_t right, size_t partly, size_t wrong)
{
	return record_of(&(struct outcomes){right, partly, wrong, 0});
}

static void nothing_resolved_is_wide(void **state)
{
	struct record r = of(0, 0, 0);

	(void)state;
	assert_int_equal(r.resolved, 0);
	assert_float_equal(r.mean, 0.5, 1e-9);
	/* Beta(2,2) below x is 3x^2 - 2x^3: 0.05 at 0.13535 */
	assert_float_equal(r.low, 0.13535, 1e-4);
	assert_float_equal(r.high, 1 - 0.13535, 1e-4);
}

static void known_quantiles(void **state)
{
	struct record r = of(8, 0, 0);

	(void)state;
	/* Beta(10,2) below x is 11x^10 - 10x^11 */
	assert_float_equal(r.mean, 10.0 / 12, 1e-9);
	assert_float_equal(r.low, 0.63564, 1e-4);
	assert_float_equal(r.high, 0.96668, 1e-4);
}

static void a_partly_right_one_is_half_of_each(void **state)
{
	struct record halves = of(0, 2, 0), whole = of(1, 0, 1);

	(void)state;
	assert_float_equal(halves.mean, whole.mean, 1e-12);
	assert_float_equal(halves.low, whole.low, 1e-12);
	assert_int_equal(halves.resolved, 2);
}

static void more_outcomes_narrow_it(void **state)
{
	double width = 1;

	(void)state;
	for (size_t n = 0; n <= 4000; n = n * 2 + 1) {
		struct record r = of(3 * n, 0, n);

		assert_true(r.low < r.mean && r.mean < r.high);
		assert_true(r.high - r.low < width);
		width = r.high - r.low;
	}
	assert_true(width < 0.02);
}

static void one_that_ran_out_is_half_wrong(void **state)
{
	struct record two = record_of(&(struct outcomes){4, 0, 0, 2});
	struct record whole = of(4, 0, 1);

	(void)state;
	assert_float_equal(two.mean, whole.mean, 1e-12);
	assert_float_equal(two.low, whole.low, 1e-12);
	assert_int_equal(two.resolved, 6);
}

/* Beta(2,2) is the middle one of three uniform draws. */
static double draw_share(struct rng *rng)
{
	double a = rng_unit(rng), b = rng_unit(rng), c = rng_unit(rng);
	double low = a < b ? a : b, high = a < b ? b : a;

	return c < low ? low : c > high ? high : c;
}

/* Shares drawn from the prior lie within the interval nine times in ten. */
static void intervals_cover_nine_in_ten(void **state)
{
	struct rng rng = {.state = 7};
	int inside = 0, rounds = 4000;

	(void)state;
	for (int i = 0; i < rounds; i++) {
		double truth = draw_share(&rng);
		size_t right = 0, n = (size_t)(rng_unit(&rng) * 30);
		struct record r;

		for (size_t k = 0; k < n; k++)
			right += rng_unit(&rng) < truth;
		r = of(right, 0, n - right);
		inside += r.low <= truth && truth <= r.high;
	}
	assert_in_range(inside, rounds * 87 / 100, rounds * 95 / 100);
}

/*
 * A tipster's rumors fall to vendors unevenly, and each vendor has a share of
 * its own: whatever the size of a row, down to one rumor, the interval holds
 * what it says. One in ten comes true in part.
 */
#define VENDORS	 6
#define ROW_MOST 8 /* settled rumors of a row that is counted as small */

static size_t vendor_of(struct rng *rng)
{
	size_t v = 0;

	while (v + 1 < VENDORS && rng_unit(rng) < 0.55)
		v++;
	return v;
}

static void tell(struct rng *rng, double truth, struct outcomes *o)
{
	bool partly = rng_unit(rng) < 0.1;

	if (partly)
		o->partly++;
	else if (rng_unit(rng) < truth)
		o->right++;
	else
		o->wrong++;
}

static void small_rows_cover_nine_in_ten(void **state)
{
	struct rng rng = {.state = 11};
	int inside[ROW_MOST + 1] = {0}, rows[ROW_MOST + 1] = {0};

	(void)state;
	for (int i = 0; i < 12000; i++) {
		struct outcomes o[VENDORS] = {{0}};
		double truth[VENDORS];
		size_t n = 4 + (size_t)(rng_unit(&rng) * 20);

		for (size_t v = 0; v < VENDORS; v++)
			truth[v] = draw_share(&rng);
		while (n--) {
			size_t v = vendor_of(&rng);

			tell(&rng, truth[v], &o[v]);
		}
		for (size_t v = 0; v < VENDORS; v++) {
			struct record r = record_of(&o[v]);
			/* Of one that is half right, half comes true. */
			double share = truth[v] * 0.9 + 0.05;

			if (r.resolved > ROW_MOST)
				continue;
			rows[r.resolved]++;
			inside[r.resolved] += r.low <= share && share <= r.high;
		}
	}
	for (int n = 1; n <= ROW_MOST; n++) {
		assert_true(rows[n] > 1000);
		assert_in_range(
		    inside[n], rows[n] * 87 / 100, rows[n] * 95 / 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_resolved_is_wide),
	    cmocka_unit_test(known_quantiles),
	    cmocka_unit_test(a_partly_right_one_is_half_of_each),
	    cmocka_unit_test(more_outcomes_narrow_it),
	    cmocka_unit_test(one_that_ran_out_is_half_wrong),
	    cmocka_unit_test(intervals_cover_nine_in_ten),
	    cmocka_unit_test(small_rows_cover_nine_in_ten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
