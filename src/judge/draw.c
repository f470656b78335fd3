/*
 * Of a sentence: by whose word it is, of what grade and how certain, whether
 * it is the writer's guess or background, and what it is about.
 */
#include "judge/draw.h"

#include <ctype.h>
#include <string.h>

#include "text/date.h"

const struct attribution *drawn_speaker(const struct drawn *d)
{
	return d->attribution < 0 ? NULL : &d->r->attributions[d->attribution];
}

bool role_is_official(const struct reading *r)
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

/* Does the item's first source speak in it, and is not only named? */
static bool speaks_anywhere(const struct reading *r)
{
	for (size_t i = 0; i < r->passage_count; i++)
		if (r->passages[i].source == 0)
			return true;
	return false;
}

/* "No, X won't end": the maker's no, where the text has the maker's word. */
static void denial_speaker(struct drawn *d)
{
	const struct reading *r = d->r;

	for (size_t k = 0; k < r->passage_count; k++) {
		int i = r->passages[k].source;

		if (i < 0 || !r->passages[k].speaks ||
		    r->attributions[i].kind != ORIGIN_OFFICIAL ||
		    r->attributions[i].aside)
			continue;
		d->attribution = i;
		return;
	}
}

/* "He hinted that it may": then the headline is no firmer than he is. */
static bool is_unsure(const struct reading *r)
{
	bool speaks = false;

	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];

		if (p->field != FIELD_TEXT || p->source != 0 || !p->speaks)
			continue;
		if (passage_hedge(r, p) < HEDGED_FROM)
			return false;
		speaks = true;
	}
	return speaks;
}

/* A headline that names nobody has the word of the item's first source. */
void title_speaker(struct drawn *d)
{
	const struct reading *r = d->r;
	if (d->attribution >= 0 || d->p->field != FIELD_TITLE ||
	    r->attribution_count == 0)
		return;
	const struct attribution *a = &r->attributions[0];
	if (d->p->question)
		return;
	if (passage_has(d->p, CUE_DENY) || passage_has(d->p, CUE_DEBUNK)) {
		if (r->out->class == CLASS_DENIAL && d->p->mentions > 0)
			denial_speaker(d);
		return;
	}
	if (a->via)
		return;
	if (a->kind == ORIGIN_OFFICIAL &&
	    (d->hedge >= HEDGED_FROM || r->out->class == CLASS_RUMOR ||
		has_tipster(r) || !speaks_anywhere(r) || is_unsure(r)))
		return;
	d->attribution = 0;
}

static bool has_guess(const struct passage *p)
{
	return passage_has(p, CUE_GUESS) || p->question;
}

/* Hedged lines of a lead that comes before its source is named. */
void lead_speaker(struct drawn *d)
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

/* A cue of hearing something, not of weighing what may be. */
static bool has_hearing(const struct passage *p)
{
	return passage_has(p, CUE_RUMOR_NOUN) || passage_has(p, CUE_LEAK) ||
	       passage_has(p, CUE_EVIDENTIAL) || passage_has(p, CUE_SPOTTED);
}

void grade_of_official(struct drawn *d)
{
	d->grade = role_is_official(d->r) ? GRADE_A : GRADE_B;
}

void grade_take(struct drawn *d)
{
	const struct attribution *a = drawn_speaker(d);
	const char *vendor =
	    d->subject != NULL ? d->subject->vendor : d->r->vendor;
	d->official =
	    a != NULL && a->kind == ORIGIN_OFFICIAL && a->vendor != NULL &&
	    vendor != NULL &&
	    (strcmp(a->vendor, vendor) == 0 ||
		strcmp(a->vendor, lexicon_house(d->r->lex, vendor)) == 0 ||
		role_is_official(d->r));
	if (d->official)
		grade_of_official(d);
	else if (a == NULL)
		d->grade = d->hedge >= HEDGED_FROM ? GRADE_D : GRADE_C;
	else
		d->grade = a->kind == ORIGIN_DOCUMENT ? GRADE_C : GRADE_D;
}

void modality_take(struct drawn *d)
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

int64_t day_of(int64_t at)
{
	return at == DATE_NONE ? at : at - (at % DAY + DAY) % DAY;
}

/* "Announced today that it comes in May": the day on which it was said. */
static bool is_day_of_saying(const struct drawn *d, const struct window_hit *w)
{
	uint32_t from = d->p->start, to = d->p->end;
	if (w->start > from + 16)
		from = w->start - 16;
	if (w->end + 16 < to)
		to = w->end + 16;
	return drawn_says_in(d, PHRASE_SAID, from, to);
}

#define YEAR_S (300 * (int64_t)DAY)

/* "Next year's Android", 明年的系统: which one it is, and not when it comes;
 * what its maker presents is of this year anyway. */
static bool is_of_noun(const struct drawn *d, const struct window_hit *w)
{
	const char *s = d->side->folded + w->end;
	size_t n = d->p->end - w->end;

	if (w->window.to - w->window.from < YEAR_S || role_is_official(d->r))
		return false;
	return (n > 3 && strncmp(s, "'s ", 3) == 0) ||
	       (n > 3 && strncmp(s, "的", 3) == 0);
}

/* Windows that were over before the item came out are its background. */
void windows_take(struct drawn *d)
{
	size_t n = windows_find(d->r, d->p, d->windows, WINDOWS);
	int64_t today = day_of(d->r->published_at);
	bool others = false;
	for (size_t i = 0; i < n; i++)
		others |= d->windows[i].window.to >= today + DAY;
	for (size_t i = 0; i < n; i++) {
		const struct window *w = &d->windows[i].window;
		if (is_of_noun(d, &d->windows[i]) ||
		    (others && w->from == today && w->to < today + DAY &&
			is_day_of_saying(d, &d->windows[i])))
			continue;
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

void standing_take(struct drawn *d)
{
	const struct reading *r = d->r;
	const struct passage *p = d->p;
	bool named = p->source >= 0;
	/* Insiders on what is to come, beside what was said before. */
	if (d->attribution < 0)
		d->own_guess = has_guess(p) ||
			       (d->hedge >= HEDGED_FROM && !has_hearing(p) &&
				   !d->inherited && !headline_reports(d));
	d->own_guess |=
	    drawn_says(d, PHRASE_UNDECIDED); /* nothing is planned yet */
	d->background = r->out->noise && !role_is_official(r);
	if (d->subject != NULL && r->vendor != NULL && !role_is_official(r) &&
	    strcmp(d->subject->vendor, r->vendor) != 0)
		d->background = true;
	/* "X answers talk of an end": what he answers is not his word. */
	if (d->official && p->field == FIELD_TITLE && !role_is_official(r) &&
	    d->modality != MODALITY_DENIED && drawn_says(d, PHRASE_ANSWERS))
		d->background = true;
	if (d->official)
		return;
	if (drawn_says(d, PHRASE_UNMENTIONED))
		d->background = true;
	if (named) {
		enum origin_kind k = r->attributions[p->source].kind;
		named =
		    k == ORIGIN_TIPSTER || k == ORIGIN_OUTLET ||
		    (k == ORIGIN_ANONYMOUS && drawn_says(d, PHRASE_MAY_COME));
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

bool drawn_of_vendor(const struct reading *r, const struct mention *m)
{
	return r->vendor == NULL || strcmp(m->vendor, r->vendor) == 0;
}

bool drawn_says(const struct drawn *d, enum phrase class)
{
	return phrase_in(&passage_phrases(d->r, d->p)->classes, class);
}

bool drawn_says_in(
    const struct drawn *d, enum phrase class, uint32_t from, uint32_t to)
{
	return phrase_within(passage_phrases(d->r, d->p), class, from, to);
}

bool drawn_says_of(
    const struct drawn *d, enum phrase class, const struct match *m)
{
	return drawn_says_in(d, class, m->start, m->end);
}

bool drawn_tells_later(const struct drawn *d)
{
	return d->official && (drawn_says(d, PHRASE_WORD_TO_COME) ||
				  (drawn_says(d, PHRASE_SCHEDULE) &&
				      drawn_says(d, PHRASE_TOLD_LATER)));
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
bool phone_is_place(const struct drawn *d, const struct mention *m)
{
	static const char *const before[] = {"with", "for", "on", "to",
	    "with the", "for the", "on the", "to the", "für das", "für die",
	    "auf dem", "para el", "para los", "pour le", "per i", "per il",
	    NULL};
	const char *s = d->side->folded;
	for (size_t i = 0; before[i] != NULL; i++) {
		size_t n = strlen(before[i]);
		if (m->start >= d->p->start + n + 2 &&
		    memcmp(s + m->start - n - 1, before[i], n) == 0 &&
		    s[m->start - n - 2] == ' ')
			return true;
	}
	return drawn_says(d, PHRASE_SOFTWARE);
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

static bool stands_at(const struct drawn *d, uint32_t at, const char *word)
{
	size_t n = strlen(word);
	return at + n <= d->p->end &&
	       memcmp(d->side->folded + at, word, n) == 0;
}

/* "Android apps": the name tells what kind of apps, and is no subject; nor
 * is what a thing comes from outside of. */
bool mention_is_kind(const struct drawn *d, const struct mention *m)
{
	static const char *const nouns[] = {
	    " app", "应用", " apk", "安装包", "-app"};
	if (m->device)
		return false;
	if (phrase_before(passage_phrases(d->r, d->p), PHRASE_BEYOND,
		d->side->folded, m->start) != NULL)
		return true;
	static const char *const news[] = {
	    " updat", " upgrad", " version", " release", " generation"};
	for (size_t i = 0; i < sizeof(news) / sizeof(*news); i++)
		if (!drawn_of_vendor(d->r, m) && stands_at(d, m->end, news[i]))
			return true; /* "Android updates", of a phone */
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (stands_at(d, m->end, nouns[i]))
			return true;
	return false;
}

/* "The Aqua 9 is on stage, with AquaOS on board": what it has with it. */
static bool is_aboard(
    const struct drawn *d, const struct mention *m, const struct mention *phone)
{
	static const char *const before[] = {" with ", " with #"};
	const char *s = d->side->folded;
	if (m->start > phone->end &&
	    memmem(s + phone->end, m->start - phone->end, " with ", 6) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		uint32_t n = (uint32_t)strlen(before[i]);
		if (m->start >= d->p->start + n &&
		    stands_at(d, m->start - n, before[i]))
			return true;
	}
	return false;
}

/* "The phones come on the 11th", where no product is named. */
static bool speaks_of_phone(const struct drawn *d)
{
	return d->p->mentions == 0 && d->r->phone != NULL &&
	       drawn_of_vendor(d->r, d->r->phone) &&
	       drawn_says(d, PHRASE_PHONES);
}

/* "A watch with Fitbit's health features": of what there is in it. */
static bool is_attribute(const struct drawn *d, const struct mention *m)
{
	static const char *const words[] = {
	    " with ", " mit ", " con ", " avec ", " com ", NULL};
	const char *s = d->side->folded;

	return strncmp(s + m->end, "'s ", 3) == 0 ||
	       span_ends(s, 0, m->start, words);
}

/* "It comes this fall, together with the Aqua 9": what the sentence before
 * was about, and not what stands beside it. */
static const struct mention *pronoun_subject(const struct drawn *d)
{
	static const char *const pronouns[] = {
	    "it ", "it's ", "it'll ", "they ", "es ", "sie ", "该机", "它"};
	const struct passage *before = d->p - 1;
	const struct side *title = &d->r->side[FIELD_TITLE];
	const struct mention *m;
	bool found = false;

	if (d->p == d->r->passages || before->field != d->p->field ||
	    before->mentions == 0 || d->p->mentions == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(pronouns) / sizeof(*pronouns); i++)
		found |= strncmp(d->side->folded + d->p->start, pronouns[i],
			     strlen(pronouns[i])) == 0;
	m = &d->side->mentions[before->mention];
	/* ... or what the headline is. */
	if (title->mention_count > 0 && role_is_official(d->r) &&
	    is_attribute(d, m))
		m = &title->mentions[0];
	return found && m->device && drawn_of_vendor(d->r, m) ? m : NULL;
}

/* "Brings back its X line with an X 40": the model, and not the line. */
static bool is_model_of(const struct mention *m, const struct mention *line)
{
	return m->row == line->row &&
	       strcmp(line->name, line->row->name) == 0 &&
	       strcmp(m->name, m->row->name) != 0;
}

/* "Introduced the new iPad mini, made for AquaOS": what is shown. */
static bool is_presented(const struct drawn *d, const struct mention *m)
{
	static const char *const articles[] = {" ", " the ", " a ", " an ",
	    " the new ", " the all-new ", " new ", " its new ", " a new ",
	    " das ", " das neue ", " el ", " el nuevo ", " le ", " le nouveau ",
	    " il nuovo ", " o novo "};
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *v = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, v);
		if (cue == NULL || cue->class != CUE_ANNOUNCE ||
		    v->end >= m->start)
			continue;
		for (size_t k = 0; k < sizeof(articles) / sizeof(*articles);
		     k++)
			if (m->start - v->end == strlen(articles[k]) &&
			    memcmp(d->side->folded + v->end, articles[k],
				m->start - v->end) == 0)
				return true;
	}
	return false;
}

/* "Ends the A line after the A9": when, and not what. */
static bool is_behind_after(const struct drawn *d, const struct mention *m)
{
	static const char *const words[] = {
	    " after the ", " after ", " nach dem ", " tras el ", NULL};

	return span_ends(d->side->folded, d->p->start, m->start, words);
}

/* "The new helper comes with AquaOS 9": what it comes with. */
static bool is_occasion(const struct drawn *d, const struct mention *m)
{
	static const char *const words[] = {" with ", " past ", " beyond ",
	    " for ", " mit ", " con ", " avec ", " com ", " dengan ", "随",
	    "随 ", "的", "的 ", NULL};

	return m->version != NULL &&
	       span_ends(d->side->folded, d->p->start, m->start, words);
}

static void subject_take(struct drawn *d)
{
	int rank = 0;
	const struct mention *soft = NULL, *phone = NULL, *other = NULL;
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (mention_is_kind(d, m) ||
		    (phone != NULL && !m->device && is_aboard(d, m, phone)))
			continue;
		if (!drawn_of_vendor(d->r, m)) {
			if (other == NULL)
				other = m;
			continue;
		}
		if (m->device && (phone == NULL || (is_model_of(m, phone) &&
						       !is_behind_after(d, m))))
			phone = m;
		if (!m->device && subject_rank(d, m) > rank &&
		    !(soft != NULL && is_occasion(d, m))) {
			rank = subject_rank(d, m);
			soft = m;
		}
	}
	if (phone != NULL && role_is_official(d->r) && d->r->phone != NULL &&
	    is_model_of(d->r->phone, phone))
		phone = d->r->phone; /* "The Aqua has two cameras", of the 9 */
	d->phone = phone;
	d->subject = soft != NULL ? soft : phone;
	if (phone != NULL && soft != NULL && phone->start < soft->start &&
	    is_presented(d, phone))
		d->subject = phone;
	if (soft == NULL && phone != NULL && d->r->subject != NULL &&
	    value_is_system(d->r->lex, d->r->subject->row->name) &&
	    phone_is_place(d, phone))
		d->subject = d->r->subject;
	if (d->subject == NULL && other != NULL && !other->device &&
	    !vendor_named(d)) {
		d->subject = other;
		return;
	}
	if (d->subject == NULL && speaks_of_phone(d))
		d->subject = d->phone = d->r->phone;
	if (d->subject == NULL)
		d->subject = d->r->subject;
	if ((d->subject == NULL || d->subject->device) &&
	    pronoun_subject(d) != NULL)
		d->subject = d->phone = pronoun_subject(d);
}

bool trigger_replaces(const struct drawn *d, const struct match *trigger)
{
	return drawn_says_of(d, PHRASE_REPLACES, trigger);
}

/* "its new system": says that there is one, not what becomes of the old. */
bool trigger_describes(const struct drawn *d, const struct match *trigger)
{
	return drawn_says_of(d, PHRASE_NEW_ONE, trigger);
}

/* "No Android apps" is more than that Android apps are mentioned, and "will
 * not get" more than "get". */
static bool says_without(const struct drawn *d, const struct match *trigger)
{
	const char *value = d->r->lex->slots[trigger->use->row].value;
	return value != NULL && strncmp(value, "no", 2) == 0 &&
	       (value[2] == ' ' || value[2] == '\0');
}

/* "Adds support for RCS": what it is tells more than that it is added. */
static bool has_meaning(const struct drawn *d, const struct match *trigger)
{
	return d->r->lex->slots[trigger->use->row].value != NULL &&
	       !trigger_is_bare(d->r->lex, trigger);
}

/* "iOS 25 will not come to the iPhone 17" */
static void exclusion_take(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_ELIGIBILITY];
	bool phones = false;

	for (size_t i = 0; i < d->p->mentions; i++)
		phones |= d->side->mentions[d->p->mention + i].device;
	d->excludes = trigger != NULL && phones && d->subject != NULL &&
		      !d->subject->device && says_without(d, trigger);
	if (!d->excludes)
		return;
	d->trigger[ASPECT_DISCONTINUATION] = NULL;
	d->trigger[ASPECT_RELEASE_DATE] = NULL;
}

/* "High-end", "low-end": the half of a word that has another sense. */
bool trigger_is_half(const struct drawn *d, const struct match *m)
{
	const char *s = d->side->folded;

	return m->start >= d->p->start + 2 && s[m->start - 1] == '-' &&
	       isalpha((unsigned char)s[m->start - 2]) && m->end - m->start < 5;
}

/* Does the trigger tell more of its aspect than the one taken before it? */
static bool tells_more(
    const struct drawn *d, const struct match *m, const struct match *than)
{
	enum aspect a = d->r->lex->slots[m->use->row].aspect;

	if (a == ASPECT_SUCCESSOR)
		return !trigger_replaces(d, than) && trigger_replaces(d, m);
	if (a == ASPECT_NAME)
		return han_is_noun(d->side, d->p, than) &&
		       !han_is_noun(d->side, d->p, m);
	if ((a == ASPECT_FEATURE || a == ASPECT_ELIGIBILITY) &&
	    says_without(d, m) && !says_without(d, than))
		return true;
	if (a != ASPECT_FEATURE)
		return false;
	return (trigger_is_bare(d->r->lex, than) &&
		   !trigger_is_bare(d->r->lex, m)) ||
	       (has_meaning(d, m) && !has_meaning(d, than));
}

/* The trigger of an aspect that begins at `from` or later, or NULL. */
static const struct match *trigger_from(
    const struct drawn *d, enum aspect aspect, uint32_t from)
{
	const struct match *found = NULL;

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind != USE_SLOT || m->start < from ||
		    d->r->lex->slots[m->use->row].aspect != aspect ||
		    trigger_is_half(d, m) ||
		    (aspect == ASPECT_DISCONTINUATION &&
			end_is_other_word(d, m)))
			continue;
		if (found == NULL || tells_more(d, m, found))
			found = m;
	}
	return found;
}

static void triggers_take(struct drawn *d)
{
	for (int a = 0; a < ASPECT_COUNT; a++)
		d->trigger[a] = trigger_from(d, (enum aspect)a, d->p->start);
}

/* "Aqua's chief on RCS: ...": where the topic ends, of which nothing is said
 * yet; the beginning where there is none. */
uint32_t topic_end(const struct drawn *d)
{
	static const char *const words[] = {
	    " on ", " zu ", " über ", " sobre ", " su ", "谈", "回应"};
	const struct passage *p = d->p;
	const char *s = d->side->folded, *at, *colon;
	if (p->field != FIELD_TITLE || d->attribution < 0)
		return p->start;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		at = memmem(s + p->start, p->end - p->start, words[i],
		    strlen(words[i]));
		colon = at == NULL ? NULL
				   : memchr(at, ':', (size_t)(s + p->end - at));
		if (colon != NULL)
			return (uint32_t)(colon - s);
	}
	return p->start;
}

bool tells_of_talk(const struct drawn *d, uint32_t at)
{
	const struct phrase_hit *hit =
	    phrase_next(passage_phrases(d->r, d->p), PHRASE_WHAT_IS_TOLD, NULL);

	return hit != NULL && hit->end <= at && !passage_has(d->p, CUE_DENY) &&
	       !passage_has(d->p, CUE_DEBUNK) &&
	       memchr(d->side->folded + hit->end, ',', at - hit->end) == NULL;
}

void topic_drop(struct drawn *d)
{
	uint32_t end = topic_end(d);
	for (int a = 0; a < ASPECT_COUNT; a++)
		if (d->trigger[a] != NULL &&
		    (d->trigger[a]->start < end ||
			tells_of_talk(d, d->trigger[a]->start)))
			d->trigger[a] = NULL;
}

/* '"We make no tablet," NAME wrote': what stands before is a quotation. */
static bool ends_quote(const struct drawn *d, uint32_t at)
{
	const char *s = d->side->folded;

	while (at > d->p->start && s[at - 1] == ' ')
		at--;
	return at > d->p->start && s[at - 1] == '"';
}

/* "Hours after X put renders online, Carl Pei posted one word": what stands
 * before the official is not what he says, unless he ends the sentence. */
void triggers_limit(struct drawn *d)
{
	const struct passage *p = d->p;
	/* "Asked about X, its maker denies it": X is what he denies. */
	if (passage_has(p, CUE_DENY) || passage_has(p, CUE_DEBUNK))
		return;
	if (p->source_start <= p->start || p->cue_end <= p->source_start ||
	    p->end < p->cue_end + 24 || p->field == FIELD_TITLE)
		return;
	if (ends_quote(d, p->source_start))
		return;
	/* "On talk that X is for sale he said that X is not for sale." */
	for (int a = 0; a < ASPECT_COUNT; a++)
		if (d->trigger[a] != NULL &&
		    d->trigger[a]->start < p->source_start)
			d->trigger[a] =
			    trigger_from(d, (enum aspect)a, p->source_start);
}

void claim_matter_take(struct drawn *d)
{
	triggers_take(d);
	subject_take(d);
	exclusion_take(d);
}

struct drawn drawn_begin(struct reading *r, struct passage *p)
{
	struct drawn d = {.r = r,
	    .p = p,
	    .side = passage_side(r, p),
	    .attribution = p->speaker};

	d.hedge = passage_hedge(r, p);
	claim_matter_take(&d);
	windows_take(&d);
	return d;
}

const struct mention *drawn_mention_at(const struct drawn *d, uint32_t at)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (at >= m->start && at < m->end)
			return m;
	}
	return NULL;
}
