/* judge: the lexicon and its lists, and items judged with it. */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/analyze.h"
#include "judge/board.h"
#include "judge/cluster.h"
#include "judge/judge.h"

#define NOW INT64_C(1697200000)

static struct lexicon *lexicon;

static void prepare(void)
{
	struct err e;

	if (lexicon)
		return;
	lexicon = lexicon_load(torture_source("etc/lexicon"), &e);
	if (!lexicon) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
}

/* --- the lexicon --- */

static int run_load(struct err *e)
{
	struct lexicon *l = lexicon_load(torture_source("etc/lexicon"), e);

	if (!l)
		return -1;
	made_number((int64_t)lexicon_fingerprint(l));
	lexicon_free(l);
	return 0;
}

static void list_write(void)
{
	static const char dict[] = "Leuchtturm\nlighthouse\n";
	static const char index[] = "Leuchtturm\tA\tW\n";
	char path[300];
	FILE *f;

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/own-deu-eng.%s",
		    torture_folder(), i ? "index" : "dict");
		f = fopen(path, "we");
		if (!f || fputs(i ? index : dict, f) < 0 || fclose(f))
			abort();
	}
}

static int run_lists(struct err *e)
{
	struct lexicon *l = lexicon_load(torture_source("etc/lexicon"), e);
	int rc;

	if (!l)
		return -1;
	rc = lexicon_add_wordlists(l, torture_folder(), e);
	if (!rc)
		rc = lexicon_add_url_rules(
		    l, torture_source("tests/cases/url-rules.json"), e);
	if (!rc)
		made_number((int64_t)lexicon_fingerprint(l));
	lexicon_free(l);
	return rc;
}

/* --- items --- */

static const struct source press = {.id = 1,
    .slug = "ledger",
    .title = "Phone Ledger",
    .role = ROLE_PRESS,
    .lang = "en"};
static const struct source maker = {.id = 2,
    .slug = "xiaomi",
    .title = "Xiaomi",
    .role = ROLE_OFFICIAL,
    .vendor = "Xiaomi"};

static const struct item items[] = {
    {.id = 1,
	.guid = "1",
	.title = "Tipster: MIUI 14 may be the last MIUI, HyperOS is coming",
	.text = "Xiaomi will replace MIUI with HyperOS, according to tipster "
		"Digital Chat Station.",
	.url = "https://ledger.example/1",
	.published_at = NOW,
	.source = &press},
    {.id = 2,
	.guid = "2",
	.title = "Xiaomi could replace MIUI with HyperOS, leak says",
	.text = "Digital Chat Station says that Xiaomi will replace MIUI.",
	.url = "https://ledger.example/2",
	.published_at = NOW + 3600,
	.source = &press},
    {.id = 3,
	.guid = "3",
	.title = "爆料：小米将以澎湃OS取代MIUI",
	.text = "数码闲聊站表示，小米将以全新的操作系统取代MIUI。",
	.lang = "zh",
	.published_at = NOW + 7200,
	.source = &press},
    {.id = 4,
	.guid = "4",
	.title = "Xiaomi announces HyperOS, which replaces MIUI",
	.text = "Today Xiaomi announced Xiaomi HyperOS. It replaces MIUI.",
	.published_at = NOW + 86400,
	.source = &maker},
};
#define ITEMS (sizeof(items) / sizeof(items[0]))

static int run_analysis(struct err *e)
{
	const struct analysis *a;
	struct arena arena;

	(void)e;
	arena_init(&arena);
	for (size_t i = 0; i < ITEMS; i++) {
		a = analyze(&arena, lexicon, &items[i]);
		made_number((int64_t)a->claim_count);
		for (size_t k = 0; k < a->claim_count; k++)
			made_text(a->claims[k].text);
	}
	arena_free(&arena);
	return 0;
}

static int run_judge(struct err *e)
{
	struct judged judged[1];
	struct arena arena;
	struct judge j;

	(void)e;
	arena_init(&arena);
	judge_init(&j, lexicon, &judge_default_policy);
	for (size_t i = 0; i < ITEMS; i++) {
		const struct item *one = &items[i];

		judge_add(&j, &arena, &one, 1, judged);
		made_number(judged[0].placement.story);
	}
	board_advance(j.board, NOW + 2 * 86400);
	for (size_t i = 0; i < board_rumor_count(j.board); i++) {
		made_text(board_rumor(j.board, i)->statement);
		made_number(board_rumor(j.board, i)->status);
	}
	judge_release(&j);
	arena_free(&arena);
	return 0;
}

#define LEXICON "etc/lexicon", ".tsv"

const struct workload torture_judge[] = {
    {.room = "judge", .what = "lexicon", .run = run_load, .names = {LEXICON}},
    {.room = "judge",
	.what = "word lists",
	.open = list_write,
	.run = run_lists,
	.tells_interrupts = true,
	.names = {LEXICON, "deu-eng", "url-rules.json", "hearsay-torture"}},
    {.room = "judge",
	.what = "analysis",
	.prepare = prepare,
	.run = run_analysis},
    {.room = "judge", .what = "stories", .prepare = prepare, .run = run_judge},
    {0},
};
