/* hearsay settle RUMOR OUTCOME: give a rumor its outcome by your own word. */
#include "client/ruling.h"

static int run(int argc, char **argv)
{
	int64_t id = ruling_number(&command_settle, argc, argv, 1, "rumor");
	struct buf target;

	if (!id)
		return EXIT_USAGE;
	if (argc < 3 || argv[2][0] == '-')
		return usage_error(&command_settle,
		    "the outcome is missing: confirmed, partly-confirmed, "
		    "contradicted, denied or expired");
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/rumors/%lld/settle", (long long)id);
	live_query(&target, "outcome", argv[2]);
	return ruling_post(&command_settle, argc, argv, 3, &target);
}

const struct command command_settle = {
    .name = "settle",
    .args = "RUMOR OUTCOME " RULING_ARGS,
    .summary = "give a rumor its outcome by your own word",
    .run = run,
    .options_anywhere = true,
    .help = "OUTCOME is confirmed, partly-confirmed, contradicted, denied or "
	    "expired.\nIt stands until it is undone, whatever is said "
	    "later.\n" RULING_HELP,
};
