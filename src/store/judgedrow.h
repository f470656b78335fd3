/*
 * Within the store: the words of enumerations that have no name elsewhere,
 * and the summary of a story.
 */
#ifndef HEARSAY_STORE_JUDGEDROW_H
#define HEARSAY_STORE_JUDGEDROW_H

#include <stdint.h>

#include "base/err.h"
#include "model/analysis.h"

struct store;

const char *field_word(enum field);
int field_parse(const char *, enum field *);
const char *grade_word(enum grade);
int grade_parse(const char *, enum grade *);

/* Makes the summary of a story anew; one without items is removed. */
int story_refresh(struct store *, int64_t story, struct err *);

#endif
