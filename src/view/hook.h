/*
 * What a web hook posts: one event and what it is about, as JSON objects of
 * doc/protocol.md, or the operator's own text with names such as {{status}}
 * replaced. In a template that is JSON a value is escaped for a string of
 * it, in any other its control characters become spaces: what a feed says
 * never becomes structure.
 */
#ifndef HEARSAY_VIEW_HOOK_H
#define HEARSAY_VIEW_HOOK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/event.h"
#include "model/report.h"

struct hook_news {
	const struct event *event;
	struct rumor_row *rumor;	/* that it is about, or NULL */
	const char *url;		/* of the item that decided, or NULL */
	const struct feed_report *feed; /* that it is about, or NULL */
};

struct hook_template;

/*
 * Reads a template; file is for messages. NULL with "file:line: what is wrong"
 * where a name is unknown, or where it begins as JSON and is none.
 */
const struct hook_template *hook_template_parse(
    struct arena *, const char *text, const char *file, struct err *);

/* Without a template (NULL): the event and its object. */
const char *hook_content_type(const struct hook_template *);
void hook_body(
    struct buf *, const struct hook_template *, const struct hook_news *);

#endif
