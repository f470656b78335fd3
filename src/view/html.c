/* The frame of every web page, and the pieces they share. */
#include "view/html.h"
#include "view/web.h"

#include <string.h>

#include "text/date.h"
#include "view/words.h"

static const struct place {
	const char *href, *name;
} places[] = {
    [PLACE_RUMORS] = {"/", "Rumors"},
    [PLACE_STORIES] = {"/stories", "Stories"},
    [PLACE_TIPSTERS] = {"/tipsters", "Tipsters"},
    [PLACE_FEEDS] = {"/feeds", "Feeds"},
};

#define PLACES (sizeof(places) / sizeof(places[0]))

void html_escape(struct buf *b, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "&<>\"'");

		buf_add(b, s, n);
		s += n;
		if (!*s)
			return;
		buf_puts(b, *s == '&'	? "&amp;"
			    : *s == '<' ? "&lt;"
			    : *s == '>' ? "&gt;"
			    : *s == '"' ? "&quot;"
					: "&#39;");
		s++;
	}
}

void html_text(struct pen *p, const char *s)
{
	html_escape(p->out, s);
}

void html_put(struct pen *p, const char *tag, const char *s)
{
	if (!*s)
		return;
	buf_printf(p->out, "<%s>", tag);
	html_text(p, s);
	buf_printf(p->out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void html_link(struct pen *p, const char *url, const char *s)
{
	bool link = may_be_link(url) && strlen(url) < HTML_LONGEST_LINK;

	if (link) {
		buf_puts(p->out, "<a rel=\"noreferrer\" href=\"");
		html_text(p, pen_say(p, url));
		buf_puts(p->out, "\">");
	}
	html_text(p, s);
	if (link)
		buf_puts(p->out, "</a>");
}

void html_time(struct pen *p, int64_t at)
{
	char iso[DATE_RFC3339_SIZE];

	if (at <= 0) {
		buf_puts(p->out, "never");
		return;
	}
	date_format_rfc3339(at, iso);
	buf_printf(p->out, "<time datetime=\"%s\" title=\"%s\">%s</time>", iso,
	    pen_ago(p, at), pen_time(p, at));
}

void html_asked(struct pen *p, const char *what, int64_t asked)
{
	if (asked)
		html_put(p, "p",
		    pen_fmt(p, "%s %lld was merged into this one.", what,
			(long long)asked));
}

const char *html_status_class(enum rumor_status s)
{
	static const char *const classes[] = {
	    [RUMOR_OPEN] = "open",
	    [RUMOR_CORROBORATED] = "open",
	    [RUMOR_CONFIRMED] = "good",
	    [RUMOR_PARTLY_CONFIRMED] = "good",
	    [RUMOR_CONTRADICTED] = "bad",
	    [RUMOR_DENIED] = "bad",
	    [RUMOR_EXPIRED] = "quiet",
	};

	return classes[s];
}

const char *html_status_shape(enum rumor_status s)
{
	static const char *const shapes[] = {
	    [RUMOR_OPEN] = "○",
	    [RUMOR_CORROBORATED] = "◎",
	    [RUMOR_CONFIRMED] = "✓",
	    [RUMOR_PARTLY_CONFIRMED] = "◐",
	    [RUMOR_CONTRADICTED] = "✗",
	    [RUMOR_DENIED] = "⊘",
	    [RUMOR_EXPIRED] = "…",
	};

	return shapes[s];
}

void html_status(struct pen *p, enum rumor_status s)
{
	buf_printf(p->out,
	    "<span class=\"status %s\"><span aria-hidden=\"true\">%s</span> "
	    "%s</span>",
	    html_status_class(s), html_status_shape(s), rumor_status_name(s));
}

/*
 * The 90 % interval as a bar from 0 to 100 %, the mean as a line across it.
 * What it says stands beside it in words, so a reader of screens skips it.
 */
void html_record(struct pen *p, const struct record_row *r)
{
	const char *class =
	    record_settled(r) < RECORD_FEW ? "record few" : "record";

	buf_printf(p->out, "<span class=\"%s\">", class);
	html_text(p, words_record(p, r));
	if (record_settled(r))
		buf_printf(p->out,
		    " <svg class=\"interval\" viewBox=\"0 0 100 12\" "
		    "width=\"100\" height=\"12\" aria-hidden=\"true\">"
		    "<line class=\"axis\" x1=\"0\" y1=\"6\" x2=\"100\" "
		    "y2=\"6\"/><rect x=\"%.1f\" y=\"3\" width=\"%.1f\" "
		    "height=\"6\"/><line class=\"mean\" x1=\"%.1f\" y1=\"0\" "
		    "x2=\"%.1f\" y2=\"12\"/></svg>",
		    r->low * 100, (r->high - r->low) * 100, r->mean * 100,
		    r->mean * 100);
	buf_puts(p->out, "</span>");
}

static void put_navigation(struct pen *p, enum html_place here)
{
	buf_puts(p->out,
	    "<a class=\"skip\" href=\"#main\">To the content</a>\n<header>\n"
	    "<a class=\"name\" href=\"/\">hearsay</a>\n"
	    "<nav aria-label=\"Pages\">\n");
	for (size_t i = 0; i < PLACES; i++)
		buf_printf(p->out, "<a href=\"%s\"%s>%s</a>\n", places[i].href,
		    i == here ? " aria-current=\"page\"" : "", places[i].name);
	buf_puts(p->out, "</nav>\n<form class=\"search\" role=\"search\" "
			 "action=\"/search\">\n"
			 "<label for=\"q\">Search</label> "
			 "<input id=\"q\" name=\"q\" type=\"search\" required> "
			 "<button>Find</button>\n</form>\n</header>\n");
}

void html_begin(struct pen *p, struct buf *b, const struct dress *d,
    enum html_place here, const char *title)
{
	pen_init(p, b, d);
	buf_puts(b,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	html_text(p, pen_say(p, title));
	buf_puts(b, " – hearsay</title>\n"
		    "<link rel=\"stylesheet\" href=\"/style.css\">\n"
		    "<link rel=\"icon\" href=\"/icon.svg\">\n"
		    "<link rel=\"alternate\" type=\"application/atom+xml\" "
		    "title=\"Rumors\" href=\"/rumors.atom\">\n"
		    "<script src=\"/script.js\" defer></script>\n"
		    "</head>\n<body>\n");
	put_navigation(p, here);
	buf_puts(b, "<main id=\"main\">\n");
	html_put(p, "h1", pen_say(p, title));
}

void html_end(struct pen *p)
{
	buf_printf(p->out,
	    "</main>\n<footer>\n<p>Times are UTC; as of %s. Only official "
	    "words settle a rumor; origins count, outlets do not. "
	    "<a href=\"/rumors.atom\">Atom feed</a></p>\n</footer>\n"
	    "</body>\n</html>\n",
	    pen_time(p, p->dress->now));
	pen_end(p);
}

void web_error(struct buf *b, const struct dress *d, const char *text)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_NONE, "This cannot be shown");
	html_put(&p, "p", pen_say(&p, text));
	html_end(&p);
}
