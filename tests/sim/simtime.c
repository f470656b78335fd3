/* The calls of libc that tell or wait for time, and their simulated clock. */
#include "simtime.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/rng.h"

#define US	   INT64_C(1000000)
#define DAY_S	   86400
#define TIMERS_MAX 256 /* descriptors */

static struct {
	bool on;
	int64_t true_us; /* since 1970 */
	int64_t off_s;
	int64_t agenda_us; /* 0: nothing is on it */
	int64_t (*agenda)(void);
	struct rng rng;
	struct {
		bool is_timer;
		bool cancelled; /* the clock was set */
		int64_t at;	/* of the wall clock; 0: not set */
	} timers[TIMERS_MAX];
} now;

/* --- what the simulation asks and says --- */

void simtime_start(int64_t wall, uint64_t seed)
{
	now.true_us = wall * US;
	now.off_s = 0;
	now.rng.state = seed;
	now.on = true;
}

int64_t simtime_true(void)
{
	return now.true_us / US;
}

int64_t simtime_true_ms(void)
{
	return now.true_us / 1000;
}

int64_t simtime_wall(void)
{
	return now.true_us / US + now.off_s;
}

int64_t simtime_off(void)
{
	return now.off_s;
}

static void wake_timer(int fd)
{
	if (eventfd_write(fd, 1))
		perror("eventfd_write");
}

/* TFD_TIMER_CANCEL_ON_SET: whoever waits for a wall time is told. */
void simtime_set_off(int64_t seconds)
{
	now.off_s = seconds;
	for (int fd = 0; fd < TIMERS_MAX; fd++)
		if (now.timers[fd].is_timer && now.timers[fd].at) {
			now.timers[fd].cancelled = true;
			wake_timer(fd);
		}
}

void simtime_pass(int64_t seconds)
{
	now.true_us += seconds * US;
}

void simtime_agenda(int64_t (*agenda)(void))
{
	now.agenda = agenda;
	now.agenda_us = agenda() * US;
}

double simtime_real_s(void)
{
	struct timespec t;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- clocks --- */

int clock_gettime(clockid_t clock, struct timespec *t)
{
	int64_t us = now.true_us;

	if (!now.on || clock == CLOCK_PROCESS_CPUTIME_ID ||
	    clock == CLOCK_THREAD_CPUTIME_ID)
		return (int)syscall(SYS_clock_gettime, clock, t);
	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		us += now.off_s * US;
	t->tv_sec = us / US;
	t->tv_nsec = us % US * 1000;
	return 0;
}

time_t time(time_t *t)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (t)
		*t = ts.tv_sec;
	return ts.tv_sec;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	struct timespec ts;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &ts);
	tv->tv_sec = ts.tv_sec;
	tv->tv_usec = ts.tv_nsec / 1000;
	return 0;
}

/* --- timers of the wall clock: events that the clock's steps set --- */

int timerfd_create(int clock, int flags)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	(void)clock;
	(void)flags;
	if (fd >= TIMERS_MAX) {
		close(fd);
		errno = EMFILE;
		return -1;
	}
	if (fd >= 0) {
		now.timers[fd].is_timer = true;
		now.timers[fd].cancelled = false;
		now.timers[fd].at = 0;
	}
	return fd;
}

int timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
    struct itimerspec *old_value)
{
	(void)flags;
	(void)old_value;
	now.timers[fd].at = new_value->it_value.tv_sec;
	return 0;
}

ssize_t read(int fd, void *to, size_t n)
{
	ssize_t got = (ssize_t)syscall(SYS_read, fd, to, n);

	if (fd < 0 || fd >= TIMERS_MAX || !now.timers[fd].is_timer ||
	    !now.timers[fd].cancelled)
		return got;
	now.timers[fd].cancelled = false;
	errno = ECANCELED;
	return -1;
}

int close(int fd)
{
	if (fd >= 0 && fd < TIMERS_MAX)
		now.timers[fd].is_timer = false;
	return (int)syscall(SYS_close, fd);
}

static int64_t first_timer_us(void)
{
	int64_t first = INT64_MAX;

	for (int fd = 0; fd < TIMERS_MAX; fd++) {
		int64_t at = now.timers[fd].at;

		if (!now.timers[fd].is_timer || !at)
			continue;
		at = (at - now.off_s) * US;
		if (at < first)
			first = at;
	}
	return first;
}

static void ring_timers(void)
{
	for (int fd = 0; fd < TIMERS_MAX; fd++) {
		if (!now.timers[fd].is_timer || !now.timers[fd].at ||
		    (now.timers[fd].at - now.off_s) * US > now.true_us)
			continue;
		now.timers[fd].at = 0;
		wake_timer(fd);
	}
}

/* --- the loop waits --- */

static int look(int epfd, struct epoll_event *events, int most)
{
	return (int)syscall(
	    SYS_epoll_pwait, epfd, events, most, 0, NULL, (size_t)8);
}

static void step_to(int64_t us)
{
	if (us == INT64_MAX) {
		fputs("the loop waits for what never comes\n", stderr);
		abort();
	}
	if (us > now.true_us)
		now.true_us = us;
	ring_timers();
	if (now.agenda_us && now.true_us >= now.agenda_us)
		now.agenda_us = now.agenda() * US;
}

int epoll_wait(int epfd, struct epoll_event *events, int most, int timeout_ms)
{
	int64_t until =
	    timeout_ms < 0 ? INT64_MAX : now.true_us + timeout_ms * US / 1000;

	for (;;) {
		int n = look(epfd, events, most);
		int64_t next = until, timer = first_timer_us();

		if (n || now.true_us >= until)
			return n;
		if (timer < next)
			next = timer;
		if (now.agenda_us && now.agenda_us < next)
			next = now.agenda_us;
		step_to(next);
	}
}

/*
 * --- memory that is given back: the daemon does it after each document, for
 * the next one is minutes away; here that would be half of the work ---
 */

int malloc_trim(size_t pad)
{
	static int (*real)(size_t);
	static int64_t day;

	if (day == simtime_true() / DAY_S)
		return 0;
	day = simtime_true() / DAY_S;
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "malloc_trim");
	return real(pad);
}

int sqlite3_db_release_memory(sqlite3 *db)
{
	static int (*real)(sqlite3 *);
	static int64_t day;

	if (day == simtime_true() / DAY_S)
		return SQLITE_OK;
	day = simtime_true() / DAY_S;
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_db_release_memory");
	return real(db);
}

/* --- a disk that is fast, and jitter that is the same each time --- */

int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

ssize_t getrandom(void *to, size_t n, unsigned flags)
{
	unsigned char *bytes = to;

	(void)flags;
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)rng_next(&now.rng);
	return (ssize_t)n;
}
