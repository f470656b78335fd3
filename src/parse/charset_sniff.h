/*
 * Which charset bytes are in that are not UTF-8 and of which nobody says so:
 * by the form of their characters, by the letters that are frequent, and by
 * the language that the document names in ASCII.
 */
#ifndef HEARSAY_PARSE_CHARSET_SNIFF_H
#define HEARSAY_PARSE_CHARSET_SNIFF_H

#include <stddef.h>

/* The charset's name; NULL where there is too little to tell by. */
const char *charset_sniff(const char *s, size_t n);

#endif
