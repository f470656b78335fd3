/*
 * Words found by their hash: what a list of words that never changes is
 * looked up with. The words are not copied and must outlive the table.
 */
#ifndef HEARSAY_JUDGE_WORDTABLE_H
#define HEARSAY_JUDGE_WORDTABLE_H

#include <stddef.h>
#include <stdint.h>

struct wordtable_slot {
	const char *word; /* NULL: empty */
	uint32_t n, value;
	uint32_t hash;
};

struct wordtable {
	struct wordtable_slot *slots;
	size_t size, used; /* size is a power of two, or 0 */
};

void wordtable_free(struct wordtable *);

/* The word's value, to be set: 0 where the word is new. */
uint32_t *wordtable_put(struct wordtable *, const char *word, size_t n);

/* By the word and its word_hash(); 0 where it is not in the table. */
uint32_t wordtable_get(
    const struct wordtable *, const char *word, size_t n, uint32_t hash);

#endif
