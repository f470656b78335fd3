/*
 * The text of a configuration file before libconfuse reads it. libconfuse
 * counts a line with a comment twice, takes the end of the file for the end
 * of a section, and puts environment variables into strings; so comments are
 * blanked here, braces are paired, and "${" is refused. Line numbers stay.
 */
#ifndef HEARSAY_CORE_CONFIGTEXT_H
#define HEARSAY_CORE_CONFIGTEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct section_start {
	const char *name;
	int line;
};

struct configtext {
	char *text;
	size_t len;
	struct section_start *sections; /* outermost ones, in order */
	size_t section_count;
};

/* Sets text and len alone: as it stands, at most so many bytes. */
int configtext_whole(struct arena *, const char *file, size_t most,
    struct configtext *, struct err *);

/*
 * Reads the file. 0, or -1 with "file:line: what is wrong". The text lives
 * in the arena.
 */
int configtext_read(
    struct arena *, const char *file, struct configtext *, struct err *);

/* The line of the nth section of that name, 0 where there is none. */
int configtext_line(const struct configtext *, const char *name, size_t nth);

#endif
