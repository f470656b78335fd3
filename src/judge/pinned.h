/*
 * Where a user has put items: rulings on stories, as clustering asks of them.
 * An item that a ruling names is in the story that it says, whatever its words
 * are; of several rulings the newest is followed.
 */
#ifndef HEARSAY_JUDGE_PINNED_H
#define HEARSAY_JUDGE_PINNED_H

#include <stdbool.h>
#include <stdint.h>

struct pinned;
struct ruling;

struct pinned *pinned_new(void);
void pinned_free(struct pinned *);

/*
 * RULING_MERGE_STORIES and RULING_SPLIT_STORY; others are passed over. Returns
 * the highest number of a story that it names.
 */
int64_t pinned_add(struct pinned *, const struct ruling *);
void pinned_remove(struct pinned *, int64_t ruling);

/*
 * The story that the item is put in, by which ruling, and whether it was
 * moved by that; 0: by none.
 */
int64_t pinned_story(
    const struct pinned *, int64_t item, int64_t *ruling, bool *moved);

bool pinned_item(const struct pinned *, int64_t item);

/*
 * Has a user merged the story with another, or split it? Then it is as it is
 * meant to be.
 */
bool pinned_names(const struct pinned *, int64_t story);

#endif
