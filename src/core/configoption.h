/*
 * The options of each section: name, kind and where the value goes. One
 * table row an option, for reading, checking and for the words of errors.
 */
#ifndef HEARSAY_CORE_CONFIGOPTION_H
#define HEARSAY_CORE_CONFIGOPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct option_kind;

struct option {
	const char *name;
	const struct option_kind *kind;
	size_t offset;	   /* of the value in its section's struct */
	const char *value; /* the default, as it would be written; or NULL */
};

struct section {
	const char *name; /* "" for what stands outside of sections */
	const struct option *options;
	size_t count;
	bool titled; /* has a name of its own and may be repeated */
	bool in_dir; /* may stand in a file of feeds.d */
};

extern const struct section config_sections[];
extern const size_t config_section_count;

const struct section *section_find(const char *name); /* or NULL */
const struct option *section_option(const struct section *, const char *name);
bool option_is_list(const struct option *);

/*
 * Reads one value (of a list, one element). With base set it is stored at
 * the option's place there; folder is what relative paths are relative to.
 * 0, or -1 with what is wrong and what would be right.
 */
int option_set(const struct option *, const char *value, struct arena *,
    const char *folder, void *base, struct err *);

#endif
