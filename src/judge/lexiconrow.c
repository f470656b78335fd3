/*
 * The tables of the lexicon, a function a row of each. A row is checked where
 * it is read and becomes a plain row of judge/tables.h, with its patterns in
 * the automaton; a name is entered under all that it is called.
 */
#include "judge/lexiconrow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/kinds.h"
#include "judge/lineup.h"
#include "judge/phrase.h"
#include "judge/noword.h"
#include "judge/sense.h"
#include "text/utf8.h"

static const char *const lang_names[LANG_COUNT] = {
    "any", "en", "zh", "de", "es", "fr", "it", "pt", "id", "hi", "ru"};

static const char *const cue_names[CUE_COUNT] = {"rumor_noun", "leak",
    "evidential", "modal", "adverb", "forecast", "suggest", "spotted",
    "question", "wishlist", "scoped_time", "review", "deal", "howto", "poll",
    "satire", "opinion", "roundup", "other_news", "announce", "confirm", "exec",
    "release", "date_set", "roadmap", "guide_after", "deny", "debunk",
    "reversal", "negated_outcome", "delay", "rename", "doubt", "guess",
    "finding", "past", "silence", "pronoun", "spokesperson", "not_yet",
    "backward", "company", "office", "paper", "notice"};

static const char *const force_names[] = {
    "weak", "neutral", "report", "strong", "official", "official_soft", "deny"};

static const char *const frame_names[FRAME_COUNT] = {"source_after",
    "title_before", "source_before", "source_between", "headline_colon",
    "headline_tail", "anonymous", "insider", "crowd", "audience", "cited",
    "document", "footer", "footer_via"};

static const char *const scope_names[] = {"any", "title", "text"};

static const char *const origin_classes[] = {"person", "outlet", "analyst",
    "teardown", "regulator", "supply_chain", "benchmark"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int name_index(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

enum lang lang_parse(const char *tag)
{
	if (tag == NULL)
		return LANG_COUNT;
	for (int i = LANG_EN; i < LANG_COUNT; i++)
		if (strncmp(tag, lang_names[i], 2) == 0 &&
		    (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_'))
			return (enum lang)i;
	return LANG_COUNT;
}

const char *lang_name(enum lang lang)
{
	return lang_names[lang];
}

const char *cue_name(enum cue_class class)
{
	return cue_names[class];
}

char *lexicon_fold(
    const struct lexicon *lex, struct arena *arena, const char *s)
{
	return han_fold(lex->han, arena, s, strlen(s), NULL);
}

/* --- patterns --- */

static int use_add(struct loader *l, const struct tsv_row *row,
    const char *pattern, struct use use, struct err *err)
{
	struct lexicon *lex = l->lex;
	const char *folded = lexicon_fold(lex, &l->scratch, pattern);
	if (folded[0] == '\0')
		return tsv_error(row, err, "an empty pattern");
	const char *p = pattern;
	uint32_t first = utf8_next(&p, pattern + strlen(pattern));
	use.capital = use.kind >= USE_NAMES && first >= 'A' && first <= 'Z';
	uint32_t id = automaton_add(lex->automaton, folded, strlen(folded));
	while (lex->pattern_count <= id) {
		lex->first_use = mem_room(lex->first_use, lex->pattern_count,
		    &lex->pattern_cap, sizeof(*lex->first_use));
		lex->first_use[lex->pattern_count++] = 0;
	}
	/* "OPPO" and "Oppo" are one name of one row. */
	for (uint32_t u = lex->first_use[id]; u != 0; u = lex->uses[u].next)
		if (lex->uses[u].kind == use.kind &&
		    lex->uses[u].row == use.row &&
		    lex->uses[u].lang == use.lang)
			return 0;
	lex->uses = mem_room(
	    lex->uses, lex->use_count, &lex->use_cap, sizeof(*lex->uses));
	use.next = lex->first_use[id];
	lex->uses[lex->use_count] = use;
	lex->first_use[id] = (uint32_t)lex->use_count++;
	return 0;
}

static int lang_take(
    const struct tsv_row *row, size_t cell, enum lang *out, struct err *err)
{
	*out = lang_parse(row->cell[cell]);
	if (*out == LANG_COUNT)
		return tsv_error(
		    row, err, "unknown language \"%s\"", row->cell[cell]);
	return 0;
}

static int number_take(const struct tsv_row *row, const char *what, size_t cell,
    double least, double most, double *out, struct err *err)
{
	const char *s = row->cell[cell];
	char *end;
	errno = 0;
	*out = strtod(s, &end);
	if (end == s || *end != '\0' || errno != 0 || !(*out >= least) ||
	    !(*out <= most))
		return tsv_error(row, err,
		    "%s \"%s\" is not a number from "
		    "%g to %g",
		    what, s, least, most);
	return 0;
}

/* --- cues: hedges, noise, official, denial, voice --- */

static int cue_add(struct loader *l, const struct tsv_row *row, int first,
    int last, struct err *err)
{
	struct lexicon *lex = l->lex;
	struct cue cue = {.weight = 1};
	struct use use = {.kind = USE_CUE};
	if (lang_take(row, 0, &use.lang, err) != 0)
		return -1;
	int class = name_index(cue_names, CUE_COUNT, row->cell[2]);
	if (class < first || class > last)
		return tsv_error(
		    row, err, "unknown class \"%s\"", row->cell[2]);
	cue.class = (enum cue_class) class;
	if (row->cells > 3 &&
	    number_take(row, "weight", 3, 0, 1, &cue.weight, err) != 0)
		return -1;
	if (row->cells > 4) {
		int scope = name_index(scope_names, 3, row->cell[4]);
		if (scope < 0)
			return tsv_error(row, err,
			    "unknown scope \"%s\"; it is any, title or text",
			    row->cell[4]);
		cue.scope = (enum scope)scope;
	}
	lex->cues = mem_room(
	    lex->cues, lex->cue_count, &lex->cue_cap, sizeof(*lex->cues));
	use.row = (uint32_t)lex->cue_count;
	lex->cues[lex->cue_count++] = cue;
	return use_add(l, row, row->cell[1], use, err);
}

static int on_hedge(void *ctx, const struct tsv_row *row, struct err *err)
{
	return cue_add(ctx, row, CUE_RUMOR_NOUN, CUE_HEDGE_LAST, err);
}

static int on_noise(void *ctx, const struct tsv_row *row, struct err *err)
{
	return cue_add(ctx, row, CUE_REVIEW, CUE_NOISE_LAST, err);
}

static int on_official_cue(void *ctx, const struct tsv_row *row, struct err *e)
{
	return cue_add(ctx, row, CUE_ANNOUNCE, CUE_OFFICIAL_LAST, e);
}

static int on_denial(void *ctx, const struct tsv_row *row, struct err *err)
{
	return cue_add(ctx, row, CUE_DENY, CUE_DENIAL_LAST, err);
}

static int on_voice(void *ctx, const struct tsv_row *row, struct err *err)
{
	return cue_add(ctx, row, CUE_GUESS, CUE_COUNT - 1, err);
}

/* --- the other tables --- */

static int on_verb(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_VERB};
	if (lang_take(row, 0, &use.lang, err) != 0)
		return -1;
	int force = name_index(force_names, COUNT(force_names), row->cell[3]);
	if (force < 0)
		return tsv_error(
		    row, err, "unknown force \"%s\"", row->cell[3]);
	lex->verbs = mem_room(
	    lex->verbs, lex->verb_count, &lex->verb_cap, sizeof(*lex->verbs));
	use.row = (uint32_t)lex->verb_count;
	lex->verbs[lex->verb_count++] = (enum force)force;
	const char *at = row->cell[2], *form;
	if (*at == '\0')
		return tsv_error(row, err, "a verb without forms");
	while (tsv_alternative(&l->scratch, &at, &form))
		if (use_add(l, row, form, use, err) != 0)
			return -1;
	return 0;
}

/* "wie {S} berichtet": the words before and after the source. */
static int frame_split(struct loader *l, const struct tsv_row *row,
    enum frame frame, const char **anchor, const char **after, struct err *err)
{
	const char *p = row->cell[1], *s = strstr(p, "{S}");
	*after = NULL;
	*anchor = p;
	bool wants =
	    frame == FRAME_SOURCE_AFTER || frame == FRAME_TITLE_BEFORE ||
	    frame == FRAME_SOURCE_BEFORE || frame == FRAME_SOURCE_BETWEEN ||
	    frame == FRAME_FOOTER || frame == FRAME_VIA ||
	    frame == FRAME_AUDIENCE || frame == FRAME_CITED;
	if (wants != (s != NULL))
		return tsv_error(row, err,
		    wants ? "\"%s\" must say where the source is: {S}"
			  : "\"%s\" has no place for {S} in this kind",
		    p);
	if (s == NULL)
		return 0;
	const char *head = arena_strndup(&l->scratch, p, (size_t)(s - p));
	const char *tail = s + 3;
	if (frame == FRAME_SOURCE_BEFORE)
		head = tail;
	if (frame == FRAME_SOURCE_BETWEEN)
		*after = lexicon_fold(
		    l->lex, &l->lex->arena, tail + strspn(tail, " "));
	head += strspn(head, " ");
	size_t n = strlen(head);
	while (n > 0 && head[n - 1] == ' ')
		n--;
	*anchor = arena_strndup(&l->scratch, head, n);
	return 0;
}

static int on_attribution(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_ATTRIBUTION};
	struct attribution_row out = {.name = NULL};
	const char *anchor;
	if (lang_take(row, 0, &use.lang, err) != 0)
		return -1;
	int frame = name_index(frame_names, FRAME_COUNT, row->cell[2]);
	if (frame < 0)
		return tsv_error(row, err, "unknown kind \"%s\"", row->cell[2]);
	out.frame = (enum frame)frame;
	if (frame_split(l, row, out.frame, &anchor, &out.after, err) != 0)
		return -1;
	if ((out.frame == FRAME_DOCUMENT) != (row->cell[3][0] != '\0'))
		return tsv_error(
		    row, err, "a document, and nothing else, has a name");
	if (out.frame == FRAME_DOCUMENT)
		out.name = arena_strdup(&lex->arena, row->cell[3]);
	lex->attributions = mem_room(lex->attributions, lex->attribution_count,
	    &lex->attribution_cap, sizeof(*lex->attributions));
	use.row = (uint32_t)lex->attribution_count;
	lex->attributions[lex->attribution_count++] = out;
	return use_add(l, row, anchor, use, err);
}

static int on_window(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_WINDOW};
	struct window_row out;
	if (lang_take(row, 0, &use.lang, err) != 0)
		return -1;
	if (window_rule_parse(row->cell[2], &out) != 0)
		return tsv_error(
		    row, err, "cannot read the rule \"%s\"", row->cell[2]);
	lex->windows = mem_room(lex->windows, lex->window_count,
	    &lex->window_cap, sizeof(*lex->windows));
	use.row = (uint32_t)lex->window_count;
	lex->windows[lex->window_count++] = out;
	const char *at = row->cell[1], *pattern;
	while (tsv_alternative(&l->scratch, &at, &pattern))
		if (use_add(l, row, pattern, use, err) != 0)
			return -1;
	return 0;
}

static int on_slot(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_SLOT};
	enum aspect aspect;
	if (aspect_parse(row->cell[0], &aspect) != 0)
		return tsv_error(
		    row, err, "unknown aspect \"%s\"", row->cell[0]);
	if (lang_take(row, 1, &use.lang, err) != 0)
		return -1;
	const char *at = row->cell[2], *trigger;
	if (*at == '\0')
		return tsv_error(row, err, "an aspect without triggers");
	while (tsv_alternative(&l->scratch, &at, &trigger)) {
		struct slot_row slot = {.aspect = aspect};
		const char *equals = strchr(trigger, '=');
		if (equals != NULL) {
			slot.value = arena_strdup(&lex->arena, equals + 1);
			trigger = arena_strndup(
			    &l->scratch, trigger, (size_t)(equals - trigger));
		}
		lex->slots = mem_room(lex->slots, lex->slot_count,
		    &lex->slot_cap, sizeof(*lex->slots));
		use.row = (uint32_t)lex->slot_count;
		lex->slots[lex->slot_count++] = slot;
		if (use_add(l, row, trigger, use, err) != 0)
			return -1;
	}
	return 0;
}

static int thing_words(struct loader *l, const struct tsv_row *row, size_t cell,
    struct use use, struct err *err)
{
	const char *at = row->cell[cell], *word;

	while (tsv_alternative(&l->scratch, &at, &word))
		if (use_add(l, row, word, use, err) != 0)
			return -1;
	return 0;
}

/* The thing, its names in every language, then those of each. */
static int on_thing(void *ctx, const struct tsv_row *row, struct err *err)
{
	static const enum lang langs[] = {LANG_ANY, LANG_EN, LANG_ZH, LANG_DE,
	    LANG_ES, LANG_FR, LANG_IT, LANG_PT, LANG_ID};
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_SLOT, .row = (uint32_t)lex->slot_count};
	bool named = false;

	if (row->cell[0][0] == '\0')
		return tsv_error(row, err, "a thing without a name");
	lex->slots = mem_room(
	    lex->slots, lex->slot_count, &lex->slot_cap, sizeof(*lex->slots));
	lex->slots[lex->slot_count++] = (struct slot_row){
	    .aspect = ASPECT_FEATURE,
	    .value = arena_strdup(&lex->arena, row->cell[0]),
	};
	map_put(&lex->things, row->cell[0], lex);
	for (size_t i = 0; i < COUNT(langs); i++) {
		use.lang = langs[i];
		named |= row->cell[i + 1][0] != '\0';
		if (thing_words(l, row, i + 1, use, err) != 0)
			return -1;
	}
	return named ? 0 : tsv_error(row, err, "a thing without words");
}

/* Enters a name and its aliases as patterns and into a map of folded names. */
static int names_add(struct loader *l, const struct tsv_row *row,
    struct map *map, void *value, struct use use, const char *name,
    const char *aliases, struct err *err)
{
	const char *at = aliases, *alias = name;
	bool more = true;
	while (more) {
		const char *colon = strchr(alias, ':');
		if (colon != NULL && use.kind == USE_PERSON)
			alias = colon + 1; /* "x:XiaomiHyperOS_" */
		if (alias[0] == '@')
			alias++;
		const char *key = lexicon_fold(l->lex, &l->scratch, alias);
		if (map_get(map, key) == NULL)
			map_put(map, key, value);
		if (use_add(l, row, alias, use, err) != 0)
			return -1;
		more = tsv_alternative(&l->scratch, &at, &alias) != 0;
	}
	return 0;
}

/* The names of a cell, one after the other. */
static const char *const *names_list(
    struct arena *arena, const char *cell, size_t *n)
{
	const char **names = NULL, *at = cell, *name;
	size_t cap = 0;
	for (*n = 0; tsv_alternative(arena, &at, &name) != 0;
	     names[(*n)++] = name)
		names = arena_room(arena, names, *n, &cap, sizeof(*names));
	return names;
}

static int on_tipster(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_TIPSTER};
	int class =
	    name_index(origin_classes, COUNT(origin_classes), row->cell[3]);
	if (class < 0)
		return tsv_error(
		    row, err, "unknown origin_class \"%s\"", row->cell[3]);
	for (size_t i = 0; i < lex->tipster_count; i++)
		if (strcmp(lex->tipsters[i].id, row->cell[0]) == 0)
			return tsv_error(
			    row, err, "id \"%s\" is given twice", row->cell[0]);
	lex->tipsters = mem_room(lex->tipsters, lex->tipster_count,
	    &lex->tipster_cap, sizeof(*lex->tipsters));
	use.row = (uint32_t)lex->tipster_count;
	struct tipster *t = &lex->tipsters[lex->tipster_count++];
	t->id = arena_strdup(&lex->arena, row->cell[0]);
	t->name = arena_strdup(&lex->arena, row->cell[1]);
	t->origin_class = origin_classes[class];
	t->also = names_list(&lex->arena, row->cell[2], &t->also_count);
	t->platforms = arena_strdup(&lex->arena, row->cell[4]);
	t->focus = arena_strdup(&lex->arena, row->cell[5]);
	t->house = NULL;
	return names_add(l, row, &lex->tipster_by,
	    (void *)(uintptr_t)lex->tipster_count, use, t->name, row->cell[2],
	    err);
}

static int year_take(
    const struct tsv_row *row, size_t cell, int *out, struct err *err)
{
	double year = 0;
	if (row->cell[cell][0] != '\0' &&
	    number_take(row, "year", cell, 1900, 2200, &year, err) != 0)
		return -1;
	*out = (int)year;
	return 0;
}

static int on_official(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_PERSON};
	const char *type = row->cell[1];
	if (strcmp(type, "domain") == 0) {
		map_put(&lex->hosts,
		    lexicon_fold(lex, &l->scratch, row->cell[2]),
		    arena_strdup(&lex->arena, row->cell[0]));
		return 0;
	}
	struct person_row p = {.account = strcmp(type, "account") == 0};
	if (!p.account && strcmp(type, "person") != 0)
		return tsv_error(row, err,
		    "unknown type \"%s\"; it is person, domain or account",
		    type);
	if (year_take(row, 5, &p.from_year, err) != 0 ||
	    year_take(row, 6, &p.to_year, err) != 0)
		return -1;
	p.vendor = arena_strdup(&lex->arena, row->cell[0]);
	p.name = arena_strdup(&lex->arena, row->cell[2]);
	lex->persons = mem_room(lex->persons, lex->person_count,
	    &lex->person_cap, sizeof(*lex->persons));
	use.row = (uint32_t)lex->person_count;
	lex->persons[lex->person_count++] = p;
	return names_add(l, row, &lex->person_by,
	    (void *)(uintptr_t)lex->person_count, use, p.name, row->cell[3],
	    err);
}

static int on_vendor(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_VENDOR};
	bool of_house = strncmp(row->cell[2], "of:", 3) == 0;
	use.word = strcmp(row->cell[2], "word") == 0;
	if (!use.word && !of_house && row->cell[2][0] != '\0')
		return tsv_error(row, err,
		    "unknown kind \"%s\"; it is empty, word or of:VENDOR",
		    row->cell[2]);
	lex->vendors = mem_room(lex->vendors, lex->vendor_count,
	    &lex->vendor_cap, sizeof(*lex->vendors));
	use.row = (uint32_t)lex->vendor_count;
	struct vendor_row *v = &lex->vendors[lex->vendor_count++];
	v->name = arena_strdup(&lex->arena, row->cell[0]);
	v->house =
	    of_house ? arena_strdup(&lex->arena, row->cell[2] + 3) : v->name;
	return names_add(l, row, &lex->vendor_by, (void *)v->name, use, v->name,
	    row->cell[1], err);
}

static const char *ref_take(
    struct loader *l, const struct tsv_row *row, size_t cell)
{
	if (row->cell[cell][0] == '\0')
		return NULL;
	l->refs =
	    mem_room(l->refs, l->ref_count, &l->ref_cap, sizeof(*l->refs));
	l->refs[l->ref_count].file = row->file;
	l->refs[l->ref_count].line = row->line;
	l->refs[l->ref_count].name =
	    arena_strdup(&l->lex->arena, row->cell[cell]);
	return l->refs[l->ref_count++].name;
}

static int on_product(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_PRODUCT};
	if (row->cell[2][0] == '\0' || row->cell[0][0] == '\0')
		return tsv_error(row, err, "a product needs vendor and name");
	lex->products = mem_room(lex->products, lex->product_count,
	    &lex->product_cap, sizeof(*lex->products));
	use.row = (uint32_t)lex->product_count;
	struct product *p = &lex->products[lex->product_count++];
	p->vendor = arena_strdup(&lex->arena, row->cell[0]);
	p->kind = arena_strdup(&lex->arena, row->cell[1]);
	p->name = arena_strdup(&lex->arena, row->cell[2]);
	p->rumored_name = strcmp(p->kind, "rumored_name") == 0;
	p->predecessor = ref_take(l, row, 4);
	p->successor = ref_take(l, row, 5);
	return names_add(l, row, &lex->product_by,
	    (void *)(uintptr_t)lex->product_count, use, p->name, row->cell[3],
	    err);
}

static int on_region(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	struct lexicon *lex = l->lex;
	struct use use = {.kind = USE_REGION};
	struct map unused = {0};
	lex->regions = mem_room(lex->regions, lex->region_count,
	    &lex->region_cap, sizeof(*lex->regions));
	use.row = (uint32_t)lex->region_count;
	struct region_row *r = &lex->regions[lex->region_count++];
	r->name = arena_strdup(&lex->arena, row->cell[0]);
	int rc = names_add(l, row, &unused, r, use, r->name, row->cell[1], err);
	map_free(&unused);
	return rc;
}

static const char *const feature_names[] = {"title_tipster", "lead_tipster",
    "title_official", "lead_official", "lead_anonymous", "headline_colon",
    "headline_tail", "title_question", "role_tipster", "role_official",
    "product", "title_product", "lead_sourced", "lead_told", "body_told",
    "lead_found", "body_found", "lead_foretold", "body_foretold", "body_hedged",
    "lead_reported", "body_reported", "lead_trade", "title_reported",
    "lead_document"};

static int feature_parse(const char *name)
{
	if (strcmp(name, "bias") == 0)
		return FEATURE_BIAS;
	if (strncmp(name, "title.", 6) == 0) {
		int c = name_index(cue_names, CUE_COUNT, name + 6);
		return c < 0 ? -1 : FEATURE_TITLE + c;
	}
	if (strncmp(name, "lead.", 5) == 0) {
		int c = name_index(cue_names, CUE_COUNT, name + 5);
		return c < 0 ? -1 : FEATURE_TEXT + c;
	}
	int f = name_index(feature_names, COUNT(feature_names), name);
	return f < 0 ? -1 : FEATURE_TITLE_TIPSTER + f;
}

const char *feature_name(int f)
{
	static char name[48];

	if (f == FEATURE_BIAS)
		return "bias";
	if (f >= FEATURE_TITLE_TIPSTER)
		return feature_names[f - FEATURE_TITLE_TIPSTER];
	snprintf(name, sizeof(name), "%s.%s",
	    f < FEATURE_TEXT ? "title" : "lead",
	    cue_names[f < FEATURE_TEXT ? f - FEATURE_TITLE : f - FEATURE_TEXT]);
	return name;
}

static int on_flag(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	int f = feature_parse(row->cell[0]);
	if (f < 0)
		return tsv_error(
		    row, err, "unknown feature \"%s\"", row->cell[0]);
	if (l->flag_seen[f / 32] & (1u << (f % 32)))
		return tsv_error(
		    row, err, "feature \"%s\" is given twice", row->cell[0]);
	l->flag_seen[f / 32] |= 1u << (f % 32);
	return number_take(row, "weight", 1, -50, 50, &l->lex->weights[f], err);
}

static int on_sense(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return senses_add(l->lex->senses, row, err);
}

static int on_han(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return han_add(l->lex->han, row, err);
}

static int on_kin(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return kin_add(l->lex->kin, row, err);
}

static int on_phrase(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return phrases_add(l->lex->phrases, row, err);
}

static int on_kind(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return kinds_add(l->lex->kinds, row, err);
}

static int on_lineup(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return lineups_add(l->lex->lineups, row, err);
}

static int on_noword(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;
	enum lang lang;

	if (lang_take(row, 0, &lang, err) != 0)
		return -1;
	return nowords_add(l->lex->nowords, lang, row, err);
}

const struct tsv_table lexicon_tables[LEXICON_TABLES] = {
    {HAN_FILE, HAN_COLUMNS, on_han},
    {"vendors.tsv", "name\taliases\tkind\tnote", on_vendor},
    {"products.tsv",
	"vendor\tkind\tname\taliases\tpredecessor\tsuccessor\tnote",
	on_product},
    {"tipsters.tsv",
	"id\tname\taliases\torigin_class\tplatforms\tfocus\tlang\tnote",
	on_tipster},
    {"officials.tsv", "vendor\ttype\tname\taliases\trole\tfrom\tto\tnote",
	on_official},
    {"regions.tsv", "name\taliases", on_region},
    {"hedges.tsv", "lang\tpattern\tclass\tweight\tscope", on_hedge},
    {"noise.tsv", "lang\tpattern\tclass\tweight\tscope", on_noise},
    {"official.tsv", "lang\tpattern\tclass\tweight", on_official_cue},
    {"denial.tsv", "lang\tpattern\tclass\tweight", on_denial},
    {"voice.tsv", "lang\tpattern\tclass", on_voice},
    {"reporting_verbs.tsv", "lang\tlemma\tforms\tforce", on_verb},
    {"attribution.tsv", "lang\tpattern\tkind\tname", on_attribution},
    {"timewindow.tsv", "lang\tpattern\trule\tnote", on_window},
    {"slots.tsv", "aspect\tlang\ttriggers\tnote", on_slot},
    {"things.tsv", "thing\tall\ten\tzh\tde\tes\tfr\tit\tpt\tid", on_thing},
    {FLAG_FILE, "feature\tweight", on_flag},
    {SENSES_FILE, SENSES_COLUMNS, on_sense},
    {KIN_FILE, KIN_COLUMNS, on_kin},
    {PHRASES_FILE, PHRASES_COLUMNS, on_phrase},
    {NOWORD_FILE, NOWORD_COLUMNS, on_noword},
    {KINDS_FILE, KINDS_COLUMNS, on_kind},
    {LINEUPS_FILE, LINEUPS_COLUMNS, on_lineup},
};
