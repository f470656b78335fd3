/*
 * Whose word it is: every sentence is read for sources, the channel itself
 * may be one, and sentences that name nobody are by whoever spoke before.
 * The sources end up in order of weight.
 */
#include <string.h>

#include "judge/han.h"
#include "judge/place.h"
#include "text/utf8.h"

/* "The Ledger: X ends", from a leaker who reads it: not his own word. */
static bool passes_on(const struct reading *r, const struct passage *p,
    const struct attribution *channel)
{
	const struct attribution *a;

	if (p->speaker < 0)
		return false;
	a = &r->attributions[p->speaker];
	return (a->kind == ORIGIN_OUTLET || a->kind == ORIGIN_TIPSTER) &&
	       a->id != NULL &&
	       (channel->name == NULL || strcmp(a->name, channel->name) != 0);
}

/* "Jo Reed (@joreed)", "Lantern | News", 某某的微博: who it is. */
static char *channel_name(struct arena *a, const char *title)
{
	static const char *const tails[] = {" - ", " – ", " | ", " — ", " » ",
	    " (@", " on X", " on Twitter", "的微博", "'s blog"};
	char *name = arena_strdup(a, title);

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		char *cut = strstr(name, tails[i]);

		if (cut != NULL && cut > name)
			*cut = '\0';
	}
	return name;
}

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
	char *folded =
	    han_fold(r->lex->han, r->arena, title, strlen(title), &n);
	if (s->role == ROLE_OFFICIAL && s->vendor != NULL) {
		a.kind = ORIGIN_OFFICIAL;
		a.vendor = s->vendor;
		a.name = s->vendor;
		for (size_t i = 0; i < r->lex->person_count; i++) {
			const struct person_row *p = &r->lex->persons[i];
			char *name = han_fold(r->lex->han, r->arena, p->name,
			    strlen(p->name), &n);
			if (!p->account && strcmp(p->vendor, s->vendor) == 0 &&
			    strstr(folded, name) != NULL)
				a.name = p->name;
		}
	} else if (s->role == ROLE_TIPSTER) {
		a.kind = ORIGIN_TIPSTER;
		a.name = channel_name(r->arena, title);
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
	for (size_t k = 0; k < r->passage_count; k++) {
		struct passage *p = &r->passages[k];

		if (s->role == ROLE_TIPSTER && passes_on(r, p, &a))
			continue;
		p->source = p->speaker = i;
		p->speaks = true;
	}
}

#define FINDER_BYTES 48 /* between a name and what it has found */

/* "The Morning Ledger has learned": a name with a capital, and no table's. */
static bool is_finding_of_stranger(
    const struct place *at, const struct match *finding)
{
	const struct side *side = at->side;
	uint32_t end = finding->start, from = end;
	const char *word;

	if (strncmp(side->folded + end, "has ", 4) != 0 ||
	    end < at->p->start + 2)
		return false;
	from = --end;
	while (from > at->p->start && side->folded[from - 1] != ' ')
		from--;
	word = side->text + side->map[from];
	return end - from > 2 && *word >= 'A' && *word <= 'Z' &&
	       !is_own_outlet(at->r, original(at->r, side, from, end)) &&
	       !place_is_taken(at, from, end);
}

/* "The Ledger has learned that": not this channel. */
static bool is_finding_of_another(const struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c == NULL || c->class != CUE_FINDING)
			continue;
		if (is_finding_of_stranger(at, m))
			return true;
		for (size_t k = 0; k < at->p->matches; k++) {
			const struct match *o = place_match(at, k);
			bool near =
			    o->end <= m->start
				? m->start - o->end <= FINDER_BYTES
				: o->start >= m->end && o->start - m->end <= 1;

			if (o->use->kind == USE_TIPSTER && near &&
			    !is_own_outlet(
				at->r, at->r->lex->tipsters[o->use->row].name))
				return true;
		}
	}
	return false;
}

/* The channel itself, as an outlet; false: it has no name. */
static bool own_word(struct place *at, struct attribution *a)
{
	const char *title = source_title(at->r);
	const struct tipster *t = own_tipster(at->r);
	char *name;

	if (title == NULL || at->r->item->source->role == ROLE_OFFICIAL)
		return false;
	name = channel_name(at->r->arena, title);
	if (t == NULL)
		t = lexicon_tipster(at->r->lex, name);
	*a = (struct attribution){.kind = ORIGIN_OUTLET,
	    .id = t != NULL ? t->id : NULL,
	    .name = t != NULL ? t->name : name};
	return true;
}

/* "We can exclusively report": the outlet is the origin itself. */
static void finding_take(struct place *at)
{
	struct attribution a;

	if (!passage_has(at->p, CUE_FINDING) || is_finding_of_another(at) ||
	    speaks_officially(at->p) || place_answers(at, at->p->end) ||
	    !own_word(at, &a))
		return;
	source_take(at, &a, true, NULL, NULL);
}

/* "We can corroborate what Jo Reed wrote": it is the outlet's word as well. */
static void backing_take(struct place *at)
{
	struct attribution a;

	if (!passage_has(at->p, CUE_FINDING) || speaks_officially(at->p) ||
	    !phrase_in(&passage_phrases(at->r, at->p)->classes, PHRASE_BACKS) ||
	    !own_word(at, &a))
		return;
	at->p->source = attribution_add(at, &a, 0);
	at->p->speaks = true;
}

/* The outlet answers a leaker: "these claims are baseless". */
static bool is_denied(const struct reading *r)
{
	return r->passage_count > 0 && r->passages[0].field == FIELD_TITLE &&
	       (passage_has(&r->passages[0], CUE_DEBUNK) ||
		   passage_has(&r->passages[0], CUE_DENY));
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
			a->aside = (tip && r->out->class != CLASS_DENIAL) ||
				   r->out->class == CLASS_RUMOR;
		if (a->kind == ORIGIN_OFFICIAL && headline &&
		    a->vendor != NULL && a->name != NULL &&
		    strcmp(a->name, a->vendor) == 0)
			a->aside = r->out->class == CLASS_RUMOR;
		if (a->kind == ORIGIN_OUTLET && a->name != NULL && person &&
		    is_own_outlet(r, a->name) && !is_denied(r))
			a->aside = true;
	}
}

void finish_attributions(struct reading *r)
{
	asides_mark(r);
}

static bool names_nobody(const struct place *at, size_t i)
{
	const struct attribution_row *row = place_frame(at, i);

	return row != NULL &&
	       (row->frame == FRAME_ANONYMOUS || row->frame == FRAME_INSIDER ||
		   row->frame == FRAME_CROWD);
}

static void passage_read(struct reading *r, struct passage *p)
{
	struct place at = {r, p, passage_side(r, p)};
	finding_take(&at);
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = place_match(&at, i);
		switch (m->use->kind) {
		case USE_TIPSTER:
			tipster_take(&at, m);
			break;
		case USE_PERSON:
			official_take(&at, m);
			break;
		case USE_VENDOR:
			vendor_take(&at, m);
			break;
		case USE_ATTRIBUTION:
			if (!names_nobody(&at, i) ||
			    !place_answers(&at, m->end))
				frame_take(&at, i);
			break;
		case USE_VERB:
			stranger_before_verb(&at, m);
			break;
		case USE_CUE:
			if (match_cue(r, m)->class == CUE_OFFICE)
				stranger_after_office(&at, m);
			if (match_cue(r, m)->class == CUE_COMPANY)
				company_take(&at, m);
			if (match_cue(r, m)->class == CUE_PAPER)
				paper_take(&at, m);
			break;
		case USE_WINDOW:
		case USE_SLOT:
		case USE_PRODUCT:
		case USE_REGION:
			break;
		}
	}
	backing_take(&at);
	speaker_take(&at);
	sourcing_take(&at);
}

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

/* "The phone comes in May. That is what X writes." */
static void backward_carry(struct reading *r)
{
	for (size_t i = 1; i < r->passage_count; i++) {
		const struct passage *by = &r->passages[i];
		struct passage *p = &r->passages[i - 1];

		if (!passage_has(by, CUE_BACKWARD) || by->source < 0 ||
		    p->field != by->field || p->source >= 0)
			continue;
		p->source = by->source;
		p->speaks = true;
	}
}

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

/* A line that begins with a small letter is one of the list before it; what
 * stands behind a semicolon is of the same sentence. */
static bool goes_on(const struct reading *r, const struct passage *p)
{
	char c = r->side[p->field].text[p->span.start];

	return p->clause || (p->paragraph && c >= 'a' && c <= 'z');
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
		if (!goes_on(r, p))
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
	backward_carry(r);
	speakers_carry(r);
	channel_take(r);
	attributions_sort(r);
	r->out->attributions = r->attributions;
	r->out->attribution_count = r->attribution_count;
}
