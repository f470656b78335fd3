/* hearsay feed: what a user does to feeds, one verb a row of the table. */
#include <stdio.h>

#include "client/feedlists.h"
#include "client/live.h"
#include "client/request.h"
#include "text/url.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A page, its feed or the usual places, with the gap of the host between. */
#define FIND_TIMEOUT_S 300
#define OPTIONS_MOST   12

struct verb {
	const char *name;
	const char *wants;  /* its one argument */
	const char *target; /* where the argument goes: "/v1/feeds/%s/poll" */
	struct query_option options[OPTIONS_MOST];
	unsigned timeout_s;
};

static const char a_slug[] =
    "the feed's name is missing ('hearsay feeds' lists them)";
static const char an_address[] = "the address of a feed or a site is missing";

static const struct verb verbs[] = {
    {"add", an_address, "/v1/feeds?url=",
	{{"--id", "id", NULL}, {"--title", "title", NULL},
	    {"--site", "site", NULL}, {"--role", "role", NULL},
	    {"--vendor", "vendor", NULL}, {"--lang", "lang", NULL},
	    {"--interval", "interval", NULL}, {"--fulltext", "fulltext", NULL},
	    {"--folder", "folder", NULL}, {"--pick", "pick", NULL}},
	FIND_TIMEOUT_S},
    {"find", an_address, "/v1/find?url=", {{NULL, NULL, NULL}}, FIND_TIMEOUT_S},
    {"poll", a_slug, "/v1/feeds/", {{NULL, NULL, NULL}}, 0},
    {"pause", a_slug, "/v1/feeds/",
	{{"--until", "until", NULL}, {"--for", "for", NULL}}, 0},
    {"resume", a_slug, "/v1/feeds/", {{NULL, NULL, NULL}}, 0},
    {"remove", a_slug, "/v1/feeds/", {{NULL, NULL, NULL}}, 0},
};

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

/*
 * Takes the one argument out of argv and leaves the options; NULL after
 * having said what is wrong. Every option has a value.
 */
static const char *take_argument(const struct verb *v, int *argc, char **argv)
{
	const char *found = NULL;
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		if (!strncmp(argv[i], "--", 2) && argv[i][2]) {
			argv[kept++] = argv[i];
			if (!strchr(argv[i], '=') && i + 1 < *argc)
				argv[kept++] = argv[++i];
		} else if (found) {
			usage_error(
			    &command_feed, "%s takes one at a time", v->name);
			return NULL;
		} else {
			found = argv[i];
		}
	}
	*argc = kept;
	if (!found || !*found)
		usage_error(&command_feed, "%s", v->wants);
	return found && *found ? found : NULL;
}

/* "News/Android": the socket has a line each. */
static void put_folder(struct query_option *options, struct buf *hold)
{
	for (size_t i = 0; i < OPTIONS_MOST && options[i].option; i++) {
		if (strcmp(options[i].name, "folder") || !options[i].value)
			continue;
		for (const char *s = options[i].value; *s; s++)
			buf_putc(hold, *s == '/' ? '\n' : *s);
		options[i].value = buf_text(hold);
	}
}

static int ask(const struct verb *v, const char *argument,
    struct query_option *options, size_t n)
{
	struct buf target, folder;
	int status;

	buf_init(&target, TARGET_MAX);
	buf_init(&folder, TARGET_MAX);
	put_folder(options, &folder);
	buf_puts(&target, v->target);
	/* "gsmarena.com", as people write it. */
	if (v->wants == an_address && !strstr(argument, "://"))
		buf_puts(&target, "https%3A%2F%2F");
	url_put_encoded(&target, argument);
	if (v->wants == a_slug)
		buf_printf(&target, "/%s", v->name);
	for (size_t i = 0; i < n; i++)
		live_query(&target, options[i].name, options[i].value);
	if (v->timeout_s)
		request_set_timeout(v->timeout_s);
	if (v->wants == an_address)
		live_waits("looking for the feed");
	status = live_post(&target);
	buf_free(&folder);
	return status;
}

static int run_import(int argc, char **argv)
{
	const char *path = NULL;
	bool dry = false;

	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--dry-run"))
			dry = true;
		else if (argv[i][0] == '-' && argv[i][1])
			return usage_error(
			    &command_feed, "unexpected argument '%s'", argv[i]);
		else if (path)
			return usage_error(
			    &command_feed, "import takes one at a time");
		else
			path = argv[i];
	}
	if (!path || !*path)
		return usage_error(
		    &command_feed, "the OPML file to import is missing");
	return feed_import(path, dry);
}

static int run(int argc, char **argv)
{
	struct query_option options[OPTIONS_MOST];
	const struct verb *v;
	const char *argument;
	size_t n = 0;

	if (argc < 2)
		return usage_error(&command_feed, "what to do is missing");
	if (!strcmp(argv[1], "import"))
		return run_import(argc, argv);
	if (!strcmp(argv[1], "export"))
		return argc == 2 ? feed_export()
				 : usage_error(&command_feed,
				       "export takes no arguments");
	v = find_verb(argv[1]);
	if (!v)
		return usage_error(&command_feed,
		    "'%s' is not something to do with a feed: add, find, poll, "
		    "pause, resume, remove, import and export are; "
		    "'hearsay feeds SLUG' shows one",
		    argv[1]);
	argc--;
	argv++;
	argument = take_argument(v, &argc, argv);
	if (!argument)
		return EXIT_USAGE;
	for (; n < OPTIONS_MOST && v->options[n].option; n++)
		options[n] = v->options[n];
	if (live_options(&command_feed, argc, argv, options, n))
		return EXIT_USAGE;
	if (n < OPTIONS_MOST)
		options[n] = (struct query_option){NULL, NULL, NULL};
	return ask(v, argument, options, n);
}

const struct command command_feed = {
    .name = "feed",
    .args = "add|find|poll|pause|resume|remove|import|export ...",
    .summary = "add, poll, pause or remove feeds; lists of them as OPML",
    .run = run,
    .help =
	"  add ADDRESS     take a feed, by its address or by its site's\n"
	"    --pick N        of the feeds that the site names\n"
	"    --id SLUG       what it is called here\n"
	"    --title TEXT, --site URL, --lang TAG, --interval DURATION,\n"
	"    --role ROLE, --vendor NAME, --fulltext yes: as in hearsay.conf(5)\n"
	"    --folder A/B    for an export as OPML\n"
	"  find ADDRESS    tell which feeds are there; take none\n"
	"  poll SLUG       ask it now; the pause that its server wants is kept\n"
	"  pause SLUG      do not ask it until it is resumed, or\n"
	"    --until DATE, --for DURATION\n"
	"  resume SLUG     ask it again\n"
	"  remove SLUG     forget a feed that was added; its items stay\n"
	"  import FILE     take the feeds of an OPML file (-: standard input)\n"
	"    --dry-run       only tell what would become of each\n"
	"  export          all feeds as OPML\n"
	"\nSLUG is the feed's name, as 'hearsay feeds' lists it. A feed of a\n"
	"configuration file is removed there.\n",
};
