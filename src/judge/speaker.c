/*
 * The house speaks, in whatever order its word is told: "a spokesperson
 * reached out", "was confirmed by Aqua", "das bestätigte uns eine Sprecherin",
 * "its COO, Jo Reed, told us". source.c has read the plain ones by now. What
 * speaks is an office, a spokesperson, a team, the maker's name or what stands
 * for it; a verb of saying is near; and nothing says that it is another
 * house's, or that nothing was said.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "judge/place.h"

#define NAME_BYTES    26  /* between a maker's name and its verb */
#define SUBJECT_BYTES 64  /* between others and theirs */
#define LONG_BYTES    110 /* the same, of a verb at the end; an apposition */
#define OFFICE_BYTES  32  /* between a name and its office behind it */
#define BEHIND_BYTES  40  /* between a verb and its subject behind it */
#define LATIN_NAME    26  /* a name behind an office */
#define HAN_NAME      13
#define HAN_BYTES     75 /* between an office and its verb, in Chinese */

enum mouth { MOUTH_HOUSE, MOUTH_COMPANY, MOUTH_TEAM, MOUTH_OFFICE };

struct speaker {
	enum mouth mouth;
	uint32_t start, end;
	const struct match *match; /* of a team, its owner's */
};

/* "Vice president Jo Reed": the headline tells whose. */
static bool is_in_headline(const struct place *at, uint32_t office_end)
{
	struct reading *r = at->r;
	const struct passage *title = r->passages;
	uint32_t start = office_end + 1, end;

	if (at->p->field != FIELD_TEXT || title->field != FIELD_TITLE ||
	    title->source < 0 || start >= at->p->end ||
	    r->attributions[title->source].kind != ORIGIN_OFFICIAL)
		return false;
	end = latin_name_end(at, start);
	return end > start + 4 &&
	       memmem(r->side[FIELD_TITLE].folded + title->start,
		   title->end - title->start, at->side->folded + start,
		   end - start) != NULL;
}

static bool is_of_house(const struct place *at, const struct speaker *by)
{
	return by->mouth == MOUTH_OFFICE
		   ? office_is_ours(at, by->start, by->end) ||
			 is_in_headline(at, by->end)
		   : !place_phrase_ends(at, PHRASE_OUTSIDER, by->start);
}

/* --- what is said, and whether --- */

/* "If Aqua confirms", "neither Aqua nor", "not confirmed by". */
static bool is_unsaid(
    const struct place *at, const struct speaker *by, const struct match *verb)
{
	uint32_t from = by->start < verb->start ? by->start : verb->start;
	uint32_t to = by->end > verb->end ? by->end : verb->end;

	return place_has_cue(at, place_back(at, from, 24),
		   place_ahead(at, to, 12), CUE_NOT_YET, CUE_SILENCE) ||
	       place_has_cue(at, place_back(at, from, 16),
		   place_ahead(at, to, 8), CUE_EVIDENTIAL, CUE_EVIDENTIAL) ||
	       place_has_cue(at, from, to, CUE_MODAL, CUE_MODAL) ||
	       place_is_unsaid(at, by->start) ||
	       place_phrase(
		   at, PHRASE_UNSAID, place_back(at, from, 12), verb->start);
}

static bool says(const struct place *at, const struct match *verb)
{
	switch (at->r->lex->verbs[verb->use->row]) {
	case FORCE_OFFICIAL:
	case FORCE_DENY:
	case FORCE_NEUTRAL:
	case FORCE_STRONG:
		return true;
	case FORCE_WEAK:
	case FORCE_REPORT:
	case FORCE_OFFICIAL_SOFT:
		break;
	}
	return false;
}

/* Another verb of saying, or another house, stands between. */
static bool is_parted(const struct place *at, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->start < from || m->end > to)
			continue;
		if (m->use->kind == USE_VERB && !verb_is_name(at, m))
			return true;
		if (m->use->kind == USE_TIPSTER &&
		    !place_phrase_ends(at, PHRASE_TOWARD, m->start))
			return true;
		if (m->use->kind == USE_VENDOR &&
		    !place_is_ours(at, place_vendor(at, m)))
			return true;
	}
	return false;
}

static bool has_comma(const char *s, size_t n)
{
	return memchr(s, ',', n) != NULL;
}

/* ", Jo Reed, " between a subject and its verb. */
static bool is_apposition(const char *s, size_t n)
{
	size_t commas = 0;

	for (size_t i = 0; i < n; i++)
		commas += s[i] == ',';
	return commas == 2;
}

static bool has_helper(const struct place *at, uint32_t from, uint32_t to)
{
	const struct phrase_hit *hit =
	    phrase_behind(passage_phrases(at->r, at->p), PHRASE_AUXILIARY,
		at->side->folded, from);

	return hit != NULL && hit->end <= to;
}

/* Where our house's name ends that begins here; or here. */
static uint32_t house_end(const struct place *at, uint32_t from)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->start == from && m->use->kind == USE_VENDOR &&
		    place_is_ours(at, place_vendor(at, m)))
			return m->end;
	}
	return from;
}

/* Nothing but articles and the like, and the house: "uns ein Aqua-Sprecher". */
static bool is_filled(const struct place *at, uint32_t from, uint32_t to)
{
	const char *s = at->side->folded;
	const struct phrases *all = at->r->lex->phrases;

	while (from < to) {
		uint32_t end;

		while (from < to && strchr(" \"-", s[from]) != NULL)
			from++;
		end = house_end(at, from);
		if (end > from) {
			from = end;
			continue;
		}
		for (end = from; end < to && s[end] != ' ' && s[end] != '\'';
		     end++)
			;
		if (end > from &&
		    !phrase_is(all, PHRASE_FILLER, s + from, end - from))
			return false;
		from = end < to && s[end] == '\'' ? end + 1 : end;
	}
	return true;
}

/* "Aqua showed it in Oslo and said that": the sentence's subject. */
static bool goes_on(
    const struct place *at, const struct speaker *by, const struct match *verb)
{
	return by->start == at->p->start && at->p->field == FIELD_TEXT &&
	       place_phrase_ends(at, PHRASE_AND, verb->start) &&
	       place_phrase(at, PHRASE_UTTERS, verb->start, verb->end);
}

/* "The company has since confirmed", 董事长某某在会上表示. */
static bool is_subject(
    const struct place *at, const struct speaker *by, const struct match *verb)
{
	size_t n;
	const char *gap;
	uint32_t reach = by->mouth == MOUTH_OFFICE ? SUBJECT_BYTES : NAME_BYTES;

	if (verb->start < by->end ||
	    (by->mouth == MOUTH_HOUSE && place_is_object(at, by->start)))
		return false;
	gap = place_gap(at, by->end, verb->start, &n);
	if (bytes_hold(gap, n, ".;!?\"") ||
	    (at->p->field == FIELD_TEXT && memchr(gap, ':', n) != NULL) ||
	    is_parted(at, by->end, verb->start) ||
	    place_phrase(at, PHRASE_CLAUSE_OPENS, by->end, verb->start))
		return false;
	if (at->r->lang == LANG_ZH)
		return !has_comma(gap, n) &&
		       n <=
			   (by->mouth == MOUTH_OFFICE || by->mouth == MOUTH_TEAM
				   ? HAN_BYTES
				   : reach);
	if (has_comma(gap, n))
		return by->mouth == MOUTH_OFFICE && n <= LONG_BYTES &&
		       is_apposition(gap, n);
	if (at->r->lang == LANG_DE &&
	    (place_phrase_ends(at, PHRASE_AUXILIARY, by->start) ||
		has_helper(at, by->end, verb->start)))
		return n <= LONG_BYTES; /* "hat nun auf der Messe bestätigt" */
	if (by->mouth != MOUTH_OFFICE && goes_on(at, by, verb))
		return n <= LONG_BYTES;
	/* "Aqua Deals Revealed", "Aqua owners say" */
	if (by->mouth == MOUTH_HOUSE)
		return n <= reach && is_filled(at, by->end, verb->start);
	return n <= reach;
}

/* Does the clause end behind the name: "says Aqua.", "told Aqua on Monday"? */
static bool is_closed(const struct place *at, uint32_t end)
{
	const char *s = at->side->folded;

	return end >= at->p->end || strchr(".,;:!)\"", s[end]) != NULL ||
	       phrase_behind(passage_phrases(at->r, at->p), PHRASE_OCCASION, s,
		   end) != NULL;
}

/* "It was confirmed by Aqua", and no "phones launched by Aqua". */
static bool is_passive(const struct place *at, const struct match *verb)
{
	return verb->start <= at->p->start + 1 ||
	       place_phrase_ends(at, PHRASE_PASSIVE, verb->start);
}

/* '"It stays," said Aqua', "confirmed by Aqua", "bestätigt der Hersteller". */
static bool is_behind(
    const struct place *at, const struct speaker *by, const struct match *verb)
{
	const char *s = at->side->folded;
	size_t n;
	bool quoted, by_whom;

	if (verb->end > by->start)
		return false;
	place_gap(at, verb->end, by->start, &n);
	if (n > BEHIND_BYTES || is_parted(at, verb->end, by->start) ||
	    !is_filled(at, verb->end, by->start))
		return false;
	if (by->mouth == MOUTH_OFFICE && at->r->lang != LANG_EN)
		return true;
	if (by->mouth == MOUTH_COMPANY && at->r->lang != LANG_EN)
		return true;
	by_whom = place_phrase(at, PHRASE_BY, verb->end, by->start) &&
		  (at->r->lang != LANG_EN || is_passive(at, verb));
	quoted = verb->start >= at->p->start + 3 &&
		 strchr("\",", s[verb->start - 2]) != NULL;
	if (at->r->lang == LANG_EN && !by_whom && !quoted)
		return false;
	return by_whom || by->mouth == MOUTH_OFFICE || is_closed(at, by->end);
}

/* --- who it may be --- */

/* "Aqua's team", "Aqua's Chinese arm". */
static bool is_team(const struct place *at, uint32_t end, uint32_t *team)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const char *s = at->side->folded;
	const struct phrase_hit *hit = phrase_behind(f, PHRASE_TEAM, s, end);
	const struct phrase_hit *branch =
	    phrase_behind(f, PHRASE_BRANCH, s, end);

	if (hit == NULL && branch != NULL)
		hit = phrase_behind(f, PHRASE_TEAM, s, branch->end);
	if (hit != NULL)
		*team = hit->end;
	return hit != NULL;
}

static bool speaker_at(
    const struct place *at, const struct match *m, struct speaker *by)
{
	const struct cue *c = match_cue(at->r, m);
	const char *s = at->side->folded;

	*by = (struct speaker){MOUTH_HOUSE, m->start, m->end, m};
	if (m->use->kind == USE_VENDOR) {
		if (!place_is_ours(at, place_vendor(at, m)) ||
		    is_not_for_house(at, m))
			return false;
		if (strncmp(s + m->end, "'s ", 3) == 0 &&
		    is_team(at, m->end + 2, &by->end)) {
			by->mouth = MOUTH_TEAM;
			return true;
		}
		if (is_team(at, m->end, &by->end)) {
			by->mouth = MOUTH_TEAM;
			return true;
		}
		return strchr("'-", s[m->end]) == NULL &&
		       !vendor_is_in_name(at, m);
	}
	if (c == NULL)
		return false;
	if (c->class == CUE_COMPANY) {
		by->mouth = MOUTH_COMPANY;
		return strncmp(s + m->end, "'s", 2) != 0;
	}
	by->mouth = MOUTH_OFFICE;
	return c->class == CUE_OFFICE;
}

/* "The Aqua team", of a product of the house. */
static bool team_of(
    const struct place *at, const struct mention *m, struct speaker *by)
{
	*by = (struct speaker){MOUTH_TEAM, m->start, m->end, NULL};
	return place_is_ours(at, m->vendor) && is_team(at, m->end, &by->end);
}

static void say(
    struct place *at, const struct speaker *by, const struct match *verb)
{
	struct match source = {by->start, by->end, NULL};
	const char *vendor = at->r->vendor;
	struct attribution a = {.kind = ORIGIN_OFFICIAL};

	if (by->mouth == MOUTH_HOUSE)
		vendor = place_vendor(at, by->match);
	a.name = a.vendor = vendor;
	source_take(at, &a, true, &source, verb);
}

/* '"One for all," said Jo Reed, who heads Aqua in Europe'. */
static bool person_behind(
    const struct place *at, const struct match *verb, struct speaker *by)
{
	const char *s = at->side->folded;
	uint32_t start = verb->end + 1, end;

	if (start >= at->p->end || s[verb->end] != ' ')
		return false;
	end = latin_name_end(at, start);
	if (end < start + 5 || memchr(s + start, ' ', end - start) == NULL ||
	    end >= at->p->end || strchr(",(", s[end + (s[end] == ' ')]) == NULL)
		return false;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c == NULL || c->class != CUE_OFFICE || m->start < end ||
		    m->start - end > OFFICE_BYTES)
			continue;
		*by = (struct speaker){MOUTH_OFFICE, m->start, m->end, m};
		if (!is_of_house(at, by))
			return false;
		by->start = start;
		return true;
	}
	return false;
}

/* "By revealing it". */
static bool is_gerund(const struct place *at, const struct match *verb)
{
	return at->r->lang == LANG_EN && verb->end - verb->start > 4 &&
	       memcmp(at->side->folded + verb->end - 3, "ing", 3) == 0;
}

/* "His shares", "the details". */
static bool is_noun(const struct place *at, const struct match *verb)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);

	return phrase_fills(f, PHRASE_NOUN_TOO, verb->start, verb->end) &&
	       phrase_before(
		   f, PHRASE_DETERMINER, at->side->folded, verb->start) != NULL;
}

static bool may_say(const struct place *at, const struct match *verb)
{
	return !is_gerund(at, verb) && !is_noun(at, verb) &&
	       verb->use->kind == USE_VERB && says(at, verb) &&
	       !verb_is_name(at, verb) && !verb_is_to_come(at, verb) &&
	       !verb_is_private(at, verb);
}

/* --- headlines --- */

/* 'Aqua: "It stays"', '"It stays": Aqua on the A9', '"It stays" – Aqua'. */
static bool headline_quotes(const struct place *at, const struct match *m)
{
	const char *s = at->side->folded;
	uint32_t i = m->start, end = at->p->end;

	if (place_vendor(at, m) == NULL ||
	    !place_is_ours(at, place_vendor(at, m)))
		return false;
	if (m->start == at->p->start)
		return strncmp(s + m->end, ": \"", 3) == 0 ||
		       strncmp(s + m->end, " : \"", 4) == 0;
	while (i > at->p->start && strchr(" -:,", s[i - 1]) != NULL)
		i--;
	return i > at->p->start + 8 && s[i - 1] == '"' &&
	       s[at->p->start] == '"' && m->start - i >= 2 &&
	       (m->end == end || phrase_behind(passage_phrases(at->r, at->p),
				     PHRASE_OCCASION, s, m->end) != NULL);
}

/* "Aqua co-CEO Jo Reed: ..." */
static bool headline_heads(const struct place *at, const struct match *m)
{
	const struct cue *c = match_cue(at->r, m);
	const char *s = at->side->folded;
	uint32_t i = m->end;
	struct speaker by = {MOUTH_OFFICE, m->start, m->end, m};

	uint32_t reach = at->r->lang == LANG_ZH ? HAN_NAME : LATIN_NAME;

	if (c == NULL || c->class != CUE_OFFICE)
		return false;
	while (i < at->p->end && i - m->end <= reach && s[i] != ':')
		i++;
	return i < at->p->end && s[i] == ':' &&
	       !bytes_hold(s + m->end, i - m->end, ",;\"") &&
	       !is_parted(at, m->end, i) && is_of_house(at, &by);
}

static bool headline_take(struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		struct speaker by = {MOUTH_COMPANY, m->start, m->end, m};

		if (!headline_quotes(at, m) && !headline_heads(at, m))
			continue;
		say(at, &by, m);
		return true;
	}
	return false;
}

/* --- in order --- */

/* Who speaks for the house and has that surname; or NULL. */
static const struct person_row *house_person(
    const struct place *at, uint32_t start, uint32_t end)
{
	const struct side *side = at->side;

	if (end < start + 3 ||
	    !isupper((unsigned char)side->text[side->map[start]]))
		return NULL;
	for (size_t i = 0; i < at->r->lex->person_count; i++) {
		const struct person_row *p = &at->r->lex->persons[i];
		const char *last = strrchr(p->name, ' ');

		if (!p->account && last != NULL &&
		    place_is_ours(at, p->vendor) &&
		    strlen(last + 1) == end - start &&
		    strncasecmp(last + 1, side->folded + start, end - start) ==
			0 &&
		    person_in_office(at->r, p))
			return p;
	}
	return NULL;
}

/* "Reed said", of Jo Reed who speaks for the house. */
static const struct person_row *person_before(
    const struct place *at, const struct match *verb, struct speaker *by)
{
	uint32_t end = verb->start, start;

	if (at->r->lang == LANG_ZH || end < at->p->start + 3)
		return NULL;
	end--;
	for (start = end;
	     start > at->p->start &&
	     strchr(" ,.;:\"'(", at->side->folded[start - 1]) == NULL;
	     start--)
		;
	*by = (struct speaker){MOUTH_HOUSE, start, end, NULL};
	return house_person(at, start, end);
}

static bool surname_take(struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *verb = place_match(at, i);
		const struct person_row *p;
		struct speaker by;
		struct match source = {0, 0, NULL};
		struct attribution a = {.kind = ORIGIN_OFFICIAL};

		if (verb->use->kind != USE_VERB || !may_say(at, verb))
			continue;
		p = person_before(at, verb, &by);
		if (p == NULL || is_unsaid(at, &by, verb) ||
		    place_is_told_by_other(at, by.start))
			continue;
		a.name = p->name;
		a.vendor = p->vendor;
		source.start = by.start;
		source.end = by.end;
		source_take(at, &a, true, &source, verb);
		return true;
	}
	return false;
}

/* Where the sentence begins with our house, or what stands for it; or NULL. */
static const struct match *house_first(const struct place *at)
{
	uint32_t from = at->p->start + (at->side->folded[at->p->start] == '"');

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (m->start == from &&
		    ((c != NULL && c->class == CUE_COMPANY) ||
			(m->use->kind == USE_VENDOR &&
			    place_is_ours(at, place_vendor(at, m)) &&
			    at->side->folded[m->end] == ' ')))
			return m;
	}
	return NULL;
}

/* "The firm will list its shares, it told the Ledger": who told it. */
static bool it_take(struct place *at)
{
	static const char it[] = ", it ", quoted[] = ",\" it ";
	const char *s = at->side->folded;
	const struct match *house = house_first(at);

	for (size_t i = 0; house != NULL && i < at->p->matches; i++) {
		const struct match *verb = place_match(at, i);
		struct speaker by = {
		    MOUTH_COMPANY, house->start, house->end, house};

		if (!may_say(at, verb) || verb->start < house->end + 6 ||
		    (memcmp(s + verb->start - 5, it, 5) != 0 &&
			memcmp(s + verb->start - 6, quoted, 6) != 0))
			continue;
		say(at, &by, verb);
		return true;
	}
	return false;
}

static bool speaker_try(struct place *at, const struct speaker *by)
{
	if (place_is_told_by_other(at, by->start) || !is_of_house(at, by))
		return false;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *verb = place_match(at, i);

		if (!may_say(at, verb) ||
		    (!is_subject(at, by, verb) && !is_behind(at, by, verb)) ||
		    is_unsaid(at, by, verb))
			continue;
		say(at, by, verb);
		return true;
	}
	return false;
}

#define AS_SAID_BYTES 24 /* "according to an Aqua " */

/* "A spokesperson provided a comment", "laut einem Sprecher von Aqua". */
static bool gives_statement(const struct place *at, const struct speaker *by)
{
	return by->mouth == MOUTH_OFFICE &&
	       (place_phrase(at, PHRASE_STATEMENT, by->end, at->p->end) ||
		   (place_phrase(at, PHRASE_BARE, by->start, by->end) &&
		       place_phrase(at, PHRASE_AS_SAID,
			   place_back(at, by->start, AS_SAID_BYTES),
			   by->start))) &&
	       !place_is_told_by_other(at, by->start) && is_of_house(at, by);
}

#define INTRODUCED 3 /* sentences back */

/* The last office that the sentence has, or NULL. */
static const struct match *last_office(const struct place *at)
{
	const struct match *office = NULL;

	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c != NULL && c->class == CUE_OFFICE)
			office = m;
	}
	return office;
}

static bool names_person(const struct place *at)
{
	for (size_t i = 0; i < at->p->matches; i++)
		if (place_match(at, i)->use->kind == USE_PERSON ||
		    place_match(at, i)->use->kind == USE_TIPSTER)
			return true;
	return false;
}

/* "A shop owner knows more": somebody else has come up. */
static bool has_somebody(const struct place *at)
{
	const struct phrase_set *says = &passage_phrases(at->r, at->p)->classes;

	return phrase_in(says, PHRASE_OTHERS) ||
	       phrase_in(says, PHRASE_TRADER) ||
	       phrase_in(says, PHRASE_INFORMANT) ||
	       phrase_in(says, PHRASE_SOMEBODY);
}

/* Of the last sentences, in which somebody of the house came up, and nobody
 * else since. */
static bool find_introduced(
    const struct place *at, size_t back, struct place *in)
{
	struct reading *r = at->r;
	struct passage *p = at->p;

	if (r->vendor == NULL)
		return false;
	for (size_t k = 0; k < back && p > r->passages; k++) {
		const struct match *office;

		p--;
		if (p->field != at->p->field && p->field != FIELD_TITLE)
			return false;
		*in = (struct place){r, p, passage_side(r, p)};
		office = last_office(in);
		if (office != NULL)
			return office_is_ours(in, office->start, office->end);
		if (names_person(in) || p->speaks || has_somebody(in))
			return false;
	}
	return false;
}

static bool begins(const struct place *at, const char *word)
{
	size_t n = strlen(word);

	return at->p->end - at->p->start > n &&
	       memcmp(at->side->folded + at->p->start, word, n) == 0;
}

/* "Aqua's chief Jo Reed": is the office followed by a name? */
static bool has_name(const struct place *in)
{
	const struct match *office = last_office(in);
	uint32_t start = office->end + 1;

	return start < in->p->end && latin_name_end(in, start) > start + 2;
}

/* Is the name in the sentence that introduces, by its last word? */
static bool is_named_in(const struct place *at, const struct place *in,
    uint32_t start, uint32_t end)
{
	const char *s = at->side->folded;
	uint32_t last = end;

	while (last > start && s[last - 1] != ' ')
		last--;
	return memmem(in->side->folded + in->p->start,
		   in->p->end - in->p->start, s + last, end - last) != NULL;
}

/* "Jo Reed", where no table has the name; a surname that was given before. */
static uint32_t stranger_end(const struct place *at, const struct place *in)
{
	uint32_t start = at->p->start, end = latin_name_end(at, start);
	const char *name = at->side->folded + start;

	if (end <= start + 2 || place_is_taken(at, start, end))
		return start;
	/* Who has a name already is nobody else. */
	if (memchr(name, ' ', end - start) != NULL && !has_name(in))
		return end;
	return is_named_in(at, in, start, end) ? end : start;
}

/* "Aqua's chairman confirms it", and then only his name. */
bool was_introduced(const struct place *at, uint32_t start, uint32_t end)
{
	struct place in;

	return find_introduced(at, 1, &in) && !names_person(&in) &&
	       (!has_name(&in) || is_named_in(at, &in, start, end));
}

/* Where the subject ends that stands for who was introduced; or the start. */
static uint32_t introduced_end(const struct place *at, const struct place *in)
{
	static const char *const pronouns[] = {"he ", "she "};

	for (size_t i = 0; i < sizeof(pronouns) / sizeof(*pronouns); i++)
		if (begins(at, pronouns[i]))
			return at->p->start + (uint32_t)strlen(pronouns[i]) - 1;
	return stranger_end(at, in);
}

/* '"It stays," he said' */
static bool ends_so(const struct place *at, const struct match *verb)
{
	static const char *const pronouns[] = {"\" he ", "\" she "};
	const char *s = at->side->folded;

	for (size_t i = 0; i < sizeof(pronouns) / sizeof(*pronouns); i++) {
		uint32_t n = (uint32_t)strlen(pronouns[i]);

		if (verb->start >= at->p->start + n &&
		    memcmp(s + verb->start - n, pronouns[i], n) == 0)
			return true;
	}
	return false;
}

/*
 * "Aqua's head of design has replied. Jo Reed calls it a joke and says that
 * ...", "Aqua's chief Jo Reed was in Oslo. He said": who was introduced in the
 * sentences before, whatever he did there.
 */
static bool introduced_take(struct place *at)
{
	struct place in;
	uint32_t end;

	if (at->r->lang != LANG_EN || at->p->field != FIELD_TEXT ||
	    !find_introduced(at, INTRODUCED, &in))
		return false;
	end = introduced_end(at, &in);
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *verb = place_match(at, i);
		struct speaker by = {MOUTH_OFFICE, at->p->start, end, NULL};

		if (!may_say(at, verb) || is_unsaid(at, &by, verb) ||
		    !(ends_so(at, verb) ||
			(end > at->p->start && (verb->start == end + 1 ||
						   goes_on(at, &by, verb)))))
			continue;
		say(at, &by, verb);
		return true;
	}
	return false;
}

void speaker_take(struct place *at)
{
	struct speaker by;
	const struct passage *p = at->p;

	if (at->r->vendor == NULL || p->question ||
	    passage_has(p, CUE_SILENCE) ||
	    (!place_is_open(at, p->end) &&
		at->r->attributions[p->source].kind != ORIGIN_DOCUMENT))
		return;
	if (p->field == FIELD_TITLE && headline_take(at))
		return;
	for (size_t i = 0; i < p->matches; i++)
		if (speaker_at(at, place_match(at, i), &by) &&
		    speaker_try(at, &by))
			return;
	if (surname_take(at) || it_take(at) || introduced_take(at))
		return;
	for (size_t i = 0; i < p->matches; i++)
		if (speaker_at(at, place_match(at, i), &by) &&
		    gives_statement(at, &by)) {
			say(at, &by, NULL);
			return;
		}
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *verb = place_match(at, i);

		if (may_say(at, verb) && person_behind(at, verb, &by) &&
		    !is_unsaid(at, &by, verb)) {
			say(at, &by, verb);
			return;
		}
	}
	for (size_t i = 0; i < p->mentions; i++)
		if (team_of(at, &at->side->mentions[p->mention + i], &by) &&
		    speaker_try(at, &by))
			return;
}
