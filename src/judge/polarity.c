/*
 * Does a sentence say that a thing is there, or that it is not: its words that
 * say no, and those that say "nothing else".
 */
#include "judge/polarity.h"

#include "judge/wordform.h"
#include "text/token.h"

static bool is_of_end(const struct drawn *d, const struct match *m)
{
	const struct mention *of;

	return m->use->kind == USE_SLOT && !trigger_is_half(d, m) &&
	       d->r->lex->slots[m->use->row].aspect == ASPECT_DISCONTINUATION &&
	       end_of_what(d, m, &of) < END_PART;
}

/* "Ditches its headphone jack": no end, but a loss. */
static bool is_of_part(const struct drawn *d, const struct match *m)
{
	const struct mention *of;

	return m->use->kind == USE_SLOT && !trigger_is_half(d, m) &&
	       d->r->lex->slots[m->use->row].aspect == ASPECT_DISCONTINUATION &&
	       end_of_what(d, m, &of) == END_PART;
}

/* The "no" of "there will be no X" is one with the end that this says. */
static bool is_in_end(const struct drawn *d, const struct match *cue)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (is_of_end(d, m) && cue->start < m->end &&
		    m->start < cue->end)
			return true;
	}
	return false;
}

bool polarity_says_none(const struct drawn *d, const struct claim *c)
{
	const struct phrases *phrases = d->r->lex->phrases;
	struct tokens tokens;
	struct token t;
	const char *s = d->side->folded + d->p->start;
	size_t near = 0;

	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		size_t n = t.end - t.start;

		for (size_t i = 0; near > 0 && i < c->word_count; i++)
			if (word_same(c->words[i], s + t.start, n))
				return true;
		near -= near > 0;
		if (phrase_is(phrases, PHRASE_NONE, s + t.start, n))
			near = 3;
	}
	return false;
}

bool polarity_says_only(const struct drawn *d)
{
	return drawn_says(d, PHRASE_ONLY);
}

bool polarity_offers_more(const struct drawn *d)
{
	return !polarity_says_only(d) && drawn_says(d, PHRASE_MORE);
}

size_t polarity_count(const struct drawn *d)
{
	size_t n = 0;
	uint32_t last = 0;
	bool ending = false;

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);

		ending |= is_of_end(d, m) || is_of_part(d, m);
		if (cue == NULL || cue->class != CUE_NEGATED || is_in_end(d, m))
			continue;
		if (n > 0 && m->start < last + 2)
			continue; /* "won't" and "won't be": one of them */
		n++;
		last = m->end;
	}
	/* However many words there are for the end. */
	return n + (ending || (n == 0 && drawn_says(d, PHRASE_LOSS)));
}
