/*
 * What the live commands share: build a target, ask the daemon, print what it
 * says, and turn its answer into an exit status.
 */
#ifndef HEARSAY_CLIENT_LIVE_H
#define HEARSAY_CLIENT_LIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "client/command.h"

#define TARGET_MAX 8192

/* An option of one command that goes into the query. */
struct query_option {
	const char *option; /* "--status" */
	const char *name;   /* in the query: "status" */
	const char *value;  /* as given; NULL: not given */
};

/*
 * Reads "--option VALUE" and "--option=VALUE" of argv[1] and up into the
 * table. 0, or EXIT_USAGE after having said what is wrong.
 */
int live_options(const struct command *, int argc, char **argv,
    struct query_option *, size_t count);

/* Appends "?name=value" or "&name=value", encoded; nothing for NULL. */
void live_query(struct buf *target, const char *name, const char *value);

/*
 * Asks for the target with the width and colour of this terminal, or as JSON,
 * and prints the answer. Returns an exit status; errors are on standard
 * error.
 */
int live_get(struct buf *target);
/* What the next request waits for, as a terminal is told: "importing feeds". */
void live_waits(const char *what);
int live_post(struct buf *target);
int live_post_body(struct buf *target, const struct buf *json);

/* live_get() of a fixed path, for a command without arguments. */
int live_plain(const struct command *, int argc, const char *path);

/* live_get() of path with the number that is the one argument. */
int live_number(const struct command *, int argc, char **argv, const char *path,
    const char *what);

/* Says why the daemon could not be asked, and what to do about it. */
void live_explain(int request_result, const char *why);

/* An id: decimal, 1 and up; 0 for anything else. */
int64_t live_id(const char *arg);

#endif
