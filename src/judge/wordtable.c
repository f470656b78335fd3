/* Open addressing, half empty; nothing is ever removed. */
#include "judge/wordtable.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/mem.h"

/* The slot that has the word, or the empty one where the search ended. */
static struct wordtable_slot *find(
    const struct wordtable *t, const char *word, size_t n)
{
	size_t i = XXH3_64bits(word, n) & (t->size - 1);

	while (t->slots[i].word &&
	       (t->slots[i].n != n || memcmp(t->slots[i].word, word, n) != 0))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void widen(struct wordtable *t)
{
	struct wordtable old = *t;

	t->size = old.size ? old.size * 2 : 64;
	t->slots = mem_array(t->size, sizeof(*t->slots));
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].word)
			*find(t, old.slots[i].word, old.slots[i].n) =
			    old.slots[i];
	free(old.slots);
}

uint32_t *wordtable_put(struct wordtable *t, const char *word)
{
	size_t n = strlen(word);
	struct wordtable_slot *slot;

	if (2 * t->used >= t->size)
		widen(t);
	slot = find(t, word, n);
	if (!slot->word) {
		*slot = (struct wordtable_slot){word, (uint32_t)n, 0};
		t->used++;
	}
	return &slot->value;
}

uint32_t wordtable_get(const struct wordtable *t, const char *word, size_t n)
{
	return t->size ? find(t, word, n)->value : 0;
}
