/*
 * The schema, as the list of steps that made it. A step that was released is
 * never changed; user_version counts those that a file has had.
 */
#ifndef HEARSAY_STORE_MIGRATE_H
#define HEARSAY_STORE_MIGRATE_H

#include <stddef.h>

#include "base/err.h"

struct store;

#define STORE_APPLICATION_ID 0x68727379 /* "hrsy" in the file's header */

extern const char *const store_migrations[]; /* schema.c */
extern const size_t store_migration_count;

/* Is the file ours, and none of a later version (STORE_UNFIT)? */
int migrate_check(struct store *, struct err *);

/* Does the steps that are missing, each in a transaction with its number. */
int migrate(
    struct store *, const char *const *steps, size_t count, struct err *);

#endif
