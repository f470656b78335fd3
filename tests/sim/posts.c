/* What a site publishes, and the document that shows it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "prose.h"
#include "simtime.h"
#include "text/date.h"
#include "world.h"

#define MEND_EVERY 37 /* each such post has its text mended */
#define MENDED_S   (6 * HOUR)

static bool is_mended(const struct post *p, int64_t now)
{
	return p->n % MEND_EVERY == 0 && now - p->at > MENDED_S;
}

static void publish(struct site *s, int64_t at)
{
	struct post p = {.at = at, .n = s->next_n++, .affair = -1};

	if (s->vendor) {
		p.affair = prose_verdict(s->vendor, at);
		p.stance = SETTLED;
	}
	if (p.affair < 0 && !s->vendor && chance(&s->rng, 0.15)) {
		p.affair = prose_current(&s->rng, at);
		p.stance = RUMORED;
	}
	if (s->post_count == s->window) {
		memmove(s->posts, s->posts + 1,
		    (s->post_count - 1) * sizeof(*s->posts));
		s->post_count--;
	}
	s->posts[s->post_count++] = p;
}

void posts_publish(struct site *s, int64_t now)
{
	for (; s->next_post <= now;
	     s->next_post += draw_wait(&s->rng, s->every_s))
		publish(s, s->next_post);
}

void posts_link(const struct site *s, const struct post *p, char *to, size_t n)
{
	snprintf(to, n, "https://%s/a/%zu-%" PRIu64 ".html", s->host->name,
	    s->index, p->n);
}

uint64_t posts_mark(const struct site *s)
{
	int64_t now = simtime_true();
	uint64_t mark = s->next_n * 64 + s->guids;

	if (s->trouble == BARE)
		return 1;
	for (size_t i = 0; i < s->post_count; i++)
		if (is_mended(&s->posts[i], now))
			mark += s->posts[i].n * 1000003 + 17;
	if (s->restless)
		mark += (uint64_t)now * 7919;
	return mark;
}

int64_t posts_changed_at(const struct site *s)
{
	int64_t now = simtime_true(), last = s->moved_at;

	if (s->restless)
		return now;
	for (size_t i = 0; i < s->post_count; i++) {
		const struct post *p = &s->posts[i];
		int64_t at = p->at + (is_mended(p, now) ? MENDED_S : 0);

		last = at > last ? at : last;
	}
	return last;
}

/* --- documents --- */

struct entry_text {
	struct buf title, text;
	char link[96], guid[112], date[40];
};

void posts_date(int64_t at, char *to, size_t n)
{
	static const char *const days[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct civil c;

	date_to_civil(at, &c);
	snprintf(to, n, "%s, %02d %s %d %02d:%02d:%02d GMT",
	    days[date_weekday(at)], c.day, months[c.month - 1], c.year, c.hour,
	    c.minute, c.second);
}

static void read_post(
    const struct site *s, const struct post *p, struct entry_text *e)
{
	buf_clear(&e->title);
	buf_clear(&e->text);
	prose_write(&e->title, &e->text, s->index, p->n, p->affair,
	    (enum stance)p->stance);
	if (is_mended(p, simtime_true()))
		buf_puts(&e->text, " This text was mended.");
	posts_link(s, p, e->link, sizeof(e->link));
	snprintf(e->guid, sizeof(e->guid), "tag:%s,2020:%zu-%" PRIu64 "%s%.0u",
	    s->host->name, s->index, p->n, s->guids ? "-g" : "", s->guids);
	if (s->format == RSS)
		posts_date(p->at, e->date, sizeof(e->date));
	else
		date_format_rfc3339(p->at, e->date);
}

static void put_rss(
    const struct site *s, const struct entry_text *e, struct buf *b)
{
	buf_printf(b,
	    "<item><title>%s</title><link>%s</link>"
	    "<guid isPermaLink=\"false\">%s</guid>",
	    buf_text(&e->title), e->link, e->guid);
	if (!s->undated)
		buf_printf(b, "<pubDate>%s</pubDate>", e->date);
	buf_printf(b, "<description><![CDATA[<p>%s</p>]]></description></item>",
	    buf_text(&e->text));
}

static void put_atom(
    const struct site *s, const struct entry_text *e, struct buf *b)
{
	(void)s;
	buf_printf(b,
	    "<entry><title>%s</title><link href=\"%s\"/><id>%s</id>"
	    "<updated>%s</updated><published>%s</published>"
	    "<content type=\"html\">&lt;p&gt;%s&lt;/p&gt;</content></entry>",
	    buf_text(&e->title), e->link, e->guid, e->date, e->date,
	    buf_text(&e->text));
}

static void put_json(
    const struct site *s, const struct entry_text *e, struct buf *b)
{
	if (b->data[b->len - 1] == '}')
		buf_putc(b, ',');
	buf_printf(b,
	    "{\"id\":\"%s\",\"url\":\"%s\",\"title\":\"%s\","
	    "\"content_text\":\"%s\"",
	    e->guid, e->link, buf_text(&e->title), buf_text(&e->text));
	if (!s->undated)
		buf_printf(b, ",\"date_published\":\"%s\"", e->date);
	buf_putc(b, '}');
}

static void begin_rss(const struct site *s, struct buf *b)
{
	static const char *const days[] = {"Sunday", "Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday"};
	char built[40];

	buf_printf(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<rss version=\"2.0\"><channel><title>%s</title>"
	    "<link>https://%s/</link><description>news</description>",
	    s->slug, s->host->name);
	if (s->ttl_s)
		buf_printf(b, "<ttl>%d</ttl>", (int)(s->ttl_s / 60));
	if (s->restless) {
		posts_date(simtime_true(), built, sizeof(built));
		buf_printf(b, "<lastBuildDate>%s</lastBuildDate>", built);
	}
	if (s->skip_hours) {
		buf_puts(b, "<skipHours>");
		for (unsigned h = 0; h < 24; h++)
			if (s->skip_hours >> h & 1)
				buf_printf(b, "<hour>%u</hour>", h);
		buf_puts(b, "</skipHours>");
	}
	if (s->skip_days) {
		buf_puts(b, "<skipDays>");
		for (unsigned d = 0; d < 7; d++)
			if (s->skip_days >> d & 1)
				buf_printf(b, "<day>%s</day>", days[d]);
		buf_puts(b, "</skipDays>");
	}
}

static void begin_atom(const struct site *s, struct buf *b)
{
	char at[DATE_RFC3339_SIZE];

	date_format_rfc3339(posts_changed_at(s), at);
	buf_printf(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>%s</title>"
	    "<id>tag:%s,2020:%zu</id><updated>%s</updated>",
	    s->slug, s->host->name, s->index, at);
}

static void begin_json(const struct site *s, struct buf *b)
{
	buf_printf(b,
	    "{\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"title\":\"%s\",",
	    s->slug);
	if (s->restless)
		buf_printf(b, "\"_built\":%" PRId64 ",", simtime_true());
	buf_puts(b, "\"items\":[");
}

static const struct dress {
	void (*begin)(const struct site *, struct buf *);
	void (*put)(
	    const struct site *, const struct entry_text *, struct buf *);
	const char *end;
} dresses[] = {
    [RSS] = {begin_rss, put_rss, "</channel></rss>\n"},
    [ATOM] = {begin_atom, put_atom, "</feed>\n"},
    [JSON] = {begin_json, put_json, "]}\n"},
};

void posts_render(const struct site *s, struct buf *b)
{
	const struct dress *dress = &dresses[s->format];
	struct entry_text e;

	buf_init(&e.title, 1024);
	buf_init(&e.text, 8192);
	dress->begin(s, b);
	for (size_t i = s->post_count; i-- > 0 && s->trouble != BARE;) {
		read_post(s, &s->posts[i], &e);
		dress->put(s, &e, b);
	}
	buf_puts(b, dress->end);
	buf_free(&e.title);
	buf_free(&e.text);
}

void posts_page(const struct site *s, const struct post *p, struct buf *b)
{
	struct entry_text e;

	buf_init(&e.title, 1024);
	buf_init(&e.text, 8192);
	read_post(s, p, &e);
	buf_printf(b,
	    "<!DOCTYPE html><html><head><title>%s</title></head><body>"
	    "<nav>Home Reviews About</nav><article><h1>%s</h1><p>%s</p>"
	    "<p>%s</p></article></body></html>",
	    buf_text(&e.title), buf_text(&e.title), buf_text(&e.text),
	    buf_text(&e.text));
	buf_free(&e.title);
	buf_free(&e.text);
}
