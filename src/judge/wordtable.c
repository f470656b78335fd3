/* Open addressing, half empty; nothing is ever removed. */
#include "judge/wordtable.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/prose.h"

/* The slot that has the word, or the empty one where the search ended. */
static struct wordtable_slot *find(
    const struct wordtable *t, const char *word, size_t n, uint32_t hash)
{
	size_t i = hash & (t->size - 1);

	while (t->slots[i].word &&
	       (t->slots[i].hash != hash || t->slots[i].n != n ||
		   memcmp(t->slots[i].word, word, n) != 0))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void widen(struct wordtable *t)
{
	struct wordtable old = *t;

	t->size = old.size ? old.size * 2 : 64;
	t->slots = mem_array(t->size, sizeof(*t->slots));
	for (size_t i = 0; i < old.size; i++) {
		const struct wordtable_slot *s = &old.slots[i];

		if (s->word)
			*find(t, s->word, s->n, s->hash) = *s;
	}
	free(old.slots);
}

void wordtable_free(struct wordtable *t)
{
	free(t->slots);
	*t = (struct wordtable){0};
}

uint32_t *wordtable_put(struct wordtable *t, const char *word, size_t n)
{
	uint32_t hash = word_hash(word, n);
	struct wordtable_slot *slot;

	if (2 * t->used >= t->size)
		widen(t);
	slot = find(t, word, n, hash);
	if (!slot->word) {
		*slot = (struct wordtable_slot){word, (uint32_t)n, 0, hash};
		t->used++;
	}
	return &slot->value;
}

uint32_t wordtable_get(
    const struct wordtable *t, const char *word, size_t n, uint32_t hash)
{
	return t->size ? find(t, word, n, hash)->value : 0;
}
