/*
 * The name that a sentence gives to what was claimed to have one: that name,
 * or another, told by the rest of what was said of the thing.
 */
#include "judge/about.h"

#include <string.h>
#include <strings.h>

#include "judge/han.h"
#include "judge/kin.h"
#include "judge/phrase.h"
#include "judge/wordform.h"

/* "Aqua 9 Plus", where "Aqua 9 Max" was claimed for a variant of the Aqua 9. */
static bool is_sibling(const struct mention *m, const struct claim *of)
{
	size_t n = of->product == NULL ? 0 : strlen(of->product);

	return m->device && n > 0 && strncmp(m->name, of->product, n) == 0 &&
	       m->name[n] == ' ' && strncmp(of->value, of->product, n) == 0 &&
	       strcmp(m->name, of->value) != 0;
}

/*
 * "Aqua Nova is our first folding phone", where another name was claimed for
 * it: what the sentence says of the thing is what the claim says.
 */
static const char *other_name(const struct drawn *d, const struct about *about)
{
	const char *name = release_name(d->r, d->p, true);

	for (size_t i = 0; i < d->p->mentions && name == NULL; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (text_same(m->row->name, about->claim->product) ||
		    is_sibling(m, about->claim))
			name = m->version != NULL		    ? m->version
			       : strcmp(m->name, m->row->name) != 0 ? m->name
								    : NULL;
	}
	return name;
}

/*
 * "Aqua Chip 8 Elite", where "Aqua Chip 8 Gen 4" was claimed: the first word of
 * the name, and then others.
 */
static const char *brother(const struct drawn *d, const struct claim *of)
{
	size_t n, first;
	const char *s = d->side->folded, *at, *end = s + d->p->end, *name;
	const char *value = han_fold(
	    d->r->lex->han, d->r->arena, of->value, strlen(of->value), &n);

	first = strcspn(value, " ");
	if (d->p->field != FIELD_TEXT || value[first] == '\0' || first < 3)
		return NULL;
	for (at = s + d->p->start;
	     (at = memmem(at, (size_t)(end - at), value, first)) != NULL;
	     at += first) {
		if (at > s && at[-1] != ' ')
			continue;
		name =
		    capital_after(d->r, d->side, (uint32_t)(at - s), d->p->end);
		if (name != NULL && strchr(name, ' ') != NULL &&
		    strncasecmp(name, of->value, strlen(name)) != 0 &&
		    !text_same(name, of->product))
			return name;
	}
	return NULL;
}

/* What of the house the sentence presents, if it is not what was claimed. */
static const char *other_product(
    const struct drawn *d, const struct about *about, bool devices)
{
	const struct claim *of = about->claim;

	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device == devices && text_same(m->vendor, of->vendor) &&
		    !text_same(m->name, of->product) &&
		    !text_same(m->name, of->value))
			return m->name;
	}
	return NULL;
}

/* Does the claim name a system? "Its own operating system will be called" */
static bool names_system(const struct phrases *ph, const struct claim *of)
{
	for (size_t i = 0; i < of->word_count; i++)
		if (phrase_is(
			ph, PHRASE_SYSTEM, of->words[i], strlen(of->words[i])))
			return true;
	return false;
}

/* The end of what is said of the thing: "It is the toughest watch yet." */
static uint32_t presented_end(const struct drawn *d)
{
	const struct passage *next = d->p + 1;
	const char *s = d->side->folded;

	if (next < d->r->passages + d->r->passage_count &&
	    next->field == d->p->field &&
	    (strncmp(s + next->start, "it ", 3) == 0 ||
		strncmp(s + next->start, "it's ", 5) == 0))
		return next->end;
	return d->p->end;
}

/* Is something announced in the item, by its maker's own channel? */
static bool is_announcement(const struct drawn *d)
{
	const struct reading *r = d->r;

	if (passage_has(d->p, CUE_ANNOUNCE) || passage_has(d->p, CUE_RELEASE))
		return true;
	for (size_t i = 0; d->grade == GRADE_A && i < r->passage_count; i++)
		if (passage_has(&r->passages[i], CUE_ANNOUNCE))
			return true;
	return false;
}

/* "Is now called Aqua Drop": does a verb of naming stand before it? */
static bool is_called(const struct drawn *d, uint32_t name)
{
	return phrase_before(passage_phrases(d->r, d->p), PHRASE_CALLED,
		   d->side->folded, name) != NULL;
}

/* The name that the sentence gives by a verb of naming, or NULL. */
static const char *called(const struct drawn *d)
{
	const struct phrases_found *f = passage_phrases(d->r, d->p);
	const struct phrase_hit *hit = NULL;
	const char *name = NULL;

	while (
	    name == NULL && (hit = phrase_next(f, PHRASE_CALLED, hit)) != NULL)
		name = capital_after(d->r, d->side, hit->end, d->p->end);
	return name;
}

/* Is the word in the sentence, in what follows of the thing, or over it? */
static bool is_there(
    const struct drawn *d, uint32_t end, bool headline, const char *word)
{
	const struct reading *r = d->r;
	const struct passage *title = r->passages;
	const char *s = d->side->folded + d->p->start;
	size_t n = end - d->p->start;

	if (word_in(s, n, word) || kin_has(r->lex->kin, word, s, n))
		return true;
	if (!headline || title->field != FIELD_TITLE)
		return false;
	s = r->side[FIELD_TITLE].folded;
	n = r->side[FIELD_TITLE].folded_n;
	return word_in(s, n, word) || kin_has(r->lex->kin, word, s, n);
}

bool about_named_otherwise(
    const struct drawn *d, const struct about *about, struct claim *c)
{
	const struct phrases *ph = d->r->lex->phrases;
	const struct claim *of = about->claim;
	const char *name = called(d);
	uint32_t end = presented_end(d);
	double has = 0, all = 0, rare = 0, found = 0;

	if (of->aspect != ASPECT_NAME || of->value == NULL || !d->official ||
	    d->modality != MODALITY_ASSERTED ||
	    !(is_announcement(d) || name != NULL) ||
	    about_has_name(d, of->value))
		return false;
	for (size_t i = 0; i < of->word_count; i++) {
		const char *w = of->words[i];

		if (about_is_of_name(d->r, of->value, w) ||
		    about_is_of_name(d->r, of->product, w) ||
		    about_is_of_name(d->r, of->vendor, w) ||
		    about_is_this_year(d->r, w) ||
		    phrase_is(ph, PHRASE_NAMING, w, strlen(w)))
			continue;
		all++;
		rare += word_weight(ph, w);
		if (!is_there(d, end, name != NULL, w))
			continue;
		has++;
		found += word_weight(ph, w);
	}
	if (name != NULL && rare > 0 && found * 2 >= rare &&
	    polarity_count(d) == 0 && !text_same(name, of->product)) {
		c->value = name;
		return true;
	}
	if (!is_announcement(d))
		return false;
	c->value =
	    has * 2 >= all || found * 2 >= rare ? other_name(d, about) : NULL;
	if (c->value == NULL && all > 0 && found * 2 >= rare)
		c->value = brother(d, of);
	/* "Our next folding phone": of a device, all that was said must fit. */
	if (c->value == NULL && rare >= 1 && found >= rare * 0.6)
		c->value = other_product(d, about, !names_system(ph, of));
	return c->value != NULL;
}

/* Is what gets the name spoken of, or new and without one? */
static bool is_spoken_of(const struct reading *r, const struct claim *of)
{
	const char *product;
	size_t n;

	if (of->product == NULL || lexicon_product(r->lex, of->product) == NULL)
		return true;
	product = han_fold(
	    r->lex->han, r->arena, of->product, strlen(of->product), &n);
	return strstr(r->side[FIELD_TITLE].folded, product) != NULL ||
	       strstr(r->side[FIELD_TEXT].folded, product) != NULL;
}

/* "A first look at the A9 Pro Fold", by its maker: a model has one name. */
static bool is_shown_so(const struct drawn *d, const struct claim *of)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && strcmp(m->name, m->row->name) != 0 &&
		    text_same(m->name, of->value) &&
		    text_same(m->vendor, of->vendor))
			return role_is_official(d->r) && !d->p->question &&
			       polarity_count(d) == 0;
	}
	return false;
}

bool about_named_so(const struct drawn *d, const struct claim *of)
{
	const char *s = d->side->folded + d->p->start, *name, *at;
	size_t n;

	if (of->aspect != ASPECT_NAME || of->value == NULL || !d->official ||
	    d->modality != MODALITY_ASSERTED)
		return false;
	name = han_fold(
	    d->r->lex->han, d->r->arena, of->value, strlen(of->value), &n);
	at = memmem(s, d->p->end - d->p->start, name, n);
	if (at == NULL)
		return false;
	return is_shown_so(d, of) ||
	       ((passage_has(d->p, CUE_ANNOUNCE) ||
		    passage_has(d->p, CUE_RELEASE)) &&
		   is_spoken_of(d->r, of)) ||
	       (polarity_count(d) == 0 &&
		   is_called(d, (uint32_t)(at - d->side->folded)));
}
