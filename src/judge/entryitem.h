/*
 * From an entry of a document to an item that can be judged: plain title and
 * text within their caps, links, a publication time that is never ahead of
 * the clock.
 */
#ifndef HEARSAY_JUDGE_ENTRYITEM_H
#define HEARSAY_JUDGE_ENTRYITEM_H

#include <stdint.h>

#include "base/arena.h"
#include "model/doc.h"
#include "model/item.h"

struct entryitem {
	struct item item; /* id 0; for item.h's struct the source is set */
	const char *canonical_url; /* or NULL */
	uint64_t content_hash;	   /* of title and text */
	int64_t updated_at;	   /* 0: the entry has none */
};

/* In the arena; shares the document's strings. */
void entryitem_make(struct arena *, const struct doc *, const struct entry *,
    const struct source *, int64_t now, struct entryitem *);

#endif
