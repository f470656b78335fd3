/*
 * What a request must keep to: doc/polling.md from the side of the servers.
 * This is written apart from core/schedule.c on purpose, in lower bounds: a
 * daemon that waits longer is as polite.
 *
 * A wait is kept where either the wall clock or true time has gone so far: who
 * was told a wrong time can know no better.
 */
#ifndef HEARSAY_SIM_POLITE_H
#define HEARSAY_SIM_POLITE_H

#include "ipc/message.h"
#include "world.h"

struct polite;
struct polite_answer {
	const struct fetch_reply *reply;
	bool is_feed; /* of a 200 */
	/* What the document says, where it is one. */
	int64_t ttl_s;
	uint32_t skip_hours, skip_days;
};

/* The daemon started, or its clock was set, from now on. */
void polite_unsteady(void);

struct polite *polite_new(void);
void polite_free(struct polite *);
/* The daemon was told that address: of a new one it knows nothing. */
void polite_readdress(struct polite *, unsigned place);

void polite_asked(struct site *, unsigned place, const struct fetch_request *);
/* place: where the request went. */
void polite_answered(
    struct site *, unsigned place, const struct polite_answer *);

/* Every request to a host, for whatever it is. */
void polite_host_asked(struct host *, const char *what);
void polite_host_ended(struct host *);

/* The daemon ended: an answer of this moment may not have been stored. */
void polite_stopped(struct site *);

/* A feed that nothing keeps from being asked is asked, by and by. */
void polite_look(struct site *);

#endif
