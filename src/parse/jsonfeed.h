/* JSON Feed 1.0 and 1.1 into a draft. */
#ifndef HEARSAY_PARSE_JSONFEED_H
#define HEARSAY_PARSE_JSONFEED_H

#include "base/err.h"
#include "parse/draft.h"
#include "parse/parse.h"

/* Reads UTF-8 text; the draft's format is set where it is a feed. */
enum parse_result jsonfeed_read(
    struct draft *, const char *s, size_t n, struct err *);

void jsonfeed_prepare(void);

#endif
