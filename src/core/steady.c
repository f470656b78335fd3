/* Watches for the clock being set, and mends what a wrong one left. */
#include "core/steady.h"

#include <event2/event.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/daemon.h"
#include "core/retry.h"

#define STEADY_S (12 * 3600)
#define NEVER_S	 (INT64_C(10) * 365 * 86400) /* the watch's own alarm */

struct steady {
	struct daemon *d;
	struct alarm *watch;
	struct event *half_a_day;
	int64_t since;	    /* of the wall clock */
	int64_t since_up_s; /* the same, of uptime */
	int64_t sure_at;    /* then; of a clock that is not known to be right */
	bool known;
};

/* Goes on while the machine sleeps, and is never set. */
static int64_t uptime_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec;
}

int64_t steady_sure(const struct steady *s)
{
	int64_t now = clock_wall(&s->d->clock), sure;

	if (s->known || s->d->clock.step_file)
		return now;
	sure = s->sure_at + uptime_s() - s->since_up_s;
	return sure < now ? sure : now;
}

static void begin(struct steady *s)
{
	static const struct timeval wait = {.tv_sec = STEADY_S};

	s->sure_at =
	    (s->known ? s->since : s->sure_at) + uptime_s() - s->since_up_s;
	s->known = false;
	s->since_up_s = uptime_s();
	s->since = clock_wall(&s->d->clock);
	evtimer_add(s->half_a_day, &wait);
	alarm_set(s->watch, s->since + NEVER_S);
}

static void on_set(void *arg)
{
	struct steady *s = arg;

	begin(s);
	digests_clock_set(s->d->digests);
}

static void on_watch(void *arg)
{
	begin(arg);
}

static void on_steady(evutil_socket_t fd, short what, void *arg)
{
	struct steady *s = arg;
	struct daemon *d = s->d;
	struct err e;
	size_t n;

	(void)fd;
	(void)what;
	if (store_bring_back(d->store, s->since, clock_wall(&d->clock),
		RETRY_MOST_S, &n, &e) ||
	    poll_bring_back(d->poll, &e)) {
		log_error("times of a wrong clock: %s", e.text);
		begin(s);
		return;
	}
	s->known = true;
	if (!n)
		return;
	log_info("the clock had been ahead: %zu times are brought back", n);
	digests_configure(d->digests, d->setup->config);
}

/* Before that start; now, where there was nothing before it. */
static int64_t last_asked_at(const struct daemon *d)
{
	int64_t at = 0;

	for (size_t i = 0; i < poll_count(d->poll); i++)
		if (poll_feed(d->poll, i)->feed.polled_at > at)
			at = poll_feed(d->poll, i)->feed.polled_at;
	return at ? at : clock_wall(&d->clock);
}

struct steady *steady_new(struct daemon *d)
{
	struct steady *s = mem_alloc(sizeof(*s));

	s->d = d;
	s->sure_at = last_asked_at(d);
	s->since_up_s = uptime_s();
	s->watch = alarm_new(d->base, &d->clock, on_watch, s);
	alarm_watch(s->watch, on_set);
	s->half_a_day = evtimer_new(d->base, on_steady, s);
	begin(s);
	return s;
}

void steady_free(struct steady *s)
{
	if (!s)
		return;
	alarm_free(s->watch);
	event_free(s->half_a_day);
	free(s);
}
