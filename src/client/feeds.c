/* hearsay feeds: every feed, how its last poll went and when the next is. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	(void)argv;
	return live_plain(&command_feeds, argc, "/v1/feeds");
}

const struct command command_feeds = {
    .name = "feeds",
    .args = "",
    .summary = "every feed: how its last poll went, when the next one is",
    .run = run,
};
