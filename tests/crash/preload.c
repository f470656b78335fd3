/*
 * Loaded into hearsayd by LD_PRELOAD, for tests: a process of one role ends
 * by SIGKILL as the nth frame between core and a child is whole, or before the
 * nth call that changes the database's files, and calls on these fail. Both are
 * told by a page of memory that is shared with whoever drives it
 * (tests/crash/world.py): HEARSAY_CRASH names its file, HEARSAY_CRASH_DB the
 * database. Nothing of this is in the program.
 *
 * A frame is whole for its writer as its last byte is written, and for its
 * reader as the last byte is read; what stands behind it in the same call is
 * then not written, or was read for nothing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define HEAD	 12 /* of a frame: u32 length of the payload, and the rest */
#define FDS	 256
#define CHILD_FD 3

enum role { ROLE_CORE = 1, ROLE_NET, ROLE_PARSE, AT_THE_DISK };

enum fault {
	FAULT_NONE,
	FAULT_FULL,  /* ENOSPC, where the file would become longer */
	FAULT_WRITE, /* EIO */
	FAULT_SYNC,  /* EIO */
	FAULT_READ,  /* EIO */
	FAULT_OPEN,  /* EROFS, to write it */
};

/* world.py has the same by struct.unpack. */
struct page {
	uint64_t
	    frames[4]; /* that were whole, by role; [0]: calls on the disk */
	uint64_t kill_role, kill_at, killed;
	uint64_t fault, calls; /* calls: that failed */
};

struct stream {
	bool is;
	unsigned char head[HEAD];
	size_t have;
	uint64_t left; /* of the payload */
};

static struct page *page;
static enum role role;
static const char *database;
static bool of_database[FDS];
static struct stream in[FDS], out[FDS];

static enum role own_role(void)
{
	char line[4096] = "";
	int fd = open("/proc/self/cmdline", O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);

	close(fd);
	for (ssize_t i = 0; i + 1 < n; i += (ssize_t)strlen(line + i) + 1) {
		if (strcmp(line + i, "-x"))
			continue;
		return strcmp(line + i + 3, "net") ? ROLE_PARSE : ROLE_NET;
	}
	return ROLE_CORE;
}

__attribute__((constructor)) static void begin(void)
{
	const char *name = getenv("HEARSAY_CRASH");
	int fd = name ? open(name, O_RDWR) : -1;
	void *at;

	database = getenv("HEARSAY_CRASH_DB");
	if (fd < 0)
		return;
	at = mmap(
	    NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (at == MAP_FAILED)
		return;
	role = own_role();
	page = at;
	if (role != ROLE_CORE)
		in[CHILD_FD].is = out[CHILD_FD].is = true;
}

#define REAL(name) \
	static __typeof__(name) *real; \
	if (!real) \
	real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* --- frames --- */

static void die(void)
{
	__sync_fetch_and_add(&page->killed, 1);
	kill(getpid(), SIGKILL);
	__builtin_trap(); /* where the sandbox forbids that */
}

/* How many of the bytes end the frame that is fatal; 0: none of them does. */
static size_t follow(struct stream *s, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t skip;

		if (s->have < HEAD) {
			s->head[s->have++] = p[i];
			if (s->have < HEAD)
				continue;
			s->left = (uint64_t)s->head[0] |
				  (uint64_t)s->head[1] << 8 |
				  (uint64_t)s->head[2] << 16 |
				  (uint64_t)s->head[3] << 24;
		} else {
			skip = s->left < n - i ? s->left : n - i;
			s->left -= skip;
			i += skip - 1;
		}
		if (s->left)
			continue;
		s->have = 0;
		if (__sync_add_and_fetch(&page->frames[role], 1) ==
			page->kill_at &&
		    page->kill_role == role)
			return i + 1;
	}
	return 0;
}

static struct stream *stream_of(struct stream *all, int fd)
{
	return page && fd >= 0 && fd < FDS && all[fd].is ? &all[fd] : NULL;
}

static ssize_t after_read(int fd, const struct iovec *v, int n, ssize_t got)
{
	struct stream *s = stream_of(in, fd);
	size_t left = got > 0 ? (size_t)got : 0;

	for (int i = 0; s && i < n && left; i++) {
		size_t part = v[i].iov_len < left ? v[i].iov_len : left;

		if (follow(s, v[i].iov_base, part))
			die();
		left -= part;
	}
	return got;
}

ssize_t read(int fd, void *to, size_t n)
{
	struct iovec v = {to, n};
	REAL(read);

	return after_read(fd, &v, 1, real(fd, to, n));
}

/* What -D_FORTIFY_SOURCE makes of read(). */
ssize_t __read_chk(int fd, void *to, size_t n, size_t size);
ssize_t __read_chk(int fd, void *to, size_t n, size_t size)
{
	if (n > size)
		abort();
	return read(fd, to, n);
}

ssize_t readv(int fd, const struct iovec *v, int n)
{
	REAL(readv);

	return after_read(fd, v, n, real(fd, v, n));
}

/*
 * What is written is looked at in small parts, so that no more of it goes out
 * than was counted.
 */
static ssize_t write_frames(int fd, struct stream *s, const void *p, size_t n)
{
	struct stream before = *s;
	REAL(write);
	ssize_t done;
	size_t fatal = follow(s, p, n);

	if (fatal) {
		for (size_t at = 0; at < fatal; at += (size_t)done) {
			done = real(fd, (const char *)p + at, fatal - at);
			if (done <= 0)
				break;
		}
		die();
	}
	done = real(fd, p, n);
	if (done == (ssize_t)n)
		return done;
	/* Less went out: count again what did. */
	*s = before;
	if (done > 0) {
		uint64_t frames = page->frames[role];

		follow(s, p, (size_t)done);
		page->frames[role] = frames;
	}
	return done;
}

ssize_t write(int fd, const void *p, size_t n)
{
	struct stream *s = stream_of(out, fd);
	REAL(write);

	return s ? write_frames(fd, s, p, n) : real(fd, p, n);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	struct stream *s = stream_of(out, fd);
	ssize_t sum = 0;
	REAL(writev);

	if (!s)
		return real(fd, v, n);
	for (int i = 0; i < n; i++) {
		ssize_t done = write_frames(fd, s, v[i].iov_base, v[i].iov_len);

		if (done < 0)
			return sum ? sum : done;
		sum += done;
		if ((size_t)done < v[i].iov_len)
			break;
	}
	return sum;
}

int socketpair(int domain, int type, int protocol, int fd[2])
{
	int rc;
	REAL(socketpair);

	rc = real(domain, type, protocol, fd);
	if (!rc && page && fd[0] < FDS) {
		in[fd[0]] = (struct stream){.is = true};
		out[fd[0]] = (struct stream){.is = true};
	}
	return rc;
}

/* --- the database --- */

/* Something of the database is about to be changed. */
static void step(void)
{
	if (__sync_add_and_fetch(&page->frames[0], 1) == page->kill_at &&
	    page->kill_role == AT_THE_DISK)
		die();
}

static void step_of_file(int fd)
{
	if (page && role == ROLE_CORE && fd >= 0 && fd < FDS && of_database[fd])
		step();
}

static bool fails(int fd, enum fault fault, int error)
{
	if (!page || page->fault != fault || fd < 0 || fd >= FDS ||
	    !of_database[fd])
		return false;
	__sync_fetch_and_add(&page->calls, 1);
	errno = error;
	return true;
}

static bool is_database(const char *path)
{
	return database && !strncmp(path, database, strlen(database));
}

static int opened(const char *path, int fd)
{
	if (fd >= 0 && fd < FDS)
		of_database[fd] = is_database(path);
	return fd;
}

static bool may_not_open(const char *path, int flags)
{
	if (!page || page->fault != FAULT_OPEN || !is_database(path) ||
	    (flags & O_ACCMODE) == O_RDONLY)
		return false;
	__sync_fetch_and_add(&page->calls, 1);
	errno = EROFS;
	return true;
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		mode_t mode; \
		REAL(name); \
\
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		if (may_not_open(path, flags)) \
			return -1; \
		return opened(path, real(path, flags, mode)); \
	}
OPEN(open)
OPEN(open64)

int close(int fd)
{
	REAL(close);

	if (fd >= 0 && fd < FDS) {
		of_database[fd] = false;
		in[fd].is = out[fd].is = false;
	}
	return real(fd);
}

static bool write_fails(int fd, size_t n, off64_t at)
{
	if (fails(fd, FAULT_WRITE, EIO))
		return true;
	return page && page->fault == FAULT_FULL && fd >= 0 && fd < FDS &&
	       of_database[fd] && at + (off64_t)n > lseek(fd, 0, SEEK_END) &&
	       fails(fd, FAULT_FULL, ENOSPC);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	REAL(pwrite64);

	step_of_file(fd);
	return write_fails(fd, n, at) ? -1 : real(fd, p, n, at);
}

ssize_t pread64(int fd, void *p, size_t n, off64_t at)
{
	REAL(pread64);

	return fails(fd, FAULT_READ, EIO) ? -1 : real(fd, p, n, at);
}

ssize_t pread(int fd, void *p, size_t n, off_t at)
{
	return pread64(fd, p, n, at);
}

static void step_of_path(const char *path)
{
	if (page && role == ROLE_CORE && is_database(path))
		step();
}

int rename(const char *from, const char *to)
{
	REAL(rename);

	step_of_path(from);
	return real(from, to);
}

int unlink(const char *path)
{
	REAL(unlink);

	step_of_path(path);
	return real(path);
}

int ftruncate64(int fd, off64_t size)
{
	REAL(ftruncate64);

	step_of_file(fd);
	return real(fd, size);
}

int fsync(int fd)
{
	REAL(fsync);

	step_of_file(fd);
	return fails(fd, FAULT_SYNC, EIO) ? -1 : real(fd);
}

int fdatasync(int fd)
{
	REAL(fdatasync);

	step_of_file(fd);
	return fails(fd, FAULT_SYNC, EIO) ? -1 : real(fd);
}
