/*
 * What a claim tells of a thing, word by word, and whether a maker says the
 * same of the one that it shows. Inner header of likeness.c and
 * bearingpresented.c.
 */
#ifndef HEARSAY_JUDGE_LIKENESS_H
#define HEARSAY_JUDGE_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "judge/kin.h"
#include "judge/lexicon.h"
#include "judge/namepieces.h"
#include "judge/phrase.h"

#define LIKENESS_PHRASES 8

struct likeness { /* all texts are folded, and in the arena */
	struct arena arena;
	const struct lexicon *lex;
	const struct phrases *phrases;
	const char *claim; /* up to head_n it says of what sort the thing is */
	size_t claim_n, head_n;
	size_t name_at, name_n; /* where it has the claimed name */
	const char *scene;	/* all that is told of what is shown */
	const char *told;	/* ... without what it has or is made for */
	const char *own;	/* ... in sentences about just that */
	size_t scene_n, told_n, own_n;
	const char *shown; /* the real name */
	struct name_pieces claimed, real;
	struct kin_phrase said[LIKENESS_PHRASES]; /* of the claim */
	size_t said_count;
};

struct told { /* of the words that tell which thing it is */
	size_t said, missing;
	bool rare;	 /* one that is said is no common sort of thing */
	bool sort;	 /* the noun is said of the thing itself */
	bool tier;	 /* what makes it one of several: "smaller" */
	bool lacks_tier; /* ... that is not said of this one */
};

/* The claim that something has the name, and the scene of what is shown. */
void likeness_begin(struct likeness *, const struct lexicon *,
    const char *claim, const char *name, const char *scene, const char *shown);
void likeness_end(struct likeness *);

/* Leaves out whose word the claim is, and what stands behind the name. */
void likeness_drop_source(struct likeness *, const char *source);

/* Is it the claimed name that stands there in the claim? */
bool likeness_at_name(const struct likeness *, const char *word);

struct told likeness_tell(struct likeness *);

#endif
