/*
 * What the simulation is told and what it counts. The parts: simtime (the
 * clock), simchild (the children's place), world (the sites, and mail's and
 * web hooks' servers), posts and prose (what sites publish), polite (what a
 * request must keep to), past (what came before a violation), ledger (what the
 * database must say), years (the run).
 */
#ifndef HEARSAY_SIM_SIM_H
#define HEARSAY_SIM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rng.h"

#define MINUTE INT64_C(60)
#define HOUR   INT64_C(3600)
#define DAY    INT64_C(86400)

struct sim_options {
	size_t feeds;
	int64_t start, days, keep_s;
	uint64_t seed;
	const char *dir; /* the database, the configuration, the log */
	const char *etc; /* where the lexicon is */
	double rough;	 /* so many times as often as else all goes wrong */
	const char *log; /* level of the daemon's log */
	bool verbose;	 /* tell of the world's troubles too */
};

struct sim_counts {
	size_t fetches, fresh, unchanged, refused, failed, pages;
	size_t delivered; /* posts that an answer held for the first time */
	size_t mails, mails_refused, hooks, hooks_refused;
	size_t troubles, moves, new_guids, deaths, net_deaths;
	size_t jumps, starts, reloads;
	size_t violations;
};

extern struct sim_options sim;
extern struct sim_counts counts;

/* Tells it with the simulated time, and counts it. */
void violation(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What is behind the last violation. */
void explain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The daemon has been up, with its clock right, since then; 0: it is not. */
int64_t sim_settled_since(void);

/* --- chance --- */

uint64_t hash_of(uint64_t a, uint64_t b); /* of the seed, a and b */
size_t draw(struct rng *, size_t below);
int64_t draw_between(struct rng *, int64_t least, int64_t most);
/* A wait with that mean, at least a second. */
int64_t draw_wait(struct rng *, double mean_s);
bool chance(struct rng *, double of_one);

#endif
