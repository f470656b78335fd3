/* hearsay feed poll SLUG: poll one feed now, whatever its schedule says. */
#include "client/live.h"
#include "text/url.h"

static int run(int argc, char **argv)
{
	struct buf target;

	if (argc < 2)
		return usage_error(&command_feed, "what to do is missing");
	if (strcmp(argv[1], "poll") != 0)
		return usage_error(&command_feed,
		    "'%s' is not something to do with a feed: poll is",
		    argv[1]);
	if (argc < 3 || !*argv[2])
		return usage_error(&command_feed,
		    "the feed's name is missing ('hearsay feeds' lists them)");
	if (argc > 3)
		return usage_error(&command_feed, "takes one feed at a time");
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/feeds/");
	url_put_encoded(&target, argv[2]);
	buf_puts(&target, "/poll");
	return live_post(&target);
}

const struct command command_feed = {
    .name = "feed",
    .args = "poll SLUG",
    .summary = "poll one feed now",
    .run = run,
    .help = "SLUG is the feed's name in the configuration, as 'hearsay feeds' "
	    "lists it.\nThe poll is due at once; the pause that its server "
	    "asked for is kept.\n",
};
