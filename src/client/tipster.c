/*
 * hearsay tipster NAME: one tipster, by any name: the record, of whose rumors
 * and about what, and what they said.
 */
#include "client/live.h"
#include "text/url.h"

enum { LIMIT, BEHIND, OPTIONS };

static int run(int argc, char **argv)
{
	struct query_option o[OPTIONS] = {
	    [LIMIT] = {"--limit", "limit", NULL},
	    [BEHIND] = {"--behind", "behind", NULL},
	};
	struct buf target, name;
	int words = 1;

	while (words < argc && strncmp(argv[words], "--", 2) != 0)
		words++;
	buf_init(&name, TARGET_MAX);
	for (int i = 1; i < words; i++)
		buf_printf(&name, "%s%s", i > 1 ? " " : "", argv[i]);
	if (strspn(buf_text(&name), " \t\n") == name.len) {
		buf_free(&name);
		return usage_error(&command_tipster,
		    "the tipster's name is missing ('hearsay tipsters' lists "
		    "them)");
	}
	if (live_options(&command_tipster, argc - words + 1, argv + words - 1,
		o, OPTIONS)) {
		buf_free(&name);
		return EXIT_USAGE;
	}
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/tipsters/");
	url_put_encoded(&target, buf_text(&name));
	for (size_t i = 0; i < OPTIONS; i++)
		live_query(&target, o[i].name, o[i].value);
	buf_free(&name);
	return live_get(&target);
}

const struct command command_tipster = {
    .name = "tipster",
    .args = "NAME... [--limit N] [--behind PLACE]",
    .summary =
	"one tipster: right how often, on whom, about what; all they said",
    .run = run,
    .help =
	"NAME is a name, alias or handle in any case: digital chat station, "
	"DCS, @evleaks.\nBelow five settled rumors a record says little: "
	"grey, and with the word few.\n"
	"  --limit N         at most so many of their rumors\n"
	"  --behind PLACE    what comes behind them, as a longer list says\n",
    .options_anywhere = true,
};
