/* The names of HTML: elements and what becomes of them, characters. */
#ifndef HEARSAY_PARSE_HTML_NAMES_H
#define HEARSAY_PARSE_HTML_NAMES_H

#include <stddef.h>
#include <stdint.h>

enum element_flag {
	ELEMENT_KEEP = 1,     /* stays in safe HTML; others lose their tags */
	ELEMENT_VOID = 2,     /* has no content */
	ELEMENT_BLOCK = 4,    /* its edges end a line of text */
	ELEMENT_OPAQUE = 8,   /* goes with all that is in it */
	ELEMENT_RAW = 16,     /* its content holds no tags */
	ELEMENT_FOREIGN = 32, /* another vocabulary: all within it is tags */
};

struct element {
	const char *name;
	unsigned char n; /* bytes of the name */
	unsigned char flags;
	unsigned char group, closes; /* closes: groups that its start ends */
};

/* NULL for what is no HTML element; the case of letters does not count. */
const struct element *element_find(const char *name, size_t n);

/* The character of a named reference (without & and ;), or 0. */
uint32_t html_named_char(const char *name, size_t n);

#endif
