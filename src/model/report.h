/*
 * Reports: what the status socket, the command and the mails show, as plain
 * values in an arena. The store fills them, view dresses them; neither knows
 * the other. Times are wall seconds, 0 where there is none; strings may be
 * NULL.
 */
#ifndef HEARSAY_MODEL_REPORT_H
#define HEARSAY_MODEL_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/feed.h"
#include "model/article.h"
#include "model/reason.h"
#include "model/ruling.h"
#include "model/rumor.h"

/*
 * A place in a list that is ordered by a time, the latest first, and by id
 * where times are the same: behind (at, id). at 0: the list's beginning.
 */
struct cursor {
	int64_t at, id;
};

struct record_row { /* a track record, for showing */
	size_t right, partly, wrong, expired, open;
	double mean, low, high; /* of the share right */
};

/* Below this many settled rumors a record says little: shown grey. */
#define RECORD_FEW 5

size_t record_settled(const struct record_row *);

struct item_row {
	int64_t id, feed_id, story, copy_of;
	const char *guid, *url, *title, *source_title, *lang;
	enum source_role role;
	int64_t published_at, first_seen_at;
	bool flagged; /* carries a rumor that was unsettled when it came out */
	const char *attributed; /* names, "; " between, or NULL */
	struct reason placed;	/* why it is in its story */
	double score, threshold;
	int64_t nearest_other;
	struct reason against;
	/* of the page behind it, where one was wanted: set for its own page */
	const char *page_state, *page_reason;
};

struct revision_row {
	int64_t item, at;
	const char *old_title, *new_title;
};

struct story_row {
	int64_t id;
	const char *headline;
	size_t item_count, outlet_count, copy_count;
	size_t origin_count; /* independent: those that copied nobody and pass
				on nobody's word; 0: not counted */
	const char *langs;   /* "en zh" */
	const char *url;     /* of the item that gives the headline */
	int64_t first_at, last_at;
	int64_t rumor; /* the one its items carry, or settle; 0: none */
	bool settles;  /* they settle it, and do not carry it */
	enum rumor_status rumor_status;
};

/* What a story does to a rumor: by its items, the most that one of them does.
 */
struct part_row {
	int64_t id; /* of a story's rumors the rumor; of a rumor's the story */
	enum part part;
	const char *text;	  /* the statement; the headline */
	enum rumor_status status; /* of the rumor */
	int64_t at;		  /* of the first item */
	int64_t *others; /* of a story's rumors: other stories that tell it */
	size_t other_count;
};

/* A story that an item has shown to be another one; or judging again (0). */
struct merge_row {
	int64_t story, part_of;
	int64_t at, item;
	const char *why;
};

struct story_report {
	struct story_row row;
	struct item_row *items; /* by publication */
	size_t item_count;
	struct revision_row *revisions;
	size_t revision_count;
	struct part_row *rumors; /* that its items are part of */
	size_t rumor_count;
	struct ruling *rulings; /* in force, about it */
	size_t ruling_count;
	struct merge_row *merges; /* what is part of it without a user's word */
	size_t merge_count;
	int64_t asked; /* the number that was merged into it; 0: its own */
};

struct rumor_row {
	int64_t id;
	const char *vendor, *subject, *version, *value, *statement;
	enum aspect aspect;
	enum rumor_status status;
	int64_t first_at, settled_at, settled_by, deadline;
	int64_t changed_at; /* the last step of its life */
	const char *evidence;
	const char *first_origin; /* who said it first; NULL: nobody named */
	const char *first_source, *first_url; /* of its first carrier */
	const char *langs;		      /* it is told in: "en zh" */
	size_t origin_count, outlet_count, item_count;
	int64_t unverifiable_since; /* the vendor's own feeds fail; 0: no */
	int64_t ruling;		    /* by which it is settled; 0: none */
	const char *contested;	    /* official word against that, or NULL */
	struct record_row record;   /* of first_origin */
	/* The same of this vendor's rumors only; a tipster's, else empty. */
	struct record_row vendor_record;
	bool by_tipster; /* first_origin is one */
};

/*
 * The record that says most of the rumor: the first origin's with its vendor
 * where enough of that is settled, else with all; *vendor tells which.
 */
const struct record_row *rumor_record(const struct rumor_row *, bool *vendor);

struct rumor_report {
	struct rumor_row row;
	struct rumor_origin *origins;
	size_t origin_count;
	struct member_row {
		struct rumor_member member;
		const char *title, *url, *source_title;
		enum source_role role;
	} * members;
	size_t member_count;
	struct transition_row {
		struct transition step;
		const char *source_title, *url, *title;
		const char *user; /* whose ruling it is; NULL: not known */
	} * transitions;
	size_t transition_count;
	struct part_row *stories;
	size_t story_count;
	struct ruling *rulings; /* as of a story */
	size_t ruling_count;
	int64_t asked;
};

/* Of a tipster's rumors those of one vendor, or about one aspect. */
struct share_row {
	const char *name; /* NULL: no vendor is named */
	struct record_row record;
	double median_lead_days; /* as of the tipster */
};

/* Shares: what is settled most first, then by name. */
struct tipster_row {
	const char *name;
	struct record_row record;
	int64_t first_at, last_at;
	/* Of what came true, before the official word; < 0: none did. */
	double median_lead_days;
	struct share_row *vendors, *aspects;
	size_t vendor_count, aspect_count;
};

/* A rumor as one of its origins brought it. */
struct said_row {
	struct rumor_row rumor;
	int64_t said_at;		/* their first word of it */
	const char *source_title, *url; /* where that stood, or NULL */
};

struct tipster_report {
	struct tipster_row row;
	const char *const *also; /* other names and handles */
	size_t also_count;
	struct said_row *said; /* the latest first */
	size_t said_count;
	bool more; /* there are older ones */
};

/*
 * How long before the official word a thing was said that came true by it;
 * < 0 where it did not, or where a user settled it.
 */
double lead_days(
    enum rumor_status, int64_t settled_at, int64_t settled_by, int64_t said_at);
double said_lead_days(const struct said_row *);

struct feed_report {
	struct feed feed;
	const char *configured_url; /* another than feed.url after a move */
	bool asking;		    /* or its answer is being judged */
	const struct feed_answer *answers; /* latest first */
	size_t answer_count;
	struct page_counts pages; /* behind its entries */
};

struct status_report {
	const char *version;
	int64_t now, started_at;
	size_t feeds, feeds_ok, feeds_stale, feeds_paused, feeds_due;
	size_t feeds_failing, feeds_not_a_feed, feeds_gone; /* all fail */
	size_t feeds_moving; /* redirected for good, not believed yet */
	size_t items, stories, rumors_open, rumors_settled;
	size_t mail_waiting, mail_failing;
	size_t hooks, hooks_waiting, hooks_failing;
	int64_t next_poll_at, next_digest_at, last_digest_at;
	int64_t last_new_item_at;
	const char *mail_error; /* of the last try, or NULL */
	const char *hook_error; /* the same, with the hook's name */
	struct role_row {
		const char *name;
		int64_t pid;
		unsigned restarts;
		size_t waiting;
	} * roles;
	size_t role_count;
	const char *config_error; /* of the last reload, or NULL */
	size_t db_bytes;
	int64_t last_backup_at, next_backup_at; /* 0: none */
	const char *backup_error;		/* of the last try, or NULL */
};

struct search_hit {
	struct item_row item;
	const char *snippet;
};

/* What a digest says: made by core from the store, dressed by view/mail. */
struct digest_report {
	int64_t from, to; /* period: after from, up to and including to */
	bool at_once;	  /* sent because of one settlement */
	struct rumor_row *corrections, *confirmed, *refuted, *fresh,
	    *developing;
	size_t correction_count, confirmed_count, refuted_count, fresh_count,
	    developing_count;
	struct story_row *stories;
	size_t story_count;
	struct feed *down; /* sources that failed in the period */
	size_t down_count;
	/* for every settled rumor above, the deciding item */
	struct evidence_row {
		int64_t rumor;
		const char *sentence, *source_title, *url;
		int64_t at;
	} * evidence;
	size_t evidence_count;
};

/* --- judging again --- */

enum rejudge_state {
	REJUDGE_IDLE, /* nothing was found, or nobody applied it in time */
	REJUDGE_JUDGING,
	REJUDGE_FOLDING,
	REJUDGE_COMPARING,
	REJUDGE_READY, /* the difference is known, and not applied */
	REJUDGE_APPLIED,
	REJUDGE_FAILED,
};

enum rejudge_change {
	REJUDGE_STORY_PARTED, /* id: as it was; stories: where its items are */
	REJUDGE_STORY_JOINED, /* id: as it is; stories: where they were */
	REJUDGE_RUMOR_NEW,
	REJUDGE_RUMOR_GONE,
	REJUDGE_RUMOR_TURNED, /* another status */
};

struct rejudge_line {
	enum rejudge_change what;
	int64_t id;
	int64_t *stories;
	size_t story_count, more; /* listed, and not */
	enum rumor_status from, to;
	const char *text; /* the rumor's statement */
};

struct rejudge_report {
	enum rejudge_state state;
	size_t done, total; /* items */
	const char *error;  /* of a failure */
	size_t items;	    /* of which anything differs */
	size_t moved;	    /* that are in another story */
	size_t flags;	    /* that carry a rumor, or do not any more */
	size_t stories;	    /* that part or join */
	size_t rumors_new, rumors_gone, rumors_turned;
	size_t rumors_other; /* of which anything else differs */
	struct rejudge_line *lines;
	size_t line_count, line_total;
};

const char *rejudge_state_name(enum rejudge_state);   /* "ready" ... */
const char *rejudge_change_name(enum rejudge_change); /* "rumor-new" ... */

#endif
