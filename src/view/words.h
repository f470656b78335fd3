/*
 * The words that every view shares: what a status, a record or a source is
 * called, and in which ink. The ink repeats the word, it never replaces it.
 */
#ifndef HEARSAY_VIEW_WORDS_H
#define HEARSAY_VIEW_WORDS_H

#include "view/pen.h"

enum ink record_ink(const struct record_row *, enum ink otherwise);
/*
 * "right 71 % (52-86 %, n 12)", the interval being the 90 % one; "no record
 * yet" without any settled rumor. Never a percentage alone.
 */
const char *words_record(struct pen *, const struct record_row *);
/* "69 % of 12 (49-86 %)", for a table; "2, few (19-81 %)"; "-" */
const char *words_share(struct pen *, const struct record_row *);
/*
 * The interval on a scale from 0 to 100 % of so many columns, with its ends
 * and its mean: "····├──┼───┤··". "" without any settled rumor.
 */
const char *words_scale(struct pen *, const struct record_row *, size_t width);
/* "5 d"; "" below 0 */
const char *words_lead(struct pen *, double days);
/* "8 right, 1 partly, 2 wrong, 1 expired; 3 open" */
const char *words_tally(struct pen *, const struct record_row *);

enum ink status_ink(enum rumor_status);
/* "2 origins, 9 outlets" */
const char *words_reach(struct pen *, size_t origins, size_t outlets);
/*
 * Does the source speak for the origin under its own name? "X (Weibo)" does
 * for "X".
 */
bool words_is_own(const char *source_title, const char *origin);
/* "GSMArena (press)" */
const char *words_source(
    struct pen *, const char *title, enum source_role role);
/* ", from GSMArena": who else's item it has it from; "" for none. */
const char *words_via(
    struct pen *, const struct rumor_report *, const struct member_row *);
/* "Xiaomi MIUI 14, discontinuation: MIOS" */
const char *words_about(struct pen *, const struct rumor_row *);
/* The sentence in quotation marks, unless it begins with some of its own. */
const char *words_quote(struct pen *, const char *sentence);
/* "61.2 kB" */
const char *words_bytes(struct pen *, uint64_t bytes);
/* The rulings about a story or a rumor, under a heading (audit.c). */
void print_rulings(struct pen *, const struct ruling *, size_t n, int indent);
/* Who made a ruling. */
const char *words_ruler(struct pen *, const char *user, int64_t uid);

/* When a feed is asked by what: "interval 60 min" of "interval 3600 s" */
const char *words_due(struct pen *, const char *reason);

/* What a story does to a rumor: "carries", "has to do with" */
const char *words_part(enum part);

/* What a grade of evidence means. */
const char *words_grade(enum grade);

#endif
