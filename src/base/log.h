/*
 * The log: one line an event, to standard error with a priority prefix that
 * journald reads (sd-daemon(3)), or plain on a terminal. A warning asks
 * something of the operator; a healthy run has none. Control characters and
 * bidirectional overrides in the text are made visible here, so that bytes
 * from a feed can be logged as they are.
 */
#ifndef HEARSAY_BASE_LOG_H
#define HEARSAY_BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

/* role is put before each line ("core", "net", "parse"); NULL for none. */
void log_open(const char *role, enum log_level most, bool journal_prefix);

/*
 * Takes the lines in place of standard error: line is without prefix and line
 * end, its controls made visible; text is the part of it behind the role. 0,
 * or -1 where it could not, and then it goes to standard error all the same.
 */
typedef int log_taker(enum log_level, const char *line, const char *text);
void log_sink(log_taker *); /* NULL: none */

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
