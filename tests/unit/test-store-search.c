/* Search: words found in any script, ranked, page by page, with an end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/db.h"
#include "storefix.h"

static void words_are_found(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item("a", "小米澎湃系统即将发布", T0);
	struct item b = storefix_item("b", "Lantern OS 6.1.2 \"Glow\"", T0);
	struct search_hit *hits;
	size_t n;

	a.text = "他说，澎湃OS下周来。";
	b.text = "A long way in, after many words that say nothing of any "
		 "weight at all and only fill the lines of this paragraph, "
		 "the update's name is told: it is Glow, they say.";
	storefix_put(f, feed, &a);
	storefix_put(f, feed, &b);
	assert_int_equal(storefix_found(f, "澎湃"), 1);
	assert_int_equal(storefix_found(f, "澎湃系统"), 1);
	assert_int_equal(storefix_found(f, "澎湃OS"), 1);
	assert_int_equal(storefix_found(f, "澎"), 1);
	assert_int_equal(storefix_found(f, "米系"), 0);
	assert_int_equal(storefix_found(f, "6.1.2"), 1);
	assert_int_equal(storefix_found(f, "6.1"), 0);
	assert_int_equal(storefix_found(f, "LANTERN glow"), 1);
	assert_int_equal(storefix_found(f, "lantern 澎湃"), 0);
	assert_int_equal(store_search(f->store, &f->arena,
			     &(const struct search_filter){
				 .words = "paragraph", .limit = 10},
			     &hits, &n, &f->err),
	    0);
	assert_int_equal(n, 1);
	assert_int_equal(hits[0].item.id, b.id);
	assert_non_null(strstr(hits[0].snippet, "this paragraph"));
	assert_memory_equal(hits[0].snippet, "…", 3);
}

static int64_t hit(struct storefix *f, bool by_rank, struct cursor *behind)
{
	const struct search_filter filter = {
	    .words = "lamp", .by_rank = by_rank, .behind = *behind, .limit = 1};
	struct search_hit *hits;
	size_t n;

	if (store_search(f->store, &f->arena, &filter, &hits, &n, &f->err))
		fail_msg("%s", f->err.text);
	if (!n)
		return 0;
	*behind = (struct cursor){hits[0].item.published_at, hits[0].item.id};
	return hits[0].item.id;
}

/* The newest first, one by one; what comes in meanwhile moves nothing. */
static void a_search_goes_on_behind_its_last_row(void **state)
{
	struct storefix *f = *state;
	struct cursor behind = {0}, none = {0};
	int64_t feed = storefix_press(f), old, same, late;

	old = storefix_told(f, feed, "a", "The lamp of all lamps", T0, 1);
	same = storefix_told(f, feed, "b", "A lamp", T0, 1);
	late = storefix_told(f, feed, "c",
	    "Of many other things that stand about, a lamp among them", T0 + 60,
	    1);
	assert_int_equal(hit(f, false, &behind), late);
	assert_int_equal(hit(f, false, &behind), same);
	storefix_told(f, feed, "d", "One more lamp", T0 + 90, 1);
	assert_int_equal(hit(f, false, &behind), old);
	assert_int_equal(hit(f, false, &behind), 0);
	assert_int_equal(hit(f, true, &none), same); /* the shortest */
}

/* What FTS5 would take for operators is only text here. */
static void a_question_is_never_syntax(void **state)
{
	struct storefix *f = *state;
	static const char *const odd[] = {"", " ", "\"", "a\"b", "title:one",
	    "one AND", "NOT", "(", "*", "one*", "^one", "-one", "NEAR(a b)",
	    "{title}", "'; DROP TABLE item; --", "。", "\xe2\x80\x8b", "a+b"};

	storefix_told(f, storefix_press(f), "a", "one", T0, 1);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		storefix_found(f, odd[i]);
	assert_int_equal(storefix_found(f, "one*"), 1);
	assert_int_equal(storefix_found(f, "ONE"), 1);
	assert_int_equal(storefix_found(f, "one AND"), 0);
}

/* Nothing else is done while a search goes on: it may not go on for long. */
static void a_search_is_given_up(void **state)
{
	struct storefix *f = *state;
	struct search_hit *hits;
	char guid[16];
	int64_t feed = storefix_press(f);
	size_t n;

	assert_int_equal(store_begin(f->store, &f->err), 0);
	for (int i = 0; i < 200; i++) {
		snprintf(guid, sizeof(guid), "g%d", i);
		storefix_told(f, feed, guid, "lamp", T0 + i, 1);
	}
	assert_int_equal(store_commit(f->store, &f->err), 0);
	assert_int_equal(storefix_found(f, "lamp"), 10);
	f->store->search_steps = 1;
	assert_int_equal(
	    store_search(f->store, &f->arena,
		&(const struct search_filter){.words = "lamp", .limit = 10},
		&hits, &n, &f->err),
	    -1);
	assert_string_equal(f->err.text,
	    "search: \"lamp\" is in too many items: add a rarer word");
	f->store->search_steps = 1000;
	assert_int_equal(storefix_found(f, "lamp"), 10);
}

static void the_index_follows_a_revision(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item("a", "orchard", T0);
	struct item b = storefix_item("a", "meadow", T0 + 60);

	storefix_put(f, feed, &a);
	storefix_put(f, feed, &b);
	assert_int_equal(storefix_found(f, "orchard"), 0);
	assert_int_equal(storefix_found(f, "meadow"), 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, storefix_setup, storefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(words_are_found),
	    TEST(a_search_goes_on_behind_its_last_row),
	    TEST(a_question_is_never_syntax),
	    TEST(a_search_is_given_up),
	    TEST(the_index_follows_a_revision),
	};

	return cmocka_run_group_tests_name("store-search", tests, NULL, NULL);
}
