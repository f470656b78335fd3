/* HTML of feeds: every line of html.case, and bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "cases.h"
#include "parse/html.h"

#define BASE "https://base.example/dir/page"

/* "\n" and "\e" in the file; in place. */
static void unescape(char *s)
{
	char *w = s;

	for (; *s; s++, w++) {
		*w = *s;
		if (s[0] == '\\' && (s[1] == 'n' || s[1] == 'e'))
			*w = *++s == 'n' ? '\n' : '\033';
	}
	*w = '\0';
}

/* Safe HTML; its text is the one that comes with it in the same pass. */
static void put_safe(struct buf *out, struct arena *a, const char *in, size_t n)
{
	struct buf text, again;
	struct html_parts parts = {.html = out, .text = &text};

	buf_init(&text, 1 << 20);
	buf_init(&again, 1 << 20);
	html_put_parts(&parts, a, in, n, BASE);
	html_put_text(&again, buf_text(out), out->len, HTML_BLOCKS);
	assert_string_equal(buf_text(&text), buf_text(&again));
	buf_free(&text);
	buf_free(&again);
}

static void answer(
    struct buf *out, struct arena *a, const char *what, const char *in)
{
	size_t n = strlen(in);
	struct buf html;

	if (strcmp(what, "text") == 0) {
		html_put_text(out, in, n, HTML_BLOCKS);
	} else if (strcmp(what, "line") == 0) {
		html_put_text(out, in, n, HTML_ONE_LINE);
	} else if (strcmp(what, "plain") == 0) {
		html_put_plain(out, in, n, HTML_BLOCKS);
	} else if (strcmp(what, "safe") == 0) {
		put_safe(out, a, in, n);
	} else if (strcmp(what, "links") == 0) {
		buf_init(&html, 1 << 20);
		html_put_parts(
		    &(struct html_parts){.html = &html, .links = out}, a, in, n,
		    BASE);
		buf_free(&html);
	} else {
		buf_puts(out, "not a case");
	}
}

static void every_case_comes_out_as_it_says(void **state)
{
	struct cases c;
	struct arena a;
	struct buf out;
	char *line, *in, *want;
	int wrong = 0, n = 0;

	(void)state;
	cases_open(&c, "html.case");
	arena_init(&a);
	buf_init(&out, 1u << 16);
	for (line = cases_line(&c); line; line = cases_line(&c)) {
		in = strchr(line, '\t');
		want = in ? strchr(in + 1, '\t') : NULL;
		if (!want)
			continue;
		*in++ = *want++ = '\0';
		unescape(in);
		unescape(want);
		buf_clear(&out);
		answer(&out, &a, line, in);
		n++;
		if (strcmp(buf_text(&out), want) == 0)
			continue;
		wrong++;
		print_error("html.case:%d: %s: \"%s\", want \"%s\"\n", c.line,
		    line, buf_text(&out), want);
	}
	cases_close(&c);
	buf_free(&out);
	arena_free(&a);
	assert_int_equal(wrong, 0);
	assert_true(n > 50);
}

/* A fragment made safe once is not changed by doing it again. */
static void safe_html_stays_as_it_is(void **state)
{
	struct cases c;
	struct arena a;
	struct buf once, twice;
	char *line, *in;

	(void)state;
	cases_open(&c, "html.case");
	arena_init(&a);
	buf_init(&once, 1u << 16);
	buf_init(&twice, 1u << 16);
	for (line = cases_line(&c); line; line = cases_line(&c)) {
		in = strchr(line, '\t');
		if (!in)
			continue;
		unescape(++in);
		buf_clear(&once);
		buf_clear(&twice);
		html_put_safe(&once, &a, in, strlen(in), BASE);
		html_put_safe(&twice, &a, buf_text(&once), once.len, BASE);
		assert_string_equal(buf_text(&twice), buf_text(&once));
	}
	cases_close(&c);
	buf_free(&once);
	buf_free(&twice);
	arena_free(&a);
}

/* What repeats a hostile piece is done in time that grows with its length. */
static void hostile_pieces_take_no_long(void **state)
{
	static const char *const pieces[] = {"<a ", "<a href=\"", "<b>", "</b>",
	    "<!--", "<object>", "<script>", "&#x", "&amp", "<p ='", "<",
	    "<svg>", "<li>", "</object", "<a href=x ", "&#11111111"};
	const size_t total = 1u << 20;
	char *s = mem_alloc(total + 1);
	struct arena a;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(char *); i++) {
		size_t n = strlen(pieces[i]);

		for (size_t at = 0; at + n <= total; at += n)
			memcpy(s + at, pieces[i], n);
		arena_init(&a);
		buf_init(&out, 1u << 19);
		html_put_safe(&out, &a, s, total, BASE);
		assert_true(out.len <= 1u << 19);
		buf_clear(&out);
		html_put_text(&out, s, total, HTML_BLOCKS);
		assert_true(out.len <= 1u << 19);
		buf_free(&out);
		arena_free(&a);
	}
	free(s);
}

static void no_cut_of_a_fragment_harms(void **state)
{
	static const char sample[] =
	    "<p title='a&quot;b' x>T&eacute;&#x263a;<a href=\"/x\">l</a>"
	    "<script>s</script><!-- c --><object><b>o</b></object>"
	    "<img srcset='a 1x, b' src=data:image/png;base64,A><br/></p>";
	struct arena a;
	struct buf out;
	char *copy;

	(void)state;
	for (size_t cut = 0; cut < sizeof(sample); cut++) {
		/* its own memory, so that a read past it is seen */
		copy = test_malloc(cut + 1);
		memcpy(copy, sample, cut);
		arena_init(&a);
		buf_init(&out, 1u << 14);
		html_put_safe(&out, &a, copy, cut, BASE);
		assert_null(strstr(buf_text(&out), "<script"));
		html_put_text(&out, copy, cut, HTML_ONE_LINE);
		assert_true(buf_ok(&out));
		buf_free(&out);
		arena_free(&a);
		test_free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_comes_out_as_it_says),
	    cmocka_unit_test(safe_html_stays_as_it_is),
	    cmocka_unit_test(hostile_pieces_take_no_long),
	    cmocka_unit_test(no_cut_of_a_fragment_harms),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
