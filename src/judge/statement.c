/*
 * The claim that is looked for, taken apart while its statement is read: the
 * terms that recall.c looks for, each with what it weighs, and what about.c
 * asks of a sentence besides its words.
 */
#include "judge/about.h"

#include <string.h>

#include "base/buf.h"
#include "judge/eligible.h"
#include "judge/kin.h"
#include "judge/measure.h"
#include "judge/polarity.h"
#include "judge/recall.h"
#include "judge/telling.h"
#include "judge/term.h"
#include "judge/wordform.h"
#include "text/date.h"
#include "text/prose.h"
#include "text/token.h"

#define WEIGHT_BESIDE 0.5  /* what describes the thing, and its verb */
#define WEIGHT_LATER  0.7  /* the heads of further phrases */
#define WEIGHT_DETAIL 0.35 /* what describes those */
#define WEIGHT_NAME   0.6  /* of another product than the claim's own */

/* --- its terms --- */

static bool is_of_claim(const struct claim *c, const char *s, size_t n)
{
	for (size_t i = 0; i < c->word_count; i++)
		if (strlen(c->words[i]) == n && memcmp(c->words[i], s, n) == 0)
			return true;
	return false;
}

static const struct match *match_at(
    const struct drawn *d, uint32_t at, enum use_kind kind)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == kind && at >= m->start && at < m->end)
			return m;
	}
	return NULL;
}

/* Yes and no are told by the polarity of the sentence, whichever its words. */
static bool is_polar(const struct drawn *d, uint32_t at)
{
	const struct match *slot = match_at(d, at, USE_SLOT);
	const struct match *cue = match_at(d, at, USE_CUE);

	if (slot != NULL) {
		const struct slot_row *row = &d->r->lex->slots[slot->use->row];

		if (row->aspect == ASPECT_DISCONTINUATION && row->value == NULL)
			return true;
	}
	return cue != NULL && match_cue(d->r, cue)->class == CUE_NEGATED;
}

/* "iPhone users", "Android phones": whose they are, and no more. */
static bool is_only_owner(const struct drawn *d, uint32_t end)
{
	const char *s = d->side->folded;
	uint32_t from = end, to;
	char *word;

	while (from < d->p->end && s[from] == ' ')
		from++;
	for (to = from; to < d->p->end && s[to] >= 'a' && s[to] <= 'z';)
		to++;
	word = arena_strndup(d->r->arena, s + from, to - from);
	return phrase_is(d->r->lex->phrases, PHRASE_LIGHT, word, to - from) &&
	       strchr(word, 's') != NULL;
}

static double weight_of(const struct drawn *d, const char *word)
{
	double w = word_weight(d->r->lex->phrases, word);

	if (w <= ABOUT_LIGHT)
		return w;
	return w < 1 || phrase_is(d->r->lex->phrases, PHRASE_LIGHT, word,
			    strlen(word))
		   ? ABOUT_LIGHT
		   : w;
}

static bool is_matter(const struct about_term *t)
{
	return t->weight > ABOUT_LIGHT && t->product == NULL &&
	       t->vendor == NULL;
}

/*
 * The last word of the matter in a phrase is its head; what stands before it
 * tells half as much, and so do the phrases that follow ("with a stylus",
 * "after a month"). Official word must have the first head. What is said of
 * it ("worldwide") is not what its other words describe.
 */
static void heads_mark(struct about_term *terms, size_t n, const size_t *phrase)
{
	bool first = true;
	size_t top = 0;

	for (size_t i = 0; i < n; i++)
		terms[i].of = i;
	for (size_t i = 0; i < n; i++) {
		size_t head = i, noun, k;

		if (!is_matter(&terms[i]))
			continue;
		for (k = i; k < n && phrase[k] == phrase[i]; k++)
			if (is_matter(&terms[k]))
				head = k;
		noun = head;
		while (
		    noun > i && (terms[noun].must || !is_matter(&terms[noun])))
			noun--;
		top = first ? noun : top;
		terms[head].of = terms[noun].of = top;
		terms[head].leads = terms[noun].leads = true;
		for (; i < head; i++) {
			if (i != noun)
				terms[i].of = noun;
			if (is_matter(&terms[i]) && !terms[i].must)
				terms[i].weight =
				    first ? WEIGHT_BESIDE : WEIGHT_DETAIL;
		}
		if (!first && !terms[head].must)
			terms[head].weight = WEIGHT_LATER;
		terms[head].head = first;
		first = false;
		i = k - 1;
	}
}

/* What a name tells: nothing of the one that is spoken of, else much. */
static struct about_term name_term(
    const struct drawn *d, const struct mention *m, bool subject)
{
	bool must = !subject && !is_only_owner(d, m->end);

	return (struct about_term){
	    .word = arena_strndup(
		d->r->arena, d->side->folded + m->start, m->end - m->start),
	    .product = m->name,
	    .version = m->version,
	    .weight = must	? WEIGHT_NAME
		      : subject ? ABOUT_LIGHT
				: WEIGHT_DETAIL,
	    .must = must,
	};
}

static struct about_term vendor_term(
    const struct drawn *d, uint32_t at, bool subject)
{
	const struct match *m = match_at(d, at, USE_VENDOR);

	return (struct about_term){
	    .word = arena_strndup(
		d->r->arena, d->side->folded + m->start, m->end - m->start),
	    .vendor = d->r->lex->vendors[m->use->row].name,
	    .weight = subject ? 0 : WEIGHT_NAME,
	    .must = true,
	};
}

static bool has_capital(const struct drawn *d, uint32_t at)
{
	char c = d->side->text[d->side->map[at]];

	return at > d->p->start && c >= 'A' && c <= 'Z';
}

static bool is_of_window(const struct drawn *d, uint32_t at)
{
	for (size_t i = 0; i < d->window_count; i++)
		if (at >= d->windows[i].start && at < d->windows[i].end)
			return true;
	return false;
}

/* "Will store passes", "snatches the phone": it describes nothing. */
static bool is_verb(const struct drawn *d, uint32_t at, uint32_t end)
{
	static const char *const modals[] = {" will ", " would ", " could ",
	    " should ", " may ", " might ", " can ", " to ", " wird ", " soll ",
	    " kann ", " will also ", NULL};
	const char *s = d->side->folded;
	uint32_t next = end + 1;

	if (span_ends(s, d->p->start, at, modals))
		return true;
	for (end = next; end < d->p->end && s[end] != ' ';)
		end++;
	return next < end && phrase_is(d->r->lex->phrases, PHRASE_ARTICLE,
				 s + next, end - next);
}

static struct about_term word_term(
    const struct drawn *d, const char *word, uint32_t at)
{
	const struct match *region = match_at(d, at, USE_REGION);

	return (struct about_term){
	    .word = word,
	    .region = region ? d->r->lex->regions[region->use->row].name : NULL,
	    .weight = weight_of(d, word),
	    .must = word_is_number(word) || region != NULL,
	    .time = is_of_window(d, at),
	    .name = has_capital(d, at),
	    .opens = match_at(d, at, USE_SLOT) != NULL,
	    .verb = is_verb(d, at, at + (uint32_t)strlen(word)),
	};
}

static void terms_take(struct drawn *d, struct about *about)
{
	struct tokens tokens;
	struct token t;
	const struct phrases *ph = d->r->lex->phrases;
	const char *s = d->side->folded + d->p->start;
	struct about_term *terms = NULL;
	size_t n = 0, cap = 0, phrase_cap = 0, phrase = 0, *phrases = NULL;
	const struct mention *last = NULL;
	bool subject = true; /* it is named first */
	struct telling telling = {d->p->start, d->p->end};

	if (about->told) {
		telling = telling_of(d);
		about->of_plan = telling_is_plan(d, &telling);
		about->part = span_of(d->side, telling.from, telling.to);
	}
	if (d->r->claim_count == 0 || about->terms != NULL)
		return;
	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		size_t len = t.end - t.start;
		uint32_t at = d->p->start + t.start;
		const struct mention *m = drawn_mention_at(d, at);
		const char *word = arena_strndup(d->r->arena, s + t.start, len);
		struct about_term term;

		phrase += phrase_is(ph, PHRASE_END, s + t.start, len);
		if (m != NULL && m == last)
			continue;
		if (about->told && telling_has(d, &telling, at))
			continue;
		last = m;
		if (m == NULL && match_at(d, at, USE_VENDOR) != NULL) {
			term = vendor_term(d, at, subject);
		} else if (m != NULL) {
			term = name_term(d, m, subject);
		} else {
			subject &= len <= 3;
			if ((!is_of_claim(&d->r->claims[0], s + t.start, len) &&
				match_at(d, at, USE_REGION) == NULL) ||
			    word_is_negation(ph, word) || is_polar(d, at))
				continue;
			term = word_term(d, word, at);
		}
		phrases = arena_room(
		    d->r->arena, phrases, n, &phrase_cap, sizeof(*phrases));
		phrases[n] = phrase;
		terms = arena_room(d->r->arena, terms, n, &cap, sizeof(*terms));
		terms[n++] = term;
	}
	if (n > 0)
		heads_mark(terms, n, phrases);
	about->of_study = drawn_says(d, PHRASE_STUDY);
	about->terms = terms;
	about->term_count = n;
}

/* --- what else is known of it --- */

/* The names of all products in the claim, folded. */
static const char *names_of(const struct drawn *d)
{
	struct buf b;
	const char *out;

	buf_init(&b, 400);
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		buf_add(&b, d->side->folded + m->start, m->end - m->start);
		buf_putc(&b, ' ');
	}
	out = arena_strdup(d->r->arena, buf_text(&b));
	buf_free(&b);
	return out;
}

/* The words of the claim that open it, and not those of another matter. */
static void opening_take(struct drawn *d, struct about *about)
{
	struct buf b;

	buf_init(&b, 400);
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind != USE_SLOT ||
		    d->r->lex->slots[m->use->row].aspect !=
			d->r->claims[0].aspect)
			continue;
		buf_add(&b, d->side->folded + m->start, m->end - m->start);
		buf_putc(&b, ' ');
	}
	about->trigger = arena_strdup(d->r->arena, buf_text(&b));
	buf_free(&b);
}

/* "Wear OS instead of Tizen": what it is not need not be said again. */
static const char *besides(const struct drawn *d)
{
	const struct phrase_hit *at =
	    phrase_next(passage_phrases(d->r, d->p), PHRASE_BESIDES, NULL);

	return at == NULL
		   ? NULL
		   : arena_strndup(d->r->arena, d->side->folded + at->start,
			 d->p->end - at->start);
}

#define PHRASES 8 /* of one claim */

static void phrases_take(const struct drawn *d, struct about *about)
{
	struct kin_phrase found[PHRASES];
	const char *s = d->side->folded + d->p->start;
	size_t n = kin_phrases(
	    d->r->lex->kin, s, d->p->end - d->p->start, found, PHRASES);

	about->phrases =
	    arena_alloc(d->r->arena, (n > 0 ? n : 1) * sizeof(*about->phrases));
	for (size_t i = 0; i < n; i++)
		about->phrases[i] = (struct about_phrase){
		    found[i].row, arena_strndup(d->r->arena, s + found[i].start,
				      found[i].end - found[i].start)};
	about->phrase_count = n;
}

/* "Aqua will use WaveOS", which is of another house: Aqua's is the deed. */
static const char *actor(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		/* "The Aqua 9 gets a chip of Wave's": Aqua acts. */
		if (d->p->mentions > 0 &&
		    d->side->mentions[d->p->mention].start < m->start)
			return NULL;
		if (m->use->kind == USE_VENDOR)
			/* "The Aqua 9 will have a WaveCorp chip" */
			return d->p->mentions > 0 &&
				       d->side->mentions[d->p->mention].start <
					   m->start
				   ? NULL
				   : d->r->lex->vendors[m->use->row].name;
	}
	return NULL;
}

#define ALL_NEAR 12 /* bytes between "all" and the model */

/* "All A9 models", "the entire A9 line"; not so "after all". */
static bool is_of_all(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		uint32_t from = m->start > d->p->start + ALL_NEAR
				    ? m->start - ALL_NEAR
				    : d->p->start;

		if (m->device &&
		    drawn_says_in(d, PHRASE_ALL_OF, from, m->start))
			return true;
	}
	return false;
}

#define WHEN_WORDS 2 /* of the matter, beside a product and its time */

/* Words of the claim that tell more than what comes and when. */
static size_t words_beside(const struct drawn *d, const struct claim *c)
{
	const char *s = d->side->folded + d->p->start;
	struct tokens tokens;
	struct token t;
	size_t n = 0;

	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		uint32_t at = d->p->start + t.start;
		size_t len = t.end - t.start;
		const char *word = arena_strndup(d->r->arena, s + t.start, len);

		n += is_of_claim(c, s + t.start, len) &&
		     drawn_mention_at(d, at) == NULL && !is_of_window(d, at) &&
		     match_at(d, at, USE_VENDOR) == NULL &&
		     !phrase_is(d->r->lex->phrases, PHRASE_STABLE, word, len) &&
		     weight_of(d, word) > ABOUT_LIGHT;
	}
	return n;
}

/*
 * What no trigger opens: by its words; and a product with a time, and hardly a
 * word besides, is when that comes ("Aqua shows the Aqua 9 on May 3").
 */
static void plain_statement(struct drawn *d)
{
	struct claim c = claim_begin(d, ASPECT_OTHER, d->subject), *of;
	const struct match *trigger = d->trigger[ASPECT_RELEASE_DATE];

	if (d->window_count > 0)
		c.window = d->windows[0].window;
	claim_add(d, &c);
	if (d->r->claim_count == 0)
		return;
	of = &d->r->claims[0];
	if (d->window_count == 0
		? trigger != NULL && drawn_says_of(d, PHRASE_HELD_UP, trigger)
		: d->p->mentions > 0 && !drawn_says(d, PHRASE_CARE) &&
		      polarity_count(d) == 0 &&
		      words_beside(d, of) <= WHEN_WORDS)
		of->aspect = ASPECT_RELEASE_DATE; /* or "delayed" */
}

#define AHEAD_S DAY

/* "Aqua closes its phone business in May": what is to come by then. */
static void times_take(struct drawn *d)
{
	if (d->window_count != 1 ||
	    d->windows[0].window.from < d->r->published_at + AHEAD_S)
		return;
	for (size_t i = 0; i < d->r->claim_count; i++) {
		struct claim *c = &d->r->claims[i];

		if (c->window.from == DATE_NONE &&
		    c->modality != MODALITY_DENIED &&
		    (c->aspect == ASPECT_OTHER ||
			c->aspect == ASPECT_DISCONTINUATION))
			c->window = d->windows[0].window;
	}
}

void about_whole(struct drawn *d)
{
	struct about *about = d->r->whole;

	if (about == NULL || d->p->field != FIELD_TEXT)
		return;
	if (about->negations == 0)
		about->negations = polarity_count(d);
	about->names = names_of(d);
	about->besides = besides(d);
	phrases_take(d, about);
	about->only |= polarity_says_only(d);
	if (about->actor == NULL)
		about->actor = actor(d);
	if (d->r->claim_count == 0)
		plain_statement(d);
	times_take(d);
	opening_take(d, about);
	terms_take(d, about);
	/* "It has no notch" is one "no", as it is where others say so. */
	if (about->negations == 0 && polarity_says_none(d, &d->r->claims[0]))
		about->negations = 1;
	about_kind_take(d, about);
	eligible_take(d, about);
	term_take(d, about);
	about->until = about_until(d);
	about->all |= is_of_all(d) && d->r->claims[0].product != NULL;
	price_bound_take(d, about);
	if (about->thing.count == 0)
		polarity_take(d, &d->r->claims[0], &about->thing);
	for (size_t i = 0; i < d->r->claim_count; i++) {
		struct claim *of = &d->r->claims[i];

		if ((of->aspect == ASPECT_OTHER ||
			of->aspect == ASPECT_FEATURE) &&
		    (of->value == NULL || !value_is_chip(of->value)) &&
		    (of->value == NULL || of->aspect == ASPECT_FEATURE)) {
			measure_take(d, about);
			if (about->measure != NULL)
				of->value = about->measure;
		}
	}
}
