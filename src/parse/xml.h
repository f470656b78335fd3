/*
 * XML of feeds as events: libxml2's push interface with SAX2 calls, behind the
 * guard. No tree, no entities, nothing loaded. Names of namespaces become
 * numbers here; a prefix that nobody declared means what it means everywhere.
 */
#ifndef HEARSAY_PARSE_XML_H
#define HEARSAY_PARSE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "parse/warn.h"
#include "parse/xml_names.h"

struct xml_attributes; /* as the parser hands them out */

struct xml_attribute {
	enum ns ns;
	const char *name; /* local, as is the element's */
	size_t name_n;
	const char *value; /* not terminated */
	size_t value_n;
};

/* All but the name lives until the call returns. */
struct xml_element {
	enum ns ns;
	bool prefixed;
	const char *name; /* lives as long as the parser does */
	size_t name_n;
	const struct xml_attributes *attributes;
	unsigned declares; /* bit 1 << ns: a namespace it declares */
};

/*
 * on_text gets the text of an element in as many pieces as it likes. One that
 * stays lies within the document, or within what xml_parse() decoded.
 */
struct xml_handler {
	void *user;
	void (*on_open)(void *user, const struct xml_element *);
	void (*on_close)(void *user);
	void (*on_text)(void *user, const char *s, size_t n, bool stays);
};

enum xml_result {
	XML_OK = 0,
	XML_LIMIT = -1,	 /* past a limit: err says which */
	XML_NO_ROOT = -2 /* no element, or a page of HTML */
};

/*
 * decoded takes long texts whose references are decoded; the caller frees it.
 * *ends_early: the document stops before its root is closed.
 */
enum xml_result xml_parse(const char *s, size_t n, struct buf *decoded,
    const struct xml_handler *, bool *ends_early, struct warnings *,
    struct err *);

/* The i-th attribute that is no declaration; false past the last. */
bool xml_attribute_at(
    const struct xml_element *, size_t i, struct xml_attribute *);

/* The case of letters does not count: feeds mean the same by any. */
bool xml_is_named(const struct xml_element *, const char *name);

/* The value, copied into the arena and trimmed; NULL where absent. */
char *xml_attribute(
    struct arena *, const struct xml_element *, enum ns, const char *name);

void xml_prepare(void);

#endif
