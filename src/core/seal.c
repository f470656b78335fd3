/*
 * The seal role: waits until a copy of the database is on the disk, and reads
 * all of it. Both take longer than core may stand still. It lives for one copy,
 * and may read nothing else.
 */
#include <errno.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/log.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"
#include "store/file.h"

#define KINDNESS 10 /* of its priority: nobody waits for it */

int seal_role_answer(const struct frame *f, struct buf *out)
{
	struct seal_request q;
	struct seal_reply r = {0};
	struct arena arena;
	struct err e;
	int type = -1;

	arena_init(&arena);
	if (f->type == MSG_SEAL && !seal_request_read(f, &arena, &q) &&
	    q.path) {
		if (store_seal(q.path, &e))
			r.error = e.text;
		buf_clear(out);
		seal_reply_write(out, &r);
		type = MSG_SEALED;
	} else {
		log_error("a frame of type %u is no request", f->type);
	}
	arena_free(&arena);
	return type;
}

/* To the one file that the first request names. */
static int confine(const struct frame *f)
{
	struct seal_request q;
	struct arena arena;
	struct err e;
	int rc = -1;

	arena_init(&arena);
	if (seal_request_read(f, &arena, &q) || !q.path)
		log_error("a frame of type %u is no request", f->type);
	else if (sandbox_seal(q.path, &e))
		log_error("confinement: %s", e.text);
	else
		rc = 0;
	arena_free(&arena);
	return rc;
}

static int serve(int fd, const struct frame *f, struct buf *out)
{
	int type = seal_role_answer(f, out);

	return type < 0 ? -1
			: frame_send(fd, (uint16_t)type, f->id, buf_text(out),
			      out->len);
}

int seal_role_main(int fd, bool sandbox)
{
	struct buf hold, out;
	struct frame frame;
	int got, status = 0;

	if (nice(KINDNESS) < 0)
		log_debug("seal runs as fast as others");
	buf_init(&hold, CAP_FRAME);
	buf_init(&out, CAP_FRAME - FRAME_HEADER_BYTES);
	got = frame_receive(fd, &hold, &frame);
	if (got > 0 && sandbox && confine(&frame))
		status = 1;
	for (; got > 0 && !status; got = frame_receive(fd, &hold, &frame))
		if (serve(fd, &frame, &out))
			status = 1;
	if (got < 0) {
		log_error("a broken frame: %s", strerror(errno));
		status = 1;
	}
	buf_free(&hold);
	buf_free(&out);
	return status;
}
