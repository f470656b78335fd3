/*
 * The fold of a partition: one item after the other, in the order of
 * publication. Official word is heard before the item's rumors are, so that
 * a report of the outcome does not carry what it settles.
 */
#include "judge/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/mem.h"
#include "judge/analyze.h"
#include "judge/bearing.h"
#include "model/doc.h"

void fold_free_live(struct live *r)
{
	free(r->members);
	free(r->refs);
	free(r->transitions);
	free(r->origins);
	free(r->lineages);
	free(r);
}

void fold_reset(struct partition *p)
{
	for (size_t i = 0; i < p->rumor_count; i++)
		fold_free_live(p->rumors[i]);
	p->rumor_count = 0;
	p->fact_count = 0;
	p->folded = 0;
	p->folded_claims = 0;
	p->expired_at = 0;
	p->ruled_at = 0;
	p->next_ruling = 0;
	free(p->gists);
	p->gists = NULL;
	if (p->df)
		memset(p->df, 0, p->df_cap * sizeof(*p->df));
}

static void count_words(struct partition *p, const struct words *w)
{
	size_t most = w->n ? w->v[w->n - 1] + 1 : 0;

	if (most > p->df_cap) {
		size_t cap = p->df_cap ? p->df_cap : 256;

		while (cap < most)
			cap *= 2;
		p->df = mem_grow(p->df, cap, sizeof(*p->df));
		memset(
		    p->df + p->df_cap, 0, (cap - p->df_cap) * sizeof(*p->df));
		p->df_cap = cap;
	}
	for (size_t i = 0; i < w->n; i++)
		p->df[w->v[i]]++;
	p->folded_claims++;
}

void fold_member(struct live *r, struct claim_ref ref, enum part part)
{
	size_t n = r->pub.member_count;

	r->members =
	    mem_room(r->members, n, &r->member_cap, sizeof(*r->members));
	r->refs = mem_room(r->refs, n, &r->ref_cap, sizeof(*r->refs));
	r->refs[n] = ref;
	r->members[n] = (struct rumor_member){
	    .item = ref.item->id,
	    .claim =
		ref.whole || ref_claim(ref)->followed ? -1 : (int)ref.index,
	    .part = part,
	    .published_at = ref.item->published_at,
	    .sentence = ref_claim(ref)->text,
	};
	r->pub.member_count = n + 1;
	r->pub.members = r->members;
	r->touched = true;
	r->print = 0;
}

static bool is_narrower(const struct window *w, const struct window *than)
{
	return w->from >= than->from && w->to <= than->to;
}

/* What a user asks about stays as wide as it was asked. */
static bool is_asked(const struct live *r)
{
	return r->pub.member_count > 0 && r->refs[0].item->asked;
}

/* What the rumor does not say yet, a later carrier may add. */
void fold_complete(struct live *r, const struct board_claim *c)
{
	if (!r->subject)
		r->subject = c->product;
	if (!r->version && product_same(r->subject, c->product))
		r->version = c->version;
	if (!r->value || (c->numbers.n && !r->value_has_number)) {
		r->value = c->value ? c->value : r->value;
		r->value_has_number = c->numbers.n > 0;
	}
	if (!r->stage && !is_asked(r))
		r->stage = c->stage;
	if (window_given(&c->window) &&
	    (!window_given(&r->window) ||
		(!is_asked(r) && is_narrower(&c->window, &r->window))))
		r->window = c->window;
	r->pub.subject = r->subject ? r->subject->text : NULL;
	r->pub.version = r->version ? r->version->text : NULL;
	r->pub.value = r->value ? r->value->text : NULL;
	if (window_given(&r->window))
		r->pub.deadline = r->window.to;
}

struct live *fold_live(
    const struct board_item *item, const struct board_claim *c)
{
	struct live *r = mem_alloc(sizeof(*r));

	r->vendor = c->vendor;
	r->window = (struct window){DATE_NONE, DATE_NONE};
	r->pub = (struct rumor){
	    .vendor = c->vendor ? c->vendor->text : NULL,
	    .aspect = c->aspect,
	    .statement = c->text,
	    .status = RUMOR_OPEN,
	    .first_at = item->published_at,
	};
	fold_complete(r, c);
	/* By when it ends is said by who said it first, or by nobody. */
	if (c->by != DATE_NONE && !window_given(&r->window))
		r->pub.deadline = c->by;
	return r;
}

/* --- official word --- */

#define ANSWER_S (14 * DAY_S) /* within which a report is answered */

/* Aspects whose claims stand by themselves. */
bool claim_is_strong(const struct board_claim *c)
{
	switch (c->aspect) {
	case ASPECT_DISCONTINUATION:
	case ASPECT_SUCCESSOR:
	case ASPECT_NAME:
	case ASPECT_RELEASE_DATE:
	case ASPECT_ROLLOUT:
	case ASPECT_SUPPORT_LENGTH:
		return true;
	case ASPECT_OTHER:
	case ASPECT_ELIGIBILITY:
	case ASPECT_FEATURE:
	case ASPECT_EXCLUSIVITY:
	case ASPECT_REGION:
	case ASPECT_COUNT:
		return false;
	}
	return false;
}

/* Does the item pass on what that source said? */
static bool names_source(const struct board_item *item, const struct name *n)
{
	for (size_t i = 0; n && i < item->named_count; i++)
		if (item->named[i]->key == n->key)
			return true;
	return false;
}

/* Who quotes an official whom the carrier does not has news of his own. */
static bool is_copy_of_carrier(const struct live *r,
    const struct board_item *item, const struct board_claim *by)
{
	for (size_t i = 0; item->copy_of && i < r->pub.member_count; i++)
		if (r->members[i].item == item->copy_of &&
		    r->members[i].part == PART_CARRIES)
			return by->kind != ORIGIN_OFFICIAL ||
			       names_source(r->refs[i].item, by->origin);
	return false;
}

/* The same thing by the lexicon's name for it: "rcs", "sideloading". */
static bool is_same_thing(const struct live *r, const struct board_claim *by)
{
	const struct board_claim *of = ref_claim(r->refs[0]);

	return of->aspect == ASPECT_FEATURE && by->aspect == ASPECT_FEATURE &&
	       of->value && of->value == by->value && of->abroad == by->abroad;
}

/*
 * A yes or no that was given is taken back only where the matter is one that
 * can be told apart: an end, a successor, a name, a date; or a thing that the
 * lexicon knows.
 */
#define REVERSAL_WORDS 0.6

static bool may_decide(const struct partition *p, const struct live *r,
    enum happening what, const struct board_claim *by)
{
	/* What comes of it now comes of the rumor that said so again. */
	if (r->told_anew && r->pub.status == RUMOR_DENIED)
		return false;
	/* What the press quotes does not undo the vendor's own words. */
	if (rumor_status_is_settled(r->pub.status) && r->pub.settled_by &&
	    by->grade > r->transitions[r->pub.transition_count - 1].grade)
		return false;
	return !rumor_status_is_settled(r->pub.status) ||
	       what == HAPPENS_PUT_OFF ||
	       claim_is_strong(ref_claim(r->refs[0])) || is_same_thing(r, by) ||
	       (what == HAPPENS_OFFICIAL_WORD &&
		   r->pub.status == RUMOR_DENIED &&
		   words_coverage(p, &ref_claim(r->refs[0])->words,
		       &by->words) >= REVERSAL_WORDS);
}

/* Denied, and its time has passed: what comes later is another one. */
static bool is_over(const struct live *r, const struct board_item *item)
{
	return r->pub.status == RUMOR_DENIED && r->pub.deadline &&
	       item->published_at > r->pub.deadline;
}

/* "Berlin, 24 September: the beta starts on 8 October."; not so "starts today,
 * more phones follow in May". */
bool claim_is_dateline(const struct sayings *s, size_t at)
{
	const struct board_claim *c = ref_claim(s->refs[at]);
	int64_t now = s->refs[at].item->published_at;

	if (!window_given(&c->window) || c->window.from > now ||
	    c->window.to - c->window.from > 2 * DAY_S ||
	    claim_says(c, PHRASE_TODAY))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		const struct board_claim *o = ref_claim(s->refs[i]);

		if (window_given(&o->window) && o->window.from > now &&
		    o->product == c->product && !strcmp(o->text, c->text))
			return true;
	}
	return false;
}

#define LONG_S (60 * DAY_S)

/* Does the item say of the same release that it comes when it was said to? */
static bool goes_on(
    const struct sayings *s, const struct live *r, const struct board_claim *c)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct board_claim *o = ref_claim(s->refs[i]);

		/* "Others follow this year": the claimed day is the first. */
		if (r->window.to - r->window.from < DAY_S &&
		    o->window.to - o->window.from > LONG_S)
			continue;
		if (o != c && o->aspect == c->aspect &&
		    o->product == c->product &&
		    o->modality == MODALITY_ASSERTED &&
		    window_overlap(&r->window, &o->window) > 0)
			return true;
	}
	return false;
}

/* A Chinese house speaks Chinese to China: of other countries, where those
 * were claimed, it says so. */
static bool is_for_home(const struct board_item *item, const struct live *r,
    const struct board_claim *c)
{
	const struct board_claim *of = founder(r);
	bool at_home =
	    strcasestr(of->text, "china") || strstr(of->text, "中国");

	return (of->abroad || (of->everywhere && !at_home)) &&
	       !strcmp(item->lang, "zh") && !c->place && !c->abroad &&
	       !c->everywhere &&
	       (c->aspect == ASPECT_RELEASE_DATE ||
		   c->aspect == ASPECT_ROLLOUT);
}

/* "In China in March, in India in May", where India was claimed. */
static bool is_of_elsewhere(
    const struct sayings *s, const struct live *r, const struct board_claim *c)
{
	const char *said = ref_claim(r->refs[0])->text;

	if (!c->place || strcasestr(said, c->place->text) ||
	    (c->aspect != ASPECT_RELEASE_DATE && c->aspect != ASPECT_ROLLOUT))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		const struct board_claim *o = ref_claim(s->refs[i]);

		if (o->aspect == c->aspect && o->place &&
		    o->place != c->place && strcasestr(said, o->place->text))
			return true;
	}
	return false;
}

/* Is the claimed name in the item too? Then that is another thing. */
static bool names_claimed(const struct sayings *s, const struct live *r)
{
	for (size_t i = 0; r->value && i < s->n; i++)
		if (name_is_in(ref_claim(s->refs[i])->text, r->value))
			return true;
	return false;
}

/*
 * "The story published by the Ledger is false": whatever that told of the house
 * lately is rejected, where the item speaks of the same matter.
 */
static bool rejects_report(struct board *b, const struct live *r,
    const struct board_item *item, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);
	const struct board_item *by = r->refs[0].item;

	return c->modality == MODALITY_DENIED &&
	       claim_says(c, PHRASE_REJECTS) &&
	       item->published_at <= r->last_at + ANSWER_S &&
	       (name_stands_in(b, of->origin, c->text) ||
		   name_stands_in(b, by->source, c->text)) &&
	       follow_may(b, item, r);
}

/* Is it found by the lexicon's name of the thing alone? */
static bool is_by_name(const struct live *r, const struct board_claim *c)
{
	return c->aspect == ASPECT_FEATURE && !c->followed && c->value &&
	       c->value == founder(r)->value && c->value->thing;
}

/* Tells what the item does to the rumor; false: nothing. */
static bool hear(struct board *b, struct partition *p, struct live *r,
    struct board_item *item, const struct sayings *s)
{
	enum happening what = HAPPENS_NOTHING, one;
	bool half = false;
	size_t by = 0, other = s->n;

	for (size_t i = 0; i < s->n; i++) {
		const struct board_claim *c = ref_claim(s->refs[i]);

		if (!verdict_is_official(item, c) || claim_is_dateline(s, i) ||
		    is_of_elsewhere(s, r, c) || is_for_home(item, r, c) ||
		    (c->presents && names_claimed(s, r)))
			continue;
		one = rejects_report(b, r, item, c) ? HAPPENS_DENIAL
						    : verdict_bearing(p, r, c);
		if (one == HAPPENS_OFFICIAL_WORD && is_by_name(r, c) &&
		    !follow_upholds(b, r, item, c))
			continue;
		/* "In the coming weeks", in the same text: not all of it yet.
		 */
		if (one == HAPPENS_OTHER_DATE && goes_on(s, r, c))
			continue;
		/* Too late to put off what was due before. */
		if (one == HAPPENS_PUT_OFF && item->published_at > r->window.to)
			continue;
		if (one == HAPPENS_OTHER_HALF && what == HAPPENS_NOTHING)
			by = i;
		half |= one == HAPPENS_OTHER_HALF;
		if (one == HAPPENS_PUT_OFF || one == HAPPENS_OTHER_DATE)
			other = i;
		if (verdict_stronger(what, one) != what) {
			what = one;
			by = i;
		}
	}
	/* "Not in May, but in June": the claim is not denied, its time is. */
	if (other < s->n && what == HAPPENS_DENIAL &&
	    aspect_is_of_time(ref_claim(s->refs[by])->aspect)) {
		by = other;
		what = verdict_bearing(p, r, ref_claim(s->refs[by]));
	}
	if (half && what == HAPPENS_OFFICIAL_WORD)
		what = HAPPENS_OFFICIAL_PART;
	/* Neither of two days, told before the first. */
	if (half && what == HAPPENS_NOTHING && r->refs[0].item->asked &&
	    item->published_at < r->window.from)
		what = HAPPENS_PUT_OFF;
	/* Who denies a text copies it in vain. */
	if (what == HAPPENS_NOTHING ||
	    (is_copy_of_carrier(r, item, ref_claim(s->refs[by])) &&
		ref_claim(s->refs[by])->modality != MODALITY_DENIED))
		return false;
	if (r->ruled) {
		p->dirty |=
		    verdict_contest(r, what, item->published_at, &s->refs[by]);
		fold_member(r, s->refs[by], PART_RELATED);
		return true;
	}
	if (!is_over(r, item) &&
	    may_decide(p, r, what, ref_claim(s->refs[by])) &&
	    verdict_apply(r, what, item->published_at, &s->refs[by])) {
		fold_member(r, s->refs[by], PART_SETTLES);
		p->dirty = true;
	} else {
		fold_member(r, s->refs[by], PART_RELATED);
	}
	return true;
}

/* An end is told by a word for it; that it goes on, by any. */
static bool may_answer(const struct live *r, const struct board_claim *c)
{
	return c->sought && (r->pub.aspect != ASPECT_DISCONTINUATION ||
				c->modality == MODALITY_DENIED);
}

/* The item read with the rumor in mind. */
static bool hear_again(struct board *b, struct partition *p, struct live *r,
    struct board_item *again)
{
	struct claim_ref refs[CAP_CLAIMS];
	size_t n = 0;

	for (size_t i = 0; again && i < again->claim_count; i++)
		if (may_answer(r, &again->claims[i]))
			refs[n++] =
			    (struct claim_ref){.item = again, .index = i};
	return n > 0 && hear(b, p, r, again, &(struct sayings){refs, n});
}

/* In the words of each who carries it, until one is answered. */
static bool hear_followed(struct board *b, struct partition *p, struct live *r,
    struct board_item *item)
{
	struct board_item *again;

	for (size_t i = 0; follow_official(b, r, item, i, &again); i++)
		if (hear_again(b, p, r, again))
			return true;
	return false;
}

/* What an item says by itself, but not of the rumor's own aspect. */
static bool hear_others(struct board *b, struct partition *p, struct live *r,
    struct board_item *item, const struct sayings *s)
{
	struct claim_ref refs[CAP_CLAIMS];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (ref_claim(s->refs[i])->aspect != r->pub.aspect)
			refs[n++] = s->refs[i];
	return n > 0 && hear(b, p, r, item, &(struct sayings){refs, n});
}

static void hear_item(struct board *b, struct partition *p, struct live *r,
    struct board_item *item, const struct sayings *s, bool any)
{
	if (item->told && r->pub.aspect == ASPECT_ELIGIBILITY &&
	    follow_knows(b, r)) {
		if (!hear_followed(b, p, r, item) && any)
			hear_others(b, p, r, item, s);
		return;
	}
	if (item->told && follow_knows(b, r)) {
		if (!hear_followed(b, p, r, item) && any)
			hear(b, p, r, item, s);
		return;
	}
	if (!any || !hear(b, p, r, item, s))
		hear_followed(b, p, r, item);
}

static void hear_officials(struct board *b, struct partition *p,
    struct board_item *item, const struct sayings *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		if (!verdict_is_official(item, ref_claim(s->refs[i])))
			continue;
		p->facts = mem_room(
		    p->facts, p->fact_count, &p->fact_cap, sizeof(*p->facts));
		p->facts[p->fact_count++] = s->refs[i];
		any = true;
	}
	for (size_t i = 0; (any || item->told) && i < p->rumor_count; i++)
		hear_item(b, p, p->rumors[i], item, s, any);
}

static const char *told_as(struct board *b, const struct live *r, size_t i)
{
	const char *title = follow_title(b, r->refs[i]);

	return title ? title : r->members[i].sentence;
}

/*
 * A reader of any language gets along in English: the claim is told in the
 * first carrier's words, and in the first English one's where there is one.
 */
static void tell(struct board *b, struct live *r)
{
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_item *by = r->refs[i].item;

		if (r->members[i].part != PART_CARRIES || !by->lang ||
		    strncmp(by->lang, "en", 2) != 0)
			continue;
		r->pub.statement = told_as(b, r, i);
		return;
	}
	r->pub.statement = told_as(b, r, 0);
}

static void update_origins(
    struct board *b, const struct partition *p, struct live *r, int64_t at)
{
	struct claim_ref by;

	r->touched = false;
	r->print = 0;
	tell(b, r);
	provenance_update(p, r);
	by = r->refs[r->pub.member_count - 1];
	verdict_apply(r,
	    r->pub.origin_count >= 2 ? HAPPENS_SECOND_ORIGIN
				     : HAPPENS_ORIGINS_JOIN,
	    at, &by);
}

void fold_expire(const struct board *b, struct partition *p, int64_t now)
{
	for (size_t i = 0; i < p->rumor_count; i++) {
		struct live *r = p->rumors[i];

		if (!r->pub.deadline ||
		    r->pub.deadline + b->policy.deadline_grace_s >= now)
			continue;
		if (!verdict_apply(r, HAPPENS_DEADLINE, r->pub.deadline, NULL))
			continue;
		p->dirty = true;
		p->expired_at = now;
	}
}

void fold_next(struct board *b, struct partition *p)
{
	size_t first = p->folded, end = first;
	struct board_item *item = p->claims[first].item;

	while (end < p->claim_count && p->claims[end].item == item)
		end++;
	rulings_apply(b, p, item->published_at);
	fold_expire(b, p, item->published_at);
	for (size_t i = first; i < end; i++) {
		if (!ref_claim(p->claims[i])->presents)
			count_words(p, &ref_claim(p->claims[i])->words);
		ref_claim(p->claims[i])->carries = false;
		ref_claim(p->claims[i])->placed = false;
	}
	hear_officials(
	    b, p, item, &(struct sayings){p->claims + first, end - first});
	carry_item(b, p, first, end);
	for (size_t i = 0; i < p->rumor_count; i++)
		if (p->rumors[i]->touched)
			update_origins(b, p, p->rumors[i], item->published_at);
	p->folded = end;
}

void fold_free(struct partition *p)
{
	fold_reset(p);
	mark_drop(p);
	free(p->rumors);
	free(p->facts);
	free(p->df);
	free(p->weights);
	free(p->claims);
	free(p);
}
