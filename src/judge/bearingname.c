/*
 * What an official claim means to a claimed name: the thing is out, and is
 * called that or something else.
 */
#include "judge/bearing.h"

#include <ctype.h>
#include <string.h>

/* "Redwood 27", where Redwood was claimed. */
static bool is_numbered(const struct name *n, const struct name *plain)
{
	size_t length = strlen(plain->text);

	return !strncmp(n->text, plain->text, length) &&
	       n->text[length] == ' ' &&
	       strspn(n->text + length + 1, ".0123456789") ==
		   strlen(n->text + length + 1);
}

static bool names_another(const struct live *r, const struct name *n)
{
	return n && r->value && n->key != r->value->key &&
	       !product_same(n, r->value) &&
	       (strpbrk(r->value->text, "0123456789") ||
		   !is_numbered(n, r->value));
}

/* Is "iOS 26" the name, and iOS in version 26 the product? */
static bool is_version_named(
    const char *name, const struct name *product, const struct name *version)
{
	size_t n;

	if (!name || !product || !version)
		return false;
	n = strlen(product->text);
	return !strncmp(name, product->text, n) && name[n] == ' ' &&
	       !strcmp(name + n + 1, version->text);
}

/* "AquaOS 9 Ultra" comes with AquaOS 9, or beside it. */
static bool is_edition_named(
    const char *name, const struct name *product, const struct name *version)
{
	size_t n = strlen(product->text), m = strlen(version->text);

	return name[n] == ' ' && !strncmp(name + n + 1, version->text, m) &&
	       name[n + 1 + m] == ' ';
}

/*
 * "Called iOS 26 instead of iOS 19": which of the two comes out tells. Any
 * other version is that of another year.
 */
static enum happening bears_on_number_as_name(
    const struct live *r, const struct board_claim *c)
{
	const char *said = founder(r)->text, *at;

	if (!r->value || !c->product || !c->version || !r->subject ||
	    c->modality != MODALITY_ASSERTED || !c->named_here ||
	    !product_same(r->subject, c->product))
		return HAPPENS_NOTHING;
	if (is_version_named(r->value->text, c->product, c->version))
		return HAPPENS_OFFICIAL_WORD;
	if (strncmp(r->value->text, c->product->text,
		strlen(c->product->text)) != 0 ||
	    is_edition_named(r->value->text, c->product, c->version))
		return HAPPENS_NOTHING;
	at = strstr(said, c->version->text);
	return at && at > said && at[-1] == ' ' &&
		       !isalnum((unsigned char)at[strlen(c->version->text)]) &&
		       at[strlen(c->version->text)] != '.'
		   ? HAPPENS_OTHER_NAME
		   : HAPPENS_NOTHING;
}

/* "iPhone Air", where "iPhone 17 Air" was the claimed name. */
static bool is_without_number(
    const struct name *real, const struct name *claimed)
{
	const char *number;
	size_t before, after;

	if (!real || !claimed || strpbrk(real->text, "0123456789"))
		return false;
	number = strpbrk(claimed->text, "0123456789");
	if (!number || number == claimed->text || number[-1] != ' ')
		return false;
	before = (size_t)(number - claimed->text);
	after = strcspn(number, " ");
	return number[after] == ' ' &&
	       !strncmp(real->text, claimed->text, before) &&
	       !strcmp(real->text + before, number + after + 1);
}

/* Another rumor has it that what was called A will be called B, and B it is. */
static bool is_renamed(const struct partition *p, const struct name *claimed,
    const struct name *real)
{
	for (size_t i = 0; claimed && real && i < p->rumor_count; i++) {
		const struct live *o = p->rumors[i];

		if (o->pub.aspect == ASPECT_NAME && o->value && o->subject &&
		    o->value->key == real->key &&
		    o->subject->key == claimed->key)
			return true;
	}
	return false;
}

/*
 * "The A9 Max is renamed A9 Ultra", and an A9 Max comes out. Not where the
 * claimed name is that of a variant ("A9 Max" of the A9), of the next one, or
 * of one country.
 */
static bool keeps_name(const struct live *r, const struct board_claim *c)
{
	if (!r->subject || !r->value || r->subject->product || !c->named_here ||
	    founder(r)->somewhere || c->aspect != ASPECT_RELEASE_DATE ||
	    !window_given(&c->window) || c->modality != MODALITY_ASSERTED ||
	    c->stage == STAGE_BETA || c->grade != GRADE_A ||
	    !strpbrk(r->subject->text, "0123456789") ||
	    !product_same(r->subject, c->product) ||
	    !strncmp(r->value->key, r->subject->key, strlen(r->subject->key)))
		return false;
	return !claim_says(founder(r), PHRASE_SUCCESSOR) &&
	       !claim_says(founder(r), PHRASE_ANOTHER);
}

/* "macOS Redwood 26.2", where the name of macOS 27 was claimed. */
static bool is_of_another_version(
    const struct live *r, const struct board_claim *c)
{
	const char *at = c->value ? strcasestr(c->text, c->value->text) : NULL;
	const char *digits = "0123456789", *number;

	if (!r->version || !at || !r->value || strpbrk(r->value->text, digits))
		return false;
	number = strpbrk(c->value->text, digits);
	at += strlen(c->value->text);
	if (!number && *at == ' ' && isdigit((unsigned char)at[1]))
		number = at;
	return number && first_number(number) != first_number(r->version->text);
}

#define NAME_WORDS 0.35 /* where one of them has no product */

enum happening bears_on_name(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	bool same_line =
	    !r->subject || !c->product || product_kin(r->subject, c->product);
	enum happening number = bears_on_number_as_name(r, c);

	if (number != HAPPENS_NOTHING)
		return number;
	if ((!r->subject || !c->product) &&
	    !(c->value && c->value == r->value) &&
	    best_coverage(p, r, c) < NAME_WORDS)
		return HAPPENS_NOTHING;
	/* "OldOS stays": what was to follow it has no name. */
	if (c->modality == MODALITY_DENIED &&
	    c->aspect == ASPECT_DISCONTINUATION)
		return c->named_here && r->subject &&
			       founder(r)->beside &
				   (1u << ASPECT_SUCCESSOR |
				       1u << ASPECT_DISCONTINUATION) &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_REPLACED
			   : HAPPENS_NOTHING;
	/* What will not come has no name. */
	if (c->modality == MODALITY_DENIED && c->aspect == ASPECT_SUCCESSOR)
		return c->grade <= GRADE_B && r->subject &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_REPLACED
			   : HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return c->aspect == ASPECT_NAME && same_line &&
			       (!c->value || !names_another(r, c->value) ||
				   product_same(c->product, r->value))
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if (is_of_another_version(r, c))
		return HAPPENS_NOTHING;
	if ((c->aspect == ASPECT_NAME || c->aspect == ASPECT_SUCCESSOR) &&
	    c->value && same_line)
		return names_another(r, c->value) ? HAPPENS_OTHER_NAME
						  : HAPPENS_OFFICIAL_WORD;
	if (product_same(c->product, r->value))
		return HAPPENS_OFFICIAL_WORD;
	/* "AquaOS 9 is here": that is a name, too. */
	if (r->value && c->named_here && c->modality == MODALITY_ASSERTED &&
	    is_version_named(r->value->text, c->product, c->version))
		return HAPPENS_OFFICIAL_WORD;
	if (keeps_name(r, c))
		return HAPPENS_OTHER_NAME;
	if (c->named_here && c->modality == MODALITY_ASSERTED &&
	    (is_without_number(c->product, r->value) ||
		is_renamed(p, r->value, c->product)))
		return HAPPENS_OTHER_NAME;
	/* "AquaOS 8.3 is here": of AquaOS 9 that tells nothing. */
	if (r->value && c->product && product_is_edition(r->value, c->product))
		return HAPPENS_NOTHING;
	if (is_real_follower(c->product, r->subject) ||
	    is_rival_name(c->product, r->value))
		return HAPPENS_OTHER_NAME;
	return HAPPENS_NOTHING;
}
