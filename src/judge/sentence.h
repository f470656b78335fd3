/*
 * Inner header of one sentence cut for yes and no (sentence.c): its words that
 * say no, its clauses, and where the words of a thing stand. polarity.c asks it
 * what is said of the thing.
 */
#ifndef HEARSAY_JUDGE_SENTENCE_H
#define HEARSAY_JUDGE_SENTENCE_H

#include "judge/draw.h"
#include "judge/noword.h"

#define CLAUSES 16 /* of one sentence that are told apart */
#define MARKS	48
#define HITS	64
#define REACH	6 /* words behind a "no" that it is said of */

struct hit { /* a word of the thing */
	uint32_t start, end;
	size_t word;
};

struct clause {
	uint32_t from, to;
	bool elsewhere; /* speaks of something else */
};

/* One sentence with all that says yes or no in it. */
struct sentence {
	const struct drawn *d;
	const char *s; /* the folded field */
	struct noword_hit marks[MARKS];
	size_t mark_count;
	struct hit hits[HITS];
	size_t hit_count;
	struct clause clauses[CLAUSES];
	size_t clause_count;
};

/* Cuts the sentence and finds the words of the thing in it. */
void sentence_take(
    const struct drawn *d, const struct thing *thing, struct sentence *t);

/* Does the mark say no, to whatever it is? */
bool mark_says_no(enum noword_class c);
/* Is the byte within a mark that says no? */
bool sentence_in_mark(const struct sentence *t, uint32_t at);
void sentence_add_hit(
    struct sentence *t, uint32_t start, uint32_t end, size_t word);

/* A word of the thing in those bytes; how many different ones; all words. */
bool sentence_any_hit(const struct sentence *t, uint32_t from, uint32_t to);
size_t sentence_hits(const struct sentence *t, uint32_t from, uint32_t to);
size_t sentence_words(const struct sentence *t, uint32_t from, uint32_t to);

/*
 * Up to where what follows a "no" at `from` is what there is none of: so many
 * words, a preposition or a mark end it, of a list the last does.
 */
uint32_t sentence_reach(const struct sentence *t, uint32_t from, size_t words);

#endif
