/*
 * Phrases by what they are good for: the rows of phrases.tsv, found by one
 * pass of an automaton of their own. They flag and score nothing (that is what
 * cues are for); a rule that has come to a sentence asks whether, and where,
 * it has one of a class.
 */
#ifndef HEARSAY_JUDGE_PHRASE_H
#define HEARSAY_JUDGE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "judge/tables.h"
#include "judge/tsv.h"

#define PHRASES_FILE	"phrases.tsv"
#define PHRASES_COLUMNS "class\tlang\twords\tnote"

/* What each is: doc/lexicon.md. The order is that of phrase_names[]. */
enum phrase {
	PHRASE_ASKED,
	PHRASE_TALK,
	PHRASE_IT,
	PHRASE_NONE,
	PHRASE_LOSS,
	PHRASE_ONLY,
	PHRASE_MORE,
	PHRASE_BESIDES,
	PHRASE_CANCELLED,
	PHRASE_GRAMMAR,
	PHRASE_PLAIN,
	PHRASE_NAMING,
	PHRASE_SYSTEM,
	PHRASE_RUNS,
	PHRASE_RUNS_NEWLY,
	PHRASE_ON_BOARD,
	PHRASE_ON_BOARD_NEWLY,
	PHRASE_THE_PHONE,
	PHRASE_UPDATED,
	PHRASE_NO_NAME,
	PHRASE_HOUSE,
	PHRASE_THING,
	PHRASE_COUNT
};

struct phrases;

struct phrase_hit {
	uint32_t start, end; /* bytes of the folded text */
	enum phrase class;
};

struct phrase_set { /* a bit for each class */
	uint64_t bits[2];
};

/* What one stretch of text has of them, in order of their starts. */
struct phrases_found {
	struct phrase_hit *hits;
	size_t n, cap;
	struct phrase_set classes; /* of them */
};

struct phrases *phrases_new(void);
void phrases_free(struct phrases *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int phrases_add(struct phrases *, const struct tsv_row *, struct err *);
void phrases_ready(struct phrases *); /* after the last row, once */

/* Those of the language in the bytes from .. to of a folded text of n. */
struct phrases_found phrases_find(const struct phrases *, enum lang,
    struct arena *, const char *text, size_t n, uint32_t from, uint32_t to);

/* The classes that a folded text has, in whatever language. */
struct phrase_set phrases_of(
    const struct phrases *, const char *text, size_t n);

/* Is the folded word one of the class, in whatever language? */
bool phrase_is(const struct phrases *, enum phrase, const char *word, size_t n);

/* The next one of the class behind `after`; NULL is before the first. */
const struct phrase_hit *phrase_next(
    const struct phrases_found *, enum phrase, const struct phrase_hit *after);

static inline bool phrase_in(const struct phrase_set *set, enum phrase class)
{
	return (set->bits[class / 64] >> class % 64 & 1) != 0;
}

#endif
