/*
 * The XML parser behind the guard: libxml2's push interface with SAX2 calls,
 * no tree, no entities, nothing loaded. Names of namespaces become numbers
 * here; a prefix that nobody declared means what it means everywhere.
 */
#ifndef HEARSAY_PARSE_XML_H
#define HEARSAY_PARSE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "parse/warn.h"

enum ns {
	NS_NONE,
	NS_RSS,	   /* of RSS 1.0, and the ones RSS 2.0 never had */
	NS_RSS090, /* Netscape's first */
	NS_ATOM,
	NS_ATOM03,
	NS_RDF,
	NS_DC,
	NS_DCTERMS,
	NS_CONTENT,
	NS_XHTML,
	NS_ITUNES,
	NS_MEDIA,
	NS_FEEDBURNER,
	NS_SY,
	NS_SITEMAP,
	NS_NEWS, /* of news sitemaps */
	NS_XML,
	NS_HEARSAY, /* of our own lists of feeds */
	NS_OTHER,
};

struct xml_attributes {
	const unsigned char **raw; /* five pointers each, see SAX2 */
	size_t count;
};

struct xml_element {
	enum ns ns;
	const char *name;   /* local */
	const char *prefix; /* or NULL */
	const struct xml_attributes *attributes;
	unsigned declares; /* bit 1 << ns: a namespace it declares */
};

struct xml_handler {
	void *user;
	void (*on_open)(void *user, const struct xml_element *);
	void (*on_close)(void *user);
	void (*on_text)(void *user, const char *s, size_t n);
};

/* Parses guarded XML; warnings for what the parser got over. -1: nothing. */
int xml_parse(const char *s, size_t n, const struct xml_handler *,
    struct warnings *, struct err *);

/* The value, copied into the arena and trimmed; NULL where absent. */
char *xml_attribute(
    struct arena *, const struct xml_element *, enum ns, const char *name);

/* The i-th attribute of the element as it stands; false past the last. */
struct xml_attribute_slice {
	enum ns ns;
	const char *name, *value;
	size_t value_n;
};
bool xml_attribute_at(
    const struct xml_element *, size_t i, struct xml_attribute_slice *);

void xml_prepare(void);

#endif
