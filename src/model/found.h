/*
 * What an address turned out to hold when somebody wanted its feed: the feed
 * itself, or a page and the feeds that it names. Strings are valid UTF-8.
 */
#ifndef HEARSAY_MODEL_FOUND_H
#define HEARSAY_MODEL_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct found_link {
	const char *url;   /* absolute, http or https */
	const char *title; /* or NULL */
	const char *type;  /* "application/rss+xml" */
	bool comments;	   /* by its words: of the comments, not the news */
};

struct found {
	/* Of a feed; NULL where it is none, and then why says so. */
	const char *format;
	const char *why;
	const char *title, *link, *language;
	int64_t entries;
	/* Of a page: in its order, those of comments last. */
	struct found_link *links;
	size_t link_count;
};

#endif
