/*
 * Data files of tests: tests/cases/NAME, read whole and handed out a line at
 * a time. Lines that begin with "#" are comments.
 */
#ifndef HEARSAY_TESTS_CASES_H
#define HEARSAY_TESTS_CASES_H

#include <stddef.h>

struct cases {
	const char *name;
	char *data, *next;
	int line; /* of the last line handed out */
};

void cases_open(struct cases *, const char *name); /* or fails the test */
void cases_close(struct cases *);

/* The next line, without its line feed; NULL at the end. */
char *cases_line(struct cases *);

/* Cuts the line in two at the first " => "; fails the test without one. */
char *cases_split(struct cases *, char *line);

/* "\n" in the file stands for a line feed; in place. */
void cases_unescape(char *line);

#endif
