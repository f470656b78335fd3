/*
 * Growth: years of items through the judge into one database, 500 a day from
 * 60 feeds, three outlets to a story and one item in sixteen of a rumor; when
 * 10 thousand, 100 thousand and 1 million are stored, what the next item
 * costs, how long questions take meanwhile, how long a start takes, and what
 * all of it occupies. Then retention lets the oldest go in its small steps.
 *
 * HEARSAY_BENCH_ITEMS is how many are stored at most; a tenth and a hundredth
 * of it are the other two marks.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "bench.h"
#include "core/judging.h"
#include "judge/tables.h"
#include "store/store.h"

#define FEEDS	  60
#define A_DAY	  500 /* items */
#define ENTRIES	  8   /* new ones a document */
#define DOCUMENTS 4   /* a transaction */
#define TAKE	  (ENTRIES * DOCUMENTS)
#define MARKS	  3
#define TURNS	  100	     /* after a mark */
#define START	  1577836800 /* 2020-01-01 */
#define STEP	  50	     /* items a step of retention, as core has it */
#define STEPS	  200

static struct store *store;
static struct judging *judging;
static struct lexicon *lexicon;
static struct feed feeds[FEEDS];
static const char *path;
static unsigned stored; /* items */
static struct err e;

static void check(int rc)
{
	if (rc)
		bench_fail("growth: %s", e.text);
}

static int64_t now(void)
{
	return START + (int64_t)stored * 86400 / A_DAY;
}

/* --- years of news --- */

struct texts {
	char id[48], title[480], text[900];
};

static const char *const systems[] = {"Android", "iOS", "One UI", "HyperOS",
    "ColorOS", "OxygenOS", "HarmonyOS", "OriginOS"};

static const char *const colours[] = {"Red", "Blue", "Green", "White", "Black",
    "Grey", "Pink", "Brown", "Silver", "Golden", "Purple", "Orange", "Yellow",
    "Copper", "Amber", "Scarlet"};

/* Three items in a row tell the same, each in a feed of its own. */
static void write_entry(struct entry *out, struct texts *t, unsigned n)
{
	unsigned topic = n / 3;

	snprintf(t->id, sizeof(t->id), "https://f.example/%u", n);
	bench_plain_text(t->text, sizeof(t->text), n);
	if (topic % 16)
		bench_plain_text(t->title, sizeof(t->title), n);
	else
		snprintf(t->title, sizeof(t->title),
		    "Leaker %s Lamp: %s %u may come in the spring",
		    colours[topic / 64 % 16], systems[topic / 16 % 8],
		    topic / 64);
	*out = (struct entry){.id = t->id,
	    .link = t->id,
	    .title = t->title,
	    .content_text = t->text,
	    .published = now() - 600 + n % 600,
	    .updated = DATE_NONE};
}

static void take(void)
{
	static struct texts written[TAKE];
	struct entry entries[TAKE];
	struct judging_news news = {0};

	for (unsigned i = 0; i < TAKE; i++) {
		/* What is next to each other is of different documents. */
		unsigned at = i % DOCUMENTS * ENTRIES + i / DOCUMENTS;

		write_entry(&entries[at], &written[at], stored + i);
	}
	check(store_begin(store, &e));
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		struct doc d = {.entries = entries + (size_t)i * ENTRIES,
		    .entry_count = ENTRIES};

		check(judging_document(judging,
		    &feeds[(stored / TAKE * DOCUMENTS + i) % FEEDS], &d, now(),
		    0, false, &news, &e));
	}
	check(judging_advance(judging, now(), &news, &e));
	check(store_commit(store, &e));
	if (news.new_items != TAKE)
		bench_fail(
		    "growth: %zu of %d items were new", news.new_items, TAKE);
	stored += TAKE;
	/* The daemon asks once an hour, when nothing else is to do. */
	if (stored / TAKE % 2 == 0 && judging_tidy(judging))
		check(judging_ready(judging, now(), &e));
}

/* --- what is asked meanwhile --- */

static void ask_status(struct arena *a, unsigned n)
{
	struct status_report r;

	(void)a;
	(void)n;
	check(store_report_status(store, now(), &r, &e));
}

static void ask_rumors(struct arena *a, unsigned n)
{
	struct rumor_filter f = {.status = -1, .unsettled = true, .limit = 50};
	struct rumor_row *rows;
	size_t count;

	(void)n;
	check(store_report_rumors(store, a, &f, &rows, &count, &e));
}

static void ask_stories(struct arena *a, unsigned n)
{
	struct story_filter f = {.ranked_at = now(), .limit = 50};
	struct story_row *rows;
	size_t count;

	(void)n;
	check(store_report_stories(store, a, &f, &rows, &count, &e));
}

static void ask_words(struct arena *a, unsigned n)
{
	struct search_filter f = {.words = "leaker spring", .limit = 20};
	struct search_hit *hits;
	size_t count;

	(void)n;
	check(store_search(store, a, &f, &hits, &count, &e));
}

static void ask_story(struct arena *a, unsigned n)
{
	struct story_report r;

	if (store_report_story(store, a, 1 + n * 7919 % (stored / 4), &r, &e) <
	    0)
		check(-1);
}

static const struct question {
	const char *name;
	void (*ask)(struct arena *, unsigned n);
} questions[] = {{"the status", ask_status}, {"the board", ask_rumors},
    {"stories by rank", ask_stories}, {"a search", ask_words},
    {"one story", ask_story}};

#define QUESTIONS (sizeof(questions) / sizeof(*questions))

/* --- marks --- */

struct mark {
	unsigned items;
	double item_us, start_ms, item_bytes, memory_mb;
	double p50_ms[QUESTIONS], p99_ms[QUESTIONS];
};

static double file_size(const char *end)
{
	char whole[256];
	struct stat st;

	snprintf(whole, sizeof(whole), "%s%s", path, end);
	return stat(whole, &st) ? 0 : (double)st.st_size;
}

/* Memory of this process that no file backs. */
static double anonymous_mb(void)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	char line[128];
	double kb = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Anonymous: %lf", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb / 1024;
}

static void open_all(void)
{
	check(store_open(&store, path, &e));
	judging = judging_new(store);
	check(judging_use(judging, lexicon, now(), &e));
}

static void close_all(void)
{
	judging_free(judging);
	store_close(store);
}

/* Turns, and after each of them every question. */
static void measure(struct mark *m)
{
	double turns[TURNS], asked[QUESTIONS][TURNS], start;
	struct arena a;

	m->items = stored;
	close_all();
	start = bench_cpu_s();
	open_all();
	m->start_ms = (bench_cpu_s() - start) * 1e3;
	m->item_bytes = (file_size("") + file_size("-wal")) / stored;
	arena_init(&a);
	for (unsigned turn = 0; turn < TURNS; turn++) {
		start = bench_cpu_s();
		take();
		turns[turn] = (bench_cpu_s() - start) / TAKE * 1e6;
		for (size_t q = 0; q < QUESTIONS; q++) {
			start = bench_cpu_s();
			questions[q].ask(&a, turn);
			asked[q][turn] = (bench_cpu_s() - start) * 1e3;
			arena_reset(&a);
		}
	}
	arena_free(&a);
	m->item_us = bench_median(turns, TURNS);
	for (size_t q = 0; q < QUESTIONS; q++) {
		m->p50_ms[q] = bench_median(asked[q], TURNS); /* sorts */
		m->p99_ms[q] = asked[q][TURNS * 99 / 100];
	}
	m->memory_mb = anonymous_mb();
}

static void print(const struct mark *least, const struct mark *m)
{
	char what[80], against[60];
	struct bench_row row = {
	    .what = what, .against = against, .fewer = true};

	snprintf(what, sizeof(what), "%u items stored: the next one", m->items);
	snprintf(against, sizeof(against), "with %u", least->items);
	row.unit = "us CPU";
	row.ours = m->item_us;
	row.theirs = least->item_us;
	row.goal = m == least ? 0 : 1.5;
	bench_print(&row);
	row.goal = 0;
	row.unit = "ms CPU";
	for (size_t q = 0; q < QUESTIONS; q++) {
		snprintf(what, sizeof(what), "  %s, median", questions[q].name);
		row.ours = m->p50_ms[q];
		row.theirs = least->p50_ms[q];
		bench_print(&row);
		snprintf(what, sizeof(what), "  %s, 99 %%", questions[q].name);
		row.ours = m->p99_ms[q];
		row.theirs = least->p99_ms[q];
		bench_print(&row);
	}
	snprintf(what, sizeof(what), "  bytes an item");
	row.unit = "B";
	row.ours = m->item_bytes;
	row.theirs = least->item_bytes;
	bench_print(&row);
	snprintf(what, sizeof(what), "  memory, anonymous");
	row.unit = "MiB";
	row.ours = m->memory_mb;
	row.theirs = least->memory_mb;
	bench_print(&row);
	snprintf(what, sizeof(what), "  a start");
	snprintf(against, sizeof(against), "the goal");
	row.unit = "ms CPU";
	row.ours = m->start_ms;
	row.theirs = 1000;
	row.goal = 1;
	bench_print(&row);
}

/* --- letting go --- */

static void trim(void)
{
	double times[STEPS], start;
	size_t removed, sum = 0;
	unsigned n = 0;
	bool left = true;
	struct bench_row row = {.what = "a step of retention, the longest",
	    .unit = "ms CPU",
	    .against = "a slice of the loop",
	    .theirs = 50,
	    .goal = 1,
	    .fewer = true};

	while (n < STEPS && left) {
		start = bench_cpu_s();
		check(store_begin(store, &e));
		check(store_trim(store, now() - INT64_C(30) * 86400, STEP,
		    &removed, &left, &e));
		check(store_commit(store, &e));
		times[n++] = (bench_cpu_s() - start) * 1e3;
		sum += removed;
	}
	if (!sum) {
		fprintf(stderr, "# too few for retention to let go\n");
		return;
	}
	bench_median(times, n);
	row.ours = times[n - 1];
	bench_print(&row);
}

int main(int argc, char **argv)
{
	const char *most = getenv("HEARSAY_BENCH_ITEMS");
	unsigned last = most ? (unsigned)strtoul(most, NULL, 10) : 1000000;
	struct mark marks[MARKS];
	char template[] = "/tmp/hearsay-growth-XXXXXX", file[64];
	static const char *const ends[] = {"", "-wal", "-shm"};

	if (argc < 2 || last < 10000)
		bench_fail("bench-growth LEXICON; HEARSAY_BENCH_ITEMS of 10000"
			   " or more");
	log_open(NULL, LOG_LEVEL_WARN, false);
	lexicon = lexicon_load(argv[1], &e);
	if (!lexicon)
		bench_fail("%s", e.text);
	if (!mkdtemp(template))
		bench_fail("%s: cannot be made", template);
	snprintf(file, sizeof(file), "%s/hearsay.db", template);
	path = file;
	open_all();
	for (unsigned i = 0; i < FEEDS; i++) {
		static char slugs[FEEDS][16];

		snprintf(slugs[i], sizeof(slugs[i]), "feed-%u", i);
		feeds[i].source = (struct source){.slug = slugs[i],
		    .title = slugs[i],
		    .role = ROLE_PRESS,
		    .lang = "en"};
		feeds[i].url = mem_strdup("https://f.example/feed");
		check(store_feed_sync(store, &feeds[i], &e));
		feeds[i].source.id = feeds[i].id;
	}
	for (unsigned i = 0, at = last / 100; i < MARKS; i++, at *= 10) {
		while (stored < at)
			take();
		measure(&marks[i]);
		fprintf(stderr, "# %u items\n", stored);
		print(&marks[0], &marks[i]);
	}
	trim();
	close_all();
	lexicon_free(lexicon);
	for (unsigned i = 0; i < FEEDS; i++)
		feed_release(&feeds[i]);
	for (size_t i = 0; i < 3; i++) {
		char whole[80];

		snprintf(whole, sizeof(whole), "%s%s", file, ends[i]);
		unlink(whole);
	}
	rmdir(template);
	return 0;
}
