/*
 * The system that a phone comes with: "the Aqua 9 ships with WaveOS 4",
 * "AquaOS 12 out of the box", "debuts on the Aqua 9". It is a feature of the
 * phone whose value is the system; two systems exclude each other, and a name
 * that was only ever rumored may stand for the real one (bearingvalue.c).
 */
#include "judge/draw.h"

#include <string.h>

#include "text/prose.h"

#define REACH 48 /* bytes between the verb and the system */

bool value_is_system(const struct lexicon *lex, const char *value)
{
	return value_system(lex, value) != NULL;
}

const struct product *value_system(const struct lexicon *lex, const char *value)
{
	const struct product *p = lexicon_product(lex, value);
	const char *version = strrchr(value, ' ');
	char name[64];

	if (p == NULL && version != NULL && strpbrk(version, "0123456789") &&
	    (size_t)(version - value) < sizeof(name)) {
		memcpy(name, value, (size_t)(version - value));
		name[version - value] = '\0';
		p = lexicon_product(lex, name);
	}
	return p != NULL && (strcmp(p->kind, "os") == 0 ||
				strcmp(p->kind, "skin") == 0 || p->rumored_name)
		   ? p
		   : NULL;
}

static bool is_of_house(const struct drawn *d, const struct mention *m)
{
	return d->r->vendor == NULL ||
	       strcmp(lexicon_house(d->r->lex, m->vendor),
		   lexicon_house(d->r->lex, d->r->vendor)) == 0;
}

static bool is_system(const struct drawn *d, const struct mention *m)
{
	return !m->device && is_of_house(d, m) &&
	       value_system(d->r->lex, m->name) != NULL &&
	       !mention_is_kind(d, m);
}

static bool names_system(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->mentions; i++)
		if (is_system(d, &d->side->mentions[d->p->mention + i]))
			return true;
	return false;
}

/* The first phrase of the class behind `after`; else of what a maker says. */
static const struct phrase_hit *said(const struct drawn *d, enum phrase sure,
    enum phrase told, const struct phrase_hit *after)
{
	const struct phrases_found *f = passage_phrases(d->r, d->p);
	const struct phrase_hit *hit = NULL;

	if (after == NULL || after->class == sure)
		hit = phrase_next(f, sure, after);
	if (hit == NULL && d->official)
		hit = phrase_next(f, told,
		    after != NULL && after->class == told ? after : NULL);
	return hit;
}

static void match_of(const struct phrase_hit *hit, struct match *out)
{
	out->start = hit->start;
	out->end = hit->end;
}

/* "Every phone that runs it": which phones, and not what one comes with. */
static bool is_relative(const struct drawn *d, uint32_t at)
{
	static const char *const words[] = {
	    " that ", " which ", " die ", " que ", " qui ", " che ", NULL};

	return span_ends(d->side->folded, d->p->start, at, words);
}

/* The verb of the sentence that has a system behind it; or NULL. */
static const struct mention *behind_verb(
    const struct drawn *d, struct match *verb)
{
	const struct phrase_hit *hit = NULL;

	while ((hit = said(d, PHRASE_RUNS, PHRASE_RUNS_NEWLY, hit)) != NULL) {
		match_of(hit, verb);
		if (is_relative(d, hit->start))
			continue;
		for (size_t k = 0; k < d->p->mentions; k++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			if (m->start >= hit->end &&
			    m->start - hit->end < REACH && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* "Launches in India with a larger battery and X", in an announcement. */
static const struct mention *behind_with(
    const struct drawn *d, struct match *word)
{
	static const char with[] = " with ";
	const char *s = d->side->folded;
	uint32_t n = sizeof(with) - 1;

	if (!d->official || (!passage_has(d->p, CUE_RELEASE) &&
				!passage_has(d->p, CUE_ANNOUNCE)))
		return NULL;
	for (uint32_t i = d->p->start; i + n < d->p->end; i++) {
		bool phone = false;

		if (memcmp(s + i, with, n) != 0)
			continue;
		word->start = i;
		word->end = i + n;
		for (size_t k = 0; k < d->p->mentions; k++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			phone |= m->device && m->end <= i;
			if (phone && m->start >= i + n &&
			    m->start - i - n < REACH && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* "X out of the box", "X preinstalled", "X makes its debut on the Aqua 9". */
static const struct mention *before_word(
    const struct drawn *d, struct match *word)
{
	const struct phrase_hit *hit = NULL;

	while ((hit = said(d, PHRASE_ON_BOARD, PHRASE_ON_BOARD_NEWLY, hit)) !=
	       NULL) {
		match_of(hit, word);
		for (size_t k = d->p->mentions; k-- > 0;) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			if (m->end <= hit->start && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* The phone of the sentence, or the one that "it" stands for. */
static const struct mention *phone_of(const struct drawn *d)
{
	const struct mention *other = d->r->phone;

	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && is_of_house(d, m))
			return m;
	}
	if (other == NULL || !is_of_house(d, other) ||
	    !drawn_says(d, PHRASE_THE_PHONE))
		return NULL;
	return other;
}

/* "The successor of A, B, debuts on the Aqua 9": it is B that does. */
static const struct mention *newest(
    const struct drawn *d, const struct mention *old)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->row->predecessor != NULL && is_system(d, m) &&
		    strcmp(m->row->predecessor, old->name) == 0)
			return m;
	}
	return old;
}

/* Is it the system of a phone that the sentence is about? */
bool aboard_stands(const struct drawn *d)
{
	struct match word;

	return names_system(d) &&
	       (behind_verb(d, &word) != NULL || before_word(d, &word) != NULL);
}

void aboard_claim(struct drawn *d)
{
	struct match word = {0};
	const struct mention *phone, *aboard;
	struct claim c;

	if (!names_system(d) || drawn_says(d, PHRASE_UPDATED))
		return;
	aboard = behind_verb(d, &word);
	if (aboard == NULL)
		aboard = before_word(d, &word);
	if (aboard == NULL)
		aboard = behind_with(d, &word);
	if (aboard == NULL)
		return;
	phone = phone_of(d);
	aboard = newest(d, aboard);
	if (phone == NULL)
		return;
	c = claim_begin(d, ASPECT_FEATURE, phone);
	c.value = aboard->version != NULL ? arena_printf(d->r->arena, "%s %s",
						aboard->name, aboard->version)
					  : aboard->name;
	word.use = d->p->matches > 0 ? d->side->matches[d->p->match].use : NULL;
	negation_take(d, &word, &c);
	claim_add(d, &c);
}
