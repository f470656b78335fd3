/*
 * hearsay feeds [SLUG | N]: every feed in a line, or one of them as a page:
 * how it is polled, what it answered, when it is next.
 */
#include "client/live.h"
#include "text/url.h"

static int run(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	struct buf target;

	if (argc > 2)
		return usage_error(&command_feeds, "takes one feed at a time");
	if (!name)
		return live_plain(&command_feeds, argc, "/v1/feeds");
	if (*name == '#')
		name++;
	if (!*name)
		return usage_error(&command_feeds,
		    "the feed's name is missing ('hearsay feeds' lists them)");
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/feeds/");
	url_put_encoded(&target, name);
	return live_get(&target);
}

const struct command command_feeds = {
    .name = "feeds",
    .args = "[SLUG | N]",
    .summary = "every feed, or all of one: last answers, next poll and why",
    .run = run,
    .help = "SLUG is the feed's name in the configuration, N its number. "
	    "VALID tells which\nvalidators it gave: E an ETag, L a "
	    "Last-Modified; a request carries both.\n",
};
