/*
 * What an operator does with the database as a file, and is told of it: it is
 * verified, restored, and set aside where it is damaged.
 */
#ifndef HEARSAY_CORE_DBFILE_H
#define HEARSAY_CORE_DBFILE_H

#include <stdint.h>

/* It is the database: starting it again does not help. */
#define EXIT_DATABASE 3

/* hearsayd --verify FILE, --restore FILE; the exit status. */
int dbfile_verify(const char *file);
int dbfile_restore(const char *config_file, const char *file);

/*
 * Damage was found in a database, which nobody has open now: where a second
 * look confirms it, sets it aside, and logs what it is called now, which
 * backup is the last, and what to do. The exit status.
 */
int dbfile_damaged(const char *path, int64_t now);

#endif
