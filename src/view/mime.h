/*
 * The wire form of mail: header fields (RFC 5322, 2047) and the encodings of
 * bodies (RFC 2045). Lines end with CRLF. No control character of a value
 * reaches a header: each becomes a space.
 */
#ifndef HEARSAY_VIEW_MIME_H
#define HEARSAY_VIEW_MIME_H

#include <stdint.h>

#include "base/buf.h"

/*
 * "Name: text", folded at spaces; what is not ASCII as encoded words of at
 * most 75 characters, each of whole characters.
 */
void mime_put_text_field(struct buf *, const char *name, const char *text);
/* For values that are a token or an address: never folded or encoded. */
void mime_put_raw_field(struct buf *, const char *name, const char *value);
/* "Display Name <address>" or an address; the name is encoded if need be. */
void mime_put_mailbox_field(struct buf *, const char *name, const char *value);
/* "Wed, 18 Oct 2023 07:30:00 +0200" */
void mime_put_date_field(
    struct buf *, const char *name, int64_t at, long utc_offset_s);

/*
 * A whole part: its content type, the encoding that makes it smaller, an
 * empty line, the body. Line feeds of the body become CRLF.
 */
void mime_put_part(
    struct buf *, const char *content_type, const char *body, size_t n);

#endif
