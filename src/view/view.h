/*
 * One report, many dresses. Every function appends to the buffer; nothing
 * here reads a store, a socket or a clock: `now` comes with the dress.
 */
#ifndef HEARSAY_VIEW_VIEW_H
#define HEARSAY_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/found.h"
#include "model/outline.h"
#include "model/report.h"
#include "model/ruling.h"

enum view_format { VIEW_TEXT, VIEW_JSON, VIEW_HTML };

struct dress {
	enum view_format format;
	unsigned columns; /* of the terminal; 0: do not cut */
	bool colour;
	int64_t now;
};

void view_status(
    struct buf *, const struct dress *, const struct status_report *);
void view_feeds(
    struct buf *, const struct dress *, const struct feed_report *, size_t n);
void view_feed(struct buf *, const struct dress *, const struct feed_report *);
void view_stories(
    struct buf *, const struct dress *, const struct story_row *, size_t n);
void view_story(
    struct buf *, const struct dress *, const struct story_report *);
/* more: there are others behind these. */
void view_rumors(struct buf *, const struct dress *, const struct rumor_row *,
    size_t n, bool more);
void view_rumor(
    struct buf *, const struct dress *, const struct rumor_report *);
void view_tipsters(
    struct buf *, const struct dress *, const struct tipster_row *, size_t n);
void view_tipster(
    struct buf *, const struct dress *, const struct tipster_report *);
void view_search(
    struct buf *, const struct dress *, const struct search_hit *, size_t n);
/* Why: every item's placement, every transition's evidence. */
void view_explain_story(
    struct buf *, const struct dress *, const struct story_report *);
void view_explain_rumor(
    struct buf *, const struct dress *, const struct rumor_report *);
void view_explain_item(
    struct buf *, const struct dress *, const struct item_row *);
void view_events(
    struct buf *, const struct dress *, const struct event *, size_t n);
/* One event as a server-sent one: id, event (its kind), data (JSON). */
void view_event_stream(struct buf *, const struct event *);
/* What became of each outline; dry: nothing was stored. */
void view_import(struct buf *, const struct dress *, const struct outline_row *,
    size_t n, bool dry);
/* A list of feeds for other readers; the same in every dress. */
void view_opml(struct buf *, int64_t now, const struct feed *const *, size_t n);
/*
 * Feeds to choose from; had has for each the slug that has it already, or
 * NULL; lead, a sentence for the user, may be NULL.
 */
void view_found(struct buf *, const struct dress *, const struct found_link *,
    const char *const *had, size_t n, const char *lead);
/* The ruling that was made, and what was done; the list of all of them. */
void view_ruled(struct buf *, const struct dress *, const struct ruling *,
    const char *says);
void view_audit(
    struct buf *, const struct dress *, const struct ruling *, size_t n);
void view_findings(
    struct buf *, const struct dress *, const struct finding *, size_t n);
void view_rejudge(
    struct buf *, const struct dress *, const struct rejudge_report *);
/* Where a list is empty: what has been polled, and what the list is of. */
enum lead_list { LEAD_STORIES, LEAD_RUMORS, LEAD_TIPSTERS, LEAD_SEARCH };
struct lead {
	enum lead_list list;
	bool filtered;			 /* there may be others */
	size_t feeds, answered, failing; /* answered: once, at least */
	int64_t due_at;			 /* the next poll of any */
};
/* One line that leads on; on a terminal alone. */
void view_lead(struct buf *, const struct dress *, const struct lead *);
void view_error(struct buf *, const struct dress *, const char *text);

#endif
