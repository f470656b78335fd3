/*
 * The feeds that commands added, beside those of the configuration's files:
 * what a command may say of one, what it is called, and whether its address
 * is polled already. Such a feed lives in the database; doc/design.md says
 * why.
 */
#ifndef HEARSAY_CORE_FEEDLIST_H
#define HEARSAY_CORE_FEEDLIST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "core/config.h"
#include "core/poll.h"
#include "core/setup.h"
#include "store/store.h"

/*
 * Puts the feeds that commands added beside those of the files. Where a file
 * has one of the same name by now, it is the file's.
 */
int feedlist_join(struct store *, struct config *, struct err *);

/* What a command says of a feed, as text; NULL: it says nothing. */
struct feed_words {
	const char *id, *url, *title, *site, *role, *vendor, *lang, *interval,
	    *fulltext;
	const char *folder; /* names, one a line */
};

/* Asks for each by its name; from is get()'s own. */
struct feed_words feedlist_words(
    const char *(*get)(const void *from, const char *name), const void *from);

/*
 * Reads it by the rules of the configuration. The slug stays NULL where no id
 * is given. -1 with what is wrong and what would be right.
 */
int feedlist_read(const struct setup *, struct arena *,
    const struct feed_words *, struct config_feed *, struct err *);

/* What a document says of itself fills what the command left open. */
void feedlist_fill(struct arena *, struct config_feed *, const char *title,
    const char *site, const char *lang);

/* The feed that has this address in whatever clothes; or NULL. */
const struct polled *feedlist_same(
    const struct poll *, struct arena *, const char *url);

/* Names that are spoken for, while several feeds are named. */
struct feed_names {
	struct map taken; /* slugs */
	struct map tried; /* hosts' names: the number that was given last */
};
void feed_names_free(struct feed_names *); /* a zeroed one is empty */

/*
 * A name made of the address's host that nobody has: no feed, none that was
 * removed (but for one of the same address: that one goes on), none of names,
 * which may be NULL.
 */
int feedlist_slug(struct store *, const struct poll *, struct arena *,
    struct feed_names *names, const char *url, const char **slug, struct err *);

#endif
