/*
 * What follows what, and how it is called: "the new system replaces MIUI" is a
 * successor and an end, "will be called MIOS" is a name. That there will be a
 * successor is often taken for granted; then it is not claimed.
 */
#include "judge/draw.h"

#include <string.h>

/* The system that another one follows: MIUI of HyperOS and of MIOS. */
static const struct product *predecessor(
    const struct drawn *d, const struct mention *m)
{
	return m == NULL || m->row->predecessor == NULL
		   ? NULL
		   : lexicon_product(d->r->lex, m->row->predecessor);
}

static const struct mention *newcomer(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (drawn_of_vendor(d->r, m) && m->row->predecessor != NULL)
			return m;
	}
	return NULL;
}

/*
 * "The successor of MIUI will be called MIOS" claims a name, and takes for
 * granted that there is a successor; "a successor called MIOS" claims both.
 */
static bool takes_for_granted(const struct drawn *d,
    const struct match *trigger, const struct mention *next)
{
	const char *s = d->side->folded;
	uint32_t at = trigger->start;

	if (d->official || next == NULL || !next->row->rumored_name)
		return false;
	return at < 2 || memcmp(s + at - 2, "a ", 2) != 0;
}

/* "Could call their new system X": theirs it is already. */
static bool is_known_already(const struct drawn *d, const struct match *trigger)
{
	static const char *const owners[] = {
	    "their ", "its ", "the ", "ihr ", "su ", "leur ", "il loro ", NULL};
	if (d->trigger[ASPECT_NAME] == NULL || d->official)
		return false;
	return span_ends(d->side->folded, d->p->start, trigger->start, owners);
}

/* "If X replaces Y, ...": a premise, not a claim. */
static bool is_premise(const struct drawn *d, const struct match *trigger)
{
	static const char *const ifs[] = {
	    "if ", "falls ", "wenn ", "si ", "se ", "如果", "若"};
	uint32_t from = d->p->start;
	if (trigger->start > from + 40)
		from = trigger->start - 40;
	for (uint32_t i = from; i < trigger->start; i++) {
		if (i > d->p->start && d->side->folded[i - 1] != ' ')
			continue;
		for (size_t k = 0; k < sizeof(ifs) / sizeof(*ifs); k++) {
			size_t n = strlen(ifs[k]);
			if (i + n <= trigger->start &&
			    memcmp(d->side->folded + i, ifs[k], n) == 0)
				return memchr(d->side->folded + i, ',',
					   trigger->start - i) == NULL;
		}
	}
	return false;
}

static bool denies_name(const struct drawn *d)
{
	struct claim c = {.aspect = ASPECT_NAME};

	if (d->trigger[ASPECT_NAME] == NULL)
		return false;
	negation_take(d, d->trigger[ASPECT_NAME], &c);
	return c.modality == MODALITY_DENIED;
}

/* "Everybody is moved from X to Y": Y takes the place of X. */
static const struct mention *moved_from(const struct drawn *d)
{
	static const char *const from[] = {"from ", "from the "};
	const struct mention *m;

	if (d->p->mentions < 2 || !drawn_says(d, PHRASE_MOVES))
		return NULL;
	m = d->side->mentions + d->p->mention;
	for (size_t i = 0; i + 1 < d->p->mentions; i++)
		for (size_t k = 0; k < 2; k++) {
			uint32_t n = (uint32_t)strlen(from[k]);

			if (!m[i].device && !m[i + 1].device &&
			    m[i].start >= d->p->start + n &&
			    memcmp(d->side->folded + m[i].start - n, from[k],
				n) == 0 &&
			    m[i + 1].start - m[i].end == 4 &&
			    memcmp(d->side->folded + m[i].end, " to ", 4) ==
				0 &&
			    drawn_of_vendor(d->r, &m[i]) &&
			    drawn_of_vendor(d->r, &m[i + 1]) &&
			    strcmp(m[i].name, m[i + 1].name) != 0)
				return &m[i];
		}
	return NULL;
}

static bool moved_claims(struct drawn *d)
{
	const struct mention *from = moved_from(d);
	struct claim c, end;

	if (from == NULL)
		return false;
	c = claim_begin(d, ASPECT_SUCCESSOR, from);
	end = claim_begin(d, ASPECT_DISCONTINUATION, from);
	if (passage_has(d->p, CUE_NEGATED) &&
	    !d->trigger[ASPECT_DISCONTINUATION])
		c.modality = end.modality = MODALITY_DENIED;
	claim_add(d, &c);
	claim_add(d, &end);
	return true;
}

/* "The unified system comes with the Aqua 9." */
static bool is_union(const struct drawn *d, const struct match *trigger)
{
	return drawn_says_of(d, PHRASE_UNIFIED, trigger);
}

void successor_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_SUCCESSOR];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	if (moved_claims(d) || trigger == NULL || is_premise(d, trigger))
		return;
	if (strncmp(d->side->folded + trigger->end - 3, "one of ", 7) == 0)
		return; /* "would become one of the largest owners" */
	if (trigger_describes(d, trigger) && d->official &&
	    (old == NULL || denies_name(d)))
		return; /* "the new system will not be called that" */
	if (trigger_describes(d, trigger) &&
	    (takes_for_granted(d, trigger, next) ||
		is_known_already(d, trigger)))
		return;
	if (trigger_describes(d, trigger) && !d->official &&
	    d->subject != NULL && d->subject->row->predecessor != NULL &&
	    !d->subject->row->rumored_name)
		return; /* "the new system" is the one that is named */
	struct claim c = claim_begin(d, ASPECT_SUCCESSOR, d->subject);
	if (old != NULL) {
		c.product = old->name;
		c.version = NULL;
		c.value = next->row->rumored_name ? NULL : next->name;
	} else if (d->subject != NULL && d->subject->device &&
		   is_union(d, trigger)) {
		c.product = c.version = NULL; /* of two houses, on a phone */
	} else if (d->subject != NULL && d->subject->device) {
		return;
	} else if (d->subject != NULL && d->subject->row->rumored_name &&
		   d->subject->row->predecessor != NULL) {
		c.product = d->subject->row->predecessor;
		c.version = NULL;
	}
	negation_take(d, trigger, &c);
	claim_add(d, &c);
	if (!trigger_replaces(d, trigger))
		return;
	struct claim end = claim_begin(d, ASPECT_DISCONTINUATION, d->subject);
	if (old != NULL) {
		end.product = old->name;
		end.version = NULL;
	}
	negation_take(d, trigger, &end);
	end.modality = c.modality;
	claim_add(d, &end);
}

/* "Others name January 11": the word gives a date, not a name. */
bool trigger_gives_date(const struct drawn *d, const struct match *trigger)
{
	for (size_t i = 0; trigger != NULL && i < d->window_count; i++)
		if (d->windows[i].start >= trigger->end &&
		    d->windows[i].start - trigger->end < 6)
			return true;
	return false;
}

/* "iOS 26", said of iOS 26 itself. */
static bool is_own_version(const struct claim *c)
{
	size_t n = c->product == NULL ? 0 : strlen(c->product);

	return n > 0 && c->version != NULL &&
	       strncmp(c->value, c->product, n) == 0 && c->value[n] == ' ' &&
	       strcmp(c->value + n + 1, c->version) == 0;
}

#define NAME_NEAR 8 /* bytes: "called the X" */

/* "Bard will now be called Gemini", in an item on Gemini: Bard gets the name.
 */
static void named_take(
    const struct drawn *d, const struct match *trigger, struct claim *c)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->end > trigger->start || text_same(m->name, c->value) ||
		    !drawn_of_vendor(d->r, m))
			continue;
		c->product = m->name;
		c->version = m->version;
		c->vendor = m->vendor;
	}
}

/* "Its watch will be called Aqua Watch": a name that the lexicon has, and the
 * thing has not yet. */
static bool is_name_to_come(const struct drawn *d, const struct match *trigger)
{
	return !d->official && d->subject != NULL &&
	       d->subject->start >= trigger->end &&
	       d->subject->start - trigger->end <= NAME_NEAR &&
	       (drawn_says(d, PHRASE_MAY_COME) || drawn_says(d, PHRASE_FUTURE));
}

#define IN_HOUSE_NEAR 48 /* bytes behind the verb */

/* "Called Luck inside the company": no name that anything will have. */
static bool is_in_house(const struct drawn *d, const struct match *trigger)
{
	uint32_t end;

	if (trigger == NULL || d->official)
		return false;
	end = trigger->end + IN_HOUSE_NEAR;
	return drawn_says_in(d, PHRASE_IN_HOUSE, trigger->start,
	    end < d->p->end ? end : d->p->end);
}

void name_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_NAME];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	if (trigger_gives_date(d, trigger) || is_in_house(d, trigger))
		return;
	if (trigger == NULL && !d->official && d->phone != NULL &&
	    aboard_stands(d))
		return; /* what the phone comes with, and not how it is called
			 */
	struct claim c = claim_begin(d, ASPECT_NAME, d->subject);
	if (next != NULL && next->row->rumored_name)
		c.value = next->name;
	else if (d->official && old != NULL &&
		 (trigger != NULL || d->trigger[ASPECT_SUCCESSOR] != NULL))
		c.value = next->name;
	else if (d->official && c.modality == MODALITY_ASSERTED &&
		 (passage_has(d->p, CUE_ANNOUNCE) ||
		     passage_has(d->p, CUE_RELEASE)) &&
		 release_name(d->r, d->p, false) != NULL)
		c.value = release_name(d->r, d->p, false);
	else if (trigger != NULL || d->attribution >= 0 ||
		 d->hedge >= HEDGED_FROM)
		c.value =
		    value_of(d->r, d->p, ASPECT_NAME, trigger, d->subject);
	if (trigger != NULL && c.value != NULL && d->subject != NULL &&
	    d->subject->device && text_same(c.value, d->subject->name) &&
	    d->subject->start > trigger->start)
		c.product = d->subject->row->name; /* its line gets the name */
	if (trigger != NULL && text_same(c.value, c.product))
		named_take(d, trigger, &c);
	if (trigger != NULL && text_same(c.value, c.product) &&
	    (is_name_to_come(d, trigger) ||
		naming_goal(d->r, d->p, trigger->start, trigger->end) != NULL))
		c.product = c.version = NULL; /* what gets it has none yet */
	if (c.value == NULL || text_same(c.value, c.product)) {
		if (old == NULL || c.value == NULL)
			return;
	}
	if (old != NULL) {
		c.product = old->name;
		c.version = NULL;
	}
	if (is_own_version(&c))
		c.version = NULL; /* called iOS 26: nothing is known before */
	if (d->official && c.modality == MODALITY_ASSERTED && next != NULL &&
	    next->row->rumored_name)
		return; /* the official speaks of a rumor, not in favour */
	c.in_use = trigger == NULL;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}
