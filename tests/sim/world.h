/*
 * The network as a daemon sees it: sites with feeds, each with a life of its
 * own by the seed (how often it publishes, what it says of caching, when it is
 * down, moves, dies and comes back), a mail server and a receiver of web hooks
 * with bad days. Everything lives by true time; nothing is kept of what is
 * over, so that a long run needs no more memory than a short one.
 */
#ifndef HEARSAY_SIM_WORLD_H
#define HEARSAY_SIM_WORLD_H

#include "base/arena.h"
#include "base/buf.h"
#include "ipc/message.h"
#include "sim.h"

#define WINDOW_MOST 40 /* posts that a feed shows */

enum format { RSS, ATOM, JSON };

/* How a site speaks of what has not changed. */
enum manner {
	BOTH,
	ETAG,
	MODIFIED,
	NEITHER,
	ETAG_EACH,   /* another one with each answer */
	ETAG_ALWAYS, /* the same one, and no 304 */
};

enum trouble {
	WELL,
	/* of a host */
	NO_CONNECTION,
	TIMED_OUT,
	NO_DNS,
	BAD_TLS,
	STATUS_500,
	STATUS_503, /* with Retry-After */
	LIMITED,    /* 429 and no more */
	LIMITED_SECONDS,
	LIMITED_DATE,
	LIMITED_LONG, /* beyond seven days */
	LIMITED_ODD,  /* a Retry-After that is none */
	/* of a feed */
	FORBIDDEN,
	MISSING,
	PARKED,
	EMPTY,
	CUT_SHORT, /* and nothing but the document tells */
	TRUNCATED,
	GARBAGE,
	POISON,
	DELTA,
	LYING,	   /* 304, whatever is new */
	BARE,	   /* a feed without entries */
	ELSEWHERE, /* 302 to another place */
	LOOPING,
	ALL_USED, /* x-ratelimit-remaining: 0 */
	DEAD,	  /* for long: it may be found under other guids */
	GONE,
};

struct post {
	int64_t at;
	uint64_t n;
	int affair; /* -1: none */
	uint8_t stance;
	bool delivered; /* as it is, in an answer */
};

struct host {
	char name[32];
	struct rng rng;
	enum trouble trouble;
	int64_t until, next_trouble;
};

struct site {
	size_t index;
	char slug[24];
	const char *role, *vendor; /* vendor: of an official site, or NULL */
	struct host *host;
	struct rng rng;
	enum format format;
	enum manner manner;
	size_t window;
	double every_s;	   /* between two posts, in the mean */
	int64_t max_age_s; /* -1: none */
	int64_t age_s;
	int64_t ttl_s;			/* 0: none; RSS */
	uint32_t skip_hours;		/* RSS */
	uint32_t skip_days;		/* the same, bit 0 Sunday */
	bool undated, restless;		/* restless: says when it was built */
	bool fulltext;			/* in the configuration */
	struct post posts[WINDOW_MOST]; /* the newest last */
	size_t post_count;
	uint64_t next_n;
	int64_t next_post;
	unsigned guids; /* generation of guids */
	/* Where it is: addresses of former generations lead there, or not. */
	unsigned place, former; /* former: from which on they do */
	int64_t moved_at, former_until;
	int moved_status;
	enum trouble trouble;
	int64_t until, next_trouble;
	int64_t dead_since;
	unsigned configured; /* the place that the configuration names */
	struct polite *polite;
};

void world_start(void);
void world_stop(void);
size_t world_sites(void);
struct site *world_site(size_t);
size_t world_bytes(void); /* memory, about */

/* Brings a site, or all, up to now. */
void world_live(struct site *);
/* Nothing is wrong with it, and it shows what it has. */
bool world_is_well(struct site *);
/* The address of its feed as the operator would write it now. */
void world_url(const struct site *, unsigned place, char *to, size_t n);
/* No more troubles: what was held up may come to an end. */
void world_calm(void);
bool world_mail_is_well(int64_t for_s);

/* A request that is under way. */
struct world_visit;
/* Milliseconds until it is answered; a string of the reply is the arena's. */
int64_t world_fetch(const struct fetch_request *, struct arena *,
    struct fetch_reply *, struct world_visit **);
/* answered: the daemon hears it now; else it never does. NULL is none. */
void world_visit_end(struct world_visit *, bool answered);

int64_t world_mail(const struct mail_request *, struct mail_reply *);
int64_t world_hook(const struct hook_request *, struct hook_reply *);

/* --- posts.c --- */

/* The document of a site as it is now. */
void posts_render(const struct site *, struct buf *);
void posts_page(const struct site *, const struct post *, struct buf *);
void posts_publish(struct site *, int64_t now);
void posts_link(const struct site *, const struct post *, char *to, size_t n);
/* Whatever differs in the document changes it. */
uint64_t posts_mark(const struct site *);
int64_t posts_changed_at(const struct site *);
/* As mail and HTTP write dates. */
void posts_date(int64_t at, char *to, size_t n);

#endif
