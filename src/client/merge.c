/* hearsay merge story|rumor A B: the two are one; B goes into A. */
#include "client/ruling.h"

static int run(int argc, char **argv)
{
	bool story = argc > 1 && !strcmp(argv[1], "story");
	const char *what = story ? "story" : "rumor";
	struct buf target;
	int64_t a, b;

	if (argc < 2)
		return usage_error(&command_merge,
		    "what to merge is missing: story A B or rumor A B");
	if (!story && strcmp(argv[1], "rumor") != 0)
		return usage_error(
		    &command_merge, "'%s' is not one of story, rumor", argv[1]);
	a = ruling_number(&command_merge, argc, argv, 2, what);
	b = a ? ruling_number(&command_merge, argc, argv, 3, what) : 0;
	if (!b)
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/%s/%lld/merge?other=%lld",
	    story ? "stories" : "rumors", (long long)a, (long long)b);
	return ruling_post(&command_merge, argc, argv, 4, &target);
}

const struct command command_merge = {
    .name = "merge",
    .args = "story|rumor A B " RULING_ARGS,
    .summary = "make one of two: B becomes part of A",
    .run = run,
    .options_anywhere = true,
    .help = "The number B leads to A from then on.\n" RULING_HELP,
};
