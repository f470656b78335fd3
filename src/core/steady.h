/*
 * A wrong clock. While nothing tells which of two times is right, what a
 * clock set is left as it is: a machine may start with its clock behind, and
 * be set right a minute later. Once the clock has gone on for half a day
 * without being set, it is taken to be right: what lies further ahead than it
 * could have set was set by a wrong one, and is brought back, so that no feed,
 * digest or mail waits until then.
 */
#ifndef HEARSAY_CORE_STEADY_H
#define HEARSAY_CORE_STEADY_H

struct daemon;
struct steady;

struct steady *steady_new(struct daemon *);
void steady_free(struct steady *);

/*
 * The latest time that is sure: now, where the clock is taken to be right;
 * else what it was, or what the feeds were last asked at, and what has passed
 * since. What is forgotten by age is forgotten by this.
 */
int64_t steady_sure(const struct steady *);

#endif
