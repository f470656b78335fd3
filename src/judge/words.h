/*
 * What an item's words are for telling stories: the frequencies of its own
 * language's words, the pivot (numbers, versions, Latin names, what
 * languages have in common), its language, and a sample of its shingles.
 * A pure function of the item.
 */
#ifndef HEARSAY_JUDGE_WORDS_H
#define HEARSAY_JUDGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "judge/space.h"
#include "model/item.h"

#define SHINGLES_MAX 128

/* Shingles whose hash ends in `level` zero bits, sorted. */
struct shingles {
	uint32_t *hashes;
	uint16_t count;
	uint16_t level;
};

struct word_name {
	uint32_t key;
	const char *text;
};

struct words {
	char lang[4];	    /* "en", "zh" ... */
	struct term *terms; /* sorted by key; weights are frequencies */
	size_t term_count;
	struct term *pivot;
	size_t pivot_count;
	size_t length; /* words that count, of title and text */
	struct shingles shingles;
	struct word_name *names; /* sorted by key; for reasons */
	size_t name_count;
};

void words_of(struct arena *, const struct item *, struct words *);

/* The word of a term, "?" where it is none of these words. */
const char *words_name(const struct words *, uint32_t key);

/*
 * The share of the smaller sample that is in the other, both brought to one
 * level; *common and *of are the counts. 0 where there is too little to tell.
 */
double shingles_containment(const struct shingles *, const struct shingles *,
    unsigned *common, unsigned *of);

/* Is the folded word too common in the language to tell anything? */
bool stop_word(const char *lang, const char *word, size_t n);

/* The language whose stop words the folded text has most of, or NULL. */
const char *stop_language(const char *folded, size_t n);

#endif
