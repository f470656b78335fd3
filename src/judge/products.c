/*
 * Products in the text: software with its version, devices with their model,
 * and what lists and short names of models stand for.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/lineup.h"
#include "judge/reading.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z');
}

/* "6.1.2" at s: its length, 0 where there is none. At most two digits before
 * the first point: "HarmonyOS 700 million" has no version. */
static uint32_t version_length(const char *s, const char *end)
{
	/* "鸿蒙系统6月见": a month, and no version. */
	static const char *const counted[] = {
	    "月", "日", "年", "号", "点", "款", "个", "台", "万", "亿"};
	const char *p = s;
	while (p < end && is_digit(*p))
		p++;
	if (p == s || p - s > 2)
		return 0;
	while (p + 1 < end && *p == '.' && is_digit(p[1])) {
		p++;
		while (p < end && is_digit(*p))
			p++;
	}
	if (p < end && (isalpha((unsigned char)*p) || *p == '%'))
		return 0;
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++)
		if (end - p >= 3 && memcmp(p, counted[i], 3) == 0)
			return 0;
	return (uint32_t)(p - s);
}

static const char *const model_suffixes[] = {"pro max", "pro", "ultra", "max",
    "plus", "lite", "fe", "mini", "xl", "fold", "flip", "edge", "se", "turbo",
    "civi", "air", "slim", "neo", "rs", "gt", NULL};

/* "Xperia 1 VI": the mark of a generation, in capitals. */
static const char *const marks[] = {
    "ii", "iii", "iv", "v", "vi", "vii", "viii", NULL};

static uint32_t word_length(
    const char *const *words, const char *s, const char *end)
{
	for (; *words != NULL; words++) {
		size_t n = strlen(*words);
		if ((size_t)(end - s) >= n && memcmp(s, *words, n) == 0 &&
		    (s + n == end || !is_alnum(s[n])))
			return (uint32_t)n;
	}
	return 0;
}

uint32_t model_suffix_length(const struct side *side, uint32_t at)
{
	const char *s = side->folded + at, *end = side->folded + side->folded_n;
	uint32_t n = word_length(model_suffixes, s, end);

	/* "El X9 se presenta": a word of its own, where others say so */
	if (n == 2 && memcmp(s, "se", 2) == 0 &&
	    side->text[side->map[at]] == 's')
		return 0;
	if (n > 0)
		return s + n < end && s[n] == '+' ? n + 1 : n; /* "Pro+" */
	if (s == end || !isupper((unsigned char)side->text[side->map[at]]))
		return 0;
	return word_length(marks, s, end);
}

/* "8.3" of "Nokia 8.3": one digit before the point and one behind it; a length
 * is told with its unit ("7.9-inch"). */
static bool is_pointed(const char *digits, const char *point, const char *end)
{
	static const char *const units[] = {"-", "\"", "″", "”", " inch",
	    " zoll", "英寸", "吋", " pouces", " pulg", " polleg", " pollic",
	    " inci", NULL};

	if (point - digits != 1 || end - point < 2 || *point != '.' ||
	    !is_digit(point[1]))
		return false;
	if ((end - point > 2 && is_alnum(point[2])) ||
	    (end - point > 3 && point[2] == '.' && is_digit(point[3])))
		return false;
	for (size_t i = 0; units[i] != NULL; i++) {
		size_t n = strlen(units[i]);

		if ((size_t)(end - point - 2) >= n &&
		    memcmp(point + 2, units[i], n) == 0)
			return false;
	}
	return true;
}

/* "s24", "14t", "(2a)", "9rt": the length of a model's number, or 0. */
static uint32_t number_length(const char *s, const char *end)
{
	const char *p = s;
	bool bracket = p < end && *p == '(';
	if (bracket)
		p++;
	else if (p + 1 < end && p[0] >= 'a' && p[0] <= 'z' && is_digit(p[1]))
		p++;
	const char *digits = p;
	while (p < end && is_digit(*p))
		p++;
	if (p == digits || p - digits > 3)
		return 0;
	const char *letters = p;
	while (p < end && p - letters < 2 &&
	       ((*p >= 'a' && *p <= 'z') || *p == '+'))
		p++;
	if (p < end && is_alnum(*p))
		return 0;
	if (is_pointed(digits, p, end))
		p += 2;
	else if (p + 1 < end && *p == '.' && is_digit(p[1]))
		return 0;
	if (bracket && (p == end || *p++ != ')'))
		return 0;
	return (uint32_t)(p - s);
}

#define BRACKET 30 /* bytes: "nd generation and later" */

/* " (Gen. 6)", " (6th generation)", " Gen 6", " Series 6" at `at`: where it
 * ends, and its number; or `at`. */
static uint32_t generation_end(
    const struct side *side, uint32_t at, const char **number, size_t *n)
{
	static const char *const words[] = {
	    "gen. ", "gen ", "generation ", "series "};
	static const char *const behind[] = {
	    "th gen", "st gen", "nd gen", "rd gen", ". gen"};
	const char *s = side->folded;
	uint32_t p = at, close;
	bool bracket, found = false;

	if (p >= side->folded_n || s[p] != ' ')
		return at;
	p++;
	bracket = s[p] == '(';
	p += bracket;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && !found; i++)
		if (strncmp(s + p, words[i], strlen(words[i])) == 0) {
			p += (uint32_t)strlen(words[i]);
			found = true;
		}
	*number = s + p;
	while (p < side->folded_n && is_digit(s[p]))
		p++;
	*n = (size_t)(s + p - *number);
	if (*n == 0 || *n > 2)
		return at;
	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind) && !found; i++)
		found = bracket &&
			strncmp(s + p, behind[i], strlen(behind[i])) == 0;
	if (!found)
		return at;
	if (!bracket)
		return is_alnum(s[p]) ? at : p;
	for (close = p; close < p + BRACKET && close < side->folded_n; close++)
		if (s[close] == ')')
			return close + 1;
	return at;
}

static uint32_t model_end(const struct side *side, uint32_t at)
{
	const char *s = side->folded, *end = s + side->folded_n;
	uint32_t number = at;
	if (number < side->folded_n && s[number] == ' ')
		number++;
	uint32_t n = number_length(s + number, end);
	if (n == 0)
		return at;
	at = number + n;
	while (at < side->folded_n && s[at] == ' ') {
		n = model_suffix_length(side, at + 1);
		if (n == 0)
			break;
		at += 1 + n;
	}
	return at;
}

/* "Galaxy S" and "24 ultra", or "S24 Ultra" in a list, to "Galaxy S24 Ultra".
 */
static const char *model_name(struct reading *r, const struct side *side,
    const struct product *row, uint32_t from, uint32_t to)
{
	char *model = original(r, side, from, to);
	bool open = model[0] == ' ';
	size_t len = strlen(row->name);
	bool joins = len > 1 && row->name[len - 2] == ' ' &&
		     row->name[len - 1] >= 'A' && row->name[len - 1] <= 'Z';
	model += open;
	if (joins) {
		char letter = row->name[len - 1];

		if ((model[0] == letter || model[0] == letter - 'A' + 'a') &&
		    is_digit(model[1]))
			model++;
		return arena_printf(r->arena, "%s%s", row->name, model);
	}
	return arena_printf(r->arena, "%s %s", row->name, model);
}

void mention_put(struct reading *r, struct side *side, const struct mention *m)
{
	side->mentions = arena_room(r->arena, side->mentions,
	    side->mention_count, &side->mention_cap, sizeof(*side->mentions));
	side->mentions[side->mention_count++] = *m;
}

static uint32_t link_length(const struct side *side, uint32_t at)
{
	static const char *const links[] = {
	    ", and ", ", ", " and ", " & ", "/", "、", "和", " und ", " y "};
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		size_t n = strlen(links[i]);
		if (at + n < side->folded_n &&
		    memcmp(side->folded + at, links[i], n) == 0)
			return (uint32_t)n;
	}
	return 0;
}

/* A bare number may count something: "13, 5 of them". */
static bool is_plain_number(const struct side *side, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!is_digit(side->folded[i]))
			return false;
	return true;
}

/* Does a list go on, or end, behind a bare number: "8, 7 and 6"? */
static bool is_listed(const struct side *side, uint32_t to)
{
	return to == side->folded_n ||
	       strchr(",.;)\n", side->folded[to]) != NULL ||
	       link_length(side, to) > 0;
}

/*
 * "XS Max and XR", behind a model of their line: those that lineups.tsv has,
 * by what stands behind the line's name. The longest, or NULL.
 */
static const struct lineup_row *model_in_short(const struct reading *r,
    const struct side *side, const char *first, uint32_t from)
{
	const struct lineups *l = r->lex->lineups;
	const struct lineup_row *best = NULL;
	struct lineup_place of;
	size_t longest = 0;

	if (!lineup_find(l, first, &of) || of.line_n == strlen(first))
		return NULL;
	for (size_t i = 0; i < lineups_count(l); i++) {
		const struct lineup_row *row = lineups_at(l, i);
		const char *rest = row->model + of.line_n;
		size_t n =
		    strlen(row->model) > of.line_n + 1 ? strlen(++rest) : 0;

		if (n <= longest || strlen(row->line) != of.line_n ||
		    strncmp(row->line, of.line, of.line_n) != 0 ||
		    strncmp(row->model, row->line, of.line_n) != 0 ||
		    from + n > side->folded_n ||
		    strncasecmp(side->folded + from, rest, n) != 0 ||
		    (from + n < side->folded_n &&
			is_alnum(side->folded[from + n])) ||
		    (is_plain_number(side, from, from + (uint32_t)n) &&
			!is_listed(side, from + (uint32_t)n)))
			continue;
		best = row;
		longest = n;
	}
	return best;
}

/* What the mention of such a model is; its row is that of its line. */
static bool short_take(const struct reading *r, const struct side *side,
    const struct mention *first, uint32_t from, struct mention *out)
{
	const struct lineup_row *row =
	    model_in_short(r, side, first->name, from);
	const struct product *product =
	    row == NULL ? NULL : lexicon_product(r->lex, row->model);

	if (row == NULL)
		return false;
	*out = *first;
	if (product == NULL && strncmp(row->model, first->row->name,
				   strlen(first->row->name)) != 0)
		product = lexicon_product(r->lex, row->line);
	if (product != NULL)
		out->row = product;
	out->name = row->model;
	out->start = from;
	out->end =
	    from + (uint32_t)(strlen(row->model) - strlen(row->line) - 1);
	return true;
}

/* "Xiaomi 13 Ultra, 13 Pro and 13T": the line is named once. */
static void models_listed(
    struct reading *r, struct side *side, const struct mention *first)
{
	uint32_t at = first->end, link;
	while ((link = link_length(side, at)) > 0) {
		uint32_t from = at + link, to = model_end(side, from);
		struct mention brief;

		if ((to == from || is_plain_number(side, from, to)) &&
		    short_take(r, side, first, from, &brief)) {
			mention_put(r, side, &brief);
			at = brief.end;
			continue;
		}
		if (to == from || is_plain_number(side, from, to))
			return;
		struct mention out = *first;
		out.start = from;
		out.end = at = to;
		out.name = model_name(r, side, first->row, from, to);
		mention_put(r, side, &out);
	}
}

/* "Android co-creator Jo Reed": whom somebody is known by. */
static bool is_fame(
    const struct reading *r, const struct side *side, uint32_t end)
{
	const char *s = side->folded + end;
	size_t n;

	if (end == side->folded_n || (*s != ' ' && *s != '-'))
		return false;
	s += *s == ' ';
	n = strcspn(s, " ,.;:!?)\"'");
	return phrase_is(r->lex->phrases, PHRASE_FAME, s, n);
}

static void mention_add(
    struct reading *r, struct side *side, const struct match *m)
{
	const struct product *row = &r->lex->products[m->use->row];
	struct mention out = {.start = m->start,
	    .end = m->end,
	    .row = row,
	    .vendor = row->vendor,
	    .name = row->name};
	if (is_fame(r, side, m->end))
		return;
	out.device = strncmp(row->kind, "device", 6) == 0;
	if (out.device) {
		const char *number;
		size_t n;
		uint32_t end = generation_end(side, m->end, &number, &n);
		if (end > m->end) {
			out.end = end;
			out.name = arena_printf(
			    r->arena, "%s %.*s", row->name, (int)n, number);
			mention_put(r, side, &out);
			return;
		}
		out.end = model_end(side, m->end);
		if (out.end == m->end && strcmp(row->kind, "device_model") == 0)
			return; /* a common word without its number */
		if (out.end > m->end)
			out.name = model_name(r, side, row, m->end, out.end);
	} else {
		uint32_t at = m->end;
		if (at < side->folded_n && side->folded[at] == ' ')
			at++;
		if (at < side->folded_n && side->folded[at] == 'v')
			at++;
		uint32_t n = version_length(
		    side->folded + at, side->folded + side->folded_n);
		if (n > 0) {
			out.version =
			    arena_strndup(r->arena, side->folded + at, n);
			out.end = at + n;
		}
	}
	mention_put(r, side, &out);
	if (out.device)
		models_listed(r, side, &out);
}

/* --- models by their number alone --- */

/* "9rt", "s24" at i: its length, where letters stand beside digits. */
static uint32_t bare_length(const struct side *side, uint32_t i)
{
	const char *s = side->folded, *end = s + side->folded_n;
	uint32_t n = number_length(s + i, end);
	bool letters = false;

	if (n < 2 || s[i] == '(' ||
	    (i > 0 && strchr(" \"'\n(/", s[i - 1]) == NULL))
		return 0;
	for (uint32_t k = i; k < i + n; k++)
		letters |= !is_digit(s[k]);
	return letters ? n : 0;
}

static bool is_unit(const char *s, uint32_t n)
{
	static const char *const units[] = {"g", "k", "d", "w", "am", "pm",
	    "gb", "tb", "mb", "hz", "st", "nd", "rd", "th", "m", "s", "x", "h",
	    "mp", "p", "fps", "mm", "cm", "in", "kg", "v", "b", "bn", "nm", "€",
	    "$"};
	uint32_t digits = 0;
	while (digits < n && is_digit(s[digits]))
		digits++;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (digits > 0 && n - digits == strlen(units[i]) &&
		    memcmp(s + digits, units[i], n - digits) == 0)
			return true;
	return false;
}

/*
 * The line that a bare model is of: one of those the item names in full. "S24"
 * is of a line that ends in S; "9RT" of one whose models begin with a digit
 * near that one.
 */
static bool is_of_line(const struct mention *m, const char *s)
{
	size_t len = strlen(m->row->name);
	const char *model = m->name + len;
	long number, other;

	if (!m->device || strcmp(m->name, m->row->name) == 0)
		return false;
	if (!is_digit(s[0]))
		return len > 1 && m->row->name[len - 2] == ' ' &&
		       (m->row->name[len - 1] | 32) == s[0];
	number = strtol(s, NULL, 10);
	other = strtol(model + strspn(model, " "), NULL, 10);
	return other > 0 && other - number < 3 && number - other < 3;
}

static const struct mention *line_of(const struct reading *r, const char *s)
{
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++)
			if (is_of_line(&r->side[f].mentions[i], s))
				return &r->side[f].mentions[i];
	/* "S24", where the Galaxy S24 is what is looked for. */
	return r->asked.row != NULL && !is_digit(s[0]) &&
		       is_of_line(&r->asked, s)
		   ? &r->asked
		   : NULL;
}

bool side_mentions(const struct side *side, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < side->mention_count; i++)
		if (side->mentions[i].start < to &&
		    side->mentions[i].end > from)
			return true;
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

void mentions_order(struct side *side)
{
	qsort(side->mentions, side->mention_count, sizeof(*side->mentions),
	    by_place);
}

/* "No 9T this year, but a 9RT", of a maker whose 9 is named in full. */
static void models_bare(struct reading *r, struct side *side)
{
	size_t before = side->mention_count;

	for (uint32_t i = 0; i < side->folded_n; i++) {
		uint32_t n = bare_length(side, i);
		const struct mention *line;
		struct mention m;

		if (n == 0 || is_unit(side->folded + i, n) ||
		    side_mentions(side, i, i + n))
			continue;
		line = line_of(r, side->folded + i);
		if (line == NULL)
			continue;
		m = *line;
		m.start = i;
		m.end = model_end(side, i);
		if (m.end < i + n)
			m.end = i + n;
		m.name = model_name(r, side, line->row,
		    is_digit(side->folded[i]) ? i : i + 1, m.end);
		mention_put(r, side, &m);
		i += n;
	}
	if (side->mention_count > before)
		mentions_order(side);
}

void read_products(struct reading *r)
{
	for (int f = 0; f < 2; f++) {
		struct side *side = &r->side[f];
		for (size_t i = 0; i < side->match_count; i++)
			if (side->matches[i].use->kind == USE_PRODUCT)
				mention_add(r, side, &side->matches[i]);
	}
	asked_take(r);
	asked_name(r);
	models_bare(r, &r->side[FIELD_TITLE]);
	models_bare(r, &r->side[FIELD_TEXT]);
	vendor_choose(r);
	codenames_take(r);
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];
		const struct side *side = passage_side(r, p);
		while (p->mention < side->mention_count &&
		       side->mentions[p->mention].start < p->start)
			p->mention++;
		while (p->mention + p->mentions < side->mention_count &&
		       side->mentions[p->mention + p->mentions].start < p->end)
			p->mentions++;
	}
	subject_choose(r);
}
