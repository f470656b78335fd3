/*
 * Claims, sentence by sentence: what the triggers of slots.tsv say of which
 * product, by whose word, how certain. A sentence makes one claim of each
 * aspect it touches, and one release-date claim for each window; so "MIUI 14
 * is the last, a successor comes, it is called MIOS" is three.
 */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "judge/reading.h"
#include "text/date.h"
#include "text/token.h"

#define HEDGED_FROM 0.5 /* weight of a hedge that makes a claim one */
#define WINDOWS	    6	/* of one sentence */
#define DAY	    86400

struct drawn { /* what the claims of one sentence have in common */
	struct reading *r;
	struct passage *p;
	const struct side *side;
	const struct match *trigger[ASPECT_COUNT];
	const struct mention *subject; /* whom the sentence is about */
	const struct mention *phone;   /* a device beside it */
	struct window_hit windows[WINDOWS];
	size_t window_count;
	double hedge;
	int attribution;
	enum grade grade;
	enum modality modality;
	bool own_guess, background;
	bool inherited; /* hedged by the headline */
	bool all_past;	/* every window it names was over */
	bool official;	/* an official of the subject's vendor speaks */
};

static const struct attribution *speaker(const struct drawn *d)
{
	return d->attribution < 0 ? NULL : &d->r->attributions[d->attribution];
}

/* --- who says it, and how --- */

static bool role_is_official(const struct reading *r)
{
	return r->item->source != NULL &&
	       r->item->source->role == ROLE_OFFICIAL;
}

static bool has_tipster(const struct reading *r)
{
	for (size_t i = 0; i < r->attribution_count; i++)
		if (r->attributions[i].kind == ORIGIN_TIPSTER)
			return true;
	return false;
}

/* A headline that names nobody has the word of the item's first source. */
static void title_speaker(struct drawn *d)
{
	const struct reading *r = d->r;
	if (d->attribution >= 0 || d->p->field != FIELD_TITLE ||
	    r->attribution_count == 0)
		return;
	const struct attribution *a = &r->attributions[0];
	if (a->via || d->p->question || passage_has(d->p, CUE_DENY) ||
	    passage_has(d->p, CUE_DEBUNK))
		return;
	if (a->kind == ORIGIN_OFFICIAL &&
	    (d->hedge >= HEDGED_FROM || r->out->class == CLASS_RUMOR ||
		has_tipster(r)))
		return;
	d->attribution = 0;
}

static bool has_guess(const struct passage *);

/* Hedged lines of a lead that comes before its source is named. */
static void lead_speaker(struct drawn *d)
{
	const struct reading *r = d->r;
	if (d->attribution >= 0 || r->out->class != CLASS_RUMOR ||
	    has_guess(d->p) || d->p->start > 400 || passage_has(d->p, CUE_PAST))
		return;
	if (d->hedge < HEDGED_FROM && d->p->start < 250 &&
	    d->p->field == FIELD_TEXT && r->passages[0].field == FIELD_TITLE &&
	    passage_hedge(r, &r->passages[0]) >= 0.8) {
		d->hedge = HEDGED_FROM; /* what a hedged headline is about */
		d->inherited = true;
	}
	if (d->hedge < HEDGED_FROM || r->attribution_count == 0)
		return;
	const struct attribution *a = &r->attributions[0];
	if (!a->via && !a->aside && a->kind != ORIGIN_OFFICIAL)
		d->attribution = 0;
}

static bool has_guess(const struct passage *p)
{
	return passage_has(p, CUE_GUESS) || p->question;
}

/* A cue of hearing something, not of weighing what may be. */
static bool has_hearing(const struct passage *p)
{
	return passage_has(p, CUE_RUMOR_NOUN) || passage_has(p, CUE_LEAK) ||
	       passage_has(p, CUE_EVIDENTIAL) || passage_has(p, CUE_SPOTTED);
}

static void grade_take(struct drawn *d)
{
	const struct attribution *a = speaker(d);
	const char *vendor =
	    d->subject != NULL ? d->subject->vendor : d->r->vendor;
	d->official = a != NULL && a->kind == ORIGIN_OFFICIAL &&
		      a->vendor != NULL && vendor != NULL &&
		      strcmp(a->vendor, vendor) == 0;
	if (d->official)
		d->grade = role_is_official(d->r) ? GRADE_A : GRADE_B;
	else if (a == NULL)
		d->grade = d->hedge >= HEDGED_FROM ? GRADE_D : GRADE_C;
	else
		d->grade = a->kind == ORIGIN_DOCUMENT ? GRADE_C : GRADE_D;
}

static void modality_take(struct drawn *d)
{
	const struct passage *p = d->p;
	bool denial = passage_has(p, CUE_DENY) || passage_has(p, CUE_DEBUNK);
	if (d->official)
		d->modality = denial ? MODALITY_DENIED : MODALITY_ASSERTED;
	else if (denial && d->hedge < HEDGED_FROM)
		d->modality = MODALITY_DENIED;
	else if (d->attribution >= 0 || d->hedge >= HEDGED_FROM)
		d->modality = MODALITY_HEDGED;
	else
		d->modality = MODALITY_ASSERTED;
}

static int64_t day_of(int64_t at)
{
	return at == DATE_NONE ? at : at - (at % DAY + DAY) % DAY;
}

/* Windows that were over before the item came out are its background. */
static void windows_take(struct drawn *d)
{
	size_t n = windows_find(d->r, d->p, d->windows, WINDOWS);
	int64_t today = day_of(d->r->published_at);
	bool others = false;
	for (size_t i = 0; i < n; i++)
		others |= d->windows[i].window.to >= today + DAY;
	for (size_t i = 0; i < n; i++) {
		const struct window *w = &d->windows[i].window;
		if (others && w->from == today && w->to < today + DAY)
			continue; /* "announced today that": when it was said */
		if (w->to >= d->r->published_at - 2 * DAY)
			d->windows[d->window_count++] = d->windows[i];
	}
	d->all_past = n > 0 && d->window_count == 0;
}

static bool official_first(const struct reading *r)
{
	return r->out->class != CLASS_RUMOR && r->attribution_count > 0 &&
	       r->attributions[0].kind == ORIGIN_OFFICIAL;
}

/* A headline of the press passes on, where it does not ask or argue. */
static bool headline_reports(const struct drawn *d)
{
	return d->p->field == FIELD_TITLE && d->r->out->class == CLASS_RUMOR &&
	       !passage_has(d->p, CUE_OPINION);
}

static void standing_take(struct drawn *d)
{
	const struct reading *r = d->r;
	const struct passage *p = d->p;
	bool named = p->source >= 0;
	if (d->attribution < 0)
		d->own_guess = has_guess(p) ||
			       (d->hedge >= HEDGED_FROM && !has_hearing(p) &&
				   !d->inherited && !headline_reports(d));
	d->background = r->out->noise;
	if (d->subject != NULL && r->vendor != NULL &&
	    strcmp(d->subject->vendor, r->vendor) != 0)
		d->background = true;
	if (d->official)
		return;
	if (named) {
		enum origin_kind k = r->attributions[p->source].kind;
		named = k == ORIGIN_TIPSTER || k == ORIGIN_OUTLET;
	}
	if (passage_has(p, CUE_PAST) &&
	    (!named || r->out->class == CLASS_DENIAL || official_first(r)))
		d->background = true;
	if (r->out->class == CLASS_DENIAL && d->hedge >= HEDGED_FROM && !named)
		d->background = true;
	if (d->attribution < 0 && d->hedge < HEDGED_FROM &&
	    p->field != FIELD_TITLE)
		d->background = true;
	if (d->all_past && !named)
		d->background = true;
}

/* --- what it is about --- */

static bool of_vendor(const struct reading *r, const struct mention *m)
{
	return r->vendor == NULL || strcmp(m->vendor, r->vendor) == 0;
}

static bool has_lexical(const struct drawn *d, const char *const *words)
{
	for (; *words != NULL; words++)
		if (memmem(d->side->folded + d->p->start,
			d->p->end - d->p->start, *words,
			strlen(*words)) != NULL)
			return true;
	return false;
}

/* Is the item's vendor the one the sentence speaks of? */
static bool vendor_named(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		if (m->use->kind == USE_VENDOR && d->r->vendor != NULL &&
		    strcmp(d->r->lex->vendors[m->use->row].name,
			d->r->vendor) == 0)
			return true;
	}
	return false;
}

/* "with the Galaxy S24", "for the S23": where it comes, not what comes; so
 * too a phone in a sentence of betas and updates. */
static bool phone_is_place(const struct drawn *d, const struct mention *m)
{
	static const char *const before[] = {"with", "for", "on", "to",
	    "with the", "for the", "on the", "to the", "für das", "für die",
	    "auf dem", "para el", "para los", "pour le", "per i", "per il",
	    NULL};
	static const char *const soft[] = {"beta", "stable", "update",
	    "rollout", "firmware", "upgrade", "software", "system", "推送",
	    "系统", "升级", NULL};
	const char *s = d->side->folded;
	for (size_t i = 0; before[i] != NULL; i++) {
		size_t n = strlen(before[i]);
		if (m->start >= d->p->start + n + 2 &&
		    memcmp(s + m->start - n - 1, before[i], n) == 0 &&
		    s[m->start - n - 2] == ' ')
			return true;
	}
	return has_lexical(d, soft);
}

static bool old_is_named(const struct drawn *d, const struct mention *next)
{
	for (size_t i = 0; i < d->p->mentions; i++)
		if (strcmp(d->side->mentions[d->p->mention + i].name,
			next->row->predecessor) == 0)
			return true;
	return false;
}

/* Of the software in a sentence: what the item is about, then what has a
 * version, then what stands first; a rumored name is a value rather. */
static int subject_rank(const struct drawn *d, const struct mention *m)
{
	if (m->row->rumored_name)
		return 1;
	if (m->row->predecessor != NULL && old_is_named(d, m))
		return 6;
	if (d->r->subject != NULL && strcmp(m->name, d->r->subject->name) == 0)
		return m->version != NULL ? 5 : 4;
	return m->version != NULL ? 3 : 2;
}

static void subject_take(struct drawn *d)
{
	int rank = 0;
	const struct mention *soft = NULL, *phone = NULL, *other = NULL;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (!of_vendor(d->r, m)) {
			if (other == NULL)
				other = m;
			continue;
		}
		if (m->device && phone == NULL)
			phone = m;
		if (!m->device && subject_rank(d, m) > rank) {
			rank = subject_rank(d, m);
			soft = m;
		}
	}
	d->phone = phone;
	d->subject = soft != NULL ? soft : phone;
	if (soft == NULL && phone != NULL && d->r->subject != NULL &&
	    !d->r->subject->device && phone_is_place(d, phone))
		d->subject = d->r->subject;
	if (d->subject == NULL && other != NULL && !other->device &&
	    !vendor_named(d)) {
		d->subject = other;
		return;
	}
	if (d->subject == NULL)
		d->subject = d->r->subject;
}

static bool replaces(const struct drawn *d, const struct match *trigger)
{
	static const char *const words[] = {"replac", "succeed", "take over",
	    "takes over", "place", "取代", "替代", "接替", "接班", "sustitu",
	    "reemplaz", "ersetz", "remplac", "sostitu", "substitu",
	    "menggantikan", "stand where"};
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(s, n, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

/* "its new system": says that there is one, not what becomes of the old. */
static bool describes(const struct drawn *d, const struct match *trigger)
{
	static const char *const words[] = {"new", "own", "in-house", "next",
	    "straight", "新", "自研", "自家", "propi", "nuevo", "otro",
	    "eigenes", "neues", "propre", "nouveau", "maison", "nuovo", "novo",
	    "baru"};
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(s, n, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

static void triggers_take(struct drawn *d)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		if (m->use->kind != USE_SLOT)
			continue;
		enum aspect a = d->r->lex->slots[m->use->row].aspect;
		if (d->trigger[a] == NULL ||
		    (a == ASPECT_SUCCESSOR && !replaces(d, d->trigger[a]) &&
			replaces(d, m)))
			d->trigger[a] = m;
	}
}

/* "Hours after X put renders online, Carl Pei posted one word": what stands
 * before the official is not what he says, unless he ends the sentence. */
static void triggers_limit(struct drawn *d)
{
	const struct passage *p = d->p;
	if (p->source_start <= p->start || p->cue_end <= p->source_start ||
	    p->end < p->cue_end + 24 || p->field == FIELD_TITLE)
		return;
	for (int a = 0; a < ASPECT_COUNT; a++)
		if (d->trigger[a] != NULL &&
		    d->trigger[a]->start < p->source_start)
			d->trigger[a] = NULL;
}

/* --- writing a claim --- */

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
		if (t.kind == TOKEN_WORD &&
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

static bool same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* A sentence that says again what one before it said adds nothing; it takes
 * the place of a headline's where it is better attributed. */
static bool repeats(struct reading *r, const struct claim *c)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		struct claim *o = &r->claims[i];
		if (o->aspect != c->aspect || !same(o->product, c->product) ||
		    !same(o->version, c->version) ||
		    !same(o->value, c->value) || o->modality != c->modality ||
		    o->window.from != c->window.from ||
		    o->window.to != c->window.to)
			continue;
		bool better = c->grade < o->grade ||
			      (o->field == FIELD_TITLE && !c->background &&
				  !c->own_guess) ||
			      (o->background && !c->background) ||
			      (o->own_guess && !c->own_guess);
		if (better)
			*o = *c;
		return true;
	}
	return false;
}

static struct claim claim_begin(
    const struct drawn *d, enum aspect aspect, const struct mention *subject)
{
	struct claim c = {
	    .aspect = aspect,
	    .vendor = subject != NULL ? subject->vendor : d->r->vendor,
	    .product = subject != NULL ? subject->name : NULL,
	    .version = subject != NULL ? subject->version : NULL,
	    .window = {DATE_NONE, DATE_NONE},
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

static void claim_add(struct drawn *d, struct claim *c)
{
	struct reading *r = d->r;
	if (r->claim_count == CAP_CLAIMS ||
	    (c->vendor == NULL && c->product == NULL))
		return;
	c->text = original(r, d->side, d->p->start, d->p->end);
	words_take(d, c);
	if (repeats(r, c))
		return;
	r->claims = arena_room(r->arena, r->claims, r->claim_count,
	    &r->claim_cap, sizeof(*r->claims));
	r->claims[r->claim_count++] = *c;
}

/* "won't replace": the aspect itself is denied. Discontinuation is a
 * negation by nature: "there will be no 9T" claims it. */
static void negation_take(
    const struct drawn *d, const struct match *trigger, struct claim *c)
{
	if (trigger == NULL || c->aspect == ASPECT_DISCONTINUATION)
		return;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);
		if (cue == NULL || cue->class != CUE_NEGATED)
			continue;
		bool before =
		    m->start <= trigger->start && trigger->start <= m->end + 24;
		bool behind = c->aspect == ASPECT_FEATURE &&
			      m->start >= trigger->end &&
			      m->start - trigger->end < 12;
		if (!before && !behind)
			continue;
		c->modality = MODALITY_DENIED;
	}
}

/* --- aspects with rules of their own --- */

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
		if (of_vendor(d->r, m) && m->row->predecessor != NULL)
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

static void successor_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_SUCCESSOR];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	if (trigger == NULL)
		return;
	if (describes(d, trigger) && d->official && old == NULL)
		return;
	if (describes(d, trigger) && takes_for_granted(d, trigger, next))
		return;
	if (describes(d, trigger) && !d->official && d->subject != NULL &&
	    d->subject->row->predecessor != NULL &&
	    !d->subject->row->rumored_name)
		return; /* "the new system" is the one that is named */
	struct claim c = claim_begin(d, ASPECT_SUCCESSOR, d->subject);
	if (old != NULL) {
		c.product = old->name;
		c.version = NULL;
		c.value = next->row->rumored_name ? NULL : next->name;
	} else if (d->subject != NULL && d->subject->device) {
		return;
	}
	negation_take(d, trigger, &c);
	claim_add(d, &c);
	if (!replaces(d, trigger))
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

static void name_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_NAME];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	struct claim c = claim_begin(d, ASPECT_NAME, d->subject);
	if (next != NULL && next->row->rumored_name)
		c.value = next->name;
	else if (d->official && old != NULL &&
		 (trigger != NULL || d->trigger[ASPECT_SUCCESSOR] != NULL))
		c.value = next->name;
	else if (trigger != NULL || d->attribution >= 0 ||
		 d->hedge >= HEDGED_FROM)
		c.value =
		    value_of(d->r, d->p, ASPECT_NAME, trigger, d->subject);
	if (c.value == NULL || same(c.value, c.product)) {
		if (old == NULL || c.value == NULL)
			return;
	}
	if (old != NULL) {
		c.product = old->name;
		c.version = NULL;
	}
	if (d->official && c.modality == MODALITY_ASSERTED && next != NULL &&
	    next->row->rumored_name)
		return; /* the official speaks of a rumor, not in favour */
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

/* An official's launch without a date is of today. */
static bool launches_now(const struct drawn *d)
{
	static const char *const clause[] = {
	    " that ", " dass ", " que ", " che ", " bahwa ", NULL};
	if (!d->official || d->r->published_at == DATE_NONE)
		return false;
	return passage_has(d->p, CUE_RELEASE) ||
	       (passage_has(d->p, CUE_ANNOUNCE) && !has_lexical(d, clause));
}

/* "Magic 6 on January 10 and MagicOS 8.0 on January 11": each its own. */
static const struct mention *window_subject(const struct drawn *d, uint32_t at)
{
	const struct mention *best = NULL;
	if (d->window_count < 2)
		return d->subject;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (of_vendor(d->r, m) && m->start < at &&
		    !(m->device && phone_is_place(d, m)))
			best = m;
	}
	return best != NULL ? best : d->subject;
}

/* That it will not come out is its end, when its maker says so. */
static void end_claim(struct drawn *d, const struct claim *release)
{
	if (!d->official || release->modality != MODALITY_DENIED ||
	    d->modality == MODALITY_DENIED ||
	    d->trigger[ASPECT_DISCONTINUATION] != NULL)
		return;
	struct claim c = *release;
	c.aspect = ASPECT_DISCONTINUATION;
	c.value = NULL;
	c.modality = MODALITY_ASSERTED;
	claim_add(d, &c);
}

static void release_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_RELEASE_DATE];
	enum aspect aspect = ASPECT_RELEASE_DATE;
	if (trigger == NULL)
		trigger = d->trigger[ASPECT_ROLLOUT];
	if (trigger == NULL || d->all_past)
		return;
	for (size_t i = 0; i < d->window_count; i++) {
		struct claim c = claim_begin(
		    d, aspect, window_subject(d, d->windows[i].start));
		struct match at = {
		    d->windows[i].start, d->windows[i].end, trigger->use};
		c.window = d->windows[i].window;
		c.value = value_of(d->r, d->p, aspect, &at, d->subject);
		negation_take(d, trigger, &c);
		end_claim(d, &c);
		claim_add(d, &c);
	}
	if (d->window_count > 0)
		return;
	struct claim c = claim_begin(d, aspect, d->subject);
	c.value = value_of(d->r, d->p, aspect, trigger, d->subject);
	negation_take(d, trigger, &c);
	if (launches_now(d) && c.modality == MODALITY_ASSERTED) {
		int64_t day = day_of(d->r->published_at);
		c.window = (struct window){day, day + DAY - 1};
		claim_add(d, &c);
	} else if (d->phone != NULL && d->subject != d->phone) {
		c.value = d->phone->name; /* "debuts on the Xiaomi 14" */
		claim_add(d, &c);
	} else if (d->official && c.modality == MODALITY_DENIED) {
		end_claim(d, &c);
		claim_add(d, &c);
	}
}

/* "the last MIUI": of the product, not of its betas. */
static bool last_of_product(const struct drawn *d, const struct match *trigger)
{
	static const char *const open[] = {"the last", "the end of",
	    "there will be no", "will be no", "won't be a"};
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;
	bool is_open = false;
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		is_open |= n == strlen(open[i]) && memcmp(s, open[i], n) == 0;
	if (!is_open)
		return true;
	static const char *const kinds[] = {" version", " official", " major",
	    " big", " release", " update", " generation"};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strncmp(s + n, kinds[i], strlen(kinds[i])) == 0)
			return true;
	for (size_t i = 0; i < d->p->mentions; i++) {
		uint32_t start = d->side->mentions[d->p->mention + i].start;
		if (start > trigger->end && start - trigger->end < 20)
			return true;
	}
	return false;
}

/* What stands in the trigger's clause or before it; what follows in another
 * clause is another matter. */
static const struct mention *clause_subject(
    const struct drawn *d, const struct match *trigger)
{
	const char *s = d->side->folded;
	if (d->r->lex->slots[trigger->use->row].aspect ==
	    ASPECT_DISCONTINUATION)
		for (size_t i = 0; i < d->p->mentions; i++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + i];
			if (m->start > trigger->end &&
			    m->start - trigger->end < 9)
				return m; /* "the end of X" */
		}
	if (d->subject == NULL || d->subject->start < d->p->start ||
	    d->p->mentions == 0 || d->subject < d->side->mentions ||
	    d->subject >= d->side->mentions + d->side->mention_count ||
	    d->subject->start <= trigger->start)
		return d->subject;
	for (uint32_t i = trigger->end; i < d->subject->start; i++)
		if (s[i] == ',' || s[i] == ';' || strncmp(s + i, "，", 3) == 0)
			return d->r->subject != d->subject ? d->r->subject
							   : NULL;
	return d->subject;
}

static void plain_claim(struct drawn *d, enum aspect aspect)
{
	const struct match *trigger = d->trigger[aspect];
	if (trigger == NULL || !last_of_product(d, trigger))
		return;
	struct claim c = claim_begin(d, aspect, clause_subject(d, trigger));
	c.value = value_of(d->r, d->p, aspect, trigger, d->subject);
	const char *means = d->r->lex->slots[trigger->use->row].value;
	if (aspect == ASPECT_DISCONTINUATION && means != NULL) {
		c.product = c.version = NULL; /* the vendor itself */
		c.vendor = d->r->vendor;
		c.value = means;
	}
	negation_take(d, trigger, &c);
	if (aspect == ASPECT_FEATURE && c.value != NULL &&
	    c.modality == MODALITY_DENIED && d->modality != MODALITY_DENIED) {
		/* that a thing will be missing is a claim of its own */
		c.value = arena_printf(d->r->arena, "no %s", c.value);
		c.modality = d->modality;
	}
	claim_add(d, &c);
}

/* Support and prices are of a device where the item has one. */
static const struct mention *device_of(const struct drawn *d)
{
	if (d->phone != NULL)
		return d->phone;
	return d->r->phone != NULL ? d->r->phone : d->subject;
}

static void support_claim(struct drawn *d)
{
	static const char *const of[] = {"updat", "upgrad", "support", "patch",
	    "更新", "升级", "维护", "actualiz", "pledge", "promise",
	    "mises à jour", "aggiorn", "atualiz", "pembaru", "sicherheit",
	    "extend", "new version", "versions of", "fixes", NULL};
	static const char *const more[] = {
	    "more years", "longer", "extend", "many more", NULL};
	const struct match *trigger = d->trigger[ASPECT_SUPPORT_LENGTH];
	if (trigger == NULL || !has_lexical(d, of))
		return;
	struct claim c = claim_begin(d, ASPECT_SUPPORT_LENGTH, device_of(d));
	c.value =
	    value_of(d->r, d->p, ASPECT_SUPPORT_LENGTH, trigger, d->subject);
	if (c.value == NULL && has_lexical(d, more))
		c.value = "longer";
	negation_take(d, trigger, &c);
	if (c.value == NULL && !(d->official && c.modality == MODALITY_DENIED))
		return;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

/* "She has the Pro at the same $899": an amount beside a device. */
static const struct match *price_stands(const struct drawn *d)
{
	if (d->p->matches == 0 || device_of(d) == NULL ||
	    value_of(d->r, d->p, ASPECT_OTHER, NULL, NULL) == NULL)
		return NULL;
	return &d->side->matches[d->p->match];
}

/* A claim for each amount, of the device before it. */
static size_t price_claims(struct drawn *d)
{
	uint32_t at = d->p->start;
	const char *value;
	size_t n = 0;
	for (; n < 4; n++) {
		value = price_next(d->r, d->p, &at);
		if (value == NULL)
			break;
		const struct mention *of = device_of(d);
		for (size_t i = 0; i < d->p->mentions; i++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + i];
			if (m->device && m->start < at)
				of = m;
		}
		struct claim c = claim_begin(d, ASPECT_OTHER, of);
		c.value = value;
		claim_add(d, &c);
	}
	return n;
}

static void other_claim(struct drawn *d)
{
	static const char *const money[] = {"pric", "cost", "售价", "价格",
	    "涨价", "定价", "preis", "kost", "prix", "coût", "prezzo", "preci",
	    "preço", "cust", "harga", "starting at", "expensive", "cheap",
	    "charge", "fee", NULL};
	const struct match *trigger = d->trigger[ASPECT_OTHER];
	if (trigger == NULL && (d->attribution >= 0 || d->inherited))
		trigger = price_stands(d);
	if (trigger == NULL)
		return;
	if (price_claims(d) > 0)
		return;
	struct claim c = claim_begin(d, ASPECT_OTHER, device_of(d));
	if (c.value == NULL) {
		if (has_lexical(d, money) &&
		    !has_lexical(
			d, (const char *const[]){"fee", "charge", NULL}))
			return;
		c.value =
		    arena_strndup(d->r->arena, d->side->folded + trigger->start,
			trigger->end - trigger->start);
	}
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

static void eligibility_claim(struct drawn *d)
{
	size_t phones = 0;
	for (size_t i = 0; i < d->p->mentions; i++)
		phones += d->side->mentions[d->p->mention + i].device;
	const struct match *trigger = d->trigger[ASPECT_ELIGIBILITY];
	if (trigger == NULL || d->subject == NULL || d->subject->device)
		return;
	if (phones > 0) {
		plain_claim(d, ASPECT_ELIGIBILITY);
		return;
	}
	struct claim c = claim_begin(d, ASPECT_ELIGIBILITY, d->subject);
	c.value = devices_listed(d->r, d->p);
	if (c.value == NULL)
		return;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

static void passage_claims(struct reading *r, struct passage *p)
{
	struct drawn d = {.r = r,
	    .p = p,
	    .side = passage_side(r, p),
	    .attribution = p->speaker};
	d.hedge = passage_hedge(r, p);
	triggers_take(&d);
	subject_take(&d);
	windows_take(&d);
	title_speaker(&d);
	const struct attribution *a = speaker(&d);
	bool carried = p->source < 0 && p->field != FIELD_TITLE;
	if (a != NULL && a->kind == ORIGIN_OFFICIAL &&
	    ((carried && d.hedge >= HEDGED_FROM) ||
		passage_has(p, CUE_SILENCE)))
		d.attribution = -1;
	if (a != NULL && a->kind == ORIGIN_OFFICIAL && a->name != NULL &&
	    a->vendor != NULL && strcmp(a->name, a->vendor) == 0 &&
	    !role_is_official(r) && r->out->class == CLASS_RUMOR &&
	    d.hedge >= HEDGED_FROM)
		d.attribution = -1; /* the maker acts, somebody else tells */
	if (passage_has(p, CUE_SILENCE) && d.attribution < 0)
		return;
	lead_speaker(&d);
	grade_take(&d);
	modality_take(&d);
	standing_take(&d);
	size_t before = r->claim_count;
	if (d.official && p->source == d.attribution)
		triggers_limit(&d);
	successor_claims(&d);
	name_claims(&d);
	plain_claim(&d, ASPECT_DISCONTINUATION);
	support_claim(&d);
	eligibility_claim(&d);
	plain_claim(&d, ASPECT_EXCLUSIVITY);
	plain_claim(&d, ASPECT_REGION);
	other_claim(&d);
	release_claims(&d);
	if (r->claim_count == before)
		plain_claim(&d, ASPECT_FEATURE);
}

static bool within(const struct window *inner, const struct window *outer)
{
	return outer->from != DATE_NONE && inner->from != DATE_NONE &&
	       inner->from >= outer->from && inner->to <= outer->to;
}

/* Does the text say what the headline says, and more exactly? */
static bool said_in_text(const struct reading *r, const struct claim *head)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];
		if (c->field != FIELD_TEXT || c->aspect != head->aspect ||
		    c->background || c->own_guess ||
		    c->modality != head->modality ||
		    !same(c->product, head->product))
			continue;
		if (head->aspect == ASPECT_RELEASE_DATE
			? within(&c->window, &head->window)
			: head->aspect == ASPECT_FEATURE || head->value == NULL)
			return true;
	}
	return false;
}

static void headlines_drop(struct reading *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->claim_count; i++) {
		struct claim *c = &r->claims[i];
		if (c->field == FIELD_TITLE && said_in_text(r, c))
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
	headlines_drop(r);
	r->out->claims = r->claims;
	r->out->claim_count = r->claim_count;
}
