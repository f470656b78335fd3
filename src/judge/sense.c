/*
 * The rows of senses.tsv by the first token of each word: those that begin
 * alike are a list, the longest first.
 */
#include "judge/sense.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/han.h"
#include "judge/slot.h"
#include "judge/wordtable.h"
#include "text/token.h"
#include "text/utf8.h"

static const char *const sense_names[SENSE_COUNT] = {
    [SENSE_SYSTEM] = "system",
    [SENSE_FAMILY] = "family",
    [SENSE_SUFFIX] = "suffix",
    [SENSE_STAGE] = "stage",
    [SENSE_MONTH] = "month",
    [SENSE_REGION] = "region",
    [SENSE_KIND] = "kind",
    [SENSE_TOPIC] = "topic",
    [SENSE_PATCHED] = "patched",
    [SENSE_NAME] = "name",
    [SENSE_SERVICE] = "service",
};

/* A row with this in place of its sense takes all others off its words. */
#define SENSE_OFF "off"

struct sense_word {
	struct sense_word *next; /* with the same first token; not longer */
	const char *text;	 /* folded */
	size_t n;
	bool whole; /* ends where a word ends; Chinese ones end anywhere */
	const char *means[SENSE_COUNT]; /* NULL: not in this sense */
};

struct senses {
	struct arena arena;
	const struct han *han;
	struct wordtable by_token; /* to a place in lists, counted from 1 */
	struct sense_word **lists; /* the longest of each */
	size_t list_count, list_cap;
};

struct senses *senses_new(const struct han *han)
{
	struct senses *s = mem_alloc(sizeof(*s));

	arena_init(&s->arena);
	s->han = han;
	return s;
}

void senses_free(struct senses *s)
{
	if (!s)
		return;
	wordtable_free(&s->by_token);
	free(s->lists);
	arena_free(&s->arena);
	free(s);
}

/* --- reading --- */

static int sense_parse(const struct tsv_row *row, struct err *err)
{
	for (int i = 0; i < SENSE_COUNT; i++)
		if (strcmp(row->cell[0], sense_names[i]) == 0)
			return i;
	return tsv_error(row, err,
	    "sense \"%s\" is none of system, family, suffix, stage, month, "
	    "region, kind, topic, patched, name, "
	    "service, off",
	    row->cell[0]);
}

/* The senses that say all by themselves mean nothing more. */
static bool may_mean_nothing(int sense)
{
	return sense == SENSE_FAMILY || sense == SENSE_PATCHED;
}

static bool is_month(const char *s)
{
	return (s[0] >= '1' && s[0] <= '9' && !s[1]) ||
	       (s[0] == '1' && s[1] >= '0' && s[1] <= '2' && !s[2]);
}

static int check_means(const struct tsv_row *row, int sense, struct err *err)
{
	const char *means = row->cell[1];

	if (!means[0] && !may_mean_nothing(sense))
		return tsv_error(
		    row, err, "a %s must mean something", row->cell[0]);
	if (strlen(means) >= SLOT_NAME_BYTES && sense != SENSE_NAME)
		return tsv_error(row, err, "\"%s\" is longer than %d bytes",
		    means, SLOT_NAME_BYTES - 1);
	if (sense == SENSE_MONTH && !is_month(means))
		return tsv_error(
		    row, err, "month \"%s\" is not from 1 to 12", means);
	return 0;
}

/* The list of the words that begin with the token; made where it is new. */
static struct sense_word **list_take(
    struct senses *s, const char *token, size_t n)
{
	uint32_t *place = wordtable_put(&s->by_token, token, n);

	if (!*place) {
		s->lists = mem_room(s->lists, s->list_count, &s->list_cap,
		    sizeof(struct sense_word *));
		s->lists[s->list_count] = NULL;
		*place = (uint32_t)++s->list_count;
	}
	return &s->lists[*place - 1];
}

/* The word of the table; made where it is new. NULL with what is wrong. */
static struct sense_word *word_take(struct senses *s, const struct tsv_row *row,
    const char *word, struct err *err)
{
	struct sense_word *w, **at;
	struct tokens tokens;
	struct token t, last;
	size_t n;
	char *folded = han_fold(s->han, &s->arena, word, strlen(word), &n);

	token_start(&tokens, folded, n);
	if (!token_next(&tokens, &t) || t.start != 0) {
		tsv_error(row, err,
		    "\"%s\" does not begin with a letter or digit", word);
		return NULL;
	}
	for (last = t; token_next(&tokens, &last);)
		;
	if (last.end != n) {
		tsv_error(row, err,
		    "\"%s\" does not end with a letter or digit", word);
		return NULL;
	}
	at = list_take(s, folded, t.end);
	for (w = *at; w; w = w->next)
		if (w->n == n && memcmp(w->text, folded, n) == 0)
			return w;
	w = arena_alloc(&s->arena, sizeof(*w));
	w->text = folded;
	w->n = n;
	w->whole = last.kind != TOKEN_CJK;
	for (; *at && (*at)->n > n; at = &(*at)->next)
		;
	w->next = *at;
	*at = w;
	return w;
}

static int word_add(struct senses *s, const struct tsv_row *row, int sense,
    const char *word, struct err *err)
{
	struct sense_word *w = word_take(s, row, word, err);

	if (!w)
		return -1;
	if (sense == SENSE_COUNT) {
		memset(w->means, 0, sizeof(w->means));
		return 0;
	}
	if (w->means[sense])
		return tsv_error(row, err,
		    "\"%s\" has the sense %s already, of \"%s\"", word,
		    sense_names[sense], w->means[sense]);
	w->means[sense] = arena_strdup(&s->arena, row->cell[1]);
	return 0;
}

int senses_add(struct senses *s, const struct tsv_row *row, struct err *err)
{
	const char *at = row->cell[2], *word;
	int sense = SENSE_COUNT;
	size_t words = 0;

	if (strcmp(row->cell[0], SENSE_OFF) != 0) {
		sense = sense_parse(row, err);
		if (sense < 0 || check_means(row, sense, err) < 0)
			return -1;
	}
	for (; tsv_alternative(&s->arena, &at, &word); words++)
		if (word_add(s, row, sense, word, err) < 0)
			return -1;
	return words ? 0 : tsv_error(row, err, "a row without words");
}

/* --- questions --- */

/* Does the text go on with the same word? */
static bool goes_on(const char *s, size_t room)
{
	const char *end = s + room;

	return room && utf8_is_word(utf8_next(&s, end));
}

/* The longest that the text, of which room bytes are left, goes on with. */
static const struct sense_word *longest(const struct senses *s,
    const char *token, size_t n, uint32_t hash, size_t room)
{
	uint32_t place = wordtable_get(&s->by_token, token, n, hash);
	const struct sense_word *w = place ? s->lists[place - 1] : NULL;

	for (; w; w = w->next)
		if (w->n <= room && memcmp(w->text, token, w->n) == 0 &&
		    (w->n == n || !w->whole ||
			!goes_on(token + w->n, room - w->n)))
			break;
	return w;
}

const struct sense_word *sense_at(
    const struct senses *s, const struct prose *p, size_t i, size_t *length)
{
	const struct token *t = &p->words[i];
	const struct sense_word *w = longest(s, p->folded + t->start,
	    t->end - t->start, p->hashes[i], p->folded_n - t->start);

	if (w && length)
		*length = w->n;
	return w;
}

const struct sense_word *sense_find(
    const struct senses *s, const char *word, size_t n)
{
	return longest(s, word, n, word_hash(word, n), n);
}

const char *sense_in(const struct sense_word *w, enum sense sense)
{
	return w ? w->means[sense] : NULL;
}

const char *sense_shared(const struct sense_word *w)
{
	for (int i = 0; w && i <= SENSE_NAME; i++)
		if (w->means[i] && w->means[i][0])
			return w->means[i];
	return NULL;
}
