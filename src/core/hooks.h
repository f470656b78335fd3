/*
 * Web hooks. The log of events is their outbox: each has its place in it,
 * which the store keeps, and is sent what stands behind it, one event at a
 * time and in order. "Told" is stored after a 2xx and not before, so that a
 * crash in between repeats one event under its own id at worst. A hook that
 * fails is tried again for as long as an event is news; one that answers 410,
 * or has failed for a year, is suspended until a reload.
 */
#ifndef HEARSAY_CORE_HOOKS_H
#define HEARSAY_CORE_HOOKS_H

#include "core/config.h"
#include "model/report.h"

struct daemon;
struct hooks;

/* The daemon's loop, clock, store, net and poll are there already. */
struct hooks *hooks_new(struct daemon *);
void hooks_free(struct hooks *); /* after net */

/*
 * The configuration is the caller's, and constant until the next call. A name
 * that is new begins at the end of the log; one that is not there any more is
 * forgotten.
 */
void hooks_configure(struct hooks *, const struct config *);
/* The operator's word that they are right again: all are tried at once. */
void hooks_resume(struct hooks *);

void hooks_wake(struct hooks *); /* something was committed */
void hooks_stepped(struct hooks *);

/* Counts them, and what the last failed try said (in the arena). */
void hooks_report(const struct hooks *, struct arena *, struct status_report *);

#endif
