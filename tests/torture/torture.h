/*
 * Failing in turn: a workload of a room is run again and again in a process
 * of its own, and each time the next allocation, or the next fallible call,
 * fails. Whatever fails, a workload either ends as it does without a fault,
 * result and all, or says what failed, or dies by the documented death for
 * want of memory; and in no case does it crash, hang, or leave memory or
 * descriptors behind.
 */
#ifndef HEARSAY_TESTS_TORTURE_H
#define HEARSAY_TESTS_TORTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Folds bytes into what the workload has made: it must be the same whenever
 * the workload ends well.
 */
void made(const void *bytes, size_t n);
void made_text(const char *); /* NULL and "" are two things */
void made_number(int64_t);

struct workload {
	const char *room, *what;
	/* Once, before anything fails; what it makes, all runs have. */
	void (*prepare)(void);
	/* Before each run, unarmed, in its process. */
	void (*open)(void);
	/* 0, or -1 with what failed. It lets go of all that it took. */
	int (*run)(struct err *);
	/*
	 * Behind a run that came to its end, without faults: is what it left
	 * on disk whole? What it makes counts as the run's.
	 */
	int (*after)(struct err *);
	/*
	 * One of these words is in every error: what the operator has to look
	 * at. NULL-terminated.
	 */
	const char *names[6];
	/*
	 * It reads files by a library (zlib) that takes EINTR for an error;
	 * a file never gives it, so it only has to be told.
	 */
	bool tells_interrupts;
	/* A library's own leak, as the sanitizer sums it up; or NULL. */
	const char *known_leak;
};

extern const struct workload torture_base[], torture_text[], torture_parse[],
    torture_judge[], torture_store[], torture_ipc[], torture_net[],
    torture_view[]; /* each up to one without a room */

/* A file of the source tree; a folder for this run. Static room. */
const char *torture_source(const char *path);
const char *torture_folder(void);

/* torture -x ROLE: what the ipc workload executes as its child. */
int torture_role(const char *role);

#endif
