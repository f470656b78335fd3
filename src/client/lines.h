/*
 * Filters of JSON objects, one a line, from standard input: the frame of the
 * offline commands that judge. A line that is no object, or that its reader
 * refuses, ends it; nothing more is written then.
 */
#ifndef HEARSAY_CLIENT_LINES_H
#define HEARSAY_CLIENT_LINES_H

#include <jansson.h>
#include <stdint.h>

struct lines {
	const char *command; /* for messages: "analyze" */
	size_t line;	     /* the number of the one being read */
};

/* Reads one object: 0, or -1 after it has called lines_complain(). */
typedef int lines_fn(struct lines *, const json_t *object, void *ctx);

/* Says on standard error what is wrong with the line. Returns -1. */
int lines_complain(const struct lines *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Goes through standard input. Returns the command's exit status. */
int lines_filter(const char *command, lines_fn *fn, void *ctx);

/* How many bytes standard input has; 0: nobody knows. */
int64_t lines_size(void);

/* Writes the object as a line and lets go of it. */
void lines_put(json_t *object);

/* A string that is there and not empty, or NULL. */
const char *lines_text(const json_t *object, const char *key);

/*
 * A time, as a number of seconds or as a date in words; DATE_NONE where there
 * is none or it is past the years that have dates.
 */
int64_t lines_date(const json_t *object, const char *key);

#endif
