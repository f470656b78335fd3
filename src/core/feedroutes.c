/* Commands on one feed: their parameters, what refuses them, their answers. */
#include "core/feedroutes.h"

#include "base/duration.h"
#include "base/log.h"
#include "core/daemon.h"
#include "core/feedadd.h"
#include "core/feedlist.h"
#include "text/date.h"

#define PICK_MOST 1000

static int no_such(struct visit *v)
{
	return request_fail(v->r, 404, "there is no feed \"%s\"", v->name);
}

static int done(struct visit *v, const char *text)
{
	log_info("by command: %s", text);
	return visit_done(v, 200, text);
}

static const char *get(const void *request, const char *name)
{
	return request_param(request, name);
}

int feedroutes_add(struct visit *v)
{
	struct feed_words words = feedlist_words(get, v->r);
	int64_t pick = request_number(v->r, "pick", 0, PICK_MOST);

	if (pick < 0)
		return request_fail(v->r, 400,
		    "pick: a whole number from 1 is wanted: that of a feed in "
		    "the list");
	return feedadd(v->d, v->r, &words, pick);
}

int feedroutes_find(struct visit *v)
{
	return feedadd_find(v->d, v->r, request_param(v->r, "url"));
}

int feedroutes_remove(struct visit *v)
{
	const struct polled *p = poll_find(v->d->poll, v->name);
	struct err e;

	if (!p)
		return no_such(v);
	if (p->feed.place)
		return request_fail(v->r, 409,
		    "feed %s is of a file: take it out of %s and run hearsay "
		    "reload, or pause it",
		    v->name, p->feed.place);
	if (poll_remove(v->d->poll, p, &e))
		return request_fail(v->r, 500, "%s", e.text);
	return done(
	    v, arena_printf(v->arena,
		   "feed %s removed; the items that it brought stay", v->name));
}

/* "until" or "for", as a moment; 0 for neither. -1: it is answered. */
static int64_t end_of_pause(struct visit *v, int *status)
{
	const char *until = request_param(v->r, "until");
	const char *span = request_param(v->r, "for");
	int64_t now = clock_wall(&v->d->clock), at = 0;

	if (until && span) {
		*status = request_fail(v->r, 400,
		    "until and for: one of them is wanted, not both");
		return -1;
	}
	if (span) {
		at = duration_parse(span);
		if (at > 0)
			return now + at;
		*status = request_fail(v->r, 400,
		    "for: \"%s\" is not a duration: write a number and a unit "
		    "(s, min, h, d, w), as in \"3d\"",
		    span);
		return -1;
	}
	if (!until)
		return 0;
	at = date_parse(until);
	if (at == DATE_NONE)
		*status = request_fail(v->r, 400,
		    "until: a date as 2024-01-31 or 2024-01-31T09:05:00Z is "
		    "wanted");
	else if (at <= now)
		*status = request_fail(
		    v->r, 400, "until: \"%s\" is over already", until);
	return at == DATE_NONE || at <= now ? -1 : at;
}

int feedroutes_pause(struct visit *v)
{
	const struct polled *p = poll_find(v->d->poll, v->name);
	char at[DATE_RFC3339_SIZE];
	int64_t until;
	int status = 0;
	struct err e;

	if (!p)
		return no_such(v);
	until = end_of_pause(v, &status);
	if (until < 0)
		return status;
	if (poll_hold(v->d->poll, p, until, &e))
		return request_fail(v->r, 500, "%s", e.text);
	if (!until)
		return done(
		    v, arena_printf(v->arena,
			   "feed %s is paused until it is resumed", v->name));
	date_format_rfc3339(until, at);
	return done(v,
	    arena_printf(v->arena, "feed %s is paused until %s", v->name, at));
}

int feedroutes_resume(struct visit *v)
{
	const struct polled *p = poll_find(v->d->poll, v->name);
	int64_t now = clock_wall(&v->d->clock), next;
	char at[DATE_RFC3339_SIZE];
	struct err e;

	if (!p)
		return no_such(v);
	if (!feed_is_held(&p->feed, now))
		return request_fail(v->r, 409,
		    "feed %s is not paused by command%s", v->name,
		    p->feed.paused_until > now
			? "; its server asked for the pause that it has"
			: "");
	if (poll_unhold(v->d->poll, p, &e))
		return request_fail(v->r, 500, "%s", e.text);
	next = p->feed.due_at > now ? p->feed.due_at : now;
	date_format_rfc3339(next, at);
	return done(v, arena_printf(v->arena,
			   "feed %s is polled again, from %s on", v->name, at));
}
