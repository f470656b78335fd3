/*
 * Golden files: tests/golden/NAME holds what a view gave when somebody last
 * looked at it and found it right. HEARSAY_GOLDEN_UPDATE=1 writes them anew;
 * look at the difference before it is committed.
 */
#ifndef HEARSAY_TESTS_GOLDEN_H
#define HEARSAY_TESTS_GOLDEN_H

#include "base/buf.h"

/* Fails the test, naming the first line that differs. Frees the buffer. */
void golden_check(const char *name, struct buf *got);

#endif
