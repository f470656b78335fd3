/*
 * An alarm at a wall time. Between now and then nothing wakes: not for a
 * tick, not to look whether the clock was set; the kernel says so when it
 * was (timerfd, TFD_TIMER_CANCEL_ON_SET). Where policy's clock is a stepped
 * one, alarms ring only when alarm_stepped() is called.
 */
#ifndef HEARSAY_CORE_ALARM_H
#define HEARSAY_CORE_ALARM_H

#include <stdint.h>

#include "base/clock.h"

struct alarm;
struct event_base;

/* ring is called from the loop, never from alarm_set(). */
struct alarm *alarm_new(struct event_base *, const struct clock *,
    void (*ring)(void *arg), void *arg);
void alarm_free(struct alarm *);

/* Rings once at that time, soon where it is past; 0: does not ring. */
void alarm_set(struct alarm *, int64_t at);
void alarm_stepped(struct alarm *); /* the stepped clock was read again */

/* Somebody set the machine's clock, while the alarm is set to a time. */
void alarm_watch(struct alarm *, void (*was_set)(void *arg));

#endif
