/*
 * The only door to SQLite: one file, WAL, foreign keys, append-only
 * migrations. Every call returns 0 or -1 with the reason in err, unless its
 * comment says otherwise; what it hands out lives in the caller's arena.
 *
 * Whatever one document causes is written between store_begin() and
 * store_commit(): together or not at all; reports show it from then on. Once a
 * writing call has failed, the transaction around it must be rolled back. A
 * word of the file that this version does not know is an error that names
 * table and id.
 */
#ifndef HEARSAY_STORE_STORE_H
#define HEARSAY_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/analysis.h"
#include "model/event.h"
#include "model/feed.h"
#include "model/item.h"
#include "model/report.h"
#include "model/ruling.h"
#include "model/rumor.h"
#include "model/story.h"

struct store;

/*
 * Makes the file where there is none and none was set aside (store/file.h),
 * and brings an older one to today's schema. One of up to 32 MB is checked
 * first, page by page. What it refuses it says in words for the operator: -1
 * where the system is at fault (no directory, not writable, the disk);
 * STORE_UNFIT where it is the file (no database, another program's, a newer
 * schema, none but one that was set aside), STORE_DAMAGED where that was ours.
 */
#define STORE_UNFIT   (-2)
#define STORE_DAMAGED (-3)
int store_open(struct store **, const char *path, struct err *);
void store_close(struct store *);

int store_begin(struct store *, struct err *);
int store_commit(struct store *, struct err *);
void store_rollback(struct store *);
/*
 * A number that grows with each change of what reports tell, committed or
 * not; with polls, also with what a poll alone writes of its feed.
 */
int64_t store_changes(const struct store *, bool polls);
void store_rest(struct store *); /* lets go of what it holds for speed */
/*
 * Is called as something is being committed, and must not touch the store: it
 * takes note, and looks later.
 */
void store_on_commit(struct store *, void (*committed)(void *arg), void *arg);
/*
 * Is called when SQLite has come upon damage; store_is_damaged() tells it from
 * then on. Whoever works on makes it worse.
 */
void store_on_damage(struct store *, void (*damaged)(void *arg), void *arg);
bool store_is_damaged(const struct store *);

/* --- feeds (feeds.c) --- */

/*
 * Finds the feed of this slug or makes it; url is the configured one. Fills id
 * and polling state (the char * members are replaced by copies of their own,
 * url by where it has moved). Where url is neither what was configured before
 * nor what the feed moved to, the state of the old address is forgotten.
 */
int store_feed_sync(struct store *, struct feed *, struct err *);
/* Saves everything of the polling state. */
int store_feed_save(struct store *, const struct feed *, struct err *);
/*
 * Remembers the feed's latest answer, whose number is feed->answers, in place
 * of the one that is FEED_ANSWERS older.
 */
int store_answer_put(struct store *, const struct feed *,
    const struct feed_answer *, struct err *);
/* What is remembered of one feed (0: of all, by id), latest first. */
struct answer_row {
	int64_t feed_id;
	struct feed_answer answer;
};
int store_answers(struct store *, struct arena *, int64_t feed_id,
    struct answer_row **, size_t *n, struct err *);
int store_feeds(
    struct store *, struct arena *, struct feed **, size_t *n, struct err *);
/* Where feeds were told to wait beyond now, retired ones too. */
struct feed_pause {
	char *url;
	int64_t until;
};
int store_feed_pauses(struct store *, struct arena *, int64_t now,
    struct feed_pause **, size_t *n, struct err *);
/*
 * The address of the feed that has this slug, retired ones too; NULL where
 * the slug was never used.
 */
int store_feed_address(
    struct store *, struct arena *, const char *slug, char **url, struct err *);
/* The user's own pause; held_at 0 ends it. */
int store_feed_hold(struct store *, int64_t id, int64_t held_at,
    int64_t held_until, struct err *);
/* Retires one that was added by command; its items stay. */
int store_feed_remove(struct store *, int64_t id, struct err *);
/* Feeds not in the configuration any more: kept, not polled, not listed. */
int store_feeds_retire_except(
    struct store *, const int64_t *ids, size_t n, struct err *);

/* --- items (items.c) --- */

enum item_news {
	ITEM_KNOWN, /* nothing changed */
	ITEM_NEW,
	ITEM_REVISED, /* title or text changed; the old text is kept */
};

/*
 * Stores an entry under its identity: guid, else canonical link, else
 * content. A feed whose guids change at each request is recognised by link
 * and title. canonical_url and content_hash are the caller's; first_seen_at
 * is now, and a published_at that is not before it means undated.
 * Sets item->id, and for a known item its first_seen_at (and published_at, if
 * undated) to those stored.
 */
int store_item_put(struct store *, int64_t feed_id, struct item *,
    const char *canonical_url, uint64_t content_hash, enum item_news *,
    struct err *);

/*
 * What judgement made of it, reasons included; replaces what stood there, the
 * flag too. The item's published_at, by which it was judged, is stored.
 */
int store_item_judged(struct store *, const struct item *,
    const struct analysis *, const struct placement *, struct err *);
/* The same of an item that was judged before, which keeps its turn. */
int store_item_rejudged(struct store *, const struct item *,
    const struct analysis *, const struct placement *, struct err *);
/* From the board: flagged, and whose word ("; " between names, or NULL). */
int store_item_flag(struct store *, int64_t item, bool flagged,
    const char *attributed, struct err *);

/* A stored item with its analysis, its place, and the rumor of each claim. */
struct stored_item {
	const struct item *item;
	const struct analysis *analysis;
	int64_t story, copy_of;
	const int64_t *rumor_of;
	int64_t turn; /* of the order in which items were judged; not unique */
	const struct placement *place; /* story and copy_of, and why */
	bool flagged;
	const char *attributed;
	bool live_story; /* its story takes new items */
};
/*
 * Which bear: all items of stories that were told since then; those with
 * claims since then; official word since then; those of rumors that are
 * unsettled or were settled since `word`, and all items of the rumors that
 * these are in.
 */
struct replay_since {
	int64_t stories, claims, word;
};
/*
 * Calls each stored item that bears on what comes next, in the order in which
 * they were judged; valid during the call. In steps of up to `most`: 1, there
 * are more. Which they are is read when it is opened.
 */
struct replay;
int store_replay_open(struct store *, const struct replay_since *,
    struct replay **, struct err *);
int store_replay_some(struct replay *, size_t most,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *);
void store_replay_close(struct replay *);
/* All of them at once. */
int store_items_replay(struct store *, const struct replay_since *,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *);
/* When the n-th newest item was published; 0: there are not so many. */
int store_item_nth(struct store *, size_t n, int64_t *at, struct err *);
/* The same of the items of two stories (or one, and 0). */
int store_stories_replay(struct store *, int64_t story, int64_t other,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *);
/* Up to `limit` of all judged items in the order in which they were. */
struct judged_at {
	int64_t turn, item;
};
int store_items_judged(struct store *, struct judged_at after, size_t limit,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *);
/* The story that the item is in; 0: it is not judged. */
int store_item_story(
    struct store *, int64_t item, int64_t *story, struct err *);
/* How many are judged; the one of an id, 1 where it is gone. */
int store_judged_count(struct store *, size_t *, struct err *);
int store_item_stored(struct store *, int64_t item,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *);
/* Greater than all that were used. */
int store_next_id(struct store *, const char *table, int64_t *id, struct err *);

/* --- rumors (rumors.c) --- */

/* Writes a rumor with members, origins, transitions; replaces its rows. */
int store_rumor_save(struct store *, const struct rumor *, struct err *);
/* It was folded into another, or nothing of it is left. */
int store_rumor_drop(struct store *, int64_t id, struct err *);

/*
 * Items whose rumors are not written yet, since many came at once (backlog:
 * with their feed's first document). After a stop they are still to be.
 */
int store_unfolded_add(
    struct store *, int64_t item, bool backlog, struct err *);
int store_unfolded(struct store *,
    void (*each)(void *arg, int64_t item, bool backlog), void *arg,
    struct err *);
int store_unfolded_clear(struct store *, struct err *);

/* The numbers of all rumors, ascending. */
int store_rumor_ids(
    struct store *, struct arena *, int64_t **ids, size_t *n, struct err *);
/* Its status as stored; 1: there is no such rumor. */
int store_rumor_status(
    struct store *, int64_t id, enum rumor_status *, struct err *);
/*
 * The status that its last event tells; open where it has none, 1 where there
 * is no event of it at all.
 */
int store_rumor_told(
    struct store *, int64_t id, enum rumor_status *, struct err *);

/* --- rulings (rulings.c) --- */

/* Appends; sets id. Its claims, if any, are written with it. */
int store_ruling_add(struct store *, struct ruling *, struct err *);
/* A split has got its other half. */
int store_ruling_other(
    struct store *, int64_t ruling, int64_t other, struct err *);
/* Those in force with their claims, by time. */
int store_rulings_in_force(
    struct store *, struct arena *, struct ruling **, size_t *n, struct err *);
/* The newest `limit` of all, newest first. */
int store_report_rulings(struct store *, struct arena *, size_t limit,
    struct ruling **, size_t *n, struct err *);
/* Those in force about a story or a rumor, by their numbers. */
int store_rulings_about(struct store *, struct arena *, bool story, int64_t id,
    struct ruling **, size_t *n, struct err *);
/* One, with its claims; 1: there is none. id 0: the last that may be undone. */
int store_ruling(
    struct store *, struct arena *, int64_t id, struct ruling *, struct err *);
/*
 * A ruling in force, later than that one, about something that it is about:
 * its id, or 0.
 */
int store_ruling_upon(
    struct store *, int64_t ruling, int64_t *later, struct err *);
/*
 * What a story or rumor that is not there any more was merged into, by a user
 * or not, or what was its other half before an undo; 0: nothing is known.
 */
int store_ruling_survivor(
    struct store *, bool story, int64_t id, int64_t *survivor, struct err *);

/* The claims that carry or restate a rumor, by publication. */
int store_rumor_claims(struct store *, struct arena *, int64_t rumor,
    struct ruled_claim **, size_t *n, struct err *);
/* Does the item carry or restate a rumor? */
int store_item_carries(
    struct store *, int64_t item, bool *carries, struct err *);
/* The ruling by which a rumor is settled; 0: by none. */
int store_rumor_ruled(
    struct store *, int64_t rumor, int64_t *ruling, struct err *);

/* The items of a story, as claims (of -1), by publication; none: n is 0. */
int store_story_claims(struct store *, struct arena *, int64_t story,
    struct ruled_claim **, size_t *n, struct err *);

/*
 * One story is part of another from now on, or was found to be: its number
 * leads there. store_story_merge() also moves its items; each keeps the
 * reason for which it was put where it was.
 */
int store_story_merge(struct store *, const struct merge_row *, struct err *);
int store_story_gone(struct store *, const struct merge_row *, struct err *);
/* All that is part of a story in this way, also by way of another one. */
int store_story_merges(struct store *, struct arena *, int64_t story,
    struct merge_row **, size_t *n, struct err *);

/*
 * The item is in that story by the ruling, and a copy of nothing that is
 * elsewhere. Its place before is kept; store_ruling_replace() gives the items
 * of the ruling their places back. *n: those that are moved.
 */
struct ruling_move {
	int64_t item, story, copy_of; /* where it is now */
};
int store_ruling_place(
    struct store *, int64_t ruling, int64_t item, int64_t story, struct err *);
int store_ruling_apart(
    struct store *, int64_t ruling, int64_t story, int64_t other, struct err *);
int store_ruling_replace(struct store *, int64_t ruling, struct err *);
int store_ruling_moves(struct store *, struct arena *, int64_t ruling,
    struct ruling_move **, size_t *n, struct err *);

/* Which claim had which rumor's number before the ruling. */
struct ruling_founder {
	int64_t rumor, item;
	int claim;
};
int store_ruling_founder_add(struct store *, int64_t ruling,
    const struct ruling_founder *, struct err *);
int store_ruling_founders(struct store *, struct arena *, int64_t ruling,
    struct ruling_founder **, size_t *n, struct err *);

/* --- events and the outbox (events.c, outbox.c) --- */

/* Appends unless the same (kind, subject, item, detail) is there: *fresh. */
int store_event(
    struct store *, const struct event *, bool *fresh, struct err *);
/* How often that was told of the subject, whichever item caused it. */
int store_event_count(struct store *, enum event_kind, int64_t subject,
    const char *detail, size_t *n, struct err *);

struct mail {
	int64_t id;
	const char *message_id; /* unique: the same mail is queued once */
	const char *recipient, *sender, *subject;
	const void *message; /* RFC 5322, whole */
	size_t message_len;
	const char *digest; /* name of the digest it belongs to */
	int64_t period_to;
	int64_t queued_at, due_at; /* due_at: of the next try */
	unsigned tries;
	const char *last_error;
};
int store_mail_queue(
    struct store *, const struct mail *, bool *fresh, struct err *);
int store_mail_due(struct store *, struct arena *, int64_t now, struct mail **,
    size_t *n, struct err *);
int store_mail_next(struct store *, int64_t *due_at, struct err *); /* 0 none */
int store_mail_sent(struct store *, int64_t id, int64_t at, struct err *);
int store_mail_failed(struct store *, int64_t id, int64_t retry_at,
    const char *error, struct err *);
/* A hard bounce: nothing goes there until the operator says so. */
int store_mail_suspend(struct store *, const char *recipient, const char *error,
    int64_t at, struct err *);
int store_mail_resume(struct store *, const char *recipient, struct err *);
struct mail_of_event {
	const char *digest, *recipient;
	enum event_kind kind;
	int64_t subject, upto, gap;
};
/*
 * The Message-ID of the mail of (digest, recipient) that told the last event
 * of that kind and subject up to a time; NULL where none did. A mail has told
 * what was noted at least gap seconds before the end of its period.
 */
int store_mail_of_event(struct store *, struct arena *,
    const struct mail_of_event *, const char **message_id, struct err *);

/* End of the last period that was queued for (digest, recipient); 0: none. */
int store_digest_last(struct store *, const char *digest, const char *recipient,
    int64_t *to, struct err *);
int store_digest_done(struct store *, const char *digest, const char *recipient,
    int64_t to, struct err *);

/* --- web hooks (hooks.c) --- */

struct hook_state {
	int64_t told;	/* the last event that it has, or was passed over */
	int64_t due_at; /* of the next try; 0: at once */
	unsigned tries; /* in a row that failed */
	int64_t failing_since; /* 0: the last one went well */
	int64_t suspended_at;  /* 0: it is not */
	const char *last_error;
};
/* 1: it is new. */
int store_hook_find(struct store *, struct arena *, const char *name,
    struct hook_state *, struct err *);
int store_hook_put(
    struct store *, const char *name, const struct hook_state *, struct err *);
int store_hook_drop(struct store *, const char *name, struct err *);
int store_hook_names(
    struct store *, struct arena *, const char ***, size_t *n, struct err *);
/* The next event behind one of those kinds, at most four; 1: there is none. */
int store_event_next(struct store *, struct arena *, int64_t after,
    const enum event_kind *kinds, size_t n, struct event *, struct err *);

/*
 * --- reports (reports.c, detail.c, tipsters.c, digest.c, search.c) ---
 *
 * Of a track record the store fills the counts (expired: only where the claim
 * gave a time of its own, which counts half wrong); mean, low and high, and of
 * a rumor its records, by_tipster and unverifiable_since, are the caller's to
 * fill. mail_error of the status is valid until the next status.
 */

struct rumor_filter {
	const char *vendor, *tipster; /* NULL: any */
	int status;		      /* enum rumor_status, -1: any */
	bool unsettled, settled;      /* both false: any */
	const char *product, *lang; /* of its subject, of an item; NULL: any */
	int64_t since, until;	    /* changed then; 0: any */
	struct cursor behind;
	size_t limit; /* 0: all */
};
/* Stories: of any rumor of the vendor; told in lang; last told then. */
struct story_filter {
	const char *vendor, *lang; /* NULL: any */
	int64_t since, until;	   /* 0: any */
	/*
	 * 0: the latest first. Else the time at which they are ranked by
	 * outlets, independent ones and newness; behind is not asked then.
	 */
	int64_t ranked_at;
	struct cursor behind;
	size_t limit;
};
int store_report_status(
    struct store *, int64_t now, struct status_report *, struct err *);
int store_report_stories(struct store *, struct arena *,
    const struct story_filter *, struct story_row **, size_t *n, struct err *);
/* 1: there is no such id. */
int store_report_story(struct store *, struct arena *, int64_t id,
    struct story_report *, struct err *);
int store_report_rumors(struct store *, struct arena *,
    const struct rumor_filter *, struct rumor_row **, size_t *n, struct err *);
int store_report_rumor(struct store *, struct arena *, int64_t id,
    struct rumor_report *, struct err *);
/* What came of all rumors whose word is of that name, a tipster's or not. */
int store_origin_record(
    struct store *, const char *name, struct record_row *, struct err *);
int store_report_tipsters(struct store *, struct arena *, struct tipster_row **,
    size_t *n, struct err *);
/* The one of exactly this name; 1: there is none. */
int store_report_tipster(struct store *, struct arena *, const char *name,
    struct tipster_row *, struct err *);
/* What a tipster of exactly this name said; behind goes by their own word. */
struct said_filter {
	const char *name;
	struct cursor behind;
	size_t limit; /* 0: all */
};
int store_report_said(struct store *, struct arena *,
    const struct said_filter *, struct said_row **, size_t *n, struct err *);
int store_report_item(struct store *, struct arena *, int64_t id,
    struct item_row *, struct err *);
/* The newest first, or the best match first: then behind is not asked. */
struct search_filter {
	const char *words;
	bool by_rank;
	struct cursor behind; /* by publication */
	size_t limit;
};
int store_search(struct store *, struct arena *, const struct search_filter *,
    struct search_hit **, size_t *n, struct err *);
/* What happened after `from` up to `to`, by when it was decided here. */
int store_report_digest(struct store *, struct arena *, int64_t from,
    int64_t to, struct digest_report *, struct err *);
int store_events(struct store *, struct arena *, int64_t after_id, size_t limit,
    struct event **, size_t *n, struct err *);

/* The id of the last event; 0: there is none yet. */
int store_last_event(struct store *, int64_t *id, struct err *);
/* Rumors that are open or corroborated. */
int store_open_rumors(struct store *, size_t *n, struct err *);
/* Vendors that there are rumors of, by name. */
int store_report_vendors(
    struct store *, struct arena *, const char ***, size_t *n, struct err *);

/* --- after a wrong clock (ahead.c) --- */

/*
 * Times that lie ahead of now were set by a wrong clock, and become those of
 * `since`, when it was right again; *n: how many. A mail may be due wait_s
 * after now.
 */
int store_bring_back(struct store *, int64_t since, int64_t now, int64_t wait_s,
    size_t *n, struct err *);

/* --- retention (retain.c) --- */

/*
 * Removes up to `most` events noted before then that nothing is told by any
 * more: not those of rumors and of stories that are there, nor a user's word.
 */
int store_event_trim(
    struct store *, int64_t before, size_t most, size_t *removed, struct err *);

/* Removes up to `most` mails that were sent before then. */
int store_mail_trim(
    struct store *, int64_t before, size_t most, size_t *removed, struct err *);

/*
 * Removes up to `most` items older than `before` that no rumor's evidence
 * needs and that their feed does not show any more; *left tells whether there
 * is more to do: then the next call goes on where this one ended.
 */
int store_trim(struct store *, int64_t before, size_t most, size_t *removed,
    bool *left, struct err *);

#endif
