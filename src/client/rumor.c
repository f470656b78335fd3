/* hearsay rumor N: one rumor from its first word to its verdict. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	return live_number(&command_rumor, argc, argv, "/v1/rumors", "rumor");
}

const struct command command_rumor = {
    .name = "rumor",
    .args = "N",
    .summary = "one rumor: who said it, who passed it on, what settled it",
    .run = run,
    .help = "N is the number that 'hearsay rumors' shows.\n",
};
