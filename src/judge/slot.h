/*
 * Slots: the particulars that decide which event an item reports, however
 * alike the words are: a system's version, a beta's number, the device, the
 * month of a patch, a CVE, whether it denies or confirms, leaks or announces.
 * Items whose slots conflict are never one story.
 */
#ifndef HEARSAY_JUDGE_SLOT_H
#define HEARSAY_JUDGE_SLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "judge/itemtext.h"
#include "judge/lexicon.h"

enum slot_kind {
	SLOT_VERSION, /* name: the system */
	SLOT_STAGE,   /* "beta", "qpr", "dp", "rc" and its number */
	SLOT_DEVICE,
	SLOT_MONTH,
	SLOT_CVE,
	SLOT_REGION,  /* where it comes to; tells releases apart */
	SLOT_KIND,    /* of news: "leak", "official", "denial" ... */
	SLOT_TOPIC,   /* what breaks or comes: "battery" */
	SLOT_SERVICE, /* no event: "deal", "howto" */
};

#define SLOT_NAME_BYTES	 16
#define SLOT_VALUE_BYTES 20

struct slot {
	unsigned char kind;
	bool in_title;
	char name[SLOT_NAME_BYTES];
	char value[SLOT_VALUE_BYTES];
};

struct slots {
	struct slot *list;
	size_t count, cap;
	bool names_system; /* in its title; with or without a version */
};

/* The slots of title and lead, each once; in the arena. */
void slots_of(struct arena *, const struct lexicon *, const struct itemtext *,
    struct slots *);

/* Has it the kind in its title? */
bool slots_title_has(const struct slots *, enum slot_kind);

/*
 * Do they exclude each other? *why (may be NULL) is then told in words:
 * "version ios: 17.4 against 17.5".
 */
bool slots_conflict(const struct slots *, const struct slots *, struct arena *,
    const char **why);

/*
 * For copies, where the lead counts as much as the title: of each kind of
 * which both have any they have one in common, and nothing conflicts.
 */
bool slots_agree(const struct slots *, const struct slots *);

#endif
