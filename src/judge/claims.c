/*
 * Claims, sentence by sentence: what the triggers of slots.tsv say of which
 * product, by whose word, how certain. A sentence makes one claim of each
 * aspect it touches, and one release-date claim for each window; so "MIUI 14
 * is the last, a successor comes, it is called MIOS" is three.
 */
#include "judge/about.h"
#include "judge/draw.h"
#include "judge/eligible.h"
#include "judge/matter.h"
#include "judge/noword.h"
#include "judge/recall.h"
#include "judge/polarity.h"
#include "judge/term.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "text/date.h"
#include "text/token.h"

static int by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_stop_word(const char *w, size_t n)
{
	static const char *const stops =
	    " the and for that with are was has "
	    "its this from have but not will they their been would which "
	    "also than more when who what about into one out all can new "
	    "now just only over after before there were had could may "
	    "might said says according ";
	char key[12] = " ";
	if (n > 9)
		return false;
	memcpy(key + 1, w, n);
	memcpy(key + 1 + n, " ", 2);
	return strstr(stops, key) != NULL;
}

static void words_take(struct drawn *d, struct claim *c)
{
	struct tokens tokens;
	struct token t;
	size_t cap = 0, n = 0;
	const char **words = NULL;
	const char *s = d->side->folded + d->p->start;
	token_start(&tokens, s, d->p->end - d->p->start);
	while (token_next(&tokens, &t)) {
		size_t len = t.end - t.start;
		/* "3x", "4k": short, and all that matters */
		if (t.kind == TOKEN_WORD &&
		    !isdigit((unsigned char)s[t.start]) &&
		    (len < 3 || is_stop_word(s + t.start, len)))
			continue;
		words = arena_room(d->r->arena, words, n, &cap, sizeof(*words));
		words[n++] = arena_strndup(d->r->arena, s + t.start, len);
	}
	if (n > 1)
		qsort(words, n, sizeof(*words), by_word);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(words[i], words[kept - 1]) != 0)
			words[kept++] = words[i];
	c->words = words;
	c->word_count = kept;
}

bool text_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* A sentence that says again what one before it said adds nothing; it takes
 * the place of a headline's where it is better attributed. */
static bool repeats(struct reading *r, const struct claim *c)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		struct claim *o = &r->claims[i];
		if (o->aspect != c->aspect || o->presents != c->presents ||
		    !text_same(o->product, c->product) ||
		    !text_same(o->version, c->version) ||
		    (c->aspect == ASPECT_OTHER &&
			!text_same(o->vendor, c->vendor)) ||
		    !text_same(o->value, c->value) ||
		    o->modality != c->modality ||
		    o->window.from != c->window.from ||
		    o->window.to != c->window.to)
			continue;
		bool better = c->answers || c->grade < o->grade ||
			      (o->field == FIELD_TITLE && !c->background &&
				  !c->own_guess) ||
			      (o->background && !c->background) ||
			      (o->own_guess && !c->own_guess);
		bool answers = o->answers || c->answers;
		bool sought = o->sought || c->sought;
		bool titled = o->titled || o->field == FIELD_TITLE;
		int64_t by = c->by == DATE_NONE ? o->by : c->by;
		if (better)
			*o = *c;
		o->by = by;
		o->titled = titled && o->field != FIELD_TITLE;
		o->answers = answers;
		o->sought = sought;
		return true;
	}
	return false;
}

struct claim claim_begin(
    const struct drawn *d, enum aspect aspect, const struct mention *subject)
{
	struct claim c = {
	    .aspect = aspect,
	    .vendor = subject != NULL ? subject->vendor : d->r->vendor,
	    .product = subject != NULL ? subject->name : NULL,
	    .version = subject != NULL ? subject->version : NULL,
	    .window = {DATE_NONE, DATE_NONE},
	    .by = DATE_NONE,
	    .modality = d->modality,
	    .grade = d->grade,
	    .attribution = d->attribution,
	    .own_guess = d->own_guess,
	    .background = d->background,
	    .field = d->p->field,
	    .sentence = d->p->span,
	};
	return c;
}

void claim_add(struct drawn *d, struct claim *c)
{
	struct reading *r = d->r;
	if (r->claim_count == CAP_CLAIMS ||
	    (c->vendor == NULL && c->product == NULL && r->about == NULL &&
		r->whole == NULL))
		return;
	/* The thing is there, and not so much of it as was claimed, or not as
	 * it was. */
	if (r->about != NULL && c->grade <= GRADE_B &&
	    c->aspect == ASPECT_FEATURE && c->value != NULL &&
	    text_same(c->value, r->about->claim->value) &&
	    c->modality != MODALITY_DENIED &&
	    (!recall_has_numbers(d) || about_lacks_degree(d) ||
		(about_kind_says(d) == SAYS_NO && !about_denies(r->about)) ||
		recall_is_apart(d, false)))
		return;
	if (!c->granted) /* that is known better */
		c->in_part = c->grade <= GRADE_B && about_in_part(d);
	if (c->text == NULL)
		c->text = original(r, d->side, d->p->start, d->p->end);
	c->sought |= r->about != NULL && c->words != NULL &&
		     c->words == r->about->claim->words;
	if (c->words == NULL)
		words_take(d, c);
	if (repeats(r, c))
		return;
	r->claims = arena_room(r->arena, r->claims, r->claim_count,
	    &r->claim_cap, sizeof(*r->claims));
	r->claims[r->claim_count++] = *c;
}

#define NEGATION_NEAR 12 /* bytes: "is not BEING discontinued" */

/*
 * Discontinuation is a negation by nature: "there will be no 9T" claims it.
 * Denied it is where the negation belongs to the trigger itself.
 */
static bool negates_end(const struct drawn *d, const struct match *negation,
    const struct match *trigger)
{
	const char *s = d->side->folded;

	if (negation->end > trigger->start ||
	    trigger->start - negation->end > NEGATION_NEAR)
		return false;
	return memchr(s + negation->end, ',', trigger->start - negation->end) ==
	       NULL;
}

#define NOT_NEAR 24 /* bytes: "ne va donc pas quitter" */
#define NOTS	 16 /* of one sentence */

/* "Not planned", where the end stands before as a noun. */
static bool is_of_plan(const struct drawn *d, const struct noword_hit *m)
{
	const struct phrase_hit *h =
	    phrase_next(passage_phrases(d->r, d->p), PHRASE_PLANNED, NULL);

	while (h != NULL && (h->start < m->end || h->start > m->end + NOT_NEAR))
		h = phrase_next(passage_phrases(d->r, d->p), PHRASE_PLANNED, h);
	return h != NULL;
}

/*
 * "Ne quitte pas", "no cierra", "schließt ... nicht": other languages have one
 * word for no and put it before any verb, or behind it.
 */
static bool says_not(const struct drawn *d, const struct match *trigger)
{
	struct noword_hit marks[NOTS];
	const char *s = d->side->folded;
	size_t n = nowords_find(d->r->lex->nowords, d->r->lang, s, d->p->start,
	    d->p->end, marks, NOTS);

	for (size_t i = 0; i < n; i++) {
		const struct noword_hit *m = &marks[i];
		bool before = m->end <= trigger->start;
		uint32_t from = before ? m->end : trigger->end;
		uint32_t to = before ? trigger->start : m->start;

		if (m->class != NOWORD_NOT || to < from ||
		    strcspn(s + from, ",;:.\"") < to - from)
			continue;
		if (before ? to - from <= NOT_NEAR
			   : is_of_plan(d, m) || d->r->lang == LANG_DE)
			return true;
	}
	return false;
}

/* A headline may have two sentences: "Asked about X. He did not answer." */
static bool is_elsewhere(const struct drawn *d, const struct match *negation,
    const struct match *trigger)
{
	const char *s = d->side->folded;
	uint32_t from = negation->end, to = trigger->start;

	if (negation->start > trigger->end) {
		from = trigger->end;
		to = negation->start;
	}
	for (uint32_t i = from; i + 1 < to; i++)
		if ((strchr(".;!?", s[i]) != NULL && s[i + 1] == ' ') ||
		    memcmp(s + i, "\xe3\x80\x82", 3) == 0)
			return true;
	return false;
}

/* A headline that begins "No AquaOS ...". */
static bool says_no_product(const struct drawn *d)
{
	static const char *const no[] = {"no ", "kein ", "keine ", "sin ",
	    "pas de ", "niente ", "sem ", "tidak ada "};
	const char *s = d->side->folded;

	if (d->p->field != FIELD_TITLE || d->p->mentions == 0)
		return false;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		size_t n = strlen(no[i]);

		if (strncmp(s, no[i], n) == 0 &&
		    d->side->mentions[d->p->mention].start < n + 8)
			return true;
	}
	return false;
}

bool trigger_is_thing(const struct drawn *d, const struct match *trigger)
{
	const struct slot_row *slot;

	if (!d->official || trigger->use == NULL ||
	    trigger->use->kind != USE_SLOT ||
	    trigger_is_bare(d->r->lex, trigger))
		return false;
	slot = &d->r->lex->slots[trigger->use->row];
	return slot->aspect == ASPECT_FEATURE &&
	       (slot->value == NULL || strncmp(slot->value, "no ", 3) != 0);
}

/* "won't replace": the aspect itself is denied. */
void negation_take(
    const struct drawn *d, const struct match *trigger, struct claim *c)
{
	if (trigger == NULL || drawn_says(d, PHRASE_GRANTS))
		return;
	if (says_no_product(d) &&
	    (c->aspect == ASPECT_REGION || c->aspect == ASPECT_RELEASE_DATE ||
		c->aspect == ASPECT_EXCLUSIVITY))
		c->modality = MODALITY_DENIED;
	if (trigger_is_thing(d, trigger)) {
		if (polarity_at(d, trigger->start, trigger->end, NULL) ==
		    SAYS_NO)
			c->modality = MODALITY_DENIED;
		return;
	}
	if ((c->aspect == ASPECT_DISCONTINUATION || trigger->use == NULL) &&
	    d->r->lang != LANG_EN && says_not(d, trigger))
		c->modality = MODALITY_DENIED;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);
		if (cue == NULL || cue->class != CUE_NEGATED)
			continue;
		if (c->aspect == ASPECT_DISCONTINUATION) {
			if (negates_end(d, m, trigger))
				c->modality = MODALITY_DENIED;
			continue;
		}
		if (is_elsewhere(d, m, trigger))
			continue;
		bool before =
		    m->start <= trigger->start && trigger->start <= m->end + 24;
		bool behind =
		    (c->aspect == ASPECT_FEATURE ||
			c->aspect == ASPECT_SUPPORT_LENGTH) &&
		    m->start >= trigger->end &&
		    m->start - trigger->end < (d->r->lang == LANG_ZH ? 24 : 12);
		if (!before && !behind)
			continue;
		c->modality = MODALITY_DENIED;
	}
}

/* "We have no plans to": the maker goes on speaking. */
static bool is_own_word(const struct drawn *d)
{
	return passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK) ||
	       drawn_says(d, PHRASE_WE);
}

/* "Loses X in all markets": the place is where, and X is what; and what a
 * maker has comes, whatever else the sentence says of it: its day, its price,
 * its name. */
static bool only_places(const struct drawn *d, size_t before)
{
	const struct match *trigger = d->trigger[ASPECT_FEATURE];
	const char *means =
	    trigger == NULL ? NULL : d->r->lex->slots[trigger->use->row].value;

	if (means == NULL || trigger_is_bare(d->r->lex, trigger))
		return false;
	for (size_t i = before; i < d->r->claim_count; i++) {
		enum aspect a = d->r->claims[i].aspect;

		if (a != ASPECT_REGION &&
		    !(d->official &&
			(a == ASPECT_RELEASE_DATE || a == ASPECT_OTHER ||
			    a == ASPECT_SUPPORT_LENGTH || a == ASPECT_NAME)))
			return false;
	}
	return true;
}

#define END_SOON (400 * DAY) /* later is no deadline of the news */

/* "It closes the service, announcement set for May 3": the end has that time.
 */
static void end_time_take(struct drawn *d, size_t before)
{
	const struct window *w = &d->windows[0].window;

	if (d->window_count != 1 || d->official ||
	    w->from < d->r->published_at ||
	    w->to > d->r->published_at + END_SOON)
		return;
	for (size_t i = before; i < d->r->claim_count; i++) {
		struct claim *c = &d->r->claims[i];

		if (c->aspect == ASPECT_DISCONTINUATION &&
		    c->modality != MODALITY_DENIED)
			c->by = w->to;
	}
}

static bool is_hearsay(const struct drawn *d)
{
	return drawn_says(d, PHRASE_HEARSAY);
}

bool passage_draw(struct reading *r, struct passage *p, struct drawn *out)
{
	struct drawn d = drawn_begin(r, p);
	title_speaker(&d);
	const struct attribution *a = drawn_speaker(&d);
	bool carried = p->source < 0 && p->field != FIELD_TITLE;
	if (a != NULL && a->kind == ORIGIN_OFFICIAL &&
	    ((carried && d.hedge >= HEDGED_FROM && !is_own_word(&d)) ||
		(carried && !role_is_official(r) &&
		    passage_has(p, CUE_GUESS)) ||
		passage_has(p, CUE_SILENCE)))
		d.attribution = -1;
	/* "Is said to have told": who tells that is somebody else. */
	if (a != NULL && a->kind == ORIGIN_OFFICIAL && !role_is_official(r) &&
	    d.hedge >= HEDGED_FROM && is_hearsay(&d))
		d.attribution = -1;
	if (a != NULL && a->kind == ORIGIN_OFFICIAL && a->name != NULL &&
	    a->vendor != NULL && strcmp(a->name, a->vendor) == 0 &&
	    !role_is_official(r) && r->out->class == CLASS_RUMOR &&
	    d.hedge >= HEDGED_FROM)
		d.attribution = -1; /* the maker acts, somebody else tells */
	if (passage_has(p, CUE_SILENCE) && d.attribution < 0)
		return false;
	lead_speaker(&d);
	grade_take(&d);
	modality_take(&d);
	standing_take(&d);
	*out = d;
	return true;
}

static void passage_claims(struct reading *r, struct passage *p)
{
	struct drawn d;
	if (!passage_draw(r, p, &d))
		return;
	size_t before = r->claim_count;
	if (d.official)
		topic_drop(&d);
	if (d.official && p->source == d.attribution)
		triggers_limit(&d);
	eligibility_excludes(&d);
	successor_claims(&d);
	name_claims(&d);
	plain_claim(&d, ASPECT_DISCONTINUATION);
	bool stays = stay_claim(&d);
	market_claim(&d);
	sale_claim(&d);
	support_claim(&d);
	eligibility_claim(&d);
	plain_claim(&d, ASPECT_EXCLUSIVITY);
	if (!stays)
		region_claim(&d);
	other_claim(&d);
	if (!stays)
		release_claims(&d);
	aboard_claim(&d);
	if (r->claim_count == before || feature_is_part(&d) ||
	    only_places(&d, before))
		feature_claims(&d);
	about_claim(&d, before);
	recall_claim(&d, before);
	presented_claims(&d);
	about_whole(&d);
	end_time_take(&d, before);
}

/* "by mid-May" begins today and still is what "mid-May" stands for. */
static bool within(const struct reading *r, const struct window *inner,
    const struct window *outer)
{
	return outer->from != DATE_NONE && inner->from != DATE_NONE &&
	       inner->to >= outer->from && inner->to <= outer->to &&
	       (inner->from >= outer->from ||
		   inner->from == day_of(r->published_at));
}

/* A system that a phone comes with is one thing, all else another. */
static bool is_same_kind(
    const struct reading *r, const struct claim *a, const struct claim *b)
{
	bool aboard = a->value != NULL && value_is_system(r->lex, a->value);

	return aboard ==
	       (b->value != NULL && value_is_system(r->lex, b->value));
}

/* What the text says of what the headline says, and more exactly; or NULL. */
static struct claim *said_in_text(struct reading *r, const struct claim *head)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		struct claim *c = &r->claims[i];
		if (c->field != FIELD_TEXT || c->aspect != head->aspect ||
		    c->background || c->own_guess ||
		    c->modality != head->modality ||
		    !text_same(c->product, head->product))
			continue;
		if (head->aspect == ASPECT_RELEASE_DATE
			? within(r, &c->window, &head->window)
		    : head->aspect == ASPECT_FEATURE ? is_same_kind(r, c, head)
						     : head->value == NULL)
			return c;
	}
	return NULL;
}

/* The time that a claim gives to an end that has none: its own, or the day on
 * which a house is to say something, no product being named. */
static int64_t end_time_of(const struct claim *c)
{
	if (c->aspect == ASPECT_DISCONTINUATION)
		return c->by;
	return c->aspect == ASPECT_RELEASE_DATE && c->product == NULL &&
		       c->modality == MODALITY_HEDGED &&
		       c->window.from != DATE_NONE &&
		       c->window.to - c->window.from < DAY
		   ? c->window.to
		   : DATE_NONE;
}

/* "Aqua to quit, announcement set for May 3": by then, says the text as well.
 */
static void end_times_pass(struct reading *r)
{
	for (size_t i = 0; i < r->claim_count; i++)
		for (size_t k = 0; k < r->claim_count; k++) {
			const struct claim *o = &r->claims[k];
			struct claim *c = &r->claims[i];

			if (c->aspect == ASPECT_DISCONTINUATION &&
			    c->modality == MODALITY_HEDGED &&
			    c->by == DATE_NONE &&
			    text_same(c->product, o->product) &&
			    text_same(c->vendor, o->vendor))
				c->by = end_time_of(o);
		}
}

static void headlines_drop(struct reading *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->claim_count; i++) {
		struct claim *c = &r->claims[i];
		struct claim *said =
		    c->field == FIELD_TITLE ? said_in_text(r, c) : NULL;
		if (said == NULL)
			continue;
		said->titled = true;
		c->background = true;
	}
	for (size_t i = 0; i < r->claim_count; i++)
		if (r->claims[i].field != FIELD_TITLE ||
		    !r->claims[i].background)
			r->claims[n++] = r->claims[i];
	r->claim_count = n;
}

void read_claims(struct reading *r)
{
	for (size_t i = 0; i < r->passage_count; i++)
		passage_claims(r, &r->passages[i]);
	about_item(r);
	eligible_claim(r);
	term_claim(r);
	end_times_pass(r);
	headlines_drop(r);
	matter_claim(r);
	word_claim(r);
	r->out->claims = r->claims;
	r->out->claim_count = r->claim_count;
}
