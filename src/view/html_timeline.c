/*
 * A rumor's timeline as a drawing: time runs to the right, each origin has a
 * lane, official word has the last one, and each step of the status is a line
 * from top to bottom with its name. Shapes carry the meaning, and a line below
 * tells which: a full circle is the first word of an origin, an open one
 * passes it on, a small one comes too late, a diamond is official word.
 *
 * Along time all is in percent of the width, everything else in pixels: so the
 * drawing fits a phone and a desk, and its words stay as large as the others.
 */
#include <string.h>

#include "view/html.h"
#include "view/words.h"

#define LANE	  38 /* pixels: the name, and the line below it */
#define LINE	  26 /* of that, down to the line */
#define ROW	  16 /* of the names of the steps */
#define ROWS_MOST 4
#define NAME_SHARE \
	24.0	      /* percent: what the name of a step takes, on a phone \
		       */
#define LANES_MOST 12 /* later origins share one */
#define DOTS_MOST  400

struct drawing {
	struct pen *p;
	const struct rumor_report *r;
	int64_t from, to;
	size_t lanes; /* of origins; nobody's and official word come after */
	size_t rows;  /* of the names of steps, above the lanes */
};

static void stretch(struct drawing *d, int64_t at)
{
	if (at > 0 && (!d->from || at < d->from))
		d->from = at;
	if (at > d->to)
		d->to = at;
}

static double x_of(const struct drawing *d, int64_t at)
{
	double span = d->to > d->from ? (double)(d->to - d->from) : 1;

	return (double)(at - d->from) / span * 100;
}

static int y_of(const struct drawing *d, size_t lane)
{
	return (int)(d->rows * ROW + lane * LANE + LINE);
}

static bool is_official(const struct member_row *m)
{
	return m->member.part == PART_SETTLES ||
	       (m->member.part == PART_RELATED && m->role == ROLE_OFFICIAL);
}

static size_t lane_of(const struct drawing *d, const struct member_row *m)
{
	if (is_official(m))
		return d->lanes + 1;
	for (size_t i = 0; m->member.origin && i < d->r->origin_count; i++)
		if (!strcmp(d->r->origins[i].name, m->member.origin))
			return i < d->lanes ? i : d->lanes - 1;
	return d->lanes;
}

static void put_lane(struct drawing *d, size_t lane, const char *name)
{
	struct buf *b = d->p->out;
	size_t cut = pen_line_break(name, 40);
	int y = y_of(d, lane);

	buf_printf(b,
	    "<line class=\"lane\" x1=\"0\" y1=\"%d\" x2=\"100%%\" y2=\"%d\"/>"
	    "<text class=\"name\" x=\"0\" y=\"%d\">",
	    y, y, y - 10);
	html_text(d->p, arena_strndup(&d->p->arena, name, cut));
	buf_puts(b, name[cut] ? "…</text>\n" : "</text>\n");
}

static void put_dot(struct drawing *d, const struct member_row *m)
{
	double x = x_of(d, m->member.published_at);
	int y = y_of(d, lane_of(d, m));
	struct buf *b = d->p->out;

	buf_puts(b, "<g><title>");
	html_text(d->p,
	    pen_fmt(d->p, "%s, %s: %s", pen_time(d->p, m->member.published_at),
		words_source(d->p, m->source_title, m->role),
		part_name(m->member.part)));
	buf_puts(b, "</title>");
	if (is_official(m))
		buf_printf(b,
		    "<svg x=\"%.1f%%\" y=\"%d\" overflow=\"visible\"><path "
		    "class=\"official\" d=\"M0-7l7 7l-7 7l-7-7z\"/></svg>",
		    x, y);
	else
		buf_printf(b,
		    "<circle class=\"%s\" cx=\"%.1f%%\" cy=\"%d\" r=\"%s\"/>",
		    m->member.root ? "root" : "carrier", x, y,
		    m->member.root		     ? "6"
		    : m->member.part == PART_CARRIES ? "4.5"
						     : "2.5");
	buf_puts(b, "</g>\n");
}

/* The row of each step's name: below one that would be in its way. */
static size_t row_of(const struct drawing *d, size_t step)
{
	const struct transition_row *t = d->r->transitions;
	size_t row = 0;

	for (size_t i = 1; i <= step; i++) {
		double gap = x_of(d, t[i].step.at) - x_of(d, t[i - 1].step.at);

		row = gap < NAME_SHARE ? (row + 1) % ROWS_MOST : 0;
	}
	return row;
}

static size_t rows_of(const struct drawing *d)
{
	size_t rows = 1;

	for (size_t i = 0; i < d->r->transition_count; i++)
		if (row_of(d, i) + 1 > rows)
			rows = row_of(d, i) + 1;
	return rows;
}

static void put_step(struct drawing *d, size_t i)
{
	const struct transition_row *s = &d->r->transitions[i];
	const char *class = html_status_class(s->step.to);
	double x = x_of(d, s->step.at);
	size_t y = row_of(d, i) * ROW;

	buf_printf(d->p->out,
	    "<line class=\"step %s\" x1=\"%.1f%%\" y1=\"%zu\" x2=\"%.1f%%\" "
	    "y2=\"%d\"/><text class=\"step %s\" text-anchor=\"%s\" "
	    "x=\"%.1f%%\" y=\"%zu\">%s %s</text>\n",
	    class, x, y + ROW, x, y_of(d, d->lanes + 1) + 10, class,
	    x > 100 - NAME_SHARE / 2 ? "end"
	    : x < NAME_SHARE / 2     ? "start"
				     : "middle",
	    x, y + 12, html_status_shape(s->step.to),
	    rumor_status_name(s->step.to));
}

static void put_lanes(struct drawing *d)
{
	const struct rumor_report *r = d->r;

	for (size_t i = 0; i < d->lanes; i++)
		put_lane(d, i,
		    i + 1 == d->lanes && r->origin_count > d->lanes
			? pen_fmt(d->p, "%zu more origins", r->origin_count - i)
			: pen_say(d->p, r->origins[i].name));
	put_lane(d, d->lanes, "nobody named");
	put_lane(d, d->lanes + 1, "official word");
}

static void put_axis(struct drawing *d, int y)
{
	buf_printf(d->p->out,
	    "<text class=\"axis\" x=\"0\" y=\"%d\">%s</text>"
	    "<text class=\"axis\" text-anchor=\"end\" x=\"100%%\" "
	    "y=\"%d\">%s</text>\n",
	    y, pen_date(d->p, d->from), y, pen_date(d->p, d->to));
}

void html_timeline(struct pen *p, const struct rumor_report *r)
{
	struct drawing d = {.p = p,
	    .r = r,
	    .lanes =
		r->origin_count < LANES_MOST ? r->origin_count : LANES_MOST};
	int height;

	if (!r->member_count)
		return;
	for (size_t i = 0; i < r->member_count; i++)
		stretch(&d, r->members[i].member.published_at);
	for (size_t i = 0; i < r->transition_count; i++)
		stretch(&d, r->transitions[i].step.at);
	d.rows = rows_of(&d);
	height = y_of(&d, d.lanes + 1) + 36;
	buf_printf(p->out,
	    "<div class=\"drawing\"><svg role=\"img\" aria-label=\"Timeline "
	    "from %s to %s; the list below says the same\" "
	    "width=\"100%%\" height=\"%d\">\n",
	    pen_date(p, d.from), pen_date(p, d.to), height);
	put_lanes(&d);
	for (size_t i = 0; i < r->transition_count; i++)
		put_step(&d, i);
	for (size_t i = 0; i < r->member_count && i < DOTS_MOST; i++)
		put_dot(&d, &r->members[i]);
	put_axis(&d, height - 6);
	buf_puts(p->out,
	    "</svg><p class=\"quiet\" aria-hidden=\"true\">●&nbsp;first word of "
	    "an origin &nbsp; ○&nbsp;passes it on &nbsp; ◆&nbsp;official word</p></div>\n");
}
