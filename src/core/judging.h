/*
 * The judge and the store, kept in step: items of a document are stored,
 * judged, and what judgement changed is written, all within the caller's
 * transaction. After a rollback the judge is built anew from the store.
 */
#ifndef HEARSAY_CORE_JUDGING_H
#define HEARSAY_CORE_JUDGING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "judge/judge.h"
#include "judge/lexicon.h"
#include "model/doc.h"
#include "model/feed.h"
#include "store/store.h"

struct judging;

/* What a transaction brought. */
struct judging_news {
	size_t new_items, revised_items;
	bool settled; /* a verdict that is worth a mail at once */
};

struct judging *judging_new(struct store *);
void judging_free(struct judging *);

/* Takes a lexicon (the caller's, constant) and builds the judge. */
int judging_use(
    struct judging *, const struct lexicon *, int64_t now, struct err *);
int judging_rebuild(struct judging *, int64_t now, struct err *);

/*
 * The same with all items of a ruling that is stored and of which the judge
 * is told afterwards: what it is about may have been forgotten.
 */
int judging_recall(struct judging *, int64_t ruling, int64_t now, struct err *);

/* Takes a lexicon for judging_ready() to build with. */
void judging_prepare(struct judging *, const struct lexicon *);

/*
 * Builds the judge where none is built: not yet, or a rebuild failed. Before
 * anything is judged.
 */
int judging_ready(struct judging *, int64_t now, struct err *);

/*
 * The same in slices of the loop, until clock_mono_ms() is until_ms: 1, there
 * is more to do. Meanwhile no document is taken and nothing is let go.
 */
int judging_build_some(
    struct judging *, int64_t now, int64_t until_ms, struct err *);
bool judging_is_building(const struct judging *);

/*
 * Lets go of a judge that holds much that bears on nothing any more: true, it
 * is to be built. That takes as long as at a start, so it is so when as many
 * items have come as there were at the last time: the judge holds twice of
 * what it needs at the most.
 */
bool judging_tidy(struct judging *);
size_t judging_size(const struct judging *); /* items that it holds */

/*
 * Stores and judges a document's entries; their rumors follow with
 * judging_advance(), once for all documents of a transaction. backlog: it is
 * the first of its feed, so that what it brings is history and is mailed to
 * nobody at once.
 * Entries from before `oldest` are not taken: retention would let them go,
 * and the next poll would find them new.
 */
int judging_document(struct judging *, const struct feed *, const struct doc *,
    int64_t now, int64_t oldest, bool backlog, struct judging_news *,
    struct err *);

/*
 * Deadlines up to now have passed; what the board says now, of the documents
 * since the last call too, is written.
 */
int judging_advance(
    struct judging *, int64_t now, struct judging_news *, struct err *);

/*
 * The same in steps, so that many items hold the loop for a slice at a time:
 * at least one step, and more while clock_mono_ms() is below until_ms. 1: there
 * is more to do. Until it is done the caller takes no document and commits what
 * there is: reports tell what they told before, or the rest of it too.
 */
int judging_advance_some(struct judging *, int64_t now, int64_t until_ms,
    struct judging_news *, struct err *);
/* Nothing of it yet: which items wait is stored, lest a crash forget them. */
int judging_put_off(struct judging *, struct err *);
/* Do items wait for that; is it half done? */
bool judging_owes(const struct judging *);
bool judging_is_halfway(const struct judging *);

/* Items of these stories are in other places now, as the store has them. */
int judging_move(struct judging *, int64_t story, int64_t other, struct err *);

/*
 * The judge itself, as of the last call; NULL where it could not be built.
 * What is told it directly is written by the next judging_advance().
 */
struct judge *judging_judge(struct judging *);

/*
 * Of another judge, which has judged everything again: writes what it says of
 * these rumors (those that it does not know go), with their events noted at
 * the time of what they tell; corrections of verdicts that were told are noted
 * now. And what it says of an item: flag and whose word.
 */
int judging_write_again(struct store *, struct judge *, const int64_t *rumors,
    size_t n, int64_t now, struct err *);
int judging_write_flag(
    struct store *, struct judge *, int64_t item, struct err *);

/* When the next deadline of an unsettled rumor has passed; 0: none. */
int64_t judging_deadline(const struct judging *, int64_t now);

#endif
