/*
 * Claims on which kind of a part a thing has: "an OLED display", "a titanium
 * frame". Official word that it has another kind says that it has not this
 * one, though it has none of the claim's words.
 */
#include "judge/about.h"

#include <string.h>

#include "judge/kin.h"
#include "judge/kinds.h"
#include "judge/wordform.h"

static const char *sentence_of(const struct drawn *d, size_t *n)
{
	*n = d->p->end - d->p->start;
	return d->side->folded + d->p->start;
}

/* "Larger", "square": of anything, so it is asked of what. */
static bool is_degree(const struct kind *k)
{
	return strncmp(k->part, "degree", 6) == 0;
}

#define DEGREE_NEAR 30 /* bytes between the word and what it is said of */

/* How far a phrase reaches, forward or back, before another one begins. */
static size_t phrase_reach(const char *s, size_t n, bool back)
{
	static const char *const ends[] = {",", ";", ":", " and ", " with ",
	    " but ", " und ", " mit ", " y ", " con ", " et ", " avec ", " e ",
	    " com ", "\xef\xbc\x8c"};
	size_t best = back ? 0 : n;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const char *at = s, *end = s + n;
		size_t length = strlen(ends[i]);

		while ((at = memmem(at, (size_t)(end - at), ends[i], length)) !=
		       NULL) {
			size_t offset = (size_t)(at - s);

			if (back && offset + length > best)
				best = offset + length;
			if (!back && offset < best)
				best = offset;
			at += length;
		}
	}
	return best;
}

static bool has_matter(const struct drawn *d, const struct about *about,
    const struct kind *k, const char *s, size_t n)
{
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		if (t->weight > ABOUT_LIGHT && t->product == NULL &&
		    t->vendor == NULL && !t->time &&
		    !kind_has_word(k, t->word) &&
		    (word_in(s, n, t->word) ||
			kin_has(d->r->lex->kin, t->word, s, n)))
			return true;
	}
	return false;
}

/* Does the degree stand beside a word of the matter: "a larger battery", "its
 * battery is larger"? */
static bool is_of_matter(const struct drawn *d, const struct about *about,
    const struct kind *k, const char *at, size_t length)
{
	size_t n;
	const char *s = sentence_of(d, &n), *after = at + length;
	size_t ahead = (size_t)(s + n - after), behind = (size_t)(at - s);

	if (ahead > DEGREE_NEAR)
		ahead = DEGREE_NEAR;
	if (behind > DEGREE_NEAR)
		behind = DEGREE_NEAR;
	ahead = phrase_reach(after, ahead, false);
	s = at - behind;
	n = phrase_reach(s, behind, true);
	return has_matter(d, about, k, after, ahead) ||
	       has_matter(d, about, k, s + n, behind - n);
}

/* Is the kind there, as far as the sentence says? */
static enum says says_kind(
    const struct drawn *d, const struct kind *k, const char *product)
{
	size_t n, length = 0;
	const char *s = sentence_of(d, &n), *at = kind_find(k, s, n, &length);
	uint32_t start;

	if (at == NULL || !kind_has_beside(k, s, n) ||
	    (is_degree(k) && !is_of_matter(d, d->r->about, k, at, length)))
		return SAYS_NOTHING;
	start = d->p->start + (uint32_t)(at - s);
	return polarity_at(d, start, start + (uint32_t)length, product);
}

/* "Wear OS 4 will let users": it is what the claim is about. */
static bool is_product(const struct drawn *d, uint32_t at)
{
	const char *product =
	    d->r->claim_count == 0 ? NULL : d->r->claims[0].product;
	const struct mention *m = drawn_mention_at(d, at);

	return m != NULL && text_same(m->name, product);
}

/* "The Tensor G5 is made by": a chip by its name is not a kind of one, but
 * what the claim is about, where it has no such value. */
static bool is_named_chip(const struct drawn *d, uint32_t end)
{
	const char *s = d->side->folded;
	const char *value =
	    d->r->claim_count == 0 ? NULL : d->r->claims[0].value;

	if (value != NULL && value_is_chip(value))
		return false;
	for (end += s[end] == ' '; end < d->p->end && s[end] != ' '; end++)
		if (s[end] >= '0' && s[end] <= '9')
			return true;
	return false;
}

void about_kind_take(const struct drawn *d, struct about *about)
{
	const struct kinds *kinds = d->r->lex->kinds;
	size_t n, length;
	const char *s = sentence_of(d, &n);

	for (size_t i = 0; i < kinds_count(kinds); i++) {
		const struct kind *k = kinds_at(kinds, i);

		const char *at = kind_find(k, s, n, &length);
		uint32_t start;

		if (at == NULL || !kind_has_beside(k, s, n))
			continue;
		start = d->p->start + (uint32_t)(at - s);
		if (polarity_sets_aside(d, start) || is_product(d, start) ||
		    is_named_chip(d, start + (uint32_t)length))
			continue;
		/* Which one it is tells more than how large it is; and "will
		 * be thinner" is said of the whole phone, in any words. */
		if (is_degree(k) && (about->kind != NULL ||
					!is_of_matter(d, about, k, at, length)))
			continue;
		if (about->kind != NULL && is_degree(about->kind))
			about->kind = NULL;
		/* "Flat", of a display and of its edges */
		if (about->kind != NULL &&
		    strcmp(about->kind->name, k->name) == 0)
			continue;
		if (about->kind != NULL) { /* "OLED instead of LCD" */
			about->kind = NULL;
			return;
		}
		about->kind = k;
	}
}

/* A word that tells of the kind, the part or the product. */
static bool is_told(const struct drawn *d, const char *word)
{
	const struct about *about = d->r->about;
	const struct claim *c = about->claim;
	const char *part = about->kind->part;

	return word_weight(d->r->lex->phrases, word) < 1 ||
	       word_is_negation(d->r->lex->phrases, word) ||
	       kind_has_word(about->kind, word) ||
	       phrase_is(
		   d->r->lex->phrases, PHRASE_LIGHT, word, strlen(word)) ||
	       lexicon_vendor(d->r->lex, word) != NULL ||
	       word_same(part, word, strlen(word)) ||
	       kin_has(d->r->lex->kin, part, word, strlen(word)) ||
	       about_is_of_name(d->r, c->product, word) ||
	       about_is_of_name(d->r, c->vendor, word) ||
	       about_is_this_year(d->r, word);
}

/* What else was claimed: "an Exynos in Europe". */
static bool says_rest(const struct drawn *d)
{
	const struct thing *c = &d->r->about->thing;
	size_t n, of = 0, has = 0;
	const char *s = sentence_of(d, &n);

	for (size_t i = 0; i < c->count; i++) {
		if (is_told(d, c->words[i]))
			continue;
		of++;
		has += word_in(s, n, c->words[i]) ||
		       kin_has(d->r->lex->kin, c->words[i], s, n);
	}
	return has * 2 >= of || drawn_says(d, PHRASE_EVERYWHERE);
}

/* "The iPhone of 2031": what comes in another year is another one. */
static bool is_of_other_year(const struct drawn *d)
{
	const struct about *about = d->r->about;
	size_t n;
	const char *s = sentence_of(d, &n);

	for (size_t i = 0; i < about->term_count; i++) {
		const char *word = about->terms[i].word;

		if (word_is_year(word) && !about_is_this_year(d->r, word) &&
		    !word_in(s, n, word))
			return true;
	}
	return false;
}

bool about_has_kind(const struct about *about)
{
	return about->kind != NULL && !is_degree(about->kind);
}

bool about_lacks_degree(const struct drawn *d)
{
	const struct about *about = d->r->about;

	/* The rest of the claim is asked for by its words. */
	return about->kind != NULL && is_degree(about->kind) &&
	       (about->claim->aspect == ASPECT_FEATURE ||
		   about->claim->aspect == ASPECT_OTHER) &&
	       ((d->official && is_of_other_year(d)) ||
		   says_kind(d, about->kind,
		       about->all ? NULL : about->claim->product) != SAYS_YES);
}

/* Does one piece of the sentence, up to a comma, have the kind with what it is
 * of: "an aluminium frame, in titanium grey"? */
static bool has_close(const struct drawn *d, const struct kind *k)
{
	static const char *const ends[] = {
	    ",", "; ", "\xef\xbc\x8c", "\xe3\x80\x81", NULL};
	size_t n, length;
	const char *s = sentence_of(d, &n), *end = s + n;

	while (s < end) {
		size_t piece = (size_t)(end - s);

		for (size_t i = 0; ends[i] != NULL; i++) {
			const char *at =
			    memmem(s, piece, ends[i], strlen(ends[i]));

			if (at != NULL)
				piece = (size_t)(at - s);
		}
		if (kind_find(k, s, piece, &length) != NULL &&
		    kind_has_beside(k, s, piece))
			return true;
		s += piece + 1;
	}
	return false;
}

/* Another kind stands where the claimed one should, and that apart from it. */
static bool is_other_there(const struct drawn *d)
{
	const struct about *about = d->r->about;
	const struct kinds *kinds = d->r->lex->kinds;
	const char *product = about->all ? NULL : about->claim->product;

	if (is_degree(about->kind) || about->kind->beside_count == 0 ||
	    has_close(d, about->kind))
		return false;
	for (size_t i = 0; i < kinds_count(kinds); i++) {
		const struct kind *k = kinds_at(kinds, i);

		if (strcmp(k->part, about->kind->part) == 0 &&
		    k != about->kind && has_close(d, k) &&
		    says_kind(d, k, product) == SAYS_YES)
			return true;
	}
	return false;
}

enum says about_kind_says(const struct drawn *d)
{
	const struct about *about = d->r->about;
	const struct kinds *kinds = d->r->lex->kinds;
	const char *product = about->all ? NULL : about->claim->product;
	enum says says;

	if (about->kind == NULL ||
	    (about->claim->aspect != ASPECT_FEATURE &&
		about->claim->aspect != ASPECT_OTHER) ||
	    !says_rest(d) || (d->official && is_of_other_year(d)))
		return SAYS_NOTHING;
	if (is_other_there(d))
		return SAYS_NO;
	says = says_kind(d, about->kind, product);
	for (size_t i = 0; says == SAYS_NOTHING && i < kinds_count(kinds);
	     i++) {
		const struct kind *k = kinds_at(kinds, i);

		if (strcmp(k->part, about->kind->part) == 0 &&
		    k != about->kind && says_kind(d, k, product) == SAYS_YES)
			says = SAYS_NO;
	}
	return says;
}
