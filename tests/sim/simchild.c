/* Requests of core, answered after a while by the world or by parse. */
#include "simchild.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/mem.h"
#include "ipc/child.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "world.h"

#define PARSE_MS 2
#define SEAL_MS	 50

struct request {
	TAILQ_ENTRY(request) link;
	struct child *child;
	struct event *end;
	struct world_visit *visit; /* of a fetch */
	uint16_t type;		   /* of the answer */
	struct buf answer;
	const char *why; /* it is lost; NULL: it is answered */
	child_answer *done;
	void *arg;
};
TAILQ_HEAD(request_list, request);

struct child {
	struct event_base *base;
	struct child_spec spec;
	struct request_list requests;
	size_t waiting;
	unsigned restarts;
};

static struct child *net;

static void request_free(struct request *r)
{
	TAILQ_REMOVE(&r->child->requests, r, link);
	r->child->waiting--;
	world_visit_end(r->visit, false);
	event_free(r->end);
	buf_free(&r->answer);
	free(r);
}

static void on_end(evutil_socket_t fd, short what, void *arg)
{
	struct request *r = arg;
	struct frame f = {.type = r->type,
	    .payload = (const unsigned char *)buf_text(&r->answer),
	    .len = r->answer.len};

	(void)fd;
	(void)what;
	world_visit_end(r->visit, !r->why);
	r->visit = NULL;
	r->done(r->arg, r->why ? NULL : &f, r->why);
	request_free(r);
}

/* --- net --- */

static int64_t fetch(struct request *r, const struct frame *f)
{
	struct fetch_request ask;
	struct fetch_reply reply = {.max_age_s = -1};
	struct arena a;
	int64_t ms = 0;

	arena_init(&a);
	if (fetch_request_read(f, &a, &ask)) {
		r->why = "was sent what is no fetch";
	} else {
		ms = world_fetch(&ask, &a, &reply, &r->visit);
		fetch_reply_write(&r->answer, &reply);
	}
	arena_free(&a);
	return ms;
}

static int64_t mail(struct request *r, const struct frame *f)
{
	struct mail_request ask;
	struct mail_reply reply = {0};
	struct arena a;
	int64_t ms = 0;

	arena_init(&a);
	if (mail_request_read(f, &a, &ask)) {
		r->why = "was sent what is no mail";
	} else {
		ms = world_mail(&ask, &reply);
		mail_reply_write(&r->answer, &reply);
	}
	arena_free(&a);
	return ms;
}

static int64_t hook(struct request *r, const struct frame *f)
{
	struct hook_request ask;
	struct hook_reply reply = {0};
	struct arena a;
	int64_t ms = 0;

	arena_init(&a);
	if (hook_request_read(f, &a, &ask)) {
		r->why = "was sent what is no post";
	} else {
		ms = world_hook(&ask, &reply);
		hook_reply_write(&r->answer, &reply);
	}
	arena_free(&a);
	return ms;
}

static int64_t parse(struct request *r, const struct frame *f)
{
	if (memmem(
		f->payload, f->len, SIMCHILD_POISON, strlen(SIMCHILD_POISON))) {
		r->why = "killed by signal 11";
		r->child->restarts++;
	} else if (parse_role_answer(f, &r->answer) < 0) {
		r->why = "was sent what is no request";
	}
	return PARSE_MS;
}

static int64_t seal(struct request *r, const struct frame *f)
{
	if (seal_role_answer(f, &r->answer) < 0)
		r->why = "was sent what is no request";
	return SEAL_MS;
}

static const struct service {
	uint16_t asks, answers;
	int64_t (*serve)(struct request *, const struct frame *);
} services[] = {
    {MSG_FETCH, MSG_FETCHED, fetch},
    {MSG_MAIL, MSG_MAILED, mail},
    {MSG_HOOK, MSG_HOOKED, hook},
    {MSG_PARSE, MSG_PARSED, parse},
    {MSG_PAGE, MSG_PAGED, parse},
    {MSG_FIND, MSG_FOUND, parse},
    {MSG_SEAL, MSG_SEALED, seal},
};

void simchild_kill_net(void)
{
	struct request *r;
	struct timeval at_once = {0};

	if (!net)
		return;
	net->restarts++;
	TAILQ_FOREACH(r, &net->requests, link)
	{
		r->why = "killed by signal 9";
		world_visit_end(r->visit, false);
		r->visit = NULL;
		evtimer_add(r->end, &at_once);
	}
	if (net->spec.on_start)
		net->spec.on_start(net, net->spec.arg);
}

/* --- ipc/child.h --- */

struct child *child_new(struct event_base *base, const struct child_spec *spec)
{
	struct child *c = mem_alloc(sizeof(*c));

	c->base = base;
	c->spec = *spec;
	TAILQ_INIT(&c->requests);
	if (!strcmp(spec->role, "net"))
		net = c;
	if (spec->on_start)
		spec->on_start(c, spec->arg);
	return c;
}

void child_free(struct child *c)
{
	if (!c)
		return;
	while (!TAILQ_EMPTY(&c->requests))
		request_free(TAILQ_FIRST(&c->requests));
	if (net == c)
		net = NULL;
	free(c);
}

void child_ask(struct child *c, uint16_t type, const void *payload, size_t len,
    child_answer *done, void *arg)
{
	struct frame f = {.type = type, .payload = payload, .len = len};
	struct request *r = mem_alloc(sizeof(*r));
	struct timeval after;
	int64_t ms = 0;

	r->child = c;
	r->done = done;
	r->arg = arg;
	r->why = "was sent what nobody knows";
	buf_init(&r->answer, CAP_FRAME);
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++) {
		if (services[i].asks != type)
			continue;
		r->why = NULL;
		r->type = services[i].answers;
		ms = services[i].serve(r, &f);
	}
	TAILQ_INSERT_TAIL(&c->requests, r, link);
	c->waiting++;
	r->end = evtimer_new(c->base, on_end, r);
	after = (struct timeval){ms / 1000, ms % 1000 * 1000};
	evtimer_add(r->end, &after);
}

void child_tell(struct child *c, uint16_t type, const void *payload, size_t len)
{
	struct frame f = {.type = type, .payload = payload, .len = len};
	struct net_settings s;
	struct arena a;

	(void)c;
	arena_init(&a);
	if (type != MSG_NET_SETTINGS || net_settings_read(&f, &a, &s))
		abort();
	arena_free(&a);
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
