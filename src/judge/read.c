/* The first step: tell the language, scan, and cut into sentences. */
#include <stdlib.h>
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"
#include "judge/wordtable.h"
#include "text/sentence.h"
#include "text/utf8.h"

/* Of overlapping matches of one family the earliest and longest stands. */
enum family {
	FAMILY_HEDGE,
	FAMILY_NOISE,
	FAMILY_OFFICIAL,
	FAMILY_DENIAL,
	FAMILY_VOICE,
	FAMILY_VERB,
	FAMILY_ATTRIBUTION,
	FAMILY_WINDOW,
	FAMILY_SLOT,
	FAMILY_REGION,
	FAMILY_NAME,
	FAMILY_COUNT
};

struct scan {
	struct reading *r;
	struct side *side;
};

struct span span_of(const struct side *side, uint32_t start, uint32_t end)
{
	return (struct span){side->map[start], side->map[end]};
}

char *original(
    struct reading *r, const struct side *side, uint32_t start, uint32_t end)
{
	struct span s = span_of(side, start, end);
	return arena_strndup(r->arena, side->text + s.start, s.end - s.start);
}

const struct cue *match_cue(const struct reading *r, const struct match *m)
{
	return m->use->kind == USE_CUE ? &r->lex->cues[m->use->row] : NULL;
}

static enum family family_of(const struct lexicon *lex, const struct use *use)
{
	switch (use->kind) {
	case USE_CUE: {
		enum cue_class c = lex->cues[use->row].class;
		return c <= CUE_HEDGE_LAST	? FAMILY_HEDGE
		       : c <= CUE_NOISE_LAST	? FAMILY_NOISE
		       : c <= CUE_OFFICIAL_LAST ? FAMILY_OFFICIAL
		       : c <= CUE_DENIAL_LAST	? FAMILY_DENIAL
						: FAMILY_VOICE;
	}
	case USE_VERB:
		return FAMILY_VERB;
	case USE_ATTRIBUTION:
		return FAMILY_ATTRIBUTION;
	case USE_WINDOW:
		return FAMILY_WINDOW;
	case USE_SLOT:
		return FAMILY_SLOT;
	case USE_TIPSTER:
	case USE_PERSON:
	case USE_VENDOR:
	case USE_PRODUCT:
		break;
	case USE_REGION:
		return FAMILY_REGION;
	}
	return FAMILY_NAME;
}

static bool is_word(const struct side *side, uint32_t at)
{
	const char *p = side->folded + at, *end = side->folded + side->folded_n;
	return at < side->folded_n && utf8_is_word(utf8_next(&p, end));
}

static bool is_word_before(const struct side *side, uint32_t at)
{
	if (at == 0)
		return false;
	do
		at--;
	while (at > 0 && (side->folded[at] & 0xc0) == 0x80);
	return is_word(side, at);
}

/* Words are whole words; Chinese has no boundaries to ask for. A name may
 * be followed by its number ("MIUI14", "iOS17"). */
static bool bounded(
    const struct side *side, const struct automaton_hit *hit, bool name)
{
	if (is_word(side, hit->start) && is_word_before(side, hit->start))
		return false;
	if (!is_word_before(side, hit->end) || !is_word(side, hit->end))
		return true;
	unsigned char next = (unsigned char)side->folded[hit->end];
	unsigned char last = (unsigned char)side->folded[hit->end - 1];
	return name && next >= '0' && next <= '9' &&
	       !(last >= '0' && last <= '9');
}

static bool capital_stands(const struct side *side, uint32_t start)
{
	char c = side->text[side->map[start]];
	return !(c >= 'a' && c <= 'z');
}

static void on_hit(void *ctx, const struct automaton_hit *hit)
{
	struct scan *s = ctx;
	const struct lexicon *lex = s->r->lex;
	for (uint32_t u = lex->first_use[hit->pattern]; u != 0;
	     u = lex->uses[u].next) {
		const struct use *use = &lex->uses[u];
		if (use->lang != LANG_ANY && use->lang != s->r->lang)
			continue;
		if (!bounded(s->side, hit, use->kind >= USE_NAMES) ||
		    (use->capital && !capital_stands(s->side, hit->start)))
			continue;
		struct side *side = s->side;
		side->matches =
		    arena_room(s->r->arena, side->matches, side->match_count,
			&side->match_cap, sizeof(*side->matches));
		side->matches[side->match_count++] =
		    (struct match){hit->start, hit->end, use};
	}
}

static int by_start(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->use < y->use ? -1 : x->use > y->use;
}

/* Longest wins within a family; nothing stands inside a name. */
static void matches_resolve(struct reading *r, struct side *side)
{
	struct {
		uint32_t start, end;
	} last[FAMILY_COUNT];
	memset(last, 0, sizeof(last));
	if (side->match_count > 1)
		qsort(side->matches, side->match_count, sizeof(*side->matches),
		    by_start);
	size_t n = 0;
	for (size_t i = 0; i < side->match_count; i++) {
		struct match *m = &side->matches[i];
		enum family f = family_of(r->lex, m->use);
		bool same = m->start == last[f].start && m->end == last[f].end;
		if (m->start < last[f].end && !same)
			continue;
		last[f].start = m->start;
		last[f].end = m->end;
		side->matches[n++] = *m;
	}
	side->match_count = n;
	n = 0;
	uint32_t name_end = 0, name_start = 0;
	for (size_t i = 0, ahead = 0; i < side->match_count; i++) {
		struct match *m = &side->matches[i];
		for (; ahead < side->match_count &&
		       side->matches[ahead].start <= m->start;
		     ahead++)
			if (family_of(r->lex, side->matches[ahead].use) ==
			    FAMILY_NAME) {
				name_start = side->matches[ahead].start;
				name_end = side->matches[ahead].end;
			}
		if (m->use->kind < USE_NAMES && m->start >= name_start &&
		    m->end <= name_end && m->start < name_end)
			continue;
		side->matches[n++] = *m;
	}
	side->match_count = n;
}

static void side_scan(struct reading *r, struct side *side)
{
	struct scan s = {r, side};
	automaton_scan(
	    r->lex->automaton, side->folded, side->folded_n, on_hit, &s);
	matches_resolve(r, side);
}

/* --- names that are common words --- */

static const char *name_vendor(
    const struct reading *r, const struct side *side, const struct match *m)
{
	if (m->use->kind == USE_PERSON)
		return r->lex->persons[m->use->row].vendor;
	if (m->use->kind != USE_PRODUCT)
		return NULL;
	const struct product *p = &r->lex->products[m->use->row];
	if (strcmp(p->kind, "device_model") != 0)
		return p->vendor;
	for (uint32_t i = m->end; i < m->end + 3 && i < side->folded_n; i++)
		if (side->folded[i] >= '0' && side->folded[i] <= '9')
			return p->vendor;
	return NULL;
}

/*
 * "For sale, says Essential, which ...": with a capital between words that
 * have none. In a headline all words may have one.
 */
static bool stands_as_name(const struct side *side, const struct match *m)
{
	const char *s = side->text + side->map[m->start];
	const char *before = s, *behind = side->text + side->map[m->end];

	if (!isupper((unsigned char)*s) || s < side->text + 2 || s[-1] != ' ')
		return false;
	for (before = s - 1; before > side->text && before[-1] != ' ';)
		before--;
	if (!islower((unsigned char)*before) ||
	    !(islower((unsigned char)s[-2]) || s[-2] == ','))
		return false;
	if (*behind == ' ')
		return islower((unsigned char)behind[1]);
	return *behind == '\0' || strchr(".,;:!?)'", *behind) != NULL ||
	       strncmp(behind, "\u2019", 3) == 0;
}

static bool vendor_is_named(
    const struct reading *r, const struct side *side, const char *vendor)
{
	for (size_t i = 0; i < side->match_count; i++) {
		const struct match *m = &side->matches[i];

		if (m->use->kind == USE_VENDOR &&
		    strcmp(r->lex->vendors[m->use->row].name, vendor) == 0 &&
		    stands_as_name(side, m))
			return true;
	}
	return false;
}

static bool vendor_is_about(const struct reading *r, const char *vendor)
{
	const struct source *source = r->item->source;
	if (source != NULL && source->vendor != NULL &&
	    strcmp(source->vendor, vendor) == 0)
		return true;
	if (vendor_is_named(r, &r->side[FIELD_TEXT], vendor))
		return true;
	for (int f = 0; f < 2; f++) {
		const struct side *side = &r->side[f];
		for (size_t i = 0; i < side->match_count; i++) {
			const char *v = name_vendor(r, side, &side->matches[i]);
			if (v != NULL && strcmp(v, vendor) == 0)
				return true;
		}
	}
	return false;
}

/* "Nothing" is a vendor where it stands as a name, or something else of that
 * vendor does. */
static void words_drop(struct reading *r, struct side *side)
{
	size_t n = 0;
	for (size_t i = 0; i < side->match_count; i++) {
		const struct match *m = &side->matches[i];
		if (m->use->kind == USE_VENDOR && m->use->word &&
		    !vendor_is_about(r, r->lex->vendors[m->use->row].name))
			continue;
		side->matches[n++] = *m;
	}
	side->match_count = n;
}

/* --- sentences --- */

static void passage_cues(struct reading *r, struct passage *p)
{
	const struct side *side = passage_side(r, p);
	for (size_t i = 0; i < p->matches; i++) {
		const struct cue *c =
		    match_cue(r, &side->matches[p->match + i]);
		if (c == NULL ||
		    (c->scope == SCOPE_TITLE && p->field != FIELD_TITLE) ||
		    (c->scope == SCOPE_TEXT && p->field != FIELD_TEXT))
			continue;
		p->cues |= CUE_BIT(c->class);
	}
}

static bool ends_as_question(const struct side *side, const struct passage *p)
{
	for (uint32_t i = p->end; i > p->start; i--) {
		char c = side->folded[i - 1];
		if (c == '?')
			return true;
		if (c != ' ' && c != '"' && c != '\'' && c != ')' && c != '!')
			return false;
	}
	return false;
}

/*
 * What asks to sign up, to follow or to read on is no part of the article,
 * whatever it promises: its words are as if they were not there.
 */
static void passage_drop(struct reading *r, size_t *match)
{
	const struct passage *p = &r->passages[--r->passage_count];
	struct side *side = &r->side[p->field];
	size_t after = p->match + p->matches;

	if (p->matches > 0)
		memmove(side->matches + p->match, side->matches + after,
		    (side->match_count - after) * sizeof(*side->matches));
	side->match_count -= p->matches;
	*match = p->match;
}

static void passage_add(struct reading *r, enum field field, uint32_t start,
    uint32_t end, size_t *match)
{
	const struct side *side = &r->side[field];
	r->passages = arena_room(r->arena, r->passages, r->passage_count,
	    &r->passage_cap, sizeof(*r->passages));
	struct passage *p = &r->passages[r->passage_count++];
	memset(p, 0, sizeof(*p));
	p->field = field;
	p->start = start;
	p->end = end;
	p->span = span_of(side, start, end);
	p->source = p->speaker = -1;
	p->phrases = arena_alloc(r->arena, sizeof(*p->phrases));
	p->clause = start > 1 && side->folded[start - 2] == ';' &&
		    side->folded[start - 1] == ' ';
	while (
	    *match < side->match_count && side->matches[*match].start < start)
		(*match)++;
	p->match = *match;
	while (*match < side->match_count && side->matches[*match].start < end)
		(*match)++;
	p->matches = *match - p->match;
	p->question = ends_as_question(side, p);
	for (uint32_t i = p->span.start; i > 0; i--) {
		char before = side->text[i - 1];
		if (before != ' ' && before != '\t') {
			p->paragraph = before == '\n';
			break;
		}
	}
	p->paragraph |= p->span.start == 0;
	passage_cues(r, p);
	if (field == FIELD_TEXT && passage_has(p, CUE_NOTICE))
		passage_drop(r, match);
}

/* "X says A; B is off the table": two sentences on one line. */
static void clauses_cut(struct reading *r, enum field field, uint32_t start,
    uint32_t end, size_t *match)
{
	const struct side *side = &r->side[field];

	for (uint32_t i = start + 1; i + 2 < end; i++) {
		if (side->folded[i] != ';' || side->folded[i + 1] != ' ')
			continue;
		passage_add(r, field, start, i, match);
		start = i + 2;
	}
	if (end > start)
		passage_add(r, field, start, end, match);
}

static void passages_cut(struct reading *r)
{
	const struct side *side = &r->side[FIELD_TEXT];
	size_t at = 0, match = 0;
	uint32_t folded = 0;
	struct sentence s;
	clauses_cut(
	    r, FIELD_TITLE, 0, (uint32_t)r->side[FIELD_TITLE].folded_n, &match);
	match = 0;
	while (sentence_next(side->text, side->n, &at, &s)) {
		while (folded < side->folded_n && side->map[folded] < s.start)
			folded++;
		uint32_t start = folded;
		while (folded < side->folded_n && side->map[folded] < s.end)
			folded++;
		clauses_cut(r, FIELD_TEXT, start, folded, &match);
	}
}

/* --- phrases --- */

const struct phrases_found *passage_phrases(
    const struct reading *r, const struct passage *p)
{
	const struct side *side = passage_side(r, p);

	if (!p->phrases->known) {
		*p->phrases = phrases_find(r->lex->phrases, r->lang, r->arena,
		    side->folded, side->folded_n, p->start, p->end);
		p->phrases->known = true;
	}
	return p->phrases;
}

/* --- language --- */

static const struct {
	enum lang lang;
	const char *words;
} stop_words[] = {
    {LANG_EN,
	"the of and to is for in with that it on as are has by will be could "
	"may says from at its this you not was new how best no more than which "
	"been without would have they told make were when about but or he she "
	"we my his her our your their who after before then also only over up "
	"out off did does some any there them into while where had if get gets "
	"still now today just us said should might because according announces "
	"launches january february march june july october december "},
    {LANG_ES,
	"el la los las de que y en un una por con para se del al lo su según "
	"sería anuncia tendrá será nuevo nueva cuando sus no es más este esta "
	"ha han le como pero sin sobre entre ya hay fue son muy también dos "
	"desde hasta donde todo está así ser nos o podría llega llegará lanza "
	"presenta confirma confirmado anunciado actualización teléfono móvil "
	"compañía empresa enero febrero marzo mayo junio julio septiembre octubre "
	"diciembre "},
    {LANG_DE,
	"der die das und ist nicht ein eine den mit von auf im für zu an am "
	"kommt soll wird startet laut es sich dem des aus bei nach über auch "
	"als wie nur noch oder aber um werden wurde hat haben ich wir sie er "
	"man mehr sein seine keine kein keinen zum zur ins vom beim diese "
	"dieser dieses bis durch gegen ohne unter was wenn dort nun jetzt einen "
	"einem einer eines sind ja bereits uns in so kündigt könnte bestätigt "
	"stellt hersteller unternehmen vorgestellt sollen können bleibt widerspricht heißt bringt verliert verzichtet streicht erhält bekommt zeigt "
	"januar februar märz juni juli oktober dezember "},
    {LANG_FR,
	"le la les des et est une un dans pour que du sur au ne selon en serait "
	"annonce avec sera juin aura pas ses mais fin qui il elle nous vous à "
	"par plus sans sous son sa leur ou où cette ces cet aux été ont c'est "
	"même entre après avant très tout fait chez déjà lors ainsi deux de ce "
	"se pourrait annoncé confirme fabricant entreprise téléphone mise jour "
	"avril marque arrive sortie janvier février mars juillet août septembre "
	"octobre décembre sort "},
    {LANG_IT,
	"il lo gli di che e per della non una un del con è si ha potrebbe al "
	"nel secondo avrà sarà nuovo nuova dei sui le la da dal dalla nella "
	"alla anche ma più come sono hanno questo questa suo sua fino dopo "
	"prima tutto degli delle agli alle ne ci uno senza cui in sul sulla su "
	"annunciato confermato conferma annuncia arriva azienda aggiornamento smentisce dice l'addio dell'azienda "
	"gennaio febbraio marzo maggio giugno luglio settembre ottobre dicembre "
	"arriverà "},
    {LANG_PT,
	"de que e do da em não uma um para com no na pode anuncia segundo terá "
	"será vai novo nova pelo pela o os as ao à dos das nos nas se mais mas "
	"foi são seu sua isso como até já também ter tem ser há sem aos está "
	"por ou entre sobre confirmou anunciou empresa celular atualização "
	"poderá chega lançamento lança confirma janeiro fevereiro março maio "
	"junho julho setembro outubro dezembro "},
    {LANG_ID,
	"yang dan di untuk dengan ini dari akan pada ke bulan secara resmi "
	"bocoran menurut tidak mendapat baru bernama adalah sistem itu tak juga "
	"bisa sudah telah hanya oleh saat jika atau para dalam sebagai ada "
	"namun karena lebih bagi lagi setelah hingga seperti mulai tanpa hadir "
	"dijual punya soal mengumumkan meluncur dikabarkan perusahaan ponsel "
	"dirilis januari februari maret mei juni juli agustus oktober desember "},
};

#define STOP_LISTS   (sizeof(stop_words) / sizeof(*stop_words))
#define STOP_BYTES   14	 /* longer words are not asked for */
#define DETECT_BYTES 600 /* of each field, that tell its language */

/* Each word, with a bit for every list that has it. */
static const struct wordtable *stop_table(void)
{
	static struct wordtable table;
	if (table.used != 0)
		return &table;
	for (size_t i = 0; i < STOP_LISTS; i++) {
		const char *at = stop_words[i].words;
		for (size_t n; *at != '\0'; at += n + strspn(at + n, " ")) {
			n = strcspn(at, " ");
			*wordtable_put(&table, at, n) |= 1u << i;
		}
	}
	return &table;
}

/* How many words of each list the beginning of the field has. */
static void stop_count(const struct side *side, size_t counts[STOP_LISTS])
{
	const struct wordtable *table = stop_table();
	const char *s = side->folded;
	size_t n =
	    side->folded_n < DETECT_BYTES ? side->folded_n : DETECT_BYTES;
	for (size_t i = 0; i < n;) {
		size_t len = 0;
		uint32_t in = 0;
		while (i + len < n && s[i + len] != ' ' && s[i + len] != '\n' &&
		       s[i + len] != ',' && s[i + len] != '.')
			len++;
		if (len > 0 && len <= STOP_BYTES)
			in = wordtable_get(
			    table, s + i, len, word_hash(s + i, len));
		for (size_t k = 0; in != 0; k++, in >>= 1)
			counts[k] += in & 1;
		i += len + 1;
	}
}

static enum lang lang_by_script(const struct side *side)
{
	size_t cjk = 0, letters = 0, cyrillic = 0, nagari = 0;
	const char *p = side->folded;
	const char *end =
	    p + (side->folded_n < DETECT_BYTES ? side->folded_n : DETECT_BYTES);
	while (p < end) {
		unsigned char b = (unsigned char)*p;
		if (b < 0x80) {
			letters += b >= 'a' && b <= 'z';
			p++;
			continue;
		}
		uint32_t c = utf8_next(&p, end);
		cjk += c >= 0x4e00 && c <= 0x9fff;
		cyrillic += c >= 0x400 && c <= 0x4ff;
		nagari += c >= 0x900 && c <= 0x97f;
	}
	if (cjk * 5 > letters && cjk > 1)
		return LANG_ZH;
	if (cyrillic > letters)
		return LANG_RU;
	return nagari > letters ? LANG_HI : LANG_COUNT;
}

static enum lang lang_detect(const struct reading *r)
{
	size_t best = 0, declared = 0, counts[STOP_LISTS] = {0};
	enum lang lang = LANG_EN, given = lang_parse(r->item->lang);
	if (given == LANG_COUNT && r->item->source != NULL)
		given = lang_parse(r->item->source->lang);
	for (int f = 1; f >= 0; f--) {
		enum lang script = lang_by_script(&r->side[f]);
		if (script != LANG_COUNT)
			return script;
	}
	stop_count(&r->side[FIELD_TITLE], counts);
	stop_count(&r->side[FIELD_TEXT], counts);
	for (size_t i = 0; i < STOP_LISTS; i++) {
		if (stop_words[i].lang == given)
			declared = counts[i];
		if (counts[i] > best) {
			best = counts[i];
			lang = stop_words[i].lang;
		}
	}
	return given < LANG_COUNT && declared * 4 >= best * 3 ? given : lang;
}

static void side_open(struct reading *r, enum field field)
{
	const struct prose *p = &r->text->field[field];
	r->side[field] = (struct side){.text = p->text,
	    .n = p->n,
	    .folded = p->folded,
	    .folded_n = p->folded_n,
	    .map = p->map};
}

void read_item(struct reading *r)
{
	side_open(r, FIELD_TITLE);
	side_open(r, FIELD_TEXT);
	r->lang = lang_detect(r);
	side_scan(r, &r->side[FIELD_TITLE]);
	side_scan(r, &r->side[FIELD_TEXT]);
	words_drop(r, &r->side[FIELD_TITLE]);
	words_drop(r, &r->side[FIELD_TEXT]);
	passages_cut(r);
}
