/*
 * What stands above or below all that a source publishes: "sign up for our
 * letter", "first published by". It is the same in articles that have nothing
 * to do with each other, and would make one story of them; so stories do not
 * rest on it. It is found by itself: what an item begins or ends with as a
 * recent one of the same source does, whose title is another.
 */
#ifndef HEARSAY_JUDGE_NOTICE_H
#define HEARSAY_JUDGE_NOTICE_H

#include "judge/itemtext.h"

struct notices;

struct notices *notices_new(void);
void notices_free(struct notices *);

/*
 * Takes such words from the ends of the text (the fields' words alone become
 * fewer), and remembers how the item began and ended.
 */
void notices_trim(struct notices *, struct itemtext *);

#endif
