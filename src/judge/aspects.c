/*
 * The claims of a sentence, aspect by aspect: most are a trigger with its
 * subject and value; successors, names, dates, support, prices and lists of
 * devices have rules of their own.
 */
#include "judge/draw.h"

#include <stdlib.h>
#include <string.h>

#include "text/date.h"

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
	    "their ", "its ", "the ", "ihr ", "su ", "leur ", "il loro "};
	if (d->trigger[ASPECT_NAME] == NULL || d->official)
		return false;
	for (size_t i = 0; i < sizeof(owners) / sizeof(*owners); i++) {
		size_t n = strlen(owners[i]);
		if (trigger->start >= d->p->start + n &&
		    memcmp(d->side->folded + trigger->start - n, owners[i],
			n) == 0)
			return true;
	}
	return false;
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
	static const char *const verbs[] = {"upgrad", "mov", "switch",
	    "transition", "migrat", "replac", "shift", NULL};
	static const char *const from[] = {"from ", "from the "};
	const struct mention *m;

	if (d->p->mentions < 2 || !drawn_has(d, verbs))
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
	static const char *const words[] = {
	    "unif", "unifié", "einheit", "gemeinsam", "comun", "commun"};
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(s, n, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

void successor_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_SUCCESSOR];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	if (moved_claims(d) || trigger == NULL || is_premise(d, trigger))
		return;
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
static bool trigger_gives_date(
    const struct drawn *d, const struct match *trigger)
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

void name_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_NAME];
	const struct mention *next = newcomer(d);
	const struct product *old = predecessor(d, next);
	if (trigger_gives_date(d, trigger))
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

/* An official's launch without a date is of today. */
static bool launches_now(const struct drawn *d)
{
	static const char *const clause[] = {
	    " that ", " dass ", " que ", " che ", " bahwa ", NULL};
	static const char *const plans[] = {"timeline", "schedule", "roadmap",
	    "release date", "launch date", "invit", "teas", "zeitplan",
	    "termin", "calendario", "fecha", "calendrier", "jadwal",
	    "cronograma", "时间表", "计划", "预热", "定档", "press release",
	    "pressemitteilung", "comunicado", "communiqué", "comunicato", NULL};
	if (!d->official || d->r->published_at == DATE_NONE ||
	    passage_has(d->p, CUE_PAST))
		return false; /* "Ever since it was announced" */
	if (drawn_has(d, plans))
		return false; /* when it comes is told, and not yet here */
	return passage_has(d->p, CUE_RELEASE) ||
	       (passage_has(d->p, CUE_ANNOUNCE) && !drawn_has(d, clause));
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

/* That it will not come out is its end, when its maker says so. */
static void end_claim(struct drawn *d, const struct claim *release)
{
	if (!d->official || release->modality != MODALITY_DENIED ||
	    d->p->mentions == 0 || d->modality == MODALITY_DENIED ||
	    d->trigger[ASPECT_DISCONTINUATION] != NULL)
		return;
	struct claim c = *release;
	c.aspect = ASPECT_DISCONTINUATION;
	c.value = NULL;
	c.modality = MODALITY_ASSERTED;
	claim_add(d, &c);
}

#define LONG_S (150 * DAY)

/*
 * That it will not come at all, by a rumor: "there is none this year". Not
 * coming in a month is a delay.
 */
static bool absence_claim(struct drawn *d, const struct claim *release)
{
	bool is_long = release->window.from == DATE_NONE ||
		       release->window.to - release->window.from > LONG_S;
	struct claim c = *release;

	if (d->official || release->modality != MODALITY_DENIED || !is_long ||
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
	    "nennt ", "sagt ", "habla de ", "parle de ", "parla di "};
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		uint32_t n = (uint32_t)strlen(verbs[i]);
		if (at >= d->p->start + n &&
		    memcmp(d->side->folded + at - n, verbs[i], n) == 0)
			return true;
	}
	return false;
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

/* "Is not delayed, and comes in May": it comes. */
static bool denies_delay(const struct drawn *d, const struct match *trigger)
{
	static const char *const words[] = {"delay", "postpon", "put off",
	    "puts off", "pushed", "pushes", "retras", "aplaz", "verscho",
	    "verschieb", "report", "repouss", "rinvi", "slitta", "adia",
	    "tunda", "推迟", "延期"};
	const char *s = d->side->folded;
	bool is = false;

	for (size_t i = 0;
	     trigger != NULL && i < sizeof(words) / sizeof(*words); i++)
		is |= memmem(s + trigger->start, trigger->end - trigger->start,
			  words[i], strlen(words[i])) != NULL;
	for (size_t i = 0; is && i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);

		if (cue != NULL && cue->class == CUE_NEGATED &&
		    m->end <= trigger->start && trigger->start - m->end <= 3)
			return true;
	}
	return false;
}

void release_claims(struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_RELEASE_DATE];
	enum aspect aspect = ASPECT_RELEASE_DATE;
	if (trigger == NULL)
		trigger = d->trigger[ASPECT_ROLLOUT];
	/* "The A follows on May 3": in others' schedules it is one line of
	 * many. */
	if (d->all_past ||
	    (!d->official && trigger != NULL &&
		strncmp(d->side->folded + trigger->start, "follow", 6) == 0))
		return;
	for (size_t i = 0; i < d->window_count; i++) {
		if (trigger == NULL &&
		    !dates_without_verb(d, d->windows[i].start))
			continue;
		struct claim c = claim_begin(
		    d, aspect, window_subject(d, d->windows[i].start));
		struct match at = {d->windows[i].start, d->windows[i].end,
		    trigger != NULL ? trigger->use : NULL};
		c.window = d->windows[i].window;
		c.value = value_of(d->r, d->p, aspect, &at, d->subject);
		if (!d->windows[i].not_before && !denies_delay(d, trigger))
			negation_take(d, trigger, &c);
		end_claim(d, &c);
		if (absence_claim(d, &c))
			continue;
		claim_add(d, &c);
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

/* "The last version that runs X": an ability ends, not the product. */
static bool last_able(const struct drawn *d, const struct match *trigger)
{
	static const char *const able[] = {"能", "兼容", "支持", "to support",
	    "that support", "compatible", "with support", "that runs",
	    "that can", "to run", "mit unterstützung", "compatible con"};
	static const char *const last[] = {
	    "last", "最后", "final", "última", "letzte", "dernière", "ultima"};
	const char *s = d->side->folded + trigger->start;
	size_t left = d->p->end - trigger->start, n = 0;
	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++)
		if (memmem(s, trigger->end - trigger->start, last[i],
			strlen(last[i])) != NULL)
			n = left < 48 ? left : 48;
	for (size_t i = 0; i < sizeof(able) / sizeof(*able); i++)
		if (memmem(s, n, able[i], strlen(able[i])) != NULL)
			return true;
	return false;
}

/* "the last MIUI": of the product, not of its betas. */
static bool last_of_product(const struct drawn *d, const struct match *trigger)
{
	if (last_able(d, trigger))
		return false;
	static const char *const open[] = {"the last", "the end of",
	    "there will be no", "will be no", "won't be a", "end", "ends",
	    "ending", "drop", "drops", "dropping", "dropped"};
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
/* "Kills your Android apps", "abandons Android", said of a phone maker: no
 * product of the maker ends. */
static bool ends_another(const struct drawn *d, const struct match *trigger)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		if (m->start > trigger->end && m->start - trigger->end < 12)
			return mention_is_kind(d, m) ||
			       !drawn_of_vendor(d->r, m);
	}
	return false;
}

/* " will ", " is to be ": nothing but what joins a subject and its verb. */
static bool is_verb_gap(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const gaps[] = {" ", " will ", " would ", " is ",
	    " is to ", " to ", " to be ", " will be ", " would be ", " could ",
	    " could be ", " may ", " may be ", " has been ", " is being ",
	    " wird ", " soll ", " se ", " sera ", "将", "将被", "会"};
	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (to - from == strlen(gaps[i]) &&
		    memcmp(d->side->folded + from, gaps[i], to - from) == 0)
			return true;
	return false;
}

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
			    m->start - trigger->end < 12)
				return m; /* "the end of X" */
			if (m->end < trigger->start &&
			    trigger->start - m->end < 10 && !m->device &&
			    is_verb_gap(d, m->end, trigger->start))
				return m; /* "X will no longer be" */
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

/* "Shuts down its phone business": a trade ends, and no product. */
static bool ends_business(const struct drawn *d)
{
	static const char *const trades[] = {"phone business",
	    "mobile business", "phone division", "mobile division",
	    "phone market", "phone unit", "mobile unit", "business unit",
	    "手机业务", "手机部门", "手机市场", "smartphone-geschäft",
	    "smartphone-sparte", "negocio de", "división móvil",
	    "activité mobile", "divisione mobile", "negócio de", NULL};
	return d->p->mentions == 0 && drawn_has(d, trades);
}

/* "Leaves the German market": whichever it is. */
void market_claim(struct drawn *d)
{
	static const char *const leaving[] = {" leav", " exit", " quit",
	    "withdraw", "pull out", "pulls out", "verlassen", "verlässt",
	    "abandon", "quitt", "lasci", "退出", "撤出", "hengkang",
	    "meninggalkan", "deixa", NULL};
	static const char *const markets[] = {" market", " markt", "mercado",
	    "marché", "mercato", " pasar", "市场", NULL};
	struct claim c;

	if (d->trigger[ASPECT_DISCONTINUATION] != NULL || d->p->mentions > 0 ||
	    !drawn_has(d, leaving) || !drawn_has(d, markets))
		return;
	c = claim_begin(d, ASPECT_DISCONTINUATION, NULL);
	c.vendor = d->r->vendor;
	c.value = "market exit";
	if (passage_has(d->p, CUE_NEGATED))
		c.modality = MODALITY_DENIED;
	claim_add(d, &c);
}

static const struct match *any_place(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		if (m->use->kind == USE_REGION)
			return m;
	}
	return NULL;
}

/* "In South Korea only": a place that is the only one. */
static const struct match *only_place(const struct drawn *d)
{
	static const char *const only[] = {" only", "only ", "limited to",
	    "exclusively", "restricted to", "confined to", "仅", "只", " nur ",
	    "solo ", "solamente", "seulement", "uniquement", "soltanto",
	    "apenas", "hanya", NULL};
	return drawn_has(d, only) ? any_place(d) : NULL;
}

void region_claim(struct drawn *d)
{
	struct claim c;
	const struct match *place = only_place(d);

	if (place == NULL && d->official &&
	    d->trigger[ASPECT_RELEASE_DATE] != NULL &&
	    (role_is_official(d->r) || d->p->source == d->attribution))
		place = any_place(d); /* where it starts, or is out */
	if (d->trigger[ASPECT_REGION] != NULL || place == NULL) {
		plain_claim(d, ASPECT_REGION);
		return;
	}
	c = claim_begin(d, ASPECT_REGION, d->subject);
	c.value = value_of(d->r, d->p, ASPECT_REGION, place, d->subject);
	claim_add(d, &c);
}

/* Support and prices are of a device where the item has one. */
static const struct mention *device_of(const struct drawn *d)
{
	if (d->phone != NULL)
		return d->phone;
	return d->r->phone != NULL ? d->r->phone : d->subject;
}

/* A chip is of a phone: software that is named beside it has none. */
static bool part_take(const struct drawn *d, struct claim *c)
{
	const struct mention *m = device_of(d);
	if (m == NULL || !m->device)
		return false;
	c->product = m->name;
	c->version = NULL;
	c->vendor = m->vendor;
	return true;
}

/* "Could ditch the side button": the product goes on without it. */
static void part_claim(struct drawn *d, const struct match *trigger)
{
	struct claim c = claim_begin(d, ASPECT_FEATURE, d->subject);
	c.value = end_part(d, trigger);
	if (c.value == NULL)
		return;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

/* "The A has the Z9, the A Pro the Z9 Max": each phone its own. */
static void more_chips(struct drawn *d, const struct claim *first)
{
	uint32_t at = d->p->start, before;
	const char *value = chip_next(d->r, d->p, &at);

	for (int n = 0; n < 3 && value != NULL; n++) {
		const struct mention *of = NULL;
		struct claim c = *first;

		before = at;
		value = chip_next(d->r, d->p, &at);
		for (size_t i = 0; value != NULL && i < d->p->mentions; i++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + i];

			if (m->device && m->start >= before && m->end <= at)
				of = m;
		}
		if (of == NULL || text_same(of->name, first->product))
			continue;
		c.product = of->name;
		c.vendor = of->vendor;
		c.value = value;
		claim_add(d, &c);
	}
}

void plain_claim(struct drawn *d, enum aspect aspect)
{
	const struct match *trigger = d->trigger[aspect];
	const struct mention *of = NULL;
	enum end_of end = END_UNKNOWN;
	if (trigger == NULL)
		return;
	if (aspect == ASPECT_DISCONTINUATION) {
		end = end_of_what(d, trigger, &of);
		if (end == END_FEATURE)
			d->gone = trigger;
		if (end == END_PART || end == END_OTHER || end == END_FEATURE) {
			if (end == END_PART)
				part_claim(d, trigger);
			d->trigger[aspect] = NULL; /* nothing ends */
			return;
		}
		if (ends_another(d, trigger))
			return;
	}
	if (!last_of_product(d, trigger))
		return;
	struct claim c = claim_begin(
	    d, aspect, of != NULL ? of : clause_subject(d, trigger));
	c.value = value_of(d->r, d->p, aspect, trigger, d->subject);
	const char *means = d->r->lex->slots[trigger->use->row].value;
	if (aspect == ASPECT_FEATURE && c.value != NULL &&
	    value_is_chip(c.value) && !part_take(d, &c)) {
		/* "The X300 has it": a model by its number alone */
		if (!d->official || d->subject != NULL)
			return;
	}
	if (aspect == ASPECT_DISCONTINUATION && means == NULL &&
	    ends_business(d))
		means = "market exit";
	if (aspect == ASPECT_DISCONTINUATION && means != NULL &&
	    end != END_PRODUCT) {
		c.product = c.version = NULL; /* the vendor itself */
		c.vendor = d->r->vendor;
		c.value = means;
	}
	negation_take(d, trigger, &c);
	/* "All new features": none is named. */
	if (aspect == ASPECT_FEATURE && c.value == NULL &&
	    strncmp(d->side->folded + trigger->start, "new feature", 11) == 0)
		return;
	bool removed = aspect == ASPECT_FEATURE && is_removed(d, trigger);
	if (aspect == ASPECT_FEATURE && d->gone != NULL) {
		struct claim going = {.aspect = ASPECT_DISCONTINUATION};
		/* "is not going away": the no belongs to the verb */
		negation_take(d, d->gone, &going);
		removed = going.modality != MODALITY_DENIED;
		c.modality = d->modality;
	}
	static const char *const not [] = {" not ", "n't ", " never ",
	    " nicht ", " kein", " no ", " ne ", " non ", " não ", " tidak ",
	    "不", "无缘", NULL};
	bool lacks =
	    aspect == ASPECT_FEATURE ||
	    (aspect == ASPECT_REGION && !d->official && drawn_has(d, not ));
	if (lacks && c.value != NULL && c.modality == MODALITY_DENIED &&
	    d->modality != MODALITY_DENIED) {
		/* that a thing will be missing is a claim of its own; that it
		 * will not go is one too */
		if (!removed && strncmp(c.value, "no ", 3) != 0)
			c.value = arena_printf(d->r->arena, "no %s", c.value);
		c.modality = d->modality;
	} else if (removed && c.value != NULL &&
		   strncmp(c.value, "no ", 3) != 0) {
		c.value = arena_printf(d->r->arena, "no %s", c.value);
	}
	claim_add(d, &c);
	if (aspect == ASPECT_FEATURE && c.value != NULL &&
	    value_is_chip(c.value))
		more_chips(d, &c);
}

/* Of the item's phones the one with the highest number: "older" is older
 * than that. */
static const char *newest_model(const struct reading *r, const char *other)
{
	const char *best = other;
	long most = 0;
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++) {
			const struct mention *m = &r->side[f].mentions[i];
			const char *digits =
			    m->name + strcspn(m->name, "0123456789");
			long n = strtol(digits, NULL, 10);
			if (m->device && drawn_of_vendor(r, m) && n > most) {
				most = n;
				best = m->name;
			}
		}
	return best;
}

/* "Five years of security updates and three of new versions": a claim for
 * each term that differs from the first. */
static void more_years(struct drawn *d, const struct claim *first)
{
	uint32_t at = d->p->start;
	const char *value = years_next(d->r, d->p, &at);
	for (int n = 0; n < 3 && value != NULL; n++) {
		struct claim c = *first;
		value = years_next(d->r, d->p, &at);
		if (value == NULL || text_same(value, first->value))
			continue;
		c.value = value;
		claim_add(d, &c);
	}
}

void support_claim(struct drawn *d)
{
	static const char *const of[] = {"updat", "upgrad", "support", "patch",
	    "更新", "升级", "维护", "actualiz", "pledge", "promise",
	    "mises à jour", "aggiorn", "atualiz", "pembaru", "sicherheit",
	    "extend", "new version", "versions of", "fixes", NULL};
	static const char *const more[] = {
	    "more years", "longer", "extend", "many more", NULL};
	static const char *const old[] = {
	    "older", "earlier", "previous", "existing", "predecessor", NULL};
	const struct match *trigger = d->trigger[ASPECT_SUPPORT_LENGTH];
	if (trigger == NULL || !drawn_has(d, of))
		return;
	struct claim c = claim_begin(d, ASPECT_SUPPORT_LENGTH, device_of(d));
	if (c.vendor != NULL && d->r->vendor != NULL &&
	    strcmp(c.vendor, d->r->vendor) != 0 && role_is_official(d->r)) {
		/* "Seven years of Android", says a maker of phones. */
		c.vendor = d->r->vendor;
		c.product = c.version = NULL;
		c.background = false;
		c.grade = GRADE_A;
		c.modality = MODALITY_ASSERTED;
	}
	c.value =
	    value_of(d->r, d->p, ASPECT_SUPPORT_LENGTH, trigger, d->subject);
	if (c.value == NULL && drawn_has(d, more))
		c.value = "longer";
	if (c.value == NULL && drawn_has(d, old)) {
		c.value = "older"; /* than the device of the item */
		c.product = newest_model(d->r, c.product);
	}
	negation_take(d, trigger, &c);
	if (c.value == NULL && !(d->official && c.modality == MODALITY_DENIED))
		return;
	claim_add(d, &c);
	more_years(d, &c);
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

/* What befalls a company befalls no product, unless the sentence names one
 * that is taken from it. */
static void company_take(const struct drawn *d, struct claim *c)
{
	static const char *const fates[] = {
	    "bankruptcy", "layoffs", "acquisition"};
	bool parting = text_same(c->value, "spin-off");
	/* One model is not parted from its maker. */
	bool of_company =
	    parting &&
	    (d->p->mentions == 0 || d->subject == NULL ||
		(d->subject->device &&
		    strcmp(d->subject->name, d->subject->row->name) != 0));

	for (size_t i = 0; i < sizeof(fates) / sizeof(*fates); i++)
		of_company = of_company || text_same(c->value, fates[i]);
	if (of_company) {
		c->product = c->version = NULL;
		c->vendor = d->r->vendor;
	} else if (parting && d->subject) {
		c->product = d->subject->name;
		c->version = NULL;
	}
}

void other_claim(struct drawn *d)
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
	const char *means = trigger->use->kind == USE_SLOT
				? d->r->lex->slots[trigger->use->row].value
				: NULL;
	if (price_claims(d) > 0 && means == NULL)
		return;
	struct claim c = claim_begin(d, ASPECT_OTHER, device_of(d));
	c.value = means;
	if (c.value == NULL) {
		if (drawn_has(d, money) &&
		    !drawn_has(d, (const char *const[]){"fee", "charge", NULL}))
			return;
		c.value =
		    arena_strndup(d->r->arena, d->side->folded + trigger->start,
			trigger->end - trigger->start);
	}
	company_take(d, &c);
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

void eligibility_claim(struct drawn *d)
{
	size_t phones = 0;
	for (size_t i = 0; i < d->p->mentions; i++)
		phones += d->side->mentions[d->p->mention + i].device;
	static const char *const later[] = {" and later", " or later",
	    " and newer", " or newer", " and up", " und neuer", " oder neuer",
	    " y posteriores", " o posterior", " et plus récents",
	    " e successivi", " e posteriores", "及以上", "及更新", NULL};
	const struct match *trigger = d->trigger[ASPECT_ELIGIBILITY];
	/* "Will be available for Aqua 6 and later" */
	if (trigger == NULL && d->official && phones > 0 && drawn_has(d, later))
		trigger = d->trigger[ASPECT_RELEASE_DATE];
	if (trigger == NULL || d->subject == NULL || d->subject->device)
		return;
	struct claim c = claim_begin(d, ASPECT_ELIGIBILITY, d->subject);
	if (phones > 0) {
		c.value = value_of(
		    d->r, d->p, ASPECT_ELIGIBILITY, trigger, d->subject);
		if (d->excludes && c.value != NULL)
			c.value = arena_printf(d->r->arena, "no %s", c.value);
		else
			negation_take(d, trigger, &c);
		claim_add(d, &c);
		return;
	}
	c.value = devices_listed(d->r, d->p);
	if (c.value == NULL)
		return;
	negation_take(d, trigger, &c);
	claim_add(d, &c);
}

bool feature_is_part(const struct drawn *d)
{
	const struct match *trigger = d->trigger[ASPECT_FEATURE];
	const char *value =
	    trigger == NULL
		? NULL
		: value_of(d->r, d->p, ASPECT_FEATURE, trigger, d->subject);
	return value != NULL && value_is_chip(value);
}
