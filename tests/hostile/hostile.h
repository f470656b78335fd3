/*
 * Documents that want to harm their reader, made to any size: bombs, walks
 * outside, floods, cuts, lies about encodings. A row says what must become of
 * each; tests/unit/test-hostile.c and tests/scenario/hostile.sh see to it.
 */
#ifndef HEARSAY_TESTS_HOSTILE_H
#define HEARSAY_TESTS_HOSTILE_H

#include <stddef.h>

#include "base/buf.h"

enum hostile_fate {
	HOSTILE_READ,	 /* a feed: its items, or what is left of them */
	HOSTILE_REFUSED, /* no feed, or past a limit: a message */
};

struct hostile {
	const char *name;
	void (*make)(struct buf *, size_t n);
	size_t n; /* as large as is tested everywhere */
	enum hostile_fate fate;
	const char *says;	/* in the message or a warning; or NULL */
	const char *only_title; /* of the first item; or NULL */
};

extern const struct hostile hostile_documents[];
extern const size_t hostile_count;

const struct hostile *hostile_find(const char *name);

#endif
