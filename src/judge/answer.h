/*
 * What an item answers to a claim that is read for its matter, and not for its
 * words: which devices, how long. Shared by eligible.c and term.c.
 */
#ifndef HEARSAY_JUDGE_ANSWER_H
#define HEARSAY_JUDGE_ANSWER_H

#include "judge/about.h"

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_PART, ANSWER_NO };

/* Of a claim with several parts: how many have which answer. */
struct answers {
	size_t none, yes, part, no;
};

void answers_count(struct answers *, enum answer);
/* All of them: nothing where one has none; in part where they differ. */
enum answer answers_sum(const struct answers *);

/* Is the sentence official word, and no question or talk of others? d is what
 * its claims have in common. */
bool answer_is_official(struct reading *, struct passage *, struct drawn *d);

/*
 * Drops what the words of official sentences have made of the claim, or of the
 * aspect: the matter is known better. "We have no such plan" stays.
 */
void answers_drop(struct reading *, enum aspect);

/* The claim as the passage answers it; says_no: in so many words. */
void answer_add(
    struct reading *, const struct passage *, enum answer, bool says_no);

#endif
