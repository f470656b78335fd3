/*
 * Taking in a whole list of feeds: each is looked at by itself, and those
 * that are new and good are stored together or not at all. Nothing is
 * fetched: they are polled like any other, spread over time.
 */
#ifndef HEARSAY_CORE_FEEDIMPORT_H
#define HEARSAY_CORE_FEEDIMPORT_H

#include "core/visit.h"

/* POST /v1/feeds/import and GET /v1/feeds.opml: see doc/protocol.md. */
int feedimport(struct visit *);
int feedexport(struct visit *);

#endif
