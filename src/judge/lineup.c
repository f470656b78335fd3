/* The rows of lineups.tsv, by each of a model's names, and models without. */
#include "judge/lineup.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

struct lineups {
	struct arena arena;
	struct lineup_row *v;
	size_t n, cap;
	struct map by_name; /* of a name: place in v, from 1 */
};

struct lineups *lineups_new(void)
{
	struct lineups *l = mem_alloc(sizeof(*l));

	arena_init(&l->arena);
	return l;
}

void lineups_free(struct lineups *l)
{
	if (!l)
		return;
	map_free(&l->by_name);
	free(l->v);
	arena_free(&l->arena);
	free(l);
}

/* "iOS 12-18", "Android 14-": the system, its first and its last version. */
static int runs_take(struct lineups *l, struct lineup_row *out,
    const struct tsv_row *row, const char *runs, struct err *err)
{
	const char *number = strrchr(runs, ' ');
	char *end = NULL;

	if (*runs == '\0')
		return 0;
	out->first = number ? (int)strtol(number + 1, &end, 10) : 0;
	if (out->first <= 0 || *end != '-')
		return tsv_error(
		    row, err, "\"%s\" is not a system and its versions", runs);
	out->last = (int)strtol(end + 1, &end, 10);
	if (*end || (out->last != 0 && out->last < out->first))
		return tsv_error(
		    row, err, "\"%s\" is not a system and its versions", runs);
	out->runs = arena_strndup(&l->arena, runs, (size_t)(number - runs));
	return 0;
}

static int name_take(struct lineups *l, const struct tsv_row *row,
    const char *name, struct err *err)
{
	if (map_get(&l->by_name, name))
		return tsv_error(row, err, "\"%s\" has a row already", name);
	map_put(&l->by_name, name, (void *)(l->n + 1));
	return 0;
}

int lineups_add(struct lineups *l, const struct tsv_row *row, struct err *err)
{
	struct lineup_row out = {
	    .line = arena_strdup(&l->arena, row->cell[0]),
	    .model = arena_strdup(&l->arena, row->cell[1]),
	    .ordered = strcmp(row->cell[3], "-") != 0,
	    .chip =
		*row->cell[4] ? arena_strdup(&l->arena, row->cell[4]) : NULL,
	};
	const char *at = row->cell[2], *alias;
	char *end;

	if (!*out.line || !*out.model)
		return tsv_error(row, err, "a model needs its line and a name");
	out.rank = out.ordered ? strtod(row->cell[3], &end) : 0;
	if (out.ordered && (out.rank <= 0 || *end))
		return tsv_error(row, err, "\"%s\" is no rank", row->cell[3]);
	if (runs_take(l, &out, row, row->cell[5], err) != 0 ||
	    name_take(l, row, out.model, err) != 0)
		return -1;
	while (tsv_alternative(&l->arena, &at, &alias))
		if (name_take(l, row, alias, err) != 0)
			return -1;
	l->v = mem_room(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = out;
	return 0;
}

size_t lineups_count(const struct lineups *l)
{
	return l->n;
}

const struct lineup_row *lineups_at(const struct lineups *l, size_t i)
{
	return &l->v[i];
}

static const struct lineup_row *row_named(
    const struct lineups *l, const char *name, size_t n)
{
	size_t at = (size_t)map_get_n(&l->by_name, name, n);

	return at ? &l->v[at - 1] : NULL;
}

const struct lineup_row *lineup_row_of(
    const struct lineups *l, const char *name)
{
	return row_named(l, name, strlen(name));
}

/*
 * The row of a model, or of what it is an edition of: "Pixel 8" of "Pixel 8
 * Pro". What has no number is no edition of anything: the Pixel Watch. A line
 * without order has all that begin with its name.
 */
static const struct lineup_row *row_of_edition(
    const struct lineups *l, const char *name)
{
	for (size_t n = strlen(name); n > 0; n--) {
		const struct lineup_row *row = row_named(l, name, n);

		if (!row)
			continue;
		if (!name[n] || !row->ordered ||
		    (name[n] == ' ' && strpbrk(row->model, "0123456789") &&
			!strpbrk(name + n, "0123456789")))
			return row;
	}
	return NULL;
}

#define LETTER 0.5 /* "6s", "7T", "5a": half a generation on */

static bool place_of_number(const char *name, struct lineup_place *out)
{
	const char *digits = strpbrk(name, "0123456789");
	char *end;

	if (!digits || digits == name)
		return false;
	*out = (struct lineup_place){
	    .line = name, .line_n = (size_t)(digits - name)};
	while (out->line_n > 0 && name[out->line_n - 1] == ' ')
		out->line_n--;
	out->rank = (double)strtol(digits, &end, 10);
	out->rank += isalpha((unsigned char)*end) ? LETTER : 0;
	return out->line_n > 0;
}

bool lineup_find(
    const struct lineups *l, const char *name, struct lineup_place *out)
{
	const struct lineup_row *row = row_of_edition(l, name);

	if (!row)
		return place_of_number(name, out);
	*out = (struct lineup_place){.line = row->line,
	    .line_n = strlen(row->line),
	    .rank = row->rank,
	    .row = row};
	return row->ordered;
}

static enum lineup_order order_of(double a, double b)
{
	return a < b ? LINEUP_OLDER : a > b ? LINEUP_NEWER : LINEUP_LEVEL;
}

enum lineup_order lineup_compare(
    const struct lineups *l, const char *name, const char *to)
{
	struct lineup_place a, b;

	if (!lineup_find(l, name, &a) || !lineup_find(l, to, &b) ||
	    a.line_n != b.line_n || strncasecmp(a.line, b.line, a.line_n) != 0)
		return LINEUP_UNKNOWN;
	/* Of one year the chips tell: the 15 Pro and the 15. */
	if (a.rank == b.rank && a.row && b.row && a.row->chip && b.row->chip)
		return lineup_compare_chips(a.row->chip, b.row->chip);
	return order_of(a.rank, b.rank);
}

enum lineup_order lineup_compare_chips(const char *chip, const char *to)
{
	size_t n = strcspn(chip, "0123456789");

	if (n != strcspn(to, "0123456789") || strncasecmp(chip, to, n) != 0 ||
	    !chip[n] || !to[n])
		return LINEUP_UNKNOWN;
	return order_of((double)strtol(chip + n, NULL, 10),
	    (double)strtol(to + n, NULL, 10));
}

bool lineup_same(const struct lineups *l, const char *a, const char *b)
{
	const struct lineup_row *row = lineup_row_of(l, a);

	return strcasecmp(a, b) == 0 || (row && row == lineup_row_of(l, b));
}

bool lineup_is_edition(const char *model, const char *of)
{
	size_t n = strlen(of);

	return strncasecmp(model, of, n) == 0 &&
	       (model[n] == ' ' || model[n] == '+') &&
	       strncmp(model + n, " FE", 3) != 0;
}
