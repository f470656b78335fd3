/* Items, stories, rumors and events of a document, judged and written. */
#include "core/judging.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "judge/entryitem.h"
#include "judge/judge.h"

#define RECENT_S (3 * 86400) /* an older verdict is not news */
/*
 * How seldom a word is, and what a source puts under everything, is learned
 * from more than the window where few items come: from so many.
 */
#define LEARNED	    8000
#define TAKEN_LEAST 1000 /* items that are not worth a look */

/* An item that was judged, and whose rumors are not written yet. */
struct pending {
	int64_t item;
	bool backlog;
};

struct judging {
	struct store *store;
	const struct lexicon *lexicon;
	struct judge judge;
	bool built;
	size_t live, taken; /* items: it was built of, and since then */
	struct pending *pending;
	size_t pending_count, pending_cap;
	int64_t withheld; /* a ruling that is told later; 0: none */
};

struct judging *judging_new(struct store *store)
{
	struct judging *j = mem_alloc(sizeof(*j));

	j->store = store;
	return j;
}

static void release(struct judging *j)
{
	if (j->built)
		judge_release(&j->judge);
	j->built = false;
	j->live = j->taken = 0;
	j->pending_count = 0;
}

void judging_free(struct judging *j)
{
	if (!j)
		return;
	release(j);
	free(j->pending);
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

static void restore_place(void *arg, const struct stored_item *s)
{
	struct judging *j = arg;

	cluster_restore(j->judge.cluster, s->item, s->story, s->copy_of);
}

int judging_rebuild(struct judging *j, int64_t now, struct err *e)
{
	const struct judge_policy *p = &judge_default_policy;
	struct replay_since since = {.claims = now - p->board.join_window_s,
	    .word = now - BOARD_MEMORY_S};
	int64_t story, rumor;

	release(j);
	if (store_next_id(j->store, "story", &story, e) ||
	    store_next_id(j->store, "rumor", &rumor, e) ||
	    store_item_nth(j->store, LEARNED, &since.stories, e))
		return -1;
	if (since.stories < since.claims)
		since.stories = since.claims;
	if (since.stories > now - p->cluster.window_s)
		since.stories = now - p->cluster.window_s;
	judge_init(&j->judge, j->lexicon, p);
	j->built = true;
	cluster_used(j->judge.cluster, story - 1);
	if (store_items_replay(j->store, &since, restore, j, e) ||
	    read_rulings(j, e)) {
		/* Half a judge would say half of it, under new numbers. */
		release(j);
		return -1;
	}
	board_ready(j->judge.board, rumor);
	return 0;
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
	return j->built ? 0 : judging_rebuild(j, now, e);
}

int judging_tidy(struct judging *j, int64_t now, struct err *e)
{
	if (j->taken < TAKEN_LEAST || j->taken < j->live)
		return 0;
	return judging_rebuild(j, now, e);
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

/* --- what the board says now, to the store --- */

struct writing {
	struct judging *j;
	struct arena *arena;
	int64_t now, oldest;
	bool backlog;
	bool anew; /* items were judged again, or may have been */
	struct judging_news *news;
	struct err *err;
	/*
	 * Judged again: what is found is noted at the time when it happened,
	 * so that no digest takes it for news, and told to nobody at once.
	 * But for corrections of a verdict that was told: those are news.
	 */
	bool again, correction;
};

static int write_flag(struct writing *w, int64_t item)
{
	const struct board *b = w->j->judge.board;
	const char **names;
	size_t n = board_item_attributed(b, w->arena, item, &names);
	struct buf all;
	int rc;

	buf_init(&all, 4096);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%s%s", i ? "; " : "", names[i]);
	rc = store_item_flag(w->j->store, item, board_item_flag(b, item),
	    n ? buf_text(&all) : NULL, w->err);
	buf_free(&all);
	return rc;
}

static int write_event(struct writing *w, enum event_kind kind, int64_t subject,
    int64_t item, int64_t at, const char *detail, bool *fresh)
{
	struct event ev = {.kind = kind,
	    .subject = subject,
	    .item = item,
	    .at = at,
	    .noted_at = w->again && !w->correction ? at : w->now,
	    .detail = detail};

	return store_event(w->j->store, &ev, fresh, w->err);
}

/* Did the item come just now, and not with a first poll's backlog? */
static bool is_news(const struct judging *j, int64_t item)
{
	for (size_t i = 0; i < j->pending_count; i++)
		if (j->pending[i].item == item)
			return !j->pending[i].backlog;
	return false;
}

/*
 * Once more as a verdict for those who are told at once: without the item,
 * since a better sentence for the same verdict is no news.
 */
static int write_verdict(
    struct writing *w, const struct rumor *r, const struct transition *t)
{
	const char *status = rumor_status_name(t->to);
	bool fresh;

	if (w->again || !rumor_status_is_settled(t->to) ||
	    w->now - t->at >= RECENT_S ||
	    !(t->ruling || is_news(w->j, t->item)))
		return 0;
	w->news->settled = true;
	if (t->ruling) /* each is news, also after an undo of the same */
		status = arena_printf(
		    w->arena, "%s %lld", status, (long long)t->ruling);
	return write_event(
	    w, EVENT_RUMOR_SETTLED, r->id, 0, t->at, status, &fresh);
}

static const char *step_detail(struct arena *a, const struct transition *t)
{
	const char *detail = arena_printf(a, "%s %s %s",
	    rumor_status_name(t->from), rumor_status_name(t->to), t->rule);

	return t->ruling
		   ? arena_printf(a, "%s %lld", detail, (long long)t->ruling)
		   : detail;
}

/*
 * Has the step been told, if of another item? One that came late may have it
 * rest on a better sentence; a rumor that was opened again may take it twice.
 */
static int is_told(
    struct writing *w, const struct rumor *r, const struct transition *t)
{
	const char *detail = step_detail(w->arena, t);
	size_t told, before = 0;

	for (const struct transition *s = r->transitions; s < t; s++)
		before += !strcmp(step_detail(w->arena, s), detail);
	if (store_event_count(
		w->j->store, EVENT_RUMOR_STATUS, r->id, detail, &told, w->err))
		return -1;
	return told > before;
}

static int write_transition(
    struct writing *w, const struct rumor *r, const struct transition *t)
{
	bool fresh;
	const char *detail = step_detail(w->arena, t);
	int told = is_told(w, r, t);

	if (told)
		return told < 0 ? -1 : 0;
	if (write_event(
		w, EVENT_RUMOR_STATUS, r->id, t->item, t->at, detail, &fresh))
		return -1;
	if (!fresh)
		return 0;
	log_info("rumor %lld: %s", (long long)r->id, detail);
	return write_verdict(w, r, t);
}

/*
 * The last event of a rumor tells its status. Where that changed without a
 * step of its own (an undo, or an item that came late), this is the step.
 */
static int write_turn(struct writing *w, const struct rumor *r)
{
	enum rumor_status told;
	bool fresh;
	int rc = store_rumor_told(w->j->store, r->id, &told, w->err);

	if (rc || told == r->status)
		return rc < 0 ? -1 : 0;
	return write_event(w, EVENT_RUMOR_STATUS, r->id, 0,
	    w->again && !w->correction ? r->first_at : w->now,
	    arena_printf(w->arena, "%s %s judged-anew %lld",
		rumor_status_name(told), rumor_status_name(r->status),
		(long long)w->now),
	    &fresh);
}

/* A verdict that was told, and is another one now. */
static int is_correction(struct writing *w, const struct rumor *r)
{
	enum rumor_status told;
	int rc = store_rumor_told(w->j->store, r->id, &told, w->err);

	if (rc < 0)
		return -1;
	w->correction =
	    !rc && rumor_status_is_settled(told) && told != r->status;
	return 0;
}

static int write_rumor(struct writing *w, const struct rumor *r)
{
	bool fresh;

	if (w->again && is_correction(w, r))
		return -1;
	if (store_rumor_save(w->j->store, r, w->err) ||
	    write_event(w, EVENT_RUMOR_NEW, r->id, 0, r->first_at, "", &fresh))
		return -1;
	for (size_t i = 0; i < r->transition_count; i++)
		if (write_transition(w, r, &r->transitions[i]))
			return -1;
	if (write_turn(w, r))
		return -1;
	for (size_t i = 0; w->anew && i < r->member_count; i++)
		if (write_flag(w, r->members[i].item))
			return -1;
	return 0;
}

static int write_changes(struct writing *w)
{
	const struct rumor *r;
	int64_t *ids;
	size_t n;

	w->anew = board_refolded(w->j->judge.board);
	n = board_changed(w->j->judge.board, w->arena, &ids);
	for (size_t i = 0; i < n; i++) {
		r = board_rumor_by_id(w->j->judge.board, ids[i]);
		if (r ? write_rumor(w, r)
		      : store_rumor_drop(w->j->store, ids[i], w->err))
			return -1;
	}
	for (size_t i = 0; i < w->j->pending_count; i++)
		if (write_flag(w, w->j->pending[i].item))
			return -1;
	w->j->pending_count = 0;
	return 0;
}

int judging_write_again(struct store *s, struct judge *judge,
    const int64_t *rumors, size_t n, int64_t now, struct err *e)
{
	struct judging j = {.store = s, .judge = *judge, .built = true};
	struct judging_news news = {0};
	struct arena arena;
	struct writing w = {.j = &j,
	    .arena = &arena,
	    .now = now,
	    .news = &news,
	    .err = e,
	    .again = true};
	int rc = 0;

	arena_init(&arena);
	for (size_t i = 0; i < n && !rc; i++) {
		const struct rumor *r =
		    board_rumor_by_id(judge->board, rumors[i]);

		rc = r ? write_rumor(&w, r) : store_rumor_drop(s, rumors[i], e);
	}
	arena_free(&arena);
	return rc;
}

int judging_write_flag(
    struct store *s, struct judge *judge, int64_t item, struct err *e)
{
	struct judging j = {.store = s, .judge = *judge, .built = true};
	struct arena arena;
	struct writing w = {.j = &j, .arena = &arena, .err = e};
	int rc;

	arena_init(&arena);
	rc = write_flag(&w, item);
	arena_free(&arena);
	return rc;
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
	j->pending = mem_room(
	    j->pending, j->pending_count, &j->pending_cap, sizeof(*j->pending));
	j->taken++;
	j->pending[j->pending_count++] =
	    (struct pending){.item = item->id, .backlog = w->backlog};
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

int judging_advance(
    struct judging *j, int64_t now, struct judging_news *news, struct err *e)
{
	struct arena arena;
	struct writing w = {
	    .j = j, .arena = &arena, .now = now, .news = news, .err = e};
	int rc;

	arena_init(&arena);
	board_advance(j->judge.board, now);
	rc = write_changes(&w);
	arena_free(&arena);
	return rc;
}

int64_t judging_deadline(const struct judging *j, int64_t now)
{
	const struct board *b = j->judge.board;
	int64_t first = 0, at;

	for (size_t i = 0; j->built && i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		at = r->deadline + judge_default_policy.board.deadline_grace_s +
		     1;
		if (!r->deadline || rumor_status_is_settled(r->status) ||
		    at <= now)
			continue;
		if (!first || at < first)
			first = at;
	}
	return first;
}
