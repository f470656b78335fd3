/*
 * Rules of the ClearURLs project, from a file of theirs: which parameters of
 * which sites' addresses say nothing of what is read, and which addresses only
 * lead to another one. They make the identity of an address more exact than
 * url_canonical() by itself; nothing is ever fetched by them.
 */
#ifndef HEARSAY_TEXT_URLRULES_H
#define HEARSAY_TEXT_URLRULES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct url_rules;

/* NULL with the file and what is wrong. */
struct url_rules *url_rules_load(const char *file, struct err *);
void url_rules_free(struct url_rules *);

uint64_t url_rules_fingerprint(const struct url_rules *);

/*
 * Patterns that were passed over, since they have what only a browser knows
 * (look-around): how many, and the first of them with its reason.
 */
size_t url_rules_skipped(const struct url_rules *, const char **first);

/* The address without what the rules take from it; in the arena. */
const char *url_rules_apply(
    const struct url_rules *, struct arena *, const char *url);

#endif
