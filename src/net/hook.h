/*
 * Web hooks posted to the addresses that the operator gave, which the guard
 * of addresses does not look at. One request each: no redirect is followed,
 * and of the answer nothing is kept but its status, Retry-After and, where it
 * is a refusal, its first words. The address may hold a token: it is in no
 * log and in no error.
 */
#ifndef HEARSAY_NET_HOOK_H
#define HEARSAY_NET_HOOK_H

#include "ipc/message.h"

struct event_base;
struct multi;
struct poster;

/* The reply and what it points to live until it returns. */
typedef void poster_done(void *arg, const struct hook_reply *);

struct poster *poster_new(struct event_base *, struct multi *);
void poster_free(struct poster *); /* what runs ends without a call */
void poster_set(struct poster *, const struct net_settings *);
/* done is called once, never before this returns. */
void poster_send(
    struct poster *, const struct hook_request *, poster_done *, void *arg);

#endif
