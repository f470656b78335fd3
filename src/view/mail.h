/*
 * Digests as mail (RFC 5322, 2045-2047, 3676): the whole message, composed
 * once and stored, so that a repeat is the same bytes.
 */
#ifndef HEARSAY_VIEW_MAIL_H
#define HEARSAY_VIEW_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/report.h"

struct mail_envelope {
	const char *digest; /* its name in the configuration */
	const char *from;   /* "hearsay <hearsay@example.org>" */
	const char *to;
	const char *domain;	 /* of the Message-ID */
	const char *list_id;	 /* "hearsay.example.org" */
	const char *unsubscribe; /* a mailto: address, or NULL */
	const char *in_reply_to; /* Message-ID of what is corrected, or NULL */
	const char *page;	 /* "127.0.0.1:8017", or NULL */
	int64_t date;
	long utc_offset_s; /* of the reader's local time at that date */
	const char *timezone;
};

/* The content's words: "2 confirmed, 1 denied, 3 new rumors, 14 stories". */
char *mail_subject(struct arena *, const struct digest_report *);

/*
 * Deterministic: a hash of digest, period and recipient, at the domain, with
 * angle brackets.
 */
char *mail_message_id(
    struct arena *, const struct mail_envelope *, const struct digest_report *);

/* Is there anything to say? An empty digest is not sent. */
bool mail_has_content(const struct digest_report *);

void mail_compose(
    struct buf *, const struct mail_envelope *, const struct digest_report *);

/* The plain-text part alone, for `hearsay digest preview`. */
void mail_text(
    struct buf *, const struct mail_envelope *, const struct digest_report *);

#endif
