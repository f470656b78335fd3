/*
 * A ruling: a user's word on rumors and stories, by `hearsay settle`, merge,
 * split and the like. Append only: a ruling is never changed, and an undo is
 * a ruling too. Those that are not undone are an input of judgement, as items
 * are; ids and what they name stay when rules change.
 */
#ifndef HEARSAY_MODEL_RULING_H
#define HEARSAY_MODEL_RULING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/rumor.h"

enum ruling_kind {
	RULING_SETTLE,		/* subject: the rumor */
	RULING_REOPEN,		/* the rumor */
	RULING_ATTRIBUTE_RUMOR, /* the rumor */
	RULING_ATTRIBUTE_ITEM,	/* the item */
	RULING_MERGE_RUMORS,	/* the one that stays; other: merged away */
	RULING_SPLIT_RUMOR,	/* the one that stays; other: split off */
	RULING_MERGE_STORIES,	/* as of rumors */
	RULING_SPLIT_STORY,
	RULING_UNDO, /* the ruling that is undone */
};

enum { RULING_STAYS, RULING_GOES, RULING_SIDES };

/*
 * What a ruling is about, as it stood then: a claim of an item by its number,
 * which another lexicon may change, its aspect and its sentence; or an item.
 */
struct ruled_claim {
	int64_t item;
	int claim;     /* index into the item's claims; -1: the item */
	unsigned side; /* merged away, split off: RULING_GOES */
	enum aspect aspect;
	const char *sentence; /* NULL of an item */
};

struct ruling {
	int64_t id; /* never 0, never used again */
	enum ruling_kind kind;
	int64_t at; /* policy's clock */
	int64_t subject, other;
	enum rumor_status outcome;  /* of settle */
	const char *source;	    /* of attribute: who said it first */
	const char *because, *link; /* as the user gave them, or NULL */
	const struct ruled_claim *claims;
	size_t claim_count;
	int64_t uid, pid;  /* of who said so; -1 where it is not known */
	const char *user;  /* the name of uid, or NULL */
	int64_t undone_by; /* 0: it is in force */
};

const char *ruling_kind_name(enum ruling_kind); /* "merge-rumors" ... */
int ruling_kind_parse(const char *name, enum ruling_kind *);

/* Does its subject name a rumor; a story? */
bool ruling_is_of_rumor(enum ruling_kind);
bool ruling_is_of_story(enum ruling_kind);

#endif
