/*
 * A rumor's timeline as a drawing: time runs to the right, each origin has a
 * lane, official word has the last one, and each step of the status is a line
 * from top to bottom with its name. Shapes carry the meaning: a full circle
 * is the first word of an origin, an open one passes it on, a small one comes
 * too late, a diamond is official word.
 */
#include <string.h>

#include "view/html.h"
#include "view/words.h"

#define WIDTH	   760
#define LEFT	   170 /* of the names of the lanes */
#define RIGHT	   24
#define LANE	   28
#define TOP	   26 /* of the names of the steps */
#define LANES_MOST 12 /* later origins share one */
#define DOTS_MOST  400

struct drawing {
	struct pen *p;
	const struct rumor_report *r;
	int64_t from, to;
	size_t lanes; /* of origins; nobody's and official word come after */
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

	return LEFT + (double)(at - d->from) / span * (WIDTH - LEFT - RIGHT);
}

static double y_of(size_t lane)
{
	return TOP + LANE * ((double)lane + 0.5);
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
	size_t cut = pen_line_break(name, 20);

	buf_printf(b,
	    "<line class=\"lane\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" "
	    "y2=\"%.1f\"/><text class=\"name\" x=\"%d\" y=\"%.1f\">",
	    LEFT, y_of(lane), WIDTH - RIGHT, y_of(lane), LEFT - 12,
	    y_of(lane) + 4);
	html_text(d->p, arena_strndup(&d->p->arena, name, cut));
	buf_puts(b, name[cut] ? "…</text>\n" : "</text>\n");
}

static void put_dot(struct drawing *d, const struct member_row *m)
{
	double x = x_of(d, m->member.published_at), y = y_of(lane_of(d, m));
	struct buf *b = d->p->out;

	buf_puts(b, "<g><title>");
	html_text(d->p,
	    pen_fmt(d->p, "%s, %s: %s", pen_time(d->p, m->member.published_at),
		words_source(d->p, m->source_title, m->role),
		part_name(m->member.part)));
	buf_puts(b, "</title>");
	if (is_official(m))
		buf_printf(b,
		    "<path class=\"official\" d=\"M%.1f %.1fl7 7l-7 7l-7 "
		    "-7z\"/>",
		    x, y - 7);
	else
		buf_printf(b,
		    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"/>",
		    m->member.root ? "root" : "carrier", x, y,
		    m->member.root		     ? "6"
		    : m->member.part == PART_CARRIES ? "4.5"
						     : "2.5");
	buf_puts(b, "</g>\n");
}

static void put_step(struct drawing *d, const struct transition_row *s)
{
	double x = x_of(d, s->step.at);

	buf_printf(d->p->out,
	    "<line class=\"step %s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" "
	    "y2=\"%.1f\"/><text class=\"step %s\" text-anchor=\"%s\" "
	    "x=\"%.1f\" y=\"14\">%s</text>\n",
	    html_status_class(s->step.to), x, TOP - 6, x,
	    y_of(d->lanes + 1) + 10, html_status_class(s->step.to),
	    x > WIDTH - 90 ? "end" : "middle", x,
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

static void put_axis(struct drawing *d, double height)
{
	buf_printf(d->p->out,
	    "<text class=\"axis\" x=\"%d\" y=\"%.1f\">%s</text>"
	    "<text class=\"axis\" text-anchor=\"end\" x=\"%d\" "
	    "y=\"%.1f\">%s</text>\n",
	    LEFT, height - 6, pen_date(d->p, d->from), WIDTH - RIGHT,
	    height - 6, pen_date(d->p, d->to));
}

void html_timeline(struct pen *p, const struct rumor_report *r)
{
	struct drawing d = {.p = p,
	    .r = r,
	    .lanes =
		r->origin_count < LANES_MOST ? r->origin_count : LANES_MOST};
	double height = y_of(d.lanes + 2) + 14;

	if (!r->member_count)
		return;
	for (size_t i = 0; i < r->member_count; i++)
		stretch(&d, r->members[i].member.published_at);
	for (size_t i = 0; i < r->transition_count; i++)
		stretch(&d, r->transitions[i].step.at);
	buf_printf(p->out,
	    "<div class=\"drawing\" tabindex=\"0\"><svg role=\"img\" aria-label=\"Timeline "
	    "from %s to %s; the list below says the same\" "
	    "viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\">\n",
	    pen_date(p, d.from), pen_date(p, d.to), WIDTH, height, WIDTH,
	    height);
	put_lanes(&d);
	for (size_t i = 0; i < r->transition_count; i++)
		put_step(&d, &r->transitions[i]);
	for (size_t i = 0; i < r->member_count && i < DOTS_MOST; i++)
		put_dot(&d, &r->members[i]);
	put_axis(&d, height);
	buf_puts(p->out, "</svg></div>\n");
}
