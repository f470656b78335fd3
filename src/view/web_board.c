/*
 * The rumor board as a page: what is open or corroborated first, then what
 * was settled. The form filters at the server; where scripts run, script.js
 * filters what is there already while the reader types.
 */
#include <string.h>

#include "text/url.h"
#include "view/html.h"
#include "view/web.h"
#include "view/words.h"

static const char *const statuses[] = {"unsettled", "settled", "open",
    "corroborated", "confirmed", "partly-confirmed", "contradicted", "denied",
    "expired"};

#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))

static void put_option(struct pen *p, const char *value, const char *chosen)
{
	buf_puts(p->out, "<option");
	if (chosen && !strcmp(chosen, value))
		buf_puts(p->out, " selected");
	buf_puts(p->out, ">");
	html_text(p, pen_say(p, value));
	buf_puts(p->out, "</option>");
}

static void put_select(struct pen *p, const char *name, const char *label,
    const char *const *values, size_t n, const char *chosen)
{
	buf_printf(p->out,
	    "<label>%s <select name=\"%s\"><option value=\"\">any</option>",
	    label, name);
	for (size_t i = 0; i < n; i++)
		put_option(p, values[i], chosen);
	buf_puts(p->out, "</select></label>\n");
}

static void put_form(struct pen *p, const struct board_page *b)
{
	buf_puts(p->out,
	    "<form class=\"filter\" action=\"/\" aria-label=\"Filter\">\n");
	put_select(
	    p, "vendor", "Vendor", b->vendors, b->vendor_count, b->vendor);
	put_select(p, "status", "Status", statuses, STATUSES, b->status);
	buf_puts(p->out, "<label>Words <input name=\"words\" value=\"");
	html_text(p, pen_say(p, b->words));
	buf_puts(p->out,
	    "\"></label>\n<button>Filter</button>\n"
	    "<span class=\"count\" role=\"status\"></span>\n</form>\n");
}

static void put_verdict(struct pen *p, const struct rumor_row *r)
{
	buf_printf(p->out, "<p class=\"%s\">", html_status_class(r->status));
	buf_printf(p->out, "%s ", rumor_status_name(r->status));
	html_time(p, r->settled_at);
	html_text(p, pen_fmt(p, ", %s after the first word",
			 pen_span_words(p, r->settled_at - r->first_at)));
	if (!r->evidence && r->status == RUMOR_EXPIRED)
		buf_puts(p->out, ": its own deadline passed");
	buf_puts(p->out, "</p>\n");
	if (r->evidence)
		html_put(p, "blockquote", words_quote(p, r->evidence));
}

void html_origin(struct pen *p, const struct rumor_row *r)
{
	if (!r->by_tipster) {
		html_text(p, pen_say(p, r->first_origin));
		return;
	}
	buf_puts(p->out, "<a href=\"/tipster?name=");
	url_put_encoded(p->out, r->first_origin);
	buf_puts(p->out, "\">");
	html_text(p, pen_say(p, r->first_origin));
	buf_puts(p->out, "</a>");
}

static void put_first_word(struct pen *p, const struct rumor_row *r)
{
	const char *outlet =
	    r->first_source ? pen_say(p, r->first_source) : "its first item";

	buf_puts(p->out, "<p class=\"said\">");
	if (r->first_origin) {
		html_origin(p, r);
		buf_puts(p->out, ": ");
		html_record(p, &r->record);
		buf_puts(p->out, "; first in ");
	} else {
		buf_puts(p->out, "Nobody named; first in ");
	}
	html_link(p, r->first_url, outlet);
	buf_puts(p->out, ", ");
	html_time(p, r->first_at);
	buf_puts(p->out, "</p>\n");
}

void html_rumor_card(struct pen *p, const struct rumor_row *r)
{
	const char *about = words_about(p, r);

	buf_printf(p->out, "<article class=\"rumor\" data-status=\"%s\"",
	    rumor_status_name(r->status));
	buf_puts(p->out, " data-vendor=\"");
	html_text(p, pen_say(p, r->vendor));
	buf_printf(p->out, "\">\n<h3>");
	html_status(p, r->status);
	buf_printf(p->out, " <a href=\"/rumors/%lld\">", (long long)r->id);
	html_text(p, pen_say(p, r->statement));
	buf_puts(p->out, "</a></h3>\n");
	html_put(p, "p class=\"about\"",
	    pen_fmt(p, "%s · %s", about,
		words_reach(p, r->origin_count, r->outlet_count)));
	put_first_word(p, r);
	if (r->deadline && !r->settled_at) {
		buf_puts(p->out, "<p>Due by ");
		html_time(p, r->deadline);
		buf_puts(p->out, "</p>\n");
	}
	if (r->unverifiable_since) {
		buf_puts(p->out, "<p class=\"bad\">Unverifiable since ");
		html_time(p, r->unverifiable_since);
		buf_puts(p->out, ": the vendor's own feeds fail</p>\n");
	}
	if (r->settled_at)
		put_verdict(p, r);
	buf_puts(p->out, "</article>\n");
}

static void put_group(
    struct pen *p, const struct board_page *b, bool settled, const char *title)
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++)
		n += (b->rows[i].settled_at != 0) == settled;
	if (!n)
		return;
	buf_puts(p->out, "<section>\n");
	html_put(p, "h2", pen_fmt(p, "%s (%zu)", title, n));
	for (size_t i = 0; i < b->count; i++)
		if ((b->rows[i].settled_at != 0) == settled)
			html_rumor_card(p, &b->rows[i]);
	buf_puts(p->out, "</section>\n");
}

static void put_parameter(struct pen *p, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(p->out, "&amp;%s=", name);
	url_put_encoded(p->out, value);
}

static void put_more(struct pen *p, const struct board_page *b)
{
	buf_printf(p->out, "<p><a class=\"more\" href=\"/?limit=%zu",
	    b->limit > 500 ? (size_t)1000 : b->limit * 2);
	put_parameter(p, "vendor", b->vendor);
	put_parameter(p, "status", b->status);
	put_parameter(p, "words", b->words);
	buf_puts(p->out, "\">More</a></p>\n");
}

void web_board(
    struct buf *out, const struct dress *d, const struct board_page *b)
{
	struct pen p;

	html_begin(&p, out, d, PLACE_RUMORS, "Rumors");
	put_form(&p, b);
	if (!b->count)
		html_put(&p, "p", "No rumors here.");
	put_group(&p, b, false, "Open");
	put_group(&p, b, true, "Settled");
	if (b->more)
		put_more(&p, b);
	html_end(&p);
}
