/* Open addressing over entries kept in order of insertion. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/mem.h"

#define REMOVED UINT32_MAX

void map_free(struct map *m)
{
	for (size_t i = 0; i < m->used; i++)
		free(m->entries[i].key);
	free(m->entries);
	free(m->slots);
	*m = (struct map){0};
}

/* The slot that holds the key, or the empty one where the search ended. */
static size_t find(const struct map *m, const void *key, size_t n, uint64_t h)
{
	size_t mask = m->slot_count - 1;
	size_t i = (size_t)h & mask;
	const struct map_entry *e;

	for (; m->slots[i]; i = (i + 1) & mask) {
		if (m->slots[i] == REMOVED)
			continue;
		e = &m->entries[m->slots[i] - 1];
		if (e->hash == h && e->key_len == n && !memcmp(e->key, key, n))
			break;
	}
	return i;
}

/* Doubles the table and drops the marks of removed keys. */
static void rehash(struct map *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->used; i++)
		if (m->entries[i].key)
			m->entries[kept++] = m->entries[i];
	m->used = kept;
	m->slot_count = 16;
	while (m->slot_count < 4 * (kept + 1))
		m->slot_count *= 2;
	free(m->slots);
	m->slots = mem_array(m->slot_count, sizeof(*m->slots));
	for (size_t i = 0; i < kept; i++) {
		const struct map_entry *e = &m->entries[i];

		m->slots[find(m, e->key, e->key_len, e->hash)] =
		    (uint32_t)(i + 1);
	}
}

void *map_get_n(const struct map *m, const void *key, size_t n)
{
	size_t i;

	if (!m->slot_count)
		return NULL;
	i = find(m, key, n, XXH3_64bits(key, n));
	return m->slots[i] ? m->entries[m->slots[i] - 1].value : NULL;
}

void *map_get(const struct map *m, const char *key)
{
	return map_get_n(m, key, strlen(key));
}

void *map_put_n(struct map *m, const void *key, size_t n, void *value)
{
	uint64_t h = XXH3_64bits(key, n);
	void *old;
	size_t i;

	if (2 * (m->used + 1) > m->slot_count)
		rehash(m);
	i = find(m, key, n, h);
	if (m->slots[i]) {
		struct map_entry *e = &m->entries[m->slots[i] - 1];

		old = e->value;
		e->value = value;
		return old;
	}
	m->entries =
	    mem_room(m->entries, m->used, &m->entry_cap, sizeof(*m->entries));
	m->entries[m->used] = (struct map_entry){
	    .key = mem_alloc(n + 1), .key_len = n, .hash = h, .value = value};
	if (n)
		memcpy(m->entries[m->used].key, key, n);
	m->slots[i] = (uint32_t)++m->used;
	m->count++;
	return NULL;
}

void *map_put(struct map *m, const char *key, void *value)
{
	return map_put_n(m, key, strlen(key), value);
}

void *map_remove(struct map *m, const char *key)
{
	struct map_entry *e;
	size_t i;

	if (!m->slot_count)
		return NULL;
	i = find(m, key, strlen(key), XXH3_64bits(key, strlen(key)));
	if (!m->slots[i])
		return NULL;
	e = &m->entries[m->slots[i] - 1];
	m->slots[i] = REMOVED;
	free(e->key);
	e->key = NULL;
	m->count--;
	return e->value;
}

const struct map_entry *map_next(const struct map *m, size_t *i)
{
	while (*i < m->used) {
		const struct map_entry *e = &m->entries[(*i)++];

		if (e->key)
			return e;
	}
	return NULL;
}
