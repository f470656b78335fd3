/* Alarms: a timerfd on the wall clock each, and an event for what is past. */
#include "core/alarm.h"

#include <errno.h>
#include <event2/event.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

struct alarm {
	const struct clock *clock;
	void (*ring)(void *arg);
	void (*was_set)(void *arg); /* the clock; or NULL */
	void *arg;
	int fd;
	int64_t at;
	struct event *readable, *now;
};

static void arm(struct alarm *a)
{
	struct itimerspec when = {.it_value.tv_sec = a->at};

	if (a->at && a->at <= clock_wall(a->clock)) {
		event_active(a->now, 0, 0);
		return;
	}
	if (a->clock->step_file)
		return;
	if (timerfd_settime(a->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
		&when, NULL))
		log_error("timerfd_settime: %s", strerror(errno));
}

static void on_now(evutil_socket_t fd, short what, void *arg)
{
	struct alarm *a = arg;

	(void)fd;
	(void)what;
	if (!a->at || a->at > clock_wall(a->clock))
		return;
	a->at = 0;
	a->ring(a->arg);
}

/* It expired, or somebody set the clock (ECANCELED): look again. */
static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct alarm *a = arg;
	uint64_t times;
	bool was_set = false;

	(void)what;
	if (read(fd, &times, sizeof(times)) < 0) {
		if (errno == EAGAIN)
			return;
		was_set = errno == ECANCELED;
	}
	arm(a);
	if (was_set && a->was_set)
		a->was_set(a->arg);
}

struct alarm *alarm_new(struct event_base *base, const struct clock *clock,
    void (*ring)(void *arg), void *arg)
{
	struct alarm *a = mem_alloc(sizeof(*a));

	a->clock = clock;
	a->ring = ring;
	a->arg = arg;
	a->now = event_new(base, -1, 0, on_now, a);
	a->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (a->fd < 0) {
		log_error("timerfd_create: %s", strerror(errno));
		abort();
	}
	a->readable =
	    event_new(base, a->fd, EV_READ | EV_PERSIST, on_readable, a);
	event_add(a->readable, NULL);
	return a;
}

void alarm_free(struct alarm *a)
{
	if (!a)
		return;
	event_free(a->readable);
	event_free(a->now);
	close(a->fd);
	free(a);
}

void alarm_set(struct alarm *a, int64_t at)
{
	a->at = at;
	arm(a);
}

void alarm_stepped(struct alarm *a)
{
	if (a->at)
		arm(a);
}

void alarm_watch(struct alarm *a, void (*was_set)(void *arg))
{
	a->was_set = was_set;
}
