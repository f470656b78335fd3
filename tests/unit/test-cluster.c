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
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/rng.h"
#include "cases.h"
#include "judge/cluster.h"
#include "judge/judge.h"
#include "judge/slot.h"
#include "judge/space.h"
#include "judge/words.h"
#include "treelexicon.h"

#define HOUR 3600
#define DAY  86400

static const struct cluster_policy policy = {.window_s = 14 * DAY};
static const struct source outlet = {.slug = "outlet", .title = "Outlet"};

static struct lexicon *lexicon;

static int load_lexicon(void **state)
{
	(void)state;
	lexicon = lexicon_of_tree();
	return 0;
}

static int free_lexicon(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	return 0;
}

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
	struct cluster *cluster = cluster_new(lexicon, &policy);
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

/* --- pairs among other news --- */

#define NEWS_MAX 200

/* The lines "news  headline": what the day before was about. */
struct news {
	struct item items[NEWS_MAX];
	char lang[NEWS_MAX][3];
	struct arena arena;
	size_t count;
};

static void news_add(struct news *n, const char *line)
{
	size_t i = n->count++;
	char *title = arena_strdup(&n->arena, line);

	assert_in_range(i, 0, NEWS_MAX - 1);
	n->items[i] = headline((int64_t)i + 1, 0, title);
	set_language(&n->items[i], title, n->lang[i]);
}

static void check_pair_in_news(const struct cases *c, const struct news *n,
    const char *verdict, char *first, char *second, const char *why)
{
	bool same = !strcmp(verdict, "same") || !strcmp(verdict, "joined");
	struct item a = headline(NEWS_MAX + 1, DAY, first);
	struct item b = headline(NEWS_MAX + 2, DAY + 2 * HOUR, second);
	struct cluster *cluster = cluster_new(lexicon, &policy);
	struct placement one, two;
	char lang_a[3], lang_b[3], told[600];
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < n->count; i++) {
		cluster_add(cluster, &arena, &n->items[i]);
		arena_reset(&arena);
	}
	set_language(&a, first, lang_a);
	set_language(&b, second, lang_b);
	one = cluster_add(cluster, &arena, &a);
	two = cluster_add(cluster, &arena, &b);
	snprintf(told, sizeof(told), "%s: %s; against: %s", two.reason.rule,
	    two.reason.detail, two.against.detail ? two.against.detail : "");
	if ((one.story == two.story) != same)
		fail_msg("%s:%d: not %s: %s", c->name, c->line, verdict, told);
	if (!strstr(told, why))
		fail_msg(
		    "%s:%d: no \"%s\" in \"%s\"", c->name, c->line, why, told);
	cluster_free(cluster);
	arena_free(&arena);
}

static void pairs_follow_their_cases(void **state)
{
	static const char *const verdicts[] = {
	    "same", "apart", "joined", "missed"};
	static struct news news;
	size_t seen = 0, wrong = 0;
	struct cases c;
	char *line;

	(void)state;
	news.count = 0;
	arena_init(&news.arena);
	cases_open(&c, "pairs.case");
	while ((line = cases_line(&c)) != NULL) {
		char *rest = line + strcspn(line, " "), *second, *why;
		bool known = false;

		if (line[0] == '\0')
			continue;
		*rest++ = '\0';
		rest += strspn(rest, " ");
		if (strcmp(line, "news") == 0) {
			news_add(&news, rest);
			continue;
		}
		for (size_t i = 0; i < 4; i++)
			known |= strcmp(line, verdicts[i]) == 0;
		if (!known)
			fail_msg(
			    "%s:%d: what is \"%s\"?", c.name, c.line, line);
		second = cases_split(&c, rest);
		why = strstr(second, " // ");
		if (!why)
			fail_msg("%s:%d: no \" // \"", c.name, c.line);
		*why = '\0';
		check_pair_in_news(&c, &news, line, rest, second, why + 4);
		seen++;
		wrong += line[0] == 'j' || line[0] == 'm';
	}
	assert_true(seen >= 170);
	assert_true(wrong * 8 < seen);
	cases_close(&c);
	arena_free(&news.arena);
}

static void put_slot(struct buf *b, const struct slot *slot)
{
	static const char *const kinds[] = {
	    [SLOT_VERSION] = "version",
	    [SLOT_STAGE] = "stage",
	    [SLOT_DEVICE] = "device",
	    [SLOT_MONTH] = "month",
	    [SLOT_CVE] = "flaw",
	    [SLOT_REGION] = "region",
	    [SLOT_KIND] = "kind of news",
	    [SLOT_TOPIC] = "topic",
	    [SLOT_SERVICE] = "service",
	};

	buf_printf(b, "%s%s", b->len ? "|" : "", kinds[slot->kind]);
	if (slot->name[0])
		buf_printf(b, " %s", slot->name);
	if (slot->value[0])
		buf_printf(b, " %s", slot->value);
}

static void slots_follow_their_cases(void **state)
{
	struct arena arena;
	struct cases c;
	char *line;
	size_t seen = 0;

	(void)state;
	arena_init(&arena);
	cases_open(&c, "slots.case");
	while ((line = cases_line(&c)) != NULL) {
		const char *want = cases_split(&c, line);
		struct item item = headline(1, DAY, line);
		struct itemtext text;
		struct slots slots;
		struct buf got;

		buf_init(&got, 4096);
		itemtext_read(lexicon, &arena, &item, &text);
		slots_of(&arena, lexicon, &text, &slots);
		for (size_t i = 0; i < slots.count; i++)
			put_slot(&got, &slots.list[i]);
		if (strcmp(buf_text(&got), want) != 0)
			fail_msg("%s:%d: got \"%s\"", c.name, c.line,
			    buf_text(&got));
		buf_free(&got);
		seen++;
	}
	assert_true(seen > 10);
	cases_close(&c);
	arena_free(&arena);
}

/* --- what must hold of any stream --- */

#define STREAM 240

static size_t below(struct rng *rng, size_t n)
{
	return (size_t)(rng_next(rng) % n);
}

/* A name that nothing else has, from a number. */
static const char *name_of(struct arena *a, size_t n)
{
	static const char *const syllables[] = {
	    "ba", "ko", "mi", "tu", "re", "sa", "ne", "lo", "vi", "zu"};

	return arena_printf(a, "%s%s%s", syllables[n / 100 % 10],
	    syllables[n / 10 % 10], syllables[n % 10]);
}

/* A made-up stream: events of two weeks, told several times over. */
struct stream {
	struct arena arena;
	struct item items[STREAM];
	const struct item *order[STREAM];
};

static void stream_init(struct stream *s)
{
	struct arena *a = &s->arena;
	struct rng rng = {7};

	arena_init(a);
	for (size_t i = 0; i < STREAM; i++) {
		size_t event = below(&rng, 72);
		int64_t at = (int64_t)(event * 4 + below(&rng, 30)) * HOUR;
		const char *title;

		/* neighbours share one name in seven */
		title = arena_printf(a, "%s %s %s %s %s %s %s%s",
		    name_of(a, event / 4), name_of(a, 200 + event),
		    name_of(a, 300 + event), name_of(a, 400 + event),
		    name_of(a, 500 + event), name_of(a, 600 + event),
		    name_of(a, 700 + event),
		    below(&rng, 2) ? ", says a report" : "");
		s->items[i] = headline((int64_t)i + 1, at + DAY, title);
		s->order[i] = &s->items[i];
	}
	qsort(s->order, STREAM, sizeof(s->order[0]), item_order);
}

static void add_all(struct cluster *c, struct arena *arena,
    const struct item *const *items, size_t from, size_t to, int64_t *stories,
    int64_t *copies)
{
	for (size_t i = from; i < to; i++) {
		struct placement p = cluster_add(c, arena, items[i]);

		stories[items[i]->id - 1] = p.story;
		copies[items[i]->id - 1] = p.copy_of;
	}
}

static size_t distinct(const int64_t *stories)
{
	int64_t most = 0;

	for (size_t i = 0; i < STREAM; i++)
		if (stories[i] > most)
			most = stories[i];
	return (size_t)most;
}

static void order_within_a_batch_changes_nothing(void **state)
{
	int64_t stories[2][STREAM], copies[2][STREAM];
	const struct item *batch[STREAM];
	struct rng rng = {99};
	struct stream s;

	(void)state;
	stream_init(&s);
	for (int round = 0; round < 2; round++) {
		struct cluster *c = cluster_new(lexicon, &policy);

		memcpy(batch, s.order, sizeof(batch));
		for (size_t from = 0; from < STREAM; from += 24) {
			for (size_t i = 23; round && i > 0; i--) {
				size_t j = below(&rng, i + 1);
				const struct item *other = batch[from + j];

				batch[from + j] = batch[from + i];
				batch[from + i] = other;
			}
			qsort(&batch[from], 24, sizeof(batch[0]), item_order);
		}
		add_all(c, &s.arena, batch, 0, STREAM, stories[round],
		    copies[round]);
		cluster_free(c);
	}
	assert_memory_equal(stories[0], stories[1], sizeof(stories[0]));
	assert_memory_equal(copies[0], copies[1], sizeof(copies[0]));
	/* neither one heap nor all apart: the stream does test something */
	assert_in_range(distinct(stories[0]), 60, 100);
	arena_free(&s.arena);
}

static void a_restart_in_the_middle_changes_nothing(void **state)
{
	int64_t whole[STREAM], copies[STREAM], again[STREAM],
	    again_copies[STREAM];
	struct cluster *c = cluster_new(lexicon, &policy);
	struct stream s;

	(void)state;
	stream_init(&s);
	add_all(c, &s.arena, s.order, 0, STREAM, whole, copies);
	cluster_free(c);
	for (size_t stop = 0; stop < STREAM; stop += 60) {
		memcpy(again, whole, sizeof(again));
		memcpy(again_copies, copies, sizeof(copies));
		c = cluster_new(lexicon, &policy);
		for (size_t i = 0; i < stop; i++) {
			size_t at = (size_t)s.order[i]->id - 1;

			cluster_restore(c, s.order[i], whole[at], copies[at]);
		}
		add_all(
		    c, &s.arena, s.order, stop, STREAM, again, again_copies);
		cluster_free(c);
		assert_memory_equal(again, whole, sizeof(whole));
		assert_memory_equal(again_copies, copies, sizeof(copies));
	}
	arena_free(&s.arena);
}

/* The items of one poll after the other are as good as all at once. */
static void batches_change_nothing(void **state)
{
	static const size_t sizes[] = {1, 7, 60, STREAM};
	int64_t stories[4][STREAM], copies[4][STREAM];
	struct stream s;

	(void)state;
	stream_init(&s);
	for (size_t i = 0; i < 4; i++) {
		struct judge judge;
		struct judged judged[STREAM];
		const struct item *batch[STREAM];

		judge_init(&judge, lexicon, &judge_default_policy);
		memcpy(batch, s.order, sizeof(batch));
		for (size_t from = 0; from < STREAM; from += sizes[i]) {
			size_t n =
			    STREAM - from < sizes[i] ? STREAM - from : sizes[i];

			judge_add(&judge, &s.arena, &batch[from], n, judged);
			for (size_t k = 0; k < n; k++) {
				size_t at = (size_t)batch[from + k]->id - 1;

				stories[i][at] = judged[k].placement.story;
				copies[i][at] = judged[k].placement.copy_of;
			}
		}
		judge_release(&judge);
		assert_memory_equal(stories[0], stories[i], sizeof(stories[0]));
		assert_memory_equal(copies[0], copies[i], sizeof(copies[0]));
	}
	arena_free(&s.arena);
}

/* --- two stories that are one --- */

static struct placement add_title(struct cluster *c, struct arena *arena,
    int64_t id, int64_t at, const char *title)
{
	struct item item = headline(id, at, title);

	return cluster_add(c, arena, &item);
}

/*
 * Two stories of one event, some days apart, and an item that has the words of
 * both: where it was placed. `after` is where an item of the second half goes.
 */
static struct placement merge_by(const struct cluster_policy *p,
    struct arena *arena, int64_t days, int64_t *after)
{
	struct cluster *c = cluster_new(lexicon, p);
	int64_t at = DAY + days * DAY;
	struct placement out;

	assert_int_equal(
	    add_title(c, arena, 1, DAY, "Ferry Aurelia sinks off Tovuland")
		.story,
	    1);
	assert_int_equal(add_title(c, arena, 2, at + HOUR,
			     "Rescue boats reach the Aurelia at dawn")
			     .story,
	    2);
	assert_int_equal(
	    add_title(c, arena, 3, at + 2 * HOUR,
		"Rescue boats bring forty from ferry Aurelia to Tovuland "
		"at dawn")
		.story,
	    2);
	out = add_title(c, arena, 4, at + 3 * HOUR,
	    "Ferry Aurelia sinks, rescue boats bring forty to Tovuland");
	*after = add_title(c, arena, 5, at + 4 * HOUR,
	    "At dawn rescue boats reach the Aurelia and bring forty")
		     .story;
	cluster_free(c);
	return out;
}

static void an_item_may_show_that_two_stories_are_one(void **state)
{
	static const struct cluster_policy merges = {
	    .window_s = 14 * DAY, .merges = true};
	struct placement p;
	struct arena arena;
	int64_t after;

	(void)state;
	arena_init(&arena);
	p = merge_by(&merges, &arena, 0, &after);
	assert_int_equal(p.story, 1); /* the older one stays */
	assert_int_equal(p.merged, 2);
	assert_int_equal(p.moved_count, 2);
	assert_int_equal(p.moved[0], 2);
	assert_int_equal(p.moved[1], 3);
	assert_non_null(strstr(p.merged_why, "item 4 belongs to both: score "));
	assert_non_null(strstr(p.merged_why, "in common: "));
	assert_int_equal(p.nearest_other, 0);
	assert_int_equal(after, 1);
	p = merge_by(&policy, &arena, 0, &after);
	assert_int_equal(p.merged, 0);
	assert_int_equal(after, 2);
	p = merge_by(&merges, &arena, 5, &after); /* too far apart */
	assert_int_equal(p.merged, 0);
	arena_free(&arena);
}

/* Two items, hours apart. */
struct pair {
	struct cluster *cluster;
	struct arena arena;
	struct item items[2];
	struct placement placed[2];
};

static void pair_place(
    struct pair *p, const char *first, const char *second, int64_t hours)
{
	arena_init(&p->arena);
	p->cluster = cluster_new(lexicon, &policy);
	p->items[0] = headline(1, DAY, "");
	p->items[1] = headline(2, DAY + hours * HOUR, "");
	p->items[0].title = first;
	p->items[1].title = second;
	for (size_t i = 0; i < 2; i++)
		p->placed[i] = cluster_add(p->cluster, &p->arena, &p->items[i]);
}

static void pair_free(struct pair *p)
{
	cluster_free(p->cluster);
	arena_free(&p->arena);
}

static void a_story_ends_with_its_window_and_its_span(void **state)
{
	static const char title[] =
	    "Camera of the Fairphone 6 gains manual focus";
	struct pair p;
	struct item late = headline(3, DAY + 11 * DAY, title);

	(void)state;
	pair_place(&p, title, title, 15 * 24);
	assert_int_not_equal(p.placed[0].story, p.placed[1].story);
	assert_int_equal(p.placed[1].nearest_other, 0);
	pair_free(&p);
	pair_place(&p, title, title, 9 * 24);
	assert_int_equal(p.placed[0].story, p.placed[1].story);
	/* within the window of the second, but too far from the first */
	late.title = "Manual focus for the camera of the Fairphone 6";
	assert_int_not_equal(
	    cluster_add(p.cluster, &p.arena, &late).story, p.placed[0].story);
	pair_free(&p);
}

static void a_date_in_the_future_ends_no_window(void **state)
{
	static const char title[] =
	    "Camera of the Fairphone 6 gains manual focus";
	struct item wrong = headline(2, 400 * DAY, "A clock that went wrong");
	struct item next = headline(3, DAY + HOUR, title);
	struct item first = headline(1, DAY, title);
	struct cluster *c = cluster_new(lexicon, &policy);
	struct arena arena;
	int64_t story;

	(void)state;
	arena_init(&arena);
	wrong.first_seen_at = DAY;
	story = cluster_add(c, &arena, &first).story;
	cluster_add(c, &arena, &wrong);
	assert_int_equal(cluster_add(c, &arena, &next).story, story);
	cluster_free(c);
	arena_free(&arena);
}

static void one_address_is_one_article(void **state)
{
	struct item a = headline(1, DAY, "A first title");
	struct item b = headline(2, DAY + HOUR, "Quite another headline");
	struct cluster *c = cluster_new(lexicon, &policy);
	struct placement p;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	a.url = "https://www.outlet.example/2025/article-1?utm_source=feed";
	b.url = "http://outlet.example/2025/article-1/#comments";
	cluster_add(c, &arena, &a);
	p = cluster_add(c, &arena, &b);
	assert_int_equal(p.copy_of, 1);
	assert_string_equal(p.reason.rule, "same-address");
	assert_non_null(strstr(p.reason.detail, "item 1"));
	cluster_free(c);
	arena_free(&arena);
}

static const char whole_text[] =
    "The maker of the small phone has started to send out an update that "
    "brings manual focus, a quieter shutter and a histogram to the camera. "
    "It weighs 412 MB and goes to owners in nine countries first, the others "
    "follow within the month. A second part, with raw pictures, is planned "
    "for later. Owners had asked for these functions since the phone came "
    "out, and a petition collected some thousand names in the spring. The "
    "maker says that the work took longer because the driver of the sensor "
    "had to be written anew by a supplier that has since closed its doors.";

static struct placement place_texts(
    struct arena *arena, const char *first, const char *second)
{
	struct item a = headline(1, DAY, "Fairphone 6 camera gains focus");
	struct item b =
	    headline(2, DAY + HOUR, "Fairphone 6 camera gains focus");
	struct cluster *c = cluster_new(lexicon, &policy);
	struct placement p;

	a.text = first;
	b.text = second;
	cluster_add(c, arena, &a);
	p = cluster_add(c, arena, &b);
	cluster_free(c);
	return p;
}

static void a_text_cut_short_is_a_copy(void **state)
{
	struct placement p;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	p = place_texts(
	    &arena, whole_text, arena_strndup(&arena, whole_text, 210));
	assert_int_equal(p.copy_of, 1);
	assert_string_equal(p.reason.rule, "near-copy");
	assert_non_null(strstr(p.reason.detail, "shingles of item 1"));
	arena_free(&arena);
}

static void a_template_with_other_numbers_is_no_copy(void **state)
{
	struct placement p;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	p = place_texts(&arena,
	    "The update for the phone weighs 412 MB, carries the number 7710 "
	    "and reaches owners in stages, as the maker wrote on its pages.",
	    "The update for the phone weighs 689 MB, carries the number 8302 "
	    "and reaches owners in stages, as the maker wrote on its pages.");
	assert_int_equal(p.copy_of, 0);
	arena_free(&arena);
}

/* The same notice each day for two months is several stories, not one. */
static void copies_do_not_make_a_story_endless(void **state)
{
	struct cluster *c = cluster_new(lexicon, &judge_default_policy.cluster);
	struct arena arena;
	int64_t first[60];

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 60; i++) {
		struct item item = headline(
		    i + 1, (int64_t)i * DAY + DAY, "The sale of the day");

		item.text = whole_text;
		first[i] = cluster_add(c, &arena, &item).story;
	}
	assert_int_equal(first[0], first[9]);
	assert_int_not_equal(first[0], first[15]);
	assert_int_not_equal(first[15], first[59]);
	arena_free(&arena);
	cluster_free(c);
}

/*
 * Teasers with one notice below all of them: it is longer than they are, and
 * makes no two of them one; what another outlet copies is still a copy.
 */
static void a_notice_below_all_items_joins_none(void **state)
{
#define NOTICE \
	" Our letter brings the best of the week into your box every Friday" \
	" morning: sign up below, it costs nothing. We may earn a share of" \
	" what you buy through links on this page; how we test is told here."
	static const char *const teasers[][2] = {
	    {"Lantern Fold goes on sale in March",
		"The hinge was made anew and the price is lower." NOTICE},
	    {"A bus strike stops the ring line",
		"Drivers want longer breaks; talks go on tomorrow." NOTICE},
	    {"Three recipes for a cold evening",
		"Soup, stew and a pudding that needs no oven." NOTICE},
	    {"Wick 4.1 repairs the alarm clock",
		"It rang an hour late after the change of time." NOTICE}};
	static const struct source other = {.slug = "other", .title = "Other"};
	struct cluster *c = cluster_new(lexicon, &policy);
	struct placement placed[4];
	struct item item;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (int64_t i = 0; i < 4; i++) {
		item = headline(i + 1, i * 600, teasers[i][0]);
		item.text = teasers[i][1];
		placed[i] = cluster_add(c, &arena, &item);
		assert_int_equal(placed[i].copy_of, 0);
		for (int64_t k = 0; k < i; k++)
			assert_int_not_equal(placed[i].story, placed[k].story);
	}
	item = headline(5, 3000, teasers[3][0]);
	item.text = teasers[3][1];
	item.source = &other;
	assert_int_equal(cluster_add(c, &arena, &item).copy_of, 4);
	arena_free(&arena);
	cluster_free(c);
#undef NOTICE
}

static void the_nearest_other_story_is_told(void **state)
{
	struct pair p;

	(void)state;
	pair_place(&p, "Pixel 9 gets its March security patch",
	    "Pixel 9 gets its April security patch", 1);
	assert_string_equal(p.placed[1].reason.rule, "new-event");
	assert_int_equal(p.placed[1].nearest_other, p.placed[0].story);
	assert_string_equal(p.placed[1].against.rule, "slots-conflict");
	assert_string_equal(p.placed[1].against.detail, "month: 4 against 3");
	pair_free(&p);
}

static void reasons_name_the_words(void **state)
{
	struct pair p;

	(void)state;
	pair_place(&p, "Telescope finds water vapour on distant moon",
	    "Water vapour found on a distant moon by telescope", 2);
	assert_string_equal(p.placed[1].reason.rule, "same-event");
	assert_non_null(strstr(p.placed[1].reason.detail, "vapour"));
	assert_non_null(strstr(p.placed[1].reason.detail, "2 h after"));
	assert_true(p.placed[1].score >= p.placed[1].threshold);
	pair_free(&p);
}

static void empty_items_stand_alone(void **state)
{
	struct pair p;

	(void)state;
	pair_place(&p, "", "", 1);
	assert_int_not_equal(p.placed[0].story, p.placed[1].story);
	assert_int_equal(p.placed[1].copy_of, 0);
	pair_free(&p);
}

static bool is_stop_word(const char *lang, const char *word)
{
	size_t n = strlen(word);

	return stop_word(stop_list(lang), word, n, word_hash(word, n));
}

static const char *language_of(struct arena *a, const char *text)
{
	struct prose p;

	prose_fold(a, text, &p);
	prose_cut(a, &p, SIZE_MAX);
	return stop_language(&p);
}

static void stop_words_know_their_language(void **state)
{
	static const char *const yes[][2] = {{"en", "the"}, {"en", "yesterday"},
	    {"de", "über"}, {"es", "él"}, {"fr", "être"}, {"it", "è"},
	    {"nl", "zullen"}, {"pt", "às"}, {"ru", "я"}, {"zh", "非常"},
	    {"ja", "です"}};
	static const char german[] = "das ist nicht der letzte tag, und wir";
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(is_stop_word(yes[i][0], yes[i][1]));
	assert_false(is_stop_word("en", "miui"));
	assert_false(is_stop_word("en", "tha"));
	assert_false(is_stop_word("xx", "the"));
	assert_string_equal(language_of(&arena, german), "de");
	assert_null(language_of(&arena, "hyperos"));
	assert_null(language_of(&arena, "The And Of"));
	arena_free(&arena);
}

/* --- the command --- */

/* What `hearsay cluster` answers to the text of a file, errors included. */
static int filter(const char *input, char *out, size_t size)
{
	const char *build = getenv("HEARSAY_BUILDDIR");
	char path[4096], command[9000];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/test-cluster.%ld.jsonl",
	    build ? build : ".", (long)getpid());
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(input, f);
	fclose(f);
	snprintf(command, sizeof(command), "'%s/hearsay' cluster 2>&1 <'%s'",
	    build ? build : ".", path);
	f = popen(command, "re");
	assert_non_null(f);
	n = fread(out, 1, size - 1, f);
	out[n] = '\0';
	unlink(path);
	return WEXITSTATUS(pclose(f));
}

static void the_filter_answers_line_by_line(void **state)
{
	char out[4096];

	(void)state;
	assert_int_equal(
	    filter("{\"id\":\"a\",\"title\":\"Meizu opens the Flyme beta\"}\n"
		   "\n"
		   "{\"id\":7,\"title\":\"Meizu opens the Flyme beta\","
		   "\"published\":\"2025-01-01T00:00:00Z\"}\n",
		out, sizeof(out)),
	    0);
	assert_non_null(strstr(out, "{\"id\":\"a\",\"story\":\"1\","
				    "\"duplicate_of\":null,"));
	assert_non_null(strstr(out, "{\"id\":7,\"story\":\"2\""));
}

static void the_filter_names_the_line_it_cannot_read(void **state)
{
	char out[4096];

	(void)state;
	assert_int_equal(
	    filter("{\"id\":1}\n{\"title\":\"x\"}\n", out, sizeof(out)), 2);
	assert_non_null(
	    strstr(out, "hearsay cluster: line 2: no object with an \"id\""));
	assert_int_equal(filter("{\"id\":\n", out, sizeof(out)), 2);
	assert_non_null(strstr(out, "hearsay cluster: line 1: "));
	assert_int_equal(filter("[1]\n", out, sizeof(out)), 2);
	assert_non_null(strstr(out, "line 1: no object with an \"id\""));
}

/* Closed groups are forgotten by a sweep, which comes after so many. */
static void sweep(struct space *s)
{
	for (int i = 0; i < 1000; i++)
		space_close(s, space_open(s));
}

static void a_word_has_the_groups(
    struct space *s, const struct term *word, const uint32_t *groups, size_t n)
{
	struct near near[16];

	assert_int_equal(space_near(s, word, 1, near, 16), n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(near[i].group, groups[i]);
}

/* Short lists of a word's groups are kept in another way than long ones. */
static void groups_of_a_word_come_and_go(void **state)
{
	const struct term word = {.key = 7, .weight = 1};
	uint32_t groups[12];

	(void)state;
	for (size_t n = 1; n <= 12; n++)
		for (size_t left = 0; left < n; left++) {
			struct space *s = space_new();

			for (size_t i = 0; i < n; i++) {
				groups[i] = space_open(s);
				space_join(s, groups[i], &word, 1);
			}
			a_word_has_the_groups(s, &word, groups, n);
			for (size_t i = left; i < n; i++)
				space_close(s, groups[i]);
			sweep(s);
			a_word_has_the_groups(s, &word, groups, left);
			space_free(s);
		}
}

/* A word that too many have is only counted, until few have it again. */
static void a_word_of_very_many_tells_again_when_few_have_it(void **state)
{
	enum { MANY = 1500 };
	const struct term words[] = {{7, 0.6f}, {9, 0.8f}};
	struct space *s = space_new();
	uint32_t groups[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		groups[i] = space_open(s);
		space_join(s, groups[i], words, i % 500 ? 1 : 2);
	}
	a_word_has_the_groups(s, &words[0], NULL, 0);
	sweep(s);
	a_word_has_the_groups(s, &words[0], NULL, 0);
	a_word_has_the_groups(s, &words[1],
	    (uint32_t[]){groups[0], groups[500], groups[1000]}, 3);
	for (size_t i = 0; i < MANY; i++)
		if (i != 3 && i % 500)
			space_close(s, groups[i]);
	sweep(s);
	a_word_has_the_groups(s, &words[0],
	    (uint32_t[]){groups[0], groups[3], groups[500], groups[1000]}, 4);
	for (size_t i = 0; i < MANY; i++)
		if (i == 3 || !(i % 500))
			space_close(s, groups[i]);
	sweep(s);
	a_word_has_the_groups(s, &words[0], NULL, 0);
	space_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(groups_of_a_word_come_and_go),
	    cmocka_unit_test(a_word_of_very_many_tells_again_when_few_have_it),
	    cmocka_unit_test(headlines_follow_their_cases),
	    cmocka_unit_test(pairs_follow_their_cases),
	    cmocka_unit_test(slots_follow_their_cases),
	    cmocka_unit_test(order_within_a_batch_changes_nothing),
	    cmocka_unit_test(batches_change_nothing),
	    cmocka_unit_test(a_restart_in_the_middle_changes_nothing),
	    cmocka_unit_test(an_item_may_show_that_two_stories_are_one),
	    cmocka_unit_test(a_story_ends_with_its_window_and_its_span),
	    cmocka_unit_test(a_date_in_the_future_ends_no_window),
	    cmocka_unit_test(one_address_is_one_article),
	    cmocka_unit_test(a_text_cut_short_is_a_copy),
	    cmocka_unit_test(a_template_with_other_numbers_is_no_copy),
	    cmocka_unit_test(copies_do_not_make_a_story_endless),
	    cmocka_unit_test(a_notice_below_all_items_joins_none),
	    cmocka_unit_test(the_nearest_other_story_is_told),
	    cmocka_unit_test(reasons_name_the_words),
	    cmocka_unit_test(empty_items_stand_alone),
	    cmocka_unit_test(stop_words_know_their_language),
	    cmocka_unit_test(the_filter_answers_line_by_line),
	    cmocka_unit_test(the_filter_names_the_line_it_cannot_read),
	};

	return cmocka_run_group_tests(tests, load_lexicon, free_lexicon);
}
