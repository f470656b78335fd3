/* A member and all that it points to, in one block. */
#include "judge/member.h"

#include <string.h>

#include "base/mem.h"

/* Copies to where *to is, and moves it on. */
static void *append(char **to, const void *from, size_t n)
{
	void *at = *to;

	if (!n)
		return NULL;
	memcpy(at, from, n);
	*to += n;
	return at;
}

struct member *member_new(const struct item *item, const char *url,
    const struct words *words, const struct slots *slots)
{
	const struct shingles *s = &words->shingles;
	/* at level 0 the beginning is among the rest */
	size_t heads = s->level ? s->head_count : 0;
	size_t hash_bytes = sizeof(uint32_t), slot_bytes = sizeof(struct slot);
	size_t url_bytes = url ? strlen(url) + 1 : 0;
	struct member *m =
	    mem_alloc(sizeof(*m) +
		      (s->count + heads + words->numbers.count) * hash_bytes +
		      slots->count * slot_bytes + url_bytes);
	char *rest = (char *)(m + 1);

	m->id = item->id;
	m->at = item->published_at;
	memcpy(m->lang, words->lang, sizeof(m->lang));
	m->shingles = *s;
	m->shingles.hashes = append(&rest, s->hashes, s->count * hash_bytes);
	m->shingles.head = append(&rest, s->head, heads * hash_bytes);
	m->numbers.count = words->numbers.count;
	m->numbers.hashes = append(
	    &rest, words->numbers.hashes, words->numbers.count * hash_bytes);
	m->title = words->title;
	m->denies = words->denies;
	m->slots = *slots;
	m->slots.cap = slots->count;
	m->slots.list = append(&rest, slots->list, slots->count * slot_bytes);
	m->url = append(&rest, url, url_bytes);
	return m;
}
