/*
 * Adding a feed by its own address or by that of a site that has one: from
 * the command to its answer. The address is fetched once; where a feed comes,
 * that answer is its first poll. A page is read in the parse role, and the
 * one feed that it names is taken; where it names none, the usual places are
 * asked, each once. Requests keep the gap of their host.
 */
#ifndef HEARSAY_CORE_FEEDADD_H
#define HEARSAY_CORE_FEEDADD_H

#include "core/feedlist.h"
#include "core/server.h"

struct daemon;

/*
 * Answers the request, now or later: returns a status or REQUEST_LATER.
 * pick: of the feeds that a page names, from 1; 0: the user has not chosen.
 */
int feedadd(
    struct daemon *, struct request *, const struct feed_words *, int64_t pick);
/* The same, but nothing is stored: what is there is told. */
int feedadd_find(struct daemon *, struct request *, const char *url);

/* All that are on their way end with an error. */
void feedadd_stop(struct daemon *);

#endif
