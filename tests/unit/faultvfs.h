/*
 * A disk in memory behind SQLite, for tests of power cuts and of disks that
 * fail. What a program has written and not synced is in nobody's hands: at a
 * cut it may be there, or not, or in part. A recording is every write, sync,
 * truncation and deletion in order; a moment is a place in it, and for each
 * moment one can ask what a disk would hold if the power had gone there.
 *
 * A write reaches the disk in sectors, each old, new or, in what was written,
 * garbage; bytes beside it stay (SQLite calls that powersafe overwrite, and
 * asks it of a disk as the default VFS does). One thread, one disk at a time.
 */
#ifndef HEARSAY_TESTS_FAULTVFS_H
#define HEARSAY_TESTS_FAULTVFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk;
struct recording;

/* Becomes the default VFS, with an empty disk; and ceases to be it. */
void faultvfs_begin(void);
void faultvfs_end(void);

/* Another disk, which is the VFS's from now on. NULL: an empty one. */
void faultvfs_mount(struct disk *);

/* From now on, with what is on the disk as if it had been synced. */
void faultvfs_record(void);
size_t faultvfs_moment(void);		   /* how much was recorded */
struct recording *faultvfs_recorded(void); /* the caller's; ends it */
size_t recording_length(const struct recording *);
void recording_free(struct recording *);

enum cut {
	CUT_LOSES, /* all that was not synced is gone */
	CUT_KEEPS, /* all of it is there: a process was killed */
	CUT_TEARS, /* so it is, but for a part of the last write */
	CUT_MIXES, /* each sector is old, new or garbage, as chance has it */
};
#define CUT_KINDS 4

/* The moments of one recording must not go back. */
struct disk *recording_cut(
    struct recording *, size_t moment, enum cut, uint64_t seed);

/*
 * The nth such call from now on (from 0) fails; lasting: so do all after it,
 * until the next faultvfs_fail(). Of a sync that fails, what was not synced is
 * as after CUT_MIXES and will not be synced by another (as Linux has it).
 */
enum fault {
	FAULT_NONE,
	FAULT_WRITE, /* EIO */
	FAULT_FULL,  /* ENOSPC, at a write that makes a file longer */
	FAULT_SYNC,  /* EIO */
	FAULT_READ,  /* EIO */
};
void faultvfs_fail(enum fault, size_t nth, bool lasting);
bool faultvfs_failed(void); /* has one, of the last kind but none? */

/* Of a file on the disk; NULL where there is none. */
unsigned char *faultvfs_bytes(const char *name, size_t *len);

#endif
