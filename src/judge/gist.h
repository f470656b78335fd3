/* The words of an item as a whole, and how near they are to another's. */
#ifndef HEARSAY_JUDGE_GIST_H
#define HEARSAY_JUDGE_GIST_H

#include "judge/lexicon.h"
#include "model/item.h"

struct gist;
struct gist_counts; /* items that a word is in */

struct gist *gist_new(const struct lexicon *, const struct item *);
void gist_free(struct gist *);

/* Counts the words of one item more; NULL is none so far. */
struct gist_counts *gist_count(struct gist_counts *, const struct gist *);
struct gist_counts *gist_counts_copy(const struct gist_counts *); /* or NULL */

/* The cosine of the two, each word weighed by the counts: 0 to 1. */
double gist_near(
    struct gist_counts *, const struct gist *, const struct gist *);

#endif
