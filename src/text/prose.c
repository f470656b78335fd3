/* A text made ready: utf8_fold(), then the tokens of it, with their hashes. */
#include "text/prose.h"

#include <string.h>

#define XXH_INLINE_ALL /* words are short: a call costs more than the hash */
#include <xxhash.h>

#include "text/utf8.h"

void prose_fold(struct arena *a, const char *text, struct prose *p)
{
	*p = (struct prose){.text = text ? text : ""};
	p->n = strlen(p->text);
	p->folded = utf8_fold(a, p->text, p->n, &p->folded_n, &p->map);
}

uint32_t word_hash(const char *word, size_t n)
{
	return (uint32_t)XXH3_64bits(word, n);
}

void prose_cut(struct arena *a, struct prose *p, size_t bytes)
{
	struct tokens tokens;
	struct token t;
	size_t cap = 0;

	p->word_count = 0;
	token_start(&tokens, p->folded, p->folded_n);
	while (token_next(&tokens, &t) && p->map[t.start] < bytes) {
		p->words = arena_room(
		    a, p->words, p->word_count, &cap, sizeof(*p->words));
		p->words[p->word_count++] = t;
	}
	p->hashes = arena_array(a, p->word_count, sizeof(*p->hashes));
	for (size_t i = 0; i < p->word_count; i++)
		p->hashes[i] = word_hash(p->folded + p->words[i].start,
		    p->words[i].end - p->words[i].start);
}

size_t prose_words_within(const struct prose *p, size_t bytes)
{
	size_t low = 0, high = p->word_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (p->map[p->words[middle].start] < bytes)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool span_has(const char *s, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (memmem(s, n, *words, strlen(*words)) != NULL)
			return true;
	return false;
}

bool span_ends(const char *s, size_t from, size_t at, const char *const *words)
{
	for (; *words != NULL; words++) {
		size_t n = strlen(*words);

		if (at >= from + n && memcmp(s + at - n, *words, n) == 0)
			return true;
	}
	return false;
}
