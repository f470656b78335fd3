/* hearsay status: is the daemon well, what does it hold, what comes next. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	(void)argv;
	return live_plain(&command_status, argc, "/v1/status");
}

const struct command command_status = {
    .name = "status",
    .args = "",
    .summary = "is the daemon well, what it holds, what comes next",
    .run = run,
};
