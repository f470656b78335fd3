/*
 * Digests: when each is due, what it says, and its mails into the outbox.
 *
 * A period ends where the next begins, and both stand in the store: what was
 * due while the daemon was down goes out on its return, once. A verdict is
 * mailed at once to those who want that, when the polls that brought it have
 * come to an end, so that one announcement is one mail.
 */
#ifndef HEARSAY_CORE_DIGEST_H
#define HEARSAY_CORE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/config.h"
#include "core/outbox.h"
#include "store/store.h"

struct event_base;
struct digests;

struct digests *digests_new(
    struct event_base *, const struct clock *, struct store *, struct outbox *);
void digests_free(struct digests *);

/* The configuration is the caller's, and constant until the next call. */
void digests_configure(struct digests *, const struct config *);

/* The operator's word that refused addresses are right again. */
void digests_resume(struct digests *);

void digests_settled(struct digests *); /* there is a fresh verdict */
void digests_quiet(struct digests *);	/* no poll is under way */
void digests_stepped(struct digests *);
void digests_clock_set(struct digests *);  /* the machine's clock was set */
int64_t digests_next_at(struct digests *); /* 0: none */

struct digest_preview {
	const char *subject; /* in the arena; NULL: there is nothing to say */
	int64_t from, to;
};

/*
 * The text that the digest would have now; where there is nothing yet, the
 * one of the period before. 0, 1 where there is no such digest, or -1.
 */
int digests_preview(struct digests *, const char *name, struct arena *,
    struct buf *text, struct digest_preview *, struct err *);

/*
 * Ends the digest's period now, for each of its readers: what there is to say
 * goes into the outbox. 0, 1 where there is no such digest, or -1 (the log
 * says why).
 */
int digests_send(struct digests *, const char *name, size_t *readers);

#endif
