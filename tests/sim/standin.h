/*
 * Children without processes: this module has the functions of ipc/child.h,
 * and the linker takes it in place of ipc/child.c. What core asks stands in
 * one list, in order, until whoever uses this answers it.
 */
#ifndef HEARSAY_TESTS_STANDIN_H
#define HEARSAY_TESTS_STANDIN_H

#include <sys/queue.h>

#include "ipc/child.h"

struct child {
	TAILQ_ENTRY(child) link;
	struct event_base *base;
	struct child_spec spec;
	size_t waiting;
	unsigned restarts;
};

/* A request of core to a child; it is answered once. */
struct question {
	TAILQ_ENTRY(question) link;
	struct child *child;
	uint16_t type;
	void *payload;
	size_t len;
	child_answer *answer;
	void *arg;
	void *own; /* of whoever answers */
};
TAILQ_HEAD(question_list, question);

extern struct question_list standin_questions;

/* f NULL: the child died of it, as why says. The question is gone then. */
void standin_answer(struct question *, const struct frame *f, const char *why);
struct child *standin_find(const char *role); /* or NULL */
/* As when a child dies by itself. */
void standin_restart(struct child *);

/* What its user has: any of them may be NULL. */
struct standin {
	void (*asked)(struct question *);
	void (*dropped)(struct question *); /* its child is freed */
	void (*told)(struct child *, const struct frame *);
};
extern const struct standin standin;

#endif
