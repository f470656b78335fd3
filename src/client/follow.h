/*
 * Following the daemon's stream of events (text/event-stream): a blocking
 * read, one event at a time. Where the connection ends it is made again, and
 * goes on behind the last event that was seen.
 */
#ifndef HEARSAY_CLIENT_FOLLOW_H
#define HEARSAY_CLIENT_FOLLOW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct followed {
	int64_t id;
	const char *kind; /* "rumor-settled"; "ready": the stream stands */
	const char *data; /* the event as JSON, on one line */
	const json_t *event;
};

/*
 * Calls for each event behind `after` (-1: from now on; 0: from the first on)
 * until `each` returns false, or deadline (monotonic seconds, 0: none) has
 * come. EXIT_OK after either; EXIT_UNREACHABLE, and why on standard error,
 * where there is no daemon and none comes back within some seconds.
 */
int follow(int64_t after, int64_t deadline,
    bool (*each)(void *arg, const struct followed *), void *arg);

/* Monotonic seconds. */
int64_t follow_now(void);

#endif
