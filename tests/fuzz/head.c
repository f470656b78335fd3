/*
 * The head of a reply, a header a line, and what polling makes of it: no
 * server's word brings the next request before the floor, or stops a feed for
 * good unless it says 410.
 */
#include "fuzz.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/schedule.h"
#include "net/head.h"

#define NOW 1700000000

static const struct schedule_policy policy = {
    .interval_s = 3600, .floor_s = 900, .ceiling_s = 86400};

static void schedules(const struct head *h, int status)
{
	struct rng rng = {1};
	struct feed feed = {.url = strdup("https://lamp.example/feed")};
	struct poll_answer answer = {.status = status,
	    .error = status == 200 ? NULL : "no",
	    .max_age_s = h->max_age_s,
	    .age_s = h->age_s,
	    .retry_after = h->retry_after,
	    .rate_limit_remaining = h->rate_limit_remaining,
	    .rate_limit_reset = h->rate_limit_reset};
	char *old = NULL;
	int64_t wait = schedule_retry_after(h->retry_after, NOW);

	fuzz_check(wait == -1 || wait > 0);
	answer.outcome = schedule_outcome(status, h->retry_after, NOW);
	schedule_answer(&feed, &policy, &answer, NOW, &rng);
	schedule_validators(&feed, status, h->etag, h->last_modified);
	schedule_moved(&feed, h->location, NOW, &old);
	if (status != 410) {
		fuzz_check(feed.due_at >= NOW + policy.floor_s);
		fuzz_check(feed.due_at <= NOW + 10 * 86400);
		fuzz_check(feed.due_reason != NULL);
	}
	feed_release(&feed);
}

/* "HTTP/1.1 429 Too Many": 429; 200 where there is none. */
static int status_of(const char *line, int before)
{
	const char *space = strchr(line, ' ');
	long n = space ? strtol(space, NULL, 10) : 0;

	if (strncmp(line, "HTTP/", 5) != 0 || n < 100 || n > 599)
		return before;
	return (int)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena;
	struct head h;
	int status = 200;
	const char *line;
	char *text, *own;
	size_t len;

	arena_init(&arena);
	head_init(&h);
	text = fuzz_string(&arena, data, n);
	while (*text) {
		line = fuzz_line(&text);
		len = strlen(line);
		status = status_of(line, status);
		/* As libcurl hands it over: no NUL behind it. */
		own = malloc(len ? len : 1);
		memcpy(own, line, len);
		head_line(&h, &arena, own, len);
		free(own);
	}
	fuzz_check(h.max_age_s >= -1 && h.age_s >= 0);
	schedules(&h, status);
	arena_free(&arena);
	return 0;
}
