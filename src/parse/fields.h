/*
 * Which element fills which field. Pure tables: the place an element stands
 * in, its namespace and name, and what is done with it.
 */
#ifndef HEARSAY_PARSE_FIELDS_H
#define HEARSAY_PARSE_FIELDS_H

#include "parse/draft.h"
#include "parse/xml.h"

/* Where we are: what the children of the open element mean. */
enum place {
	PLACE_IGNORE, /* nothing in here is ours */
	PLACE_ROOT,
	PLACE_FEED,
	PLACE_ITEM,
	PLACE_SOURCE, /* Atom's source of an item */
	PLACE_PERSON,
	PLACE_IMAGE,
	PLACE_MEDIA, /* media:group and media:content */
	PLACE_SKIP,  /* skipHours, skipDays */
	PLACE_NEWS,  /* news:news of a sitemap */
	PLACE_VALUE, /* within a value that is captured */
};

enum action {
	DO_ENTER,  /* its children stand in the place given */
	DO_ITEM,   /* a new item */
	DO_VALUE,  /* its text fills the slot */
	DO_GUID,   /* the same, with isPermaLink */
	DO_PERSON, /* a person, as text or as elements */
	DO_NAME,   /* parts of a person */
	DO_EMAIL,
	DO_URI,
	DO_LINK,     /* Atom's link */
	DO_RSS_LINK, /* its text; Atom's, where it has an href */
	DO_CATEGORY,
	DO_ENCLOSURE,
	DO_SOURCE, /* RSS's source */
	DO_HOUR,
	DO_DAY,
	DO_HREF, /* an attribute href or its text fills the slot */
};

struct field {
	enum ns ns;
	const char *name; /* the case of letters does not count */
	enum action action;
	enum slot slot;	  /* DO_VALUE, DO_GUID, DO_HREF */
	enum place place; /* DO_ENTER, DO_ITEM */
};

/* NULL for what is not ours; *rank is its place in the table. */
const struct field *field_find(
    enum place, enum ns, const char *name, size_t n, int *rank);

#endif
