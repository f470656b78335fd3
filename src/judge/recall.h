/*
 * Inner header of recall.c: official word that answers the claim that is looked
 * for, though its sentence has not the claim's own words.
 */
#ifndef HEARSAY_JUDGE_RECALL_H
#define HEARSAY_JUDGE_RECALL_H

#include "judge/draw.h"

struct view { /* what a sentence is read with; NULL: nothing */
	const struct passage *here, *before, *title;
	uint32_t from; /* of here: what was asked is left out */
};

/* Adds the claim that is looked for if the item's official word says it. */
void recall_claim(struct drawn *, size_t before);

/* Has it, with its headline and the sentence before, what the claim names
 * beside its product? */
bool recall_has_names(const struct drawn *);

/* Where a rumor's own sentence is looked for: is the passage its maker's word
 * on the same product, with two words of the matter? */
bool recall_answers_told(const struct drawn *);

/* Has it each number of the claim: the 10 of "a lens with 10x zoom"? */
bool recall_has_numbers(const struct drawn *);

/* Do its words stand apart from what they describe? words: is the claim found
 * by them alone? */
bool recall_is_apart(const struct drawn *, bool words);

/* Of a part that every phone has: how it is, and not that it is there. */
bool recall_says_how(const struct drawn *);

/* Has the passage, from there on, the term? */
bool recall_says(const struct reading *, const struct passage *, uint32_t from,
    const struct about_term *);

/* Has one of them the term? */
bool recall_there(
    const struct reading *, const struct view *, const struct about_term *);

/* Is the term there, but not with the head that it describes (together.c)? */
bool stands_apart(const struct reading *, const struct view *,
    const struct about_term *, const struct about_term *head);

/* Is it the claim's own product, its maker, or not to be said again? */
bool recall_leaves_out(const struct reading *, const struct about_term *);

/* --- recallname.c --- */

/* Is a version that is said the claimed one, or one of it? */
bool recall_is_version(const char *claimed, const char *said);

/* Does the passage name the product, or its house? */
bool recall_names(const struct reading *, const struct passage *,
    const char *product, const char *version);
bool recall_names_vendor(
    const struct reading *, const struct passage *, const char *vendor);

/* Is the sentence on the claim's product? found: words of the matter in it. */
bool recall_is_of_product(const struct drawn *, size_t found);

/* The same where the press passes it on: it must name the product. */
bool recall_names_product(const struct drawn *, size_t found);

#endif
