/*
 * Words whose meaning counts when stories are told apart, whatever their
 * language: systems and devices, betas, months, regions, kinds of news, what
 * breaks or comes, and names that are written differently in different
 * languages. They stand in senses.tsv of the lexicon; a sense may hang on
 * several words in a row ("battery life", "应用锁").
 */
#ifndef HEARSAY_JUDGE_SENSE_H
#define HEARSAY_JUDGE_SENSE_H

#include <stddef.h>

#include "base/err.h"
#include "judge/tsv.h"
#include "text/prose.h"

enum sense {
	SENSE_SYSTEM,  /* a version follows: "ios" */
	SENSE_FAMILY,  /* a model follows: "pixel" */
	SENSE_SUFFIX,  /* part of a model's name: "pro" */
	SENSE_STAGE,   /* "beta", "qpr" */
	SENSE_MONTH,   /* "1" to "12" */
	SENSE_REGION,  /* where it comes to: "china", "global" */
	SENSE_KIND,    /* of news: "leak", "official", "denial", "patch" ... */
	SENSE_TOPIC,   /* what breaks or comes: "battery" */
	SENSE_PATCHED, /* beside a month: its patch */
	SENSE_NAME,    /* one name in many languages; nothing else */
	SENSE_SERVICE, /* no event: "deal", "howto", "list" */
	SENSE_COUNT
};

struct han;
struct senses;	   /* all words; constant once they are read */
struct sense_word; /* one of them, with its senses */

#define SENSES_FILE    "senses.tsv"
#define SENSES_COLUMNS "sense\tmeans\twords\tnote"

struct senses *senses_new(const struct han *); /* which outlives it */
void senses_free(struct senses *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int senses_add(struct senses *, const struct tsv_row *, struct err *);

/*
 * What is known of the words that begin with word i of the prose: the longest
 * row that the text goes on with, or NULL. *length (may be NULL) is how many
 * folded bytes it covers.
 */
const struct sense_word *sense_at(
    const struct senses *, const struct prose *, size_t i, size_t *length);

/* What is known of a folded word by itself. */
const struct sense_word *sense_find(
    const struct senses *, const char *word, size_t n);

/* What the word means in the sense, or NULL; NULL of NULL. */
const char *sense_in(const struct sense_word *, enum sense);

/* What it means in any sense but the last, for languages to meet in. */
const char *sense_shared(const struct sense_word *);

#endif
