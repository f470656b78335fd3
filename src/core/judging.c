/*
 * The judge, built from the store; items and stories of a document, judged and
 * written. Their rumors are written by rumorwrite.c.
 */
#include "core/judging.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/judgingrun.h"
#include "judge/entryitem.h"

/*
 * How seldom a word is, and what a source puts under everything, is learned
 * from more than the window where few items come: from so many.
 */
#define LEARNED	    8000
#define TAKEN_LEAST 1000 /* items that are not worth a look */
#define ITEMS_STEP  4	 /* restored between two looks at the clock */

struct judging *judging_new(struct store *store)
{
	struct judging *j = mem_alloc(sizeof(*j));

	j->store = store;
	arena_init(&j->kept);
	return j;
}

static void release(struct judging *j)
{
	if (j->built || j->build != BUILD_NOTHING)
		judge_release(&j->judge);
	store_replay_close(j->replay);
	j->replay = NULL;
	j->build = BUILD_NOTHING;
	j->built = false;
	j->live = j->taken = 0;
	rumors_forget(j);
}

void judging_free(struct judging *j)
{
	if (!j)
		return;
	release(j);
	free(j->pending);
	arena_free(&j->kept);
	free(j);
}

/* --- from the store --- */

static void restore(void *arg, const struct stored_item *s)
{
	struct judging *j = arg;

	j->live++;
	if (s->live_story)
		cluster_restore(
		    j->judge.cluster, s->item, s->story, s->copy_of);
	board_restore(j->judge.board, s->item, s->analysis, s->story,
	    s->copy_of, s->rumor_of);
}

static int read_rulings(struct judging *j, struct err *e)
{
	struct arena arena;
	struct ruling *rulings;
	size_t n;
	int rc;

	arena_init(&arena);
	rc = store_rulings_in_force(j->store, &arena, &rulings, &n, e);
	for (size_t i = 0; i < n && !rc; i++)
		if (rulings[i].id != j->withheld)
			judge_rule(&j->judge, &rulings[i]);
	arena_free(&arena);
	return rc;
}

static void restore_unfolded(void *arg, int64_t item, bool backlog)
{
	rumors_owed(arg, item, backlog, true);
}

static void restore_place(void *arg, const struct stored_item *s)
{
	struct judging *j = arg;

	cluster_restore(j->judge.cluster, s->item, s->story, s->copy_of);
}

static int build_begin(struct judging *j, int64_t now, struct err *e)
{
	const struct judge_policy *p = &judge_default_policy;
	struct replay_since since = {.claims = now - p->board.join_window_s,
	    .word = now - BOARD_MEMORY_S};
	int64_t story;

	release(j);
	if (store_next_id(j->store, "story", &story, e) ||
	    store_next_id(j->store, "rumor", &j->next_rumor, e) ||
	    store_item_nth(j->store, LEARNED, &since.stories, e))
		return -1;
	if (since.stories < since.claims)
		since.stories = since.claims;
	if (since.stories > now - p->cluster.window_s)
		since.stories = now - p->cluster.window_s;
	if (store_replay_open(j->store, &since, &j->replay, e))
		return -1;
	judge_init(&j->judge, j->lexicon, p);
	cluster_used(j->judge.cluster, story - 1);
	j->build = BUILD_REPLAYS;
	return 0;
}

/* 1: there is more to do. */
static int build_step(struct judging *j, struct err *e)
{
	int rc;

	switch (j->build) {
	case BUILD_NOTHING:
		return 0;
	case BUILD_REPLAYS:
		rc = store_replay_some(j->replay, ITEMS_STEP, restore, j, e);
		if (rc)
			return rc;
		if (read_rulings(j, e) ||
		    store_unfolded(j->store, restore_unfolded, j, e))
			return -1;
		store_replay_close(j->replay);
		j->replay = NULL;
		j->build = BUILD_FOLDS;
		return 1;
	case BUILD_FOLDS:
		if (!board_fold_some(j->judge.board, CLAIMS_STEP))
			return 1;
		board_ready(j->judge.board, j->next_rumor);
		/* What is written already cannot be told any more. */
		if (j->pending_count)
			board_tell_all(j->judge.board);
		j->build = BUILD_NOTHING;
		j->built = true;
		return 0;
	}
	return 0;
}

int judging_build_some(
    struct judging *j, int64_t now, int64_t until_ms, struct err *e)
{
	int rc = 0;

	if (!j->built && !judging_is_building(j))
		rc = build_begin(j, now, e);
	while (!rc) {
		rc = build_step(j, e);
		if (rc <= 0)
			break;
		if (clock_mono_ms() >= until_ms)
			return 1;
		rc = 0;
	}
	if (rc < 0) /* half a judge would say half, under new numbers */
		release(j);
	return rc;
}

bool judging_is_building(const struct judging *j)
{
	return j->build != BUILD_NOTHING;
}

int judging_rebuild(struct judging *j, int64_t now, struct err *e)
{
	release(j);
	return judging_build_some(j, now, INT64_MAX, e);
}

int judging_recall(
    struct judging *j, int64_t ruling, int64_t now, struct err *e)
{
	int rc;

	j->withheld = ruling;
	rc = judging_rebuild(j, now, e);
	j->withheld = 0;
	return rc;
}

int judging_use(struct judging *j, const struct lexicon *lexicon, int64_t now,
    struct err *e)
{
	if (j->built && j->lexicon == lexicon)
		return 0;
	j->lexicon = lexicon;
	return judging_rebuild(j, now, e);
}

void judging_prepare(struct judging *j, const struct lexicon *lexicon)
{
	j->lexicon = lexicon;
}

int judging_ready(struct judging *j, int64_t now, struct err *e)
{
	return j->built ? 0 : judging_build_some(j, now, INT64_MAX, e);
}

bool judging_tidy(struct judging *j)
{
	if (j->taken < TAKEN_LEAST || j->taken < j->live)
		return false;
	release(j);
	return true;
}

int judging_move(struct judging *j, int64_t story, int64_t other, struct err *e)
{
	bool live = cluster_forget(j->judge.cluster, story);

	live |= cluster_forget(j->judge.cluster, other);
	return live ? store_stories_replay(
			  j->store, story, other, restore_place, j, e)
		    : 0;
}

struct judge *judging_judge(struct judging *j)
{
	return j->built ? &j->judge : NULL;
}

size_t judging_size(const struct judging *j)
{
	return j->live + j->taken;
}

/* --- a document --- */

struct leaving {
	struct judging *j;
	int64_t item;
	size_t others;
};

static void restore_other(void *arg, const struct stored_item *s)
{
	struct leaving *l = arg;

	if (s->item->id == l->item)
		return;
	l->others++;
	cluster_restore(l->j->judge.cluster, s->item, s->story, s->copy_of);
}

/*
 * Its text is another one: it leaves its story, or it would be a copy of
 * itself, and is placed anew. Where nobody else told that, under the number
 * that it had.
 */
static int leave_story(struct judging *j, int64_t item, struct err *e)
{
	struct leaving l = {.j = j, .item = item};
	int64_t story;

	if (store_item_story(j->store, item, &story, e))
		return -1;
	if (!story || !cluster_forget(j->judge.cluster, story))
		return 0;
	if (store_stories_replay(j->store, story, 0, restore_other, &l, e))
		return -1;
	if (!l.others)
		cluster_prefer(j->judge.cluster, item, story);
	return 0;
}

/*
 * Stores an entry. *out is its item where it has to be judged, else NULL. A
 * revision speaks from the moment it was made.
 */
static int take_entry(struct writing *w, const struct feed *f,
    const struct doc *d, const struct entry *entry, const struct item **out)
{
	struct entryitem *e = arena_alloc(w->arena, sizeof(*e));
	enum item_news news;

	*out = NULL;
	entryitem_make(w->arena, d, entry, &f->source, w->now, e);
	if ((!*e->item.title && !*e->item.text) ||
	    e->item.published_at < w->oldest)
		return 0;
	if (store_item_put(w->j->store, f->id, &e->item, e->canonical_url,
		e->content_hash, &news, w->err))
		return -1;
	if (news == ITEM_KNOWN)
		return 0;
	if (news == ITEM_NEW)
		w->news->new_items++;
	if (news == ITEM_REVISED) {
		w->news->revised_items++;
		if (e->updated_at > e->item.published_at)
			e->item.published_at = e->updated_at;
		if (leave_story(w->j, e->item.id, w->err))
			return -1;
	}
	*out = &e->item;
	return 0;
}

/* The item has shown that another story was the one that it is in. */
static int write_merge(
    struct writing *w, const struct item *item, const struct placement *p)
{
	struct merge_row m = {.story = p->merged,
	    .part_of = p->story,
	    .at = w->now,
	    .item = item->id,
	    .why = p->merged_why};
	bool fresh;

	if (!p->merged)
		return 0;
	log_info("story %lld is part of story %lld: %s", (long long)p->merged,
	    (long long)p->story, p->merged_why);
	return store_story_merge(w->j->store, &m, w->err) ||
		       write_event(w, EVENT_STORY_MERGED, p->merged, item->id,
			   item->published_at,
			   arena_printf(w->arena, "%lld", (long long)p->story),
			   &fresh)
		   ? -1
		   : 0;
}

static int write_judged(
    struct writing *w, const struct item *item, const struct judged *judged)
{
	struct judging *j = w->j;
	bool fresh;

	if (store_item_judged(w->j->store, item, judged->analysis,
		&judged->placement, w->err) ||
	    write_event(w, EVENT_STORY_NEW, judged->placement.story, 0,
		item->published_at, "", &fresh) ||
	    write_merge(w, item, &judged->placement))
		return -1;
	if (!judged->analysis->claim_count) {
		if (write_flag(w, item->id))
			return -1;
		board_let_go(j->judge.board, item->id);
	}
	j->taken++;
	rumors_owed(j, item->id, w->backlog, false);
	return 0;
}

static int judge_items(struct writing *w, const struct item **items, size_t n)
{
	struct judged *judged = arena_array(w->arena, n + 1, sizeof(*judged));

	judge_take(&w->j->judge, w->arena, items, n, judged);
	for (size_t i = 0; i < n; i++)
		if (write_judged(w, items[i], &judged[i]))
			return -1;
	return 0;
}

int judging_document(struct judging *j, const struct feed *f,
    const struct doc *d, int64_t now, int64_t oldest, bool backlog,
    struct judging_news *news, struct err *e)
{
	struct arena arena;
	struct writing w = {.j = j,
	    .arena = &arena,
	    .now = now,
	    .oldest = oldest,
	    .backlog = backlog,
	    .news = news,
	    .err = e};
	const struct item **items;
	size_t n = 0;
	int rc = 0;

	arena_init(&arena);
	items = arena_array(&arena, d->entry_count + 1, sizeof(*items));
	for (size_t i = 0; i < d->entry_count && !rc; i++) {
		rc = take_entry(&w, f, d, &d->entries[i], &items[n]);
		n += items[n] != NULL;
	}
	if (!rc && n)
		rc = judge_items(&w, items, n);
	if (!rc && n)
		log_info("feed %s: %zu new or changed of %zu entries",
		    f->source.slug, n, d->entry_count);
	arena_free(&arena);
	return rc;
}
