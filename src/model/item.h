/*
 * An item: one entry of one source, with an identity that lasts. What
 * judgement reads, and all that it reads: it sees no feed and no store.
 */
#ifndef HEARSAY_MODEL_ITEM_H
#define HEARSAY_MODEL_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "model/source.h"

struct item {
	int64_t id; /* the store's; in `replay` the number in the stream */
	const char *guid;     /* what identifies it in its source; never NULL */
	const char *url;      /* its link as given, or NULL */
	const char *title;    /* plain text, "" where there is none */
	const char *text;     /* plain text, block boundaries as line feeds */
	const char *links;    /* hrefs of its content, one a line, or NULL */
	const char *author;   /* or NULL */
	const char *lang;     /* BCP 47 as given, or NULL */
	int64_t published_at; /* seconds; of a revision its `updated`;
				 first seen, where the entry has no date */
	int64_t first_seen_at;	     /* when it arrived here */
	const struct source *source; /* never NULL */
	bool asked; /* nobody published it: a user asks what becomes of it */
};

/* The order of judgement: publication, then id. For qsort over pointers. */
int item_order(const void *a, const void *b);

#endif
