/*
 * The inside of the lexicon, shared by the files that make it up:
 * lexiconrow.c (what a row of each table means), lexicon.c (the folder of
 * tables, their checking as a whole, the fingerprint), lookup.c (what a loaded
 * lexicon is asked).
 */
#ifndef HEARSAY_JUDGE_LEXICONROW_H
#define HEARSAY_JUDGE_LEXICONROW_H

#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

#include "base/arena.h"
#include "judge/tables.h"
#include "judge/tsv.h"

#define FLAG_FILE "flag.tsv"

/* A lexicon that is being read: the context of every row. */
struct loader {
	struct lexicon *lex;
	struct arena scratch; /* rows; gone after loading */
	XXH64_state_t *hash;
	struct {
		const char *file;
		unsigned line;
		const char *name; /* a predecessor or successor */
	} * refs;
	size_t ref_count, ref_cap;
	uint32_t flag_seen[FEATURE_COUNT / 32 + 1];
};

/*
 * In the order in which they are read. What all others are folded by comes
 * first. Vendors come before products: a name that is a
 * vendor's and a product's is found under both, and messages follow the order.
 */
#define LEXICON_TABLES 23
extern const struct tsv_table lexicon_tables[LEXICON_TABLES];

/* A name or word as the maps and the automaton have it. */
char *lexicon_fold(const struct lexicon *, struct arena *, const char *);

#endif
