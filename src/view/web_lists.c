/* Stories, feeds and what a search found, as pages. */
#include <string.h>

#include "text/url.h"
#include "view/html.h"
#include "view/web.h"
#include "view/words.h"

/* --- stories --- */

static void put_story_facts(struct pen *p, const struct story_row *s)
{
	html_text(
	    p, pen_fmt(p, "%s, %s", pen_count(p, s->outlet_count, "outlet"),
		   pen_count(p, s->item_count, "item")));
	if (s->origin_count)
		html_text(p, pen_fmt(p, ", %s",
				 pen_count(p, s->origin_count, "origin")));
	if (s->langs && *s->langs)
		html_text(p, pen_fmt(p, " · %s", pen_say(p, s->langs)));
	buf_puts(p->out, " · ");
	html_time(p, s->first_at);
	if (!s->rumor)
		return;
	buf_printf(p->out, " · %s<a href=\"/rumors/%lld\">rumor</a> ",
	    s->settles ? "settles a " : "", (long long)s->rumor);
	html_status(p, s->rumor_status);
}

void web_stories(
    struct buf *b, const struct dress *d, const struct story_row *s, size_t n)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_STORIES, "Stories");
	if (!n)
		html_put(&p, "p", "No stories yet.");
	for (size_t i = 0; i < n; i++) {
		buf_printf(b,
		    "<article class=\"story%s\">\n<h3><a "
		    "href=\"/stories/%lld\">",
		    s[i].outlet_count > 1 ? " many" : "", (long long)s[i].id);
		html_text(&p, pen_say(&p, s[i].headline));
		buf_puts(b, "</a></h3>\n<p class=\"quiet\">");
		put_story_facts(&p, &s[i]);
		buf_puts(b, "</p>\n</article>\n");
	}
	html_end(&p);
}

static void put_reason(struct pen *p, const char *label, const struct reason *r)
{
	if (!r->rule)
		return;
	html_put(p, "p class=\"quiet\"",
	    pen_fmt(p, "%s: %s%s%s", label, pen_say(p, r->rule),
		r->detail && *r->detail ? ": " : "", pen_say(p, r->detail)));
}

static void put_item(struct pen *p, const struct item_row *i)
{
	buf_puts(p->out, "<li>");
	html_time(p, i->published_at);
	buf_putc(p->out, ' ');
	html_text(p, words_source(p, i->source_title, i->role));
	if (i->flagged)
		buf_puts(p->out, " <b class=\"open\">carries a rumor</b>");
	if (i->attributed)
		html_text(
		    p, pen_fmt(p, ", word of %s", pen_say(p, i->attributed)));
	if (i->copy_of)
		html_text(p,
		    pen_fmt(p, ", copy of item %lld", (long long)i->copy_of));
	buf_puts(p->out, "<p>");
	html_link(p, i->url, pen_say(p, i->title));
	buf_puts(p->out, "</p>\n");
	put_reason(p, "here because", &i->placed);
	buf_puts(p->out, "</li>\n");
}

static void put_revisions(struct pen *p, const struct story_report *s)
{
	if (!s->revision_count)
		return;
	html_put(p, "h2", "Headlines that were changed");
	buf_puts(p->out, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < s->revision_count; i++) {
		const struct revision_row *r = &s->revisions[i];

		buf_puts(p->out, "<li>");
		html_time(p, r->at);
		buf_puts(p->out, " <del>");
		html_text(p, pen_say(p, r->old_title));
		buf_puts(p->out, "</del> <ins>");
		html_text(p, pen_say(p, r->new_title));
		buf_puts(p->out, "</ins></li>\n");
	}
	buf_puts(p->out, "</ol>\n");
}

static void put_merges(struct pen *p, const struct story_report *s)
{
	if (!s->merge_count)
		return;
	html_put(p, "h2", "What was a story of its own");
	buf_puts(p->out, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < s->merge_count; i++) {
		const struct merge_row *m = &s->merges[i];

		buf_puts(p->out, "<li>");
		html_time(p, m->at);
		html_text(
		    p, pen_fmt(p, " story %lld became part of story %lld: %s",
			   (long long)m->story, (long long)m->part_of,
			   pen_say(p, m->why)));
		buf_puts(p->out, "</li>\n");
	}
	buf_puts(p->out, "</ol>\n");
}

void web_story(
    struct buf *b, const struct dress *d, const struct story_report *s)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_STORIES, s->row.headline);
	html_asked(&p, "Story", s->asked);
	buf_puts(b, "<p>");
	put_story_facts(&p, &s->row);
	buf_puts(b, "</p>\n");
	for (size_t i = 0; i < s->rumor_count; i++)
		if (s->rumors[i].id != s->row.rumor)
			buf_printf(b,
			    "<p>Part of <a href=\"/rumors/%lld\">rumor "
			    "#%lld</a></p>\n",
			    (long long)s->rumors[i].id,
			    (long long)s->rumors[i].id);
	html_put(&p, "h2", "Told by");
	buf_puts(b, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < s->item_count; i++)
		put_item(&p, &s->items[i]);
	buf_puts(b, "</ol>\n");
	put_revisions(&p, s);
	put_merges(&p, s);
	html_rulings(&p, s->rulings, s->ruling_count);
	html_end(&p);
}

/* --- feeds --- */

static void put_feed_state(struct pen *p, enum feed_state s)
{
	static const struct {
		const char *class, *shape;
	} looks[] = {
	    [FEED_NEW] = {"quiet", "○"},
	    [FEED_OK] = {"good", "✓"},
	    [FEED_FAILING] = {"bad", "✗"},
	    [FEED_NOT_A_FEED] = {"bad", "✗"},
	    [FEED_REFUSED] = {"bad", "⊘"},
	    [FEED_LIMITED] = {"open", "◐"},
	    [FEED_GONE] = {"bad", "⊘"},
	    [FEED_STALE] = {"open", "…"},
	};

	buf_printf(p->out,
	    "<span class=\"status %s\"><span aria-hidden=\"true\">%s</span> "
	    "%s</span>",
	    looks[s].class, looks[s].shape, feed_state_name(s));
}

static void put_feed(struct pen *p, const struct feed *f)
{
	buf_puts(p->out, "<tr><td>");
	html_link(p, may_be_link(f->source.site) ? f->source.site : f->url,
	    pen_say(p, f->source.title ? f->source.title : f->source.slug));
	buf_puts(p->out, "</td><td>");
	put_feed_state(p, f->state);
	if (f->failing_since) {
		buf_puts(p->out, " since ");
		html_time(p, f->failing_since);
	}
	html_put(p, "p class=\"quiet\"", pen_say(p, f->state_reason));
	buf_puts(p->out, "</td><td data-label=\"Polled\">");
	html_time(p, f->polled_at);
	buf_puts(p->out, "</td><td data-label=\"Next\">");
	if (f->state == FEED_GONE)
		buf_puts(p->out, "stopped");
	else
		html_time(p, f->due_at);
	html_put(p, "p class=\"quiet\"", words_due(p, f->due_reason));
	buf_puts(p->out, "</td><td data-label=\"Newest item\">");
	html_time(p, f->newest_item_at);
	buf_puts(p->out, "</td></tr>\n");
}

void web_feeds(
    struct buf *b, const struct dress *d, const struct feed *f, size_t n)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_FEEDS, "Feeds");
	if (!n)
		html_put(&p, "p",
		    "No feeds are configured: hearsay feed add "
		    "takes one.");
	if (n) {
		buf_puts(b,
		    "<table>\n<tr><th>Feed</th><th>State</th><th>Polled</th>"
		    "<th>Next</th><th>Newest item</th></tr>\n");
		for (size_t i = 0; i < n; i++)
			put_feed(&p, &f[i]);
		buf_puts(b, "</table>\n");
	}
	html_end(&p);
}

/* --- search --- */

static void put_search_link(
    struct pen *p, const struct search_page *s, const char *more)
{
	buf_puts(p->out, "<a class=\"more\" href=\"/search?q=");
	url_put_encoded(p->out, s->words);
	buf_printf(p->out, "%s\">", more);
}

static void put_found(struct pen *p, const struct search_page *s)
{
	html_put(p, "p",
	    pen_fmt(p, "%s for “%s”, %s", pen_count(p, s->count, "item"),
		pen_say(p, s->words),
		s->by_time ? "the newest first" : "the best match first"));
	if (!s->count)
		return;
	buf_puts(p->out, "<p>");
	put_search_link(p, s, s->by_time ? "" : "&amp;order=time");
	buf_printf(p->out, "%s</a></p>\n",
	    s->by_time ? "The best match first" : "The newest first");
}

static void put_hit(struct pen *p, const struct search_hit *h)
{
	buf_puts(p->out, "<li>");
	html_time(p, h->item.published_at);
	html_text(p, pen_fmt(p, " %s · ",
			 words_source(p, h->item.source_title, h->item.role)));
	buf_printf(p->out, "<a href=\"/stories/%lld\">story</a><p>",
	    (long long)h->item.story);
	html_link(p, h->item.url, pen_say(p, h->item.title));
	buf_puts(p->out, "</p>\n");
	html_put(p, "p class=\"quiet\"", pen_say(p, h->snippet));
	buf_puts(p->out, "</li>\n");
}

static void put_older(struct pen *p, const struct search_page *s)
{
	const struct item_row *last = &s->hits[s->count - 1].item;

	buf_puts(p->out, "<p>");
	put_search_link(p, s,
	    pen_fmt(p, "&amp;order=time&amp;behind=%lld-%lld",
		(long long)last->published_at, (long long)last->id));
	buf_puts(p->out, "Older</a></p>\n");
}

void web_search(
    struct buf *b, const struct dress *d, const struct search_page *s)
{
	struct pen p;

	html_begin(&p, b, d, PLACE_SEARCH, "Search");
	if (s->words)
		put_found(&p, s);
	buf_puts(b, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < s->count; i++)
		put_hit(&p, &s->hits[i]);
	buf_puts(b, "</ol>\n");
	if (s->more)
		put_older(&p, s);
	html_end(&p);
}
