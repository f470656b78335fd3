/*
 * Names taken apart: what is a number, an edition, the maker's own name, and
 * what two names have in common.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "judge/namepieces.h"
#include "treelexicon.h"

static struct lexicon *lexicon;
static struct arena arena;

static int load(void **state)
{
	(void)state;
	lexicon = lexicon_of_tree();
	arena_init(&arena);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	arena_free(&arena);
	lexicon_free(lexicon);
	return 0;
}

static struct name_pieces of(const char *name)
{
	return name_pieces_of(lexicon, &arena, name);
}

/* "galaxy note #7 *plus": "#" before a number, "*" before an edition. */
static void is_taken_apart(const char *name, const char *want)
{
	struct name_pieces p = of(name);
	struct buf b;

	buf_init(&b, 200);
	for (size_t i = 0; i < p.n; i++)
		buf_printf(&b, "%s%s%.*s", i ? " " : "",
		    p.v[i].number    ? "#"
		    : p.v[i].edition ? "*"
				     : "",
		    (int)p.v[i].n, p.v[i].s);
	assert_string_equal(buf_text(&b), want);
	buf_free(&b);
}

static void names_have_pieces(void **state)
{
	(void)state;
	is_taken_apart("Galaxy Note7+", "galaxy note #7 *plus");
	is_taken_apart("Pixel 9a", "pixel #9 *a");
	is_taken_apart("Phone (2a)", "phone #2 *a");
	is_taken_apart("Nokia 8.3 5G", "nokia #8.3 *5g");
	is_taken_apart("Snapdragon 8 Gen 4", "snapdragon #8 gen #4");
}

static void a_house_tells_nothing_but_before_a_number(void **state)
{
	(void)state;
	is_taken_apart("Samsung Galaxy Ring", "galaxy ring");
	is_taken_apart("HTC 10", "htc #10");
	is_taken_apart("POCO X8 Pro", "poco *x #8 *pro");
}

static void series_are_alike_but_for_numbers(void **state)
{
	struct name_pieces six = of("Galaxy Note 6"),
			   seven = of("Galaxy Note7"),
			   pro = of("iPhone 11 Pro"), nine = of("iPhone 9");
	(void)state;
	assert_true(name_same_but_numbers(&six, &seven, false));
	assert_false(name_same_but_numbers(&nine, &pro, false));
	assert_true(name_same_but_numbers(&nine, &pro, true));
	assert_false(name_same_but_numbers(&six, &nine, true));
}

static void one_name_is_within_another(void **state)
{
	struct name_pieces short_one = of("Phone (9)"),
			   long_one = of("Phone (9a)"), other = of("Phone (8)");
	(void)state;
	assert_true(name_is_within(&short_one, &long_one));
	assert_false(name_is_within(&long_one, &short_one));
	assert_false(name_is_within(&other, &long_one));
}

static void a_name_has_one_number_or_none(void **state)
{
	struct name_pieces one = of("Nokia 8.3 5G"), none = of("Galaxy Ring"),
			   two = of("Snapdragon 8 Gen 4");
	(void)state;
	assert_non_null(name_number(&one));
	assert_memory_equal(name_number(&one)->s, "8.3", 3);
	assert_null(name_number(&none));
	assert_null(name_number(&two));
}

static void a_long_name_is_cut(void **state)
{
	struct name_pieces p = of("a b c d e f g h i j k l m n o p q");
	(void)state;
	assert_int_equal(p.n, NAME_PIECES);
	assert_int_equal(of("").n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_have_pieces),
	    cmocka_unit_test(a_house_tells_nothing_but_before_a_number),
	    cmocka_unit_test(series_are_alike_but_for_numbers),
	    cmocka_unit_test(one_name_is_within_another),
	    cmocka_unit_test(a_name_has_one_number_or_none),
	    cmocka_unit_test(a_long_name_is_cut),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
