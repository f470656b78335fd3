/*
 * Bytes to UTF-8: which charset a document is in, and its conversion. What
 * comes out is valid UTF-8 without the characters that XML forbids.
 */
#ifndef HEARSAY_PARSE_CHARSET_H
#define HEARSAY_PARSE_CHARSET_H

#include <stddef.h>

#include "base/buf.h"
#include "parse/parse.h"
#include "parse/warn.h"

struct decoded {
	const char *text; /* in the input, or in hold */
	size_t len;
	const char *charset; /* lower case */
	struct buf hold;
};

/* -1 with the reason where nothing readable comes out. */
int charset_decode(struct decoded *, const struct parse_input *,
    struct warnings *, struct err *);
void charset_free(struct decoded *);

/* Opens every converter, so that none is opened later. */
void charset_prepare(void);

#endif
