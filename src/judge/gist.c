/*
 * The gist of an item: its words as a whole. Two newsrooms tell one leak in
 * sentences that have little in common, and yet in the same words over the
 * whole of it. A word weighs more the fewer items of the house have it; of two
 * languages the words count that all languages have in common (words.h).
 */
#include "judge/gist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/itemtext.h"
#include "judge/words.h"

struct gist {
	char lang[LANG_BYTES];
	struct term *terms, *pivot; /* sorted by key; 1 + log of frequencies */
	size_t term_count, pivot_count;
};

/* Items that have a word; two words may share a count. */
#define COUNTS 8192 /* a power of two */

/* Counts whose weight is kept, until one item more is counted. */
#define WEIGHTS 256

struct gist_counts {
	uint16_t of[COUNTS];
	size_t items;
	float weight[WEIGHTS]; /* 0: not known */
};

static struct term *terms_copy(const struct term *of, size_t n)
{
	struct term *to = mem_array(n ? n : 1, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = (struct term){
		    of[i].key, 1 + logf(of[i].weight > 1 ? of[i].weight : 1)};
	return to;
}

struct gist *gist_new(const struct lexicon *lexicon, const struct item *item)
{
	struct gist *g = mem_alloc(sizeof(*g));
	struct itemtext text;
	struct words w;
	struct arena a;

	arena_init(&a);
	itemtext_read(lexicon, &a, item, &text);
	words_of(&a, lexicon, &text, &w);
	memcpy(g->lang, w.lang, sizeof(g->lang));
	g->terms = terms_copy(w.terms, w.term_count);
	g->term_count = w.term_count;
	g->pivot = terms_copy(w.pivot, w.pivot_count);
	g->pivot_count = w.pivot_count;
	arena_free(&a);
	return g;
}

void gist_free(struct gist *g)
{
	if (!g)
		return;
	free(g->terms);
	free(g->pivot);
	free(g);
}

static void count(struct gist_counts *c, const struct term *terms, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint16_t *of = &c->of[terms[i].key & (COUNTS - 1)];

		*of += *of < UINT16_MAX;
	}
}

struct gist_counts *gist_count(struct gist_counts *c, const struct gist *g)
{
	if (!c) {
		c = mem_alloc(sizeof(*c));
		memset(c, 0, sizeof(*c));
	}
	count(c, g->terms, g->term_count);
	count(c, g->pivot, g->pivot_count);
	c->items++;
	memset(c->weight, 0, sizeof(c->weight));
	return c;
}

struct gist_counts *gist_counts_copy(const struct gist_counts *of)
{
	struct gist_counts *to;

	if (!of)
		return NULL;
	to = mem_alloc(sizeof(*to));
	*to = *of;
	return to;
}

#define FEW 10 /* items: as if there were so many more */

static float idf(struct gist_counts *c, unsigned df)
{
	float w;

	if (df < WEIGHTS && c->weight[df] > 0)
		return c->weight[df];
	w = logf((float)(c->items + FEW) / ((float)df + 0.5F));
	w = w > 0 ? w : 0;
	if (df < WEIGHTS)
		c->weight[df] = w;
	return w;
}

static double weigh(struct gist_counts *c, const struct term *t)
{
	return idf(c, c->of[t->key & (COUNTS - 1)]) * t->weight;
}

struct terms {
	const struct term *v;
	size_t n;
};

static double product(struct gist_counts *c, struct terms a, struct terms b)
{
	double sum = 0;

	for (size_t i = 0, k = 0; i < a.n && k < b.n;) {
		if (a.v[i].key == b.v[k].key)
			sum += weigh(c, &a.v[i++]) * weigh(c, &b.v[k++]);
		else if (a.v[i].key < b.v[k].key)
			i++;
		else
			k++;
	}
	return sum;
}

double gist_near(
    struct gist_counts *c, const struct gist *a, const struct gist *b)
{
	bool same = !memcmp(a->lang, b->lang, sizeof(a->lang));
	struct terms x = same ? (struct terms){a->terms, a->term_count}
			      : (struct terms){a->pivot, a->pivot_count};
	struct terms y = same ? (struct terms){b->terms, b->term_count}
			      : (struct terms){b->pivot, b->pivot_count};
	double length = sqrt(product(c, x, x) * product(c, y, y));

	return length > 0 ? product(c, x, y) / length : 0;
}
