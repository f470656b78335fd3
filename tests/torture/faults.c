/*
 * The calls that may fail: definitions of ours stand before those of the C
 * library, and of a sanitizer's, for every object of the process. Counting is
 * the only state, so that a call that is not to fail costs next to nothing.
 */
#include "faults.h"

#undef _FORTIFY_SOURCE

#include <dirent.h>
#include <dlfcn.h>
#include <err.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xxhash.h>

#define FRAMES 40

static atomic_bool armed, fired;
static enum fault_kind kind;
static unsigned nth;
static atomic_uint count;
static char *note;
static size_t note_n;
static uint64_t *stacks;
static size_t stack_room;
static void *frames[FRAMES];
static int frame_count;

const char *fault_kind_name(enum fault_kind k)
{
	static const char *const names[FAULT_KINDS] = {
	    [FAULT_ALLOC] = "allocations",
	    [FAULT_ALLOC_ON] = "memory at an end",
	    [FAULT_CALL] = "calls",
	    [FAULT_INTERRUPT] = "interrupted calls",
	    [FAULT_SHORT] = "short transfers"};

	return names[k];
}

void fault_arm(enum fault_kind k, unsigned n)
{
	void *once[2];

	backtrace(once, 2); /* loads what it needs */
	kind = k;
	nth = n;
	atomic_store(&count, 0);
	atomic_store(&fired, false);
	atomic_store(&armed, true);
}

void fault_disarm(void)
{
	atomic_store(&armed, false);
}

unsigned fault_count(void)
{
	return atomic_load(&count);
}

bool fault_fired(void)
{
	return atomic_load(&fired);
}

void fault_note(char *to, size_t n)
{
	note = to;
	note_n = n;
}

void fault_record(uint64_t *to, size_t room)
{
	stacks = to;
	stack_room = room;
}

void fault_trace(void)
{
	backtrace_symbols_fd(frames, frame_count, STDERR_FILENO);
}

/* Of one that is counted; what this itself allocates is not. */
static void record(unsigned n)
{
	void *at[FRAMES];
	int depth;

	if (!stacks || n > stack_room)
		return;
	atomic_store(&armed, false);
	depth = backtrace(at, FRAMES);
	stacks[n - 1] = XXH3_64bits(at, (size_t)depth * sizeof(*at));
	atomic_store(&armed, true);
}

static bool fault(enum fault_kind k, const char *name)
{
	bool lasts = k == FAULT_ALLOC && kind == FAULT_ALLOC_ON;
	unsigned n;

	if (!atomic_load_explicit(&armed, memory_order_relaxed) ||
	    (k != kind && !lasts))
		return false;
	n = atomic_fetch_add(&count, 1) + 1;
	record(n);
	if (!nth || (lasts ? n < nth : n != nth))
		return false;
	if (!atomic_exchange(&fired, true)) {
		atomic_store(&armed, false); /* the trace may allocate */
		if (note)
			snprintf(note, note_n, "%s", name);
		frame_count = backtrace(frames, FRAMES);
		atomic_store(&armed, true);
	}
	return true;
}

static bool fault_memory(const char *name)
{
	if (!fault(FAULT_ALLOC, name))
		return false;
	errno = ENOMEM;
	return true;
}

static bool fault_call(const char *name, int error)
{
	if (!fault(FAULT_CALL, name))
		return false;
	errno = error;
	return true;
}

/* Of a call that a signal may interrupt. */
static bool fault_wait(const char *name, int error)
{
	if (fault(FAULT_INTERRUPT, name)) {
		errno = EINTR;
		return true;
	}
	return fault_call(name, error);
}

/* How many of n bytes go; transfers of one byte are not counted. */
static size_t some(const char *name, size_t n)
{
	return n > 1 && fault(FAULT_SHORT, name) ? 1 : n;
}

/* --- memory --- */

#ifdef HEARSAY_SANITIZED
#define REAL(name) __interceptor_##name
void *__interceptor_malloc(size_t);
void *__interceptor_calloc(size_t, size_t);
void *__interceptor_realloc(void *, size_t);
void *__interceptor_memalign(size_t, size_t);
#else
#define REAL(name) __libc_##name
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
#endif

void *malloc(size_t n)
{
	return fault_memory("malloc") ? NULL : REAL(malloc)(n);
}

void *calloc(size_t count_, size_t n)
{
	return fault_memory("calloc") ? NULL : REAL(calloc)(count_, n);
}

void *realloc(void *p, size_t n)
{
	return fault_memory("realloc") ? NULL : REAL(realloc)(p, n);
}

void *reallocarray(void *p, size_t count_, size_t n)
{
	size_t bytes;

	if (__builtin_mul_overflow(count_, n, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(p, bytes);
}

int posix_memalign(void **to, size_t align, size_t n)
{
	if (fault_memory("posix_memalign"))
		return ENOMEM;
	*to = REAL(memalign)(align, n);
	return *to ? 0 : ENOMEM;
}

void *aligned_alloc(size_t align, size_t n)
{
	return fault_memory("aligned_alloc") ? NULL : REAL(memalign)(align, n);
}

char *strndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = malloc(len + 1);

	if (!copy)
		return NULL;
	copy[len] = '\0';
	return memcpy(copy, s, len);
}

char *strdup(const char *s)
{
	return strndup(s, strlen(s));
}

/* The documented death (base/mem.h): said, and without the exit's handlers. */
void err(int status, const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	(void)status;
	fault_disarm();
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, ": %s\n", strerror(error));
	fflush(stderr);
	_exit(FAULT_STATUS_SAID);
}

void errx(int status, const char *fmt, ...)
{
	va_list ap;

	(void)status;
	fault_disarm();
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	fflush(stderr);
	_exit(FAULT_STATUS_SAID);
}

/* --- calls: of the next library in the row --- */

#define NEXT(name) ((__typeof__(&name))next(#name))

static void *next(const char *name)
{
	bool was = atomic_exchange(&armed, false);
	void *f = dlsym(RTLD_NEXT, name);

	atomic_store(&armed, was);
	return f;
}

#define FAILS(ret, name, params, args, fail, error) \
	ret name params \
	{ \
		static __typeof__(&name) real; \
		if (!real) \
			real = NEXT(name); \
		return fault_call(#name, error) ? (fail) : real args; \
	}
#define WAITS(ret, name, params, args, fail, error) \
	ret name params \
	{ \
		static __typeof__(&name) real; \
		if (!real) \
			real = NEXT(name); \
		return fault_wait(#name, error) ? (fail) : real args; \
	}
/* A connection that was reset is no connection any more. */
static int broken(int fd)
{
	int error = errno;

	if (error == ECONNRESET)
		shutdown(fd, SHUT_RDWR);
	errno = error;
	return -1;
}

/* The same of calls that move bytes: n is how many. */
#define MOVES(ret, name, params, args, n, error) \
	ret name params \
	{ \
		static __typeof__(&name) real; \
		if (!real) \
			real = NEXT(name); \
		if (fault_wait(#name, error)) \
			return broken(fd); \
		(n) = some(#name, (n)); \
		return real args; \
	}

/* clang-format off */
MOVES(ssize_t, read, (int fd, void *b, size_t n), (fd, b, n), n, EIO)
MOVES(ssize_t, write, (int fd, const void *b, size_t n), (fd, b, n), n, EIO)
MOVES(ssize_t, pread, (int fd, void *b, size_t n, off_t o), (fd, b, n, o), n, EIO)
MOVES(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t o), (fd, b, n, o), n, ENOSPC)
MOVES(ssize_t, pread64, (int fd, void *b, size_t n, off64_t o), (fd, b, n, o), n, EIO)
MOVES(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t o), (fd, b, n, o), n, ENOSPC)
MOVES(ssize_t, send, (int fd, const void *b, size_t n, int f), (fd, b, n, f), n, ECONNRESET)
MOVES(ssize_t, recv, (int fd, void *b, size_t n, int f), (fd, b, n, f), n, ECONNRESET)
WAITS(ssize_t, sendmsg, (int fd, const struct msghdr *m, int f), (fd, m, f), -1, ECONNRESET)
WAITS(ssize_t, recvmsg, (int fd, struct msghdr *m, int f), (fd, m, f), -1, ECONNRESET)
WAITS(int, epoll_wait, (int fd, struct epoll_event *e, int n, int t), (fd, e, n, t), -1, EBADF)
WAITS(pid_t, waitpid, (pid_t p, int *s, int o), (p, s, o), -1, ECHILD)
WAITS(int, accept4, (int fd, struct sockaddr *a, socklen_t *n, int f), (fd, a, n, f), -1, EMFILE)
FAILS(int, connect, (int fd, const struct sockaddr *a, socklen_t n), (fd, a, n), -1, ECONNREFUSED)
FAILS(int, bind, (int fd, const struct sockaddr *a, socklen_t n), (fd, a, n), -1, EADDRINUSE)
FAILS(int, listen, (int fd, int n), (fd, n), -1, EADDRINUSE)
FAILS(int, socket, (int d, int t, int p), (d, t, p), -1, EMFILE)
FAILS(int, socketpair, (int d, int t, int p, int fd[2]), (d, t, p, fd), -1, EMFILE)
FAILS(int, pipe2, (int fd[2], int f), (fd, f), -1, EMFILE)
FAILS(int, eventfd, (unsigned n, int f), (n, f), -1, EMFILE)
FAILS(int, epoll_create1, (int f), (f), -1, EMFILE)
FAILS(int, epoll_ctl, (int e, int o, int fd, struct epoll_event *v), (e, o, fd, v), -1, ENOMEM)
FAILS(int, timerfd_create, (clockid_t c, int f), (c, f), -1, EMFILE)
FAILS(int, inotify_init1, (int f), (f), -1, EMFILE)
FAILS(int, inotify_add_watch, (int fd, const char *p, uint32_t m), (fd, p, m), -1, ENOSPC)
FAILS(int, setsockopt, (int fd, int l, int o, const void *v, socklen_t n), (fd, l, o, v, n), -1, ENOPROTOOPT)
FAILS(int, getsockopt, (int fd, int l, int o, void *v, socklen_t *n), (fd, l, o, v, n), -1, ENOPROTOOPT)
FAILS(int, getsockname, (int fd, struct sockaddr *a, socklen_t *n), (fd, a, n), -1, ENOBUFS)
FAILS(int, fsync, (int fd), (fd), -1, EIO)
FAILS(int, fdatasync, (int fd), (fd), -1, EIO)
FAILS(int, ftruncate, (int fd, off_t n), (fd, n), -1, ENOSPC)
FAILS(int, ftruncate64, (int fd, off64_t n), (fd, n), -1, ENOSPC)
FAILS(int, rename, (const char *a, const char *b), (a, b), -1, EACCES)
FAILS(int, unlink, (const char *p), (p), -1, EACCES)
FAILS(int, mkdir, (const char *p, mode_t m), (p, m), -1, EACCES)
FAILS(int, flock, (int fd, int o), (fd, o), -1, ENOLCK)
FAILS(int, fstat, (int fd, struct stat *s), (fd, s), -1, EIO)
FAILS(int, fstat64, (int fd, struct stat64 *s), (fd, s), -1, EIO)
FAILS(int, stat, (const char *p, struct stat *s), (p, s), -1, EACCES)
FAILS(int, stat64, (const char *p, struct stat64 *s), (p, s), -1, EACCES)
FAILS(int, fchmod, (int fd, mode_t m), (fd, m), -1, EPERM)
FAILS(int, munmap, (void *p, size_t n), (p, n), -1, EINVAL)
FAILS(void *, mmap64, (void *p, size_t n, int a, int f, int fd, off64_t o), (p, n, a, f, fd, o), MAP_FAILED, ENOMEM)
FAILS(pid_t, fork, (void), (), -1, EAGAIN)
FAILS(FILE *, fopen, (const char *p, const char *m), (p, m), NULL, EMFILE)
FAILS(FILE *, fopen64, (const char *p, const char *m), (p, m), NULL, EMFILE)
FAILS(FILE *, fdopen, (int fd, const char *m), (fd, m), NULL, EMFILE)
FAILS(DIR *, opendir, (const char *p), (p), NULL, EMFILE)
FAILS(int, getaddrinfo, (const char *n, const char *s, const struct addrinfo *h, struct addrinfo **r), (n, s, h, r), EAI_AGAIN, EAGAIN)
/* clang-format on */

#ifndef HEARSAY_SANITIZED /* the sanitizer maps its own memory by it */
FAILS(void *, mmap, (void *p, size_t n, int a, int f, int fd, off_t o),
    (p, n, a, f, fd, o), MAP_FAILED, ENOMEM)
#endif

/* It returns its error. */
int pthread_create(
    pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *arg)
{
	static __typeof__(&pthread_create) real;

	if (!real)
		real = NEXT(pthread_create);
	return fault_call("pthread_create", EAGAIN) ? EAGAIN
						    : real(t, a, f, arg);
}

/* A descriptor is gone even where close() fails. */
int close(int fd)
{
	static __typeof__(&close) real;
	int r;

	if (!real)
		real = NEXT(close);
	r = real(fd);
	return fault_call("close", EIO) ? -1 : r;
}

static int open_by(const char *name, const char *path, int flags, mode_t mode)
{
	static int (*real)(const char *, int, ...);

	if (!real)
		real = NEXT(open);
	return fault_wait(name, EMFILE) ? -1 : real(path, flags, mode);
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_by("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_by("open64", path, flags, mode);
}

/* Locks, and what makes a descriptor close on exec: the rest goes through. */
static int fcntl_by(int fd, int cmd, void *arg)
{
	static int (*real)(int, int, ...);

	if (!real)
		real = NEXT(fcntl);
	if ((cmd == F_SETLK || cmd == F_SETLKW) && fault_call("fcntl", ENOLCK))
		return -1;
	return real(fd, cmd, arg);
}

int fcntl(int fd, int cmd, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, cmd);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fcntl_by(fd, cmd, arg);
}

int fcntl64(int fd, int cmd, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, cmd);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fcntl_by(fd, cmd, arg);
}
