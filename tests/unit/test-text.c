/* Characters, folding, words and sentences, by tests/cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cases.h"
#include "text/caption.h"
#include "text/prose.h"
#include "text/sentence.h"
#include "text/token.h"
#include "text/utf8.h"

static void utf8_is_checked(void **state)
{
	static const char *const bad[] = {"\x80", "\xc0\x80", "\xc3",
	    "\xe4\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80",
	    "\xf8\x88\x80\x80\x80", "a\xff", "\xe0\x80\x80",
	    "\xf0\x80\x80\x80"};
	static const char *const good[] = {
	    "", "a", "\xc3\xa9", "\xe6\xbe\x8e", "\xf0\x9f\x93\xb1"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	assert_true(utf8_valid("\0a", 2));
}

static void a_bad_byte_is_found_wherever_it_stands(void **state)
{
	char text[100];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_true(utf8_valid(text, sizeof(text)));
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i] = '\x80';
		assert_false(utf8_valid(text, sizeof(text)));
		text[i] = 'a';
	}
	for (size_t i = 0; i + 1 < sizeof(text); i++) {
		memcpy(text + i, "\xc3\xa9", 2);
		assert_true(utf8_valid(text, sizeof(text)));
		assert_false(utf8_valid(text, i + 1)); /* cut */
		memcpy(text + i, "aa", 2);
	}
}

static void utf8_next_survives_what_is_not_utf8(void **state)
{
	const char *s = "a\xff\xe6\xbe\x8e\xe6", *end = s + strlen(s);

	(void)state;
	assert_int_equal(utf8_next(&s, end), 'a');
	assert_int_equal(utf8_next(&s, end), 0xfffd);
	assert_int_equal(utf8_next(&s, end), 0x6f8e);
	assert_int_equal(utf8_next(&s, end), 0xfffd);
	assert_int_equal(utf8_next(&s, end), 0);
	assert_ptr_equal(s, end);
}

static void utf8_is_cut_between_characters(void **state)
{
	const char *s = "a\xc3\xa9\xe6\xbe\x8e\xf0\x9f\x93\xb1";
	static const size_t cut[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};

	(void)state;
	for (size_t n = 0; n < sizeof(cut) / sizeof(cut[0]); n++)
		assert_int_equal(utf8_cut(s, n), cut[n]);
}

static void what_is_not_utf8_is_scrubbed(void **state)
{
	char cut[] = "</caf\xc3> \xe6\xbe\x8e \xf0\x9f";
	char whole[] = "caf\xc3\xa9", empty[] = "\xff";

	(void)state;
	utf8_scrub(cut);
	assert_string_equal(cut, "</caf> \xe6\xbe\x8e ");
	utf8_scrub(whole);
	assert_string_equal(whole, "caf\xc3\xa9");
	utf8_scrub(empty);
	assert_string_equal(empty, "");
}

static void characters_have_kinds(void **state)
{
	(void)state;
	assert_true(utf8_is_cjk(0x6f8e));  /* Han */
	assert_true(utf8_is_cjk(0x30cf));  /* katakana */
	assert_true(utf8_is_cjk(0xd55c));  /* Hangul */
	assert_false(utf8_is_cjk(0x3002)); /* ideographic full stop */
	assert_true(utf8_is_word(0xe9));
	assert_true(utf8_is_word('7'));
	assert_false(utf8_is_word('_'));
	assert_false(utf8_is_word(0x6f8e));
	assert_true(utf8_is_bidi_control(0x202e));
	assert_true(utf8_is_bidi_control(0x2066));
	assert_false(utf8_is_bidi_control(0x200e));
}

static void folding_follows_its_cases(void **state)
{
	struct arena a;
	struct cases c;
	char *line;
	size_t seen = 0;

	(void)state;
	arena_init(&a);
	cases_open(&c, "folds.case");
	while ((line = cases_line(&c)) != NULL) {
		char *want = cases_split(&c, line), *got;
		size_t n;

		got = utf8_fold(&a, line, strlen(line), &n, NULL);
		if (strcmp(got, want) != 0)
			fail_msg("%s:%d: got \"%s\"", c.name, c.line, got);
		assert_int_equal(n, strlen(got));
		seen++;
	}
	assert_true(seen > 10);
	cases_close(&c);
	arena_free(&a);
}

static void folding_says_where_each_byte_comes_from(void **state)
{
	const char *s = "A\xef\xac\x81\xe2\x80\x9c\xe6\xbe\x8e"; /* A fi “ 澎 */
	static const uint32_t from[] = {0, 1, 1, 4, 7, 7, 7, 10};
	struct arena a;
	uint32_t *map;
	size_t n;

	(void)state;
	arena_init(&a);
	assert_string_equal(
	    utf8_fold(&a, s, strlen(s), &n, &map), "afi\"\xe6\xbe\x8e");
	assert_int_equal(n, 7);
	for (size_t i = 0; i <= n; i++)
		assert_int_equal(map[i], from[i]);
	assert_string_equal(utf8_fold(&a, "", 0, &n, &map), "");
	assert_int_equal(map[0], 0);
	arena_free(&a);
}

static void words_follow_their_cases(void **state)
{
	struct cases c;
	char *line;
	size_t seen = 0;

	(void)state;
	cases_open(&c, "tokens.case");
	while ((line = cases_line(&c)) != NULL) {
		const char *want = cases_split(&c, line);
		struct tokens t;
		struct token token;
		struct buf got;

		buf_init(&got, 4096);
		token_start(&t, line, strlen(line));
		while (token_next(&t, &token)) {
			if (got.len)
				buf_putc(&got, '|');
			buf_add(
			    &got, line + token.start, token.end - token.start);
		}
		if (strcmp(buf_text(&got), want) != 0)
			fail_msg("%s:%d: got \"%s\"", c.name, c.line,
			    buf_text(&got));
		buf_free(&got);
		seen++;
	}
	assert_true(seen > 10);
	cases_close(&c);
}

static void prose_is_folded_and_cut_once(void **state)
{
	/* U+0130 unfolds into three bytes: offsets differ from here on. */
	const char *s = "\xc4\xb0OS 17.4, says Lamp";
	struct arena a;
	struct prose p;

	(void)state;
	arena_init(&a);
	prose_fold(&a, s, &p);
	prose_cut(&a, &p, SIZE_MAX);
	assert_int_equal(p.n, strlen(s));
	assert_int_equal(p.folded_n, strlen(s) + 1);
	assert_int_equal(p.word_count, 4);
	assert_memory_equal(p.folded + p.words[1].start, "17.4", 4);
	assert_int_equal(p.map[p.words[1].start], 5);
	for (size_t i = 0; i < p.word_count; i++)
		assert_int_equal(
		    p.hashes[i], word_hash(p.folded + p.words[i].start,
				     p.words[i].end - p.words[i].start));
	assert_int_equal(prose_words_within(&p, 0), 0);
	assert_int_equal(prose_words_within(&p, 5), 1);
	assert_int_equal(prose_words_within(&p, 6), 2);
	assert_int_equal(prose_words_within(&p, SIZE_MAX), 4);
	prose_cut(&a, &p, 6);
	assert_int_equal(p.word_count, 2);
	prose_fold(&a, NULL, &p);
	prose_cut(&a, &p, SIZE_MAX);
	assert_string_equal(p.text, "");
	assert_int_equal(p.word_count, 0);
	arena_free(&a);
}

static void folding_grows_with_what_unfolds(void **state)
{
	/* U+FDFA becomes 33 bytes. */
	static const char one[] = "\xef\xb7\xba";
	char s[64 * 3 + 1];
	struct arena a;
	uint32_t *map;
	size_t n;

	(void)state;
	for (size_t i = 0; i < 64; i++)
		memcpy(s + 3 * i, one, sizeof(one));
	arena_init(&a);
	utf8_fold(&a, s, strlen(s), &n, &map);
	assert_int_equal(n, 64 * 33);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(map[i], i / 33 * 3);
	assert_int_equal(map[n], strlen(s));
	arena_free(&a);
}

static void words_have_kinds(void **state)
{
	const char *s = "ios 17.4 s23 \xe6\xbe\x8e";
	static const enum token_kind kinds[] = {
	    TOKEN_WORD, TOKEN_NUMBER, TOKEN_WORD, TOKEN_CJK};
	struct tokens t;
	struct token token;
	size_t n = 0;

	(void)state;
	token_start(&t, s, strlen(s));
	for (; token_next(&t, &token); n++)
		assert_int_equal(token.kind, kinds[n]);
	assert_int_equal(n, 4);
}

static void sentences_follow_their_cases(void **state)
{
	struct cases c;
	char *text, *line;
	size_t seen = 0;

	(void)state;
	cases_open(&c, "sentences.case");
	while ((text = cases_line(&c)) != NULL) {
		struct sentence s;
		size_t at = 0, n;
		int more;

		if (text[0] == '\0')
			continue;
		cases_unescape(text);
		n = strlen(text);
		for (;;) {
			line = cases_line(&c);
			more = sentence_next(text, n, &at, &s);
			if (!line || line[0] == '\0')
				break;
			if (!more)
				fail_msg("%s:%d: not told", c.name, c.line);
			if (strlen(line + 2) != s.end - s.start ||
			    memcmp(line + 2, text + s.start, s.end - s.start) !=
				0)
				fail_msg("%s:%d: got \"%.*s\"", c.name, c.line,
				    (int)(s.end - s.start), text + s.start);
		}
		if (more)
			fail_msg("%s:%d: one more: \"%.*s\"", c.name, c.line,
			    (int)(s.end - s.start), text + s.start);
		assert_int_equal(at, n);
		seen++;
		if (!line)
			break;
	}
	assert_true(seen > 15);
	cases_close(&c);
}

static void terminals_see_no_control_characters(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	utf8_put_visible(&b, "a\x1b[1m\xc2\x9b\xe2\x80\xae\xff\xe6\xbe\x8e");
	assert_string_equal(
	    buf_text(&b), "a\\x1b[1m\\x9b\\u202e\\xff\xe6\xbe\x8e");
	buf_free(&b);
	assert_int_equal(utf8_width("ab\xe6\xbe\x8e"), 4);
	assert_int_equal(utf8_width("e\xcc\x81"), 1);
	assert_int_equal(utf8_width(""), 0);
}

/* "[" and "]" stand around what is blanked. */
static void captions_are_blanked(void **state)
{
	static const char *const cases[] = {
	    "No caption: a photo by nobody, an image of all.",
	    ("[The new one. | Photo by Ana B. Reed / The Ledger] It may arrive "
	     "in June, and it will cost more than the old one."),
	    "It may arrive in June. [| Photo by Ana Reed / The Ledger] End.",
	    "[Image: Acme Games] Acme Games is at work on another one of them.",
	    "[Image: Acme]\nIt may arrive in June.",
	    "It may arrive in June. [(Image credit: Acme)] It will cost more.",
	    "Es kommt im Juni. [Foto: Acme / AFP via Getty Images] Es kostet.",
	    "Es kommt im Juni. [(Bild: Acme)] Es kostet mehr.",
	    "Llega en junio. [(Imagen: Acme)] Y es caro.",
	    "Il arrive en juin. [(Crédit photo : Acme)] Il est cher.",
	    "新机六月发布[（图源：某某网）]，价格更高。",
	    "[图源：某某网]\n新机六月发布。",
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[256], want[256];
		const char *got;
		size_t n = 0;
		bool in = false;

		for (const char *c = cases[i]; *c; c++) {
			if (*c == '[' || *c == ']') {
				in = *c == '[';
				continue;
			}
			text[n] = *c;
			want[n++] = in ? '\n' : *c;
		}
		text[n] = want[n] = '\0';
		got = caption_blank(&a, text);
		assert_string_equal(got, want);
		assert_int_equal(got == text, !strcmp(text, want));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(captions_are_blanked),
	    cmocka_unit_test(a_bad_byte_is_found_wherever_it_stands),
	    cmocka_unit_test(utf8_is_checked),
	    cmocka_unit_test(utf8_next_survives_what_is_not_utf8),
	    cmocka_unit_test(utf8_is_cut_between_characters),
	    cmocka_unit_test(what_is_not_utf8_is_scrubbed),
	    cmocka_unit_test(characters_have_kinds),
	    cmocka_unit_test(folding_follows_its_cases),
	    cmocka_unit_test(folding_says_where_each_byte_comes_from),
	    cmocka_unit_test(words_follow_their_cases),
	    cmocka_unit_test(prose_is_folded_and_cut_once),
	    cmocka_unit_test(folding_grows_with_what_unfolds),
	    cmocka_unit_test(words_have_kinds),
	    cmocka_unit_test(sentences_follow_their_cases),
	    cmocka_unit_test(terminals_see_no_control_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
