/* hearsay reopen RUMOR: a verdict was wrong; the rumor is open again. */
#include "client/ruling.h"

static int run(int argc, char **argv)
{
	int64_t id = ruling_number(&command_reopen, argc, argv, 1, "rumor");
	struct buf target;

	if (!id)
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/rumors/%lld/reopen", (long long)id);
	return ruling_post(&command_reopen, argc, argv, 2, &target);
}

const struct command command_reopen = {
    .name = "reopen",
    .args = "RUMOR " RULING_ARGS,
    .summary = "take a verdict away: the rumor is open again",
    .run = run,
    .options_anywhere = true,
    .help = "What official sources say from now on settles it; its deadline "
	    "does not any more.\nA verdict of your own is undone "
	    "instead.\n" RULING_HELP,
};
