/*
 * When a feed is asked next: pure functions of what it said, the policy, the
 * time and the jitter's generator. The numbers in schedule.c and its test
 * are those of doc/polling.md.
 *
 * Nothing here ever makes a request come sooner than the floor after the
 * last one, and no failure lasts for good: only 410 stops a feed.
 */
#ifndef HEARSAY_CORE_SCHEDULE_H
#define HEARSAY_CORE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"
#include "model/doc.h"
#include "model/feed.h"

struct schedule_policy {
	int64_t interval_s, floor_s, ceiling_s;
	int64_t stale_after_s; /* a newest item older than this; 0: never */
};

/* What became of a request. */
enum poll_outcome {
	POLL_FRESH,	 /* 200 with a feed in it */
	POLL_UNCHANGED,	 /* 304, or the same bytes again */
	POLL_FAILED,	 /* DNS, TLS, connect, 5xx, time-out, cut short */
	POLL_NOT_A_FEED, /* 200 with something else in it */
	POLL_REFUSED,	 /* 401, 403, 404 and other 4xx */
	POLL_LIMITED,	 /* 429; 503 with a usable Retry-After */
	POLL_GONE,	 /* 410 */
	POLL_LOST,	 /* net died: says nothing of the feed */
};

struct poll_answer {
	enum poll_outcome outcome;
	int status;	   /* of HTTP; 0 where there was none */
	const char *error; /* words, for what is not well; or NULL */
	int64_t max_age_s; /* -1: none */
	int64_t age_s;
	const char *retry_after; /* the header, or NULL */
	const char *rate_limit_remaining, *rate_limit_reset;
};

/* The outcome of an HTTP status, before a 200's body is looked at. */
enum poll_outcome schedule_outcome(
    int status, const char *retry_after, int64_t now);

/*
 * Seconds to wait that a Retry-After asks for, in (0, INT64_MAX], or -1 for
 * one that asks for nothing: missing, 0, negative, in the past, garbage.
 */
int64_t schedule_retry_after(const char *value, int64_t now);

/*
 * Takes the answer into the feed's state: polled, succeeded, failing, paused,
 * due and why. True where a Retry-After beyond seven days was cut to that.
 */
bool schedule_answer(struct feed *, const struct schedule_policy *,
    const struct poll_answer *, int64_t now, struct rng *);

/* Another feed of its host was told to wait: it waits too (rule 18). */
void schedule_pause(struct feed *, int64_t until, const char *why);

/*
 * Takes validators as one pair: of a 200 both are replaced, and one that it
 * lacks is cleared; a 304 keeps what it does not carry (rules 3 to 5).
 */
void schedule_validators(
    struct feed *, int status, const char *etag, const char *last_modified);

/* What a document says of its own rhythm (rules 12 and 13). */
void schedule_hints(struct feed *, const struct doc *, int64_t now);

/*
 * Notes where a permanent redirect led; to is NULL where there was none.
 * True once it has been the same over three days: the feed then has the new
 * address and no validators, and *old is the former one, to be freed.
 */
bool schedule_moved(struct feed *, const char *to, int64_t now, char **old);

/* At start: due times are kept, and what is due by now is spread. */
void schedule_start(struct feed *, int64_t now, int64_t spread_s, struct rng *);

/*
 * May it be asked, its time having come? Not where the clock was set back
 * since, nor where it was set forward, or the machine slept, into what the
 * feed wants to be spared: then the feed is due later.
 */
bool schedule_is_due(struct feed *, int64_t now);

/*
 * The clock is known to be right: what lies further ahead than it could have
 * set was set by a wrong one (rule 35). True where that changed anything.
 * told_at: when its host asked for the pause, by the clock of then; a pause of
 * a wrong one is as long from now on. 0: not known.
 */
bool schedule_bring_back(struct feed *, const struct schedule_policy *,
    int64_t told_at, int64_t now);

/* May an operator's command poll it now? Else from when (rule 33). */
bool schedule_may_poll(const struct feed *, const struct schedule_policy *,
    int64_t now, int64_t *from);

#endif
