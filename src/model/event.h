/*
 * What happened, in the order it was decided: the append-only log that mail,
 * the socket's stream and the page follow. An event is written once: its key
 * (kind, subject, item) is unique in the store.
 */
#ifndef HEARSAY_MODEL_EVENT_H
#define HEARSAY_MODEL_EVENT_H

#include <stdint.h>

enum event_kind {
	EVENT_STORY_NEW,
	EVENT_RUMOR_NEW,
	EVENT_RUMOR_STATUS, /* detail: "open confirmed official-word" */
	EVENT_FEED_STATE,   /* detail: "ok failing" */
	EVENT_MAIL_SENT,
	EVENT_MAIL_FAILED,
	EVENT_CONFIG_RELOADED,
	/*
	 * A verdict that is news: not of a first poll's backlog. What is
	 * mailed at once follows these. detail: the status.
	 */
	EVENT_RUMOR_SETTLED,
	EVENT_RULING,	    /* a user's word; detail: "merge-rumors 3 8" */
	EVENT_REJUDGED,	    /* detail: "31 items 2 stories 5 rumors" */
	EVENT_STORY_MERGED, /* subject: what went; detail: what it is part of */
};

struct event {
	int64_t id;
	enum event_kind kind;
	int64_t subject;  /* id of the story, rumor, feed, mail or ruling */
	int64_t item;	  /* the item that caused it; 0: none */
	int64_t at;	  /* when it happened in the world (publication) */
	int64_t noted_at; /* when it was decided here */
	const char *detail;
};

const char *event_kind_name(enum event_kind); /* "rumor-status" ... */
int event_kind_parse(const char *name, enum event_kind *);

#endif
