/* hearsay stories: what is told, each event once, by who tells it and when. */
#include "client/live.h"

enum { VENDOR, LANG, SINCE, UNTIL, LIMIT, BEHIND, ORDER, OPTIONS };

static int run(int argc, char **argv)
{
	struct query_option o[OPTIONS] = {
	    [VENDOR] = {"--vendor", "vendor", NULL},
	    [LANG] = {"--lang", "lang", NULL},
	    [SINCE] = {"--since", "since", NULL},
	    [UNTIL] = {"--until", "until", NULL},
	    [LIMIT] = {"--limit", "limit", NULL},
	    [BEHIND] = {"--behind", "behind", NULL},
	    [ORDER] = {"--order", "order", "rank"},
	};
	struct buf target;

	if (live_options(&command_stories, argc, argv, o, OPTIONS))
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/stories");
	for (size_t i = 0; i < OPTIONS; i++)
		live_query(&target, o[i].name, o[i].value);
	return live_get(&target);
}

const struct command command_stories = {
    .name = "stories",
    .args = "[--vendor NAME] [--lang TAG] [--since DATE] [--until DATE] "
	    "[--limit N] [--order rank|time] [--behind PLACE]",
    .summary = "what is told, each event once",
    .run = run,
    .help = "  --vendor NAME   with a rumor of this vendor: Xiaomi\n"
	    "  --lang TAG      told in this language: zh\n"
	    "  --since DATE    told since then: 2023-10-17\n"
	    "  --until DATE    and not later than this\n"
	    "  --limit N       at most so many\n"
	    "  --order time    newest first; else by outlets, independent\n"
	    "                  ones and newness together\n"
	    "  --behind PLACE  by time: what comes behind them, as a longer\n"
	    "                  list says\n",
};
