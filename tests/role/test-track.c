/*
 * `hearsay track` over the histories of tests/cases/track.case (made up),
 * presented.case (names that are replaced), eligible.case (who gets what, and
 * for how long), times.case (when it comes),
 * polarity.case (yes and no, amounts, kinds), origins.case (who had it from
 * whom) and history.case (as they went): every
 * claim ends as its case says, decided by the item of that day, with those
 * origins where they are given. A case that is marked as known does not end so
 * yet; when it does, the mark has to go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/cases.h"
#include "base/buf.h"

#define CASES 2000

struct history {
	const char *file, *name, *status, *decided, *origins;
	int line;
	bool known; /* not to end so yet */
	json_t *object;
};

static struct history histories[CASES];
static size_t count;

/* --- reading the file --- */

static char *cut(char **rest)
{
	char *word = *rest, *end = word + strcspn(word, " ");

	*rest = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

/* "ID DATE ROLE HOST[/PATH] [vendor V] [lang L] [= LABEL]" */
static void read_story(json_t *stories, char *line)
{
	json_t *story = json_object();
	char *mark = strstr(line, " = "), *rest = line, at[40];

	if (mark)
		*mark = '\0';
	json_object_set_new(story, "id", json_string(cut(&rest)));
	snprintf(at, sizeof(at), "%.10sT10:00:00Z", cut(&rest));
	json_object_set_new(story, "published", json_string(at));
	json_object_set_new(story, "source_role", json_string(cut(&rest)));
	json_object_set_new(
	    story, "url", json_sprintf("https://%s", cut(&rest)));
	if (mark)
		json_object_set_new(story, "label", json_string(mark + 3));
	while (*rest) {
		const char *key = cut(&rest);

		json_object_set_new(story, key, json_string(cut(&rest)));
	}
	json_array_append_new(stories, story);
}

static json_t *last_story(const struct history *h)
{
	json_t *stories = json_object_get(h->object, "stories");

	return json_array_get(stories, json_array_size(stories) - 1);
}

static struct history *history_new(const char *file, const char *name, int line)
{
	struct history *h = &histories[count++];

	assert_true(count < CASES);
	*h = (struct history){.file = file, .name = name, .line = line};
	h->object = json_pack("{s:s, s:[]}", "id", name, "stories");
	return h;
}

static void read_line(struct history *h, char *line)
{
	char *rest = line;
	const char *key = cut(&rest);

	if (!strcmp(key, "claim"))
		json_object_set_new(h->object, "claim", json_string(rest));
	else if (!strcmp(key, "until"))
		json_object_set_new(h->object, "as_of", json_string(rest));
	else if (!strcmp(key, "story"))
		read_story(json_object_get(h->object, "stories"), rest);
	else if (!strcmp(key, "T"))
		json_object_set_new(last_story(h), "title", json_string(rest));
	else if (!strcmp(key, "X")) {
		cases_unescape(rest);
		json_object_set_new(last_story(h), "text", json_string(rest));
	} else if (!strcmp(key, "status")) {
		char *day = strrchr(rest, ' ');

		if (day && day[1] == '2') {
			*day = '\0';
			h->decided = day + 1;
		}
		h->status = rest;
	} else if (!strcmp(key, "origins"))
		h->origins = rest;
	else if (!strcmp(key, "known"))
		h->known = true;
	else
		fail_msg("%s:%d: unknown line: %s", h->file, h->line, key);
}

/* --- running the command --- */

static FILE *run(const char *input)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	const char *build = getenv("HEARSAY_BUILDDIR");
	char command[8192];

	snprintf(command, sizeof(command),
	    "exec '%s/hearsay' track --lexicon '%s/etc/lexicon' <'%s'",
	    build ? build : ".", top ? top : ".", input);
	return popen(command, "r");
}

static FILE *told(char *path)
{
	int fd = mkstemp(path);
	FILE *in = fdopen(fd, "w");

	assert_non_null(in);
	for (size_t i = 0; i < count; i++) {
		json_dumpf(histories[i].object, in, JSON_COMPACT);
		fputc('\n', in);
	}
	assert_int_equal(fclose(in), 0);
	return run(path);
}

/* --- comparing --- */

static bool lists(const char *wanted, const char *name)
{
	const char *at = strstr(wanted, name);
	size_t n = strlen(name);

	return at && (at == wanted || at[-1] == ' ') &&
	       (at[n] == ',' || at[n] == '\0');
}

static size_t length_of(const char *list)
{
	size_t n = 1;

	if (!strcmp(list, "none"))
		return 0;
	for (; *list; list++)
		n += *list == ',';
	return n;
}

static bool has_origins(const struct history *h, const json_t *origins)
{
	bool same;

	if (!h->origins)
		return true;
	same = json_array_size(origins) == length_of(h->origins);

	for (size_t i = 0; i < json_array_size(origins); i++)
		same = same && lists(h->origins,
				   json_string_value(json_object_get(
				       json_array_get(origins, i), "id")));
	return same;
}

static bool has_labels(const struct history *h, const json_t *got)
{
	const json_t *stories = json_object_get(h->object, "stories");

	for (size_t i = 0; i < json_array_size(stories); i++) {
		const json_t *want =
		    json_object_get(json_array_get(stories, i), "label");

		if (want &&
		    !json_equal(
			want, json_object_get(json_array_get(got, i), "label")))
			return false;
	}
	return true;
}

static bool is_right(const struct history *h, const json_t *got)
{
	const char *decided =
	    json_string_value(json_object_get(got, "decided"));

	return !strcmp(json_string_value(json_object_get(got, "status")),
		   h->status) &&
	       !strcmp(decided ? decided : "", h->decided ? h->decided : "") &&
	       has_origins(h, json_object_get(got, "origins")) &&
	       has_labels(h, json_object_get(got, "stories"));
}

static void claims_end_as_their_cases_say(void **state)
{
	char path[] = "/tmp/hearsay-track-XXXXXX", *line = NULL;
	size_t cap = 0, wrong = 0;
	FILE *out = told(path);

	(void)state;
	assert_non_null(out);
	for (size_t i = 0; i < count; i++) {
		json_t *got;

		assert_true(getline(&line, &cap, out) > 0);
		got = json_loads(line, 0, NULL);
		assert_non_null(got);
		if (is_right(&histories[i], got) == histories[i].known) {
			wrong++;
			print_error("%s:%d: %s%s\n%s", histories[i].file,
			    histories[i].line, histories[i].name,
			    histories[i].known ? " is right now" : "", line);
		}
		json_decref(got);
	}
	assert_int_equal(pclose(out), 0);
	free(line);
	unlink(path);
	assert_int_equal(wrong, 0);
}

static void read_file(struct cases *c, const char *file)
{
	struct history *h = NULL;
	char *line;

	cases_open(c, file);
	while ((line = cases_line(c)) != NULL)
		if (!strncmp(line, "case ", 5))
			h = history_new(file, line + 5, c->line);
		else if (line[0] && h)
			read_line(h, line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(claims_end_as_their_cases_say),
	};
	struct cases made_up, real, parts, origins, presented, eligible, times;
	int failed;

	read_file(&made_up, "track.case");
	read_file(&real, "history.case");
	read_file(&parts, "polarity.case");
	read_file(&origins, "origins.case");
	read_file(&presented, "presented.case");
	read_file(&eligible, "eligible.case");
	read_file(&times, "times.case");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		json_decref(histories[i].object);
	cases_close(&made_up);
	cases_close(&real);
	cases_close(&parts);
	cases_close(&origins);
	cases_close(&presented);
	cases_close(&eligible);
	cases_close(&times);
	return failed;
}
