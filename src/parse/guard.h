/*
 * What stands between a document's bytes and the XML parser. The guard makes
 * hostile XML harmless and broken XML readable, in one pass and one copy:
 *
 * - The document type declaration is taken out. Entities that it declares as
 *   short plain text are expanded here, within a budget; all others are
 *   refused. The parser never sees a declaration, so it can expand nothing.
 * - Names of HTML characters and bare ampersands become what was meant.
 * - Comments and processing instructions go; stray "<" become text.
 * - CDATA sections and long texts are set aside, for there is no markup in
 *   them to be parsed. A processing instruction with its number stands for
 *   each; the parser's shell hands it on.
 * - What comes out has one root, every element of it closed, nested no deeper
 *   than GUARD_DEPTH, no element with more than GUARD_ATTRIBUTES attributes.
 */
#ifndef HEARSAY_PARSE_GUARD_H
#define HEARSAY_PARSE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "parse/warn.h"

#define GUARD_DEPTH	 200
#define GUARD_ATTRIBUTES 500

enum guard_result {
	GUARD_OK = 0,
	GUARD_LIMIT = -1,  /* past a limit: err says which */
	GUARD_NO_ROOT = -2 /* no element, or a page of HTML */
};

/* Text that was set aside: a piece of the document, or decoded. */
struct guard_section {
	const char *at; /* in the document; or NULL, then offset in decoded */
	size_t offset, n;
};

struct guard_sections {
	struct guard_section *v; /* the caller frees it */
	size_t n, cap;
	struct buf *decoded;
};

/* *ends_early: the document stops before its root is closed. */
enum guard_result guard_xml(struct buf *out, struct guard_sections *,
    const char *s, size_t n, bool *ends_early, struct warnings *, struct err *);

#endif
