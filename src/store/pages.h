/*
 * The store's door for pages behind entries: each address once, the entries
 * of feeds that they belong to, and what their sites ask for. As of store.h:
 * 0 or -1 with the reason; what is handed out lives in the caller's arena.
 */
#ifndef HEARSAY_STORE_PAGES_H
#define HEARSAY_STORE_PAGES_H

#include "base/arena.h"
#include "base/err.h"
#include "model/article.h"
#include "store/store.h"

struct page_row {
	int64_t id;
	const char *url; /* without a fragment */
	enum page_state state;
	const char *reason; /* of what is not well, or NULL */
	int64_t due_at;	    /* of a wanted one */
	int64_t asked_at;   /* 0: never */
	int64_t tries;	    /* in a row that did not succeed */
	const char *etag, *last_modified;
	struct article article; /* of a read one; an empty one has no text */
};

/* An entry of a feed whose page it is. */
struct page_entry {
	int64_t feed, page;
	uint64_t hash; /* of the entry as the feed had it last */
	int64_t first_at, seen_at;
	int64_t since; /* it waits for the page; 0: it does not */
	bool backlog;  /* of its feed's first document */
	const void *doc;
	size_t doc_len; /* with this in hand, where it waits */
};

/* 1: there is none. */
int store_page_find(struct store *, struct arena *, const char *url,
    struct page_row *, struct err *);
int store_page_get(struct store *, struct arena *, int64_t id,
    struct page_row *, struct err *);
/* Writes all of it; with id 0 it is new, and gets one. */
int store_page_save(struct store *, struct page_row *, struct err *);
/* Wanted ones that are due, the oldest first. */
int store_pages_due(struct store *, struct arena *, int64_t now, size_t limit,
    struct page_row **, size_t *n, struct err *);
/* When the next becomes due after now, or has waited for too long; 0: none. */
int store_pages_next(
    struct store *, int64_t now, int64_t wait_s, int64_t *at, struct err *);
/* Times that lie too far ahead were set by another clock: they are now. */
int store_pages_set_back(
    struct store *, int64_t now, int64_t furthest, struct err *);
/* How many pages were wanted for the feed since then. */
int store_pages_wanted(
    struct store *, int64_t feed, int64_t since, int64_t *count, struct err *);

/* 1: there is none. */
int store_page_entry(struct store *, struct arena *, int64_t feed, int64_t page,
    struct page_entry *, struct err *);
int store_page_entry_save(
    struct store *, const struct page_entry *, struct err *);
/* Those that wait for the page (0: any), since then or longer. */
int store_page_waiting(struct store *, struct arena *, int64_t page,
    int64_t since, struct page_entry **, size_t *n, struct err *);

/*
 * Entries in waiting that do not begin with the mark wait no more, and the
 * validators and hashes of their feeds go, so that all of them comes again.
 */
int store_page_entries_check(
    struct store *, const void *mark, size_t len, size_t *lost, struct err *);

/* Of a scheme, a host and a port: "https://example.org". */
struct site_row {
	const char *origin;
	int64_t asked_at;   /* for its robots.txt; 0: never */
	int64_t status;	    /* of that answer; 0: there was none */
	const char *robots; /* what of it speaks to us; NULL: nothing does */
	const char *reason; /* why it could not be had, or NULL */
	int64_t paused_until;
};
int store_site(struct store *, struct arena *, const char *origin,
    struct site_row *, struct err *); /* 1: there is none */
int store_site_save(struct store *, const struct site_row *, struct err *);

/*
 * Pages that no feed shows any more and that were seen before then go, up to
 * `most` of them; and sites of which nothing was asked since.
 */
int store_pages_trim(
    struct store *, int64_t before, size_t most, bool *left, struct err *);

/* What became of the page behind an item; it stays NULL where none was. */
int store_page_of_item(
    struct store *, struct arena *, struct item_row *, struct err *);

/* What became of a feed's pages. */
int store_page_counts(struct store *, struct arena *, int64_t feed,
    struct page_counts *, struct err *);

#endif
