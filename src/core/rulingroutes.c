/* The routes of rulings: what a user says, and the list of what was said. */
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "core/daemon.h"
#include "core/rulings.h"
#include "core/visit.h"
#include "text/url.h"
#include "text/utf8.h"

#define REASON_MOST 1000 /* bytes */
#define LINK_MOST   1000
#define SOURCE_MOST 200
#define NAMED_MOST  1000 /* items of a split */

/* --- parameters --- */

static bool is_plain(const char *s)
{
	if (!utf8_valid(s, strlen(s)))
		return false;
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

/* A text of the user; false where it is refused, which is answered. */
static bool text_of(
    struct visit *v, const char *name, size_t most, const char **out)
{
	*out = request_param(v->r, name);
	if (*out && !**out)
		*out = NULL;
	if (!*out || (strlen(*out) <= most && is_plain(*out)))
		return true;
	request_fail(v->r, 400,
	    "%s: up to %zu bytes of text on one line are wanted", name, most);
	return false;
}

/* What every ruling may have. */
static bool read_ruling(
    struct visit *v, enum ruling_kind kind, struct ruling *r)
{
	struct peer peer;

	request_peer(v->r, &peer);
	*r = (struct ruling){.kind = kind,
	    .subject = v->id,
	    .uid = peer.uid,
	    .pid = peer.pid,
	    .user = *peer.user ? arena_strdup(v->arena, peer.user) : NULL};
	if (!text_of(v, "because", REASON_MOST, &r->because) ||
	    !text_of(v, "link", LINK_MOST, &r->link))
		return false;
	if (!r->link || url_is_web(r->link))
		return true;
	request_fail(v->r, 400,
	    "link: an address that begins with http:// or https:// is wanted");
	return false;
}

/* "31" or "31.2": an item, or its claim of that number. */
static bool read_named(const char *s, size_t n, struct ruled_claim *c)
{
	char text[40], end;
	int got;

	if (!n || n >= sizeof(text) || strspn(s, "0123456789.") < n)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	*c = (struct ruled_claim){.claim = -1};
	got = sscanf(text, "%18" SCNd64 ".%6d%c", &c->item, &c->claim, &end);
	return c->item > 0 && (got == 2 || (got == 1 && !strchr(text, '.')));
}

/* A list with commas, of "items". */
static bool read_list(struct visit *v, struct ruling *r)
{
	const char *s = request_param(v->r, "items");
	struct ruled_claim *list = NULL;
	size_t cap = 0, n;

	for (; s && *s; s += n + (s[n] == ',')) {
		n = strcspn(s, ",");
		list = arena_room(
		    v->arena, list, r->claim_count, &cap, sizeof(*list));
		if (r->claim_count == NAMED_MOST ||
		    !read_named(s, n, &list[r->claim_count++]))
			break;
	}
	r->claims = list;
	if (s && !*s && r->claim_count)
		return true;
	request_fail(v->r, 400,
	    "items: numbers with commas between them are wanted, at most %d",
	    NAMED_MOST);
	return false;
}

/* --- making --- */

static int answer(struct visit *v, const struct ruling *r, bool settled,
    int status, const char *says)
{
	if (status != 200)
		return request_fail(v->r, status, "%s", says);
	pipeline_changed(v->d->pipeline, settled);
	view_ruled(v->r->out, v->r->dress, r, says);
	return 200;
}

static struct rulings rulings_of(struct visit *v)
{
	pipeline_catch_up(v->d->pipeline);
	return (struct rulings){.store = v->d->store,
	    .judging = pipeline_judging(v->d->pipeline),
	    .now = clock_wall(&v->d->clock)};
}

static int make(struct visit *v, struct ruling *r)
{
	struct rulings with = rulings_of(v);
	const char *says;
	int status = rulings_make(&with, v->arena, r, &says);

	return answer(v, r, with.settled, status, says);
}

static int post_settle(struct visit *v)
{
	const char *outcome = request_param(v->r, "outcome");
	struct ruling r;

	if (!read_ruling(v, RULING_SETTLE, &r))
		return 400;
	if (outcome && !rumor_status_parse(outcome, &r.outcome) &&
	    rumor_status_is_settled(r.outcome))
		return make(v, &r);
	return request_fail(v->r, 400,
	    "outcome: one of confirmed, partly-confirmed, contradicted, "
	    "denied, expired is wanted%s%.60s%s",
	    outcome ? ", not \"" : "", outcome ? outcome : "",
	    outcome ? "\"" : "");
}

static int post_reopen(struct visit *v)
{
	struct ruling r;

	return read_ruling(v, RULING_REOPEN, &r) ? make(v, &r) : 400;
}

static int attribute(struct visit *v, enum ruling_kind kind)
{
	struct ruling r;

	if (!read_ruling(v, kind, &r) ||
	    !text_of(v, "source", SOURCE_MOST, &r.source))
		return 400;
	if (!r.source)
		return request_fail(
		    v->r, 400, "source: who said it first is wanted");
	return make(v, &r);
}

static int post_attribute_rumor(struct visit *v)
{
	return attribute(v, RULING_ATTRIBUTE_RUMOR);
}

static int post_attribute_item(struct visit *v)
{
	return attribute(v, RULING_ATTRIBUTE_ITEM);
}

static int merge(struct visit *v, enum ruling_kind kind)
{
	struct ruling r;

	if (!read_ruling(v, kind, &r))
		return 400;
	r.other = request_number(v->r, "other", 0, INT64_MAX / 100);
	if (r.other <= 0)
		return request_fail(v->r, 400,
		    "other: the number of what is to be merged into it is "
		    "wanted");
	return make(v, &r);
}

static int post_merge_rumors(struct visit *v)
{
	return merge(v, RULING_MERGE_RUMORS);
}

static int post_merge_stories(struct visit *v)
{
	return merge(v, RULING_MERGE_STORIES);
}

static int split(struct visit *v, enum ruling_kind kind)
{
	struct ruling r;

	if (!read_ruling(v, kind, &r) || !read_list(v, &r))
		return 400;
	return make(v, &r);
}

static int post_split_rumor(struct visit *v)
{
	return split(v, RULING_SPLIT_RUMOR);
}

static int post_split_story(struct visit *v)
{
	return split(v, RULING_SPLIT_STORY);
}

static int undo(struct visit *v)
{
	struct rulings with = rulings_of(v);
	const char *says;
	struct ruling r;
	int status;

	if (!read_ruling(v, RULING_UNDO, &r))
		return 400;
	status = rulings_undo(&with, v->arena, &r, &says);
	return answer(v, &r, with.settled, status, says);
}

/* --- reading --- */

static int get_audit(struct visit *v)
{
	int64_t limit = visit_limit(v);
	struct ruling *list;
	size_t n;

	if (limit < 0)
		return 400;
	if (store_report_rulings(
		v->d->store, v->arena, (size_t)limit, &list, &n, &v->err))
		return visit_failed(v);
	visit_told(v, false);
	view_audit(v->r->out, v->r->dress, list, n);
	v->r->count = (long)n;
	return 200;
}

/* --- judging again --- */

static int get_rejudge(struct visit *v)
{
	view_rejudge(v->r->out, v->r->dress, rejudging_report(v->d->rejudging));
	return 200;
}

static int post_rejudge(struct visit *v)
{
	rejudging_start(v->d->rejudging, v->d->setup->lexicon);
	get_rejudge(v);
	return 202;
}

static int post_rejudge_apply(struct visit *v)
{
	struct peer peer;

	if (rejudging_apply(v->d->rejudging))
		return request_fail(v->r, 409,
		    "nothing is judged again that could be applied: begin "
		    "with POST /v1/rejudge, and wait until it is ready");
	request_peer(v->r, &peer);
	log_info("judging again is applied for %s (uid %" PRId64 ")",
	    *peer.user ? peer.user : "nobody known", peer.uid);
	get_rejudge(v);
	return 202;
}

/* --- the tables --- */

static const struct route reading[] = {
    {"/v1/audit", ROUTE_ALONE, NULL, get_audit},
    {"/v1/rejudge", ROUTE_ALONE, NULL, get_rejudge},
};

static const struct route writing[] = {
    {"/v1/rumors/", ROUTE_WITH_ID, "/settle", post_settle},
    {"/v1/rumors/", ROUTE_WITH_ID, "/reopen", post_reopen},
    {"/v1/rumors/", ROUTE_WITH_ID, "/attribute", post_attribute_rumor},
    {"/v1/items/", ROUTE_WITH_ID, "/attribute", post_attribute_item},
    {"/v1/rumors/", ROUTE_WITH_ID, "/merge", post_merge_rumors},
    {"/v1/rumors/", ROUTE_WITH_ID, "/split", post_split_rumor},
    {"/v1/stories/", ROUTE_WITH_ID, "/merge", post_merge_stories},
    {"/v1/stories/", ROUTE_WITH_ID, "/split", post_split_story},
    {"/v1/audit/", ROUTE_WITH_ID, "/undo", undo},
    {"/v1/undo", ROUTE_ALONE, NULL, undo},
    {"/v1/rejudge", ROUTE_ALONE, NULL, post_rejudge},
    {"/v1/rejudge/apply", ROUTE_ALONE, NULL, post_rejudge_apply},
};

const struct routes ruling_reading = {
    .rows = reading, .count = sizeof(reading) / sizeof(reading[0])};
const struct routes ruling_writing = {
    .rows = writing, .count = sizeof(writing) / sizeof(writing[0])};
