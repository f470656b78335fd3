/*
 * The outbox: mails that are in the store until a server has taken them.
 * "Sent" is stored after the server's 250 and not before, so that a crash in
 * between repeats one message under its own Message-ID at worst. A server
 * that fails is asked again for as long as it takes; an address that it
 * refuses for good is suspended.
 */
#ifndef HEARSAY_CORE_OUTBOX_H
#define HEARSAY_CORE_OUTBOX_H

#include <stdbool.h>

#include "base/clock.h"
#include "ipc/child.h"
#include "store/store.h"

struct event_base;
struct outbox;

struct outbox *outbox_new(struct event_base *, const struct clock *,
    struct store *, struct child *net);
void outbox_free(struct outbox *);

/* Without a server nothing is sent; what is owed stays. */
void outbox_enable(struct outbox *, bool server);
void outbox_look(struct outbox *); /* something was queued */
void outbox_stepped(struct outbox *);

#endif
