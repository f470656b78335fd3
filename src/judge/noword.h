/*
 * Words that say whether a thing is there, by language: rows of polarity.tsv.
 * What they mean to a thing of the sentence is told by polarity.c.
 */
#ifndef HEARSAY_JUDGE_NOWORD_H
#define HEARSAY_JUDGE_NOWORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "judge/tables.h"
#include "judge/tsv.h"

#define NOWORD_FILE    "polarity.tsv"
#define NOWORD_COLUMNS "lang\tclass\tpatterns"

enum noword_class {
	NOWORD_NO,    /* "without": what follows is not there */
	NOWORD_ASIDE, /* "instead of": what follows is not it */
	NOWORD_NOT,   /* "will not": the clause is not so */
	NOWORD_LOST,  /* "drops": what follows goes */
	NOWORD_GONE,  /* "is missing": what stands beside it is not there */
	NOWORD_IS,    /* "included": behind a "not", of what stands before */
	NOWORD_PASS,  /* "not only": says no to nothing */
	NOWORD_JOINT, /* "but": a clause begins */
	NOWORD_ELSE,  /* "unlike": a clause that speaks of something else */
	NOWORD_COUNT
};

struct noword_hit {
	uint32_t start, end; /* bytes of the text */
	enum noword_class class;
	const char *tail; /* "out" of "leaves * out"; or NULL */
};

struct nowords *nowords_new(const struct han *); /* which outlives it */
void nowords_free(struct nowords *);
int nowords_add(
    struct nowords *, enum lang, const struct tsv_row *, struct err *);
void nowords_ready(struct nowords *);

/*
 * The words of the folded text from `from` to `to`, in order, none within
 * another: of those that overlap the first, then the longest. At most cap.
 */
size_t nowords_find(const struct nowords *, enum lang, const char *text,
    uint32_t from, uint32_t to, struct noword_hit *out, size_t cap);

#endif
