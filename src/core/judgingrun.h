/*
 * Inner header of judging.c (the judge, documents) and rumorwrite.c (what the
 * board says). What others may know is in judging.h.
 */
#ifndef HEARSAY_CORE_JUDGINGRUN_H
#define HEARSAY_CORE_JUDGINGRUN_H

#include "base/arena.h"
#include "core/judging.h"

/* An item that was judged, and whose rumors are not written yet. */
struct pending {
	int64_t item;
	bool backlog;
	bool noted; /* in the store's list of them */
};

#define CLAIMS_STEP 50 /* folded between two looks at the clock */

/* How far a judge is that is built from the store. */
enum judging_build { BUILD_NOTHING, BUILD_REPLAYS, BUILD_FOLDS };

/* How far the board is with them. */
enum judging_step { STEP_NONE, STEP_FOLDING, STEP_RUMORS, STEP_FLAGS };

struct judging {
	struct store *store;
	const struct lexicon *lexicon;
	struct judge judge;
	bool built;
	enum judging_build build;
	struct replay *replay;
	int64_t next_rumor;
	size_t live, taken; /* items: it was built of, and since then */
	struct pending *pending;
	size_t pending_count, pending_cap;
	bool noted; /* some of them */
	enum judging_step step;
	struct arena kept; /* while it is written */
	int64_t *changed;  /* rumors, in kept */
	size_t changed_count, at;
	bool anew;	  /* items were judged again, or may have been */
	int64_t withheld; /* a ruling that is told later; 0: none */
};

struct writing {
	struct judging *j;
	struct arena *arena;
	int64_t now, oldest;
	bool backlog;
	struct judging_news *news;
	struct err *err;
	/*
	 * Judged again: what is found is noted at the time when it happened,
	 * so that no digest takes it for news, and told to nobody at once.
	 * But for corrections of a verdict that was told: those are news.
	 */
	bool again, correction;
};

/* --- rumorwrite.c --- */

int write_event(struct writing *, enum event_kind, int64_t subject,
    int64_t item, int64_t at, const char *detail, bool *fresh);

/* As the board says now: whether it carries a rumor, and whose word. */
int write_flag(struct writing *, int64_t item);

/* The item's rumors are to be written. */
void rumors_owed(struct judging *, int64_t item, bool backlog, bool noted);
/* Nothing is, as far as this judge knows. */
void rumors_forget(struct judging *);

#endif
