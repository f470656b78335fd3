/*
 * hearsay backup: a copy of the database into a file. The daemon makes it
 * between other work and sends it; it is written here, so that the file is the
 * caller's and the daemon needs no access to its folder. It has its name when
 * all of it is on the disk, and not before.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "client/live.h"
#include "client/progress.h"
#include "client/request.h"

#define TIMEOUT_S 3600 /* of the daemon's work on a large one */

static const char magic[16] = "SQLite format 3";

static int complain(const char *path, const char *why)
{
	fprintf(stderr, "hearsay: %s: %s\n", path, why);
	return EXIT_DEGRADED;
}

/* Says what was refused, as other commands do. */
static int refused(
    enum request_result result, struct reply *r, const struct err *e)
{
	if (result != REQUEST_OK) {
		live_explain((int)result, e->text);
		return EXIT_UNREACHABLE;
	}
	fputs(buf_text(&r->body), stderr);
	return EXIT_DEGRADED;
}

static int receive(int fd, const char *path, int64_t *bytes)
{
	struct reply r;
	struct err e;
	enum request_result result;
	char begin[sizeof(magic)] = "";
	int status = EXIT_OK;

	request_set_timeout(TIMEOUT_S);
	progress_begin("copying the database", false);
	result = request_download(
	    options()->control_socket, "/v1/backup", fd, &r, bytes, &e);
	progress_end();
	if (result != REQUEST_OK || r.status != 200)
		status = refused(result, &r, &e);
	else if (pread(fd, begin, sizeof(begin), 0) != sizeof(begin) ||
		 memcmp(begin, magic, sizeof(magic)))
		status = complain(path, "what came is no database");
	else if (fsync(fd))
		status = complain(path, strerror(errno));
	buf_free(&r.body);
	return status;
}

/* A name that is taken meanwhile stays what it is. */
static int give_name(const char *fresh, const char *path)
{
	char *copy = mem_strdup(path);
	int fd, status = EXIT_OK;

	if (link(fresh, path))
		status = complain(path, strerror(errno));
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
	return status;
}

/* The daemon names it where it has lost its own. */
static void tell_kept(const char *path)
{
	char *whole = realpath(path, NULL);
	struct buf target;
	struct reply r;
	struct err e;

	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/backup/kept");
	live_query(&target, "file", whole);
	if (!whole || !buf_ok(&target) ||
	    request_send(options()->control_socket, "POST", buf_text(&target),
		"text/plain", &r, &e) != REQUEST_OK ||
	    r.status != 200)
		fprintf(stderr, "hearsay: the daemon could not note where the "
				"backup is\n");
	buf_free(&r.body);
	buf_free(&target);
	free(whole);
}

static int make(const char *path)
{
	size_t size = strlen(path) + 16;
	char *fresh = mem_alloc(size);
	int64_t bytes = 0;
	int fd, status;

	snprintf(fresh, size, "%s.XXXXXX", path);
	fd = mkstemp(fresh); /* 0600: there are people's addresses in it */
	if (fd < 0) {
		status = complain(path, strerror(errno));
		free(fresh);
		return status;
	}
	status = receive(fd, path, &bytes);
	if (!status)
		status = give_name(fresh, path);
	close(fd);
	unlink(fresh);
	free(fresh);
	if (status)
		return status;
	printf("%s: %" PRId64 " kB\n", path, (bytes + 1023) / 1024);
	tell_kept(path);
	return EXIT_OK;
}

static int run(int argc, char **argv)
{
	if (argc != 2 || !*argv[1])
		return usage_error(&command_backup, "%s",
		    argc > 2 ? "takes one file"
			     : "the file to make is missing");
	if (!access(argv[1], F_OK)) {
		complain(argv[1], "there is a file already: name another");
		return EXIT_USAGE;
	}
	return make(argv[1]);
}

const struct command command_backup = {
    .name = "backup",
    .args = "FILE",
    .summary = "copy the database into a new file, while the daemon works",
    .run = run,
    .help =
	"FILE has its name when all of it is on the disk; a file that is "
	"there is left\nas it is. 'hearsayd --verify FILE' looks whether it "
	"is sound, and\n'hearsayd --restore FILE' puts it in the place of "
	"the database.\n",
};
