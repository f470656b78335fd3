/* Tipsters by their record, and what a search found. */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define WHEN 18

json_t *json_of_tipster(const struct tipster_row *r)
{
	json_t *o = json_object();

	json_put_text(o, "name", r->name);
	json_object_set_new(o, "record", json_of_record(&r->record));
	json_put_time(o, "first_at", r->first_at);
	json_put_time(o, "last_at", r->last_at);
	json_put_days(o, "median_lead_days", r->median_lead_days);
	return o;
}

static void put_tipsters_json(
    struct buf *b, const struct tipster_row *r, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_tipster(&r[i]));
	json_write(b, json_pack("{s:o}", "tipsters", list));
}

static void tipster_cells(
    struct table *t, struct pen *p, const struct tipster_row *r)
{
	const struct record_row *rec = &r->record;
	enum ink ink = record_ink(rec, INK_PLAIN);

	table_cell(t, p, record_ink(rec, INK_BOLD), pen_say(p, r->name));
	table_cell(t, p, ink, words_record(p, rec));
	table_cell(t, p, ink, pen_fmt(p, "%zu", rec->right));
	table_cell(t, p, ink, pen_fmt(p, "%zu", rec->partly));
	table_cell(t, p, ink, pen_fmt(p, "%zu", rec->wrong));
	table_cell(t, p, ink, pen_fmt(p, "%zu", rec->expired));
	table_cell(t, p, ink, pen_fmt(p, "%zu", rec->open));
	table_cell(t, p, ink,
	    r->median_lead_days < 0
		? ""
		: pen_fmt(p, "%s ahead", words_lead(p, r->median_lead_days)));
	table_cell(t, p, ink, pen_ago(p, r->last_at));
}

void view_tipsters(
    struct buf *b, const struct dress *d, const struct tipster_row *r, size_t n)
{
	static const struct column columns[] = {
	    {.title = "TIPSTER", .least = 22},
	    {.title = "RECORD, 90 % INTERVAL"},
	    {.title = "RIGHT", .right = true, .drop = 1},
	    {.title = "PARTLY", .right = true, .drop = 6},
	    {.title = "WRONG", .right = true, .drop = 2},
	    {.title = "EXPIRED", .right = true, .drop = 5},
	    {.title = "OPEN", .right = true, .drop = 3},
	    {.title = "LEAD", .right = true, .drop = 4},
	    {.title = "LAST WORD", .right = true, .drop = 7},
	};
	struct pen p;
	struct table t;

	if (d->format == VIEW_JSON) {
		put_tipsters_json(b, r, n);
		return;
	}
	if (!n) {
		buf_puts(b, "No tipsters.\n");
		return;
	}
	pen_init(&p, b, d);
	table_init(&t, columns, 9);
	for (size_t i = 0; i < n; i++)
		tipster_cells(&t, &p, &r[i]);
	table_print(&t, &p);
	pen_end(&p);
}

static void put_hits_json(struct buf *b, const struct search_hit *h, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_of_item(&h[i].item);

		json_put_text(o, "snippet", h[i].snippet);
		json_array_append_new(list, o);
	}
	json_write(b, json_pack("{s:o}", "items", list));
}

void view_search(
    struct buf *b, const struct dress *d, const struct search_hit *h, size_t n)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_hits_json(b, h, n);
		return;
	}
	if (!n) {
		buf_puts(b, "Nothing found.\n");
		return;
	}
	pen_init(&p, b, d);
	for (size_t i = 0; i < n; i++) {
		const struct item_row *r = &h[i].item;

		pen_put(&p, INK_GREY, pen_time(&p, r->published_at));
		pen_pad(&p, 2);
		pen_wrap(&p, WHEN, INK_BOLD, pen_say(&p, r->title), 0);
		pen_pad(&p, WHEN);
		pen_wrap(&p, WHEN, INK_PLAIN,
		    pen_fmt(&p, "%s · story %lld, item %lld%s",
			words_source(&p, r->source_title, r->role),
			(long long)r->story, (long long)r->id,
			r->flagged ? " · carries a rumor" : ""),
		    0);
		if (h[i].snippet && *h[i].snippet) {
			pen_pad(&p, WHEN);
			pen_wrap(
			    &p, WHEN, INK_GREY, pen_say(&p, h[i].snippet), 3);
		}
	}
	pen_end(&p);
}
