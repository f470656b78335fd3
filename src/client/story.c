/* hearsay story N: one story with the items that tell it. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	return live_number(&command_story, argc, argv, "/v1/stories", "story");
}

const struct command command_story = {
    .name = "story",
    .args = "N",
    .summary = "one story, and every item that tells it",
    .run = run,
    .help = "N is the number that 'hearsay stories' and 'hearsay search' "
	    "show.\n",
};
