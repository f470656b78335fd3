/*
 * What an official claim means to a claimed value: a number, a device, a
 * region, a feature. The two must be about one matter; then they are the same,
 * a part, or exclude each other.
 */
#include "judge/bearing.h"

#include <stdio.h>
#include <string.h>

#include "judge/analyze.h"

/* "Not for older models", said of the Aqua 8: the Aqua 7 is one. */
static bool is_older_model(const struct live *r, const struct board_claim *c)
{
	size_t n;

	if (!c->value || strcmp(c->value->text, "older") != 0 || !r->subject ||
	    !c->product)
		return false;
	n = strcspn(c->product->text, "0123456789");
	return !strncmp(r->subject->text, c->product->text, n) &&
	       first_number(r->subject->text) > 0 &&
	       first_number(r->subject->text) < first_number(c->product->text);
}

enum happening bears_on_number(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	bool denied = c->modality == MODALITY_DENIED;

	(void)p;
	if (c->aspect == r->pub.aspect && denied && is_older_model(r, c))
		return HAPPENS_DENIAL;
	/* "On a phone": on any of the house. */
	if (c->aspect == r->pub.aspect && !r->subject && !denied &&
	    r->vendor == c->vendor &&
	    values_compare(founder(r), c) == VALUES_SAME)
		return HAPPENS_OFFICIAL_WORD;
	if (c->aspect != r->pub.aspect ||
	    (!product_near(r->subject, c->product) && !names_model(r, c)))
		return HAPPENS_NOTHING;
	/* "Longer than before", and now there is a number. */
	if (!denied && r->value && !strcmp(r->value->text, "longer"))
		return product_same(r->subject, c->product) && c->numbers.n
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	switch (values_compare(founder(r), c)) {
	case VALUES_SAME:
		return denied ? HAPPENS_DENIAL : HAPPENS_OFFICIAL_WORD;
	case VALUES_DIFFER:
		return denied || (!product_same(r->subject, c->product) &&
				     !names_model(r, c))
			   ? HAPPENS_NOTHING
			   : HAPPENS_OTHER_VALUE;
	case VALUES_OVERLAP:
		/* Years of security fixes, where new versions were claimed. */
		return denied ? HAPPENS_NOTHING : HAPPENS_OFFICIAL_PART;
	case VALUES_UNKNOWN:
	case VALUES_OPPOSITE:
		break;
	}
	return HAPPENS_NOTHING;
}

#define SAME_CLAIM_WORDS 0.35
#define QUOTED_WORDS	 0.5

/* Chinese words and others cannot be compared. */
static bool is_han(const struct board_claim *c)
{
	for (const char *s = c->text; *s; s++)
		if ((unsigned char)*s >= 0xe3 && (unsigned char)*s <= 0xe9)
			return true;
	return false;
}

#define NAMED_WORDS 0.2

/* "A clipboard history", and there is a clipboard for all devices: the two
 * are told by one name, and by no other word. */
static bool is_but_named(const struct board_claim *carried,
    const struct board_claim *c, double words)
{
	return c->aspect == ASPECT_FEATURE && c->modality != MODALITY_DENIED &&
	       carried->lang == c->lang && words < NAMED_WORDS;
}

/* The vendor's own channel, or a denial, on that very matter. */
static bool is_plain_answer(const struct board_claim *carried,
    const struct board_claim *c, double words)
{
	if (is_but_named(carried, c, words))
		return false;
	/* A place or a device is in many a sentence. */
	if (c->aspect == ASPECT_REGION || c->aspect == ASPECT_ELIGIBILITY ||
	    c->aspect == ASPECT_EXCLUSIVITY)
		return false;
	/* Of a sale, what is sold is told by the words. */
	if (c->aspect == ASPECT_OTHER && !carried->product &&
	    c->modality != MODALITY_DENIED && is_han(carried) == is_han(c))
		return false;
	return carried->value == c->value &&
	       (c->grade == GRADE_A || c->modality == MODALITY_DENIED ||
		   (c->aspect == ASPECT_FEATURE && c->product &&
		       is_han(carried) != is_han(c)));
}

/* There is many a fee: what the press quotes must be about that one. */
static double least_words(const struct board_claim *c)
{
	return c->aspect == ASPECT_OTHER && c->grade > GRADE_A &&
		       !claim_is_fate(c)
		   ? QUOTED_WORDS
		   : SAME_CLAIM_WORDS;
}

/* "899 USD" and "699 USD": two prices of one thing. Two chips likewise. */
static bool has_same_unit(
    const struct board_claim *a, const struct board_claim *b)
{
	const char *of_a = strrchr(a->value->text, ' ');
	const char *of_b = strrchr(b->value->text, ' ');

	if (a->aspect == ASPECT_FEATURE)
		return value_is_chip(a->value->text) &&
		       value_is_chip(b->value->text);
	return a->aspect == ASPECT_OTHER && of_a && of_b && !strcmp(of_a, of_b);
}

/* An amount in any text on a line of phones is no price of one of them. */
static bool is_particular(const struct board_claim *c)
{
	return c->named_here || !c->product ||
	       strpbrk(c->product->text, "0123456789") != NULL;
}

/* "679 EUR"; of other amounts a second number is what it was before. */
static bool is_coin(const struct name *value)
{
	const char *unit = strrchr(value->text, ' ');

	return unit && unit[1] >= 'A' && unit[1] <= 'Z';
}

/* The sentence has the claimed numbers among others: "679 and 729 euro". */
static bool has_all(const struct words *of, const struct words *wanted)
{
	size_t i = 0, j = 0;

	while (i < of->n && j < wanted->n) {
		if (of->v[i] == wanted->v[j])
			j++;
		i++;
	}
	return wanted->n > 0 && j == wanted->n;
}

/* "Free of charge", where a fee was claimed, or the other way round. */
static bool is_no_fee(const struct name *a, const struct name *b)
{
	return a && b &&
	       ((!strcmp(a->text, "fee") && !strcmp(b->text, "no fee")) ||
		   (!strcmp(a->text, "no fee") && !strcmp(b->text, "fee")));
}

/* "A, B and C" as list values have it: the next of them, cut off at size. */
static const char *next_of(const char *list, char *out, size_t size)
{
	size_t n = strcspn(list, ",");

	snprintf(out, size, "%.*s", (int)n, list);
	list += n;
	return list + strspn(list, ", ");
}

/* How many places or devices a list value names. */
static size_t list_length(const char *list)
{
	char one[64];
	size_t n = 0;

	for (; *list; n++)
		list = next_of(list, one, sizeof(one));
	return n;
}

/*
 * "In one country only", and it comes there: whether it comes nowhere else is
 * not said, unless others are named beside it.
 */
static enum happening bears_on_only(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (list_length(c->value->text) > list_length(carried->value->text))
		return HAPPENS_OTHER_VALUE;
	return c->is_only ? HAPPENS_OFFICIAL_WORD : HAPPENS_NOTHING;
}

#define FEE_WORDS 0.2

#define UNNAMED_WORDS 0.7 /* where the feature has no name of its own */

static bool says_none(const struct board_claim *c)
{
	return c->value && !strncmp(c->value->text, "no ", 3);
}

/* One carrier's claim against the official one. */
static enum happening bears_on_carrier(const struct partition *p,
    const struct board_claim *carried, const struct board_claim *c)
{
	double words = words_coverage(p, &carried->words, &c->words);
	bool denied = c->modality == MODALITY_DENIED;

	switch (values_compare(carried, c)) {
	case VALUES_SAME:
		/* A word in common is not yet the same claim. */
		if (!carried->numbers.n && words < least_words(c) &&
		    !is_plain_answer(carried, c, words))
			return HAPPENS_NOTHING;
		if (c->aspect == ASPECT_REGION && carried->is_only && !denied)
			return bears_on_only(carried, c);
		return denied ? HAPPENS_DENIAL : with_limits(carried, c);
	case VALUES_OVERLAP:
		if (!carried->numbers.n && words < SAME_CLAIM_WORDS)
			return HAPPENS_NOTHING;
		return denied ? HAPPENS_DENIAL : HAPPENS_OFFICIAL_PART;
	case VALUES_DIFFER:
		if (!denied && carried->aspect == ASPECT_OTHER && !c->of_each &&
		    is_coin(carried->value) &&
		    has_all(&c->words, &carried->numbers))
			return HAPPENS_OFFICIAL_WORD;
		/* Two numbers of one thing exclude each other. */
		if (!denied && carried->numbers.n && c->numbers.n &&
		    (words >= 0.3 ||
			(has_same_unit(carried, c) && is_particular(c))))
			return HAPPENS_OTHER_VALUE;
		if (!denied && has_same_unit(carried, c) &&
		    carried->aspect == ASPECT_FEATURE)
			return HAPPENS_OTHER_VALUE;
		/* A port is no jack, whatever else the two sentences have. */
		if (carried->aspect == ASPECT_FEATURE && !denied)
			return HAPPENS_NOTHING;
		break;
	case VALUES_OPPOSITE:
		if (is_no_fee(carried->value, c->value) && words < FEE_WORDS)
			return HAPPENS_NOTHING; /* of something else */
		return denied ? HAPPENS_OFFICIAL_WORD : HAPPENS_OTHER_VALUE;
	case VALUES_UNKNOWN:
		break;
	}
	/* "No X", where another thing was claimed to be there. */
	if (c->aspect == ASPECT_FEATURE && says_none(c) != says_none(carried))
		return HAPPENS_NOTHING;
	if (words < (c->grade == GRADE_A ? 0.45 : 0.6) ||
	    (c->aspect == ASPECT_FEATURE && carried->value && !c->value &&
		words < UNNAMED_WORDS))
		return HAPPENS_NOTHING;
	return denied ? HAPPENS_DENIAL : with_limits(carried, c);
}

/* Said to be for one device only, and another one gets it too. */
static bool is_shared_after_all(
    const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_EXCLUSIVITY &&
	       c->aspect == ASPECT_ELIGIBILITY &&
	       c->modality == MODALITY_ASSERTED &&
	       product_same(r->subject, c->product) &&
	       version_same(r->version, c->version) &&
	       values_compare(founder(r), c) == VALUES_DIFFER;
}

/* Said to stay in one country, and the vendor takes it to all. */
static bool is_worldwide_after_all(
    const struct live *r, const struct board_claim *c)
{
	bool is_place = c->aspect == ASPECT_REGION && c->value &&
			!strcmp(c->value->key, "global");
	bool comes_out = aspect_is_of_time(c->aspect) && c->everywhere;

	bool was_only =
	    r->pub.aspect == ASPECT_EXCLUSIVITY
		? founder(r)->place != NULL
		: r->pub.aspect == ASPECT_REGION && founder(r)->is_only;

	return was_only && (is_place || comes_out) &&
	       c->modality == MODALITY_ASSERTED && r->value &&
	       strcmp(r->value->key, "global") != 0 &&
	       product_kin(r->subject, c->product);
}

#define LIMITED_WORDS 0.2

/* Said to come to all countries, and it comes to some: the smaller part. */
static bool is_limited_after_all(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_REGION && c->aspect == ASPECT_REGION &&
	       c->modality == MODALITY_ASSERTED && founder(r)->everywhere &&
	       c->is_only && !c->everywhere && c->value &&
	       product_kin(r->subject, c->product) &&
	       best_coverage(p, r, c) >= LIMITED_WORDS;
}

/* A business that was said to be sold, and is closed: nothing is left. */
static bool is_closed_instead(const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_OTHER && r->value && !r->subject &&
	       !strcmp(r->value->key, "acquisition") &&
	       c->aspect == ASPECT_DISCONTINUATION && !c->product && c->value &&
	       !strcmp(c->value->text, "market exit") &&
	       c->modality == MODALITY_ASSERTED && r->vendor == c->vendor &&
	       !c->together && founder(r)->trade && c->trade &&
	       deal_same_trade(founder(r)->trade->text, c->trade->text);
}

/* Where it was said to come, if that was said. */
static bool is_there(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (carried->place == c->place || !c->place)
		return true;
	return strcasestr(carried->text, c->place->text) != NULL;
}

/* "The Find X9 series", where the Find X9 Pro was claimed. */
static bool is_of_series(const struct live *r, const struct board_claim *c)
{
	return c->whole_series && product_is_edition(r->subject, c->product);
}

/* "Galaxy S31" and "Galaxy S31 Ultra", of which one was claimed. */
static bool is_other_model(const struct live *r, const struct board_claim *c)
{
	const struct name *a = r->subject, *b = c->product;

	return a && b && a != b && !a->product && !b->product &&
	       strpbrk(a->text, "0123456789") &&
	       strpbrk(b->text, "0123456789") &&
	       first_number(a->text) == first_number(b->text) &&
	       !strcasestr(founder(r)->text, b->text);
}

/* A fee is for the phone as for the system: one house, one matter. */
static bool is_same_matter(const struct live *r, const struct board_claim *c)
{
	bool same_value = r->value && r->value == c->value && !c->numbers.n;

	if (product_same(r->subject, c->product) || names_model(r, c) ||
	    is_of_series(r, c))
		return true;
	/* Phones of the house, abroad, and a system that they run. */
	if (c->aspect == ASPECT_REGION && !r->subject)
		return same_value;
	/* "Other stores are not going away": on any phone of the house. */
	if (c->aspect == ASPECT_FEATURE && !c->product &&
	    r->vendor == c->vendor &&
	    values_compare(founder(r), c) == VALUES_OPPOSITE)
		return true;
	if (c->aspect == ASPECT_FEATURE) /* of a line and of its edition */
		return same_value && !is_other_model(r, c) &&
		       (!r->subject ||
			   product_is_model(r->subject, c->product) ||
			   (product_near(r->subject, c->product) &&
			       is_there(founder(r), c) &&
			       founder(r)->abroad == c->abroad));
	if (c->aspect == ASPECT_OTHER && !r->subject && !c->product &&
	    (r->value == c->value || is_no_fee(r->value, c->value)))
		return true; /* of the house: the words alone tell */
	return c->aspect == ASPECT_OTHER && same_value &&
	       ((!r->subject && !c->product) ||
		   product_near(r->subject, c->product));
}

/*
 * "The phones abroad lose X with the new system", and the system is not
 * coming there: nothing that it brings does.
 */
static bool comes_not_there(const struct live *r, const struct board_claim *c)
{
	if (r->pub.aspect != ASPECT_FEATURE || c->aspect != ASPECT_REGION ||
	    c->modality != MODALITY_DENIED || !c->value)
		return false;
	return founder(r)->abroad && c->abroad;
}

/* Of "iPhone 8" 8, of "iPhone XS" 10, of one without a number 0. */
static long model_number(const char *name)
{
	return first_number(name)	    ? first_number(name)
	       : strstr(name, " X") != NULL ? 10
					    : 0;
}

/* Is the claimed model older than the one that the maker begins with? 6 and
 * 6s have one number; names without one are old where they are not listed. */
static bool is_before(const char *claimed, const char *first)
{
	long a = model_number(claimed), b = model_number(first);

	return a != b ? a < b : strlen(claimed) < strlen(first);
}

static bool is_in_list(const char *list, const char *name)
{
	char one[64];

	while (*list) {
		list = next_of(list, one, sizeof(one));
		if (!strcmp(one, name))
			return true;
	}
	return false;
}

#define WHOLE_LIST 4 /* devices: so many are all that get it */

/* The line of a model: "iPhone " of "iPhone XS". */
static size_t line_length(const char *name)
{
	return strcspn(name, "0123456789X");
}

/* The model from which on all of its line get it: the one that is named, or
 * the oldest of a whole list. */
static bool first_of(const struct board_claim *c, char *first, size_t size)
{
	const char *list = c->value->text;
	char one[64];

	list = next_of(list, first, size);
	if (c->and_later)
		return true;
	/* "The first wave" is not all of them. */
	if (list_length(c->value->text) < WHOLE_LIST ||
	    !claim_says(c, PHRASE_ABLE))
		return false;
	while (*list) {
		list = next_of(list, one, sizeof(one));
		if (line_length(one) != line_length(first) ||
		    strncmp(one, first, line_length(first)) != 0 ||
		    !model_number(one))
			continue;
		if (!model_number(first) || is_before(one, first))
			snprintf(first, size, "%s", one);
	}
	return true;
}

/* "Aqua 9 and later", or all of them by their names: are the claimed devices of
 * that line, and which? */
static enum happening bears_and_later(
    const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);
	bool excluded;
	const char *claimed;
	char first[64], one[64];
	size_t line, right = 0, wrong = 0;

	if (r->pub.aspect != ASPECT_ELIGIBILITY ||
	    c->aspect != ASPECT_ELIGIBILITY || !of->value || !c->value ||
	    c->modality != MODALITY_ASSERTED)
		return HAPPENS_NOTHING;
	excluded = !strncmp(of->value->text, "no ", 3);
	claimed = of->value->text + (excluded ? 3 : 0);
	if (!first_of(c, first, sizeof(first)))
		return HAPPENS_NOTHING;
	line = line_length(first);
	while (*claimed && model_number(first)) {
		bool comes;

		claimed = next_of(claimed, one, sizeof(one));
		comes = is_in_list(c->value->text, one);
		if (!comes &&
		    (strncmp(one, first, line) != 0 || !model_number(one)))
			continue;
		comes = comes || !is_before(one, first);
		right += comes != excluded;
		wrong += comes == excluded;
	}
	if (!right && !wrong)
		return HAPPENS_NOTHING;
	if (right && wrong)
		return HAPPENS_OFFICIAL_PART;
	return right ? HAPPENS_OFFICIAL_WORD : HAPPENS_OTHER_VALUE;
}

/* Of two phones that were to have it, one has another. */
static bool is_other_phone(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	return of->devices > 1 && c->aspect == r->pub.aspect && c->product &&
	       c->modality == MODALITY_ASSERTED && of->value && c->value &&
	       value_is_chip(of->value->text) &&
	       value_is_chip(c->value->text) &&
	       !product_same(r->subject, c->product) &&
	       strcasestr(of->text, c->product->text) &&
	       values_compare(of, c) == VALUES_DIFFER;
}

/* "Will not support X", or "no X" where X was claimed. */
static bool says_no(const struct live *r, const struct board_claim *c)
{
	const struct name *claimed = founder(r)->value;

	return c->modality == MODALITY_DENIED ||
	       (c->value && !strncmp(c->value->text, "no ", 3) &&
		   !(claimed && !strncmp(claimed->text, "no ", 3)));
}

/* "Comes to Europe", and its maker has no plans for it abroad. */
static bool is_denied_abroad(const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_REGION && c->aspect == ASPECT_REGION &&
	       c->modality == MODALITY_DENIED && c->grade <= GRADE_B &&
	       r->value && c->value && !strcmp(c->value->key, "global") &&
	       strcmp(r->value->key, "china") != 0 &&
	       product_same(r->subject, c->product) &&
	       founder(r)->modality != MODALITY_DENIED;
}

/*
 * "Ships with AquaOS 12": another system than the one that the phone comes
 * with. A name that only rumors gave is a detail, where the real system
 * follows the same one.
 */
static enum happening bears_on_system(
    const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	if (!c->aboard ||
	    (!product_same(r->subject, c->product) &&
		!is_of_line(r->subject, c->product) && !names_model(r, c)))
		return HAPPENS_NOTHING;
	if (product_same(of->aboard, c->aboard)) {
		if (c->modality == MODALITY_DENIED)
			return HAPPENS_DENIAL;
		return of->numbers.n && c->numbers.n &&
			       values_compare(of, c) == VALUES_DIFFER
			   ? HAPPENS_OTHER_VALUE
			   : HAPPENS_OFFICIAL_WORD;
	}
	if (c->modality == MODALITY_DENIED)
		return HAPPENS_NOTHING;
	return is_rival_name(c->aboard, of->aboard) ? HAPPENS_OFFICIAL_PART
						    : HAPPENS_OTHER_VALUE;
}

#define PRICE_WORDS 0.35

/* "Its folding phone costs 999", and has no name yet. */
static bool is_nameless_price(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	return c->aspect == ASPECT_OTHER && r->pub.aspect == ASPECT_OTHER &&
	       !r->subject && !c->product && of->value && c->value &&
	       of->numbers.n && c->numbers.n && has_same_unit(of, c) &&
	       best_coverage(p, r, c) >= PRICE_WORDS;
}

static const char *without_no(const char *value)
{
	return strncmp(value, "no ", 3) ? value : value + 3;
}

/* None of the places of one is among those of the other. */
static bool are_disjoint(const char *a, const char *b)
{
	char one[64];

	while (*a) {
		a = next_of(a, one, sizeof(one));
		if (is_in_list(b, one))
			return false;
	}
	return true;
}

/*
 * "In India only", where it was said to come, or not to come, to Europe; and
 * "to Europe" where it was to be for China alone.
 */
static enum happening bears_on_place(
    const struct live *r, const struct board_claim *c)
{
	const struct name *claimed = founder(r)->value;

	if (c->aspect != ASPECT_REGION || !c->value || !claimed ||
	    c->modality != MODALITY_ASSERTED || c->everywhere ||
	    !product_same(r->subject, c->product) ||
	    !strcmp(c->value->key, "global") ||
	    !strcmp(claimed->key, "global") ||
	    !strncmp(c->value->text, "no ", 3) ||
	    claim_says(c, PHRASE_AT_FIRST) ||
	    !are_disjoint(without_no(claimed->text), c->value->text))
		return HAPPENS_NOTHING;
	if (r->pub.aspect == ASPECT_EXCLUSIVITY && founder(r)->place)
		return HAPPENS_OTHER_VALUE;
	if (r->pub.aspect != ASPECT_REGION || !c->is_only)
		return HAPPENS_NOTHING;
	return strncmp(claimed->text, "no ", 3) ? HAPPENS_OTHER_VALUE
						: HAPPENS_OFFICIAL_WORD;
}

/* A fee was claimed, and it has none; a camera below the display, and there
 * is a sensor: who told it less exactly has not said so. */
static bool is_vaguer(const struct board_claim *carried,
    const struct board_claim *of, const struct board_claim *c)
{
	enum values how = values_compare(of, c);

	return !carried->value && (how == VALUES_OPPOSITE ||
				      (how == VALUES_DIFFER &&
					  of->value->thing && c->value->thing));
}

enum happening bears_on_value(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	enum happening what = HAPPENS_NOTHING;

	if (founder(r)->aboard)
		return c->aspect == ASPECT_FEATURE ? bears_on_system(r, c)
						   : HAPPENS_NOTHING;
	if (is_shared_after_all(r, c) || is_worldwide_after_all(r, c) ||
	    is_closed_instead(r, c))
		return HAPPENS_OTHER_VALUE;
	what = bears_on_place(r, c);
	if (what != HAPPENS_NOTHING)
		return what;
	if (is_limited_after_all(p, r, c))
		return HAPPENS_OFFICIAL_LIMIT;
	if (comes_not_there(r, c) || is_denied_abroad(r, c))
		return HAPPENS_DENIAL;
	if (is_other_phone(r, c))
		return HAPPENS_OTHER_HALF;
	/* What stays so on phones abroad may go at home. */
	if (c->aspect == ASPECT_FEATURE && c->abroad && !founder(r)->abroad &&
	    !founder(r)->everywhere)
		return HAPPENS_NOTHING;
	if (c->aspect != r->pub.aspect ||
	    (!is_same_matter(r, c) && !is_nameless_price(p, r, c)) ||
	    !version_within(r->version, c->version, says_no(r, c)))
		return HAPPENS_NOTHING;
	what = bears_and_later(r, c);
	if (what != HAPPENS_NOTHING)
		return what;
	/* Who told it less exactly is not what was claimed. */
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (r->members[i].part == PART_CARRIES &&
		    ref_claim(r->refs[i])->numbers.n >= founder(r)->numbers.n &&
		    !is_vaguer(ref_claim(r->refs[i]), founder(r), c))
			what = verdict_stronger(what,
			    bears_on_carrier(p, ref_claim(r->refs[i]), c));
	/* That it has what was said to go says no to nobody. */
	return what == HAPPENS_DENIAL && !c->negates ? HAPPENS_OTHER_VALUE
						     : what;
}
