/* The net role forked from the test, at the other end of a socket pair. */
#include "netrole.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/caps.h"
#include "base/mem.h"
#include "ipc/role.h"

void netrole_start(struct netrole *r, bool sandbox)
{
	int fd[2];

	*r = (struct netrole){0};
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd), 0);
	r->pid = fork();
	if (r->pid == 0) {
		close(fd[0]);
		exit(net_role_main(fd[1], sandbox));
	}
	close(fd[1]);
	r->fd = fd[0];
	buf_init(&r->hold, CAP_FRAME + FRAME_HEADER_BYTES);
	arena_init(&r->arena);
}

int netrole_end(struct netrole *r)
{
	int status;

	assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
	if (r->fd >= 0)
		close(r->fd);
	buf_free(&r->hold);
	arena_free(&r->arena);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 1000 + WTERMSIG(status);
}

int netrole_stop(struct netrole *r)
{
	close(r->fd);
	r->fd = -1;
	return netrole_end(r);
}

static uint32_t send_frame(struct netrole *r, uint16_t type, struct buf *b)
{
	uint32_t id = ++r->last_id;

	assert_true(buf_ok(b));
	assert_int_equal(frame_send(r->fd, type, id, b->data, b->len), 0);
	buf_free(b);
	return id;
}

static struct frame receive(struct netrole *r, uint16_t type)
{
	struct frame f;

	arena_reset(&r->arena);
	assert_int_equal(frame_receive(r->fd, &r->hold, &f), 1);
	assert_int_equal(f.type, type);
	return f;
}

void netrole_set(struct netrole *r, const struct net_settings *s)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	net_settings_write(&b, s);
	send_frame(r, MSG_NET_SETTINGS, &b);
}

uint32_t netrole_ask_fetch(struct netrole *r, const struct fetch_request *q)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	fetch_request_write(&b, q);
	return send_frame(r, MSG_FETCH, &b);
}

uint32_t netrole_fetched(struct netrole *r, struct fetch_reply *reply)
{
	struct frame f = receive(r, MSG_FETCHED);

	assert_int_equal(fetch_reply_read(&f, &r->arena, reply), 0);
	return f.id;
}

void netrole_fetch(
    struct netrole *r, const struct fetch_request *q, struct fetch_reply *reply)
{
	uint32_t id = netrole_ask_fetch(r, q);

	assert_int_equal(netrole_fetched(r, reply), id);
}

void netrole_mail(
    struct netrole *r, const struct mail_request *q, struct mail_reply *reply)
{
	struct frame f;
	struct buf b;
	uint32_t id;

	buf_init(&b, CAP_FRAME);
	mail_request_write(&b, q);
	id = send_frame(r, MSG_MAIL, &b);
	f = receive(r, MSG_MAILED);
	assert_int_equal(f.id, id);
	assert_int_equal(mail_reply_read(&f, &r->arena, reply), 0);
}

void netrole_hook(
    struct netrole *r, const struct hook_request *q, struct hook_reply *reply)
{
	struct frame f;
	struct buf b;
	uint32_t id;

	buf_init(&b, CAP_FRAME);
	hook_request_write(&b, q);
	id = send_frame(r, MSG_HOOK, &b);
	f = receive(r, MSG_HOOKED);
	assert_int_equal(f.id, id);
	assert_int_equal(hook_reply_read(&f, &r->arena, reply), 0);
}

/* --- the fixture --- */

struct world *world_new(loopback_serve *serve)
{
	struct world *w = mem_alloc(sizeof(*w));

	loopback_start(&w->server, serve);
	return w;
}

void world_start(struct world *w, const struct net_settings *s)
{
	netrole_start(&w->role, false);
	netrole_set(&w->role, s);
}

int world_close(void **state)
{
	struct world *w = *state;

	assert_int_equal(netrole_stop(&w->role), 0);
	loopback_stop(&w->server);
	if (w->other.pid)
		loopback_stop(&w->other);
	free(w);
	return 0;
}
