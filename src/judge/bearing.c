/*
 * What an official claim means to a rumor, aspect by aspect: which happening
 * of the table of transitions (verdict.c) it is. Ends and successors are read
 * here; names, dates and values have a file each.
 */
#include "judge/bearing.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/doc.h"

const struct board_claim *founder(const struct live *r)
{
	return ref_claim(r->refs[0]);
}

bool is_real_follower(const struct name *product, const struct name *of)
{
	return product && product->product && !product->product->rumored_name &&
	       product_follows(product, of);
}

bool is_rival_name(const struct name *real, const struct name *claimed)
{
	return real && claimed && real->product && claimed->product &&
	       !real->product->rumored_name && !product_same(real, claimed) &&
	       real->product->predecessor && claimed->product->predecessor &&
	       !strcmp(
		   real->product->predecessor, claimed->product->predecessor);
}

/* Of the carriers, the one that shares most with the sentence. */
double best_coverage(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	double best = 0, words;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		if (r->members[i].part != PART_CARRIES)
			continue;
		words =
		    words_coverage(p, &ref_claim(r->refs[i])->words, &c->words);
		if (words > best)
			best = words;
	}
	return best;
}

/*
 * "Edge 90" where the whole name is "Mistral Edge 90": beside the house's name
 * readers need no more than the model, if it has a number.
 */
bool names_model(const struct live *r, const struct board_claim *c)
{
	const char *model, *at;
	size_t n;

	if (c->product || !r->subject || r->vendor != c->vendor)
		return false;
	model = strchr(r->subject->text, ' ');
	if (!model || !strpbrk(model, "0123456789"))
		return false;
	n = strlen(++model);
	at = n >= 4 ? strcasestr(c->text, model) : NULL;
	return at && !isalnum((unsigned char)at[n]) &&
	       (at == c->text || !isalnum((unsigned char)at[-1]));
}

#define NAMELESS_WORDS 0.75

bool is_nameless_too(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return !r->subject && !c->product && r->vendor == c->vendor &&
	       best_coverage(p, r, c) >= NAMELESS_WORDS;
}

#define DENIED_WORDS 0.2
#define NONE_WORDS   0.3 /* where none has a product */

/* A denial that does not name the product says by its words what it denies. */
static bool denies_end(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	if (c->aspect != ASPECT_DISCONTINUATION)
		return false;
	/* The end of a business ("market exit") is not that of a product. */
	if (c->value || r->value)
		return c->value == r->value;
	if (product_same(r->subject, c->product) &&
	    (c->named_here || !c->product))
		return true;
	return !c->named_here &&
	       best_coverage(p, r, c) >=
		   (r->subject || c->product ? DENIED_WORDS : NONE_WORDS);
}

long first_number(const char *s)
{
	return strtol(s + strcspn(s, "0123456789"), NULL, 10);
}

/*
 * Of a device that was said to be cancelled, or the version after the one
 * that was said to be the last: here it is.
 */
static bool came_out(const struct live *r, const struct board_claim *c)
{
	/* Of what its maker's own item is about, the item need not say it. */
	if (c->aspect != ASPECT_RELEASE_DATE || r->value ||
	    (!c->named_here && c->grade != GRADE_A) ||
	    c->modality != MODALITY_ASSERTED || !window_given(&c->window) ||
	    c->stage == STAGE_BETA || !product_same(r->subject, c->product))
		return false;
	if (r->version)
		return c->version && first_number(c->version->text) >
					 first_number(r->version->text);
	/* "Cancelled" is said of what was not out yet. */
	if (c->product->product)
		return c->grade == GRADE_A &&
		       claim_says(founder(r), PHRASE_CANCELLED);
	return first_number(c->product->text) > 0;
}

static enum happening bears_on_end(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	if (c->modality == MODALITY_DENIED) {
		if (denies_end(p, r, c))
			return HAPPENS_DENIAL;
		/* "It will not come out": its end, in other words. */
		return c->aspect == ASPECT_RELEASE_DATE && c->named_here &&
			       !window_given(&c->window) &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	}
	/* A house without a product: its trade is what ends. */
	if (c->aspect == ASPECT_DISCONTINUATION && !r->subject && !c->product)
		return c->value == r->value &&
			       (c->value ||
				   best_coverage(p, r, c) >= NAMELESS_WORDS)
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	/* Two that become one: neither of them is said to be no more. */
	if (c->aspect == ASPECT_SUCCESSOR && c->together &&
	    !founder(r)->together)
		return HAPPENS_NOTHING;
	if ((c->aspect == ASPECT_DISCONTINUATION ||
		c->aspect == ASPECT_SUCCESSOR) &&
	    product_same(r->subject, c->product) && c->named_here)
		return HAPPENS_OFFICIAL_WORD;
	return came_out(r, c) ? HAPPENS_CAME_OUT : HAPPENS_NOTHING;
}

#define UNION_WORDS 0.35 /* where the two have no names of the lexicon */

/* Two that become one: whichever of them is the subject. */
static bool is_same_union(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	if (!c->together || !founder(r)->together)
		return false;
	if (r->subject)
		return strstr(c->text, r->subject->text) != NULL;
	/* Which two, a followed claim has to find in it. */
	return (!c->product || c->aspect == ASPECT_SUCCESSOR) &&
	       (!r->refs[0].item->asked ||
		   best_coverage(p, r, c) >= UNION_WORDS);
}

static enum happening bears_on_successor(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	/* "Replaces it abroad", and what should is not coming there. */
	if (c->aspect == ASPECT_REGION && c->modality == MODALITY_DENIED)
		return founder(r)->place && c->value && c->product &&
			       (founder(r)->place->key == c->value->key ||
				   !strcmp(c->value->key, "global")) &&
			       strcasestr(founder(r)->text, c->product->text)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	/* "OldOS stays": then nothing takes its place. */
	if (c->aspect == ASPECT_DISCONTINUATION &&
	    c->modality == MODALITY_DENIED && c->named_here)
		return founder(r)->beside & 1u << ASPECT_DISCONTINUATION &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return c->aspect == ASPECT_SUCCESSOR &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if (is_real_follower(c->product, r->subject) ||
	    is_real_follower(c->value, r->subject))
		return HAPPENS_OFFICIAL_SUCCESSOR;
	if (c->aspect == ASPECT_SUCCESSOR &&
	    (product_kin(r->subject, c->product) || is_same_union(p, r, c)))
		return HAPPENS_OFFICIAL_SUCCESSOR;
	return HAPPENS_NOTHING;
}

bool version_within(
    const struct name *claimed, const struct name *out, bool denied)
{
	size_t n;

	if (denied && out && strchr(out->text, '.'))
		return claimed && version_same(claimed, out);
	if (version_same(claimed, out))
		return true;
	n = strlen(claimed->text);
	return !strchr(claimed->text, '.') &&
	       !strncmp(claimed->text, out->text, n) && out->text[n] == '.';
}

bool is_of_line(const struct name *line, const struct name *model)
{
	size_t n;

	if (!line || !model || !line->product)
		return false;
	n = strlen(line->text);
	return !strcmp(line->text, line->product->name) &&
	       !strncmp(model->text, line->text, n) && model->text[n] == ' ';
}

bool aspect_is_of_time(enum aspect a)
{
	return a == ASPECT_RELEASE_DATE || a == ASPECT_ROLLOUT;
}

/* "Find X9 Pro" of "Find X9" */
bool product_is_edition(const struct name *model, const struct name *line)
{
	size_t n = line ? strlen(line->text) : 0;

	return model && n && !strncmp(model->text, line->text, n) &&
	       model->text[n] == ' ';
}

/* Yes, but in one country where all were promised, or on one model of two. */
enum happening with_limits(
    const struct board_claim *carried, const struct board_claim *c)
{
	/* "All S24 models", and it is the S24 Ultra that has it. */
	if (carried->whole_series && !c->whole_series &&
	    product_is_edition(c->product, carried->product))
		return HAPPENS_OFFICIAL_LIMIT;
	if (!c->is_only || c->everywhere)
		return HAPPENS_OFFICIAL_WORD;
	if (carried->everywhere || (carried->devices > 1 && c->devices == 1))
		return HAPPENS_OFFICIAL_LIMIT;
	return HAPPENS_OFFICIAL_WORD;
}

static bearing_fn *const bearings[ASPECT_COUNT] = {
    [ASPECT_OTHER] = bears_on_value,
    [ASPECT_DISCONTINUATION] = bears_on_end,
    [ASPECT_SUCCESSOR] = bears_on_successor,
    [ASPECT_NAME] = bears_on_name,
    [ASPECT_RELEASE_DATE] = bears_on_date,
    [ASPECT_ELIGIBILITY] = bears_on_value,
    [ASPECT_FEATURE] = bears_on_value,
    [ASPECT_ROLLOUT] = bears_on_date,
    [ASPECT_EXCLUSIVITY] = bears_on_value,
    [ASPECT_REGION] = bears_on_value,
    [ASPECT_SUPPORT_LENGTH] = bears_on_number,
};

/* Found to be the asked claim itself: the words and products agree. */
static enum happening bears_as_answer(
    const struct live *r, const struct board_claim *c)
{
	if ((!r->refs[0].item->asked && !c->followed) ||
	    c->aspect != r->pub.aspect)
		return HAPPENS_NOTHING;
	if (c->modality != MODALITY_DENIED)
		return with_limits(founder(r), c);
	return c->negates ||
		       (c->aspect == ASPECT_DISCONTINUATION && !c->granted) ||
		       c->aspect == ASPECT_SUCCESSOR
		   ? HAPPENS_DENIAL
		   : HAPPENS_OTHER_VALUE;
}

/* "No such phone is planned this year", where it was to come in the fall. */
static bool is_denied_time(const struct live *r, const struct board_claim *c)
{
	const struct window *w = &r->window, *no = &c->window;

	return !aspect_is_of_time(r->pub.aspect) &&
	       aspect_is_of_time(c->aspect) && window_given(w) &&
	       window_given(no) && c->modality == MODALITY_DENIED &&
	       founder(r)->modality != MODALITY_DENIED && c->named_here &&
	       r->subject && product_same(r->subject, c->product) &&
	       no->from <= w->from && no->to >= w->to;
}

/* --- a business: sold, closed, set free --- */

/* One buyer is not the other, and all of it is not a part. */
static bool is_other_deal(
    const struct board_claim *of, const struct board_claim *c)
{
	if (of->share != DEAL_OPEN && c->share != DEAL_OPEN &&
	    of->share != c->share)
		return true;
	return of->party && c->party &&
	       !deal_same_party(of->party->text, c->party->text);
}

static bool is_same_trade(
    const struct board_claim *of, const struct board_claim *c)
{
	return of->trade && c->trade &&
	       deal_same_trade(of->trade->text, c->trade->text);
}

/* What was to be closed is sold as a whole: it goes on elsewhere. */
static bool is_sold_instead(
    const struct board_claim *of, const struct board_claim *c)
{
	return !strcmp(of->value->text, "market exit") &&
	       !strcmp(c->value->text, "acquisition") && is_same_trade(of, c) &&
	       c->share != DEAL_PART && !claim_says(of, PHRASE_LEAVES) &&
	       !claim_says(of, PHRASE_HANDS_OVER);
}

/*
 * Both speak of what becomes of a business of the house: is it the same one?
 * Where that is not so, or not known of a sale, *what is all that follows.
 */
static bool bears_on_deal(
    const struct live *r, const struct board_claim *c, enum happening *what)
{
	const struct board_claim *of = founder(r);
	bool same_value = of->value == c->value;

	*what = HAPPENS_NOTHING;
	if (!claim_is_deal(of) || !claim_is_deal(c))
		return false;
	if (of->trade && c->trade &&
	    deal_other_trade(of->trade->text, c->trade->text))
		return true;
	if (c->modality == MODALITY_DENIED && same_value && !c->sought &&
	    is_same_trade(of, c)) {
		*what = HAPPENS_DENIAL;
		return true;
	}
	if (c->modality != MODALITY_ASSERTED ||
	    (!same_value && !is_sold_instead(of, c)))
		return false;
	if (!same_value || is_other_deal(of, c)) {
		*what = HAPPENS_OTHER_VALUE;
		return true;
	}
	/* To whom is a part of what was claimed; and who "has sold ten million
	 * phones" has not sold the business. */
	if ((of->party && !c->party) ||
	    (of->trade && !c->trade && c->aspect == ASPECT_OTHER))
		return true;
	if (is_same_trade(of, c))
		*what = HAPPENS_OFFICIAL_WORD;
	return *what != HAPPENS_NOTHING;
}

enum happening verdict_bearing(const struct partition *p, const struct live *r,
    const struct board_claim *official)
{
	enum happening what;

	if (official->presents)
		return bears_on_presented(p, r, official);
	if (!bears_on_deal(r, official, &what))
		what = official->answers
			   ? bears_as_answer(r, official)
			   : bearings[r->pub.aspect](p, r, official);

	if (what == HAPPENS_NOTHING && is_denied_time(r, official))
		return HAPPENS_DENIAL;
	/* "We are looking into it" says of nothing that it comes. An answer
	 * was asked for that already. */
	if (what == HAPPENS_OFFICIAL_WORD && !official->answers &&
	    claim_says(official, PHRASE_STUDY) &&
	    !claim_says(founder(r), PHRASE_STUDY))
		return HAPPENS_NOTHING;
	if (official->in_part &&
	    (what == HAPPENS_OFFICIAL_WORD || what == HAPPENS_OFFICIAL_LIMIT))
		return HAPPENS_OFFICIAL_PART;
	return what == HAPPENS_DENIAL && official->by_paper ? HAPPENS_EXCLUDED
							    : what;
}
