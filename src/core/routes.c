/* The routes of both sockets, one function each, found by a table. */
#include "core/routes.h"

#include <inttypes.h>

#include "base/caps.h"
#include "core/backup.h"
#include "core/daemon.h"
#include "core/doctor.h"
#include "core/eventstream.h"
#include "core/feedimport.h"
#include "core/feedreport.h"
#include "core/feedroutes.h"
#include "core/web.h"
#include "core/statusreport.h"
#include "core/visit.h"
#include "store/pages.h"
#include "text/date.h"
#include "text/utf8.h"
#include "view/json.h"

/* --- helpers --- */

/* A time: seconds, or RFC 3339. */
static int time_of(struct visit *v, const char *name, int64_t *at)
{
	const char *s = request_param(v->r, name);

	*at = request_number(v->r, name, 0, INT64_MAX / 100);
	if (*at >= 0)
		return 0;
	*at = s ? date_parse(s) : DATE_NONE;
	if (*at != DATE_NONE)
		return 0;
	request_fail(v->r, 400,
	    "%s: a date as 2024-01-31T09:05:00Z, or seconds since 1970, is "
	    "wanted",
	    name);
	return -1;
}

/* What the lexicon calls it: "DCS" is Digital Chat Station. */
static const char *product_of(struct visit *v)
{
	const char *name = request_param(v->r, "product");
	const struct product *known =
	    name ? lexicon_product(v->d->setup->lexicon, name) : NULL;

	return known ? known->name : name;
}

static const char *tipster_of(struct visit *v)
{
	const char *name = request_param(v->r, "tipster");
	const struct tipster *known =
	    name ? lexicon_tipster(v->d->setup->lexicon, name) : NULL;

	return known ? known->name : name;
}

/* By time, unless the parameter says by rank: then there is no next page. */
static int order_of(struct visit *v, bool *by_rank)
{
	const char *order = request_param(v->r, "order");

	*by_rank = order && !strcmp(order, "rank");
	if (!order || *by_rank || !strcmp(order, "time"))
		return 0;
	request_fail(v->r, 400, "order is rank or time, not \"%s\"", order);
	return -1;
}

/* A list that is as long as it may be goes on behind its last row. */
static void goes_on(
    struct visit *v, size_t n, size_t limit, int64_t at, int64_t id)
{
	if (n == limit)
		snprintf(v->r->behind, sizeof(v->r->behind),
		    "%" PRId64 "-%" PRId64, at, id);
}

/* --- reading --- */

static int get_status(struct visit *v)
{
	struct status_report report;

	if (statusreport_make(v->d, v->arena, &report, &v->err))
		return visit_failed(v);
	view_status(v->r->out, v->r->dress, &report);
	return 200;
}

static int get_feeds(struct visit *v)
{
	struct feed_report *feeds;
	size_t n;

	if (feedreport_all(v, &feeds, &n))
		return visit_failed(v);
	visit_told(v, true);
	view_feeds(v->r->out, v->r->dress, feeds, n);
	v->r->count = (long)n;
	return 200;
}

static int get_feed(struct visit *v)
{
	struct feed_report report;
	int rc = feedreport_one(v, &report);

	if (rc < 0)
		return visit_failed(v);
	if (rc)
		return request_fail(
		    v->r, 404, "there is no feed \"%s\"", v->name);
	visit_told(v, true);
	view_feed(v->r->out, v->r->dress, &report);
	return 200;
}

static int get_stories(struct visit *v)
{
	struct story_filter f = {
	    .vendor = visit_vendor(v), .lang = request_param(v->r, "lang")};
	int64_t limit = visit_limit(v);
	bool by_rank;
	struct story_row *rows;
	size_t n;

	if (limit < 0 || time_of(v, "since", &f.since) ||
	    time_of(v, "until", &f.until) || visit_cursor(v, &f.behind) ||
	    order_of(v, &by_rank))
		return 400;
	f.limit = (size_t)limit;
	if (by_rank)
		f.ranked_at = v->r->dress->now;
	if (store_report_stories(v->d->store, v->arena, &f, &rows, &n, &v->err))
		return visit_failed(v);
	if (n && !f.ranked_at)
		goes_on(v, n, f.limit, rows[n - 1].last_at, rows[n - 1].id);
	if (!f.ranked_at)
		visit_told(v, false);
	view_stories(v->r->out, v->r->dress, rows, n);
	if (!n)
		visit_lead(v, LEAD_STORIES,
		    f.vendor || f.lang || f.since || f.until || f.behind.id);
	v->r->count = (long)n;
	return 200;
}

static int get_story(struct visit *v)
{
	return visit_story(v, view_story);
}

static int explain_story(struct visit *v)
{
	return visit_story(v, view_explain_story);
}

static int filter_of(struct visit *v, struct rumor_filter *f)
{
	int64_t limit = visit_limit(v);

	if (limit < 0 || time_of(v, "since", &f->since) ||
	    time_of(v, "until", &f->until) || visit_cursor(v, &f->behind))
		return -1;
	f->limit = (size_t)limit;
	f->vendor = visit_vendor(v);
	f->product = product_of(v);
	f->tipster = tipster_of(v);
	f->lang = request_param(v->r, "lang");
	return visit_status(v, request_param(v->r, "status"), f);
}

static int get_rumors(struct visit *v)
{
	struct rumor_filter filter = {0};
	struct rumor_row *rows;
	size_t n;

	if (filter_of(v, &filter))
		return 400;
	if (visit_rumors(v, &filter, &rows, &n))
		return visit_failed(v);
	if (n)
		goes_on(
		    v, n, filter.limit, rows[n - 1].changed_at, rows[n - 1].id);
	visit_told(v, false);
	view_rumors(v->r->out, v->r->dress, rows, n,
	    n == filter.limit && !filter.behind.id);
	if (!n)
		visit_lead(v, LEAD_RUMORS,
		    filter.vendor || filter.product || filter.tipster ||
			filter.lang || filter.since || filter.until ||
			filter.behind.id || request_param(v->r, "status"));
	v->r->count = (long)n;
	return 200;
}

static int get_rumor(struct visit *v)
{
	return visit_rumor(v, view_rumor);
}

static int explain_rumor(struct visit *v)
{
	return visit_rumor(v, view_explain_rumor);
}

static int explain_item(struct visit *v)
{
	struct item_row row;
	int rc = store_report_item(v->d->store, v->arena, v->id, &row, &v->err);

	if (rc)
		return rc < 0 ? visit_failed(v) : visit_no_such(v, "item");
	if (store_page_of_item(v->d->store, v->arena, &row, &v->err))
		return visit_failed(v);
	visit_told(v, false);
	view_explain_item(v->r->out, v->r->dress, &row);
	return 200;
}

static int get_tipsters(struct visit *v)
{
	struct tipster_row *rows;
	size_t n;

	int status = visit_tipsters(v, &rows, &n);

	if (status != 200)
		return status;
	visit_told(v, false);
	view_tipsters(v->r->out, v->r->dress, rows, n);
	if (!n)
		visit_lead(v, LEAD_TIPSTERS,
		    visit_vendor(v) || request_param(v->r, "aspect"));
	v->r->count = (long)n;
	return 200;
}

static int get_tipster(struct visit *v)
{
	int64_t limit = visit_limit(v);
	struct cursor behind = {0};
	struct tipster_report report;
	const struct said_row *last;
	int status;

	if (limit < 0 || visit_cursor(v, &behind))
		return 400;
	status = visit_tipster(v, v->name, behind, (size_t)limit, &report);
	if (status != 200)
		return status;
	if (report.more) {
		last = &report.said[report.said_count - 1];
		goes_on(v, report.said_count, report.said_count, last->said_at,
		    last->rumor.id);
	}
	visit_told(v, false);
	view_tipster(v->r->out, v->r->dress, &report);
	return 200;
}

static int get_search(struct visit *v)
{
	struct search_filter f = {.words = request_param(v->r, "q")};
	int64_t limit = visit_limit(v);
	struct search_hit *hits;
	size_t n;

	if (limit < 0 || visit_cursor(v, &f.behind) || order_of(v, &f.by_rank))
		return 400;
	f.limit = (size_t)limit;
	if (!f.words || !*f.words)
		return request_fail(
		    v->r, 400, "q: the words to search for are wanted");
	if (store_search(v->d->store, v->arena, &f, &hits, &n, &v->err))
		return visit_failed(v);
	if (n && !f.by_rank)
		goes_on(v, n, f.limit, hits[n - 1].item.published_at,
		    hits[n - 1].item.id);
	visit_told(v, false);
	view_search(v->r->out, v->r->dress, hits, n);
	if (!n)
		visit_lead(v, LEAD_SEARCH, f.behind.id != 0);
	v->r->count = (long)n;
	return 200;
}

/* What a client that comes back has already; else what it asks for. */
static int64_t stream_after(struct visit *v)
{
	const char *last = request_header(v->r, "Last-Event-ID");
	char *end;
	int64_t n;

	if (!last)
		return request_param(v->r, "after")
			   ? request_number(v->r, "after", 0, INT64_MAX / 100)
			   : -1;
	n = strtoll(last, &end, 10);
	return *end || end == last || n < 0 ? -1 : n;
}

static int get_events(struct visit *v)
{
	const char *accept = request_header(v->r, "Accept");
	int64_t limit = visit_limit(v);
	int64_t after = request_number(v->r, "after", 0, INT64_MAX / 100);
	struct event *events;
	size_t n;

	if (limit < 0)
		return 400;
	if (after < 0)
		return request_fail(
		    v->r, 400, "after: the id of an event is wanted");
	if (accept && strstr(accept, "text/event-stream"))
		return eventstream_open(v->d->events, v->r, stream_after(v));
	if (store_events(v->d->store, v->arena, after, (size_t)limit, &events,
		&n, &v->err))
		return visit_failed(v);
	visit_told(v, false);
	view_events(v->r->out, v->r->dress, events, n);
	v->r->count = (long)n;
	return 200;
}

static int get_doctor(struct visit *v)
{
	struct finding *found;
	size_t n;

	if (doctor_look(v->d, v->arena, &found, &n, &v->err))
		return visit_failed(v);
	view_findings(v->r->out, v->r->dress, found, n);
	v->r->count = (long)n;
	return 200;
}

/* --- previews: small enough to be dressed here --- */

static int no_digest(struct visit *v)
{
	const struct config *c = v->d->setup->config;
	const char *names = "";

	for (size_t i = 0; i < c->digest_count; i++)
		names = arena_printf(v->arena, "%s%s%s", names, i ? ", " : "",
		    c->digests[i].name);
	return request_fail(v->r, 404, "there is no digest \"%s\"%s%s", v->name,
	    c->digest_count ? "; the configuration has "
			    : " in the configuration",
	    names);
}

static int get_digest(struct visit *v)
{
	struct digest_preview p;
	struct buf text;
	json_t *o;
	int rc;

	buf_init(&text, CAP_MAIL);
	rc = digests_preview(
	    v->d->digests, v->name, v->arena, &text, &p, &v->err);
	v->r->count = p.subject != NULL;
	if (rc) {
		rc = rc < 0 ? visit_failed(v) : no_digest(v);
	} else if (v->r->dress->format == VIEW_TEXT) {
		if (p.subject) {
			buf_puts(v->r->out, "Subject: ");
			utf8_put_visible(v->r->out, p.subject);
			buf_printf(v->r->out, "\n\n%s", buf_text(&text));
		} else {
			buf_puts(v->r->out,
			    "Nothing to say; no mail would go out.\n");
		}
		rc = 200;
	} else {
		o = json_object();
		json_put_text(o, "digest", v->name);
		json_put_time(o, "from", p.from);
		json_put_time(o, "to", p.to);
		json_put_text(o, "subject", p.subject);
		json_put_text(o, "text", p.subject ? buf_text(&text) : NULL);
		json_write(v->r->out, o);
		rc = 200;
	}
	buf_free(&text);
	return rc;
}

/* --- writing --- */

static int post_reload(struct visit *v)
{
	struct buf says;
	int status = 200;

	buf_init(&says, 64 << 10);
	if (daemon_reload(v->d, &says)) {
		while (says.len && says.data[says.len - 1] == '\n')
			buf_truncate(&says, says.len - 1);
		status = request_fail(v->r, 422,
		    "the configuration was left as it was: %s",
		    buf_text(&says));
	} else {
		for (size_t i = 0; i + 1 < says.len; i++)
			if (says.data[i] == '\n')
				says.data[i] = ';';
		if (says.len)
			buf_truncate(&says, says.len - 1);
		status = visit_done(v, 200,
		    arena_printf(v->arena,
			"configuration loaded: %zu feeds%s%s",
			poll_count(v->d->poll), says.len ? "; but " : "",
			buf_text(&says)));
	}
	buf_free(&says);
	return status;
}

static int post_poll(struct visit *v)
{
	char at[DATE_RFC3339_SIZE];
	int64_t from = 0;

	switch (poll_now(v->d->poll, v->name, &from)) {
	case POLL_NOW_UNKNOWN:
		return request_fail(
		    v->r, 404, "there is no feed \"%s\"", v->name);
	case POLL_NOW_BUSY:
		return visit_done(v, 202,
		    arena_printf(
			v->arena, "feed %s is being asked already", v->name));
	case POLL_NOW_TOO_SOON:
		date_format_rfc3339(from, at);
		return request_fail(v->r, 409,
		    "feed %s was asked a short while ago, or its server wants "
		    "a pause: not again before %s",
		    v->name, at);
	case POLL_NOW_HELD:
		return request_fail(v->r, 409,
		    "feed %s is paused by command: run hearsay feed resume %s",
		    v->name, v->name);
	case POLL_NOW_OK:
		break;
	}
	return visit_done(
	    v, 202, arena_printf(v->arena, "feed %s is asked", v->name));
}

static int post_send(struct visit *v)
{
	size_t readers = 0;
	int rc = digests_send(v->d->digests, v->name, &readers);

	if (rc > 0)
		return no_digest(v);
	if (rc < 0)
		return request_fail(v->r, 500,
		    "digest %s: it could not be made; the log says why",
		    v->name);
	return visit_done(v, 202,
	    arena_printf(v->arena,
		"digest %s: its period ends here; what there is to say goes "
		"to %zu %s",
		v->name, readers, readers == 1 ? "reader" : "readers"));
}

/* --- the tables --- */

/* The operator's own: who gets mail, what fails and where things are. */
static const struct route own[] = {
    {"/v1/status", ROUTE_ALONE, NULL, get_status},
    {"/v1/events", ROUTE_ALONE, NULL, get_events},
    {"/v1/doctor", ROUTE_ALONE, NULL, get_doctor},
    {"/v1/digest/", ROUTE_WITH_NAME, NULL, get_digest},
};

static const struct route reading[] = {
    {"/v1/feeds", ROUTE_ALONE, NULL, get_feeds},
    {"/v1/feeds.opml", ROUTE_ALONE, NULL, feedexport},
    {"/v1/feeds/", ROUTE_WITH_NAME, NULL, get_feed},
    {"/v1/stories", ROUTE_ALONE, NULL, get_stories},
    {"/v1/stories/", ROUTE_WITH_ID, NULL, get_story},
    {"/v1/rumors", ROUTE_ALONE, NULL, get_rumors},
    {"/v1/rumors/", ROUTE_WITH_ID, NULL, get_rumor},
    {"/v1/tipsters", ROUTE_ALONE, NULL, get_tipsters},
    {"/v1/tipsters/", ROUTE_WITH_TEXT, NULL, get_tipster},
    {"/v1/search", ROUTE_ALONE, NULL, get_search},
    {"/v1/explain/story/", ROUTE_WITH_ID, NULL, explain_story},
    {"/v1/explain/rumor/", ROUTE_WITH_ID, NULL, explain_rumor},
    {"/v1/explain/item/", ROUTE_WITH_ID, NULL, explain_item},
};

static const struct route writing[] = {
    {"/v1/reload", ROUTE_ALONE, NULL, post_reload},
    {"/v1/backup", ROUTE_ALONE, NULL, backup_make},
    {"/v1/backup/kept", ROUTE_ALONE, NULL, backup_kept},
    {"/v1/feeds", ROUTE_ALONE, NULL, feedroutes_add},
    {"/v1/feeds/import", ROUTE_ALONE, NULL, feedimport},
    {"/v1/find", ROUTE_ALONE, NULL, feedroutes_find},
    {"/v1/feeds/", ROUTE_WITH_NAME, "/poll", post_poll},
    {"/v1/digest/", ROUTE_WITH_NAME, "/send", post_send},
    {"/v1/feeds/", ROUTE_WITH_NAME, "/pause", feedroutes_pause},
    {"/v1/feeds/", ROUTE_WITH_NAME, "/resume", feedroutes_resume},
    {"/v1/feeds/", ROUTE_WITH_NAME, "/remove", feedroutes_remove},
};

#define COUNT(t) (sizeof(t) / sizeof((t)[0]))

int routes_status(void *daemon, struct request *r)
{
	const struct routes tables[] = {
	    {.rows = own, .count = COUNT(own)},
	    {.rows = reading, .count = COUNT(reading)},
	    ruling_reading,
	    {.rows = web_routes, .count = web_route_count, .pages = true},
	};

	return visit_routes(daemon, r, tables, COUNT(tables));
}

int routes_page(void *daemon, struct request *r)
{
	const struct routes tables[] = {
	    {.rows = reading, .count = COUNT(reading)},
	    {.rows = web_routes, .count = web_route_count, .pages = true},
	};

	return visit_routes(daemon, r, tables, COUNT(tables));
}

int routes_control(void *daemon, struct request *r)
{
	const struct routes tables[] = {
	    {.rows = writing, .count = COUNT(writing)},
	    ruling_writing,
	};

	daemon_touched(daemon);
	return visit_routes(daemon, r, tables, COUNT(tables));
}
