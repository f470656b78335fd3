/* The policy that is used everywhere, and the order of judgement. */
#include "judge/judge.h"

#include <stdlib.h>

#include "judge/analyze.h"

#define DAY_S INT64_C(86400)

const struct judge_policy judge_default_policy = {
    .cluster = {.window_s = 14 * DAY_S, .merges = true},
    .board = {.join_window_s = 60 * DAY_S,
	.deadline_grace_s = DAY_S * 3 / 2,
	.mark_back_s = 3 * DAY_S,
	.mark_every = 64},
};

void judge_init(struct judge *j, const struct lexicon *lexicon,
    const struct judge_policy *policy)
{
	j->lexicon = lexicon;
	j->cluster = cluster_new(lexicon, &policy->cluster);
	j->board = board_new(lexicon, &policy->board);
}

void judge_release(struct judge *j)
{
	cluster_free(j->cluster);
	board_free(j->board);
}

void judge_merge(struct judge *j, const struct placement *p)
{
	for (size_t i = 0; i < p->moved_count; i++)
		board_follow(j->board, p->moved[i], p->story);
}

void judge_take(struct judge *j, struct arena *a, const struct item **items,
    size_t n, struct judged *out)
{
	if (n)
		qsort(items, n, sizeof(*items), item_order);
	for (size_t i = 0; i < n; i++) {
		struct itemtext text;

		itemtext_read(j->lexicon, a, items[i], &text);
		out[i].analysis = analyze_text(a, j->lexicon, &text);
		out[i].placement = cluster_add_text(j->cluster, a, &text);
		judge_merge(j, &out[i].placement);
		board_add(j->board, items[i], out[i].analysis,
		    out[i].placement.story, out[i].placement.copy_of);
	}
}

void judge_add(struct judge *j, struct arena *a, const struct item **items,
    size_t n, struct judged *out)
{
	judge_take(j, a, items, n, out);
	board_advance(j->board, 0);
}

void judge_rule(struct judge *j, const struct ruling *r)
{
	if (ruling_is_of_story(r->kind))
		cluster_rule(j->cluster, r);
	else
		board_rule(j->board, r);
}

void judge_unrule(struct judge *j, const struct ruling *r)
{
	if (ruling_is_of_story(r->kind))
		cluster_unrule(j->cluster, r->id);
	else
		board_unrule(j->board, r->id);
}
