/*
 * May a name that no table has be one of a person or a handle? Words with a
 * capital stand in every headline, before captions and at the begin of every
 * sentence; most of them are nobody.
 */
#ifndef HEARSAY_JUDGE_NAME_H
#define HEARSAY_JUDGE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/phrase.h"

/* A word that neither begins a name nor is part of one: a name ends at it. */
bool name_is_stop(const struct phrases *, const char *word, size_t n);

/* "2026", "Account": no letter in it, or nothing but common nouns. */
bool name_is_common(const struct phrases *, const char *name, size_t n);

/* "Staff", "Redaktion": who has it writes, and is no person. */
bool name_is_of_desk(const struct phrases *, const char *word, size_t n);

/*
 * Of the whole name: false where it is an institution, a build or a chip, or
 * consists of common nouns. headline: it stands where every word may have a
 * capital.
 */
bool name_may_be_someone(
    const struct phrases *, const char *name, size_t n, bool headline);

#endif
