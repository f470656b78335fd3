/*
 * What sites write of. An affair is a claim that somebody leaks, others carry,
 * and the vendor confirms or denies, or nobody ever answers; all else is
 * small talk. The same site and number always give the same words.
 */
#ifndef HEARSAY_SIM_PROSE_H
#define HEARSAY_SIM_PROSE_H

#include "base/buf.h"
#include "sim.h"

/* Affairs of the whole time are drawn at the start. */
void prose_start(void);
size_t prose_affairs(void);

/* One that is talked about then, or -1: an index. */
int prose_current(struct rng *, int64_t at);
/* The vendor's word that is due then, and was not given yet; or -1. */
int prose_verdict(const char *vendor, int64_t at);

const char *prose_vendor(size_t n);
size_t prose_vendors(void);

enum stance { SMALL_TALK, RUMORED, SETTLED };

/* Plain text without markup. */
void prose_write(struct buf *title, struct buf *text, size_t site, uint64_t n,
    int affair, enum stance);

#endif
