/* The loop of the roles that read a request, answer it, and read the next. */
#include "ipc/role.h"

#include <errno.h>
#include <string.h>

#include "base/caps.h"
#include "base/log.h"
#include "ipc/frame.h"

static int serve(
    int fd, const struct frame *f, role_answer *answer, struct buf *out)
{
	int type = answer(f, out);

	if (type >= 0)
		return frame_send(
		    fd, (uint16_t)type, f->id, buf_text(out), out->len);
	log_error("a frame of type %u is no request", f->type);
	return -1;
}

int role_serve(int fd, int (*enter)(const struct frame *), role_answer *answer)
{
	struct buf hold, out;
	struct frame frame;
	int got, status = 0;

	buf_init(&hold, CAP_FRAME);
	buf_init(&out, CAP_FRAME - FRAME_HEADER_BYTES);
	got = frame_receive(fd, &hold, &frame);
	if (got > 0 && enter && enter(&frame))
		status = 1;
	for (; got > 0 && !status; got = frame_receive(fd, &hold, &frame)) {
		buf_clear(&out);
		if (serve(fd, &frame, answer, &out))
			status = 1;
	}
	if (got < 0) {
		log_error("a broken frame: %s", strerror(errno));
		status = 1;
	}
	buf_free(&hold);
	buf_free(&out);
	return status;
}
