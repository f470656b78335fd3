/* An entry's text, links and date, as judgement takes them. */
#include "judge/entryitem.h"

#include <inttypes.h>
#include <strings.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/caps.h"
#include "text/url.h"
#include "text/utf8.h"

#define CAP_LINKS 64  /* of one item, that are judged */
#define AHEAD_S	  900 /* a publisher's clock may be a little fast */

static const char *cut(struct arena *a, const char *s, size_t cap)
{
	if (!s)
		return "";
	if (strlen(s) <= cap)
		return s;
	return arena_strndup(a, s, utf8_cut(s, cap));
}

static void put_link(struct buf *b, const char *url, size_t n)
{
	if (n < 8 || n > CAP_URL ||
	    (strncasecmp(url, "http://", 7) && strncasecmp(url, "https://", 8)))
		return;
	if (b->len)
		buf_putc(b, '\n');
	for (size_t i = 0; i < n; i++) {
		if (!strncmp(url + i, "&amp;", 5))
			i += 4, buf_putc(b, '&');
		else if ((unsigned char)url[i] > ' ')
			buf_putc(b, url[i]);
	}
}

/*
 * The href attributes of the content. The text itself was made by the parse
 * role; of the markup only this is needed, and nothing of it is trusted.
 */
static void put_hrefs(struct buf *b, const char *html)
{
	size_t found = 0, n;

	for (const char *p = html; p && found < CAP_LINKS; found++) {
		p = strcasestr(p, "href=");
		if (!p)
			return;
		p += 5;
		if (*p != '"' && *p != '\'')
			continue;
		n = strcspn(p + 1, *p == '"' ? "\"" : "'");
		put_link(b, p + 1, n);
		p += 1 + n;
	}
}

static void put_lines(struct buf *b, const char *lines)
{
	size_t n;

	for (; lines && *lines; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		put_link(b, lines, n);
	}
}

static const char *links_of(struct arena *a, const struct entry *e)
{
	struct buf b;
	const char *links;

	buf_init(&b, CAP_ITEM_TEXT);
	if (e->via)
		put_link(&b, e->via, strlen(e->via));
	if (e->source && e->source->link)
		put_link(&b, e->source->link, strlen(e->source->link));
	if (e->content_html)
		put_hrefs(&b, e->content_html);
	else
		put_lines(&b, e->links); /* of a page, which is plain text */
	links = b.len ? arena_strdup(a, buf_text(&b)) : NULL;
	buf_free(&b);
	return links;
}

static uint64_t hash_of(const char *title, const char *text)
{
	return XXH3_64bits_withSeed(
	    text, strlen(text), XXH3_64bits(title, strlen(title)));
}

/* A date ahead of us says nothing yet: then it is when it was seen. */
static int64_t moment(int64_t at, int64_t now)
{
	return at == DATE_NONE || at > now + AHEAD_S ? 0 : at;
}

void entryitem_make(struct arena *a, const struct doc *d, const struct entry *e,
    const struct source *source, int64_t now, struct entryitem *out)
{
	struct item *item = &out->item;
	const char *text = e->content_text ? e->content_text : e->summary_text;
	int64_t published = moment(e->published, now);

	*out = (struct entryitem){.updated_at = moment(e->updated, now)};
	/* A feed may carry a teaser as content and more as summary. */
	if (e->content_text && e->summary_text &&
	    strlen(e->summary_text) > strlen(e->content_text))
		text = e->summary_text;
	item->title = cut(a, e->title, CAP_TITLE);
	item->text = cut(a, text, CAP_ITEM_TEXT);
	item->url = e->link;
	item->links = links_of(a, e);
	item->author = e->author_count ? e->authors[0].name : NULL;
	item->lang = e->lang	   ? e->lang
		     : d->language ? d->language
				   : source->lang;
	if (!published)
		published = out->updated_at;
	item->published_at = published ? published : now;
	item->first_seen_at = now;
	item->source = source;
	out->content_hash = hash_of(item->title, item->text);
	out->canonical_url = item->url ? url_canonical(a, item->url) : NULL;
	item->guid = e->id ? e->id : item->url;
	if (!item->guid || strlen(item->guid) > CAP_ID)
		item->guid = arena_printf(a, "content:%016" PRIx64,
		    item->guid ? XXH3_64bits(item->guid, strlen(item->guid))
			       : out->content_hash);
}
