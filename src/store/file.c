/* The file and what stands beside it; the steps of a restore, in their order.
 */
#include "store/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/migrate.h"
#include "text/date.h"

static int name_with(char name[STORE_NAME_SIZE], const char *path,
    const char *end, struct err *e)
{
	int n = snprintf(name, STORE_NAME_SIZE, "%s%s", path, end);

	return n < STORE_NAME_SIZE
		   ? 0
		   : err_set(e, "%.200s...: this path is too long", path);
}

/* What the daemon will find must be its own, whoever makes it. */
static int keep_owner(const char *path, const char *file, struct err *e)
{
	char *folder = mem_strdup(path);
	struct stat st;
	int rc = 0;

	if ((stat(path, &st) && stat(dirname(folder), &st)) ||
	    (geteuid() == 0 && chown(file, st.st_uid, st.st_gid)))
		rc = err_set(e, "%s: %s", file, strerror(errno));
	free(folder);
	return rc;
}

int store_lock(const char *path, int *fd, struct err *e)
{
	char name[STORE_NAME_SIZE];

	if (name_with(name, path, ".lock", e))
		return -1;
	*fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return access(name, F_OK)
			   ? 0
			   : err_set(e, "%s: %s", name, strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB))
		err_set(e, "%s: %s", path,
		    errno == EWOULDBLOCK ? "another hearsayd works with it"
					 : strerror(errno));
	else if (!keep_owner(path, name, e))
		return 0;
	close(*fd);
	*fd = -1;
	return -1;
}

/* --- looking --- */

/* One number, or the first word, that a statement gives. */
static int ask(sqlite3 *db, const char *path, const char *sql, int64_t *n,
    char *word, size_t size, struct err *e)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (!rc)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW && n)
		*n = sqlite3_column_int64(stmt, 0);
	if (rc == SQLITE_ROW && word)
		snprintf(word, size, "%s",
		    (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return 0;
	return err_set(e, "%s: %s", path, sqlite3_errmsg(db));
}

static int is_of_hearsay(
    sqlite3 *db, const char *path, struct store_facts *f, struct err *e)
{
	int64_t application = 0;

	if (ask(db, path, "PRAGMA application_id", &application, NULL, 0, e) ||
	    ask(db, path, "PRAGMA user_version", &f->schema, NULL, 0, e))
		return -1;
	if (application != STORE_APPLICATION_ID)
		return err_set(
		    e, "%s: this file is no database of hearsay", path);
	if (f->schema > (int64_t)store_migration_count)
		return err_set(e,
		    "%s: a newer hearsay wrote it (its schema is %" PRId64
		    ", this version knows %zu)",
		    path, f->schema, store_migration_count);
	return 0;
}

static int is_whole(sqlite3 *db, const char *path, struct err *e)
{
	char word[200] = "", stray[80] = "";

	if (ask(db, path, "PRAGMA integrity_check(1)", NULL, word, sizeof(word),
		e))
		return -1;
	if (strcmp(word, "ok"))
		return err_set(e, "%s: it is damaged (%s)", path, word);
	if (ask(db, path, "PRAGMA foreign_key_check", NULL, stray,
		sizeof(stray), e))
		return -1;
	return *stray ? err_set(e,
			    "%s: it is damaged (in %s a row names another "
			    "one that is not there)",
			    path, stray)
		      : 0;
}

static int look(
    sqlite3 *db, const char *path, struct store_facts *f, struct err *e)
{
	return is_of_hearsay(db, path, f, e) || is_whole(db, path, e) ||
		       ask(db, path, "SELECT count(*) FROM item", &f->items,
			   NULL, 0, e) ||
		       ask(db, path, "SELECT count(*) FROM rumor", &f->rumors,
			   NULL, 0, e) ||
		       ask(db, path, "SELECT max(first_seen_at) FROM item",
			   &f->latest_at, NULL, 0, e)
		   ? -1
		   : 0;
}

int store_verify(const char *path, struct store_facts *f, struct err *e)
{
	sqlite3 *db = NULL;
	int rc;

	*f = (struct store_facts){0};
	if (access(path, R_OK))
		return err_set(e, "%s: %s", path, strerror(errno));
	rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL)
		 ? err_set(e, "%s: %s", path, sqlite3_errmsg(db))
		 : look(db, path, f, e);
	sqlite3_close(db);
	return rc;
}

int store_seal(const char *path, struct err *e)
{
	struct store_facts f;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 || fsync(fd)
		     ? err_set(e, "%s: %s", path, strerror(errno))
		     : 0;

	if (fd >= 0)
		close(fd);
	return rc ? rc : store_verify(path, &f, e);
}

static int read_all(const char *path, struct err *e)
{
	static char part[1 << 16];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	for (off_t at = 0; fd >= 0 && n; at += n) {
		n = pread(fd, part, sizeof(part), at);
		if (n < 0)
			break;
	}
	if (n < 0)
		err_set(e, "%s: the disk cannot be read: %s (dmesg says more)",
		    path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

int store_confirm_damage(const char *path, struct err *e)
{
	struct store_facts f;

	if (read_all(path, e))
		return -1;
	return store_verify(path, &f, e) ? 0 : 1;
}

/* Does an entry of the folder have the name of one that was set aside? */
static bool is_aside(const char *entry, const char *base)
{
	size_t n = strlen(base), len = strlen(entry);

	return !strncmp(entry, base, n) &&
	       (!strncmp(entry + n, ".damaged-", 9) ||
		   !strncmp(entry + n, ".replaced-", 10)) &&
	       strcmp(entry + len - 4, "-wal") &&
	       strcmp(entry + len - 4, "-shm");
}

int store_may_begin(const char *path, struct err *e)
{
	char *copy = mem_strdup(path), *base = mem_strdup(path);
	const char *folder = dirname(copy);
	const struct dirent *entry;
	DIR *d = access(path, F_OK) ? opendir(folder) : NULL;
	int rc = 0;

	while (d && !rc && (entry = readdir(d)) != NULL) {
		if (!is_aside(entry->d_name, basename(base)))
			continue;
		err_set(e,
		    "%s: there is no database, only one that was set aside, "
		    "%s/%s; put a backup in its place with \"hearsayd "
		    "--restore FILE\" or, to begin with nothing, move it "
		    "elsewhere",
		    path, folder, entry->d_name);
		rc = STORE_UNFIT;
	}
	if (d)
		closedir(d);
	free(copy);
	free(base);
	return rc;
}

/* --- setting aside --- */

int store_sync_folder(const char *path, struct err *e)
{
	char *copy = mem_strdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 || fsync(fd)
		     ? err_set(e, "%s: %s", copy, strerror(errno))
		     : 0;

	if (fd >= 0)
		close(fd);
	free(copy);
	return rc;
}

static int move(const char *from, const char *to, struct err *e)
{
	return rename(from, to) && errno != ENOENT
		   ? err_set(e, "%s: it cannot be moved to %s: %s", from, to,
			 strerror(errno))
		   : 0;
}

/* A free name; there may be one of this second. */
static int aside_name(const char *path, const char *why, int64_t now,
    char name[STORE_NAME_SIZE], struct err *e)
{
	struct civil c;
	char end[96];

	date_to_civil(now, &c);
	for (int n = 1; n < 100; n++) {
		snprintf(end, sizeof(end),
		    ".%s-%04d%02d%02d-%02d%02d%02d%s%.0d", why, c.year, c.month,
		    c.day, c.hour, c.minute, c.second, n > 1 ? "-" : "",
		    n > 1 ? n : 0);
		if (name_with(name, path, end, e))
			return -1;
		if (access(name, F_OK))
			return 0;
	}
	return err_set(e, "%s: too many were set aside", path);
}

/*
 * The database first: whoever finds its log alone beside one that was set
 * aside begins nothing anew, while a database without its log would be taken
 * for all there is.
 */
int store_set_aside(const char *path, const char *why, int64_t now,
    char name[STORE_NAME_SIZE], struct err *e)
{
	char log[STORE_NAME_SIZE], log_aside[STORE_NAME_SIZE];

	if (aside_name(path, why, now, name, e) ||
	    name_with(log, path, "-wal", e) ||
	    name_with(log_aside, name, "-wal", e) || move(path, name, e) ||
	    move(log, log_aside, e) || name_with(log, path, "-shm", e))
		return -1;
	unlink(log);
	if (access(name, F_OK))
		name[0] = '\0';
	return store_sync_folder(path, e);
}

/* --- putting back --- */

/* All of it at once, and on the disk. */
static int copy_file(const char *from, const char *to, struct err *e)
{
	sqlite3 *in = NULL, *out = NULL;
	sqlite3_backup *b = NULL;
	int rc = -1;
	int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_set(e, "%s: %s", to, strerror(errno));
	if (!sqlite3_open_v2(from, &in, SQLITE_OPEN_READONLY, NULL) &&
	    !sqlite3_open_v2(to, &out, SQLITE_OPEN_READWRITE, NULL))
		b = sqlite3_backup_init(out, "main", in, "main");
	if (!b || sqlite3_backup_step(b, -1) != SQLITE_DONE)
		err_set(e, "%s: it cannot be copied to %s: %s", from, to,
		    sqlite3_errmsg(out ? out : in));
	else
		rc = 0;
	if (b)
		sqlite3_backup_finish(b);
	sqlite3_close(in);
	sqlite3_close(out);
	if (!rc && fsync(fd))
		rc = err_set(e, "%s: %s", to, strerror(errno));
	close(fd);
	return rc;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

int store_restore(const char *path, const char *from, int64_t now,
    struct store_facts *f, char aside[STORE_NAME_SIZE], struct err *e)
{
	char copy[STORE_NAME_SIZE];
	int rc;

	if (is_same_file(path, from))
		return err_set(
		    e, "%s: this is the database itself, not a backup", from);
	if (store_verify(from, f, e) || name_with(copy, path, ".copy", e))
		return -1;
	unlink(copy); /* of one that did not come to its end */
	rc = copy_file(from, copy, e) || keep_owner(path, copy, e) ||
		     store_set_aside(path, "replaced", now, aside, e) ||
		     move(copy, path, e)
		 ? -1
		 : 0;
	if (rc)
		unlink(copy);
	return rc ? rc : store_sync_folder(path, e);
}

/* --- what is known of backups --- */

int store_backup_note(
    const char *path, const char *file, int64_t at, struct err *e)
{
	char name[STORE_NAME_SIZE], fresh[STORE_NAME_SIZE];
	bool failed;
	FILE *f;

	if (name_with(name, path, ".backup", e) ||
	    name_with(fresh, name, ".new", e))
		return -1;
	f = fopen(fresh, "we");
	if (!f)
		return err_set(e, "%s: %s", fresh, strerror(errno));
	fchmod(fileno(f), 0600);
	fprintf(f, "%" PRId64 " %s\n", at, file);
	failed = fflush(f) || fsync(fileno(f));
	if (fclose(f) || failed)
		return err_set(e, "%s: %s", fresh, strerror(errno));
	return move(fresh, name, e) || store_sync_folder(name, e) ? -1 : 0;
}

int store_backup_last(const char *path, char file[STORE_NAME_SIZE], int64_t *at)
{
	char name[STORE_NAME_SIZE], line[STORE_NAME_SIZE + 32] = "";
	char *end;
	FILE *f;

	file[0] = '\0';
	if (name_with(name, path, ".backup", NULL))
		return 1;
	f = fopen(name, "re");
	if (!f)
		return 1;
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	*at = strtoll(line, &end, 10);
	if (end == line || *end != ' ')
		return 1;
	snprintf(file, STORE_NAME_SIZE, "%s", end + 1);
	return 0;
}
