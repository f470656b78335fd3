/* Feeds that a page names, for whoever has to choose one. */
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
	struct page p;
	struct table t;

	if (d->format == VIEW_JSON) {
		put_json(b, links, had, n, lead);
		return;
	}
	page_init(&p, b, d);
	if (lead)
		buf_puts(b, page_fmt(&p, "hearsay: %s\n", page_say(&p, lead)));
	table_init(&t, columns, 5);
	for (size_t i = 0; i < n; i++) {
		const struct found_link *l = &links[i];

		table_cell(&t, &p, INK_PLAIN, page_fmt(&p, "%zu", i + 1));
		table_cell(&t, &p, INK_BOLD, page_say(&p, l->url));
		table_cell(&t, &p, INK_PLAIN, page_say(&p, l->title));
		table_cell(&t, &p, INK_GREY, page_say(&p, l->type));
		table_cell(&t, &p, INK_GREY,
		    had[i]
			? page_fmt(&p, "feed %s has it", page_say(&p, had[i]))
		    : l->comments ? "comments"
				  : "");
	}
	table_print(&t, &p);
	page_end(&p);
}
