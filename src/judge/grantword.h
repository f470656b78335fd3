/*
 * A sentence on devices taken apart: its words of granting, its devices, and
 * which word governs which device. Inner header of grantword.c and grant.c.
 */
#ifndef HEARSAY_JUDGE_GRANTWORD_H
#define HEARSAY_JUDGE_GRANTWORD_H

#include "judge/draw.h"
#include "judge/noword.h"

#define CUES	16 /* of one sentence */
#define DEVICES 40
#define NO_MOST 12

#define NO_NEAR 16 /* bytes between a "no" and what it denies */

struct grant_word {
	uint32_t start, end;
	enum phrase class;
	bool denied; /* a "no" stands before it */
};

/* A sentence taken apart. */
struct grant_scan {
	const struct drawn *d;
	const struct phrases_found *f;
	const char *s; /* the folded field */
	struct grant_word cues[CUES];
	size_t cue_count;
	const struct mention *devices[DEVICES];
	size_t device_count;
	struct noword_hit no[NO_MOST];
	size_t no_count;
	bool whole;
};

/* A phrase of the class wholly between; "but", "while" or a semicolon; a word
 * of granting. */
bool grant_scan_has(
    const struct grant_scan *, enum phrase class, uint32_t from, uint32_t to);
bool grant_scan_parts(const struct grant_scan *, uint32_t from, uint32_t to);
bool grant_scan_cue_between(
    const struct grant_scan *, uint32_t from, uint32_t to);

/* Fill cues (of scan->f), what denies them, and the devices of a passage. */
void grant_scan_cues(struct grant_scan *);
void grant_scan_denials(struct grant_scan *);
void grant_scan_devices(struct grant_scan *, const struct passage *);

/* The first and the last device of the list that one is in. */
void grant_scan_list(
    const struct grant_scan *, size_t at, size_t *first, size_t *last);

/* The word of granting that governs a device, or NULL. */
const struct grant_word *grant_scan_governor(
    const struct grant_scan *, size_t at);

/* Does its device stand behind it: "drops the A9"? */
bool grant_word_leads(enum phrase class);

#endif
