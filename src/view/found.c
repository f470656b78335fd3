/* Feeds that a page names, to choose from; and what became of a list. */
#include "view/json.h"
#include "view/table.h"

static json_t *json_of_link(
    const struct found_link *l, const char *had, size_t number)
{
	json_t *o = json_object();

	json_put_number(o, "number", (int64_t)number);
	json_put_text(o, "url", l->url);
	json_put_text(o, "title", l->title);
	json_put_text(o, "type", l->type);
	json_put_bool(o, "comments", l->comments);
	json_put_text(o, "feed", had);
	return o;
}

static void put_json(struct buf *b, const struct found_link *links,
    const char *const *had, size_t n, const char *lead)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(
		    list, json_of_link(&links[i], had[i], i + 1));
	if (lead)
		json_put_text(o, "error", lead);
	json_object_set_new(o, "found", list);
	json_write(b, o);
}

void view_found(struct buf *b, const struct dress *d,
    const struct found_link *links, const char *const *had, size_t n,
    const char *lead)
{
	static const struct column columns[] = {
	    {.title = "N", .right = true},
	    {.title = "ADDRESS"},
	    {.title = "TITLE", .least = 12},
	    {.title = "TYPE", .drop = 2},
	    {.title = "NOTE", .drop = 1},
	};
	struct pen p;
	struct table t;

	if (d->format == VIEW_JSON) {
		put_json(b, links, had, n, lead);
		return;
	}
	pen_init(&p, b, d);
	if (lead)
		buf_puts(b, pen_fmt(&p, "hearsay: %s\n", pen_say(&p, lead)));
	table_init(&t, columns, 5);
	for (size_t i = 0; i < n; i++) {
		const struct found_link *l = &links[i];

		table_cell(&t, &p, INK_PLAIN, pen_fmt(&p, "%zu", i + 1));
		table_cell(&t, &p, INK_BOLD, pen_say(&p, l->url));
		table_cell(&t, &p, INK_PLAIN, pen_say(&p, l->title));
		table_cell(&t, &p, INK_GREY, pen_say(&p, l->type));
		table_cell(&t, &p, INK_GREY,
		    had[i] ? pen_fmt(&p, "feed %s has it", pen_say(&p, had[i]))
		    : l->comments ? "comments"
				  : "");
	}
	table_print(&t, &p);
	pen_end(&p);
}

/* --- an import --- */

static const char *result_word(enum outline_result r)
{
	static const char *const words[] = {
	    [OUTLINE_ADDED] = "added",
	    [OUTLINE_THERE] = "there",
	    [OUTLINE_BAD] = "bad",
	};

	return words[r];
}

static json_t *json_of_row(const struct outline_row *r)
{
	json_t *o = json_object();

	json_put_id(o, "line", r->line);
	json_put_text(o, "title", r->title);
	json_put_text(o, "url", r->url);
	json_put_text(o, "result", result_word(r->result));
	json_put_text(o, "feed", r->feed);
	json_put_text(o, "reason", r->reason);
	return o;
}

static void put_import_json(struct buf *b, const struct outline_row *rows,
    size_t n, const size_t *counts)
{
	json_t *o = json_object(), *list = json_array();

	json_put_number(o, "added", (int64_t)counts[OUTLINE_ADDED]);
	json_put_number(o, "there", (int64_t)counts[OUTLINE_THERE]);
	json_put_number(o, "bad", (int64_t)counts[OUTLINE_BAD]);
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_row(&rows[i]));
	json_object_set_new(o, "outlines", list);
	json_write(b, o);
}

static void put_row(struct table *t, struct pen *p, const struct outline_row *r)
{
	static const enum ink inks[] = {
	    [OUTLINE_ADDED] = INK_GREEN,
	    [OUTLINE_THERE] = INK_GREY,
	    [OUTLINE_BAD] = INK_RED,
	};

	table_cell(t, p, INK_PLAIN, r->line ? pen_fmt(p, "%d", r->line) : "?");
	table_cell(t, p, inks[r->result], result_word(r->result));
	table_cell(t, p, INK_BOLD, pen_say(p, r->feed));
	table_cell(t, p, INK_PLAIN, pen_say(p, r->title));
	table_cell(t, p, INK_PLAIN, pen_say(p, r->reason));
	table_cell(t, p, INK_GREY, pen_say(p, r->url));
}

void view_import(struct buf *b, const struct dress *d,
    const struct outline_row *rows, size_t n, bool dry)
{
	static const struct column columns[] = {
	    {.title = "LINE", .right = true},
	    {.title = "RESULT"},
	    {.title = "FEED", .least = 10},
	    {.title = "TITLE", .least = 12, .drop = 1},
	    {.title = "REASON", .least = 24},
	    {.title = "URL", .drop = 2},
	};
	size_t counts[OUTLINE_BAD + 1] = {0};
	struct pen p;
	struct table t;

	for (size_t i = 0; i < n; i++)
		counts[rows[i].result]++;
	if (d->format == VIEW_JSON) {
		put_import_json(b, rows, n, counts);
		return;
	}
	pen_init(&p, b, d);
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++)
		put_row(&t, &p, &rows[i]);
	if (n)
		table_print(&t, &p);
	buf_puts(b, pen_fmt(&p, "%s%s%s, %zu there already, %zu bad\n",
			pen_count(&p, counts[OUTLINE_ADDED], "feed"),
			dry ? " would be" : "", " added", counts[OUTLINE_THERE],
			counts[OUTLINE_BAD]));
	pen_end(&p);
}
