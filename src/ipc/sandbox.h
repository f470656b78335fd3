/*
 * Confinement of the roles: seccomp (an allow-list), Landlock and rlimits for
 * parse; Landlock, rlimits and a short deny-list for net. It cannot be undone
 * and holds for what the process starts later, so it comes before any thread.
 *
 * Where the kernel lacks a part, the rest is applied and one notice says what
 * is missing. -1 only where what every kernel has cannot be had.
 *
 * A build with sanitizers is not confined, which is said at level debug: they
 * need what is forbidden here.
 */
#ifndef HEARSAY_IPC_SANDBOX_H
#define HEARSAY_IPC_SANDBOX_H

#include "base/err.h"

/* Closes fd and all above it; safe between fork and exec. */
void sandbox_close_from(int fd);

/*
 * Of core, which has mails' password in its memory: no core dump, nothing of
 * it to be read by other processes of its user, no new privileges.
 */
int sandbox_core(struct err *);

/*
 * No file, no socket, no process, bounded memory; only fd 0-3 go on. Opening
 * or asking about a file fails with EACCES; any other call that the list does
 * not hold ends the process with SIGSYS.
 */
int sandbox_parse(struct err *);

/*
 * Network; reading of these files and folders (NULL-terminated; those that
 * are not there are passed over) and of the system's libraries. Nothing is
 * written, created, changed or executed; no process is made, traced or
 * signalled; no socket is served, and none of unix is reached.
 */
int sandbox_net(const char *const *readable, struct err *);

/*
 * Reading of that one file. It has no more calls than net, and no network
 * where Landlock can keep it from that.
 */
int sandbox_seal(const char *file, struct err *);

/*
 * What the kernel does not grant is passed over, and warned of; after this
 * call it is not: another process of the role has done so.
 */
void sandbox_told(void);

#endif
