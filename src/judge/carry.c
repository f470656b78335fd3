/*
 * Which rumors an item passes on, and which it opens. First what it says is
 * held against what is known: claim by claim, then the item as it reads with
 * each rumor in mind, then by its words as a whole. What is left may be new.
 */
#include <string.h>

#include "base/mem.h"
#include "judge/analyze.h"
#include "judge/bearing.h"
#include "judge/fold.h"
#include "text/date.h"

#define RUMOR_SCORE	 0.5  /* an item that reports unconfirmed news */
#define ATTRIBUTED_SCORE 0.25 /* one that names its source may be lower */

/* --- what may open a rumor --- */

/*
 * A guess or a look back passes a rumor on only where the item is about the
 * same event, and reports it as open.
 */
#define MENTION_SCORE 0.4

static bool may_join(const struct board_item *item, const struct board_claim *c)
{
	return !item->noise && item->role != ROLE_OFFICIAL &&
	       c->kind != ORIGIN_OFFICIAL &&
	       ((!c->own_guess && !c->background) ||
		   (item->rumor_score >= MENTION_SCORE &&
		       item->class != CLASS_OFFICIAL));
}

static bool is_of_story(const struct live *r, const struct board_item *item)
{
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (r->refs[i].item->story == item->story)
			return true;
	return false;
}

/* "Aqua plans to drop it, the Ledger has learned": however sober the item. */
static bool is_told_plan(
    const struct board_item *item, const struct board_claim *c)
{
	bool comes = claim_says(c, PHRASE_PLANS) || claim_says(c, PHRASE_ACTS);

	comes |=
	    window_given(&c->window) && c->window.from > item->published_at;
	comes |= c->kind == ORIGIN_TIPSTER;
	return comes && !claim_says(c, PHRASE_LEAKED) && c->said_here &&
	       c->in_lead && !c->of_crowd &&
	       (c->named_here ||
		   (c->vendor && strcasestr(c->text, c->vendor->text))) &&
	       (!c->stranger || c->kind == ORIGIN_ANONYMOUS) &&
	       !(c->aspect == ASPECT_OTHER && c->numbers.n) &&
	       (c->kind == ORIGIN_TIPSTER || c->kind == ORIGIN_OUTLET ||
		   c->kind == ORIGIN_ANONYMOUS);
}

/* Whose word it is, where that is said, makes up for a sober tone. */
static bool is_rumor_news(
    const struct board_item *item, const struct board_claim *c)
{
	if (c->rival)
		return true;
	if (item->class == CLASS_RUMOR)
		return item->rumor_score >= RUMOR_SCORE;
	/* Beside the official news, insiders are heard on what comes next. */
	if (item->class != CLASS_OTHER)
		return c->own_source && c->kind == ORIGIN_ANONYMOUS &&
		       !c->of_crowd && c->of_future &&
		       c->modality == MODALITY_HEDGED;
	return c->modality == MODALITY_HEDGED &&
	       ((item->rumor_score >= ATTRIBUTED_SCORE &&
		    (c->kind == ORIGIN_TIPSTER || c->kind == ORIGIN_OUTLET)) ||
		   is_told_plan(item, c));
}

/* "Soon", "in the coming months": from now on, and long. */
#define VAGUE_S	  (35 * DAY_S)
#define LONGEST_S (200 * DAY_S) /* "next year" */

/* "This year", "by the end of June": a part of the calendar, however long. */
static bool is_of_calendar(const struct window *w)
{
	struct civil c;

	date_to_civil(w->to + 1, &c);
	return c.day == 1 && c.month % 3 == 1;
}

static bool is_vague(
    const struct board_item *item, const struct board_claim *by)
{
	const struct window *w = &by->window;
	bool firm = by->own_source && by->named_here && by->kind != ORIGIN_NONE;

	if (is_of_calendar(w) && (firm || w->to - w->from <= LONGEST_S))
		return false;
	return (w->from <= item->published_at && w->to - w->from > VAGUE_S) ||
	       w->to - w->from > LONGEST_S;
}

/* A time that is over or vague, or none at all, is no claim about a date. */
static bool says_when(const struct board *b, const struct board_item *item,
    const struct board_claim *c)
{
	if (c->aspect != ASPECT_RELEASE_DATE && c->aspect != ASPECT_ROLLOUT)
		return true;
	if (!window_given(&c->window))
		return c->value != NULL && c->kind != ORIGIN_DOCUMENT;
	/* A time that has begun, and nobody is named: what goes on anyway. */
	if (c->window.from <= item->published_at && c->kind == ORIGIN_NONE)
		return false;
	if (c->window.to <= item->published_at + DAY_S &&
	    c->kind != ORIGIN_TIPSTER)
		return false;
	return c->window.to >= item->published_at - DAY_S &&
	       (b->policy.takes_vague || !is_vague(item, c));
}

static bool is_question(const char *text)
{
	size_t n = strlen(text);

	return (n > 0 && text[n - 1] == '?') ||
	       (n > 2 && !strcmp(text + n - 3, "\xef\xbc\x9f"));
}

/*
 * "It could inform its staff in April", "detach the keyboard and it goes
 * away": a date is of a product or an event, and an end of what its sentence
 * names.
 */
static bool is_of_nothing(const struct board_claim *c)
{
	if (c->aspect == ASPECT_RELEASE_DATE || c->aspect == ASPECT_ROLLOUT)
		return !c->product && !claim_says(c, PHRASE_EVENT);
	return c->aspect == ASPECT_DISCONTINUATION && c->product &&
	       !c->named_here && !c->titled && !c->value;
}

static bool may_found(const struct board *b, const struct board_item *item,
    const struct board_claim *c)
{
	if ((is_question(c->text) && !c->in_title) || is_of_nothing(c))
		return false;
	return may_join(item, c) && !c->own_guess && !c->background &&
	       c->modality != MODALITY_DENIED &&
	       (c->modality == MODALITY_HEDGED || c->kind != ORIGIN_NONE ||
		   item->role == ROLE_TIPSTER) &&
	       says_when(b, item, c) && is_rumor_news(item, c);
}

/* Does its sentence make another claim too? */
static bool is_shared(
    const struct board_item *item, const struct board_claim *c)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if (&item->claims[i] != c &&
		    item->claims[i].aspect != c->aspect &&
		    !strcmp(item->claims[i].text, c->text))
			return true;
	return false;
}

/* Does its sentence say when? Then the place is a part of that. */
static bool is_of_time(
    const struct board_item *item, const struct board_claim *c)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if ((item->claims[i].aspect == ASPECT_RELEASE_DATE ||
			item->claims[i].aspect == ASPECT_ROLLOUT) &&
		    window_given(&item->claims[i].window) &&
		    !strcmp(item->claims[i].text, c->text))
			return true;
	return false;
}

/*
 * A single line of a list of features is no rumor unless it is what the item
 * is about: in its title, with a number of its own, said by a tipster of the
 * future, or all that the item has.
 */
static bool is_the_matter(
    const struct board_item *item, const struct board_claim *c)
{
	/* The number of a chip is its name, and no figure. */
	if (c->in_title || claim_is_fate(c) || c->aboard ||
	    (c->numbers.n && !value_is_chip(c->value->text)))
		return true;
	/* A place that is named beside something else is only where. */
	if (c->aspect == ASPECT_REGION &&
	    (!c->is_only || is_of_time(item, c)) && is_shared(item, c))
		return false;
	if (c->own_source && c->of_future && c->kind == ORIGIN_TIPSTER)
		return true;
	for (size_t i = 0; i < item->claim_count; i++)
		if (item->claims[i].carries)
			return false;
	return true;
}

static bool is_date(const struct board_claim *c)
{
	return c->aspect == ASPECT_RELEASE_DATE || c->aspect == ASPECT_ROLLOUT;
}

/*
 * Is it a part of what the item passes on or has opened? In one sentence the
 * day, the price or the place is of what comes, and that it comes to a phone
 * without a day is of all that the item says.
 */
static bool is_detail(
    const struct board_item *item, const struct board_claim *c)
{
	for (size_t i = 0; i < item->claim_count; i++) {
		const struct board_claim *o = &item->claims[i];
		bool here = !strcmp(o->text, c->text);

		if (o == c || !o->carries)
			continue;
		/* What it says as a whole is told by what it says. */
		if (c->aspect == ASPECT_OTHER && !c->value)
			return true;
		if (is_date(c) && !window_given(&c->window))
			return true;
		if (here && is_date(c) && !is_date(o))
			return true;
		if (here && c->aspect != o->aspect &&
		    (c->aspect == ASPECT_REGION ||
			(c->aspect == ASPECT_OTHER && c->numbers.n)))
			return true;
		/* "For 2,000 yuan or 290 dollars" */
		if (here && c->aspect == o->aspect && c->numbers.n &&
		    o->numbers.n && c->product == o->product)
			return true;
	}
	return false;
}

/* Has official word answered the claim before it came up? */
static bool is_answered(struct partition *p, struct live *r, int64_t at)
{
	for (size_t i = p->fact_count; i-- > 0;) {
		if (p->facts[i].item->published_at < at - BOARD_MEMORY_S)
			break;
		switch (verdict_bearing(p, r, ref_claim(p->facts[i]))) {
		case HAPPENS_OFFICIAL_WORD:
		case HAPPENS_OFFICIAL_SUCCESSOR:
		case HAPPENS_OFFICIAL_PART:
		case HAPPENS_OFFICIAL_LIMIT:
		case HAPPENS_OTHER_NAME:
		case HAPPENS_REPLACED:
		case HAPPENS_EXCLUDED:
		case HAPPENS_DENIAL:
			return true;
		case HAPPENS_NOTHING:
		case HAPPENS_SECOND_ORIGIN:
		case HAPPENS_ORIGINS_JOIN:
		case HAPPENS_DEADLINE:
		case HAPPENS_OTHER_DATE:
		case HAPPENS_PUT_OFF:
		case HAPPENS_OTHER_VALUE:
		case HAPPENS_CAME_OUT:
		case HAPPENS_OTHER_HALF:
			break;
		}
	}
	return false;
}

static struct live *found(
    struct partition *p, struct claim_ref ref, bool whatever)
{
	struct live *r = fold_live(ref.item, ref_claim(ref));

	fold_member(r, ref, PART_CARRIES);
	if (!whatever && is_answered(p, r, ref.item->published_at)) {
		ref_claim(ref)->placed = true;
		fold_free_live(r);
		return NULL;
	}
	p->rumors = mem_room(
	    p->rumors, p->rumor_count, &p->rumor_cap, sizeof(*p->rumors));
	p->rumors[p->rumor_count++] = r;
	return r;
}

/* Where a user put the claim; else where it belongs and may go. */
static struct live *find_pinned(
    const struct board *b, const struct partition *p, struct claim_ref ref)
{
	const struct board_claim *c = ref_claim(ref);
	struct live *r = ruling_find(p, c);

	if (r || ruling_opens(c))
		return r;
	r = unify_find(b, p, ref.item, c);
	return r && !ruling_forbids(p, c, r) ? r : NULL;
}

/* --- claim by claim --- */

/* Is the claim the newest member of the rumor? */
static bool is_in(const struct live *r, struct claim_ref ref)
{
	const struct claim_ref *last = &r->refs[r->pub.member_count - 1];

	return last->item == ref.item && last->index == ref.index;
}

#define AGAIN_S (14 * DAY_S) /* after a no: before that it is the old talk */

static bool is_of_origins(const struct live *r, const struct name *origin)
{
	for (size_t i = 0; i < r->pub.origin_count; i++)
		if (r->pub.origins[i].name &&
		    !strcmp(r->pub.origins[i].name, origin->text))
			return true;
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (ref_claim(r->refs[i])->origin == origin)
			return true;
	return false;
}

/*
 * Somebody else says again, weeks after its maker denied it, what was denied:
 * that is news, and a rumor of its own.
 */
static bool is_new_word(const struct live *r, const struct board_item *item,
    const struct board_claim *c)
{
	return r->pub.status == RUMOR_DENIED && !r->ruled &&
	       item->published_at >= r->pub.settled_at + AGAIN_S &&
	       item->class == CLASS_RUMOR && claim_is_strong(c) && c->titled &&
	       c->origin && !c->background &&
	       (c->kind == ORIGIN_TIPSTER || c->kind == ORIGIN_OUTLET) &&
	       !is_of_origins(r, c->origin);
}

static void carry(const struct board *b, struct partition *p,
    struct claim_ref ref, bool may_open)
{
	struct board_claim *c = ref_claim(ref);
	bool pinned = claim_is_pinned(c);
	bool asked = b->policy.asked && b->policy.asked == ref.item->id;
	struct live *r, *denied = NULL;

	if (!pinned && !asked &&
	    (!may_join(ref.item, c) || !says_when(b, ref.item, c)))
		return;
	r = pinned ? find_pinned(b, p, ref) : unify_find(b, p, ref.item, c);
	if (r && !pinned && !asked && (c->own_guess || c->background) &&
	    !is_of_story(r, ref.item))
		return;
	if (r && is_in(r, ref))
		return;
	if (r && !pinned && !asked && is_new_word(r, ref.item, c)) {
		if (!may_open)
			return; /* it is looked at again */
		denied = r;
		r = NULL;
	}
	if (r) {
		bool settled = rumor_status_is_settled(r->pub.status);
		/* What it has in few words may be another thing than this. */
		bool other = !r->value && c->value && !claim_is_strong(c) &&
			     !is_of_story(r, ref.item);

		fold_member(r, ref, settled ? PART_RESTATES : PART_CARRIES);
		if (!settled && !other && c->aspect == r->pub.aspect)
			fold_complete(r, c);
	} else if (pinned || asked ||
		   (may_open && may_found(b, ref.item, c) &&
		       (claim_is_strong(c) || is_the_matter(ref.item, c)) &&
		       !is_detail(ref.item, c))) {
		r = found(p, ref, pinned || asked || denied);
		if (r && denied)
			denied->told_anew = true;
	}
	if (!r)
		return;
	ruling_joined(p, c, r);
	r->last_at = ref.item->published_at;
	c->placed = true;
	c->carries = !rumor_status_is_settled(r->pub.status);
	p->dirty = true;
}

static bool carries(const struct board_item *item)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if (item->claims[i].carries)
			return true;
	return false;
}

/* "It should debut in October", at the end of a piece on something else. */
static bool is_aside(const struct board_claim *c)
{
	return c->aspect == ASPECT_RELEASE_DATE && !c->in_lead &&
	       !c->said_here && claim_says(c, PHRASE_PRESUMES) &&
	       !claim_says(c, PHRASE_PLANS);
}

/*
 * What may open a rumor. An item that passes on what is known opens another
 * with its headline alone; one that does not, with its headline and what it
 * has by somebody's word, else with whatever it has. A figure is a claim by
 * itself: the price of the larger one, beside that of the smaller.
 */
static bool may_open(
    const struct board_item *item, const struct board_claim *c, bool passes_on)
{
	if (passes_on && is_date(c) && !window_given(&c->window))
		return false;
	return c->titled || c->numbers.n > 0 ||
	       (!passes_on &&
		   ((c->own_source && !is_aside(c)) || !carries(item)));
}

/* Which claims are looked at, and what with them. */
enum carrying { TO_KNOWN, TO_NEW, TO_NEW_ALONE };

/* That it comes to a phone, and not when, is told with whatever comes. */
static bool comes_first(const struct board_claim *c)
{
	return claim_is_strong(c) && (!is_date(c) || window_given(&c->window));
}

/* Those that stand by themselves first, then the others. */
static void carry_claims(const struct board *b, struct partition *p,
    const struct sayings *s, enum carrying to)
{
	for (size_t n = 0; n < 2 * s->n; n++) {
		size_t i = n % s->n;
		struct board_item *item = s->refs[i].item;
		const struct board_claim *c = ref_claim(s->refs[i]);

		if (comes_first(c) == (n < s->n) && !claim_is_dateline(s, i) &&
		    !verdict_is_official(item, c))
			carry(b, p, s->refs[i],
			    to != TO_KNOWN && may_open(item, c, to == TO_NEW));
	}
}

/* --- what is known, in words of the item's own --- */

static bool is_open(const struct live *r, const struct board_item *item)
{
	if (rumor_status_is_settled(r->pub.status))
		return false;
	for (size_t i = r->pub.member_count; i-- > 0;)
		if (r->members[i].item == item->id)
			return false;
	return true;
}

static void join(struct partition *p, struct live *r, struct claim_ref ref)
{
	fold_member(r, ref, PART_CARRIES);
	r->last_at = ref.item->published_at;
	p->dirty = true;
}

/*
 * By its words, and not by what any claim of it says: its headline stands for
 * it, and no other claim is compared with its own.
 */
static void join_whole(
    struct partition *p, struct live *r, struct claim_ref first)
{
	const char *title = told_title(first.item);

	first.whole = true;
	join(p, r, first);
	if (title)
		r->members[r->pub.member_count - 1].sentence = title;
}

/* Do they pass on the word of one and the same? */
static bool names_same(const struct board_item *a, const struct board_item *b)
{
	for (size_t i = 0; i < a->named_count; i++)
		for (size_t k = 0; k < b->named_count; k++)
			if (a->named[i]->key == b->named[k]->key)
				return true;
	return false;
}

/*
 * Is it of one event with a carrier, or by one source? Words alone join what
 * has nothing to do with each other: of two that were of different sources and
 * events three in four were wrong, of those by one source or of one event one
 * in twenty (doc/judgement.md).
 */
static bool is_kin(const struct live *r, const struct board_item *item)
{
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_item *of = r->refs[i].item;

		if (r->members[i].part == PART_CARRIES &&
		    ((of->story && of->story == item->story) ||
			names_same(of, item)))
			return true;
	}
	return false;
}

#define CARRIERS 8 /* the newest; more say nothing new */

/* The mean over those who carry it. */
static double nearness(const struct board *b, const struct partition *p,
    const struct live *r, const struct gist *gist)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = r->pub.member_count; i-- > 0 && n < CARRIERS;) {
		const struct gist *of;

		if (r->members[i].part != PART_CARRIES)
			continue;
		of = told_gist(b, board_item_find(b, r->members[i].item));
		if (!of)
			continue;
		sum += gist_near(p->gists, of, gist);
		n++;
	}
	return n ? sum / (double)n : 0;
}

/* The item read with the rumor in mind: does it pass that on? */
static bool join_again(struct board *b, struct partition *p, struct live *r,
    struct board_item *item, enum follow_by by)
{
	struct board_item *again = follow_carrier(b, r, item, by);

	for (size_t i = 0; again && i < again->claim_count; i++) {
		const struct board_claim *c = &again->claims[i];

		if (!c->sought || !may_join(again, c) ||
		    !says_when(b, again, c) || verdict_is_official(again, c) ||
		    !unify_fits(b, p, r, again, c))
			continue;
		join(p, r, (struct claim_ref){.item = again, .index = i});
		return true;
	}
	return false;
}

static bool join_all(
    struct board *b, struct partition *p, struct board_item *item)
{
	bool any = false;

	for (size_t i = 0; i < p->rumor_count; i++) {
		struct live *r = p->rumors[i];

		any |= is_open(r, item) && is_kin(r, item) &&
		       (join_again(b, p, r, item, FOLLOW_SENTENCE) ||
			   join_again(b, p, r, item, FOLLOW_TITLE));
	}
	return any;
}

#define NEAR   0.06 /* the mean over its carriers, of unit vectors */
#define LONG_S (120 * DAY_S)

/* What it has to say that stands by itself; or NULL. */
static const struct board_claim *leading(
    const struct board *b, const struct board_item *item)
{
	for (size_t i = 0; i < item->claim_count; i++) {
		const struct board_claim *c = &item->claims[i];

		if (claim_is_strong(c) &&
		    (c->titled || window_given(&c->window)) &&
		    may_found(b, item, c))
			return c;
	}
	return NULL;
}

/* Of what it speaks; who names nothing may speak of it. */
static bool is_of_product(const struct live *r, const struct board_item *item)
{
	bool other = false;

	for (size_t i = 0; i < item->claim_count; i++) {
		const struct name *of = item->claims[i].product;

		if (!of || product_near(of, r->subject))
			return true;
		other = true;
	}
	return !other;
}

/* Two numbers, two names, two things of the lexicon, two times. */
static bool is_at_odds(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	if (window_given(&r->window) && window_given(&c->window))
		return window_overlap(&r->window, &c->window) <= 0;
	return values_compare(of, c) == VALUES_OPPOSITE ||
	       (values_compare(of, c) == VALUES_DIFFER &&
		   (c->aspect == ASPECT_NAME ||
		       (of->numbers.n && c->numbers.n) ||
		       (of->value->thing && c->value->thing)));
}

/* Does it say something else of what the rumor is about? */
static bool says_otherwise(const struct live *r, const struct board_item *item)
{
	for (size_t i = 0; i < item->claim_count; i++) {
		const struct board_claim *c = &item->claims[i];

		if (c->aspect == r->pub.aspect &&
		    (c->carries || is_at_odds(r, c)))
			return true;
	}
	return false;
}

/* The rumor whose carriers have most of the item's words. */
static struct live *nearest(const struct board *b, const struct partition *p,
    const struct board_item *item, const struct gist *gist)
{
	struct live *found = NULL;
	double most = NEAR;

	for (size_t i = 0; i < p->rumor_count; i++) {
		struct live *r = p->rumors[i];
		double near;

		if (!is_open(r, item) || !is_kin(r, item) ||
		    (r->subject && !is_of_product(r, item)) ||
		    says_otherwise(r, item) ||
		    item->published_at > r->last_at + LONG_S)
			continue;
		near = nearness(b, p, r, gist);
		if (near > most) {
			most = near;
			found = r;
		}
	}
	return found;
}

/* Its words, where it may be another's report of a rumor; or NULL. */
static const struct gist *gist_of(
    const struct board *b, struct partition *p, const struct sayings *s)
{
	const struct board_item *item = s->refs[0].item;
	const struct gist *gist;

	if (item->class == CLASS_OFFICIAL ||
	    item->rumor_score < ATTRIBUTED_SCORE ||
	    !may_join(item, ref_claim(s->refs[0])))
		return NULL;
	gist = told_gist(b, item);
	if (gist)
		p->gists = gist_count(p->gists, gist);
	return gist;
}

static bool join_nearest(const struct board *b, struct partition *p,
    const struct sayings *s, const struct gist *gist)
{
	const struct board_item *item = s->refs[0].item;
	struct live *r;

	if (carries(item) || leading(b, item))
		return false;
	r = nearest(b, p, item, gist);
	if (r)
		join_whole(p, r, s->refs[0]);
	return r != NULL;
}

/* Is its own news of another product, or of one model where others are meant?
 */
static bool is_of_another(const struct live *r, const struct board_claim *own)
{
	if (!own || !own->product || !r->subject ||
	    product_same(own->product, r->subject) ||
	    product_kin(own->product, r->subject))
		return false;
	return !product_near(own->product, r->subject) ||
	       strpbrk(own->product->key, "0123456789");
}

#define NEAR_STORY 0.04 /* within one story most of it is one rumor */

/* What others told of the same event it tells too. */
static bool join_story(const struct board *b, struct partition *p,
    const struct sayings *s, const struct gist *gist)
{
	struct board_item *item = s->refs[0].item;
	const struct board_claim *own = leading(b, item);
	bool any = false;

	for (size_t i = 0; item->story && i < p->rumor_count; i++) {
		struct live *r = p->rumors[i];

		if (!is_open(r, item) || !is_of_story(r, item) ||
		    says_otherwise(r, item) || is_of_another(r, own) ||
		    nearness(b, p, r, gist) < NEAR_STORY)
			continue;
		join_whole(p, r, s->refs[0]);
		any = true;
	}
	return any;
}

static bool join_told(
    struct board *b, struct partition *p, const struct sayings *s)
{
	bool any = join_all(b, p, s->refs[0].item);
	const struct gist *gist = gist_of(b, p, s);

	if (!gist)
		return any;
	any |= join_story(b, p, s, gist);
	return any || join_nearest(b, p, s, gist);
}

/* Has a user said where one of its claims belongs? */
static bool is_ruled(const struct board_item *item)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if (claim_is_pinned(&item->claims[i]))
			return true;
	return false;
}

void carry_item(struct board *b, struct partition *p, size_t first, size_t end)
{
	const struct sayings s = {p->claims + first, end - first};
	struct board_item *item = s.refs[0].item;
	enum carrying to = TO_NEW_ALONE;

	carry_claims(b, p, &s, TO_KNOWN);
	if (item->told && !is_ruled(item) && join_told(b, p, &s)) {
		ref_claim(s.refs[0])->carries = true;
		to = TO_NEW;
	}
	carry_claims(b, p, &s, to);
}
