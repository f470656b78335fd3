/*
 * Which stories might take an item, by words of its own language or by the
 * pivot, how near they are, what they need, and what forbids them; and which
 * of their items it may be a copy of.
 */
#include "judge/livestory.h"

#include <math.h>
#include <string.h>

#include "judge/notice.h"
#include "text/url.h"
#include "text/urlrules.h"

#define COPY_FEW 12 /* shingles */
/* Fewer shingles than these may be one notice below many articles ("first
 * published by ..."): then the titles must have a word in common. */
#define COPY_TEASER  48
#define COPIES_TRIED 64 /* latest items of a story tried for a copy */
#define SLOTS_ASKED  16 /* items of a story whose slots are compared */
#define DAYS	     86400.0

const struct tuning story_tuning = {
    .copy_containment = 0.45,
    .copy_containment_few = 0.6,
    .kernel_days = 3,
    .span_days = 10,
    .alone = 0.6,
    .crowd = 2.5,
    .service = 1.6,
    .services = 2.5,
    .services_least = 0.65,
    .merge = 1.5,
    .merge_between = 1,
    .merge_span_days = 4,
    .short_words = 6,
    .middle_words = 36,
    .long_words = 400,
    .need_short = 0.10,
    .need_middle = 0.26,
    .need_long = 0.45,
    .pivot_short = 0.18,
    .pivot_middle = 0.17,
    .pivot_long = 0.25,
    .listed = 0.88,
};

/* --- the item --- */

/* By which two clothes of one address are told; NULL where it is none. */
static char *address_of(
    const struct cluster *c, struct arena *arena, const char *url)
{
	const struct url_rules *rules = lexicon_url_rules(c->lexicon);

	if (url && rules)
		url = url_rules_apply(rules, arena, url);
	return url ? url_canonical(arena, url) : NULL;
}

void newcomer_read(struct cluster *c, struct arena *arena,
    const struct itemtext *text, struct newcomer *n)
{
	const struct item *item = text->item;
	struct words *w = &n->words;
	struct itemtext own = *text;

	*n = (struct newcomer){.item = item};
	notices_trim(c->notices, &own);
	words_of(arena, c->lexicon, &own, w);
	slots_of(arena, c->lexicon, &own, &n->slots);
	n->service = slots_title_has(&n->slots, SLOT_SERVICE);
	n->url = address_of(c, arena, item->url);
	w->term_count = space_weigh(c->words, w->terms, w->term_count);
	w->pivot_count = space_weigh(c->pivot, w->pivot, w->pivot_count);
}

/* --- how near, and how near it must be --- */

/* Where length stands between two others, by its logarithm: 0 to 1. */
static double position(double length, double from, double to)
{
	double x = log(length / from) / log(to / from);

	return x < 0 ? 0 : x > 1 ? 1 : x;
}

/*
 * What the link must reach. Long texts of one field share many words by
 * chance, headlines of one event few: one threshold cannot serve both.
 */
double link_need(double length, bool pivot)
{
	const struct tuning *t = &story_tuning;
	double low = pivot ? t->pivot_short : t->need_short;
	double middle = pivot ? t->pivot_middle : t->need_middle;
	double high = pivot ? t->pivot_long : t->need_long;

	if (length < t->middle_words)
		return low + (middle - low) * position(length, t->short_words,
						  t->middle_words);
	return middle + (high - middle) *
			    position(length, t->middle_words, t->long_words);
}

/* How much of the pull is left at the item's distance in time. */
static double kernel(const struct live_story *s, int64_t at)
{
	double away = 0;

	if (at > s->last_at)
		away = (double)(at - s->last_at);
	else if (at < s->first_at)
		away = (double)(s->first_at - at);
	return exp(-away / (story_tuning.kernel_days * DAYS));
}

/* Days from the first of its items to the last, with one more of that time. */
double story_span(const struct live_story *s, int64_t at)
{
	int64_t first = at < s->first_at ? at : s->first_at;
	int64_t last = at > s->last_at ? at : s->last_at;

	return (double)(last - first) / DAYS;
}

static const char *find_veto(
    const struct live_story *s, const struct newcomer *n, struct arena *arena)
{
	const char *why = NULL;
	size_t against = 0, asked = 0, step = 1 + s->count / SLOTS_ASKED;

	if (story_span(s, n->item->published_at) > story_tuning.span_days)
		return arena_printf(arena,
		    "the story would last longer than %.0f days",
		    story_tuning.span_days);
	for (size_t i = 0; i < s->count; i += step, asked++)
		against += slots_conflict(&n->slots, &s->members[i]->slots,
		    arena, against ? NULL : &why);
	return against * SLOTS_AGAINST >= asked ? why : NULL;
}

/* It takes longer than all else, and most candidates are never asked. */
const char *candidate_veto(
    struct candidate *k, const struct newcomer *n, struct arena *arena)
{
	if (!k->vetted)
		k->veto = find_veto(k->story, n, arena);
	k->vetted = true;
	return k->veto;
}

/* What the link of the candidate comes to in its place and time. */
static void weigh_candidate(const struct cluster *c, const struct newcomer *n,
    struct candidate *k, double link)
{
	const struct part *p = part_find(k->story, n->words.lang);
	double length = (double)n->words.length, mean;
	bool services;

	k->pivot = p == NULL;
	k->score = kernel(k->story, n->item->published_at) * link;
	mean = p ? p->length / (double)space_group_size(c->words, p->group)
		 : k->story->length / (double)k->story->count;
	length = mean < length ? mean : length;
	k->need = link_need(length, k->pivot);
	if (k->pivot && lexicon_wordlists(c->lexicon))
		k->need *= story_tuning.listed;
	services = 2 * k->story->services > k->story->count;
	k->service = n->service || services;
	if (n->service && services)
		k->need = fmax(k->need * story_tuning.services,
		    story_tuning.services_least);
	else if (k->service)
		k->need *= story_tuning.service;
}

static bool has_candidate(
    const struct candidate *list, size_t count, const struct live_story *s)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].story == s)
			return true;
	return false;
}

/* Stories that share the words of the item's own language. */
static size_t find_by_words(struct cluster *c, const struct newcomer *n,
    struct candidate list[CANDIDATES])
{
	const struct words *w = &n->words;
	struct near near[CANDIDATES];
	size_t count = 0, found;

	found = space_near(c->words, w->terms, w->term_count, near, CANDIDATES);
	space_rank(c->words, w->terms, w->term_count, near, found);
	for (size_t i = 0; i < found; i++) {
		struct live_story *s = c->by_group[near[i].group];
		const struct part *p = part_find(s, w->lang);
		struct candidate k = {.story = s, .product = near[i].product};
		double link = near[i].score;

		if (has_candidate(list, count, s))
			continue;
		if (!p)
			link = space_link(c->pivot, s->pivot_group, w->pivot,
			    w->pivot_count, &k.product);
		else if (p->group != near[i].group)
			link = space_link(c->words, p->group, w->terms,
			    w->term_count, &k.product);
		weigh_candidate(c, n, &k, link);
		list[count++] = k;
	}
	return count;
}

/* Stories that nobody has told in the item's language yet. */
static size_t find_by_pivot(struct cluster *c, const struct newcomer *n,
    struct candidate list[2 * CANDIDATES], size_t count)
{
	const struct words *w = &n->words;
	struct near near[CANDIDATES];
	size_t foreign = 0, found;

	found =
	    space_near(c->pivot, w->pivot, w->pivot_count, near, CANDIDATES);
	for (size_t i = 0; i < found; i++)
		if (!part_find(c->by_pivot_group[near[i].group], w->lang))
			near[foreign++] = near[i];
	space_rank(c->pivot, w->pivot, w->pivot_count, near, foreign);
	for (size_t i = 0; i < foreign; i++) {
		struct live_story *s = c->by_pivot_group[near[i].group];
		struct candidate k = {.story = s, .product = near[i].product};

		if (has_candidate(list, count, s))
			continue;
		weigh_candidate(c, n, &k, near[i].score);
		list[count++] = k;
	}
	return count;
}

size_t candidates_find(struct cluster *c, const struct newcomer *n,
    struct candidate list[2 * CANDIDATES])
{
	return find_by_pivot(c, n, list, find_by_words(c, n, list));
}

bool candidate_is_better(
    const struct candidate *k, const struct candidate *than)
{
	return !than || k->score / k->need > than->score / than->need;
}

struct candidate *candidate_other(
    struct candidate *list, size_t count, const struct live_story *not_it)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (list[i].story != not_it &&
		    candidate_is_better(&list[i], best))
			best = &list[i];
	return best;
}

/* --- copies --- */

/* Few shingles have to agree more. */
double copy_need(unsigned of)
{
	return of < COPY_FEW ? story_tuning.copy_containment_few
			     : story_tuning.copy_containment;
}

void copy_try(struct live_story *s, const struct newcomer *n,
    const struct sketch *sketch, struct copy *best)
{
	size_t from = s->count > COPIES_TRIED ? s->count - COPIES_TRIED : 0;

	for (size_t i = from; i < s->count && best->share < 1; i++) {
		const struct member *m = s->members[i];
		double least = fmax(story_tuning.copy_containment, best->share);
		unsigned common, of;
		double share;

		if (memcmp(m->lang, n->words.lang, sizeof(m->lang)) != 0 ||
		    shingles_apart(
			&n->words.shingles, sketch, &m->shingles, least))
			continue;
		share = shingles_containment(
		    &m->shingles, &n->words.shingles, least, &common, &of);
		if (share < copy_need(of) || share <= best->share ||
		    (of < COPY_TEASER &&
			(m->denies != n->words.denies ||
			    titles_apart(&m->title, &n->words.title))) ||
		    !numbers_agree(&m->numbers, &n->words.numbers) ||
		    !slots_agree(&n->slots, &m->slots))
			continue;
		*best = (struct copy){m, s, share, common, of};
	}
}
