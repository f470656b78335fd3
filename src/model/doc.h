/*
 * What one feed document says, field for field as doc/parse-json.md and
 * `hearsay parse` have it: the answer of the parse role, before identity or
 * judgement. Everything lives in one arena. Text is valid UTF-8 without
 * control characters; a string is NULL where the document has none or has it
 * empty; a date is seconds since 1970 (UTC) or DATE_NONE.
 */
#ifndef HEARSAY_MODEL_DOC_H
#define HEARSAY_MODEL_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DATE_NONE INT64_MIN

struct person {
	const char *name, *email, *url;
};

struct enclosure {
	const char *url, *type;
	int64_t length; /* bytes; -1 unknown */
};

struct entry_source {
	const char *title, *url, *link, *id;
};

struct strings {
	const char **v;
	size_t n;
};

struct entry {
	const char *id; /* guid, Atom id, rdf:about: byte for byte, or NULL */
	bool guid_is_permalink;
	const char *link, *title;
	struct person *authors;
	size_t author_count;
	int64_t published, updated;
	const char *summary_text, *content_html, *content_text;
	const char *links; /* hrefs of content_html, one a line; or NULL */
	struct strings categories;
	struct enclosure *enclosures;
	size_t enclosure_count;
	const char *comments;
	struct entry_source *source; /* NULL where there is none */
	const char *via, *lang, *base;
};

struct doc {
	const char *format, *encoding;
	const char *title, *subtitle, *link, *self, *id, *language;
	struct person *authors;
	size_t author_count;
	int64_t published, updated;
	int64_t ttl_seconds;	       /* -1 where there is none */
	int64_t update_period_seconds; /* sy:updatePeriod/Frequency, or -1 */
	uint32_t skip_hours;	       /* bit h set: hour h (0-23, UTC) */
	struct strings skip_days;      /* English names as given */
	struct strings hubs;
	const char *icon;
	struct entry *entries;
	size_t entry_count;
	bool is_index;	 /* of sitemaps: its entries are sitemaps too */
	bool ends_early; /* before its root was closed; it may be cut short */
	struct strings warnings; /* "code: detail" */
};

/* A list of pages for robots, not of what is new for readers. */
static inline bool doc_is_sitemap(const struct doc *d)
{
	return d->format && !strcmp(d->format, "sitemap");
}

#endif
