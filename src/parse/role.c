/*
 * The parse role: a blocking loop over one descriptor, a document in, its
 * entries out, or a page in and its article out. It remembers nothing from one
 * document to the next.
 */
#include "base/log.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"
#include "parse/find.h"
#include "parse/page.h"
#include "parse/parse.h"

/* What of a document, or of a page, fits into no frame. */
static const char too_much[] = "limit: what it says fits into no answer";

static void answer_document(
    struct arena *arena, const struct parse_input *in, struct buf *out)
{
	struct parse_reply reply = {0};
	struct err err = {""};

	reply.result = parse_document(arena, in, &reply.doc, &err);
	reply.error = reply.result == PARSE_OK ? NULL : err.text;
	parse_reply_write(out, &reply);
	if (buf_ok(out))
		return;
	reply =
	    (struct parse_reply){.result = PARSE_UNREADABLE, .error = too_much};
	buf_clear(out);
	parse_reply_write(out, &reply);
}

static void answer_page(
    struct arena *arena, const struct parse_input *in, struct buf *out)
{
	struct page_reply reply = {0};
	struct err err = {""};

	reply.result = page_read(arena, in, &reply.article, &err);
	reply.error = reply.result == PARSE_OK ? NULL : err.text;
	page_reply_write(out, &reply);
	if (buf_ok(out))
		return;
	reply =
	    (struct page_reply){.result = PARSE_UNREADABLE, .error = too_much};
	buf_clear(out);
	page_reply_write(out, &reply);
}

/* It fits: the links and their lengths have caps. */
static void answer_find(
    struct arena *arena, const struct parse_input *in, struct buf *out)
{
	struct found found;

	find_feeds(arena, in, &found);
	found_write(out, &found);
}

static const struct kind {
	uint16_t asks, answers;
	void (*answer)(
	    struct arena *, const struct parse_input *, struct buf *);
} kinds[] = {
    {MSG_PARSE, MSG_PARSED, answer_document},
    {MSG_PAGE, MSG_PAGED, answer_page},
    {MSG_FIND, MSG_FOUND, answer_find},
};

static const struct kind *find_kind(unsigned type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].asks == type)
			return &kinds[i];
	return NULL;
}

int parse_role_answer(const struct frame *f, struct buf *out)
{
	const struct kind *kind = find_kind(f->type);
	struct parse_request request;
	struct parse_input input;
	struct arena arena;

	arena_init(&arena);
	if (!kind || parse_request_read(f, &arena, &request)) {
		arena_free(&arena);
		return -1;
	}
	input = (struct parse_input){.bytes = request.body,
	    .len = request.body_len,
	    .base_url = request.base_url,
	    .content_type = request.content_type,
	    .link = request.link};
	buf_clear(out);
	kind->answer(&arena, &input, out);
	arena_free(&arena);
	return kind->answers;
}

int parse_role_main(int fd, bool sandbox)
{
	struct err err;

	parse_prepare();
	if (sandbox && sandbox_parse(&err)) {
		log_error("confinement: %s", err.text);
		return 1;
	}
	return role_serve(fd, NULL, parse_role_answer);
}
