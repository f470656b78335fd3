/* Two stories that are one, as an item shows that belongs to both. */
#include "judge/livestory.h"

#include <math.h>

#include "judge/pinned.h"

#define MERGE_ASKED 8 /* items of each whose slots are compared */

/* Do the items of one exclude those of the other? */
static bool stories_conflict(
    const struct live_story *a, const struct live_story *b)
{
	size_t against = 0, asked = 0;
	size_t a_step = 1 + a->count / MERGE_ASKED;
	size_t b_step = 1 + b->count / MERGE_ASKED;

	for (size_t i = 0; i < a->count; i += a_step)
		for (size_t j = 0; j < b->count; j += b_step, asked++)
			against += slots_conflict(&a->members[i]->slots,
			    &b->members[j]->slots, NULL, NULL);
	return against * SLOTS_AGAINST > asked;
}

/* As near to each other as an item of theirs would have to be? */
static bool stories_meet(const struct cluster *c, const struct live_story *a,
    const struct live_story *b)
{
	const struct part *ours, *theirs;
	double link, back, length;

	for (size_t i = 0; i < a->part_count; i++) {
		ours = &a->parts[i];
		theirs = part_find(b, ours->lang);
		if (!theirs)
			continue;
		link = space_between(c->words, ours->group, theirs->group);
		back = space_between(c->words, theirs->group, ours->group);
		length = fmin(ours->length / (double)space_group_size(
						 c->words, ours->group),
		    theirs->length /
			(double)space_group_size(c->words, theirs->group));
		if (fmin(link, back) <
		    story_tuning.merge_between * link_need(length, false))
			return false;
		return true;
	}
	return false;
}

static bool may_merge(const struct cluster *c, const struct live_story *a,
    const struct candidate *k)
{
	const struct live_story *b = k->story;

	return b != a && !pinned_names(c->pinned, a->id) &&
	       !pinned_names(c->pinned, b->id) && !k->pivot && !k->service &&
	       !k->veto && k->score >= story_tuning.merge * k->need &&
	       2 * a->services <= a->count &&
	       story_span(a, b->first_at) <= story_tuning.merge_span_days &&
	       story_span(a, b->last_at) <= story_tuning.merge_span_days &&
	       !stories_conflict(a, b) && stories_meet(c, a, b);
}

static void tell_merge(const struct cluster *c, struct arena *arena,
    const struct newcomer *n, const struct candidate *other,
    const struct live_story *from, struct placement *out)
{
	int64_t *moved = arena_array(arena, from->count, sizeof(*moved));

	for (size_t i = 0; i < from->count; i++)
		moved[i] = from->members[i]->id;
	out->merged = from->id;
	out->moved = moved;
	out->moved_count = from->count;
	out->merged_why = arena_printf(arena,
	    "item %lld belongs to both: score %.3f to story %lld too, %.3f "
	    "needed; in common: %s",
	    (long long)n->item->id, other->score, (long long)other->story->id,
	    story_tuning.merge * other->need, shared_words(c, arena, n, other));
	/* What was the nearest other story is this one. */
	out->nearest_other = 0;
	out->against = (struct reason){0};
}

void story_merge(struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct candidate *list, size_t count,
    struct live_story **story, struct placement *out)
{
	struct candidate *other = candidate_other(list, count, *story);
	struct live_story *from;

	if (!other || other->score < story_tuning.merge * other->need ||
	    candidate_veto(other, n, arena) || !may_merge(c, *story, other) ||
	    pinned_item(c->pinned, n->item->id))
		return;
	from = other->story;
	if (from->id < (*story)->id) {
		from = *story;
		*story = other->story;
	}
	out->story = (*story)->id;
	tell_merge(c, arena, n, other, from, out);
	story_unite(c, *story, from);
}
