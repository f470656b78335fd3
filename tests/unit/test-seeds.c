/*
 * The two articles of tests/samples/seeds and the twins of the second, read
 * by everything that judges: what must become of the rumors, and that the
 * twins settle nothing.
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
#include "judge/judge.h"
#include "judge/lexicon.h"
#include "treelexicon.h"

#define FIRST_AT  1697018400 /* 2023-10-11 10:00 */
#define SECOND_AT 1697544000 /* 2023-10-17 12:00 */

static const struct source fan_outlet = {.slug = "fanoutlet",
    .title = "Fan Outlet",
    .role = ROLE_PRESS,
    .lang = "en"};
static const struct source reporter = {
    .slug = "reporter", .title = "Reporter", .role = ROLE_PRESS, .lang = "en"};

struct reader {
	struct arena arena;
	struct lexicon *lexicon;
	struct judge judge;
};

static char *top_path(struct arena *a, const char *rest)
{
	const char *top = getenv("HEARSAY_SRCDIR");

	return arena_printf(a, "%s/%s", top ? top : ".", rest);
}

static char *read_sample(struct arena *a, const char *name)
{
	char *path =
	    top_path(a, arena_printf(a, "tests/samples/seeds/%s", name));
	char *text = arena_alloc(a, 65536);
	FILE *f = fopen(path, "r");

	if (!f)
		fail_msg("%s: cannot be read", path);
	assert_true(fread(text, 1, 65535, f) > 0);
	fclose(f);
	return text;
}

/* The first line is the title. */
static void read_article(struct reader *r, const char *name, int64_t id,
    int64_t at, const struct source *source)
{
	char *title = read_sample(&r->arena, name);
	char *text = strchr(title, '\n');
	struct item item = {.id = id, .source = source, .lang = "en"};
	const struct item *one = &item;
	struct judged judged;

	assert_non_null(text);
	*text++ = '\0';
	item.guid = name;
	item.title = title;
	item.text = text;
	item.published_at = item.first_seen_at = at;
	judge_add(&r->judge, &r->arena, &one, 1, &judged);
}

static void begin(struct reader *r)
{
	arena_init(&r->arena);
	r->lexicon = lexicon_of_tree();
	judge_init(&r->judge, r->lexicon, &judge_default_policy);
	read_article(r, "first.txt", 1, FIRST_AT, &fan_outlet);
}

static void end(struct reader *r)
{
	judge_release(&r->judge);
	lexicon_free(r->lexicon);
	arena_free(&r->arena);
}

static const struct rumor *rumor_of(const struct reader *r, enum aspect aspect)
{
	for (size_t i = 0; i < board_rumor_count(r->judge.board); i++)
		if (board_rumor(r->judge.board, i)->aspect == aspect)
			return board_rumor(r->judge.board, i);
	fail_msg("there is no rumor of aspect %s", aspect_name(aspect));
	return NULL;
}

static void is_open(
    const struct reader *r, enum aspect aspect, const char *origin)
{
	const struct rumor *rumor = rumor_of(r, aspect);

	assert_false(rumor_status_is_settled(rumor->status));
	assert_true(rumor->origin_count > 0);
	assert_string_equal(rumor->origins[0].name, origin);
	assert_string_equal(rumor->vendor, "Xiaomi");
}

static void the_first_article_opens_four(void **state)
{
	struct reader r;
	const char **names;

	(void)state;
	begin(&r);
	assert_int_equal(board_rumor_count(r.judge.board), 4);
	is_open(&r, ASPECT_DISCONTINUATION, "Digital Chat Station");
	is_open(&r, ASPECT_SUCCESSOR, "Digital Chat Station");
	is_open(&r, ASPECT_FEATURE, "Digital Chat Station");
	is_open(&r, ASPECT_NAME, "trademark filing");
	assert_string_equal(rumor_of(&r, ASPECT_NAME)->value, "MIOS");
	assert_true(board_item_flag(r.judge.board, 1));
	assert_true(
	    board_item_attributed(r.judge.board, &r.arena, 1, &names) > 0);
	assert_string_equal(names[0], "Digital Chat Station");
	end(&r);
}

static void is_settled(const struct rumor *r, enum rumor_status status)
{
	assert_int_equal(r->status, status);
	assert_int_equal(r->settled_by, 2);
	assert_non_null(strstr(r->evidence, "own new operating system"));
}

static void the_second_article_settles_two(void **state)
{
	struct reader r;

	(void)state;
	begin(&r);
	read_article(&r, "second.txt", 2, SECOND_AT, &reporter);
	assert_int_equal(board_rumor_count(r.judge.board), 4);
	is_settled(rumor_of(&r, ASPECT_SUCCESSOR), RUMOR_CONFIRMED);
	is_settled(rumor_of(&r, ASPECT_NAME), RUMOR_CONTRADICTED);
	is_open(&r, ASPECT_DISCONTINUATION, "Digital Chat Station");
	is_open(&r, ASPECT_FEATURE, "Digital Chat Station");
	assert_false(board_item_flag(r.judge.board, 2));
	end(&r);
}

static void its_twins_settle_nothing(void **state)
{
	static const char *const twins[] = {
	    "second-stay-tuned.txt", "second-rival.txt"};

	(void)state;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		struct reader r;

		begin(&r);
		read_article(&r, twins[i], 2, SECOND_AT, &reporter);
		for (size_t k = 0; k < board_rumor_count(r.judge.board); k++)
			assert_false(rumor_status_is_settled(
			    board_rumor(r.judge.board, k)->status));
		end(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_article_opens_four),
	    cmocka_unit_test(the_second_article_settles_two),
	    cmocka_unit_test(its_twins_settle_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
