/* What differs between what is stored and what was judged again. */
#include "core/rejudgerun.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/fingerprint.h"

#define CLAIMS_STEP  200 /* of the fold */
#define RUMORS_STEP  20
#define LINES_MOST   1000
#define MOVES_LISTED 8 /* stories named in one line */

/* --- the rumors --- */

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* All numbers of rumors, each once, ascending. */
static int list_rumors(struct rejudging *r)
{
	const struct board *b = r->judge.board;
	size_t n = board_rumor_count(b), stored, kept = 0;
	int64_t *ids, *all;

	if (store_rumor_ids(r->setup.store, &r->kept, &ids, &stored, &r->err))
		return rejudge_fail(r);
	all = arena_array(&r->kept, n + stored + 1, sizeof(*all));
	if (stored)
		memcpy(all, ids, stored * sizeof(*all));
	for (size_t i = 0; i < n; i++)
		all[stored + i] = board_rumor(b, i)->id;
	qsort(all, n + stored, sizeof(*all), by_value);
	for (size_t i = 0; i < n + stored; i++)
		if (!kept || all[kept - 1] != all[i])
			all[kept++] = all[i];
	r->rumors = all;
	r->rumor_count = kept;
	r->changed = arena_array(&r->kept, kept + 1, sizeof(*r->changed));
	r->rumor_at = r->changed_count = 0;
	r->report.state = REJUDGE_COMPARING;
	return 0;
}

int rejudge_fold(struct rejudging *r)
{
	int64_t rumor;

	if (!board_fold_some(r->judge.board, CLAIMS_STEP))
		return 0;
	if (store_next_id(r->setup.store, "rumor", &rumor, &r->err))
		return rejudge_fail(r);
	if (!r->ready)
		board_ready(r->judge.board, rumor);
	r->ready = true;
	board_advance(r->judge.board, clock_wall(r->setup.clock));
	r->report.line_count = 0;
	r->report.lines = NULL;
	r->report.rumors_new = r->report.rumors_gone = 0;
	r->report.rumors_turned = r->report.rumors_other = 0;
	return list_rumors(r);
}

static struct rejudge_line *add_line(
    struct rejudging *r, enum rejudge_change what, int64_t id)
{
	struct rejudge_report *to = &r->report;
	struct rejudge_line *line;

	if (!to->lines)
		to->lines =
		    arena_array(&r->kept, LINES_MOST, sizeof(*to->lines));
	to->line_total++;
	if (to->line_count == LINES_MOST)
		return NULL;
	line = &to->lines[to->line_count++];
	*line = (struct rejudge_line){.what = what, .id = id};
	return line;
}

/* What is stored, as the board would have it. */
static uint64_t stored_print(struct arena *a, const struct rumor_report *s)
{
	struct rumor_member *members =
	    arena_array(a, s->member_count + 1, sizeof(*members));
	struct transition *steps =
	    arena_array(a, s->transition_count + 1, sizeof(*steps));
	struct rumor r = {.id = s->row.id,
	    .vendor = s->row.vendor,
	    .subject = s->row.subject,
	    .version = s->row.version,
	    .value = s->row.value,
	    .aspect = s->row.aspect,
	    .statement = s->row.statement,
	    .status = s->row.status,
	    .first_at = s->row.first_at,
	    .settled_at = s->row.settled_at,
	    .settled_by = s->row.settled_by,
	    .evidence = s->row.evidence,
	    .deadline = s->row.deadline,
	    .origins = s->origins,
	    .origin_count = s->origin_count,
	    .members = members,
	    .member_count = s->member_count,
	    .transitions = steps,
	    .transition_count = s->transition_count};

	for (size_t i = 0; i < s->member_count; i++)
		members[i] = s->members[i].member;
	for (size_t i = 0; i < s->transition_count; i++)
		steps[i] = s->transitions[i].step;
	return rumor_fingerprint(&r);
}

static void tell_rumor(struct rejudging *r, int64_t id,
    const struct rumor_row *old, const struct rumor *now)
{
	struct rejudge_line *line = NULL;

	if (!old) {
		r->report.rumors_new++;
		line = add_line(r, REJUDGE_RUMOR_NEW, id);
	} else if (!now) {
		r->report.rumors_gone++;
		line = add_line(r, REJUDGE_RUMOR_GONE, id);
	} else if (old->status != now->status) {
		r->report.rumors_turned++;
		line = add_line(r, REJUDGE_RUMOR_TURNED, id);
	} else {
		r->report.rumors_other++;
	}
	if (!line)
		return;
	line->from = old ? old->status : RUMOR_OPEN;
	line->to = now ? now->status : line->from;
	line->text =
	    arena_strdup(&r->kept, now ? now->statement : old->statement);
}

static int compare_rumor(struct rejudging *r, int64_t id)
{
	const struct rumor *now = board_rumor_by_id(r->judge.board, id);
	struct rumor_report old;
	struct arena a;
	int rc;

	arena_init(&a);
	rc = store_report_rumor(r->setup.store, &a, id, &old, &r->err);
	if (!rc && old.asked) /* merged away */
		rc = 1;
	if (rc >= 0 && (rc != 1 || now) &&
	    (rc == 1 || !now ||
		stored_print(&a, &old) != rumor_fingerprint(now))) {
		r->changed[r->changed_count++] = id;
		tell_rumor(r, id, rc == 1 ? NULL : &old.row, now);
	}
	arena_free(&a);
	return rc < 0 ? rejudge_fail(r) : 0;
}

/* --- the stories --- */

struct move {
	int64_t from, to;
};

static int by_from(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

static void add_story(struct rejudge_line *line, int64_t story)
{
	if (line && line->story_count < MOVES_LISTED)
		line->stories[line->story_count++] = story;
	else if (line)
		line->more++;
}

/*
 * Lines for all that has several partners: of moves (old, new) stories that
 * part, of moves (new, old) stories that join.
 */
static void tell_stories(
    struct rejudging *r, struct move *moves, size_t n, enum rejudge_change what)
{
	if (n)
		qsort(moves, n, sizeof(*moves), by_from);
	for (size_t i = 0, end_at; i < n; i = end_at) {
		struct rejudge_line *line;
		int64_t last = 0;

		for (end_at = i + 1;
		     end_at < n && moves[end_at].from == moves[i].from;)
			end_at++;
		if (moves[i].to == moves[end_at - 1].to)
			continue;
		r->report.stories++;
		line = add_line(r, what, moves[i].from);
		if (line)
			line->stories = arena_array(
			    &r->kept, MOVES_LISTED, sizeof(*line->stories));
		for (size_t k = i; k < end_at; k++) {
			if (moves[k].to != last)
				add_story(line, moves[k].to);
			last = moves[k].to;
		}
	}
}

static void compare_stories(struct rejudging *r)
{
	struct move *moves = mem_array(r->count + 1, sizeof(*moves));

	for (size_t i = 0; i < r->count; i++)
		moves[i] = (struct move){
		    r->outcomes[i].old_story, r->outcomes[i].story};
	tell_stories(r, moves, r->count, REJUDGE_STORY_PARTED);
	for (size_t i = 0; i < r->count; i++)
		moves[i] = (struct move){
		    r->outcomes[i].story, r->outcomes[i].old_story};
	tell_stories(r, moves, r->count, REJUDGE_STORY_JOINED);
	free(moves);
}

/* Of moves (old, new), sorted: those from one story. */
static bool went_whole(const struct move *moves, size_t n)
{
	return moves[0].to == moves[n - 1].to && moves[0].to != moves[0].from;
}

int rejudge_write_gone(struct rejudging *r, int64_t now)
{
	struct move *moves = mem_array(r->count + 1, sizeof(*moves));
	struct map in_use = {0};
	int rc = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct outcome *o = &r->outcomes[i];

		moves[i] = (struct move){o->old_story, o->story};
		map_put_n(&in_use, &o->story, sizeof(o->story), r);
	}
	if (r->count)
		qsort(moves, r->count, sizeof(*moves), by_from);
	for (size_t i = 0, end_at; i < r->count && !rc; i = end_at) {
		struct merge_row m = {.story = moves[i].from,
		    .part_of = moves[i].to,
		    .at = now,
		    .why = "they were judged again"};

		for (end_at = i + 1;
		     end_at < r->count && moves[end_at].from == m.story;)
			end_at++;
		if (went_whole(&moves[i], end_at - i) &&
		    !map_get_n(&in_use, &m.story, sizeof(m.story)))
			rc = store_story_gone(r->setup.store, &m, &r->err);
	}
	map_free(&in_use);
	free(moves);
	return rc;
}

bool rejudge_flag_differs(const struct rejudging *r, const struct outcome *o)
{
	const struct board *b = r->judge.board;
	const char **names;
	struct arena a;
	struct buf all;
	bool changed;
	size_t n;

	arena_init(&a);
	buf_init(&all, 4096);
	n = board_item_attributed(b, &a, o->item, &names);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%s%s", i ? "; " : "", names[i]);
	changed = board_item_flag(b, o->item) != o->old_flag ||
		  rejudge_names_print(buf_text(&all)) != o->old_named;
	buf_free(&all);
	arena_free(&a);
	return changed;
}

static void sum_up(struct rejudging *r)
{
	r->report.items = r->report.moved = r->report.flags = 0;
	r->report.stories = 0;
	compare_stories(r);
	for (size_t i = 0; i < r->count; i++) {
		const struct outcome *o = &r->outcomes[i];

		r->report.items += o->changed;
		r->report.moved += o->story != o->old_story;
		r->report.flags +=
		    board_item_flag(r->judge.board, o->item) != o->old_flag;
	}
	r->report.state = REJUDGE_READY;
}

int rejudge_compare(struct rejudging *r)
{
	for (int i = 0; i < RUMORS_STEP && r->rumor_at < r->rumor_count; i++)
		if (compare_rumor(r, r->rumors[r->rumor_at++]))
			return -1;
	if (r->rumor_at == r->rumor_count)
		sum_up(r);
	return 0;
}

bool rejudge_differs(const struct rejudging *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->outcomes[i].changed ||
		    rejudge_flag_differs(r, &r->outcomes[i]))
			return true;
	return r->changed_count > 0;
}
