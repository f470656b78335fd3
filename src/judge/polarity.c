/*
 * Does a sentence say that a thing is there, or that it is not: its words that
 * say no, and those that say "nothing else".
 */
#include "judge/polarity.h"

#include <string.h>

#include "judge/about.h"
#include "judge/sentence.h"
#include "judge/wordform.h"
#include "text/prose.h"
#include "text/token.h"

static bool is_of_end(const struct drawn *d, const struct match *m)
{
	const struct mention *of;

	return m->use->kind == USE_SLOT && !trigger_is_half(d, m) &&
	       d->r->lex->slots[m->use->row].aspect == ASPECT_DISCONTINUATION &&
	       !end_is_other_word(d, m) && end_of_what(d, m, &of) < END_PART;
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

/* --- is a thing there? --- */

/* What one clause says of the thing. */
enum clause_says { CLAUSE_YES, CLAUSE_NO, CLAUSE_OPEN };

static const struct noword_hit *mark_within(const struct sentence *t,
    size_t after, enum noword_class class, size_t words)
{
	for (size_t i = after + 1; i < t->mark_count; i++) {
		if (sentence_words(t, t->marks[after].end, t->marks[i].start) >
		    words)
			return NULL;
		if (t->marks[i].class == class)
			return &t->marks[i];
	}
	return NULL;
}

/* "Not the", "not a": what follows is not it. */
static bool has_article(const struct sentence *t, uint32_t at)
{
	static const char *const words[] = {
	    " the ", " a ", " an ", " any ", " every ", " all "};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strncmp(t->s + at, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static bool reaches_ahead(
    const struct sentence *t, const struct noword_hit *m, uint32_t to)
{
	uint32_t reach = sentence_reach(t, m->end, REACH);

	if (m->tail != NULL) { /* what stands between */
		const char *tail = memmem(
		    t->s + m->end, to - m->end, m->tail, strlen(m->tail));

		reach = tail ? (uint32_t)(tail - t->s) : to;
	}
	return sentence_any_hit(t, m->end, reach < to ? reach : to);
}

/* "Easier to replace" */
static bool follows_to(const struct sentence *t, uint32_t at)
{
	return at >= t->d->p->start + 4 &&
	       memcmp(t->s + at - 4, " to ", 4) == 0;
}

/* Is what the mark says no to the thing? */
static bool reaches(
    const struct sentence *t, size_t mark, const struct clause *c)
{
	const struct noword_hit *m = &t->marks[mark];
	enum lang lang = t->d->r->lang;
	bool around = sentence_any_hit(t, c->from, c->to);

	switch (m->class) {
	case NOWORD_NO:
	case NOWORD_ASIDE:
		return reaches_ahead(t, m, c->to);
	case NOWORD_NOT:
		if (lang != LANG_EN)
			return around;
		if (has_article(t, m->end))
			return reaches_ahead(t, m, c->to);
		return sentence_any_hit(t, m->end, c->to) ||
		       (around && (mark_within(t, mark, NOWORD_IS, 2) != NULL ||
				      sentence_words(t, m->end, c->to) == 0));
	case NOWORD_LOST:
		if (lang != LANG_EN)
			return around;
		return reaches_ahead(t, m, c->to) ||
		       (around && sentence_words(t, m->end, c->to) == 0 &&
			   !follows_to(t, m->start));
	case NOWORD_GONE:
		return around;
	case NOWORD_IS:
	case NOWORD_PASS:
	case NOWORD_JOINT:
	case NOWORD_ELSE:
	case NOWORD_COUNT:
		break;
	}
	return false;
}

/* "Does not come without", "is not going away": the two make a yes. */
static bool undoes(const struct sentence *t, size_t first, size_t second)
{
	const struct noword_hit *a = &t->marks[first], *b = &t->marks[second];

	return (a->class == NOWORD_NOT || a->class == NOWORD_NO) &&
	       (b->class == NOWORD_LOST || b->class == NOWORD_GONE ||
		   (b->class == NOWORD_NO && a->class == NOWORD_NOT)) &&
	       sentence_words(t, a->end, b->start) <= 2 &&
	       !sentence_any_hit(t, a->end, b->start);
}

static size_t next_no(const struct sentence *t, size_t i, uint32_t to)
{
	while (i < t->mark_count && t->marks[i].start < to &&
	       !mark_says_no(t->marks[i].class))
		i++;
	return i < t->mark_count && t->marks[i].start < to ? i : t->mark_count;
}

/* "The jack does not touch the battery": what the jack is not, nobody asked. */
static bool is_of_its_verb(
    const struct sentence *t, size_t mark, const struct clause *c)
{
	return t->marks[mark].class == NOWORD_NOT && t->d->r->lang == LANG_EN &&
	       sentence_any_hit(t, c->from, c->to) &&
	       !has_article(t, t->marks[mark].end);
}

/*
 * However many words say it, a clause says one no. of_any: whatever it is
 * said of.
 */
static enum clause_says clause_says(
    const struct sentence *t, const struct clause *c, bool of_any)
{
	enum clause_says says = CLAUSE_YES;
	size_t i = 0;

	while (i < t->mark_count && t->marks[i].start < c->from)
		i++;
	while ((i = next_no(t, i, c->to)) < t->mark_count) {
		size_t next = next_no(t, i + 1, c->to);

		if (next < t->mark_count && undoes(t, i, next)) {
			i = next + 1;
			continue;
		}
		if (of_any || reaches(t, i, c))
			return CLAUSE_NO;
		if (is_of_its_verb(t, i, c))
			says = CLAUSE_OPEN;
		i++;
	}
	return says;
}

/* "The A9 has one": what was named before. */
static bool has_one(const struct sentence *t, const struct clause *c)
{
	static const char *const words[] = {
	    " one ", " one.", " one,", " ones", " either", " any.", NULL};

	return t->d->r->lang == LANG_EN && sentence_any_hit(t, 0, c->from) &&
	       span_has(t->s + c->from, c->to - c->from, words);
}

static enum says sentence_says(const struct sentence *t)
{
	size_t yes = 0, no = 0;

	for (size_t i = 0; i < t->clause_count; i++) {
		const struct clause *c = &t->clauses[i];
		size_t hits = sentence_hits(t, c->from, c->to), *of;
		enum clause_says says;

		/* "It will not": all of it is in the sentence before. */
		if (t->hit_count == 0)
			hits = 1;

		if (hits == 0 && has_one(t, c))
			hits = sentence_hits(t, 0, c->from);
		if (hits == 0 || c->elsewhere)
			continue;
		says = clause_says(t, c, t->hit_count == 0);
		if (says == CLAUSE_OPEN)
			continue;
		of = says == CLAUSE_NO ? &no : &yes;
		if (hits > *of)
			*of = hits;
	}
	if (no == 0 && yes == 0)
		return SAYS_NOTHING;
	return no > 0 && (no >= yes || t->hit_count == 0) ? SAYS_NO : SAYS_YES;
}

enum says polarity_of(const struct drawn *d, const struct thing *thing)
{
	struct sentence t = {.d = NULL};
	enum says says;

	sentence_take(d, thing, &t);
	says = sentence_says(&t);
	/* "The battery can be replaced" is no no to a battery in a metal case.
	 */
	if (says == SAYS_NO && t.hit_count > 0 && d->r->lang != LANG_ZH &&
	    sentence_hits(&t, 0, d->p->end) * 2 < thing->count)
		return SAYS_NOTHING;
	return says;
}

enum says polarity_of_any(const struct drawn *d, const struct thing *thing)
{
	struct sentence t = {.d = NULL};

	sentence_take(d, thing, &t);
	return t.hit_count > 0 ? sentence_says(&t) : SAYS_NOTHING;
}

/* Does the noun end there, and is not the first of two: "no camera bump"? */
static bool noun_ends(const struct sentence *t, uint32_t at)
{
	static const char *const joints[] = {" in ", " on ", " for ", " at ",
	    " of ", " and ", " or ", " to ", " with ", " this ", " any ",
	    " here", " inside", NULL};
	const char *s = t->s + at;

	if (at >= t->d->p->end || strchr(".,;:!?)\"", *s) != NULL)
		return true;
	for (size_t i = 0; joints[i] != NULL; i++)
		if (strncmp(s, joints[i], strlen(joints[i])) == 0)
			return true;
	return false;
}

bool polarity_none_of(
    const struct drawn *d, const struct thing *thing, const char *word)
{
	struct sentence t = {.d = NULL};

	sentence_take(d, thing, &t);
	for (size_t i = 0; i < t.mark_count; i++)
		for (size_t k = 0; k < t.hit_count; k++)
			if (t.marks[i].class == NOWORD_NO &&
			    t.hits[k].start == t.marks[i].end + 1 &&
			    strcmp(thing->words[t.hits[k].word], word) == 0 &&
			    noun_ends(&t, t.hits[k].end))
				return true;
	return false;
}

enum says polarity_at(
    const struct drawn *d, uint32_t start, uint32_t end, const char *product)
{
	struct sentence t = {.d = NULL};
	const struct thing thing = {.product = product};

	sentence_take(d, &thing, &t);
	t.hits[t.hit_count++] = (struct hit){start, end, 0};
	return sentence_says(&t);
}

/* --- the thing that a claim speaks of --- */

/* The product itself; another one may be what is there or not. */
static bool is_named(const struct drawn *d, const char *product, uint32_t at)
{
	const struct mention *m = drawn_mention_at(d, at);

	return m != NULL && product != NULL && strcmp(m->name, product) == 0;
}

static bool is_thing(
    const struct phrases *phrases, const struct claim *c, const char *word)
{
	if (word_weight(phrases, word) < 1)
		return false;
	for (size_t i = 0; i < c->word_count; i++)
		if (strcmp(c->words[i], word) == 0)
			return true;
	return false;
}

/* "X instead of Y": it is not the thing. */
static bool is_aside(const struct sentence *t, uint32_t at)
{
	for (size_t i = 0; i < t->mark_count; i++)
		if (t->marks[i].class == NOWORD_ASIDE &&
		    at >= t->marks[i].end &&
		    at < sentence_reach(t, t->marks[i].end, REACH))
			return true;
	return false;
}

bool polarity_sets_aside(const struct drawn *d, uint32_t at)
{
	struct sentence t = {.d = NULL};
	const struct thing thing = {.product = NULL};

	sentence_take(d, &thing, &t);
	return is_aside(&t, at);
}

/* The claim's words that no product is named by and that say no "no". */
static void words_take(
    struct sentence *t, const struct claim *c, struct thing *thing)
{
	const struct passage *p = t->d->p;
	struct arena *arena = t->d->r->arena;
	struct tokens tokens;
	struct token token;
	size_t cap = 0;

	token_start(&tokens, t->s + p->start, p->end - p->start);
	while (token_next(&tokens, &token)) {
		uint32_t at = p->start + token.start;
		const char *word =
		    arena_strndup(arena, t->s + at, token.end - token.start);

		if (is_named(t->d, c->product, at) ||
		    about_is_of_name(t->d->r, c->vendor, word) ||
		    lexicon_vendor(t->d->r->lex, word) != NULL ||
		    sentence_in_mark(t, at) || is_aside(t, at) ||
		    !is_thing(t->d->r->lex->phrases, c, word))
			continue;
		thing->words = arena_room(arena, thing->words, thing->count,
		    &cap, sizeof(*thing->words));
		thing->words[thing->count++] = word;
		sentence_add_hit(t, at, p->start + token.end, thing->count - 1);
	}
}

/* Keeps the words of the thing that stand there. */
static void words_keep(
    const struct sentence *t, struct thing *thing, uint32_t from, uint32_t to)
{
	size_t n = 0;

	for (size_t k = 0; k < t->hit_count; k++)
		if (t->hits[k].start >= from && t->hits[k].start < to)
			thing->words[n++] = thing->words[t->hits[k].word];
	thing->count = n;
}

/* "X will be replaced by Y": it is the product that goes. */
static bool product_stands(const struct drawn *d, uint32_t before)
{
	return d->p->mentions > 0 &&
	       d->side->mentions[d->p->mention].start < before;
}

/* Of a claim that says no, what there is none of. */
static void words_limit(struct sentence *t, struct thing *thing)
{
	for (size_t i = 0; i < t->mark_count; i++) {
		const struct noword_hit *m = &t->marks[i];
		uint32_t from = m->end, to;

		if (m->class == NOWORD_GONE && product_stands(t->d, m->start) &&
		    !sentence_any_hit(t, 0, m->start)) {
			thing->count = 0;
			return;
		}
		if (m->class != NOWORD_NO && m->class != NOWORD_LOST)
			continue;
		to = sentence_reach(t, from, REACH);
		if (!sentence_any_hit(t, from, to))
			continue;
		words_keep(t, thing, from, to);
		return;
	}
}

#define AND_NEAR 24 /* bytes between "and" and what it joins */

/* "X and Y": how many of the words are X's; 0 where it is one thing. */
static size_t split_of(const struct sentence *t, const struct thing *thing)
{
	static const char *const joints[] = {" and ", " und ", " y ", " et ",
	    " e ", " dan ", "\xe5\x92\x8c", "\xe4\xb8\x8e", "\xe5\x8f\x8a"};
	const char *from = t->s + t->d->p->start, *end = t->s + t->d->p->end;
	size_t split = 0;

	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
		size_t n = strlen(joints[i]), before = 0;
		const char *at =
		    memmem(from, (size_t)(end - from), joints[i], n);
		uint32_t start, stop;

		if (at == NULL)
			continue;
		start = (uint32_t)(at - t->s);
		stop = start + (uint32_t)n;
		while (before < t->hit_count && t->hits[before].start < start)
			before++;
		if (before == 0 || before == t->hit_count || split != 0 ||
		    start - t->hits[before - 1].end > AND_NEAR ||
		    t->hits[before].start - stop > AND_NEAR)
			return 0;
		split = before;
	}
	return split < thing->count ? split : 0;
}

void polarity_take(
    const struct drawn *d, const struct claim *c, struct thing *thing)
{
	struct sentence t = {.d = NULL};

	*thing = (struct thing){.product = NULL};
	sentence_take(d, thing, &t);
	words_take(&t, c, thing);
	for (size_t i = 0; i < t.clause_count && !thing->denied; i++)
		thing->denied = clause_says(&t, &t.clauses[i],
				    t.hit_count == 0) == CLAUSE_NO;
	if (thing->denied)
		words_limit(&t, thing);
	else
		thing->split = split_of(&t, thing);
	thing->product = c->product;
}
