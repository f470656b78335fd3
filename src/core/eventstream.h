/*
 * The log of events as a stream (text/event-stream, WHATWG HTML section 9.2):
 * each event that is committed goes at once to everybody who listens, in the
 * order of its id. A client that comes back says by Last-Event-ID which it
 * had, and misses nothing; one that reads too slowly is dropped, and may do
 * the same.
 */
#ifndef HEARSAY_CORE_EVENTSTREAM_H
#define HEARSAY_CORE_EVENTSTREAM_H

#include "core/server.h"
#include "store/store.h"

struct event_base;
struct eventstream;

struct eventstream *eventstream_new(struct event_base *, struct store *);
void eventstream_free(struct eventstream *); /* ends all of them */

/* Something was committed: what is new goes out in the next turn. */
void eventstream_wake(struct eventstream *);

/*
 * Makes the request a stream of what follows the event `after`; -1 for what
 * comes from now on. The status for the route to return.
 */
int eventstream_open(struct eventstream *, struct request *, int64_t after);

#endif
