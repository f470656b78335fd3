/*
 * The configuration: hearsay.conf and the files of feeds.d, read whole,
 * checked whole, and constant afterwards. A reload makes a second one beside
 * the first. hearsay.conf(5) documents every option; the tables in config.c
 * are its source.
 *
 * Everything lives in the configuration's own arena. A relative path is
 * relative to the folder of the file that names it.
 */
#ifndef HEARSAY_CORE_CONFIG_H
#define HEARSAY_CORE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "model/doc.h" /* struct strings */
#include "model/event.h"
#include "model/source.h"

struct config_place { /* for messages */
	const char *file;
	int line;
};

struct config_poll {
	int64_t interval_s, floor_s, ceiling_s, stale_after_s;
	int64_t min_gap_s; /* between two requests to one host */
	int64_t spread_s;  /* first polls after a start */
	int64_t timeout_s, connect_timeout_s;
	int64_t max_connections;
	int64_t parsers;		       /* parse children */
	int64_t pages_per_poll, pages_per_day; /* of one feed */
	struct strings allow_hosts; /* private hosts that may be fetched */
	const char *ca_file, *proxy;
};

struct config_backup {
	int64_t every_s;    /* 0: none is made */
	int64_t keep;	    /* how many */
	const char *folder; /* NULL: "backup" beside the database */
};

struct config_sockets {
	const char *status, *control;
	const char *page; /* "127.0.0.1:8017"; NULL: no port */
};

struct config_mail {
	const char *server; /* smtp:// or smtps://; NULL: no mail */
	const char *user, *password_file, *ca_file;
	bool tls_required;
	const char *from, *domain;
};

enum digest_when { DIGEST_DAILY, DIGEST_WEEKLY, DIGEST_AT_ONCE };

struct config_digest {
	struct config_place place;
	const char *name;
	struct strings to;
	enum digest_when when;
	int minute;	      /* of the local day */
	int weekday;	      /* 0 Sunday; of a weekly one */
	const char *timezone; /* of the tz database */
	/* What it tells of; an empty one: all. */
	struct strings vendors, products, statuses, langs;
	bool heartbeat; /* also where there is nothing to say */
};

struct hook_template;

#define CONFIG_HOOK_KINDS 4

struct config_hook { /* a section "notify" */
	struct config_place place;
	const char *name, *url;
	struct strings events; /* the names of the kinds below */
	enum event_kind kinds[CONFIG_HOOK_KINDS];
	size_t kind_count;
	struct strings vendors; /* an empty one: all */
	const char *template_file;
	const struct hook_template *template; /* NULL: the whole of it */
	const char *secret_file;
};

struct config_feed {
	struct config_place place;
	struct source source; /* id 0 */
	const char *url;
	int64_t interval_s; /* 0: the default */
	/* Of one that a command added; its place names no file. */
	int64_t added_at;
	const char *folder; /* names, outermost first, one a line; or NULL */
	bool fulltext;	    /* read the pages of its entries */
};

struct config {
	struct arena arena;
	const char *file;
	const char *database, *lexicon, *feeds_dir, *contact;
	const char *dictionaries; /* a folder of word lists, or NULL */
	const char *url_rules;	  /* a file of ClearURLs' rules, or NULL */
	int64_t keep_s;
	enum log_level log;
	struct config_poll poll;
	struct config_sockets sockets;
	struct config_backup backup;
	struct config_mail mail;
	struct config_digest *digests;
	size_t digest_count;
	struct config_hook *hooks;
	size_t hook_count;
	struct config_feed *feeds; /* by slug */
	size_t feed_count;
};

/*
 * Reads and checks. NULL where anything is wrong: errors then holds one line
 * for each thing, "file:line: what is wrong and what would be right\n".
 */
struct config *config_load(const char *file, struct buf *errors);
void config_free(struct config *);

/* 1 to 64 of a-z 0-9 - _ . : what a feed, a digest or a hook may be called. */
bool config_name_is_good(const char *);
/* Is the name in the list, in any case? An empty list wants every name. */
bool config_wants(const struct strings *, const char *name);

#endif
