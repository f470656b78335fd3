/*
 * The order of the models of a line: "iPhone 11 and later" has the iPhone SE
 * (2nd generation), and not the iPhone XR. Most lines count on, so their
 * numbers tell it; what these do not tell are the rows of lineups.tsv.
 */
#ifndef HEARSAY_JUDGE_LINEUP_H
#define HEARSAY_JUDGE_LINEUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "judge/tsv.h"

#define LINEUPS_FILE	"lineups.tsv"
#define LINEUPS_COLUMNS "line\tmodel\taliases\trank\tchip\truns\tnote"

struct lineups;

struct lineup_row {
	const char *line, *model;
	double rank;
	bool ordered;	  /* false: nothing is older or newer */
	const char *chip; /* "A17", or NULL */
	const char *runs; /* "iOS", or NULL */
	int first, last;  /* its major versions; last is 0 while it goes on */
};

struct lineups *lineups_new(void);
void lineups_free(struct lineups *);
/* One row: 0, or -1 with file, line and what is wrong. */
int lineups_add(struct lineups *, const struct tsv_row *, struct err *);

/* Where a model stands; of one without a row, by its number. */
struct lineup_place {
	const char *line;
	size_t line_n; /* bytes of it */
	double rank;
	const struct lineup_row
	    *row; /* of it, or of what it is an edition of */
};

/* False where nothing tells its order. Names are as the tables have them:
 * "Galaxy S21 Ultra". */
bool lineup_find(
    const struct lineups *, const char *name, struct lineup_place *);

/* The row of that very model, or NULL. */
const struct lineup_row *lineup_row_of(const struct lineups *, const char *);

/* Are they one model, by whichever of its names? */
bool lineup_same(const struct lineups *, const char *, const char *);

/* "Galaxy S21 Ultra" of "Galaxy S21"; the FE is a model of its own. */
bool lineup_is_edition(const char *model, const char *of);

enum lineup_order {
	LINEUP_UNKNOWN, /* of two lines, or without order */
	LINEUP_OLDER,
	LINEUP_LEVEL,
	LINEUP_NEWER
};

/* What the first model is to the second. */
enum lineup_order lineup_compare(
    const struct lineups *, const char *name, const char *to);

/* "A12" to "A17", "M1" to "M4", "Kirin 980" to "Kirin 990". */
enum lineup_order lineup_compare_chips(const char *chip, const char *to);

/* All rows, in the order of the table. */
size_t lineups_count(const struct lineups *);
const struct lineup_row *lineups_at(const struct lineups *, size_t i);

#endif
