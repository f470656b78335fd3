/*
 * Within the store: the columns of a source and of a feed (as "feed f"), and
 * their readers. What they hand out lives in the arena.
 */
#ifndef HEARSAY_STORE_FEEDROW_H
#define HEARSAY_STORE_FEEDROW_H

#include "model/feed.h"
#include "store/db.h"

#define SOURCE_COLUMNS "f.id, f.slug, f.title, f.site, f.role, f.vendor, f.lang"
#define FEED_COLUMNS \
	"f.id, f.url, f.etag, f.last_modified, f.body_hash, f.ttl_s," \
	" f.update_s, f.skip_hours, f.skip_days, f.rhythm_s, f.state," \
	" f.state_reason, f.polled_at, f.succeeded_at, f.failing_since," \
	" f.due_at, f.due_reason, f.paused_until, f.failures," \
	" f.newest_item_at, f.interval_s, f.last_status, f.moved_to," \
	" f.moved_first_at, f.hub, f.median_gap_s, f.pause_reason, f.answers," \
	" f.added_at, f.held_at, f.held_until, f.sitemap"

/* Reads SOURCE_COLUMNS. */
int source_row_get(
    struct query *, struct arena *, struct source *, struct err *);
/* Reads SOURCE_COLUMNS, FEED_COLUMNS. */
int feed_row_get(struct query *, struct arena *, struct feed *, struct err *);

#endif
