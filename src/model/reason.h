/*
 * Why a decision was taken: the rule by its name, and the particulars in
 * words. Reasons are stored with what they decided; `hearsay explain` prints
 * them and computes nothing.
 */
#ifndef HEARSAY_MODEL_REASON_H
#define HEARSAY_MODEL_REASON_H

#include <stddef.h>

struct reason {
	const char *rule;   /* "near-copy", "same-event", "official-word" */
	const char *detail; /* "9 of 12 shingles of item 31; versions agree" */
};

#endif
