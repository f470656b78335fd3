/*
 * hearsay: the command. Reads the options that come before the command, finds
 * the command in the table and runs it; --help and --version are answered
 * here, so that no command has to.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/memlib.h"
#include "client/command.h"
#include "text/spelling.h"

#define STATUS_SOCKET RUNSTATEDIR "/hearsay/status.sock"

/* In the order of the usage text; a group is opened by its title. */
static const struct group {
	const char *title;
	const struct command *commands[12];
} groups[] = {
    {"What is known",
	{&command_rumors, &command_rumor, &command_stories, &command_story,
	    &command_tipsters, &command_tipster, &command_search,
	    &command_explain, &command_watch, &command_wait}},
    {"The daemon",
	{&command_status, &command_feeds, &command_check, &command_doctor,
	    &command_reload, &command_feed, &command_digest, &command_backup}},
    {"Your own word",
	{&command_settle, &command_reopen, &command_attribute, &command_merge,
	    &command_split, &command_undo, &command_audit, &command_rejudge}},
    /* Filters over standard input or files; they need no daemon. */
    {"Offline", {&command_parse, &command_analyze, &command_cluster,
		    &command_record, &command_replay, &command_track}},
};

#define COUNT(a)      (sizeof(a) / sizeof((a)[0]))
#define COMMANDS(g)   COUNT((g)->commands)
#define COLUMNS_MOST  1000 /* what the daemon takes */
#define COLUMNS_LEAST 40

static struct options settings;

const struct options *options(void)
{
	return &settings;
}

static const struct command *command_find(const char *name)
{
	for (size_t g = 0; g < COUNT(groups); g++)
		for (size_t i = 0; i < COMMANDS(groups); i++) {
			const struct command *c = groups[g].commands[i];

			if (c && !strcmp(c->name, name))
				return c;
		}
	return NULL;
}

/* The command that was meant, most likely; or NULL. */
static const char *command_nearest(const char *name)
{
	const char *best = NULL;
	size_t least = SPELLING_NEAR;

	for (size_t g = 0; g < COUNT(groups); g++)
		for (size_t i = 0; i < COMMANDS(groups); i++) {
			const struct command *c = groups[g].commands[i];
			size_t d = c ? spelling_distance(name, c->name) : least;

			if (d >= least)
				continue;
			least = d;
			best = c->name;
		}
	return best;
}

static void print_usage(FILE *to)
{
	fputs("usage: hearsay [OPTION...] COMMAND [ARGUMENT...]\n", to);
}

static void print_help(void)
{
	print_usage(stdout);
	puts("\nFollow rumors about smartphone software from their first word "
	     "to their verdict.");
	for (size_t g = 0; g < COUNT(groups); g++) {
		if (groups[g].commands[0])
			printf("\n%s:\n", groups[g].title);
		for (size_t i = 0; i < COMMANDS(groups); i++) {
			const struct command *c = groups[g].commands[i];

			if (c)
				printf("  %-9s %s\n", c->name, c->summary);
		}
	}
	puts("\nOptions:\n"
	     "  --socket PATH   the daemon's status socket, or its folder\n"
	     "                  (default " STATUS_SOCKET ")\n"
	     "  --json          JSON instead of tables\n"
	     "  --colour WHEN   always, never or auto (a terminal, and no "
	     "NO_COLOR)\n"
	     "  --columns N     width to fit; 0 cuts nothing\n"
	     "  --help          this text; after a command: how it is used\n"
	     "  --version       the version\n"
	     "\nThe environment: HEARSAY_SOCKET is --socket's default.\n"
	     "Exit status: 0 ok, 1 nothing found, 2 usage, 3 daemon not "
	     "reachable, 4 it refuses.\n"
	     "See hearsay(1).");
}

static void print_command_usage(FILE *to, const struct command *c)
{
	fprintf(to, "usage: hearsay %s%s%s\n", c->name, *c->args ? " " : "",
	    c->args);
}

static void print_command_help(const struct command *c)
{
	print_command_usage(stdout, c);
	printf("\n%s\n", c->summary);
	if (c->help)
		printf("\n%s", c->help);
}

int usage_error(const struct command *c, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "hearsay %s: ", c->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	print_command_usage(stderr, c);
	return EXIT_USAGE;
}

__attribute__((format(printf, 1, 2))) static int bad_option(
    const char *fmt, ...)
{
	va_list ap;

	fputs("hearsay: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	print_usage(stderr);
	fputs("Try 'hearsay --help'.\n", stderr);
	return -1;
}

/* Decimal, all of it, at most `most`; -1 otherwise. */
static long number_of(const char *s, long most)
{
	char *end;
	long n;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	n = strtol(s, &end, 10);
	return *end || errno || n > most ? -1 : n;
}

static char *join(const char *folder, size_t n, const char *name)
{
	size_t size = n + strlen(name) + 2;
	char *path = mem_alloc(size);

	snprintf(path, size, "%.*s/%s", (int)n, folder, name);
	return path;
}

/*
 * The control socket stands beside the status socket. A folder may be given
 * for both, and either of the two for itself.
 */
static void find_sockets(void)
{
	const char *path = settings.status_socket;
	const char *slash = strrchr(path, '/');
	struct stat st;

	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		settings.status_socket =
		    join(path, strlen(path), "status.sock");
		settings.control_socket =
		    join(path, strlen(path), "control.sock");
		return;
	}
	if (slash)
		settings.control_socket =
		    join(path, (size_t)(slash - path), "control.sock");
	else
		settings.control_socket = "control.sock";
}

static unsigned terminal_columns(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize size;
	long n;

	if (!isatty(STDOUT_FILENO))
		return 0;
	n = env ? number_of(env, COLUMNS_MOST) : -1;
	if (n > 0)
		return (unsigned)n;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
	return 80;
}

static void set_defaults(void)
{
	const char *socket = getenv("HEARSAY_SOCKET");
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	settings.status_socket = socket && *socket ? socket : STATUS_SOCKET;
	settings.columns = terminal_columns();
	settings.colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
			  term && strcmp(term, "dumb") != 0;
}

static int set_colour(const char *when)
{
	if (!strcmp(when, "always"))
		settings.colour = true;
	else if (!strcmp(when, "never"))
		settings.colour = false;
	else if (strcmp(when, "auto") != 0)
		return bad_option("--colour: '%s' is not one of always, never, "
				  "auto",
		    when);
	return 0;
}

static int set_columns(const char *value)
{
	long n = number_of(value, COLUMNS_MOST);

	if (n < 0 || (n > 0 && n < COLUMNS_LEAST))
		return bad_option("--columns: '%s' is not 0 or a number from "
				  "%d to %d",
		    value, COLUMNS_LEAST, COLUMNS_MOST);
	settings.columns = (unsigned)n;
	return 0;
}

static int set_socket(const char *path)
{
	if (!*path)
		return bad_option("--socket: the path is empty");
	settings.status_socket = path;
	return 0;
}

static int set_json(const char *unused)
{
	(void)unused;
	settings.json = true;
	return 0;
}

static const struct option_row {
	const char *name;
	bool has_value;
	int (*set)(const char *value);
} option_rows[] = {
    {"--socket", true, set_socket},
    {"--json", false, set_json},
    {"--colour", true, set_colour},
    {"--color", true, set_colour},
    {"--columns", true, set_columns},
};

/*
 * Sets the option argv[0]; returns how many arguments it took, or -1 after
 * having said what is wrong. A value follows as --x=VALUE or --x VALUE.
 */
static int take_option(int argc, char **argv)
{
	size_t n = strcspn(argv[0], "=");
	bool joined = argv[0][n] == '=';

	for (size_t i = 0; i < COUNT(option_rows); i++) {
		const struct option_row *o = &option_rows[i];

		if (strlen(o->name) != n || strncmp(o->name, argv[0], n) != 0)
			continue;
		if (!o->has_value && joined)
			return bad_option("%s takes no value", o->name);
		if (o->has_value && !joined && argc < 2)
			return bad_option("%s needs a value", o->name);
		if (joined || !o->has_value)
			return o->set(argv[0] + n + joined) ? -1 : 1;
		return o->set(argv[1]) ? -1 : 2;
	}
	return bad_option("unknown option '%s'", argv[0]);
}

static bool asks_for_help(const char *arg)
{
	return !strcmp(arg, "--help") || !strcmp(arg, "-h");
}

/* Moves "--option VALUE" and "--option=VALUE" behind what is none. */
static void put_options_last(int argc, char **argv)
{
	char **moved = mem_array((size_t)argc, sizeof(*moved));
	int kept = 1, count = 0;

	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) != 0 || !argv[i][2]) {
			argv[kept++] = argv[i];
			continue;
		}
		moved[count++] = argv[i];
		if (!strchr(argv[i], '=') && i + 1 < argc)
			moved[count++] = argv[++i];
	}
	for (int i = 0; i < count; i++)
		argv[kept + i] = moved[i];
	free(moved);
}

/* --json and --help may also follow the command. */
static int run_command(const struct command *c, int argc, char **argv)
{
	int kept = 1;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--")) {
			while (i < argc)
				argv[kept++] = argv[i++];
			break;
		}
		if (asks_for_help(argv[i])) {
			print_command_help(c);
			return EXIT_OK;
		}
		if (!strcmp(argv[i], "--json"))
			settings.json = true;
		else
			argv[kept++] = argv[i];
	}
	argv[kept] = NULL;
	if (c->options_anywhere)
		put_options_last(kept, argv);
	return c->run(kept, argv);
}

static int flushed(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		if (errno != EPIPE)
			fprintf(stderr, "hearsay: standard output: %s\n",
			    strerror(errno));
		return status ? status : EXIT_DEGRADED;
	}
	return status;
}

int main(int argc, char **argv)
{
	const struct command *c;
	int i = 1;

	memlib_prepare();
	set_defaults();
	while (i < argc && argv[i][0] == '-') {
		int taken;

		if (asks_for_help(argv[i])) {
			print_help();
			return flushed(EXIT_OK);
		}
		if (!strcmp(argv[i], "--version")) {
			puts("hearsay " PACKAGE_VERSION);
			return flushed(EXIT_OK);
		}
		taken = take_option(argc - i, argv + i);
		if (taken < 0)
			return EXIT_USAGE;
		i += taken;
	}
	if (i == argc) {
		bad_option("a command is missing");
		return EXIT_USAGE;
	}
	if (!strcmp(argv[i], "help")) {
		if (i + 1 == argc) {
			print_help();
			return flushed(EXIT_OK);
		}
		c = command_find(argv[++i]);
		if (c) {
			print_command_help(c);
			return flushed(EXIT_OK);
		}
	}
	c = command_find(argv[i]);
	if (!c) {
		const char *meant = command_nearest(argv[i]);

		bad_option(meant
			       ? "there is no command '%s'; did you mean '%s'?"
			       : "there is no command '%s'",
		    argv[i], meant);
		return EXIT_USAGE;
	}
	find_sockets();
	return flushed(run_command(c, argc - i, argv + i));
}
