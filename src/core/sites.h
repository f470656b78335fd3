/*
 * What the sites of pages ask for: robots.txt, fetched once a day where it is
 * needed, Crawl-delay, and pauses. Times are policy's.
 */
#ifndef HEARSAY_CORE_SITES_H
#define HEARSAY_CORE_SITES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "core/pipeline.h"
#include "core/poll.h"
#include "store/pages.h"

struct sites;

struct site {
	struct sites *sites;
	struct arena arena; /* of row */
	struct site_row row;
	bool busy;	 /* a page of it is under way */
	int64_t next_at; /* Crawl-delay: no page before that */
	bool asking;	 /* for robots.txt */
	struct site_waiter *waiters;
};

struct sites *sites_new(
    const struct clock *, struct store *, struct poll *, struct pipeline *);
void sites_free(struct sites *);

/* That of the address; NULL where it is no address of the web. */
struct site *sites_find(struct sites *, const char *url);

/* Till when nothing may be asked of the site; <= now: it may. */
int64_t site_free_at(struct site *, const char *url);

/*
 * done is called once, at once or when robots.txt has come. refusal: words,
 * or NULL where the address may be asked for. retry_at: where robots.txt
 * could not be had, when to look again; else 0.
 */
typedef void site_verdict(void *arg, const char *refusal, int64_t retry_at);
void site_ask(struct site *, const char *url, site_verdict *, void *arg);

/* A page was asked for at now: the next one waits for its Crawl-delay. */
void site_asked(struct site *, int64_t now);
/* In the caller's transaction: it wants nothing asked until then. */
int site_pause(struct site *, const char *url, int64_t until, struct err *);

#endif
