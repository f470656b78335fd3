/* hearsay stories: what is told, each event once, newest first. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	(void)argv;
	return live_plain(&command_stories, argc, "/v1/stories");
}

const struct command command_stories = {
    .name = "stories",
    .args = "",
    .summary = "what is told, each event once, newest first",
    .run = run,
};
