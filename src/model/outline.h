/*
 * A feed as a list of feeds has it: one outline of OPML, what a command may
 * say of a feed, as text. Strings are valid UTF-8 of one line, but for the
 * folder; NULL where nothing is said.
 */
#ifndef HEARSAY_MODEL_OUTLINE_H
#define HEARSAY_MODEL_OUTLINE_H

#include <stddef.h>

struct outline {
	int line; /* of its file; 0: unknown */
	const char *url, *title, *site, *lang;
	const char *folder; /* names, outermost first, one a line */
	/* hearsay's own */
	const char *id, *role, *vendor, *interval, *fulltext;
};

struct outlines {
	struct outline *v;
	size_t n;
};

/* What became of one in an import. */
enum outline_result { OUTLINE_ADDED, OUTLINE_THERE, OUTLINE_BAD };

struct outline_row {
	int line;
	const char *title, *url;
	enum outline_result result;
	const char *feed;   /* the slug that has it, or NULL */
	const char *reason; /* or NULL */
};

/* The namespace of hearsay's own attributes in OPML. */
#define OUTLINE_NAMESPACE "urn:hearsay:feed"

#endif
