/*
 * Whose thing an item speaks of: does it name the product of the claim that is
 * looked for, by whichever part of its name, or its maker?
 */
#include "judge/about.h"

#include <string.h>

#include "judge/wordform.h"
#include "text/token.h"
#include "text/utf8.h"

static bool side_has(const struct side *side, const char *word)
{
	return word_in(side->folded, side->folded_n, word);
}

bool item_has(const struct reading *r, const char *word)
{
	return side_has(&r->side[FIELD_TITLE], word) ||
	       side_has(&r->side[FIELD_TEXT], word);
}

/* "Note21": the name, and its number without a space. */
static bool has_numbered(const struct side *side, const char *word)
{
	size_t n = strlen(word);
	const char *s = side->folded, *at = s;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == s || strchr(" -\"'(", at[-1]) != NULL) &&
		    at[n] >= '0' && at[n] <= '9')
			return true;
		at += n;
	}
	return false;
}

static bool is_digits(const char *word)
{
	return word[strspn(word, "0123456789")] == '\0';
}

bool item_mentions(const struct reading *r, const char *product)
{
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++)
			if (text_same(r->side[f].mentions[i].name, product))
				return true;
	return false;
}

/* Is another model of the line named, by its number? */
static bool is_other_named(const struct reading *r, const char *product)
{
	size_t n = strcspn(product, " ");

	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++) {
			const struct mention *m = &r->side[f].mentions[i];

			if (strncmp(m->name, product, n) == 0 &&
			    strpbrk(m->name, "0123456789") != NULL &&
			    strcmp(m->name, product) != 0)
				return true;
		}
	return false;
}

bool item_names_shortly(const struct reading *r, const char *product)
{
	struct tokens tokens;
	struct token t;
	size_t n, words = 0;
	bool telling = false, other = is_other_named(r, product);
	const char *s = utf8_fold(r->arena, product, strlen(product), &n, NULL);

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		const char *word =
		    arena_strndup(r->arena, s + t.start, t.end - t.start);

		if (words++ == 0 || (is_digits(word) && !other))
			continue;
		if (!item_has(r, word) &&
		    !has_numbered(&r->side[FIELD_TITLE], word) &&
		    !has_numbered(&r->side[FIELD_TEXT], word))
			return false;
		telling |= !is_digits(word);
	}
	return words > 1 && telling;
}

bool item_names_vendor(const struct reading *r, const char *vendor)
{
	if (text_same(r->vendor, vendor))
		return true;
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].match_count; i++) {
			const struct use *use = r->side[f].matches[i].use;

			if (use->kind == USE_VENDOR &&
			    text_same(r->lex->vendors[use->row].name, vendor))
				return true;
		}
	return false;
}

bool item_is_of_vendor(const struct reading *r, const char *vendor)
{
	if (vendor == NULL || item_names_vendor(r, vendor))
		return true;
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++)
			if (text_same(r->side[f].mentions[i].vendor, vendor))
				return true;
	for (size_t i = 0; i < r->attribution_count; i++) {
		const struct tipster *t =
		    lexicon_tipster(r->lex, r->attributions[i].name);

		if (t != NULL && strstr(t->focus, vendor) != NULL)
			return true;
	}
	return false;
}

/* "Android phones": the name tells whose they are, and may be left out. */
static bool is_beside(const struct about *about, const char *product)
{
	bool first = true;

	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		if (text_same(t->product, product))
			return !first && !t->must;
		first &= t->vendor != NULL;
	}
	return false;
}

bool item_is_of_product(const struct reading *r, bool all)
{
	const struct claim *c = r->about->claim;

	if (c->product == NULL || item_mentions(r, c->product))
		return true;
	if (strpbrk(c->product, "0123456789") == NULL &&
	    (is_beside(r->about, c->product) ||
		(all && strchr(c->product, ' ') == NULL)))
		return true;
	return item_names_shortly(r, c->product);
}
