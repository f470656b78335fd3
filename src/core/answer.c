/* From net's answer to a result that can be stored. */
#include <inttypes.h>
#include <xxhash.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/pages.h"
#include "core/result.h"
#include "core/schedule.h"
#include "text/url.h"

#define BYTES_IN_FLIGHT (2u << 20) /* of bodies at the parsers or parsed */
#define RESULTS_WAITING 256	   /* parsed or not, and not stored yet */
#define BAD_FOR_S	86400

static void fail(struct result *r, enum poll_outcome outcome, const char *why)
{
	r->answer.outcome = outcome;
	r->answer.error = arena_strdup(&r->arena, why);
	r->doc = NULL;
	result_store(r);
}

static struct bad_document *find_bad(struct pipeline *p, uint64_t hash)
{
	for (size_t i = 0; i < BAD_DOCUMENTS && i < p->bad_count; i++)
		if (p->bad[i].hash == hash)
			return &p->bad[i];
	return NULL;
}

static void note_bad(struct pipeline *p, uint64_t hash, const char *why)
{
	struct bad_document *b = find_bad(p, hash);

	if (!b) {
		b = &p->bad[p->bad_count++ % BAD_DOCUMENTS];
		*b = (struct bad_document){.hash = hash};
	}
	b->deaths++;
	b->until = clock_wall(p->setup.clock) + BAD_FOR_S;
	snprintf(b->why, sizeof(b->why), "%s", why);
}

/* Longer than its time ahead it was set by a wrong clock. */
static bool is_left_alone(struct pipeline *p, const struct bad_document *b)
{
	int64_t now = clock_wall(p->setup.clock);

	return b && b->deaths >= 2 && now < b->until &&
	       b->until <= now + BAD_FOR_S;
}

static void parser_died(struct result *r, const char *why)
{
	char text[160];

	snprintf(
	    text, sizeof(text), "the document stopped its reader: %s", why);
	log_warn("feed %s: %s (%zu bytes, hash %016" PRIx64 ")",
	    r->job->feeds[0]->feed.source.slug, text, r->body_len, r->hash);
	note_bad(r->pipeline, r->hash, text);
	fail(r, POLL_NOT_A_FEED, text);
}

/* A sitemap is for robots: what their rules forbid is not used. */
static void on_robots(void *arg, const char *refusal)
{
	struct result *r = arg;

	if (refusal)
		fail(r, POLL_REFUSED, refusal);
	else
		result_store(r);
}

/* The sitemaps of an index, the newest first: which one is the user's choice.
 */
static const char *index_words(struct arena *a, const struct doc *d)
{
	const struct entry *newest = NULL;

	for (size_t i = 0; i < d->entry_count; i++)
		if (d->entries[i].link &&
		    (!newest || d->entries[i].updated > newest->updated))
			newest = &d->entries[i];
	return arena_printf(a,
	    "an index of %zu sitemaps, not one of pages: name one of them "
	    "instead, as %.200s",
	    d->entry_count, newest ? newest->link : "(none)");
}

static void on_parsed(void *arg, const struct frame *f, const char *why)
{
	struct result *r = arg;
	struct pipeline *p = r->pipeline;
	struct parse_reply reply;

	p->bytes_in_flight -= r->body_len;
	poll_resume(p->poll);
	if (!f) {
		parser_died(r, why);
		return;
	}
	if (f->type != MSG_PARSED || parse_reply_read(f, &r->arena, &reply)) {
		parser_died(r, "its answer made no sense");
		return;
	}
	if (reply.result) {
		fail(r, POLL_NOT_A_FEED,
		    reply.error ? reply.error : "not a feed");
		return;
	}
	if (r->end_unsure && reply.doc.ends_early) { /* rule 30 */
		fail(r, POLL_FAILED, "the document came cut short");
		return;
	}
	r->is_sitemap = doc_is_sitemap(&reply.doc);
	if (reply.doc.is_index) {
		fail(r, POLL_NOT_A_FEED, index_words(&r->arena, &reply.doc));
		return;
	}
	r->doc = arena_copy(&r->arena, &reply.doc, sizeof(reply.doc));
	if (p->pages && doc_is_sitemap(r->doc))
		pages_ask_robots(
		    p->pages, r->job->feeds[0]->feed.url, on_robots, r);
	else
		result_store(r);
}

static bool is_official(const struct poll_job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->feeds[i]->feed.source.role == ROLE_OFFICIAL)
			return true;
	return false;
}

static void parse(struct result *r, const struct fetch_reply *reply)
{
	struct pipeline *p = r->pipeline;
	struct parse_request ask = {
	    /* What it links to is shown, and nobody else's to log in with. */
	    .base_url = url_shown(&r->arena, reply->final_url),
	    .content_type = reply->content_type,
	    .body = reply->body,
	    .body_len = reply->body_len};
	struct child *parser =
	    p->setup.parsers[p->next_parser++ % p->setup.parser_count];
	struct buf b;

	p->bytes_in_flight += r->body_len;
	buf_init(&b, CAP_FRAME);
	parse_request_write(&b, &ask);
	/* Only official word settles: no document of others has a say in it. */
	if (is_official(r->job))
		child_renew(parser);
	child_ask(parser, MSG_PARSE, b.data, b.len, on_parsed, r);
	buf_free(&b);
}

/* Is this the body that every feed of the job has seen already? */
static bool body_is_known(const struct result *r)
{
	for (size_t i = 0; i < r->job->count; i++)
		if (r->job->feeds[i]->feed.body_hash != r->hash)
			return false;
	return true;
}

static void take_body(struct result *r, const struct fetch_reply *reply)
{
	const struct bad_document *bad;

	r->body_len = reply->body_len;
	r->end_unsure = reply->end_unsure;
	r->hash = XXH3_64bits(reply->body, reply->body_len);
	bad = find_bad(r->pipeline, r->hash);
	if (is_left_alone(r->pipeline, bad)) {
		fail(r, POLL_NOT_A_FEED, bad->why);
		return;
	}
	if (body_is_known(r)) {
		r->answer.outcome = POLL_UNCHANGED;
		result_store(r);
		return;
	}
	parse(r, reply);
}

static void take_reply(struct result *r, const struct fetch_reply *reply)
{
	int64_t now = clock_wall(r->pipeline->setup.clock);
	struct arena *a = &r->arena;

	r->answer = (struct poll_answer){.status = (int)reply->status,
	    .max_age_s = reply->max_age_s,
	    .age_s = reply->age_s,
	    .retry_after = arena_strdup(a, reply->retry_after),
	    .rate_limit_remaining =
		arena_strdup(a, reply->rate_limit_remaining),
	    .rate_limit_reset = arena_strdup(a, reply->rate_limit_reset)};
	if (reply->result != FETCH_HTTP) {
		fail(r, POLL_FAILED, reply->error ? reply->error : "no answer");
		return;
	}
	r->etag = arena_strdup(a, reply->etag);
	r->last_modified = arena_strdup(a, reply->last_modified);
	if (reply->moved_permanently)
		r->moved_to = arena_strdup(a, reply->final_url);
	r->answer.outcome =
	    schedule_outcome(r->answer.status, r->answer.retry_after, now);
	if (r->answer.outcome == POLL_FRESH)
		take_body(r, reply);
	else
		result_store(r);
}

/*
 * A request that got lost with net is made once more soon; one that is lost
 * twice in a row may be what net dies of.
 */
static enum poll_outcome note_lost(struct poll_job *job, bool lost)
{
	bool again = false;

	for (size_t i = 0; i < job->count; i++) {
		again |= job->feeds[i]->lost;
		job->feeds[i]->lost = lost;
	}
	return again ? POLL_FAILED : POLL_LOST;
}

void pipeline_answered(void *pipeline, struct poll_job *job,
    const struct fetch_reply *reply, const char *why)
{
	struct pipeline *p = pipeline;
	struct result *r = mem_alloc(sizeof(*r));
	char text[160];

	r->pipeline = p;
	r->job = job;
	arena_init(&r->arena);
	p->waiting++;
	if (reply) {
		note_lost(job, false);
		take_reply(r, reply);
		return;
	}
	snprintf(text, sizeof(text), "net did not answer: %s", why);
	r->answer.max_age_s = -1;
	fail(r, note_lost(job, true), text);
}

void pipeline_clear(void *pipeline, const char *url,
    void (*done)(void *, const char *refusal), void *arg)
{
	struct pipeline *p = pipeline;

	pages_ask_robots(p->pages, url, done, arg);
}

void pipeline_refused(void *pipeline, struct poll_job *job, const char *refusal)
{
	struct pipeline *p = pipeline;
	struct result *r = mem_alloc(sizeof(*r));

	r->pipeline = p;
	r->job = job;
	arena_init(&r->arena);
	p->waiting++;
	r->answer.max_age_s = -1;
	fail(r, POLL_REFUSED, refusal);
}

bool pipeline_may_ask(void *pipeline)
{
	const struct pipeline *p = pipeline;

	return p->bytes_in_flight + p->turn_bytes < BYTES_IN_FLIGHT &&
	       p->waiting < RESULTS_WAITING;
}
