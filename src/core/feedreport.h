/*
 * Feeds for showing: their state as it is in memory (what is committed, and
 * what is due), with the answers that the store remembers.
 */
#ifndef HEARSAY_CORE_FEEDREPORT_H
#define HEARSAY_CORE_FEEDREPORT_H

#include "core/visit.h"

struct polled;

/* The feed without what its addresses have to log in with. */
struct feed feedreport_feed(struct arena *, const struct polled *);

/* All, by slug, in the visit's arena; -1 with visit->err. */
int feedreport_all(struct visit *, struct feed_report **, size_t *n);
/* The one of visit->name, a slug or a number; 1: there is none. */
int feedreport_one(struct visit *, struct feed_report *);

#endif
