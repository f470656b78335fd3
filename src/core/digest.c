/* What digests say, when, and how they get into the outbox. */
#include "core/digest.h"

#include <event2/event.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/alarm.h"
#include "core/fill.h"
#include "core/localtime.h"
#include "view/mail.h"

#define PATIENCE_S    60  /* at most, for polls to end before a verdict */
#define RETRY_S	      300 /* the store failed: tried again */
#define DAY	      86400
#define EVENTS_A_STEP 500

struct digests {
	const struct clock *clock;
	struct store *store;
	struct outbox *outbox;
	const struct config *config;
	struct alarm *alarm;
	struct event *patience;
	bool verdicts; /* some wait to be told */
	/* The next due time as it was seen from next_from; 0: not looked. */
	int64_t next_from, next_at;
};

/* --- what a digest says --- */

/* One of the words of "en zh"; "en" wants "en-GB" too. */
static bool wants_lang(const struct strings *list, const char *langs)
{
	for (size_t i = 0; i < list->n; i++) {
		size_t n = strlen(list->v[i]);
		const char *s = langs ? langs : "";

		for (; *s; s += strcspn(s, " "), s += *s == ' ')
			if (!strncasecmp(s, list->v[i], n) &&
			    (!s[n] || strchr(" -", s[n])))
				return true;
	}
	return !list->n;
}

static size_t keep_rumors(
    const struct config_digest *d, struct rumor_row *rows, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (config_wants(&d->vendors, rows[i].vendor) &&
		    config_wants(&d->products, rows[i].subject) &&
		    config_wants(
			&d->statuses, rumor_status_name(rows[i].status)) &&
		    wants_lang(&d->langs, rows[i].langs))
			rows[kept++] = rows[i];
	return kept;
}

static size_t keep_stories(
    const struct config_digest *d, struct story_row *rows, size_t n)
{
	size_t kept = 0;

	/* A story belongs to no vendor, product or status. */
	if (d->vendors.n || d->products.n || d->statuses.n)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (wants_lang(&d->langs, rows[i].langs))
			rows[kept++] = rows[i];
	return kept;
}

/* Keeps what the digest's reader wants to be told of. */
static void keep_wanted(const struct config_digest *d, struct digest_report *r)
{
	r->correction_count =
	    keep_rumors(d, r->corrections, r->correction_count);
	r->confirmed_count = keep_rumors(d, r->confirmed, r->confirmed_count);
	r->refuted_count = keep_rumors(d, r->refuted, r->refuted_count);
	r->fresh_count = keep_rumors(d, r->fresh, r->fresh_count);
	r->developing_count =
	    keep_rumors(d, r->developing, r->developing_count);
	r->story_count = keep_stories(d, r->stories, r->story_count);
}

/*
 * The report of a period. An event of the very second in which a period ends
 * may still come after the digest was made, so it belongs to the next one.
 */
static int report_period(struct digests *ds, struct arena *a,
    const struct config_digest *d, int64_t from, int64_t to,
    struct digest_report *r, struct err *e)
{
	*r = (struct digest_report){0};
	if (store_report_digest(ds->store, a, from - 1, to - 1, r, e) ||
	    fill_digest(ds->store, a, r, e))
		return -1;
	r->from = from;
	r->to = to;
	keep_wanted(d, r);
	return 0;
}

/* The address alone: "Name <a@b>" is a@b. */
static const char *bare(struct arena *a, const char *mailbox)
{
	const char *open = strchr(mailbox, '<');

	return open ? arena_strndup(a, open + 1, strcspn(open + 1, ">"))
		    : mailbox;
}

static struct mail_envelope envelope(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, int64_t date)
{
	const struct config_mail *m = &ds->config->mail;
	struct mail_envelope env = {.digest = d->name,
	    .from = m->from,
	    .to = to,
	    .domain = m->domain,
	    .list_id = arena_printf(a, "hearsay.%s", m->domain),
	    .page = ds->config->sockets.page,
	    .date = date,
	    .timezone = d->timezone};
	struct tm tm;

	env.unsubscribe = bare(a, m->from);
	localtime_in(d->timezone, date, &tm, &env.utc_offset_s);
	return env;
}

/* --- into the outbox --- */

/*
 * A correction answers the mail that told what it corrects; all else begins a
 * thread of its own. At once: every verdict may correct one before.
 */
static int find_corrected(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *recipient,
    const struct digest_report *r, const char **id, struct err *e)
{
	const struct {
		const struct rumor_row *rows;
		size_t n;
	} lists[] = {{r->corrections, r->correction_count},
	    {r->confirmed, r->at_once ? r->confirmed_count : 0},
	    {r->refuted, r->at_once ? r->refuted_count : 0}};
	/* Where periods end: see report_period() and tell_verdicts(). */
	struct mail_of_event of = {.digest = d->name,
	    .recipient = recipient,
	    .kind = r->at_once ? EVENT_RUMOR_SETTLED : EVENT_RUMOR_STATUS,
	    .upto = r->at_once ? r->from : r->from - 1,
	    .gap = r->at_once ? 0 : 1};

	*id = NULL;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i].n && !*id; k++) {
			of.subject = lists[i].rows[k].id;
			if (store_mail_of_event(ds->store, a, &of, id, e))
				return -1;
		}
	return 0;
}

static int queue_mail(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to,
    const struct digest_report *r, struct err *e)
{
	int64_t now = clock_wall(ds->clock);
	struct mail_envelope env = envelope(ds, a, d, to, r->to);
	struct buf message;
	struct mail mail;
	bool fresh;
	int rc;

	if (find_corrected(ds, a, d, bare(a, to), r, &env.in_reply_to, e))
		return -1;
	buf_init(&message, CAP_MAIL);
	mail_compose(&message, &env, r);
	mail = (struct mail){.message_id = mail_message_id(a, &env, r),
	    .recipient = bare(a, to),
	    .sender = env.unsubscribe, /* the bare address */
	    .subject = mail_subject(a, r),
	    .message = message.data,
	    .message_len = message.len,
	    .digest = d->name,
	    .period_to = r->to,
	    .queued_at = now,
	    .due_at = now};
	if (!buf_ok(&message))
		rc = err_set(e, "its mail would be too large");
	else
		rc = store_mail_queue(ds->store, &mail, &fresh, e);
	buf_free(&message);
	if (!rc)
		log_info("digest %s for %s: %s", d->name, mail.recipient,
		    mail.subject);
	return rc;
}

/* The mail of a period that is over, for one reader; none where empty. */
static int tell_period(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, int64_t from, int64_t upto,
    struct err *e)
{
	struct digest_report r;

	if (report_period(ds, a, d, from, upto, &r, e))
		return -1;
	if ((mail_has_content(&r) || d->heartbeat) &&
	    queue_mail(ds, a, d, to, &r, e))
		return -1;
	return store_digest_done(ds->store, d->name, to, upto, e);
}

/* What has happened since its last period, now. */
static int tell_now(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, struct err *e)
{
	int64_t now = clock_wall(ds->clock), last = 0;

	if (store_digest_last(ds->store, d->name, to, &last, e))
		return -1;
	if (!last)
		last = now - DAY;
	return now > last ? tell_period(ds, a, d, to, last, now, e) : 0;
}

static int tell_if_due(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, struct err *e)
{
	int64_t now = clock_wall(ds->clock);
	int64_t due = localtime_last(d, now), last = 0;

	if (store_digest_last(ds->store, d->name, to, &last, e))
		return -1;
	if (!last) /* a new reader: what happens from now on */
		return store_digest_done(ds->store, d->name, to, now, e);
	return due > last ? tell_period(ds, a, d, to, last, due, e) : 0;
}

/* --- verdicts, at once --- */

/*
 * How far an at-once digest has been told is the id of an event; it stands
 * in the store beside the periods, under a name that no digest can have.
 */
static int told_upto(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, int64_t *id, struct err *e)
{
	return store_digest_last(
	    ds->store, arena_printf(a, "%s/event", d->name), to, id, e);
}

static int set_told(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, int64_t id, struct err *e)
{
	return store_digest_done(
	    ds->store, arena_printf(a, "%s/event", d->name), to, id, e);
}

static bool has_row(const struct rumor_row *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return true;
	return false;
}

static void add_row(struct arena *a, struct rumor_row **rows, size_t *n,
    size_t *cap, const struct rumor_row *row)
{
	if (has_row(*rows, *n, row->id))
		return;
	*rows = arena_room(a, *rows, *n, cap, sizeof(**rows));
	(*rows)[(*n)++] = *row;
}

struct verdicts {
	struct digest_report report;
	size_t confirmed_cap, refuted_cap, evidence_cap;
};

static void add_evidence(
    struct arena *a, struct verdicts *v, const struct rumor_report *rumor)
{
	struct digest_report *r = &v->report;
	const struct transition_row *t;

	size_t n = rumor->transition_count;

	/* What contests a verdict did not decide it. */
	while (n > 1 && rumor->transitions[n - 1].step.from ==
			    rumor->transitions[n - 1].step.to)
		n--;
	if (!n)
		return;
	t = &rumor->transitions[n - 1];
	r->evidence = arena_room(a, r->evidence, r->evidence_count,
	    &v->evidence_cap, sizeof(*r->evidence));
	r->evidence[r->evidence_count++] =
	    (struct evidence_row){.rumor = rumor->row.id,
		.sentence = t->step.sentence,
		.source_title = t->source_title,
		.url = t->url,
		.at = t->step.at};
}

static int add_verdict(struct digests *ds, struct arena *a, struct verdicts *v,
    int64_t id, struct err *e)
{
	struct digest_report *r = &v->report;
	struct rumor_report rumor;
	int rc = store_report_rumor(ds->store, a, id, &rumor, e);

	if (rc)
		return rc < 0 ? -1 : 0; /* 1: it was folded into another */
	switch (rumor.row.status) {
	case RUMOR_CONFIRMED:
	case RUMOR_PARTLY_CONFIRMED:
		add_row(a, &r->confirmed, &r->confirmed_count,
		    &v->confirmed_cap, &rumor.row);
		break;
	case RUMOR_CONTRADICTED:
	case RUMOR_DENIED:
		add_row(a, &r->refuted, &r->refuted_count, &v->refuted_cap,
		    &rumor.row);
		break;
	case RUMOR_OPEN:
	case RUMOR_CORROBORATED:
	case RUMOR_EXPIRED:
		return 0; /* it is no verdict any more */
	}
	add_evidence(a, v, &rumor);
	return 0;
}

/* Collects verdicts of events after *id, and moves it to the last event. */
static int collect_verdicts(struct digests *ds, struct arena *a, int64_t *id,
    struct verdicts *v, struct err *e)
{
	struct event *events;
	size_t n;

	do {
		if (store_events(
			ds->store, a, *id, EVENTS_A_STEP, &events, &n, e))
			return -1;
		for (size_t i = 0; i < n; i++) {
			*id = events[i].id;
			if (events[i].kind == EVENT_RUMOR_SETTLED &&
			    add_verdict(ds, a, v, events[i].subject, e))
				return -1;
		}
	} while (n == EVENTS_A_STEP);
	return 0;
}

static int tell_verdicts(struct digests *ds, struct arena *a,
    const struct config_digest *d, const char *to, struct err *e)
{
	int64_t now = clock_wall(ds->clock), id = 0, before, last = 0;
	struct verdicts v = {.report.at_once = true};
	struct digest_report *r = &v.report;

	if (told_upto(ds, a, d, to, &id, e) ||
	    store_digest_last(ds->store, d->name, to, &last, e))
		return -1;
	before = id;
	if (!last) /* a new reader: what happens from now on */
		return collect_verdicts(ds, a, &id, &v, e) ||
			       set_told(ds, a, d, to, id, e) ||
			       store_digest_done(ds->store, d->name, to, now, e)
			   ? -1
			   : 0;
	if (collect_verdicts(ds, a, &id, &v, e) ||
	    fill_digest(ds->store, a, r, e))
		return -1;
	/* Two mails of one second have different periods and ids. */
	r->from = last;
	r->to = now > last ? now : last + 1;
	keep_wanted(d, r);
	if (id != before && set_told(ds, a, d, to, id, e))
		return -1;
	if (!mail_has_content(r))
		return 0;
	return queue_mail(ds, a, d, to, r, e) ||
		       store_digest_done(ds->store, d->name, to, r->to, e)
		   ? -1
		   : 0;
}

/* --- for every reader --- */

typedef int tell(struct digests *, struct arena *, const struct config_digest *,
    const char *to, struct err *);

/* In a transaction of its own: a digest that fails holds up no other. */
static bool tell_one(struct digests *ds, tell *how,
    const struct config_digest *d, const char *to)
{
	struct arena a;
	struct err e;
	bool told = true;

	arena_init(&a);
	if (store_begin(ds->store, &e) || how(ds, &a, d, to, &e) ||
	    store_commit(ds->store, &e)) {
		store_rollback(ds->store);
		log_error("digest %s for %s: %s", d->name, to, e.text);
		told = false;
	}
	arena_free(&a);
	return told;
}

static bool tell_all(struct digests *ds, bool at_once)
{
	bool told = true;

	for (size_t i = 0; i < ds->config->digest_count; i++) {
		const struct config_digest *d = &ds->config->digests[i];

		if ((d->when == DIGEST_AT_ONCE) != at_once)
			continue;
		for (size_t j = 0; j < d->to.n; j++)
			told &=
			    tell_one(ds, at_once ? tell_verdicts : tell_if_due,
				d, d->to.v[j]);
	}
	outbox_look(ds->outbox);
	return told;
}

static void on_alarm(void *arg)
{
	struct digests *ds = arg;

	if (tell_all(ds, false))
		alarm_set(ds->alarm, digests_next_at(ds));
	else
		alarm_set(ds->alarm, clock_wall(ds->clock) + RETRY_S);
}

static void tell_at_once(struct digests *ds)
{
	if (!ds->verdicts)
		return;
	ds->verdicts = false;
	evtimer_del(ds->patience);
	tell_all(ds, true);
}

static void on_patience(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	tell_at_once(arg);
}

void digests_settled(struct digests *ds)
{
	struct timeval tv = {.tv_sec = PATIENCE_S};

	if (ds->verdicts)
		return;
	ds->verdicts = true;
	evtimer_add(ds->patience, &tv);
}

void digests_quiet(struct digests *ds)
{
	tell_at_once(ds);
}

/* --- the whole --- */

struct digests *digests_new(struct event_base *base, const struct clock *clock,
    struct store *store, struct outbox *outbox)
{
	struct digests *ds = mem_alloc(sizeof(*ds));

	ds->clock = clock;
	ds->store = store;
	ds->outbox = outbox;
	ds->alarm = alarm_new(base, clock, on_alarm, ds);
	ds->patience = evtimer_new(base, on_patience, ds);
	return ds;
}

void digests_free(struct digests *ds)
{
	if (!ds)
		return;
	alarm_free(ds->alarm);
	event_free(ds->patience);
	free(ds);
}

void digests_configure(struct digests *ds, const struct config *config)
{
	ds->config = config;
	ds->next_from = 0;
	outbox_enable(ds->outbox, config->mail.server != NULL);
	/* What was owed when the daemon went down, and new readers. */
	tell_all(ds, false);
	tell_all(ds, true);
	alarm_set(ds->alarm, digests_next_at(ds));
}

void digests_resume(struct digests *ds)
{
	struct arena a;
	struct err e;

	arena_init(&a);
	for (size_t i = 0; i < ds->config->digest_count; i++) {
		const struct strings *to = &ds->config->digests[i].to;

		for (size_t j = 0; j < to->n; j++)
			if (store_mail_resume(
				ds->store, bare(&a, to->v[j]), &e))
				log_error("%s: %s", to->v[j], e.text);
	}
	arena_free(&a);
	outbox_look(ds->outbox);
}

void digests_stepped(struct digests *ds)
{
	alarm_stepped(ds->alarm);
}

void digests_clock_set(struct digests *ds)
{
	alarm_set(ds->alarm, digests_next_at(ds));
}

/* Zones are files that are read each time: so it is looked up once. */
int64_t digests_next_at(struct digests *ds)
{
	int64_t now = clock_wall(ds->clock), first = 0, at;

	if (ds->next_from && ds->next_from <= now &&
	    (now < ds->next_at || !ds->next_at))
		return ds->next_at;
	for (size_t i = 0; i < ds->config->digest_count; i++) {
		at = localtime_next(&ds->config->digests[i], now);
		if (at && (!first || at < first))
			first = at;
	}
	ds->next_from = now;
	ds->next_at = first;
	return first;
}

static const struct config_digest *find(
    const struct digests *ds, const char *name)
{
	for (size_t i = 0; i < ds->config->digest_count; i++)
		if (!strcmp(ds->config->digests[i].name, name))
			return &ds->config->digests[i];
	return NULL;
}

int digests_send(struct digests *ds, const char *name, size_t *readers)
{
	const struct config_digest *d = find(ds, name);
	bool told = true;

	if (!d)
		return 1;
	*readers = d->to.n;
	for (size_t i = 0; i < d->to.n; i++)
		told &= tell_one(ds, tell_now, d, d->to.v[i]);
	outbox_look(ds->outbox);
	return told ? 0 : -1;
}

static int preview_period(struct digests *ds, const struct config_digest *d,
    struct arena *a, int64_t from, int64_t to, struct buf *text,
    struct digest_preview *out, struct err *e)
{
	struct digest_report r;
	struct mail_envelope env = envelope(ds, a, d, d->to.v[0], to);

	out->from = from;
	out->to = to;
	/* Unlike a mail, a preview takes in this very second. */
	if (report_period(ds, a, d, from, to + 1, &r, e))
		return -1;
	r.to = to;
	if (!mail_has_content(&r))
		return 0;
	out->subject = mail_subject(a, &r);
	mail_text(text, &env, &r);
	return 0;
}

int digests_preview(struct digests *ds, const char *name, struct arena *a,
    struct buf *text, struct digest_preview *out, struct err *e)
{
	const struct config_digest *d = find(ds, name);
	int64_t now = clock_wall(ds->clock), last = 0, before;

	*out = (struct digest_preview){0};
	if (!d)
		return 1;
	if (store_digest_last(ds->store, d->name, d->to.v[0], &last, e))
		return -1;
	if (d->when == DIGEST_AT_ONCE || !last)
		last = now - DAY;
	if (preview_period(ds, d, a, last, now, text, out, e))
		return -1;
	if (out->subject || d->when == DIGEST_AT_ONCE)
		return 0;
	before = localtime_last(d, last - 1);
	return preview_period(ds, d, a, before, last - 1, text, out, e);
}
