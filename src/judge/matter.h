/* The claim of a rumor whose words open none: the sentence that reports it. */
#ifndef HEARSAY_JUDGE_MATTER_H
#define HEARSAY_JUDGE_MATTER_H

#include "judge/reading.h"

/* After all sentences are read: adds one claim at most. */
void matter_claim(struct reading *);
/* Where an official speaks and claims nothing: adds one that is background. */
void word_claim(struct reading *);

#endif
