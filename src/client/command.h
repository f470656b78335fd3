/*
 * The commands of `hearsay`, one file each: a file opens with what its
 * command does and defines its table entry, which main.c lists.
 */
#ifndef HEARSAY_CLIENT_COMMAND_H
#define HEARSAY_CLIENT_COMMAND_H

#include <stdbool.h>

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
	const char *help; /* for --help, below the summary; or NULL */
	/* Each option has a value: they may also stand before the arguments. */
	bool options_anywhere;
};

extern const struct command command_analyze, command_backup, command_check,
    command_cluster, command_digest, command_doctor, command_explain,
    command_feed, command_feeds, command_parse, command_record, command_reload,
    command_replay, command_rumor, command_rumors, command_search,
    command_status, command_stories, command_story, command_tipster,
    command_tipsters, command_track, command_wait, command_watch;
extern const struct command command_attribute, command_audit, command_merge,
    command_rejudge, command_reopen, command_settle, command_split,
    command_undo;

/* What stood before the command, or in the environment. */
struct options {
	const char *status_socket;
	const char *control_socket;
	bool json;
	bool colour;
	unsigned columns; /* of the terminal; 0: not one, do not cut */
};
const struct options *options(void);

/*
 * Says what is wrong with the arguments, then how the command is used, both
 * on standard error. Returns EXIT_USAGE, to be returned by the command.
 */
int usage_error(const struct command *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
