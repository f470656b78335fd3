/*
 * The daemon: everything of the core role put together, started in order and
 * stopped in the other.
 */
#ifndef HEARSAY_CORE_DAEMON_H
#define HEARSAY_CORE_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/rng.h"
#include "core/config.h"
#include "core/digest.h"
#include "core/hooks.h"
#include "core/pipeline.h"
#include "core/poll.h"
#include "core/rejudging.h"
#include "core/setup.h"
#include "ipc/child.h"
#include "store/store.h"

struct daemon_options {
	const char *config_file;
	const char *clock_file; /* of a stepped clock; NULL: the real one */
	bool foreground, sandbox;
};

struct event_base;
struct autobackup;
struct backup;
struct eventstream;
struct server;
struct notify;
struct steady;

#define DAEMON_PARSERS_MAX 16

struct daemon {
	struct daemon_options options;
	struct event_base *base;
	struct clock clock;
	struct rng rng;
	struct setup *setup; /* configuration and lexicon in force */
	struct store *store;
	int lock;     /* on the database, that no other one has it */
	bool damaged; /* it is: to be set aside when it is closed */
	struct child *net, *parsers[DAEMON_PARSERS_MAX];
	size_t parser_count;
	struct poll *poll;
	struct pipeline *pipeline;
	struct pages *pages;
	struct outbox *outbox;
	struct digests *digests;
	struct hooks *hooks;
	struct rejudging *rejudging;
	struct steady *steady;
	struct server *status, *control, *page; /* page: NULL: not wanted */
	bool page_given; /* by systemd, whatever the configuration says */
	struct eventstream *events;
	struct notify *notify;
	struct event *signals[4], *tell;
	int64_t started_at;
	struct {
		int64_t count, at;
	} changes[2];	       /* of what reports tell; of polls too */
	struct adding *adding; /* commands that wait for a feed: feedadd.c */
	struct backup *backup; /* one that is being made: backup.c */
	struct autobackup *autobackup;
	char *config_error; /* of the last reload; NULL: it went well */
};

/* Runs until it is told to stop; the process's exit status. */
int daemon_run(const struct daemon_options *);

/*
 * Its two ends, for whoever turns the loop himself: 0, or the exit status
 * after it has said why. A failed one is closed already.
 */
int daemon_open(struct daemon *, const struct daemon_options *);
/* The exit status too: whether a database is damaged is seen behind it. */
int daemon_close(struct daemon *);

/*
 * Reads the configuration again and puts all of it into force, or nothing
 * of it: -1 with the reasons, a line each. 0: what takes a restart all the
 * same is said, a line each.
 */
int daemon_reload(struct daemon *, struct buf *says);

/* Policy's clock was stepped: whatever waits for a time looks again. */
void daemon_stepped(struct daemon *);

/*
 * After this nothing has changed of what reports tell; polls: nor of what is
 * known of feeds. By policy's clock, which it does not follow backwards.
 */
int64_t daemon_changed_at(struct daemon *, bool polls);
/* A command came: what is only in memory may change by it. */
void daemon_touched(struct daemon *);

#endif
