/*
 * A table for a terminal: columns as wide as their widest cell; where that
 * is more than the line has, the flexible ones shrink (their cells are cut)
 * and the least wanted ones go.
 */
#ifndef HEARSAY_VIEW_TABLE_H
#define HEARSAY_VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/pen.h"

#define TABLE_COLUMNS 12

struct column {
	const char *title;
	bool right;   /* numbers */
	size_t least; /* of a flexible column: its narrowest; 0: rigid */
	int drop;     /* 0: stays; the highest goes first */
};

struct cell {
	const char *text; /* of pen_say() or our own */
	enum ink ink;
};

struct table {
	const struct column *columns;
	size_t column_count;
	struct cell *cells; /* row by row, in the pen's arena */
	size_t cell_count, cell_cap;
};

/* columns stays the caller's and outlives the table. */
void table_init(struct table *, const struct column *columns, size_t count);
/* The next cell; rows fill from left to right. */
void table_cell(struct table *, struct pen *, enum ink, const char *text);
void table_print(const struct table *, struct pen *);

#endif
