/*
 * One request of a client and its answer. A refusal comes in the client's
 * dress with its reason; bytes that are no HTTP at all get libevent's own
 * page with status 400.
 */
#ifndef HEARSAY_CORE_REQUEST_H
#define HEARSAY_CORE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "view/view.h"

struct evhttp_request;
struct request_query; /* the parameters behind the "?" */
struct server_spec;

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
	/*
	 * After this nothing has changed that the answer tells of; 0: it tells
	 * of the present time, or nobody knows.
	 */
	int64_t changed_at;
	/* Where the list goes on, for a header Link (RFC 8288); or "". */
	char behind[48];
};

/*
 * What a route returns in place of a status where its answer takes a while:
 * it keeps the request, fills out, and ends with request_answer(), whether
 * or not the client is still there. Path, parameters and body are gone by
 * then. All of them must have ended before server_free().
 */
#define REQUEST_LATER 1
void request_answer(struct request *, int status);
/*
 * Has the client of a local socket gone meanwhile? Then nobody waits for the
 * answer any more, which is to be given all the same.
 */
bool request_is_left(const struct request *);
/*
 * Status 200 with the bytes of a file. sent is called when the descriptor is
 * needed no more: all of it has been sent, or its client has gone.
 */
struct request_file {
	int fd;
	size_t len;
	const char *type;
	void (*sent)(void *arg);
	void *arg;
};
void request_answer_file(struct request *, const struct request_file *);

/* Who asks: of the connection's other end. */
struct peer {
	int64_t uid, pid; /* -1 where the kernel does not say */
	char user[64];	  /* the name of uid, or "" */
};

void request_peer(const struct request *, struct peer *);

/*
 * An answer without an end: a route that returns REQUEST_LATER begins it, and
 * sends with request_push() what it has put into out. -1: the client has gone
 * or does not read; the request is no more then. request_end() ends it from
 * our side.
 */
void request_begin_stream(struct request *, const char *type);
int request_push(struct request *);
void request_end(struct request *);

/* The parameter's value, or NULL where it was not given. */
const char *request_param(const struct request *, const char *name);
/* A whole number of it; absent: the default. -1 for anything else. */
int64_t request_number(
    const struct request *, const char *name, int64_t absent, int64_t most);

/* The value of a header of the request, or NULL. */
const char *request_header(const struct request *, const char *name);

/* Answers with an error in the client's dress; returns the status. */
int request_fail(struct request *, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* For the server: a request has come whole; full: it is to be refused. */
void request_take(
    const struct server_spec *, struct evhttp_request *, bool full);

#endif
