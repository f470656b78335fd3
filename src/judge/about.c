/*
 * What an item says of a given claim, in whatever words: for those who
 * follow one claim through many items, and know what they look for. A
 * sentence that no trigger opens, but that has most of the claim's own words,
 * makes the claim as well; it is denied where one of the two says that the
 * thing is there, and the other that it is not (polarity.c).
 */
#include "judge/about.h"

#include <stdlib.h>
#include <string.h>

#include "judge/han.h"
#include "judge/kin.h"
#include "judge/measure.h"
#include "judge/polarity.h"
#include "judge/recall.h"
#include "judge/wordform.h"
#include "text/date.h"
#include "text/token.h"

struct coverage {
	double has, of; /* weight of the claim's words found, and of all */
	size_t found;
};

struct claim about_begin(const struct drawn *d, const struct about *about)
{
	struct claim c = claim_begin(d, about->claim->aspect, NULL);

	c.vendor = about->claim->vendor;
	c.product = about->claim->product;
	c.version = about->claim->version;
	return c;
}

void about_same_words(struct claim *c, const struct about *about)
{
	c->words = about->claim->words;
	c->word_count = about->claim->word_count;
}

bool about_is_of_name(
    const struct reading *r, const char *name, const char *word)
{
	size_t n;
	const char *folded;

	if (name == NULL)
		return false;
	folded = han_fold(r->lex->han, r->arena, name, strlen(name), &n);
	return word_in(folded, n, word);
}

/* Does the sentence have what opened the claim, in whichever of its words? */
static bool is_opened(
    const struct drawn *d, const struct about *about, const char *word)
{
	enum aspect a = about->claim->aspect;
	/* Prices, features and places have nothing in common but that. */
	bool synonyms = a == ASPECT_DISCONTINUATION || a == ASPECT_NAME ||
			a == ASPECT_SUCCESSOR || a == ASPECT_RELEASE_DATE;

	return synonyms && about->trigger != NULL && d->trigger[a] != NULL &&
	       word_in(about->trigger, strlen(about->trigger), word);
}

/* "US" and "United States", in either. */
static bool is_country(const char *s, size_t n, const char *word)
{
	if (strcmp(word, "united") != 0 && strcmp(word, "states") != 0)
		return false;
	return memmem(s, n, " us", 3) != NULL ||
	       memmem(s, n, "u.s.", 4) != NULL;
}

/* "Its next phone will run it": the sentence before says what. */
static bool has_pronoun(const struct drawn *d)
{
	return d->p > d->r->passages && d->p[-1].field == d->p->field &&
	       drawn_says(d, PHRASE_IT);
}

/* "At this point": a sentence with a pronoun still has to say something of the
 * matter, or yes or no to it. */
static bool says_something(const struct drawn *d, const struct claim *c)
{
	const char *s = d->side->folded + d->p->start;

	if (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK) ||
	    passage_has(d->p, CUE_CONFIRM) || passage_has(d->p, CUE_NEGATED))
		return true;
	for (size_t i = 0; i < c->word_count; i++)
		if (word_in(s, d->p->end - d->p->start, c->words[i]))
			return true;
	return false;
}

/*
 * "Asked whether X comes, he said that nobody wants it": what was asked is
 * not what he says, unless he says no to just that.
 */
uint32_t about_answer_start(const struct drawn *d)
{
	const char *s = d->side->folded + d->p->start, *comma;
	const struct phrase_hit *asked;
	size_t n = d->p->end - d->p->start;

	if (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK))
		return d->p->start;
	if (d->official && topic_end(d) > d->p->start)
		return topic_end(d);
	asked = phrase_next(passage_phrases(d->r, d->p), PHRASE_ASKED, NULL);
	if (asked == NULL || asked->start != d->p->start)
		return d->p->start;
	comma = memchr(s, ',', n);
	return comma == NULL ? d->p->start
			     : d->p->start + (uint32_t)(comma - s);
}

bool about_is_this_year(const struct reading *r, const char *word)
{
	struct civil c;

	if (!word_is_number(word) || strlen(word) != 4 ||
	    r->published_at == DATE_NONE)
		return false;
	date_to_civil(r->published_at, &c);
	return strtol(word, NULL, 10) == c.year;
}

/* Does the text say the word otherwise, or the phrase that it is part of? */
bool about_has_kin(
    const struct reading *r, const char *word, const char *s, size_t n)
{
	const struct about *about = r->about;
	bool part = false;

	for (size_t i = 0; i < about->phrase_count; i++) {
		const struct about_phrase *p = &about->phrases[i];

		if (!word_in(p->text, strlen(p->text), word))
			continue;
		if (kin_row_in(p->row, s, n))
			return true;
		part = true;
	}
	return !part && kin_has(r->lex->kin, word, s, n);
}

#define WEIGHT_LIGHT 0.3

/* Official word is held to the verbs of the claim; recall.c frees it of them.
 */
static double weight_of(const struct drawn *d, const char *word)
{
	const struct phrases *phrases = d->r->lex->phrases;
	double w = word_weight(phrases, word);

	return d->grade > GRADE_B && w > WEIGHT_LIGHT &&
		       phrase_is(phrases, PHRASE_LIGHT, word, strlen(word))
		   ? WEIGHT_LIGHT
		   : w;
}

/* "5,000" of "5000 mah" */
static bool is_number_of(const char *measure, const char *word)
{
	char number[16];
	size_t n;

	number_plain(word, strlen(word), number, sizeof(number));
	n = strlen(number);
	return n > 0 && strncmp(measure, number, n) == 0 && measure[n] == ' ';
}

static struct coverage cover(const struct drawn *d, const struct about *about,
    bool product_named, bool names_tell)
{
	const struct claim *c = about->claim;
	struct coverage out = {0, 0, 0};
	const struct passage *from =
	    has_pronoun(d) && says_something(d, c) ? d->p - 1 : d->p;
	const char *s = d->side->folded +
			(from == d->p ? about_answer_start(d) : from->start);
	size_t left = (size_t)(d->side->folded + d->p->end - s);

	for (size_t i = 0; i < c->word_count; i++) {
		double w = weight_of(d, c->words[i]);

		/* Names of its products are in many a sentence. */
		if (!names_tell && about->names != NULL && w > 0.3 &&
		    word_in(about->names, strlen(about->names), c->words[i]))
			w = 0.3;

		if ((product_named &&
			about_is_of_name(d->r, c->product, c->words[i])) ||
		    about_is_of_name(d->r, c->vendor, c->words[i]))
			continue;
		/* How much is what the two may differ in. */
		if (about->measure != NULL && d->official &&
		    is_number_of(about->measure, c->words[i]))
			continue;
		if (about->measure != NULL &&
		    number_in_letters(c->words[i], strlen(c->words[i])) ==
			strtol(about->measure, NULL, 10))
			continue;
		/* "No plans for one" is no to each of its years. */
		if (word_is_year(c->words[i]) && d->window_count == 0 &&
		    d->official && polarity_count(d) > 0)
			continue;
		if (about->besides != NULL &&
		    word_in(
			about->besides, strlen(about->besides), c->words[i]))
			continue;
		if (word_is_negation(d->r->lex->phrases, c->words[i]) ||
		    about_is_this_year(d->r, c->words[i]))
			continue; /* told by their number; known by the day */
		out.of += w;
		if (!word_in(s, left, c->words[i]) &&
		    !is_opened(d, about, c->words[i]) &&
		    !about_has_kin(d->r, c->words[i], s, left) &&
		    !is_country(s, left, c->words[i]))
			continue;
		out.has += w;
		out.found++;
	}
	return out;
}

/* Does the item name the claim's product? */
static bool names_product(const struct reading *r, const struct claim *c)
{
	size_t n;
	const char *name;

	if (c->product == NULL)
		return false;
	if (item_mentions(r, c->product))
		return true;
	name =
	    han_fold(r->lex->han, r->arena, c->product, strlen(c->product), &n);
	return strstr(r->side[FIELD_TITLE].folded, name) != NULL ||
	       strstr(r->side[FIELD_TEXT].folded, name) != NULL;
}

static bool has_value(const struct drawn *d, const char *value)
{
	struct tokens tokens;
	struct token t;
	size_t n;
	const char *s =
	    han_fold(d->r->lex->han, d->r->arena, value, strlen(value), &n);

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		const char *word =
		    arena_strndup(d->r->arena, s + t.start, t.end - t.start);

		if (!word_in(d->side->folded + d->p->start,
			d->p->end - d->p->start, word))
			return false;
	}
	return true;
}

bool about_has_amount(const struct drawn *d, const char *value)
{
	struct tokens tokens;
	struct token t;

	token_start(&tokens, value, strlen(value));
	while (token_next(&tokens, &t))
		if (t.kind == TOKEN_NUMBER &&
		    !word_in(d->side->folded + d->p->start,
			d->p->end - d->p->start,
			arena_strndup(
			    d->r->arena, value + t.start, t.end - t.start)))
			return false;
	return true;
}

#define COVERED	     0.5
#define COVERED_ZH   0.4  /* half of the pairs stand across two words */
#define COVERED_ONE  0.6  /* by one word alone */
#define COVERED_WELL 0.65 /* for official word */

/* Are the words of the claim pairs of characters? */
static bool is_han(const struct claim *c)
{
	for (size_t i = 0; i < c->word_count; i++)
		if ((unsigned char)c->words[i][0] >= 0xe0)
			return true;
	return false;
}

static bool says_it(
    const struct drawn *d, const struct about *about, bool product_named)
{
	struct coverage found = cover(d, about, product_named, false);
	bool denied;

	/* A name alone says nothing of its end, nor that there is none. */
	if (found.of < 1 && about->claim->aspect == ASPECT_DISCONTINUATION &&
	    polarity_count(d) == 0)
		return false;
	if (found.of < 1) /* nothing but "use" and "next": the name tells */
		found = cover(d, about, false, true);
	double wanted = d->grade <= GRADE_B ? COVERED_WELL : COVERED;

	if (found.of <= 0 || found.found == 0)
		return false;
	/* "7000mAh", of the same phone, is the same in every script. */
	if (d->r->lang == LANG_ZH && product_named && about->measure != NULL &&
	    text_same(measure_of(d, about, &denied), about->measure))
		return true;
	if (d->r->lang == LANG_ZH && is_han(about->claim))
		return found.found >= 3 && found.has >= found.of * COVERED_ZH;
	if (found.found < 2 && found.has < found.of * COVERED_ONE)
		return false;
	return found.has >= found.of * wanted;
}

bool about_same_coin(const char *a, const char *b)
{
	const char *of_a, *of_b;

	if (a == NULL || b == NULL || !word_is_number(a) || !word_is_number(b))
		return false;
	of_a = strchr(a, ' ');
	of_b = strchr(b, ' ');
	return of_a != NULL && of_b != NULL && strcmp(of_a, of_b) == 0 &&
	       of_a[1] >= 'A' && of_a[1] <= 'Z';
}

/* What the sentence makes of the same matter by a trigger of its own. */
static bool is_made(
    const struct drawn *d, const struct claim *of, size_t before)
{
	bool by_value = of->product == NULL || of->aspect == ASPECT_FEATURE ||
			of->aspect == ASPECT_OTHER;

	for (size_t i = before; i < d->r->claim_count; i++) {
		const struct claim *c = &d->r->claims[i];

		if (c->aspect == of->aspect &&
		    text_same(c->product, of->product) &&
		    (!by_value || text_same(c->value, of->value) ||
			about_same_coin(c->value, of->value)) &&
		    text_same(c->vendor, of->vendor))
			return true;
	}
	return false;
}

/* Does the claim name it, be it as one of several? */
static bool is_in_claim(
    const struct drawn *d, const struct about *about, const struct mention *m)
{
	return text_same(m->name, about->claim->product) ||
	       (about->names != NULL &&
		   memmem(about->names, strlen(about->names),
		       d->side->folded + m->start, m->end - m->start) != NULL);
}

/* Are the claim's products all that it names, and its time, if it tells one? */
static bool is_of_same(const struct drawn *d, const struct about *about)
{
	const struct claim *of = about->claim;

	for (size_t i = 0; i < d->p->mentions; i++)
		if (!is_in_claim(
			d, about, &d->side->mentions[d->p->mention + i]))
			return false;
	for (size_t i = 0; i < d->window_count; i++) {
		const struct window *w = &d->windows[i].window;

		if (of->window.from == DATE_NONE || w->from > of->window.to ||
		    w->to < of->window.from)
			return false;
	}
	return true;
}

/* "This is false", and nothing else is spoken of. */
static bool is_bare(const struct reading *r)
{
	return r->side[FIELD_TITLE].mention_count == 0 &&
	       r->side[FIELD_TEXT].mention_count == 0 && r->claim_count == 0;
}

/* Does the item, anywhere, name the product or have a word of the matter? */
static bool is_item_of(const struct drawn *d, const struct about *about)
{
	const struct reading *r = d->r;

	if ((is_bare(r) && about->claim->product == NULL) ||
	    names_product(r, about->claim))
		return true;
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		if (t->weight <= ABOUT_LIGHT || t->time || t->vendor != NULL ||
		    word_is_year(t->word))
			continue;
		for (size_t k = 0; k < r->passage_count; k++)
			if (recall_says(
				r, &r->passages[k], r->passages[k].start, t))
				return true;
	}
	return false;
}

/*
 * "These reports are false", "we have no such plan": what is denied stands in
 * no word of the sentence, and is what is talked about.
 */
static bool denies_talk(const struct drawn *d, const struct about *about)
{
	return d->official &&
	       (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK)) &&
	       drawn_says(d, PHRASE_TALK) && is_of_same(d, about) &&
	       is_item_of(d, about) &&
	       about->claim->modality != MODALITY_DENIED;
}

/* Is the head of the matter in the sentence? */
static bool has_head(const struct drawn *d, const struct about *about)
{
	for (size_t i = 0; i < about->term_count; i++)
		if (about->terms[i].head &&
		    about->terms[i].weight > ABOUT_LIGHT &&
		    recall_says(
			d->r, d->p, about_answer_start(d), &about->terms[i]))
			return true;
	return false;
}

/* "Shuts down its chip subsidiary", where a chip of its own was claimed. */
static bool closes_makers(const struct drawn *d, const struct about *about)
{
	return d->official && about->claim->aspect != ASPECT_DISCONTINUATION &&
	       about->claim->aspect != ASPECT_SUCCESSOR &&
	       about->claim->aspect != ASPECT_NAME && !about_denies(about) &&
	       drawn_says(d, PHRASE_MAKERS) &&
	       drawn_says(d, PHRASE_ENDS_WHOLE) &&
	       !passage_has(d->p, CUE_NEGATED) && has_head(d, about);
}

/* "It keeps its name", where it was to get another. */
static bool keeps_name(const struct drawn *d, const struct claim *c)
{
	return d->official && c->aspect == ASPECT_NAME &&
	       c->modality != MODALITY_DENIED &&
	       drawn_says(d, PHRASE_KEEPS_NAME);
}

/* Which devices get it is said of devices by their name. */
static bool lacks_device(const struct drawn *d, const struct claim *c)
{
	return c->aspect == ASPECT_ELIGIBILITY &&
	       (c->value == NULL || strncmp(c->value, "no ", 3) == 0 ||
		   !has_value(d, c->value));
}

/* Whose deed it is may speak of it, whosever the product is. */
static void officials_take(struct drawn *d, struct claim *c)
{
	const struct attribution *a = drawn_speaker(d);

	if (a == NULL || a->kind != ORIGIN_OFFICIAL || c->vendor == NULL ||
	    (!text_same(a->vendor, c->vendor) &&
		!text_same(a->vendor, lexicon_house(d->r->lex, c->vendor))))
		return;
	d->official = true;
	grade_of_official(d);
	modality_take(d);
	c->grade = d->grade;
	c->modality = d->modality;
	c->background = false;
}

/* "Leaves the robot business": an end, for those who tell of it. */
static bool is_leaving(const struct drawn *d, const struct about *about)
{
	return !d->official && polarity_count(d) == 0 &&
	       about->claim->aspect == ASPECT_DISCONTINUATION &&
	       drawn_says(d, PHRASE_LEAVES);
}

/* That it does not end is said by a word: not by one on something else. */
bool about_says_nothing(const struct drawn *d, const struct about *about)
{
	return !d->official && polarity_count(d) == 0 &&
	       about->claim->aspect == ASPECT_DISCONTINUATION &&
	       about_denies(about) && !is_leaving(d, about) &&
	       !passage_has(d->p, CUE_DENY) && !passage_has(d->p, CUE_DEBUNK);
}

/* Ends and names have words of their own that say no. */
static bool is_counted(const struct about *about)
{
	return about->thing.count == 0 ||
	       about->claim->aspect == ASPECT_DISCONTINUATION ||
	       about->claim->aspect == ASPECT_NAME;
}

#define FAR_S  (60 * DAY) /* "until": from now on, and long */
#define SAME_S (15 * DAY)

/* "Gets updates until August 2032": the last day of that, or 0. */
int64_t about_until(const struct drawn *d)
{
	if (!drawn_says(d, PHRASE_CARE))
		return 0;
	for (size_t i = 0; i < d->window_count; i++) {
		const struct window *w = &d->windows[i].window;

		if (w->from <= d->r->published_at && w->to - w->from > FAR_S)
			return w->to;
	}
	return 0;
}

/* "A jack, but no slot", where both were claimed. */
static bool has_one_of_two(const struct drawn *d, const struct thing *thing)
{
	struct thing first = *thing, second = *thing;
	enum says a, b;

	if (thing->split == 0 || thing->denied)
		return false;
	first.count = thing->split;
	second.words += thing->split;
	second.count -= thing->split;
	a = polarity_of_any(d, &first);
	b = polarity_of_any(d, &second);
	return a != SAYS_NOTHING && b != SAYS_NOTHING && a != b;
}

/* "The A9 Ultra has it", where all of the A9 line were to. */
static bool is_one_of_all(const struct drawn *d)
{
	size_t models = 0;

	for (size_t i = 0; i < d->p->mentions; i++)
		models += d->side->mentions[d->p->mention + i].device;
	return models == 1 && !drawn_says(d, PHRASE_ALL_OF) &&
	       !drawn_says(d, PHRASE_AND_LATER);
}

bool about_in_part(const struct drawn *d)
{
	const struct about *about = d->r->about;
	struct thing thing;

	if (about == NULL)
		return false;
	thing = about->thing;
	thing.product = about->all ? NULL : about->claim->product;
	return has_one_of_two(d, &thing) || (about->all && is_one_of_all(d));
}

enum says about_says(const struct drawn *d, const struct about *about)
{
	enum says says = SAYS_YES;
	struct thing thing = about->thing;
	int64_t until = about->until ? about_until(d) : 0;

	if (about->until && d->official && until == 0)
		return SAYS_NOTHING;
	if (until != 0 && llabs(until - about->until) > SAME_S)
		return SAYS_NO;
	thing.product = about->all ? NULL : about->claim->product;
	if (has_one_of_two(d, &thing))
		return SAYS_YES; /* in part */
	if (!is_counted(about))
		says = polarity_of(d, &thing);
	else if (polarity_count(d) % 2 != 0 ||
		 (polarity_count(d) == 0 &&
		     polarity_says_none(d, about->claim)) ||
		 is_leaving(d, about))
		says = SAYS_NO;
	if (says == SAYS_YES && about->only && polarity_offers_more(d))
		says = SAYS_NO;
	/* That it comes there is not that it comes nowhere else. */
	if (says == SAYS_YES && about->only &&
	    (d->official || role_is_official(d->r)) &&
	    about->claim->aspect == ASPECT_REGION && !polarity_says_only(d))
		says = SAYS_NOTHING;
	return says;
}

/* "It will not come this year": the claim is a denial of that time. */
static bool is_absence(const struct claim *c)
{
	return c->modality == MODALITY_DENIED &&
	       (c->aspect == ASPECT_RELEASE_DATE ||
		   c->aspect == ASPECT_ROLLOUT);
}

bool about_denies(const struct about *about)
{
	return is_counted(about) ? about->negations % 2 != 0
				 : about->thing.denied;
}

/* Chips and lacks are found by their own triggers, or not said; which house's
 * chip it is may be told by another one. */
static bool is_told_exactly(const struct about *about)
{
	const char *value = about->claim->value;

	if (value == NULL)
		return false;
	if (about_has_kind(about))
		return value_is_chip(value) &&
		       strpbrk(value, "0123456789") != NULL;
	return value_is_chip(value) || strncmp(value, "no ", 3) == 0;
}

static bool is_chip(const struct claim *c)
{
	return c->value != NULL && value_is_chip(c->value);
}

static bool price_stands(const struct drawn *d)
{
	uint32_t at = d->p->start, start;

	return price_next(d->r, d->p, &at, &start) != NULL;
}

/* "It has an LCD", where OLED was claimed. */
static bool kind_claim(struct drawn *d, struct claim *c)
{
	const struct about *about = d->r->about;
	enum says says = about_kind_says(d);

	if (says == SAYS_NOTHING)
		return false;
	c->value = about->claim->value;
	c->words = about->claim->words;
	c->word_count = about->claim->word_count;
	if (c->modality != MODALITY_DENIED &&
	    (says == SAYS_NO) != about_denies(about))
		c->modality = MODALITY_DENIED;
	claim_add(d, c);
	return true;
}

/* "The Note 7 is no longer made", where the Note line was claimed to end. */
static bool is_of_one_model(const struct drawn *d, const struct claim *of)
{
	bool model = false;

	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (!m->device || !text_same(m->row->name, of->product))
			continue;
		if (strcmp(m->name, m->row->name) == 0)
			return false;
		model = true;
	}
	return model;
}

/* In so many words: that it does not end is not told by silence. */
static bool says_stay(const struct drawn *d)
{
	return passage_has(d->p, CUE_NEGATED) || passage_has(d->p, CUE_DENY) ||
	       passage_has(d->p, CUE_DEBUNK) || drawn_says(d, PHRASE_STAYS) ||
	       drawn_says(d, PHRASE_KEEPS) || drawn_says(d, PHRASE_GOES_ON);
}

bool about_lacks_name(const struct drawn *d)
{
	const struct about *about = d->r->about;

	return d->official && about->claim->aspect == ASPECT_FEATURE &&
	       polarity_count(d) == 0 && !about_denies(about) &&
	       about->claim->value != NULL &&
	       lexicon_is_thing(d->r->lex, about->claim->value) &&
	       d->r->lang == LANG_ZH && is_han(about->claim);
}

void about_claim(struct drawn *d, size_t before)
{
	const struct about *about = d->r->about;
	struct claim c;
	bool named, denied = false;
	enum says says;

	if (about == NULL || is_told_exactly(about) ||
	    (about->told &&
		(!role_is_official(d->r) || !recall_answers_told(d))) ||
	    (d->official &&
		(tells_of_talk(d, d->p->end) || drawn_tells_later(d) ||
		    drawn_says(d, PHRASE_ADMISSION))))
		return;
	if (d->official && (about->claim->aspect == ASPECT_REGION ||
			       about->claim->aspect == ASPECT_EXCLUSIVITY))
		return; /* a place or a device is in many a sentence */
	named = names_product(d->r, about->claim);
	if (!named && about->claim->vendor != NULL &&
	    !item_names_vendor(d->r, about->claim->vendor))
		return;
	if (is_made(d, about->claim, before))
		return;
	c = about_begin(d, about);
	officials_take(d, &c);
	if (about_named_so(d, about->claim))
		c.value = about->claim->value;
	if (c.value != NULL) {
		about_same_words(&c, about);
		claim_add(d, &c);
		return;
	}
	if (denies_talk(d, about) || keeps_name(d, about->claim) ||
	    closes_makers(d, about)) {
		c.value = about->claim->value;
		c.window = about->claim->window;
		about_same_words(&c, about);
		c.modality = MODALITY_DENIED;
		claim_add(d, &c);
		return;
	}
	/* An amount that is nobody's price is none. */
	if (c.aspect == ASPECT_OTHER && d->grade <= GRADE_B &&
	    about_same_coin(about->claim->value, about->claim->value) &&
	    price_stands(d))
		return;
	if (d->official && !named && about->claim->product != NULL)
		return; /* of another one, then */
	if (d->official && c.aspect == ASPECT_DISCONTINUATION &&
	    is_of_one_model(d, about->claim))
		return;
	if (d->official && !about->of_study && drawn_says(d, PHRASE_STUDY))
		return; /* it is looked at, and no more */
	if (kind_claim(d, &c) || is_chip(about->claim) ||
	    (d->grade <= GRADE_B && about_lacks_degree(d)))
		return;
	/* A name is told by the name, and not by one in a headline over what an
	 * official said of something else. */
	if (d->grade <= GRADE_B && c.aspect == ASPECT_NAME &&
	    about->claim->value != NULL &&
	    (!about_find_name(d, about->claim->value) ||
		(d->grade == GRADE_B && d->p->field == FIELD_TITLE)))
		return;
	if (!says_it(d, about, named) || lacks_device(d, about->claim) ||
	    (d->grade <= GRADE_B && polarity_count(d) == 0 &&
		(!recall_has_names(d) || !recall_says_how(d) ||
		    recall_is_apart(d, true))))
		return;
	if (about->measure == NULL && c.aspect == ASPECT_OTHER &&
	    about->claim->value != NULL && d->grade <= GRADE_B &&
	    !about_has_amount(d, about->claim->value))
		return;
	if (c.aspect == ASPECT_SUPPORT_LENGTH && about->claim->value != NULL &&
	    !about_has_amount(d, about->claim->value))
		return; /* "longer than before" is not "five years" */
	if (about->measure != NULL) {
		c.value = measure_of(d, about, &denied);
		if (c.value == NULL && d->grade <= GRADE_B)
			return; /* it does not say how much */
		/* A rumor has no value that the two could differ in. */
		if (about->told && about->claim->value == NULL &&
		    c.value != NULL) {
			denied |= !text_same(c.value, about->measure);
			c.value = NULL;
			about_same_words(&c, about);
		}
	} else if (about->claim->value != NULL &&
		   has_value(d, about->claim->value)) {
		c.value = about->claim->value;
	}
	if (about->claim->aspect == ASPECT_DISCONTINUATION)
		c.value = about->claim->value;
	if (c.value == NULL && about_lacks_name(d))
		return;
	if (d->window_count > 0 &&
	    (c.aspect == ASPECT_RELEASE_DATE || c.aspect == ASPECT_ROLLOUT))
		c.window = d->windows[0].window;
	says = about_says(d, about);
	if (says == SAYS_NOTHING ||
	    (says == SAYS_YES && about_says_nothing(d, about)))
		return;
	if (about->claim->aspect == ASPECT_DISCONTINUATION && d->official &&
	    c.modality != MODALITY_DENIED && says != SAYS_NO && !says_stay(d))
		return; /* neither that it ends nor that it stays */
	if (c.modality != MODALITY_DENIED &&
	    (denied || (says == SAYS_NO) != about_denies(about)))
		c.modality = MODALITY_DENIED;
	else if (d->official && says == SAYS_NO && is_absence(about->claim))
		c.modality = MODALITY_DENIED; /* as the claim is */
	/* It is found to say the same: that its words are others is no news. */
	if (about->measure == NULL || text_same(c.value, about->measure)) {
		about_same_words(&c, about);
	}
	claim_add(d, &c);
}
