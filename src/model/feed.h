/*
 * A feed as it is polled: its address, what the server said last, and when
 * it is due. The state survives restart; it commits together with the items
 * of the reply that changed it. Times are wall seconds, 0 for never.
 */
#ifndef HEARSAY_MODEL_FEED_H
#define HEARSAY_MODEL_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "model/source.h"

/* How the last poll went: what `hearsay feeds` shows. */
enum feed_state {
	FEED_NEW,	 /* never polled */
	FEED_OK,	 /* a feed, new or unchanged */
	FEED_FAILING,	 /* DNS, TLS, connect, 5xx, time-out */
	FEED_NOT_A_FEED, /* a 200 that is something else */
	FEED_REFUSED,	 /* 401, 403, 404 */
	FEED_LIMITED,	 /* 429 or 503 with a pause */
	FEED_GONE,	 /* 410: stopped for good */
	FEED_STALE,	 /* a feed whose newest item is very old */
};

struct validators {
	char *etag;	     /* byte for byte, or NULL */
	char *last_modified; /* byte for byte, or NULL */
};

/*
 * What the feed's own documents say of their rhythm: kept, so that a 304 or
 * the same body again is scheduled by it too (polling rules 12 and 13).
 */
struct feed_hints {
	int64_t ttl_s;	      /* channel/ttl; 0: none */
	int64_t update_s;     /* sy:updatePeriod / updateFrequency; 0: none */
	uint32_t skip_hours;  /* bit h: hour h, UTC */
	uint32_t skip_days;   /* bit d: day d, 0 Sunday */
	int64_t rhythm_s;     /* mean gap of its latest items; 0: unknown */
	int64_t median_gap_s; /* between two of them; 0: unknown */
};

/*
 * One request and what came of it, as it is remembered: the last
 * FEED_ANSWERS of each feed.
 */
#define FEED_ANSWERS 10

struct feed_answer {
	int64_t at;
	int status;	   /* HTTP; 0: no answer of it */
	int64_t bytes;	   /* of the document, decompressed; 0: none came */
	int64_t new_items; /* or revised */
	int64_t took_ms;   /* from asking to the answer */
	const char *error; /* why it was not well, or NULL */
};

struct feed {
	int64_t id;
	struct source source;
	char *url; /* as configured, or as moved (rule 25) */
	struct validators validators;
	struct feed_hints hints;
	uint64_t body_hash; /* of the last body that was a feed; 0 none */
	enum feed_state state;
	char *state_reason;    /* of a failure: words for the operator */
	int64_t polled_at;     /* the last request, whatever its answer */
	int64_t succeeded_at;  /* the last 200 or 304 */
	int64_t failing_since; /* 0 while it is well */
	int64_t due_at;	       /* the next request */
	char *due_reason;      /* why then: "max-age 3600" */
	int64_t paused_until;  /* 0: not paused */
	char *pause_reason;    /* "HTTP 429: Retry-After 7200 s" */
	unsigned answers;      /* requests that were answered, or failed */
	unsigned failures;     /* in a row */
	int64_t newest_item_at;
	int64_t interval_s; /* configured; 0: the default */
	int last_status;    /* HTTP status, 0 where there was none */
	char *moved_to;	    /* a permanent redirect seen, not yet believed */
	int64_t moved_first_at; /* when it was first seen */
	char *hub;		/* kept for WebSub, or NULL */
	bool sitemap;		/* what it was last, or by its name */
	bool fulltext;		/* configured: read the pages of its entries */
	/* The user's word. folder and place are shared, like source. */
	const char *place;  /* "file:line" of its section, or NULL */
	int64_t added_at;   /* by command; 0: a file has it */
	const char *folder; /* names, outermost first, one a line; or NULL */
	int64_t held_at;    /* paused by command; 0: it is not */
	int64_t held_until; /* 0: until it is resumed */
};

/* Whether the user's own pause is on. */
bool feed_is_held(const struct feed *, int64_t now);

const char *feed_state_name(enum feed_state); /* "ok", "not-a-feed" ... */
int feed_state_parse(const char *name, enum feed_state *);
/* Copies the feed with strings of its own; source is shared. */
void feed_copy(struct feed *to, const struct feed *from);
void feed_release(struct feed *); /* frees the char * members; not source */

#endif
