/*
 * Loading the lexicon: one table of files, a function a file. Each row is
 * checked where it is read; what refers to another table is checked when all
 * are read.
 */
#include "judge/lexicon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/mem.h"
#include "judge/kin.h"
#include "judge/sense.h"
#include "judge/tables.h"
#include "judge/tsv.h"
#include "judge/wordlist.h"
#include "text/urlrules.h"
#include "text/utf8.h"

struct loader {
	struct lexicon *lex;
	struct arena scratch; /* rows; gone after loading */
	XXH64_state_t *hash;
	struct {
		const char *file;
		unsigned line;
		const char *name; /* a predecessor or successor */
	} * refs;
	size_t ref_count, ref_cap;
	uint32_t flag_seen[FEATURE_COUNT / 32 + 1];
};

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

static char *fold(struct arena *arena, const char *s)
{
	size_t n;
	return utf8_fold(arena, s, strlen(s), &n, NULL);
}

/* --- patterns --- */

static int use_add(struct loader *l, const struct tsv_row *row,
    const char *pattern, struct use use, struct err *err)
{
	struct lexicon *lex = l->lex;
	const char *folded = fold(&l->scratch, pattern);
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
		*after = fold(&l->lex->arena, tail + strspn(tail, " "));
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
		const char *key = fold(&l->scratch, alias);
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
		map_put(&lex->hosts, fold(&l->scratch, row->cell[2]),
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
    "product", "title_product"};

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

static int on_kin(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct loader *l = ctx;

	return kin_add(l->lex->kin, row, err);
}

/* Vendors come first: a name that is a vendor's and a product's is found
 * under both, and messages follow the order here. */
static const struct tsv_table tables[] = {
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
    {"flag.tsv", "feature\tweight", on_flag},
    {SENSES_FILE, SENSES_COLUMNS, on_sense},
    {KIN_FILE, KIN_COLUMNS, on_kin},
};

/* Every row enters the fingerprint before it is read. */
struct hashed {
	struct loader *loader;
	const struct tsv_table *table;
};

static int on_any(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct hashed *h = ctx;
	for (size_t i = 0; i < row->cells; i++)
		XXH64_update(
		    h->loader->hash, row->cell[i], strlen(row->cell[i]) + 1);
	return h->table->on_row(h->loader, row, err);
}

static int refs_check(const struct loader *l, struct err *err)
{
	for (size_t i = 0; i < l->ref_count; i++)
		if (lexicon_product(l->lex, l->refs[i].name) == NULL)
			return err_set(err, "%s:%u: \"%s\" is no product here",
			    l->refs[i].file, l->refs[i].line, l->refs[i].name);
	return 0;
}

/* What the user has added to a table, where there is such a file. */
static int local_read(struct loader *l, const char *dir,
    const struct tsv_table *table, struct hashed *h, struct err *err)
{
	struct tsv_table local = *table;

	local.file = arena_printf(&l->scratch, "local/%s", table->file);
	if (access(arena_printf(&l->scratch, "%s/%s", dir, local.file), F_OK))
		return 0;
	return tsv_read(&l->scratch, dir, &local, h, err);
}

static bool is_house(const struct tipster *t)
{
	return strcmp(t->origin_class, "outlet") == 0 ||
	       strcmp(t->origin_class, "supply_chain") == 0;
}

/*
 * A site ("gsmarena.com") or a handle ("x:NAME") is a name of who publishes
 * there, though none that running text would have; of a person, the name or
 * site of an outlet is the house that he works for.
 */
static void platform_take(struct loader *l, size_t row, const char *platform)
{
	struct lexicon *lex = l->lex;
	struct tipster *t = &lex->tipsters[row];
	const char *colon = strchr(platform, ':');
	const char *key = fold(&l->scratch, colon ? colon + 1 : platform);
	const struct tipster *known = lexicon_tipster(lex, key);

	if (known != NULL && known != t && is_house(known) && !is_house(t))
		t->house = known->name;
	else if (known == NULL && (colon || strchr(platform, '.') != NULL))
		map_put(&lex->tipster_by, key, (void *)(uintptr_t)(row + 1));
}

/* Houses first, so that those who work for them find them. */
static void platforms_take(struct loader *l, bool houses)
{
	for (size_t i = 0; i < l->lex->tipster_count; i++) {
		const char *at = l->lex->tipsters[i].platforms, *platform;

		if (is_house(&l->lex->tipsters[i]) != houses)
			continue;
		while (*at && tsv_alternative(&l->scratch, &at, &platform))
			platform_take(l, i, platform);
	}
}

static bool is_there(const char *dir, const char *file)
{
	char path[4096];
	int n = snprintf(path, sizeof(path), "%s/%s", dir, file);
	return n < 0 || (size_t)n >= sizeof(path) || access(path, F_OK) == 0;
}

static int tables_read(struct loader *l, const char *dir, struct err *err)
{
	for (size_t i = 0; i < COUNT(tables); i++) {
		struct hashed h = {l, &tables[i]};
		struct tsv_table t = tables[i];
		t.on_row = on_any;
		/* The one table that may be left out: it was fitted. */
		if (tables[i].on_row == on_flag &&
		    !is_there(dir, tables[i].file)) {
			prior_weights(l->lex->weights);
			continue;
		}
		if (tsv_read(&l->scratch, dir, &t, &h, err) != 0 ||
		    local_read(l, dir, &t, &h, err) != 0)
			return -1;
	}
	platforms_take(l, true);
	platforms_take(l, false);
	return refs_check(l, err);
}

struct lexicon *lexicon_load(const char *dir, struct err *err)
{
	struct loader l = {.lex = mem_alloc(sizeof(*l.lex))};
	arena_init(&l.lex->arena);
	arena_init(&l.scratch);
	l.lex->automaton = automaton_new();
	l.lex->senses = senses_new();
	l.lex->kin = kin_new();
	l.lex->use_count = 1;
	l.lex->uses = mem_room(NULL, 0, &l.lex->use_cap, sizeof(*l.lex->uses));
	l.hash = XXH64_createState();
	XXH64_reset(l.hash, 0);
	int rc = tables_read(&l, dir, err);
	l.lex->fingerprint = XXH64_digest(l.hash);
	XXH64_freeState(l.hash);
	free(l.refs);
	arena_free(&l.scratch);
	if (rc != 0) {
		lexicon_free(l.lex);
		return NULL;
	}
	automaton_ready(l.lex->automaton);
	return l.lex;
}

void lexicon_free(struct lexicon *lex)
{
	if (lex == NULL)
		return;
	automaton_free(lex->automaton);
	senses_free(lex->senses);
	kin_free(lex->kin);
	wordlists_free(lex->wordlists);
	url_rules_free(lex->url_rules);
	free(lex->first_use);
	free(lex->uses);
	free(lex->cues);
	free(lex->verbs);
	free(lex->attributions);
	free(lex->windows);
	free(lex->slots);
	free(lex->tipsters);
	free(lex->persons);
	free(lex->vendors);
	free(lex->products);
	free(lex->regions);
	map_free(&lex->tipster_by);
	map_free(&lex->product_by);
	map_free(&lex->vendor_by);
	map_free(&lex->person_by);
	map_free(&lex->hosts);
	arena_free(&lex->arena);
	free(lex);
}

/* --- questions --- */

uint64_t lexicon_fingerprint(const struct lexicon *lex)
{
	return lex->fingerprint;
}

const struct senses *lexicon_senses(const struct lexicon *lex)
{
	return lex->senses;
}

const struct kin *lexicon_kin(const struct lexicon *lex)
{
	return lex->kin;
}

int lexicon_add_wordlists(struct lexicon *lex, const char *dir, struct err *err)
{
	lex->wordlists = wordlists_load(dir, err);
	if (lex->wordlists == NULL)
		return -1;
	lex->fingerprint ^= wordlists_fingerprint(lex->wordlists);
	return 0;
}

int lexicon_add_url_rules(
    struct lexicon *lex, const char *file, struct err *err)
{
	lex->url_rules = url_rules_load(file, err);
	if (lex->url_rules == NULL)
		return -1;
	lex->fingerprint ^= url_rules_fingerprint(lex->url_rules);
	return 0;
}

const struct url_rules *lexicon_url_rules(const struct lexicon *lex)
{
	return lex->url_rules;
}

const struct wordlists *lexicon_wordlists(const struct lexicon *lex)
{
	return lex->wordlists;
}

static void *folded_get(const struct map *map, const char *name)
{
	struct arena arena;
	if (name == NULL)
		return NULL;
	arena_init(&arena);
	const char *key = fold(&arena, name[0] == '@' ? name + 1 : name);
	void *value = map_get(map, key);
	arena_free(&arena);
	return value;
}

const struct tipster *lexicon_tipster(
    const struct lexicon *lex, const char *name)
{
	size_t i = (size_t)(uintptr_t)folded_get(&lex->tipster_by, name);
	return i == 0 ? NULL : &lex->tipsters[i - 1];
}

const struct tipster *lexicon_tipsters(const struct lexicon *lex, size_t *n)
{
	*n = lex->tipster_count;
	return lex->tipsters;
}

const struct tipster *lexicon_poster(const struct lexicon *lex, const char *url)
{
	const struct tipster *t = NULL;
	const char *at = url != NULL ? strstr(url, "//") : NULL;
	char part[64];

	at = at != NULL ? strchr(at + 2, '/') : NULL;
	while (t == NULL && at != NULL && *at == '/') {
		size_t n = strcspn(++at, "/?#");

		if (*at == '@') {
			at++;
			n--;
		}
		if (n > 2 && n < sizeof(part)) {
			memcpy(part, at, n);
			part[n] = '\0';
			t = lexicon_tipster(lex, part);
		}
		at += n;
	}
	return t;
}

const struct product *lexicon_product(
    const struct lexicon *lex, const char *name)
{
	size_t i = (size_t)(uintptr_t)folded_get(&lex->product_by, name);
	return i == 0 ? NULL : &lex->products[i - 1];
}

struct device_count {
	const struct lexicon *lex;
	const char *text;
	size_t n, count;
	uint32_t last; /* end of the one before */
};

/* A device's line, with its model behind it. */
static void on_device(void *ctx, const struct automaton_hit *hit)
{
	struct device_count *c = ctx;
	uint32_t at = hit->end;

	if (at < c->n && c->text[at] == ' ')
		at++;
	if (at < c->n && c->text[at] == '(')
		at++;
	if (at >= c->n || c->text[at] < '0' || c->text[at] > '9' ||
	    hit->start < c->last)
		return;
	for (uint32_t u = c->lex->first_use[hit->pattern]; u != 0;
	     u = c->lex->uses[u].next) {
		const struct use *use = &c->lex->uses[u];

		if (use->kind != USE_PRODUCT ||
		    strncmp(c->lex->products[use->row].kind, "device", 6) != 0)
			continue;
		c->count++;
		c->last = hit->end;
		return;
	}
}

struct cue_scan {
	const struct lexicon *lex;
	bool found;
};

static void on_no(void *ctx, const struct automaton_hit *hit)
{
	struct cue_scan *d = ctx;

	for (uint32_t u = d->lex->first_use[hit->pattern]; u != 0;
	     u = d->lex->uses[u].next) {
		const struct use *use = &d->lex->uses[u];

		if (use->kind == USE_VERB)
			d->found |= d->lex->verbs[use->row] == FORCE_DENY;
		if (use->kind == USE_CUE)
			d->found |=
			    d->lex->cues[use->row].class == CUE_DENY ||
			    d->lex->cues[use->row].class == CUE_DEBUNK ||
			    d->lex->cues[use->row].class == CUE_NEGATED;
	}
}

bool lexicon_says_no(const struct lexicon *lex, const char *folded, size_t n)
{
	struct cue_scan d = {.lex = lex};

	automaton_scan(lex->automaton, folded, n, on_no, &d);
	return d.found;
}

static void on_paper(void *ctx, const struct automaton_hit *hit)
{
	struct cue_scan *d = ctx;

	for (uint32_t u = d->lex->first_use[hit->pattern]; u != 0;
	     u = d->lex->uses[u].next)
		d->found |=
		    d->lex->uses[u].kind == USE_CUE &&
		    d->lex->cues[d->lex->uses[u].row].class == CUE_PAPER;
}

bool lexicon_names_paper(
    const struct lexicon *lex, const char *folded, size_t n)
{
	struct cue_scan d = {.lex = lex};

	automaton_scan(lex->automaton, folded, n, on_paper, &d);
	return d.found;
}

size_t lexicon_devices(const struct lexicon *lex, const char *folded, size_t n)
{
	struct device_count c = {.lex = lex, .text = folded, .n = n};

	automaton_scan(lex->automaton, folded, n, on_device, &c);
	return c.count;
}

struct name_search {
	const struct lexicon *lex;
	const struct product *product;
	bool found;
};

static void on_name(void *ctx, const struct automaton_hit *hit)
{
	struct name_search *s = ctx;

	for (uint32_t i = s->lex->first_use[hit->pattern]; i != 0;
	     i = s->lex->uses[i].next)
		if (s->lex->uses[i].kind == USE_PRODUCT &&
		    &s->lex->products[s->lex->uses[i].row] == s->product)
			s->found = true;
}

bool lexicon_names(const struct lexicon *lex, const struct product *product,
    const char *folded, size_t n)
{
	struct name_search s = {.lex = lex, .product = product};

	automaton_scan(lex->automaton, folded, n, on_name, &s);
	return s.found;
}

const char *lexicon_house(const struct lexicon *lex, const char *vendor)
{
	for (size_t i = 0; i < lex->vendor_count; i++)
		if (strcmp(lex->vendors[i].name, vendor) == 0)
			return lex->vendors[i].house;
	return vendor;
}

const char *lexicon_vendor(const struct lexicon *lex, const char *name)
{
	return folded_get(&lex->vendor_by, name);
}

const char *lexicon_official_host(const struct lexicon *lex, const char *host)
{
	for (const char *h = host; h != NULL && *h != '\0';) {
		const char *vendor = map_get(&lex->hosts, h);
		if (vendor != NULL)
			return vendor;
		h = strchr(h, '.');
		h = h != NULL ? h + 1 : NULL;
	}
	return NULL;
}
