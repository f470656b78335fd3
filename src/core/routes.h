/*
 * What the two sockets answer: doc/protocol.md. Each route is a row of a
 * table; reading goes to the store alone, writing to the daemon.
 */
#ifndef HEARSAY_CORE_ROUTES_H
#define HEARSAY_CORE_ROUTES_H

#include "core/server.h"

struct daemon;

int routes_status(void *daemon, struct request *);  /* GET */
int routes_page(void *daemon, struct request *);    /* GET, on a port */
int routes_control(void *daemon, struct request *); /* POST */

#endif
