/*
 * Whose word it is. A name counts as a source where it stands as one: after
 * "according to" or "tipster", before a verb of saying, in a headline's tail,
 * in a footer. Names that no table has are taken from such places too.
 * Officials speak for their own vendor, within their dates.
 */
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"
#include "text/date.h"
#include "text/utf8.h"

#define NEAR_BYTES  48 /* between a name and its verb */
#define CLOSE_BYTES 26 /* between a vendor and its verb */

struct place {
	struct reading *r;
	struct passage *p;
	const struct side *side;
};

static const struct match *match_at(const struct place *at, size_t i)
{
	return &at->side->matches[at->p->match + i];
}

static const struct attribution_row *frame_at(const struct place *at, size_t i)
{
	const struct match *m = match_at(at, i);
	return m->use->kind == USE_ATTRIBUTION
		   ? &at->r->lex->attributions[m->use->row]
		   : NULL;
}

static bool frame_takes_name(enum frame f)
{
	return f == FRAME_SOURCE_AFTER || f == FRAME_TITLE_BEFORE ||
	       f == FRAME_FOOTER || f == FRAME_VIA || f == FRAME_SOURCE_BETWEEN;
}

static const char *text_between(
    const struct place *at, uint32_t from, uint32_t to, size_t *n)
{
	*n = to > from ? to - from : 0;
	return at->side->folded + from;
}

static bool holds(const char *s, size_t n, const char *chars)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(chars, s[i]) != NULL)
			return true;
	return false;
}

/* --- the list --- */

static int attribution_add(
    struct place *at, const struct attribution *a, double rank)
{
	struct reading *r = at->r;
	if (at->p->field == FIELD_TITLE)
		rank += 2;
	else if (at->p->start < 400)
		rank += 1;
	for (size_t i = 0; i < r->attribution_count; i++) {
		struct attribution *o = &r->attributions[i];
		bool same = o->kind == a->kind &&
			    (o->name == NULL) == (a->name == NULL) &&
			    (o->name == NULL || strcmp(o->name, a->name) == 0);
		if (!same)
			continue;
		r->ranks[i] += rank * 0.5;
		o->via = o->via && a->via;
		return (int)i;
	}
	r->attributions =
	    arena_room(r->arena, r->attributions, r->attribution_count,
		&r->attribution_cap, sizeof(*r->attributions));
	r->ranks = arena_room(r->arena, r->ranks, r->attribution_count,
	    &r->rank_cap, sizeof(*r->ranks));
	r->ranks[r->attribution_count] = rank;
	r->attributions[r->attribution_count] = *a;
	return (int)r->attribution_count++;
}

/* What a sentence is by: a person before a house, a name before none. */
static double kind_rank(enum origin_kind kind)
{
	switch (kind) {
	case ORIGIN_TIPSTER:
		return 5;
	case ORIGIN_OFFICIAL:
		return 4;
	case ORIGIN_OUTLET:
		return 3;
	case ORIGIN_DOCUMENT:
		return 2;
	case ORIGIN_ANONYMOUS:
		return 1;
	case ORIGIN_NONE:
		break;
	}
	return 0;
}

static void take(struct place *at, struct attribution *a, bool speaks,
    const struct match *source, const struct match *cue)
{
	struct passage *p = at->p;
	a->field = p->field;
	if (source != NULL)
		a->source = span_of(at->side, source->start, source->end);
	if (cue != NULL)
		a->cue = span_of(at->side, cue->start, cue->end);
	a->content = p->span;
	double rank = kind_rank(a->kind) + (speaks ? 1 : 0);
	if (a->via)
		rank = 0.1;
	int i = attribution_add(at, a, rank);
	if (a->via)
		return;
	bool better = p->source < 0 || (speaks && !p->speaks) ||
		      (speaks == p->speaks &&
			  kind_rank(a->kind) >
			      kind_rank(at->r->attributions[p->source].kind));
	if (better) {
		p->source = i;
		p->speaks = speaks;
		p->source_start = source != NULL ? source->start : 0;
		p->cue_end = cue != NULL ? cue->end : 0;
	}
}

/* --- positions --- */

/* The pattern that puts a name at `start` in the place of a source. */
static const struct match *frame_before(
    const struct place *at, uint32_t start, enum frame *frame)
{
	const struct match *best = NULL;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = frame_at(at, i);
		const struct match *m = match_at(at, i);
		size_t n;
		if (row == NULL || m->end > start ||
		    !frame_takes_name(row->frame))
			continue;
		const char *gap = text_between(at, m->end, start, &n);
		if (n > 40 || (n > 2 && holds(gap, n, ".,;!?()")))
			continue;
		if (row->frame == FRAME_TITLE_BEFORE && n > 22)
			continue;
		best = m;
		*frame = row->frame;
	}
	return best;
}

static const struct match *frame_behind(const struct place *at, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct attribution_row *row = frame_at(at, i);
		const struct match *m = match_at(at, i);
		if (row != NULL && row->frame == FRAME_SOURCE_BEFORE &&
		    m->start >= end && m->start - end <= 2)
			return m;
	}
	return NULL;
}

static bool is_name(const struct match *m)
{
	return m->use->kind >= USE_NAMES && m->use->kind != USE_REGION &&
	       m->use->kind != USE_PRODUCT;
}

static bool cue_between(const struct place *at, uint32_t from, uint32_t to,
    enum cue_class a, enum cue_class b)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		const struct cue *c = match_cue(at->r, m);
		if (c != NULL && m->start >= from && m->end <= to &&
		    (c->class == a || c->class == b))
			return true;
	}
	return false;
}

/* "to announce", "will announce", "could say": nothing was said yet. */
static bool verb_is_to_come(const struct place *at, const struct match *verb)
{
	static const char *const before[] = {"to ", "will ", "could ", "may ",
	    "might ", "would ", "should ", "must ", "can ", "将", "或", "be ",
	    "being ", "wird ", "va a ", "not ", "n't ", "never ", "soon "};
	const char *s = at->side->folded;
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		size_t n = strlen(before[i]);
		if (verb->start >= at->p->start + n &&
		    memcmp(s + verb->start - n, before[i], n) == 0)
			return true;
	}
	return false;
}

/* The verb of saying whose subject ends at `end`. Another person between
 * takes the verb away; an apposition between commas does not. */
static const struct match *verb_behind(
    const struct place *at, uint32_t end, uint32_t reach)
{
	const char *s = at->side->folded;
	bool apposition =
	    end + 1 < at->p->end && s[end] == ',' && s[end + 1] == ' ';
	if (apposition)
		reach = 110;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		size_t n;
		if (m->start < end)
			continue;
		if (m->use->kind == USE_TIPSTER || m->use->kind == USE_PERSON)
			return NULL;
		if (m->use->kind != USE_VERB)
			continue;
		const char *gap = text_between(at, end, m->start, &n);
		if (n > reach || holds(gap, n, ";:!?"))
			return NULL;
		if (!apposition && holds(gap, n, ","))
			return NULL;
		if (verb_is_to_come(at, m))
			continue;
		return m;
	}
	return NULL;
}

/* ", says X" */
static const struct match *verb_before(const struct place *at, uint32_t start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		if (m->use->kind == USE_VERB && m->end < start &&
		    start - m->end <= 2 && !verb_is_to_come(at, m))
			return m;
	}
	return NULL;
}

/* "NAME: ..." at the head of a headline */
static bool heads_title(const struct place *at, uint32_t end)
{
	return at->p->field == FIELD_TITLE && end < at->p->end &&
	       (at->side->folded[end] == ':' ||
		   strncmp(at->side->folded + end, " :", 2) == 0);
}

/* --- known names --- */

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

static const char *source_title(const struct reading *r)
{
	const struct source *s = r->item->source;
	return s != NULL && s->title != NULL ? s->title : NULL;
}

static bool is_own_outlet(const struct reading *r, const char *name)
{
	const char *title = source_title(r);
	return title != NULL && strncmp(title, name, strlen(name)) == 0;
}

/* "together with 91mobiles": beside the one who speaks. */
static bool is_partner(const struct place *at, uint32_t start)
{
	static const char *const words[] = {
	    "with ", "mit ", "con ", "avec ", "com ", "via "};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);
		if (start >= at->p->start + n &&
		    memcmp(at->side->folded + start - n, words[i], n) == 0)
			return true;
	}
	return false;
}

static void tipster_take(struct place *at, const struct match *m)
{
	const struct tipster *t = &at->r->lex->tipsters[m->use->row];
	enum frame frame = FRAME_COUNT;
	const struct match *cue = frame_before(at, m->start, &frame);
	struct attribution a = {
	    .kind = tipster_kind(t), .id = t->id, .name = t->name};
	bool speaks = cue != NULL;
	if (!speaks && (cue = frame_behind(at, m->end)) != NULL)
		speaks = true;
	if (!speaks && (cue = verb_behind(at, m->end, NEAR_BYTES)) != NULL)
		speaks = true;
	if (!speaks && (cue = verb_before(at, m->start)) != NULL)
		speaks = true;
	speaks |= heads_title(at, m->end);
	if (a.kind != ORIGIN_TIPSTER) {
		if (is_partner(at, m->start))
			return;
		/* "Bloomberg's Mark Gurman": the man, not the house */
		bool owns = at->side->folded[m->end] == '\'';
		if (!speaks || (owns && cue != NULL && cue->end <= m->start) ||
		    is_own_outlet(at->r, t->name))
			return;
	}
	a.via = ((frame == FRAME_VIA || frame == FRAME_FOOTER) && cue != NULL &&
		    cue->end <= m->start) ||
		(m->start > at->p->start &&
		    strchr("[(", at->side->folded[m->start - 1]) != NULL);
	if (a.via && a.kind == ORIGIN_TIPSTER)
		a.via = false;
	take(at, &a, speaks, m, cue);
}

static bool person_in_office(
    const struct reading *r, const struct person_row *p)
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
		const struct match *o = match_at(at, i);
		if (o->use->kind == USE_PERSON && o->start == m->start &&
		    strcmp(at->r->lex->persons[o->use->row].vendor,
			at->r->vendor) == 0)
			return true;
	}
	return false;
}

static void person_take(struct place *at, const struct match *m)
{
	const struct person_row *p = &at->r->lex->persons[m->use->row];
	enum frame frame = FRAME_COUNT;
	const struct match *cue = frame_before(at, m->start, &frame);
	if (cue == NULL)
		cue = verb_behind(at, m->end, NEAR_BYTES);
	if (cue == NULL)
		cue = verb_before(at, m->start);
	bool speaks = cue != NULL || heads_title(at, m->end) ||
		      at->side->folded[m->end] == '\'';
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
	take(at, &a, speaks, m, cue);
}

/* "Samsung Galaxy S24": the vendor is a part of the product's name. */
static bool product_follows(const struct place *at, const struct match *m)
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
		const struct match *m = match_at(at, i);
		const struct cue *c = match_cue(at->r, m);
		if (c == NULL || m->start >= start)
			continue;
		if (c->class == CUE_PRONOUN || c->class == CUE_RUMOR_NOUN ||
		    c->class == CUE_LEAK || c->class == CUE_EVIDENTIAL)
			return true;
	}
	return false;
}

/* zh: 接近魅族的人士, 前魅族员工: of the vendor, but not for it. */
static bool is_outsider(const struct place *at, const struct match *m)
{
	static const char *const before[] = {"接近", "前", "former ", "ex-",
	    "that ", "dass ", "que ", "che ", "said ", "bahwa "};
	static const char *const after[] = {"的人", "内部人", "员工",
	    " employee", " insider", " user", " owner", " blog", " fan",
	    " leak", " rep ", " store", " phone", "手机", "用户"};
	const char *s = at->side->folded;
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		size_t n = strlen(before[i]);
		if (m->start >= at->p->start + n &&
		    memcmp(s + m->start - n, before[i], n) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof(after) / sizeof(*after); i++)
		if (strncmp(s + m->end, after[i], strlen(after[i])) == 0)
			return true;
	return false;
}

/* "Xiaomi announced", "a Samsung spokesperson", 华为方面表示. */
static void vendor_take(struct place *at, const struct match *m)
{
	const struct lexicon *lex = at->r->lex;
	const char *vendor = lex->vendors[m->use->row].name;
	const char *s = at->side->folded;
	if (s[m->end] == '\'' && s[m->end + 1] != '\0' &&
	    cue_between(at, m->end, m->end + 30, CUE_SPOKESPERSON,
		CUE_SPOKESPERSON) == false)
		return;
	if (product_follows(at, m) ||
	    (at->r->vendor != NULL && strcmp(at->r->vendor, vendor) != 0))
		return;
	if (at->p->source >= 0 || hearing_before(at, m->start) ||
	    is_outsider(at, m))
		return;
	const struct match *cue = NULL;
	bool spokesman = cue_between(at, m->start > 24 ? m->start - 24 : 0,
	    m->end + 28, CUE_SPOKESPERSON, CUE_SPOKESPERSON);
	const struct match *verb =
	    verb_behind(at, m->end, spokesman ? NEAR_BYTES : CLOSE_BYTES);
	if (verb != NULL &&
	    !cue_between(at, m->end, verb->start, CUE_NOT_YET, CUE_MODAL) &&
	    !cue_between(
		at, m->end, verb->end + 10, CUE_SILENCE, CUE_EVIDENTIAL)) {
		enum force f = lex->verbs[verb->use->row];
		if (f == FORCE_OFFICIAL || f == FORCE_DENY ||
		    f == FORCE_NEUTRAL)
			cue = verb;
	}
	enum frame frame = FRAME_COUNT;
	if (cue == NULL) {
		cue = frame_before(at, m->start, &frame);
		if (frame == FRAME_VIA || frame == FRAME_TITLE_BEFORE)
			cue = NULL;
	}
	if (cue == NULL || passage_has(at->p, CUE_SILENCE))
		return;
	struct attribution a = {
	    .kind = ORIGIN_OFFICIAL, .name = vendor, .vendor = vendor};
	take(at, &a, true, m, cue);
}

/* "The company confirmed": the vendor that the item is about. */
static void company_take(struct place *at, const struct match *m)
{
	const char *vendor = at->r->vendor;
	const struct match *verb = verb_behind(at, m->end, CLOSE_BYTES);
	if (vendor == NULL || verb == NULL || at->p->source >= 0 ||
	    passage_has(at->p, CUE_SILENCE) || hearing_before(at, m->start) ||
	    cue_between(at, m->end, verb->start, CUE_NOT_YET, CUE_MODAL))
		return;
	enum force f = at->r->lex->verbs[verb->use->row];
	if (f != FORCE_OFFICIAL && f != FORCE_DENY && f != FORCE_NEUTRAL)
		return;
	struct attribution a = {
	    .kind = ORIGIN_OFFICIAL, .name = vendor, .vendor = vendor};
	take(at, &a, true, m, verb);
}

/* --- unlisted names --- */

static bool is_stop_name(const char *s, size_t n)
{
	static const char *const stops[] = {"The", "A", "An", "Its", "This",
	    "That", "It", "He", "She", "They", "We", "I", "One", "Report",
	    "Reports", "Leak", "Leaks", "Rumor", "Rumors", "Says", "Claims",
	    "Reveals", "New", "Some", "Several", "Multiple", "Sources",
	    "Tipster", "Leaker", "According", "On", "In", "At", "And", "Which",
	    "What", "Who", "Here", "But", "Translated", "His", "Her", "Image",
	    "Photo", "Credit", "More", "Read", "Also", "Las", "Los", "El", "La",
	    "Le", "Les", "Der", "Die", "Das", "Il", "Lo", "Un", "Una", "Una",
	    "Chinese", "Korean", "Weibo", "Twitter", "X", "Reddit", "YouTube"};
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (strlen(stops[i]) == n && memcmp(stops[i], s, n) == 0)
			return true;
	return false;
}

static bool name_char(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '-' || c == '&' || c == '@' ||
	       c >= 0x80 || c == '.';
}

/* Is the word that stands at s a part of a name: a capital, or a handle? */
static bool name_word(const char *s, size_t n)
{
	bool inner = false;
	for (size_t i = 1; i < n; i++)
		inner |= s[i] == '_' || isdigit((unsigned char)s[i]) ||
			 isupper((unsigned char)s[i]);
	return s[0] == '@' || isupper((unsigned char)s[0]) || inner ||
	       (n == 1 && s[0] == '&');
}

static bool covered(const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		if (m->start >= end || m->end <= start)
			continue;
		if (m->use->kind >= USE_NAMES || m->use->kind == USE_VERB ||
		    m->use->kind == USE_WINDOW)
			return true;
	}
	return false;
}

/* A name in Latin letters at `start`: its end, or start. Title case makes
 * every word a candidate, so a headline's names end at verbs. */
static uint32_t latin_name_end(const struct place *at, uint32_t start)
{
	const struct side *side = at->side;
	uint32_t end = start, i = start;
	for (int words = 0; words < 4; words++) {
		uint32_t from = i;
		while (
		    i < at->p->end && name_char((unsigned char)side->folded[i]))
			i++;
		while (i > from && side->folded[i - 1] == '.')
			i--;
		const char *word = side->text + side->map[from];
		size_t n = i > from ? side->map[i] - side->map[from] : 0;
		if (n == 0 || !name_word(word, n) || is_stop_name(word, n) ||
		    covered(at, from, i))
			break;
		end = i;
		if (i >= at->p->end || side->folded[i] != ' ' || word[0] == '@')
			break;
		i++;
	}
	return end;
}

/* zh: up to a verb, a cue, a stop; at most twelve characters. */
static uint32_t han_name_end(const struct place *at, uint32_t start)
{
	static const char *const stops[] = {"，", "。", ",", ":", "：", "、",
	    " ", "在", "今", "于", "等", "的", "”", "\"", "(", "还", "也", "称",
	    "发", "昨", "近", "最", "此", "曾", "就", "又", "再", "!"};
	const char *p = at->side->folded + start;
	const char *end = at->side->folded + at->p->end;
	for (int n = 0; p < end && n < 12; n++) {
		for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
			if ((size_t)(end - p) >= strlen(stops[i]) &&
			    memcmp(p, stops[i], strlen(stops[i])) == 0)
				goto out;
		uint32_t off = (uint32_t)(p - at->side->folded);
		for (size_t i = 0; i < at->p->matches; i++) {
			const struct match *m = match_at(at, i);
			if (m->start == off && m->use->kind <= USE_ATTRIBUTION)
				goto out;
		}
		utf8_next(&p, end);
	}
out:
	return (uint32_t)(p - at->side->folded);
}

static void unlisted_take(
    struct place *at, const struct match *m, enum frame frame)
{
	const struct side *side = at->side;
	uint32_t start = m->end;
	while (start < at->p->end &&
	       strchr(" \"'@:|(", side->folded[start]) != NULL)
		start++;
	const char *p = side->folded + start;
	uint32_t c = utf8_next(&p, side->folded + at->p->end);
	uint32_t end = utf8_is_cjk(c) ? han_name_end(at, start)
				      : latin_name_end(at, start);
	if (at->r->lang == LANG_ZH && end > start && !utf8_is_cjk(c))
		end = han_name_end(at, start);
	if (end <= start + 1 || covered(at, start, end))
		return;
	struct match source = {start, end, m->use};
	struct attribution a = {
	    .kind =
		frame == FRAME_TITLE_BEFORE ? ORIGIN_TIPSTER : ORIGIN_OUTLET,
	    .name = original(at->r, side, start, end),
	    .via = frame == FRAME_VIA || frame == FRAME_FOOTER,
	};
	size_t len = strlen(a.name);
	while (len > 0 && strchr(".,'\" ", a.name[len - 1]) != NULL)
		len--;
	a.name = arena_strndup(at->r->arena, a.name, len);
	if (len < 2 || is_own_outlet(at->r, a.name))
		return;
	take(at, &a, true, &source, m);
}

/* A frame whose name is not in any table. */
static void frame_take(struct place *at, size_t i)
{
	const struct match *m = match_at(at, i);
	const struct attribution_row *row = frame_at(at, i);
	struct attribution a = {.kind = ORIGIN_ANONYMOUS};
	switch (row->frame) {
	case FRAME_ANONYMOUS:
		take(at, &a, true, m, NULL);
		return;
	case FRAME_HEADLINE_COLON:
	case FRAME_HEADLINE_TAIL:
		take(at, &a, true, NULL, m);
		return;
	case FRAME_DOCUMENT:
		a.kind = ORIGIN_DOCUMENT;
		a.name = row->name;
		take(at, &a, true, m, NULL);
		return;
	case FRAME_SOURCE_AFTER:
	case FRAME_TITLE_BEFORE:
	case FRAME_FOOTER:
	case FRAME_VIA:
		break;
	case FRAME_SOURCE_BETWEEN:
	case FRAME_SOURCE_BEFORE:
	case FRAME_COUNT:
		return;
	}
	for (size_t k = 0; k < at->p->matches; k++) {
		const struct match *o = match_at(at, k);
		if (is_name(o) && o->start >= m->end && o->start - m->end <= 30)
			return;
	}
	unlisted_take(at, m, row->frame);
}

/* --- the source itself --- */

/* The channel speaks: a tipster's own feed, a vendor's own. */
static void channel_take(struct reading *r)
{
	const struct source *s = r->item->source;
	struct attribution a = {.kind = ORIGIN_NONE};
	if (s == NULL || r->passage_count == 0)
		return;
	struct place at = {r, &r->passages[0], &r->side[r->passages[0].field]};
	const char *title = s->title != NULL ? s->title : s->slug;
	size_t n;
	char *folded = utf8_fold(r->arena, title, strlen(title), &n, NULL);
	if (s->role == ROLE_OFFICIAL && s->vendor != NULL) {
		a.kind = ORIGIN_OFFICIAL;
		a.vendor = s->vendor;
		a.name = s->vendor;
		for (size_t i = 0; i < r->lex->person_count; i++) {
			const struct person_row *p = &r->lex->persons[i];
			char *name = utf8_fold(
			    r->arena, p->name, strlen(p->name), &n, NULL);
			if (!p->account && strcmp(p->vendor, s->vendor) == 0 &&
			    strstr(folded, name) != NULL)
				a.name = p->name;
		}
	} else if (s->role == ROLE_TIPSTER) {
		a.kind = ORIGIN_TIPSTER;
		a.name = title;
		size_t best = 0;
		for (size_t i = 0; map_next(&r->lex->tipster_by, &i) != NULL;) {
			const struct map_entry *e =
			    &r->lex->tipster_by.entries[i - 1];
			if (e->key_len <= best ||
			    strstr(folded, e->key) == NULL)
				continue;
			best = e->key_len;
			const struct tipster *t =
			    &r->lex->tipsters[(uintptr_t)e->value - 1];
			a.id = t->id;
			a.name = t->name;
		}
	} else {
		return;
	}
	int i = attribution_add(&at, &a, 100);
	for (size_t k = 0; k < r->passage_count; k++)
		r->passages[k].source = r->passages[k].speaker = i;
	for (size_t k = 0; k < r->passage_count; k++)
		r->passages[k].speaks = true;
}

/* "We can exclusively report": the outlet is the origin itself. */
static void finding_take(struct place *at)
{
	const char *title = source_title(at->r);
	struct attribution a = {.kind = ORIGIN_OUTLET};
	if (title == NULL || !passage_has(at->p, CUE_FINDING))
		return;
	const struct tipster *t = lexicon_tipster(at->r->lex, title);
	char *name = arena_strdup(at->r->arena, title);
	static const char *const tails[] = {" - ", " – ", " | ", " — "};
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		char *cut = strstr(name, tails[i]);
		if (cut != NULL)
			*cut = '\0';
	}
	if (t == NULL)
		t = lexicon_tipster(at->r->lex, name);
	a.id = t != NULL ? t->id : NULL;
	a.name = t != NULL ? t->name : name;
	take(at, &a, true, NULL, NULL);
}

/* --- people of no table: "NAME, who runs X, wrote" --- */

static bool is_office(const struct place *at, uint32_t from, uint32_t to)
{
	return cue_between(at, from, to, CUE_OFFICE, CUE_OFFICE);
}

/* Where a name of two or three words with capitals ends at `end`. */
static uint32_t name_start_before(const struct place *at, uint32_t end)
{
	const struct side *side = at->side;
	uint32_t start = end, i = end;
	int words = 0;
	while (words < 3) {
		uint32_t from = i;
		while (from > at->p->start &&
		       name_char((unsigned char)side->folded[from - 1]))
			from--;
		const char *word = side->text + side->map[from];
		size_t n = side->map[i] - side->map[from];
		if (from == i || !isupper((unsigned char)word[0]) || n < 2 ||
		    is_stop_name(word, n) || covered(at, from, i))
			break;
		start = from;
		words++;
		if (from == at->p->start || side->folded[from - 1] != ' ')
			break;
		i = from - 1;
	}
	return words >= 2 ? start : end;
}

static bool vendor_between(
    const struct place *at, uint32_t from, uint32_t to, const char *vendor)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		if (m->use->kind == USE_VENDOR && m->start >= from &&
		    m->end <= to && vendor != NULL &&
		    strcmp(at->r->lex->vendors[m->use->row].name, vendor) == 0)
			return true;
	}
	return false;
}

/* "Xiaomi vice president NAME", "Xiaomi's NAME": no comma between. */
static bool vendor_before(const struct place *at, uint32_t start)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		size_t n;
		if (m->use->kind != USE_VENDOR || m->end > start ||
		    at->r->vendor == NULL ||
		    strcmp(at->r->lex->vendors[m->use->row].name,
			at->r->vendor) != 0)
			continue;
		const char *gap = text_between(at, m->end, start, &n);
		if (n < 44 && !holds(gap, n, ",.;:"))
			return true;
	}
	return false;
}

/* The verb's subject, through an apposition: ", who runs X," */
static uint32_t subject_end(const struct place *at, const struct match *verb)
{
	const char *s = at->side->folded;
	uint32_t end = verb->start;
	static const char *const skips[] = {
	    " has", " also", " later", " already", " now"};
	while (end > at->p->start && s[end - 1] == ' ')
		end--;
	for (size_t i = 0; i < sizeof(skips) / sizeof(*skips); i++) {
		size_t n = strlen(skips[i]);
		if (end > at->p->start + n &&
		    memcmp(s + end - n, skips[i], n) == 0)
			end -= (uint32_t)n;
	}
	if (end > at->p->start && s[end - 1] == ',') {
		uint32_t open = end - 1;
		while (open > at->p->start && s[open - 1] != ',')
			open--;
		if (open > at->p->start && verb->start - open < 110)
			end = open - 1;
	}
	return end;
}

static bool vendor_other(const struct place *at, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = match_at(at, i);
		if (m->use->kind == USE_VENDOR && m->start >= from &&
		    m->end <= to)
			return true;
	}
	return false;
}

static void person_before_verb(struct place *at, const struct match *verb)
{
	enum force f = at->r->lex->verbs[verb->use->row];
	if (at->p->field == FIELD_TITLE || at->r->lang == LANG_ZH ||
	    at->r->lang == LANG_DE || verb_is_to_come(at, verb))
		return;
	uint32_t end = subject_end(at, verb);
	uint32_t start = name_start_before(at, end);
	if (start == end)
		return;
	uint32_t from = start > at->p->start + 44 ? start - 44 : at->p->start;
	bool office = is_office(at, from, verb->start);
	bool beside = is_office(
	    at, start > at->p->start + 24 ? start - 24 : at->p->start, start);
	bool ours = vendor_before(at, start) ||
		    vendor_between(at, end, verb->start, at->r->vendor) ||
		    (beside && !vendor_other(at, from, verb->start));
	if (!office && f != FORCE_WEAK && f != FORCE_NEUTRAL &&
	    f != FORCE_REPORT)
		return;
	struct attribution a = {.kind = ORIGIN_TIPSTER,
	    .name = original(at->r, at->side, start, end)};
	if (office && ours && at->r->vendor != NULL) {
		a.kind = ORIGIN_OFFICIAL;
		a.vendor = at->r->vendor;
	}
	struct match source = {start, end, verb->use};
	take(at, &a, true, &source, verb);
}

/* zh: a vendor, an office, two to four characters, a verb. */
static void person_after_office(struct place *at, const struct match *office)
{
	const char *s = at->side->folded;
	uint32_t start = office->end;
	if (at->r->lang != LANG_ZH || at->r->vendor == NULL)
		return;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *verb = match_at(at, i);
		if (verb->use->kind != USE_VERB || verb->start < start)
			continue;
		uint32_t n = verb->start - start;
		if (n < 6 || n > 12 || n % 3 != 0 ||
		    covered(at, start, verb->start) ||
		    holds(s + start, n, " ,.:\"()"))
			return;
		uint32_t from = office->start > 30 ? office->start - 30 : 0;
		if (!vendor_between(at, from, office->end, at->r->vendor))
			return;
		struct match source = {start, verb->start, verb->use};
		struct attribution a = {.kind = ORIGIN_OFFICIAL,
		    .name = original(at->r, at->side, start, verb->start),
		    .vendor = at->r->vendor};
		take(at, &a, true, &source, verb);
		return;
	}
}

/* What others say is the news: the maker's own words stand beside it. */
static void asides_mark(struct reading *r)
{
	bool person = false, tip = false;
	const struct source *s = r->item->source;
	if (s != NULL && s->role == ROLE_OFFICIAL)
		return;
	for (size_t i = 0; i < r->attribution_count; i++) {
		const struct attribution *a = &r->attributions[i];
		person |= a->kind == ORIGIN_TIPSTER;
		tip |= a->kind == ORIGIN_TIPSTER ||
		       (a->kind == ORIGIN_OUTLET && !a->via);
	}
	for (size_t i = 0; i < r->attribution_count; i++) {
		struct attribution *a = &r->attributions[i];
		bool headline = a->field == FIELD_TITLE;
		if (a->kind == ORIGIN_OFFICIAL && !headline)
			a->aside = tip || r->out->class == CLASS_RUMOR;
		if (a->kind == ORIGIN_OFFICIAL && headline &&
		    a->vendor != NULL && a->name != NULL &&
		    strcmp(a->name, a->vendor) == 0)
			a->aside = r->out->class == CLASS_RUMOR;
		if (a->kind == ORIGIN_OUTLET && a->name != NULL && person &&
		    is_own_outlet(r, a->name))
			a->aside = true;
	}
}

void finish_attributions(struct reading *r)
{
	asides_mark(r);
}

static void passage_read(struct reading *r, struct passage *p)
{
	struct place at = {r, p, passage_side(r, p)};
	finding_take(&at);
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = match_at(&at, i);
		switch (m->use->kind) {
		case USE_TIPSTER:
			tipster_take(&at, m);
			break;
		case USE_PERSON:
			person_take(&at, m);
			break;
		case USE_VENDOR:
			vendor_take(&at, m);
			break;
		case USE_ATTRIBUTION:
			frame_take(&at, i);
			break;
		case USE_VERB:
			person_before_verb(&at, m);
			break;
		case USE_CUE:
			if (match_cue(r, m)->class == CUE_OFFICE)
				person_after_office(&at, m);
			if (match_cue(r, m)->class == CUE_COMPANY)
				company_take(&at, m);
			break;
		case USE_WINDOW:
		case USE_SLOT:
		case USE_PRODUCT:
		case USE_REGION:
			break;
		}
	}
}

/* --- a post that is quoted whole, and its signature --- */

/* "- Lei Jun (@leijun) October 17": a dash, then whose words they were. */
static bool is_signature(const struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	uint32_t at = p->start;
	while (
	    at < p->end && (side->folded[at] == '-' || side->folded[at] == ' '))
		at++;
	if (at == p->start || p->source < 0 || p->field == FIELD_TITLE)
		return false;
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = &side->matches[p->match + i];
		if ((m->use->kind == USE_PERSON ||
			m->use->kind == USE_TIPSTER) &&
		    m->start == at)
			return true;
	}
	return false;
}

/* The paragraph before it, as far as nobody else is named in it. */
static void signatures_carry(struct reading *r)
{
	for (size_t i = 1; i < r->passage_count; i++) {
		const struct passage *by = &r->passages[i];
		if (!is_signature(r, by))
			continue;
		for (size_t k = i; k-- > 0;) {
			struct passage *p = &r->passages[k];
			if (p->field != by->field || p->speaks)
				break;
			p->source = by->source;
			p->speaks = true;
			if (p->paragraph)
				break;
		}
	}
}

/* --- who speaks where nobody is named --- */

static bool writer_speaks(const struct passage *p)
{
	return p->question || passage_has(p, CUE_GUESS) ||
	       passage_has(p, CUE_SILENCE) || passage_has(p, CUE_PAST);
}

/* "It suggests that": what the sentence before it, of that word, means. */
static bool draws_on(
    const struct passage *p, const struct passage *before, int speaker)
{
	return passage_has(p, CUE_SUGGEST) && before->field == p->field &&
	       before->speaker == speaker;
}

static bool is_official(const struct reading *r, int attribution)
{
	return r->attributions[attribution].kind == ORIGIN_OFFICIAL;
}

static void speakers_carry(struct reading *r)
{
	int last = -1, named = -1, distance = 0;
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];
		if (p->field == FIELD_TITLE) {
			p->speaker = p->source;
			continue;
		}
		if (p->source >= 0) {
			enum origin_kind kind = r->attributions[p->source].kind;
			p->speaker = p->source;
			last = p->source;
			distance = 0;
			if (kind == ORIGIN_TIPSTER || kind == ORIGIN_OUTLET ||
			    kind == ORIGIN_OFFICIAL)
				named = p->source;
			continue;
		}
		distance++;
		if (passage_has(p, CUE_PRONOUN) && named >= 0) {
			p->speaker = last = named;
			distance = 0;
		} else if (last >= 0 && !writer_speaks(p) &&
			   (distance <= (is_official(r, last) ? 1 : 2) ||
			       draws_on(p, p - 1, last)) &&
			   !(p->paragraph && is_official(r, last))) {
			p->speaker = last;
		}
	}
}

/* Most important first; the passages' indices follow. */
static void attributions_sort(struct reading *r)
{
	size_t n = r->attribution_count;
	int *to = arena_array(r->arena, n + 1, sizeof(*to));
	size_t *order = arena_array(r->arena, n + 1, sizeof(*order));
	struct attribution *sorted =
	    arena_array(r->arena, n + 1, sizeof(*sorted));
	for (size_t i = 0; i < n; i++) {
		size_t k = i;
		for (; k > 0 && r->ranks[order[k - 1]] < r->ranks[i]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < n; i++) {
		sorted[i] = r->attributions[order[i]];
		to[order[i]] = (int)i;
	}
	r->attributions = sorted;
	for (size_t i = 0; i < r->passage_count; i++) {
		struct passage *p = &r->passages[i];
		p->source = p->source >= 0 ? to[p->source] : -1;
		p->speaker = p->speaker >= 0 ? to[p->speaker] : -1;
	}
}

void read_attributions(struct reading *r)
{
	for (size_t i = 0; i < r->passage_count; i++)
		passage_read(r, &r->passages[i]);
	signatures_carry(r);
	speakers_carry(r);
	channel_take(r);
	attributions_sort(r);
	r->out->attributions = r->attributions;
	r->out->attribution_count = r->attribution_count;
}
