/*
 * Pages that name feeds: the first line is the header Link, the rest is the
 * page. Whatever they hold, what is found is bounded, text, and of http.
 */
#include "fuzz.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "ipc/message.h"
#include "parse/find.h"
#include "text/utf8.h"

static bool is_good(const char *s)
{
	return !s || utf8_valid(s, strlen(s));
}

static void check_link(const struct found_link *l)
{
	fuzz_check(l->url && is_good(l->url) && strlen(l->url) <= CAP_URL);
	fuzz_check(!strncasecmp(l->url, "http://", 7) ||
		   !strncasecmp(l->url, "https://", 8));
	fuzz_check(!strpbrk(l->url, "# \n"));
	fuzz_check(l->type && is_good(l->title));
	fuzz_check(!l->title || !strpbrk(l->title, "\n\033"));
}

/* What goes to the core is what the core takes. */
static void check_frame(const struct found *found)
{
	struct buf b;
	struct arena a;
	struct found back;

	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	found_write(&b, found);
	fuzz_check(buf_ok(&b));
	fuzz_check(!found_read(&(struct frame){.type = MSG_FOUND,
				   .payload = (const void *)b.data,
				   .len = (uint32_t)b.len},
	    &a, &back));
	fuzz_check(back.link_count == found->link_count);
	buf_free(&b);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;
	const char *line = n ? memchr(s, '\n', n) : NULL;
	size_t head = line ? (size_t)(line - s) + 1 : 0;
	struct parse_input in = {.bytes = s + head,
	    .len = n - head,
	    .base_url = "https://site.example/dir/page"};
	struct found found;
	struct arena a;

	arena_init(&a);
	in.link = head ? arena_strndup(&a, s, head - 1) : NULL;
	find_feeds(&a, &in, &found);
	fuzz_check(found.link_count <= CAP_FOUND);
	fuzz_check(!found.format || !found.link_count);
	for (size_t i = 0; i < found.link_count; i++) {
		check_link(&found.links[i]);
		fuzz_check(!i || found.links[i].comments ||
			   !found.links[i - 1].comments);
	}
	check_frame(&found);
	arena_free(&a);
	return 0;
}
