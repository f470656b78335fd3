/*
 * The rows of phrases.tsv. A phrase stands as whole words, Chinese anywhere;
 * "remov*" has any ending.
 * Unlike cues they may overlap: each class is asked for by itself. "*rait" is
 * an ending: that a stretch has a word with it is known, and not where.
 */
#include "judge/phrase.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/han.h"
#include "judge/lexiconrow.h"
#include "text/utf8.h"

struct phrase_use {
	enum phrase class;
	enum lang lang;
	bool open;     /* the word may go on */
	uint32_t next; /* of the same pattern; 0: none */
};

struct ending {
	enum phrase class;
	enum lang lang;
	const char *text;
	size_t n;
};

struct phrases {
	struct arena scratch; /* gone when it is ready */
	const struct han *han;
	struct automaton *automaton;
	uint32_t *first; /* use of a pattern */
	size_t pattern_count, pattern_cap;
	struct phrase_use *uses; /* [0] is not used */
	size_t use_count, use_cap;
	struct arena arena;
	struct ending *endings;
	size_t ending_count, ending_cap;
};

static const char *const phrase_names[] = {"asked", "talk", "it", "none",
    "loss", "only", "more", "besides", "keeps_name", "cancelled", "grammar",
    "plain", "naming", "system", "runs", "runs_newly", "on_board",
    "on_board_newly", "the_phone", "updated", "no_name", "house", "thing",
    "medium", "backs", "said", "may_come", "undecided", "answers", "software",
    "beyond", "replaces", "new_one", "phones", "we", "hearsay", "last", "able",
    "business", "leaves", "only_there", "not", "care", "longer", "older",
    "money", "fee", "and_later", "moves", "unified", "schedule", "clause",
    "put_off", "ends_it", "ends_whole", "is_ended", "leaves_trade", "joint",
    "article", "product_word", "trade", "helper", "state", "keeps", "stays",
    "goes_on", "takes_away", "beta", "stable", "future", "everywhere",
    "together", "silent", "abroad", "new", "successor", "another", "rolled_out",
    "event", "in_answer", "heard", "own_people", "outsider", "outsiders",
    "insiders", "role", "by_trade", "reads", "read_in", "aside", "fixes",
    "versions", "until_now", "did", "is_open", "light", "phrase_end", "study",
    "today", "rejects", "presumes", "counted", "more_than", "less_than",
    "at_least", "at_most", "around", "called", "optional", "compared",
    "statement", "unsaid", "branch", "others", "team", "auxiliary",
    "clause_opens", "filler", "by", "occasion", "of", "bare", "the_houses",
    "passive", "noun_too", "determiner", "utters", "and", "public",
    "preposition", "what_is_told", "toward", "at_first", "not_price",
    "pre_order", "all_of", "admission", "a_phone", "phone_with", "makers",
    "common_part", "somebody", "knows", "informant", "trader", "help_desk",
    "desk", "to_us", "as_told", "hears", "comes_upon", "lay_in", "plans",
    "conditional", "device", "acts", "leaked", "presents", "presented", "firm",
    "edition", "tier", "further", "renames", "common_sort", "later_one",
    "attached", "no_phone", "thing_noun", "calls_it", "goal", "placed",
    "clause_ends", "name_ahead", "gets", "gives", "gets_not", "gives_not",
    "stays_on", "no_more", "needs", "brings_to", "except", "brings", "inside",
    "contrast", "which_run", "from_on", "starting_with", "and_older", "series",
    "the_update", "whole_list", "open_list", "the_rest", "the_device",
    "supposed", "years", "upgrades", "decade", "for", "up_to", "for_time",
    "code_name", "project", "in_house", "the_event", "grants", "unmentioned",
    "which", "shown", "had", "held_up", "latest", "earliest", "ruled_out",
    "moved", "had_planned", "waiting", "fame", "planned", "unit", "holding",
    "any_trade", "mobile", "piece", "whole", "hands_over", "goes_to",
    "taken_by", "closes", "trades", "for_sale", "no_object", "as_said",
    "word_to_come", "told_later"};

static_assert(sizeof(phrase_names) / sizeof(*phrase_names) == PHRASE_COUNT,
    "every class has its name");
static_assert(PHRASE_COUNT <= 256, "a bit for each class");

struct phrases *phrases_new(const struct han *han)
{
	struct phrases *p = mem_alloc(sizeof(*p));

	arena_init(&p->scratch);
	arena_init(&p->arena);
	p->han = han;
	p->automaton = automaton_new();
	p->uses = mem_room(NULL, 0, &p->use_cap, sizeof(*p->uses));
	p->use_count = 1;
	return p;
}

void phrases_free(struct phrases *p)
{
	if (!p)
		return;
	arena_free(&p->scratch);
	arena_free(&p->arena);
	automaton_free(p->automaton);
	free(p->endings);
	free(p->first);
	free(p->uses);
	free(p);
}

void phrases_ready(struct phrases *p)
{
	automaton_ready(p->automaton);
	arena_free(&p->scratch);
}

static int use_add(struct phrases *p, const struct tsv_row *row,
    const char *words, struct phrase_use use, struct err *err)
{
	const char *folded =
	    han_fold(p->han, &p->scratch, words, strlen(words), NULL);
	size_t n = strlen(folded);
	uint32_t id;

	use.open = n > 0 && folded[n - 1] == '*';
	n -= use.open;
	if (n > 1 && folded[0] == '*' && !use.open) {
		p->endings = mem_room(p->endings, p->ending_count,
		    &p->ending_cap, sizeof(*p->endings));
		p->endings[p->ending_count++] = (struct ending){use.class,
		    use.lang, arena_strdup(&p->arena, folded + 1), n - 1};
		return 0;
	}
	if (n == 0)
		return tsv_error(row, err, "an empty phrase");
	id = automaton_add(p->automaton, folded, n);
	while (p->pattern_count <= id) {
		p->first = mem_room(p->first, p->pattern_count, &p->pattern_cap,
		    sizeof(*p->first));
		p->first[p->pattern_count++] = 0;
	}
	p->uses =
	    mem_room(p->uses, p->use_count, &p->use_cap, sizeof(*p->uses));
	use.next = p->first[id];
	p->uses[p->use_count] = use;
	p->first[id] = (uint32_t)p->use_count++;
	return 0;
}

int phrases_add(struct phrases *p, const struct tsv_row *row, struct err *err)
{
	struct phrase_use use = {.class = PHRASE_COUNT};
	const char *at = row->cell[2], *words;

	for (size_t i = 0; i < PHRASE_COUNT; i++)
		if (strcmp(phrase_names[i], row->cell[0]) == 0)
			use.class = (enum phrase)i;
	if (use.class == PHRASE_COUNT)
		return tsv_error(
		    row, err, "unknown class \"%s\"", row->cell[0]);
	use.lang = lang_parse(row->cell[1]);
	if (use.lang == LANG_COUNT)
		return tsv_error(
		    row, err, "unknown language \"%s\"", row->cell[1]);
	if (*at == '\0')
		return tsv_error(row, err, "no words");
	while (tsv_alternative(&p->scratch, &at, &words))
		if (use_add(p, row, words, use, err) != 0)
			return -1;
	return 0;
}

/* --- the pass --- */

struct pass {
	const struct phrases *of;
	const char *text;
	size_t n;
	uint32_t from;	/* where the pass began; hits are counted from there */
	enum lang lang; /* LANG_ANY: all of them */
	void (*on_phrase)(struct pass *, const struct phrase_hit *);
	struct arena *arena;
	struct phrases_found found;
};

static bool is_word(const struct pass *p, size_t at)
{
	const char *s = p->text + at, *end = p->text + p->n;

	return at < p->n && utf8_is_word(utf8_next(&s, end));
}

static bool is_word_before(const struct pass *p, size_t at)
{
	if (at == 0)
		return false;
	do
		at--;
	while (at > 0 && (p->text[at] & 0xc0) == 0x80);
	return is_word(p, at);
}

static void on_hit(void *ctx, const struct automaton_hit *hit)
{
	struct pass *p = ctx;
	struct phrase_hit h = {
	    .start = p->from + hit->start, .end = p->from + hit->end};
	bool ends;

	if (is_word(p, h.start) && is_word_before(p, h.start))
		return;
	ends = !is_word_before(p, h.end) || !is_word(p, h.end);
	for (uint32_t u = p->of->first[hit->pattern]; u != 0;
	     u = p->of->uses[u].next) {
		const struct phrase_use *use = &p->of->uses[u];

		if ((p->lang != LANG_ANY && use->lang != p->lang) ||
		    (!ends && !use->open))
			continue;
		h.class = use->class;
		p->found.classes.bits[h.class / 64] |= UINT64_C(1)
						       << h.class % 64;
		if (p->on_phrase)
			p->on_phrase(p, &h);
	}
}

static bool has_ending(
    const struct pass *p, const struct ending *e, size_t from, size_t to)
{
	while (to - from > e->n) {
		const char *s =
		    memmem(p->text + from, to - from, e->text, e->n);

		if (s == NULL)
			return false;
		from = (size_t)(s - p->text);
		if (is_word_before(p, from) && !is_word(p, from + e->n))
			return true;
		from++;
	}
	return false;
}

static void endings_find(struct pass *p, size_t from, size_t to)
{
	for (size_t i = 0; i < p->of->ending_count; i++) {
		const struct ending *e = &p->of->endings[i];

		if (e->lang == p->lang && has_ending(p, e, from, to))
			p->found.classes.bits[e->class / 64] |=
			    UINT64_C(1) << e->class % 64;
	}
}

static void hit_keep(struct pass *p, const struct phrase_hit *h)
{
	p->found.hits = arena_room(p->arena, p->found.hits, p->found.n,
	    &p->found.cap, sizeof(*p->found.hits));
	p->found.hits[p->found.n++] = *h;
}

struct phrases_found phrases_find(const struct phrases *of, enum lang lang,
    struct arena *arena, const char *text, size_t n, uint32_t from, uint32_t to)
{
	struct pass p = {.of = of,
	    .text = text,
	    .n = n,
	    .from = from,
	    .lang = lang,
	    .on_phrase = hit_keep,
	    .arena = arena};

	automaton_scan(of->automaton, text + from, to - from, on_hit, &p);
	endings_find(&p, from, to);
	return p.found;
}

struct phrase_set phrases_of(
    const struct phrases *of, const char *text, size_t n)
{
	struct pass p = {.of = of, .text = text, .n = n};

	automaton_scan(of->automaton, text, n, on_hit, &p);
	return p.found.classes;
}

struct whole {
	const struct phrases *of;
	enum phrase class;
	size_t n;
	bool is;
};

static void on_whole(void *ctx, const struct automaton_hit *hit)
{
	struct whole *w = ctx;

	if (hit->start != 0)
		return;
	for (uint32_t u = w->of->first[hit->pattern]; u != 0;
	     u = w->of->uses[u].next)
		w->is |= w->of->uses[u].class == w->class &&
			 (hit->end == w->n || w->of->uses[u].open);
}

bool phrase_is(
    const struct phrases *of, enum phrase class, const char *word, size_t n)
{
	struct whole w = {of, class, n, false};

	automaton_scan(of->automaton, word, n, on_whole, &w);
	return w.is;
}

const struct phrase_hit *phrase_next(const struct phrases_found *f,
    enum phrase class, const struct phrase_hit *after)
{
	const struct phrase_hit *h = after ? after + 1 : f->hits;

	if (!phrase_in(&f->classes, class))
		return NULL;
	for (; h < f->hits + f->n; h++)
		if (h->class == class)
			return h;
	return NULL;
}

bool phrase_within(const struct phrases_found *f, enum phrase class,
    uint32_t from, uint32_t to)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(f, class, h)) != NULL)
		if (h->start >= from && h->end <= to)
			return true;
	return false;
}

bool phrase_fills(const struct phrases_found *f, enum phrase class,
    uint32_t from, uint32_t to)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(f, class, h)) != NULL)
		if (h->start == from && h->end == to)
			return true;
	return false;
}

const struct phrase_hit *phrase_before(const struct phrases_found *f,
    enum phrase class, const char *text, uint32_t at)
{
	const struct phrase_hit *h = NULL;

	if (at > 0 && text[at - 1] == ' ')
		at--;
	while ((h = phrase_next(f, class, h)) != NULL)
		if (h->end == at)
			return h;
	return NULL;
}

const struct phrase_hit *phrase_behind(const struct phrases_found *f,
    enum phrase class, const char *text, uint32_t at)
{
	const struct phrase_hit *h = NULL;

	at += text[at] == ' ';
	while ((h = phrase_next(f, class, h)) != NULL)
		if (h->start == at)
			return h;
	return NULL;
}
