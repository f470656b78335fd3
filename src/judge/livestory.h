/*
 * The inside of the clusterer, shared by the files that make it up:
 * livestory.c (stories, their items, the clock), candidate.c (which stories
 * might take an item), cluster.c (which one does, and why), storymerge.c (two
 * that are one).
 */
#ifndef HEARSAY_JUDGE_LIVESTORY_H
#define HEARSAY_JUDGE_LIVESTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hashset.h"
#include "base/heap.h"
#include "judge/cluster.h"
#include "judge/itemtext.h"
#include "judge/member.h"
#include "judge/slot.h"
#include "judge/space.h"
#include "judge/words.h"

struct notices;
struct pinned;

#define CANDIDATES    16
#define SLOTS_AGAINST 3 /* one in so many that conflict is a veto */

/* One setting for headlines, teasers and whole articles. */
struct tuning {
	double copy_containment;     /* share of shingles in common */
	double copy_containment_few; /* where there are few: no less */
	double kernel_days;	     /* a story's pull falls by e in so long */
	double span_days;	     /* no story is longer */
	/* A story needs only this share of the link where it is alone, all of
	 * it where the next one comes within a factor. */
	double alone, crowd;
	/* Articles that serve and tell no event share the words of their
	 * template: they need so many times the link. */
	double service, services, services_least;
	/* Two stories are one if an item is in one of them and links so many
	 * times what it needs to the other, and they link to each other. */
	double merge, merge_between, merge_span_days;
	/* Lengths, in words that count, of headlines, teasers, articles. */
	double short_words, middle_words, long_words;
	double need_short, need_middle, need_long;
	double pivot_short, pivot_middle, pivot_long;
	double listed; /* of what the pivot needs, where there are word lists:
			  what no list has weighs on both sides */
};

extern const struct tuning story_tuning;

/* The items of a story in one language. */
struct part {
	char lang[LANG_BYTES];
	uint32_t group;
	double length; /* of all its items together */
};

struct live_story {
	struct heap_node node; /* key: the last item's time */
	int64_t id, first_at, last_at;
	struct member **members;
	size_t count, cap;
	struct part *parts;
	size_t part_count;
	uint32_t pivot_group;
	double length;
	size_t services; /* of its items, those that tell no event */
};

struct cluster {
	const struct lexicon *lexicon;
	struct cluster_policy policy;
	struct space *words, *pivot;
	struct live_story **by_group, **by_pivot_group;
	size_t by_group_cap, by_pivot_group_cap;
	struct hashset by_id;  /* stories */
	struct hashset by_url; /* members, by canonical address */
	struct heap live;
	int64_t now, last_id;
	/* The number of what an item opens that is judged again. */
	struct {
		int64_t item, story;
	} * preferred;
	size_t preferred_count, preferred_cap;
	struct pinned *pinned;
	struct notices *notices;
};

/* An item on its way into a story. */
struct newcomer {
	const struct item *item;
	struct words words;
	struct slots slots;
	bool service;
	char *url;
};

/* A story that might take the item, and what came of it. */
struct candidate {
	struct live_story *story;
	double score, need, product;
	bool pivot;
	bool service;
	bool vetted;	  /* veto is known */
	const char *veto; /* NULL: none */
};

struct copy {
	const struct member *of;
	struct live_story *story;
	double share;
	unsigned common, shingles;
};

/* --- livestory.c --- */

struct live_story *story_find(const struct cluster *, int64_t id);
struct live_story *story_new(struct cluster *, int64_t id, int64_t at);
void story_close(struct cluster *, struct live_story *);
/* The item is in the story from now on. */
void story_take(struct cluster *, struct live_story *, const struct newcomer *);
/* All of one story into the other; `from` is gone. */
void story_unite(
    struct cluster *, struct live_story *, struct live_story *from);
/* NULL where nobody has told it in that language. */
const struct part *part_find(const struct live_story *, const char *lang);
/* The item of that canonical address, or NULL. */
struct member *member_by_url(const struct cluster *, const char *url);
/* It is as late as the item tells; stories that are over are closed. */
void story_clock(struct cluster *, const struct item *);

/* --- candidate.c --- */

void newcomer_read(struct cluster *, struct arena *, const struct itemtext *,
    struct newcomer *);
/* Stories that are near; what they need is said, not whether they have it. */
size_t candidates_find(struct cluster *, const struct newcomer *,
    struct candidate list[2 * CANDIDATES]);
/* Why the story may not take the item; NULL: it may. */
const char *candidate_veto(
    struct candidate *, const struct newcomer *, struct arena *);
bool candidate_is_better(
    const struct candidate *, const struct candidate *than);
/* NULL where there is no other. */
struct candidate *candidate_other(
    struct candidate *list, size_t count, const struct live_story *not_it);
/* What a link of texts of that length, in words, must reach. */
double link_need(double length, bool pivot);
/* What two copies of so many shingles must have in common, as a share. */
double copy_need(unsigned shingles);
/* The nearest item of the story that is a copy, where it beats `best`. */
void copy_try(struct live_story *, const struct newcomer *,
    const struct sketch *, struct copy *best);
/* Days from the first of its items to the last, with one more of that time. */
double story_span(const struct live_story *, int64_t at);

/* --- cluster.c, for storymerge.c --- */

/* The words that bring the item and the story together, heaviest first. */
const char *shared_words(const struct cluster *, struct arena *,
    const struct newcomer *, const struct candidate *);

/* --- storymerge.c --- */

/*
 * The item that the story took may show that another is the same one: then
 * they are one, *story is what is left, and the placement tells it. Where a
 * user has put the item, it shows nothing.
 */
void story_merge(struct cluster *, struct arena *, const struct newcomer *,
    struct candidate *list, size_t count, struct live_story **story,
    struct placement *);

#endif
