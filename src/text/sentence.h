/*
 * Sentences: where a claim begins and ends. Ends at . ! ? and the full-width
 * ones, and at line feeds; not at abbreviations, initials, version numbers,
 * hosts or within a quotation that goes on.
 */
#ifndef HEARSAY_TEXT_SENTENCE_H
#define HEARSAY_TEXT_SENTENCE_H

#include <stddef.h>
#include <stdint.h>

struct sentence {
	uint32_t start, end; /* bytes; white space at the ends left out */
};

/* Moves *at past the next sentence of text; 1, or 0 at the end. */
int sentence_next(const char *text, size_t n, size_t *at, struct sentence *);

#endif
