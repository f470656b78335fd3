/* From a result to its feeds and their items, within a transaction. */
#include "core/result.h"

#include <inttypes.h>

#include "base/log.h"
#include "core/judging.h"
#include "core/pages.h"
#include "core/schedule.h"
#include "text/url.h"

#define STORE_RETRY_S 900 /* after a commit failed */

void result_free(struct result *r)
{
	arena_free(&r->arena);
	free(r);
}

static void note_state(struct pipeline *p, const struct feed *before,
    const struct feed *after, int64_t now, struct err *e, int *rc)
{
	char detail[96];
	bool fresh;
	struct event ev = {.kind = EVENT_FEED_STATE,
	    .subject = after->id,
	    .at = now,
	    .noted_at = now,
	    .detail = detail};

	if (before->state == after->state)
		return;
	/* The time makes each change an event of its own. */
	snprintf(detail, sizeof(detail), "%s %s %" PRId64,
	    feed_state_name(before->state), feed_state_name(after->state), now);
	if (after->state == FEED_GONE)
		log_warn("feed %s: the server says it is gone for good (410); "
			 "remove it, or give it its new address",
		    after->source.slug);
	else if (after->failing_since && !before->failing_since)
		log_info("feed %s: %s", after->source.slug,
		    after->state_reason ? after->state_reason : "fails");
	else if (before->failing_since && !after->failing_since)
		log_info("feed %s: well again", after->source.slug);
	*rc = store_event(p->setup.store, &ev, &fresh, e);
}

static int note_answer(struct pipeline *p, const struct result *r,
    struct feed *f, int64_t now, size_t fresh, struct err *e)
{
	struct feed_answer a = {.at = now,
	    .status = r->answer.status,
	    .bytes = (int64_t)r->body_len,
	    .new_items = (int64_t)fresh,
	    .took_ms = r->job->took_ms,
	    .error = f->failing_since ? f->state_reason : NULL};

	if (r->answer.outcome == POLL_LOST)
		a.error = r->answer.error;
	f->answers++;
	return store_answer_put(p->setup.store, f, &a, e);
}

/* The document, without the entries that wait for their pages. */
static int judge_document(struct pipeline *p, struct result *r,
    const struct feed *f, int64_t now, bool backlog, struct judging_news *news,
    struct err *e)
{
	struct pagetake take = {.store = p->setup.store,
	    .arena = &r->arena,
	    .policy = p->page_policy,
	    .feed = f,
	    .now = now,
	    .oldest = pipeline_oldest(p, now),
	    .backlog = backlog};
	struct doc doc = *r->doc;

	if (p->pages && pagetake_applies(f, r->doc)) {
		pages_wanted(p->pages);
		if (pagetake_document(&take, r->doc, &doc, e))
			return -1;
	}
	return judging_document(
	    p->judging, f, &doc, now, take.oldest, backlog, news, e);
}

/* Applies a result to one feed: f is a copy, kept where all commits. */
static int apply(struct pipeline *p, struct result *r, struct feed *f,
    int64_t now, struct judging_news *news, struct err *e)
{
	struct feed before = *f;
	bool backlog = !f->succeeded_at;
	bool well = r->answer.outcome == POLL_FRESH ||
		    r->answer.outcome == POLL_UNCHANGED;
	size_t fresh = news->new_items + news->revised_items;
	char *old = NULL;
	int rc = 0;

	if (well)
		schedule_validators(
		    f, r->answer.status, r->etag, r->last_modified);
	f->sitemap |= r->is_sitemap;
	if (r->doc) {
		f->sitemap = r->is_sitemap;
		schedule_hints(f, r->doc, now);
		f->body_hash = r->hash;
	}
	if (schedule_answer(
		f, poll_policy(p->poll), &r->answer, now, p->setup.rng))
		log_warn("feed %s: its server asks to wait for longer than "
			 "seven days; that is cut to seven",
		    f->source.slug);
	if (well && schedule_moved(f, r->moved_to, now, &old)) {
		log_warn("feed %s has moved from %s to %s for three days: it "
			 "is asked there now%s",
		    f->source.slug, url_shown(&r->arena, old),
		    url_shown(&r->arena, f->url),
		    f->added_at ? "" : "; put that into its file");
		free(old);
	}
	if (r->doc)
		rc = judge_document(p, r, f, now, backlog, news, e);
	fresh = news->new_items + news->revised_items - fresh;
	if (!rc)
		note_state(p, &before, f, now, e, &rc);
	if (!rc)
		rc = note_answer(p, r, f, now, fresh, e);
	if (!rc)
		rc = store_feed_save(p->setup.store, f, e);
	if (!rc && r->answer.status == 429)
		rc = poll_pause_host(p->poll, f, "its host asked to wait", e);
	return rc;
}

int result_apply(struct pipeline *p, struct result *r, struct feed *copies,
    int64_t now, struct judging_news *news, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < r->job->count; i++)
		feed_copy(&copies[i], &r->job->feeds[i]->feed);
	for (size_t i = 0; i < r->job->count && !rc; i++)
		rc = apply(p, r, &copies[i], now, news, e);
	return rc;
}

void result_adopt(struct result *r, struct feed *copies)
{
	for (size_t i = 0; i < r->job->count; i++) {
		struct feed *f = &r->job->feeds[i]->feed;
		/* A reload may have changed the source meanwhile. */
		struct source source = f->source;
		int64_t interval_s = f->interval_s;
		bool fulltext = f->fulltext;

		feed_release(f);
		*f = copies[i];
		f->source = source;
		f->interval_s = interval_s;
		f->fulltext = fulltext;
	}
}

void result_give_up(struct result *r, int64_t now)
{
	for (size_t i = 0; i < r->job->count; i++)
		r->job->feeds[i]->feed.due_at = now + STORE_RETRY_S;
}
