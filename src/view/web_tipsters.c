/*
 * Tipsters as pages: all of them by their records, and one with the shares of
 * the record and what they said. Each interval stands in words and drawn.
 */
#include <string.h>

#include "text/url.h"
#include "view/html.h"
#include "view/web.h"
#include "view/words.h"

static const char *lead_words(struct pen *p, double days)
{
	return days < 0 ? "–" : pen_span_words(p, (int64_t)(days * 86400));
}

/* --- all --- */

static void put_tipster(struct pen *p, const struct tipster_row *t)
{
	buf_puts(p->out, "<tr><td><a href=\"/tipster?name=");
	url_put_encoded(p->out, t->name);
	buf_puts(p->out, "\">");
	html_text(p, pen_say(p, t->name));
	buf_puts(p->out, "</a></td><td data-label=\"Record\">");
	html_record(p, &t->record);
	buf_puts(p->out, "</td>");
	html_put(p, "td data-label=\"Rumors\"", words_tally(p, &t->record));
	html_put(
	    p, "td data-label=\"Lead\"", lead_words(p, t->median_lead_days));
	buf_puts(p->out, "</tr>\n");
}

void web_tipsters(
    struct buf *b, const struct dress *d, const struct tipster_row *t, size_t n)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_TIPSTERS, "Tipsters");
	html_put(&p, "p",
	    "Best first, by the lower end of the 90 % interval of the share "
	    "that came true; grey below five settled rumors.");
	if (n) {
		buf_puts(b,
		    "<table>\n<tr><th>Name</th><th>Record</th><th>Rumors</th>"
		    "<th>Lead before the official word (median)</th></tr>\n");
		for (size_t i = 0; i < n; i++)
			put_tipster(&p, &t[i]);
		buf_puts(b, "</table>\n");
	}
	html_end(&p);
}

/* --- one --- */

static void put_also(struct pen *p, const struct tipster_report *r)
{
	const char *text = "";

	for (size_t i = 0; i < r->also_count; i++)
		text = pen_fmt(
		    p, "%s%s%s", text, i ? ", " : "", pen_say(p, r->also[i]));
	if (*text)
		html_put(p, "p class=\"quiet\"", pen_fmt(p, "Also %s", text));
}

static void put_share(struct pen *p, const struct share_row *s)
{
	const struct record_row *r = &s->record;

	buf_puts(p->out, "<tr><th scope=\"row\">");
	html_text(p, s->name ? pen_say(p, s->name) : "no vendor");
	buf_puts(p->out, "</th><td data-label=\"Record\">");
	html_record(p, r);
	buf_puts(p->out, "</td>");
	html_put(p, "td data-label=\"Rumors\"", words_tally(p, r));
	html_put(
	    p, "td data-label=\"Lead\"", lead_words(p, s->median_lead_days));
	buf_puts(p->out, "</tr>\n");
}

static void put_shares(
    struct pen *p, const struct share_row *s, size_t n, const char *title)
{
	if (!n)
		return;
	html_put(p, "h2", title);
	buf_puts(p->out,
	    "<table class=\"shares\">\n<tr><td></td><th>Record</th>"
	    "<th>Rumors</th><th>Lead (median)</th></tr>\n");
	for (size_t i = 0; i < n; i++)
		put_share(p, &s[i]);
	buf_puts(p->out, "</table>\n");
}

static void put_fate(struct pen *p, const struct said_row *s)
{
	const struct rumor_row *r = &s->rumor;

	buf_printf(p->out, "<p class=\"%s\">", html_status_class(r->status));
	buf_printf(p->out, "%s ", rumor_status_name(r->status));
	html_time(p, r->settled_at);
	html_text(
	    p, pen_fmt(p,
		   said_lead_days(s) < 0 ? ", %s later" : ", said %s before",
		   pen_span_words(p, r->settled_at - s->said_at)));
	buf_puts(p->out, "</p>\n");
}

static void put_word(
    struct pen *p, const struct tipster_row *t, const struct said_row *s)
{
	const struct rumor_row *r = &s->rumor;

	buf_puts(p->out, "<p class=\"said\">Said in ");
	html_link(p, s->url,
	    s->source_title ? pen_say(p, s->source_title) : "an item");
	buf_puts(p->out, ", ");
	html_time(p, s->said_at);
	if (r->first_origin && strcmp(r->first_origin, t->name) != 0) {
		buf_puts(p->out, "; first by ");
		html_origin(p, r);
	}
	buf_puts(p->out, "</p>\n");
}

static void put_said(
    struct pen *p, const struct tipster_row *t, const struct said_row *s)
{
	const struct rumor_row *r = &s->rumor;

	buf_printf(p->out, "<article class=\"rumor\">\n<h3>");
	html_status(p, r->status);
	buf_printf(p->out, " <a href=\"/rumors/%lld\">", (long long)r->id);
	html_text(p, pen_say(p, r->statement));
	buf_puts(p->out, "</a></h3>\n");
	html_put(p, "p class=\"about\"", words_about(p, r));
	put_word(p, t, s);
	if (r->settled_at)
		put_fate(p, s);
	else if (r->deadline)
		html_put(
		    p, "p", pen_fmt(p, "Due by %s", pen_when(p, r->deadline)));
	buf_puts(p->out, "</article>\n");
}

static void put_more(struct pen *p, const struct tipster_report *r)
{
	buf_puts(p->out, "<p><a class=\"more\" href=\"/tipster?name=");
	url_put_encoded(p->out, r->row.name);
	buf_printf(p->out, "&amp;limit=%zu\">More</a></p>\n",
	    r->said_count > 500 ? (size_t)1000 : r->said_count * 2);
}

void web_tipster(
    struct buf *b, const struct dress *d, const struct tipster_report *r)
{
	const struct tipster_row *t = &r->row;
	struct pen p;

	html_begin(&p, b, d, PLACE_TIPSTERS, t->name);
	put_also(&p, r);
	buf_puts(b, "<p>");
	html_record(&p, &t->record);
	buf_puts(b, "</p>\n");
	html_put(&p, "p", words_tally(&p, &t->record));
	if (t->median_lead_days >= 0)
		html_put(&p, "p",
		    pen_fmt(&p,
			"Half of what came true was said %s or more before "
			"the official word.",
			lead_words(&p, t->median_lead_days)));
	put_shares(&p, t->vendors, t->vendor_count, "By vendor");
	put_shares(&p, t->aspects, t->aspect_count, "By aspect");
	html_put(&p, "h2", "What they said");
	for (size_t i = 0; i < r->said_count; i++)
		put_said(&p, t, &r->said[i]);
	if (r->more)
		put_more(&p, r);
	html_end(&p);
}
