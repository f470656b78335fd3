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
#include "judge/itemtext.h"
#include "judge/lexicon.h"
#include "judge/space.h"

#define LANG_BYTES   4
#define SHINGLES_MAX 128

#define SHINGLES_HEAD 48

/*
 * Shingles whose hash ends in `level` zero bits; and, where that leaves some
 * out, all of the beginning, for what a feed cuts off there. Both sorted.
 */
struct shingles {
	uint32_t *hashes, *head;
	uint16_t count, head_count;
	uint16_t level;
	bool is_short; /* the beginning is most of it */
};

/* Hashes of what has a digit in it, sorted: "2.0", "612", "g268bxxu". */
struct numbers {
	uint32_t *hashes;
	uint16_t count;
};

#define NUMBERS_MAX 48

/* The first words of a title that count, as keys of terms. */
#define TITLE_KEYS 8

struct title_keys {
	uint32_t keys[TITLE_KEYS];
	uint32_t count;
};

/* A word as it was read, and its share of the frequency of its key. */
struct counted {
	uint32_t key;
	float weight;
	const char *text; /* not terminated; in the arena */
	size_t n;
};

struct words {
	char lang[LANG_BYTES]; /* "en", "zh" ...; padded with NUL */
	struct term *terms;    /* sorted by key; weights are frequencies */
	size_t term_count;
	struct term *pivot;
	size_t pivot_count;
	size_t length; /* words that count, of title and text */
	struct shingles shingles;
	struct numbers numbers;
	struct title_keys title;
	bool denies; /* the title has a word that says no */
	const struct counted *read, *pivot_read; /* for reasons */
	size_t read_count, pivot_read_count;
};

void words_of(struct arena *, const struct lexicon *, const struct itemtext *,
    struct words *);

/* The word of a term's key, in the arena; "?" where it is none of these. */
const char *words_name(struct arena *, const struct words *, uint32_t key);

/* The shingles of one item as bits: quick to tell who has few of them. */
#define SKETCH_BITS 4096

struct sketch {
	uint64_t bits[SKETCH_BITS / 64];
};

void shingles_sketch(const struct shingles *, struct sketch *);

/*
 * True where the containment of the sketched shingles and the others is
 * certainly below `least`; false is "compare them".
 */
bool shingles_apart(const struct shingles *sketched, const struct sketch *,
    const struct shingles *other, double least);

/*
 * The share of the smaller sample that is in the other, both brought to one
 * level, or of their beginnings where one has little more; *common and *of are
 * the counts. 0 where there is too little to tell. A share below `least` may
 * come out smaller than it is.
 */
double shingles_containment(const struct shingles *, const struct shingles *,
    double least, unsigned *common, unsigned *of);

/* Are the numbers of the poorer, but for few, among those of the richer? */
bool numbers_agree(const struct numbers *, const struct numbers *);

/* Have both enough words, and none of them in common? */
bool titles_apart(const struct title_keys *, const struct title_keys *);

/*
 * Words that are too common in a language to tell anything. Its list is asked
 * for once; 0, the empty list, where there is none.
 */
unsigned stop_list(const char *lang);
bool stop_word(unsigned list, const char *word, size_t n, uint32_t hash);

/*
 * The language whose stop words the text has most of, or NULL; those count
 * that are written as they are folded, which a headline's capitals are not.
 */
const char *stop_language(const struct prose *);

#endif
