/* Items in the store: identity, revisions, replay, stories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/doc.h"
#include "store/db.h"
#include "storefix.h"

/* --- identity --- */

static void the_guid_names_an_item(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f),
		other = storefix_feed(f, "b", ROLE_PRESS, 0);
	struct item a = storefix_item("tag:1", "One", T0);
	struct item again = storefix_item("tag:1", "One", T0 + 900);
	struct item elsewhere = storefix_item("tag:1", "One", T0);

	assert_int_equal(storefix_put(f, feed, &a), ITEM_NEW);
	assert_int_equal(storefix_put(f, feed, &again), ITEM_KNOWN);
	assert_int_equal(again.id, a.id);
	assert_int_equal(again.first_seen_at, T0);
	assert_int_equal(storefix_put(f, other, &elsewhere), ITEM_NEW);
	assert_int_not_equal(elsewhere.id, a.id);
}

static void then_the_link_then_the_content(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item(NULL, "One", T0);
	struct item same_link = storefix_item("", "One, mended", T0 + 60);
	struct item b = storefix_item(NULL, "Two", T0);
	struct item same_text = storefix_item(NULL, "Two", T0 + 60);

	assert_int_equal(
	    storefix_put_link(f, feed, &a, "https://p.example/1"), ITEM_NEW);
	assert_int_equal(
	    storefix_put_link(f, feed, &same_link, "https://p.example/1"),
	    ITEM_REVISED);
	assert_int_equal(same_link.id, a.id);
	assert_int_equal(storefix_put(f, feed, &b), ITEM_NEW);
	assert_int_equal(storefix_put(f, feed, &same_text), ITEM_KNOWN);
	assert_int_equal(same_text.id, b.id);
}

static void new_guids_each_time_are_one_item(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	const char *link = "https://p.example/1";
	struct item a = storefix_item("a", "One", T0);
	struct item twin = storefix_item("b", "One", T0);
	struct item later;
	char guid[16];

	assert_int_equal(storefix_put_link(f, feed, &a, link), ITEM_NEW);
	/* Within one document they are two entries. */
	assert_int_equal(storefix_put_link(f, feed, &twin, link), ITEM_NEW);
	for (int day = 1; day < 30; day++) {
		snprintf(guid, sizeof(guid), "x%d", day);
		later = storefix_item(guid, "One", T0 + day * DAY);
		assert_int_equal(
		    storefix_put_link(f, feed, &later, link), ITEM_KNOWN);
		assert_int_equal(later.id, a.id);
	}
	/* Long after it was gone the same headline is another one. */
	later = storefix_item("other", "Other", T0 + 59 * DAY);
	assert_int_equal(storefix_put(f, feed, &later), ITEM_NEW);
	later = storefix_item("z", "One", T0 + 60 * DAY);
	assert_int_equal(storefix_put_link(f, feed, &later, link), ITEM_NEW);
	later = storefix_item("zz", "Other", T0 + 60 * DAY + 60);
	assert_int_equal(storefix_put_link(f, feed, &later, link), ITEM_NEW);
}

/* A site that was away for a season and has its entries under new guids. */
static void new_guids_after_an_absence_are_the_same_items(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	const char *links[] = {"https://p.example/1", "https://p.example/2"};
	struct item items[] = {
	    storefix_item("a", "One", T0), storefix_item("b", "Two", T0)};
	struct item back[] = {storefix_item("g-a", "One", T0 + 90 * DAY),
	    storefix_item("g-b", "Two", T0 + 90 * DAY)};
	struct item fresh = storefix_item("g-c", "Three", T0 + 90 * DAY);

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    storefix_put_link(f, feed, &items[i], links[i]), ITEM_NEW);
	/* What is new in the document makes nobody forget. */
	assert_int_equal(storefix_put(f, feed, &fresh), ITEM_NEW);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
		    storefix_put_link(f, feed, &back[i], links[i]), ITEM_KNOWN);
		assert_int_equal(back[i].id, items[i].id);
	}
}

static void a_revision_keeps_the_old_text(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item("a", "It may come", T0);
	struct item b = storefix_item("a", "It will come", T0 + 3600);
	struct story_report r;

	a.text = "A word of old.";
	b.text = "A word of new.";
	b.published_at = T0 + 3600; /* undated: seen now */
	assert_int_equal(storefix_put(f, feed, &a), ITEM_NEW);
	storefix_judge(f, &a, 3, 0);
	assert_int_equal(storefix_put(f, feed, &b), ITEM_REVISED);
	assert_int_equal(b.id, a.id);
	assert_int_equal(b.published_at, T0);
	assert_int_equal(b.first_seen_at, T0);
	assert_int_equal(
	    store_report_story(f->store, &f->arena, 3, &r, &f->err), 0);
	assert_int_equal(r.revision_count, 1);
	assert_int_equal(r.revisions[0].item, a.id);
	assert_int_equal(r.revisions[0].at, T0 + 3600);
	assert_string_equal(r.revisions[0].old_title, "It may come");
	assert_string_equal(r.revisions[0].new_title, "It will come");
	assert_int_equal(
	    storefix_number(f, "SELECT count(*) FROM revision"
			       " WHERE old_text = 'A word of old.'"),
	    1);
	assert_string_equal(r.row.headline, "It will come");
	b.first_seen_at = T0 + 7200;
	assert_int_equal(storefix_put(f, feed, &b), ITEM_KNOWN);
	assert_int_equal(storefix_count(f, "revision"), 1);
}

static void another_hash_of_the_same_text_is_no_revision(void **state)
{
	struct storefix *f = *state;
	struct item a = storefix_item("a", "One", T0);
	enum item_news news;

	assert_int_equal(storefix_put(f, storefix_press(f), &a), ITEM_NEW);
	assert_int_equal(
	    store_item_put(f->store, 1, &a, NULL, 12345, &news, &f->err), 0);
	assert_int_equal(news, ITEM_KNOWN);
	assert_int_equal(storefix_count(f, "revision"), 0);
}

/* --- judged items come back as they were --- */

static struct claim claims[] = {
    {.aspect = ASPECT_NAME,
	.vendor = "Lantern",
	.product = "Lantern OS",
	.version = "4",
	.value = "glow",
	.window = {T0, T0 + 90 * DAY},
	.modality = MODALITY_HEDGED,
	.grade = GRADE_D,
	.attribution = 1,
	.field = FIELD_TEXT,
	.sentence = {3, 29},
	.text = "It is said to be called Glow.",
	.titled = true,
	.in_use = true,
	.presents = true,
	.by = T0 + 5 * DAY,
	.words = (const char *const[]){"call", "glow", "灯笼"},
	.word_count = 3},
    {.aspect = ASPECT_DISCONTINUATION,
	.window = {DATE_NONE, DATE_NONE},
	.by = DATE_NONE,
	.modality = MODALITY_DENIED,
	.grade = GRADE_A,
	.attribution = -1,
	.own_guess = true,
	.background = true,
	.field = FIELD_TITLE,
	.text = "No."},
};
static struct attribution attributions[] = {
    {.field = FIELD_TITLE,
	.source = {1, 2},
	.cue = {3, 4},
	.content = {5, 6},
	.kind = ORIGIN_TIPSTER,
	.id = "night_lamp",
	.name = "Night Lamp"},
    {.field = FIELD_TEXT,
	.kind = ORIGIN_OFFICIAL,
	.vendor = "Lantern",
	.via = true},
};
static struct hedge hedges[] = {
    {.field = FIELD_TEXT, .span = {7, 11}, .class = "leak", .weight = 0.75}};

static const struct analysis whole = {.class = CLASS_RUMOR,
    .rumor_score = 0.8125,
    .settles = true,
    .noise = true,
    .lang = "zh",
    .hedges = hedges,
    .hedge_count = 1,
    .attributions = attributions,
    .attribution_count = 2,
    .claims = claims,
    .claim_count = 2};

static void same_text(const char *a, const char *b)
{
	if (a && b)
		assert_string_equal(a, b);
	else
		assert_ptr_equal(a, b);
}

static void same_span(struct span a, struct span b)
{
	assert_int_equal(a.start, b.start);
	assert_int_equal(a.end, b.end);
}

static void same_claim(const struct claim *a, const struct claim *b)
{
	assert_int_equal(a->aspect, b->aspect);
	same_text(a->vendor, b->vendor);
	same_text(a->product, b->product);
	same_text(a->version, b->version);
	same_text(a->value, b->value);
	assert_true(a->window.from == b->window.from);
	assert_true(a->window.to == b->window.to);
	assert_int_equal(a->modality, b->modality);
	assert_int_equal(a->grade, b->grade);
	assert_int_equal(a->attribution, b->attribution);
	assert_int_equal(a->own_guess, b->own_guess);
	assert_int_equal(a->background, b->background);
	assert_int_equal(a->titled, b->titled);
	assert_int_equal(a->in_use, b->in_use);
	assert_int_equal(a->presents, b->presents);
	assert_true(a->by == b->by);
	assert_int_equal(a->field, b->field);
	same_span(a->sentence, b->sentence);
	same_text(a->text, b->text);
	assert_int_equal(a->word_count, b->word_count);
	for (size_t i = 0; i < a->word_count; i++)
		assert_string_equal(a->words[i], b->words[i]);
}

static void same_attribution(
    const struct attribution *a, const struct attribution *b)
{
	assert_int_equal(a->field, b->field);
	same_span(a->source, b->source);
	same_span(a->cue, b->cue);
	same_span(a->content, b->content);
	assert_int_equal(a->kind, b->kind);
	same_text(a->id, b->id);
	same_text(a->name, b->name);
	same_text(a->vendor, b->vendor);
	assert_int_equal(a->via, b->via);
}

static void same_analysis(const struct analysis *a, const struct analysis *b)
{
	assert_int_equal(a->class, b->class);
	assert_true(a->rumor_score == b->rumor_score);
	assert_int_equal(a->settles, b->settles);
	assert_int_equal(a->noise, b->noise);
	same_text(a->lang, b->lang);
	assert_int_equal(a->hedge_count, b->hedge_count);
	for (size_t i = 0; i < a->hedge_count; i++) {
		assert_int_equal(a->hedges[i].field, b->hedges[i].field);
		same_span(a->hedges[i].span, b->hedges[i].span);
		same_text(a->hedges[i].class, b->hedges[i].class);
		assert_true(a->hedges[i].weight == b->hedges[i].weight);
	}
	assert_int_equal(a->attribution_count, b->attribution_count);
	for (size_t i = 0; i < a->attribution_count; i++)
		same_attribution(&a->attributions[i], &b->attributions[i]);
	assert_int_equal(a->claim_count, b->claim_count);
	for (size_t i = 0; i < a->claim_count; i++)
		same_claim(&a->claims[i], &b->claims[i]);
}

struct replayed {
	size_t n;
	int64_t ids[16];
	int64_t rumor_of[2];
	bool live_story[16];
};

static void check_whole(void *arg, const struct stored_item *s)
{
	struct replayed *r = arg;

	same_analysis(s->analysis, &whole);
	assert_string_equal(s->item->source->slug, "press");
	assert_string_equal(s->item->guid, "a");
	assert_string_equal(s->item->title, "Glow?");
	assert_string_equal(s->item->text, "Said to be Glow.");
	assert_string_equal(s->item->links, "https://x.example/\n");
	same_text(s->item->author, "P");
	same_text(s->item->lang, "zh-CN");
	assert_int_equal(s->item->published_at, T0 + 60);
	assert_int_equal(s->item->first_seen_at, T0);
	assert_int_equal(s->story, 12);
	assert_int_equal(s->copy_of, 0);
	r->rumor_of[0] = s->rumor_of[0];
	r->rumor_of[1] = s->rumor_of[1];
	r->n++;
}

static void an_analysis_comes_back_equal(void **state)
{
	struct storefix *f = *state;
	struct item a = storefix_item("a", "Glow?", T0);
	struct placement p = {.story = 12};
	struct rumor_member m = {.claim = 1, .part = PART_CARRIES};
	struct rumor r = {.id = 5, .members = &m, .member_count = 1};
	struct replayed got = {0};

	a.text = "Said to be Glow.";
	a.links = "https://x.example/\n";
	a.author = "P";
	a.lang = "zh-CN";
	assert_int_equal(storefix_put(f, storefix_press(f), &a), ITEM_NEW);
	a.published_at = T0 + 60; /* judged as a revision is */
	for (int twice = 0; twice < 2; twice++)
		assert_int_equal(
		    store_item_judged(f->store, &a, &whole, &p, &f->err), 0);
	m.item = a.id;
	assert_int_equal(store_rumor_save(f->store, &r, &f->err), 0);
	storefix_reopen(f);
	assert_int_equal(
	    store_items_replay(f->store, &(struct replay_since){T0, T0, T0},
		check_whole, &got, &f->err),
	    0);
	assert_int_equal(got.n, 1);
	assert_int_equal(got.rumor_of[0], 0);
	assert_int_equal(got.rumor_of[1], 5);
	assert_int_equal(storefix_next_id(f, "story"), 13);
	assert_int_equal(storefix_next_id(f, "rumor"), 6);
}

static void note_id(void *arg, const struct stored_item *s)
{
	struct replayed *r = arg;

	r->live_story[r->n] = s->live_story;
	r->ids[r->n++] = s->item->id;
}

/*
 * Old items come along where a live rumor holds them; what a settled rumor of
 * old times holds stays behind.
 */
static void replay_takes_what_is_live(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	int64_t late = storefix_told(f, feed, "late", "L", T0, 1);
	int64_t open = storefix_told(f, feed, "open", "O", T0 - 90 * DAY, 2);
	int64_t done = storefix_told(f, feed, "done", "D", T0 - 80 * DAY, 3);
	int64_t told = storefix_told(f, feed, "told", "T", T0 - 70 * DAY, 4);
	struct replayed got = {0};
	struct item unjudged = storefix_item("new", "N", T0);

	storefix_told(f, feed, "gone", "G", T0 - 60 * DAY, 5);
	storefix_put(f, feed, &unjudged);
	storefix_member(f, 1, RUMOR_OPEN, open, 0);
	storefix_member(f, 2, RUMOR_DENIED, done, 0);
	storefix_member(f, 3, RUMOR_CONFIRMED, told, late);
	assert_int_equal(
	    store_items_replay(f->store,
		&(struct replay_since){T0 - DAY, T0 - DAY, T0 - DAY}, note_id,
		&got, &f->err),
	    0);
	assert_int_equal(got.n, 3); /* as they were judged, not published */
	assert_int_equal(got.ids[0], late);
	assert_int_equal(got.ids[1], open);
	assert_int_equal(got.ids[2], told);
}

/*
 * A claim is remembered for longer than a story takes items; of a story that
 * does, all items come, and it is told apart.
 */
static void replay_parts_claims_and_stories(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct claim c[] = {{.grade = GRADE_C}};
	struct analysis says = {.claims = c, .claim_count = 1};
	struct item claiming = storefix_item("claims", "C", T0 - 20 * DAY);
	struct placement p = {.story = 2};
	struct replayed got = {0};
	int64_t first, at;

	storefix_put(f, feed, &claiming);
	assert_int_equal(
	    store_item_judged(f->store, &claiming, &says, &p, &f->err), 0);
	storefix_told(f, feed, "silent", "S", T0 - 20 * DAY, 3);
	first = storefix_told(f, feed, "first", "F", T0 - 19 * DAY, 4);
	storefix_told(f, feed, "last", "L", T0, 4);
	assert_int_equal(
	    store_items_replay(f->store,
		&(struct replay_since){T0 - 14 * DAY, T0 - 60 * DAY, T0},
		note_id, &got, &f->err),
	    0);
	assert_int_equal(got.n, 3);
	assert_int_equal(got.ids[0], claiming.id);
	assert_false(got.live_story[0]);
	assert_int_equal(got.ids[1], first);
	assert_true(got.live_story[1]);
	assert_true(got.live_story[2]);
	assert_int_equal(store_item_nth(f->store, 2, &at, &f->err), 0);
	assert_int_equal(at, T0 - 19 * DAY);
	assert_int_equal(store_item_nth(f->store, 5, &at, &f->err), 0);
	assert_int_equal(at, 0);
}

/* Official word is remembered for longer, and what it settled with it. */
static void replay_remembers_official_word(void **state)
{
	struct storefix *f = *state;
	int64_t maker = storefix_feed(f, "maker", ROLE_OFFICIAL, "Xiaomi");
	struct item said = storefix_item("said", "S", T0 - 70 * DAY);
	struct item quoted = storefix_item("quoted", "Q", T0 - 60 * DAY);
	struct placement p = {.story = 12};
	struct claim a[] = {{.grade = GRADE_A}}, c[] = {{.grade = GRADE_C}};
	struct analysis official = {.claims = c, .claim_count = 1};
	struct analysis press_says = {.claims = a, .claim_count = 1};
	struct replayed got = {0};
	int64_t feed = storefix_press(f);
	int64_t done = storefix_told(f, feed, "done", "D", T0 - 80 * DAY, 3);

	storefix_told(f, feed, "gone", "G", T0 - 50 * DAY, 5);
	storefix_told(f, maker, "shop", "No claim", T0 - 50 * DAY, 6);
	storefix_put(f, maker, &said);
	storefix_put(f, feed, &quoted);
	assert_int_equal(
	    store_item_judged(f->store, &said, &official, &p, &f->err), 0);
	assert_int_equal(
	    store_item_judged(f->store, &quoted, &press_says, &p, &f->err), 0);
	storefix_member(f, 2, RUMOR_DENIED, done, 0);
	storefix_exec(f, "UPDATE rumor SET settled_at = 1694000000");
	assert_int_equal(store_items_replay(f->store,
			     &(struct replay_since){T0, T0, T0 - 75 * DAY},
			     note_id, &got, &f->err),
	    0);
	assert_int_equal(got.n, 3);
	assert_int_equal(got.ids[0], done);
	assert_int_equal(got.ids[1], said.id);
	assert_int_equal(got.ids[2], quoted.id);
}

static void said(struct storefix *f, size_t items, size_t stories)
{
	struct status_report r;

	assert_int_equal(store_report_status(f->store, T0, &r, &f->err), 0);
	assert_int_equal(r.items, items);
	assert_int_equal(r.stories, stories);
}

/* They are counted once, and followed: what is taken back as well. */
static void the_counts_follow(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	size_t removed;
	bool left;

	storefix_told(f, feed, "a", "A", T0 - 90 * DAY, 1);
	said(f, 1, 1);
	storefix_told(f, feed, "b", "B", T0, 2);
	storefix_told(f, feed, "c", "C", T0, 2);
	said(f, 3, 2);
	assert_int_equal(store_begin(f->store, &f->err), 0);
	storefix_told(f, feed, "d", "D", T0, 3);
	said(f, 4, 2); /* stories are summed up at the commit */
	store_rollback(f->store);
	said(f, 3, 2);
	assert_int_equal(
	    store_trim(f->store, T0 - DAY, 9, &removed, &left, &f->err), 0);
	assert_int_equal(removed, 1);
	said(f, 2, 1);
	storefix_reopen(f);
	said(f, 2, 1);
}

static void an_unknown_claim_names_its_item(void **state)
{
	struct storefix *f = *state;
	struct item a = storefix_item("a", "Glow?", T0);
	struct placement p = {.story = 12};
	struct replayed got = {0};

	storefix_put(f, storefix_press(f), &a);
	assert_int_equal(
	    store_item_judged(f->store, &a, &whole, &p, &f->err), 0);
	storefix_exec(f, "UPDATE claim SET grade = 'E' WHERE n = 1");
	assert_int_equal(store_items_replay(f->store, &(struct replay_since){0},
			     note_id, &got, &f->err),
	    -1);
	assert_non_null(strstr(f->err.text, "claim of item 1 holds \"E\""));
	assert_int_equal(got.n, 0);
}

static void a_flag_is_kept_until_judged_again(void **state)
{
	struct storefix *f = *state;
	struct item a = storefix_item("a", "One", T0);
	struct item_row row;

	storefix_put(f, storefix_press(f), &a);
	storefix_judge(f, &a, 1, 0);
	assert_int_equal(
	    store_item_flag(f->store, a.id, true, "Night Lamp", &f->err), 0);
	assert_int_equal(
	    store_report_item(f->store, &f->arena, a.id, &row, &f->err), 0);
	assert_true(row.flagged);
	assert_string_equal(row.attributed, "Night Lamp");
	assert_string_equal(row.placed.rule, "same-event");
	assert_true(row.score == 0.5);
	assert_int_equal(
	    store_report_item(f->store, &f->arena, a.id + 1, &row, &f->err), 1);
}

static void an_item_may_change_its_story(void **state)
{
	struct storefix *f = *state;
	int64_t feed = storefix_press(f);
	struct item a = storefix_item("a", "One", T0);
	struct item b = storefix_item("b", "Two", T0 + 60);
	struct story_row *rows;
	size_t n;

	storefix_put(f, feed, &a);
	storefix_put(f, feed, &b);
	storefix_judge(f, &a, 1, 0);
	storefix_judge(f, &b, 2, 0);
	storefix_judge(f, &b, 1, a.id);
	assert_int_equal(
	    store_report_stories(f->store, &f->arena,
		&(const struct story_filter){.limit = 10}, &rows, &n, &f->err),
	    0);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].item_count, 2);
	assert_int_equal(rows[0].copy_count, 1);
	assert_int_equal(rows[0].outlet_count, 1);
	assert_string_equal(rows[0].headline, "One");
	assert_string_equal(rows[0].langs, "en");
	assert_int_equal(rows[0].last_at, T0 + 60);
	assert_int_equal(storefix_next_id(f, "story"), 3);
}

/* The headline of a story of items with these titles, an hour apart. */
static const char *headline_of(
    struct storefix *f, const char *const *titles, size_t n)
{
	static int story = 100;
	int64_t feed = storefix_press(f);
	struct story_row *rows;
	size_t found;

	story++;
	for (size_t i = 0; i < n; i++) {
		char guid[32];

		snprintf(guid, sizeof(guid), "h%d-%zu", story, i);
		storefix_told(f, feed, guid, titles[i],
		    T0 + story * DAY + (int64_t)i * 3600, story);
	}
	assert_int_equal(store_report_stories(f->store, &f->arena,
			     &(const struct story_filter){.limit = 1}, &rows,
			     &found, &f->err),
	    0);
	assert_int_equal(rows[0].id, story);
	return rows[0].headline;
}

static void the_headline_is_exact_and_early_not_loud(void **state)
{
	static const char *const exact[] = {"The lantern's system is here",
	    "Lantern OS 3 is out", "Lantern OS 3 arrives on all lanterns"};
	static const char *const loud[] = {"Lantern OS 3 is OUT!",
	    "LANTERN OS 3 NOW", "Will Lantern OS 3 burn?",
	    "Lantern OS 3 is out now"};
	static const char *const chinese[] = {"灯笼系统3发布", "灯笼系统3来了"};

	assert_string_equal(headline_of(*state, exact, 3), exact[1]);
	assert_string_equal(headline_of(*state, loud, 4), loud[3]);
	assert_string_equal(headline_of(*state, loud, 3), loud[0]);
	assert_string_equal(headline_of(*state, chinese, 2), chinese[0]);
}

/* One item of a story from each feed. */
static void told_by(
    struct storefix *f, int64_t story, int64_t at, size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++) {
		char slug[32], guid[48];

		snprintf(slug, sizeof(slug), "rank-%zu", i);
		snprintf(guid, sizeof(guid), "r%lld-%zu", (long long)story, i);
		storefix_told(f, storefix_feed(f, slug, ROLE_PRESS, 0), guid,
		    guid, at, story);
	}
}

static void stories_rank_by_outlets_and_newness(void **state)
{
	struct storefix *f = *state;
	struct story_filter filter = {.limit = 3, .ranked_at = T0 + 3 * DAY};
	struct story_row *rows;
	size_t n;

	told_by(f, 1, T0, 0, 4);	    /* three days ago */
	told_by(f, 2, T0 + 3 * DAY, 0, 2);  /* just now */
	told_by(f, 3, T0 + 3 * DAY, 2, 1);  /* by one alone */
	told_by(f, 4, T0 - 30 * DAY, 0, 1); /* a month ago */
	assert_int_equal(store_report_stories(
			     f->store, &f->arena, &filter, &rows, &n, &f->err),
	    0);
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].id, 2);
	assert_int_equal(rows[1].id, 3);
	assert_int_equal(rows[2].id, 1);
	filter.ranked_at = 0;
	assert_int_equal(store_report_stories(
			     f->store, &f->arena, &filter, &rows, &n, &f->err),
	    0);
	assert_int_equal(rows[0].id, 3);
	assert_int_equal(rows[1].id, 2);
}

/* What the list shows of a story. */
static const char *sum_of(struct storefix *f, int64_t story)
{
	struct story_report r;

	assert_int_equal(
	    store_report_story(f->store, &f->arena, story, &r, &f->err), 0);
	return arena_printf(&f->arena, "%lld %zu %zu %zu %lld %lld",
	    (long long)storefix_number(
		f, arena_printf(&f->arena,
		       "SELECT headline_item FROM story WHERE id = %lld",
		       (long long)story)),
	    r.row.item_count, r.row.outlet_count, r.row.copy_count,
	    (long long)r.row.first_at, (long long)r.row.last_at);
}

/* An item more is added to the sum; that is what all of them give. */
static void sums_of_stories_grow_as_they_are(void **state)
{
	static const char *const titles[] = {
	    "Is Glow coming?", "Glow 2 is coming", "Glow is coming", "GLOW!"};
	struct storefix *f = *state;
	int64_t feeds[] = {storefix_press(f),
	    storefix_feed(f, "b", ROLE_PRESS, NULL),
	    storefix_feed(f, "c", ROLE_PRESS, NULL)};
	struct item first[2];
	unsigned draw = 7;

	for (unsigned i = 0; i < 60; i++) {
		unsigned story;
		struct item item;
		const char *sum;

		draw = draw * 1103515245 + 12345;
		story = draw >> 16 & 1;
		item = storefix_item(arena_printf(&f->arena, "g%u", i),
		    titles[draw >> 18 & 3], T0 + (draw >> 20 & 63) * 60);
		storefix_put(f, feeds[(draw >> 26) % 3], &item);
		if (i < 2) {
			story = i;
			first[i] = item;
		}
		storefix_judge(f, &item, story + 1,
		    i >= 2 && draw >> 30 ? first[story].id : 0);
		sum = sum_of(f, story + 1);
		storefix_judge(f, &first[story], story + 1, 0);
		assert_string_equal(sum, sum_of(f, story + 1));
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, storefix_setup, storefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_guid_names_an_item),
	    TEST(then_the_link_then_the_content),
	    TEST(new_guids_each_time_are_one_item),
	    TEST(new_guids_after_an_absence_are_the_same_items),
	    TEST(a_revision_keeps_the_old_text),
	    TEST(another_hash_of_the_same_text_is_no_revision),
	    TEST(an_analysis_comes_back_equal),
	    TEST(replay_takes_what_is_live),
	    TEST(replay_parts_claims_and_stories),
	    TEST(the_counts_follow),
	    TEST(replay_remembers_official_word),
	    TEST(an_unknown_claim_names_its_item),
	    TEST(a_flag_is_kept_until_judged_again),
	    TEST(an_item_may_change_its_story),
	    TEST(the_headline_is_exact_and_early_not_loud),
	    TEST(stories_rank_by_outlets_and_newness),
	    TEST(sums_of_stories_grow_as_they_are),
	};

	return cmocka_run_group_tests_name("store-items", tests, NULL, NULL);
}
