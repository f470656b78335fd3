/*
 * Inner header of the looking for one claim: statement.c (what it says),
 * about.c (is it said, in any words), aboutitem.c (is it passed on by the item
 * as a whole), aboutwhose.c (does the item speak of that thing), aboutkind.c
 * (which kind of a part) and aboutname.c (what the thing is called). All are
 * asked of one sentence; none changes it.
 */
#ifndef HEARSAY_JUDGE_ABOUT_H
#define HEARSAY_JUDGE_ABOUT_H

#include "judge/draw.h"
#include "judge/polarity.h"

/* Up to that weight a term tells little: every plan is told in such words. */
#define ABOUT_LIGHT 0.15

/* Is the word one of a name, which every sentence on the matter has? */
bool about_is_of_name(
    const struct reading *, const char *name, const char *word);

/* The last day until which the sentence promises it, or 0. */
int64_t about_until(const struct drawn *);

/* A claim of the sentence about what the claim that is looked for is about; the
 * same words make it the same for whoever compares. */
struct claim about_begin(const struct drawn *, const struct about *);
void about_same_words(struct claim *, const struct about *);

/* Is it the year in which the item came out? */
bool about_is_this_year(const struct reading *, const char *word);

/* Where the answer begins, if the sentence tells first what was asked. */
uint32_t about_answer_start(const struct drawn *);

/* Does the sentence say yes or no to what is claimed to be there? */
enum says about_says(const struct drawn *, const struct about *);

/* Is the claim that it is not there? */
bool about_denies(const struct about *);

/* Does the text say the word otherwise, or the phrase that it is part of? */
bool about_has_kin(
    const struct reading *, const char *word, const char *s, size_t n);

/* Where the sentence has a name as a whole, or NULL: "Galaxy Fold5" is not in
 * "Galaxy Z Fold5", nor "Galaxy F" in "Galaxy Fold". */
const char *about_find_name(const struct drawn *, const char *name);

/* "Previewed iOS 26", where that was the claimed name. */
bool about_named_so(const struct drawn *, const struct claim *of);

/* Of an end: has the sentence no word on whether it comes? */
bool about_says_nothing(const struct drawn *, const struct about *);
/* Of Chinese: a thing that the lexicon has names for is told by one of them,
 * and not by pairs of characters: 屏下指纹 and 摄像头 are no 屏下摄像头. */
bool about_lacks_name(const struct drawn *);
/* Is it a part of the claim that the sentence says: one thing of two, one model
 * of all? */
bool about_in_part(const struct drawn *);

/* The kind of a part that the claim is about, and what the sentence says of it:
 * nothing where it does not speak of the part. */
void about_kind_take(const struct drawn *, struct about *);
enum says about_kind_says(const struct drawn *);

/* Is a kind of a part claimed, and no mere degree? */
bool about_has_kind(const struct about *);

/* Is "larger", "square" claimed, and not said: that there is a battery, or a
 * camera, is nothing new. */
bool about_lacks_degree(const struct drawn *);

/* An amount is official where its number is said: "599" of "599 EUR". */
bool about_has_amount(const struct drawn *, const char *value);

/* "999 USD" and "1099 USD": one of them is the price. */
bool about_same_coin(const char *a, const char *b);

/* --- of the item as a whole (aboutwhose.c) --- */

/* The folded word; the product by its full name. */
bool item_has(const struct reading *, const char *word);
bool item_mentions(const struct reading *, const char *product);

/*
 * "The Nord 2", "the 5a", "Note series", "the Air": a name without that of its
 * line, and without its number where no other is named. A number alone is
 * none.
 */
bool item_names_shortly(const struct reading *, const char *product);

/* Is the maker its own, or named in it? */
bool item_names_vendor(const struct reading *, const char *vendor);

/* Is the maker spoken of, or one whose phones the leaker is known for? */
bool item_is_of_vendor(const struct reading *, const char *vendor);

/* all: the item has every other word of the claim; then "Apple's foldable" is
 * the iPhone that folds. */
bool item_is_of_product(const struct reading *, bool all);

#endif
