/* Names, texts and words of a board, each kept once. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/han.h"
#include "judge/fold.h"
#include "text/token.h"

static const char *intern(struct map *m, const char *s)
{
	char *kept = map_get(m, s);

	if (!kept) {
		kept = mem_strdup(s);
		map_put(m, s, kept);
	}
	return kept;
}

const char *intern_text(struct board *b, const char *text)
{
	return text ? intern(&b->keys, text) : NULL;
}

/* Folded, letters and digits (and '+', which is a model's) only. */
static char *letters_of(
    const struct han *han, struct arena *a, const char *text)
{
	size_t n, out = 0;
	char *folded = han_fold(han, a, text, strlen(text), &n);

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)folded[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || c == '+' ||
		    (c >= 'a' && c <= 'z'))
			folded[out++] = (char)c;
	}
	folded[out] = '\0';
	return folded;
}

#define NAME_LEAST 4 /* bytes of a name, to be found in a text */

static const char *key_of(struct board *b, const char *text)
{
	struct arena a;
	const char *letters, *key;

	arena_init(&a);
	letters = letters_of(lexicon_han(b->lexicon), &a, text);
	key = intern(&b->keys, *letters ? letters : text);
	arena_free(&a);
	return key;
}

bool name_stands_in(
    const struct board *b, const struct name *n, const char *text)
{
	struct arena a;
	bool found;

	if (!n || strlen(n->key) < NAME_LEAST)
		return false;
	arena_init(&a);
	found = strstr(letters_of(lexicon_han(b->lexicon), &a, text), n->key);
	arena_free(&a);
	return found;
}

bool name_is_in(const char *text, const struct name *n)
{
	size_t length = strlen(n->text);

	for (const char *at = text; (at = strcasestr(at, n->text)) != NULL;
	     at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[length]))
			return true;
	return false;
}

const struct name *intern_name(struct board *b, const char *text)
{
	struct name *n;

	if (!text || !*text)
		return NULL;
	n = map_get(&b->names, text);
	if (n)
		return n;
	n = mem_alloc(sizeof(*n));
	n->text = intern_text(b, text);
	n->house = n->key = key_of(b, text);
	n->sketch = sketch_of_name(b, text);
	if (b->lexicon) {
		n->product = lexicon_product(b->lexicon, text);
		n->thing = lexicon_is_thing(b->lexicon, text);
		n->house = key_of(b, lexicon_house(b->lexicon, text));
	}
	map_put(&b->names, text, n);
	return n;
}

static uint32_t word_number(struct board *b, const char *word, size_t n)
{
	uintptr_t number = (uintptr_t)map_get_n(&b->words, word, n);

	if (!number) {
		number = ++b->word_count;
		map_put_n(&b->words, word, n, (void *)number);
	}
	return (uint32_t)number;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void sort_unique(struct words *w)
{
	size_t kept = 0;

	if (w->n)
		qsort(w->v, w->n, sizeof(*w->v), by_number);
	for (size_t i = 0; i < w->n; i++)
		if (!kept || w->v[kept - 1] != w->v[i])
			w->v[kept++] = w->v[i];
	w->n = kept;
}

struct words intern_words(struct board *b, const char *const *words, size_t n)
{
	struct words w = {0};

	if (!n)
		return w;
	w.v = mem_array(n, sizeof(*w.v));
	for (size_t i = 0; i < n; i++)
		w.v[w.n++] = word_number(b, words[i], strlen(words[i]));
	sort_unique(&w);
	return w;
}

/* Small numbers that are written out, by their value. */
static const char *const number_words[] = {"zero", "one", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};

static const char *number_of(const char *word, size_t n, char out[16])
{
	if (word[0] >= '0' && word[0] <= '9') {
		size_t digits = 0;

		while (digits < n && digits < 15 &&
		       (word[digits] == '.' ||
			   (word[digits] >= '0' && word[digits] <= '9')))
			digits++;
		memcpy(out, word, digits);
		out[digits] = '\0';
		return out;
	}
	for (unsigned i = 0; i < sizeof(number_words) / sizeof(number_words[0]);
	     i++)
		if (strlen(number_words[i]) == n &&
		    !memcmp(number_words[i], word, n)) {
			out[0] = (char)('0' + i % 10);
			out[1] = '\0';
			if (i >= 10) {
				out[0] = '1';
				out[1] = (char)('0' + i % 10);
				out[2] = '\0';
			}
			return out;
		}
	return NULL;
}

static void add_word(struct words *w, size_t *cap, uint32_t number)
{
	w->v = mem_room(w->v, w->n, cap, sizeof(*w->v));
	w->v[w->n++] = number;
}

struct words intern_tokens(
    struct board *b, const char *text, struct words *numbers)
{
	struct words all = {0};
	size_t all_cap = 0, numbers_cap = 0, n;
	struct tokens t;
	struct token tok;
	struct arena a;
	char *folded;

	*numbers = (struct words){0};
	arena_init(&a);
	folded = han_fold(lexicon_han(b->lexicon), &a, text, strlen(text), &n);
	token_start(&t, folded, n);
	while (token_next(&t, &tok)) {
		const char *word = folded + tok.start;
		size_t len = tok.end - tok.start;
		char digits[16];
		const char *number = number_of(word, len, digits);

		if (number) {
			uint32_t w = word_number(b, number, strlen(number));

			add_word(numbers, &numbers_cap, w);
			add_word(&all, &all_cap, w);
		} else {
			add_word(&all, &all_cap, word_number(b, word, len));
		}
	}
	arena_free(&a);
	sort_unique(&all);
	sort_unique(numbers);
	return all;
}

static void free_values(struct map *m)
{
	const struct map_entry *e;

	for (size_t i = 0; (e = map_next(m, &i)) != NULL;)
		free(e->value);
	map_free(m);
}

void intern_free(struct board *b)
{
	free_values(&b->names);
	free_values(&b->keys);
	map_free(&b->words);
}
