/*
 * Inner header of the looking for one claim: about.c (is it said, in any
 * words), aboutitem.c (is it passed on by the item as a whole) and
 * aboutname.c (what the thing is called). All are asked of one
 * sentence; none changes it.
 */
#ifndef HEARSAY_JUDGE_ABOUT_H
#define HEARSAY_JUDGE_ABOUT_H

#include "judge/draw.h"
#include "judge/polarity.h"

/* Is the word one of a name, which every sentence on the matter has? */
bool about_is_of_name(
    const struct reading *, const char *name, const char *word);

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

/* A name is there as a whole: "Galaxy Fold5" is not in "Galaxy Z Fold5". */
bool about_has_name(const struct drawn *, const char *name);

/* "Previewed iOS 26", where that was the claimed name. */
bool about_named_so(const struct drawn *, const struct claim *of);

/* Does its maker call the thing something else? That is the value of *out. */
bool about_named_otherwise(
    const struct drawn *, const struct about *, struct claim *out);

/* What the sentence says of the claimed thing, and does the claim say no? */
enum says about_says(const struct drawn *, const struct about *);
bool about_denies(const struct about *);

/* Of an end: has the sentence no word on whether it comes? */
bool about_says_nothing(const struct drawn *, const struct about *);
/* Is it a part of the claim that the sentence says: one thing of two, one model
 * of all? */
bool about_in_part(const struct drawn *);

/* The kind of a part that the claim is about, and what the sentence says of it:
 * nothing where it does not speak of the part. */
void about_kind_take(const struct drawn *, struct about *);
enum says about_kind_says(const struct drawn *);

/* An amount is official where its number is said: "599" of "599 EUR". */
bool about_has_amount(const struct drawn *, const char *value);

/* "999 USD" and "1099 USD": one of them is the price. */
bool about_same_coin(const char *a, const char *b);

#endif
