/* The rows of kinds.tsv, in their order; there are few, and few ask. */
#include "judge/kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/han.h"
#include "judge/wordform.h"

#define KIND_WORDS 64 /* of one cell */

struct kinds {
	struct arena arena;
	const struct han *han;
	struct kind *v;
	size_t n, cap;
};

struct kinds *kinds_new(const struct han *han)
{
	struct kinds *k = mem_alloc(sizeof(*k));

	arena_init(&k->arena);
	k->han = han;
	return k;
}

void kinds_free(struct kinds *k)
{
	if (!k)
		return;
	free(k->v);
	arena_free(&k->arena);
	free(k);
}

/* The alternatives of a cell, folded: how many, or -1 where it has too many. */
static int words_take(
    struct kinds *k, const char *cell, const char *const **out)
{
	const char **words = arena_array(&k->arena, KIND_WORDS, sizeof(*words));
	const char *word;
	int n = 0;

	while (tsv_alternative(&k->arena, &cell, &word)) {
		size_t length;

		if (n == KIND_WORDS)
			return -1;
		words[n++] =
		    han_fold(k->han, &k->arena, word, strlen(word), &length);
	}
	*out = words;
	return n;
}

int kinds_add(struct kinds *k, const struct tsv_row *row, struct err *err)
{
	struct kind kind = {.part = arena_strdup(&k->arena, row->cell[0]),
	    .name = arena_strdup(&k->arena, row->cell[1])};
	int words = words_take(k, row->cell[2], &kind.words);
	int beside = words_take(k, row->cell[3], &kind.beside);

	if (row->cell[0][0] == '\0' || row->cell[1][0] == '\0')
		return tsv_error(row, err, "a kind needs its part and a name");
	if (words <= 0 || beside < 0)
		return tsv_error(
		    row, err, words == 0 ? "no words" : "too many words");
	kind.word_count = (size_t)words;
	kind.beside_count = (size_t)beside;
	k->v = mem_room(k->v, k->n, &k->cap, sizeof(*k->v));
	k->v[k->n++] = kind;
	return 0;
}

size_t kinds_count(const struct kinds *k)
{
	return k->n;
}

const struct kind *kinds_at(const struct kinds *k, size_t i)
{
	return &k->v[i];
}

/* A word as a whole; Chinese stands anywhere. "QHD" is not in "QHD+". */
static const char *word_find(const char *word, const char *s, size_t n)
{
	const char *at = s, *end = s + n;
	size_t length = strlen(word);
	bool whole = (unsigned char)word[0] < 0xe0;

	while ((at = memmem(at, (size_t)(end - at), word, length)) != NULL) {
		const char *after = at + length;

		if (!whole ||
		    ((at == s || !word_has_byte((unsigned char)at[-1])) &&
			(after >= end ||
			    !word_has_byte((unsigned char)*after))))
			return at;
		at++;
	}
	return NULL;
}

const char *kind_find(
    const struct kind *k, const char *s, size_t n, size_t *length)
{
	const char *first = NULL;

	for (size_t i = 0; i < k->word_count; i++) {
		const char *at = word_find(k->words[i], s, n);

		if (!at || (first && at >= first))
			continue;
		first = at;
		*length = strlen(k->words[i]);
	}
	return first;
}

bool kind_has_beside(const struct kind *k, const char *s, size_t n)
{
	for (size_t i = 0; i < k->beside_count; i++)
		if (word_find(k->beside[i], s, n))
			return true;
	return k->beside_count == 0;
}

/* "用钛", where "钛" is the kind: pairs of characters cross the words. */
static bool has_character(const char *words, const char *pair)
{
	for (; (unsigned char)*pair >= 0xe0; pair += 3)
		if (memmem(words, strlen(words), pair, 3))
			return true;
	return false;
}

bool kind_has_word(const struct kind *k, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < k->word_count; i++)
		if (has_character(k->words[i], word))
			return true;
	for (size_t i = 0; i < k->beside_count; i++)
		if (has_character(k->beside[i], word))
			return true;
	for (size_t i = 0; i < k->word_count; i++)
		if (word_find(word, k->words[i], strlen(k->words[i])))
			return true;
	for (size_t i = 0; i < k->beside_count; i++)
		if (strlen(k->beside[i]) == n &&
		    memcmp(k->beside[i], word, n) == 0)
			return true;
	return false;
}
