/*
 * The board: what is open or corroborated first, then what was settled. One
 * line a rumor where the terminal is wide (and in a pipe), else a card of
 * two or three lines. Within a group the order is the caller's.
 */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define WIDE 170 /* columns from which one line holds a rumor */

/* Of the first two columns, the same in all cards of a board. */
struct widths {
	size_t id, status;
};

static const char *deadline_words(struct pen *p, const struct rumor_row *r)
{
	return pen_fmt(
	    p, "%s (%s)", pen_date(p, r->deadline), pen_ago(p, r->deadline));
}

/* What settled it, in short: the sentence, or the clock. */
static const char *verdict_words(struct pen *p, const struct rumor_row *r)
{
	if (r->evidence)
		return words_quote(p, r->evidence);
	if (r->status == RUMOR_EXPIRED)
		return "its own deadline passed without a word";
	return "";
}

static void print_card(
    struct pen *p, const struct rumor_row *r, const struct widths *w)
{
	const char *id = pen_fmt(p, "#%lld", (long long)r->id);
	size_t indent = w->id + w->status + 4;
	const char *line;

	pen_put(p, INK_GREY, id);
	pen_pad(p, w->id + 2 - strlen(id));
	line = rumor_status_name(r->status);
	pen_put(p, status_ink(r->status), line);
	pen_pad(p, w->status + 2 - strlen(line));
	pen_wrap(p, indent, INK_BOLD, words_about(p, r), 2);
	pen_pad(p, indent);
	pen_wrap(p, indent, INK_PLAIN, pen_say(p, r->statement), 2);
	pen_pad(p, indent);
	if (r->first_origin)
		line = pen_fmt(p, "%s: %s", pen_say(p, r->first_origin),
		    words_record(p, &r->record));
	else
		line = "nobody named";
	pen_wrap(p, indent,
	    r->first_origin ? record_ink(&r->record, INK_PLAIN) : INK_GREY,
	    line, 2);
	pen_pad(p, indent);
	line = pen_fmt(p, "%s · since %s (%s)",
	    words_reach(p, r->origin_count, r->outlet_count),
	    pen_date(p, r->first_at), pen_ago(p, r->first_at));
	pen_wrap(p, indent, INK_PLAIN, line, 2);
	if (!r->settled_at && r->deadline) {
		pen_pad(p, indent);
		pen_wrap(p, indent, INK_PLAIN,
		    pen_fmt(p, "due by %s", deadline_words(p, r)), 2);
	}
	if (r->unverifiable_since) {
		pen_pad(p, indent);
		pen_wrap(p, indent, INK_RED,
		    pen_fmt(p,
			"unverifiable since %s: the vendor's own feeds fail",
			pen_date(p, r->unverifiable_since)),
		    2);
	}
	if (!r->settled_at)
		return;
	pen_pad(p, indent);
	pen_wrap(p, indent, status_ink(r->status),
	    pen_fmt(p, "%s, after %s: %s", pen_date(p, r->settled_at),
		pen_span(p, r->settled_at - r->first_at), verdict_words(p, r)),
	    2);
}

static void print_row(
    struct table *t, struct pen *p, const struct rumor_row *r, bool settled)
{
	table_cell(t, p, INK_GREY, pen_fmt(p, "#%lld", (long long)r->id));
	table_cell(t, p, status_ink(r->status), rumor_status_name(r->status));
	table_cell(t, p, INK_BOLD, words_about(p, r));
	table_cell(t, p, INK_PLAIN, pen_say(p, r->statement));
	table_cell(t, p, r->first_origin ? INK_PLAIN : INK_GREY,
	    r->first_origin ? pen_say(p, r->first_origin) : "nobody named");
	table_cell(t, p, record_ink(&r->record, INK_PLAIN),
	    r->first_origin ? words_record(p, &r->record) : "");
	table_cell(
	    t, p, INK_PLAIN, words_reach(p, r->origin_count, r->outlet_count));
	table_cell(t, p, INK_PLAIN,
	    pen_fmt(p, "%s (%s)", pen_date(p, r->first_at),
		pen_ago(p, r->first_at)));
	if (settled) {
		table_cell(t, p, INK_PLAIN, pen_date(p, r->settled_at));
		table_cell(t, p, INK_PLAIN, verdict_words(p, r));
		return;
	}
	table_cell(t, p, INK_PLAIN, r->deadline ? deadline_words(p, r) : "");
	table_cell(t, p, INK_RED,
	    r->unverifiable_since ? pen_fmt(p, "unverifiable since %s",
					pen_date(p, r->unverifiable_since))
				  : "");
}

static const struct column unsettled_columns[] = {
    {.title = "ID", .right = true},
    {.title = "STATUS"},
    {.title = "ABOUT", .least = 20},
    {.title = "RUMOR", .least = 50},
    {.title = "FIRST SAID BY", .least = 14},
    {.title = "RECORD", .drop = 2},
    {.title = "FROM"},
    {.title = "SINCE", .drop = 1},
    {.title = "DUE"},
    {.title = "NOTE", .least = 14},
};

static const struct column settled_columns[] = {
    {.title = "ID", .right = true},
    {.title = "STATUS"},
    {.title = "ABOUT", .least = 20},
    {.title = "RUMOR", .least = 50},
    {.title = "FIRST SAID BY", .least = 14},
    {.title = "RECORD", .drop = 2},
    {.title = "FROM"},
    {.title = "SINCE", .drop = 1},
    {.title = "SETTLED"},
    {.title = "BY", .least = 24},
};

static void print_group(struct pen *p, const struct rumor_row *r, size_t n,
    bool settled, bool more, const struct widths *w)
{
	bool wide = pen_left(p, 0) >= WIDE;
	struct table t;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += rumor_status_is_settled(r[i].status) == settled;
	if (!count)
		return;
	if (p->out->len)
		buf_putc(p->out, '\n');
	pen_put(p, INK_BOLD,
	    pen_fmt(p, "%s: %s%zu", settled ? "Settled" : "Unsettled",
		more ? "the latest " : "", count));
	buf_puts(p->out, wide ? "\n" : "\n\n");
	table_init(&t, settled ? settled_columns : unsettled_columns, 10);
	for (size_t i = 0; i < n; i++) {
		if (rumor_status_is_settled(r[i].status) != settled)
			continue;
		if (wide)
			print_row(&t, p, &r[i], settled);
		else
			print_card(p, &r[i], w);
	}
	if (wide)
		table_print(&t, p);
}

static struct widths widest(struct pen *p, const struct rumor_row *r, size_t n)
{
	struct widths widths = {2, 4};

	for (size_t i = 0; i < n; i++) {
		size_t id = strlen(pen_fmt(p, "#%lld", (long long)r[i].id));
		size_t status = strlen(rumor_status_name(r[i].status));

		widths.id = id > widths.id ? id : widths.id;
		widths.status = status > widths.status ? status : widths.status;
	}
	return widths;
}

static void put_json(struct buf *b, const struct rumor_row *r, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_rumor(&r[i]));
	json_write(b, json_pack("{s:o}", "rumors", list));
}

void view_rumors(struct buf *b, const struct dress *d,
    const struct rumor_row *r, size_t n, bool more)
{
	struct pen p;
	struct widths w;

	if (d->format == VIEW_JSON) {
		put_json(b, r, n);
		return;
	}
	if (!n) {
		buf_puts(b, "No rumors.\n");
		return;
	}
	pen_init(&p, b, d);
	w = widest(&p, r, n);
	print_group(&p, r, n, false, more, &w);
	print_group(&p, r, n, true, more, &w);
	pen_end(&p);
}
