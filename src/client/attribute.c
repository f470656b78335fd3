/* hearsay attribute rumor|item N SOURCE: who said it first. */
#include "client/ruling.h"

static int run(int argc, char **argv)
{
	bool item = argc > 1 && !strcmp(argv[1], "item");
	const char *what = item ? "item" : "rumor";
	struct buf target;
	int64_t id;

	if (argc < 2)
		return usage_error(&command_attribute,
		    "what to attribute is missing: rumor N or item N");
	if (!item && strcmp(argv[1], "rumor") != 0)
		return usage_error(&command_attribute,
		    "'%s' is not one of rumor, item", argv[1]);
	id = ruling_number(&command_attribute, argc, argv, 2, what);
	if (!id)
		return EXIT_USAGE;
	if (argc < 4 || !*argv[3] || !strncmp(argv[3], "--", 2))
		return usage_error(
		    &command_attribute, "who said it first is missing");
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/%ss/%lld/attribute", what, (long long)id);
	live_query(&target, "source", argv[3]);
	return ruling_post(&command_attribute, argc, argv, 4, &target);
}

const struct command command_attribute = {
    .name = "attribute",
    .args = "rumor|item N SOURCE " RULING_ARGS,
    .summary = "say who said it first",
    .run = run,
    .options_anywhere = true,
    .help = "Of a rumor: whose word its first item passes on. Of an item: "
	    "whose word that one\npasses on.\n" RULING_HELP,
};
