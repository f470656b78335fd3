/* hearsay search WORD...: items whose title or text has all the words. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	struct buf target, words;
	int first = 1;

	if (argc > 1 && !strcmp(argv[1], "--"))
		first = 2;
	else if (argc > 1 && argv[1][0] == '-')
		return usage_error(&command_search,
		    "unknown option '%s' (-- comes before a word that begins "
		    "with -)",
		    argv[1]);
	buf_init(&words, TARGET_MAX);
	for (int i = first; i < argc; i++) {
		if (words.len)
			buf_putc(&words, ' ');
		buf_puts(&words, argv[i]);
	}
	if (strspn(buf_text(&words), " \t\n") == words.len) {
		buf_free(&words);
		return usage_error(
		    &command_search, "what to search for is missing");
	}
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/search");
	live_query(&target, "q", buf_text(&words));
	buf_free(&words);
	return live_get(&target);
}

const struct command command_search = {
    .name = "search",
    .args = "WORD...",
    .summary = "items whose title or text has all the words, Chinese too",
    .run = run,
};
