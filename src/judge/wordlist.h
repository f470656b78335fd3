/*
 * Bilingual word lists, for stories to meet in English: a folder of lists in
 * dictd's form as FreeDict's packages install them (/usr/share/dictd), each
 * an index and a text that may be compressed. What is kept is what words
 * mean, as keys; the lists themselves are read once and let go.
 */
#ifndef HEARSAY_JUDGE_WORDLIST_H
#define HEARSAY_JUDGE_WORDLIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct wordlists;

/*
 * Reads all lists of the folder that pair a language with English, in either
 * direction. NULL with file and what is wrong.
 */
struct wordlists *wordlists_load(const char *dir, struct err *);
void wordlists_free(struct wordlists *);

/* Of what was read: lists that are the same give the same. */
uint64_t wordlists_fingerprint(const struct wordlists *);
size_t wordlists_size(const struct wordlists *); /* pairs of words */

/* Most meanings that one word is given. */
#define WORDLIST_MEANINGS 8

/*
 * The keys of the English words that the folded word of the language ("de")
 * may mean, at most WORDLIST_MEANINGS; how many. Of an English word its own,
 * of any language that there is no list for none.
 */
size_t wordlists_find(const struct wordlists *, const char *lang,
    const char *word, size_t n, uint32_t *out);

#endif
