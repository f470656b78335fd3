/* When a feed is asked next: the arithmetic of polite polling. */
#include "core/schedule.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <strings.h>

#include "base/mem.h"
#include "text/date.h"

#define MINUTE 60
#define HOUR   INT64_C(3600)
#define DAY    INT64_C(86400)

#define DEFAULT_S	HOUR /* rule 11 */
#define NO_VALIDATOR_S	DAY
#define LONGEST_PAUSE_S (7 * DAY) /* rule 16 */
#define MOVED_AFTER_S	(3 * DAY) /* rule 25 */
#define SLOW_DOWN_MOST	4	  /* rule 13: times the interval */
#define JITTER		0.1
#define LOST_FROM_S	MINUTE
#define LOST_SPREAD_S	(4 * MINUTE)
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Seconds to wait after the nth failure in a row; the last one repeats. */
static const int64_t failed_waits[] = {30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR,
    8 * HOUR, 16 * HOUR, DAY};					   /* rule 23 */
static const int64_t refused_waits[] = {4 * HOUR, 12 * HOUR, DAY}; /* rule 22 */
static const int64_t limited_waits[] = {
    HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY}; /* rule 17 */

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void __attribute__((format(printf, 2, 3)))
say(char **where, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	free(*where);
	*where = mem_strdup(text);
}

static void set_string(char **where, const char *s)
{
	char *copy = mem_strdup(s);

	free(*where);
	*where = copy;
}

/* --- what the server asks for --- */

/* Digits to seconds; a number too long to hold is the largest. */
static int64_t digits(const char *s, const char **end)
{
	int64_t n = 0;

	for (; isdigit((unsigned char)*s); s++)
		n = n > INT64_MAX / 10 - 10 ? INT64_MAX / 10
					    : n * 10 + (*s - '0');
	*end = s;
	return n;
}

int64_t schedule_retry_after(const char *value, int64_t now)
{
	const char *end;
	int64_t s;

	if (!value)
		return -1;
	while (*value == ' ' || *value == '\t')
		value++;
	if (isdigit((unsigned char)*value)) {
		s = digits(value, &end);
		while (*end == ' ' || *end == '\t')
			end++;
		return *end || s == 0 ? -1 : s;
	}
	s = date_parse_http(value);
	return s == DATE_NONE || s <= now ? -1 : s - now;
}

/*
 * x-ratelimit-reset, in seconds from now; -1 where it does not hold. Some
 * write a moment (GitHub), some a number of seconds (Reddit).
 */
static int64_t rate_limit_wait(const struct poll_answer *a, int64_t now)
{
	const char *end;
	int64_t left, reset;

	if (!a->rate_limit_remaining || !a->rate_limit_reset)
		return -1;
	left = digits(a->rate_limit_remaining, &end);
	/* "0.0" is none left; "0.9" is less than one request. */
	if (end == a->rate_limit_remaining || left > 0)
		return -1;
	reset = digits(a->rate_limit_reset, &end);
	if (end == a->rate_limit_reset)
		return -1;
	return reset > now / 2 ? reset - now : reset;
}

enum poll_outcome schedule_outcome(
    int status, const char *retry_after, int64_t now)
{
	if (status == 200)
		return POLL_FRESH;
	if (status == 304)
		return POLL_UNCHANGED;
	if (status == 410)
		return POLL_GONE;
	if (status == 429)
		return POLL_LIMITED;
	if (status == 503 && schedule_retry_after(retry_after, now) > 0)
		return POLL_LIMITED;
	return status >= 400 && status < 500 ? POLL_REFUSED : POLL_FAILED;
}

/* --- the next time --- */

/*
 * Moves a time out of the hours and days that the feed asks to be spared,
 * whatever it was set by.
 */
static int64_t skip(const struct feed_hints *h, int64_t at)
{
	int64_t tried = at;

	for (int i = 0; i < 8 * 24; i++) {
		unsigned hour = (unsigned)(tried / HOUR % 24);
		unsigned day = (unsigned)date_weekday(tried);

		if (!(h->skip_hours >> hour & 1) && !(h->skip_days >> day & 1))
			return tried;
		tried = (tried / HOUR + 1) * HOUR;
	}
	return at; /* it asks for never: not a thing to be obeyed */
}

struct lower {
	int64_t s;
	char why[64];
};

static void raise_to(struct lower *l, int64_t s, const char *why)
{
	if (s <= l->s)
		return;
	l->s = s;
	snprintf(l->why, sizeof(l->why), "%s %" PRId64 " s", why, s);
}

/* Rule 12: the floor, and what the server and the feed ask for. */
static struct lower lower_bound(const struct feed *f,
    const struct schedule_policy *p, const struct poll_answer *a)
{
	struct lower l = {.s = 0};

	raise_to(&l, p->floor_s, "floor");
	if (a->max_age_s >= 0)
		raise_to(&l, a->max_age_s - most(a->age_s, 0), "max-age");
	raise_to(&l, f->hints.ttl_s, "ttl");
	raise_to(&l, f->hints.update_s, "sy:update");
	if (l.s > most(p->ceiling_s, p->floor_s)) {
		l.s = most(p->ceiling_s, p->floor_s);
		snprintf(l.why, sizeof(l.why), "ceiling %" PRId64 " s", l.s);
	}
	return l;
}

/* Rules 11 and 13: how often we would ask of ourselves. */
static struct lower own_interval(const struct feed *f,
    const struct schedule_policy *p, const struct poll_answer *a)
{
	bool validated = f->validators.etag || f->validators.last_modified;
	int64_t base = validated ? DEFAULT_S : NO_VALIDATOR_S;
	int64_t want = f->interval_s ? f->interval_s : p->interval_s;
	struct lower l = {.s = 0};

	/* Faster only where the user asks and max-age allows. */
	if (want < base && (a->max_age_s < 0 || !want))
		want = base;
	raise_to(&l, want, "interval");
	if (want == NO_VALIDATOR_S && !validated)
		snprintf(l.why, sizeof(l.why), "no validator: once a day");
	raise_to(
	    &l, least(f->hints.rhythm_s / 4, SLOW_DOWN_MOST * want), "rhythm");
	l.s = least(l.s, most(p->ceiling_s, p->floor_s));
	return l;
}

static void set_due(struct feed *f, const struct schedule_policy *p,
    const struct poll_answer *a, int64_t now, struct rng *rng)
{
	struct lower low = lower_bound(f, p, a), own = own_interval(f, p, a);
	double jitter = 1 + JITTER * (2 * rng_unit(rng) - 1); /* rule 14 */
	int64_t wait = most(own.s, low.s), jittered, limit, at;

	say(&f->due_reason, "%s", own.s >= low.s ? own.why : low.why);
	jittered = most((int64_t)((double)wait * jitter), low.s);
	limit = rate_limit_wait(a, now);
	if (limit > jittered) { /* rule 21 */
		jittered = least(limit, LONGEST_PAUSE_S);
		say(&f->due_reason, "rate limit %" PRId64 " s", jittered);
		f->paused_until = now + jittered;
		say(&f->pause_reason, "%s", f->due_reason);
	}
	at = now + jittered;
	f->due_at = skip(&f->hints, at);
	if (f->due_at != at)
		say(&f->due_reason, "skipHours or skipDays");
}

static void back_off(struct feed *f, const struct schedule_policy *p,
    const int64_t *waits, size_t n, int64_t now, struct rng *rng)
{
	int64_t wait = waits[f->failures <= n ? f->failures - 1 : n - 1];
	double jitter = 1 + JITTER * (2 * rng_unit(rng) - 1);

	wait = most((int64_t)((double)wait * jitter), p->floor_s);
	f->due_at = skip(&f->hints, now + least(wait, DAY));
	say(&f->due_reason, "back-off after %u in a row", f->failures);
}

static bool pause_feed(struct feed *f, const struct schedule_policy *p,
    const struct poll_answer *a, int64_t now, struct rng *rng)
{
	int64_t wait = schedule_retry_after(a->retry_after, now);
	int64_t limit = rate_limit_wait(a, now), asked;
	bool cut;

	if (wait < 0 && limit <= 0) {
		back_off(f, p, limited_waits, COUNT(limited_waits), now, rng);
		/* Rule 17: at least the table's, jitter or not. */
		f->due_at = most(f->due_at,
		    now +
			limited_waits[least(f->failures, COUNT(limited_waits)) -
				      1]);
		f->paused_until = f->due_at;
		f->due_at = skip(&f->hints, f->due_at);
		say(&f->pause_reason, "HTTP %d without a Retry-After: %s",
		    a->status, f->due_reason);
		return false;
	}
	wait = asked = most(wait, limit);
	cut = wait > LONGEST_PAUSE_S;
	wait = least(wait, LONGEST_PAUSE_S);
	/* Rule 16: never shortened, so the jitter only adds. */
	wait = most(wait, p->floor_s);
	wait += (int64_t)((double)least(wait, HOUR) * JITTER * rng_unit(rng));
	f->paused_until = now + wait;
	f->due_at = skip(&f->hints, f->paused_until);
	say(&f->due_reason, "%s", limit > 0 ? "rate limit" : "Retry-After");
	say(&f->pause_reason, "HTTP %d: %s %" PRId64 " s%s", a->status,
	    f->due_reason, asked, cut ? ", cut to seven days" : "");
	return cut;
}

static void succeeded(
    struct feed *f, const struct schedule_policy *p, int64_t now)
{
	char day[DATE_RFC3339_SIZE];

	f->succeeded_at = now;
	f->failures = 0;
	f->failing_since = 0;
	f->state = FEED_OK;
	free(f->state_reason);
	f->state_reason = NULL;
	if (p->stale_after_s && f->newest_item_at &&
	    now - f->newest_item_at > p->stale_after_s) {
		f->state = FEED_STALE;
		date_format_rfc3339(f->newest_item_at, day);
		say(&f->state_reason, "its newest item is of %.10s", day);
	}
}

static void failed(struct feed *f, enum feed_state state,
    const struct poll_answer *a, int64_t now)
{
	f->state = state;
	f->failures++;
	if (!f->failing_since)
		f->failing_since = now;
	if (a->error)
		say(&f->state_reason, "%s", a->error);
	else if (a->status == 226)
		say(&f->state_reason,
		    "HTTP status 226: a delta, which was not asked for");
	else
		say(&f->state_reason, "HTTP status %d", a->status);
}

/*
 * Nothing is known of the feed, so nothing of it changes. It is asked once
 * more soon, but not all that were lost at one time: one of them may be what
 * net died of.
 */
static void lost(struct feed *f, int64_t now, struct rng *rng)
{
	f->due_at = skip(&f->hints,
	    now + LOST_FROM_S + (int64_t)(LOST_SPREAD_S * rng_unit(rng)));
	say(&f->due_reason, "the request was lost: once more");
}

bool schedule_answer(struct feed *f, const struct schedule_policy *p,
    const struct poll_answer *a, int64_t now, struct rng *rng)
{
	f->polled_at = now;  /* rule 10 */
	f->paused_until = 0; /* it is over, or it would not have been asked */
	set_string(&f->pause_reason, NULL);
	if (a->outcome != POLL_LOST)
		f->last_status = a->status;
	switch (a->outcome) {
	case POLL_FRESH:
	case POLL_UNCHANGED:
		succeeded(f, p, now);
		set_due(f, p, a, now, rng);
		return false;
	case POLL_FAILED:
		failed(f, FEED_FAILING, a, now);
		back_off(f, p, failed_waits, COUNT(failed_waits), now, rng);
		return false;
	case POLL_NOT_A_FEED:
		failed(f, FEED_NOT_A_FEED, a, now);
		back_off(f, p, failed_waits, COUNT(failed_waits), now, rng);
		return false;
	case POLL_REFUSED:
		failed(f, FEED_REFUSED, a, now);
		back_off(f, p, refused_waits, COUNT(refused_waits), now, rng);
		return false;
	case POLL_LIMITED:
		failed(f, FEED_LIMITED, a, now);
		return pause_feed(f, p, a, now, rng);
	case POLL_GONE:
		failed(f, FEED_GONE, a, now);
		f->due_at = 0; /* rule 24 */
		say(&f->due_reason, "410: not asked any more");
		return false;
	case POLL_LOST:
		lost(f, now, rng);
		return false;
	}
	return false;
}

void schedule_pause(struct feed *f, int64_t until, const char *why)
{
	if (f->state == FEED_GONE || until <= f->paused_until)
		return;
	f->paused_until = until;
	say(&f->pause_reason, "%s", why);
	if (f->due_at < until) {
		f->due_at = skip(&f->hints, until);
		say(&f->due_reason, "%s", why);
	}
}

/* --- what is kept of an answer --- */

void schedule_validators(
    struct feed *f, int status, const char *etag, const char *last_modified)
{
	if (status == 200 || etag)
		set_string(&f->validators.etag, etag);
	if (status == 200 || last_modified)
		set_string(&f->validators.last_modified, last_modified);
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y) - (x > y); /* newest first */
}

#define RHYTHM_ITEMS 10

/*
 * Of the latest items: the mean gap, the time since the newest included, and
 * the median gap between two.
 */
static void set_rhythm(struct feed *f, const struct doc *d, int64_t now)
{
	int64_t *at = mem_array(d->entry_count + 1, sizeof(*at));
	struct feed_hints *h = &f->hints;
	size_t n = 0, take;

	for (size_t i = 0; i < d->entry_count; i++)
		if (d->entries[i].published != DATE_NONE &&
		    d->entries[i].published <= now)
			at[n++] = d->entries[i].published;
	qsort(at, n, sizeof(*at), by_time);
	if (n)
		f->newest_item_at = most(f->newest_item_at, at[0]);
	take = n < RHYTHM_ITEMS ? n : RHYTHM_ITEMS;
	h->rhythm_s = h->median_gap_s = 0;
	if (take >= 3) {
		h->rhythm_s = (now - at[take - 1]) / (int64_t)take;
		for (size_t i = 0; i + 1 < take; i++)
			at[i] -= at[i + 1];
		qsort(at, take - 1, sizeof(*at), by_time);
		h->median_gap_s = at[(take - 1) / 2];
	}
	free(at);
}

static const char *const day_names[] = {"sunday", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday"};

void schedule_hints(struct feed *f, const struct doc *d, int64_t now)
{
	struct feed_hints *h = &f->hints;

	h->ttl_s = most(d->ttl_seconds, 0);
	h->update_s = most(d->update_period_seconds, 0);
	h->skip_hours = d->skip_hours & 0xffffff;
	h->skip_days = 0;
	for (size_t i = 0; i < d->skip_days.n; i++)
		for (unsigned day = 0; day < COUNT(day_names); day++)
			if (!strcasecmp(d->skip_days.v[i], day_names[day]))
				h->skip_days |= 1u << day;
	set_rhythm(f, d, now);
	set_string(&f->hub, d->hubs.n ? d->hubs.v[0] : NULL);
}

bool schedule_moved(struct feed *f, const char *to, int64_t now, char **old)
{
	if (!to || !strcmp(to, f->url)) {
		set_string(&f->moved_to, NULL);
		f->moved_first_at = 0;
		return false;
	}
	if (!f->moved_to || strcmp(f->moved_to, to)) {
		set_string(&f->moved_to, to);
		f->moved_first_at = now;
		return false;
	}
	if (now - f->moved_first_at < MOVED_AFTER_S)
		return false;
	*old = f->url;
	f->url = f->moved_to;
	f->moved_to = NULL;
	f->moved_first_at = 0;
	schedule_validators(f, 200, NULL, NULL); /* rule 8 */
	return true;
}

/* --- at start, and by command --- */

void schedule_start(
    struct feed *f, int64_t now, int64_t spread_s, struct rng *rng)
{
	if (f->state == FEED_GONE)
		return;
	f->due_at = most(f->due_at, f->paused_until);
	if (f->due_at <= now)
		f->due_at = skip(&f->hints,
		    now + (int64_t)((double)spread_s * rng_unit(rng)));
}

bool schedule_is_due(struct feed *f, int64_t now)
{
	int64_t at = most(most(f->due_at, f->paused_until), now);
	int64_t spared = skip(&f->hints, at);

	if (spared > now)
		f->due_at = spared;
	if (spared > at)
		say(&f->due_reason, "skipHours or skipDays");
	return spared <= now;
}

/* As long as it was asked for, from now on; else as long as any may be. */
static int64_t pause_brought_back(int64_t until, int64_t told_at, int64_t now)
{
	if (told_at > now && until > told_at)
		return now + least(until - told_at, LONGEST_PAUSE_S);
	return until > now + LONGEST_PAUSE_S + HOUR ? now + LONGEST_PAUSE_S
						    : until;
}

bool schedule_bring_back(struct feed *f, const struct schedule_policy *p,
    int64_t told_at, int64_t now)
{
	int64_t furthest = most(p->ceiling_s, DAY);
	const struct feed before = *f;

	if (f->state == FEED_GONE)
		return false;
	f->polled_at = least(f->polled_at, now);
	f->succeeded_at = least(f->succeeded_at, now);
	f->failing_since = least(f->failing_since, now);
	f->moved_first_at = least(f->moved_first_at, now);
	f->newest_item_at = least(f->newest_item_at, now);
	f->paused_until = pause_brought_back(f->paused_until, told_at, now);
	furthest = most(now + furthest + furthest / 10, f->paused_until);
	f->due_at = least(f->due_at, skip(&f->hints, furthest));
	return f->due_at != before.due_at || f->polled_at != before.polled_at ||
	       f->paused_until != before.paused_until ||
	       f->succeeded_at != before.succeeded_at ||
	       f->failing_since != before.failing_since ||
	       f->moved_first_at != before.moved_first_at ||
	       f->newest_item_at != before.newest_item_at;
}

bool schedule_may_poll(const struct feed *f, const struct schedule_policy *p,
    int64_t now, int64_t *from)
{
	*from =
	    most(f->polled_at ? f->polled_at + p->floor_s : 0, f->paused_until);
	return *from <= now;
}
