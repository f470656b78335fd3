/*
 * Confinement of the roles: seccomp (an allow-list), Landlock and rlimits for
 * parse; Landlock and rlimits for net. Where the kernel lacks a part, the
 * rest is applied and one notice says what is missing.
 */
#ifndef HEARSAY_IPC_SANDBOX_H
#define HEARSAY_IPC_SANDBOX_H

#include "base/err.h"

/* No file, no socket, no process, bounded memory; only fd 0-3 go on. */
int sandbox_parse(struct err *);
/* Network, and reading of CA and resolver files; nothing is written. */
int sandbox_net(const char *ca_file, struct err *);

#endif
