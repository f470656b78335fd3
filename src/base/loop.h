/*
 * The event loop of a role. What libevent has to say goes to our log. A loop
 * that cannot watch a descriptor would wait for it for ever: where the kernel
 * refuses that (no memory, fs.epoll.max_user_watches), the process ends with
 * a message, as it does without memory, and is started again.
 */
#ifndef HEARSAY_BASE_LOOP_H
#define HEARSAY_BASE_LOOP_H

struct event_base;

/* flags: EVENT_BASE_FLAG_* of libevent. Never NULL. */
struct event_base *loop_new(int flags);

#endif
