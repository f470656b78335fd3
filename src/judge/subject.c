/*
 * Whom and what an item is about: the house that is named most, weighed by
 * where it stands, and of its products the one that is; whoever brings
 * another's system to its phones, and who heads the headline and says it.
 */
#include "judge/byline.h"
#include "judge/reading.h"

#include <string.h>

#include "text/prose.h"

struct tally {
	const char *name;
	double weight;
};

static void tally_add(struct tally *t, size_t cap, const char *name, double w)
{
	for (size_t i = 0; i < cap; i++) {
		if (t[i].name == NULL)
			t[i].name = name;
		if (strcmp(t[i].name, name) == 0) {
			t[i].weight += w;
			return;
		}
	}
}

static double place_weight(enum field field, uint32_t at)
{
	return field == FIELD_TITLE ? 4 : at < 300 ? 2 : 1;
}

/* "iTunes for Windows": the platform is another's. */
static bool is_platform(const struct side *side, const struct mention *m)
{
	static const char *const before[] = {" on ", " for ", " auf ", " für ",
	    " para ", " en ", " pour ", " sur ", " per ", " su "};
	for (size_t i = 0; i < sizeof(before) / sizeof(*before) && !m->device;
	     i++) {
		size_t n = strlen(before[i]);
		if (m->start >= n &&
		    memcmp(side->folded + m->start - n, before[i], n) == 0)
			return true;
	}
	return false;
}

#define PLACE_NEAR 40 /* bytes between a system and the phone it comes to */

/* "AquaOS 17 comes to the Teal 9": Teal's matter, who brings it there. */
static const struct mention *comes_to_another(
    const struct side *side, const struct mention *m)
{
	static const char *const before[] = {" on ", " on the ", " for ",
	    " for the ", " to ", " to the ", " auf dem ", " auf das ",
	    " für das ", " al ", " para el ", " sur le ", " pour le ", " su ",
	    " per il ", " no ", " para o ", " ke ", " untuk ", NULL};

	for (size_t i = 0; i < side->mention_count && !m->device; i++) {
		const struct mention *o = &side->mentions[i];

		if (o->device && o->start > m->end &&
		    o->start - m->end <= PLACE_NEAR &&
		    strcmp(o->vendor, m->vendor) != 0 &&
		    span_ends(side->folded, m->end, o->start, before))
			return o;
	}
	return NULL;
}

static const char *match_vendor(const struct reading *r, const struct match *m)
{
	switch (m->use->kind) {
	case USE_VENDOR:
		return r->lex->vendors[m->use->row].name;
	case USE_PERSON:
		return r->lex->persons[m->use->row].vendor;
	case USE_CUE:
	case USE_VERB:
	case USE_ATTRIBUTION:
	case USE_WINDOW:
	case USE_SLOT:
	case USE_TIPSTER:
	case USE_PRODUCT:
	case USE_REGION:
		break;
	}
	return NULL;
}

/* Is a device of that vendor named? */
static bool makes_device(const struct reading *r, const char *vendor)
{
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];

		for (size_t i = 0; i < side->mention_count; i++)
			if (side->mentions[i].device &&
			    strcmp(side->mentions[i].vendor, vendor) == 0)
				return true;
	}
	return false;
}

static bool says(enum force f)
{
	return f == FORCE_NEUTRAL || f == FORCE_STRONG || f == FORCE_OFFICIAL ||
	       f == FORCE_DENY;
}

/* Does the vendor stand right before a verb of saying; first: in the field's
 * first words? */
static bool speaks(const struct reading *r, const struct side *side,
    const char *vendor, bool first)
{
	uint32_t end = 0;

	for (size_t i = 0; i < side->match_count; i++) {
		const struct match *m = &side->matches[i];

		if (m->use->kind == USE_VENDOR &&
		    strcmp(match_vendor(r, m), vendor) == 0)
			end = first && m->start > 0 ? 0 : m->end;
		if (m->use->kind == USE_VERB && end > 0 &&
		    m->start == end + 1 && says(r->lex->verbs[m->use->row]))
			return true;
	}
	return false;
}

/* "Aqua says it skips Android 18": who heads the headline, and says it there,
 * or in the first words of the text. A long text has everybody say something.
 */
static const char *headline_speaker(const struct reading *r)
{
	const struct side *side = &r->side[FIELD_TITLE];
	const char *who = NULL;

	for (size_t i = 0; i < side->match_count; i++)
		if (side->matches[i].use->kind == USE_VENDOR &&
		    side->matches[i].start == 0)
			who = match_vendor(r, &side->matches[i]);
	return who != NULL && (speaks(r, side, who, false) ||
				  speaks(r, &r->side[FIELD_TEXT], who, true))
		   ? who
		   : NULL;
}

/* Of whose phone the headline is, where another house's system comes to it. */
static const char *headline_place(const struct reading *r)
{
	const struct side *side = &r->side[FIELD_TITLE];

	for (size_t i = 0; i < side->mention_count; i++) {
		const struct mention *to =
		    comes_to_another(side, &side->mentions[i]);

		if (to != NULL)
			return to->vendor;
	}
	return NULL;
}

void vendor_choose(struct reading *r)
{
	struct tally tally[16] = {{NULL, 0}};
	const struct source *source = r->item->source;
	if (source != NULL && source->role == ROLE_OFFICIAL &&
	    source->vendor != NULL) {
		r->vendor = source->vendor;
		return;
	}
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];
		for (size_t i = 0; i < side->mention_count; i++)
			tally_add(tally, 16, side->mentions[i].vendor,
			    place_weight(
				(enum field)f, side->mentions[i].start) *
				(is_platform(side, &side->mentions[i]) ||
					    comes_to_another(
						side, &side->mentions[i])
					? 0.5
					: 1));
		for (size_t i = 0; i < side->match_count; i++) {
			const char *v = match_vendor(r, &side->matches[i]);
			if (v != NULL && !byline_on_network(v, side->folded,
					     side->matches[i].start))
				tally_add(tally, 16, v,
				    place_weight(
					(enum field)f, side->matches[i].start));
		}
	}
	size_t best = 0;
	for (size_t i = 1; i < 16 && tally[i].name != NULL; i++)
		if (tally[i].weight > tally[best].weight)
			best = i;
	r->vendor = tally[best].name;
	const char *place = headline_place(r);

	if (place != NULL)
		r->vendor = place;
	if (r->vendor != NULL && !makes_device(r, r->vendor)) {
		const char *head = headline_speaker(r);

		if (head != NULL)
			r->vendor = head;
	}
}

/* "From outside the App Store" is about what is outside of it. */
static bool is_beyond(const struct side *side, const struct mention *m)
{
	static const char *const before[] = {"outside the ", "outside of the ",
	    "other than the ", "außerhalb des ", "fuera de la ", "hors de l'",
	    "fuori dall'", "fora da ", "di luar ", NULL};
	return span_ends(side->folded, 0, m->start, before);
}

/* What it is about: the product of that vendor named most, the earlier one
 * where that is equal; software before the phone it runs on. */
void subject_choose(struct reading *r)
{
	double best = 0, phone = 0;
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];
		for (size_t i = 0; i < side->mention_count; i++) {
			const struct mention *m = &side->mentions[i];
			double w = 0;
			if (r->vendor == NULL ||
			    strcmp(m->vendor, r->vendor) != 0 ||
			    is_beyond(side, m))
				continue;
			for (int g = 0; g < 2; g++)
				for (size_t k = 0; k < r->side[g].mention_count;
				     k++)
					if (strcmp(r->side[g].mentions[k].name,
						m->name) == 0)
						w += place_weight((enum field)g,
						    r->side[g]
							.mentions[k]
							.start);
			if (m->device && w > phone) {
				phone = w;
				r->phone = m;
			}
			if (!m->device)
				w *= 1.5;
			if (m->version != NULL)
				w += 0.5;
			if (m->row->rumored_name)
				w *= 0.3;
			if (w > best) {
				best = w;
				r->subject = m;
			}
		}
	}
}
