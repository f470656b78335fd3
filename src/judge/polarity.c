/*
 * Does a sentence say that a thing is there, or that it is not: its words that
 * say no, and those that say "nothing else".
 */
#include "judge/polarity.h"

#include <string.h>

#include "judge/about.h"
#include "judge/kin.h"
#include "judge/noword.h"
#include "judge/wordform.h"
#include "text/prose.h"
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

/* --- is a thing there? --- */

#define CLAUSES	   16 /* of one sentence that are told apart */
#define MARKS	   48
#define HITS	   64
#define REACH	   6  /* words behind a "no" that it is said of */
#define REACH_HAN  24 /* bytes */
#define LIST_WORDS 10

struct hit { /* a word of the thing */
	uint32_t start, end;
	size_t word;
};

struct clause {
	uint32_t from, to;
	bool elsewhere; /* speaks of something else */
};

/* What one clause says of the thing. */
enum clause_says { CLAUSE_YES, CLAUSE_NO, CLAUSE_OPEN };

/* One sentence with all that says yes or no in it. */
struct sentence {
	const struct drawn *d;
	const char *s; /* the folded field */
	struct noword_hit marks[MARKS];
	size_t mark_count;
	struct hit hits[HITS];
	size_t hit_count;
	struct clause clauses[CLAUSES];
	size_t clause_count;
};

static bool says_no(enum noword_class c)
{
	return c == NOWORD_NO || c == NOWORD_ASIDE || c == NOWORD_NOT ||
	       c == NOWORD_LOST || c == NOWORD_GONE;
}

static bool in_mark(const struct sentence *t, uint32_t at)
{
	for (size_t i = 0; i < t->mark_count; i++)
		if (at >= t->marks[i].start && at < t->marks[i].end &&
		    says_no(t->marks[i].class))
			return true;
	return false;
}

static void hit_add(
    struct sentence *t, uint32_t start, uint32_t end, size_t word)
{
	if (t->hit_count < HITS && !in_mark(t, start))
		t->hits[t->hit_count++] = (struct hit){start, end, word};
}

/* All places of a word of the thing, or of one that says the same. */
static void hits_take(struct sentence *t, const char *word, size_t number)
{
	const struct passage *p = t->d->p;
	const char *end = t->s + p->end, *at = t->s + p->start;
	struct tokens tokens;
	struct token token;
	size_t n;

	if ((unsigned char)word[0] >= 0xe0) {
		n = strlen(word);
		for (; (at = memmem(at, (size_t)(end - at), word, n)) != NULL;
		     at += n)
			hit_add(t, (uint32_t)(at - t->s),
			    (uint32_t)(at + n - t->s), number);
	} else {
		token_start(&tokens, at, (size_t)(end - at));
		while (token_next(&tokens, &token))
			if (word_same(word, at + token.start,
				token.end - token.start))
				hit_add(t, p->start + token.start,
				    p->start + token.end, number);
	}
	at = t->s + p->start;
	for (; (at = kin_find(t->d->r->lex->kin, word, at, (size_t)(end - at),
		    &n)) != NULL;
	     at += n)
		hit_add(t, (uint32_t)(at - t->s), (uint32_t)(at + n - t->s),
		    number);
}

/* How many bytes of a mark that ends a clause stand there; 0: none. */
static uint32_t stop_at(const char *s, uint32_t at, uint32_t end)
{
	static const char *const han[] = {
	    "\xef\xbc\x8c", "\xe3\x80\x82", "\xef\xbc\x9b", "\xef\xbc\x9a"};

	if (strchr(",;:.!?()", s[at]) != NULL)
		return at + 1 >= end || s[at + 1] == ' ' || s[at] == '(' ? 1
									 : 0;
	if (at + 2 < end && s[at] == ' ' && s[at + 1] == '-' &&
	    s[at + 2] == ' ')
		return 3;
	for (size_t i = 0; i < sizeof(han) / sizeof(*han); i++)
		if (at + 3 <= end && memcmp(s + at, han[i], 3) == 0)
			return 3;
	return 0;
}

static void clause_begin(struct sentence *t, uint32_t at, bool elsewhere)
{
	struct clause *last =
	    t->clause_count ? &t->clauses[t->clause_count - 1] : NULL;

	if (last)
		last->to = at;
	if (t->clause_count < CLAUSES)
		t->clauses[t->clause_count++] =
		    (struct clause){at, t->d->p->end, elsewhere};
	else
		last->to = t->d->p->end;
}

/* "Which had none": of what was spoken of before. */
static bool is_relative(const struct sentence *t, uint32_t at)
{
	return strncmp(t->s + at, "which ", 6) == 0 ||
	       strncmp(t->s + at, "who ", 4) == 0 ||
	       strncmp(t->s + at, "whose ", 6) == 0;
}

/* "No charger, cable or case": is the comma there one of a list? */
static bool is_list(const struct sentence *t, uint32_t at)
{
	static const char *const ends[] = {" or ", " nor ", " oder ", " o ",
	    " ni ", " ou ", " ou ", " nem ", " atau ", NULL};
	uint32_t end = t->d->p->end, to = at;

	if (t->s[at] != ',')
		return false;
	while (to < end && strchr(";:.!?", t->s[to]) == NULL && to - at < 48)
		to++;
	return span_has(t->s + at, to - at, ends);
}

/* "No charger, cable or case" is one clause. */
static bool goes_on(const struct sentence *t, uint32_t at)
{
	const struct clause *c = &t->clauses[t->clause_count - 1];

	if (!is_list(t, at))
		return false;
	for (size_t i = 0; i < t->mark_count; i++)
		if (t->marks[i].class == NOWORD_NO &&
		    t->marks[i].start >= c->from && t->marks[i].start < at)
			return true;
	return false;
}

static void clauses_take(struct sentence *t)
{
	const struct passage *p = t->d->p;
	size_t mark = 0;

	clause_begin(t, p->start, false);
	for (uint32_t i = p->start; i < p->end; i++) {
		const struct noword_hit *m;
		uint32_t n = stop_at(t->s, i, p->end);
		bool other = t->clauses[t->clause_count - 1].elsewhere;

		if (n > 0 && i + n < p->end && !goes_on(t, i)) {
			clause_begin(t, i + n, false);
			i += n - 1;
			continue;
		}
		while (mark < t->mark_count && t->marks[mark].start < i)
			mark++;
		m = &t->marks[mark];
		if (mark == t->mark_count || m->start != i)
			continue;
		if (m->class == NOWORD_ELSE)
			clause_begin(t, i, true);
		else if (m->class == NOWORD_JOINT)
			clause_begin(t, i,
			    is_relative(t, i) &&
				(other ||
				    (t->clause_count > 1 &&
					t->clauses[t->clause_count - 1].from +
						2 >=
					    i &&
					t->clauses[t->clause_count - 2]
					    .elsewhere)));
	}
}

/* A model by its number that is not the claimed one. */
static bool is_other_model(const struct mention *m, const char *product)
{
	return m->device && strpbrk(m->name, "0123456789") != NULL &&
	       strpbrk(product, "0123456789") != NULL &&
	       strcmp(m->name, product) != 0;
}

/* "The A8 has none", of the A9: clauses on another model. */
static void models_take(struct sentence *t, const char *product)
{
	const struct passage *p = t->d->p;

	for (size_t i = 0; product != NULL && i < t->clause_count; i++) {
		bool other = false, same = false;

		for (size_t k = 0; k < p->mentions; k++) {
			const struct mention *m =
			    &t->d->side->mentions[p->mention + k];

			if (m->start < t->clauses[i].from ||
			    m->start >= t->clauses[i].to)
				continue;
			same |= strcmp(m->name, product) == 0;
			other |= is_other_model(m, product);
		}
		t->clauses[i].elsewhere |= other && !same;
	}
}

static bool any_hit(const struct sentence *t, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < t->hit_count; i++)
		if (t->hits[i].start >= from && t->hits[i].start < to)
			return true;
	return false;
}

/* How many different words of the thing. */
static size_t hits_between(const struct sentence *t, uint32_t from, uint32_t to)
{
	uint64_t seen = 0;
	size_t n = 0;

	for (size_t i = 0; i < t->hit_count; i++) {
		uint64_t bit = UINT64_C(1) << t->hits[i].word % 64;

		if (t->hits[i].start < from || t->hits[i].start >= to ||
		    seen & bit)
			continue;
		seen |= bit;
		n++;
	}
	return n;
}

static size_t words_between(
    const struct sentence *t, uint32_t from, uint32_t to)
{
	struct tokens tokens;
	struct token token;
	size_t n = 0;

	if (to <= from)
		return 0;
	token_start(&tokens, t->s + from, to - from);
	while (token_next(&tokens, &token))
		n++;
	return n;
}

/* Where the thing that a word speaks of has been named: "in", "for". */
static bool is_joint_word(const char *s, size_t n)
{
	static const char *const words[] = {"in", "on", "at", "for", "with",
	    "from", "under", "over", "behind", "by", "to", "as", "into", "per",
	    "via", "inside", "because", "after", "before", "during"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (n == strlen(words[i]) && memcmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* "Working": what is done */
static bool is_act(const char *s, size_t n)
{
	return n > 5 && memcmp(s + n - 3, "ing", 3) == 0;
}

static bool is_from_act(const struct sentence *t, uint32_t from, uint32_t to)
{
	const char *next = t->s + to + 1;

	return to - from == 4 && memcmp(t->s + from, "from", 4) == 0 &&
	       to + 1 < t->d->p->end && is_act(next, strcspn(next, " ,.;:"));
}

/* Up to where what follows a "no" is what there is none of. */
static uint32_t reach_of(const struct sentence *t, uint32_t from, size_t words)
{
	const struct passage *p = t->d->p;
	struct tokens tokens;
	struct token token;
	uint32_t at = from;
	size_t n = 0;
	bool acts = false;

	if (t->d->r->lang == LANG_ZH)
		return from + REACH_HAN;
	token_start(&tokens, t->s + from, p->end - from);
	while (n < words && token_next(&tokens, &token)) {
		uint32_t start = from + token.start, end = from + token.end;

		for (uint32_t i = at; i < start; i++) {
			if (stop_at(t->s, i, p->end) == 0)
				continue;
			if (!is_list(t, i))
				return i;
			words = LIST_WORDS;
		}
		if (n == 0 && is_act(t->s + start, end - start)) {
			acts = true; /* "stops working on" */
			words = LIST_WORDS;
		}
		if (!acts && n > 0 && t->d->r->lang == LANG_EN &&
		    is_joint_word(t->s + start, end - start)) {
			if (!is_from_act(t, start, end))
				return start;
			words += n; /* "keeps users from installing" */
		}
		at = end;
		n++;
	}
	return at;
}

static const struct noword_hit *mark_within(const struct sentence *t,
    size_t after, enum noword_class class, size_t words)
{
	for (size_t i = after + 1; i < t->mark_count; i++) {
		if (words_between(t, t->marks[after].end, t->marks[i].start) >
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
	uint32_t reach = reach_of(t, m->end, REACH);

	if (m->tail != NULL) { /* what stands between */
		const char *tail = memmem(
		    t->s + m->end, to - m->end, m->tail, strlen(m->tail));

		reach = tail ? (uint32_t)(tail - t->s) : to;
	}
	return any_hit(t, m->end, reach < to ? reach : to);
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
	bool around = any_hit(t, c->from, c->to);

	switch (m->class) {
	case NOWORD_NO:
	case NOWORD_ASIDE:
		return reaches_ahead(t, m, c->to);
	case NOWORD_NOT:
		if (lang != LANG_EN)
			return around;
		if (has_article(t, m->end))
			return reaches_ahead(t, m, c->to);
		return any_hit(t, m->end, c->to) ||
		       (around && (mark_within(t, mark, NOWORD_IS, 2) != NULL ||
				      words_between(t, m->end, c->to) == 0));
	case NOWORD_LOST:
		if (lang != LANG_EN)
			return around;
		return reaches_ahead(t, m, c->to) ||
		       (around && words_between(t, m->end, c->to) == 0 &&
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
	       words_between(t, a->end, b->start) <= 2 &&
	       !any_hit(t, a->end, b->start);
}

static size_t next_no(const struct sentence *t, size_t i, uint32_t to)
{
	while (i < t->mark_count && t->marks[i].start < to &&
	       !says_no(t->marks[i].class))
		i++;
	return i < t->mark_count && t->marks[i].start < to ? i : t->mark_count;
}

/* "The jack does not touch the battery": what the jack is not, nobody asked. */
static bool is_of_its_verb(
    const struct sentence *t, size_t mark, const struct clause *c)
{
	return t->marks[mark].class == NOWORD_NOT && t->d->r->lang == LANG_EN &&
	       any_hit(t, c->from, c->to) &&
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

	return t->d->r->lang == LANG_EN && any_hit(t, 0, c->from) &&
	       span_has(t->s + c->from, c->to - c->from, words);
}

static void sentence_take(
    const struct drawn *d, const struct thing *thing, struct sentence *t)
{
	t->d = d;
	t->s = d->side->folded;
	t->mark_count = nowords_find(d->r->lex->nowords, d->r->lang, t->s,
	    d->p->start, d->p->end, t->marks, MARKS);
	clauses_take(t);
	models_take(t, thing->product);
	for (size_t i = 0; i < thing->count; i++)
		hits_take(t, thing->words[i], i);
}

static enum says sentence_says(const struct sentence *t)
{
	size_t yes = 0, no = 0;

	for (size_t i = 0; i < t->clause_count; i++) {
		const struct clause *c = &t->clauses[i];
		size_t hits = hits_between(t, c->from, c->to), *of;
		enum clause_says says;

		/* "It will not": all of it is in the sentence before. */
		if (t->hit_count == 0)
			hits = 1;

		if (hits == 0 && has_one(t, c))
			hits = hits_between(t, 0, c->from);
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
	    hits_between(&t, 0, d->p->end) * 2 < thing->count)
		return SAYS_NOTHING;
	return says;
}

enum says polarity_of_any(const struct drawn *d, const struct thing *thing)
{
	struct sentence t = {.d = NULL};

	sentence_take(d, thing, &t);
	return t.hit_count > 0 ? sentence_says(&t) : SAYS_NOTHING;
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
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (at >= m->start && at < m->end)
			return product != NULL && strcmp(m->name, product) == 0;
	}
	return false;
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
		    at < reach_of(t, t->marks[i].end, REACH))
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
		    in_mark(t, at) || is_aside(t, at) ||
		    !is_thing(t->d->r->lex->phrases, c, word))
			continue;
		thing->words = arena_room(arena, thing->words, thing->count,
		    &cap, sizeof(*thing->words));
		thing->words[thing->count++] = word;
		hit_add(t, at, p->start + token.end, thing->count - 1);
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
		    !any_hit(t, 0, m->start)) {
			thing->count = 0;
			return;
		}
		if (m->class != NOWORD_NO && m->class != NOWORD_LOST)
			continue;
		to = reach_of(t, from, REACH);
		if (!any_hit(t, from, to))
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
