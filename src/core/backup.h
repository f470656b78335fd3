/*
 * A backup for a client of the control socket: a copy of the database, made
 * between other work and sent when it is whole. The client writes it to a
 * file of its own, where the daemon may not write, and says where it keeps it.
 */
#ifndef HEARSAY_CORE_BACKUP_H
#define HEARSAY_CORE_BACKUP_H

struct daemon;
struct visit;

/* POST /v1/backup, /v1/backup/kept */
int backup_make(struct visit *);
int backup_kept(struct visit *);

/* Before the server and the store are freed: one that is being made is given
 * up, and its client hears so in the next turn of the loop. */
void backup_stop(struct daemon *);

#endif
