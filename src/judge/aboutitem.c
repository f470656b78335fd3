/*
 * The claim that is looked for, in an item that passes it on in words of its
 * own. Headline and text share the work: the one names the phone, the other
 * what is said of it, and no sentence has enough of the claim's words. So the
 * item is asked as a whole for the claim's terms (recall.c takes the claim
 * apart), and what it says, yes or no, is asked of the sentence that has most
 * of them.
 *
 * It is asked last, of items that are not official, and only where no sentence
 * has made the claim.
 */
#include "judge/about.h"

#include <string.h>

#include "judge/kin.h"
#include "judge/polarity.h"
#include "judge/recall.h"
#include "judge/wordform.h"
#include "text/date.h"
#include "text/token.h"
#include "text/utf8.h"

#define LEAD_BYTES  700	 /* of the text, where the news stands */
#define RUMOR_SCORE 0.25 /* of an item that names nobody */

#define ENOUGH	     0.55
#define ENOUGH_LONG  0.45 /* of many words: the more there are */
#define ENOUGH_HEAD  0.45 /* of the model, by somebody's word, and its head */
#define ENOUGH_ALONE 0.75 /* of one that does not name the maker */
#define ENOUGH_HAN   0.45 /* by what stands for them in another script */
#define HERE_NO	     0.5  /* of that, in one that says no */
#define HERE	     0.2  /* of what was found, in the best sentence */

struct tally {
	double of, has;	      /* weights: all, and those found */
	size_t matter, found; /* words that tell much */
	bool head, must;
	bool says_no;	      /* the best sentence does, whatever its words */
	bool replaced;	      /* the old one goes: that says it too */
	struct passage *best; /* that has most of them */
	double most;
};

/* --- which items are asked --- */

/* Does official word lead, whatever else is in it? */
static bool is_official_news(const struct reading *r)
{
	if (role_is_official(r) || r->out->class == CLASS_OFFICIAL ||
	    r->out->class == CLASS_DENIAL)
		return true;
	for (size_t i = 0; i < r->claim_count; i++)
		if (r->claims[i].grade <= GRADE_B && !r->claims[i].background)
			return true;
	return false;
}

static bool is_anybodys_word(const struct reading *r)
{
	for (size_t i = 0; i < r->attribution_count; i++)
		if (r->attributions[i].kind != ORIGIN_OFFICIAL)
			return true;
	return false;
}

/* A rumor is news by its tone, or by somebody's word. */
static bool may_carry(const struct reading *r)
{
	if (r->out->noise || is_official_news(r))
		return false;
	return r->out->class == CLASS_RUMOR ||
	       r->out->rumor_score >= RUMOR_SCORE || is_anybodys_word(r);
}

/* Has a sentence made the claim, so that it will be found to be the same? */
static bool is_made(const struct reading *r)
{
	const struct claim *of = r->about->claim;

	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];

		if (c->words == of->words && !c->background && !c->own_guess &&
		    c->modality != MODALITY_DENIED)
			return true;
	}
	return false;
}

/* --- when --- */

enum times { TIME_NONE, TIME_OTHER, TIME_SAME };

/* Is the time that was claimed among those that the item tells? */
static enum times time_in(const struct reading *r, const struct window *claimed)
{
	enum times out = TIME_NONE;

	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];
		struct window_hit hits[WINDOWS];
		size_t n;

		if (p->field == FIELD_TEXT && p->start > LEAD_BYTES)
			break;
		n = windows_find(r, p, hits, WINDOWS);
		for (size_t k = 0; k < n; k++) {
			const struct window *w = &hits[k].window;

			if (w->to < r->published_at + DAY)
				continue; /* when it was said */
			if (w->from <= claimed->to && w->to >= claimed->from)
				return TIME_SAME;
			out = TIME_OTHER;
		}
	}
	return out;
}

static bool time_fits(const struct reading *r, const struct window *claimed)
{
	return time_in(r, claimed) != TIME_OTHER;
}

static bool time_is_told(const struct reading *r, const struct window *claimed)
{
	return time_in(r, claimed) == TIME_SAME;
}

static bool year_fits(const struct reading *r, const char *year)
{
	struct window w;
	struct civil c = {.month = 1, .day = 1};

	for (const char *s = year; *s >= '0' && *s <= '9'; s++)
		c.year = c.year * 10 + (*s - '0');
	w.from = date_from_civil(&c);
	c.year++;
	w.to = date_from_civil(&c) - 1;
	return time_fits(r, &w);
}

/* --- the terms --- */

static bool is_left_out(const struct reading *r, const struct about_term *t)
{
	return (t->vendor != NULL && t->weight <= 0) || t->time ||
	       recall_leaves_out(r, t) || word_is_year(t->word) ||
	       phrase_is(r->lex->phrases, PHRASE_END, t->word, strlen(t->word));
}

static bool tells_replacing(const struct reading *r, const struct about_term *t)
{
	struct phrase_set set =
	    phrases_of(r->lex->phrases, t->word, strlen(t->word));

	return t->product == NULL && phrase_in(&set, PHRASE_REPLACES);
}

/* "Replaces X", and X is dropped: the one says the other. */
static bool is_replaced(
    struct reading *r, struct passage *p, const struct about_term *t)
{
	struct drawn d;

	if (!tells_replacing(r, t))
		return false;
	d = drawn_begin(r, p);
	return drawn_says(&d, PHRASE_REPLACES) || polarity_count(&d) % 2 != 0;
}

/* "Will not replace X": that the old one goes is what it says no to. */
static bool says_no_to_replacing(const struct drawn *d)
{
	const struct about *about = d->r->about;

	for (size_t i = 0; i < about->term_count; i++)
		if (tells_replacing(d->r, &about->terms[i]) &&
		    recall_says(d->r, d->p, d->p->start, &about->terms[i]))
			return polarity_count(d) % 2 != 0;
	return false;
}

/* "Dimensity 1200", where a chip was claimed. */
static bool is_chip(
    struct reading *r, const struct passage *p, const struct about_term *t)
{
	uint32_t at = p->start;

	return t->product == NULL &&
	       (strcmp(t->word, "chip") == 0 ||
		   kin_has(r->lex->kin, "chip", t->word, strlen(t->word))) &&
	       chip_next(r, p, &at) != NULL;
}

#define WEIGHT_MODEL 0.6

/* "Brings X to the Aqua 9": the model is what it is about as well. */
static bool is_model(const struct about_term *t)
{
	return t->product != NULL && strpbrk(t->product, "0123456789") != NULL;
}

/* "On Android", of an app that runs on it: nobody has to say so. */
static bool is_must(const struct about_term *t)
{
	return is_model(t) || (t->must && t->product == NULL);
}

static double weight_of(const struct about_term *t)
{
	return is_model(t) && t->weight < WEIGHT_MODEL ? WEIGHT_MODEL
						       : t->weight;
}

/* What the sentence has of the terms; each that it has is noted. */
static double passage_weigh(struct reading *r, struct passage *p, bool *found)
{
	const struct about *about = r->about;
	double has = 0;

	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		if (is_left_out(r, t) ||
		    (!recall_says(r, p, p->start, t) && !is_chip(r, p, t) &&
			!is_replaced(r, p, t)))
			continue;
		found[i] = true;
		has += weight_of(t);
	}
	return has;
}

static struct tally tally_of(struct reading *r)
{
	const struct about *about = r->about;
	struct tally out = {.head = true, .must = true};
	bool *found =
	    arena_array(r->arena, about->term_count + 1, sizeof(*found));

	memset(found, 0, about->term_count * sizeof(*found));
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];
		double has;

		if (p->field == FIELD_TEXT && p->start > LEAD_BYTES)
			break;
		has = passage_weigh(r, p, found);
		/* Of two that say the same, the one by somebody's word. */
		if (out.best == NULL || has > out.most ||
		    (has >= out.most && p->speaker >= 0 &&
			out.best->speaker < 0)) {
			out.best = p;
			out.most = has;
		}
	}
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		out.replaced |= found[i] && tells_replacing(r, t);
		if (is_left_out(r, t)) {
			out.must &= t->product != NULL || t->vendor != NULL ||
				    t->time || !word_is_year(t->word) ||
				    year_fits(r, t->word);
			continue;
		}
		found[i] |= is_model(t) && item_names_shortly(r, t->product);
		out.of += weight_of(t);
		out.has += found[i] ? weight_of(t) : 0;
		if (weight_of(t) > ABOUT_LIGHT) {
			out.matter++;
			out.found += found[i];
		}
		out.head &= found[i] || !t->head;
		out.must &= found[i] || !is_must(t);
	}
	return out;
}

/* A long claim has details that others pass over. */
static double enough(const struct reading *r, const struct tally *t)
{
	double least =
	    ENOUGH - (t->matter > 3 ? 0.04 * (double)(t->matter - 3) : 0);

	if (r->lang == LANG_ZH && least > ENOUGH_HAN)
		least = ENOUGH_HAN;
	return t->of * (least > ENOUGH_LONG ? least : ENOUGH_LONG);
}

/* --- the sentence --- */

/* Every word of the claim is in every plan; but one sentence says no. */
static bool says_no(struct reading *r, struct tally *t)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d = drawn_begin(r, &r->passages[i]);

		if (d.p->field == FIELD_TEXT && d.p->start > LEAD_BYTES)
			break;
		if (d.p->question || (polarity_count(&d) % 2 == 0 &&
					 (polarity_count(&d) > 0 ||
					     !drawn_says(&d, PHRASE_NONE))))
			continue;
		t->best = d.p;
		t->says_no = true;
		return true;
	}
	return false;
}

/*
 * A claim that says no is in the sentence that says no of its matter, though
 * another one has more of its words.
 */
static void no_prefer(struct reading *r, struct tally *t)
{
	bool *found =
	    arena_array(r->arena, r->about->term_count + 1, sizeof(*found));
	struct passage *best = NULL;
	double most = 0;

	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d = drawn_begin(r, &r->passages[i]);
		double has = passage_weigh(r, d.p, found);

		if (d.p->field == FIELD_TEXT && d.p->start > LEAD_BYTES)
			break;
		if (has < t->most * HERE_NO || has <= most ||
		    about_says(&d, r->about) != SAYS_NO)
			continue;
		best = d.p;
		most = has;
	}
	if (best != NULL)
		t->best = best;
}

/* "No new phones in 2030", "X ends": who, when, and that it is not. */
static bool is_plain_no(const struct reading *r, const struct tally *t)
{
	const struct about *about = r->about;

	if (about->claim->aspect == ASPECT_DISCONTINUATION)
		return true;
	return about_denies(about) && about->claim->window.from != DATE_NONE &&
	       t->has * 3 >= t->of && t->has > 0;
}

/* The very model that was claimed, by its number or name. */
static bool is_of_model(const struct reading *r)
{
	const char *product = r->about->claim->product;

	return product != NULL && strpbrk(product, "0123456789 ") != NULL &&
	       item_mentions(r, product);
}

/* "X comes in early 2030": which, and when. */
static bool is_plain_yes(const struct reading *r)
{
	const struct claim *c = r->about->claim;

	return c->product != NULL && c->window.from != DATE_NONE &&
	       !about_denies(r->about) && is_anybodys_word(r) &&
	       time_is_told(r, &c->window);
}

static bool has_name(const struct reading *r, const struct about_term *t)
{
	if (t->product != NULL)
		return item_mentions(r, t->product) ||
		       item_names_shortly(r, t->product);
	return t->vendor != NULL ? item_is_of_vendor(r, t->vendor)
				 : item_has(r, t->word);
}

/*
 * "Aqua will build Wave into AquaOS": who brings Wave and AquaOS together
 * speaks of it. The maker itself is in every item.
 */
static bool names_all(const struct reading *r)
{
	const struct about *about = r->about;
	size_t names = 0;

	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];
		bool maker = t->vendor != NULL &&
			     (t->weight <= 0 ||
				 text_same(t->vendor, about->claim->vendor));

		if (maker || t->time ||
		    (t->product == NULL && t->vendor == NULL && !t->name))
			continue;
		if (!has_name(r, t))
			return false;
		names++;
	}
	return names >= 2 && is_anybodys_word(r);
}

/* Of any item that comes by, and not of those that were asked for. */
static bool names_product(const struct reading *r)
{
	const char *product = r->about->claim->product;

	return product == NULL || item_mentions(r, product) ||
	       item_names_shortly(r, product);
}

static bool is_said(struct reading *r, struct tally *t)
{
	if (!t->must || t->best == NULL)
		return false;
	if (r->about->told && !names_product(r))
		return false;
	if (t->matter == 0)
		return is_plain_yes(r) || (is_plain_no(r, t) && says_no(r, t));
	if (!r->about->told && names_all(r))
		return true;
	if (!t->head && t->found + 1 < t->matter)
		return false;
	if (is_of_model(r) && t->head && t->found > 0 && is_anybodys_word(r))
		return t->has >= t->of * ENOUGH_HEAD;
	if (t->found < 2 && t->found < t->matter)
		return false;
	return t->has >= enough(r, t) && t->most >= t->has * HERE;
}

/*
 * The name that is claimed, or NULL: "called X", "as AquaOS 26 instead of
 * AquaOS 19".
 */
static const char *name_claimed(const struct about *about)
{
	const struct claim *c = about->claim;
	size_t n;

	if (c->aspect == ASPECT_NAME)
		return c->value;
	for (size_t i = 0; about->besides != NULL && i < about->term_count;
	     i++) {
		const struct about_term *t = &about->terms[i];

		if (!text_same(t->product, c->product) || t->version == NULL)
			continue;
		n = strcspn(t->word, " ");
		if (memmem(about->besides, strlen(about->besides), t->word,
			n) != NULL)
			return t->word;
	}
	return NULL;
}

static bool is_of_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((s[i] >= 'A' && s[i] <= 'Z') ||
		    (s[i] >= '0' && s[i] <= '9'))
			return true;
	return false;
}

/*
 * "Will rename its Aqua chatbot Wave": the words with capitals that end the
 * sentence; NULL where it gives no name.
 */
static const char *name_given(struct reading *r, const char *text)
{
	static const char *const verbs[] = {
	    " name ", " rename ", " call ", " called ", " named "};
	const char *from = NULL, *start = NULL;
	size_t end;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (from == NULL && strstr(text, verbs[i]) != NULL)
			from = strstr(text, verbs[i]) + strlen(verbs[i]);
	if (from == NULL)
		return NULL;
	end = strcspn(from, ".,;");
	for (size_t i = 0, n; i < end; i += n + 1) {
		n = strcspn(from + i, " .,;");
		if (!is_of_name(from + i, n))
			start = NULL;
		else if (start == NULL)
			start = from + i;
	}
	return start != NULL && from + end - start > 2
		   ? arena_strndup(
			 r->arena, start, (size_t)(from + end - start))
		   : NULL;
}

/* An item that uses the name gives it. */
static bool uses_name(struct reading *r, struct tally *t, const char *value)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d = {.r = r,
		    .p = &r->passages[i],
		    .side = passage_side(r, &r->passages[i])};

		if (d.p->field == FIELD_TEXT && d.p->start > LEAD_BYTES)
			break;
		if (!about_find_name(&d, value))
			continue;
		t->best = d.p;
		return true;
	}
	return false;
}

/* Whose word it is: of the sentence, else of the item. */
static int speaker_of(const struct reading *r, const struct passage *p)
{
	if (p->speaker >= 0 &&
	    r->attributions[p->speaker].kind != ORIGIN_OFFICIAL)
		return p->speaker;
	for (size_t i = 0; i < r->attribution_count; i++) {
		const struct attribution *a = &r->attributions[i];

		if (a->kind != ORIGIN_OFFICIAL && !a->via && !a->aside)
			return (int)i;
	}
	return -1;
}

/* It comes when it was claimed to, as far as the item says. */
static bool is_when(const struct reading *r)
{
	const struct window *w = &r->about->claim->window;

	return w->from == DATE_NONE || time_fits(r, w);
}

/*
 * Yes or no to the claimed number, where there is one: "no longer 21:9, but
 * 19.5:9" is a yes.
 */
static enum says item_says(const struct drawn *d, const struct about *about)
{
	struct thing numbers = {.product = about->claim->product};

	numbers.words = arena_array(
	    d->r->arena, about->term_count + 1, sizeof(*numbers.words));
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		if (word_is_number(t->word) && t->product == NULL && !t->time &&
		    !word_is_year(t->word))
			numbers.words[numbers.count++] = t->word;
	}
	return numbers.count > 0 && !about_denies(about)
		   ? polarity_of(d, &numbers)
		   : about_says(d, about);
}

/* "Not AquaOS 26 but AquaOS 19": a no to the name itself. */
static bool is_rejected(const struct drawn *d, const char *name)
{
	struct thing thing = {.words = NULL};
	struct tokens tokens;
	struct token t;
	size_t n, cap = 0;
	const char *s = utf8_fold(d->r->arena, name, strlen(name), &n, NULL);

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		thing.words = arena_room(d->r->arena, thing.words, thing.count,
		    &cap, sizeof(*thing.words));
		thing.words[thing.count++] =
		    arena_strndup(d->r->arena, s + t.start, t.end - t.start);
	}
	return polarity_of(d, &thing) == SAYS_NO;
}

/* "On Geekbench", in the headline: whose word the text's sentence is. */
static void document_give(const struct reading *r)
{
	const struct claim *of = r->about->claim;
	int paper = -1;

	for (size_t i = 0; i < r->attribution_count; i++)
		if (r->attributions[i].kind == ORIGIN_DOCUMENT && paper < 0)
			paper = (int)i;
	for (size_t i = 0; paper >= 0 && i < r->claim_count; i++)
		if (r->claims[i].words == of->words &&
		    r->claims[i].attribution < 0)
			r->claims[i].attribution = paper;
}

/* A sentence that was taken for a no, and is none: it is the claim. */
static bool is_taken_for_no(const struct drawn *d)
{
	const struct claim *of = d->r->about->claim;

	for (size_t i = 0; i < d->r->claim_count; i++) {
		struct claim *c = &d->r->claims[i];

		if (c->words != of->words || c->field != d->p->field ||
		    c->sentence.start != d->p->span.start ||
		    c->modality != MODALITY_DENIED)
			continue;
		c->modality = MODALITY_HEDGED;
		c->attribution = d->attribution;
		return true;
	}
	return false;
}

void about_item(struct reading *r)
{
	const struct about *about = r->about;
	struct tally t;
	struct drawn d;
	struct claim c;
	const char *name;
	enum says says;
	bool denied;

	if (about == NULL || about->term_count == 0 || !may_carry(r))
		return;
	document_give(r);
	if (is_made(r))
		return;
	t = tally_of(r);
	if (!item_is_of_vendor(r, about->claim->vendor) &&
	    (!t.must || t.matter < 2 || t.has < t.of * ENOUGH_ALONE))
		return;
	name = name_claimed(about);
	if (name == NULL && t.found > 0 && !about_denies(about))
		name = name_given(r, about->claim->text);
	if (name != NULL && name_claimed(about) == NULL &&
	    !uses_name(r, &t, name))
		name = NULL;
	if (name != NULL ? !uses_name(r, &t, name)
			 : !is_said(r, &t) || !is_when(r) ||
			       !item_is_of_product(
				   r, t.matter > 0 && t.found == t.matter))
		return;
	if (about_denies(about) && !t.says_no && name == NULL)
		no_prefer(r, &t);
	d = drawn_begin(r, t.best);
	d.attribution = speaker_of(r, t.best);
	says = t.says_no ? SAYS_NO : item_says(&d, about);
	if (t.replaced && says_no_to_replacing(&d))
		denied = true;
	else
		denied =
		    !t.replaced && (says == SAYS_NO) != about_denies(about);
	if (name != NULL)
		denied = is_rejected(&d, name);
	if ((!denied && is_taken_for_no(&d)) ||
	    (denied && about_says_nothing(&d, about)))
		return;
	d.grade = GRADE_D;
	d.modality = denied ? MODALITY_DENIED : MODALITY_HEDGED;
	c = about_begin(&d, about);
	c.value = about->claim->value;
	c.window = about->claim->window;
	about_same_words(&c, about);
	claim_add(&d, &c);
}
