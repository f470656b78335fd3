/*
 * A document's bytes to its entries. What comes out must pass the border of
 * the parse role as it is: every string UTF-8, and the reader's document the
 * writer's. A first line "Content-Type: ..." is the header, not the body.
 */
#include "fuzz.h"

#include <string.h>

#include "base/caps.h"
#include "ipc/message.h"
#include "judge/entryitem.h"
#include "parse/parse.h"
#include "text/utf8.h"

static const char header[] = "Content-Type: ";

static void crosses_the_border(struct parse_reply *reply)
{
	struct parse_reply there;
	struct buf once, again;
	struct arena arena;
	struct frame f;

	buf_init(&once, CAP_FRAME);
	buf_init(&again, CAP_FRAME);
	arena_init(&arena);
	parse_reply_write(&once, reply);
	if (buf_ok(&once)) {
		f = (struct frame){.type = MSG_PARSED,
		    .payload = (const unsigned char *)buf_text(&once),
		    .len = once.len};
		fuzz_check(parse_reply_read(&f, &arena, &there) == 0);
		parse_reply_write(&again, &there);
		fuzz_check(again.len == once.len);
		fuzz_check(!memcmp(again.data, once.data, once.len));
	}
	arena_free(&arena);
	buf_free(&once);
	buf_free(&again);
}

static void becomes_items(struct arena *arena, const struct doc *doc)
{
	static const struct source source = {.slug = "lamp", .title = "Lamp"};
	const int64_t now = 1700000000, fast = 900;
	struct entryitem made;

	for (size_t i = 0; i < doc->entry_count; i++) {
		entryitem_make(
		    arena, doc, &doc->entries[i], &source, now, &made);
		fuzz_check(made.item.guid && made.item.title && made.item.text);
		fuzz_check(made.item.published_at <= now + fast);
		fuzz_check(strlen(made.item.title) <= CAP_TITLE);
		fuzz_check(strlen(made.item.text) <= CAP_ITEM_TEXT);
		fuzz_check(utf8_valid(made.item.text, strlen(made.item.text)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct parse_input in = {.base_url = "https://lamp.example/dir/feed"};
	struct parse_reply reply = {0};
	struct err err = {""};
	struct arena arena;
	const uint8_t *end;
	size_t skip = sizeof(header) - 1;

	arena_init(&arena);
	if (n > skip && !memcmp(data, header, skip)) {
		end = memchr(data, '\n', n);
		end = end ? end + 1 : data + n;
		in.content_type = fuzz_string(
		    &arena, data + skip, (size_t)(end - data) - skip);
		n -= (size_t)(end - data);
		data = end;
	}
	in.bytes = (const char *)data;
	in.len = n;
	reply.result = parse_document(&arena, &in, &reply.doc, &err);
	fuzz_check((reply.result == PARSE_OK) || err.text[0]);
	if (reply.result == PARSE_OK)
		becomes_items(&arena, &reply.doc);
	else
		reply.error = err.text;
	crosses_the_border(&reply);
	arena_free(&arena);
	return 0;
}
