/*
 * The parse role: a blocking loop over one descriptor, a document in, its
 * entries out. It remembers nothing from one document to the next.
 */
#include <errno.h>
#include <string.h>

#include "base/caps.h"
#include "base/log.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"
#include "parse/parse.h"

/* The answer to one request, sent; -1 where the other side is gone. */
static int serve(int fd, const struct frame *f, struct buf *out)
{
	struct parse_request request;
	struct parse_reply reply = {0};
	struct parse_input input;
	struct arena arena;
	struct err err = {""};
	int r;

	arena_init(&arena);
	if (f->type != MSG_PARSE || parse_request_read(f, &arena, &request)) {
		log_error("a frame of type %u is no request", f->type);
		arena_free(&arena);
		return -1;
	}
	input = (struct parse_input){.bytes = request.body,
	    .len = request.body_len,
	    .base_url = request.base_url,
	    .content_type = request.content_type};
	reply.result = parse_document(&arena, &input, &reply.doc, &err);
	reply.error = reply.result == PARSE_OK ? NULL : err.text;
	buf_clear(out);
	parse_reply_write(out, &reply);
	if (!buf_ok(out)) {
		reply = (struct parse_reply){.result = PARSE_UNREADABLE,
		    .error = "limit: what it says fits into no answer"};
		buf_clear(out);
		parse_reply_write(out, &reply);
	}
	r = frame_send(fd, MSG_PARSED, f->id, buf_text(out), out->len);
	arena_free(&arena);
	return r;
}

int parse_role_main(int fd, bool sandbox)
{
	struct buf hold, out;
	struct frame frame;
	struct err err;
	int got, status = 0;

	parse_prepare();
	if (sandbox && sandbox_parse(&err)) {
		log_error("confinement: %s", err.text);
		return 1;
	}
	buf_init(&hold, CAP_FRAME);
	buf_init(&out, CAP_FRAME - FRAME_HEADER_BYTES);
	for (got = frame_receive(fd, &hold, &frame); got > 0;
	     got = frame_receive(fd, &hold, &frame)) {
		if (serve(fd, &frame, &out)) {
			status = 1;
			break;
		}
	}
	if (got < 0) {
		log_error("a broken frame: %s", strerror(errno));
		status = 1;
	}
	buf_free(&hold);
	buf_free(&out);
	return status;
}
