/*
 * Frames one after another, each through the reader of every message. A
 * payload is only taken if it is the one that the writer makes of what was
 * read. What a parse role says that has been taken over by a document's author
 * is then put to use, as core does.
 */
#include "fuzz.h"

#include <string.h>

#include "base/caps.h"
#include "core/schedule.h"
#include "ipc/layout.h"
#include "ipc/message.h"
#include "judge/entryitem.h"
#include "text/date.h"

#define NOW 1700000000

static void is_scheduled(const struct doc *doc)
{
	static const struct schedule_policy policy = {
	    .interval_s = 3600, .floor_s = 900, .ceiling_s = 86400};
	static const struct poll_answer fresh = {
	    .outcome = POLL_FRESH, .status = 200, .max_age_s = -1};
	struct rng rng = {1};
	struct feed feed = {.due_at = NOW};

	schedule_hints(&feed, doc, NOW);
	schedule_answer(&feed, &policy, &fresh, NOW, &rng);
	fuzz_check(feed.due_at >= NOW + policy.floor_s);
	fuzz_check(feed.due_at <= NOW + 10 * 86400);
	feed_release(&feed);
}

static void is_used(struct arena *arena, const struct doc *doc)
{
	static const struct source source = {.slug = "lamp", .title = "Lamp"};
	char date[DATE_RFC3339_SIZE];
	struct entryitem made;

	is_scheduled(doc);
	for (size_t i = 0; i < doc->entry_count; i++) {
		entryitem_make(
		    arena, doc, &doc->entries[i], &source, NOW, &made);
		fuzz_check(made.item.guid && made.item.title && made.item.text);
		date_format_rfc3339(made.item.published_at, date);
	}
}

static void read_as(enum message_type type, const struct frame *f)
{
	const struct layout *layout = message_layout(type);
	struct arena arena;
	struct buf again;
	void *message;

	arena_init(&arena);
	buf_init(&again, CAP_FRAME);
	message = arena_alloc(&arena, layout->size);
	if (layout_read(layout, f, &arena, message) == 0) {
		layout_write(&again, layout, message);
		fuzz_check(buf_ok(&again));
		fuzz_check(again.len == f->len);
		fuzz_check(!f->len || !memcmp(again.data, f->payload, f->len));
		if (type == MSG_PARSED)
			is_used(&arena, &((struct parse_reply *)message)->doc);
	}
	buf_free(&again);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct frame f;
	long took;

	while ((took = frame_read(data, n, &f)) > 0) {
		fuzz_check((size_t)took <= n);
		for (int t = MSG_FETCH; t <= MSG_SEALED; t++)
			read_as((enum message_type)t, &f);
		data += took;
		n -= (size_t)took;
	}
	return 0;
}
