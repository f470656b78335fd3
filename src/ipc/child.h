/*
 * A child role on the event loop: started, spoken to in frames, and started
 * again with back-off when it dies. What was asked and not answered is handed
 * back to its asker as lost.
 *
 * With a deadline the child gets one request at a time and the others wait
 * here: so a death costs the one request that caused it, and no other.
 * Requests asked while the child is down wait for the next one.
 *
 * SIGPIPE is ignored by whoever has a child. A child does not see SIGINT,
 * SIGTERM and SIGHUP: it ends when its parent does, or closes the socket.
 */
#ifndef HEARSAY_IPC_CHILD_H
#define HEARSAY_IPC_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ipc/frame.h"

struct event_base;
struct child;

struct child_spec {
	/* The strings are the caller's and outlive the child. */
	const char *role;   /* "net", "parse": argument of -x */
	const char *binary; /* what to execute: /proc/self/exe */
	bool sandbox;	    /* false: -n is passed on (developers) */
	/*
	 * Another of its role has told what its confinement lacks: -q, which
	 * whoever takes over from it gets too.
	 */
	bool told;
	int64_t deadline_ms; /* a request not answered by then kills it;
				0: none */
	/*
	 * Frames the child must get first whenever it starts, or NULL; called
	 * from child_new() for the first time.
	 */
	void (*on_start)(struct child *, void *arg);
	void *arg;
};

/*
 * f is NULL where the child died or was killed before it answered; why then
 * says how ("killed by signal 11", "deadline of 5000 ms"). A child without a
 * deadline may leave in order, by exit status 0, once it has answered all that
 * it has begun: the rest is then asked of the next one.
 */
typedef void child_answer(void *arg, const struct frame *f, const char *why);

struct child *child_new(struct event_base *, const struct child_spec *);
/*
 * Ends it: EOF, then SIGKILL. What is not answered is dropped without a call.
 * Not from an answer.
 */
void child_free(struct child *);

/* Sends a request; the answer is called once, never before this returns. */
void child_ask(struct child *, uint16_t type, const void *payload, size_t len,
    child_answer *, void *arg);
/*
 * The next request is for a process that has been asked nothing before: one
 * that was is ended when that request's turn comes. For children with a
 * deadline, which have one request at a time.
 */
void child_renew(struct child *);
/* Sends what has no answer; lost while it is down, see on_start. */
void child_tell(struct child *, uint16_t type, const void *payload, size_t len);
/* What it said cannot be trusted: it is killed, and another started. */
void child_kill(struct child *, const char *why);

pid_t child_pid(const struct child *);	    /* 0 while it is down */
size_t child_waiting(const struct child *); /* requests not answered */
unsigned child_restarts(const struct child *);

/* How long the n-th death in a row (from 1) delays the next start. */
int64_t child_backoff_ms(unsigned deaths);

#endif
