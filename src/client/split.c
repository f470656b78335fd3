/* hearsay split story|rumor N ITEM...: these are another one. */
#include "client/ruling.h"

/* "31", or of a rumor "31.2": its claim of that number. */
static bool is_named(const char *arg, bool story)
{
	size_t n = strspn(arg, "0123456789");

	if (!n || *arg == '0')
		return false;
	if (!arg[n])
		return true;
	if (story || arg[n] != '.')
		return false;
	arg += n + 1;
	n = strspn(arg, "0123456789");
	return n && !arg[n];
}

static int run(int argc, char **argv)
{
	bool story = argc > 1 && !strcmp(argv[1], "story");
	const char *what = story ? "story" : "rumor";
	struct buf target, items;
	int64_t id;
	int i = 3;

	if (argc < 2)
		return usage_error(&command_split,
		    "what to split is missing: story N or rumor N");
	if (!story && strcmp(argv[1], "rumor") != 0)
		return usage_error(
		    &command_split, "'%s' is not one of story, rumor", argv[1]);
	id = ruling_number(&command_split, argc, argv, 2, what);
	if (!id)
		return EXIT_USAGE;
	if (i == argc || !strncmp(argv[i], "--", 2))
		return usage_error(&command_split,
		    "the items that go are missing ('hearsay %s %lld' lists "
		    "them)",
		    what, (long long)id);
	buf_init(&items, TARGET_MAX);
	for (; i < argc && strncmp(argv[i], "--", 2) != 0; i++) {
		if (!is_named(argv[i], story)) {
			buf_free(&items);
			return usage_error(&command_split,
			    "'%s' is not the number of an item%s", argv[i],
			    story ? "" : ", or of an item's claim as 31.2");
		}
		buf_printf(&items, "%s%s", items.len ? "," : "", argv[i]);
	}
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/%s/%lld/split", story ? "stories" : "rumors",
	    (long long)id);
	live_query(&target, "items", buf_text(&items));
	buf_free(&items);
	return ruling_post(&command_split, argc, argv, i, &target);
}

const struct command command_split = {
    .name = "split",
    .args = "story|rumor N ITEM... " RULING_ARGS,
    .summary = "make two of one: these items are another",
    .run = run,
    .options_anywhere = true,
    .help = "Of an item with several claims in a rumor, ITEM.CLAIM names one "
	    "('hearsay explain\nrumor N' numbers them).\n" RULING_HELP,
};
