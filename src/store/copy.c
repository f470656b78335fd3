/*
 * SQLite's backup, some pages at a time: what is written to the database
 * meanwhile by the same connection is written to the copy too, so that it
 * comes to an end, and is of its last moment.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/file.h"

struct store_copy {
	char *path;
	sqlite3 *to;
	sqlite3_backup *backup;
	int fd; /* of one that is whole */
	off_t len;
};

#define SHRINK_BYTES (8 << 20)

static int failed(struct store_copy *c, struct err *e)
{
	int code = sqlite3_errcode(c->to) & 0xff;

	return err_set(e, "%s: %s%s", c->path, sqlite3_errmsg(c->to),
	    code == SQLITE_FULL || code == SQLITE_IOERR
		? "; is there room for a second file of that size?"
		: "");
}

/* Nobody reads it before it is whole, and a crash leaves it to the next. */
static int open_copy(struct store_copy *c, struct err *e)
{
	int fd;

	unlink(c->path);
	fd = open(c->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(e, "%s: %s", c->path, strerror(errno));
	close(fd);
	return sqlite3_open_v2(c->path, &c->to, SQLITE_OPEN_READWRITE, NULL) ||
		       sqlite3_exec(c->to,
			   "PRAGMA journal_mode = OFF; PRAGMA synchronous = 0",
			   NULL, NULL, NULL)
		   ? failed(c, e)
		   : 0;
}

static struct store_copy *copy_new(const char *path, const char *end)
{
	struct store_copy *c = mem_alloc(sizeof(*c));
	struct buf whole;

	c->fd = -1;
	buf_init(&whole, STORE_NAME_SIZE);
	buf_printf(&whole, "%s%s", path, end);
	c->path = buf_steal(&whole);
	return c;
}

int store_copy_begin(
    struct store *s, const char *path, struct store_copy **out, struct err *e)
{
	struct store_copy *c =
	    copy_new(path ? path : s->path, path ? "" : ".copy");

	*out = NULL;
	if (!open_copy(c, e)) {
		c->backup = sqlite3_backup_init(c->to, "main", s->db, "main");
		if (c->backup) {
			*out = c;
			return 0;
		}
		failed(c, e);
	}
	store_copy_free(c);
	return -1;
}

int store_copy_step(struct store_copy *c, int pages, struct err *e)
{
	int rc = sqlite3_backup_step(c->backup, pages);

	if (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		return 1;
	sqlite3_backup_finish(c->backup);
	c->backup = NULL;
	if (rc != SQLITE_DONE)
		return failed(c, e);
	/* A file by itself, that can be read where nothing can be written. */
	return sqlite3_exec(
		   c->to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL)
		   ? failed(c, e)
		   : 0;
}

int store_copy_bytes(struct store_copy *c, size_t *len, struct err *e)
{
	struct stat st;

	sqlite3_close(c->to);
	c->to = NULL;
	c->fd = open(c->path, O_RDWR | O_CLOEXEC);
	if (c->fd < 0 || fstat(c->fd, &st))
		return err_set(e, "%s: %s", c->path, strerror(errno));
	c->len = st.st_size;
	*len = (size_t)st.st_size;
	return c->fd;
}

int store_copy_take(const char *path, struct store_copy **out, struct err *e)
{
	size_t n = strlen(path), len;
	bool whole = n < 4 || strcmp(path + n - 4, ".new");
	struct store_copy *c = copy_new(path, whole ? ".new" : "");

	*out = c;
	if (whole && rename(path, c->path))
		err_set(e, "%s: %s", path, strerror(errno));
	else if (store_copy_bytes(c, &len, e) >= 0)
		return 0;
	free(c->path);
	c->path = NULL;
	store_copy_free(c);
	*out = NULL;
	return -1;
}

int store_copy_keep(struct store_copy *c, const char *path, struct err *e)
{
	if (rename(c->path, path))
		return err_set(e, "%s: %s", path, strerror(errno));
	free(c->path);
	c->path = NULL;
	return store_sync_folder(path, e);
}

int store_copy_shrink(struct store_copy *c)
{
	if (c->len <= SHRINK_BYTES)
		return 0;
	c->len -= SHRINK_BYTES;
	return ftruncate(c->fd, c->len) ? 0 : 1;
}

void store_copy_free(struct store_copy *c)
{
	if (!c)
		return;
	if (c->backup)
		sqlite3_backup_finish(c->backup);
	sqlite3_close(c->to);
	if (c->fd >= 0)
		close(c->fd);
	if (c->path)
		unlink(c->path);
	free(c->path);
	free(c);
}
