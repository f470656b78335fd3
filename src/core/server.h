/*
 * HTTP/1.1 on a local socket. What arrives is hostile input: the request's
 * head and body, the time it takes and the number of connections are
 * bounded. A refusal comes in the client's dress with its reason; bytes that
 * are no HTTP at all get libevent's own page with status 400.
 */
#ifndef HEARSAY_CORE_SERVER_H
#define HEARSAY_CORE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/view.h"

struct event_base;
struct server;
struct request_query; /* the parameters behind the "?" */

struct request {
	const char *path;    /* decoded; begins with "/" */
	struct dress *dress; /* as the client wants it */
	const struct request_query *query;
	const char *body; /* what came behind the head */
	size_t body_len;
	struct buf *out;  /* the answer's body */
	long count;	  /* of what a list holds; -1: it is no list */
	const char *type; /* of the answer, where it is not as dressed */
	int fd;		  /* of its connection; -1: it is gone */
};

/*
 * What a route returns in place of a status where its answer takes a while:
 * it keeps the request, fills out, and ends with request_answer(), whether
 * or not the client is still there. Path, parameters and body are gone by
 * then. All of them must have ended before server_free().
 */
#define REQUEST_LATER 1
void request_answer(struct request *, int status);

/* Who asks: of the connection's other end. */
struct peer {
	int64_t uid, pid; /* -1 where the kernel does not say */
	char user[64];	  /* the name of uid, or "" */
};

void request_peer(const struct request *, struct peer *);

/* The parameter's value, or NULL where it was not given. */
const char *request_param(const struct request *, const char *name);
/* A whole number of it; absent: the default. -1 for anything else. */
int64_t request_number(
    const struct request *, const char *name, int64_t absent, int64_t most);

/* Answers with an error in the client's dress; returns the status. */
int request_fail(struct request *, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct server_spec {
	const char *path; /* of the socket; made with mode */
	unsigned mode;
	int fd;		       /* one that listens already, or -1 */
	const char *method;    /* the only one that is taken: "GET" */
	size_t max_body_bytes; /* of a request */
	/* Answers a request: fills out, returns the HTTP status. */
	int (*answer)(void *arg, struct request *);
	int64_t (*now)(void *arg); /* policy's clock, for the dress */
	void *arg;
};

struct server *server_new(
    struct event_base *, const struct server_spec *, struct err *);
void server_free(struct server *); /* removes the socket if it made it */

#endif
