/* hearsay stories: what is told, each event once, newest first. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	struct query_option o[] = {
	    {"--since", "since", NULL},
	    {"--limit", "limit", NULL},
	};
	struct buf target;

	if (live_options(&command_stories, argc, argv, o, 2))
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/stories");
	for (size_t i = 0; i < 2; i++)
		live_query(&target, o[i].name, o[i].value);
	return live_get(&target);
}

const struct command command_stories = {
    .name = "stories",
    .args = "[--since DATE] [--limit N]",
    .summary = "what is told, each event once, newest first",
    .run = run,
    .help = "  --since DATE   told since then: 2023-10-17\n"
	    "  --limit N      at most so many\n",
};
