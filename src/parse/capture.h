/*
 * The one value that is being captured: the text of an element, or what is
 * within it written out as markup. Where it is one piece that stays it is
 * not copied.
 */
#ifndef HEARSAY_PARSE_CAPTURE_H
#define HEARSAY_PARSE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "parse/draft.h"
#include "parse/fields.h"
#include "parse/xml.h"

struct capture {
	const struct field
	    *field;   /* what it fills; NULL: nothing is captured */
	size_t depth; /* of the element whose text it is */
	int rank;
	enum value_kind kind;
	bool base64;
	bool wrapped; /* a div around it is not content (RFC 4287 3.1.1.3) */
	const char *base;      /* xml:base of the element, or NULL */
	const char *attribute; /* of the element: isPermaLink, url; or NULL */
	struct arena *arena;
	const char *piece;	 /* all of it so far, where it stays; or NULL */
	size_t piece_n, blank_n; /* and the white space after it */
	struct buf text;
};

void capture_init(struct capture *, struct arena *);
void capture_free(struct capture *);

/* Begins with the text of an element; the kind is HTML until said. */
void capture_begin(struct capture *, const struct field *, size_t depth,
    int rank, const char *base);

/* How Atom says that a text is to be taken (RFC 4287 3.1, 4.1.3; 0.3). */
void capture_atom_kind(
    struct capture *, const struct xml_element *, bool atom03);

/*
 * A child at the depth, with its xml:base. False where its tags are no
 * content, and it has no end tag to be written.
 */
bool capture_open(struct capture *, const struct xml_element *, size_t depth,
    const char *base);
void capture_close(struct capture *, const char *name, size_t n);

/* stays: as long as the draft does, so that it need not be copied. */
void capture_text(
    struct capture *, size_t depth, const char *s, size_t n, bool stays);

/*
 * Ends the capture. Text for people (titles, content) has no NUL after it;
 * all other values have. True where text encoded twice was set right.
 */
bool capture_end(struct capture *, struct value *);

#endif
