/*
 * One request to the daemon: HTTP/1.1 over an AF_UNIX socket, blocking, one
 * connection each. The reply comes from the daemon of this machine, but its
 * framing is checked and its size bounded all the same (CAP_REPLY).
 */
#ifndef HEARSAY_CLIENT_REQUEST_H
#define HEARSAY_CLIENT_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum request_result {
	REQUEST_OK,
	REQUEST_UNREACHABLE, /* no socket there, or nobody behind it */
	REQUEST_FORBIDDEN,   /* the socket's mode does not let us in */
	REQUEST_BROKEN,	     /* no answer in time, or not one of HTTP */
};

struct reply {
	int status;	 /* of HTTP */
	long count;	 /* of the header Hearsay-Count; -1: not there */
	char behind[48]; /* where a list goes on, of the header Link; or "" */
	struct buf body; /* buf_free() it, also after a failure */
};

/*
 * Asks for method ("GET", "POST") and target ("/v1/status?columns=80") with
 * the Accept header given. Anything but REQUEST_OK leaves the reason, which
 * names the socket, in err.
 */
enum request_result request_send(const char *socket_path, const char *method,
    const char *target, const char *accept, struct reply *, struct err *);
/* POST with a body of JSON. */
enum request_result request_post(const char *socket_path, const char *target,
    const char *accept, const struct buf *body, struct reply *, struct err *);

/*
 * POST whose answer, of status 200, is written to fd as it comes: it may be of
 * any size. Another answer is in reply. *bytes: so many were written.
 */
enum request_result request_download(const char *socket_path,
    const char *target, int fd, struct reply *, int64_t *bytes, struct err *);

/* How long the next requests wait for their answer; 30 s otherwise. */
void request_set_timeout(unsigned seconds);

/*
 * Asks for the stream of events behind `after` (-1: from now on) with
 * HTTP/1.0, whose answers have no chunks, and leaves the answer to be read
 * from *fd: its head, then the stream.
 */
enum request_result request_stream(
    const char *socket_path, int64_t after, int *fd, struct err *);

/*
 * Reads a whole reply (status line, headers, body by Content-Length, chunked
 * or until the end) from raw into reply. 0, or -1 with the reason.
 */
int reply_read(struct reply *, const char *raw, size_t n, struct err *);

#endif
