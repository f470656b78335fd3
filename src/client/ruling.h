/*
 * What the commands of a user's own word share: numbers, then the reason and
 * the link that any of them may have.
 */
#ifndef HEARSAY_CLIENT_RULING_H
#define HEARSAY_CLIENT_RULING_H

#include "client/live.h"

/* For the help of each. */
#define RULING_ARGS "[--because TEXT] [--link URL]"
#define RULING_HELP \
	"TEXT and URL stand beside it wherever it is shown. 'hearsay audit' " \
	"lists what was\nsaid, 'hearsay undo' takes it back.\n"

/*
 * The number argv[i] of a rumor, story, item; 0 where it is missing or none,
 * which has been said.
 */
int64_t ruling_number(
    const struct command *, int argc, char **argv, int i, const char *what);

/*
 * Posts to the target, with the options that stand from argv[from] on.
 * Returns an exit status.
 */
int ruling_post(const struct command *, int argc, char **argv, int from,
    struct buf *target);

#endif
