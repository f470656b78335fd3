/*
 * Backups that nobody has to think of: from time to time a copy of the
 * database, made between other work, is put into a folder. It has its name
 * when all of it is on the disk and was read and found sound (by a process of
 * its own, seal); only then are older ones let go. What fails is told, tried
 * again within the hour, and costs none of those that are there.
 *
 * What is due is told by the names in the folder: a restart changes nothing.
 */
#ifndef HEARSAY_CORE_AUTOBACKUP_H
#define HEARSAY_CORE_AUTOBACKUP_H

#include <stdint.h>

struct autobackup;
struct daemon;

struct autobackup *autobackup_new(struct daemon *);
void autobackup_free(struct autobackup *); /* gives up one that is made */

void autobackup_configure(struct autobackup *); /* the setup is another */
void autobackup_stepped(struct autobackup *);

/* When the next is due; 0: none is wanted. */
int64_t autobackup_next_at(const struct autobackup *);
/* Why the last could not be made; NULL: it was. */
const char *autobackup_error(const struct autobackup *);

#endif
