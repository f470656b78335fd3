/*
 * The database as a file: kept for one daemon, copied while it is in use,
 * looked at, set aside, and put back. What was set aside stands beside it as
 * PATH.damaged-DATE or PATH.replaced-DATE, and as long as it does no new file
 * is begun in its place: store_open() refuses, so that nothing that was known
 * is ever silently gone.
 */
#ifndef HEARSAY_STORE_FILE_H
#define HEARSAY_STORE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

/*
 * One process a database, by a lock on PATH.lock that ends with the process.
 * Where that file cannot be made there is nothing to lock either (*fd is -1),
 * and store_open() says why.
 */
int store_lock(const char *path, int *fd, struct err *);

/* --- a copy of it, in steps, while others are written (copy.c) --- */

struct store_copy;

/* In a file that nobody reads; path NULL: PATH.copy. One at a time for each. */
int store_copy_begin(
    struct store *, const char *path, struct store_copy **, struct err *);
/* 1: there is more to do; 0: it is whole. */
int store_copy_step(struct store_copy *, int pages, struct err *);
/* Of one that is whole: a descriptor of its bytes, which stays its own; -1. */
int store_copy_bytes(struct store_copy *, size_t *len, struct err *);
/* Gives it its name, which is on the disk then: it goes on when it is freed. */
int store_copy_keep(struct store_copy *, const char *path, struct err *);
/* One that was kept, to be removed; its name is that of no whole one then. */
int store_copy_take(const char *path, struct store_copy **, struct err *);
/*
 * Removing a large file at once takes a second or more: lets go of some of it.
 * 1: there is more to do.
 */
int store_copy_shrink(struct store_copy *);
void store_copy_free(struct store_copy *); /* removes it */

/* --- copies that are kept in a folder, by their names (kept.c) --- */

/*
 * FOLDER/BASE-20261121-202641.db, where BASE is the database's own name
 * without its ".db", and a name with ".new" behind it while it is not whole.
 * Other files of the folder are nobody's.
 */
struct kept_copy {
	const char *path;
	int64_t at; /* as its name says */
	bool whole;
	bool ahead; /* of now */
};

const char *store_kept_name(
    struct arena *, const char *folder, const char *database, int64_t at);
/*
 * Those of the database, in the order in which they are to be let go: what is
 * not whole, what a clock that was ahead has made, then the oldest.
 */
int store_kept_list(struct arena *, const char *folder, const char *database,
    int64_t now, struct kept_copy **, size_t *n, struct err *);

/* Names that were given in the folder of path are on the disk. */
int store_sync_folder(const char *path, struct err *);
/* All of the file is, and it is sound: store_verify(). Takes its time. */
int store_seal(const char *path, struct err *);

/* --- looking --- */

/*
 * May a new file be begun there? STORE_UNFIT where one was set aside and
 * nothing has taken its place.
 */
int store_may_begin(const char *path, struct err *);

struct store_facts {
	int64_t schema, items, rumors;
	int64_t
	    latest_at; /* the arrival of the latest item; 0: there is none */
};

/*
 * Reads the whole file: -1 where this version could not go on with it. It may
 * be of an older one.
 */
int store_verify(const char *path, struct store_facts *, struct err *);

/*
 * SQLite takes a page that could not be read for damage too. Looks at the
 * whole file, which nobody has open: 0 where it is damaged, 1 where it is
 * sound, -1 where the disk cannot be read.
 */
int store_confirm_damage(const char *path, struct err *);

/* --- setting aside, putting back --- */

#define STORE_NAME_SIZE 4200

/*
 * Takes it, its log too, out of the way as PATH.WHY-DATE, which is written to
 * name; "" where nothing was there. Nobody may have it open.
 */
int store_set_aside(const char *path, const char *why, int64_t now,
    char name[STORE_NAME_SIZE], struct err *);

/*
 * Puts a copy of `from`, which is verified first, in the place of path, and
 * what was there aside. Whatever happens meanwhile, one of the two is whole.
 */
int store_restore(const char *path, const char *from, int64_t now,
    struct store_facts *, char aside[STORE_NAME_SIZE], struct err *);

/*
 * The last backup that somebody said to have kept: its file and when it was
 * made, noted in PATH.backup, where a damaged database does not hide it. 1:
 * nothing is known.
 */
int store_backup_note(
    const char *path, const char *file, int64_t at, struct err *);
int store_backup_last(
    const char *path, char file[STORE_NAME_SIZE], int64_t *at);

#endif
