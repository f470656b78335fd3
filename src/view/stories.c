/*
 * Stories: the list (one line a story where the terminal is wide and in a
 * pipe, else a card of two or three), one story with the items that tell it,
 * and why each of them is in it.
 */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define WHEN 18	 /* columns of a date and a time, and the gap */
#define WIDE 150 /* columns from which one line holds a story */

static const char *items_words(struct pen *p, const struct story_row *r)
{
	if (!r->copy_count)
		return pen_fmt(p, "%zu", r->item_count);
	return pen_fmt(p, "%zu (%s)", r->item_count,
	    r->copy_count == 1 ? "1 copy"
			       : pen_fmt(p, "%zu copies", r->copy_count));
}

static void put_list_json(struct buf *b, const struct story_row *r, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_story(&r[i]));
	json_write(b, json_pack("{s:o}", "stories", list));
}

static const char *rumor_words(struct pen *p, const struct story_row *r)
{
	if (!r->rumor)
		return "";
	return pen_fmt(p, "#%lld %s", (long long)r->rumor,
	    rumor_status_name(r->rumor_status));
}

static void print_table(struct pen *p, const struct story_row *r, size_t n)
{
	static const struct column columns[] = {
	    {.title = "ID", .right = true},
	    {.title = "FIRST", .drop = 1},
	    {.title = "LAST", .drop = 3},
	    {.title = "OUTLETS", .right = true},
	    {.title = "ITEMS", .drop = 4},
	    {.title = "LANGS", .drop = 2},
	    {.title = "RUMOR"},
	    {.title = "STORY", .least = 70},
	};
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		table_cell(
		    &t, p, INK_GREY, pen_fmt(p, "%lld", (long long)r[i].id));
		table_cell(&t, p, INK_GREY, pen_ago(p, r[i].first_at));
		table_cell(&t, p, INK_PLAIN, pen_ago(p, r[i].last_at));
		table_cell(
		    &t, p, INK_PLAIN, pen_fmt(p, "%zu", r[i].outlet_count));
		table_cell(&t, p, INK_PLAIN, items_words(p, &r[i]));
		table_cell(&t, p, INK_PLAIN, pen_say(p, r[i].langs));
		table_cell(&t, p, status_ink(r[i].rumor_status),
		    rumor_words(p, &r[i]));
		table_cell(&t, p, r[i].outlet_count > 1 ? INK_BOLD : INK_PLAIN,
		    pen_say(p, r[i].headline));
	}
	table_print(&t, p);
}

/* The headline, two lines of it at most, and below it who tells it. */
static void print_card(
    struct pen *p, const struct story_row *r, size_t id, size_t when)
{
	const char *number = pen_fmt(p, "%lld", (long long)r->id);
	const char *first = pen_ago(p, r->first_at), *line;
	size_t indent = id + when + 4;

	pen_pad(p, id - strlen(number));
	pen_put(p, INK_GREY, number);
	pen_pad(p, 2);
	pen_put(p, INK_GREY, first);
	pen_pad(p, when - strlen(first) + 2);
	pen_wrap(p, indent, r->outlet_count > 1 ? INK_BOLD : INK_PLAIN,
	    pen_say(p, r->headline), 2);
	line = pen_count(p, r->outlet_count, "outlet");
	if (r->copy_count || r->item_count != r->outlet_count)
		line = pen_fmt(p, "%s · %s%s", line,
		    pen_count(p, r->item_count, "item"),
		    !r->copy_count ? ""
		    : r->copy_count == 1
			? ", 1 copy"
			: pen_fmt(p, ", %zu copies", r->copy_count));
	if (r->langs && *r->langs)
		line = pen_fmt(p, "%s · %s", line, pen_say(p, r->langs));
	if (r->rumor)
		line = pen_fmt(p, "%s · rumor %s", line, rumor_words(p, r));
	pen_pad(p, indent);
	pen_wrap(p, indent, r->rumor ? status_ink(r->rumor_status) : INK_GREY,
	    line, 2);
}

static void print_cards(struct pen *p, const struct story_row *r, size_t n)
{
	size_t id = 2, when = 5;

	for (size_t i = 0; i < n; i++) {
		size_t w = strlen(pen_fmt(p, "%lld", (long long)r[i].id));

		id = w > id ? w : id;
		w = strlen(pen_ago(p, r[i].first_at));
		when = w > when ? w : when;
	}
	for (size_t i = 0; i < n; i++)
		print_card(p, &r[i], id, when);
}

void view_stories(
    struct buf *b, const struct dress *d, const struct story_row *r, size_t n)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_list_json(b, r, n);
		return;
	}
	if (!n) {
		buf_puts(b, "No stories.\n");
		return;
	}
	pen_init(&p, b, d);
	if (pen_left(&p, 0) >= WIDE)
		print_table(&p, r, n);
	else
		print_cards(&p, r, n);
	pen_end(&p);
}

/* The leak and the announcement are two stories of one rumor. */
static void print_rumor(struct pen *p, const struct part_row *r)
{
	const char *others = "";

	for (size_t i = 0; i < r->other_count; i++)
		others = pen_fmt(p, "%s%s%lld", others, i ? ", " : "",
		    (long long)r->others[i]);
	pen_wrap(p, 0, status_ink(r->status),
	    pen_fmt(p, "%s rumor #%lld (%s): %s%s%s", words_part(r->part),
		(long long)r->id, rumor_status_name(r->status),
		pen_say(p, r->text),
		!r->other_count	      ? ""
		: r->other_count == 1 ? " · also in story "
				      : " · also in stories ",
		others),
	    2);
}

static void print_title(struct pen *p, const struct story_report *s)
{
	const struct story_row *r = &s->row;
	const char *line;

	if (s->asked)
		pen_wrap(p, 0, INK_PLAIN,
		    pen_fmt(p, "Story %lld was merged into this one.",
			(long long)s->asked),
		    0);
	pen_put(p, INK_GREY, pen_fmt(p, "Story %lld\n", (long long)r->id));
	pen_wrap(p, 0, INK_BOLD, pen_say(p, r->headline), 0);
	line = pen_fmt(p, "%s, %s", pen_count(p, r->outlet_count, "outlet"),
	    pen_count(p, r->item_count, "item"));
	if (r->copy_count)
		line = pen_fmt(p,
		    r->copy_count == 1 ? "%s, %zu of them a near copy"
				       : "%s, %zu of them near copies",
		    line, r->copy_count);
	line = pen_fmt(p, "%s · %s · last %s", line, pen_date(p, r->first_at),
	    pen_ago(p, r->last_at));
	if (r->langs && *r->langs)
		line = pen_fmt(p, "%s · %s", line, pen_say(p, r->langs));
	pen_wrap(p, 0, INK_PLAIN, line, 0);
	for (size_t i = 0; i < s->rumor_count; i++)
		print_rumor(p, &s->rumors[i]);
}

static void print_item(struct pen *p, const struct item_row *i)
{
	const char *line = words_source(p, i->source_title, i->role);

	line = pen_fmt(p, "%s · item %lld", line, (long long)i->id);
	if (i->copy_of)
		line = pen_fmt(
		    p, "%s · copy of item %lld", line, (long long)i->copy_of);
	pen_put(p, INK_GREY, pen_time(p, i->published_at));
	pen_pad(p, 2);
	pen_wrap(p, WHEN, INK_PLAIN, line, 0);
	pen_pad(p, WHEN);
	pen_wrap(p, WHEN, INK_BOLD, pen_say(p, i->title), 0);
	if (i->flagged || i->attributed) {
		pen_pad(p, WHEN);
		pen_wrap(p, WHEN, i->flagged ? INK_YELLOW : INK_PLAIN,
		    pen_fmt(p, "%s%s%s",
			i->flagged ? "carries a rumor" : "word",
			i->attributed ? " of " : "", pen_say(p, i->attributed)),
		    0);
	}
	if (i->url) {
		pen_pad(p, WHEN);
		pen_put(p, INK_GREY, pen_say(p, i->url));
		buf_putc(p->out, '\n');
	}
}

static void print_revisions(struct pen *p, const struct story_report *s)
{
	if (!s->revision_count)
		return;
	pen_heading(p, "Changed since");
	for (size_t i = 0; i < s->revision_count; i++) {
		const struct revision_row *r = &s->revisions[i];

		pen_put(p, INK_GREY, pen_time(p, r->at));
		pen_pad(p, 2);
		pen_wrap(p, WHEN, INK_PLAIN,
		    pen_fmt(p, "item %lld: “%s” became “%s”",
			(long long)r->item, pen_say(p, r->old_title),
			pen_say(p, r->new_title)),
		    0);
	}
}

static void print_merges(struct pen *p, const struct story_report *s)
{
	if (!s->merge_count)
		return;
	pen_heading(p, "What was a story of its own (UTC)");
	for (size_t i = 0; i < s->merge_count; i++) {
		const struct merge_row *m = &s->merges[i];

		pen_put(p, INK_GREY, pen_time(p, m->at));
		pen_pad(p, 2);
		pen_wrap(p, WHEN, INK_PLAIN,
		    pen_fmt(p, "story %lld became part of story %lld: %s",
			(long long)m->story, (long long)m->part_of,
			pen_say(p, m->why)),
		    0);
	}
}

static json_t *json_of_merges(const struct story_report *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->merge_count; i++) {
		const struct merge_row *m = &s->merges[i];
		json_t *o = json_object();

		json_put_number(o, "story", m->story);
		json_put_number(o, "into", m->part_of);
		json_put_time(o, "at", m->at);
		json_put_id(o, "item", m->item);
		json_put_text(o, "why", m->why);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_linked(const struct story_report *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->rumor_count; i++) {
		const struct part_row *r = &s->rumors[i];
		json_t *o = json_object(), *others = json_array();

		json_put_number(o, "rumor", r->id);
		json_put_text(o, "status", rumor_status_name(r->status));
		json_put_text(o, "statement", r->text);
		json_put_text(o, "part", part_name(r->part));
		json_put_time(o, "first_at", r->at);
		for (size_t k = 0; k < r->other_count; k++)
			json_array_append_new(
			    others, json_integer(r->others[k]));
		json_object_set_new(o, "stories", others);
		json_array_append_new(list, o);
	}
	return list;
}

static void put_story_json(struct buf *b, const struct story_report *s)
{
	json_t *o = json_of_story(&s->row);
	json_t *items = json_array(), *revisions = json_array();
	json_t *rumors = json_array();

	for (size_t i = 0; i < s->item_count; i++)
		json_array_append_new(items, json_of_item(&s->items[i]));
	for (size_t i = 0; i < s->revision_count; i++) {
		const struct revision_row *r = &s->revisions[i];
		json_t *revision = json_object();

		json_put_number(revision, "item", r->item);
		json_put_time(revision, "at", r->at);
		json_put_text(revision, "old_title", r->old_title);
		json_put_text(revision, "new_title", r->new_title);
		json_array_append_new(revisions, revision);
	}
	for (size_t i = 0; i < s->rumor_count; i++)
		json_array_append_new(rumors, json_integer(s->rumors[i].id));
	json_object_set_new(o, "items", items);
	json_object_set_new(o, "revisions", revisions);
	json_object_set_new(o, "rumors", rumors);
	json_object_set_new(o, "linked", json_of_linked(s));
	json_object_set_new(o, "merged", json_of_merges(s));
	json_object_set_new(
	    o, "actions", json_of_rulings(s->rulings, s->ruling_count));
	json_put_id(o, "asked", s->asked);
	json_write(b, o);
}

void view_story(
    struct buf *b, const struct dress *d, const struct story_report *s)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_story_json(b, s);
		return;
	}
	pen_init(&p, b, d);
	print_title(&p, s);
	pen_heading(&p, "Told by (UTC)");
	for (size_t i = 0; i < s->item_count; i++)
		print_item(&p, &s->items[i]);
	print_revisions(&p, s);
	print_merges(&p, s);
	print_rulings(&p, s->rulings, s->ruling_count, WHEN);
	pen_end(&p);
}

static void print_reason(
    struct pen *p, const char *label, const struct reason *r)
{
	if (!r->rule)
		return;
	pen_pad(p, WHEN);
	pen_wrap(p, WHEN, INK_PLAIN,
	    pen_fmt(p, "%s %s%s%s", label, pen_say(p, r->rule),
		r->detail && *r->detail ? ": " : "", pen_say(p, r->detail)),
	    0);
}

static void print_placement(struct pen *p, const struct item_row *i)
{
	const char *other = "not in another story:";

	print_reason(p, "here because", &i->placed);
	/* Not again where the reason has said it. */
	if (i->threshold > 0 && i->score > 0 &&
	    !(i->placed.detail && strstr(i->placed.detail, " needed"))) {
		pen_pad(p, WHEN);
		pen_wrap(p, WHEN, INK_PLAIN,
		    pen_fmt(p, "score %.3f, joining takes %.3f", i->score,
			i->threshold),
		    0);
	}
	if (i->nearest_other)
		other = pen_fmt(p, "not in story %lld, the nearest other:",
		    (long long)i->nearest_other);
	print_reason(p, other, &i->against);
}

void view_explain_story(
    struct buf *b, const struct dress *d, const struct story_report *s)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_story_json(b, s);
		return;
	}
	pen_init(&p, b, d);
	print_title(&p, s);
	pen_heading(&p, "Why each item is in it (UTC)");
	for (size_t i = 0; i < s->item_count; i++) {
		print_item(&p, &s->items[i]);
		print_placement(&p, &s->items[i]);
	}
	print_revisions(&p, s);
	print_merges(&p, s);
	print_rulings(&p, s->rulings, s->ruling_count, WHEN);
	pen_end(&p);
}

static json_t *json_of_explained(const struct item_row *i)
{
	json_t *o = json_of_item(i);

	json_put_text(o, "page", i->page_state);
	json_put_text(o, "page_reason", i->page_reason);
	return o;
}

void view_explain_item(
    struct buf *b, const struct dress *d, const struct item_row *i)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		json_write(b, json_of_explained(i));
		return;
	}
	pen_init(&p, b, d);
	print_item(&p, i);
	pen_pad(&p, WHEN);
	pen_wrap(&p, WHEN, INK_PLAIN,
	    pen_fmt(&p, "in story %lld; first seen %s", (long long)i->story,
		pen_when(&p, i->first_seen_at)),
	    0);
	if (i->page_state) {
		pen_pad(&p, WHEN);
		pen_wrap(&p, WHEN, INK_PLAIN,
		    pen_fmt(&p, "its page: %s%s%s", i->page_state,
			i->page_reason ? ": " : "",
			pen_say(&p, i->page_reason)),
		    0);
	}
	print_placement(&p, i);
	pen_end(&p);
}
