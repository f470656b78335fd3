/*
 * Mail submitted to the operator's server, one at a time and in the order
 * asked, over a connection that is kept. The message's bytes go out as given.
 * The password is in no log and in no error.
 */
#ifndef HEARSAY_NET_SMTP_H
#define HEARSAY_NET_SMTP_H

#include "ipc/message.h"

struct event_base;
struct multi;
struct smtp;

/* The reply and what it points to live until it returns. */
typedef void smtp_done(void *arg, const struct mail_reply *);

struct smtp *smtp_new(struct event_base *, struct multi *);
void smtp_free(struct smtp *); /* waiting mail ends without a call */
void smtp_set(struct smtp *, const struct net_settings *);
/* done is called once, never before this returns. */
void smtp_send(
    struct smtp *, const struct mail_request *, smtp_done *, void *arg);

#endif
