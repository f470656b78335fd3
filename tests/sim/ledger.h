/*
 * What the database must hold of what the world showed and was told. Looked at
 * from outside, by SQL, once a simulated day.
 */
#ifndef HEARSAY_SIM_LEDGER_H
#define HEARSAY_SIM_LEDGER_H

#include "world.h"

void ledger_start(const char *database);
void ledger_stop(void);

/* An answer held this post of the site, and was heard. */
void ledger_delivered(const struct site *, uint64_t n, int64_t published);
/* Mail's server took it, or a hook's receiver. */
void ledger_mailed(const struct mail_request *);
void ledger_hooked(const char *id);
/* The wall clock stepped from there, or the machine was off. */
void ledger_wall_moved(int64_t from);

/* The feed's row, as it is stored now. */
void ledger_explain(const struct site *);

void ledger_look(void);	 /* once a day */
void ledger_close(void); /* at the end: nothing may be left */

struct ledger_size {
	int64_t file_bytes, used_bytes; /* used: without free pages */
	int64_t items, rumors, open_rumors, stories, events, mails;
};
void ledger_size(struct ledger_size *);

/* A digest of the configuration that the ledger expects. */
struct ledger_digest {
	const char *name, *zone;
	int hour, minute, weekday; /* weekday: -1: daily */
};
extern const struct ledger_digest ledger_digests[];
extern const size_t ledger_digest_count;

#endif
