/*
 * The seal role: waits until a copy of the database is on the disk, and reads
 * all of it. Both take longer than core may stand still. It lives for one copy,
 * and may read nothing else.
 */
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"
#include "store/file.h"

#define KINDNESS 10 /* of its priority: nobody waits for it */

static bool request_read(
    const struct frame *f, struct arena *a, struct seal_request *q)
{
	return f->type == MSG_SEAL && !seal_request_read(f, a, q) && q->path;
}

int seal_role_answer(const struct frame *f, struct buf *out)
{
	struct seal_request q;
	struct seal_reply r = {0};
	struct arena arena;
	struct err e;
	bool asked;

	arena_init(&arena);
	asked = request_read(f, &arena, &q);
	if (asked) {
		if (store_seal(q.path, &e))
			r.error = e.text;
		seal_reply_write(out, &r);
	}
	arena_free(&arena);
	return asked ? MSG_SEALED : -1;
}

/* To the one file that the first request names. */
static int confine(const struct frame *f)
{
	struct seal_request q;
	struct arena arena;
	struct err e;
	int rc = 0;

	arena_init(&arena);
	if (request_read(f, &arena, &q) && sandbox_seal(q.path, &e)) {
		log_error("confinement: %s", e.text);
		rc = -1;
	}
	arena_free(&arena);
	return rc;
}

int seal_role_main(int fd, bool sandbox)
{
	if (nice(KINDNESS) < 0)
		log_debug("seal runs as fast as others");
	return role_serve(fd, sandbox ? confine : NULL, seal_role_answer);
}
