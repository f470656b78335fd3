/*
 * hearsay reload: the daemon reads its configuration again, all of it; the
 * command returns when that is done. A bad file changes nothing.
 */
#include "client/live.h"

static int run(int argc, char **argv)
{
	struct buf target;

	(void)argv;
	if (argc > 1)
		return usage_error(&command_reload, "takes no arguments");
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/reload");
	return live_post(&target);
}

const struct command command_reload = {
    .name = "reload",
    .args = "",
    .summary = "read the configuration again, and wait until it is done",
    .run = run,
    .help = "A file with an error changes nothing: the error is printed with "
	    "its file and\nline, and the daemon goes on as before.\n",
};
