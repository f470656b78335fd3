/*
 * How the roles of hearsayd find each other: a child is the same binary
 * started with `-x net`, `-x parse` or `-x seal`, and speaks frames on
 * descriptor 3.
 */
#ifndef HEARSAY_IPC_ROLE_H
#define HEARSAY_IPC_ROLE_H

#include <stdbool.h>

#define ROLE_FD 3

struct buf;
struct frame;

/*
 * Serves frames on fd until its end; what is returned is the exit status.
 * sandbox is false for tests in-process and for `--no-sandbox`.
 */
int net_role_main(int fd, bool sandbox);
int parse_role_main(int fd, bool sandbox);
int seal_role_main(int fd, bool sandbox);

/* To one frame: the answer's type, or -1 where it is no request. */
typedef int role_answer(const struct frame *, struct buf *out);
role_answer parse_role_answer, seal_role_answer;

/*
 * Answers one request after the other; the exit status. enter, where it is not
 * NULL, sees the first before it is answered, and may refuse it (-1).
 */
int role_serve(int fd, int (*enter)(const struct frame *), role_answer *);

#endif
