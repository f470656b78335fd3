/*
 * Sources that the lexicon has: tipsters and outlets, officials within their
 * dates, vendors. A name counts where it stands as a source: after a pattern
 * such as "according to", before or after a verb of saying, at the head of a
 * headline.
 */
#include <string.h>

#include "judge/place.h"
#include "text/date.h"

#define NEAR_BYTES   48 /* between a name and its verb */
#define OTHERS_BYTES 30 /* before a vendor: whose people they are */
#define CLOSE_BYTES  26 /* between a vendor and its verb */

/* The pattern that puts a name at `start` in the place of a source. */
static const struct match *frame_before(
    const struct place *at, uint32_t start, uint32_t end, enum frame *frame)
{
	const struct match *best = NULL;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = place_frame(at, i);
		const struct match *m = place_match(at, i);
		size_t n;
		if (row == NULL || m->end > start ||
		    !frame_takes_name(row->frame) ||
		    (row->frame == FRAME_FOOTER && at->p->field == FIELD_TITLE))
			continue;
		const char *gap = place_gap(at, m->end, start, &n);
		if (n > 40 || (n > 2 && bytes_hold(gap, n, ".,;!?()")))
			continue;
		if (row->frame == FRAME_TITLE_BEFORE && n > 22)
			continue;
		if (row->frame == FRAME_SOURCE_BETWEEN &&
		    (n > 2 || !place_continues(at, end, row->after)))
			continue;
		best = m;
		*frame = row->frame;
	}
	return best;
}

static const struct match *frame_behind(const struct place *at, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = place_frame(at, i);
		const struct match *m = place_match(at, i);
		if (row != NULL && row->frame == FRAME_SOURCE_BEFORE &&
		    m->start >= end && m->start - end <= 2)
			return m;
	}
	return NULL;
}

static enum origin_kind tipster_kind(const struct tipster *t)
{
	if (strcmp(t->origin_class, "regulator") == 0 ||
	    strcmp(t->origin_class, "benchmark") == 0)
		return ORIGIN_DOCUMENT;
	if (strcmp(t->origin_class, "person") == 0 ||
	    strcmp(t->origin_class, "teardown") == 0)
		return ORIGIN_TIPSTER;
	bool person = strcmp(t->origin_class, "analyst") == 0 &&
		      strchr(t->name, ' ') != NULL &&
		      strstr(t->name, "Research") == NULL;
	return person ? ORIGIN_TIPSTER : ORIGIN_OUTLET;
}

static bool is_of_house(const struct place *at, const struct match *m)
{
	return m->use->kind == USE_TIPSTER &&
	       tipster_kind(&at->r->lex->tipsters[m->use->row]) ==
		   ORIGIN_OUTLET;
}

/* The verb of saying whose subject ends at `end`. Another person between
 * takes the verb away; an apposition between commas does not. */
static const struct match *verb_behind(
    const struct place *at, uint32_t end, uint32_t reach)
{
	const char *s = at->side->folded;
	bool apposition =
	    end + 1 < at->p->end && s[end] == ',' && s[end + 1] == ' ';
	uint32_t house = 0;
	if (apposition)
		reach = 110;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		size_t n;
		if (m->start < end)
			continue;
		if (apposition && is_of_house(at, m)) {
			house = m->end; /* "Jo Reed, of Lantern, says" */
			continue;
		}
		if (m->use->kind == USE_TIPSTER || m->use->kind == USE_PERSON)
			return NULL;
		if (m->use->kind != USE_VERB || verb_is_name(at, m))
			continue;
		const char *gap = place_gap(at, end, m->start, &n);
		if (n > reach || bytes_hold(gap, n, ";:!?"))
			return NULL;
		if (!apposition && bytes_hold(gap, n, ","))
			return NULL;
		if (verb_is_to_come(at, m))
			continue;
		/* "Aqua buys Teal, the Ledger reports": not Teal does */
		if (house > 0 && house < m->start &&
		    memchr(s + house, ',', m->start - house) == NULL)
			return NULL;
		return m;
	}
	return NULL;
}

/* ", says X" */
static const struct match *verb_before(const struct place *at, uint32_t start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		if (m->use->kind == USE_VERB && m->end < start &&
		    start - m->end <= 2 && !verb_is_to_come(at, m))
			return m;
	}
	return NULL;
}

/* "NAME: ..." at the head of a headline */
static bool heads_title(const struct place *at, uint32_t end)
{
	bool post = at->r->item->source != NULL &&
		    at->r->item->source->role == ROLE_TIPSTER;

	return (at->p->field == FIELD_TITLE || post) && end < at->p->end &&
	       (at->side->folded[end] == ':' ||
		   strncmp(at->side->folded + end, " :", 2) == 0);
}

/* "...: NAME", "... (NAME)" at the end of a headline; behind a dash stands
 * who publishes it. */
static bool closes_title(const struct place *at, const struct match *m)
{
	static const char *const before[] = {": ", ":", "(", "（", NULL};
	const char *rest = at->side->folded + m->end;
	size_t n = at->p->end - m->end;

	if (at->p->field != FIELD_TITLE || m->start == at->p->start ||
	    !span_ends(at->side->folded, at->p->start, m->start, before))
		return false;
	return n == 0 || (n == 1 && *rest == ')') ||
	       (n == 3 && strncmp(rest, "）", 3) == 0);
}

/* "together with 91mobiles": beside the one who speaks. */
static bool is_partner(const struct place *at, uint32_t start)
{
	static const char *const words[] = {
	    "with ", "mit ", "con ", "avec ", "com ", "via ", NULL};
	return span_ends(at->side->folded, at->p->start, start, words);
}

/* "Appeared on Geekbench", "passed through TENAA": it is read there. */
static bool is_looked_up(const struct place *at, uint32_t start)
{
	static const char *const words[] = {"on ", "at ", "on the ", "at the ",
	    "by the ", "by ", "through ", "through the ", "of the ", "in the ",
	    "in ", "passed ", "passed the ", "cleared ", "cleared the ", "bei ",
	    "en ", "sur ", "su ", "no ", "di ", "por ", "par ", "von ", "with ",
	    "with the ", "from ", "from the ", "regulator ", "agency ",
	    "authority ", "database ", "现身", "通过", "亮相", "入网", NULL};
	return span_ends(at->side->folded, at->p->start, start, words);
}

/* "A TENAA listing", "the FCC's database". */
static bool is_office_paper(const struct place *at, uint32_t end)
{
	static const char *const papers[] = {"database", "entry", "entries",
	    "record", "website", "approval", "数据库", "备案"};

	if (place_continues(at, end, "'s "))
		end += 2;
	for (size_t i = 0; i < sizeof(papers) / sizeof(*papers); i++)
		if (place_continues(at, end, papers[i]))
			return true;
	return false;
}

/* "According to the Ledger (via Jo Reed)": he has it from there. */
static bool outlet_speaks(const struct place *at)
{
	return at->p->source >= 0 && at->p->speaks &&
	       at->r->attributions[at->p->source].kind == ORIGIN_OUTLET;
}

/* "The Ledger has learned", in the Ledger: in no footer, and no maker to it. */
static bool speaks_of_itself(
    const struct place *at, enum frame frame, const struct match *cue)
{
	return cue != NULL && frame != FRAME_VIA && frame != FRAME_FOOTER &&
	       !speaks_officially(at->p) && !place_answers(at, at->p->end);
}

/* "According to the Ledger's sources". */
static bool names_source(const struct place *at, uint32_t end)
{
	static const char *const whose[] = {"source", "report", "insider",
	    "contact", "leak", "find", "scoop", "article", "story"};
	const char *s = at->side->folded + end;
	size_t n = strncmp(s, "'s ", 3) == 0 ? 3 : strncmp(s, "' ", 2) ? 0 : 2;

	for (size_t i = 0; n && i < sizeof(whose) / sizeof(*whose); i++)
		if (place_continues(at, end + (uint32_t)n, whose[i]))
			return true;
	return false;
}

/* "Jo Reed of the Ledger said": the man, whose house it is. */
static bool employs_speaker(const struct place *at, const char *house)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const char *of;

		if (m->use->kind != USE_TIPSTER ||
		    tipster_kind(&at->r->lex->tipsters[m->use->row]) !=
			ORIGIN_TIPSTER)
			continue;
		of = affiliation_of(at, m->start, m->end);
		if (of != NULL && strcmp(of, house) == 0)
			return true;
	}
	return false;
}

/* 华为方面, 华为官方: the house and its people. */
static bool house_before(const struct place *at, uint32_t start)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (place_vendor(at, m) != NULL && m->end <= start &&
		    place_is_ours(at, place_vendor(at, m)) &&
		    phrase_behind(f, PHRASE_TEAM, at->side->folded, m->end))
			return true;
	}
	return false;
}

void tipster_take(struct place *at, const struct match *m)
{
	const struct tipster *t = &at->r->lex->tipsters[m->use->row];
	enum frame frame = FRAME_COUNT;
	const struct match *cue = frame_before(at, m->start, m->end, &frame);
	struct attribution a = {
	    .kind = tipster_kind(t), .id = t->id, .name = t->name};
	bool speaks = cue != NULL;
	if (!speaks && (cue = frame_behind(at, m->end)) != NULL)
		speaks = true;
	if (!speaks && (cue = verb_behind(at, m->end, NEAR_BYTES)) != NULL)
		speaks = true;
	if (!speaks && (cue = verb_before(at, m->start)) != NULL)
		speaks = true;
	speaks |= heads_title(at, m->end) || closes_title(at, m);
	speaks |= a.kind == ORIGIN_DOCUMENT &&
		  (is_looked_up(at, m->start) || is_office_paper(at, m->end));
	if (a.kind == ORIGIN_TIPSTER) {
		a.house = affiliation_of(at, m->start, m->end);
		if (a.house == NULL)
			a.house = t->house;
	} else {
		/* 官方向媒体确认: whom it is told to */
		if (at->r->lang == LANG_ZH &&
		    place_phrase_ends(at, PHRASE_TOWARD, m->start) &&
		    house_before(at, m->start))
			return;
		if (place_is_audience(at, frame, cue))
			return; /* "a spokesperson told X" */
		if (is_partner(at, m->start))
			return;
		/* "Bloomberg's Mark Gurman": the man, not the house */
		bool owns = at->side->folded[m->end] == '\'';
		bool own =
		    a.kind == ORIGIN_OUTLET && is_own_outlet(at->r, t->name);
		if (!speaks || (own && !speaks_of_itself(at, frame, cue)) ||
		    (!own && owns && cue != NULL && cue->end <= m->start &&
			!names_source(at, m->end)) ||
		    employs_speaker(at, t->name))
			return;
	}
	a.via = ((frame == FRAME_VIA || frame == FRAME_FOOTER) && cue != NULL &&
		    cue->end <= m->start) ||
		(m->start > at->p->start &&
		    strchr("[(", at->side->folded[m->start - 1]) != NULL);
	if (a.via && a.kind == ORIGIN_TIPSTER && !outlet_speaks(at))
		a.via = false;
	source_take(at, &a, speaks, m, cue);
	if (frame == FRAME_CITED && cue != NULL)
		source_prefer(at, &a);
}

bool person_in_office(const struct reading *r, const struct person_row *p)
{
	struct civil c;
	if (r->published_at == DATE_NONE)
		return true;
	date_to_civil(r->published_at, &c);
	return (p->from_year == 0 || c.year >= p->from_year) &&
	       (p->to_year == 0 || c.year <= p->to_year);
}

/* The same name with an office of the vendor that the item is about. */
static bool has_other_office(const struct place *at, const struct match *m)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *o = place_match(at, i);
		if (o->use->kind == USE_PERSON && o->start == m->start &&
		    strcmp(at->r->lex->persons[o->use->row].vendor,
			at->r->vendor) == 0)
			return true;
	}
	return false;
}

#define MEDIUM_BYTES 40 /* "a South Korean business daily" */

/* "Aqua has decided to quit, according to a Korean paper": whose word it is. */
static bool is_of_some_medium(const struct place *at, uint32_t start)
{
	static const char *const articles[] = {
	    "a ", "an ", "one ", "two ", "several "};

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct attribution_row *row = place_frame(at, i);
		uint32_t end = m->end;

		if (row == NULL || row->frame != FRAME_SOURCE_AFTER ||
		    m->start < start)
			continue;
		end += at->side->folded[end] == ' ';
		for (size_t k = 0; k < sizeof(articles) / sizeof(*articles);
		     k++)
			if (strncmp(at->side->folded + end, articles[k],
				strlen(articles[k])) == 0 &&
			    place_phrase(at, PHRASE_MEDIUM, end,
				place_ahead(at, end, MEDIUM_BYTES)))
				return true;
	}
	return false;
}

/*
 * "Report: Aqua's founder plans a fee", "we learned that he plans one": who
 * is reported does not speak.
 */
static bool is_reported(const struct place *at, uint32_t start)
{
	if (phrase_within(passage_phrases(at->r, at->p), PHRASE_HEARD,
		at->p->start, start) ||
	    is_of_some_medium(at, start))
		return true;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = place_frame(at, i);

		if (row != NULL &&
		    (row->frame == FRAME_HEADLINE_COLON ||
			row->frame == FRAME_HEADLINE_TAIL) &&
		    at->p->field == FIELD_TITLE)
			return true;
	}
	return false;
}

#define WHOM_BYTES 40 /* behind the verb */

/*
 * "Told its suppliers", "told staff in a memo": not for the public, who has it
 * from somebody else.
 */
bool verb_is_private(const struct place *at, const struct match *verb)
{
	return place_phrase(
		   at, PHRASE_OWN_PEOPLE, verb->end, verb->end + WHOM_BYTES) &&
	       !place_phrase(at, PHRASE_PUBLIC, verb->end, at->p->end);
}

void official_take(struct place *at, const struct match *m)
{
	const struct person_row *p = &at->r->lex->persons[m->use->row];
	enum frame frame = FRAME_COUNT;
	const struct match *cue = frame_before(at, m->start, m->end, &frame);
	if (frame == FRAME_AUDIENCE || is_reported(at, m->start))
		return; /* somebody told him, or tells of him */
	if (p->account && is_not_for_house(at, m))
		return;
	if (cue == NULL)
		cue = verb_behind(at, m->end, NEAR_BYTES);
	if (cue == NULL)
		cue = verb_before(at, m->start);
	if (cue != NULL && cue->use->kind == USE_VERB &&
	    verb_is_private(at, cue))
		return;
	/* "Nothing's next phone" is a house's, and not its word. */
	bool speaks = cue != NULL || heads_title(at, m->end) ||
		      (!p->account && at->side->folded[m->end] == '\'');
	if (!person_in_office(at->r, p))
		return;
	struct attribution a = {.kind = ORIGIN_OFFICIAL,
	    .name = p->account ? p->vendor : p->name,
	    .vendor = p->vendor};
	if (at->r->vendor != NULL && strcmp(at->r->vendor, p->vendor) != 0) {
		if (p->account || !speaks || has_other_office(at, m))
			return;
		a.kind = ORIGIN_TIPSTER; /* of a rival's product */
		a.vendor = NULL;
	}
	if (p->account && !speaks && at->side->folded[m->start] != '@' &&
	    (m->start == 0 || at->side->folded[m->start - 1] != '@')) {
		/* "Is Nothing leaving?" is named, and says nothing. */
		a.field = at->p->field;
		a.source = span_of(at->side, m->start, m->end);
		a.aside = !passage_has(at->p, CUE_ANNOUNCE) &&
			  !passage_has(at->p, CUE_RELEASE) &&
			  !passage_has(at->p, CUE_CONFIRM);
		attribution_add(at, &a, 1);
		return;
	}
	source_take(at, &a, speaks, m, cue);
}

/* "Samsung Galaxy S24": the vendor is a part of the product's name. */
bool vendor_is_in_name(const struct place *at, const struct match *m)
{
	for (size_t i = 0; i < at->side->mention_count; i++) {
		uint32_t start = at->side->mentions[i].start;
		if (start <= m->start ? at->side->mentions[i].end > m->start
				      : start <= m->end + 1)
			return true;
	}
	return false;
}

/* "He says that Samsung opens the beta": somebody else tells of it. */
static bool hearing_before(const struct place *at, uint32_t start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);
		if (c == NULL || m->start >= start ||
		    (c->class != CUE_PRONOUN && c->class != CUE_RUMOR_NOUN &&
			c->class != CUE_LEAK && c->class != CUE_EVIDENTIAL))
			continue;
		if (!place_answers(at, m->end) &&
		    !place_is_quoted(at, m->start, start))
			return true;
	}
	return false;
}

/* "A source at Aqua", "people close to the company". */
static bool is_anonymous(const struct place *at, uint32_t start)
{
	const struct phrase_hit *who = NULL;
	const char *s = at->side->folded;
	uint32_t from = start > at->p->start + 44 ? start - 44 : at->p->start;

	for (uint32_t i = start; i > from; i--)
		if (strchr(",;:\"", at->side->folded[i - 1]) != NULL) {
			from = i;
			break;
		}
	while ((who = phrase_next(passage_phrases(at->r, at->p),
		    PHRASE_INSIDERS, who)) != NULL) {
		if (who->start < from || who->end > start)
			continue;
		/* "confirmed to people that Aqua", is another clause */
		if (memmem(s + who->end, start - who->end, " that ", 6) == NULL)
			return true;
	}
	return false;
}

/* zh: 接近魅族的人士, 前魅族员工: of the vendor, but not for it. */
static bool is_outsider(const struct place *at, const struct match *m)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const char *s = at->side->folded;

	return phrase_before(f, PHRASE_OUTSIDER, s, m->start) != NULL ||
	       phrase_behind(f, PHRASE_OUTSIDERS, s, m->end) != NULL;
}

/* "A former boss of Aqua", "a carrier that sells Aqua's phones". */
static bool is_of_others(const struct place *at, uint32_t start)
{
	const char *s = at->side->folded;
	uint32_t from = start;

	while (from > at->p->start && start - from < OTHERS_BYTES &&
	       strchr(",;:\"", s[from - 1]) == NULL)
		from--;
	return phrase_within(
	    passage_phrases(at->r, at->p), PHRASE_OTHERS, from, start);
}

bool is_not_for_house(const struct place *at, const struct match *house)
{
	return is_anonymous(at, house->start) || is_outsider(at, house) ||
	       is_of_others(at, house->start);
}

bool place_is_unsaid(const struct place *at, uint32_t start)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);

	return phrase_before(f, PHRASE_UNSAID, at->side->folded, start) != NULL;
}

bool place_is_told_by_other(const struct place *at, uint32_t start)
{
	return hearing_before(at, start) || is_reported(at, start);
}

/* The verb and what belongs to it: up to the next mark, ten bytes at most. */
static uint32_t verb_reach(const struct place *at, const struct match *verb)
{
	uint32_t end = verb->end;

	while (end < verb->end + 10 && end < at->p->end &&
	       strchr(",:;", at->side->folded[end]) == NULL)
		end++;
	return end;
}

/* "Thanks to its Aqua app" is not Aqua's word. */
static bool gives_thanks(const struct place *at, const struct match *frame)
{
	return frame != NULL && phrase_fills(passage_phrases(at->r, at->p),
				    PHRASE_OUTSIDER, frame->start, frame->end);
}

/*
 * "Code says Aqua closes": what says so stands before, and the maker begins
 * what it says. Not so "X closes, says Aqua".
 */
static bool is_of_clause(
    const struct place *at, const struct match *cue, const struct match *vendor)
{
	static const char *const verbs[] = {"says", "claims", "reports"};
	const char *s = at->side->folded;
	uint32_t n = cue->end - cue->start;
	bool verb = false;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		verb |= strlen(verbs[i]) <= n &&
			memcmp(s + cue->start, verbs[i], strlen(verbs[i])) == 0;
	return verb && cue->end <= vendor->start &&
	       cue->start > at->p->start + 2 && s[cue->start - 1] == ' ' &&
	       strchr(",\"", s[cue->start - 2]) == NULL &&
	       vendor->end + 1 < at->p->end && s[vendor->end] == ' ';
}

/* "Xiaomi announced", "a Samsung spokesperson", 华为方面表示. */
void vendor_take(struct place *at, const struct match *m)
{
	const struct lexicon *lex = at->r->lex;
	const char *vendor = lex->vendors[m->use->row].name;
	const char *s = at->side->folded;
	if (s[m->end] == '\'' && s[m->end + 1] != '\0' &&
	    place_has_cue(at, m->end, m->end + 30, CUE_SPOKESPERSON,
		CUE_SPOKESPERSON) == false)
		return;
	/* "Aqua-Händler": a compound, whose last word says who it is */
	if (s[m->end] == '-' && !place_has_cue(at, m->end, m->end + 28,
				    CUE_SPOKESPERSON, CUE_OFFICE))
		return;
	if (vendor_is_in_name(at, m) ||
	    (at->r->vendor != NULL && strcmp(at->r->vendor, vendor) != 0 &&
		strcmp(lexicon_house(lex, at->r->vendor), vendor) != 0))
		return;
	if (!place_is_open(at, m->start) || hearing_before(at, m->start) ||
	    is_not_for_house(at, m) || place_is_unsaid(at, m->start))
		return;
	const struct match *cue = NULL;
	bool spokesman = place_has_cue(at, m->start > 24 ? m->start - 24 : 0,
	    m->end + 28, CUE_SPOKESPERSON, CUE_SPOKESPERSON);
	const struct match *verb =
	    verb_behind(at, m->end, spokesman ? NEAR_BYTES : CLOSE_BYTES);
	if (verb != NULL && (spokesman || !place_is_object(at, m->start)) &&
	    !place_has_cue(at, m->end, verb->start, CUE_NOT_YET, CUE_MODAL) &&
	    !place_has_cue(at, m->end, verb_reach(at, verb), CUE_SILENCE,
		CUE_EVIDENTIAL)) {
		enum force f = lex->verbs[verb->use->row];
		if (f == FORCE_OFFICIAL || f == FORCE_DENY ||
		    f == FORCE_NEUTRAL)
			cue = verb;
	}
	enum frame frame = FRAME_COUNT;
	/* "Aqua: AquaOS is not going away" */
	bool rejects = passage_has(at->p, CUE_DENY) ||
		       passage_has(at->p, CUE_DEBUNK) ||
		       passage_has(at->p, CUE_NEGATED);
	if (cue == NULL && rejects && heads_title(at, m->end))
		cue = m;
	if (cue == NULL) {
		cue = frame_before(at, m->start, m->end, &frame);
		if (frame == FRAME_VIA || frame == FRAME_TITLE_BEFORE ||
		    (cue != NULL && is_of_clause(at, cue, m)) ||
		    frame == FRAME_AUDIENCE || gives_thanks(at, cue))
			cue = NULL;
	}
	if (cue == NULL || passage_has(at->p, CUE_SILENCE) ||
	    is_reported(at, m->start) ||
	    (cue->use->kind == USE_VERB && verb_is_private(at, cue)))
		return;
	struct attribution a = {
	    .kind = ORIGIN_OFFICIAL, .name = vendor, .vendor = vendor};
	source_take(at, &a, true, m, cue);
}

/* "The company confirmed": the vendor that the item is about. */
void company_take(struct place *at, const struct match *m)
{
	const char *vendor = at->r->vendor;
	const struct match *verb = verb_behind(at, m->end, CLOSE_BYTES);
	if (vendor == NULL || verb == NULL || !place_is_open(at, m->start) ||
	    is_not_for_house(at, m) || place_is_unsaid(at, m->start) ||
	    passage_has(at->p, CUE_SILENCE) || hearing_before(at, m->start) ||
	    place_has_cue(at, m->end, verb->start, CUE_NOT_YET, CUE_MODAL))
		return;
	enum force f = at->r->lex->verbs[verb->use->row];
	if ((f != FORCE_OFFICIAL && f != FORCE_DENY && f != FORCE_NEUTRAL) ||
	    verb_is_private(at, verb))
		return;
	struct attribution a = {
	    .kind = ORIGIN_OFFICIAL, .name = vendor, .vendor = vendor};
	source_take(at, &a, true, m, verb);
}
