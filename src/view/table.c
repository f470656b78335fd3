/* Tables: widths are found first, then rows are printed to fit them. */
#include "view/table.h"

#include <assert.h>

#include "text/utf8.h"

#define GAP    2
#define FEWEST 10 /* columns of what is cut */

void table_init(struct table *t, const struct column *columns, size_t count)
{
	assert(count && count <= TABLE_COLUMNS);
	*t = (struct table){.columns = columns, .column_count = count};
}

void table_cell(struct table *t, struct pen *p, enum ink ink, const char *text)
{
	t->cells = arena_room(&p->arena, t->cells, t->cell_count, &t->cell_cap,
	    sizeof(*t->cells));
	t->cells[t->cell_count++] = (struct cell){text, ink};
}

static size_t total(const struct table *t, const size_t *width)
{
	size_t sum = 0;

	for (size_t c = 0; c < t->column_count; c++)
		if (width[c])
			sum += width[c] + (sum ? GAP : 0);
	return sum;
}

static void natural_widths(const struct table *t, size_t *width)
{
	for (size_t c = 0; c < t->column_count; c++)
		width[c] = 0;
	for (size_t i = 0; i < t->cell_count; i++) {
		size_t w = utf8_width(t->cells[i].text);
		size_t *to = &width[i % t->column_count];

		*to = w > *to ? w : *to;
	}
	/* A column whose cells are all empty is not shown at all. */
	for (size_t c = 0; c < t->column_count; c++) {
		size_t w = utf8_width(t->columns[c].title);

		if (width[c] && width[c] < w)
			width[c] = w;
	}
}

/*
 * The widest flexible column that can still shrink, or -1; where the page is
 * narrower than what columns would rather have, that is down to FEWEST.
 */
static int shrinkable(const struct table *t, const size_t *width, bool narrow)
{
	int widest = -1;

	for (size_t c = 0; c < t->column_count; c++)
		if (t->columns[c].least &&
		    width[c] > (narrow ? FEWEST : t->columns[c].least) &&
		    (widest < 0 || width[c] > width[widest]))
			widest = (int)c;
	return widest;
}

static int droppable(const struct table *t, const size_t *width)
{
	int first = -1;

	for (size_t c = 0; c < t->column_count; c++)
		if (width[c] && t->columns[c].drop &&
		    (first < 0 || t->columns[c].drop > t->columns[first].drop))
			first = (int)c;
	return first;
}

static size_t least_total(const struct table *t, const size_t *width)
{
	size_t least[TABLE_COLUMNS];

	for (size_t c = 0; c < t->column_count; c++) {
		least[c] = width[c];
		if (t->columns[c].least && least[c] > t->columns[c].least)
			least[c] = t->columns[c].least;
	}
	return total(t, least);
}

static void fit(const struct table *t, const struct pen *p, size_t *width)
{
	size_t room = pen_left(p, 0);
	int c;

	while (least_total(t, width) > room) {
		c = droppable(t, width);
		if (c < 0)
			break;
		width[c] = 0;
	}
	while (total(t, width) > room) {
		c = shrinkable(t, width, false);
		if (c < 0)
			c = shrinkable(t, width, true);
		if (c < 0)
			break;
		width[c]--;
	}
}

static void print_row(const struct table *t, struct pen *p, const size_t *width,
    const struct cell *cells)
{
	size_t pending = 0;
	bool first = true;

	for (size_t c = 0; c < t->column_count; c++) {
		size_t w = utf8_width(cells[c].text);

		if (!width[c])
			continue;
		if (!first)
			pending += GAP;
		first = false;
		w = w < width[c] ? w : width[c];
		if (t->columns[c].right)
			pending += width[c] - w;
		if (*cells[c].text) {
			pen_pad(p, pending);
			pending = 0;
			w = pen_cut(p, cells[c].ink, cells[c].text, width[c]);
		}
		if (!t->columns[c].right)
			pending += width[c] - w;
		else if (!*cells[c].text)
			pending += w;
	}
	buf_putc(p->out, '\n');
}

void table_print(const struct table *t, struct pen *p)
{
	struct cell titles[TABLE_COLUMNS];
	size_t width[TABLE_COLUMNS];

	natural_widths(t, width);
	fit(t, p, width);
	for (size_t c = 0; c < t->column_count; c++)
		titles[c] = (struct cell){t->columns[c].title, INK_GREY};
	print_row(t, p, width, titles);
	for (size_t i = 0; i + t->column_count <= t->cell_count;
	     i += t->column_count)
		print_row(t, p, width, t->cells + i);
}
