/* Least waits after each answer, and whether the next request kept them. */
#include "polite.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ledger.h"
#include "past.h"
#include "simtime.h"
#include "text/date.h"

#define FLOOR_S	  (15 * MINUTE)
#define CEILING_S DAY
#define GAP_MS	  10000
#define WEEK_S	  (7 * DAY)
#define STEADY_S  (12 * HOUR)
#define JITTER	  0.9 /* of the tables: doc/polling.md, rule 14 */
#define NEVER	  INT64_MAX

static const int64_t failed[] = {
    30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY};
static const int64_t refused[] = {4 * HOUR, 12 * HOUR, DAY};
static const int64_t limited[] = {
    HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY};
#define OF(table, n) table_at(table, sizeof(table) / sizeof((table)[0]), n)

/* A wait that began at some time. */
struct wait {
	int64_t from_true, from_wall, s;
};

struct polite {
	bool asked; /* it is known, and what it has answered */
	unsigned place;
	struct wait wait;
	char why[64];
	unsigned failures;
	char etag[80], last_modified[48]; /* "": none */
	int64_t ttl_s;
	uint32_t skip_hours, skip_days;
	bool told_gone;
	bool by_wrong_clock; /* a date was read by one: no bound is known */
};

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t table_at(const int64_t *table, size_t n, unsigned failures)
{
	return table[failures < n ? failures - 1 : n - 1];
}

static void set_wait(struct wait *w, int64_t s)
{
	w->from_true = simtime_true();
	w->from_wall = simtime_wall();
	w->s = s;
}

/*
 * When the clock had gone on for half a day: what a wrong one had set was
 * brought back then, and counts from there (rule 35).
 */
#define BACKS 32

static struct {
	int64_t unsteady, off; /* since then, by a clock that is off so much */
	struct {
		int64_t at_true, at_wall;
	} backs[BACKS]; /* a ring */
	size_t n;
} steady;

static void note_back(void)
{
	int64_t at = steady.unsteady + STEADY_S;

	if (!steady.unsteady || simtime_true() < at)
		return;
	steady.backs[steady.n % BACKS].at_true = at;
	steady.backs[steady.n++ % BACKS].at_wall = at + steady.off;
	steady.unsteady = 0;
}

void polite_unsteady(void)
{
	note_back();
	steady.unsteady = simtime_true();
	steady.off = simtime_off();
}

/* Seconds by which it was broken, within the second that clocks round to. */
static int64_t broken_by(const struct wait *w)
{
	int64_t wall = simtime_wall();
	int64_t gone = most(simtime_true() - w->from_true, wall - w->from_wall);

	note_back();
	for (size_t i = 0; i < BACKS && i < steady.n; i++)
		if (steady.backs[i].at_true >= w->from_true)
			gone = most(gone, wall - steady.backs[i].at_wall);
	return w->s - 1 - gone;
}

struct polite *polite_new(void)
{
	return mem_alloc(sizeof(struct polite));
}

void polite_free(struct polite *p)
{
	free(p);
}

void polite_readdress(struct polite *p, unsigned place)
{
	if (p->asked && p->place != place)
		*p = (struct polite){0};
}

/* --- a request --- */

/* What happened before is told with it. */
static void __attribute__((format(printf, 2, 3)))
broken(const struct site *s, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	violation("%s", text);
	ledger_explain(s);
	past_tell(s);
}

static bool same(const char *got, const char *wanted)
{
	return !strcmp(got ? got : "", wanted);
}

static void check_skips(const struct site *s, const struct polite *p)
{
	int64_t at = simtime_wall();
	unsigned hour = (unsigned)(at / HOUR % 24);
	unsigned day = (unsigned)date_weekday(at);

	if (p->skip_hours >> hour & 1)
		broken(s, "%s: asked in hour %u, which it wants to be spared",
		    s->slug, hour);
	if (p->skip_days >> day & 1)
		broken(s, "%s: asked on day %u, which it wants to be spared",
		    s->slug, day);
}

void polite_asked(struct site *s, unsigned place, const struct fetch_request *r)
{
	struct polite *p = s->polite;

	past_note(s, "asked at address %u", place);
	if (p->told_gone && place == p->place)
		broken(s, "%s: asked after a 410", s->slug);
	if (broken_by(&p->wait) > 0)
		broken(s, "%s: asked %" PRId64 " s too soon: %s, %" PRId64 " s",
		    s->slug, broken_by(&p->wait), p->why, p->wait.s);
	if (!p->asked)
		return; /* nobody knows what the daemon knows */
	if (place != p->place)
		p->etag[0] = p->last_modified[0] = '\0';
	if (!same(r->etag, p->etag) ||
	    !same(r->last_modified, p->last_modified))
		broken(s, "%s: validators %s and %s in place of %s and %s",
		    s->slug, r->etag ? r->etag : "-",
		    r->last_modified ? r->last_modified : "-",
		    p->etag[0] ? p->etag : "-",
		    p->last_modified[0] ? p->last_modified : "-");
	if (!simtime_off())
		check_skips(s, p);
}

/* --- an answer --- */

/* What it asks for is another thing to each clock. */
static bool is_date(const char *retry_after)
{
	return retry_after && date_parse_http(retry_after) != DATE_NONE;
}

/* A Retry-After that asks for something; -1 else. */
static int64_t asks_for(const char *value)
{
	int64_t at;
	char *end;

	if (!value)
		return -1;
	at = strtoll(value, &end, 10);
	if (end != value && !*end)
		return at > 0 ? at : -1;
	at = date_parse_http(value);
	if (at == DATE_NONE)
		return -1;
	return at > simtime_wall() ? at - simtime_wall() : -1;
}

static void keep(char *to, size_t n, const char *value)
{
	snprintf(to, n, "%s", value ? value : "");
}

static int64_t after_success(struct polite *p, const struct fetch_reply *r)
{
	bool validated = p->etag[0] || p->last_modified[0];
	bool by_max_age = r->max_age_s >= 0;
	int64_t own = validated || by_max_age ? HOUR : DAY, low = FLOOR_S;
	int64_t limit = -1;

	if (by_max_age)
		low = most(low, r->max_age_s - most(r->age_s, 0));
	low = least(most(low, p->ttl_s), CEILING_S);
	if (r->rate_limit_remaining && !strcmp(r->rate_limit_remaining, "0"))
		limit = least(strtoll(r->rate_limit_reset, NULL, 10), WEEK_S);
	p->failures = 0;
	snprintf(p->why, sizeof(p->why), "max-age %" PRId64 ", ttl %" PRId64,
	    r->max_age_s, p->ttl_s);
	return most(most((int64_t)(JITTER * (double)own), low), limit);
}

static int64_t after_failure(
    struct polite *p, const struct fetch_reply *r, bool by_host)
{
	int64_t asked = asks_for(r->retry_after);
	int64_t status = r->result == FETCH_HTTP ? r->status : 0;

	p->failures++;
	snprintf(p->why, sizeof(p->why), "failure %u, status %d, %.20s",
	    p->failures, (int)status, r->retry_after ? r->retry_after : "");
	if (by_host || (status == 503 && asked > 0))
		return asked > 0 ? most(least(asked, WEEK_S), FLOOR_S)
				 : OF(limited, p->failures);
	if (status >= 400 && status < 500)
		return (int64_t)(JITTER * (double)OF(refused, p->failures));
	return (int64_t)(JITTER * (double)OF(failed, p->failures));
}

static void take_validators(struct polite *p, const struct fetch_reply *r)
{
	if (r->status == 200 || r->etag)
		keep(p->etag, sizeof(p->etag), r->etag);
	if (r->status == 200 || r->last_modified)
		keep(p->last_modified, sizeof(p->last_modified),
		    r->last_modified);
}

/* --- hosts --- */

/* Of a host that is asked now, or was. */
static struct host_state {
	bool busy;
	int64_t ended_ms;
	struct wait pause;
	const struct site *paused_by;
	bool by_wrong_clock; /* no bound is known */
} * hosts;
static size_t host_count;

static struct host_state *state_of(const struct host *h)
{
	size_t n = (size_t)strtoul(h->name + 1, NULL, 10);

	if (n >= host_count) {
		hosts = mem_grow(hosts, n + 64, sizeof(*hosts));
		memset(hosts + host_count, 0,
		    (n + 64 - host_count) * sizeof(*hosts));
		host_count = n + 64;
	}
	return &hosts[n];
}

void polite_host_asked(struct host *h, const char *what)
{
	struct host_state *s = state_of(h);
	int64_t gap = simtime_true_ms() - s->ended_ms;

	if (s->busy)
		violation("%s: two requests at a time, for %s", h->name, what);
	if (s->ended_ms && gap < GAP_MS)
		violation("%s: asked %" PRId64 " ms after its last answer, "
			  "for %s",
		    h->name, gap, what);
	if (broken_by(&s->pause) > 0)
		broken(s->paused_by,
		    "%s: asked %" PRId64 " s before its pause of %" PRId64
		    " s was over, for %s",
		    h->name, broken_by(&s->pause), s->pause.s, what);
	s->pause.s = 0; /* it was over */
	s->busy = true;
}

void polite_host_ended(struct host *h)
{
	struct host_state *s = state_of(h);

	s->busy = false;
	s->ended_ms = simtime_true_ms();
}

void polite_answered(
    struct site *s, unsigned place, const struct polite_answer *a)
{
	const struct fetch_reply *r = a->reply;
	struct polite *p = s->polite;
	bool http = r->result == FETCH_HTTP;
	bool well =
	    http && (r->status == 304 || (r->status == 200 && a->is_feed));
	int64_t wait;

	past_note(s, "answered: %s%d%s%.32s", http ? "" : "no HTTP, ",
	    http ? (int)r->status : (int)r->result,
	    r->retry_after ? ", Retry-After " : "",
	    r->retry_after ? r->retry_after : "");
	p->asked = true;
	p->place = place;
	p->told_gone = http && r->status == 410;
	p->by_wrong_clock = simtime_off() && is_date(r->retry_after);
	if (well) {
		take_validators(p, r);
		if (r->status == 200) {
			p->ttl_s = a->ttl_s;
			p->skip_hours = a->skip_hours;
			p->skip_days = a->skip_days;
		}
		wait = after_success(p, r);
	} else {
		wait = after_failure(p, r, http && r->status == 429);
	}
	set_wait(&p->wait, wait);
	if (http && r->status == 429) {
		set_wait(&state_of(s->host)->pause, wait);
		state_of(s->host)->paused_by = s;
		state_of(s->host)->by_wrong_clock = p->by_wrong_clock;
	}
}

void polite_stopped(struct site *s)
{
	int64_t now = simtime_true();
	struct wait *pause = &state_of(s->host)->pause;

	if (s->polite->asked && s->polite->wait.from_true >= now - 1)
		*s->polite = (struct polite){0};
	if (pause->from_true >= now - 1)
		pause->s = 0;
}

/* --- neither never --- */

void polite_look(struct site *s)
{
	struct polite *p = s->polite;
	const struct host_state *h = state_of(s->host);
	int64_t since = sim_settled_since(), gone, bound;

	if (!p->asked || p->told_gone || p->by_wrong_clock || !since)
		return;
	if (since < p->wait.from_true)
		since = p->wait.from_true;
	gone = simtime_true() - since;
	bound = most(p->wait.s, CEILING_S) * 11 / 10 + 15 * HOUR;
	if (p->skip_days || p->skip_hours)
		bound += 8 * DAY;
	if (broken_by(&h->pause) > (h->by_wrong_clock ? -9 * DAY : -DAY))
		return; /* another feed's pause held it up */
	if (gone > bound)
		broken(s, "%s: not asked for %.1f days, after %s", s->slug,
		    (double)gone / (double)DAY, p->why);
}
