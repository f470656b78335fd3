/*
 * Arguments of claims: the claimed name, the years of support, the devices,
 * the regions, the price; written so that equal ones compare equal.
 */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "judge/reading.h"

#define VALUE_MAX     160
#define BRACKET_BYTES 9 /* up to the closing one */

static const char *finish(struct reading *r, struct buf *b)
{
	const char *out =
	    b->len > 0 ? arena_strdup(r->arena, buf_text(b)) : NULL;
	buf_free(b);
	return out;
}

static void list_add(struct buf *b, const char *name)
{
	const char *at = b->len > 0 ? strstr(buf_text(b), name) : NULL;
	if (at != NULL) {
		char after = at[strlen(name)];
		if (after == '\0' || after == ',')
			return;
	}
	if (b->len > 0)
		buf_puts(b, ", ");
	buf_puts(b, name);
}

/* --- names --- */

/* Is the byte within a quotation that begins in the sentence? */
static bool is_quoted(
    const struct side *side, const struct passage *p, uint32_t at)
{
	bool within = false;

	for (uint32_t i = p->start; i < at; i++)
		within ^= side->folded[i] == '"';
	return within;
}

static const char *quoted_after(
    struct reading *r, const struct side *side, uint32_t from, uint32_t end)
{
	uint32_t open = from;
	while (open < end && open < from + 60 && side->folded[open] != '"')
		open++;
	if (open >= end || side->folded[open] != '"')
		return NULL;
	uint32_t close = open + 1;
	while (close < end && side->folded[close] != '"')
		close++;
	while (
	    close > open + 1 && strchr(",. ", side->folded[close - 1]) != NULL)
		close--;
	if (close >= end || close == open + 1 || close - open > 40)
		return NULL;
	return original(r, side, open + 1, close);
}

static bool has_capital(const char *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isupper((unsigned char)word[i]))
			return true;
	return false;
}

/* A letter, a digit, the point of "8.3". */
static bool is_of_word(const char *s, uint32_t start, uint32_t at)
{
	return isalnum((unsigned char)s[at]) ||
	       (s[at] == '.' && at > start &&
		   isdigit((unsigned char)s[at - 1]) &&
		   isdigit((unsigned char)s[at + 1]));
}

/* The " (2a)" of "Phone (2a)", the " (open 2)" of "Ear (open 2)". */
static uint32_t bracket_length(
    const struct side *side, uint32_t at, uint32_t end)
{
	const char *s = side->folded + at, *close;
	bool digit = false;
	size_t n;

	if (at + 4 > end || memcmp(s, " (", 2) != 0)
		return 0;
	close = memchr(s, ')', end - at);
	n = close == NULL ? 0 : (size_t)(close - s);
	if (n < 3 || n > BRACKET_BYTES)
		return 0;
	for (size_t i = 2; i < n; i++) {
		digit |= isdigit((unsigned char)s[i]) != 0;
		if (!isalnum((unsigned char)s[i]) && s[i] != ' ')
			return 0;
	}
	return digit || n == 3 ? (uint32_t)n + 1 : 0;
}

/* A word with capitals, right after "called": "H2OOS", "My OS". */
const char *capital_after(
    struct reading *r, const struct side *side, uint32_t from, uint32_t end)
{
	while (from < end && strchr(" :#'", side->folded[from]) != NULL)
		from++;
	uint32_t at = from, stop = from;
	for (int words = 0; words < 4; words++) {
		const char *word = side->text + side->map[at];
		uint32_t n = 0;
		while (at + n < end && is_of_word(side->folded, at, at + n))
			n++;
		/* The 4 of "SE 4", the Z of "Nord Z". */
		bool short_part =
		    words > 0 &&
		    (isdigit((unsigned char)word[0]) ||
			(n == 1 && isupper((unsigned char)word[0])));
		bool name = short_part || (n > 1 && has_capital(word, n));
		if (!name || side->map[at + n] - side->map[at] != n)
			break;
		stop = at + n;
		if (stop >= end || side->folded[stop] != ' ')
			break;
		at = stop + 1;
	}
	stop += bracket_length(side, stop, end);
	return stop > from + 1 ? original(r, side, from, stop) : NULL;
}

/* A word that looks like the name of a system and is in no table. */
static const char *system_name(struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	for (uint32_t i = p->start; i < p->end;) {
		uint32_t e = i;
		int capitals = 0;
		while (e < p->end && isalnum((unsigned char)side->folded[e])) {
			char c = side->text[side->map[e]];
			capitals += c >= 'A' && c <= 'Z';
			e++;
		}
		const char *tail = side->folded + e - 2;
		bool os_like =
		    e - i >= 4 && capitals >= 2 &&
		    (memcmp(tail, "os", 2) == 0 || memcmp(tail, "ui", 2) == 0);
		for (size_t k = 0; k < p->matches && os_like; k++) {
			const struct match *m = &side->matches[p->match + k];
			if (m->use->kind >= USE_NAMES && m->start < e &&
			    m->end > i)
				os_like = false;
		}
		if (os_like)
			return original(r, side, i, e);
		i = e > i ? e : i + 1;
	}
	return NULL;
}

/* "will be called", "the system is named": "a framework called" is not. */
static bool names_product(const struct side *side, const struct passage *p,
    const struct match *trigger)
{
	static const char *const before[] = {
	    "be ", "system", "software", "successor", " os ", "skin", NULL};
	static const char *const plain[] = {"called", "named", "dubbed"};
	const char *s = side->folded;
	size_t n = trigger->end - trigger->start;
	bool bare = false;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		bare |= n == strlen(plain[i]) &&
			memcmp(s + trigger->start, plain[i], n) == 0;
	uint32_t from =
	    trigger->start > p->start + 24 ? trigger->start - 24 : p->start;
	return !bare || span_has(s + from, trigger->start - from, before);
}

/* "macOS Redwood" is Redwood: the line is the subject. */
static const char *without_line(
    struct reading *r, const struct passage *p, const char *name)
{
	const struct side *side = passage_side(r, p);
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		size_t n = strlen(m->row->name);
		if (strncmp(name, m->row->name, n) == 0 && name[n] == ' ' &&
		    isupper((unsigned char)name[n + 1]))
			return arena_strdup(r->arena, name + n + 1);
	}
	return name;
}

/* The name right behind its line, "macOS Redwood", from `from` on: or NULL.
 * Only running text has capitals for names alone. */
static const char *named_behind(
    struct reading *r, const struct passage *p, uint32_t from, bool devices)
{
	const struct side *side = passage_side(r, p);
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		if (m->start < from || m->start > from + 20 ||
		    m->version != NULL || (m->device && !devices) ||
		    strcmp(m->name, m->row->name) != 0)
			continue;
		const char *name = capital_after(r, side, m->end, p->end);
		if (name != NULL && m->end < p->end &&
		    side->folded[m->end] == ' ' &&
		    lexicon_product(r->lex, name) == NULL)
			return name;
	}
	return NULL;
}

/* Does no name of a table stand there? */
static bool text_span_free(
    const struct side *side, const struct passage *p, uint32_t at)
{
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = &side->matches[p->match + i];
		if (m->use->kind >= USE_NAMES && m->start == at + 1)
			return false;
	}
	return true;
}

const char *release_name(
    struct reading *r, const struct passage *p, bool devices)
{
	const struct side *side = passage_side(r, p);
	if (p->field != FIELD_TEXT)
		return NULL;
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		const char *name;
		if ((m->device && !devices) || r->vendor == NULL ||
		    strcmp(m->vendor, r->vendor) != 0 ||
		    !text_span_free(side, p, m->end))
			continue;
		name = named_behind(r, p, m->start, devices);
		if (name != NULL)
			return name;
	}
	return NULL;
}

/* "Xiaomi 17": a device with its model. */
static bool is_model(const struct mention *m)
{
	return m->device && strcmp(m->name, m->row->name) != 0;
}

/* "Renamed Xiaomi 17"; not of "no 9T comes, and a device that he calls ...". */
static bool names_model(const struct reading *r, const struct side *side,
    const struct passage *p, const struct mention *subject,
    const struct mention *m)
{
	const char *s = side->folded;

	if (!is_model(m) || subject == NULL ||
	    strcmp(m->vendor, subject->vendor) != 0)
		return false;
	if (r->lang == LANG_ZH || subject->start < p->start ||
	    subject->end > m->start)
		return true;
	return memmem(s + subject->end, m->start - subject->end, ", ", 2) ==
	       NULL;
}

/* "Instead of iOS 19", "instead of a Snapdragon" */
bool name_is_aside(
    const struct reading *r, const struct passage *p, uint32_t start)
{
	return phrase_before(passage_phrases(r, p), PHRASE_ASIDE,
		   passage_side(r, p)->folded, start) != NULL;
}

/* "Renames the A9 Max to A9 Ultra" */
static bool is_goal(
    const struct side *side, const struct passage *p, const struct mention *m)
{
	static const char *const words[] = {" to ", " as ", " into ",
	    " to the ", " in ", " zu ", " a ", " en ", NULL};
	return span_ends(side->folded, p->start, m->start, words);
}

#define RIGHT_BEHIND 5 /* bytes between a verb and its name: " the " */

/* "AquaOS 9", or "AquaOS 9 Ultra" */
static const char *versioned_name(struct reading *r, const struct side *side,
    const struct mention *m, uint32_t end)
{
	const char *name = arena_printf(r->arena, "%s %s", m->name, m->version);
	const char *more = capital_after(r, side, m->start, end);

	return more != NULL && strlen(more) > strlen(name) &&
		       strncmp(more, name, strlen(name)) == 0 &&
		       more[strlen(name)] == ' '
		   ? more
		   : name;
}

/* "Called iPad mini 8": not all of its words have a capital. */
static bool is_whole(struct reading *r, const struct side *side,
    const struct mention *m, uint32_t end)
{
	const char *capitals = capital_after(r, side, m->start, end);

	return capitals == NULL || strlen(capitals) < strlen(m->name);
}

/* "Soll Aqua Nova heißen": a German verb ends the sentence. */
static const char *name_ahead(
    struct reading *r, const struct passage *p, const struct match *trigger)
{
	const struct side *side = passage_side(r, p);
	const struct phrases_found *f = passage_phrases(r, p);
	const struct phrase_hit *h = NULL;

	if (r->lang != LANG_DE)
		return NULL;
	while ((h = phrase_next(f, PHRASE_NAME_AHEAD, h)) != NULL)
		for (uint32_t at = h->end; at < trigger->start; at++) {
			const char *name;

			if (side->folded[at] != ' ')
				continue;
			name = capital_after(r, side, at, trigger->start);
			if (name != NULL &&
			    at + 2 + strlen(name) == trigger->start)
				return name;
		}
	return NULL;
}

static const char *name_value(struct reading *r, const struct passage *p,
    const struct match *trigger, const struct mention *subject)
{
	const struct side *side = passage_side(r, p);
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		if (m->row->rumored_name)
			return m->name;
	}
	if (trigger != NULL) {
		const char *q = name_ahead(r, p, trigger);

		if (q != NULL)
			return without_line(r, p, q);
		if (!is_quoted(side, p, trigger->end))
			q = quoted_after(r, side, trigger->end, p->end);
		if (q != NULL)
			return without_line(r, p, q);
		q = naming_goal(r, p, trigger->start, trigger->end);
		if (q != NULL)
			return without_line(r, p, q);
		q = named_behind(r, p, trigger->end, false);
		if (q != NULL)
			return q;
	}
	for (size_t i = 0; i < p->mentions && trigger != NULL; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		bool other =
		    subject == NULL || strcmp(m->name, subject->name) != 0;
		/* "命名为小米17": the name of the line, and its subject too. */
		if (r->lang == LANG_ZH && m->start >= trigger->end &&
		    m->start - trigger->end < 4 &&
		    (is_model(m) || (!m->device && m->version == NULL)))
			return m->name;
		if (m->start >= trigger->end &&
		    m->start - trigger->end <= RIGHT_BEHIND && is_model(m) &&
		    is_whole(r, side, m, p->end))
			return m->name;
		if (m->start >= trigger->end && m->start - trigger->end < 20 &&
		    other &&
		    (!m->device || names_model(r, side, p, subject, m)))
			return m->name;
		if (m->start >= trigger->end && other &&
		    m->start - trigger->end < 60 && is_goal(side, p, m) &&
		    names_model(r, side, p, subject, m))
			return m->name;
		if (m->start >= trigger->end && m->start - trigger->end < 40 &&
		    m->version != NULL && !name_is_aside(r, p, m->start))
			return versioned_name(r, side, m, p->end);
	}
	if (trigger != NULL && r->lang == LANG_ZH) {
		const char *han = han_is_noun(side, p, trigger)
				      ? han_owner(r, side, p, trigger->start)
				      : han_name(r, side, p, trigger);
		if (han != NULL)
			return han;
	}
	const char *os_like = system_name(r, p);
	if (os_like != NULL || trigger == NULL ||
	    !names_product(side, p, trigger))
		return os_like;
	return capital_after(r, side, trigger->end, p->end);
}

/* --- numbers --- */

static const struct number_word {
	const char *word;
	int n;
} number_words[] = {{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4},
    {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9},
    {"ten", 10}, {"drei", 3}, {"vier", 4}, {"fünf", 5}, {"sechs", 6},
    {"sieben", 7}, {"acht", 8}, {"zehn", 10}, {"tres", 3}, {"cuatro", 4},
    {"cinco", 5}, {"seis", 6}, {"siete", 7}, {"ocho", 8}, {"diez", 10},
    {"trois", 3}, {"quatre", 4}, {"cinq", 5}, {"sept", 7}, {"huit", 8},
    {"dix", 10}, {"tre", 3}, {"quattro", 4}, {"cinque", 5}, {"sei", 6},
    {"sette", 7}, {"otto", 8}, {"sete", 7}, {"quatro", 4}, {"oito", 8},
    {"tiga", 3}, {"empat", 4}, {"lima", 5}, {"enam", 6}, {"tujuh", 7},
    {"delapan", 8}, {"七", 7}, {"六", 6}, {"五", 5}, {"四", 4}, {"三", 3},
    {"八", 8}, {"十", 10}};

int small_number(const char *s, uint32_t i, uint32_t end, uint32_t *e)
{
	*e = i;
	if (isdigit((unsigned char)s[i])) {
		while (*e < end && isdigit((unsigned char)s[*e]))
			(*e)++;
		if (*e - i == 1)
			return s[i] - '0';
		return *e - i == 2 && s[i] == '1' ? 10 + s[i + 1] - '0' : -1;
	}
	for (size_t k = 0; k < sizeof(number_words) / sizeof(*number_words);
	     k++) {
		uint32_t n = (uint32_t)strlen(number_words[k].word);
		if (i + n < end &&
		    memcmp(s + i, number_words[k].word, n) == 0 &&
		    !isalpha((unsigned char)s[i + n])) {
			*e = i + n;
			return number_words[k].n;
		}
	}
	return -1;
}

int number_in_letters(const char *word, size_t n)
{
	for (size_t k = 0; k < sizeof(number_words) / sizeof(*number_words);
	     k++)
		if (strlen(number_words[k].word) == n &&
		    memcmp(word, number_words[k].word, n) == 0)
			return number_words[k].n;
	return 0;
}

/* "Five years" at i: the number, and where the unit stands; or -1. */
static int years_at(const char *s, uint32_t i, uint32_t end, uint32_t *unit)
{
	static const char *const units[] = {"year", "年", "años", "jahre",
	    "ans", "anni", "anos", "tahun", "major", "os up", "android up",
	    "generation"};
	int n = small_number(s, i, end, unit);

	if (n < 1)
		return -1;
	while (*unit < end && (s[*unit] == ' ' || s[*unit] == '-'))
		(*unit)++;
	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++)
		if (strncmp(s + *unit, units[u], strlen(units[u])) == 0)
			return n;
	return -1;
}

static bool starts_word(const char *s, uint32_t i, uint32_t start)
{
	return i == start || !isalnum((unsigned char)s[i - 1]);
}

/* "Years of security updates" are not years of new versions. */
static bool security_only(
    const struct phrases_found *f, uint32_t from, uint32_t to)
{
	return phrase_within(f, PHRASE_FIXES, from, to) &&
	       !phrase_within(f, PHRASE_VERSIONS, from, to);
}

/* "Used to offer two years", "up from five years": what was until now. */
static bool is_of_before(
    const struct phrases_found *f, uint32_t start, uint32_t at)
{
	uint32_t from = at > start + 24 ? at - 24 : start;

	return phrase_within(f, PHRASE_UNTIL_NOW, from, at);
}

const char *years_next(struct reading *r, const struct passage *p, uint32_t *at)
{
	const char *s = passage_side(r, p)->folded;
	for (uint32_t i = *at; i < p->end; i++) {
		uint32_t unit, next, e;
		int n = starts_word(s, i, p->start)
			    ? years_at(s, i, p->end, &unit)
			    : -1;
		if (n < 0)
			continue;
		for (next = unit; next < p->end; next++)
			if (starts_word(s, next, p->start) &&
			    years_at(s, next, p->end, &e) > 0)
				break;
		*at = next;
		if (is_of_before(passage_phrases(r, p), p->start, i))
			continue; /* and what takes its place follows */
		return arena_printf(r->arena, "%d years%s", n,
		    security_only(passage_phrases(r, p), unit, next)
			? " security"
			: "");
	}
	return NULL;
}

static const char *years_value(struct reading *r, const struct passage *p)
{
	uint32_t at = p->start;
	return years_next(r, p, &at);
}

/* "$68.7 billion", "30 million euro", "$100m": of a deal, and no price. */
static bool is_of_millions(const char *s, uint32_t at, uint32_t end)
{
	static const char *const scales[] = {"million", "billion", "trillion",
	    "bn", "mn", "crore", "lakh", "mio", "mrd", "milliard", "millones",
	    "milion", "miliard", "milh", "bilh", "juta", "miliar", "triliun",
	    "\xe4\xba\xbf", "\xe4\xb8\x87"};

	if (at + 1 < end && (s[at] == '.' || s[at] == ',') &&
	    isdigit((unsigned char)s[at + 1]))
		for (at++; at < end && isdigit((unsigned char)s[at]);)
			at++;
	/* "$100m", "2b euro" */
	if (at < end && (s[at] == 'm' || s[at] == 'b') &&
	    (at + 1 == end || !isalnum((unsigned char)s[at + 1])))
		return true;
	while (at < end && (s[at] == ' ' || s[at] == '-'))
		at++;
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++)
		if (at + strlen(scales[i]) <= end &&
		    memcmp(s + at, scales[i], strlen(scales[i])) == 0)
			return true;
	return false;
}

/* "$899", "729 euro", "3999 元": "899 USD". */
const char *price_next(
    struct reading *r, const struct passage *p, uint32_t *at, uint32_t *start)
{
	static const struct {
		const char *word, *code;
	} money[] = {{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"},
	    {"euro", "EUR"}, {"dollar", "USD"}, {"usd", "USD"}, {"eur", "EUR"},
	    {"元", "CNY"}, {"yuan", "CNY"}, {"cny", "CNY"}, {"¥", "CNY"},
	    {"rs", "INR"}, {"rupee", "INR"}, {"pound", "GBP"}, {"rp", "IDR"}};
	const struct side *side = passage_side(r, p);
	const char *s = side->folded;
	for (uint32_t i = *at; i < p->end; i++) {
		if (!isdigit((unsigned char)s[i]) ||
		    (i > p->start && isdigit((unsigned char)s[i - 1])))
			continue;
		char digits[16];
		size_t n = 0;
		uint32_t e = i;
		for (; e < p->end && n + 1 < sizeof(digits); e++) {
			if (isdigit((unsigned char)s[e]))
				digits[n++] = s[e];
			else if ((s[e] != ',' && s[e] != '.') ||
				 e + 3 >= p->end ||
				 !isdigit((unsigned char)s[e + 1]) ||
				 !isdigit((unsigned char)s[e + 2]) ||
				 !isdigit((unsigned char)s[e + 3]))
				break;
		}
		/* "549,99": the cents are left out, unless they are most of it.
		 */
		if (e + 2 < p->end && (s[e] == ',' || s[e] == '.') &&
		    isdigit((unsigned char)s[e + 1]) &&
		    isdigit((unsigned char)s[e + 2])) {
			for (uint32_t k = 0; k < 3; k++)
				if (n == 1 || (n > 1 && digits[1] == '.'))
					digits[n++] = k ? s[e + k] : '.';
			e += 3;
		}
		digits[n] = '\0';
		if (n < 2 || is_of_millions(s, e, p->end))
			continue;
		uint32_t b = i;
		while (b > p->start && s[b - 1] == ' ')
			b--;
		while (e < p->end && s[e] == ' ')
			e++;
		for (size_t k = 0; k < sizeof(money) / sizeof(*money); k++) {
			size_t len = strlen(money[k].word);
			bool before =
			    b >= p->start + len &&
			    memcmp(s + b - len, money[k].word, len) == 0;
			bool after = strncmp(s + e, money[k].word, len) == 0;
			if (before || after) {
				*start = i;
				*at = after ? e + (uint32_t)len : e;
				while (!after && s[*at - 1] == ' ')
					(*at)--;
				return arena_printf(
				    r->arena, "%s %s", digits, money[k].code);
			}
		}
	}
	return NULL;
}

static const char *price_first(struct reading *r, const struct passage *p)
{
	uint32_t at = p->start, start;
	return price_next(r, p, &at, &start);
}

/* --- lists --- */

static const char *devices_value(struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	struct buf b;
	buf_init(&b, VALUE_MAX);
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		if (m->device)
			list_add(&b, m->name);
	}
	return finish(r, &b);
}

static const char *device_after(const struct reading *r,
    const struct passage *p, const struct match *trigger)
{
	const struct side *side = passage_side(r, p);
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];
		if (m->device && trigger != NULL && m->start > trigger->start)
			return m->name;
	}
	return NULL;
}

const char *devices_listed(struct reading *r, const struct passage *p)
{
	const struct passage *end = r->passages + r->passage_count;
	struct buf b;
	buf_init(&b, VALUE_MAX);
	for (const struct passage *q = p + 1; q < end && q < p + 9; q++) {
		const struct side *side = passage_side(r, q);
		size_t phones = 0;
		for (size_t i = 0; i < q->mentions; i++) {
			const struct mention *m =
			    &side->mentions[q->mention + i];
			if (!m->device)
				continue;
			phones++;
			list_add(&b, m->name);
		}
		if (phones == 0)
			break;
	}
	return finish(r, &b);
}

/* "A China-led group", "the Shenzhen government": who it is, and not where. */
static bool is_of_whom(const struct side *side, uint32_t at)
{
	static const char *const words[] = {
	    "-led", "-based", "-backed", "-owned", "-listed", " government"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(side->folded + at, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static const char *regions_value(struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	struct buf b;
	buf_init(&b, VALUE_MAX);
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = &side->matches[p->match + i];
		if (m->use->kind == USE_REGION && !is_of_whom(side, m->end))
			list_add(&b, r->lex->regions[m->use->row].name);
	}
	return finish(r, &b);
}

/* A beta and the finished version are different things to come. */
static const char *stage_value(
    struct reading *r, const struct passage *p, const struct match *trigger)
{
	static const struct {
		const char *word, *stage;
	} stages[] = {{"beta", "beta"}, {"公测", "beta"}, {"内测", "beta"},
	    {"developer preview", "preview"}, {"开发者预览", "preview"},
	    {"stable", "stable"}, {"stabile", "stable"}, {"estable", "stable"},
	    {"finished", "stable"}, {"稳定版", "stable"}, {"正式版", "stable"},
	    {"商用版", "stable"}, {"final version", "stable"}};
	const struct side *side = passage_side(r, p);
	const char *best = NULL;
	int best_rank = 0;
	uint32_t best_at = 0, at = trigger != NULL ? trigger->start : p->end;
	for (size_t k = 0; k < sizeof(stages) / sizeof(*stages); k++) {
		size_t n = strlen(stages[k].word);
		for (uint32_t i = p->start; i + n <= p->end; i++) {
			if (side->folded[i] != *stages[k].word ||
			    memcmp(side->folded + i, stages[k].word, n) != 0)
				continue;
			/* in the window's clause, else the nearest before */
			uint32_t from = i < at ? i : at, to = i < at ? at : i;
			bool clause = memchr(side->folded + from, ',',
					  to - from) == NULL &&
				      memmem(side->folded + from, to - from,
					  "，", 3) == NULL;
			int rank = clause ? 3 : i <= at ? 2 : 1;
			if (rank > best_rank ||
			    (rank == best_rank && i <= at && i >= best_at)) {
				best = stages[k].stage;
				best_at = i;
				best_rank = rank;
			}
		}
	}
	return best;
}

bool trigger_is_bare(const struct lexicon *lex, const struct match *trigger)
{
	const char *means = trigger->use->kind == USE_SLOT
				? lex->slots[trigger->use->row].value
				: NULL;
	return means != NULL && strcmp(means, "-") == 0;
}

static const char *feature_value(
    struct reading *r, const struct passage *p, const struct match *trigger)
{
	bool bare = trigger != NULL && trigger_is_bare(r->lex, trigger);
	if (trigger != NULL && !bare &&
	    r->lex->slots[trigger->use->row].value != NULL)
		return r->lex->slots[trigger->use->row].value;
	const struct side *side = passage_side(r, p);
	uint32_t at = p->start;
	const char *chip = chip_next(r, p, &at);
	if (chip != NULL)
		return chip;
	return trigger != NULL && !bare
		   ? arena_strndup(r->arena, side->folded + trigger->start,
			 trigger->end - trigger->start)
		   : NULL;
}

const char *value_of(struct reading *r, const struct passage *p,
    enum aspect aspect, const struct match *trigger,
    const struct mention *subject)
{
	switch (aspect) {
	case ASPECT_NAME:
		return name_value(r, p, trigger, subject);
	case ASPECT_SUPPORT_LENGTH:
		return years_value(r, p);
	case ASPECT_ELIGIBILITY:
		return devices_value(r, p);
	case ASPECT_EXCLUSIVITY: {
		const char *device = device_after(r, p, trigger);
		return device != NULL ? device : regions_value(r, p);
	}
	case ASPECT_REGION:
		return regions_value(r, p);
	case ASPECT_RELEASE_DATE:
	case ASPECT_ROLLOUT:
		return stage_value(r, p, trigger);
	case ASPECT_OTHER:
		return price_first(r, p);
	case ASPECT_FEATURE:
		return feature_value(r, p, trigger);
	case ASPECT_DISCONTINUATION:
	case ASPECT_SUCCESSOR:
	case ASPECT_COUNT:
		break;
	}
	return NULL;
}
