/*
 * Judgement as a whole, for those who use it: the daemon and the offline
 * commands call the same functions. An item goes through analyze(),
 * cluster_add() and board_add(), in this order.
 */
#ifndef HEARSAY_JUDGE_JUDGE_H
#define HEARSAY_JUDGE_JUDGE_H

#include <stdint.h>

#include "base/arena.h"
#include "judge/board.h"
#include "judge/cluster.h"
#include "judge/lexicon.h"

struct judge_policy {
	struct cluster_policy cluster;
	struct board_policy board;
};

extern const struct judge_policy judge_default_policy;

struct judge {
	const struct lexicon *lexicon;
	struct cluster *cluster;
	struct board *board;
};

struct judged {
	struct analysis *analysis; /* in the arena */
	struct placement placement;
};

void judge_init(
    struct judge *, const struct lexicon *, const struct judge_policy *);
void judge_release(struct judge *);

/*
 * Judges the items of one batch, in the order of publication whatever their
 * order in the array (which is sorted); out[i] belongs to items[i].
 */
void judge_add(struct judge *, struct arena *, const struct item **items,
    size_t n, struct judged *out);

/*
 * The same, but the board is left to be folded by the next board_advance():
 * for many batches at once, each of which may reach back in time.
 */
void judge_take(struct judge *, struct arena *, const struct item **items,
    size_t n, struct judged *out);

/*
 * After cluster_add(): where two stories were found to be one, the board is
 * told of the items that are in another one now.
 */
void judge_merge(struct judge *, const struct placement *);

/* A user's word, for stories and for rumors; and taken back. */
void judge_rule(struct judge *, const struct ruling *);
void judge_unrule(struct judge *, const struct ruling *);

#endif
