/*
 * The core of the daemon whole, but for its children: it has a store, a judge
 * that was told the bundled sample, sockets, feeds, digests and a web hook;
 * what it asks of net and parse is answered by the target. It is opened once,
 * and now and then anew, so that what the inputs did to it does not add up
 * for ever.
 */
#ifndef HEARSAY_TESTS_FUZZ_CORE_H
#define HEARSAY_TESTS_FUZZ_CORE_H

#include "../sim/standin.h"
#include "core/daemon.h"
#include "ipc/message.h"

/*
 * What a target answers with: fills type, payload and len of the frame; false
 * where the child dies of it. The payload stays until the next call.
 */
typedef bool core_child(const struct question *, struct frame *);

/* The children of a good day: the sample's documents, read by our parser. */
core_child core_good_child;

/* The daemon, at rest; each use of it counts towards the next fresh one. */
struct daemon *core_open(void);
/* Turns the loop until nothing is asked and nothing happens. */
void core_turn(struct daemon *, core_child *);
/* A connection to a socket of its folder ("status.sock"), non-blocking. */
int core_dial(const char *name);

#endif
