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

int field_parse(const char *, enum field *);
const char *grade_word(enum grade);
int grade_parse(const char *, enum grade *);

/*
 * The summary of this story is made anew before the transaction commits: once,
 * however many of its items change. A story without items is removed then.
 */
void story_touch(struct store *, int64_t story);
int stories_refresh(struct store *, struct err *);

#endif
