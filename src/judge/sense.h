/*
 * Words whose meaning counts when stories are told apart, whatever their
 * language: systems and devices, betas, months, kinds of news, what breaks or
 * comes, and names that are written differently in different languages.
 */
#ifndef HEARSAY_JUDGE_SENSE_H
#define HEARSAY_JUDGE_SENSE_H

#include <stddef.h>

enum sense {
	SENSE_SYSTEM,  /* a version follows: "ios" */
	SENSE_FAMILY,  /* a model follows: "pixel" */
	SENSE_SUFFIX,  /* part of a model's name: "pro" */
	SENSE_STAGE,   /* "beta", "qpr" */
	SENSE_MONTH,   /* "1" to "12" */
	SENSE_KIND,    /* of news: "leak", "official", "denial", "patch" ... */
	SENSE_TOPIC,   /* what breaks or comes: "battery" */
	SENSE_PATCHED, /* beside a month: its patch */
	SENSE_NAME,    /* one name in many languages; nothing else */
};

struct sense_row;

/* What is known of the folded word, or NULL; it lives for ever. */
const struct sense_row *sense_find(const char *word, size_t n);

/* What the word means in the sense, or NULL; NULL of NULL. */
const char *sense_in(const struct sense_row *, enum sense);

/* What it means in any sense, for languages to meet in; or NULL. */
const char *sense_shared(const struct sense_row *);

#endif
