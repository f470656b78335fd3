/*
 * When something comes: a claim for each time that the sentence names, of the
 * product that is nearest to it. An official's launch without a date is of
 * today; that a thing will not come at all is its end.
 */
#include "judge/draw.h"

#include <string.h>

#include "model/doc.h"
#include "text/prose.h"

/* An official's launch without a date is of today. */
static bool launches_now(const struct drawn *d)
{
	if (!d->official || d->r->published_at == DATE_NONE ||
	    passage_has(d->p, CUE_PAST))
		return false; /* "Ever since it was announced" */
	if (drawn_says(d, PHRASE_SCHEDULE))
		return false; /* when it comes is told, and not yet here */
	/* "It will be released as AquaOS 9": one day */
	return (passage_has(d->p, CUE_RELEASE) &&
		   (!drawn_says(d, PHRASE_FUTURE) ||
		       drawn_says(d, PHRASE_TODAY))) ||
	       (passage_has(d->p, CUE_ANNOUNCE) &&
		   !drawn_says(d, PHRASE_CLAUSE));
}

/* "Magic 6 on January 10 and MagicOS 8.0 on January 11": each its own. */
static const struct mention *window_subject(const struct drawn *d, uint32_t at)
{
	const struct mention *best = NULL;
	if (d->window_count < 2)
		return d->subject;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (drawn_of_vendor(d->r, m) && m->start < at &&
		    !(m->device && phone_is_place(d, m)))
			best = m;
	}
	return best != NULL ? best : d->subject;
}

#define LONG_S (150 * DAY)

/* No time, or a long one: not coming in a month is a delay. */
static bool is_long(const struct claim *c)
{
	return c->window.from == DATE_NONE ||
	       c->window.to - c->window.from > LONG_S;
}

/* That it will not come out is its end, when its maker says so. */
static void end_claim(struct drawn *d, const struct claim *release)
{
	if (!d->official || release->modality != MODALITY_DENIED ||
	    d->p->mentions == 0 || d->modality == MODALITY_DENIED ||
	    d->trigger[ASPECT_DISCONTINUATION] != NULL ||
	    release->window.from != DATE_NONE)
		return;
	struct claim c = *release;
	c.aspect = ASPECT_DISCONTINUATION;
	c.value = NULL;
	c.modality = MODALITY_ASSERTED;
	claim_add(d, &c);
}

/* "Not this year", in October: it is late, and no more is said. */
static bool is_late_in(const struct drawn *d, const struct window *w)
{
	return w->from != DATE_NONE && w->from < d->r->published_at &&
	       w->to - d->r->published_at < LONG_S;
}

/* That it will not come at all, by a rumor: "there is none this year". */
static bool absence_claim(struct drawn *d, const struct claim *release)
{
	struct claim c = *release;

	if (d->official || release->modality != MODALITY_DENIED ||
	    !is_long(release) || is_late_in(d, &release->window) ||
	    d->modality != MODALITY_HEDGED || d->p->mentions == 0 ||
	    release->product == NULL || release->version != NULL ||
	    d->trigger[ASPECT_DISCONTINUATION] != NULL)
		return false;
	c.aspect = ASPECT_DISCONTINUATION;
	c.value = NULL;
	c.window = (struct window){DATE_NONE, DATE_NONE};
	c.modality = MODALITY_HEDGED;
	claim_add(d, &c);
	return true;
}

/* "LeakHouse says the first week of May", "names June". */
static bool verb_before(const struct drawn *d, uint32_t at)
{
	static const char *const verbs[] = {"says ", "said ", "names ", "name ",
	    "gives ", "mentions ", "expects ", "points to ", "says by ",
	    "nennt ", "sagt ", "habla de ", "parle de ", "parla di ", NULL};
	return span_ends(d->side->folded, d->p->start, at, verbs);
}

/* Whose word it is and when, and no verb of coming; or a tipster's note,
 * "AquaOS beta: first week of May". */
static bool dates_without_verb(const struct drawn *d, uint32_t at)
{
	const struct source *source = d->r->item->source;
	const char *s = d->side->folded + d->p->start;
	if (trigger_gives_date(d, d->trigger[ASPECT_NAME]))
		return true;
	if (verb_before(d, at) || (at >= 4 && verb_before(d, at - 4)))
		return true;
	return source != NULL && source->role == ROLE_TIPSTER &&
	       d->p->mentions > 0 && memchr(s, ':', at - d->p->start) != NULL;
}

/* ", and the ": nothing but what joins a list. */
static bool is_list_gap(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const gaps[] = {" and ", ", ", " and the ", " & ",
	    ", and ", ", the ", ", and the ", " und ", " und das ", " y ",
	    " y el ", " et ", " e ", " dan ", "和", "、", "与", "及"};
	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (to - from == strlen(gaps[i]) &&
		    memcmp(d->side->folded + from, gaps[i], to - from) == 0)
			return true;
	return false;
}

/* "Announced the A and the A Pro": each of them is out. */
static void launched_beside(struct drawn *d, const struct claim *first)
{
	const struct mention *last = d->subject;

	if (last == NULL)
		return;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		struct claim c = *first;

		if (!m->device || !last->device ||
		    strcmp(m->vendor, last->vendor) != 0 ||
		    m->start < last->end || m->start - last->end > 10 ||
		    !is_list_gap(d, last->end, m->start))
			continue;
		last = m;
		c.product = m->name;
		c.version = NULL;
		claim_add(d, &c);
	}
}

/* "The helper is now available through AquaOS 9": that is out as well. */
static void brought_by(struct drawn *d, const struct claim *what)
{
	static const char *const words[] = {" available with ",
	    " available through ", " available in ", " available as part of ",
	    " through ", " via ", " arrives with ", " arrives today with ",
	    " comes with ", " comes today with ", " rolling out with ",
	    " verfügbar mit ", " kommt mit ", " disponible con ", " llega con ",
	    " disponible avec ", " disponibile con ", " disponível com ",
	    " tersedia melalui ", NULL};

	if (!d->official || what->modality != MODALITY_ASSERTED)
		return;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		struct claim c = *what;

		if (m->device || m->version == NULL ||
		    text_same(m->name, what->product) ||
		    !drawn_of_vendor(d->r, m) ||
		    !span_ends(d->side->folded, d->p->start, m->start, words))
			continue;
		c.product = m->name;
		c.version = m->version;
		c.value = NULL;
		claim_add(d, &c);
	}
}

/* "Is not delayed, and comes in May": it comes. */
static bool denies_delay(const struct drawn *d, const struct match *trigger)
{
	if (trigger == NULL || !drawn_says_of(d, PHRASE_PUT_OFF, trigger))
		return false;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);

		if (cue != NULL && cue->class == CUE_NEGATED &&
		    m->end <= trigger->start && trigger->start - m->end <= 3)
			return true;
	}
	return false;
}

#define PRE_ORDER_NEAR	 24 /* bytes between the word and its time */
#define PRE_ORDER_BEHIND 15

/* "Can be pre-ordered today, and ships on March 20": it is out when it ships.
 */
static bool is_pre_order(const struct drawn *d, size_t window)
{
	const struct window_hit *w = &d->windows[window];
	uint32_t from = w->start > d->p->start + PRE_ORDER_NEAR
			    ? w->start - PRE_ORDER_NEAR
			    : d->p->start;

	if (d->window_count < 2)
		return false;
	/* "11月5日开启预约": in Chinese the time stands first. */
	return d->r->lang == LANG_ZH
		   ? drawn_says_in(
			 d, PHRASE_PRE_ORDER, w->end, w->end + PRE_ORDER_BEHIND)
		   : drawn_says_in(d, PHRASE_PRE_ORDER, from, w->start);
}

/* "Tickets for the launch event are sold from June 3": a way in. */
static bool is_of_admission(const struct drawn *d, uint32_t window)
{
	return drawn_says_in(d, PHRASE_ADMISSION, d->p->start, window);
}

#define NOT_NEAR 14 /* bytes: "not in early ", "will not make it in " */

/* Is it a no that turns to a yes before the time: "not in May but in June"? */
static bool turns(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const joints[] = {" but ", " sondern ", " sino ",
	    " mais ", " ma ", " mas ", " now ", " jetzt ", " nun ", " ahora ",
	    " désormais ", " ora ", " agora ", " kini ", "而是", "现", "改",
	    "调整", "推迟", "提前", NULL};

	return span_has(d->side->folded + from, to - from, joints);
}

/* "We had planned to release it in May": and it is not so any more. */
static bool was_planned(const struct drawn *d, const struct window_hit *w)
{
	const struct phrase_hit *h =
	    phrase_next(passage_phrases(d->r, d->p), PHRASE_HAD_PLANNED, NULL);

	return h != NULL && h->end <= w->start && !turns(d, h->end, w->start);
}

/* "September is off the table", "not in September": when it does not come. */
static bool is_ruled_out(const struct drawn *d, const struct window_hit *w)
{
	const struct phrases_found *f = passage_phrases(d->r, d->p);

	if (phrase_behind(f, PHRASE_RULED_OUT, d->side->folded, w->end) !=
		NULL ||
	    window_is_moved(d->r, d->p, w) || was_planned(d, w))
		return true;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);

		if (cue != NULL && cue->class == CUE_NEGATED &&
		    m->end <= w->start && w->start - m->end <= NOT_NEAR &&
		    !turns(d, m->end, w->start))
			return true;
	}
	return false;
}

/* "It will not make May and comes in June": the no is of the first time. */
static bool is_behind_another(
    const struct drawn *d, const struct match *trigger, size_t window)
{
	const struct window_hit *w = &d->windows[window];

	return trigger != NULL && window > 0 && trigger->start < w[-1].start &&
	       !is_list_gap(d, w[-1].end, w->start);
}

/* "It needs more time": later than whoever asks was told, and no time given. */
static bool is_held_up(const struct drawn *d, const struct match *trigger)
{
	return d->official && d->modality != MODALITY_DENIED &&
	       drawn_says_of(d, PHRASE_HELD_UP, trigger);
}

/* "Tomorrow's keynote": the time is the event's, and no product's. */
static bool is_of_event(const struct drawn *d, size_t i)
{
	const struct phrases_found *f = passage_phrases(d->r, d->p);
	const char *s = d->side->folded;
	uint32_t at = d->windows[i].end;

	if (d->official)
		return false;
	if (strncmp(s + at, "'s", 2) == 0)
		at += 2;
	return phrase_behind(f, PHRASE_THE_EVENT, s, at) != NULL;
}

/* "..., which is to be previewed in June": told besides, where what stands
 * before says nothing of a release. */
static bool is_besides(
    const struct drawn *d, const struct match *trigger, size_t i)
{
	const struct phrases_found *f = passage_phrases(d->r, d->p);
	const struct phrase_hit *h = NULL, *last = NULL;
	uint32_t at = d->windows[i].start;

	if (d->official || d->p->field == FIELD_TITLE)
		return false;
	while ((h = phrase_next(f, PHRASE_WHICH, h)) != NULL)
		if (h->end <= at)
			last = h;
	return last != NULL &&
	       (trigger == NULL || trigger->start >= last->start) &&
	       memchr(d->side->folded + last->end, ',', at - last->end) == NULL;
}

/* "Cases for the Aqua 9 are available": something for it comes, and not it. */
static bool is_for_subject(const struct drawn *d, const struct match *trigger)
{
	static const char *const words[] = {" for the ", " for ", " für das ",
	    " fürs ", " para el ", " para la ", " pour le ", " per il ",
	    " para o ", " untuk ", NULL};

	return d->official && trigger != NULL && d->subject != NULL &&
	       d->subject == d->phone && d->subject->start >= d->p->start &&
	       d->subject->end <= trigger->start && d->p->mentions == 1 &&
	       span_ends(
		   d->side->folded, d->p->start, d->subject->start, words) &&
	       !drawn_says(d, PHRASE_SOFTWARE) && !drawn_says(d, PHRASE_EVENT);
}

/* "It comes to all AquaOS 9 users in May": what comes is not AquaOS 9. */
static bool is_for_users(const struct drawn *d)
{
	static const char *const words[] = {" to ", " to all ", " to every ",
	    " for ", " for all ", " for every ", " für ", " für alle ",
	    " an alle ", " para ", " pour ", " per ", " untuk ", NULL};
	static const char *const users[] = {" users", " user ", " customers",
	    " owners", " subscribers", " pcs", "-nutzer", " nutzer",
	    "-anwender", "用户"};
	const struct mention *m = d->subject;
	const char *behind;

	if (m == NULL || m == d->phone || m->start < d->p->start ||
	    m->end > d->p->end || d->p->mentions > 1 ||
	    !span_ends(d->side->folded, d->p->start, m->start, words))
		return false;
	behind = d->side->folded + m->end;
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++)
		if (strncmp(behind, users[i], strlen(users[i])) == 0)
			return true;
	return false;
}

/*
 * "Additional phones get it in the third quarter": beside those that the text
 * names, and no day of the system's own.
 */
static bool is_of_the_rest(const struct drawn *d)
{
	return !d->official && d->p->field == FIELD_TEXT && d->phone == NULL &&
	       drawn_says(d, PHRASE_THE_REST);
}

void release_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_RELEASE_DATE];
	enum aspect aspect = ASPECT_RELEASE_DATE;
	if (trigger == NULL)
		trigger = d->trigger[ASPECT_ROLLOUT];
	/* "The A follows on May 3": in others' schedules it is one line of
	 * many. */
	if (d->all_past || is_for_subject(d, trigger) || is_for_users(d) ||
	    (!d->official && trigger != NULL &&
		strncmp(d->side->folded + trigger->start, "follow", 6) == 0))
		return;
	for (size_t i = 0; i < d->window_count; i++) {
		if (is_pre_order(d, i) || is_of_event(d, i) ||
		    drawn_tells_later(d) ||
		    is_of_admission(d, d->windows[i].start) ||
		    (trigger == NULL &&
			!dates_without_verb(d, d->windows[i].start)))
			continue;
		struct claim c = claim_begin(
		    d, aspect, window_subject(d, d->windows[i].start));
		struct match at = {d->windows[i].start, d->windows[i].end,
		    trigger != NULL ? trigger->use : NULL};
		c.window = d->windows[i].window;
		c.background |= is_besides(d, trigger, i) || is_of_the_rest(d);
		c.value = value_of(d->r, d->p, aspect, &at, d->subject);
		if (!d->windows[i].not_before && !denies_delay(d, trigger) &&
		    !is_behind_another(d, trigger, i))
			negation_take(d, trigger, &c);
		if (!d->windows[i].not_before &&
		    is_ruled_out(d, &d->windows[i]))
			c.modality = MODALITY_DENIED;
		end_claim(d, &c);
		if (absence_claim(d, &c))
			continue;
		claim_add(d, &c);
		brought_by(d, &c);
		if (d->official && c.window.from <= d->r->published_at)
			launched_beside(d, &c);
	}
	if (d->window_count > 0 || trigger == NULL)
		return;
	struct claim c = claim_begin(d, aspect, d->subject);
	c.value = value_of(d->r, d->p, aspect, trigger, d->subject);
	negation_take(d, trigger, &c);
	if (launches_now(d) && c.modality == MODALITY_ASSERTED) {
		int64_t day = day_of(d->r->published_at);
		c.window = (struct window){day, day + DAY - 1};
		claim_add(d, &c);
		launched_beside(d, &c);
		brought_by(d, &c);
	} else if (is_held_up(d, trigger)) {
		claim_add(d, &c);
	} else if (d->phone != NULL && d->subject != d->phone &&
		   (d->official || !aboard_stands(d)) &&
		   d->trigger[ASPECT_EXCLUSIVITY] == NULL &&
		   d->trigger[ASPECT_SUPPORT_LENGTH] == NULL) {
		c.value = d->phone->name; /* "debuts on the Xiaomi 14" */
		claim_add(d, &c);
	} else if (d->official && c.modality == MODALITY_DENIED) {
		end_claim(d, &c);
		claim_add(d, &c);
	}
}
