/*
 * How the roles of hearsayd find each other: a child is the same binary
 * started with `-x net` or `-x parse`, and speaks frames on descriptor 3.
 */
#ifndef HEARSAY_IPC_ROLE_H
#define HEARSAY_IPC_ROLE_H

#define ROLE_FD 3

/* What a child returns from its loop is its exit status. */
int net_role_main(int fd);
int parse_role_main(int fd);

#endif
