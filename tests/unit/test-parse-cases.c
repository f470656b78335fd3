/*
 * The files of tests/cases/parse through the command: each document, and what
 * its JSON must say. The head of rules.case tells how they are written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cases.h"

struct run {
	const char *file;
	char about[200], base[200], type[200];
	struct buf document, out;
	int first_line, status;
	json_t *json;
	bool ran;
	int wrong, checks;
};

static void forget(struct run *r)
{
	buf_clear(&r->document);
	buf_clear(&r->out);
	json_decref(r->json);
	r->json = NULL;
	r->ran = false;
	r->type[0] = '\0';
	snprintf(r->base, sizeof(r->base), "https://lamp.example/feed");
}

/* "\xHH" for a byte, "\n" for a line feed. */
static void put_line(struct buf *b, const char *s)
{
	unsigned byte;

	for (; *s; s++) {
		if (s[0] == '\\' && s[1] == 'x' &&
		    sscanf(s + 2, "%2x", &byte) == 1) {
			buf_putc(b, (char)byte);
			s += 3;
		} else if (s[0] == '\\' && s[1] == 'n') {
			buf_putc(b, '\n');
			s++;
		} else {
			buf_putc(b, *s);
		}
	}
}

/* Standard output where it ends with 0, else standard error. */
static void run_command(struct run *r)
{
	const char *top = getenv("HEARSAY_BUILDDIR");
	char path[] = "/tmp/parse-case-XXXXXX";
	char line[1200], bytes[4096];
	int fd = mkstemp(path);
	size_t n;
	FILE *f;

	r->ran = true;
	if (fd < 0 || write(fd, buf_text(&r->document), r->document.len) !=
			  (ssize_t)r->document.len)
		fail_msg("%s cannot be written", path);
	close(fd);
	snprintf(line, sizeof(line),
	    "'%s/hearsay' parse --base-url '%s' --content-type '%s' %s 2>&1",
	    top ? top : ".", r->base, r->type, path);
	f = popen(line, "re");
	if (!f)
		fail_msg("%s does not run", line);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(&r->out, bytes, n);
	r->status = pclose(f);
	unlink(path);
	if (r->status == 0)
		r->json = json_loads(buf_text(&r->out), 0, NULL);
}

/* "items.0.title" */
static const json_t *at_path(const json_t *j, const char *path)
{
	char name[64];
	size_t n;

	for (; j && *path; path += n + (path[n] == '.')) {
		n = strcspn(path, ".");
		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		j = json_is_array(j) ? json_array_get(j, strtoul(name, 0, 10))
				     : json_object_get(j, name);
	}
	return j;
}

static void wrong(struct run *r, int line, const char *want, const char *got)
{
	r->wrong++;
	print_error(
	    "%s:%d: %s: want %s, got %s\n", r->file, line, r->about, want, got);
}

static bool warns(const json_t *root, const char *text)
{
	const json_t *j;
	size_t i;

	json_array_foreach(json_object_get(root, "warnings"), i, j)
	{
		if (strstr(json_string_value(j), text))
			return true;
	}
	return false;
}

/* One "-> " line. */
static void check(struct run *r, int line, char *want)
{
	char *value = strchr(want, ' ');
	const json_t *found;
	json_t *wanted;
	char *got;

	r->checks++;
	if (!r->ran)
		run_command(r);
	if (!value)
		fail_msg("%s:%d: no value", r->file, line);
	*value++ = '\0';
	if (strcmp(want, "refused") == 0) {
		if (r->status == 0 || !strstr(buf_text(&r->out), value))
			wrong(r, line, value, buf_text(&r->out));
		return;
	}
	if (!r->json) {
		wrong(r, line, "a feed", buf_text(&r->out));
		return;
	}
	if (strcmp(want, "warns") == 0) {
		if (!warns(r->json, value))
			wrong(r, line, value, "no such warning");
		return;
	}
	wanted = json_loads(value, JSON_DECODE_ANY, NULL);
	if (!wanted)
		fail_msg("%s:%d: %s is no JSON", r->file, line, value);
	found = at_path(r->json, want);
	found = found ? found : json_null(); /* past the end of a list */
	got = json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT);
	if (!json_equal(wanted, found))
		wrong(r, line, value, got ? got : "nothing");
	free(got);
	json_decref(wanted);
}

static void take_line(struct run *r, int number, char *line)
{
	if (strncmp(line, "== ", 3) == 0) {
		forget(r);
		snprintf(r->about, sizeof(r->about), "%s", line + 3);
	} else if (strncmp(line, "-> ", 3) == 0) {
		check(r, number, line + 3);
	} else if (strncmp(line, ":base ", 6) == 0) {
		snprintf(r->base, sizeof(r->base), "%s", line + 6);
	} else if (strncmp(line, ":type ", 6) == 0) {
		snprintf(r->type, sizeof(r->type), "%s", line + 6);
	} else if (*line) {
		if (r->document.len)
			buf_putc(&r->document, '\n');
		put_line(&r->document, line);
	}
}

static void check_file(const char *name, int least)
{
	struct run r = {.file = name};
	struct cases c;
	char *line;

	buf_init(&r.document, 1 << 20);
	buf_init(&r.out, 4 << 20);
	cases_open(&c, name);
	for (line = cases_line(&c); line; line = cases_line(&c))
		take_line(&r, c.line, line);
	cases_close(&c);
	forget(&r);
	buf_free(&r.document);
	buf_free(&r.out);
	assert_int_equal(r.wrong, 0);
	assert_true(r.checks >= least);
}

static void the_rules_hold(void **state)
{
	(void)state;
	check_file("parse/rules.case", 100);
}

static void charsets_are_found(void **state)
{
	(void)state;
	check_file("parse/charsets.case", 20);
}

static void broken_feeds_are_read(void **state)
{
	(void)state;
	check_file("parse/broken.case", 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_rules_hold),
	    cmocka_unit_test(charsets_are_found),
	    cmocka_unit_test(broken_feeds_are_read),
	};

	return cmocka_run_group_tests_name("parse-cases", tests, NULL, NULL);
}
