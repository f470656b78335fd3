/*
 * What a site's robots.txt allows (RFC 9309): a pure function of its bytes,
 * our product token and the path. Bytes are taken as they come; whatever they
 * are, an answer costs time in proportion to their number.
 */
#ifndef HEARSAY_TEXT_ROBOTS_H
#define HEARSAY_TEXT_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define ROBOTS_MOST (500u << 10) /* bytes that are read (section 2.5) */

struct robots_answer {
	bool allowed;
	const char *rule; /* the line that decided; NULL: none speaks of it */
	size_t rule_n;
	int64_t delay_s; /* Crawl-delay of our group; -1 none */
};

/*
 * path is that of the address with its query, from its "/" on. token is the
 * name by which groups call us, without a version.
 */
struct robots_answer robots_ask(
    const char *text, size_t n, const char *token, const char *path);

/*
 * Appends what of the text speaks to the token, as a robots.txt of its own
 * that answers alike: what is worth keeping of it.
 */
void robots_reduce(struct buf *, const char *text, size_t n, const char *token);

/* The path with its query that robots.txt speaks of; "/" where it has none. */
const char *robots_path(const char *url);

#endif
