/*
 * What the benches share. Each prints rows of six columns with tabs between:
 * what, how much, against what, how much that is, the ratio of the two, and
 * the goal for it. tests/bench/run.sh makes a table of them.
 *
 * Ours and its peer run in turns, so that whatever else the machine does
 * falls on both; the median of the turns counts.
 */
#ifndef HEARSAY_TESTS_BENCH_H
#define HEARSAY_TESTS_BENCH_H

#include <stddef.h>

#define BENCH_TURNS 5

double bench_wall_s(void);
double bench_cpu_s(void); /* of this process */
double bench_median(double *v, size_t n);

struct bench_row {
	const char *what, *unit;
	double ours;
	const char *against; /* the peer or the limit of the same run */
	double theirs;
	double goal; /* of the ratio; 0: it is told for comparison */
	bool fewer;  /* the ratio is to stay below the goal */
};

void bench_print(const struct bench_row *);

/* Ends the bench with a message. */
_Noreturn void bench_fail(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * Text of at most so many bytes (and at least 400 fewer); the same seed gives
 * the same text, and three seeds in a row the same topic.
 */
const char *bench_text(char *to, size_t bytes, unsigned seed);
/* The same without a sentence that claims something. */
const char *bench_plain_text(char *to, size_t bytes, unsigned seed);

#endif
