/* The list of what was asked, and what an asker sees of a child. */
#include "standin.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct question_list standin_questions =
    TAILQ_HEAD_INITIALIZER(standin_questions);

static TAILQ_HEAD(child_list, child) children = TAILQ_HEAD_INITIALIZER(
    children);

struct child *standin_find(const char *role)
{
	struct child *c;

	TAILQ_FOREACH(c, &children, link)
	if (!strcmp(c->spec.role, role))
		return c;
	return NULL;
}

static void question_free(struct question *q)
{
	TAILQ_REMOVE(&standin_questions, q, link);
	q->child->waiting--;
	free(q->payload);
	free(q);
}

void standin_answer(struct question *q, const struct frame *f, const char *why)
{
	q->answer(q->arg, f, f ? NULL : why);
	question_free(q);
}

void standin_restart(struct child *c)
{
	c->restarts++;
	if (c->spec.on_start)
		c->spec.on_start(c, c->spec.arg);
}

struct child *child_new(struct event_base *base, const struct child_spec *spec)
{
	struct child *c = mem_alloc(sizeof(*c));

	c->base = base;
	c->spec = *spec;
	TAILQ_INSERT_TAIL(&children, c, link);
	if (spec->on_start)
		spec->on_start(c, spec->arg);
	return c;
}

void child_free(struct child *c)
{
	struct question *q, *next;

	if (!c)
		return;
	TAILQ_REMOVE(&children, c, link);
	for (q = TAILQ_FIRST(&standin_questions); q; q = next) {
		next = TAILQ_NEXT(q, link);
		if (q->child != c)
			continue;
		if (standin.dropped)
			standin.dropped(q);
		question_free(q);
	}
	free(c);
}

void child_ask(struct child *c, uint16_t type, const void *payload, size_t len,
    child_answer *answer, void *arg)
{
	struct question *q = mem_alloc(sizeof(*q));

	*q = (struct question){.child = c,
	    .type = type,
	    .payload = mem_alloc(len),
	    .len = len,
	    .answer = answer,
	    .arg = arg};
	if (len)
		memcpy(q->payload, payload, len);
	TAILQ_INSERT_TAIL(&standin_questions, q, link);
	c->waiting++;
	if (standin.asked)
		standin.asked(q);
}

void child_tell(struct child *c, uint16_t type, const void *payload, size_t len)
{
	struct frame f = {.type = type, .payload = payload, .len = len};

	if (standin.told)
		standin.told(c, &f);
}

void child_renew(struct child *c)
{
	(void)c;
}

void child_kill(struct child *c, const char *why)
{
	(void)why;
	c->restarts++;
}

pid_t child_pid(const struct child *c)
{
	(void)c;
	return getpid();
}

size_t child_waiting(const struct child *c)
{
	return c->waiting;
}

unsigned child_restarts(const struct child *c)
{
	return c->restarts;
}

int64_t child_backoff_ms(unsigned deaths)
{
	(void)deaths;
	return 0;
}
