/*
 * What one item says: the sentences of tests/cases/analyze.case against the
 * lexicon of the tree, whose word it is, what is flagged, the same answer
 * twice, and text without end or sense.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cases.h"
#include "judge/analyze.h"
#include "text/date.h"
#include "treelexicon.h"

#define AT     1709632800 /* 2024-03-05 10:00 */
#define LINES  40
#define OUTPUT (1u << 16)

static struct lexicon *lexicon;

struct group { /* one case: the item, and the lines that must come of it */
	char *title, *text;
	struct source source;
	char *want[LINES];
	size_t wants;
	int line;
};

static int load(void **state)
{
	(void)state;
	lexicon = lexicon_of_tree();
	return 0;
}

static int unload(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	return 0;
}

/* --- an analysis as the lines of a case --- */

static const char *or_dash(const char *s)
{
	return s ? s : "-";
}

static void put_sources(struct buf *b, const struct analysis *a)
{
	size_t shown = 0;
	for (size_t i = 0; i < a->attribution_count; i++) {
		const struct attribution *t = &a->attributions[i];
		if (t->aside)
			continue;
		shown++;
		if (t->via)
			buf_printf(b, "via %s\n", t->name);
		else
			buf_printf(b, "by %s %s\n", origin_kind_name(t->kind),
			    or_dash(t->name));
	}
	if (!shown)
		buf_puts(b, "nobody\n");
}

static void put_window(struct buf *b, const struct window *w)
{
	char from[DATE_RFC3339_SIZE], to[DATE_RFC3339_SIZE];
	if (w->from == DATE_NONE) {
		buf_putc(b, '-');
		return;
	}
	date_format_rfc3339(w->from, from);
	date_format_rfc3339(w->to, to);
	buf_printf(b, "%.10s %.10s", from, to);
}

static void put_claims(struct buf *b, const struct analysis *a)
{
	size_t shown = 0;
	for (size_t i = 0; i < a->claim_count; i++) {
		const struct claim *c = &a->claims[i];
		const struct attribution *by =
		    c->attribution < 0 ? NULL
				       : &a->attributions[c->attribution];
		if (c->own_guess || c->background)
			continue;
		shown++;
		if (c->presents) {
			buf_printf(b, "presents %s\n", c->value);
			continue;
		}
		buf_printf(b, "claim %s %s %c | %s | %s | %s | ",
		    aspect_name(c->aspect), modality_name(c->modality),
		    "ABCD"[c->grade], or_dash(c->product), or_dash(c->version),
		    or_dash(c->value));
		put_window(b, &c->window);
		buf_printf(b, " | %s\n",
		    or_dash(!by	     ? NULL
			    : by->id ? by->id
				     : by->name));
	}
	if (!shown)
		buf_puts(b, "none\n");
}

static void put_analysis(struct buf *b, const struct analysis *a)
{
	buf_printf(b, "class %s\n", item_class_name(a->class));
	put_sources(b, a);
	put_claims(b, a);
}

/* True where it says so; else the difference is printed. */
static bool check_group(const struct group *g)
{
	struct arena arena;
	struct buf got, want;
	struct item item = {.id = 1,
	    .guid = "case",
	    .title = g->title,
	    .text = g->text ? g->text : "",
	    .published_at = AT,
	    .source = &g->source};
	arena_init(&arena);
	buf_init(&got, OUTPUT);
	buf_init(&want, OUTPUT);
	put_analysis(&got, analyze(&arena, lexicon, &item));
	for (size_t i = 0; i < g->wants; i++)
		buf_printf(&want, "%s\n", g->want[i]);
	bool same = strcmp(buf_text(&got), buf_text(&want)) == 0;
	if (!same)
		print_error("analyze.case:%d: %s\nwanted:\n%sgot:\n%s\n",
		    g->line, g->title, buf_text(&want), buf_text(&got));
	buf_free(&got);
	buf_free(&want);
	arena_free(&arena);
	return same;
}

/* "role | title | vendor" */
static void read_source(struct group *g, char *line)
{
	char *title = strstr(line, " | "), *vendor = NULL;
	if (title) {
		*title = '\0';
		title += 3;
		vendor = strstr(title, " | ");
	}
	if (vendor) {
		*vendor = '\0';
		vendor += 3;
	}
	g->source.title = title;
	g->source.vendor = vendor;
	if (source_role_parse(line, &g->source.role) != 0)
		fail_msg("analyze.case:%d: no role: %s", g->line, line);
}

/* The first official word that is news, or NULL. */
static const char *official_of(const struct analysis *a)
{
	for (size_t i = 0; i < a->attribution_count; i++)
		if (a->attributions[i].kind == ORIGIN_OFFICIAL &&
		    !a->attributions[i].aside)
			return a->attributions[i].vendor;
	return NULL;
}

static bool says_official(
    struct arena *a, const char *title, const char *text, const char *vendor)
{
	struct source source = {.slug = "", .role = ROLE_PRESS};
	struct item item = {.id = 1,
	    .guid = "case",
	    .title = title,
	    .text = text,
	    .published_at = AT,
	    .source = &source};
	const char *got = official_of(analyze(a, lexicon, &item));

	return vendor == NULL ? got == NULL
			      : got != NULL && strcmp(got, vendor) == 0;
}

typedef bool judge_fn(
    struct arena *, const char *want, const char *title, const char *text);

static bool official_is_so(
    struct arena *a, const char *want, const char *title, const char *text)
{
	bool yes = strncmp(want, "yes ", 4) == 0;

	if (!yes && strcmp(want, "no") != 0)
		fail_msg("neither yes nor no: %s", want);
	return says_official(a, title, text, yes ? want + 4 : NULL);
}

static bool flag_is_so(
    struct arena *a, const char *want, const char *title, const char *text)
{
	static const struct source press = {.slug = "", .role = ROLE_PRESS};
	const struct item item = {.guid = "case",
	    .title = title,
	    .text = text,
	    .published_at = AT,
	    .source = &press};
	bool rumor = strcmp(want, "rumor") == 0;

	if (!rumor && strcmp(want, "no") != 0)
		fail_msg("neither rumor nor no: %s", want);
	return (analyze(a, lexicon, &item)->class == CLASS_RUMOR) == rumor;
}

/* Lines "WANT | headline | text", of which some are known to be wrong. */
static void lines_are_so(const char *name, judge_fn *is_so)
{
	struct cases c;
	size_t wrong = 0, yes = 0, no = 0;
	char *line;

	cases_open(&c, name);
	while ((line = cases_line(&c)) != NULL) {
		struct arena a;
		bool known = strncmp(line, "known ", 6) == 0, good;
		char *title = strstr(line, " | "), *text, *want;

		if (line[0] == '\0')
			continue;
		if (title == NULL)
			fail_msg("%s:%d: no headline", name, c.line);
		*title = '\0';
		title += 3;
		text = strstr(title, " | ");
		if (text != NULL) {
			*text = '\0';
			text += 3;
		}
		want = line + (known ? 6 : 0);
		arena_init(&a);
		good = is_so(&a, want, title, text != NULL ? text : "");
		arena_free(&a);
		if (good == known)
			print_error("%s:%d: %s: %s | %s\n", name, c.line,
			    known ? "is right by now" : "is not so", title,
			    text != NULL ? text : "");
		wrong += good == known;
		*(strcmp(want, "no") == 0 ? &no : &yes) += 1;
	}
	cases_close(&c);
	assert_true(yes > 0 && no > 0);
	assert_int_equal(wrong, 0);
}

static void official_word_is_told_from_other(void **state)
{
	(void)state;
	lines_are_so("official.case", official_is_so);
}

static void plans_that_nobody_announced_are_flagged(void **state)
{
	(void)state;
	lines_are_so("flag.case", flag_is_so);
}

static void items_say_what_their_cases_have(void **state)
{
	struct group g = {.source = {.slug = ""}};
	struct cases c;
	size_t cases = 0, wrong = 0;
	char *line;
	(void)state;
	cases_open(&c, "analyze.case");
	while ((line = cases_line(&c)) != NULL) {
		if (line[0] == '\0') {
			if (g.title) {
				wrong += !check_group(&g);
				cases++;
			}
			g = (struct group){.source = {.slug = ""}};
		} else if (strncmp(line, "T ", 2) == 0) {
			g.title = line + 2;
			g.line = c.line;
		} else if (strncmp(line, "X ", 2) == 0) {
			g.text = line + 2;
			cases_unescape(g.text);
		} else if (strncmp(line, "S ", 2) == 0) {
			read_source(&g, line + 2);
		} else {
			assert_true(g.wants < LINES);
			g.want[g.wants++] = line;
		}
	}
	assert_null(g.title); /* an empty line ends the last case */
	assert_true(cases >= 300);
	assert_int_equal(wrong, 0);
	cases_close(&c);
}

/* --- what holds for every text --- */

static void the_same_item_gives_the_same_analysis(void **state)
{
	static const struct source press = {.slug = "p", .role = ROLE_PRESS};
	const struct item item = {.guid = "a",
	    .title = "Tipster: One UI 9 and OxygenOS 17 in May",
	    .text = "According to Ice Universe both come in May. He says that "
		    "the price is $899.",
	    .published_at = AT,
	    .source = &press};
	struct arena arena;
	struct buf first, second;
	(void)state;
	arena_init(&arena);
	buf_init(&first, OUTPUT);
	buf_init(&second, OUTPUT);
	put_analysis(&first, analyze(&arena, lexicon, &item));
	put_analysis(&second, analyze(&arena, lexicon, &item));
	assert_true(first.len > 40);
	assert_string_equal(buf_text(&first), buf_text(&second));
	buf_free(&first);
	buf_free(&second);
	arena_free(&arena);
}

/* Spans lie in their field, claims have their sentence. */
static void check_spans(const struct analysis *a, const struct item *item)
{
	size_t len[2] = {strlen(item->title), strlen(item->text)};
	for (size_t i = 0; i < a->hedge_count; i++)
		assert_true(a->hedges[i].span.end <= len[a->hedges[i].field]);
	for (size_t i = 0; i < a->attribution_count; i++) {
		const struct attribution *t = &a->attributions[i];
		assert_true(t->source.end <= len[t->field]);
		assert_true(t->cue.end <= len[t->field]);
		assert_true(t->content.end <= len[t->field]);
	}
	for (size_t i = 0; i < a->claim_count; i++) {
		const struct claim *c = &a->claims[i];
		assert_true(c->sentence.end <= len[c->field]);
		assert_non_null(c->text);
		assert_true(c->attribution < (int)a->attribution_count);
		for (size_t k = 1; k < c->word_count; k++)
			assert_true(strcmp(c->words[k - 1], c->words[k]) < 0);
	}
}

static void an_item_cut_anywhere_is_read(void **state)
{
	static const struct source press = {.slug = "p", .role = ROLE_PRESS};
	static const char text[] =
	    "据博主@数码闲聊站爆料,小米 15 将于 10 月 8 日至 10 日发布,售价 3999 元。"
	    "According to tipster Ice Universe, the Galaxy S27 (via SamMobile) "
	    "gets “seven” years of updates in Q3 2025. “Soon”, says X.";
	struct arena arena;
	(void)state;
	arena_init(&arena);
	for (size_t n = 0; n < sizeof(text); n++) {
		if (((unsigned char)text[n] & 0xc0) == 0x80)
			continue; /* text is UTF-8, checked before */
		struct item item = {
		    .guid = "a", .published_at = AT, .source = &press};
		item.title = arena_strndup(&arena, text, n);
		item.text = arena_strdup(&arena, text + n);
		check_spans(analyze(&arena, lexicon, &item), &item);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static void an_undated_item_has_no_windows(void **state)
{
	static const struct source press = {.slug = "p", .role = ROLE_PRESS};
	const struct item item = {.guid = "a",
	    .title = "Leak: One UI 9 arrives with the Galaxy S27 in May",
	    .text = "",
	    .published_at = DATE_NONE,
	    .source = &press};
	struct arena arena;
	(void)state;
	arena_init(&arena);
	const struct analysis *a = analyze(&arena, lexicon, &item);
	assert_true(a->claim_count > 0);
	for (size_t i = 0; i < a->claim_count; i++)
		assert_true(a->claims[i].window.to == DATE_NONE);
	arena_free(&arena);
}

static void a_mass_of_claims_is_bounded(void **state)
{
	static const struct source tipster = {
	    .slug = "t", .title = "Ice Universe", .role = ROLE_TIPSTER};
	struct arena arena;
	struct buf text;
	(void)state;
	buf_init(&text, 60000);
	for (int i = 1; i < 99; i++)
		for (int k = 1; k < 9; k++)
			buf_printf(
			    &text, "One UI %d.%d comes on May %d.\n", i, k, k);
	arena_init(&arena);
	const struct item item = {.guid = "a",
	    .title = "All dates",
	    .text = buf_text(&text),
	    .published_at = AT,
	    .source = &tipster};
	const struct analysis *a = analyze(&arena, lexicon, &item);
	assert_int_equal(a->claim_count, 64);
	arena_free(&arena);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(items_say_what_their_cases_have),
	    cmocka_unit_test(official_word_is_told_from_other),
	    cmocka_unit_test(plans_that_nobody_announced_are_flagged),
	    cmocka_unit_test(the_same_item_gives_the_same_analysis),
	    cmocka_unit_test(an_item_cut_anywhere_is_read),
	    cmocka_unit_test(an_undated_item_has_no_windows),
	    cmocka_unit_test(a_mass_of_claims_is_bounded),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
