/*
 * The HTML part: one column, no image, no script, nothing from elsewhere;
 * light and dark; every state by its word. All text goes through put_text(),
 * which escapes. Below 100 kB as sent: what does not fit is in the text part,
 * and the page says so.
 */
#include "text/utf8.h"
#include "view/html.h"
#include "view/letter.h"
#include "view/words.h"

/* Base64 makes 4 of 3 and adds line ends: this many bytes stay below 100 kB. */
#define ROOM_BYTES	 (70u << 10)
#define LONGEST_ROW	 (8u << 10)
#define LONGEST_SENTENCE 900 /* bytes of one sentence shown */

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n";

static const char style[] =
    "<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { margin: 0 auto; padding: 16px; max-width: 640px;\n"
    "  font: 16px/1.45 system-ui, sans-serif;\n"
    "  color: #1a1a1a; background: #ffffff; }\n"
    "h1 { font-size: 20px; margin: 0; }\n"
    "h2 { font-size: 16px; margin: 28px 0 4px; padding-bottom: 4px;\n"
    "  border-bottom: 1px solid #8a8a8a; }\n"
    "h3 { font-size: 16px; margin: 16px 0 4px; }\n"
    "p, ul { margin: 4px 0; }\n"
    "ul { padding-left: 20px; }\n"
    "li { margin: 6px 0; }\n"
    "a { color: #0b57d0; overflow-wrap: anywhere; }\n"
    "blockquote { margin: 4px 0; padding-left: 10px;\n"
    "  border-left: 3px solid #8a8a8a; }\n"
    ".quiet { color: #595959; font-size: 14px; }\n"
    ".status { display: inline-block; padding: 0 6px; border-radius: 4px;\n"
    "  border: 1px solid currentColor; font-size: 13px; }\n"
    ".good { color: #0a6b2d; }\n"
    ".bad { color: #a8201a; }\n"
    ".open { color: #7a5200; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  body { color: #e6e6e6; background: #161616; }\n"
    "  a { color: #8ab4f8; }\n"
    "  .quiet { color: #a8a8a8; }\n"
    "  .good { color: #6fd08c; }\n"
    "  .bad { color: #ff8a80; }\n"
    "  .open { color: #f0c060; }\n"
    "}\n"
    "</style>\n";

/* Text of ours or of pen_say(), cut at a character where it is very long. */
static void put_text(struct letter *l, struct buf *b, const char *s)
{
	size_t n = strlen(s);

	if (n <= LONGEST_SENTENCE) {
		html_escape(b, s);
		return;
	}
	n = utf8_cut(s, LONGEST_SENTENCE);
	html_escape(b, arena_strndup(&l->page.arena, s, n));
	buf_puts(b, "…");
}

static void put_element(
    struct letter *l, struct buf *b, const char *open, const char *s)
{
	size_t name = strcspn(open, " ");

	if (!*s)
		return;
	buf_printf(b, "<%s>", open);
	put_text(l, b, s);
	buf_printf(b, "</%.*s>\n", (int)name, open);
}

/* Text as a link, or as plain text where the address may not be one. */
static void put_link(
    struct letter *l, struct buf *b, const char *url, const char *s)
{
	bool link = may_be_link(url) && strlen(url) < HTML_LONGEST_LINK;

	if (link) {
		buf_puts(b, "<a href=\"");
		html_escape(b, pen_say(&l->page, url));
		buf_puts(b, "\">");
	}
	put_text(l, b, s);
	if (link)
		buf_puts(b, "</a>");
}

static void put_evidence(
    struct letter *l, struct buf *b, const struct rumor_row *r)
{
	const struct evidence_row *e = letter_evidence(l, r);
	const char *sentence = e ? e->sentence : r->evidence;

	if (!sentence)
		return;
	buf_puts(b, "<blockquote>");
	put_text(l, b, words_quote(&l->page, sentence));
	if (e) {
		buf_puts(b, " – ");
		put_link(l, b, e->url, letter_evidence_source(l, r));
	}
	buf_puts(b, "</blockquote>\n");
}

static void put_rumor(
    struct letter *l, struct buf *b, const struct rumor_row *r)
{
	buf_printf(b,
	    "<h3><span class=\"status %s\"><span aria-hidden=\"true\">%s</span> "
	    "%s</span> ",
	    html_status_class(r->status), html_status_shape(r->status),
	    rumor_status_name(r->status));
	put_link(l, b, r->first_url, pen_say(&l->page, r->statement));
	buf_puts(b, "</h3>\n");
	if (r->settled_at) {
		put_element(l, b, "p", letter_settled(l, r));
		put_evidence(l, b, r);
		if (r->contested)
			put_element(l, b, "p", letter_contested(l, r));
	}
	put_element(l, b,
	    record_settled(&r->record) < RECORD_FEW ? "p class=\"quiet\"" : "p",
	    letter_said_by(l, r));
	put_element(l, b, "p class=\"quiet\"",
	    pen_fmt(&l->page, "%s Rumor #%lld.", letter_reach(l, r),
		(long long)r->id));
}

static bool has_room(const struct buf *b)
{
	return b->len + LONGEST_ROW < ROOM_BYTES;
}

/*
 * What is not shown: what the text part has of it (as many as listed), and
 * which command shows the rest.
 */
static void put_more(struct letter *l, struct buf *b, const char *list,
    const char *status, int64_t since, size_t shown, size_t listed,
    size_t count)
{
	if (shown < listed)
		put_element(l, b, "p",
		    pen_fmt(&l->page,
			"And %zu more, in the plain text of this mail.",
			listed - shown));
	if (listed < count)
		put_element(l, b, "p",
		    letter_more(l, list, status, since, count - listed));
}

static void put_section(
    struct letter *l, struct buf *b, const struct section *s)
{
	size_t i;

	put_element(
	    l, b, "h2", pen_fmt(&l->page, "%s (%zu)", s->title, s->count));
	for (i = 0; i < s->shown && has_room(b); i++)
		put_rumor(l, b, &s->rumors[i]);
	put_more(l, b, "rumors", s->status, s->since, i, s->shown, s->count);
}

static size_t listed(size_t count)
{
	return count < LETTER_MOST ? count : LETTER_MOST;
}

static void put_stories(struct letter *l, struct buf *b)
{
	const struct digest_report *d = l->digest;
	size_t most = listed(d->story_count), i;

	put_element(
	    l, b, "h2", pen_fmt(&l->page, "Top stories (%zu)", d->story_count));
	buf_puts(b, "<ul>\n");
	for (i = 0; i < most && has_room(b); i++) {
		const struct story_row *r = &d->stories[i];

		buf_puts(b, "<li>");
		put_link(l, b, r->url, pen_say(&l->page, r->headline));
		buf_puts(b, " <span class=\"quiet\">(");
		put_text(l, b, letter_story_reach(l, r));
		buf_puts(b, ")</span></li>\n");
	}
	buf_puts(b, "</ul>\n");
	put_more(l, b, "stories", NULL, letter_stories_since(l), i, most,
	    d->story_count);
}

static void put_down(struct letter *l, struct buf *b)
{
	const struct digest_report *d = l->digest;
	size_t most = listed(d->down_count), i;

	put_element(l, b, "h2",
	    pen_fmt(&l->page, "Sources that were down (%zu)", d->down_count));
	buf_puts(b, "<ul>\n");
	for (i = 0; i < most && has_room(b); i++)
		put_element(l, b, "li", letter_down(l, &d->down[i]));
	buf_puts(b, "</ul>\n");
	put_more(l, b, "feeds", NULL, 0, i, most, d->down_count);
}

static void put_foot(struct letter *l, struct buf *b)
{
	const struct mail_envelope *e = l->envelope;

	buf_puts(b, "<p class=\"quiet\" style=\"margin-top: 28px\">");
	put_text(l, b,
	    pen_fmt(&l->page, "hearsay digest “%s”. ",
		pen_say(&l->page, e->digest)));
	buf_puts(b,
	    "Only official words settle a rumor. A record is the share that "
	    "came true, with its 90&nbsp;% interval and the number of settled "
	    "rumors.");
	if (e->unsubscribe) {
		buf_puts(b, " To get no more of these, write to ");
		put_text(l, b, pen_say(&l->page, e->unsubscribe));
		buf_puts(b, ".");
	}
	buf_puts(b, "</p>\n");
}

void letter_put_html(struct letter *l, struct buf *b)
{
	struct section sections[LETTER_SECTIONS];
	const char *title =
	    pen_say(&l->page, mail_subject(&l->page.arena, l->digest));

	buf_puts(b, head);
	put_element(l, b, "title", title);
	buf_puts(b, style);
	buf_puts(b, "</head>\n<body>\n");
	put_element(l, b, "h1", title);
	put_element(l, b, "p class=\"quiet\"", letter_period(l));
	letter_sections(l, sections);
	for (size_t i = 0; i < LETTER_SECTIONS; i++)
		if (sections[i].count)
			put_section(l, b, &sections[i]);
	if (!mail_has_content(l->digest))
		put_element(l, b, "p", LETTER_NOTHING);
	if (l->digest->story_count)
		put_stories(l, b);
	if (l->digest->down_count)
		put_down(l, b);
	put_foot(l, b);
	buf_puts(b, "</body>\n</html>\n");
}
