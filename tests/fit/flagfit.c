/*
 * Fits the weights of the rumor score to labelled items, and writes them as
 * etc/lexicon/flag.tsv: `flagfit LEXICON < items.jsonl`, an object a line with
 * title, text, source_role and label ("R" reports a rumor; "X" is left out).
 * A logistic regression with a pull back to the weights set by hand; the same
 * items give the same bytes. What it would reach on items that it was not
 * fitted to is measured over ten parts and told on standard error.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "judge/reading.h"
#include "text/date.h"

#define PARTS  10
#define ROUNDS 400
#define PULL   4.0 /* how strongly a weight is drawn to its prior */

struct example {
	double x[FEATURE_COUNT];
	bool rumor;
	double told; /* by the fit over the other parts */
};

static struct example *examples;
static size_t count, cap;

/* --- reading --- */

static void example_take(
    struct arena *arena, const struct lexicon *lex, const json_t *o)
{
	const char *label = json_string_value(json_object_get(o, "label"));
	const char *title = json_string_value(json_object_get(o, "title"));
	const char *text = json_string_value(json_object_get(o, "text"));
	const char *at = json_string_value(json_object_get(o, "published"));
	const char *role = json_string_value(json_object_get(o, "source_role"));
	struct source source = {.slug = "", .role = ROLE_PRESS};
	struct item item = {.guid = "",
	    .title = title ? title : "",
	    .text = text ? text : "",
	    .published_at = at ? date_parse(at) : DATE_NONE,
	    .source = &source};

	if (!label || !strcmp(label, "X"))
		return;
	if (role)
		source_role_parse(role, &source.role);
	examples = mem_room(examples, count, &cap, sizeof(*examples));
	examples[count].rumor = !strcmp(label, "R");
	analyze_features(arena, lex, &item, examples[count].x);
	count++;
}

static int examples_read(const struct lexicon *lex)
{
	struct arena arena;
	char *line = NULL;
	size_t room = 0, number = 0;
	int rc = 0;

	arena_init(&arena);
	while (!rc && getline(&line, &room, stdin) > 0) {
		json_t *o = json_loads(line, 0, NULL);

		number++;
		if (json_is_object(o))
			example_take(&arena, lex, o);
		else
			rc = fprintf(
			    stderr, "flagfit: line %zu: no object\n", number);
		json_decref(o);
		arena_reset(&arena);
	}
	free(line);
	arena_free(&arena);
	return rc ? -1 : 0;
}

/* --- fitting --- */

static double score(const double *w, const double *x)
{
	double sum = 0;

	for (int f = 0; f < FEATURE_COUNT; f++)
		sum += w[f] * x[f];
	return 1 / (1 + exp(-sum));
}

/* One weight after the other, a step of Newton's each; part -1 leaves out
 * nobody. */
static void fit(double *w, int part)
{
	double prior[FEATURE_COUNT];

	prior_weights(prior);
	memcpy(w, prior, sizeof(prior));
	for (int round = 0; round < ROUNDS; round++)
		for (int f = 0; f < FEATURE_COUNT; f++) {
			double slope = PULL * (w[f] - prior[f]), bend = PULL;

			for (size_t i = 0; i < count; i++) {
				const struct example *e = &examples[i];
				double p;

				if ((int)(i % PARTS) == part || e->x[f] == 0)
					continue;
				p = score(w, e->x);
				slope += (p - e->rumor) * e->x[f];
				bend += p * (1 - p) * e->x[f] * e->x[f];
			}
			w[f] -= slope / bend;
			if (fabs(slope) < 1e-9)
				continue;
		}
}

/* --- telling --- */

static int by_told(const void *a, const void *b)
{
	const struct example *x = a, *y = b;

	return (x->told < y->told) - (x->told > y->told);
}

static void measure(const char *what)
{
	size_t both = 0, told = 0, rumors = 0, seen = 0;
	double brier = 0, precision = 0;

	qsort(examples, count, sizeof(*examples), by_told);
	for (size_t i = 0; i < count; i++) {
		const struct example *e = &examples[i];
		double off = e->told - e->rumor;

		rumors += e->rumor;
		told += e->told >= 0.5;
		both += e->rumor && e->told >= 0.5;
		brier += off * off;
		if (!e->rumor)
			continue;
		seen++;
		precision += (double)seen / (double)(i + 1);
	}
	fprintf(stderr, "%s: F1 %.3f, average precision %.3f, Brier %.4f\n",
	    what, 2.0 * (double)both / (double)(told + rumors),
	    precision / (double)rumors, brier / (double)count);
}

static void tell_parts(void)
{
	double w[FEATURE_COUNT];

	for (int part = 0; part < PARTS; part++) {
		fit(w, part);
		for (size_t i = 0; i < count; i++)
			if ((int)(i % PARTS) == part)
				examples[i].told = score(w, examples[i].x);
	}
}

static void write_table(const double *w)
{
	printf("#feature\tweight\n");
	for (int f = 0; f < FEATURE_COUNT; f++)
		if (fabs(w[f]) >= 0.005)
			printf("%s\t%.2f\n", feature_name(f), w[f]);
	printf("# fitted to %zu labelled items by tests/fit/flagfit\n", count);
}

int main(int argc, char **argv)
{
	double w[FEATURE_COUNT];
	struct lexicon *lex;
	struct err e;

	if (argc != 2) {
		fprintf(stderr, "usage: flagfit LEXICON < items.jsonl\n");
		return 2;
	}
	lex = lexicon_load(argv[1], &e);
	if (!lex) {
		fprintf(stderr, "flagfit: %s\n", e.text);
		return 2;
	}
	if (examples_read(lex) < 0 || count < PARTS) {
		fprintf(stderr, "flagfit: too few labelled items\n");
		return 2;
	}
	fit(w, -1);
	write_table(w);
	tell_parts();
	measure("fitted on the other nine tenths");
	prior_weights(w);
	for (size_t i = 0; i < count; i++)
		examples[i].told = score(w, examples[i].x);
	measure("set by hand");
	free(examples);
	lexicon_free(lex);
	return 0;
}
