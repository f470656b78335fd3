/*
 * What one HTML page has to read: the answer of the parse role to a page
 * behind an entry; and what became of such pages. Everything lives in one
 * arena.
 * Text is valid UTF-8 without control characters, plain; a string is NULL
 * where the page has none; a date is seconds since 1970 (UTC) or DATE_NONE.
 */
#ifndef HEARSAY_MODEL_ARTICLE_H
#define HEARSAY_MODEL_ARTICLE_H

#include <stddef.h>
#include <stdint.h>

#include "model/doc.h" /* DATE_NONE */

struct article {
	const char *title;   /* of the article, without the site's name */
	const char *text;    /* of the article; a block boundary is "\n" */
	const char *links;   /* within the article, one a line; or NULL */
	const char *text_by; /* what told it: "json-ld", "article" ... */
	const char *site, *author, *lang;
	const char *canonical; /* its own address, absolute */
	int64_t published, updated;
};

/* What is known of the page behind an entry: each is asked for once. */
enum page_state {
	PAGE_WANTED,	/* to be asked at its due time */
	PAGE_READ,	/* its text is kept */
	PAGE_EMPTY,	/* read, but nothing on it is an article */
	PAGE_FAILED,	/* it could not be had; the reason says why */
	PAGE_FORBIDDEN, /* by its site's robots.txt */
	PAGE_PASSED,	/* never asked for: too many came at once */
};

/* What became of the pages of a feed. */
struct page_counts {
	size_t wanted, read, empty, failed, forbidden, passed;
	const char *reason; /* of a forbidden one, else of the last failed */
};

const char *page_state_name(enum page_state); /* "read", "forbidden" ... */
int page_state_parse(const char *name, enum page_state *);

#endif
