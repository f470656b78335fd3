/*
 * Kinds of one part: the rows of kinds.tsv. A display is OLED or LCD, a frame
 * titanium or steel: who says that it is one says that it is not the other.
 */
#ifndef HEARSAY_JUDGE_KINDS_H
#define HEARSAY_JUDGE_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "judge/tsv.h"

struct han;
struct kinds;

#define KINDS_FILE    "kinds.tsv"
#define KINDS_COLUMNS "part\tkind\twords\tbeside"

struct kind {
	const char *part, *name;
	const char *const *words; /* folded */
	size_t word_count;
	const char *const *beside; /* folded; none: nothing is asked */
	size_t beside_count;
};

struct kinds *kinds_new(const struct han *); /* which outlives it */
void kinds_free(struct kinds *);
/* One row: 0, or -1 with file, line and what is wrong. */
int kinds_add(struct kinds *, const struct tsv_row *, struct err *);

size_t kinds_count(const struct kinds *);
const struct kind *kinds_at(const struct kinds *, size_t i);

/*
 * Where a word of the kind stands in a folded text, of *length bytes; NULL:
 * nowhere. What must stand beside it is asked by kind_has_beside().
 */
const char *kind_find(
    const struct kind *, const char *s, size_t n, size_t *length);
bool kind_has_beside(const struct kind *, const char *s, size_t n);

/* Is the folded word one of the kind's, or of those beside it? */
bool kind_has_word(const struct kind *, const char *word);

#endif
