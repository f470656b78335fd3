/* hearsay undo [ACTION]: take back what you said. */
#include "client/ruling.h"

static int run(int argc, char **argv)
{
	struct buf target;
	int64_t id = 0;
	int from = 1;

	if (argc > 1 && strncmp(argv[1], "--", 2) != 0) {
		id = ruling_number(&command_undo, argc, argv, 1, "action");
		if (!id)
			return EXIT_USAGE;
		from = 2;
	}
	buf_init(&target, TARGET_MAX);
	if (id)
		buf_printf(&target, "/v1/audit/%lld/undo", (long long)id);
	else
		buf_puts(&target, "/v1/undo");
	return ruling_post(&command_undo, argc, argv, from, &target);
}

const struct command command_undo = {
    .name = "undo",
    .args = "[ACTION] " RULING_ARGS,
    .summary = "take back what you settled, merged, split ...",
    .run = run,
    .help = "ACTION is its number in 'hearsay audit'; without one, the last "
	    "that is in force.\n",
};
