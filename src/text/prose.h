/*
 * A text made ready once for all who read it: folded, with the way back to
 * the original, and cut into words whose hashes are known. Stories, slots and
 * analysis read the same prose, each as much of it as it needs.
 */
#ifndef HEARSAY_TEXT_PROSE_H
#define HEARSAY_TEXT_PROSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/token.h"

struct prose {
	const char *text; /* as it came; not copied */
	size_t n;
	char *folded;
	size_t folded_n;
	uint32_t *map; /* offset in folded to offset in text; to the end */
	struct token *words; /* of the folded text; prose_cut() */
	uint32_t *hashes;    /* word_hash() of each */
	size_t word_count;
};

/* Folds the text (NULL is ""); what it finds lives in the arena. */
void prose_fold(struct arena *, const char *text, struct prose *);

/* Finds the words that begin in the first so many bytes of the text. */
void prose_cut(struct arena *, struct prose *, size_t bytes);

/* How many of the words begin in the first so many bytes of the text. */
size_t prose_words_within(const struct prose *, size_t bytes);

/* Has the stretch one of the words, wherever in it? NULL ends them. */
bool span_has(const char *s, size_t n, const char *const *words);

/* Does one of the words end at `at`, begun at `from` or later? NULL ends them.
 */
bool span_ends(const char *s, size_t from, size_t at, const char *const *words);

uint32_t word_hash(const char *word, size_t n);

#endif
