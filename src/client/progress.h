/*
 * How far long work is, on one line of a terminal: standard error only, after
 * a moment of work only, and gone when the work is done. Nothing at all where
 * standard error is a file or a pipe, or the terminal cannot erase a line.
 * There is one such line; who begins another ends the one before.
 */
#ifndef HEARSAY_CLIENT_PROGRESS_H
#define HEARSAY_CLIENT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * what: "judging", as it stands before the numbers; copied. prints: the work
 * itself prints on standard output as it goes; where that is a terminal it
 * shows enough, and the line would stand in its way.
 */
void progress_begin(const char *what, bool prints);
/* So many of so many (total 0: nobody knows of how many), of these things. */
void progress_set(size_t done, size_t total, const char *things);
/* So many, which took so much of standard input (size 0: nobody knows). */
void progress_share(
    size_t done, const char *things, int64_t bytes, int64_t size);
/* Nothing is known but that it goes on: the seconds that it has taken. */
void progress_wait(void);
/* Erases the line. Before anything else is printed; may be called twice. */
void progress_end(void);

#endif
