/*
 * A channel is a bufferevent that wakes when a frame can be whole: its low
 * watermark is the size of the frame that is coming.
 */
#include "ipc/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "base/mem.h"

/* One read or write call moves at most this much. */
#define SINGLE_BYTES (256u << 10)

struct channel {
	struct bufferevent *bev;
	struct channel_ops ops;
	void *arg;
	struct event *tell_end;
	const char *why;
	bool ended;
};

/* on_end is told from the loop itself, so that it may free the channel. */
static void on_tell_end(evutil_socket_t fd, short what, void *arg)
{
	struct channel *c = arg;

	(void)fd;
	(void)what;
	c->ops.on_end(c->arg, c->why);
}

static void end(struct channel *c, const char *why)
{
	if (c->ended)
		return;
	c->ended = true;
	c->why = why;
	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	event_active(c->tell_end, EV_TIMEOUT, 0);
}

/*
 * Hands on one frame if it is there whole: its bytes, else 0. Where it is not,
 * the next call comes when it can be.
 */
static size_t hand_on(struct channel *c, struct evbuffer *in)
{
	unsigned char head[FRAME_HEADER_BYTES];
	struct frame f = {0};
	size_t need = sizeof(head);

	if (evbuffer_copyout(in, head, need) == (ev_ssize_t)need) {
		if (frame_read(head, need, &f) < 0) {
			end(c, "sent what is no frame");
			return 0;
		}
		need += f.len;
	}
	if (evbuffer_get_length(in) < need) {
		bufferevent_setwatermark(c->bev, EV_READ, need, 0);
		return 0;
	}
	frame_read(evbuffer_pullup(in, (ev_ssize_t)need), need, &f);
	c->ops.on_frame(c->arg, &f);
	return need;
}

static void on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct channel *c = arg;
	size_t n;

	while (!c->ended) {
		n = hand_on(c, in);
		if (n == 0)
			return;
		evbuffer_drain(in, n);
	}
}

static void on_write(struct bufferevent *bev, void *arg)
{
	struct channel *c = arg;

	(void)bev;
	if (!c->ended && c->ops.on_drained)
		c->ops.on_drained(c->arg);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct channel *c = arg;
	int error = EVUTIL_SOCKET_ERROR();

	on_read(bev, c); /* what came whole before the end counts */
	if (what & BEV_EVENT_EOF)
		end(c, evbuffer_get_length(bufferevent_get_input(bev)) > 0
			   ? "ended within a frame"
			   : NULL);
	else if (what & BEV_EVENT_ERROR)
		/* A peer that died with our bytes unread resets. */
		end(c, error == ECONNRESET || error == EPIPE ? NULL
							     : strerror(error));
}

struct channel *channel_new(
    struct event_base *base, int fd, const struct channel_ops *ops, void *arg)
{
	struct channel *c = mem_alloc(sizeof(*c));

	evutil_make_socket_nonblocking(fd);
	evutil_make_socket_closeonexec(fd);
	c->ops = *ops;
	c->arg = arg;
	c->tell_end = evtimer_new(base, on_tell_end, c);
	c->bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(c->bev, on_read, on_write, on_event, c);
	bufferevent_setwatermark(c->bev, EV_READ, FRAME_HEADER_BYTES, 0);
	bufferevent_set_max_single_read(c->bev, SINGLE_BYTES);
	bufferevent_set_max_single_write(c->bev, SINGLE_BYTES);
	bufferevent_enable(c->bev, EV_READ | EV_WRITE);
	return c;
}

void channel_free(struct channel *c)
{
	if (!c)
		return;
	/* libevent closes in the next turn; the other side is told now. */
	shutdown(bufferevent_getfd(c->bev), SHUT_RDWR);
	bufferevent_free(c->bev);
	event_free(c->tell_end);
	free(c);
}

int channel_send(struct channel *c, uint16_t type, uint32_t id,
    const void *payload, size_t len)
{
	unsigned char head[FRAME_HEADER_BYTES];

	if (frame_header(head, type, id, len))
		return -1;
	if (c->ended)
		return 0; /* on_end has told already */
	bufferevent_write(c->bev, head, sizeof(head));
	if (len > 0)
		bufferevent_write(c->bev, payload, len);
	return 0;
}

size_t channel_unsent(const struct channel *c)
{
	return evbuffer_get_length(bufferevent_get_output(c->bev));
}
