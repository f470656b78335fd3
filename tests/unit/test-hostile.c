/*
 * Hostile documents (tests/hostile): each ends as its row says, with clean
 * text, in time and memory that its size bounds, and opens nothing.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <seccomp.h>

#include <cmocka.h>

#include "base/caps.h"
#include "hostile/hostile.h"
#include "parse/parse.h"
#include "text/utf8.h"

#define BASE "https://lamp.example/feed"

struct read {
	struct arena arena;
	struct doc doc;
	struct err err;
	enum parse_result result;
};

static void read_bytes(struct read *r, const char *s, size_t n)
{
	struct parse_input in = {.bytes = s, .len = n, .base_url = BASE};

	arena_init(&r->arena);
	r->err = (struct err){""};
	r->result = parse_document(&r->arena, &in, &r->doc, &r->err);
}

static bool warned(const struct doc *doc, const char *text)
{
	for (size_t i = 0; i < doc->warnings.n; i++) {
		if (strstr(doc->warnings.v[i], text))
			return true;
	}
	return false;
}

/* --- text that can be shown anywhere --- */

static bool is_clean(const char *s)
{
	const char *end = s ? s + strlen(s) : s;

	if (s && !utf8_valid(s, (size_t)(end - s)))
		return false;
	while (s && s < end) {
		uint32_t c = utf8_next(&s, end);

		if ((c < ' ' && c != '\n') || (c >= 0x7f && c <= 0x9f) ||
		    utf8_is_bidi_control(c))
			return false;
	}
	return true;
}

static void check_clean(const struct read *r, const char *name)
{
	bool clean = is_clean(r->doc.title) && is_clean(r->doc.subtitle);

	for (size_t i = 0; clean && i < r->doc.entry_count; i++) {
		const struct entry *e = &r->doc.entries[i];

		clean = is_clean(e->title) && is_clean(e->summary_text) &&
			is_clean(e->content_text) && is_clean(e->link) &&
			is_clean(e->base);
	}
	for (size_t i = 0; clean && i < r->doc.warnings.n; i++)
		clean = is_clean(r->doc.warnings.v[i]);
	if (!clean)
		fail_msg("%s: text that no terminal should get", name);
}

/* --- each by itself --- */

static void check_fate(const struct hostile *h, const struct read *r)
{
	if (h->fate == HOSTILE_REFUSED) {
		if (r->result == PARSE_OK)
			fail_msg("%s: read as a feed", h->name);
		if (!strstr(r->err.text, h->says))
			fail_msg("%s: \"%s\"", h->name, r->err.text);
		return;
	}
	if (r->result != PARSE_OK)
		fail_msg("%s: %s", h->name, r->err.text);
	check_clean(r, h->name);
	if (r->doc.entry_count < 1)
		fail_msg("%s: no item of it", h->name);
	if (h->says && !warned(&r->doc, h->says))
		fail_msg("%s: nobody says \"%s\"", h->name, h->says);
	if (h->only_title &&
	    (!r->doc.entries[0].title ||
		strcmp(r->doc.entries[0].title, h->only_title) != 0))
		fail_msg("%s: titled \"%s\"", h->name, r->doc.entries[0].title);
}

static void every_document_ends_as_its_row_says(void **state)
{
	struct buf b;
	struct read r;

	(void)state;
	buf_init(&b, 64u << 20);
	for (size_t i = 0; i < hostile_count; i++) {
		buf_clear(&b);
		hostile_documents[i].make(&b, hostile_documents[i].n);
		read_bytes(&r, buf_text(&b), b.len);
		check_fate(&hostile_documents[i], &r);
		arena_free(&r.arena);
	}
	buf_free(&b);
}

/* --- time and memory --- */

static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The least of three: what else the machine does only adds. */
static double time_of(const struct hostile *h, size_t n, size_t *bytes)
{
	double least = 1e9, took;
	struct buf b;
	struct read r;

	buf_init(&b, 64u << 20);
	h->make(&b, n);
	for (int i = 0; i < 3; i++) {
		took = cpu_s();
		read_bytes(&r, buf_text(&b), b.len);
		took = cpu_s() - took;
		least = took < least ? took : least;
		/* A small constant for each item, and what the text takes. */
		if (r.arena.used_bytes > (24u << 20) + 8 * b.len)
			fail_msg("%s: %zu bytes for %zu", h->name,
			    r.arena.used_bytes, b.len);
		arena_free(&r.arena);
	}
	*bytes = b.len;
	buf_free(&b);
	return least;
}

/*
 * Four times the document may take four times as long; by the square it would
 * be sixteen. What takes no time at all is not compared.
 */
static void no_time_grows_by_the_square(void **state)
{
	size_t small, large;
	double once, four;

	(void)state;
	for (size_t i = 0; i < hostile_count; i++) {
		const struct hostile *h = &hostile_documents[i];

		if (h->n < 4)
			continue;
		once = time_of(h, h->n / 4, &small);
		four = time_of(h, h->n, &large);
		if (four > 10 * once + 0.05)
			fail_msg("%s: %zu bytes in %.1f ms, %zu in %.1f ms",
			    h->name, small, once * 1e3, large, four * 1e3);
	}
}

/* --- nothing is opened --- */

/* Whoever asks for a file, a socket or a program is killed. */
static void forbid(void)
{
	static const int calls[] = {SCMP_SYS(open), SCMP_SYS(openat),
	    SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(socket),
	    SCMP_SYS(connect), SCMP_SYS(sendto), SCMP_SYS(execve),
	    SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	    SCMP_SYS(unlink), SCMP_SYS(rename), SCMP_SYS(stat), SCMP_SYS(lstat),
	    SCMP_SYS(access), SCMP_SYS(faccessat)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int failed = filter == NULL;

	for (size_t i = 0; !failed && i < sizeof(calls) / sizeof(*calls); i++)
		failed = seccomp_rule_add(
			     filter, SCMP_ACT_KILL_PROCESS, calls[i], 0) != 0;
	if (failed || seccomp_load(filter) != 0)
		_exit(2);
	seccomp_release(filter);
}

static void read_all_and_exit(void)
{
	struct buf b;
	struct read r;

	forbid();
	buf_init(&b, 64u << 20);
	for (size_t i = 0; i < hostile_count; i++) {
		buf_clear(&b);
		hostile_documents[i].make(&b, hostile_documents[i].n);
		read_bytes(&r, buf_text(&b), b.len);
		arena_free(&r.arena);
	}
	_exit(0);
}

static void no_document_opens_anything(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		read_all_and_exit();
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		skip(); /* no seccomp here */
	assert_false(WIFSIGNALED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* The filter itself kills: or the test above could not fail. */
static void the_filter_kills(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		forbid();
		_exit(fopen("/etc/passwd", "re") ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		skip();
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

/* --- cuts --- */

static size_t load(const char *name, char *to, size_t size)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char path[512];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/cases/feeds/%s", top ? top : ".",
	    name);
	f = fopen(path, "re");
	if (!f)
		fail_msg("%s cannot be read", path);
	n = fread(to, 1, size, f);
	fclose(f);
	return n;
}

/* A copy that ends where the memory does, for sanitizers to see a step past. */
static void check_cut(const char *name, const char *s, size_t n)
{
	char *copy = test_malloc(n ? n : 1);
	struct read r;

	memcpy(copy, s, n);
	read_bytes(&r, copy, n);
	if (r.result == PARSE_OK)
		check_clean(&r, name);
	else
		assert_true(r.err.text[0] != '\0' && is_clean(r.err.text));
	arena_free(&r.arena);
	test_free(copy);
}

static void no_cut_of_any_format_harms(void **state)
{
	static const char *const names[] = {"rss20.xml", "atom10.xml",
	    "atom03.xml", "rdf10.xml", "jsonfeed.feed", "sitemap.xml",
	    "shift-jis.xml", "latin.xml", "terminal.xml", "broken.xml"};
	char bytes[16384];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		n = load(names[i], bytes, sizeof(bytes));
		for (size_t cut = 0; cut <= n; cut++)
			check_cut(names[i], bytes, cut);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_document_ends_as_its_row_says),
	    cmocka_unit_test(no_time_grows_by_the_square),
	    cmocka_unit_test(no_document_opens_anything),
	    cmocka_unit_test(the_filter_kills),
	    cmocka_unit_test(no_cut_of_any_format_harms),
	};

	parse_prepare();
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
