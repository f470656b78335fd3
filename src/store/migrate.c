/* Brings a file to this version's schema, or says why it cannot be. */
#include "store/migrate.h"

#include <stdio.h>

#include "store/db.h"
#include "store/store.h"

/* One number that a PRAGMA or a count gives. */
static int number(struct store *s, const char *sql, int64_t *out, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s, sql, e))
		return -1;
	rc = query_step(&q, e);
	*out = rc > 0 ? get_int(&q) : 0;
	if (rc > 0)
		query_end(&q);
	return rc < 0 ? -1 : 0;
}

int migrate_check(struct store *s, struct err *e)
{
	int64_t version, application, tables;

	if (number(s, "PRAGMA user_version", &version, e) ||
	    number(s, "PRAGMA application_id", &application, e) ||
	    number(s, "SELECT COUNT(*) FROM sqlite_schema", &tables, e))
		return -1;
	if (tables && application != STORE_APPLICATION_ID)
		err_set(e,
		    "%s: this database belongs to another program: name "
		    "another file in the configuration",
		    s->path);
	else if (version > (int64_t)store_migration_count)
		err_set(e,
		    "%s: a newer hearsay wrote this database (its schema is "
		    "%lld, this version knows %zu): run that one, or name "
		    "another file",
		    s->path, (long long)version, store_migration_count);
	else
		return 0;
	return STORE_UNFIT;
}

static int take_step(
    struct store *s, const char *sql, size_t version, struct err *e)
{
	char mark[96];
	int rc;

	snprintf(mark, sizeof(mark),
	    "PRAGMA application_id = %d; PRAGMA user_version = %zu",
	    STORE_APPLICATION_ID, version);
	rc = store_begin(s, e);
	if (!rc)
		rc = store_exec(s, sql, e);
	if (!rc)
		rc = store_exec(s, mark, e);
	if (!rc)
		rc = store_commit(s, e);
	if (rc)
		store_rollback(s);
	return rc;
}

int migrate(
    struct store *s, const char *const *steps, size_t count, struct err *e)
{
	int64_t version;

	if (number(s, "PRAGMA user_version", &version, e))
		return -1;
	for (size_t i = (size_t)version; i < count; i++)
		if (take_step(s, steps[i], i + 1, e))
			return -1;
	return 0;
}
