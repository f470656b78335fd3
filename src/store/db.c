/* The file, its settings, prepared statements and transactions. */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/mem.h"
#include "store/file.h"
#include "store/judgedrow.h"
#include "store/migrate.h"
#include "store/search.h"
#include "store/store.h"

#define BUSY_MS	    5000
#define CHECK_BYTES (INT64_C(32) << 20) /* so much is checked in 0.1 s */

/* --- opening --- */

/* What the operator can do where SQLite's words do not say it. */
static const char *remedy(int code)
{
	switch (code) {
	case SQLITE_FULL:
		return ": make room there; what was committed is safe";
	case SQLITE_IOERR:
		return ": look at the disk (dmesg) and at the limits of the "
		       "process; what was committed is safe";
	case SQLITE_READONLY:
		return ": is the file system mounted for writing?";
	default: /* of SQLite's numbers, not an enum of ours */
		return "";
	}
}

/* Why the file cannot be opened or made: what the operator can mend. */
static int cannot_open(const char *path, int code, struct err *e)
{
	char *copy = mem_strdup(path);
	const char *dir = dirname(copy);
	struct stat st;
	int rc;

	if (stat(dir, &st))
		rc = err_set(e,
		    "%s: the directory %s: %s; make it, or name another file "
		    "with \"database\"",
		    path, dir, strerror(errno));
	else if (!stat(path, &st) && S_ISDIR(st.st_mode))
		rc =
		    err_set(e, "%s: this is a directory, not a database", path);
	else if (access(dir, W_OK | X_OK))
		rc = err_set(e, "%s: user %ld may not write in %s: %s", path,
		    (long)geteuid(), dir, strerror(errno));
	else if ((code & 0xff) == SQLITE_IOERR)
		rc = err_set(e, "%s: the disk cannot be read (%s)%s", path,
		    sqlite3_errstr(code), remedy(SQLITE_IOERR));
	else
		rc = err_set(e, "%s: user %ld may not open it for writing: %s",
		    path, (long)geteuid(), strerror(EACCES));
	free(copy);
	return rc;
}

static int damaged(struct store *s, const char *how, struct err *e)
{
	if (!s->damaged && s->on_damage)
		s->on_damage(s->on_damage_arg);
	s->damaged = true;
	err_set(e, "%s: the database is damaged (%s)", s->path, how);
	return STORE_DAMAGED;
}

int store_failed(struct store *s, const char *what, struct err *e)
{
	int code = sqlite3_errcode(s->db) & 0xff;

	if (code == SQLITE_NOTADB)
		return err_set(e,
		    "%s: this file is no database of hearsay: move it away, "
		    "or name another in the configuration",
		    s->path);
	if (sqlite3_extended_errcode(s->db) == SQLITE_CORRUPT_VTAB) {
		s->index_damaged = true;
		return err_set(e,
		    "%s: the index of words is damaged; it is made anew of "
		    "the items before anything else is stored",
		    s->path);
	}
	if (code == SQLITE_CORRUPT)
		return damaged(s, sqlite3_errmsg(s->db), e);
	return err_set(e, "%s: %s (%.60s)%s", s->path, sqlite3_errmsg(s->db),
	    what, remedy(code));
}

int store_exec(struct store *s, const char *sql, struct err *e)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL)
		   ? store_failed(s, sql, e)
		   : 0;
}

/*
 * "... error code=266", "... returns error code 266", "failed to get page 7":
 * the page could not be read, which is no damage.
 */
static bool is_unread(const char *finding)
{
	const char *code = strstr(finding, "error code");

	if (!code)
		return strstr(finding, "failed to get page") != NULL;
	return (strtol(code + strlen("error code") + 1, NULL, 10) & 0xff) ==
	       SQLITE_IOERR;
}

static int check(struct store *s, struct err *e)
{
	char finding[160] = "";
	struct query q;
	int rc;

	if (query_open(&q, s, "PRAGMA quick_check(1)", e))
		return -1;
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	snprintf(finding, sizeof(finding), "%s", get_word(&q));
	query_end(&q);
	if (!strcmp(finding, "ok"))
		return 0;
	return is_unread(finding)
		   ? err_set(e, "%s: the disk cannot be read (%s)%s", s->path,
			 finding, remedy(SQLITE_IOERR))
		   : damaged(s, finding, e);
}

int store_bytes(struct store *s, int64_t *bytes, struct err *e)
{
	struct query q;
	int rc;

	*bytes = 0;
	if (query_open(&q, s,
		"SELECT page_count * page_size FROM pragma_page_count,"
		" pragma_page_size ORDER BY 1",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	*bytes = get_int(&q);
	query_end(&q);
	return 0;
}

static int check_small(struct store *s, struct err *e)
{
	int64_t bytes;
	int rc = store_bytes(s, &bytes, e);

	return rc || bytes > CHECK_BYTES ? rc : check(s, e);
}

/*
 * The first read of the file is here, so that a file which is no database is
 * told before anything is written.
 */
static int settle(struct store *s, struct err *e)
{
	int rc;

	if (sqlite3_db_readonly(s->db, "main") == 1)
		return cannot_open(s->path, SQLITE_READONLY, e);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	if (store_exec(s, "PRAGMA trusted_schema = OFF", e) ||
	    store_exec(s, "PRAGMA foreign_keys = ON", e) ||
	    store_exec(s, "PRAGMA user_version", e))
		return -1;
	rc = migrate_check(s, e);
	if (!rc)
		rc = check_small(s, e);
	if (rc)
		return rc;
	/*
	 * EXTRA first: the rollback journal of what comes before WAL is gone
	 * for good then. One that came back with the power would undo it, and
	 * cut off what was checkpointed since.
	 */
	if (store_exec(s, "PRAGMA synchronous = EXTRA", e) ||
	    store_exec(s, "PRAGMA journal_mode = WAL", e) ||
	    store_exec(s, "PRAGMA temp_store = MEMORY", e) ||
	    store_exec(s, "PRAGMA journal_size_limit = 67108864", e))
		return -1;
	if (migrate(s, store_migrations, store_migration_count, e))
		return -1;
	tally_follow(s);
	return search_check(s, e);
}

/*
 * A new file is its owner's alone, as are the files that SQLite puts beside
 * it: there are people's addresses in it. One that is there keeps its mode,
 * and is not opened here: closing it would drop the locks of others.
 */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

int store_open(struct store **out, const char *path, struct err *e)
{
	struct store *s = mem_alloc(sizeof(*s));
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	int rc;

	*out = NULL;
	s->path = mem_strdup(path);
	buf_init(&s->scratch, 8 * CAP_ITEM_TEXT);
	s->search_steps = SEARCH_STEPS;
	rc = store_may_begin(path, e);
	if (rc) {
		store_close(s);
		return rc;
	}
	make_private(path);
	rc = sqlite3_open_v2(path, &s->db, flags, NULL);
	if (rc)
		rc = cannot_open(path, rc, e);
	else
		rc = settle(s, e);
	if (rc && s->damaged)
		rc = STORE_DAMAGED;
	else if (rc && sqlite3_errcode(s->db) == SQLITE_NOTADB)
		rc = STORE_UNFIT;
	if (rc)
		store_close(s);
	else
		*out = s;
	return rc;
}

void store_close(struct store *s)
{
	const struct map_entry *m;

	if (!s)
		return;
	for (size_t i = 0; (m = map_next(&s->statements, &i)) != NULL;)
		sqlite3_finalize(m->value);
	map_free(&s->statements);
	map_free(&s->stale);
	sqlite3_close(s->db);
	buf_free(&s->scratch);
	free(s->mail_error);
	free(s->path);
	free(s);
}

/* --- statements --- */

int query_open(struct query *q, struct store *s, const char *sql, struct err *e)
{
	sqlite3_stmt *stmt = map_get_n(&s->statements, &sql, sizeof(sql));

	*q = (struct query){.store = s};
	if (!stmt) {
		if (sqlite3_prepare_v3(
			s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL))
			return store_failed(s, sql, e);
		map_put_n(&s->statements, &sql, sizeof(sql), stmt);
	}
	q->stmt = stmt;
	return 0;
}

static void bound(struct query *q, int rc)
{
	if (!q->rc)
		q->rc = rc;
}

void put_int(struct query *q, int64_t v)
{
	bound(q, sqlite3_bind_int64(q->stmt, ++q->bound, v));
}

void put_id(struct query *q, int64_t v)
{
	if (v)
		put_int(q, v);
	else
		q->bound++;
}

void put_real(struct query *q, double v)
{
	bound(q, sqlite3_bind_double(q->stmt, ++q->bound, v));
}

void put_text(struct query *q, const char *v)
{
	q->bound++;
	if (v)
		bound(q,
		    sqlite3_bind_text(q->stmt, q->bound, v, -1, SQLITE_STATIC));
}

void put_blob(struct query *q, const void *v, size_t n)
{
	bound(q, sqlite3_bind_blob64(q->stmt, ++q->bound, v, n, SQLITE_STATIC));
}

void query_end(struct query *q)
{
	sqlite3_reset(q->stmt);
	sqlite3_clear_bindings(q->stmt); /* the texts are not ours */
}

int query_step(struct query *q, struct err *e)
{
	int rc = q->rc ? q->rc : sqlite3_step(q->stmt);

	q->column = 0;
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		query_end(q);
		return 0;
	}
	store_failed(q->store, sqlite3_sql(q->stmt), e);
	query_end(q);
	return -1;
}

int query_find(struct query *q, struct store *s, const char *sql, int64_t id,
    struct err *e)
{
	int rc;

	if (query_open(q, s, sql, e))
		return -1;
	put_int(q, id);
	rc = query_step(q, e);
	return rc > 0 ? 0 : rc ? rc : 1;
}

int query_run(struct query *q, struct err *e)
{
	int rc = query_step(q, e);

	if (rc > 0)
		query_end(q);
	return rc < 0 ? -1 : 0;
}

int64_t get_int(struct query *q)
{
	return sqlite3_column_int64(q->stmt, q->column++);
}

double get_real(struct query *q)
{
	return sqlite3_column_double(q->stmt, q->column++);
}

const char *get_word(struct query *q)
{
	return (const char *)sqlite3_column_text(q->stmt, q->column++);
}

char *get_text(struct query *q, struct arena *a)
{
	const char *s = get_word(q);
	int n = sqlite3_column_bytes(q->stmt, q->column - 1);

	return s ? arena_strndup(a, s, (size_t)n) : NULL;
}

const void *get_blob(struct query *q, struct arena *a, size_t *n)
{
	const void *data = sqlite3_column_blob(q->stmt, q->column);

	*n = (size_t)sqlite3_column_bytes(q->stmt, q->column++);
	return arena_copy(a, data, *n);
}

int bad_word(struct query *q, const char *table, int64_t id, struct err *e)
{
	const char *word = NULL;

	q->column--;
	word = get_word(q);
	return err_set(e,
	    "%s: %s %lld holds \"%.40s\", which this version does not know",
	    q->store->path, table, (long long)id, word ? word : "nothing");
}

/* --- transactions --- */

static int run(struct store *s, const char *sql, struct err *e)
{
	struct query q;

	return query_open(&q, s, sql, e) ? -1 : query_run(&q, e);
}

int store_begin(struct store *s, struct err *e)
{
	if (run(s, "BEGIN IMMEDIATE", e))
		return -1;
	if (!s->index_damaged)
		return 0;
	s->index_damaged = false;
	if (!search_rebuild(s, e))
		return 0;
	s->index_damaged = true;
	store_rollback(s);
	return -1;
}

int store_commit(struct store *s, struct err *e)
{
	return stories_refresh(s, e) ? -1 : run(s, "COMMIT", e);
}

static int on_commit(void *arg)
{
	struct store *s = arg;

	s->committed(s->committed_arg);
	return 0; /* goes on */
}

void store_on_commit(struct store *s, void (*committed)(void *arg), void *arg)
{
	s->committed = committed;
	s->committed_arg = arg;
	sqlite3_commit_hook(s->db, committed ? on_commit : NULL, s);
}

void store_on_damage(struct store *s, void (*on)(void *arg), void *arg)
{
	s->on_damage = on;
	s->on_damage_arg = arg;
}

bool store_is_damaged(const struct store *s)
{
	return s->damaged;
}

void store_rollback(struct store *s)
{
	map_free(&s->stale);
	s->trim.begun = false; /* what was let go is there again */
	/* A full disk may have rolled it back already. */
	if (!sqlite3_get_autocommit(s->db))
		run(s, "ROLLBACK", NULL);
}

int64_t store_changes(const struct store *s, bool polls)
{
	return sqlite3_total_changes64(s->db) - (polls ? 0 : s->poll_changes);
}

void store_rest(struct store *s)
{
	sqlite3_db_release_memory(s->db);
	buf_free(&s->scratch);
}

int unit_open(struct store *s, bool *own, struct err *e)
{
	*own = sqlite3_get_autocommit(s->db) != 0;
	return *own ? store_begin(s, e) : 0;
}

int unit_close(struct store *s, bool own, int rc, struct err *e)
{
	if (!own)
		return rc;
	if (!rc)
		rc = store_commit(s, e);
	if (rc)
		store_rollback(s);
	return rc;
}

/* --- ids --- */

int store_note_id(struct store *s, const char *name, int64_t id, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO counter (name, last) VALUES (?, ?)"
		" ON CONFLICT (name) DO UPDATE SET last = excluded.last"
		" WHERE excluded.last > last",
		e))
		return -1;
	put_text(&q, name);
	put_int(&q, id);
	return query_run(&q, e);
}

int store_next_id(
    struct store *s, const char *table, int64_t *id, struct err *e)
{
	struct query q;
	int rc;

	*id = 1;
	if (query_open(&q, s,
		"SELECT last FROM counter WHERE name = ? ORDER BY name", e))
		return -1;
	put_text(&q, table);
	rc = query_step(&q, e);
	if (rc > 0) {
		*id = get_int(&q) + 1;
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}
