/*
 * Frames over a descriptor on the event loop: both ends of a child's socket
 * that do not block use it (core's end of each child, net's own).
 */
#ifndef HEARSAY_IPC_CHANNEL_H
#define HEARSAY_IPC_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "ipc/frame.h"

struct event_base;
struct channel;

struct channel_ops {
	/* The frame lives until this returns. */
	void (*on_frame)(void *arg, const struct frame *);
	/*
	 * Nothing comes after it. why is NULL where the other side ended, else
	 * words ("sent what is no frame"). The channel is still the caller's to
	 * free, in this call or later.
	 */
	void (*on_end)(void *arg, const char *why);
	/* Everything sent has gone out; may be NULL. */
	void (*on_drained)(void *arg);
};

/* Takes fd. */
struct channel *channel_new(
    struct event_base *, int fd, const struct channel_ops *, void *arg);
void channel_free(struct channel *); /* not from on_frame */

/* 0, or -1 where the payload is past CAP_FRAME. */
int channel_send(struct channel *, uint16_t type, uint32_t id,
    const void *payload, size_t len);
size_t channel_unsent(const struct channel *); /* bytes still here */

#endif
