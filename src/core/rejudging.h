/*
 * Judging what is stored again, after a change of rules or words: another
 * judge goes through all items in the order in which they were judged, in
 * slices between the events of the loop, with the numbers of stories and
 * rumors as they were and the rulings of users in force. Nothing changes
 * before it is told to: then what differs is written in one transaction.
 */
#ifndef HEARSAY_CORE_REJUDGING_H
#define HEARSAY_CORE_REJUDGING_H

#include "base/clock.h"
#include "base/err.h"
#include "judge/lexicon.h"
#include "model/report.h"
#include "store/store.h"

struct event_base;
struct judging;
struct rejudging;

struct rejudging_setup {
	struct event_base *base; /* NULL: rejudging_slice() is called */
	const struct clock *clock;
	struct store *store;
	struct judging *judging;
	void (*applied)(void *arg);
	void *arg;
};

struct rejudging *rejudging_new(const struct rejudging_setup *);
void rejudging_free(struct rejudging *);

/* Begins, unless it is at it; the lexicon must outlive it. */
void rejudging_start(struct rejudging *, const struct lexicon *);
/* Drops what was found: the lexicon or the rulings are others now. */
void rejudging_cancel(struct rejudging *, const char *why);
/*
 * Applies what was found, with what has come since then. -1: nothing has been
 * found yet.
 */
int rejudging_apply(struct rejudging *);

/* How far it is, and the difference; valid until the next slice. */
const struct rejudge_report *rejudging_report(struct rejudging *);

/* One slice of the work; false where there is none left. */
bool rejudging_slice(struct rejudging *);

#endif
