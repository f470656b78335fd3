/*
 * Stories: pairs of headlines from tests/cases/stories.case, and what must
 * hold of any stream.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/rng.h"
#include "cases.h"
#include "judge/cluster.h"
#include "judge/slot.h"
#include "judge/words.h"

#define HOUR 3600
#define DAY  86400

static const struct cluster_policy policy = {.window_s = 14 * DAY};
static const struct source outlet = {.slug = "outlet", .title = "Outlet"};

static struct item headline(int64_t id, int64_t at, const char *title)
{
	return (struct item){.id = id,
	    .guid = "g",
	    .title = title,
	    .text = "",
	    .lang = "en",
	    .published_at = at,
	    .first_seen_at = at,
	    .source = &outlet};
}

/* Takes "[de] " off the headline. */
static void set_language(struct item *item, char *line, char lang[3])
{
	if (line[0] == '[' && strlen(line) > 5) {
		memcpy(lang, line + 1, 2);
		lang[2] = '\0';
		item->lang = lang;
		item->title = line + 5;
	}
}

static void check_pair(
    const struct cases *c, bool same, char *first, char *second, char *why)
{
	struct item a = headline(1, DAY, first), b = headline(2, DAY, second);
	struct cluster *cluster = cluster_new(&policy);
	struct placement one, two;
	char lang_a[3], lang_b[3], told[600];
	struct arena arena;

	arena_init(&arena);
	set_language(&a, first, lang_a);
	set_language(&b, second, lang_b);
	b.published_at = b.first_seen_at = DAY + 2 * HOUR;
	one = cluster_add(cluster, &arena, &a);
	two = cluster_add(cluster, &arena, &b);
	snprintf(told, sizeof(told), "%s: %s; against: %s", two.reason.rule,
	    two.reason.detail, two.against.detail ? two.against.detail : "");
	if ((one.story == two.story) != same)
		fail_msg("%s:%d: not %s: %s", c->name, c->line,
		    same ? "same" : "apart", told);
	if (!strstr(told, why))
		fail_msg(
		    "%s:%d: no \"%s\" in \"%s\"", c->name, c->line, why, told);
	cluster_free(cluster);
	arena_free(&arena);
}

static void headlines_follow_their_cases(void **state)
{
	struct cases c;
	char *line;
	size_t seen = 0;

	(void)state;
	cases_open(&c, "stories.case");
	while ((line = cases_line(&c)) != NULL) {
		bool same = strncmp(line, "same ", 5) == 0;
		char *second, *why, *first;

		if (line[0] == '\0')
			continue;
		first = line + strcspn(line, " ");
		first += strspn(first, " ");
		second = cases_split(&c, first);
		why = strstr(second, " // ");
		if (!why)
			fail_msg("%s:%d: no \" // \"", c.name, c.line);
		*why = '\0';
		check_pair(&c, same, first, second, why + 4);
		seen++;
	}
	assert_true(seen > 10);
	cases_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headlines_follow_their_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
