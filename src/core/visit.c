/* Finding the route of a request, and what several routes answer alike. */
#include "core/visit.h"

#include <inttypes.h>
#include <string.h>

#include "core/daemon.h"
#include "core/feedreport.h"
#include "core/fill.h"
#include "core/statusreport.h"
#include "text/utf8.h"
#include "view/json.h"

int visit_failed(struct visit *v)
{
	return request_fail(v->r, 500, "%s", v->err.text);
}

int visit_no_such(struct visit *v, const char *what)
{
	return request_fail(v->r, 404, "there is no %s %" PRId64, what, v->id);
}

int visit_done(struct visit *v, int status, const char *text)
{
	json_t *o;

	if (v->r->dress->format == VIEW_TEXT) {
		utf8_put_visible(v->r->out, text);
		buf_putc(v->r->out, '\n');
		return status;
	}
	o = json_object();
	json_put_text(o, "result", text);
	json_write(v->r->out, o);
	return status;
}

void visit_told(struct visit *v, bool polls)
{
	if (v->r->dress->format == VIEW_JSON || v->r->type)
		v->r->changed_at = daemon_changed_at(v->d, polls);
}

#define LIMIT_DEFAULT 50
#define LIMIT_MOST    1000

int64_t visit_limit(struct visit *v)
{
	int64_t n = request_number(v->r, "limit", LIMIT_DEFAULT, LIMIT_MOST);

	if (n <= 0)
		request_fail(v->r, 400,
		    "limit: a whole number from 1 to %d is wanted", LIMIT_MOST);
	return n > 0 ? n : -1;
}

int visit_cursor(struct visit *v, struct cursor *c)
{
	const char *s = request_param(v->r, "behind");
	char after;

	if (!s || (sscanf(s, "%" SCNd64 "-%" SCNd64 "%c", &c->at, &c->id,
		       &after) == 2 &&
		      c->at > 0))
		return 0;
	request_fail(v->r, 400,
	    "behind: what the header Link of the page before says is wanted");
	return -1;
}

const char *visit_vendor(struct visit *v)
{
	const char *name = request_param(v->r, "vendor"), *known;

	if (!name || !*name)
		return NULL;
	known = lexicon_vendor(v->d->setup->lexicon, name);
	return known ? known : name;
}

int visit_story(
    struct visit *v, void (*view)(struct buf *, const struct dress *,
			 const struct story_report *))
{
	struct story_report report;
	int rc =
	    store_report_story(v->d->store, v->arena, v->id, &report, &v->err);

	if (rc)
		return rc < 0 ? visit_failed(v) : visit_no_such(v, "story");
	visit_told(v, false);
	view(v->r->out, v->r->dress, &report);
	return 200;
}

int visit_rumor(
    struct visit *v, void (*view)(struct buf *, const struct dress *,
			 const struct rumor_report *))
{
	struct rumor_report report;
	int rc =
	    store_report_rumor(v->d->store, v->arena, v->id, &report, &v->err);

	if (rc)
		return rc < 0 ? visit_failed(v) : visit_no_such(v, "rumor");
	if (fill_rumors(v->d->store, v->arena, &report.row, 1, &v->err))
		return visit_failed(v);
	statusreport_unverifiable(v->d, &report.row, 1);
	visit_told(v, false);
	view(v->r->out, v->r->dress, &report);
	return 200;
}

int visit_rumors(struct visit *v, const struct rumor_filter *f,
    struct rumor_row **rows, size_t *n)
{
	if (store_report_rumors(v->d->store, v->arena, f, rows, n, &v->err) ||
	    fill_rumors(v->d->store, v->arena, *rows, *n, &v->err))
		return -1;
	statusreport_unverifiable(v->d, *rows, *n);
	return 0;
}

struct feed *visit_feeds(struct visit *v, size_t *n)
{
	struct feed *feeds;

	*n = poll_count(v->d->poll);
	feeds = arena_array(v->arena, *n + 1, sizeof(*feeds));
	for (size_t i = 0; i < *n; i++)
		feeds[i] = feedreport_feed(v->arena, poll_feed(v->d->poll, i));
	return feeds;
}

void visit_lead(struct visit *v, enum lead_list list, bool filtered)
{
	struct lead l = {.list = list, .filtered = filtered};
	const struct feed *feeds = visit_feeds(v, &l.feeds);

	for (size_t i = 0; i < l.feeds; i++) {
		const struct feed *f = &feeds[i];

		l.answered += f->succeeded_at != 0;
		l.failing += f->failing_since != 0;
		if (f->due_at && (!l.due_at || f->due_at < l.due_at))
			l.due_at = f->due_at;
	}
	view_lead(v->r->out, v->r->dress, &l);
}

int visit_status(struct visit *v, const char *status, struct rumor_filter *f)
{
	enum rumor_status parsed;

	f->status = -1;
	if (!status)
		return 0;
	f->unsettled = !strcmp(status, "unsettled");
	f->settled = !strcmp(status, "settled");
	if (f->unsettled || f->settled)
		return 0;
	if (rumor_status_parse(status, &parsed)) {
		request_fail(v->r, 400,
		    "status: \"%s\" is none of open, corroborated, confirmed, "
		    "partly-confirmed, contradicted, denied, expired, "
		    "unsettled, settled",
		    status);
		return -1;
	}
	f->status = (int)parsed;
	return 0;
}

/* Whole numbers from 1; 0 for anything else. */
static int64_t parse_id(const char *s)
{
	int64_t n = 0;

	if (!*s || strlen(s) > 18)
		return 0;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return 0;
		n = n * 10 + (*s - '0');
	}
	return n;
}

static bool fits(const struct route *r, struct visit *v, const char *path)
{
	size_t n = strlen(r->prefix), m = r->suffix ? strlen(r->suffix) : 0;
	size_t tail;

	if (strncmp(path, r->prefix, n))
		return false;
	path += n;
	tail = strlen(path);
	if (r->tail == ROUTE_ALONE)
		return tail == 0;
	if (tail <= m || (m && strcmp(path + tail - m, r->suffix)))
		return false;
	v->name = arena_strndup(v->arena, path, tail - m);
	v->id = parse_id(v->name);
	return r->tail == ROUTE_WITH_TEXT || !strchr(v->name, '/');
}

/* A page is HTML; what is no page never is, but for its errors. */
static void dress(struct dress *d, bool page)
{
	if (page)
		d->format = VIEW_HTML;
	else if (d->format == VIEW_HTML)
		d->format = VIEW_JSON;
}

static const struct route *find(
    struct visit *v, const struct routes *tables, size_t n)
{
	for (size_t t = 0; t < n; t++)
		for (size_t i = 0; i < tables[t].count; i++) {
			if (!fits(&tables[t].rows[i], v, v->r->path))
				continue;
			dress(v->r->dress, tables[t].pages);
			return &tables[t].rows[i];
		}
	return NULL;
}

int visit_routes(struct daemon *d, struct request *r,
    const struct routes *tables, size_t table_count)
{
	struct arena arena;
	struct visit v = {.d = d, .r = r, .arena = &arena};
	const struct route *route;
	int status;

	arena_init(&arena);
	route = find(&v, tables, table_count);
	if (!route)
		status =
		    request_fail(r, 404, "there is nothing at %.200s", r->path);
	else if (route->tail == ROUTE_WITH_ID && !v.id)
		status = request_fail(r, 400,
		    "\"%s\" is not a number of what %s has", v.name,
		    route->prefix);
	else
		status = route->answer(&v);
	arena_free(&arena);
	return status;
}
