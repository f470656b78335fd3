/*
 * Faults on demand: every allocation and every fallible call of this process,
 * whoever makes it (ours, SQLite, libcurl, libxml2, libevent, OpenSSL), goes
 * through faults.c, which counts them, and lets one of them fail.
 */
#ifndef HEARSAY_TESTS_TORTURE_FAULTS_H
#define HEARSAY_TESTS_TORTURE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fault_kind {
	FAULT_ALLOC,	 /* the N-th allocation finds no memory */
	FAULT_ALLOC_ON,	 /* nor does any behind it */
	FAULT_CALL,	 /* the N-th call fails, for a reason of its own */
	FAULT_INTERRUPT, /* the N-th that can be is interrupted (EINTR) */
	FAULT_SHORT,	 /* the N-th transfer moves one byte */
};
#define FAULT_KINDS 5
const char *fault_kind_name(enum fault_kind);

/* The status of a process that ended itself, after it has said why. */
#define FAULT_STATUS_SAID 98

/* From now on, in this process; n 0: nothing fails, all is counted. */
void fault_arm(enum fault_kind, unsigned n);
void fault_disarm(void);
/*
 * Where each of the counted was asked for, from its first on, as a number for
 * each stack of calls: the same number is the same stack.
 */
void fault_record(uint64_t *stacks, size_t room);
unsigned fault_count(void); /* of that kind, since it was armed */
bool fault_fired(void);
/* Where the name of what failed is put ("malloc", "fsync"), as it fails. */
void fault_note(char *to, size_t n);
void fault_trace(void); /* where, to standard error */

#endif
