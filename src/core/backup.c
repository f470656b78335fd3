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

enum phase {
	PHASE_COPY,   /* into a file of its own */
	PHASE_SEND,   /* which goes out by the server */
	PHASE_REMOVE, /* piece by piece */
};

struct backup {
	struct daemon *d; /* NULL: it has ended meanwhile */
	struct request *request;
	struct store_copy *copy;
	struct event *step;
	enum phase phase;
};

static void end(struct backup *b)
{
	if (b->d)
		b->d->backup = NULL;
	store_copy_free(b->copy);
	event_free(b->step);
	free(b);
}

/* With all that is due in between; event_active() would not let it. */
static void go_on(struct backup *b)
{
	static const struct timeval now = {0};

	evtimer_add(b->step, &now);
}

static void give_up(struct backup *b, int status, const char *why)
{
	request_answer(
	    b->request, request_fail(b->request, status, "no backup: %s", why));
	end(b);
}

static void on_sent(void *arg)
{
	struct backup *b = arg;

	b->phase = PHASE_REMOVE;
	if (b->d)
		go_on(b);
	else
		end(b);
}

static void send_it(struct backup *b)
{
	struct request_file file = {
	    .type = "application/vnd.sqlite3", .sent = on_sent, .arg = b};
	struct err e;

	file.fd = store_copy_bytes(b->copy, &file.len, &e);
	if (file.fd < 0) {
		give_up(b, 500, e.text);
		return;
	}
	b->phase = PHASE_SEND;
	request_answer_file(b->request, &file);
}

static void on_step(evutil_socket_t fd, short what, void *arg)
{
	struct backup *b = arg;
	struct err e;
	int rc = b->phase == PHASE_COPY
		     ? store_copy_step(b->copy, STEP_PAGES, &e)
		     : store_copy_shrink(b->copy);

	(void)fd;
	(void)what;
	if (rc > 0)
		go_on(b);
	else if (rc < 0)
		give_up(b, 500, e.text);
	else if (b->phase == PHASE_COPY)
		send_it(b);
	else
		end(b);
}

int backup_make(struct visit *v)
{
	struct daemon *d = v->d;
	struct backup *b;
	struct store_copy *copy;

	/* One that is sent is done for its client, who may ask for the next
	 * before the last pages of the copy are let go of. */
	if (d->backup && d->backup->phase == PHASE_REMOVE)
		end(d->backup);
	if (d->backup)
		return request_fail(
		    v->r, 503, "a backup is being made already");
	if (store_copy_begin(d->store, NULL, &copy, &v->err))
		return request_fail(v->r, 500, "no backup: %s", v->err.text);
	b = mem_alloc(sizeof(*b));
	*b = (struct backup){.d = d, .request = v->r, .copy = copy};
	b->step = evtimer_new(d->base, on_step, b);
	event_priority_set(b->step, 2); /* after all that somebody waits for */
	go_on(b);
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
	struct backup *b = d->backup;

	d->backup = NULL;
	if (!b)
		return;
	b->d = NULL;
	if (b->phase == PHASE_COPY)
		give_up(b, 503, "the daemon stops");
	else if (b->phase == PHASE_REMOVE)
		end(b);
	/* One that is being sent ends with its server. */
}
