/*
 * Stories, online and in one pass. An item is tried, in this order, against
 * the same address in other clothes, near copies, and the same event: in its
 * own language by its words, and in stories of other languages by the pivot.
 * Slots that conflict veto each of them but the first.
 *
 * All state is of live stories: those whose last item is younger than the
 * window. The clock is the latest time an item has told, so the stream alone
 * decides, and the same stream gives the same stories.
 */
#include "judge/cluster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "judge/livestory.h"
#include "judge/notice.h"
#include "judge/pinned.h"

#define COPY_STORIES 6	 /* nearest ones that are looked into */
#define COPY_PRODUCT 0.3 /* of words: what a copy has at least */
#define HOURS	     3600.0
#define REASON_WORDS 5

struct cluster *cluster_new(
    const struct lexicon *lexicon, const struct cluster_policy *policy)
{
	struct cluster *c = mem_alloc(sizeof(*c));

	c->lexicon = lexicon;
	c->policy = *policy;
	c->words = space_new();
	c->pivot = space_new();
	c->now = INT64_MIN;
	c->pinned = pinned_new();
	c->notices = notices_new();
	return c;
}

void cluster_free(struct cluster *c)
{
	struct heap_node *node;

	if (!c)
		return;
	while ((node = heap_first(&c->live)) != NULL)
		story_close(c, (struct live_story *)node);
	heap_free(&c->live);
	free(c->preferred);
	pinned_free(c->pinned);
	notices_free(c->notices);
	hashset_free(&c->by_id);
	hashset_free(&c->by_url);
	space_free(c->words);
	space_free(c->pivot);
	free(c->by_group);
	free(c->by_pivot_group);
	free(c);
}

/* --- decisions, and why --- */

struct shared {
	uint32_t key;
	double weight;
};

/* Of those in order of key, which decides where weights are equal. */
static void keep_first(
    struct shared first[REASON_WORDS], uint32_t key, double weight)
{
	size_t at = REASON_WORDS;

	while (at > 0 && weight > first[at - 1].weight)
		at--;
	if (at == REASON_WORDS)
		return;
	memmove(first + at + 1, first + at,
	    (REASON_WORDS - 1 - at) * sizeof(*first));
	first[at] = (struct shared){key, weight};
}

/* Is the name one of "miui, 14, xiaomi"? */
static bool told_already(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = list; (at = strstr(at, name)); at += n)
		if ((at == list || at[-1] == ' ') && (!at[n] || at[n] == ','))
			return n > 0;
	return false;
}

/* The words that bring the item and the story together, heaviest first. */
const char *shared_words(const struct cluster *c, struct arena *arena,
    const struct newcomer *n, const struct candidate *k)
{
	const struct part *p = part_find(k->story, n->words.lang);
	const struct space *space = p ? c->words : c->pivot;
	uint32_t group = p ? p->group : k->story->pivot_group;
	const struct term *terms = p ? n->words.terms : n->words.pivot;
	size_t count = p ? n->words.term_count : n->words.pivot_count;
	struct shared first[REASON_WORDS] = {{0, 0}};
	struct buf words;
	const char *out;

	for (size_t i = 0; i < count; i++)
		keep_first(first, terms[i].key,
		    (double)terms[i].weight *
			space_weight_in(space, group, terms[i].key));
	buf_init(&words, 400);
	for (size_t i = 0; i < REASON_WORDS && first[i].weight > 0; i++) {
		const char *name = words_name(arena, &n->words, first[i].key);

		/* A word and a product may have the same name. */
		if (!told_already(buf_text(&words), name))
			buf_printf(&words, "%s%s", i ? ", " : "", name);
	}
	out = arena_strdup(arena, buf_text(&words));
	buf_free(&words);
	return out;
}

/* Of those without a veto. */
static const struct candidate *best_allowed(struct candidate *list,
    size_t count, const struct newcomer *n, struct arena *arena)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (candidate_is_better(&list[i], best) &&
		    !candidate_veto(&list[i], n, arena))
			best = &list[i];
	return best;
}

static void tell_nearest_other(const struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct candidate *other, struct placement *out)
{
	if (!other)
		return;
	out->nearest_other = other->story->id;
	if (candidate_veto(other, n, arena))
		out->against = (struct reason){"slots-conflict", other->veto};
	else
		out->against = (struct reason){
		    other->score < other->need ? "too-far" : "less-near",
		    arena_printf(arena,
			"score %.3f, %.3f needed; in common: %s", other->score,
			other->need, shared_words(c, arena, n, other))};
}

static struct placement place_copy(struct arena *arena, const struct copy *copy)
{
	return (struct placement){
	    .story = copy->story->id,
	    .copy_of = copy->of->id,
	    .score = copy->share > 1 ? 1 : copy->share,
	    .threshold = copy_need(copy->shingles),
	    .reason = {"near-copy",
		arena_printf(arena,
		    "%u of %u shingles of item %lld; numbers and slots agree",
		    copy->common, copy->shingles, (long long)copy->of->id)},
	};
}

static struct placement place_same_event(const struct cluster *c,
    struct arena *arena, const struct newcomer *n, const struct candidate *k)
{
	double hours =
	    (double)(n->item->published_at - k->story->last_at) / HOURS;

	return (struct placement){
	    .story = k->story->id,
	    .score = k->score > 1 ? 1 : k->score,
	    .threshold = k->need,
	    .reason = {k->pivot ? "same-event-other-language" : "same-event",
		arena_printf(arena,
		    "score %.3f, %.3f needed; in common: %s; "
		    "%.0f h %s the last",
		    k->score, k->need, shared_words(c, arena, n, k),
		    fabs(hours), hours < 0 ? "before" : "after")},
	};
}

/*
 * A story that stands out among the candidates needs less: what links an
 * item to one story alone is no word that everybody uses.
 */
static void stand_out(struct candidate *list, size_t count)
{
	struct candidate *first = NULL, *second = NULL;
	double crowd;

	for (size_t i = 0; i < count; i++) {
		if (!first || list[i].score > first->score) {
			second = first;
			first = &list[i];
		} else if (!second || list[i].score > second->score) {
			second = &list[i];
		}
	}
	if (!first || first->score <= 0 || first->service)
		return;
	crowd = second ? story_tuning.crowd * second->score / first->score : 0;
	if (crowd < 1)
		first->need *=
		    story_tuning.alone + (1 - story_tuning.alone) * crowd;
}

static int64_t number_for(const struct cluster *c, const struct item *item)
{
	for (size_t i = 0; i < c->preferred_count; i++)
		if (c->preferred[i].item == item->id)
			return c->preferred[i].story;
	return c->last_id + 1;
}

static void forget_preference(struct cluster *c, const struct item *item)
{
	for (size_t i = 0; i < c->preferred_count; i++)
		if (c->preferred[i].item == item->id)
			c->preferred[i--] = c->preferred[--c->preferred_count];
}

/* No story goes on for ever, by copies neither: a notice is copied each day. */
static bool may_have_copies(const struct candidate *k, const struct newcomer *n)
{
	return !k->pivot && k->product > COPY_PRODUCT &&
	       story_span(k->story, n->item->published_at) <=
		   story_tuning.span_days;
}

static struct placement place(struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct live_story **story)
{
	struct candidate list[2 * CANDIDATES];
	size_t count = candidates_find(c, n, list);
	const struct candidate *best;
	struct copy copy = {0};
	struct sketch sketch;
	struct placement out;

	shingles_sketch(&n->words.shingles, &sketch);
	for (size_t i = 0; i < count && i < COPY_STORIES; i++)
		if (may_have_copies(&list[i], n))
			copy_try(list[i].story, n, &sketch, &copy);
	stand_out(list, count);
	best = best_allowed(list, count, n, arena);
	if (copy.of) {
		*story = copy.story;
		out = place_copy(arena, &copy);
	} else if (best && best->score >= best->need) {
		*story = best->story;
		out = place_same_event(c, arena, n, best);
		tell_nearest_other(
		    c, arena, n, candidate_other(list, count, *story), &out);
		if (c->policy.merges)
			story_merge(c, arena, n, list, count, story, &out);
		return out;
	} else {
		*story =
		    story_new(c, number_for(c, n->item), n->item->published_at);
		out = (struct placement){
		    .story = (*story)->id,
		    .threshold = best ? best->need : story_tuning.need_short,
		    .score = best ? best->score : 0,
		    .reason = {"new-event",
			best ? "no live story is near enough"
			     : "no live story has its words"},
		};
	}
	tell_nearest_other(
	    c, arena, n, candidate_other(list, count, *story), &out);
	return out;
}

/*
 * Where a user has put the item. What stays where it would be anyway keeps
 * the reason for that.
 */
static void obey(struct cluster *c, struct arena *arena,
    const struct item *item, struct live_story **story, struct placement *out)
{
	bool moved;
	int64_t ruling, id = pinned_story(c->pinned, item->id, &ruling, &moved);

	if (!id || (!moved && out->story == id))
		return;
	*out = (struct placement){
	    .story = id,
	    .copy_of = out->story == id ? out->copy_of : 0,
	    .reason = {"user",
		arena_printf(arena, "by action %lld", (long long)ruling)},
	};
	if (!(*story)->count) /* opened for it alone */
		story_close(c, *story);
	*story = story_find(c, id);
	if (!*story)
		*story = story_new(c, id, item->published_at);
}

struct placement cluster_add_text(
    struct cluster *c, struct arena *arena, const struct itemtext *text)
{
	struct newcomer n;
	struct live_story *story = NULL;
	const struct member *same = NULL;
	struct placement out;

	story_clock(c, text->item);
	newcomer_read(c, arena, text, &n);
	if (n.url)
		same = member_by_url(c, n.url);
	if (same) {
		story = same->story;
		out = (struct placement){
		    .story = story->id,
		    .copy_of = same->id,
		    .score = 1,
		    .threshold = 1,
		    .reason = {"same-address",
			arena_printf(arena, "%s, as item %lld", n.url,
			    (long long)same->id)},
		};
	} else {
		out = place(c, arena, &n, &story);
	}
	obey(c, arena, text->item, &story, &out);
	story_take(c, story, &n);
	forget_preference(c, text->item);
	return out;
}

struct placement cluster_add(
    struct cluster *c, struct arena *arena, const struct item *item)
{
	struct itemtext text;

	itemtext_read(c->lexicon, arena, item, &text);
	return cluster_add_text(c, arena, &text);
}

void cluster_restore(
    struct cluster *c, const struct item *item, int64_t story, int64_t copy_of)
{
	struct live_story *s;
	struct itemtext text;
	struct arena arena;
	struct newcomer n;

	(void)copy_of; /* a decision of the past; nothing rests on it */
	arena_init(&arena);
	story_clock(c, item);
	itemtext_read(c->lexicon, &arena, item, &text);
	newcomer_read(c, &arena, &text, &n);
	s = story_find(c, story);
	if (!s)
		s = story_new(c, story, item->published_at);
	story_take(c, s, &n);
	arena_free(&arena);
}

/* --- a user's word, and what judging again needs --- */

void cluster_rule(struct cluster *c, const struct ruling *r)
{
	cluster_used(c, pinned_add(c->pinned, r));
}

void cluster_unrule(struct cluster *c, int64_t ruling)
{
	pinned_remove(c->pinned, ruling);
}

bool cluster_forget(struct cluster *c, int64_t story)
{
	struct live_story *s = story_find(c, story);

	if (s)
		story_close(c, s);
	return s != NULL;
}

void cluster_used(struct cluster *c, int64_t story)
{
	if (story > c->last_id)
		c->last_id = story;
}

int64_t cluster_next_id(const struct cluster *c)
{
	return c->last_id + 1;
}

void cluster_prefer(struct cluster *c, int64_t item, int64_t story)
{
	c->preferred = mem_room(c->preferred, c->preferred_count,
	    &c->preferred_cap, sizeof(*c->preferred));
	c->preferred[c->preferred_count].item = item;
	c->preferred[c->preferred_count++].story = story;
}
