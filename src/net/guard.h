/*
 * The address guard: which addresses may be connected to for a feed. Only
 * public ones, so that no feed and no redirect reaches the machine itself or
 * the network that it stands in, unless the operator allows that host.
 */
#ifndef HEARSAY_NET_GUARD_H
#define HEARSAY_NET_GUARD_H

#include <stdbool.h>

struct sockaddr;

/*
 * NULL where the address may be connected to for that host, else what it is
 * ("a loopback address"). allow: hosts, addresses and networks
 * ("10.0.0.0/8") with spaces between, or NULL.
 */
const char *guard_refusal(
    const char *allow, const char *host, const struct sockaddr *);

/* The same for a host that is an address itself; NULL where it is none. */
const char *guard_literal_refusal(const char *allow, const char *host);

#endif
