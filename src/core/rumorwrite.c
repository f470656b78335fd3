/*
 * What the board says, into the store: rumors with their events, and the flags
 * of items. After many items it is folded and written in steps, and the loop
 * turns between them.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/judgingrun.h"

#define RECENT_S (3 * 86400) /* an older verdict is not news */

int write_flag(struct writing *w, int64_t item)
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

int write_event(struct writing *w, enum event_kind kind, int64_t subject,
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

static int by_item(const void *a, const void *b)
{
	const struct pending *x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	return x->backlog - y->backlog;
}

/* Did the item come just now, and not with a first poll's backlog? */
static bool is_news(const struct judging *j, int64_t item)
{
	const struct pending key = {.item = item};

	return j->pending_count && bsearch(&key, j->pending, j->pending_count,
				       sizeof(key), by_item);
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

/* Was where the step leads told already, by a turn (write_turn())? */
static int is_there(
    struct writing *w, const struct rumor *r, const struct transition *t)
{
	enum rumor_status told;
	int rc;

	if (t->from == t->to)
		return 0;
	rc = store_rumor_told(w->j->store, r->id, &told, w->err);
	return rc < 0 ? -1 : !rc && told == t->to;
}

static int write_transition(
    struct writing *w, const struct rumor *r, const struct transition *t)
{
	bool fresh;
	const char *detail = step_detail(w->arena, t);
	int told = is_told(w, r, t), there;

	if (told)
		return told < 0 ? -1 : 0;
	there = is_there(w, r, t);
	if (there)
		return there < 0 ? -1 : write_verdict(w, r, t);
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
	for (size_t i = 0; w->j->anew && i < r->member_count; i++)
		if (write_flag(w, r->members[i].item))
			return -1;
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

/* --- in steps --- */

void rumors_owed(struct judging *j, int64_t item, bool backlog, bool noted)
{
	j->pending = mem_room(
	    j->pending, j->pending_count, &j->pending_cap, sizeof(*j->pending));
	j->pending[j->pending_count++] =
	    (struct pending){.item = item, .backlog = backlog, .noted = noted};
	j->noted |= noted;
}

void rumors_forget(struct judging *j)
{
	j->pending_count = 0;
	j->noted = false;
	j->step = STEP_NONE;
	arena_reset(&j->kept);
}

bool judging_owes(const struct judging *j)
{
	return j->pending_count > 0 || judging_is_halfway(j);
}

bool judging_is_halfway(const struct judging *j)
{
	return j->step != STEP_NONE;
}

int judging_put_off(struct judging *j, struct err *e)
{
	for (size_t i = 0; i < j->pending_count; i++) {
		struct pending *p = &j->pending[i];

		if (p->noted)
			continue;
		if (store_unfolded_add(j->store, p->item, p->backlog, e))
			return -1;
		p->noted = j->noted = true;
	}
	return 0;
}

static int fold(struct writing *w)
{
	struct judging *j = w->j;

	if (!board_fold_some(j->judge.board, CLAIMS_STEP)) {
		j->step = STEP_FOLDING;
		return 1;
	}
	board_advance(j->judge.board, w->now);
	j->anew = board_refolded(j->judge.board);
	j->changed_count = board_changed(j->judge.board, &j->kept, &j->changed);
	j->at = 0;
	j->step = STEP_RUMORS;
	if (j->pending_count)
		qsort(
		    j->pending, j->pending_count, sizeof(*j->pending), by_item);
	return 1;
}

static int write_next_rumor(struct writing *w)
{
	struct judging *j = w->j;
	const struct rumor *r;
	int64_t id;

	if (j->at == j->changed_count) {
		j->step = STEP_FLAGS;
		j->at = 0;
		return 1;
	}
	id = j->changed[j->at++];
	r = board_rumor_by_id(j->judge.board, id);
	return (r ? write_rumor(w, r) : store_rumor_drop(j->store, id, w->err))
		   ? -1
		   : 1;
}

static int write_next_flag(struct writing *w)
{
	struct judging *j = w->j;

	if (j->at < j->pending_count) {
		int64_t item = j->pending[j->at++].item;

		/* What has no claims was written with its judgement. */
		return board_has(j->judge.board, item) && write_flag(w, item)
			   ? -1
			   : 1;
	}
	if (j->noted && store_unfolded_clear(j->store, w->err))
		return -1;
	rumors_forget(j);
	return 0;
}

/* 1: there is more to do. */
static int step(struct writing *w)
{
	switch (w->j->step) {
	case STEP_NONE:
	case STEP_FOLDING:
		return fold(w);
	case STEP_RUMORS:
		return write_next_rumor(w);
	case STEP_FLAGS:
		return write_next_flag(w);
	}
	return 0;
}

int judging_advance_some(struct judging *j, int64_t now, int64_t until_ms,
    struct judging_news *news, struct err *e)
{
	struct arena arena;
	struct writing w = {
	    .j = j, .arena = &arena, .now = now, .news = news, .err = e};
	int rc;

	arena_init(&arena);
	do {
		rc = step(&w);
		arena_reset(&arena);
	} while (rc > 0 && clock_mono_ms() < until_ms);
	if (rc > 0 && judging_put_off(j, e))
		rc = -1;
	arena_free(&arena);
	return rc;
}

int judging_advance(
    struct judging *j, int64_t now, struct judging_news *news, struct err *e)
{
	return judging_advance_some(j, now, INT64_MAX, news, e);
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
