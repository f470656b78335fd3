/*
 * Landlock by its three system calls: what a process may do with files and
 * TCP ports from now on. Files are known by inode: a file that is replaced by
 * rename is not the one that was allowed.
 */
#ifndef HEARSAY_IPC_LANDLOCK_H
#define HEARSAY_IPC_LANDLOCK_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Forbids all but reading of `readable` (NULL-terminated, may be NULL), and
 * TCP as said. What the kernel cannot do is added to `missing`, words with a
 * comma between. Needs no-new-privileges.
 */
void landlock_apply(
    const char *const *readable, bool tcp_connect, struct buf *missing);

#endif
