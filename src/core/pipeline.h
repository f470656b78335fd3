/*
 * What becomes of an answer: unchanged or parsed, its entries made items,
 * judged, and stored, with the validators that belong to them. The results
 * of one turn of the loop share a transaction; what a document causes commits
 * whole or not at all, and one that cannot be stored takes no other with it.
 *
 * The judge in memory always agrees with the store: where something is
 * rolled back it is built anew from there.
 */
#ifndef HEARSAY_CORE_PIPELINE_H
#define HEARSAY_CORE_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/rng.h"
#include "core/poll.h"
#include "ipc/child.h"
#include "ipc/message.h"
#include "judge/judge.h"
#include "store/store.h"

struct event_base;
struct judging;
struct judging_news;
struct page_policy;
struct pages;
struct pipeline;

/*
 * Something else that is stored with a turn's documents, in their
 * transaction. apply may be called again after a roll-back; end is called
 * once and takes it back. Where apply fails it is left out.
 */
struct pipeline_work {
	struct pipeline_work *next;
	struct store *store;
	int (*apply)(struct pipeline_work *, struct judging *, int64_t now,
	    int64_t oldest, struct judging_news *, struct err *);
	void (*end)(struct pipeline_work *, bool stored);
};

struct pipeline_setup {
	struct event_base *base;
	const struct clock *clock;
	struct rng *rng;
	struct store *store;
	struct child **parsers;
	size_t parser_count;
	/*
	 * The latest time that is sure: what is too old is told by it, lest a
	 * clock that is set ahead let go of all. NULL: the clock is right.
	 */
	int64_t (*sure)(void *arg);
	/* Called after each commit; settled: a rumor's verdict is fresh. */
	void (*committed)(void *arg, bool settled);
	void *arg;
};

/* The judge is built from the store when it is wanted, or soon. */
struct pipeline *pipeline_new(
    const struct pipeline_setup *, const struct lexicon *, int64_t keep_s);
void pipeline_free(struct pipeline *);

/* For struct poll_setup; poll must be set before the first answer. */
void pipeline_set_poll(struct pipeline *, struct poll *);
/* Whoever has the pages behind entries. */
void pipeline_set_pages(struct pipeline *, struct pages *);
void pipeline_set_page_policy(struct pipeline *, const struct page_policy *);
void pipeline_store(struct pipeline *, struct pipeline_work *);
void pipeline_answered(void *pipeline, struct poll_job *,
    const struct fetch_reply *, const char *);
bool pipeline_may_ask(void *pipeline);
void pipeline_clear(void *pipeline, const char *url,
    void (*done)(void *, const char *refusal), void *arg);
void pipeline_refused(void *pipeline, struct poll_job *, const char *refusal);

/* Another lexicon, after a reload: judges what comes from now on. */
int pipeline_use(
    struct pipeline *, const struct lexicon *, int64_t keep_s, struct err *);

/*
 * For rulings, which speak of all that has come: what waits is folded and
 * written now. The judge; and after they were committed.
 */
void pipeline_catch_up(struct pipeline *);
struct judging *pipeline_judging(struct pipeline *);
void pipeline_changed(struct pipeline *, bool settled);

/* Do stored items wait for their rumors, or is the judge being built? */
bool pipeline_owes(const struct pipeline *);

/* The clock may have passed deadlines of rumors. */
void pipeline_stepped(struct pipeline *);

#endif
