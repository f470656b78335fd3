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
#include "base/hashset.h"
#include "base/heap.h"
#include "base/mem.h"
#include "judge/member.h"
#include "judge/notice.h"
#include "judge/pinned.h"
#include "judge/slot.h"
#include "judge/space.h"
#include "judge/words.h"
#include "text/url.h"
#include "text/urlrules.h"

#define CANDIDATES 16
#define COPY_FEW   12 /* shingles */
/* Fewer shingles than these may be one notice below many articles ("first
 * published by ..."): then the titles must have a word in common. */
#define COPY_TEASER   48
#define COPY_STORIES  6	  /* nearest ones that are looked into */
#define COPY_PRODUCT  0.3 /* of words: what a copy has at least */
#define COPIES_TRIED  64  /* latest items of a story tried for a copy */
#define SLOTS_ASKED   16  /* items of a story whose slots are compared */
#define MERGE_ASKED   8	  /* the same of each of two stories */
#define SLOTS_AGAINST 3	  /* one in so many that conflict is a veto */
#define PARTS_MAX     8	  /* languages of one story */
#define HOURS	      3600.0
#define DAYS	      86400.0
#define REASON_WORDS  5

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

static const struct tuning tuning = {
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

/* --- members and stories --- */

static uint32_t id_hash(int64_t id)
{
	return (uint32_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 32);
}

static struct live_story *story_find(const struct cluster *c, int64_t id)
{
	struct live_story *s;

	for (size_t at = 0;
	     (s = hashset_next(&c->by_id, id_hash(id), &at)) != NULL;)
		if (s->id == id)
			return s;
	return NULL;
}

static uint32_t url_hash(const char *url)
{
	return word_hash(url, strlen(url));
}

static struct member *member_by_url(const struct cluster *c, const char *url)
{
	struct member *m;

	for (size_t at = 0;
	     (m = hashset_next(&c->by_url, url_hash(url), &at)) != NULL;)
		if (strcmp(m->url, url) == 0)
			return m;
	return NULL;
}

static struct live_story **by_group(
    struct live_story ***table, size_t *cap, uint32_t group)
{
	while (group >= *cap) {
		size_t more = *cap ? *cap * 2 : 256;

		*table = mem_grow(*table, more, sizeof(**table));
		memset(*table + *cap, 0, (more - *cap) * sizeof(**table));
		*cap = more;
	}
	return &(*table)[group];
}

static void story_free(struct cluster *c, struct live_story *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct member *m = s->members[i];

		if (m->url)
			hashset_remove(&c->by_url, url_hash(m->url), m);
		free(m);
	}
	free(s->members);
	free(s->parts);
	free(s);
}

static void story_close(struct cluster *c, struct live_story *s)
{
	for (size_t i = 0; i < s->part_count; i++)
		space_close(c->words, s->parts[i].group);
	space_close(c->pivot, s->pivot_group);
	heap_remove(&c->live, &s->node);
	hashset_remove(&c->by_id, id_hash(s->id), s);
	story_free(c, s);
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

static struct live_story *story_new(struct cluster *c, int64_t id, int64_t at)
{
	struct live_story *s = mem_alloc(sizeof(*s));

	s->id = id;
	s->first_at = s->last_at = at;
	s->pivot_group = space_open(c->pivot);
	s->node.tie = id;
	*by_group(&c->by_pivot_group, &c->by_pivot_group_cap, s->pivot_group) =
	    s;
	hashset_put(&c->by_id, id_hash(id), s);
	if (id > c->last_id)
		c->last_id = id;
	return s;
}

/* The part of the language; opened where the story has room for one more. */
static struct part *part_of(
    struct cluster *c, struct live_story *s, const char *lang)
{
	struct part *p;

	for (size_t i = 0; i < s->part_count; i++)
		if (memcmp(s->parts[i].lang, lang, LANG_BYTES) == 0)
			return &s->parts[i];
	if (s->part_count == PARTS_MAX)
		return &s->parts[PARTS_MAX - 1];
	s->parts = mem_grow(s->parts, s->part_count + 1, sizeof(*p));
	p = &s->parts[s->part_count++];
	*p = (struct part){0};
	memcpy(p->lang, lang, sizeof(p->lang));
	p->group = space_open(c->words);
	*by_group(&c->by_group, &c->by_group_cap, p->group) = s;
	return p;
}

static const struct part *part_find(
    const struct live_story *s, const char *lang)
{
	for (size_t i = 0; i < s->part_count; i++)
		if (memcmp(s->parts[i].lang, lang, LANG_BYTES) == 0)
			return &s->parts[i];
	return NULL;
}

/* Most stories have one item, and never more. */
static void add_member(struct live_story *s, struct member *m)
{
	if (s->count == s->cap) {
		s->cap += s->cap / 2 + 1;
		s->members = mem_grow(s->members, s->cap, sizeof(*s->members));
	}
	s->members[s->count++] = m;
	m->story = s;
}

static void story_take(
    struct cluster *c, struct live_story *s, const struct newcomer *n)
{
	struct member *m = member_new(n->item, n->url, &n->words, &n->slots);
	struct part *p = part_of(c, s, n->words.lang);

	add_member(s, m);
	space_join(c->words, p->group, n->words.terms, n->words.term_count);
	space_join(
	    c->pivot, s->pivot_group, n->words.pivot, n->words.pivot_count);
	s->services += n->service;
	p->length += (double)n->words.length;
	s->length += (double)n->words.length;
	if (m->at < s->first_at)
		s->first_at = m->at;
	if (m->at > s->last_at)
		s->last_at = m->at;
	heap_put(&c->live, &s->node, s->last_at);
	if (m->url && !member_by_url(c, m->url))
		hashset_put(&c->by_url, url_hash(m->url), m);
}

/* --- the clock --- */

/*
 * An item dated in the future must not end the window for all others: the
 * time it was seen bounds what it tells.
 */
static void advance(struct cluster *c, const struct item *item)
{
	int64_t at = item->published_at;
	struct heap_node *node;

	if (item->first_seen_at > 0 && item->first_seen_at < at)
		at = item->first_seen_at;
	if (at > c->now)
		c->now = at;
	while ((node = heap_first(&c->live)) != NULL &&
	       node->key < c->now - c->policy.window_s)
		story_close(c, (struct live_story *)node);
}

/* --- an item's way --- */

/* By which two clothes of one address are told; NULL where it is none. */
static char *address_of(
    const struct cluster *c, struct arena *arena, const char *url)
{
	const struct url_rules *rules = lexicon_url_rules(c->lexicon);

	if (url && rules)
		url = url_rules_apply(rules, arena, url);
	return url ? url_canonical(arena, url) : NULL;
}

static void read_newcomer(struct cluster *c, struct arena *arena,
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
static double need_of(double length, bool pivot)
{
	const struct tuning *t = &tuning;
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
	return exp(-away / (tuning.kernel_days * DAYS));
}

/* Days from the first of its items to the last, with one more of that time. */
static double span_with(const struct live_story *s, int64_t at)
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

	if (span_with(s, n->item->published_at) > tuning.span_days)
		return arena_printf(arena,
		    "the story would last longer than %.0f days",
		    tuning.span_days);
	for (size_t i = 0; i < s->count; i += step, asked++)
		against += slots_conflict(&n->slots, &s->members[i]->slots,
		    arena, against ? NULL : &why);
	return against * SLOTS_AGAINST >= asked ? why : NULL;
}

/* It takes longer than all else, and most candidates are never asked. */
static const char *veto_of(
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
	k->need = need_of(length, k->pivot);
	if (k->pivot && lexicon_wordlists(c->lexicon))
		k->need *= tuning.listed;
	services = 2 * k->story->services > k->story->count;
	k->service = n->service || services;
	if (n->service && services)
		k->need =
		    fmax(k->need * tuning.services, tuning.services_least);
	else if (k->service)
		k->need *= tuning.service;
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

static size_t find_candidates(struct cluster *c, const struct newcomer *n,
    struct candidate list[2 * CANDIDATES])
{
	return find_by_pivot(c, n, list, find_by_words(c, n, list));
}

/* --- copies --- */

struct copy {
	const struct member *of;
	struct live_story *story;
	double share;
	unsigned common, shingles;
};

/* Few shingles have to agree more. */
static double copy_need(unsigned of)
{
	return of < COPY_FEW ? tuning.copy_containment_few
			     : tuning.copy_containment;
}

static void try_copies(struct live_story *s, const struct newcomer *n,
    const struct sketch *sketch, struct copy *best)
{
	size_t from = s->count > COPIES_TRIED ? s->count - COPIES_TRIED : 0;

	for (size_t i = from; i < s->count && best->share < 1; i++) {
		const struct member *m = s->members[i];
		double least = fmax(tuning.copy_containment, best->share);
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

/* The words that bring the item and the story together, heaviest first. */
/* Is the name one of "miui, 14, xiaomi"? */
static bool told_already(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = list; (at = strstr(at, name)); at += n)
		if ((at == list || at[-1] == ' ') && (!at[n] || at[n] == ','))
			return n > 0;
	return false;
}

static const char *shared_words(const struct cluster *c, struct arena *arena,
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

static bool is_better(const struct candidate *k, const struct candidate *than)
{
	return !than || k->score / k->need > than->score / than->need;
}

/* Of those without a veto. */
static const struct candidate *best_allowed(struct candidate *list,
    size_t count, const struct newcomer *n, struct arena *arena)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (is_better(&list[i], best) && !veto_of(&list[i], n, arena))
			best = &list[i];
	return best;
}

static struct candidate *best_other(
    struct candidate *list, size_t count, const struct live_story *not_it)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (list[i].story != not_it && is_better(&list[i], best))
			best = &list[i];
	return best;
}

static void tell_nearest_other(const struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct candidate *other, struct placement *out)
{
	if (!other)
		return;
	out->nearest_other = other->story->id;
	if (veto_of(other, n, arena))
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
	crowd = second ? tuning.crowd * second->score / first->score : 0;
	if (crowd < 1)
		first->need *= tuning.alone + (1 - tuning.alone) * crowd;
}

/* --- two stories that are one --- */

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
		    tuning.merge_between * need_of(length, false))
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
	       !k->veto && k->score >= tuning.merge * k->need &&
	       2 * a->services <= a->count &&
	       span_with(a, b->first_at) <= tuning.merge_span_days &&
	       span_with(a, b->last_at) <= tuning.merge_span_days &&
	       !stories_conflict(a, b) && stories_meet(c, a, b);
}

/* Moves all of one story into the other. */
static void merge_into(
    struct cluster *c, struct live_story *s, struct live_story *from)
{
	for (size_t i = 0; i < from->part_count; i++) {
		struct part *theirs = &from->parts[i];
		struct part *ours = part_of(c, s, theirs->lang);

		space_unite(c->words, theirs->group, ours->group);
		ours->length += theirs->length;
	}
	space_unite(c->pivot, from->pivot_group, s->pivot_group);
	for (size_t i = 0; i < from->count; i++)
		add_member(s, from->members[i]);
	s->length += from->length;
	s->services += from->services;
	s->first_at =
	    from->first_at < s->first_at ? from->first_at : s->first_at;
	s->last_at = from->last_at > s->last_at ? from->last_at : s->last_at;
	heap_put(&c->live, &s->node, s->last_at);
	heap_remove(&c->live, &from->node);
	hashset_remove(&c->by_id, id_hash(from->id), from);
	free(from->members);
	free(from->parts);
	free(from);
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
	    tuning.merge * other->need, shared_words(c, arena, n, other));
	/* What was the nearest other story is this one. */
	out->nearest_other = 0;
	out->against = (struct reason){0};
}

/* Where a user has put the item, it shows nothing. */
static void try_merge(struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct candidate *list, size_t count,
    struct live_story **story, struct placement *out)
{
	struct candidate *other = best_other(list, count, *story);
	struct live_story *from;

	if (!other || other->score < tuning.merge * other->need ||
	    veto_of(other, n, arena) || !may_merge(c, *story, other) ||
	    pinned_item(c->pinned, n->item->id))
		return;
	from = other->story;
	if (from->id < (*story)->id) {
		from = *story;
		*story = other->story;
	}
	out->story = (*story)->id;
	tell_merge(c, arena, n, other, from, out);
	merge_into(c, *story, from);
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

static struct placement place(struct cluster *c, struct arena *arena,
    const struct newcomer *n, struct live_story **story)
{
	struct candidate list[2 * CANDIDATES];
	size_t count = find_candidates(c, n, list);
	const struct candidate *best;
	struct copy copy = {0};
	struct sketch sketch;
	struct placement out;

	shingles_sketch(&n->words.shingles, &sketch);
	for (size_t i = 0; i < count && i < COPY_STORIES; i++)
		if (!list[i].pivot && list[i].product > COPY_PRODUCT)
			try_copies(list[i].story, n, &sketch, &copy);
	stand_out(list, count);
	best = best_allowed(list, count, n, arena);
	if (copy.of) {
		*story = copy.story;
		out = place_copy(arena, &copy);
	} else if (best && best->score >= best->need) {
		*story = best->story;
		out = place_same_event(c, arena, n, best);
		tell_nearest_other(
		    c, arena, n, best_other(list, count, *story), &out);
		if (c->policy.merges)
			try_merge(c, arena, n, list, count, story, &out);
		return out;
	} else {
		*story =
		    story_new(c, number_for(c, n->item), n->item->published_at);
		out = (struct placement){
		    .story = (*story)->id,
		    .threshold = best ? best->need : tuning.need_short,
		    .score = best ? best->score : 0,
		    .reason = {"new-event",
			best ? "no live story is near enough"
			     : "no live story has its words"},
		};
	}
	tell_nearest_other(c, arena, n, best_other(list, count, *story), &out);
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

	advance(c, text->item);
	read_newcomer(c, arena, text, &n);
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

	itemtext_read(arena, item, &text);
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
	advance(c, item);
	itemtext_read(&arena, item, &text);
	read_newcomer(c, &arena, &text, &n);
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
