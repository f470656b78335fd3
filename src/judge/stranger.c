/*
 * Sources that no table has: the name behind "tipster" or "according to",
 * and the subject of a verb of saying ("NAME, who runs X, wrote"), who is an
 * official where an office of the item's vendor stands beside the name.
 */
#include <ctype.h>
#include <string.h>

#include "judge/name.h"
#include "judge/place.h"
#include "text/utf8.h"

static bool is_name(const struct match *m)
{
	return m->use->kind >= USE_NAMES && m->use->kind != USE_REGION &&
	       m->use->kind != USE_PRODUCT;
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

/* "Jo D'Arc", "Chang'an": not the genitive of a name. */
static bool is_within_name(const struct place *at, uint32_t i)
{
	const char *s = at->side->folded;

	return s[i] == '\'' && i > at->p->start && i + 2 < at->p->end &&
	       isalpha((unsigned char)s[i - 1]) &&
	       isalpha((unsigned char)s[i + 1]) &&
	       (s[i + 1] != 's' || isalpha((unsigned char)s[i + 2]));
}

/* Title case makes every word a candidate: a headline's names end at verbs. */
uint32_t latin_name_end(const struct place *at, uint32_t start)
{
	const struct side *side = at->side;
	uint32_t end = start, i = start;
	for (int words = 0; words < 4; words++) {
		uint32_t from = i;
		while (i < at->p->end &&
		       (name_char((unsigned char)side->folded[i]) ||
			   is_within_name(at, i)))
			i++;
		while (i > from && side->folded[i - 1] == '.')
			i--;
		const char *word = side->text + side->map[from];
		size_t n = i > from ? side->map[i] - side->map[from] : 0;
		/* "Jo X. Reed": whatever else the letter may be */
		bool initial = n == 1 && words > 0 && i + 2 < at->p->end &&
			       strncmp(side->folded + i, ". ", 2) == 0;

		if (n == 0 || !name_word(word, n) ||
		    (!initial && (name_is_stop(at->r->lex->phrases, word, n) ||
				     place_is_taken(at, from, i))))
			break;
		end = i;
		i += initial;
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
			const struct match *m = place_match(at, i);
			if (m->start == off && m->use->kind <= USE_ATTRIBUTION)
				goto out;
		}
		utf8_next(&p, end);
	}
out:
	return (uint32_t)(p - at->side->folded);
}

/* zh: "according to media" names nobody. */
static bool is_common_noun(const char *s, size_t n)
{
	static const char *const nouns[] = {"媒", "人士", "消息", "博主",
	    "爆料", "网友", "报道", "知情", "业内", "官方", "供应链", NULL};
	return span_has(s, n, nouns);
}

/* German has a capital for every noun: "laut Händlern". */
static bool is_plain_noun(const struct place *at, uint32_t start, uint32_t end)
{
	const struct side *side = at->side;
	for (uint32_t i = start + 1; i < end; i++) {
		char c = side->text[side->map[i]];
		if (isupper((unsigned char)c) || isdigit((unsigned char)c) ||
		    c == '.' || c == '_')
			return false;
	}
	return true;
}

/* "leaker blue-kun says": a small letter, but no word of the language. */
static uint32_t handle_end(const struct place *at, uint32_t start)
{
	const char *s = at->side->folded;
	uint32_t end = start, verb;
	bool odd = false;

	while (end < at->p->end && name_char((unsigned char)s[end]) &&
	       s[end] != '.') {
		odd |= strchr("-_0123456789", s[end]) != NULL;
		end++;
	}
	verb = end + (strncmp(s + end, " has ", 5) == 0 ? 5 : 1);
	for (size_t i = 0; odd && i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind == USE_VERB && m->start == verb)
			return end;
	}
	return start;
}

/* "According to Jo Reed, an analyst at": a person, not a house. */
static bool has_trade(const struct place *at, uint32_t end)
{
	return phrase_behind(passage_phrases(at->r, at->p), PHRASE_BY_TRADE,
		   at->side->folded, end) != NULL;
}

#define DESCRIBING_WORDS 5 /* "the South Korean business daily" */

/* Not the last word of "the ET Daily". */
static bool is_medium(const struct place *at, uint32_t start, uint32_t end)
{
	char first = at->side->text[at->side->map[start]];

	return first >= 'a' && first <= 'z' &&
	       phrase_is(at->r->lex->phrases, PHRASE_MEDIUM,
		   at->side->folded + start, end - start);
}

static uint32_t word_end(const struct place *at, uint32_t start)
{
	while (start < at->p->end &&
	       name_char((unsigned char)at->side->folded[start]))
		start++;
	return start;
}

/* Past "the", "the Korean trade paper": where the name itself begins. */
static uint32_t past_description(const struct place *at, uint32_t start)
{
	static const char *const articles[] = {"the ", "a ", "an "};
	uint32_t from = start, i;

	for (size_t k = 0; k < sizeof(articles) / sizeof(*articles); k++) {
		size_t n = strlen(articles[k]);

		if (start + n < at->p->end &&
		    memcmp(at->side->folded + start, articles[k], n) == 0) {
			from = start + (uint32_t)n;
			break;
		}
	}
	i = from;
	for (int words = 0; words < DESCRIBING_WORDS; words++) {
		uint32_t end = word_end(at, i);

		if (end == i || end >= at->p->end ||
		    at->side->folded[end] != ' ')
			break;
		if (is_medium(at, i, end))
			return end + 1;
		i = end + 1;
	}
	return from;
}

/* "Apple only says 2026": what says so stands before, and this is said. */
static bool has_subject(const struct place *at, const struct match *cue)
{
	static const char *const verbs[] = {"says", "claims", "reports",
	    "writes", "dit", "dice", "diz", "sagt"};
	const char *s = at->side->folded;
	uint32_t n = cue->end - cue->start;

	if (at->p->field == FIELD_TITLE || cue->start < at->p->start + 3 ||
	    s[cue->start - 1] != ' ' || strchr(",\"'-", s[cue->start - 2]))
		return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (n == strlen(verbs[i]) &&
		    memcmp(s + cue->start, verbs[i], n) == 0)
			return true;
	return false;
}

/* "Says Russian paper": whose paper, and not which. */
static bool is_described(const struct place *at, uint32_t end)
{
	uint32_t word = end + 1;

	return end + 2 < at->p->end && at->side->folded[end] == ' ' &&
	       is_medium(at, word, word_end(at, word));
}

static void unlisted_take(
    struct place *at, const struct match *m, const struct attribution_row *row)
{
	enum frame frame = row->frame;
	const struct side *side = at->side;
	uint32_t start = m->end;

	if (has_subject(at, m))
		return;
	while (start < at->p->end &&
	       strchr(" \"'@:|(", side->folded[start]) != NULL)
		start++;
	if (frame != FRAME_TITLE_BEFORE)
		start = past_description(at, start);
	const char *p = side->folded + start;
	uint32_t c = utf8_next(&p, side->folded + at->p->end);
	uint32_t end = utf8_is_cjk(c) ? han_name_end(at, start)
				      : latin_name_end(at, start);
	if (at->r->lang == LANG_ZH && end > start && !utf8_is_cjk(c))
		end = han_name_end(at, start);
	if (end == start && frame == FRAME_TITLE_BEFORE)
		end = handle_end(at, start);
	if (end <= start + 1 || place_is_covered(at, start, end) ||
	    (frame != FRAME_TITLE_BEFORE && is_described(at, end)) ||
	    is_common_noun(at->side->folded + start, end - start) ||
	    (frame == FRAME_SOURCE_BETWEEN &&
		!place_continues(at, end, row->after)) ||
	    (at->r->lang == LANG_DE && frame != FRAME_TITLE_BEFORE &&
		is_plain_noun(at, start, end)))
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
	if (has_trade(at, end))
		a.kind = ORIGIN_TIPSTER;
	if (len < 2 || name_is_common(at->r->lex->phrases, a.name, len) ||
	    (a.kind == ORIGIN_TIPSTER && !utf8_is_cjk(c) &&
		!name_may_be_someone(at->r->lex->phrases, a.name, len,
		    at->p->field == FIELD_TITLE)) ||
	    (is_own_outlet(at->r, a.name) && !is_own_audience(at, frame)))
		return;
	if (a.kind == ORIGIN_TIPSTER)
		a.house = affiliation_of(at, start, end);
	source_take(at, &a, true, &source, m);
	if (frame == FRAME_CITED)
		source_prefer(at, &a);
}

/* A frame whose name is not in any table. */
void frame_take(struct place *at, size_t i)
{
	const struct match *m = place_match(at, i);
	const struct attribution_row *row = place_frame(at, i);
	struct attribution a = {.kind = ORIGIN_ANONYMOUS};
	switch (row->frame) {
	case FRAME_CROWD:
		a.id = ATTRIBUTION_CROWD;
		source_take(at, &a, true, m, NULL);
		return;
	case FRAME_INSIDER:
		a.id = ATTRIBUTION_INSIDER;
		source_take(at, &a, true, m, NULL);
		return;
	case FRAME_ANONYMOUS:
		source_take(at, &a, true, m, NULL);
		return;
	case FRAME_HEADLINE_COLON:
		if (at->p->field == FIELD_TEXT && m->start > at->p->start)
			return; /* "according to that report:" */
		source_take(at, &a, true, NULL, m);
		return;
	case FRAME_HEADLINE_TAIL:
		source_take(at, &a, true, NULL, m);
		return;
	case FRAME_DOCUMENT:
		a.kind = ORIGIN_DOCUMENT;
		a.name = row->name;
		source_take(at, &a, true, m, NULL);
		return;
	case FRAME_SOURCE_AFTER:
	case FRAME_TITLE_BEFORE:
	case FRAME_AUDIENCE:
	case FRAME_CITED:
	case FRAME_FOOTER:
	case FRAME_VIA:
		break;
	case FRAME_SOURCE_BETWEEN:
		break;
	case FRAME_SOURCE_BEFORE:
	case FRAME_COUNT:
		return;
	}
	if (row->frame == FRAME_FOOTER && at->p->field == FIELD_TITLE)
		return; /* "Second source: it is called X" */
	if (place_is_audience(at, row->frame, m))
		return;
	for (size_t k = 0; k < at->p->matches; k++) {
		const struct match *o = place_match(at, k);
		if (is_name(o) && o->start >= m->end && o->start - m->end <= 30)
			return;
	}
	unlisted_take(at, m, row);
}

static bool is_office(const struct place *at, uint32_t from, uint32_t to)
{
	return place_has_cue(at, from, to, CUE_OFFICE, CUE_OFFICE);
}

static bool is_product(const struct place *at, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
		if (m->start == from && m->end == to &&
		    m->use->kind == USE_PRODUCT)
			return from > at->p->start + 1 &&
			       at->side->folded[from - 2] == ',';
	}
	return false;
}

/* ", QuietBrick writes": one word is a name where it opens a clause at the
 * end of a sentence, for a sentence that begins with one begins so always. */
static bool stands_alone(
    const struct place *at, uint32_t start, const struct match *verb)
{
	const char *s = at->side->folded;

	return start >= at->p->start + 8 && s[start - 1] == ' ' &&
	       s[start - 2] == ',' &&
	       (verb->end >= at->p->end ||
		   strchr(".,;)", s[verb->end]) != NULL);
}

/* "Raymond van Eck": a small word inside a name. */
static bool is_particle(const char *word, size_t n)
{
	static const char *const words[] = {
	    "van", "von", "der", "de", "da", "di", "la", "du", "al", "bin"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (n == strlen(words[i]) && memcmp(word, words[i], n) == 0)
			return true;
	return false;
}

/* Where a name of two or three words with capitals ends at `end`. */
static uint32_t name_start_before(
    const struct place *at, uint32_t end, const struct match *verb)
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
		bool ends = n > 2 && word[n - 1] == '.'; /* "in the US. He" */
		/* "Aqua Headlines" is no product. */
		bool covered = place_is_covered(at, from, i) &&
			       !(words > 0 && is_product(at, from, i));
		bool initial = n == 1 && words == 0; /* "Vale G" */
		bool particle = words > 0 && is_particle(word, n);
		if (from == i ||
		    (!isupper((unsigned char)word[0]) && !particle) ||
		    (n < 2 && !initial) ||
		    (name_is_stop(at->r->lex->phrases, word, n) && !particle) ||
		    covered || ends || is_office(at, from, i))
			break; /* "CEO" before a name is no part of it */
		if (!particle) {
			start = from;
			words++;
		}
		if (from == at->p->start || side->folded[from - 1] != ' ')
			break;
		i = from - 1;
	}
	if (words == 1 && stands_alone(at, start, verb))
		return start;
	return words >= 2 ? start : end;
}

static bool vendor_between(
    const struct place *at, uint32_t from, uint32_t to, const char *vendor)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);
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
		const struct match *m = place_match(at, i);
		size_t n;
		if (m->use->kind != USE_VENDOR || m->end > start ||
		    at->r->vendor == NULL ||
		    strcmp(at->r->lex->vendors[m->use->row].name,
			at->r->vendor) != 0)
			continue;
		const char *gap = place_gap(at, m->end, start, &n);
		if (n < 44 && !bytes_hold(gap, n, ",.;:"))
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
	    " has", " also", " later", " already", " now", " first"};
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
		const struct match *m = place_match(at, i);
		if (m->use->kind == USE_VENDOR && m->start >= from &&
		    m->end <= to)
			return true;
	}
	return false;
}

/* The word that ends at `end`: its beginning. */
static uint32_t word_before(const struct place *at, uint32_t end)
{
	uint32_t word = end;

	while (word > at->p->start &&
	       name_char((unsigned char)at->side->folded[word - 1]) &&
	       at->side->folded[word - 1] != '.')
		word--;
	return word;
}

#define BRANCH_WORDS 4 /* "global software marketing chief" */

/* "Lantern CEO": a house of tipsters.tsv is no maker. */
static bool is_outlet(const struct place *at, uint32_t start, uint32_t end)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind == USE_TIPSTER && m->start <= start &&
		    m->end >= end)
			return true;
	}
	return false;
}

bool office_is_of_stranger(const struct place *at, uint32_t office)
{
	const struct phrases_found *f = passage_phrases(at->r, at->p);
	const char *s = at->side->folded;
	uint32_t end = office, word;

	for (int i = 0; i < BRANCH_WORDS && end > at->p->start + 1; i++) {
		if (s[end - 1] != ' ' && s[end - 1] != '-')
			return false;
		end--;
		if (end > at->p->start + 3 && s[end - 1] == 's' &&
		    s[end - 2] == '\'')
			end -= 2; /* "Brightwire's" */
		else if (s[end - 1] == '\'')
			end--;
		word = word_before(at, end);
		if (word == end)
			return false;
		if (!phrase_fills(f, PHRASE_BRANCH, word, end)) {
			char c = at->side->text[at->side->map[word]];

			return end - word > 1 && isupper((unsigned char)c) &&
			       (!place_is_taken(at, word, end) ||
				   is_outlet(at, word, end));
		}
		end = word;
	}
	return false;
}

/* "Telegram CEO NAME": a house that no table has. */
static bool is_of_stranger(const struct place *at, uint32_t start)
{
	const struct side *side = at->side;
	uint32_t from = start > at->p->start + 30 ? start - 30 : at->p->start;
	const struct match *office = NULL;

	for (size_t i = 0; i < at->p->matches && office == NULL; i++) {
		const struct match *m = place_match(at, i);
		const struct cue *c = match_cue(at->r, m);

		if (c != NULL && c->class == CUE_OFFICE && m->start >= from &&
		    m->end <= start)
			office = m;
	}
	if (office == NULL || office->start < at->p->start + 3)
		return false;
	uint32_t end = office->start - 1;
	if (side->folded[end] != ' ' || side->folded[end - 1] != ',')
		return office_is_of_stranger(at, office->start);
	/* "On Telegram, its boss": of whom the headline is. */
	uint32_t word = word_before(at, --end);
	const char *s = side->text + side->map[word];
	size_t n = side->map[end] - side->map[word];
	const char *title = at->r->side[FIELD_TITLE].text;
	return title != NULL && strncmp(title, s, n) == 0 && n > 1 &&
	       isupper((unsigned char)s[0]) && !place_is_taken(at, word, end);
}

/* "The Ledger newspaper reported": where the name ends before what it is. */
static uint32_t medium_behind(const struct place *at, uint32_t end)
{
	uint32_t start = end;

	while (start > at->p->start &&
	       name_char((unsigned char)at->side->folded[start - 1]))
		start--;
	return start > at->p->start + 1 && is_medium(at, start, end) &&
		       at->side->folded[start - 1] == ' '
		   ? start - 1
		   : end;
}

static bool is_uttered(const struct place *at, const struct match *verb)
{
	return phrase_fills(passage_phrases(at->r, at->p), PHRASE_UTTERS,
	    verb->start, verb->end);
}

/* "Aqua's Jo Reed told reporters": one of the house, and in public. */
static bool owns_name(
    const struct place *at, uint32_t start, const struct match *verb)
{
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *m = place_match(at, i);

		if (m->use->kind != USE_VENDOR || m->end + 3 != start ||
		    at->r->vendor == NULL ||
		    strcmp(at->r->lex->vendors[m->use->row].name,
			at->r->vendor) != 0)
			continue;
		return strncmp(at->side->folded + m->end, "'s ", 3) == 0 &&
		       is_uttered(at, verb) && !is_not_for_house(at, m);
	}
	return false;
}

void stranger_before_verb(struct place *at, const struct match *verb)
{
	enum force f = at->r->lex->verbs[verb->use->row];
	if (at->p->field == FIELD_TITLE || at->r->lang == LANG_ZH ||
	    at->r->lang == LANG_DE || verb_is_to_come(at, verb))
		return;
	uint32_t end = subject_end(at, verb);
	uint32_t named = medium_behind(at, end);
	bool house = named < end;
	if (house)
		end = named;
	uint32_t start = name_start_before(at, end, verb);
	if (start == end)
		return;
	uint32_t from = start > at->p->start + 44 ? start - 44 : at->p->start;
	bool office = is_office(at, from, verb->start);
	bool beside = is_office(
	    at, start > at->p->start + 24 ? start - 24 : at->p->start, start);
	bool ours = vendor_before(at, start) ||
		    vendor_between(at, end, verb->start, at->r->vendor) ||
		    /* "Jo Reed, the company's head of design, told us" */
		    (place_phrase(at, PHRASE_THE_HOUSES, end, verb->start) &&
			!vendor_other(at, from, verb->start)) ||
		    (beside && !vendor_other(at, from, verb->start) &&
			!is_of_stranger(at, start));
	if (!house && !office && f != FORCE_REPORT &&
	    !vendor_other(at, start, end))
		office = ours = was_introduced(at, start, end) ||
				owns_name(at, start, verb);
	if (!office && f != FORCE_WEAK && f != FORCE_NEUTRAL &&
	    f != FORCE_REPORT)
		return;
	struct attribution a = {.kind = house ? ORIGIN_OUTLET : ORIGIN_TIPSTER,
	    .name = original(at->r, at->side, start, end)};
	if (house && is_own_outlet(at->r, a.name))
		return;
	if (!house && office && ours && at->r->vendor != NULL) {
		if (verb_is_private(at, verb))
			return;
		a.kind = ORIGIN_OFFICIAL;
		a.vendor = at->r->vendor;
	} else if (!house) {
		if (!name_may_be_someone(
			at->r->lex->phrases, a.name, strlen(a.name), false))
			return;
		a.house = affiliation_of(at, start, end);
	}
	struct match source = {start, end, verb->use};
	source_take(at, &a, true, &source, verb);
}

#define HAN	   3  /* bytes of a character */
#define SAID_REACH 96 /* "at the meeting, asked by us, he said" */

/* zh: where a name of two to four characters ends, at a verb or a joint. */
static uint32_t han_person_end(
    const struct place *at, uint32_t start, const struct match *verb)
{
	static const char *const joints[] = {"在", "于", "今", "昨", "近", "日",
	    "对", "向", "接", "也", "还", "则", "明", "通", ",", " ", ":",
	    NULL};
	const char *s = at->side->folded;
	uint32_t end = start;

	while (end < verb->start && end - start <= 4 * HAN) {
		bool may_end = end == start || end > start + HAN;

		for (size_t i = 0; joints[i] != NULL && may_end; i++)
			if (strncmp(s + end, joints[i], strlen(joints[i])) == 0)
				return end;
		end += HAN;
	}
	return end == verb->start ? end : start;
}

/* zh: a vendor, an office, two to four characters, soon a verb. */
void stranger_after_office(struct place *at, const struct match *office)
{
	const char *s = at->side->folded;
	uint32_t start = office->end;
	if (at->r->lang != LANG_ZH || at->r->vendor == NULL)
		return;
	for (size_t i = 0; i < at->p->matches; i++) {
		const struct match *verb = place_match(at, i);
		uint32_t end;
		if (verb->use->kind != USE_VERB || verb->start < start)
			continue;
		if (verb->start - start > SAID_REACH)
			return;
		end = han_person_end(at, start, verb);
		if (end - start < 2 * HAN || end - start > 4 * HAN ||
		    place_is_covered(at, start, end) ||
		    bytes_hold(s + start, end - start, " ,.:\"()"))
			return;
		uint32_t from = office->start > 30 ? office->start - 30 : 0;
		if (!vendor_between(at, from, office->end, at->r->vendor))
			return;
		struct match source = {start, end, verb->use};
		struct attribution a = {.kind = ORIGIN_OFFICIAL,
		    .name = original(at->r, at->side, start, end),
		    .vendor = at->r->vendor};
		source_take(at, &a, true, &source, verb);
		return;
	}
}
