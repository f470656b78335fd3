/*
 * The board of rumors: claims come in with their items, unify into rumors,
 * and are settled by official word or by the clock.
 *
 * The board is a fold over its items in the order of publication (item id
 * where that is equal): whatever the order of arrival, the same items give
 * the same rumors. An item that comes late makes its vendor's part be folded
 * anew; a rumor keeps its id as long as its first claim is in it.
 */
#ifndef HEARSAY_JUDGE_BOARD_H
#define HEARSAY_JUDGE_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "judge/lexicon.h"
#include "model/analysis.h"
#include "model/item.h"
#include "model/ruling.h"
#include "model/rumor.h"

/*
 * How long official word keeps its question from being asked again: 400 days.
 * What is older, and in no rumor that is open, bears on nothing any more.
 */
#define BOARD_MEMORY_S (INT64_C(400) * 86400)

struct board_policy {
	int64_t join_window_s; /* a claim joins a rumor this young: 60 days */
	int64_t deadline_grace_s;
	bool takes_vague; /* "next year" is a time too */
	int64_t asked;	  /* an item all of whose claims open rumors; or 0 */
	/*
	 * Of each vendor a copy of how all stood so long before its newest
	 * claim is kept, made anew after so many claims: an item that comes
	 * late costs what came since (mark.c). 0: none.
	 */
	int64_t mark_back_s;
	size_t mark_every;
};

struct board;

struct board *board_new(const struct lexicon *, const struct board_policy *);
void board_free(struct board *);

/*
 * Takes an item and its analysis (both copied as far as needed later); an
 * item that is known already is replaced by this revision of it.
 * copy_of: the item it is a near copy of, 0 for none.
 */
void board_add(struct board *, const struct item *, const struct analysis *,
    int64_t story, int64_t copy_of);

/*
 * Puts back, at start, an item whose claims belong to known rumors:
 * rumor_of[i] is the id for claim i, 0 for none. Then one board_ready().
 */
void board_restore(struct board *, const struct item *, const struct analysis *,
    int64_t story, int64_t copy_of, const int64_t *rumor_of);
void board_ready(struct board *, int64_t next_rumor_id);

/*
 * A user's word, an input like the items (and copied): its settle and reopen
 * hold from its time on, what it merged or split is one rumor or two, and what
 * it attributed has that origin, until it is taken back. Told before or after
 * the items that it names.
 */
void board_rule(struct board *, const struct ruling *);
void board_unrule(struct board *, int64_t ruling);

/* The item is in that story now; what it is a copy of may be told with it. */
void board_move(struct board *, int64_t item, int64_t story, int64_t copy_of);
void board_follow(struct board *, int64_t item, int64_t story);

/*
 * Which claim each rumor has its number by. board_found() gives the numbers to
 * these claims, where they are known, so that an undo brings them back.
 */
struct founder {
	int64_t rumor, item;
	int claim;
};
size_t board_founders(const struct board *, struct arena *, struct founder **);
void board_found(struct board *, const struct founder *, size_t n);

/*
 * Folds up to so many claims of what was added, and tells whether that was
 * all: for those who cannot wait for all of it at once. Until the next
 * board_advance() there may be no rumors to look at.
 */
bool board_fold_some(struct board *, size_t claims);

/*
 * The clock: deadlines up to and including now have passed. It does not go
 * back: board_advance(b, 0) only folds what was added.
 */
void board_advance(struct board *, int64_t now);

/*
 * All rumors in order of id, as of the last board_advance(), board_changed()
 * or board_ready(), and until the next. Items that were only added are folded
 * by these, all at once.
 */
size_t board_rumor_count(const struct board *);
const struct rumor *board_rumor(const struct board *, size_t index);
const struct rumor *board_rumor_by_id(const struct board *, int64_t id);

/*
 * Ids of the rumors that are new or in any way different since the last
 * call, ascending, in the arena. A rumor that was folded into another or
 * vanished is listed too: board_rumor_by_id() is NULL for it.
 */
size_t board_changed(struct board *, struct arena *, int64_t **ids);

/* Of all rumors, the next board_changed() tells. */
void board_tell_all(struct board *);

/*
 * Will the next board_changed() tell of items that were judged anew? If not,
 * flags are new of those only that were added.
 */
bool board_refolded(const struct board *);

/*
 * Is the item one of those that it has? One without claims, as most are, has no
 * part in any rumor: it is not restored, and is forgotten by board_let_go(),
 * which leaves all others.
 */
bool board_has(const struct board *, int64_t item);
void board_let_go(struct board *, int64_t item);

/*
 * Does the item carry a rumor that was unsettled when it came out, or read as
 * one of which nothing could be made out that is followed? And whom
 * does it pass on, most important first (names in the arena)?
 */
bool board_item_flag(const struct board *, int64_t item);
size_t board_item_attributed(
    const struct board *, struct arena *, int64_t item, const char ***names);

#endif
