/*
 * What an operator does with the database as a file, and is told of it: it is
 * verified, restored, and set aside where it is damaged.
 */
#ifndef HEARSAY_CORE_DBFILE_H
#define HEARSAY_CORE_DBFILE_H

#include <stdint.h>

#include "base/err.h"

/* hearsayd --verify FILE, --restore FILE; the exit status. */
int dbfile_verify(const char *file);
int dbfile_restore(const char *config_file, const char *file);

/*
 * Sets a damaged database, which nobody has open, aside, and logs what it is
 * called now, which backup is the last, and what to do.
 */
void dbfile_set_aside(const char *path, int64_t now);

#endif
