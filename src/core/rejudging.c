/* Judging again: the pass, the difference, and its application. */
#include "core/rejudgerun.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "core/judging.h"
#include "judge/analyze.h"
#include "judge/itemtext.h"
#include "model/fingerprint.h"

#define SCORE_ALIKE 0.02
#define SLICE_MS    20
#define ITEMS_STEP  50	/* a look at the clock after so many */
#define FORGET_S    900 /* a difference that nobody applies */

/* --- life --- */

static void on_timer(evutil_socket_t fd, short what, void *arg);

struct rejudging *rejudging_new(const struct rejudging_setup *setup)
{
	struct rejudging *r = mem_alloc(sizeof(*r));

	r->setup = *setup;
	arena_init(&r->kept);
	if (setup->base) {
		r->timer = evtimer_new(setup->base, on_timer, r);
		event_priority_set(r->timer, 2);
	}
	return r;
}

static void release(struct rejudging *r)
{
	if (r->built)
		judge_release(&r->judge);
	free(r->outcomes);
	map_free(&r->by_item);
	map_free(&r->taken);
	arena_free(&r->kept);
	arena_init(&r->kept);
	r->built = r->ready = false;
	r->outcomes = NULL;
	r->count = r->cap = 0;
	r->rumors = r->changed = NULL;
	r->rumor_count = r->rumor_at = r->changed_count = 0;
	r->after = (struct judged_at){0, 0};
}

void rejudging_free(struct rejudging *r)
{
	if (!r)
		return;
	release(r);
	arena_free(&r->kept);
	if (r->timer)
		event_free(r->timer);
	free(r);
}

static void wake(struct rejudging *r, long s)
{
	struct timeval tv = {.tv_sec = s, .tv_usec = s ? 0 : 1000};

	if (r->timer)
		evtimer_add(r->timer, &tv);
}

static void end(struct rejudging *r, enum rejudge_state state, const char *why)
{
	struct rejudge_report old = r->report;

	release(r);
	r->apply = false;
	r->report = (struct rejudge_report){.state = state,
	    .done = old.done,
	    .total = old.total,
	    .items = old.items,
	    .moved = old.moved,
	    .flags = old.flags,
	    .stories = old.stories,
	    .rumors_new = old.rumors_new,
	    .rumors_gone = old.rumors_gone,
	    .rumors_turned = old.rumors_turned,
	    .rumors_other = old.rumors_other,
	    .error = arena_strdup(&r->kept, why)};
}

int rejudge_fail(struct rejudging *r)
{
	char why[sizeof(r->err.text)];

	memcpy(why, r->err.text, sizeof(why));
	log_error("judging again: %s", why);
	end(r, REJUDGE_FAILED, why);
	return -1;
}

void rejudging_cancel(struct rejudging *r, const char *why)
{
	if (r->built)
		end(r, REJUDGE_FAILED, why);
}

/* --- the pass --- */

/* The newest ruling: the pass is by those that were in force then. */
static int last_ruling(struct rejudging *r, int64_t *id)
{
	struct arena a;
	struct ruling *list;
	size_t n;
	int rc;

	arena_init(&a);
	rc = store_report_rulings(r->setup.store, &a, 1, &list, &n, &r->err);
	*id = !rc && n ? list[0].id : 0;
	arena_free(&a);
	return rc;
}

static int read_rulings(struct rejudging *r)
{
	struct arena a;
	struct ruling *list;
	size_t n;
	int rc;

	arena_init(&a);
	rc = store_rulings_in_force(r->setup.store, &a, &list, &n, &r->err);
	for (size_t i = 0; i < n && !rc; i++)
		judge_rule(&r->judge, &list[i]);
	arena_free(&a);
	return rc;
}

static int begin(struct rejudging *r)
{
	int64_t story;

	release(r);
	if (store_next_id(r->setup.store, "story", &story, &r->err))
		return rejudge_fail(r);
	judge_init(&r->judge, r->lexicon, &judge_default_policy);
	r->built = true;
	r->report = (struct rejudge_report){.state = REJUDGE_JUDGING};
	cluster_used(r->judge.cluster, story - 1);
	if (store_judged_count(r->setup.store, &r->report.total, &r->err) ||
	    last_ruling(r, &r->rulings) || read_rulings(r))
		return rejudge_fail(r);
	return 0;
}

void rejudging_start(struct rejudging *r, const struct lexicon *lexicon)
{
	if (r->built && r->lexicon == lexicon &&
	    r->report.state == REJUDGE_JUDGING)
		return;
	r->lexicon = lexicon;
	r->apply = false;
	if (!begin(r))
		wake(r, 0);
}

static bool is_taken(const struct rejudging *r, int64_t story)
{
	return map_get_n(&r->taken, &story, sizeof(story)) != NULL;
}

/* The old claim that a claim was, for the rumor whose number it had. */
static int64_t rumor_of_claim(const struct analysis *old,
    const int64_t *rumor_of, const struct claim *c, size_t at)
{
	const char *text = c->text ? c->text : "";

	for (size_t i = 0; i < old->claim_count; i++) {
		const struct claim *was = &old->claims[i];

		if (was->aspect == c->aspect && rumor_of[i] &&
		    !strcmp(was->text ? was->text : "", text))
			return rumor_of[i];
	}
	if (at < old->claim_count && old->claims[at].aspect == c->aspect)
		return rumor_of[at];
	return 0;
}

static const int64_t *rumors_of(struct arena *a, const struct stored_item *s,
    const struct analysis *now, bool same)
{
	int64_t *of;

	if (same)
		return s->rumor_of;
	of = arena_array(a, now->claim_count + 1, sizeof(*of));
	for (size_t i = 0; i < now->claim_count; i++)
		of[i] = rumor_of_claim(
		    s->analysis, s->rumor_of, &now->claims[i], i);
	return of;
}

uint64_t rejudge_names_print(const char *names)
{
	return names && *names ? XXH3_64bits(names, strlen(names)) : 0;
}

static const struct placement *keep_place(
    struct rejudging *r, const struct placement *p)
{
	struct placement *copy = arena_copy(&r->kept, p, sizeof(*p));

	copy->reason.rule = arena_strdup(&r->kept, p->reason.rule);
	copy->reason.detail = arena_strdup(&r->kept, p->reason.detail);
	copy->against.rule = arena_strdup(&r->kept, p->against.rule);
	copy->against.detail = arena_strdup(&r->kept, p->against.detail);
	return copy;
}

/* The item's outcome; a revision while this runs is another one of the same. */
static struct outcome *outcome_for(
    struct rejudging *r, int64_t item, bool *known)
{
	uintptr_t at = (uintptr_t)map_get_n(&r->by_item, &item, sizeof(item));

	*known = at != 0;
	if (!at) {
		r->outcomes = mem_room(
		    r->outcomes, r->count, &r->cap, sizeof(*r->outcomes));
		at = ++r->count;
		map_put_n(&r->by_item, &item, sizeof(item), (void *)at);
	}
	r->outcomes[at - 1] = (struct outcome){.item = item};
	return &r->outcomes[at - 1];
}

/*
 * In the same story, a copy of the same: that decision stands, with the
 * reason and the figures of when it was taken. How near the story was then
 * depends on what was open at that moment, and on texts that may have been
 * changed since.
 */
static bool same_place(const struct placement *a, const struct placement *b)
{
	return a->story == b->story && a->copy_of == b->copy_of;
}

static void sum_up(struct outcome *o)
{
	if (o->place && o->story == o->old_story &&
	    o->place->copy_of == o->old_copy)
		o->place = NULL;
	o->changed = o->read_anew || o->place || o->story != o->old_story;
}

/* Two stories were found to be one: what was in the other is in this one. */
static void follow(struct rejudging *r, const struct placement *p)
{
	judge_merge(&r->judge, p);
	for (size_t i = 0; i < p->moved_count; i++) {
		uintptr_t at = (uintptr_t)map_get_n(
		    &r->by_item, &p->moved[i], sizeof(p->moved[i]));

		if (!at)
			continue;
		r->outcomes[at - 1].story = p->story;
		sum_up(&r->outcomes[at - 1]);
	}
}

static void judge_one(void *arg, const struct stored_item *s)
{
	struct rejudging *r = arg;
	struct itemtext text;
	struct analysis *an;
	struct placement p;
	struct outcome *o;
	struct arena a;
	bool same, known;

	arena_init(&a);
	itemtext_read(r->lexicon, &a, s->item, &text);
	an = analyze_text(&a, r->lexicon, &text);
	if (!is_taken(r, s->story))
		cluster_prefer(r->judge.cluster, s->item->id, s->story);
	p = cluster_add_text(r->judge.cluster, &a, &text);
	map_put_n(&r->taken, &p.story, sizeof(p.story), r);
	follow(r, &p);
	same = analysis_fingerprint(an) == analysis_fingerprint(s->analysis);
	o = outcome_for(r, s->item->id, &known);
	o->old_story = s->story;
	o->old_copy = s->copy_of;
	o->story = p.story;
	o->read_anew = !same;
	o->old_flag = s->flagged;
	o->old_named = rejudge_names_print(s->attributed);
	if (!same_place(&p, s->place))
		o->place = keep_place(r, &p);
	sum_up(o);
	if (known)
		board_add(r->judge.board, s->item, an, p.story, p.copy_of);
	else
		board_restore(r->judge.board, s->item, an, p.story, p.copy_of,
		    rumors_of(&a, s, an, same));
	r->after = (struct judged_at){s->turn, s->item->id};
	r->step++;
	arena_free(&a);
}

static int judge_some(struct rejudging *r)
{
	r->step = 0;
	if (store_items_judged(
		r->setup.store, r->after, ITEMS_STEP, judge_one, r, &r->err))
		return rejudge_fail(r);
	r->report.done = r->count;
	if (r->report.total < r->count)
		r->report.total = r->count;
	if (r->step < ITEMS_STEP)
		r->report.state = REJUDGE_FOLDING;
	return 0;
}

/* --- application --- */

struct writing {
	struct rejudging *r;
	const struct outcome *o;
	int rc;
};

/* The place as it was found, or as it is stored, in the story of now. */
static struct placement final_place(
    struct arena *a, const struct outcome *o, const struct stored_item *s)
{
	struct placement p = o->place ? *o->place : *s->place;

	if (p.story == o->story)
		return p;
	p.reason.detail =
	    arena_printf(a, "%s%sthe story where it was is part of story %lld",
		p.reason.detail ? p.reason.detail : "",
		p.reason.detail ? "; " : "", (long long)o->story);
	p.story = o->story;
	return p;
}

static void write_one(void *arg, const struct stored_item *s)
{
	struct writing *w = arg;
	struct itemtext text;
	struct placement place;
	struct arena a;

	arena_init(&a);
	itemtext_read(w->r->lexicon, &a, s->item, &text);
	place = final_place(&a, w->o, s);
	w->rc = store_item_rejudged(w->r->setup.store, s->item,
	    analyze_text(&a, w->r->lexicon, &text), &place, &w->r->err);
	arena_free(&a);
}

static int write_items(struct rejudging *r)
{
	struct store *s = r->setup.store;

	for (size_t i = 0; i < r->count; i++) {
		struct writing w = {.r = r, .o = &r->outcomes[i]};

		if (w.o->changed &&
		    (store_item_stored(s, w.o->item, write_one, &w, &r->err) ||
			w.rc))
			return -1;
		if ((w.o->changed || rejudge_flag_differs(r, w.o)) &&
		    judging_write_flag(s, &r->judge, w.o->item, &r->err))
			return -1;
	}
	return 0;
}

static int note_event(struct rejudging *r, int64_t now)
{
	struct arena a;
	struct event ev = {
	    .kind = EVENT_REJUDGED, .subject = now, .at = now, .noted_at = now};
	bool fresh;
	int rc;

	arena_init(&a);
	ev.detail = arena_printf(&a, "%zu items %zu stories %zu rumors",
	    r->report.items, r->report.stories, r->changed_count);
	rc = store_event(r->setup.store, &ev, &fresh, &r->err);
	arena_free(&a);
	return rc;
}

static int write_all(struct rejudging *r)
{
	struct store *s = r->setup.store;
	int64_t now = clock_wall(r->setup.clock);

	if (store_begin(s, &r->err))
		return -1;
	if (write_items(r) || rejudge_write_gone(r, now) ||
	    judging_write_again(
		s, &r->judge, r->changed, r->changed_count, now, &r->err) ||
	    note_event(r, now) || store_commit(s, &r->err)) {
		store_rollback(s);
		return -1;
	}
	return 0;
}

static void apply(struct rejudging *r)
{
	struct err e;

	if (!rejudge_differs(r)) {
		end(r, REJUDGE_APPLIED, NULL);
		return;
	}
	if (write_all(r)) {
		rejudge_fail(r);
		return;
	}
	log_info("judged again: %zu items, %zu stories, %zu rumors differ",
	    r->report.items, r->report.stories, r->changed_count);
	end(r, REJUDGE_APPLIED, NULL);
	if (judging_rebuild(r->setup.judging, clock_wall(r->setup.clock), &e))
		log_error("the judge cannot be built anew: %s", e.text);
	r->setup.applied(r->setup.arg);
}

/* Has anything come, or been said, since the pass? */
static int look_again(struct rejudging *r)
{
	int64_t ruling;

	if (last_ruling(r, &ruling))
		return rejudge_fail(r);
	if (ruling != r->rulings) /* others are in force: from the start */
		return begin(r);
	r->report.state = REJUDGE_JUDGING;
	if (judge_some(r))
		return -1;
	if (!r->step)
		r->report.state = REJUDGE_READY;
	return 0;
}

int rejudging_apply(struct rejudging *r)
{
	if (!r->built || r->report.state != REJUDGE_READY)
		return -1;
	r->apply = true;
	if (!look_again(r))
		wake(r, 0);
	return 0;
}

const struct rejudge_report *rejudging_report(struct rejudging *r)
{
	return &r->report;
}

/* --- slices --- */

/* 0: there is more to do. */
static int work(struct rejudging *r)
{
	switch (r->report.state) {
	case REJUDGE_JUDGING:
		return judge_some(r);
	case REJUDGE_FOLDING:
		return rejudge_fold(r);
	case REJUDGE_COMPARING:
		return rejudge_compare(r);
	case REJUDGE_READY:
		if (!r->apply || look_again(r))
			return -1;
		if (r->report.state != REJUDGE_READY)
			return 0;
		apply(r);
		return -1;
	case REJUDGE_IDLE:
	case REJUDGE_APPLIED:
	case REJUDGE_FAILED:
		break;
	}
	return -1;
}

bool rejudging_slice(struct rejudging *r)
{
	int64_t until = clock_mono_ms() + SLICE_MS;

	do {
		if (work(r))
			return false;
	} while (clock_mono_ms() < until);
	return true;
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct rejudging *r = arg;

	(void)fd;
	(void)what;
	if (r->report.state == REJUDGE_READY && !r->apply) {
		end(r, REJUDGE_IDLE, NULL);
		return;
	}
	if (rejudging_slice(r))
		wake(r, 0);
	else if (r->report.state == REJUDGE_READY)
		wake(r, FORGET_S);
}
