/*
 * Addresses (RFC 3986). Two forms: the one that is fetched and shown, which
 * is never altered, and the canonical one, by which two clothes of one
 * article are told to be the same and which is never fetched.
 */
#ifndef HEARSAY_TEXT_URL_H
#define HEARSAY_TEXT_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* The reference against its base (RFC 3986 section 5); NULL where unusable. */
char *url_resolve(struct arena *, const char *base, const char *ref);

/*
 * The identity of an http(s) address: scheme and "www.", "m.", "amp." hosts
 * folded, default port, fragment and tracking parameters dropped, the rest of
 * the query sorted, one trailing slash dropped, AMP paths undone, known
 * redirectors unwrapped. NULL for anything that is not http(s).
 */
char *url_canonical(struct arena *, const char *url);

char *url_host(struct arena *, const char *url); /* lower case, or NULL */

/*
 * The address without its user and password, for all eyes but the server's;
 * the same pointer where it has none, NULL for NULL.
 */
const char *url_shown(struct arena *, const char *url);

/* "blog.mi.com" is within "mi.com"; both lower case. */
bool url_host_within(const char *host, const char *domain);

/* Appends s percent-encoded for a query or a path segment (section 2.1). */
void url_put_encoded(struct buf *, const char *s);

/* "%41b" is "Ab"; what is no escape stays. */
char *url_unescape(struct arena *, const char *s, size_t n);

bool url_is_web(
    const char *url); /* http: or https:, in any case; NULL is not */
bool url_scheme_is_safe(const char *url); /* not javascript:, data: ... */

#endif
