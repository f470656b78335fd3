/*
 * Simulated time: the program's own clock_gettime(), time(), epoll_wait() and
 * timerfds stand before libc's, so that everything in the process, libevent
 * included, lives by them. While the loop has something to do no time passes;
 * where it would wait, the clock steps to the next thing that was set: a timer
 * of the loop, a timerfd, or an entry of the agenda. A run is the same each
 * time.
 *
 * True time goes on evenly and is what the world lives by; the wall clock is
 * what the daemon's machine believes, and is off where it was set wrong.
 */
#ifndef HEARSAY_SIM_SIMTIME_H
#define HEARSAY_SIM_SIMTIME_H

#include <stdint.h>

void simtime_start(int64_t wall, uint64_t seed);

int64_t simtime_true(void);    /* seconds since 1970 */
int64_t simtime_true_ms(void); /* the same, finer */
int64_t simtime_wall(void);
int64_t simtime_off(void); /* how far the wall clock is ahead of true time */

/* Somebody sets the wall clock; who waits by it is told. */
void simtime_set_off(int64_t seconds);

/* The machine is off: time passes, and nothing happens. */
void simtime_pass(int64_t seconds);

/*
 * Called from within the loop's waiting, when true time has come to what it
 * returned last; 0 is never.
 */
void simtime_agenda(int64_t (*)(void));

double simtime_real_s(void); /* the real clock, for telling how long it took */

#endif
