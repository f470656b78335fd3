/*
 * What the routes of the sockets and of the web page have in common: the
 * request at hand, the row of a route in its table, and the answers that all
 * of them give alike.
 */
#ifndef HEARSAY_CORE_VISIT_H
#define HEARSAY_CORE_VISIT_H

#include "base/arena.h"
#include "base/err.h"
#include "core/server.h"
#include "model/report.h"
#include "store/store.h"
#include "view/view.h"

struct daemon;

/* What a route works with; name and id are what stands behind its prefix. */
struct visit {
	struct daemon *d;
	struct request *r;
	struct arena *arena; /* of this request */
	const char *name;
	int64_t id;
	struct err err;
};

enum route_tail {
	ROUTE_ALONE,
	ROUTE_WITH_ID,
	ROUTE_WITH_NAME,
	ROUTE_WITH_TEXT, /* a name that may hold a slash */
};

struct route {
	const char *prefix; /* "/v1/stories" */
	enum route_tail tail;
	const char *suffix; /* behind the name, or NULL */
	int (*answer)(struct visit *);
};

/* The status of the first route that fits; 404 where none does. */
struct routes {
	const struct route *rows;
	size_t count;
	bool pages; /* dressed as HTML, whatever the client accepts */
};
int visit_routes(struct daemon *, struct request *, const struct routes *,
    size_t table_count);

/* Answers with visit->err: the store failed. */
int visit_failed(struct visit *);
int visit_no_such(struct visit *, const char *what);
/* A line of text, or {"result": ...}; returns the status. */
int visit_done(struct visit *, int status, const char *text);

/*
 * What is answered is as stored: as JSON, or as the type that the request
 * has, it changes only with that. polls: with what is known of feeds too.
 */
void visit_told(struct visit *, bool polls);

/* The "limit" parameter; -1 where it is wrong, and then it is answered. */
int64_t visit_limit(struct visit *);

/*
 * The "behind" parameter, as the header Link of the page before gave it; the
 * list's beginning where there is none. -1 as above.
 */
int visit_cursor(struct visit *, struct cursor *);

/*
 * The "vendor" parameter as the lexicon calls it: "小米" is Xiaomi. NULL where
 * it is not there, or empty as a form leaves it.
 */
const char *visit_vendor(struct visit *);

/* The story, the rumor of visit->id, filled, in the dress that view gives. */
int visit_story(struct visit *, void (*view)(struct buf *, const struct dress *,
				    const struct story_report *));
int visit_rumor(struct visit *, void (*view)(struct buf *, const struct dress *,
				    const struct rumor_report *));

/*
 * Rumors as the filter wants them, with records and what is unverifiable;
 * -1 with visit->err.
 */
int visit_rumors(struct visit *, const struct rumor_filter *,
    struct rumor_row **, size_t *n);
/* The feeds as they are in memory: what is committed, and what is due. */
struct feed *visit_feeds(struct visit *, size_t *n);

/* Below a list that is empty: where its rows would come from. */
void visit_lead(struct visit *, enum lead_list, bool filtered);

/*
 * A status, "unsettled" or "settled" (NULL: any) for the filter; -1 where it
 * is none, and then it is answered.
 */
int visit_status(struct visit *, const char *status, struct rumor_filter *);

/* --- tipsters.c --- */

/*
 * By their records; where the parameters vendor or aspect say so, of those
 * rumors only. A status: 200, or what it is answered with already.
 */
int visit_tipsters(struct visit *, struct tipster_row **, size_t *n);
/*
 * One by name, alias or handle, in any case, with what they said behind a
 * place in that list. 404 names those that may be meant.
 */
int visit_tipster(struct visit *, const char *name, struct cursor behind,
    size_t limit, struct tipster_report *);

/* --- rulingroutes.c --- */

extern const struct routes ruling_reading, ruling_writing;

#endif
