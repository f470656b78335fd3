/* Linear probing; what is removed leaves no mark, the rest moves up. */
#include "base/hashset.h"

#include <stdlib.h>

#include "base/mem.h"

#define SIZE_LEAST 16

void hashset_free(struct hashset *s)
{
	free(s->things);
	free(s->hashes);
	*s = (struct hashset){0};
}

static size_t home_of(const struct hashset *s, uint32_t hash)
{
	return hash & (s->size - 1);
}

static size_t after(const struct hashset *s, size_t i)
{
	return (i + 1) & (s->size - 1);
}

static void place(struct hashset *s, uint32_t hash, void *thing)
{
	size_t i = home_of(s, hash);

	while (s->things[i])
		i = after(s, i);
	s->things[i] = thing;
	s->hashes[i] = hash;
}

static void widen(struct hashset *s)
{
	struct hashset old = *s;

	s->size = old.size ? old.size * 2 : SIZE_LEAST;
	s->things = mem_array(s->size, sizeof(*s->things));
	s->hashes = mem_array(s->size, sizeof(*s->hashes));
	for (size_t i = 0; i < old.size; i++)
		if (old.things[i])
			place(s, old.hashes[i], old.things[i]);
	free(old.things);
	free(old.hashes);
}

void hashset_put(struct hashset *s, uint32_t hash, void *thing)
{
	if (4 * (s->count + 1) > 3 * s->size)
		widen(s);
	place(s, hash, thing);
	s->count++;
}

void *hashset_next(const struct hashset *s, uint32_t hash, size_t *at)
{
	size_t i;

	if (!s->size)
		return NULL;
	for (; *at < s->size; (*at)++) {
		i = (home_of(s, hash) + *at) & (s->size - 1);
		if (!s->things[i])
			return NULL;
		if (s->hashes[i] == hash) {
			(*at)++;
			return s->things[i];
		}
	}
	return NULL;
}

/* May what has its home at `home` stand at `hole`, which comes before `at`? */
static bool may_move(size_t home, size_t hole, size_t at)
{
	return hole <= at ? home <= hole || home > at
			  : home <= hole && home > at;
}

/* Brings what was pushed past the hole back to it. */
static void fill(struct hashset *s, size_t hole)
{
	for (size_t i = after(s, hole); s->things[i]; i = after(s, i)) {
		if (!may_move(home_of(s, s->hashes[i]), hole, i))
			continue;
		s->things[hole] = s->things[i];
		s->hashes[hole] = s->hashes[i];
		hole = i;
	}
	s->things[hole] = NULL;
}

void hashset_remove(struct hashset *s, uint32_t hash, const void *thing)
{
	if (!s->size)
		return;
	for (size_t i = home_of(s, hash); s->things[i]; i = after(s, i)) {
		if (s->things[i] != thing || s->hashes[i] != hash)
			continue;
		fill(s, i);
		s->count--;
		return;
	}
}
