/*
 * Text that was UTF-8, was read as Windows-1252 and written as UTF-8 again:
 * "â€¦" for an ellipsis. Undone where all of a text is so.
 */
#ifndef HEARSAY_PARSE_MOJIBAKE_H
#define HEARSAY_PARSE_MOJIBAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Whether it may be such text: quick to say no, and never wrongly. */
bool mojibake_suspect(const char *s, size_t n);

/*
 * Whether the text was twisted so; then what it meant is in the buffer. Text
 * that is right as it stands is never valid UTF-8 when it is encoded as
 * Windows-1252, but for sequences that no language has.
 */
bool mojibake_undo(struct buf *text);

#endif
