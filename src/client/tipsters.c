/* hearsay tipsters: who was how often right, with the interval and n. */
#include "client/live.h"

enum { VENDOR, ASPECT, OPTIONS };

static int run(int argc, char **argv)
{
	struct query_option o[OPTIONS] = {
	    [VENDOR] = {"--vendor", "vendor", NULL},
	    [ASPECT] = {"--aspect", "aspect", NULL},
	};
	struct buf target;

	if (live_options(&command_tipsters, argc, argv, o, OPTIONS))
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/tipsters");
	for (size_t i = 0; i < OPTIONS; i++)
		live_query(&target, o[i].name, o[i].value);
	return live_get(&target);
}

const struct command command_tipsters = {
    .name = "tipsters",
    .args = "[--vendor NAME | --aspect ASPECT]",
    .summary = "who was how often right, of how many, and how far ahead",
    .run = run,
    .help = "Ranked by the lower end of the 90 % interval; below five settled "
	    "rumors the\nrecord says little and is shown grey.\n"
	    "  --vendor NAME     by what they said of this vendor: Xiaomi\n"
	    "  --aspect ASPECT   by what they said about this: release-date\n",
};
