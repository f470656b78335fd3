/*
 * ipc: a child on the loop. Its requests are answered or lost, also where it
 * dies for want of memory; another takes over.
 */
#include "torture.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "base/caps.h"
#include "base/mem.h"
#include "base/loop.h"
#include "faults.h"
#include "ipc/child.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"

#define WAIT_S	 8
#define SETTINGS 9

/* --- the child --- */

/* Echoes; at "die" it finds no memory. */
int torture_role(const char *role)
{
	struct buf hold;
	struct frame f;
	int rc = 0;

	(void)role;
	buf_init(&hold, CAP_FRAME);
	while (!rc && frame_receive(ROLE_FD, &hold, &f) > 0) {
		if (f.type == SETTINGS)
			continue;
		if (f.len == 3 && !memcmp(f.payload, "die", 3)) {
			fault_arm(FAULT_ALLOC, 1);
			free(mem_alloc(1));
		}
		rc = frame_send(ROLE_FD, f.type, f.id, f.payload, f.len);
	}
	buf_free(&hold);
	return rc ? 1 : 0;
}

/* --- its parent --- */

struct talk {
	struct event_base *base;
	int left; /* answers to come */
	struct err *err;
	bool lost;
};

static void on_answer(void *arg, const struct frame *f, const char *why)
{
	struct talk *t = arg;

	if (f) {
		made(f->payload, f->len);
	} else if (strstr(why, "status 98")) {
		made_text("it died of memory");
	} else {
		t->lost = true;
		err_set(t->err, "echo: %s", why);
	}
	if (--t->left == 0)
		event_base_loopbreak(t->base);
}

static void on_start(struct child *c, void *arg)
{
	(void)arg;
	child_tell(c, SETTINGS, "settings", 8);
}

static int talk(const char *const *words, size_t n, struct err *e)
{
	const struct timeval wait = {.tv_sec = WAIT_S};
	struct talk t = {.base = loop_new(0), .left = (int)n, .err = e};
	struct child_spec spec = {.role = "echo",
	    .binary = "/proc/self/exe",
	    .sandbox = true,
	    .deadline_ms = WAIT_S * 500,
	    .on_start = on_start};
	struct child *c;

	c = child_new(t.base, &spec);
	for (size_t i = 0; i < n; i++)
		child_ask(c, 1, words[i], strlen(words[i]), on_answer, &t);
	event_base_loopexit(t.base, &wait);
	event_base_dispatch(t.base);
	if (t.left)
		err_set(e, "echo: no answer came");
	child_free(c);
	event_base_free(t.base);
	return t.left || t.lost ? -1 : 0;
}

static int run_echo(struct err *e)
{
	static const char *const words[] = {"one", "two", "three"};

	return talk(words, 3, e);
}

static int run_dying(struct err *e)
{
	static const char *const words[] = {"one", "die", "three"};

	return talk(words, 3, e);
}

const struct workload torture_ipc[] = {
    {.room = "ipc", .what = "a child", .run = run_echo, .names = {"echo"}},
    {.room = "ipc",
	.what = "a child without memory",
	.run = run_dying,
	.names = {"echo"}},
    {0},
};
