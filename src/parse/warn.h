/*
 * Faults of a document that were got over: "code: detail", once each, in the
 * order they were met. Past MOST_WARNINGS one line says that there are more.
 */
#ifndef HEARSAY_PARSE_WARN_H
#define HEARSAY_PARSE_WARN_H

#include "base/arena.h"
#include "base/map.h"
#include "model/doc.h"

#define MOST_WARNINGS 50

/* The codes, by what the document's user can do about it. */
#define WARN_XML      "xml"
#define WARN_ENCODING "encoding"
#define WARN_DATE     "date"
#define WARN_URL      "url"
#define WARN_LIMIT    "limit"
#define WARN_VERSION  "version"

struct warnings {
	struct arena *arena;
	struct strings list;
	size_t cap;
	struct map seen;
};

void warn_init(struct warnings *, struct arena *);
void warn_free(struct warnings *); /* the list lives on in the arena */
void warn_add(struct warnings *, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
