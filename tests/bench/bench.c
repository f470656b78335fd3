/* What the benches share. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double bench_wall_s(void)
{
	return seconds(CLOCK_MONOTONIC);
}

double bench_cpu_s(void)
{
	return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return v[n / 2];
}

void bench_print(const struct bench_row *r)
{
	double ratio = r->ours / r->theirs;
	bool met = r->fewer ? ratio <= r->goal : ratio >= r->goal;
	char goal[40] = "";

	if (r->goal > 0)
		snprintf(goal, sizeof(goal), "%s %.2f: %s",
		    r->fewer ? "at most" : "at least", r->goal,
		    met ? "met" : "MISSED");
	printf("%s\t%.4g %s\t%s\t%.4g %s\t%.2f\t%s\n", r->what, r->ours,
	    r->unit, r->against, r->theirs, r->unit, ratio, goal);
	fflush(stdout);
}

void bench_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static unsigned draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

/* Word number n of a language that has few short words and many long ones. */
static int put_word(char *to, size_t room, unsigned n)
{
	static const char *const syllables[] = {"la", "men", "to", "ri", "shan",
	    "ber", "ko", "ul", "ves", "in", "da", "pro", "ne", "gar", "mi",
	    "sto"};
	size_t at = 0;

	do {
		at += (size_t)snprintf(
		    to + at, room - at, "%s", syllables[n % 16]);
		n /= 16;
	} while (n && at + 8 < room);
	return (int)at;
}

/* What cues are found in: one sentence in eight. */
static const char *const told[] = {
    "According to Night Lamp, Lantern OS 4 may be called Glow. ",
    "The company has not said a word about it. ",
    "It is expected to be announced next week, with three phones. ",
    "A spokesperson of Lantern said that the name is not decided. ",
    "Beta 3 of version 6.1.2 is out for those who signed up. ",
    "The leak shows a new lock screen and a list of devices. ",
    "消息称，新系统将于下周发布，首批适配三款机型。",
    "官方表示，名称尚未确定，请以正式公告为准。",
};

static size_t put_sentence(
    char *to, size_t room, unsigned topic, unsigned *seed, bool cues)
{
	size_t at = 0;
	unsigned words = 6 + draw(seed, 10), n;

	if (cues && draw(seed, 8) == 0)
		return (size_t)snprintf(to, room, "%s", told[draw(seed, 8)]);
	for (unsigned i = 0; i < words; i++) {
		n = draw(seed, 4) ? draw(seed, 1u << (2 + draw(seed, 13)))
				  : 40000 + topic * 16 + draw(seed, 16);
		at += (size_t)put_word(to + at, 24, n);
		to[at++] = ' ';
	}
	at--;
	at += (size_t)snprintf(to + at, room - at, ". ");
	return at;
}

/*
 * A few words make most of the text, as in life; one word in four is of the
 * topic, which three seeds in a row share.
 */
static const char *write_text(char *to, size_t bytes, unsigned seed, bool cues)
{
	unsigned topic = seed / 3;
	size_t at = 0;

	seed = seed * 2654435761u + 1;
	while (at + 400 < bytes)
		at += put_sentence(to + at, bytes - at, topic, &seed, cues);
	to[at] = '\0';
	return to;
}

const char *bench_text(char *to, size_t bytes, unsigned seed)
{
	return write_text(to, bytes, seed, true);
}

const char *bench_plain_text(char *to, size_t bytes, unsigned seed)
{
	return write_text(to, bytes, seed, false);
}
