/*
 * libcurl's multi-socket interface on the event loop: transfers are started
 * and each reports its end once. All of them run on the loop's thread; only
 * name look-ups have threads of libcurl's own.
 */
#ifndef HEARSAY_NET_MULTI_H
#define HEARSAY_NET_MULTI_H

struct event_base;
struct multi;

/*
 * code is a CURLcode. The transfer has left the loop: the callee starts it
 * again or puts it back.
 */
typedef void multi_done(void *arg, int code);

struct multi_job {
	multi_done *done;
	void *arg;
};

/*
 * Once, before all else of libcurl. Where it finds no memory the process ends,
 * as by base/mem.h: it would stop half-way, and leave a transfer without an end
 * or a session that is freed twice.
 */
void multi_prepare(void);

struct multi *multi_new(struct event_base *);
void multi_free(struct multi *); /* after all transfers were put back */
void multi_set_connections(struct multi *, unsigned most);
/* Called before all that is kept goes: handles may be put back in it. */
void multi_on_idle(struct multi *, void (*tell)(void *arg), void *arg);

/* A CURL * with its options as they are at first. */
void *multi_get(struct multi *);
void multi_put(struct multi *, void *easy);  /* also ends a running one */
void multi_stop(struct multi *, void *easy); /* it keeps its options */
/* job is the caller's and stays until done or multi_put(). 0 or -1. */
int multi_start(struct multi *, void *easy, struct multi_job *job);

#endif
