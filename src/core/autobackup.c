/*
 * One backup after the other: what was left is cleared away, a copy is made
 * in steps, sealed, named, and what is too many is let go in steps.
 */
#include "core/autobackup.h"

#include <errno.h>
#include <event2/event.h>
#include <inttypes.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/daemon.h"
#include "ipc/message.h"
#include "store/file.h"

#define STEP_PAGES 64		   /* 256 kB: half a millisecond */
#define FIRST_S	   600		   /* behind a start: nothing is known yet */
#define RETRY_S	   3600		   /* behind a failure */
#define SEAL_MS	   (3600 * 1000LL) /* a slow disk; then it hangs */
#define FREE_BYTES (16 << 20)	   /* left beside room for a second copy */

enum phase {
	PHASE_IDLE,
	PHASE_CLEAR, /* what a crash has left */
	PHASE_COPY,
	PHASE_SEAL, /* the child has it */
	PHASE_NAME,
	PHASE_PRUNE,
};

struct autobackup {
	struct daemon *d;
	struct alarm *alarm;
	struct event *step;
	enum phase phase;
	struct store_copy *copy; /* the new one; one that is removed */
	struct child *seal;
	char *fresh; /* the new one's path, until it has its name */
	char *name;
	int64_t at; /* of the new one */
	int64_t next_at;
	char *unsound; /* what seal has to say; NULL: nothing */
	char *error;   /* of the last try */
};

/* --- the folder --- */

static const struct config *config(const struct autobackup *b)
{
	return b->d->setup->config;
}

static const char *folder(const struct autobackup *b, struct arena *a)
{
	const struct config *c = config(b);

	return c->backup.folder ? c->backup.folder
				: arena_printf(a, "%s/backup",
				      dirname(arena_strdup(a, c->database)));
}

static int list(const struct autobackup *b, struct arena *a,
    struct kept_copy **kept, size_t *n, struct err *e)
{
	return store_kept_list(a, folder(b, a), config(b)->database,
	    clock_wall(&b->d->clock), kept, n, e);
}

/* 0: none, or none that this clock can have made. */
static int64_t newest_at(const struct autobackup *b)
{
	struct kept_copy *kept;
	struct arena a;
	struct err e;
	int64_t at = 0;
	size_t n;

	arena_init(&a);
	if (!list(b, &a, &kept, &n, &e) && n && kept[n - 1].whole &&
	    !kept[n - 1].ahead)
		at = kept[n - 1].at;
	arena_free(&a);
	return at;
}

/*
 * Ours is made; one of the operator's is not: where it is to be on another
 * disk, and that is not there, it would be made in the wrong place.
 */
static int make_folder(
    const struct autobackup *b, struct arena *a, struct err *e)
{
	const char *at = folder(b, a);

	if (config(b)->backup.folder || !mkdir(at, 0700) || errno == EEXIST)
		return 0;
	return err_set(e, "%s: %s", at, strerror(errno));
}

static int look_for_room(
    const struct autobackup *b, struct arena *a, struct err *e)
{
	const char *at = folder(b, a);
	struct statvfs fs;
	struct stat st;
	uint64_t room, wanted;

	if (statvfs(at, &fs) || stat(config(b)->database, &st))
		return err_set(e, "%s: %s", at, strerror(errno));
	room = (uint64_t)fs.f_bavail * fs.f_frsize;
	wanted = 2 * (uint64_t)st.st_size + FREE_BYTES;
	return room >= wanted ? 0
			      : err_set(e,
				    "%s: %" PRIu64 " MB are free, and %" PRIu64
				    " are wanted, for a copy and as much again",
				    at, room >> 20, wanted >> 20);
}

/* --- the steps --- */

/* With all that is due in between; event_active() would not let it. */
static void go_on(struct autobackup *b)
{
	static const struct timeval now = {0};

	evtimer_add(b->step, &now);
}

static void plan(struct autobackup *b, int64_t at)
{
	b->next_at = at;
	alarm_set(b->alarm, at);
}

static void forget(struct autobackup *b)
{
	store_copy_free(b->copy);
	child_free(b->seal);
	free(b->fresh);
	free(b->name);
	free(b->unsound);
	b->copy = NULL;
	b->seal = NULL;
	b->fresh = b->name = b->unsound = NULL;
	b->phase = PHASE_IDLE;
}

static void rest(struct autobackup *b)
{
	int64_t every_s = config(b)->backup.every_s;
	int64_t newest = every_s ? newest_at(b) : 0;

	forget(b);
	if (!every_s)
		plan(b, 0);
	else
		plan(b, newest ? newest + every_s : b->d->started_at + FIRST_S);
}

/* What is told once is not told each hour again. */
static void fail(struct autobackup *b, const char *why)
{
	if (!b->error || strcmp(b->error, why))
		log_error("no backup could be made: %s; it is tried again each "
			  "hour",
		    why);
	free(b->error);
	b->error = mem_strdup(why);
	forget(b);
	plan(b,
	    config(b)->backup.every_s ? clock_wall(&b->d->clock) + RETRY_S : 0);
}

/* The next to be let go, or NULL. */
static const char *surplus(
    const struct autobackup *b, struct arena *a, struct err *e)
{
	struct kept_copy *kept;
	size_t n, whole = 0;

	*e = (struct err){0};
	if (list(b, a, &kept, &n, e) || !n)
		return NULL;
	if (!kept[0].whole)
		return kept[0].path;
	for (size_t i = 0; i < n; i++)
		whole += kept[i].whole;
	return b->phase == PHASE_PRUNE && whole > (size_t)config(b)->backup.keep
		   ? kept[0].path
		   : NULL;
}

/* 1: there is more to do; 0: nothing is left; -1. */
static int remove_some(struct autobackup *b, struct err *e)
{
	struct arena a;
	const char *path;
	int rc;

	if (b->copy) {
		if (store_copy_shrink(b->copy) > 0)
			return 1;
		store_copy_free(b->copy);
		b->copy = NULL;
	}
	arena_init(&a);
	path = surplus(b, &a, e);
	rc = path ? store_copy_take(path, &b->copy, e) : *e->text ? -1 : 0;
	arena_free(&a);
	return rc ? rc : b->copy != NULL;
}

static int begin_copy(struct autobackup *b, struct err *e)
{
	struct arena a;
	int rc;

	arena_init(&a);
	b->at = clock_wall(&b->d->clock);
	b->name = mem_strdup(
	    store_kept_name(&a, folder(b, &a), config(b)->database, b->at));
	b->fresh = mem_strdup(arena_printf(&a, "%s.new", b->name));
	rc = look_for_room(b, &a, e) ||
		     store_copy_begin(b->d->store, b->fresh, &b->copy, e)
		 ? -1
		 : 0;
	arena_free(&a);
	return rc;
}

static void on_sealed(void *arg, const struct frame *f, const char *why)
{
	struct autobackup *b = arg;
	struct seal_reply r = {.error = why};
	struct arena a;

	arena_init(&a);
	if (f && (f->type != MSG_SEALED || seal_reply_read(f, &a, &r)))
		r.error = "what looks at it answers what nobody knows";
	b->unsound = r.error ? mem_strdup(r.error) : NULL;
	arena_free(&a);
	b->phase = PHASE_NAME;
	go_on(b); /* a child is not freed from its answer */
}

static int begin_seal(struct autobackup *b, struct err *e)
{
	struct child_spec spec = {.role = "seal",
	    .binary = "/proc/self/exe",
	    .sandbox = b->d->options.sandbox,
	    .deadline_ms = SEAL_MS};
	struct seal_request q = {.path = b->fresh};
	struct buf frame;
	size_t len;

	if (store_copy_bytes(b->copy, &len, e) < 0)
		return -1;
	buf_init(&frame, 1 << 16);
	seal_request_write(&frame, &q);
	b->seal = child_new(b->d->base, &spec);
	child_ask(b->seal, MSG_SEAL, frame.data, frame.len, on_sealed, b);
	buf_free(&frame);
	return 0;
}

static int give_name(struct autobackup *b, struct err *e)
{
	if (b->unsound)
		return err_set(e,
		    "the copy does not hold: %s; \"hearsayd --verify\" looks "
		    "at the database itself",
		    b->unsound);
	if (store_copy_keep(b->copy, b->name, e) ||
	    store_backup_note(config(b)->database, b->name, b->at, e))
		return -1;
	log_info("backup: %s", b->name);
	free(b->error);
	b->error = NULL;
	store_copy_free(b->copy);
	b->copy = NULL;
	return 0;
}

/* One step of a phase; the next phase, where it is done with; -1. */
static int take_step(struct autobackup *b, struct err *e)
{
	int rc = 0;

	switch (b->phase) {
	case PHASE_IDLE:
	case PHASE_SEAL:
		return (int)b->phase;
	case PHASE_CLEAR:
		rc = remove_some(b, e);
		if (!rc)
			rc = begin_copy(b, e);
		break;
	case PHASE_COPY:
		rc = store_copy_step(b->copy, STEP_PAGES, e);
		if (!rc)
			rc = begin_seal(b, e);
		break;
	case PHASE_NAME:
		rc = give_name(b, e);
		break;
	case PHASE_PRUNE:
		rc = remove_some(b, e);
		if (!rc)
			return PHASE_IDLE;
		break;
	}
	return rc < 0 ? -1 : (int)b->phase + !rc;
}

static void on_step(evutil_socket_t fd, short what, void *arg)
{
	struct autobackup *b = arg;
	struct err e;
	int next = take_step(b, &e);

	(void)fd;
	(void)what;
	if (next < 0 && b->phase == PHASE_PRUNE) {
		log_warn("an old backup stays: %s", e.text);
		next = PHASE_IDLE;
	}
	if (next < 0) {
		fail(b, e.text);
		return;
	}
	b->phase = (enum phase)next;
	if (b->phase == PHASE_IDLE)
		rest(b);
	else if (b->phase != PHASE_SEAL)
		go_on(b);
}

static void on_due(void *arg)
{
	struct autobackup *b = arg;
	struct arena a;
	struct err e;

	if (b->phase != PHASE_IDLE)
		return;
	arena_init(&a);
	if (make_folder(b, &a, &e)) {
		fail(b, e.text);
	} else {
		b->phase = PHASE_CLEAR;
		go_on(b);
	}
	arena_free(&a);
}

/* --- around it --- */

/* Somebody set the clock: what it had said of the next is no more true. */
static void on_set(void *arg)
{
	struct autobackup *b = arg;

	if (b->phase == PHASE_IDLE)
		rest(b);
}

struct autobackup *autobackup_new(struct daemon *d)
{
	struct autobackup *b = mem_alloc(sizeof(*b));

	b->d = d;
	b->alarm = alarm_new(d->base, &d->clock, on_due, b);
	alarm_watch(b->alarm, on_set);
	b->step = evtimer_new(d->base, on_step, b);
	event_priority_set(b->step, 2); /* after all that somebody waits for */
	rest(b);
	return b;
}

void autobackup_free(struct autobackup *b)
{
	if (!b)
		return;
	forget(b);
	alarm_free(b->alarm);
	event_free(b->step);
	free(b->error);
	free(b);
}

void autobackup_configure(struct autobackup *b)
{
	free(b->error);
	b->error = NULL;
	if (b->phase == PHASE_IDLE)
		rest(b);
}

void autobackup_stepped(struct autobackup *b)
{
	if (b)
		alarm_stepped(b->alarm);
}

int64_t autobackup_next_at(const struct autobackup *b)
{
	return b->next_at;
}

const char *autobackup_error(const struct autobackup *b)
{
	return b->error;
}
