/* Each hook's place in the log of events, and one post on its way. */
#include "core/hooks.h"

#include <event2/event.h>
#include <inttypes.h>
#include <sys/queue.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/daemon.h"
#include "core/feedreport.h"
#include "core/fill.h"
#include "core/hooksign.h"
#include "core/retry.h"
#include "core/schedule.h"
#include "core/statusreport.h"
#include "ipc/message.h"
#include "view/hook.h"

#define BATCH	  50	      /* events that one turn looks at for a hook */
#define OLD_S	  (7 * 86400) /* what happened before is no news */
#define ENOUGH_S  (365 * 86400)
#define WAIT_MOST 86400 /* of a Retry-After */
#define UNWRITTEN 500	/* events of others before a place is stored */
#define GONE	  410

struct hook {
	TAILQ_ENTRY(hook) link;
	struct hooks *hooks;
	const struct config_hook *config; /* NULL: it is there no more */
	char name[72];
	bool loaded;		 /* what follows is the store's */
	struct hook_state state; /* its last_error is the text below */
	char error[512];
	int64_t seen;  /* up to here nothing is for it; >= state.told */
	size_t passed; /* events too old to be told, and not logged yet */
	bool waiting;  /* an event is on its way, or to be tried again */
	struct {
		int64_t event; /* on its way; 0: none is */
		enum event_kind kind;
		bool answered; /* and that could not be noted yet */
		int64_t status, wait_s;
		char error[512]; /* "": it was taken */
	} post;
};
TAILQ_HEAD(hook_list, hook);

struct hooks {
	struct daemon *d;
	struct event *turn;
	struct alarm *alarm;
	int64_t hold_until; /* the store failed; 0: it did not */
	struct hook_list list;
};

/* --- the store --- */

static int64_t now_of(const struct hooks *hs)
{
	return clock_wall(&hs->d->clock);
}

static void hold(struct hooks *hs, const struct hook *h, const struct err *e)
{
	log_error("notify %s: %s", h->name, e->text);
	hs->hold_until = now_of(hs) + RETRY_HOLD_S;
}

/* What is stored is what is known from then on; nothing changes else. */
static int keep(struct hook *h, const struct hook_state *to, struct err *e)
{
	char error[sizeof(h->error)];

	if (store_hook_put(h->hooks->d->store, h->name, to, e))
		return -1;
	snprintf(
	    error, sizeof(error), "%s", to->last_error ? to->last_error : "");
	h->state = *to;
	memcpy(h->error, error, sizeof(error));
	h->state.last_error = error[0] ? h->error : NULL;
	if (h->seen < h->state.told)
		h->seen = h->state.told;
	return 0;
}

/* A new one begins at the end: what was before is no news to it. */
static int load(struct hook *h, struct arena *a, struct err *e)
{
	struct store *s = h->hooks->d->store;
	struct hook_state state = {0};
	int rc = store_hook_find(s, a, h->name, &state, e);

	if (rc < 0)
		return -1;
	if (rc && (store_last_event(s, &state.told, e) || keep(h, &state, e)))
		return -1;
	h->state = state;
	snprintf(h->error, sizeof(h->error), "%s",
	    state.last_error ? state.last_error : "");
	h->state.last_error = h->error[0] ? h->error : NULL;
	h->seen = state.told;
	h->waiting = state.tries > 0;
	h->loaded = true;
	return 0;
}

/* --- what became of a post --- */

static int64_t wait_of(const struct hook *h)
{
	int64_t wait = retry_wait_s(h->state.tries);

	return h->post.wait_s > wait ? h->post.wait_s : wait;
}

static struct hook_state failed_state(const struct hook *h, int64_t now)
{
	struct hook_state s = h->state;

	s.last_error = h->post.error;
	s.due_at = now + wait_of(h);
	s.tries++;
	if (!s.failing_since)
		s.failing_since = now;
	if (h->post.status == GONE || now - s.failing_since >= ENOUGH_S)
		s.suspended_at = now;
	return s;
}

static void tell_failure(const struct hook *h, const struct hook_state *s)
{
	if (s->suspended_at)
		log_warn(
		    "notify %s: suspended (%s): nothing more is sent "
		    "there until it is mended and `hearsay reload` says so",
		    h->name, s->last_error);
	else if (s->tries == RETRY_WARN_AFTER + 1)
		log_warn("notify %s: %u tries failed, the last with: %s; it is "
			 "tried on",
		    h->name, s->tries, s->last_error);
	else
		log_info("notify %s: event %" PRId64 " not sent yet: %s",
		    h->name, h->post.event, s->last_error);
}

/*
 * An event that was taken and is not known to be would be sent again: so its
 * answer is kept until it is noted, and nothing else is sent before.
 */
static int note_answer(struct hook *h)
{
	struct hook_state next = {.told = h->post.event};
	struct err e;

	if (h->post.error[0])
		next = failed_state(h, now_of(h->hooks));
	if (keep(h, &next, &e)) {
		hold(h->hooks, h, &e);
		return -1;
	}
	if (h->post.error[0])
		tell_failure(h, &h->state);
	else
		log_info("notify %s: event %" PRId64 " (%s) was taken", h->name,
		    h->post.event, event_kind_name(h->post.kind));
	h->post.event = 0;
	h->post.answered = false;
	return 0;
}

static void hook_free(struct hook *h)
{
	TAILQ_REMOVE(&h->hooks->list, h, link);
	free(h);
}

static void on_hooked(void *arg, const struct frame *f, const char *why)
{
	struct hook *h = arg;
	struct hooks *hs = h->hooks;
	struct hook_reply r = {.error = why};
	struct arena a;

	if (!h->config) {
		hook_free(h);
		return;
	}
	arena_init(&a);
	if (f && (f->type != MSG_HOOKED || hook_reply_read(f, &a, &r)))
		r = (struct hook_reply){.error = "net gave no sound answer"};
	h->post.answered = true;
	h->post.status = r.status;
	h->post.wait_s = schedule_retry_after(r.retry_after, now_of(hs));
	if (h->post.wait_s > WAIT_MOST)
		h->post.wait_s = WAIT_MOST;
	snprintf(
	    h->post.error, sizeof(h->post.error), "%s", r.error ? r.error : "");
	if (r.error && !r.error[0])
		snprintf(h->post.error, sizeof(h->post.error),
		    "no reason was given");
	arena_free(&a);
	hooks_wake(hs);
}

/* --- a post --- */

static void fail(struct hook *h, const char *why)
{
	h->post.answered = true;
	h->post.status = h->post.wait_s = 0;
	snprintf(h->post.error, sizeof(h->post.error), "%.500s", why);
	hooks_wake(h->hooks);
}

/* The same for each try of an event, and no other database's. */
static const char *id_of(struct arena *a, const struct event *ev)
{
	return arena_printf(
	    a, "evt_%" PRId64 "_%" PRId64, ev->id, ev->noted_at);
}

static const char *signature_of(struct hook *h, struct arena *a,
    const struct hook_request *r, struct err *e)
{
	char signature[HOOK_SIGNATURE_SIZE];
	struct hook_secret secret;
	const char *made = "";

	if (hook_secret_read(h->config, &secret, e))
		return NULL;
	if (secret.len) {
		hook_sign(&secret, r->id, r->timestamp, r->body, r->body_len,
		    signature);
		made = arena_strdup(a, signature);
	}
	hook_secret_wipe(&secret);
	return made;
}

static void ask_net(struct hook *h, struct hook_request *r, struct arena *a)
{
	struct buf frame;
	struct err e;

	r->signature = signature_of(h, a, r, &e);
	if (!r->signature) {
		fail(h, e.text);
		return;
	}
	if (!*r->signature)
		r->signature = NULL;
	buf_init(&frame, CAP_FRAME);
	hook_request_write(&frame, r);
	child_ask(
	    h->hooks->d->net, MSG_HOOK, frame.data, frame.len, on_hooked, h);
	buf_free(&frame);
}

static void post(struct hook *h, struct arena *a, const struct hook_news *news)
{
	struct hook_request r = {.url = h->config->url,
	    .content_type = hook_content_type(h->config->template),
	    .id = id_of(a, news->event),
	    .timestamp = now_of(h->hooks)};
	struct buf body;

	h->post.event = news->event->id;
	h->post.kind = news->event->kind;
	h->waiting = true;
	buf_init(&body, CAP_HOOK);
	hook_body(&body, h->config->template, news);
	r.body = body.data;
	r.body_len = body.len;
	if (buf_ok(&body))
		ask_net(h, &r, a);
	else
		fail(h, "what it would say is too large");
	buf_free(&body);
}

/* --- what is for whom --- */

static const char *deciding_url(const struct rumor_report *r)
{
	for (size_t i = r->transition_count; i-- > 0;)
		if (r->row.settled_by &&
		    r->transitions[i].step.item == r->row.settled_by)
			return r->transitions[i].url;
	return NULL;
}

/* Records and the like, which not all that is looked at needs. */
static int complete(
    struct hook *h, struct arena *a, struct rumor_row *row, struct err *e)
{
	struct daemon *d = h->hooks->d;

	if (fill_rumors(d->store, a, row, 1, e))
		return -1;
	statusreport_unverifiable(d, row, 1);
	return 0;
}

/* 1: it is not for this hook, or there is no such rumor any more. */
static int rumor_news(
    struct hook *h, struct arena *a, struct hook_news *news, struct err *e)
{
	struct daemon *d = h->hooks->d;
	struct rumor_report *r = arena_alloc(a, sizeof(*r));
	int rc = store_report_rumor(d->store, a, news->event->subject, r, e);

	if (rc)
		return rc;
	if (!config_wants(&h->config->vendors, r->row.vendor))
		return 1;
	news->rumor = &r->row;
	news->url = deciding_url(r);
	return 0;
}

static int feed_news(struct hook *h, struct arena *a, struct hook_news *news)
{
	const struct polled *p =
	    poll_find_id(h->hooks->d->poll, news->event->subject);
	struct feed_report *r;

	if (!p || !config_wants(&h->config->vendors, p->feed.source.vendor))
		return 1;
	r = arena_alloc(a, sizeof(*r));
	r->feed = feedreport_feed(a, p);
	news->feed = r;
	return 0;
}

static int news_of(
    struct hook *h, struct arena *a, struct hook_news *news, struct err *e)
{
	return news->event->kind == EVENT_FEED_STATE
		   ? feed_news(h, a, news)
		   : rumor_news(h, a, news, e);
}

/*
 * Of what a backlog brings the time is that of publication; a verdict that is
 * an event of its own is news when it was decided here.
 */
static bool is_old(const struct hook *h, const struct event *ev)
{
	bool by_publication =
	    ev->kind == EVENT_RUMOR_NEW || ev->kind == EVENT_RUMOR_STATUS;
	int64_t at =
	    by_publication && ev->at < ev->noted_at ? ev->at : ev->noted_at;

	return now_of(h->hooks) - at > OLD_S;
}

static void tell_passed(struct hook *h)
{
	if (h->passed)
		log_info("notify %s: %zu %s older than 7 days: not sent",
		    h->name, h->passed,
		    h->passed == 1 ? "event is" : "events are");
	h->passed = 0;
}

/*
 * One event: 0 and it is on its way, 1 and it is not for this hook, 2: none
 * is left, or -1.
 */
static int try_next(struct hook *h, struct arena *a, struct err *e)
{
	struct event ev = {0};
	struct hook_news news = {.event = &ev};
	int rc = store_event_next(h->hooks->d->store, a, h->seen,
	    h->config->kinds, h->config->kind_count, &ev, e);

	if (rc)
		return rc < 0 ? -1 : 2;
	rc = news_of(h, a, &news, e);
	if (!rc && is_old(h, &ev)) {
		h->passed++;
		rc = 1;
	}
	if (!rc && news.rumor)
		rc = complete(h, a, news.rumor, e);
	if (rc > 0)
		h->seen = ev.id;
	if (rc)
		return rc;
	tell_passed(h);
	post(h, a, &news);
	return 0;
}

/*
 * Nothing is for it: the next look begins behind all that is there. Where it
 * failed, what it was to be told is no news any more: the next event is tried
 * at once, and that it fails since then is kept, for the year.
 */
static int at_the_end(struct hook *h, struct err *e)
{
	struct hook_state s = h->state;

	h->waiting = false;
	if (store_last_event(h->hooks->d->store, &h->seen, e))
		return -1;
	if (!h->passed && !s.tries && h->seen - h->state.told < UNWRITTEN)
		return 0;
	s.told = h->seen;
	s.tries = 0;
	s.due_at = 0;
	tell_passed(h);
	return keep(h, &s, e);
}

/* Further ahead than any try waits it was set by a wrong clock. */
static bool has_to_wait(const struct hook *h, int64_t now)
{
	return h->state.due_at > now && h->state.due_at <= now + WAIT_MOST;
}

static bool may_send(const struct hook *h, int64_t now)
{
	return h->config && !h->post.event && !h->state.suspended_at &&
	       !has_to_wait(h, now);
}

/* True where there may be more to look at. */
static bool attend(struct hook *h)
{
	struct arena a;
	struct err e;
	int rc = 1;

	arena_init(&a);
	if (!h->loaded && load(h, &a, &e))
		rc = -1;
	for (int i = 0; rc == 1 && i < BATCH && may_send(h, now_of(h->hooks));
	     i++) {
		rc = try_next(h, &a, &e);
		arena_reset(&a);
	}
	if (rc == 2)
		rc = at_the_end(h, &e) ? -1 : 0;
	if (rc < 0)
		hold(h->hooks, h, &e);
	arena_free(&a);
	return rc == 1 && may_send(h, now_of(h->hooks));
}

/* --- turns --- */

static void set_alarm(struct hooks *hs)
{
	int64_t at = 0, now = now_of(hs);
	struct hook *h;

	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_NEXT(h, link)) {
		if (h->config && !h->post.event && !h->state.suspended_at &&
		    has_to_wait(h, now) && (!at || h->state.due_at < at))
			at = h->state.due_at;
	}
	alarm_set(hs->alarm, hs->hold_until ? hs->hold_until : at);
}

static void look(struct hooks *hs)
{
	bool more = false;
	struct hook *h;

	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_NEXT(h, link)) {
		if (h->config && h->post.answered && note_answer(h))
			break;
		if (h->config && !hs->hold_until)
			more = attend(h) || more;
	}
	if (more && !hs->hold_until)
		hooks_wake(hs);
	set_alarm(hs);
}

static void on_turn(evutil_socket_t fd, short what, void *arg)
{
	struct hooks *hs = arg;

	(void)fd;
	(void)what;
	/* Further ahead than it holds it was set by a wrong clock. */
	if (hs->hold_until > now_of(hs) + RETRY_HOLD_S)
		hs->hold_until = 0;
	if (!hs->hold_until)
		look(hs);
}

static void on_alarm(void *arg)
{
	struct hooks *hs = arg;

	hs->hold_until = 0;
	look(hs);
}

void hooks_wake(struct hooks *hs)
{
	const struct timeval now = {0};

	if (!TAILQ_EMPTY(&hs->list))
		evtimer_add(hs->turn, &now);
}

void hooks_stepped(struct hooks *hs)
{
	alarm_stepped(hs->alarm);
}

/* --- the configuration --- */

struct hooks *hooks_new(struct daemon *d)
{
	struct hooks *hs = mem_alloc(sizeof(*hs));

	hs->d = d;
	hs->turn = evtimer_new(d->base, on_turn, hs);
	hs->alarm = alarm_new(d->base, &d->clock, on_alarm, hs);
	TAILQ_INIT(&hs->list);
	return hs;
}

void hooks_free(struct hooks *hs)
{
	struct hook *h;

	if (!hs)
		return;
	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_FIRST(&hs->list))
		hook_free(h);
	event_free(hs->turn);
	alarm_free(hs->alarm);
	free(hs);
}

static struct hook *find(struct hooks *hs, const char *name)
{
	struct hook *h;

	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_NEXT(h, link)) {
		if (h->config && !strcmp(h->name, name))
			return h;
	}
	return NULL;
}

static bool is_configured(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->hook_count; i++)
		if (!strcmp(c->hooks[i].name, name))
			return true;
	return false;
}

static void forget_others(struct hooks *hs, const struct config *c)
{
	const char **names;
	struct arena a;
	struct err e;
	size_t n = 0;
	int rc;

	arena_init(&a);
	rc = store_hook_names(hs->d->store, &a, &names, &n, &e);
	for (size_t i = 0; !rc && i < n; i++)
		if (!is_configured(c, names[i]))
			rc = store_hook_drop(hs->d->store, names[i], &e);
	if (rc)
		log_error("web hooks of before: %s", e.text);
	arena_free(&a);
}

/* What is on its way is answered to the hook that sent it, if it is left. */
static void drop_others(struct hooks *hs, const struct config *c)
{
	struct hook *h, *next;

	for (h = TAILQ_FIRST(&hs->list); h; h = next) {
		next = TAILQ_NEXT(h, link);
		if (!h->config || is_configured(c, h->name))
			continue;
		h->config = NULL;
		if (!h->post.event || h->post.answered)
			hook_free(h);
	}
}

void hooks_configure(struct hooks *hs, const struct config *c)
{
	struct hook *h;

	drop_others(hs, c);
	forget_others(hs, c);
	for (size_t i = 0; i < c->hook_count; i++) {
		h = find(hs, c->hooks[i].name);
		if (!h) {
			h = mem_alloc(sizeof(*h));
			h->hooks = hs;
			snprintf(
			    h->name, sizeof(h->name), "%s", c->hooks[i].name);
			TAILQ_INSERT_TAIL(&hs->list, h, link);
		}
		h->config = &c->hooks[i];
		h->seen = h->state.told; /* it may want other kinds now */
	}
	hooks_wake(hs);
}

void hooks_resume(struct hooks *hs)
{
	struct hook_state s;
	struct hook *h;
	struct err e;

	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_NEXT(h, link)) {
		if (!h->config || !h->loaded || !h->state.tries)
			continue;
		s = h->state;
		s.due_at = s.suspended_at = s.tries = 0;
		if (s.failing_since && h->state.suspended_at)
			s.failing_since = 0;
		if (keep(h, &s, &e))
			hold(hs, h, &e);
	}
	hooks_wake(hs);
}

/* --- how it goes --- */

void hooks_report(
    const struct hooks *hs, struct arena *a, struct status_report *r)
{
	const struct hook *h;

	for (h = TAILQ_FIRST(&hs->list); h; h = TAILQ_NEXT(h, link)) {
		if (!h->config)
			continue;
		r->hooks++;
		r->hooks_waiting += h->waiting;
		if (!h->state.last_error ||
		    (!h->waiting && !h->state.suspended_at))
			continue; /* nothing that it was to be told is left */
		r->hooks_failing++;
		r->hook_error = arena_printf(a, "%s%s: %s", h->name,
		    h->state.suspended_at ? " is suspended" : "",
		    h->state.last_error);
	}
}
