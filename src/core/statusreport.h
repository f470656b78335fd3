/*
 * The status of the daemon, as `hearsay status` and monitoring see it: the
 * store's counts and what only the running process knows.
 */
#ifndef HEARSAY_CORE_STATUSREPORT_H
#define HEARSAY_CORE_STATUSREPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "model/report.h"

struct daemon;

int statusreport_make(
    struct daemon *, struct arena *, struct status_report *, struct err *);

/* Rule 7: open rumors of vendors whose own feeds fail say since when. */
void statusreport_unverifiable(
    const struct daemon *, struct rumor_row *, size_t n);

/*
 * The state in one line for the service manager: "19 feeds, 1 failing; 12 open
 * rumors; next digest 2024-01-31 06:30 UTC".
 */
void statusreport_line(struct daemon *, char *line, size_t size);

#endif
