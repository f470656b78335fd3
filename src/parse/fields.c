/* The tables of elements, by the place they stand in. */
#include "parse/fields.h"

#include <strings.h>

/* clang-format off */

/*
 * THE ORDER OF A TABLE IS PRIORITY: where two elements fill one slot the row
 * that stands first wins; a row of the document's own format goes before all
 * others (see rank_of() in feed.c).
 */

static const struct field of_root[] = {
	{NS_RSS, "channel", DO_ENTER, 0, PLACE_FEED},
	{NS_RSS, "item", DO_ITEM, 0, PLACE_ITEM},
	{NS_RSS, "image", DO_ENTER, 0, PLACE_IMAGE},
	{NS_ATOM, "entry", DO_ITEM, 0, PLACE_ITEM},
};

static const struct field of_feed[] = {
	{NS_RSS, "item", DO_ITEM, 0, PLACE_ITEM},
	{NS_ATOM, "entry", DO_ITEM, 0, PLACE_ITEM},
	{NS_SITEMAP, "url", DO_ITEM, 0, PLACE_ITEM},
	{NS_SITEMAP, "sitemap", DO_ITEM, 0, PLACE_ITEM},
	{NS_RSS, "items", DO_ENTER, 0, PLACE_FEED}, /* RSS 1.1 */

	{NS_RSS, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_ATOM, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_DC, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_ITUNES, "title", DO_VALUE, SLOT_TITLE, 0},

	{NS_RSS, "description", DO_VALUE, SLOT_SUBTITLE, 0},
	{NS_ATOM, "subtitle", DO_VALUE, SLOT_SUBTITLE, 0},
	{NS_ATOM, "tagline", DO_VALUE, SLOT_SUBTITLE, 0},
	{NS_DC, "description", DO_VALUE, SLOT_SUBTITLE, 0},
	{NS_ITUNES, "summary", DO_VALUE, SLOT_SUBTITLE, 0},
	{NS_ITUNES, "subtitle", DO_VALUE, SLOT_SUBTITLE, 0},

	{NS_RSS, "link", DO_RSS_LINK, SLOT_LINK, 0},
	{NS_ATOM, "link", DO_LINK, SLOT_LINK, 0},
	{NS_ATOM, "id", DO_VALUE, SLOT_ID, 0},

	{NS_RSS, "language", DO_VALUE, SLOT_LANGUAGE, 0},
	{NS_DC, "language", DO_VALUE, SLOT_LANGUAGE, 0},

	{NS_ATOM, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_RSS, "managingEditor", DO_PERSON, 0, PLACE_PERSON},
	{NS_RSS, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_DC, "creator", DO_PERSON, 0, PLACE_PERSON},
	{NS_DC, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_ITUNES, "author", DO_PERSON, 0, PLACE_PERSON},

	{NS_RSS, "pubDate", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_ATOM, "published", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_ATOM, "updated", DO_VALUE, SLOT_UPDATED, 0},
	{NS_ATOM, "modified", DO_VALUE, SLOT_UPDATED, 0},
	{NS_RSS, "lastBuildDate", DO_VALUE, SLOT_UPDATED, 0},
	{NS_DC, "date", DO_VALUE, SLOT_UPDATED, 0},
	{NS_DCTERMS, "modified", DO_VALUE, SLOT_UPDATED, 0},

	{NS_RSS, "ttl", DO_VALUE, SLOT_TTL, 0},
	{NS_RSS, "skipHours", DO_ENTER, 0, PLACE_SKIP},
	{NS_RSS, "skipDays", DO_ENTER, 0, PLACE_SKIP},
	{NS_SY, "updatePeriod", DO_VALUE, SLOT_PERIOD, 0},
	{NS_SY, "updateFrequency", DO_VALUE, SLOT_FREQUENCY, 0},

	/* of icons the order alone counts, whatever the format */
	{NS_ATOM, "icon", DO_VALUE, SLOT_ICON, 0},
	{NS_RSS, "image", DO_ENTER, 0, PLACE_IMAGE},
	{NS_ITUNES, "image", DO_HREF, SLOT_ICON, 0},
	{NS_ATOM, "logo", DO_VALUE, SLOT_ICON, 0},
};

static const struct field of_item[] = {
	{NS_ATOM, "id", DO_VALUE, SLOT_ID, 0},
	{NS_RSS, "guid", DO_GUID, SLOT_ID, 0},

	{NS_FEEDBURNER, "origLink", DO_VALUE, SLOT_ORIGINAL_LINK, 0},
	{NS_RSS, "link", DO_RSS_LINK, SLOT_LINK, 0},
	{NS_ATOM, "link", DO_LINK, SLOT_LINK, 0},
	{NS_SITEMAP, "loc", DO_VALUE, SLOT_LINK, 0},

	{NS_RSS, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_ATOM, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_DC, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_MEDIA, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_ITUNES, "title", DO_VALUE, SLOT_TITLE, 0},

	{NS_ATOM, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_RSS, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_DC, "creator", DO_PERSON, 0, PLACE_PERSON},
	{NS_DC, "author", DO_PERSON, 0, PLACE_PERSON},
	{NS_ITUNES, "author", DO_PERSON, 0, PLACE_PERSON},

	{NS_RSS, "pubDate", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_ATOM, "published", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_ATOM, "issued", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_ATOM, "created", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_DC, "date", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_DCTERMS, "issued", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_DCTERMS, "created", DO_VALUE, SLOT_PUBLISHED, 0},

	{NS_ATOM, "updated", DO_VALUE, SLOT_UPDATED, 0},
	{NS_ATOM, "modified", DO_VALUE, SLOT_UPDATED, 0},
	{NS_DCTERMS, "modified", DO_VALUE, SLOT_UPDATED, 0},
	{NS_SITEMAP, "lastmod", DO_VALUE, SLOT_UPDATED, 0},

	{NS_RSS, "description", DO_VALUE, SLOT_SUMMARY, 0},
	{NS_ATOM, "summary", DO_VALUE, SLOT_SUMMARY, 0},
	{NS_DC, "description", DO_VALUE, SLOT_SUMMARY, 0},
	{NS_ITUNES, "summary", DO_VALUE, SLOT_SUMMARY, 0},

	{NS_CONTENT, "encoded", DO_VALUE, SLOT_CONTENT, 0},
	{NS_ATOM, "content", DO_VALUE, SLOT_CONTENT, 0},
	{NS_XHTML, "body", DO_VALUE, SLOT_CONTENT, 0},
	{NS_RSS, "body", DO_VALUE, SLOT_CONTENT, 0},
	{NS_RSS, "fullitem", DO_VALUE, SLOT_CONTENT, 0},
	{NS_XHTML, "div", DO_VALUE, SLOT_CONTENT, 0},

	{NS_RSS, "category", DO_CATEGORY, 0, 0},
	{NS_ATOM, "category", DO_CATEGORY, 0, 0},
	{NS_DC, "subject", DO_CATEGORY, 0, 0},

	{NS_RSS, "enclosure", DO_ENCLOSURE, 0, PLACE_IGNORE},
	{NS_MEDIA, "content", DO_ENCLOSURE, 0, PLACE_MEDIA},
	{NS_MEDIA, "group", DO_ENTER, 0, PLACE_MEDIA},
	{NS_FEEDBURNER, "origEnclosureLink", DO_VALUE,
	    SLOT_ORIGINAL_ENCLOSURE, 0},

	{NS_RSS, "comments", DO_VALUE, SLOT_COMMENTS, 0},
	{NS_RSS, "source", DO_SOURCE, 0, 0},
	{NS_ATOM, "source", DO_ENTER, 0, PLACE_SOURCE},
	{NS_DC, "language", DO_VALUE, SLOT_LANGUAGE, 0},
	{NS_NEWS, "news", DO_ENTER, 0, PLACE_NEWS},
};

static const struct field of_source[] = {
	{NS_ATOM, "id", DO_VALUE, SLOT_ID, 0},
	{NS_ATOM, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_ATOM, "link", DO_LINK, SLOT_LINK, 0},
	{NS_ATOM, "author", DO_PERSON, 0, PLACE_PERSON},
};

static const struct field of_person[] = {
	{NS_ATOM, "name", DO_NAME, 0, 0},
	{NS_ATOM, "email", DO_EMAIL, 0, 0},
	{NS_ATOM, "uri", DO_URI, 0, 0},
	{NS_ATOM, "url", DO_URI, 0, 0},
	{NS_ATOM, "homepage", DO_URI, 0, 0},
	{NS_RSS, "name", DO_NAME, 0, 0},
	{NS_RSS, "email", DO_EMAIL, 0, 0},
	{NS_RSS, "uri", DO_URI, 0, 0},
	{NS_RSS, "url", DO_URI, 0, 0},
};

static const struct field of_image[] = {
	{NS_RSS, "url", DO_VALUE, SLOT_ICON, 0},
};

static const struct field of_media[] = {
	{NS_MEDIA, "content", DO_ENCLOSURE, 0, PLACE_MEDIA},
};

static const struct field of_skip[] = {
	{NS_RSS, "hour", DO_HOUR, 0, 0},
	{NS_RSS, "day", DO_DAY, 0, 0},
};

static const struct field of_news[] = {
	{NS_NEWS, "title", DO_VALUE, SLOT_TITLE, 0},
	{NS_NEWS, "publication_date", DO_VALUE, SLOT_PUBLISHED, 0},
	{NS_NEWS, "publication", DO_ENTER, 0, PLACE_NEWS},
	{NS_NEWS, "language", DO_VALUE, SLOT_LANGUAGE, 0},
	{NS_NEWS, "keywords", DO_CATEGORY, 0, 0},
};

#define TABLE(t) {t, sizeof(t) / sizeof(*(t))}

static const struct table {
	const struct field *rows;
	size_t count;
} tables[] = {
	[PLACE_IGNORE] = {NULL, 0},
	[PLACE_ROOT] = TABLE(of_root),
	[PLACE_FEED] = TABLE(of_feed),
	[PLACE_ITEM] = TABLE(of_item),
	[PLACE_SOURCE] = TABLE(of_source),
	[PLACE_PERSON] = TABLE(of_person),
	[PLACE_IMAGE] = TABLE(of_image),
	[PLACE_MEDIA] = TABLE(of_media),
	[PLACE_SKIP] = TABLE(of_skip),
	[PLACE_NEWS] = TABLE(of_news),
	[PLACE_VALUE] = {NULL, 0},
};
/* clang-format on */

const struct field *field_find(
    enum place place, enum ns ns, const char *name, size_t n, int *rank)
{
	const struct table *t = &tables[place];

	for (size_t i = 0; i < t->count; i++) {
		const struct field *f = &t->rows[i];

		if (f->ns == ns && (f->name[0] | 32) == (name[0] | 32) &&
		    strncasecmp(f->name, name, n) == 0 && !f->name[n]) {
			*rank = (int)i;
			return f;
		}
	}
	return NULL;
}
