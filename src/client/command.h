/*
 * The commands of `hearsay`, one file each: a file opens with what its
 * command does and defines its table entry.
 */
#ifndef HEARSAY_CLIENT_COMMAND_H
#define HEARSAY_CLIENT_COMMAND_H

/* Exit statuses of every command but `check`. */
enum exit_status {
	EXIT_OK = 0,
	EXIT_NOTHING = 1, /* nothing found; not a feed */
	EXIT_USAGE = 2,
	EXIT_UNREACHABLE = 3,
	EXIT_DEGRADED = 4,
};

struct command {
	const char *name;
	const char *args;		   /* for the usage line */
	const char *summary;		   /* one line */
	int (*run)(int argc, char **argv); /* argv[0] is the name */
};

extern const struct command command_analyze, command_check, command_cluster,
    command_digest, command_explain, command_feeds, command_parse,
    command_reload, command_replay, command_rumor, command_rumors,
    command_search, command_status, command_stories, command_story,
    command_tipsters;

#endif
