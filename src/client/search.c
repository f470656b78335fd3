/*
 * hearsay search WORD...: items whose title or text has all the words, the
 * best match or the newest first.
 */
#include "client/live.h"

enum { ORDER, LIMIT, BEHIND, OPTIONS };

static void add_word(struct buf *words, const char *word)
{
	if (words->len)
		buf_putc(words, ' ');
	buf_puts(words, word);
}

/*
 * Options stand anywhere before "--", which comes before a word that begins
 * with "-"; behind a word it is one itself.
 */
static int read_arguments(
    int argc, char **argv, struct query_option *o, struct buf *words)
{
	bool all = false;

	for (int i = 1; i < argc; i++) {
		bool joined = strchr(argv[i], '=') != NULL;
		int more = joined || i + 1 == argc ? 2 : 3;

		if (!all && !strcmp(argv[i], "--")) {
			all = true;
			if (words->len)
				add_word(words, argv[i]);
		} else if (all || argv[i][0] != '-') {
			add_word(words, argv[i]);
		} else if (argv[i][1] != '-') {
			return usage_error(&command_search,
			    "unknown option '%s' (-- comes before a word that "
			    "begins with -)",
			    argv[i]);
		} else if (live_options(&command_search, more, argv + i - 1, o,
			       OPTIONS)) {
			return EXIT_USAGE;
		} else {
			i += more - 2;
		}
	}
	if (strspn(buf_text(words), " \t\n") == words->len)
		return usage_error(
		    &command_search, "what to search for is missing");
	return 0;
}

static int run(int argc, char **argv)
{
	struct query_option o[OPTIONS] = {
	    [ORDER] = {"--order", "order", "rank"},
	    [LIMIT] = {"--limit", "limit", NULL},
	    [BEHIND] = {"--behind", "behind", NULL},
	};
	struct buf target, words;
	int status;

	buf_init(&words, TARGET_MAX);
	status = read_arguments(argc, argv, o, &words);
	if (!status) {
		buf_init(&target, TARGET_MAX);
		buf_puts(&target, "/v1/search");
		live_query(&target, "q", buf_text(&words));
		for (size_t i = 0; i < OPTIONS; i++)
			live_query(&target, o[i].name, o[i].value);
		status = live_get(&target);
	}
	buf_free(&words);
	return status;
}

const struct command command_search = {
    .name = "search",
    .args = "WORD... [--order rank|time] [--limit N] [--behind PLACE]",
    .summary = "items whose title or text has all the words, Chinese too",
    .run = run,
    .help = "  --order time    newest first; else the best match\n"
	    "  --limit N       at most so many\n"
	    "  --behind PLACE  by time: what comes behind them, as a longer\n"
	    "                  list says\n",
};
