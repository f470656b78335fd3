/*
 * Judgement: what an item costs from its text to its story and its rumors,
 * against the goal of 100 us; and how much of that each stage takes.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bench.h"
#include "judge/analyze.h"
#include "judge/judge.h"

#define ITEMS 4000
#define BATCH 20

static struct lexicon *lexicon;
static struct item *items;

static void make_items(void)
{
	static const struct source press = {
	    .id = 1, .slug = "press", .title = "Press", .role = ROLE_PRESS};
	static const char *const titles[][2] = {
	    {"Lantern OS ", " may be called Glow, says Night Lamp"},
	    {"HyperOS ", " reaches more phones this week"},
	    {"Leak: Android ", " beta shows a new lock screen"},
	    {"iOS ", ".2 is out with fixes for the battery"},
	    {"消息称澎湃OS ", "将于下周发布"},
	    {"Samsung confirms One UI ", " for older phones"}};
	char *texts = mem_array(ITEMS, 1500);
	char *heads = mem_array(ITEMS, 120);

	items = mem_array(ITEMS, sizeof(*items));
	for (unsigned i = 0; i < ITEMS; i++) {
		snprintf(heads + i * 120, 120, "%s%u%s", titles[i / 3 % 6][0],
		    i / 3 % 300, titles[i / 3 % 6][1]);
		items[i] = (struct item){.id = i + 1,
		    .guid = "g",
		    .title = heads + i * 120,
		    .text = bench_text(texts + i * 1500, 1500, i),
		    .published_at = 1700000000 + i * 600,
		    .first_seen_at = 1700000000 + i * 600,
		    .source = &press};
	}
}

/* Microseconds of CPU an item. */
static double whole(void)
{
	struct judge j;
	struct judged out[BATCH];
	const struct item *batch[BATCH];
	struct arena a;
	int64_t *changed;
	double start;

	arena_init(&a);
	judge_init(&j, lexicon, &judge_default_policy);
	board_ready(j.board, 1);
	start = bench_cpu_s();
	for (size_t i = 0; i + BATCH <= ITEMS; i += BATCH) {
		for (size_t k = 0; k < BATCH; k++)
			batch[k] = &items[i + k];
		judge_add(&j, &a, batch, BATCH, out);
		board_changed(j.board, &a, &changed);
		arena_reset(&a);
	}
	start = bench_cpu_s() - start;
	judge_release(&j);
	arena_free(&a);
	return start / ITEMS * 1e6;
}

static double only_analysis(void)
{
	struct arena a;
	double start = bench_cpu_s();

	arena_init(&a);
	for (size_t i = 0; i < ITEMS; i++) {
		analyze(&a, lexicon, &items[i]);
		arena_reset(&a);
	}
	arena_free(&a);
	return (bench_cpu_s() - start) / ITEMS * 1e6;
}

static double only_stories(void)
{
	struct cluster *c = cluster_new(lexicon, &judge_default_policy.cluster);
	struct arena a;
	double start = bench_cpu_s();

	arena_init(&a);
	for (size_t i = 0; i < ITEMS; i++) {
		cluster_add(c, &a, &items[i]);
		arena_reset(&a);
	}
	arena_free(&a);
	cluster_free(c);
	return (bench_cpu_s() - start) / ITEMS * 1e6;
}

int main(int argc, char **argv)
{
	double all[BENCH_TURNS], analysis[BENCH_TURNS], stories[BENCH_TURNS];
	struct bench_row row = {.unit = "us CPU", .fewer = true};
	struct err e;

	if (argc != 2)
		bench_fail("usage: bench-judge LEXICON");
	lexicon = lexicon_load(argv[1], &e);
	if (!lexicon)
		bench_fail("%s", e.text);
	make_items();
	for (int i = 0; i < BENCH_TURNS; i++) {
		all[i] = whole();
		analysis[i] = only_analysis();
		stories[i] = only_stories();
	}
	row.what = "an item judged (1.2 kB)";
	row.ours = bench_median(all, BENCH_TURNS);
	row.against = "the goal";
	row.theirs = 100;
	row.goal = 1;
	bench_print(&row);
	row.theirs = row.ours;
	row.goal = 0;
	row.what = "  an item analysed";
	row.against = "an item judged";
	row.ours = bench_median(analysis, BENCH_TURNS);
	bench_print(&row);
	row.what = "  an item put into its story";
	row.ours = bench_median(stories, BENCH_TURNS);
	bench_print(&row);
	lexicon_free(lexicon);
	return 0;
}
