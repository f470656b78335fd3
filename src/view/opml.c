/*
 * The feeds as OPML 2.0 (http://opml.org/spec2.opml). What of a feed OPML has
 * no word for stands in attributes of a namespace of our own, so that an
 * import gives back what was exported.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "model/outline.h"
#include "view/view.h"

#define DEPTH_MOST 64

/* For the quotes of an attribute: XML 1.0 section 2.2 has no other controls. */
static void put_escaped(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '&')
			buf_puts(b, "&amp;");
		else if (c == '<')
			buf_puts(b, "&lt;");
		else if (c == '>')
			buf_puts(b, "&gt;");
		else if (c == '"')
			buf_puts(b, "&quot;");
		else if (c >= ' ')
			buf_putc(b, s[i]);
		else if (c == '\t' || c == '\n' || c == '\r')
			buf_putc(b, ' ');
	}
}

static void put_attribute(struct buf *b, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(b, " %s=\"", name);
	put_escaped(b, value, strlen(value));
	buf_putc(b, '"');
}

static void indent(struct buf *b, size_t depth)
{
	for (size_t i = 0; i < depth + 2; i++)
		buf_puts(b, "  ");
}

static void put_feed(struct buf *b, const struct feed *f, size_t depth)
{
	const struct source *s = &f->source;
	char seconds[32];

	indent(b, depth);
	buf_puts(b, "<outline");
	put_attribute(b, "text", s->title ? s->title : s->slug);
	put_attribute(b, "title", s->title ? s->title : s->slug);
	put_attribute(b, "type", "rss");
	put_attribute(b, "xmlUrl", f->url);
	put_attribute(b, "htmlUrl", s->site);
	put_attribute(b, "language", s->lang);
	put_attribute(b, "hearsay:id", s->slug);
	put_attribute(b, "hearsay:role", source_role_name(s->role));
	put_attribute(b, "hearsay:vendor", s->vendor);
	snprintf(seconds, sizeof(seconds), "%" PRId64 "s", f->interval_s);
	put_attribute(b, "hearsay:interval", f->interval_s ? seconds : NULL);
	put_attribute(b, "hearsay:fulltext", f->fulltext ? "yes" : NULL);
	buf_puts(b, "/>\n");
}

/* --- folders: the feeds come sorted by them --- */

struct name {
	const char *s;
	size_t n;
};

static size_t split(const char *folder, struct name *names)
{
	size_t count = 0, n;

	for (const char *s = folder; s && *s && count < DEPTH_MOST;
	     s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		names[count++] = (struct name){s, n};
	}
	return count;
}

static bool is_same(const struct name *a, const struct name *b)
{
	return a->n == b->n && !memcmp(a->s, b->s, a->n);
}

/* Closes and opens until the open folders are those of the next feed. */
static size_t go_to(struct buf *b, struct name *open, size_t depth,
    const struct name *wanted, size_t count)
{
	size_t same = 0;

	while (
	    same < depth && same < count && is_same(&open[same], &wanted[same]))
		same++;
	while (depth > same) {
		indent(b, --depth);
		buf_puts(b, "</outline>\n");
	}
	for (; depth < count; depth++) {
		open[depth] = wanted[depth];
		indent(b, depth);
		buf_puts(b, "<outline text=\"");
		put_escaped(b, wanted[depth].s, wanted[depth].n);
		buf_puts(b, "\">\n");
	}
	return depth;
}

static int by_folder(const void *a, const void *b)
{
	const struct feed *const *x = a, *const *y = b;
	const char *p = (*x)->folder, *q = (*y)->folder;
	int order = strcmp(p ? p : "", q ? q : "");

	return order ? order : strcmp((*x)->source.slug, (*y)->source.slug);
}

static void put_body(struct buf *b, const struct feed *const *feeds, size_t n)
{
	struct name open[DEPTH_MOST], wanted[DEPTH_MOST];
	size_t depth = 0, count;

	for (size_t i = 0; i < n; i++) {
		count = split(feeds[i]->folder, wanted);
		depth = go_to(b, open, depth, wanted, count);
		put_feed(b, feeds[i], depth);
	}
	go_to(b, open, depth, NULL, 0);
}

/* --- the whole --- */

static void put_date(struct buf *b, int64_t now)
{
	static const char days[] = "SunMonTueWedThuFriSat",
			  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t at = (time_t)now;
	struct tm t;

	if (!gmtime_r(&at, &t))
		return;
	buf_printf(b,
	    "    <dateCreated>%.3s, %02d %.3s %d %02d:%02d:%02d "
	    "GMT</dateCreated>\n",
	    days + 3 * t.tm_wday, t.tm_mday, months + 3 * t.tm_mon,
	    t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

void view_opml(
    struct buf *b, int64_t now, const struct feed *const *feeds, size_t n)
{
	const struct feed **sorted = mem_array(n + 1, sizeof(*sorted));

	for (size_t i = 0; i < n; i++)
		sorted[i] = feeds[i];
	qsort(sorted, n, sizeof(*sorted), by_folder);
	buf_puts(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<opml version=\"2.0\" xmlns:hearsay=\"" OUTLINE_NAMESPACE "\">\n"
	    "  <head>\n"
	    "    <title>Feeds of hearsay</title>\n");
	put_date(b, now);
	buf_puts(b, "    <docs>http://opml.org/spec2.opml</docs>\n"
		    "  </head>\n"
		    "  <body>\n");
	put_body(b, sorted, n);
	buf_puts(b, "  </body>\n</opml>\n");
	free(sorted);
}
