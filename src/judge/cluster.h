/*
 * Stories: items come one by one, each is put into the story of the same
 * event or opens one, and is told a near copy where it is one. Online, in a
 * bounded window; the same stream gives the same stories.
 */
#ifndef HEARSAY_JUDGE_CLUSTER_H
#define HEARSAY_JUDGE_CLUSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "judge/itemtext.h"
#include "judge/lexicon.h"
#include "model/story.h"

struct cluster_policy {
	int64_t window_s; /* how long a story takes new items: 14 days */
	/*
	 * May two stories be told to be one (placement.merged)? The caller
	 * then moves the items of one to the other.
	 */
	bool merges;
};

struct cluster;
struct ruling;

/* The lexicon must outlive it. */
struct cluster *cluster_new(
    const struct lexicon *, const struct cluster_policy *);
void cluster_free(struct cluster *);

/* The item is copied as far as it is needed later. */
struct placement cluster_add(
    struct cluster *, struct arena *, const struct item *);

/* The same of an item that was read already, by itemtext_read(). */
struct placement cluster_add_text(
    struct cluster *, struct arena *, const struct itemtext *);

/*
 * Puts a stored item back where it was (at start): no decision is taken.
 * New stories get ids above all that were restored.
 */
void cluster_restore(
    struct cluster *, const struct item *, int64_t story, int64_t copy_of);

/*
 * A user's word on stories, an input: from now on its items are put where it
 * says, until it is taken back. What is in memory stays where it is; forget
 * the stories, and restore their items.
 */
void cluster_rule(struct cluster *, const struct ruling *);
void cluster_unrule(struct cluster *, int64_t ruling);

/* Lets go of a story; false where it is not live. */
bool cluster_forget(struct cluster *, int64_t story);

/* Numbers up to this one are used; the one that a new story would get. */
void cluster_used(struct cluster *, int64_t story);
int64_t cluster_next_id(const struct cluster *);

/*
 * When an item is judged again: if it opens a story, that is its number, as it
 * was.
 */
void cluster_prefer(struct cluster *, int64_t item, int64_t story);

#endif
