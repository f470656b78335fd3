/*
 * Who wrote an item: a person, where its byline has one. A desk, an agency
 * and the outlet's own name are nobody.
 */
#ifndef HEARSAY_JUDGE_BYLINE_H
#define HEARSAY_JUDGE_BYLINE_H

#include "base/arena.h"
#include "judge/lexicon.h"
#include "model/item.h"

/* His name as tipsters.tsv has it, else as it stands there; NULL: no person.
 * Of several the first. In the arena, or the lexicon's. */
const char *byline_person(
    struct arena *, const struct lexicon *, const struct item *);

/* Is the vendor at `at` the network on which something was posted, and not who
 * it is about: "Jo Reed on Twitter"? The text is folded. */
bool byline_on_network(const char *vendor, const char *text, size_t at);

#endif
