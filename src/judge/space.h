/*
 * A space of weighted words: items are sparse vectors in it, groups (the
 * items of one story) are sums of them. A word weighs more the fewer of the
 * open groups have it; those counts come from the stream itself.
 *
 * A group's index is given again after it was closed and a sweep forgot it.
 */
#ifndef HEARSAY_JUDGE_SPACE_H
#define HEARSAY_JUDGE_SPACE_H

#include <stddef.h>
#include <stdint.h>

struct term {
	uint32_t key; /* hash of the word */
	float weight;
};

struct near {
	uint32_t group;
	double score; /* how much they share; space_link() once ranked */
	double product;
};

struct space;

struct space *space_new(void);
void space_free(struct space *);

/* Room for so many terms is enough for space_weigh(). */
#define SPACE_TERMS_MAX 96

/*
 * Turns frequencies (sorted by key, unique) into a unit vector, of the
 * heaviest SPACE_TERMS_MAX terms at most; returns how many are left.
 */
size_t space_weigh(const struct space *, struct term *terms, size_t n);

uint32_t space_open(struct space *); /* an empty group */
void space_join(
    struct space *, uint32_t group, const struct term *terms, size_t n);
void space_close(struct space *, uint32_t group);
size_t space_group_size(const struct space *, uint32_t group);

/*
 * How near a unit vector is to the group, 0 to about 1. *product is the plain
 * product with its sum: no item of it can be nearer to the vector than that.
 */
double space_link(const struct space *, uint32_t group,
    const struct term *terms, size_t n, double *product);

/*
 * How near the group lies to another, as space_link() tells it of a vector in
 * the direction of its sum.
 */
double space_between(const struct space *, uint32_t group, uint32_t other);

/* The items of the group go over to another; the group is closed. */
void space_unite(struct space *, uint32_t group, uint32_t into);

/* The weight of one word in the group's sum; 0 where it has none. */
float space_weight_in(const struct space *, uint32_t group, uint32_t key);

/*
 * The groups that share most with the vector, most first; returns how many
 * (at most max).
 */
size_t space_near(struct space *, const struct term *terms, size_t n,
    struct near *out, size_t max);

/* Sets score and product of each as space_link() tells them; best first. */
void space_rank(const struct space *, const struct term *terms, size_t n,
    struct near *, size_t count);

int term_by_key(const void *, const void *); /* for qsort */

#endif
