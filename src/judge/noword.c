/* The rows of polarity.tsv: an automaton of their own, and what each means. */
#include "judge/noword.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/han.h"
#include "judge/wordform.h"

struct meaning {
	enum lang lang;
	enum noword_class class;
	const char *tail;
	uint32_t next; /* of the same pattern; 0: none */
};

struct nowords {
	struct arena arena;
	const struct han *han;
	struct automaton *automaton;
	uint32_t *first; /* of a pattern: into meanings */
	size_t first_count, first_cap;
	struct meaning *meanings; /* [0] is not used */
	size_t count, cap;
};

static const char *const class_names[NOWORD_COUNT] = {
    "no", "aside", "not", "lost", "gone", "is", "pass", "joint", "else"};

struct nowords *nowords_new(const struct han *han)
{
	struct nowords *w = mem_alloc(sizeof(*w));

	arena_init(&w->arena);
	w->han = han;
	w->automaton = automaton_new();
	w->meanings = mem_room(NULL, 0, &w->cap, sizeof(*w->meanings));
	w->count = 1;
	return w;
}

void nowords_free(struct nowords *w)
{
	if (!w)
		return;
	automaton_free(w->automaton);
	free(w->first);
	free(w->meanings);
	arena_free(&w->arena);
	free(w);
}

void nowords_ready(struct nowords *w)
{
	automaton_ready(w->automaton);
}

static int class_parse(const char *name)
{
	for (int i = 0; i < NOWORD_COUNT; i++)
		if (strcmp(class_names[i], name) == 0)
			return i;
	return -1;
}

/* "leaves * out": the pattern is what stands before the gap. */
static void pattern_add(struct nowords *w, struct meaning m, const char *text)
{
	size_t n;
	char *folded = han_fold(w->han, &w->arena, text, strlen(text), &n);
	char *gap = strstr(folded, " * ");
	uint32_t id;

	if (gap) {
		m.tail = gap + 3;
		*gap = '\0';
	}
	id = automaton_add(w->automaton, folded, strlen(folded));
	while (w->first_count <= id) {
		w->first = mem_room(
		    w->first, w->first_count, &w->first_cap, sizeof(*w->first));
		w->first[w->first_count++] = 0;
	}
	m.next = w->first[id];
	w->meanings =
	    mem_room(w->meanings, w->count, &w->cap, sizeof(*w->meanings));
	w->first[id] = (uint32_t)w->count;
	w->meanings[w->count++] = m;
}

int nowords_add(struct nowords *w, enum lang lang, const struct tsv_row *row,
    struct err *err)
{
	int class = class_parse(row->cell[1]);
	const char *at = row->cell[2], *word;

	if (class < 0)
		return tsv_error(
		    row, err, "unknown class \"%s\"", row->cell[1]);
	if (*at == '\0')
		return tsv_error(row, err, "no words");
	while (tsv_alternative(&w->arena, &at, &word)) {
		if (word[0] == '*')
			return tsv_error(row, err,
			    "\"%s\" has nothing before its gap", word);
		pattern_add(w,
		    (struct meaning){
			.lang = lang, .class = (enum noword_class) class},
		    word);
	}
	return 0;
}

/* --- finding --- */

struct search {
	const struct nowords *words;
	enum lang lang;
	const char *text;
	uint32_t from, to;
	struct noword_hit *out;
	size_t count, cap;
};

/* Does the tail of a pattern with a gap follow before the next mark? */
static bool tail_follows(const struct search *s, uint32_t at, const char *tail)
{
	const char *from = s->text + at;
	size_t n = strcspn(from, ",;.:!?\n");

	if (n > s->to - at)
		n = s->to - at;
	from = memmem(from, n, tail, strlen(tail));
	return from && from[-1] == ' ' &&
	       !word_has_byte((unsigned char)from[strlen(tail)]);
}

static void on_hit(void *ctx, const struct automaton_hit *hit)
{
	struct search *s = ctx;
	uint32_t start = hit->start + s->from, end = hit->end + s->from;
	struct noword_hit *last = s->count ? &s->out[s->count - 1] : NULL;
	bool same = last && last->start == start;

	if (word_has_byte((unsigned char)s->text[end - 1]) && end < s->to &&
	    word_has_byte((unsigned char)s->text[end]))
		return;
	if (last && !same && start < last->end)
		return;
	for (uint32_t i = s->words->first[hit->pattern]; i;
	     i = s->words->meanings[i].next) {
		const struct meaning *m = &s->words->meanings[i];

		if (m->lang != s->lang ||
		    (m->tail && !tail_follows(s, end, m->tail)))
			continue;
		if (!same && s->count == s->cap)
			return;
		if (!same)
			last = &s->out[s->count++];
		*last = (struct noword_hit){start, end, m->class, m->tail};
		return;
	}
}

size_t nowords_find(const struct nowords *w, enum lang lang, const char *text,
    uint32_t from, uint32_t to, struct noword_hit *out, size_t cap)
{
	struct search s = {.words = w,
	    .lang = lang,
	    .text = text,
	    .from = from,
	    .to = to,
	    .out = out,
	    .cap = cap};

	automaton_scan(w->automaton, text + from, to - from, on_hit, &s);
	return s.count;
}
