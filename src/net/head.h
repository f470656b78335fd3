/*
 * The head of one reply: the headers that polling needs, each as the server
 * wrote it, and the two numbers of its freshness.
 */
#ifndef HEARSAY_NET_HEAD_H
#define HEARSAY_NET_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct head {
	const char *etag, *last_modified; /* byte for byte */
	const char *content_type, *retry_after, *location;
	const char *link; /* of several headers, with commas between them */
	const char *rate_limit_remaining, *rate_limit_reset;
	const char *content_encoding, *content_length, *transfer_encoding;
	int64_t max_age_s; /* -1 where there is none */
	int64_t age_s;
};

void head_init(struct head *);
/*
 * Takes one header line, with or without its line end. A status line starts
 * the head afresh: what stood before belongs to an interim reply. Of a header
 * that comes twice the first counts.
 */
void head_line(struct head *, struct arena *, const char *line, size_t len);

#endif
