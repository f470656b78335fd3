/* How far apart two words are, to guess what was meant by a wrong one. */
#ifndef HEARSAY_TEXT_SPELLING_H
#define HEARSAY_TEXT_SPELLING_H

#include <stddef.h>

/* Words less apart than this may be meant for each other. */
#define SPELLING_NEAR 3

/* Letters to change, add or leave out to make one word of the other. */
size_t spelling_distance(const char *, const char *);

#endif
