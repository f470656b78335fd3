/* Track records: known quantiles, and that the intervals hold what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "judge/record.h"

static void nothing_resolved_is_wide(void **state)
{
	struct record r = record_of(0, 0, 0);

	(void)state;
	assert_int_equal(r.resolved, 0);
	assert_float_equal(r.mean, 0.5, 1e-9);
	/* Beta(2,2) below x is 3x^2 - 2x^3: 0.05 at 0.13535 */
	assert_float_equal(r.low, 0.13535, 1e-4);
	assert_float_equal(r.high, 1 - 0.13535, 1e-4);
}

static void known_quantiles(void **state)
{
	struct record r = record_of(8, 0, 0);

	(void)state;
	/* Beta(10,2) below x is 11x^10 - 10x^11 */
	assert_float_equal(r.mean, 10.0 / 12, 1e-9);
	assert_float_equal(r.low, 0.63564, 1e-4);
	assert_float_equal(r.high, 0.96668, 1e-4);
}

static void a_partly_right_one_is_half_of_each(void **state)
{
	struct record halves = record_of(0, 2, 0), whole = record_of(1, 0, 1);

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
		struct record r = record_of(3 * n, 0, n);

		assert_true(r.low < r.mean && r.mean < r.high);
		assert_true(r.high - r.low < width);
		width = r.high - r.low;
	}
	assert_true(width < 0.02);
}

/* Shares drawn from the prior lie within the interval nine times in ten. */
static void intervals_cover_nine_in_ten(void **state)
{
	struct rng rng = {.state = 7};
	int inside = 0, rounds = 4000;

	(void)state;
	for (int i = 0; i < rounds; i++) {
		double u[3], truth;
		size_t right = 0, n = (size_t)(rng_unit(&rng) * 30);
		struct record r;

		/* Beta(2,2) is the middle one of three uniform draws. */
		for (int k = 0; k < 3; k++)
			u[k] = rng_unit(&rng);
		truth = u[0] + u[1] + u[2];
		truth -= u[0] > u[1] ? (u[0] > u[2] ? u[0] : u[2])
				     : (u[1] > u[2] ? u[1] : u[2]);
		truth -= u[0] < u[1] ? (u[0] < u[2] ? u[0] : u[2])
				     : (u[1] < u[2] ? u[1] : u[2]);
		for (size_t k = 0; k < n; k++)
			right += rng_unit(&rng) < truth;
		r = record_of(right, 0, n - right);
		inside += r.low <= truth && truth <= r.high;
	}
	assert_in_range(inside, rounds * 87 / 100, rounds * 95 / 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_resolved_is_wide),
	    cmocka_unit_test(known_quantiles),
	    cmocka_unit_test(a_partly_right_one_is_half_of_each),
	    cmocka_unit_test(more_outcomes_narrow_it),
	    cmocka_unit_test(intervals_cover_nine_in_ten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
