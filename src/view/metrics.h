/*
 * Prometheus metrics, text format 0.0.4. Names begin with hearsay_; times are
 * seconds since 1970, 0 where there is none; the label "feed" is the slug.
 */
#ifndef HEARSAY_VIEW_METRICS_H
#define HEARSAY_VIEW_METRICS_H

#include "base/buf.h"
#include "model/report.h"

void metrics_put(
    struct buf *, const struct status_report *, const struct feed *, size_t n);

#endif
