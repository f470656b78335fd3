/*
 * What a user has said of rumors, as an input of the fold: a verdict is
 * applied when its time comes, claims that were merged or split are put into
 * one rumor or kept apart before anything else is asked, and of what was
 * attributed the source is known. Rulings are found again by the claims that
 * they name, so that another lexicon does not lose them. Where two say
 * different things of a claim the newer one is followed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/fold.h"

/* --- copies --- */

static const struct ruled_claim *copy_claims(const struct ruling *w)
{
	struct ruled_claim *copy = mem_array(w->claim_count, sizeof(*copy));

	for (size_t i = 0; i < w->claim_count; i++) {
		copy[i] = w->claims[i];
		copy[i].sentence = mem_strdup(w->claims[i].sentence);
	}
	return copy;
}

static void ruling_free(struct board_ruling *r)
{
	for (size_t i = 0; i < r->word.claim_count; i++)
		free((char *)r->word.claims[i].sentence);
	free((struct ruled_claim *)r->word.claims);
	free((char *)r->word.because);
	free(r->pins);
	free(r);
}

void rulings_free(struct board *b)
{
	for (size_t i = 0; i < b->ruling_count; i++)
		ruling_free(b->rulings[i]);
	free(b->rulings);
}

/* --- which claims --- */

static struct partition *pin_partition(struct board *b, const struct pin *pin)
{
	return partition_of(b, ref_claim(pin->ref)->vendor);
}

static void fold_anew(struct board *b, const struct board_ruling *r)
{
	for (size_t i = 0; i < r->pin_count; i++)
		if (r->pins[i].ref.item)
			pin_partition(b, &r->pins[i])->stale = true;
}

/* How surely it is the claim that was meant; 0: it is not. */
static int likeness(
    const struct ruled_claim *meant, const struct board_claim *c, size_t index)
{
	bool same_text = meant->sentence && !strcmp(meant->sentence, c->text);

	if (meant->aspect != c->drawn)
		return 0;
	return 1 + 2 * same_text + (meant->claim == (int)index);
}

static void find_claim(struct board_item *e, const struct ruled_claim *meant,
    struct claim_ref *ref)
{
	int best = 0, like;

	*ref = (struct claim_ref){0};
	for (size_t i = 0; i < e->claim_count; i++) {
		like = likeness(meant, &e->claims[i], i);
		if (like <= best)
			continue;
		best = like;
		*ref = (struct claim_ref){.item = e, .index = i};
	}
}

static void add_pin(
    struct board_ruling *r, unsigned side, struct claim_ref ref, size_t *cap)
{
	r->pins = mem_room(r->pins, r->pin_count, cap, sizeof(*r->pins));
	r->pins[r->pin_count++] =
	    (struct pin){.ruling = r, .side = side, .ref = ref};
}

static void find_pins(struct board *b, struct board_ruling *r)
{
	size_t cap = 0;

	r->pins = NULL;
	r->pin_count = 0;
	for (size_t i = 0; i < r->word.claim_count; i++) {
		const struct ruled_claim *meant = &r->word.claims[i];
		struct board_item *e = board_item_find(b, meant->item);
		struct claim_ref ref = {0};

		if (e && meant->claim >= 0)
			find_claim(e, meant, &ref);
		if (ref.item)
			add_pin(r, meant->side, ref, &cap);
		for (size_t k = 0; e && meant->claim < 0 && k < e->claim_count;
		     k++)
			add_pin(r, meant->side,
			    (struct claim_ref){.item = e, .index = k}, &cap);
	}
}

static bool same_pins(
    const struct board_ruling *r, const struct pin *old, size_t n)
{
	if (r->pin_count != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (r->pins[i].ref.item != old[i].ref.item ||
		    r->pins[i].ref.index != old[i].ref.index)
			return false;
	return true;
}

static void unlink_claims(const struct board_ruling *r)
{
	for (size_t i = 0; i < r->pin_count; i++) {
		if (!r->pins[i].ref.item)
			continue;
		ref_claim(r->pins[i].ref)->pins = NULL;
		ref_claim(r->pins[i].ref)->said_first = NULL;
	}
}

/* Older rulings have been linked before. */
static void link_claims(struct board_ruling *r)
{
	for (size_t i = 0; i < r->pin_count; i++) {
		struct pin *pin = &r->pins[i];
		struct board_claim *c = ref_claim(pin->ref);

		if (r->source)
			c->said_first = r->source;
		if (r->word.kind != RULING_MERGE_RUMORS &&
		    r->word.kind != RULING_SPLIT_RUMOR)
			continue;
		pin->next = c->pins;
		c->pins = pin;
	}
}

void rulings_resolve(struct board *b)
{
	if (!b->unresolved)
		return;
	b->unresolved = false;
	for (size_t i = 0; i < b->ruling_count; i++)
		unlink_claims(b->rulings[i]);
	for (size_t i = 0; i < b->ruling_count; i++) {
		struct board_ruling *r = b->rulings[i];
		struct pin *old = r->pins;
		size_t n = r->pin_count;

		find_pins(b, r);
		if (!same_pins(r, old, n)) {
			for (size_t k = 0; k < n; k++)
				if (old[k].ref.item)
					pin_partition(b, &old[k])->stale = true;
			fold_anew(b, r);
		}
		free(old);
		link_claims(r);
	}
}

void rulings_forget(struct board *b, const struct board_item *e)
{
	for (size_t i = 0; i < b->ruling_count; i++)
		for (size_t k = 0; k < b->rulings[i]->pin_count; k++)
			if (b->rulings[i]->pins[k].ref.item == e)
				b->rulings[i]->pins[k].ref.item = NULL;
}

/* --- in force, and not any more --- */

static bool comes_later(const struct ruling *a, const struct ruling *b)
{
	return a->at != b->at ? a->at > b->at : a->id > b->id;
}

/* How far the partitions have come is counted in rulings. */
static void shift(struct board *b, size_t at, bool added)
{
	const struct map_entry *e;

	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;) {
		struct partition *p = e->value;

		if (p->next_ruling <= at)
			continue;
		p->next_ruling =
		    added ? p->next_ruling + 1 : p->next_ruling - 1;
	}
}

void board_rule(struct board *b, const struct ruling *word)
{
	struct board_ruling *r = mem_alloc(sizeof(*r));
	size_t at = b->ruling_count;

	r->word = *word;
	r->word.claims = copy_claims(word);
	r->word.because = mem_strdup(word->because);
	r->word.link = r->word.user = NULL; /* not judgement's matter */
	r->source = intern_name(b, word->source);
	r->word.source = NULL;
	b->rulings = mem_room(
	    b->rulings, b->ruling_count, &b->ruling_cap, sizeof(*b->rulings));
	while (at > 0 && comes_later(&b->rulings[at - 1]->word, word))
		at--;
	memmove(&b->rulings[at + 1], &b->rulings[at],
	    (b->ruling_count - at) * sizeof(*b->rulings));
	b->rulings[at] = r;
	b->ruling_count++;
	shift(b, at, true);
	b->unresolved = true;
}

void board_unrule(struct board *b, int64_t id)
{
	struct board_ruling *r = NULL;
	size_t at = 0;

	while (at < b->ruling_count && b->rulings[at]->word.id != id)
		at++;
	if (at == b->ruling_count)
		return;
	r = b->rulings[at];
	fold_anew(b, r);
	unlink_claims(r);
	memmove(&b->rulings[at], &b->rulings[at + 1],
	    (b->ruling_count - at - 1) * sizeof(*b->rulings));
	b->ruling_count--;
	shift(b, at, false);
	ruling_free(r);
	b->unresolved = true;
}

bool ruling_merged_away(const struct board *b, int64_t rumor)
{
	for (size_t i = 0; i < b->ruling_count; i++)
		if (b->rulings[i]->word.kind == RULING_MERGE_RUMORS &&
		    b->rulings[i]->word.other == rumor)
			return true;
	return false;
}

void rulings_reset(struct board *b, const struct partition *p)
{
	for (size_t i = 0; i < b->ruling_count; i++)
		for (int side = 0; side < RULING_SIDES; side++)
			if (b->rulings[i]->where[side] == p) {
				b->rulings[i]->where[side] = NULL;
				b->rulings[i]->rumor[side] = NULL;
			}
}

/* --- verdicts --- */

static struct live *rumor_of(const struct partition *p, struct claim_ref ref)
{
	for (size_t i = 0; i < p->rumor_count; i++) {
		struct live *r = p->rumors[i];

		for (size_t k = 0; k < r->pub.member_count; k++)
			if (r->refs[k].item == ref.item &&
			    r->refs[k].index == ref.index &&
			    (r->members[k].part == PART_CARRIES ||
				r->members[k].part == PART_RESTATES))
				return r;
	}
	return NULL;
}

static void apply(
    const struct board *b, struct partition *p, const struct board_ruling *r)
{
	struct live *rumor = NULL;

	for (size_t i = 0; !rumor && i < r->pin_count; i++)
		rumor = rumor_of(p, r->pins[i].ref);
	if (!rumor)
		return;
	fold_expire(b, p, r->word.at);
	verdict_rule(rumor, &r->word);
	p->ruled_at = r->word.at;
	p->dirty = true;
}

void rulings_apply(const struct board *b, struct partition *p, int64_t until)
{
	while (p->next_ruling < b->ruling_count &&
	       b->rulings[p->next_ruling]->word.at <= until) {
		const struct board_ruling *r = b->rulings[p->next_ruling++];

		if (r->word.kind == RULING_SETTLE ||
		    r->word.kind == RULING_REOPEN)
			apply(b, p, r);
	}
}

/* --- which rumor --- */

bool claim_is_pinned(const struct board_claim *c)
{
	return c->pins != NULL;
}

static struct live *side_of(
    const struct partition *p, const struct pin *pin, unsigned side)
{
	return pin->ruling->where[side] == p ? pin->ruling->rumor[side] : NULL;
}

struct live *ruling_find(const struct partition *p, const struct board_claim *c)
{
	for (const struct pin *pin = c->pins; pin; pin = pin->next) {
		struct live *r = side_of(p, pin, pin->side);

		if (pin->ruling->word.kind == RULING_MERGE_RUMORS && !r)
			r = side_of(p, pin, !pin->side);
		if (r && !ruling_forbids(p, c, r))
			return r;
	}
	return NULL;
}

/* The newest that knows the rumor says so. */
bool ruling_forbids(const struct partition *p, const struct board_claim *c,
    const struct live *r)
{
	for (const struct pin *pin = c->pins; pin; pin = pin->next) {
		if (side_of(p, pin, pin->side) == r)
			return false;
		if (side_of(p, pin, !pin->side) == r)
			return pin->ruling->word.kind == RULING_SPLIT_RUMOR;
	}
	return false;
}

bool ruling_opens(const struct board_claim *c)
{
	return c->pins->ruling->word.kind == RULING_SPLIT_RUMOR &&
	       c->pins->side == RULING_GOES;
}

void ruling_joined(
    struct partition *p, const struct board_claim *c, struct live *r)
{
	for (const struct pin *pin = c->pins; pin; pin = pin->next) {
		struct board_ruling *ruling = pin->ruling;

		r->merged |= ruling->word.kind == RULING_MERGE_RUMORS;
		if (ruling->where[pin->side] == p)
			continue;
		ruling->where[pin->side] = p;
		ruling->rumor[pin->side] = r;
	}
}
