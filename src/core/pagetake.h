/*
 * What a feed's document wants of the pages behind its entries: which are
 * asked for, which entries wait for theirs, and what is judged of those whose
 * page is known. All of it within the caller's transaction: an entry that
 * waits is in the store, so that it is judged once, with the page's text or,
 * where that could not be had, without.
 */
#ifndef HEARSAY_CORE_PAGETAKE_H
#define HEARSAY_CORE_PAGETAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/doc.h"
#include "model/feed.h"
#include "store/pages.h"

/* An entry waits no longer than this for its page. */
#define PAGE_WAIT_S INT64_C(21600)

struct page_policy {
	int64_t per_poll, per_day; /* pages that are asked for a feed */
};

/* Does anything of the document need pages? */
bool pagetake_applies(const struct feed *, const struct doc *);

struct pagetake {
	struct store *store;
	struct arena *arena;
	struct page_policy policy;
	const struct feed *feed;
	int64_t now, oldest; /* entries from before it want no page */
	bool backlog;	     /* the first document of its feed */
};

/*
 * *out is what is judged now: the document without the entries that wait,
 * and with what is known of the pages of the others.
 */
int pagetake_document(const struct pagetake *, const struct doc *in,
    struct doc *out, struct err *);

/*
 * At a start, before feeds are taken from the store: entries that another
 * version left waiting, and that this one cannot read, wait no more, and
 * their feeds are asked for all they have.
 */
int pagetake_start(struct store *, struct err *);

/* The document of a waiting entry, with what its page says; -1: unreadable. */
int pagetake_waiting(struct arena *, const struct page_entry *,
    const struct page_row *, struct doc *out);

#endif
