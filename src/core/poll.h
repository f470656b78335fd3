/*
 * Polling: which feed is asked when, and how many at once. It keeps the
 * feeds of the configuration with their state; what becomes of an answer is
 * the pipeline's.
 *
 * One request a URL however many feeds have it, one at a time to a host with
 * a gap between two, and a cap over all. A feed that is being asked, or whose
 * answer is being judged, is in no queue: it comes back by poll_done().
 */
#ifndef HEARSAY_CORE_POLL_H
#define HEARSAY_CORE_POLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/heap.h"
#include "base/rng.h"
#include "core/config.h"
#include "ipc/child.h"
#include "ipc/message.h"
#include "model/feed.h"
#include "store/store.h"

struct event_base;
struct poll;
struct host;

struct polled {
	struct heap_node node; /* by due time; first member */
	struct feed feed;
	struct arena strings; /* of feed.source */
	char *configured_url;
	struct host *host; /* of feed.url, and that url's hash */
	uint64_t url_key;
	bool busy;	  /* asked, or its answer is being judged */
	bool ready;	  /* due; waits for its host or a place */
	bool wanted;	  /* ready by a command, due or not */
	bool retired;	  /* not in the configuration any more */
	bool readdressed; /* its url changed while it was busy */
	bool listed;	  /* in the configuration that is being taken over */
	bool lost;	  /* its last request got lost with net */
	bool clearing, cleared; /* of a sitemap: see clear */
	char *refusal;		/* what its site's robots.txt said, or NULL */
};

/* One request, for all feeds with its URL. */
struct poll_job {
	struct poll_job *next, **link; /* of those that are not done */
	struct poll *poll;
	struct host *host;
	struct polled **feeds;
	size_t count;
	bool asking;		   /* the host is still held */
	int64_t asked_ms, took_ms; /* monotonic; until the answer came */
	/* Called at the end, once the feeds are stored; or NULL. */
	void (*done)(void *arg);
	void *arg;
};

struct poll_setup {
	struct event_base *base;
	const struct clock *clock;
	struct rng *rng;
	struct store *store;
	struct child *net;
	/*
	 * Takes an answer; reply is NULL where net died, why says how. It
	 * ends with one poll_done(), later or at once.
	 */
	void (*answered)(void *arg, struct poll_job *,
	    const struct fetch_reply *reply, const char *why);
	/*
	 * A sitemap is for robots: before each request its site's robots.txt
	 * is asked. done is called once, at once or later, with words where
	 * it does not allow that; refused takes the job that came to nothing.
	 * NULL: sitemaps are asked for as feeds are.
	 */
	void (*clear)(void *arg, const char *url,
	    void (*done)(void *, const char *refusal), void *done_arg);
	void (*refused)(void *arg, struct poll_job *, const char *refusal);
	/* May another request be made, or is too much waiting already? */
	bool (*may_ask)(void *arg);
	void *arg;
};

struct poll *poll_new(const struct poll_setup *);
void poll_free(struct poll *);

/*
 * Takes over the feeds of a configuration: new ones are made in the store,
 * missing ones retired there, known ones keep their state. At start first
 * polls are spread; at a reload only those of new feeds are. Where the store
 * fails the list stays as it was.
 */
int poll_configure(struct poll *, const struct config *, struct err *);

/* The job's feeds are stored: they are queued by their new due times. */
void poll_done(struct poll_job *);

/* Rule 18: every other feed of a public host waits too, and is saved. */
int poll_pause_host(
    struct poll *, const struct feed *, const char *why, struct err *);

/*
 * Takes in feeds beside those of the configuration: all of them or, where
 * the store fails, none. Each slug must be free. First polls are spread.
 */
int poll_add(struct poll *, const struct config_feed *, size_t n,
    int64_t spread_s, struct err *);
/* One that a command added goes; its items stay. */
int poll_remove(struct poll *, const struct polled *, struct err *);
/* The user's own pause, up to a time or (0) until it is resumed. */
int poll_hold(
    struct poll *, const struct polled *, int64_t until, struct err *);
int poll_unhold(struct poll *, const struct polled *, struct err *);

/* The feed of that slug, of that id, or NULL. */
const struct polled *poll_find(const struct poll *, const char *slug);
const struct polled *poll_find_id(const struct poll *, int64_t id);

/*
 * An answer for the feed came by an errand: it is taken as if the feed had
 * been asked for it. For one that is not busy.
 */
struct poll_job *poll_adopt(struct poll *, const struct polled *);

/*
 * Fetches what is no feed, when its host is free and its gap is over. done is
 * called once; reply is NULL where net died, why says how. at_once: somebody
 * waits for it, so it goes before the feeds of the host.
 */
typedef void poll_errand_done(
    void *arg, const struct fetch_reply *, const char *why);
void poll_errand(struct poll *, const struct fetch_request *, bool at_once,
    poll_errand_done *, void *arg);
/* Till when the address's host wants no request (rule 18); 0: it takes one. */
int64_t poll_host_paused(const struct poll *, const char *url);

/* Something ended that had held up requests. */
void poll_resume(struct poll *);
void poll_stepped(struct poll *); /* the stepped clock was read again */
/* The clock is right, and was not: see schedule_bring_back(). */
int poll_bring_back(struct poll *, struct err *);

enum poll_now {
	POLL_NOW_OK,
	POLL_NOW_UNKNOWN,
	POLL_NOW_BUSY,
	POLL_NOW_TOO_SOON,
	POLL_NOW_HELD, /* the user's own pause */
};
/* By an operator's command; obeys the floor. from: when it may be asked. */
enum poll_now poll_now(struct poll *, const char *slug, int64_t *from);

const struct schedule_policy *poll_policy(const struct poll *);
size_t poll_count(const struct poll *);
const struct polled *poll_feed(const struct poll *, size_t index);
size_t poll_asking(const struct poll *);   /* requests under way */
int64_t poll_next_at(const struct poll *); /* 0: none */
/* Feeds that are due, being asked, or whose answer is being judged. */
size_t poll_busy(const struct poll *);

#endif
