/*
 * HTTP/1.1 on a local socket or a loopback port. What arrives is hostile
 * input: the request's head and body, the time it takes and the number of
 * connections are bounded.
 */
#ifndef HEARSAY_CORE_SERVER_H
#define HEARSAY_CORE_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "core/request.h"

struct event_base;
struct freshness;
struct server;
struct sockaddr_storage;

struct server_spec {
	const char *path; /* of the socket; made with mode */
	const char *port; /* or a loopback address, "127.0.0.1:8017" */
	unsigned mode;
	int fd;		       /* one that listens already, or -1 */
	const char *method;    /* the only one that is taken: "GET" */
	size_t max_body_bytes; /* of a request */
	/* Of all answers that wait to be read: more are refused; 0: no bound */
	size_t max_unsent_bytes;
	int64_t patience_ms; /* for a request to be whole; 0: a minute */
	/* Answers a request: fills out, returns the HTTP status. */
	int (*answer)(void *arg, struct request *);
	int64_t (*now)(void *arg); /* policy's clock, for the dress */
	void *arg;
	struct freshness *fresh; /* the server's own: set by server_new() */
};

struct server *server_new(
    struct event_base *, const struct server_spec *, struct err *);
void server_free(struct server *); /* removes the socket if it made it */

/* Listens on a loopback port, for server_move() or a spec's fd; -1: it cannot.
 */
int server_listen(const char *port, struct err *);
/*
 * New connections are taken there from now on, and no more where they were;
 * those that are there go on. -1: they are taken nowhere.
 */
void server_move(struct server *, int fd);

/* "127.0.0.1:8017", "[::1]:8017"; -1 for all that is not of loopback. */
int server_address(const char *text, struct sockaddr_storage *, int *len);

#endif
