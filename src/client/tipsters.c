/* hearsay tipsters: who was how often right, with the interval and n. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	(void)argv;
	return live_plain(&command_tipsters, argc, "/v1/tipsters");
}

const struct command command_tipsters = {
    .name = "tipsters",
    .args = "",
    .summary = "who was how often right, of how many, and how far ahead",
    .run = run,
    .help = "Ranked by the lower end of the 90 % interval; below five settled "
	    "rumors the\nrecord says little and is shown grey.\n",
};
