/*
 * The business in a sentence stands before a word for it ("its mobile
 * division", 手机业务), behind it in Romance languages ("división de móviles"),
 * in one with it in German ("Mobilsparte"). What it is called is reduced to one
 * word by kin.tsv. Whoever gets it stands behind "to" or "by" with a capital.
 */
#include "judge/deal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/phrase.h"
#include "judge/wordform.h"
#include "text/token.h"

#define WORDS_NEAR  4  /* of what a business is called */
#define PARTY_BYTES 60 /* of who gets it */
#define HAN_BYTES   12 /* before 业务 */
#define HAN	    3  /* bytes of a character */

struct sentence_read {
	const struct lexicon *lex;
	struct arena *arena;
	enum lang lang;
	const char *text, *s; /* as it stands, and folded */
	uint32_t n;
	struct phrases_found found;
};

/* What no word has in it; joined() needs the bar. */
static bool is_mark(char c)
{
	return c != '\0' && strchr(",;:.!?()|\"\n", c) != NULL;
}

static bool is(const struct sentence_read *t, enum phrase class,
    const char *word, size_t n)
{
	return phrase_is(lexicon_phrases(t->lex), class, word, n);
}

static bool has_capital(
    const struct sentence_read *t, const char *word, size_t n);

/*
 * One word for all that say the same, behind its language and what it is: "="
 * of kin.tsv, "@" a name, ":" neither. NULL of those that say nothing.
 */
static const char *reduced(
    const struct sentence_read *t, const char *word, size_t n)
{
	const char *one = arena_strndup(t->arena, word, n);
	const char *vendor = lexicon_vendor(t->lex, one);
	const char *lang = lang_name(t->lang);
	const struct kin_row *row;

	if (vendor != NULL)
		return arena_printf(t->arena, "%s@%s", lang, vendor);
	if (is(t, PHRASE_MOBILE, word, n))
		return arena_printf(t->arena, "%s=phone", lang);
	if (n < 2 || word_weight(lexicon_phrases(t->lex), one) < 1)
		return NULL;
	row = kin_row(lexicon_kin(t->lex), one);
	if (row != NULL)
		return arena_printf(t->arena, "%s=%s", lang, kin_row_word(row));
	return arena_printf(
	    t->arena, "%s%c%s", lang, has_capital(t, word, n) ? '@' : ':', one);
}

/* Both of them: "Aqua" and "phone" of "Aqua phone brand". */
static const char *joined(
    const struct sentence_read *t, const char *a, const char *b)
{
	if (a == NULL || b == NULL || strcmp(a, b) == 0)
		return a != NULL ? a : b;
	return arena_printf(t->arena, "%s|%s", a, b);
}

/* --- which business --- */

/* "Its loss-making Aqua phone [division]": the words that tell. */
static const char *trade_before(const struct sentence_read *t, uint32_t at)
{
	const char *trade = NULL;

	for (int words = 0; words < WORDS_NEAR; words++) {
		uint32_t end, from;

		while (at > 0 && t->s[at - 1] == ' ')
			at--;
		end = from = at;
		while (from > 0 && t->s[from - 1] != ' ' &&
		       !is_mark(t->s[from - 1]))
			from--;
		if (from == end ||
		    is(t, PHRASE_ARTICLE, t->s + from, end - from) ||
		    is(t, PHRASE_CLOSES, t->s + from, end - from) ||
		    is(t, PHRASE_TRADES, t->s + from, end - from) ||
		    (trade != NULL && !has_capital(t, t->s + from, end - from)))
			break;
		if (end - from > 2 && memcmp(t->s + end - 2, "'s", 2) == 0)
			end -= 2;
		at = from;
		if (is(t, PHRASE_ANY_TRADE, t->s + from, end - from))
			continue;
		if (reduced(t, t->s + from, end - from) == NULL)
			break;
		trade = joined(t, trade, reduced(t, t->s + from, end - from));
	}
	return trade;
}

/* "[División] de móviles", "[activité] smartphones". */
static const char *trade_behind(const struct sentence_read *t, uint32_t at)
{
	for (int words = 0; words < WORDS_NEAR; words++) {
		uint32_t from, end;

		while (at < t->n && (t->s[at] == ' ' || t->s[at] == '\''))
			at++;
		from = end = at;
		while (end < t->n && t->s[end] != ' ' && t->s[end] != '\'' &&
		       !is_mark(t->s[end]))
			end++;
		if (from == end)
			return NULL;
		at = end;
		if (!is(t, PHRASE_ANY_TRADE, t->s + from, end - from) &&
		    !is(t, PHRASE_OF, t->s + from, end - from) &&
		    !is(t, PHRASE_ARTICLE, t->s + from, end - from))
			return reduced(t, t->s + from, end - from);
	}
	return NULL;
}

/* "Mobilsparte", "Tablet-Geschäft": what stands in one word with it. */
static const char *trade_within(
    const struct sentence_read *t, const struct phrase_hit *unit)
{
	static const char *const tails[] = {"sparte", "geschäft", "bereich",
	    "abteilung", "markt", "division", "geschäfts", "sparten"};
	uint32_t from = unit->start, end = unit->end;

	while (from > 0 && t->s[from - 1] != ' ' && !is_mark(t->s[from - 1]))
		from--;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		uint32_t n = (uint32_t)strlen(tails[i]);

		if (end - from <= n + 2 ||
		    memcmp(t->s + end - n, tails[i], n) != 0)
			continue;
		end -= n;
		while (end > from && t->s[end - 1] == '-')
			end--;
		return reduced(t, t->s + from, end - from);
	}
	return NULL;
}

/* 手机业务, ZEKU 业务 */
static const char *trade_han(const struct sentence_read *t, uint32_t at)
{
	uint32_t end = at, from;
	struct kin_phrase words[4];
	size_t n;

	while (end > 0 && t->s[end - 1] == ' ')
		end--;
	from = end;
	if (end > 0 && isalnum((unsigned char)t->s[end - 1])) {
		while (from > 0 && isalnum((unsigned char)t->s[from - 1]))
			from--;
		return reduced(t, t->s + from, end - from);
	}
	from = end > HAN_BYTES ? end - HAN_BYTES : 0;
	for (uint32_t i = end; i > from; i--)
		if ((unsigned char)t->s[i - 1] < 0x80)
			from = i;
	for (uint32_t i = from; i + 2 * HAN <= end; i += HAN)
		if (is(t, PHRASE_MOBILE, t->s + i, 2 * HAN))
			return reduced(t, t->s + i, 2 * HAN);
	n = kin_han_words(
	    lexicon_kin(t->lex), t->s + from, end - from, words, 4);
	if (n > 0)
		return arena_printf(t->arena, "%s=%s", lang_name(t->lang),
		    kin_row_word(words[n - 1].row));
	return NULL; /* 无关部门: any two characters may stand there */
}

/* "Its chip company Zeku": the name behind. */
static const char *name_behind(const struct sentence_read *t, uint32_t at)
{
	uint32_t end = at + 1;

	if (at >= t->n || t->s[at] != ' ')
		return NULL;
	while (end < t->n && t->s[end] != ' ' && !is_mark(t->s[end]))
		end++;
	return end > at + 3 && has_capital(t, t->s + at + 1, end - at - 1)
		   ? reduced(t, t->s + at + 1, end - at - 1)
		   : NULL;
}

static const char *trade_at(
    const struct sentence_read *t, const struct phrase_hit *unit)
{
	const char *within;

	switch (t->lang) {
	case LANG_ZH:
		return trade_han(t, unit->start);
	case LANG_ES:
	case LANG_FR:
	case LANG_IT:
	case LANG_PT:
	case LANG_ID:
		return trade_behind(t, unit->end);
	case LANG_DE:
		within = trade_within(t, unit);
		return within != NULL ? within : trade_before(t, unit->start);
	case LANG_ANY:
	case LANG_EN:
	case LANG_HI:
	case LANG_RU:
	case LANG_COUNT:
		break;
	}
	return joined(
	    t, trade_before(t, unit->start), name_behind(t, unit->end));
}

static const char *trade_of(const struct sentence_read *t, bool things)
{
	static const enum phrase classes[] = {PHRASE_UNIT, PHRASE_HOLDING};
	const struct phrase_hit *unit;
	const char *trade;

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		for (unit = NULL; (unit = phrase_next(
				       &t->found, classes[i], unit)) != NULL;) {
			trade = trade_at(t, unit);
			if (trade != NULL)
				return trade;
		}
	/* "Stops making laptops": the things themselves. */
	unit = NULL;
	while (things &&
	       (unit = phrase_next(&t->found, PHRASE_TRADE, unit)) != NULL)
		if (!is(t, PHRASE_UNIT, t->s + unit->start,
			unit->end - unit->start))
			return reduced(
			    t, t->s + unit->start, unit->end - unit->start);
	return NULL;
}

/* --- who gets it --- */

/* Does the text as it stands have the folded word with a capital? */
static bool has_capital(
    const struct sentence_read *t, const char *word, size_t n)
{
	const char *one = arena_strndup(t->arena, word, n), *at = t->text;

	while ((at = strcasestr(at, one)) != NULL) {
		if (isupper((unsigned char)*at) &&
		    (at == t->text || !isalnum((unsigned char)at[-1])))
			return true;
		at++;
	}
	return false;
}

/* "Digital China, TCL or Xiaomi": names one behind the other. */
static const char *names_at(const struct sentence_read *t, uint32_t at)
{
	static const char *const joints[] = {"and", "or", "the", "und", "oder",
	    "y", "o", "et", "ou", "e", "dan", "atau", "a", "an", "der", "die"};
	uint32_t end = at;
	struct buf b;
	const char *out;

	buf_init(&b, PARTY_BYTES + 8);
	while (end < t->n && end - at < PARTY_BYTES) {
		uint32_t from, word;
		bool joint = false;

		while (end < t->n && (t->s[end] == ' ' || t->s[end] == ','))
			end++;
		from = word = end;
		while (word < t->n && t->s[word] != ' ' && !is_mark(t->s[word]))
			word++;
		for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
			joint |=
			    word - from == strlen(joints[i]) &&
			    memcmp(t->s + from, joints[i], word - from) == 0;
		if (word == from ||
		    (!joint && !has_capital(t, t->s + from, word - from)))
			break;
		end = word;
		if (!joint) {
			const char *vendor = lexicon_vendor(t->lex,
			    arena_strndup(t->arena, t->s + from, word - from));

			buf_puts(&b, " ");
			if (vendor != NULL)
				buf_puts(&b, vendor);
			else
				buf_add(&b, t->s + from, word - from);
		}
		if (end < t->n && is_mark(t->s[end]) && t->s[end] != ',')
			break;
	}
	out = buf_text(&b)[0] == '\0'
		  ? NULL
		  : arena_strdup(t->arena, buf_text(&b) + 1);
	buf_free(&b);
	return out;
}

static const char *party_of(const struct sentence_read *t)
{
	const struct phrase_hit *verb =
	    phrase_next(&t->found, PHRASE_HANDS_OVER, NULL);
	const struct phrase_hit *by =
	    phrase_next(&t->found, PHRASE_TAKEN_BY, NULL);
	const struct phrase_hit *to = NULL;

	if (by != NULL)
		return names_at(t, by->end);
	while (verb != NULL &&
	       (to = phrase_next(&t->found, PHRASE_GOES_TO, to)) != NULL) {
		const char *names =
		    to->start < verb->end ? NULL : names_at(t, to->end);

		if (names != NULL)
			return names;
	}
	return NULL;
}

#define KIND 2 /* bytes of a language's name, before what a word is */

/* Is one of the words of the list `a`, or of its names alone, in `b`? */
static bool share_word(const char *a, const char *b, bool names)
{
	for (const char *next; *a != '\0'; a = next) {
		size_t n = strcspn(a, "|");

		next = a + n + (a[n] == '|');
		if (names && a[KIND] != '@')
			continue;
		for (const char *at = b; *at != '\0';) {
			size_t m = strcspn(at, "|");

			if (m == n && memcmp(a + KIND + 1, at + KIND + 1,
					  n - KIND - 1) == 0)
				return true;
			at += m + (at[m] == '|');
		}
	}
	return false;
}

bool deal_same_trade(const char *a, const char *b)
{
	bool names = strchr(a, '@') != NULL && strchr(b, '@') != NULL;

	return share_word(a, b, names);
}

bool deal_other_trade(const char *a, const char *b)
{
	if (deal_same_trade(a, b))
		return false;
	/* Two words of two languages that no table has may be one. */
	return (a[KIND] == '=' && b[KIND] == '=') || memcmp(a, b, KIND) == 0;
}

bool deal_is_house(const char *trade, const char *vendor)
{
	return trade[KIND] == '@' && strcmp(trade + KIND + 1, vendor) == 0;
}

bool deal_same_party(const char *a, const char *b)
{
	while (*a != '\0') {
		size_t n = strcspn(a, " ");

		for (const char *at = b; n > 2 && *at != '\0';) {
			size_t m = strcspn(at, " ");

			if (m == n && strncasecmp(a, at, n) == 0)
				return true;
			at += m + (at[m] == ' ');
		}
		a += n + (a[n] == ' ');
	}
	return false;
}

struct deal deal_read(const struct lexicon *lex, struct arena *arena,
    enum lang lang, const char *sentence, bool things)
{
	struct sentence_read t = {
	    .lex = lex, .arena = arena, .lang = lang, .text = sentence};
	struct deal out = {.share = DEAL_OPEN};
	size_t n;

	t.s = han_fold(lexicon_han(lex), arena, sentence, strlen(sentence), &n);
	t.n = (uint32_t)n;
	t.found = phrases_find(
	    lexicon_phrases(lex), lang, arena, t.s, n, 0, (uint32_t)n);
	out.trade = trade_of(&t, things);
	out.party = party_of(&t);
	if (phrase_in(&t.found.classes, PHRASE_PIECE))
		out.share = DEAL_PART;
	else if (phrase_in(&t.found.classes, PHRASE_WHOLE))
		out.share = DEAL_WHOLE;
	return out;
}
