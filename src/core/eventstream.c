/* Listeners to the log of events, each at its own place in it. */
#include "core/eventstream.h"

#include <event2/event.h>
#include <inttypes.h>

#include "base/mem.h"
#include "view/view.h"

#define LISTENERS_MOST 32  /* half of the socket's connections */
#define BEAT_S	       15  /* a comment, so that a dead client is noticed */
#define BATCH	       200 /* events that one turn sends to one listener */

struct listener {
	struct request *request;
	int64_t after; /* the last event that it has */
};

struct eventstream {
	struct store *store;
	struct event *turn, *beat;
	struct listener listeners[LISTENERS_MOST];
	size_t count;
};

/* Sends what the request holds; forgets the listener where it has gone. */
static bool push(struct eventstream *es, size_t i)
{
	if (!request_push(es->listeners[i].request))
		return true;
	es->listeners[i] = es->listeners[--es->count];
	return false;
}

/* True where there may be more to send. */
static bool feed_one(struct eventstream *es, size_t i)
{
	struct listener *l = &es->listeners[i];
	struct arena arena;
	struct event *events;
	struct err err;
	size_t n = 0;

	arena_init(&arena);
	if (store_events(es->store, &arena, l->after, BATCH, &events, &n, &err))
		n = 0; /* the next turn tries again */
	for (size_t k = 0; k < n; k++)
		view_event_stream(l->request->out, &events[k]);
	if (n)
		l->after = events[n - 1].id;
	arena_free(&arena);
	return n && push(es, i) && n == BATCH;
}

static void on_turn(evutil_socket_t fd, short what, void *arg)
{
	struct eventstream *es = arg;
	bool more = false;

	(void)fd;
	(void)what;
	for (size_t i = es->count; i-- > 0;)
		more = feed_one(es, i) || more;
	if (more)
		eventstream_wake(es);
}

static void on_beat(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval every = {.tv_sec = BEAT_S};
	struct eventstream *es = arg;

	(void)fd;
	(void)what;
	for (size_t i = es->count; i-- > 0;) {
		buf_puts(es->listeners[i].request->out, ": still here\n\n");
		push(es, i);
	}
	if (es->count)
		evtimer_add(es->beat, &every);
}

struct eventstream *eventstream_new(struct event_base *base, struct store *s)
{
	struct eventstream *es = mem_alloc(sizeof(*es));

	es->store = s;
	es->turn = evtimer_new(base, on_turn, es);
	es->beat = evtimer_new(base, on_beat, es);
	return es;
}

void eventstream_free(struct eventstream *es)
{
	if (!es)
		return;
	while (es->count)
		request_end(es->listeners[--es->count].request);
	event_free(es->turn);
	event_free(es->beat);
	free(es);
}

void eventstream_wake(struct eventstream *es)
{
	const struct timeval now = {0};

	if (es->count)
		evtimer_add(es->turn, &now);
}

int eventstream_open(struct eventstream *es, struct request *r, int64_t after)
{
	const struct timeval every = {.tv_sec = BEAT_S};
	struct err err;

	if (es->count == LISTENERS_MOST)
		return request_fail(r, 503,
		    "%d clients listen already; try again later",
		    LISTENERS_MOST);
	if (after < 0 && store_last_event(es->store, &after, &err))
		return request_fail(r, 500, "%s", err.text);
	request_begin_stream(r, "text/event-stream");
	buf_printf(r->out,
	    "retry: 5000\n\nid: %" PRId64 "\nevent: ready\ndata: {}\n\n",
	    after);
	es->listeners[es->count++] =
	    (struct listener){.request = r, .after = after};
	if (push(es, es->count - 1)) {
		eventstream_wake(es);
		evtimer_add(es->beat, &every);
	}
	return REQUEST_LATER;
}
