/* Requests for what is no feed: pages, robots.txt, what a command wants. */
#include <event2/event.h>

#include "base/caps.h"
#include "base/mem.h"
#include "core/polling.h"

/* From its asker to its answer. */
struct errand {
	struct errand *next;
	struct poll *poll;
	struct host *host;
	struct arena arena; /* of the request */
	struct fetch_request request;
	bool asked, at_once;
	poll_errand_done *done;
	void *arg;
};

static void errand_free(struct errand *r)
{
	arena_free(&r->arena);
	free(r);
}

static void on_errand(void *arg, const struct frame *frame, const char *why)
{
	struct errand *r = arg, **at = &r->poll->errands;
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	host_release(r->poll, r->host);
	if (frame && (frame->type != MSG_FETCHED ||
			 fetch_reply_read(frame, &a, &reply))) {
		frame = NULL;
		why = "net gave no sound answer";
	}
	r->done(r->arg, frame ? &reply : NULL, why);
	arena_free(&a);
	errand_free(r);
}

static void run_errand(struct poll *p, struct errand *r)
{
	struct buf b;

	r->asked = r->host->busy = true;
	p->asking++;
	buf_init(&b, CAP_FRAME);
	fetch_request_write(&b, &r->request);
	child_ask(p->setup.net, MSG_FETCH, b.data, b.len, on_errand, r);
	buf_free(&b);
}

void errands_run(
    struct poll *p, bool at_once, int64_t now_ms, int64_t *first_gap)
{
	for (struct errand *r = p->errands; r; r = r->next)
		if (!r->asked && r->at_once == at_once &&
		    host_may_be_asked(p, r->host, now_ms, first_gap))
			run_errand(p, r);
}

void poll_errand(struct poll *p, const struct fetch_request *request,
    bool at_once, poll_errand_done *done, void *arg)
{
	struct errand *r = mem_alloc(sizeof(*r)), **last = &p->errands;
	struct arena *a = &r->arena;

	r->poll = p;
	r->host = host_find(p, request->url);
	r->at_once = at_once;
	r->done = done;
	r->arg = arg;
	arena_init(a);
	r->request = *request;
	r->request.url = arena_strdup(a, request->url);
	r->request.etag = arena_strdup(a, request->etag);
	r->request.last_modified = arena_strdup(a, request->last_modified);
	r->request.accept = arena_strdup(a, request->accept);
	while (*last)
		last = &(*last)->next;
	*last = r;
	event_active(p->go, 0, 0);
}

void errands_free(struct poll *p)
{
	for (struct errand *r = p->errands, *next; r; r = next) {
		next = r->next;
		errand_free(r);
	}
}
