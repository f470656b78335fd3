/*
 * Feeds fetched politely: GET alone, no cookies, no Referer; one request at a
 * time for each host, in the order asked; redirects followed here, hop by hop,
 * so that validators never go to a redirect's target and each hop's address is
 * checked. A body that is too large or cut short is never handed on; where
 * nothing promised its end the reply says so (end_unsure).
 */
#ifndef HEARSAY_NET_HTTP_H
#define HEARSAY_NET_HTTP_H

#include <stddef.h>

#include "ipc/message.h"

struct event_base;
struct multi;
struct http;

/* The reply and what it points to live until it returns. */
typedef void http_done(void *arg, const struct fetch_reply *);

struct http *http_new(struct event_base *, struct multi *);
void http_free(struct http *); /* running fetches end without a call */

/* Must come first, and may come again; what is running keeps the old ones. */
void http_set(struct http *, const struct net_settings *);

/* done is called once, never before this returns. */
void http_fetch(
    struct http *, const struct fetch_request *, http_done *, void *arg);

/* No fetch is begun while true: the receiver of the replies is behind. */
void http_hold(struct http *, bool);

#endif
