/*
 * A look at the set-up as the daemon sees it: what a person would have to
 * know of the machine, the configuration and the sources to say why nothing
 * comes. It asks nobody on the network; what the last polls and mails met is
 * in the store.
 */
#ifndef HEARSAY_CORE_DOCTOR_H
#define HEARSAY_CORE_DOCTOR_H

#include "base/arena.h"
#include "base/err.h"
#include "model/finding.h"

struct daemon;

/* -1 where the store fails. */
int doctor_look(struct daemon *, struct arena *, struct finding **, size_t *n,
    struct err *);

#endif
