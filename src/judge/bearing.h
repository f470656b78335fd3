/*
 * Inner header of what official claims mean to rumors: bearing.c (the table
 * of aspects, ends and successors, and what all share), bearingname.c,
 * bearingpresented.c, bearingdate.c and bearingvalue.c. Each function is asked
 * with one official claim and changes nothing; what follows from a happening is
 * in verdict.c.
 */
#ifndef HEARSAY_JUDGE_BEARING_H
#define HEARSAY_JUDGE_BEARING_H

#include "judge/fold.h"

typedef enum happening bearing_fn(
    const struct partition *, const struct live *, const struct board_claim *);

bearing_fn bears_on_name;
bearing_fn bears_on_date;
bearing_fn bears_on_number;
bearing_fn bears_on_value;
bearing_fn bears_on_presented; /* of a name: something is presented */

/* The claim that opened the rumor. */
const struct board_claim *founder(const struct live *);

/* Of the carriers, the share of the one that has most with the sentence. */
double best_coverage(
    const struct partition *, const struct live *, const struct board_claim *);

/* A product that is out under a name of its own, and took over from one. */
bool is_real_follower(const struct name *product, const struct name *of);

/* Do the real product and the claimed name follow the same one? */
bool is_rival_name(const struct name *real, const struct name *claimed);

/* "New AirPods", and then there is a model of them. */
bool is_of_line(const struct name *line, const struct name *model);

/* The rumor's product by its model alone, "Edge 90". */
bool names_model(const struct live *, const struct board_claim *);

/* "A phone that folds twice", before it has a name: by its words. */
bool is_nameless_too(
    const struct partition *, const struct live *, const struct board_claim *);

/* What ships in 17.4 was claimed for 17; "not in 17.2" denies 17.2 alone. */
bool version_within(
    const struct name *claimed, const struct name *out, bool denied);

/* The official word as it is, or in part, where it has a limit that was not
 * in the claim. */
enum happening with_limits(
    const struct board_claim *carried, const struct board_claim *);

/* The model of that name and one word more: "Find X9 Pro" of "Find X9". */
bool product_is_edition(const struct name *model, const struct name *line);

bool aspect_is_of_time(enum aspect);

/* "8" of "8", "8.1" or "Aqua 8 Pro"; 0: none. */
long first_number(const char *);

#endif
