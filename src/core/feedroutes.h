/*
 * What the control socket does with one feed: the rows of routes.c under
 * /v1/feeds. Each answers as doc/protocol.md says, and returns a status or
 * REQUEST_LATER.
 */
#ifndef HEARSAY_CORE_FEEDROUTES_H
#define HEARSAY_CORE_FEEDROUTES_H

#include "core/visit.h"

int feedroutes_add(struct visit *);
int feedroutes_find(struct visit *);
int feedroutes_remove(struct visit *);
int feedroutes_pause(struct visit *);
int feedroutes_resume(struct visit *);

#endif
