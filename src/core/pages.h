/*
 * Pages behind entries: asked for one by one, read in the parse role, and
 * stored together with the entries that waited for them. What a site's
 * robots.txt forbids is not asked for; its gaps, pauses and Crawl-delay hold.
 *
 * What is to be asked stands in the store alone, so that it outlives any end
 * of the process: here are only the requests that are under way, at most one
 * a site. pagetake.h says which pages are wanted.
 */
#ifndef HEARSAY_CORE_PAGES_H
#define HEARSAY_CORE_PAGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "core/pagetake.h"
#include "core/pipeline.h"
#include "core/poll.h"
#include "ipc/child.h"
#include "store/store.h"

struct event_base;
struct pages;

struct pages_setup {
	struct event_base *base;
	const struct clock *clock;
	struct store *store;
	struct poll *poll;
	struct pipeline *pipeline;
	struct child **parsers;
	size_t parser_count;
};

struct pages *pages_new(const struct pages_setup *);
void pages_free(struct pages *); /* after the pipeline */

/* A document wanted pages: pages_run() has something to look for. */
void pages_wanted(struct pages *);
/* Asks for what is due and may be asked; after each commit, and at start. */
void pages_run(struct pages *);
void pages_stepped(struct pages *);

size_t pages_busy(const struct pages *); /* under way */

/*
 * Whether a site's robots.txt lets us have the address; refusal is NULL where
 * it does, else words. Called once, at once or when robots.txt has come.
 */
typedef void pages_verdict(void *arg, const char *refusal);
void pages_ask_robots(
    struct pages *, const char *url, pages_verdict *, void *arg);

#endif
