/*
 * What becomes of the rumors that the daemon opens by its own reading:
 * tests/cases/follow.case, items as they come and the rumors that are made of
 * them, each with its verdict. The same items in another order of arrival, or
 * told a second time, make the same rumors.
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
#include "judge/judge.h"
#include "judge/lexicon.h"
#include "model/source.h"
#include "text/date.h"
#include "treelexicon.h"

#define ITEMS 12

struct told {
	struct source source;
	struct item item;
	int64_t story;
};

struct history {
	const char *name;
	int line;
	struct told items[ITEMS];
	size_t count;
	int64_t until;
	struct buf wanted;
	bool has_carriers; /* who carries each rumor is told too */
};

static struct lexicon *lexicon;

static char *cut(char **rest)
{
	char *word = *rest, *end = word + strcspn(word, " ");

	*rest = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

/* "DATE ROLE NAME [VENDOR]" */
static void read_item(struct history *h, char *rest)
{
	struct told *t = &h->items[h->count++];

	assert_true(h->count <= ITEMS);
	*t = (struct told){.source = {.role = ROLE_PRESS}};
	t->item = (struct item){.id = (int64_t)h->count,
	    .guid = "",
	    .title = "",
	    .text = "",
	    .source = &t->source,
	    .published_at = date_parse(cut(&rest))};
	assert_int_equal(source_role_parse(cut(&rest), &t->source.role), 0);
	t->source.slug = t->source.title = cut(&rest);
	t->source.vendor = *rest ? rest : NULL;
}

static void read_line(struct history *h, char *line)
{
	char *rest = line;
	const char *key = cut(&rest);

	if (!strcmp(key, "item"))
		read_item(h, rest);
	else if (!strcmp(key, "T"))
		h->items[h->count - 1].item.title = rest;
	else if (!strcmp(key, "X"))
		h->items[h->count - 1].item.text = rest;
	else if (!strcmp(key, "story"))
		h->items[h->count - 1].story = (int64_t)strtoll(rest, NULL, 10);
	else if (!strcmp(key, "until"))
		h->until = date_parse(rest);
	else if (!strcmp(key, "rumor"))
		buf_printf(&h->wanted, "%s\n", rest);
	else if (!strcmp(key, "carriers")) {
		h->has_carriers = true;
		buf_printf(&h->wanted, " %s\n", rest);
	} else
		fail_msg("follow.case: %s: unknown line: %s", h->name, key);
}

static void tell(struct board *b, const struct told *t)
{
	struct arena a;

	arena_init(&a);
	board_add(b, &t->item, analyze(&a, lexicon, &t->item), t->story, 0);
	arena_free(&a);
}

static void write_carriers(const struct rumor *r, struct buf *out)
{
	for (size_t i = 0; i < r->member_count; i++)
		if (r->members[i].part == PART_CARRIES)
			buf_printf(out, " %d", (int)r->members[i].item);
	buf_printf(out, "\n");
}

/* "STATUS ASPECT | SUBJECT | VALUE | ITEM that settled it" */
static void write_rumors(struct board *b, struct buf *out, bool carriers)
{
	for (size_t i = 0; i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		buf_printf(out, "%s %s | %s | %s | %d\n",
		    rumor_status_name(r->status), aspect_name(r->aspect),
		    r->subject ? r->subject : "-", r->value ? r->value : "-",
		    (int)r->settled_by);
		if (carriers)
			write_carriers(r, out);
	}
}

enum order { AS_WRITTEN, BACKWARDS, TWICE };

static void judge_history(const struct history *h, enum order order)
{
	struct board *b = board_new(lexicon, &judge_default_policy.board);
	struct buf got;

	for (size_t i = 0; i < h->count; i++) {
		tell(b, &h->items[order == BACKWARDS ? h->count - 1 - i : i]);
		board_advance(b, 0);
	}
	if (order == TWICE)
		tell(b, &h->items[0]);
	board_advance(b, h->until);
	buf_init(&got, 4000);
	write_rumors(b, &got, h->has_carriers);
	if (strcmp(buf_text(&got), buf_text(&h->wanted)) != 0)
		fail_msg("follow.case:%d: %s (%d)\nwanted:\n%sgot:\n%s",
		    h->line, h->name, (int)order, buf_text(&h->wanted),
		    buf_text(&got));
	buf_free(&got);
	board_free(b);
}

static void judge_all_ways(struct history *h)
{
	if (!h->count)
		return;
	judge_history(h, AS_WRITTEN);
	if (!h->has_carriers && strchr(buf_text(&h->wanted), '\n') ==
				    strrchr(buf_text(&h->wanted),
					'\n')) /* numbers are by arrival */
		judge_history(h, BACKWARDS);
	judge_history(h, TWICE);
	buf_free(&h->wanted);
}

static void rumors_are_followed(void **state)
{
	struct cases c;
	struct history h = {.count = 0};
	char *line;

	(void)state;
	cases_open(&c, "follow.case");
	while ((line = cases_line(&c)) != NULL) {
		if (!strncmp(line, "case ", 5)) {
			judge_all_ways(&h);
			h = (struct history){.name = line + 5, .line = c.line};
			buf_init(&h.wanted, 4000);
		} else if (*line) {
			read_line(&h, line);
		}
	}
	judge_all_ways(&h);
	cases_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rumors_are_followed),
	};
	int failed;

	lexicon = lexicon_of_tree();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	lexicon_free(lexicon);
	return failed;
}
