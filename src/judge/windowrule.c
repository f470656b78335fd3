/*
 * The rules of timewindow.tsv as rows: "P..P+10d", "month:5", "day:1001+6".
 * What a row means in a sentence is told by window.c.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/tables.h"

static const struct {
	const char *name;
	enum window_kind kind;
	int least, most;
} kinds[] = {
    {"month:", WINDOW_MONTH, 1, 12},
    {"season:", WINDOW_SEASON, 0, 3},
    {"quarter:", WINDOW_QUARTER, 1, 4},
    {"half:", WINDOW_HALF, 1, 2},
    {"unit:", WINDOW_UNIT, 1, 366},
    {"weekday:", WINDOW_WEEKDAY, 0, 6},
    {"part:", WINDOW_PART, 0, 2},
    {"week_of:", WINDOW_WEEK_OF, 1, 5},
};

static const struct {
	const char *name;
	enum window_kind kind;
} plain_kinds[] = {
    {"month_word", WINDOW_MONTH_WORD},
    {"year_word", WINDOW_YEAR_WORD},
    {"quarter_word", WINDOW_QUARTER_WORD},
    {"not_before", WINDOW_NOT_BEFORE},
    {"by", WINDOW_BY},
    {"until", WINDOW_UNTIL},
    {"around", WINDOW_AROUND},
};

/* "1001+6": a month and a day, and how many days follow. */
static int holiday_parse(const char *rule, struct window_row *out)
{
	char *end;
	long day = strtol(rule, &end, 10), more = 0;
	if (end != rule + 4 || day / 100 < 1 || day / 100 > 12 ||
	    day % 100 < 1 || day % 100 > 31)
		return -1;
	if (*end == '+') {
		rule = end + 1;
		more = strtol(rule, &end, 10);
		if (end == rule || more < 1 || more > 60)
			return -1;
	}
	if (*end != '\0')
		return -1;
	out->kind = WINDOW_HOLIDAY;
	out->n = (int)day;
	out->to.days = (int)more;
	return 0;
}

/* "week_end(P)+1-10d": 0, or -1; *whole where no end of it is named. */
static int edge_parse(const char **at, struct window_edge *out, bool *whole)
{
	static const char *const units[] = {
	    "P", "week", "month", "quarter", "year"};
	const char *s = *at;
	size_t n = 0;
	memset(out, 0, sizeof(*out));
	*whole = false;
	for (int u = 4; u >= 0 && n == 0; u--)
		if (strncmp(s, units[u], strlen(units[u])) == 0) {
			out->unit = u;
			n = strlen(units[u]);
		}
	if (n == 0)
		return -1;
	s += n;
	if (out->unit != EDGE_DAY) {
		out->last = strncmp(s, "_end", 4) == 0;
		s += out->last ? 4 : 0;
		if (strncmp(s, "(P)", 3) != 0)
			return -1;
		s += 3;
		*whole = !out->last;
	}
	while (*s == '+' || *s == '-') {
		char *end;
		long v = strtol(s, &end, 10);
		if (end == s + 1 || v < -1000 || v > 1000)
			return -1;
		if (*end == 'd') {
			out->days += (int)v;
			end++;
		} else {
			out->offset += (int)v;
		}
		s = end;
	}
	*at = s;
	return 0;
}

int window_rule_parse(const char *rule, struct window_row *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = strlen(kinds[i].name);
		if (strncmp(rule, kinds[i].name, n) != 0)
			continue;
		char *end;
		long v = strtol(rule + n, &end, 10);
		if (end == rule + n || *end != '\0' || v < kinds[i].least ||
		    v > kinds[i].most)
			return -1;
		out->kind = kinds[i].kind;
		out->n = (int)v;
		return 0;
	}
	for (size_t i = 0; i < sizeof(plain_kinds) / sizeof(*plain_kinds); i++)
		if (strcmp(rule, plain_kinds[i].name) == 0) {
			out->kind = plain_kinds[i].kind;
			return 0;
		}
	if (strncmp(rule, "day:", 4) == 0)
		return holiday_parse(rule + 4, out);
	bool whole;
	out->kind = WINDOW_RULE;
	if (edge_parse(&rule, &out->from, &whole) != 0)
		return -1;
	if (*rule == '\0' && whole) {
		out->to = out->from;
		out->to.last = true;
		return 0;
	}
	if (strncmp(rule, "..", 2) != 0)
		return -1;
	rule += 2;
	return edge_parse(&rule, &out->to, &whole) == 0 && *rule == '\0' ? 0
									 : -1;
}
