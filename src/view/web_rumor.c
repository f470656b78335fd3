/*
 * A rumor's page: the claim, its verdict, the timeline drawn and then told
 * (the list is what the drawing shows, for those who do not see it), and the
 * origins.
 */
#include <string.h>

#include "view/html.h"
#include "view/web.h"
#include "view/words.h"

static void put_fact(struct pen *p, const char *name, const char *text)
{
	if (!*text)
		return;
	html_put(p, "dt", name);
	html_put(p, "dd", text);
}

static void put_first(struct pen *p, const struct rumor_row *r)
{
	bool vendor;
	const struct record_row *record = rumor_record(r, &vendor);

	buf_puts(p->out, "<dt>first said by</dt><dd>");
	html_origin(p, r);
	buf_puts(p->out, "; their record");
	if (vendor)
		html_text(p, pen_fmt(p, " on %s", pen_say(p, r->vendor)));
	buf_puts(p->out, ": ");
	html_record(p, record);
	buf_puts(p->out, "</dd>\n");
}

static void put_facts(struct pen *p, const struct rumor_row *r)
{
	buf_puts(p->out, "<dl>\n");
	put_fact(p, "about", words_about(p, r));
	put_fact(p, "reach",
	    pen_fmt(p, "%s, %s",
		words_reach(p, r->origin_count, r->outlet_count),
		pen_count(p, r->item_count, "item")));
	if (r->first_origin)
		put_first(p, r);
	if (r->deadline)
		put_fact(p, "deadline", pen_when(p, r->deadline));
	if (r->unverifiable_since)
		put_fact(p, "unverifiable",
		    pen_fmt(p, "since %s: the vendor's own feeds fail",
			pen_when(p, r->unverifiable_since)));
	if (r->settled_at)
		put_fact(p, "verdict",
		    pen_fmt(p, "%s on %s, %s after the first word",
			rumor_status_name(r->status),
			pen_time(p, r->settled_at),
			pen_span_words(p, r->settled_at - r->first_at)));
	buf_puts(p->out, "</dl>\n");
}

static void put_item(struct pen *p, const char *source, const char *title,
    const char *url, const char *sentence)
{
	if (title) {
		buf_puts(p->out, "<p>");
		html_link(p, url, pen_say(p, title));
		if (source) {
			buf_puts(p->out, " – ");
			html_text(p, source);
		}
		buf_puts(p->out, "</p>\n");
	}
	if (sentence)
		html_put(p, "blockquote", words_quote(p, sentence));
}

static void put_member(
    struct pen *p, const struct rumor_report *r, const struct member_row *m)
{
	const struct rumor_member *of = &m->member;

	buf_printf(p->out, "<li class=\"%s\">",
	    of->part == PART_SETTLES ? "settles" : "said");
	html_time(p, of->published_at);
	buf_printf(p->out, " <b>%s</b>",
	    of->part == PART_CARRIES && of->root ? "first word"
						 : part_name(of->part));
	if (of->origin && !words_is_own(m->source_title, of->origin)) {
		buf_puts(p->out, ", word of ");
		html_text(p, pen_say(p, of->origin));
	}
	html_text(p, words_via(p, r, m));
	buf_putc(p->out, '\n');
	put_item(p, words_source(p, m->source_title, m->role), m->title, m->url,
	    of->sentence);
	buf_puts(p->out, "</li>\n");
}

/* quoted: the item stands just above, with its sentence. */
static void put_step(struct pen *p, const struct transition_row *s, bool quoted)
{
	const struct transition *t = &s->step;

	buf_puts(p->out, "<li class=\"step\">");
	html_time(p, t->at);
	buf_putc(p->out, ' ');
	html_status(p, t->to);
	if (t->from != t->to)
		buf_printf(p->out, " was %s;", rumor_status_name(t->from));
	buf_puts(p->out, " rule ");
	html_text(p, t->rule ? pen_say(p, t->rule) : "unknown");
	html_text(p, t->item || t->ruling ? pen_fmt(p, "; evidence of grade %s",
						words_grade(t->grade))
					  : "; the clock decided");
	buf_putc(p->out, '\n');
	if (!quoted)
		put_item(p,
		    s->source_title ? pen_say(p, s->source_title) : NULL,
		    s->title, s->url, t->sentence);
	buf_puts(p->out, "</li>\n");
}

/* Members and steps by time; at one time what was said comes first. */
static void put_list(struct pen *p, const struct rumor_report *r)
{
	size_t m = 0, s = 0;
	int64_t above = 0;

	buf_puts(p->out, "<ol class=\"timeline\">\n");
	while (m < r->member_count || s < r->transition_count) {
		if (s == r->transition_count ||
		    (m < r->member_count && r->members[m].member.published_at <=
						r->transitions[s].step.at)) {
			above = r->members[m].member.item;
			put_member(p, r, &r->members[m++]);
			continue;
		}
		put_step(p, &r->transitions[s],
		    above && r->transitions[s].step.item == above);
		s++;
	}
	buf_puts(p->out, "</ol>\n");
}

static void put_origins(struct pen *p, const struct rumor_report *r)
{
	if (!r->origin_count) {
		html_put(p, "p", "Nobody is named as its origin.");
		return;
	}
	buf_puts(p->out,
	    "<table>\n<tr><th>Origin</th><th>Kind</th><th>First said</th>"
	    "<th>Carried by</th></tr>\n");
	for (size_t i = 0; i < r->origin_count; i++) {
		const struct rumor_origin *o = &r->origins[i];

		buf_puts(p->out, "<tr>");
		html_put(p, "td", pen_say(p, o->name));
		html_put(
		    p, "td data-label=\"Kind\"", origin_kind_name(o->kind));
		buf_puts(p->out, "<td data-label=\"First said\">");
		html_time(p, o->first_at);
		buf_puts(p->out, "</td>");
		html_put(p, "td data-label=\"Carried by\"",
		    pen_count(p, o->carriers, "item"));
		buf_puts(p->out, "</tr>\n");
	}
	buf_puts(p->out, "</table>\n");
}

static void put_stories(struct pen *p, const struct rumor_report *r)
{
	if (!r->story_count)
		return;
	html_put(p, "h2", "Stories");
	buf_puts(p->out, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < r->story_count; i++) {
		const struct part_row *s = &r->stories[i];

		buf_puts(p->out, "<li>");
		html_time(p, s->at);
		buf_printf(p->out, " %s it: <a href=\"/stories/%lld\">",
		    words_part(s->part), (long long)s->id);
		html_text(p, pen_say(p, s->text));
		buf_puts(p->out, "</a></li>\n");
	}
	buf_puts(p->out, "</ol>\n");
}

void web_rumor(
    struct buf *out, const struct dress *d, const struct rumor_report *r)
{
	struct pen p;

	html_begin(&p, out, d, PLACE_RUMORS, r->row.statement);
	html_asked(&p, "Rumor", r->asked);
	buf_puts(out, "<p>");
	html_status(&p, r->row.status);
	buf_printf(out, " rumor #%lld</p>\n", (long long)r->row.id);
	put_facts(&p, &r->row);
	if (r->row.evidence)
		html_put(&p, "blockquote", words_quote(&p, r->row.evidence));
	if (r->row.contested)
		html_put(&p, "p",
		    pen_fmt(&p,
			"The verdict is the editor's; official word says "
			"otherwise: %s",
			words_quote(&p, r->row.contested)));
	html_put(&p, "h2", "Timeline");
	html_timeline(&p, r);
	put_list(&p, r);
	html_put(&p, "h2", "Origins");
	put_origins(&p, r);
	put_stories(&p, r);
	html_rulings(&p, r->rulings, r->ruling_count);
	html_end(&p);
}
