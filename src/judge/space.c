/*
 * The space of words: an open-addressed table from word to its count and the
 * groups that have it, and the sums of the groups.
 *
 * Postings are cleaned lazily: a closed group stays in them until the next
 * sweep, and its index is not given again before.
 */
#include "judge/space.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The counts of a stream that has only begun say little: as if so many more
 * stories without the word were open. */
#define COUNT_PRIOR 50.0
/* A group's sum keeps its heaviest terms, and grows half as long again
 * before it is cut. */
#define SUM_KEPT     192
#define SUM_BEFORE   288
#define SUM_SPARE    8	  /* terms that are not worth giving back */
#define QUERY_TERMS  40	  /* heaviest terms whose postings are walked */
#define POSTINGS_MAX 1024 /* longer ones tell nothing: only counted */
#define POSTINGS_FEW 2	  /* most words have no more: in place of a pointer */
/* Between average link (v.sum / n) and the centroid's cosine (v.sum / |sum|):
 * v.sum / (n^.5 |sum|^.5). */
#define LINK_BREADTH	 2.0
#define BREADTH_LONG	 2.5
#define BREADTH_ONE	 2.0
#define BREADTH_FROM	 8.0
#define BREADTH_TO	 20.0
#define LINK_COUNT_POWER 0.5
#define LINK_NORM_POWER	 0.5
#define CLOSED		 -INFINITY /* in place of a group's reach */

/*
 * The groups that have a word. Lists grow by steps that their length alone
 * tells, so that their room need not be kept. One that has grown too long is
 * let go, and made again from the sums when a sweep leaves few enough.
 */
struct posting {
	uint32_t alive; /* open groups with it */
	uint32_t count; /* closed ones too, until the sweep after; 0: none */
	union {
		uint32_t few[POSTINGS_FEW]; /* the groups, where they fit */
		uint32_t *many;		    /* NULL: too many */
	} groups;
};

struct group {
	struct term *sum; /* sorted by key */
	uint32_t terms;
	uint32_t items;
	bool closed;
	double spread; /* what a product with the sum is divided by */
};

struct space {
	uint32_t *keys;		  /* open addressing; 0: empty */
	struct posting *postings; /* beside keys */
	size_t size, used;
	size_t open; /* groups */
	struct group *groups;
	size_t group_count, group_cap;
	/* Scratch of space_near, beside groups: what each gained, and which
	 * have gained anything, with room for one more. */
	float *reach;
	uint32_t *touched;
	size_t touched_count;
	uint32_t *free_groups;
	size_t free_count, free_cap;
	size_t closed_since_sweep;
};

struct space *space_new(void)
{
	struct space *s = mem_alloc(sizeof(*s));

	s->size = 1024;
	s->keys = mem_array(s->size, sizeof(*s->keys));
	s->postings = mem_array(s->size, sizeof(*s->postings));
	return s;
}

void space_free(struct space *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->size; i++)
		if (s->postings[i].count > POSTINGS_FEW)
			free(s->postings[i].groups.many);
	for (size_t i = 0; i < s->group_count; i++)
		free(s->groups[i].sum);
	free(s->keys);
	free(s->postings);
	free(s->groups);
	free(s->reach);
	free(s->free_groups);
	free(s->touched);
	free(s);
}

int term_by_key(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

static int by_weight(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return term_by_key(a, b);
}

/* Brings the `keep` heaviest of the terms to the front, in any order. */
static void select_heaviest(struct term *terms, size_t n, size_t keep)
{
	size_t from = 0, to = n;

	while (to - from > 1 && from < keep && keep < to) {
		struct term pivot = terms[from + (to - from - 1) / 2], swap;
		size_t low = from, high = to - 1;

		for (;;) {
			while (by_weight(&terms[low], &pivot) < 0)
				low++;
			while (by_weight(&terms[high], &pivot) > 0)
				high--;
			if (low >= high)
				break;
			swap = terms[low];
			terms[low++] = terms[high];
			terms[high--] = swap;
		}
		if (keep <= high)
			to = high + 1;
		else
			from = high + 1;
	}
}

/* Heaviest first. */
static void sort_few(struct term *terms, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct term t = terms[i];
		size_t at = i;

		for (; at > 0 && by_weight(&terms[at - 1], &t) > 0; at--)
			terms[at] = terms[at - 1];
		terms[at] = t;
	}
}

/* The last of the `keep` heaviest; n > keep > 0. */
static struct term last_kept(const struct term *terms, size_t n, size_t keep)
{
	struct term *copy = mem_array(n, sizeof(*copy)), last;

	memcpy(copy, terms, n * sizeof(*copy));
	select_heaviest(copy, n, keep);
	last = copy[0];
	for (size_t i = 1; i < keep; i++)
		if (by_weight(&copy[i], &last) > 0)
			last = copy[i];
	free(copy);
	return last;
}

/* --- the table --- */

/* 0 is an empty place; the word whose hash it is shares another's. */
static uint32_t key_in_table(uint32_t key)
{
	return key ? key : 1;
}

static size_t place_of(const uint32_t *keys, size_t size, uint32_t key)
{
	size_t i = (key * 0x9e3779b1u) & (size - 1);

	while (keys[i] && keys[i] != key)
		i = (i + 1) & (size - 1);
	return i;
}

/* Moves what has groups to a table of the given size. */
static void rehash(struct space *s, size_t size)
{
	uint32_t *keys = mem_array(size, sizeof(*keys));
	struct posting *postings = mem_array(size, sizeof(*postings));

	s->used = 0;
	for (size_t i = 0; i < s->size; i++) {
		size_t to;

		if (s->postings[i].count == 0)
			continue;
		to = place_of(keys, size, s->keys[i]);
		keys[to] = s->keys[i];
		postings[to] = s->postings[i];
		s->used++;
	}
	free(s->keys);
	free(s->postings);
	s->keys = keys;
	s->postings = postings;
	s->size = size;
}

/* NULL where no group has the word. */
static struct posting *find(const struct space *s, uint32_t key)
{
	size_t i = place_of(s->keys, s->size, key_in_table(key));

	return s->keys[i] ? &s->postings[i] : NULL;
}

static struct posting *find_or_add(struct space *s, uint32_t key)
{
	size_t i;

	key = key_in_table(key);
	if (s->used * 4 >= s->size * 3)
		rehash(s, s->size * 2);
	i = place_of(s->keys, s->size, key);
	s->used += !s->keys[i];
	s->keys[i] = key;
	return &s->postings[i];
}

static uint32_t *posting_groups(struct posting *p)
{
	return p->count > POSTINGS_FEW ? p->groups.many : p->groups.few;
}

/* The room of a list of n: 6, 10, 14, 22, 30, 46 ..., as malloc() has it. */
static uint32_t room_of(uint32_t n)
{
	uint32_t room = 6, step = 4;

	for (; room < n; step *= 2)
		room += room + step < n ? 2 * step : step;
	return room;
}

static void append(struct posting *p, uint32_t group)
{
	uint32_t *many;

	if (p->count >= POSTINGS_MAX) {
		if (p->count++ == POSTINGS_MAX) {
			free(p->groups.many);
			p->groups.many = NULL;
		}
		return;
	}
	if (p->count == POSTINGS_FEW) {
		many = mem_grow(NULL, room_of(p->count + 1), sizeof(*many));
		memcpy(many, p->groups.few, sizeof(p->groups.few));
		p->groups.many = many;
	} else if (p->count > POSTINGS_FEW && p->count == room_of(p->count)) {
		p->groups.many = mem_grow(
		    p->groups.many, room_of(p->count + 1), sizeof(*many));
	}
	p->count++;
	posting_groups(p)[p->count - 1] = group;
}

static void post(struct space *s, uint32_t key, uint32_t group)
{
	struct posting *p = find_or_add(s, key);

	p->alive++;
	append(p, group);
}

/* The list has become shorter: `kept` of it are in front. */
static void shrink(struct posting *p, uint32_t kept)
{
	uint32_t *many = p->groups.many;

	if (p->count > POSTINGS_FEW && kept <= POSTINGS_FEW) {
		memcpy(p->groups.few, many, kept * sizeof(*many));
		free(many);
	} else if (p->count > POSTINGS_FEW &&
		   room_of(kept) != room_of(p->count)) {
		p->groups.many = mem_grow(many, room_of(kept), sizeof(*many));
	}
	p->count = kept;
}

/* A group has these words no longer; it stays in the lists until a sweep. */
static void unpost(struct space *s, const struct term *terms, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct posting *p = find(s, terms[i].key);

		if (p && p->alive > 0)
			p->alive--;
	}
}

/* Lists that were let go and are wanted again: found in the sums. */
static void refill(struct space *s, const bool *wanted)
{
	for (size_t g = 0; g < s->group_count; g++) {
		const struct group *group = &s->groups[g];

		for (uint32_t i = 0; !group->closed && i < group->terms; i++) {
			size_t at = place_of(
			    s->keys, s->size, key_in_table(group->sum[i].key));

			if (wanted[at])
				append(&s->postings[at], (uint32_t)g);
		}
	}
}

static void sweep_long(struct space *s)
{
	bool *wanted = NULL;

	for (size_t i = 0; i < s->size; i++) {
		struct posting *p = &s->postings[i];

		if (p->count <= POSTINGS_MAX)
			continue;
		p->count = p->alive;
		if (p->count > POSTINGS_MAX)
			continue;
		p->count = 0;
		if (!wanted)
			wanted = mem_array(s->size, sizeof(*wanted));
		wanted[i] = true;
	}
	if (wanted)
		refill(s, wanted);
	free(wanted);
}

/* Forgets closed groups everywhere; their indexes may be given again. */
static void sweep(struct space *s)
{
	for (size_t i = 0; i < s->size; i++) {
		struct posting *p = &s->postings[i];
		uint32_t *groups = posting_groups(p), kept = 0;

		if (p->count > POSTINGS_MAX)
			continue;
		for (uint32_t j = 0; j < p->count; j++)
			if (!s->groups[groups[j]].closed)
				groups[kept++] = groups[j];
		shrink(p, kept);
	}
	sweep_long(s);
	rehash(s, s->size);
	for (size_t i = 0; i < s->group_count; i++) {
		if (!s->groups[i].closed)
			continue;
		s->groups[i].closed = false;
		s->free_groups = mem_room(s->free_groups, s->free_count,
		    &s->free_cap, sizeof(*s->free_groups));
		s->free_groups[s->free_count++] = (uint32_t)i;
	}
	s->closed_since_sweep = 0;
}

/* --- weights --- */

#define RARE 16 /* groups; most words are in fewer: one logarithm for all */

/*
 * A word is rare if few stories have it, however many items tell them: the
 * words of one large story stay telling, those of many small ones do not.
 */
static void weigh_by_rarity(const struct space *s, struct term *terms, size_t n)
{
	double all = (double)s->open + COUNT_PRIOR + 1, rare[RARE] = {0};

	for (size_t i = 0; i < n; i++) {
		const struct posting *p = find(s, terms[i].key);
		uint32_t with = p ? p->alive : 0;
		double rarity = with < RARE ? rare[with] : 0;

		if (rarity <= 0)
			rarity = log(all / ((double)with + 1));
		if (with < RARE)
			rare[with] = rarity;
		terms[i].weight *= (float)rarity;
	}
}

size_t space_weigh(const struct space *s, struct term *terms, size_t n)
{
	double squares = 0;
	size_t kept = 0;

	weigh_by_rarity(s, terms, n);
	if (n > SPACE_TERMS_MAX) {
		struct term last = last_kept(terms, n, SPACE_TERMS_MAX);

		for (size_t i = 0; i < n; i++)
			if (by_weight(&terms[i], &last) <= 0)
				terms[kept++] = terms[i];
		n = kept;
	}
	for (size_t i = 0; i < n; i++)
		squares += (double)terms[i].weight * terms[i].weight;
	if (squares > 0)
		for (size_t i = 0; i < n; i++)
			terms[i].weight /= (float)sqrt(squares);
	return n;
}

/* --- groups --- */

static void widen(struct space *s)
{
	size_t cap = s->group_cap ? s->group_cap * 2 : 64;

	s->groups = mem_grow(s->groups, cap, sizeof(*s->groups));
	s->reach = mem_grow(s->reach, cap, sizeof(*s->reach));
	s->touched = mem_grow(s->touched, cap + 1, sizeof(*s->touched));
	s->group_cap = cap;
}

uint32_t space_open(struct space *s)
{
	uint32_t g;

	if (s->free_count > 0) {
		g = s->free_groups[--s->free_count];
	} else {
		if (s->group_count == s->group_cap)
			widen(s);
		g = (uint32_t)s->group_count++;
	}
	s->groups[g] = (struct group){0};
	s->reach[g] = 0;
	s->open++;
	return g;
}

void space_close(struct space *s, uint32_t g)
{
	struct group *group = &s->groups[g];

	unpost(s, group->sum, group->terms);
	free(group->sum);
	*group = (struct group){.closed = true};
	s->reach[g] = CLOSED;
	s->open--;
	s->closed_since_sweep++;
	if (s->closed_since_sweep > 256 + s->group_count / 4)
		sweep(s);
}

size_t space_group_size(const struct space *s, uint32_t g)
{
	return s->groups[g].items;
}

static void cut_sum(struct space *s, struct group *g)
{
	struct term last;
	uint32_t kept = 0;

	if (g->terms <= SUM_BEFORE)
		return;
	last = last_kept(g->sum, g->terms, SUM_KEPT);
	for (uint32_t i = 0; i < g->terms; i++)
		if (by_weight(&g->sum[i], &last) <= 0)
			g->sum[kept++] = g->sum[i];
		else
			unpost(s, &g->sum[i], 1);
	g->terms = kept;
}

/* 0 where nothing can be near to the group. */
static double spread_of(const struct group *g)
{
	double squares = 0;

	for (uint32_t i = 0; i < g->terms; i++)
		squares += (double)g->sum[i].weight * g->sum[i].weight;
	return pow(g->items, LINK_COUNT_POWER) *
	       pow(sqrt(squares), LINK_NORM_POWER);
}

/* Adds a vector, or the sum of so many. */
static void add_to_sum(struct space *s, uint32_t index,
    const struct term *terms, size_t n, uint32_t items)
{
	struct group *g = &s->groups[index];
	size_t room = g->terms + n;
	struct term *sum = mem_grow(NULL, room, sizeof(*sum));
	size_t i = 0, j = 0, k = 0;

	while (i < g->terms || j < n) {
		if (j == n || (i < g->terms && g->sum[i].key < terms[j].key)) {
			sum[k++] = g->sum[i++];
		} else if (i == g->terms || terms[j].key < g->sum[i].key) {
			post(s, terms[j].key, index);
			sum[k++] = terms[j++];
		} else {
			sum[k] = g->sum[i++];
			sum[k++].weight += terms[j++].weight;
		}
	}
	free(g->sum);
	g->sum = sum;
	g->terms = (uint32_t)k;
	g->items += items;
	cut_sum(s, g);
	if (g->terms + SUM_SPARE < room)
		g->sum = mem_grow(g->sum, g->terms, sizeof(*sum));
	g->spread = spread_of(g);
}

void space_join(
    struct space *s, uint32_t index, const struct term *terms, size_t n)
{
	add_to_sum(s, index, terms, n, 1);
}

void space_unite(struct space *s, uint32_t index, uint32_t into)
{
	const struct group *g = &s->groups[index];

	add_to_sum(s, into, g->sum, g->terms, g->items);
	space_close(s, index);
}

float space_weight_in(const struct space *s, uint32_t index, uint32_t key)
{
	const struct group *g = &s->groups[index];
	size_t low = 0, high = g->terms;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (g->sum[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->terms && g->sum[low].key == key ? g->sum[low].weight
							: 0;
}

/* --- links --- */

/* How many words must carry a link to a vector of so many. */
static double breadth_needed(size_t terms)
{
	double at =
	    ((double)terms - BREADTH_FROM) / (BREADTH_TO - BREADTH_FROM);

	at = at < 0 ? 0 : at > 1 ? 1 : at;
	return LINK_BREADTH + (BREADTH_LONG - LINK_BREADTH) * at;
}

/*
 * What a product comes to. One word in common is chance, however rare it is,
 * and two are not much more: how many words carry the link counts too.
 */
static double with_breadth(
    double dot, double squares, double needed, uint32_t items)
{
	double breadth = dot * dot / squares / needed;

	if (breadth >= 1)
		return dot;
	return dot * pow(breadth, 1 + BREADTH_ONE / items);
}

#define PROBE_BITS 4096

/* The words of a vector: a bit of each tells nearly all others from them. */
struct probe {
	const struct term *terms; /* sorted by key */
	size_t count;
	double breadth; /* of a link to it */
	uint64_t bits[PROBE_BITS / 64];
};

static unsigned probe_bit(uint32_t key)
{
	return key / (UINT32_MAX / PROBE_BITS + 1);
}

static void probe_make(struct probe *p, const struct term *terms, size_t n)
{
	*p = (struct probe){
	    .terms = terms, .count = n, .breadth = breadth_needed(n)};
	for (size_t i = 0; i < n; i++) {
		unsigned bit = probe_bit(terms[i].key);

		p->bits[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

static double link_of(
    const struct group *g, const struct probe *probe, double *product)
{
	const struct term *t = probe->terms, *end = t + probe->count;
	double dot = 0, squares = 0;

	*product = 0;
	if (g->spread <= 0)
		return 0;
	for (uint32_t i = 0; i < g->terms; i++) {
		uint32_t key = g->sum[i].key;
		unsigned bit = probe_bit(key);
		double both;

		if (!(probe->bits[bit / 64] >> bit % 64 & 1))
			continue;
		while (t < end && t->key < key)
			t++;
		if (t == end || t->key != key)
			continue;
		both = (double)t->weight * g->sum[i].weight;
		dot += both;
		squares += both * both;
	}
	*product = dot;
	if (squares <= 0)
		return 0;
	return with_breadth(dot, squares, probe->breadth, g->items) / g->spread;
}

double space_link(const struct space *s, uint32_t group,
    const struct term *terms, size_t n, double *product)
{
	struct probe probe;

	probe_make(&probe, terms, n);
	return link_of(&s->groups[group], &probe, product);
}

double space_between(const struct space *s, uint32_t index, uint32_t other)
{
	const struct group *g = &s->groups[index], *o = &s->groups[other];
	double dot = 0, squares = 0, length = 0;
	size_t i = 0, j = 0;

	for (size_t k = 0; k < g->terms; k++)
		length += (double)g->sum[k].weight * g->sum[k].weight;
	while (i < g->terms && j < o->terms) {
		uint32_t ours = g->sum[i].key, theirs = o->sum[j].key;

		if (ours == theirs) {
			double both =
			    (double)g->sum[i].weight * o->sum[j].weight;

			dot += both;
			squares += both * both;
		}
		i += ours <= theirs;
		j += ours >= theirs;
	}
	if (squares <= 0)
		return 0;
	return with_breadth(dot, squares, breadth_needed(g->terms), o->items) /
	       (sqrt(length) * o->spread);
}

/* --- the nearest --- */

static int by_score(const void *a, const void *b)
{
	const struct near *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

/* Walks the postings of a term: every group in them gains its weight. */
static void touch(struct space *s, const struct term *t)
{
	struct posting *p = find(s, t->key);
	float gain = t->weight * t->weight;
	size_t count = s->touched_count;
	const uint32_t *groups;

	if (!p || p->count > POSTINGS_MAX || !(gain > 0))
		return;
	groups = posting_groups(p);
	/* No branches, for none could be guessed; what was closed gains too,
	 * and stays where it is. */
	for (uint32_t i = 0; i < p->count; i++) {
		float *reach = &s->reach[groups[i]];

		s->touched[count] = groups[i];
		count += *reach == 0;
		*reach += gain;
	}
	s->touched_count = count;
}

/* Keeps the best of the touched groups in out, best first. */
static size_t collect(struct space *s, struct near *out, size_t max)
{
	size_t n = 0;
	float least = 0; /* what a full list asks for */

	for (size_t i = 0; i < s->touched_count; i++) {
		float *reach = &s->reach[s->touched[i]];
		struct near candidate = {s->touched[i], *reach, 0};
		bool too_far = *reach < least;
		size_t at = n;

		*reach = 0;
		if (too_far) /* as most of them */
			continue;
		if (n == max && by_score(&candidate, &out[n - 1]) > 0)
			continue;
		if (n < max)
			n++;
		else
			at = n - 1;
		for (; at > 0 && by_score(&candidate, &out[at - 1]) < 0; at--)
			out[at] = out[at - 1];
		out[at] = candidate;
		if (n == max)
			least = (float)out[n - 1].score;
	}
	s->touched_count = 0;
	return n;
}

size_t space_near(struct space *s, const struct term *terms, size_t n,
    struct near *out, size_t max)
{
	struct term heaviest[SPACE_TERMS_MAX];
	size_t count = n < SPACE_TERMS_MAX ? n : SPACE_TERMS_MAX;

	memcpy(heaviest, terms, count * sizeof(*terms));
	if (count > QUERY_TERMS) {
		select_heaviest(heaviest, count, QUERY_TERMS);
		count = QUERY_TERMS;
	}
	sort_few(heaviest, count);
	for (size_t i = 0; i < count; i++)
		if (heaviest[i].weight > 0)
			touch(s, &heaviest[i]);
	return collect(s, out, max);
}

void space_rank(const struct space *s, const struct term *terms, size_t n,
    struct near *near, size_t count)
{
	struct probe probe;

	probe_make(&probe, terms, n);
	for (size_t i = 0; i < count; i++)
		near[i].score = link_of(
		    &s->groups[near[i].group], &probe, &near[i].product);
	if (count)
		qsort(near, count, sizeof(*near), by_score);
}
