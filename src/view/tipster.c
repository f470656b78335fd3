/*
 * One tipster as a card: how often they were right, of whose rumors and about
 * what, how long before the official word, and all that they said.
 */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define LABEL 14 /* columns of the labels of the facts */
#define WHEN  18 /* columns of a date and a time, and the gap */
#define SCALE 31 /* columns of the record, drawn; and of a share */
#define SHARE 21

/* --- the record --- */

static const char *also_words(struct pen *p, const struct tipster_report *r)
{
	const char *text = "";

	for (size_t i = 0; i < r->also_count; i++)
		text = pen_fmt(
		    p, "%s%s%s", text, i ? ", " : "", pen_say(p, r->also[i]));
	return text;
}

/* The scale with its ends named, below the words that say the same. */
static void print_scale(struct pen *p, const struct record_row *r)
{
	if (!record_settled(r))
		return;
	pen_pad(p, LABEL);
	pen_put(p, INK_GREY, "0 % ");
	pen_put(p, record_ink(r, INK_PLAIN), words_scale(p, r, SCALE));
	pen_put(p, INK_GREY, " 100 %");
	buf_putc(p->out, '\n');
}

static void print_facts(struct pen *p, const struct tipster_report *r)
{
	const struct tipster_row *t = &r->row;
	const char *also = also_words(p, r);
	enum ink ink = record_ink(&t->record, INK_PLAIN);

	if (*also)
		pen_fact(p, "also", LABEL, INK_PLAIN, also);
	pen_fact(p, "record", LABEL, ink, words_record(p, &t->record));
	print_scale(p, &t->record);
	pen_fact(p, "rumors", LABEL, INK_PLAIN, words_tally(p, &t->record));
	if (t->median_lead_days >= 0)
		pen_fact(p, "lead", LABEL, INK_PLAIN,
		    pen_fmt(p,
			"%s before the official word: the median of what came "
			"true",
			words_lead(p, t->median_lead_days)));
	pen_fact(p, "first word", LABEL, INK_PLAIN, pen_when(p, t->first_at));
	pen_fact(p, "last word", LABEL, INK_PLAIN, pen_when(p, t->last_at));
}

/* --- shares --- */

static void share_cells(
    struct table *t, struct pen *p, const struct share_row *s)
{
	const struct record_row *r = &s->record;
	enum ink ink = record_ink(r, INK_PLAIN);

	table_cell(t, p, record_ink(r, INK_BOLD),
	    s->name ? pen_say(p, s->name) : "no vendor");
	table_cell(t, p, ink, words_share(p, r));
	table_cell(t, p, ink, words_scale(p, r, SHARE));
	table_cell(t, p, ink, pen_fmt(p, "%zu", r->right));
	table_cell(t, p, ink, pen_fmt(p, "%zu", r->partly));
	table_cell(t, p, ink, pen_fmt(p, "%zu", r->wrong));
	table_cell(t, p, ink, pen_fmt(p, "%zu", r->expired));
	table_cell(t, p, ink, pen_fmt(p, "%zu", r->open));
	table_cell(t, p, ink, words_lead(p, s->median_lead_days));
}

static void print_shares(
    struct pen *p, const struct share_row *s, size_t n, bool vendors)
{
	struct column columns[] = {
	    {.title = vendors ? "VENDOR" : "ASPECT", .least = 15},
	    {.title = "RIGHT, 90 %"},
	    {.title = "0 %             100 %", .drop = 3},
	    {.title = "RIGHT", .right = true},
	    {.title = "PARTLY", .right = true, .drop = 1},
	    {.title = "WRONG", .right = true},
	    {.title = "EXPIRED", .right = true, .drop = 2},
	    {.title = "OPEN", .right = true},
	    {.title = "LEAD", .right = true},
	};
	struct table t;

	if (!n)
		return;
	pen_heading(p, vendors ? "By vendor" : "By aspect");
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++)
		share_cells(&t, p, &s[i]);
	table_print(&t, p);
}

/* --- what they said --- */

static const char *fate_words(struct pen *p, const struct said_row *s)
{
	const struct rumor_row *r = &s->rumor;
	const char *text = rumor_status_name(r->status);

	if (!rumor_status_is_settled(r->status))
		return r->deadline ? pen_fmt(p, "%s, due by %s (%s)", text,
					 pen_date(p, r->deadline),
					 pen_ago(p, r->deadline))
				   : text;
	text = pen_fmt(p, "%s on %s", text, pen_date(p, r->settled_at));
	if (r->ruling)
		return pen_fmt(p, "%s by the editor", text);
	if (said_lead_days(s) >= 0)
		return pen_fmt(p, "%s, said %s before", text,
		    pen_span(p, r->settled_at - s->said_at));
	if (r->status == RUMOR_EXPIRED)
		return pen_fmt(p, "%s: its own deadline passed", text);
	return pen_fmt(
	    p, "%s, after %s", text, pen_span(p, r->settled_at - s->said_at));
}

static void print_said(
    struct pen *p, const struct tipster_report *t, const struct said_row *s)
{
	const struct rumor_row *r = &s->rumor;

	pen_put(p, INK_GREY, pen_time(p, s->said_at));
	pen_pad(p, 2);
	pen_wrap(p, WHEN, status_ink(r->status),
	    pen_fmt(p, "#%lld %s", (long long)r->id, fate_words(p, s)), 0);
	pen_pad(p, WHEN);
	pen_wrap(p, WHEN, INK_PLAIN, pen_say(p, r->statement), 0);
	pen_pad(p, WHEN);
	pen_wrap(p, WHEN, INK_GREY,
	    r->first_origin && strcmp(r->first_origin, t->row.name) != 0
		? pen_fmt(p, "%s; first said by %s", words_about(p, r),
		      pen_say(p, r->first_origin))
		: words_about(p, r),
	    0);
	if (!may_be_link(s->url))
		return;
	pen_pad(p, WHEN);
	pen_put(p, INK_CYAN, pen_say(p, s->url));
	buf_putc(p->out, '\n');
}

/* --- JSON --- */

static json_t *json_of_shares(
    const struct share_row *s, size_t n, const char *of)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();

		json_put_text(o, of, s[i].name);
		json_object_set_new(o, "record", json_of_record(&s[i].record));
		json_put_days(o, "median_lead_days", s[i].median_lead_days);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_said(const struct tipster_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->said_count; i++) {
		const struct said_row *s = &r->said[i];
		json_t *o = json_of_rumor(&s->rumor);

		json_put_time(o, "said_at", s->said_at);
		json_put_text(o, "said_in", s->source_title);
		json_put_text(o, "said_url", s->url);
		json_put_days(o, "lead_days", said_lead_days(s));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_names(const struct tipster_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->also_count; i++)
		json_array_append_new(list, json_string(r->also[i]));
	return list;
}

static void put_json(struct buf *b, const struct tipster_report *r)
{
	const struct tipster_row *t = &r->row;
	json_t *o = json_of_tipster(t);

	json_object_set_new(o, "also", json_of_names(r));
	json_object_set_new(o, "vendors",
	    json_of_shares(t->vendors, t->vendor_count, "vendor"));
	json_object_set_new(o, "aspects",
	    json_of_shares(t->aspects, t->aspect_count, "aspect"));
	json_object_set_new(o, "rumors", json_of_said(r));
	json_write(b, o);
}

void view_tipster(
    struct buf *b, const struct dress *d, const struct tipster_report *r)
{
	const struct tipster_row *t = &r->row;
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_json(b, r);
		return;
	}
	pen_init(&p, b, d);
	pen_wrap(&p, 0, INK_BOLD, pen_say(&p, t->name), 0);
	buf_putc(b, '\n');
	print_facts(&p, r);
	print_shares(&p, t->vendors, t->vendor_count, true);
	print_shares(&p, t->aspects, t->aspect_count, false);
	if (r->said_count)
		pen_heading(&p, "What they said (UTC)");
	for (size_t i = 0; i < r->said_count; i++)
		print_said(&p, r, &r->said[i]);
	if (r->more)
		pen_wrap(&p, 0, INK_GREY,
		    pen_fmt(&p, "The latest %zu; --limit shows more.",
			r->said_count),
		    0);
	pen_end(&p);
}
