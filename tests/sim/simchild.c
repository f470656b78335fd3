/* Requests of core, answered after a while by the world or by parse. */
#include "simchild.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/mem.h"
#include "ipc/message.h"
#include "ipc/role.h"
#include "standin.h"
#include "world.h"

#define PARSE_MS 2
#define SEAL_MS	 50

/* What stands behind a question: struct question's own. */
struct request {
	struct question *asked;
	struct event *end;
	struct world_visit *visit; /* of a fetch */
	uint16_t type;		   /* of the answer */
	struct buf answer;
	const char *why; /* it is lost; NULL: it is answered */
};

static void request_free(struct request *r)
{
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
	standin_answer(r->asked, r->why ? NULL : &f, r->why);
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
		r->asked->child->restarts++;
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
	struct child *net = standin_find("net");
	struct question *q;
	struct timeval at_once = {0};

	TAILQ_FOREACH(q, &standin_questions, link)
	{
		struct request *r = q->own;

		if (q->child != net)
			continue;
		r->why = "killed by signal 9";
		world_visit_end(r->visit, false);
		r->visit = NULL;
		evtimer_add(r->end, &at_once);
	}
	if (net)
		standin_restart(net);
}

/* --- what core asks and tells --- */

static void on_asked(struct question *q)
{
	struct frame f = {
	    .type = q->type, .payload = q->payload, .len = q->len};
	struct request *r = mem_alloc(sizeof(*r));
	struct timeval after;
	int64_t ms = 0;

	q->own = r;
	r->asked = q;
	r->why = "was sent what nobody knows";
	buf_init(&r->answer, CAP_FRAME);
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++) {
		if (services[i].asks != q->type)
			continue;
		r->why = NULL;
		r->type = services[i].answers;
		ms = services[i].serve(r, &f);
	}
	r->end = evtimer_new(q->child->base, on_end, r);
	after = (struct timeval){ms / 1000, ms % 1000 * 1000};
	evtimer_add(r->end, &after);
}

static void on_dropped(struct question *q)
{
	request_free(q->own);
}

static void on_told(struct child *c, const struct frame *f)
{
	struct net_settings s;
	struct arena a;

	(void)c;
	arena_init(&a);
	if (f->type != MSG_NET_SETTINGS || net_settings_read(f, &a, &s))
		abort();
	arena_free(&a);
}

const struct standin standin = {
    .asked = on_asked, .dropped = on_dropped, .told = on_told};
