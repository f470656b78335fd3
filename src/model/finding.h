/*
 * What a look at a set-up finds: one matter each, how it stands, and what to
 * do where it does not stand well.
 */
#ifndef HEARSAY_MODEL_FINDING_H
#define HEARSAY_MODEL_FINDING_H

#include <stddef.h>

enum finding_level { FINDING_OK, FINDING_NOTE, FINDING_WARNING, FINDING_BAD };

struct finding {
	enum finding_level level;
	const char *matter; /* "disk", "clock", "mail" ... */
	const char *text;   /* how it stands */
	const char *advice; /* what to do; NULL: nothing */
};

const char *finding_level_name(enum finding_level); /* "ok", "note" ... */

#endif
