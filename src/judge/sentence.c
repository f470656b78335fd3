/*
 * A sentence for those who ask what it says no to: cut into clauses at its
 * marks and joints, with the words of a thing found in them.
 */
#include "judge/sentence.h"

#include <string.h>

#include "judge/kin.h"
#include "judge/wordform.h"
#include "text/prose.h"
#include "text/token.h"

#define REACH_HAN  24 /* bytes */
#define LIST_WORDS 10

bool mark_says_no(enum noword_class c)
{
	return c == NOWORD_NO || c == NOWORD_ASIDE || c == NOWORD_NOT ||
	       c == NOWORD_LOST || c == NOWORD_GONE;
}

bool sentence_in_mark(const struct sentence *t, uint32_t at)
{
	for (size_t i = 0; i < t->mark_count; i++)
		if (at >= t->marks[i].start && at < t->marks[i].end &&
		    mark_says_no(t->marks[i].class))
			return true;
	return false;
}

void sentence_add_hit(
    struct sentence *t, uint32_t start, uint32_t end, size_t word)
{
	if (t->hit_count < HITS && !sentence_in_mark(t, start))
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
			sentence_add_hit(t, (uint32_t)(at - t->s),
			    (uint32_t)(at + n - t->s), number);
	} else {
		token_start(&tokens, at, (size_t)(end - at));
		while (token_next(&tokens, &token))
			if (word_same(word, at + token.start,
				token.end - token.start))
				sentence_add_hit(t, p->start + token.start,
				    p->start + token.end, number);
	}
	at = t->s + p->start;
	for (; (at = kin_find(t->d->r->lex->kin, word, at, (size_t)(end - at),
		    &n)) != NULL;
	     at += n)
		sentence_add_hit(t, (uint32_t)(at - t->s),
		    (uint32_t)(at + n - t->s), number);
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

bool sentence_any_hit(const struct sentence *t, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < t->hit_count; i++)
		if (t->hits[i].start >= from && t->hits[i].start < to)
			return true;
	return false;
}

/* How many different words of the thing. */
size_t sentence_hits(const struct sentence *t, uint32_t from, uint32_t to)
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

size_t sentence_words(const struct sentence *t, uint32_t from, uint32_t to)
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
uint32_t sentence_reach(const struct sentence *t, uint32_t from, size_t words)
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

void sentence_take(
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
