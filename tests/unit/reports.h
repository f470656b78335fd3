/*
 * Reports for the tests of view: one small history, with Chinese, with what
 * hostile feeds put into titles, and with the gaps that real ones have.
 */
#ifndef HEARSAY_TESTS_REPORTS_H
#define HEARSAY_TESTS_REPORTS_H

#include "model/report.h"

#define REPORT_NOW 1697610600 /* 2023-10-18 06:30 UTC */

extern struct rumor_row sample_rumors[];
extern const size_t sample_rumor_count;
extern struct story_row sample_stories[];
extern const size_t sample_story_count;
extern const struct story_report sample_story;
extern const struct rumor_report sample_rumor;
extern struct feed sample_feeds[];
extern struct feed_report sample_feed_reports[];
extern const size_t sample_feed_count;
extern const struct tipster_row sample_tipsters[];
extern const size_t sample_tipster_count;
extern const struct tipster_report sample_tipster;
extern const struct search_hit sample_hits[];
extern const size_t sample_hit_count;
extern const struct status_report sample_status;
extern const struct digest_report sample_digest;

#endif
