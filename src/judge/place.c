/*
 * What the readers of sources share: the matches of a sentence, the gaps
 * between them, and the list of sources in order of weight.
 */
#include "judge/place.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const struct match *place_match(const struct place *at, size_t i)
{
	return &at->side->matches[at->p->match + i];
}

const struct attribution_row *place_frame(const struct place *at, size_t i)
{
	const struct match *m = place_match(at, i);
	return m->use->kind == USE_ATTRIBUTION
		   ? &at->r->lex->attributions[m->use->row]
		   : NULL;
}

bool frame_takes_name(enum frame f)
{
	return f == FRAME_SOURCE_AFTER || f == FRAME_TITLE_BEFORE ||
	       f == FRAME_FOOTER || f == FRAME_VIA ||
	       f == FRAME_SOURCE_BETWEEN || f == FRAME_AUDIENCE ||
	       f == FRAME_CITED;
}

const char *place_vendor(const struct place *at, const struct match *m)
{
	return m->use->kind == USE_VENDOR
		   ? at->r->lex->vendors[m->use->row].name
		   : NULL;
}

bool place_is_ours(const struct place *at, const char *vendor)
{
	const char *v = at->r->vendor;

	return v != NULL &&
	       (strcmp(v, vendor) == 0 ||
		   strcmp(lexicon_house(at->r->lex, v), vendor) == 0);
}

uint32_t place_back(const struct place *at, uint32_t from, uint32_t bytes)
{
	return from > at->p->start + bytes ? from - bytes : at->p->start;
}

uint32_t place_ahead(const struct place *at, uint32_t from, uint32_t bytes)
{
	return at->p->end - from > bytes ? from + bytes : at->p->end;
}

bool place_phrase(
    const struct place *at, enum phrase class, uint32_t from, uint32_t to)
{
	return phrase_within(passage_phrases(at->r, at->p), class, from, to);
}

bool place_phrase_ends(const struct place *at, enum phrase class, uint32_t to)
{
	return phrase_before(passage_phrases(at->r, at->p), class,
		   at->side->folded, to) != NULL;
}

const char *place_gap(
    const struct place *at, uint32_t from, uint32_t to, size_t *n)
{
	*n = to > from ? to - from : 0;
	return at->side->folded + from;
}

bool bytes_hold(const char *s, size_t n, const char *chars)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(chars, s[i]) != NULL)
			return true;
	return false;
}

bool place_has_cue(const struct place *at, uint32_t from, uint32_t to,
    enum cue_class a, enum cue_class b)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);
		if (c != NULL && m->start >= from && m->end <= to &&
		    (c->class == a || c->class == b))
			return true;
	}
	return false;
}

/*
 * "Asked about rumors that X ends, its maker said ...": the rumor is what is
 * answered, not whose word the sentence is.
 */
bool place_answers(const struct place *at, uint32_t end)
{
	return phrase_within(
	    passage_phrases(at->r, at->p), PHRASE_IN_ANSWER, at->p->start, end);
}

/* "The Morning Post", "United States": verbs in small letters only. */
bool verb_is_name(const struct place *at, const struct match *m)
{
	char c = at->side->text[at->side->map[m->start]];
	return m->use->kind == USE_VERB && at->p->field == FIELD_TEXT &&
	       m->start > at->p->start && c >= 'A' && c <= 'Z';
}

/* All but places: "Korea Herald" is more than one. */
bool place_is_taken(const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		if (m->start >= end || m->end <= start)
			continue;
		if (m->use->kind == USE_REGION || verb_is_name(at, m))
			continue;
		if (m->use->kind >= USE_NAMES || m->use->kind == USE_VERB ||
		    m->use->kind == USE_WINDOW)
			return true;
	}
	return false;
}

bool place_is_covered(const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		if (m->use->kind == USE_REGION && m->start <= start &&
		    m->end >= end)
			return true;
	}
	return place_is_taken(at, start, end);
}

/* Whether a stranger is a person or a house is a guess. */
static bool is_kin(const struct attribution *a, const struct attribution *b)
{
	if (a->kind == b->kind)
		return true;
	return a->id == NULL && b->id == NULL &&
	       (a->kind == ORIGIN_TIPSTER || a->kind == ORIGIN_OUTLET) &&
	       (b->kind == ORIGIN_TIPSTER || b->kind == ORIGIN_OUTLET);
}

/* Insiders are not the crowd, though neither has a name. */
static bool same_id(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

int attribution_add(struct place *at, const struct attribution *a, double rank)
{
	struct reading *r = at->r;
	if (at->p->field == FIELD_TITLE)
		rank += 2;
	else if (at->p->start < 400)
		rank += 1;
	for (size_t i = 0; i < r->attribution_count; i++) {
		struct attribution *o = &r->attributions[i];
		bool same = is_kin(o, a) &&
			    (o->name == NULL) == (a->name == NULL) &&
			    (o->name == NULL ? same_id(o->id, a->id)
					     : strcmp(o->name, a->name) == 0);
		if (!same)
			continue;
		r->ranks[i] += rank * 0.5;
		o->via = o->via && a->via;
		if (o->house == NULL)
			o->house = a->house;
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

void source_take(struct place *at, struct attribution *a, bool speaks,
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

void source_prefer(struct place *at, const struct attribution *a)
{
	struct passage *p = at->p;
	int i = attribution_add(at, a, 0);

	if (p->source >= 0 &&
	    at->r->attributions[p->source].kind == ORIGIN_TIPSTER &&
	    a->kind == ORIGIN_OUTLET)
		return;
	p->source = i;
	p->speaks = true;
}

bool place_continues(const struct place *at, uint32_t from, const char *words)
{
	const char *s = at->side->folded;

	while (from < at->p->end && s[from] == ' ')
		from++;
	return from + strlen(words) <= at->p->end &&
	       memcmp(s + from, words, strlen(words)) == 0;
}

bool speaks_officially(const struct passage *p)
{
	return passage_has(p, CUE_SPOKESPERSON) || passage_has(p, CUE_OFFICE);
}

/*
 * '"These rumors are false," Aqua said': does a quotation that has what stands
 * at `at_byte` end before `before`?
 */
bool place_is_quoted(const struct place *at, uint32_t at_byte, uint32_t before)
{
	const char *s = at->side->folded;
	bool open = false;

	if (before <= at_byte ||
	    memchr(s + at_byte, '"', before - at_byte) == NULL)
		return false;
	for (uint32_t i = at->p->start; i < at_byte; i++)
		open ^= s[i] == '"';
	return open;
}

bool place_is_open(const struct place *at, uint32_t start)
{
	const struct passage *p = at->p;

	return p->source < 0 ||
	       (at->r->attributions[p->source].kind == ORIGIN_ANONYMOUS &&
		   place_is_quoted(at, p->source_start, start));
}

bool place_is_object(const struct place *at, uint32_t start)
{
	return place_phrase_ends(at, PHRASE_PREPOSITION, start);
}

#define BESIDE_BYTES 16 /* between a house and whom it tells */

/* "Wie das Unternehmen gegenüber": the house, and nobody in it. */
static bool company_before(const struct place *at, uint32_t start)
{
	const char *s = at->side->folded;

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c != NULL && c->class == CUE_COMPANY && m->end <= start &&
		    start - m->end <= BESIDE_BYTES &&
		    !bytes_hold(s + m->end, start - m->end, ",;:") &&
		    !is_not_for_house(at, m))
			return true;
	}
	return false;
}

bool place_is_audience(
    const struct place *at, enum frame frame, const struct match *cue)
{
	const struct passage *p = at->p;
	bool official = p->source >= 0 && p->speaks &&
			at->r->attributions[p->source].kind == ORIGIN_OFFICIAL;

	if (frame == FRAME_AUDIENCE)
		return official || speaks_officially(p) ||
		       (cue != NULL && company_before(at, cue->start));
	/* "Aqua sagte dem Ledger": the verb has its subject. */
	return official && cue != NULL && cue->use->kind == USE_VERB &&
	       p->cue_end == cue->end;
}

const char *source_title(const struct reading *r)
{
	const struct source *s = r->item->source;
	return s != NULL && s->title != NULL ? s->title : NULL;
}

/* The host of a site without "www.", or NULL. */
static const char *host_of(const char *site)
{
	const char *mark;

	if (site == NULL)
		return NULL;
	mark = strstr(site, "://");
	if (mark != NULL)
		site = mark + 3;
	return strncmp(site, "www.", 4) == 0 ? site + 4 : site;
}

const struct tipster *own_tipster(const struct reading *r)
{
	const struct source *s = r->item->source;
	const struct tipster *t;
	const char *host;

	if (s == NULL)
		return NULL;
	t = lexicon_tipster(r->lex, s->title);
	if (t == NULL)
		t = lexicon_tipster(r->lex, s->slug);
	host = host_of(s->site);
	if (t == NULL && host != NULL)
		t = lexicon_tipster(
		    r->lex, arena_strndup(r->arena, host, strcspn(host, "/:")));
	return t;
}

/* "Droid Pulse" is droidpulse.example: the name's letters, and no more. */
static bool is_host_of(const char *host, const char *name)
{
	if (strncasecmp(name, "the ", 4) == 0 && strncmp(host, "the", 3) != 0)
		name += 4;
	for (; *name != '\0'; name++) {
		if (strchr(" -'&.", *name) != NULL)
			continue;
		if (tolower((unsigned char)*name) != *host)
			return false;
		host++;
	}
	return *host == '.';
}

bool is_own_outlet(const struct reading *r, const char *name)
{
	const struct source *s = r->item->source;
	const struct tipster *own, *other;
	const char *host;

	if (s == NULL || s->title == NULL)
		return false;
	if (strncmp(s->title, name, strlen(name)) == 0)
		return true;
	own = own_tipster(r);
	other = own != NULL ? lexicon_tipster(r->lex, name) : NULL;
	if (own != NULL && other != NULL)
		return own == other;
	host = host_of(s->site != NULL ? s->site : s->title);
	return is_host_of(host, name);
}

bool is_own_audience(const struct place *at, enum frame frame)
{
	return frame == FRAME_AUDIENCE && !speaks_officially(at->p);
}

/* "to announce", "will announce", "could say": nothing was said yet. */
bool verb_is_to_come(const struct place *at, const struct match *verb)
{
	static const char *const before[] = {"to ", "will ", "could ", "may ",
	    "might ", "would ", "should ", "must ", "can ", "将", "或", "be ",
	    "being ", "wird ", "va a ", "not ", "n't ", "never ", "soon ",
	    NULL};
	const char *s = at->side->folded;
	return span_ends(s, at->p->start, verb->start, before);
}
