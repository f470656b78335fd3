/*
 * Judgement: what an item costs from its text to its story and its rumors,
 * against the goal of 100 us, and how much of that each stage takes; the
 * lexicon and its pass over a text; stories while many are live, with the
 * memory that this takes.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench.h"
#include "judge/analyze.h"
#include "judge/judge.h"
#include "judge/tables.h"

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

/* --- the lexicon --- */

static double load_ms(const char *dir)
{
	double start = bench_cpu_s();
	struct lexicon *l;
	struct err e;

	l = lexicon_load(dir, &e);
	if (!l)
		bench_fail("%s", e.text);
	lexicon_free(l);
	return (bench_cpu_s() - start) * 1e3;
}

static size_t hits;

static void on_hit(void *ctx, const struct automaton_hit *hit)
{
	(void)ctx;
	hits += hit->end > hit->start;
}

/* MB of text a second. */
static double scan_rate(void)
{
	double start = bench_cpu_s();
	size_t bytes = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		size_t n = strlen(items[i].text);

		automaton_scan(
		    lexicon->automaton, items[i].text, n, on_hit, NULL);
		bytes += n;
	}
	return (double)bytes / 1e6 / (bench_cpu_s() - start);
}

static void lexicon_rows(const char *dir)
{
	double load[BENCH_TURNS], scan[BENCH_TURNS];

	for (int i = 0; i < BENCH_TURNS; i++) {
		load[i] = load_ms(dir);
		scan[i] = scan_rate();
	}
	if (!hits)
		bench_fail("the lexicon finds nothing");
	bench_print(&(struct bench_row){.what = "lexicon, loaded",
	    .unit = "ms CPU",
	    .ours = bench_median(load, BENCH_TURNS),
	    .against = "the goal",
	    .theirs = 50,
	    .goal = 1,
	    .fewer = true});
	bench_print(&(struct bench_row){.what = "lexicon, its pass over a text",
	    .unit = "MB/s",
	    .ours = bench_median(scan, BENCH_TURNS),
	    .against = "the goal",
	    .theirs = 150,
	    .goal = 1});
}

/* --- many items, in a process of their own --- */

struct crowd {
	const char *what;
	size_t items, bytes; /* of text, each */
	bool analysed;	     /* not put into stories */
	double rate, mib;    /* the goals */
};

static const struct crowd crowds[] = {
    {"teasers analysed (400 B)", 20000, 800, true, 20000, 32},
    {"teasers put into stories, 20,000 live", 20000, 800, false, 15000, 60},
    {"articles put into stories, 20,000 live", 20000, 3400, false, 5000, 0},
    {"teasers put into stories, 80,000 live", 80000, 800, false, 6000, 110}};

#define CROWD_SPAN_S (13 * 86400) /* all of them stay live */

/* A batch of texts is made, then taken: only that counts. Items a second. */
static double crowd_rate(const struct crowd *c)
{
	static const struct source press = {
	    .id = 1, .slug = "press", .title = "Press", .role = ROLE_PRESS};
	struct cluster *stories =
	    cluster_new(lexicon, &judge_default_policy.cluster);
	char *texts = mem_array(BATCH, c->bytes), head[BATCH][100];
	double start, used = 0;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < c->items; i += BATCH) {
		struct item batch[BATCH];

		for (size_t k = 0; k < BATCH; k++) {
			char *text = texts + k * c->bytes;
			int64_t at =
			    1700000000 +
			    (int64_t)((i + k) * CROWD_SPAN_S / c->items);

			bench_text(text, c->bytes, (unsigned)(i + k));
			snprintf(head[k], sizeof(head[k]), "%.60s", text + 20);
			batch[k] = (struct item){.id = (int64_t)(i + k + 1),
			    .guid = "g",
			    .title = head[k],
			    .text = text,
			    .published_at = at,
			    .first_seen_at = at,
			    .source = &press};
		}
		start = bench_cpu_s();
		for (size_t k = 0; k < BATCH; k++) {
			if (c->analysed)
				analyze(&a, lexicon, &batch[k]);
			else
				cluster_add(stories, &a, &batch[k]);
			arena_reset(&a);
		}
		used += bench_cpu_s() - start;
	}
	return (double)c->items / used;
}

static void crowd_rows(const struct crowd *c)
{
	struct bench_row row = {.what = c->what,
	    .unit = "items/s",
	    .against = "the goal",
	    .theirs = c->rate,
	    .goal = 1};
	struct rusage used;
	int way[2], status;
	pid_t child;

	if (pipe(way))
		bench_fail("no pipe for: %s", c->what);
	child = fork();
	if (child < 0)
		bench_fail("no process for: %s", c->what);
	if (child == 0) {
		row.ours = crowd_rate(c);
		_exit(write(way[1], &row.ours, sizeof(row.ours)) !=
		      sizeof(row.ours));
	}
	if (read(way[0], &row.ours, sizeof(row.ours)) != sizeof(row.ours) ||
	    wait4(child, &status, 0, &used) != child || status)
		bench_fail("it failed: %s", c->what);
	close(way[0]);
	close(way[1]);
	bench_print(&row);
	if (c->mib <= 0)
		return;
	row = (struct bench_row){.what = "  memory of the process",
	    .unit = "MiB",
	    .ours = (double)used.ru_maxrss / 1024,
	    .against = "the goal",
	    .theirs = c->mib,
	    .goal = 1,
	    .fewer = true};
	bench_print(&row);
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
	for (size_t i = 0; i < sizeof(crowds) / sizeof(*crowds); i++)
		crowd_rows(&crowds[i]); /* first: they share what we have */
	make_items();
	lexicon_rows(argv[1]);
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
