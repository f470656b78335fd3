/* Sending what is in the outbox, with a visible table of retries. */
#include "core/outbox.h"

#include <event2/event.h>

#include "base/buf.h"
#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/retry.h"
#include "ipc/message.h"

#define AT_ONCE 4 /* mails on their way */

struct outbox {
	const struct clock *clock;
	struct store *store;
	struct child *net;
	struct alarm *alarm;
	bool enabled;
	int64_t hold_until; /* the store failed; 0: it did not */
	struct sending {
		struct outbox *outbox;
		int64_t id; /* 0: free */
		char recipient[320];
		unsigned tries;
		bool answered;	 /* and that could not be noted yet */
		bool refused;	 /* for good */
		char error[512]; /* "": it was sent */
	} sending[AT_ONCE];
};

static struct sending *find(struct outbox *o, int64_t id)
{
	for (size_t i = 0; i < AT_ONCE; i++)
		if (o->sending[i].id == id)
			return &o->sending[i];
	return NULL;
}

static int note(struct outbox *o, enum event_kind kind, int64_t mail,
    const char *detail, struct err *e)
{
	int64_t now = clock_wall(o->clock);
	struct event ev = {.kind = kind,
	    .subject = mail,
	    .at = now,
	    .noted_at = now,
	    .detail = detail};
	bool fresh;

	return store_event(o->store, &ev, &fresh, e);
}

/* What the server said of a mail, to the store. */
static int settle(struct outbox *o, const struct sending *s, struct err *e)
{
	int64_t now = clock_wall(o->clock);
	char detail[512];

	if (!s->error[0]) {
		log_info("mail to %s: sent", s->recipient);
		return store_mail_sent(o->store, s->id, now, e) ||
			       note(o, EVENT_MAIL_SENT, s->id, s->recipient, e)
			   ? -1
			   : 0;
	}
	snprintf(detail, sizeof(detail), "%s: %.180s", s->recipient, s->error);
	if (s->refused) {
		log_warn("mail to %s: refused for good (%s): nothing more is "
			 "sent there until it is mended and `hearsay reload` "
			 "says so",
		    s->recipient, s->error);
		return store_mail_suspend(
			   o->store, s->recipient, s->error, now, e) ||
			       note(o, EVENT_MAIL_FAILED, s->id, detail, e)
			   ? -1
			   : 0;
	}
	if (s->tries == RETRY_WARN_AFTER)
		log_warn(
		    "mail to %s: %u tries failed, the last with: %s; it is "
		    "tried on",
		    s->recipient, s->tries + 1, s->error);
	else
		log_info(
		    "mail to %s: not sent yet: %s", s->recipient, s->error);
	return store_mail_failed(
	    o->store, s->id, now + retry_wait_s(s->tries), s->error, e);
}

static void hold(struct outbox *o)
{
	o->hold_until = clock_wall(o->clock) + RETRY_HOLD_S;
}

/*
 * A mail that was sent and is not known to be would be sent again, and again:
 * so its answer is kept until it is noted, and nothing else is sent before.
 */
static int note_answer(struct sending *s)
{
	struct outbox *o = s->outbox;
	struct err e;

	if (store_begin(o->store, &e) || settle(o, s, &e) ||
	    store_commit(o->store, &e)) {
		store_rollback(o->store);
		log_error("mail %lld: what became of it cannot be noted: %s",
		    (long long)s->id, e.text);
		hold(o);
		return -1;
	}
	s->id = 0;
	s->answered = false;
	return 0;
}

static int note_answers(struct outbox *o)
{
	for (size_t i = 0; i < AT_ONCE; i++)
		if (o->sending[i].answered && note_answer(&o->sending[i]))
			return -1;
	return 0;
}

static void on_mailed(void *arg, const struct frame *f, const char *why)
{
	struct sending *s = arg;
	struct mail_reply r = {.error = why};
	struct arena a;

	arena_init(&a);
	if (f && (f->type != MSG_MAILED || mail_reply_read(f, &a, &r)))
		r = (struct mail_reply){.error = "net gave no sound answer"};
	s->answered = true;
	s->refused = r.permanent;
	snprintf(s->error, sizeof(s->error), "%s", r.error ? r.error : "");
	if (r.error && !r.error[0])
		snprintf(s->error, sizeof(s->error), "no reason was given");
	arena_free(&a);
	note_answer(s);
	outbox_look(s->outbox);
}

static void send_mail(struct outbox *o, struct sending *s, const struct mail *m)
{
	struct mail_request r = {.from = m->sender,
	    .to = m->recipient,
	    .message = m->message,
	    .message_len = m->message_len};
	struct buf b;

	s->outbox = o;
	s->id = m->id;
	s->tries = m->tries;
	snprintf(s->recipient, sizeof(s->recipient), "%s", m->recipient);
	buf_init(&b, CAP_FRAME);
	mail_request_write(&b, &r);
	child_ask(o->net, MSG_MAIL, b.data, b.len, on_mailed, s);
	buf_free(&b);
}

static void on_alarm(void *arg)
{
	struct outbox *o = arg;
	struct sending *s;
	struct mail *mails = NULL;
	struct arena a;
	struct err e;
	size_t n = 0;

	o->hold_until = 0;
	if (note_answers(o)) {
		outbox_look(o);
		return;
	}
	arena_init(&a);
	if (!o->enabled) {
		n = 0;
	} else if (store_mail_due(
		       o->store, &a, clock_wall(o->clock), &mails, &n, &e)) {
		log_error("the outbox cannot be read: %s", e.text);
		hold(o);
		n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (find(o, mails[i].id))
			continue;
		s = find(o, 0);
		if (!s)
			break;
		send_mail(o, s, &mails[i]);
	}
	arena_free(&a);
	outbox_look(o);
}

struct outbox *outbox_new(struct event_base *base, const struct clock *clock,
    struct store *store, struct child *net)
{
	struct outbox *o = mem_alloc(sizeof(*o));

	o->clock = clock;
	o->store = store;
	o->net = net;
	o->alarm = alarm_new(base, clock, on_alarm, o);
	return o;
}

void outbox_free(struct outbox *o)
{
	if (!o)
		return;
	alarm_free(o->alarm);
	free(o);
}

void outbox_enable(struct outbox *o, bool server)
{
	o->enabled = server;
	outbox_look(o);
}

static size_t on_their_way(const struct outbox *o)
{
	size_t n = 0;

	for (size_t i = 0; i < AT_ONCE; i++)
		n += o->sending[i].id != 0;
	return n;
}

void outbox_look(struct outbox *o)
{
	int64_t due = 0;
	struct err e;

	/* Further ahead than it holds it was set by a wrong clock. */
	if (o->hold_until > clock_wall(o->clock) + RETRY_HOLD_S)
		o->hold_until = 0;
	if (o->hold_until) {
		alarm_set(o->alarm, o->hold_until);
		return;
	}
	/* While some are on their way their answers lead back here. */
	if (!o->enabled || on_their_way(o)) {
		alarm_set(o->alarm, 0);
		return;
	}
	if (store_mail_next(o->store, &due, &e))
		log_error("the outbox cannot be read: %s", e.text);
	alarm_set(o->alarm, due);
}

void outbox_stepped(struct outbox *o)
{
	alarm_stepped(o->alarm);
}
