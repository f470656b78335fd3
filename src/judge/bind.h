/* Inner header of bind.c: which of a sentence's models a value belongs to. */
#ifndef HEARSAY_JUDGE_BIND_H
#define HEARSAY_JUDGE_BIND_H

#include "judge/draw.h"

struct spot { /* of a value in the folded field */
	uint32_t start, end;
};

/*
 * The device that the value `which` of these (in order) is said of; otherwise
 * where the sentence names none.
 */
const struct mention *bind_device(const struct drawn *,
    const struct spot *values, size_t count, size_t which,
    const struct mention *otherwise);

/* Is a value that is the only one said of all models of a row, and this among
 * them? */
bool bind_is_shared(const struct drawn *, const struct spot *values,
    size_t count, const char *product);

/* The same: the models, at most cap. */
size_t bind_row(const struct drawn *, const struct spot *values, size_t count,
    const struct mention **out, size_t cap);

#endif
