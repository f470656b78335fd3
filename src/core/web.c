/* The web page: the reports of /v1 in the dress of view/web.h. */
#include "core/web.h"

#include "core/daemon.h"
#include "core/statusreport.h"
#include "text/utf8.h"
#include "view/atom.h"
#include "view/web.h"
#include "view/metrics.h"

#define BOARD_DEFAULT 60 /* rumors: a first page of some 50 kB */
#define BOARD_MOST    1000
#define LIST_DEFAULT  100

/* An empty field of a form is no filter. */
static const char *field(const struct visit *v, const char *name)
{
	const char *s = request_param(v->r, name);

	return s && *s ? s : NULL;
}

/* How many are wanted; 0 or less: that is wrong, and answered. */
static int64_t board_limit(struct visit *v, int64_t absent)
{
	int64_t n = request_number(v->r, "limit", absent, BOARD_MOST);

	if (n <= 0)
		request_fail(v->r, 400,
		    "limit: a whole number from 1 to %d is wanted", BOARD_MOST);
	return n;
}

/* --- rumors --- */

static bool holds(struct arena *a, const char *text, const char *folded)
{
	size_t n;
	char *t = text ? utf8_fold(a, text, strlen(text), &n, NULL) : NULL;

	return t && strstr(t, folded);
}

static bool has_words(
    struct arena *a, const struct rumor_row *r, const char *words)
{
	const char *const texts[] = {r->statement, r->vendor, r->subject,
	    r->version, r->value, r->first_origin, r->evidence};
	char *rest, *word;
	size_t n;

	word =
	    strtok_r(utf8_fold(a, words, strlen(words), &n, NULL), " ", &rest);
	for (; word; word = strtok_r(NULL, " ", &rest)) {
		bool found = false;

		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			found = found || holds(a, texts[i], word);
		if (!found)
			return false;
	}
	return true;
}

static void keep_with_words(struct visit *v, struct board_page *b,
    struct rumor_row *rows, const char *words)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->count; i++)
		if (has_words(v->arena, &rows[i], words))
			rows[kept++] = rows[i];
	b->count = kept;
}

static int get_board(struct visit *v)
{
	struct rumor_filter filter = {.vendor = visit_vendor(v)};
	struct board_page b = {.vendor = filter.vendor,
	    .status = field(v, "status"),
	    .words = field(v, "words")};
	int64_t limit = board_limit(v, BOARD_DEFAULT);
	const char **vendors;
	struct rumor_row *rows;

	if (limit <= 0)
		return 400;
	if (visit_status(v, b.status, &filter))
		return 400;
	b.limit = (size_t)limit;
	filter.limit = b.words ? BOARD_MOST : b.limit + 1;
	if (store_report_vendors(
		v->d->store, v->arena, &vendors, &b.vendor_count, &v->err) ||
	    visit_rumors(v, &filter, &rows, &b.count))
		return visit_failed(v);
	if (b.words)
		keep_with_words(v, &b, rows, b.words);
	b.more = b.count > b.limit && b.limit < BOARD_MOST;
	b.count = b.count < b.limit ? b.count : b.limit;
	b.vendors = vendors;
	b.rows = rows;
	web_board(v->r->out, v->r->dress, &b);
	return 200;
}

static int get_rumor(struct visit *v)
{
	return visit_rumor(v, web_rumor);
}

static int get_atom(struct visit *v)
{
	struct rumor_filter filter = {
	    .vendor = visit_vendor(v), .status = -1, .limit = BOARD_DEFAULT};
	struct rumor_row *rows;
	size_t n;

	if (visit_rumors(v, &filter, &rows, &n))
		return visit_failed(v);
	v->r->type = "application/atom+xml";
	if (n) /* without any it tells the present time */
		visit_told(v, false);
	atom_rumors(v->r->out, v->r->dress, filter.vendor, rows, n);
	return 200;
}

/* --- stories, tipsters, feeds, search --- */

static int get_stories(struct visit *v)
{
	const struct story_filter filter = {.limit = LIST_DEFAULT};
	struct story_row *rows;
	size_t n;

	if (store_report_stories(
		v->d->store, v->arena, &filter, &rows, &n, &v->err))
		return visit_failed(v);
	web_stories(v->r->out, v->r->dress, rows, n);
	return 200;
}

static int get_story(struct visit *v)
{
	return visit_story(v, web_story);
}

static int get_tipsters(struct visit *v)
{
	struct tipster_row *rows;
	size_t n;

	int status = visit_tipsters(v, &rows, &n);

	if (status != 200)
		return status;
	web_tipsters(v->r->out, v->r->dress, rows, n);
	return 200;
}

static int get_tipster(struct visit *v)
{
	const char *name = field(v, "name");
	const struct cursor all = {0};
	int64_t limit = board_limit(v, LIST_DEFAULT);
	struct tipster_report report;
	int status;

	if (limit <= 0)
		return 400;
	if (!name)
		return request_fail(v->r, 400, "name: a tipster's is wanted");
	status = visit_tipster(v, name, all, (size_t)limit, &report);
	if (status != 200)
		return status;
	web_tipster(v->r->out, v->r->dress, &report);
	return 200;
}

static int get_feeds(struct visit *v)
{
	size_t n;
	const struct feed *feeds = visit_feeds(v, &n);

	web_feeds(v->r->out, v->r->dress, feeds, n);
	return 200;
}

static int get_search(struct visit *v)
{
	struct search_page page = {.words = field(v, "q")};
	struct search_filter f = {.words = page.words, .limit = LIST_DEFAULT};
	struct search_hit *hits = NULL;

	page.by_time = field(v, "order") && !strcmp(field(v, "order"), "time");
	f.by_rank = !page.by_time;
	if (visit_cursor(v, &f.behind))
		return 400;
	if (f.words && store_search(v->d->store, v->arena, &f, &hits,
			   &page.count, &v->err))
		return visit_failed(v);
	page.hits = hits;
	page.more = page.by_time && page.count == f.limit;
	web_search(v->r->out, v->r->dress, &page);
	return 200;
}

/* --- files and metrics --- */

static int get_style(struct visit *v)
{
	v->r->type = "text/css; charset=utf-8";
	buf_puts(v->r->out, web_style);
	return 200;
}

static int get_script(struct visit *v)
{
	v->r->type = "text/javascript; charset=utf-8";
	buf_puts(v->r->out, web_script);
	return 200;
}

static int get_icon(struct visit *v)
{
	v->r->type = "image/svg+xml";
	buf_puts(v->r->out, web_icon);
	return 200;
}

static int get_metrics(struct visit *v)
{
	struct status_report report;
	size_t n;
	const struct feed *feeds = visit_feeds(v, &n);

	if (statusreport_make(v->d, v->arena, &report, &v->err))
		return visit_failed(v);
	v->r->type = "text/plain; version=0.0.4; charset=utf-8";
	metrics_put(v->r->out, &report, feeds, n);
	return 200;
}

const struct route web_routes[] = {
    {"/", ROUTE_ALONE, NULL, get_board},
    {"/rumors/", ROUTE_WITH_ID, NULL, get_rumor},
    {"/stories", ROUTE_ALONE, NULL, get_stories},
    {"/stories/", ROUTE_WITH_ID, NULL, get_story},
    {"/tipsters", ROUTE_ALONE, NULL, get_tipsters},
    {"/tipster", ROUTE_ALONE, NULL, get_tipster},
    {"/feeds", ROUTE_ALONE, NULL, get_feeds},
    {"/search", ROUTE_ALONE, NULL, get_search},
    {"/rumors.atom", ROUTE_ALONE, NULL, get_atom},
    {"/metrics", ROUTE_ALONE, NULL, get_metrics},
    {"/style.css", ROUTE_ALONE, NULL, get_style},
    {"/script.js", ROUTE_ALONE, NULL, get_script},
    {"/icon.svg", ROUTE_ALONE, NULL, get_icon},
};
const size_t web_route_count = sizeof(web_routes) / sizeof(web_routes[0]);
