/*
 * Inner header of poll.c (the queue), pollhosts.c (whose turn it is),
 * polllist.c (which feeds) and errand.c (requests for what is no feed). What
 * others may know is in poll.h.
 */
#ifndef HEARSAY_CORE_POLLING_H
#define HEARSAY_CORE_POLLING_H

#include "base/map.h"
#include "core/alarm.h"
#include "core/poll.h"
#include "core/schedule.h"

struct event;

struct host {
	bool busy;
	int64_t free_at_ms; /* monotonic: the gap after the last request */
};

struct poll {
	struct poll_setup setup;
	struct schedule_policy policy;
	int64_t min_gap_ms;
	size_t max_connections;
	struct polled **feeds; /* by slug */
	size_t count;
	struct heap due;
	struct polled **ready; /* in order of becoming due */
	size_t ready_count, ready_cap;
	struct map hosts;	/* name: struct host */
	struct errand *errands; /* in order of asking */
	struct poll_job *jobs;	/* that are not done */
	size_t asking, busy;
	struct alarm *alarm; /* the first of due */
	struct event *go;    /* asks what may be asked, from the loop */
	struct event *gap;   /* the first host's gap ends */
};

/* --- pollhosts.c --- */

struct host *host_find(struct poll *, const char *url); /* made if need be */
/* Is it this host's turn? Where its gap is what holds, that is noted. */
bool host_may_be_asked(const struct poll *, const struct host *, int64_t now_ms,
    int64_t *first_gap);
/* Its request has ended: the gap begins, and others may be asked. */
void host_release(struct poll *, struct host *);

/*
 * What hosts asked for as it is stored, while feeds are taken over: a feed
 * that gets another address, and one that is not in memory, count too.
 */
struct host_pauses {
	struct arena arena;
	int64_t now;
	struct feed_pause *v;
	size_t n;
};
/* The arena is the caller's to free, whatever it returns. */
int host_pauses_read(struct poll *, struct host_pauses *, struct err *);
int64_t host_paused(struct host_pauses *, const char *url); /* 0: it is not */

/* --- polllist.c --- */

struct polled *polled_find(const struct poll *, const char *slug);
/* What a caller got to look at, as our own. */
struct polled *polled_own(struct poll *, const struct polled *);
/*
 * An answer from the old address came after a reload gave it a new one: it is
 * asked there, and the store forgets what the other answered.
 */
int polled_readdress(struct poll *, struct polled *, struct err *);
void polled_free(struct poll *, struct polled *);

/* --- poll.c --- */

void poll_know_address(struct poll *, struct polled *);
void poll_enqueue(struct poll *, struct polled *);
/* Out of every queue; it may come back by poll_enqueue(). */
void poll_dequeue(struct poll *, struct polled *);
void poll_look_later(struct poll *); /* after the queue has changed */

/* --- errand.c --- */

/* Those whose host is free; at_once tells which kind. */
void errands_run(
    struct poll *, bool at_once, int64_t now_ms, int64_t *first_gap);
void errands_free(struct poll *);

#endif
