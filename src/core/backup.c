/* The copy, a few pages in each turn of the loop. */
#include "core/backup.h"

#include <event2/event.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/daemon.h"
#include "core/visit.h"
#include "store/file.h"

#define STEP_PAGES 64 /* 256 kB: half a millisecond */

struct backup {
	struct daemon *d;
	struct request *request;
	struct store_copy *copy;
	struct event *step;
};

static void end(struct backup *b)
{
	b->d->backup = NULL;
	store_copy_free(b->copy);
	event_free(b->step);
	free(b);
}

static void give_up(struct backup *b, int status, const char *why)
{
	request_answer(
	    b->request, request_fail(b->request, status, "no backup: %s", why));
	end(b);
}

static void send_it(struct backup *b)
{
	struct err e;
	size_t len = 0;
	int fd = store_copy_take(b->copy, &len, &e);

	if (fd < 0) {
		give_up(b, 500, e.text);
		return;
	}
	request_answer_file(b->request, fd, len, "application/vnd.sqlite3");
	end(b);
}

static void on_step(evutil_socket_t fd, short what, void *arg)
{
	struct backup *b = arg;
	struct err e;
	int rc = store_copy_step(b->copy, STEP_PAGES, &e);

	(void)fd;
	(void)what;
	if (rc > 0)
		event_active(b->step, 0, 0);
	else if (rc < 0)
		give_up(b, 500, e.text);
	else
		send_it(b);
}

int backup_make(struct visit *v)
{
	struct daemon *d = v->d;
	struct backup *b;
	struct store_copy *copy;

	if (d->backup)
		return request_fail(
		    v->r, 503, "a backup is being made already");
	if (store_copy_begin(d->store, &copy, &v->err))
		return request_fail(v->r, 500, "no backup: %s", v->err.text);
	b = mem_alloc(sizeof(*b));
	*b = (struct backup){.d = d, .request = v->r, .copy = copy};
	b->step = event_new(d->base, -1, 0, on_step, b);
	event_priority_set(b->step, 2); /* after all that somebody waits for */
	event_active(b->step, 0, 0);
	d->backup = b;
	return REQUEST_LATER;
}

int backup_kept(struct visit *v)
{
	const char *file = request_param(v->r, "file");

	if (!file || *file != '/' || strlen(file) > 4096 || strchr(file, '\n'))
		return request_fail(
		    v->r, 400, "file: the whole path of the backup is wanted");
	if (store_backup_note(v->d->setup->config->database, file,
		clock_wall(&v->d->clock), &v->err))
		return visit_failed(v);
	log_info("a backup is kept as %s", file);
	return visit_done(
	    v, 200, arena_printf(v->arena, "a backup is kept as %s", file));
}

void backup_stop(struct daemon *d)
{
	if (d->backup)
		give_up(d->backup, 503, "the daemon stops");
}
