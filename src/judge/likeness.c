/*
 * The words of a claim about a thing, but for its name, whose word it is and
 * what is said of any thing; each looked for in what its maker says of the one
 * that it shows. A word counts in any form and in the words of its row of
 * kin.tsv; the noun only in a sentence about the thing itself.
 */
#include "judge/likeness.h"

#include <ctype.h>
#include <string.h>

#include "judge/han.h"
#include "judge/wordform.h"
#include "text/token.h"

static const char *folded(struct likeness *a, const char *s, size_t *n)
{
	return han_fold(lexicon_han(a->lex), &a->arena, s, strlen(s), n);
}

static bool is_class(
    const struct likeness *a, enum phrase class, const char *w, size_t n)
{
	return phrase_is(a->phrases, class, w, n);
}

/* The last place, where a line is named before its model. */
static void name_find(struct likeness *a, const char *name)
{
	const char *at = a->claim;

	a->name_at = a->claim_n;
	while ((at = strstr(at, name)) != NULL)
		a->name_at = (size_t)(at++ - a->claim);
}

bool likeness_at_name(const struct likeness *a, const char *w)
{
	size_t at = (size_t)(w - a->claim);

	return at >= a->name_at && at < a->name_at + a->name_n;
}

/* "The next iPad will be called iPad Fold": it is no phone, then. */
static bool is_piece(const struct likeness *a, const char *w, size_t n)
{
	const struct name_piece word = {.s = w, .n = n};

	return name_has_piece(&a->claimed, &word);
}

/* Words in which any name is told of any thing. */
static bool is_idle(struct likeness *a, const char *w, size_t n)
{
	char *word = arena_strndup(&a->arena, w, n);

	if (isdigit((unsigned char)*w))
		return word_is_year(word);
	if (n < 3)
		return true;
	if (is_class(a, PHRASE_TIER, w, n) || is_class(a, PHRASE_FURTHER, w, n))
		return false;
	return is_class(a, PHRASE_NAMING, w, n) ||
	       is_class(a, PHRASE_LIGHT, w, n) ||
	       is_class(a, PHRASE_GRAMMAR, w, n) ||
	       is_class(a, PHRASE_PREPOSITION, w, n) ||
	       is_class(a, PHRASE_PLAIN, w, n) ||
	       is_class(a, PHRASE_LATER_ONE, w, n) ||
	       is_class(a, PHRASE_MAY_COME, w, n) ||
	       is_class(a, PHRASE_ATTACHED, w, n) ||
	       lexicon_vendor(a->lex, word) != NULL ||
	       word_weight(a->phrases, word) < 0.2;
}

/* Is the word one of a phrase that says it otherwise as a whole? */
static bool is_said(
    struct likeness *a, const char *w, size_t n, const char *s, size_t s_n)
{
	const struct kin *kin = lexicon_kin(a->lex);
	const char *word = arena_strndup(&a->arena, w, n);
	size_t at = (size_t)(w - a->claim);

	if (word_in(s, s_n, word) || kin_has(kin, word, s, s_n))
		return true;
	for (size_t i = 0; i < a->said_count; i++)
		if (at >= a->said[i].start && at < a->said[i].end &&
		    kin_row_in(a->said[i].row, s, s_n))
			return true;
	return false;
}

/* "Low-cost", "smaller": of what was to have the name, and of this one? */
static void tier_take(struct likeness *a, struct told *out)
{
	struct phrases_found f = phrases_find(a->phrases, LANG_ANY, &a->arena,
	    a->claim, a->claim_n, 0, (uint32_t)a->claim_n);

	for (size_t i = 0; i < f.n; i++) {
		const struct phrase_hit *h = &f.hits[i];
		const char *w = a->claim + h->start;
		size_t n = h->end - h->start;

		if ((h->class != PHRASE_TIER && h->class != PHRASE_FURTHER) ||
		    likeness_at_name(a, w))
			continue;
		out->tier |= h->class == PHRASE_TIER;
		out->lacks_tier |= memmem(a->told, a->told_n, w, n) == NULL &&
				   !is_said(a, w, n, a->told, a->told_n);
	}
}

/* "4.7", and the "inch" behind it. */
static bool is_measure(const struct likeness *a, const char *w)
{
	return isdigit((unsigned char)*w) ||
	       (w >= a->claim + 2 && isdigit((unsigned char)w[-2]));
}

/* "A keyboard phone": the phone is what must be said of it. */
static bool is_phone_too(const struct likeness *a, const char *behind)
{
	return (strncmp(behind, " phone", 6) == 0 ||
		   strncmp(behind, " smartphone", 11) == 0) &&
	       strstr(a->told, "phone") != NULL;
}

/* "首款折叠屏或命名为": Chinese has its words in the rows alone. */
static void han_tell(struct likeness *a, struct told *out)
{
	struct kin_phrase found[LIKENESS_PHRASES];
	size_t n = kin_han_words(
	    lexicon_kin(a->lex), a->claim, a->claim_n, found, LIKENESS_PHRASES);

	for (size_t i = 0; i < n; i++) {
		const char *w = a->claim + found[i].start;
		size_t length = found[i].end - found[i].start;

		if (likeness_at_name(a, w) || is_idle(a, w, length))
			continue;
		out->sort = kin_row_in(found[i].row, a->told, a->told_n);
		if (kin_row_in(found[i].row, a->scene, a->scene_n)) {
			out->said++;
			out->rare |=
			    !is_class(a, PHRASE_COMMON_SORT, w, length);
		} else {
			out->missing++;
		}
	}
}

/* "A language model", and it speaks more languages. */
static bool lacks_noun(const struct likeness *a, const char *behind)
{
	size_t n = 1;

	if (*behind != ' ')
		return false;
	while (behind[n] >= 'a' && behind[n] <= 'z')
		n++;
	return is_class(a, PHRASE_THING_NOUN, behind + 1, n - 1) &&
	       memmem(a->told, a->told_n, behind + 1, n - 1) == NULL;
}

struct told likeness_tell(struct likeness *a)
{
	struct told out = {.sort = true};
	struct tokens tokens;
	struct token t;

	token_start(&tokens, a->claim, a->claim_n);
	while (token_next(&tokens, &t)) {
		const char *w = a->claim + t.start;
		size_t n = t.end - t.start;
		bool head = t.start < a->head_n;

		if (n > 2 && memcmp(w + n - 2, "'s", 2) == 0)
			n -= 2;
		if (t.kind == TOKEN_CJK || likeness_at_name(a, w))
			continue;
		if (n >= 3 && is_piece(a, w, n)) {
			out.missing += !is_said(a, w, n, a->scene, a->scene_n);
			continue;
		}
		if (is_idle(a, w, n))
			continue;
		/* The last is the noun; of "language model" it is not, and
		 * "mid-range" is none. */
		if (head && !is_measure(a, w) &&
		    !is_class(a, PHRASE_TIER, w, n))
			out.sort = is_phone_too(a, w + n) ||
				   (is_said(a, w, n, a->own, a->own_n) &&
				       !lacks_noun(a, w + n));
		if (is_said(a, w, n, a->scene, a->scene_n)) {
			out.said++;
			out.rare |= !is_class(a, PHRASE_COMMON_SORT, w, n);
			continue;
		}
		out.missing++;
	}
	han_tell(a, &out);
	tier_take(a, &out);
	return out;
}

/* --- the texts --- */

static bool ends_phrase(const char *s, size_t n)
{
	return strchr(",;:", *s) != NULL ||
	       (*s == '.' && (n == 1 || s[1] == ' '));
}

/* "You asked for a smaller one", "the same for less": said of the thing. */
static bool is_of_thing(const char *s, const struct phrase_hit *h)
{
	static const char *const asks[] = {
	    "asked ", "asking ", "asks ", "waited ", "waiting ", "calling "};

	if (strncmp(s + h->start, "for less", 8) == 0)
		return true;
	for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
		size_t n = strlen(asks[i]);

		if (h->start >= n && memcmp(s + h->start - n, asks[i], n) == 0)
			return true;
	}
	return false;
}

/* The text without what is attached: "with a keyboard", "for your watch". */
static const char *without_attached(
    struct likeness *a, const char *s, size_t n, size_t *out_n)
{
	struct phrases_found f =
	    phrases_find(a->phrases, LANG_EN, &a->arena, s, n, 0, (uint32_t)n);
	char *out = arena_strndup(&a->arena, s, n);

	for (const struct phrase_hit *h = NULL;
	     (h = phrase_next(&f, PHRASE_ATTACHED, h)) != NULL;)
		for (uint32_t i = h->start;
		     i < n && !is_of_thing(s, h) && !ends_phrase(s + i, n - i);
		     i++)
			out[i] = ' ';
	*out_n = n;
	return out;
}

/* "It is our first phone": of the thing itself, too. */
static bool says_what_it_is(const char *s)
{
	static const char *const openings[] = {"it is our ", "it's our ",
	    "it is the first ", "it's the first ", "it is a ", "it's a ",
	    "it is an ", "it's an "};

	for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++)
		if (strncmp(s, openings[i], strlen(openings[i])) == 0)
			return true;
	return false;
}

/*
 * The sentences with the name, the headline, and the one that begins the text
 * below a headline with the name: not "it is the hub of your office".
 */
static const char *own_sentences(struct likeness *a, size_t *out_n)
{
	char *out = arena_strndup(&a->arena, a->told, a->told_n);
	const char *at = a->scene, *end = a->scene + a->scene_n, *stop;
	bool before = true;

	for (; at < end; at = stop) {
		bool has;

		stop = memmem(at, (size_t)(end - at), ". ", 2);
		stop = stop ? stop + 2 : end;
		has = memmem(at, (size_t)(stop - at), a->shown,
			  strlen(a->shown)) != NULL;
		if (!has && !before && !says_what_it_is(at))
			memset(out + (at - a->scene), ' ', (size_t)(stop - at));
		before = at == a->scene && has;
	}
	*out_n = a->told_n;
	return out;
}

/* "With a pen": the claim's words up to there tell the sort. */
static size_t head_length(struct likeness *a)
{
	struct phrases_found f = phrases_find(a->phrases, LANG_EN, &a->arena,
	    a->claim, a->claim_n, 0, (uint32_t)a->claim_n);
	const struct phrase_hit *h = phrase_next(&f, PHRASE_ATTACHED, NULL);

	while (h && h->start == 0)
		h = phrase_next(&f, PHRASE_ATTACHED, h);
	return h ? h->start : a->claim_n;
}

/*
 * "Its round earbuds could be called X, Ledger says": what stands behind the
 * name is who says so, and when; whose word it is tells nothing of the thing.
 */
void likeness_drop_source(struct likeness *a, const char *source)
{
	size_t n = 0;
	const char *origin = source ? folded(a, source, &n) : NULL;
	char *claim = arena_strndup(&a->arena, a->claim, a->claim_n), *at;

	if (a->name_at > 0 && a->name_at < a->claim_n)
		a->claim_n = a->name_at + a->name_n;
	claim[a->claim_n] = '\0';
	at = origin && n > 0 ? strstr(claim, origin) : NULL;
	if (at)
		memset(at, ' ', n);
	a->claim = claim;
	if (a->head_n > a->claim_n)
		a->head_n = a->claim_n;
}

void likeness_begin(struct likeness *a, const struct lexicon *lex,
    const char *claim, const char *name, const char *scene, const char *shown)
{
	size_t n;

	*a = (struct likeness){.lex = lex, .phrases = lexicon_phrases(lex)};
	arena_init(&a->arena);
	a->claim = folded(a, claim, &a->claim_n);
	a->said_count = kin_phrases(
	    lexicon_kin(lex), a->claim, a->claim_n, a->said, LIKENESS_PHRASES);
	name_find(a, folded(a, name, &a->name_n));
	a->scene = folded(a, scene, &a->scene_n);
	a->shown = folded(a, shown, &n);
	a->told = without_attached(a, a->scene, a->scene_n, &a->told_n);
	a->own = own_sentences(a, &a->own_n);
	a->head_n = head_length(a);
	a->claimed = name_pieces_of(lex, &a->arena, name);
	a->real = name_pieces_of(lex, &a->arena, shown);
}

void likeness_end(struct likeness *a)
{
	arena_free(&a->arena);
}
