/*
 * Within judging again: the run that rejudging.c leads and whose difference
 * rejudgediff.c finds.
 */
#ifndef HEARSAY_CORE_REJUDGERUN_H
#define HEARSAY_CORE_REJUDGERUN_H

#include "base/arena.h"
#include "base/map.h"
#include "core/rejudging.h"
#include "judge/judge.h"

struct event;

/* What became of an item. */
struct outcome {
	int64_t item, old_story, story, old_copy;
	bool read_anew; /* the analysis is another one */
	bool changed;	/* anything that is stored of it */
	bool old_flag;
	uint64_t old_named;
	/*
	 * Where it is another one. The story may be another than there: that
	 * of the place was merged into it.
	 */
	const struct placement *place;
};

struct rejudging {
	struct rejudging_setup setup;
	struct event *timer;
	const struct lexicon *lexicon;
	struct judge judge;
	bool built, ready; /* the board has its numbers */
	bool apply;	   /* when it is done */
	struct arena kept; /* of this run */
	struct outcome *outcomes;
	size_t count, cap;
	struct map by_item; /* its number in outcomes, from 1 */
	struct map taken;   /* numbers of stories that are in use */
	struct judged_at after;
	size_t step;	 /* items of the last step */
	int64_t rulings; /* the last one at the start */
	int64_t *rumors; /* all, of before and now */
	size_t rumor_count, rumor_at;
	int64_t *changed; /* rumors */
	size_t changed_count;
	struct rejudge_report report;
	struct err err;
};

/* --- rejudging.c --- */

/* Ends the run with r->err; returns -1. */
int rejudge_fail(struct rejudging *);
/* Of the names of an item as they are stored. */
uint64_t rejudge_names_print(const char *names);

/* --- rejudgediff.c --- */

/* One step of each; 0, or what rejudge_fail() returns. */
int rejudge_fold(struct rejudging *);
int rejudge_compare(struct rejudging *);
/* Does the board say something else of the item than what is stored? */
bool rejudge_flag_differs(const struct rejudging *, const struct outcome *);
bool rejudge_differs(const struct rejudging *);
/* The numbers of stories that went whole into others lead there. */
int rejudge_write_gone(struct rejudging *, int64_t now);

#endif
